//! A text as words, numbers and signs, each with its place.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with what joins them: `a&e`, `nhse/i`, `o'mahony`.
    Word,
    /// Digits, with commas and a decimal point: `7,155,958`, `65.2`, `2023-24`.
    Number,
    /// Anything else.
    Sign,
    /// A line's end; two in a row end a paragraph.
    Line,
}

/// A word, a number or a sign.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    /// In small letters, with straight apostrophes.
    pub(crate) norm: String,
    /// Whether it follows the token before without a space.
    pub(crate) glued: bool,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
}

impl Token {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.norm == text
    }

    pub(crate) fn is_any(&self, texts: &[&str]) -> bool {
        texts.contains(&self.norm.as_str())
    }
}

/// A financial year or a span of years as one number: `2023-24`, `2023/24`, `2023–24`, `2023-2024`.
fn year_span(rest: &str) -> Option<usize> {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    if digits(rest) != 4 {
        return None;
    }
    let joint = rest[4..].chars().next()?;
    if !matches!(joint, '-' | '/' | '–' | '‑') {
        return None;
    }
    let after = &rest[4 + joint.len_utf8()..];
    let length = digits(after);
    matches!(length, 2 | 4).then(|| 4 + joint.len_utf8() + length)
}

fn number_length(rest: &str) -> usize {
    if let Some(length) = year_span(rest) {
        return length;
    }
    let bytes = rest.as_bytes();
    let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at) {
        at += 1;
    }
    // Thousands: a comma and three digits, and no fourth.
    while bytes.get(at) == Some(&b',')
        && digit(at + 1)
        && digit(at + 2)
        && digit(at + 3)
        && !digit(at + 4)
    {
        at += 4;
    }
    if matches!(bytes.get(at), Some(b'.')) && digit(at + 1) {
        at += 1;
        while digit(at) {
            at += 1;
        }
    }
    at
}

fn word_length(rest: &str) -> usize {
    let mut at = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((place, character)) = letters.next() {
        let next_is_letter = letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let joins = matches!(character, '&' | '/' | '\'' | '’') && place > 0 && next_is_letter;
        if !character.is_alphabetic() && !joins {
            break;
        }
        // `'s` is a word of its own, so that the word before it is found as it is.
        if joins && matches!(character, '\'' | '’') {
            let after: String = rest[place + character.len_utf8()..]
                .chars()
                .take_while(|c| c.is_alphabetic())
                .collect();
            if after.eq_ignore_ascii_case("s") {
                break;
            }
        }
        at = place + character.len_utf8();
    }
    at.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// The tokens of a text. An address of the web is one sign, whatever digits stand in it.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first == '\n' {
            push(&mut found, text, at, at + 1, Kind::Line);
            at += 1;
            continue;
        }
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (length, kind) = if ["http://", "https://", "www."]
            .iter()
            .any(|begin| rest.starts_with(begin))
        {
            let length = rest
                .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | ']'))
                .unwrap_or(rest.len());
            (length, Kind::Sign)
        } else if first.is_ascii_digit() {
            (number_length(rest), Kind::Number)
        } else if first.is_alphabetic() {
            (word_length(rest), Kind::Word)
        } else if matches!(first, '\'' | '’') && is_possessive(rest) {
            (first.len_utf8() + 1, Kind::Word)
        } else {
            (first.len_utf8(), Kind::Sign)
        };
        push(&mut found, text, at, at + length, kind);
        at += length;
    }
    found
}

fn is_possessive(rest: &str) -> bool {
    let mut letters = rest.chars().skip(1);
    matches!(letters.next(), Some('s' | 'S')) && !letters.next().is_some_and(char::is_alphanumeric)
}

fn push(found: &mut Vec<Token>, text: &str, start: usize, end: usize, kind: Kind) {
    let written = &text[start..end];
    let norm = written.to_lowercase().replace(['’', '‘'], "'");
    found.push(Token {
        start,
        end,
        kind,
        norm,
        glued: found.last().is_some_and(|last| last.end == start),
        capital: written.chars().next().is_some_and(char::is_uppercase),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norms(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.norm).collect()
    }

    #[test]
    fn words_and_numbers_are_told_apart() {
        for (text, expected) in [
            ("A&E: 65.2%.", "a&e|:|65.2|%|."),
            ("NHSE/I's £1.2bn", "nhse/i|'s|£|1.2|bn"),
            ("in 2023-24, 2023/24", "in|2023-24|,|2023/24"),
            ("7,155,958, 1,2", "7,155,958|,|1|,|2"),
            ("Elizabeth O’Mahony wasn't", "elizabeth|o'mahony|wasn't"),
            ("four-hour 18-week", "four|-|hour|18|-|week"),
            ("see https://a.b/65%?x=1 now", "see|https://a.b/65%?x=1|now"),
            ("they’re 5", "they're|5"),
        ] {
            let expected: Vec<&str> = expected.split('|').collect();
            assert_eq!(norms(text), expected, "{text}");
        }
    }
}
