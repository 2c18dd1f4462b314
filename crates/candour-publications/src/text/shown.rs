use super::decode;

/// How much of a cell a message shows, in characters.
const SHOWN: usize = 40;

/// A cell as a message shows it: in backticks, at most 40 characters, nothing that could move a
/// terminal's cursor; `nothing` where it is blank.
pub(crate) fn shown(raw: &[u8]) -> String {
    if raw.trim_ascii().is_empty() {
        return "nothing".to_owned();
    }
    let cut = &raw[..raw.len().min(SHOWN * 4)];
    let (text, _) = decode(cut);
    let mut out = String::from("`");
    for (index, character) in text.chars().enumerate() {
        if index == SHOWN {
            out.push('…');
            break;
        }
        if character.is_control()
            || matches!(character, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out.push('`');
    out
}

/// A whole number with commas between thousands, as prose prints it.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of things: `1 provider`, `1,204 providers`.
pub(crate) fn counted(number: u64, thing: &str) -> String {
    let shown = grouped(i64::try_from(number).unwrap_or(i64::MAX));
    let plural = if number == 1 { "" } else { "s" };
    format!("{shown} {thing}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_no_control_character_and_no_more_than_forty() {
        assert_eq!(shown(b"a\x1b[31mb"), "`a\\u{1b}[31mb`");
        assert_eq!(shown(&[b'x'; 100]).chars().count(), 43);
        assert_eq!(shown(b" "), "nothing");
    }

    #[test]
    fn groups_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(1000, "row"), "1,000 rows");
    }
}
