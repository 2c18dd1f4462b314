use std::borrow::Cow;

/// The characters of Windows-1252 for bytes 0x80 to 0x9F; the five that it leaves open become
/// the control characters of the same number, as browsers read them.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The bytes as UTF-8 or, where they are not, as Windows-1252, in which spreadsheet programs
/// save a text; the flag says which (true: Windows-1252).
pub(crate) fn decode(raw: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(raw) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => {
            let text = raw
                .iter()
                .map(|byte| match byte {
                    0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
                    _ => char::from(*byte),
                })
                .collect();
            (Cow::Owned(text), true)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn reads_both_encodings() {
        assert_eq!(decode("St Hélène’s".as_bytes()).0, "St Hélène’s");
        let (text, windows) = decode(b"St H\xe9l\xe8ne\x92s");
        assert_eq!(text, "St Hélène’s");
        assert!(windows);
    }
}
