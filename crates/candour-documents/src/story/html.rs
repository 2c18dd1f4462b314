//! The text of an HTML document. Tags are passed over; nothing is executed, fetched or kept.

use super::input::Builder;

/// Elements whose content is not text of the story.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "select",
    "textarea", "title",
];
/// Elements that do not part what they stand between.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];
/// The longest name of a character, `&` and `;` included.
const LONGEST_ENTITY: usize = 12;

/// Gives every character of the text to `builder`, with its place.
pub(crate) fn strip(text: &str, builder: &mut Builder) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match character {
            '<' => at = tag(text, at, builder),
            '&' => {
                if let Some((character, length)) = entity(&text[at..]) {
                    builder.push(character, at, length);
                    at += length;
                } else {
                    builder.push('&', at, 1);
                    at += 1;
                }
            }
            // A line's end is a space in HTML.
            '\n' | '\r' | '\t' => {
                builder.push(' ', at, 1);
                at += 1;
            }
            other => {
                builder.push(other, at, other.len_utf8());
                at += other.len_utf8();
            }
        }
        debug_assert!(at <= bytes.len(), "a place within the text");
    }
}

/// What follows the `<` at `at`: the place behind the tag, or behind the `<` where it begins none.
fn tag(text: &str, at: usize, builder: &mut Builder) -> usize {
    let rest = &text[at..];
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(text.len(), |end| at + end + 3);
    }
    let after = &rest[1..];
    let closing = after.starts_with('/');
    let named = after.strip_prefix('/').unwrap_or(after);
    let name: String = named
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(16)
        .collect::<String>()
        .to_ascii_lowercase();
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic())
        || after.starts_with('!')
        || after.starts_with('?');
    if !begins {
        builder.push('<', at, 1);
        return at + 1;
    }
    let end = at + tag_end(rest);
    if !INLINE.contains(&name.as_str()) {
        builder.break_at(at);
    }
    if !closing && SILENT.contains(&name.as_str()) {
        return closing_tag(text, end, &name);
    }
    end
}

/// The length of a tag, its `>` included; a `>` within quotation marks does not end it.
fn tag_end(rest: &str) -> usize {
    let mut quoted = None;
    for (place, byte) in rest.bytes().enumerate() {
        match (quoted, byte) {
            (None, b'>') => return place + 1,
            (None, b'"' | b'\'') if place > 1 => quoted = Some(byte),
            (Some(mark), seen) if mark == seen => quoted = None,
            _ => {}
        }
    }
    rest.len()
}

/// The place behind `</name>`, or the end of the text where it never comes.
fn closing_tag(text: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = text[at..].find("</") {
        let start = at + found;
        let rest = &text[start + 2..];
        let is = rest
            .get(..name.len())
            .is_some_and(|seen| seen.eq_ignore_ascii_case(name));
        if is {
            return start + tag_end(&text[start..]);
        }
        at = start + 2;
    }
    text.len()
}

/// The character that an entity stands for, and its length in bytes.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest
        .bytes()
        .take(LONGEST_ENTITY)
        .position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let character = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| *c != '\0')?
    } else {
        match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            "pound" => '£',
            "euro" => '€',
            "percnt" => '%',
            "ndash" => '–',
            "mdash" => '—',
            "lsquo" => '‘',
            "rsquo" => '’',
            "ldquo" => '“',
            "rdquo" => '”',
            "hellip" => '…',
            "frac12" => '½',
            "shy" => '\u{ad}',
            _ => return None,
        }
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use crate::story::input::{Format, plain};

    fn read(html: &str) -> String {
        let read = plain(html, Format::Html).unwrap();
        let words: Vec<&str> = read.text().split_whitespace().collect();
        words.join(" ")
    }

    #[test]
    fn scripts_styles_and_comments_are_no_text() {
        for (html, text) in [
            ("<p>one<script>alert('65%')</script> two</p>", "one two"),
            ("<style>p{width:50%}</style>three", "three"),
            ("a<!-- 70% <p> -->b", "ab"),
            ("<SCRIPT>1</script >four", "four"),
            ("<script>never closed 65%", ""),
            ("<img alt=\"a > b\" onerror=alert(1)>five", "five"),
            ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
            ("<p>end of a tag <b", "end of a tag"),
            ("x&bogus;y &#x41; &#0; &amp", "x&bogus;y A &#0; &amp"),
        ] {
            assert_eq!(read(html), text, "{html}");
        }
    }
}
