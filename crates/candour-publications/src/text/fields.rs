use std::borrow::Cow;

use candour_core::ABSENT;
use memchr::memchr;

use super::records::after_quotes;

/// The fields of one record, from left to right.
pub(super) struct Fields<'a> {
    /// What is left, from the start of a field; none after the last.
    rest: Option<&'a [u8]>,
}

/// A field that should be a count and is not.
pub(super) struct NotACount<'a> {
    /// Which of the counts, the first being 0.
    pub(super) index: usize,
    /// The field as it stands.
    pub(super) seen: Cow<'a, [u8]>,
    /// What is wrong with it.
    pub(super) fault: CountFault,
}

/// What is wrong with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountFault {
    /// Below nought.
    Negative,
    /// With decimals.
    Decimal,
    /// Above 2,147,483,647.
    TooLarge,
    /// Anything else.
    NotANumber,
}

impl<'a> Fields<'a> {
    pub(super) const fn new(record: &'a [u8]) -> Self {
        Self { rest: Some(record) }
    }

    /// The next field, out of its quotation marks.
    pub(super) fn next(&mut self) -> Option<Cow<'a, [u8]>> {
        let rest = self.rest?;
        if rest.first() == Some(&b'"') {
            return Some(self.next_quoted(rest));
        }
        match memchr(b',', rest) {
            Some(at) => {
                self.rest = Some(&rest[at + 1..]);
                Some(Cow::Borrowed(&rest[..at]))
            }
            None => {
                self.rest = None;
                Some(Cow::Borrowed(rest))
            }
        }
    }

    fn next_quoted(&mut self, rest: &'a [u8]) -> Cow<'a, [u8]> {
        // The record reader has made sure that the mark is closed.
        let length = after_quotes(rest).unwrap_or(rest.len());
        let inner = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
        let after = &rest[length..];
        let tail_length = memchr(b',', after).unwrap_or(after.len());
        let tail = &after[..tail_length];
        self.rest = after.get(tail_length + 1..);
        if tail.is_empty() && memchr(b'"', inner).is_none() {
            return Cow::Borrowed(inner);
        }
        let mut text = Vec::with_capacity(inner.len() + tail.len());
        let mut at = 0;
        while at < inner.len() {
            text.push(inner[at]);
            // A doubled mark stands for one.
            at += if inner[at] == b'"' { 2 } else { 1 };
        }
        text.extend_from_slice(tail);
        Cow::Owned(text)
    }

    /// Reads counts into `into` as far as there are fields, and says how many there were. A blank
    /// is [`ABSENT`]; what is not a count is [`ABSENT`] too and reported to `bad`.
    pub(super) fn counts(&mut self, into: &mut [i32], mut bad: impl FnMut(NotACount<'a>)) -> usize {
        let mut index = 0;
        while index < into.len() {
            let Some(bytes) = self.rest else {
                return index;
            };
            if let Some((run, count)) = run(bytes)
                && let Some(filled) = into.get_mut(index..index + run)
            {
                filled.fill(count);
                self.rest = Some(&bytes[8..]);
                index += run;
                continue;
            }
            into[index] = self.count(bytes, index, &mut bad);
            index += 1;
        }
        index
    }

    /// Reads one count, with which `bytes` start.
    fn count(&mut self, bytes: &'a [u8], index: usize, bad: &mut impl FnMut(NotACount<'a>)) -> i32 {
        let mut value: u32 = 0;
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(u32::from(digit));
            at += 1;
        }
        match bytes.get(at) {
            // Nine digits are always below 2^31.
            Some(b',') if at <= 9 => self.rest = Some(&bytes[at + 1..]),
            None if at <= 9 => self.rest = None,
            _ => {
                return match self.next().map(slow_count) {
                    Some(Ok(count)) => count,
                    Some(Err((fault, seen))) => {
                        bad(NotACount { index, seen, fault });
                        ABSENT
                    }
                    None => ABSENT,
                };
            }
        }
        counted(value, at)
    }
}

/// How many equal counts the first eight bytes hold, where they are noughts or blanks: nearly all
/// counts of a wide publication are, and so read four or eight at once.
fn run(bytes: &[u8]) -> Option<(usize, i32)> {
    match bytes.first_chunk()? {
        b"0,0,0,0," => Some((4, 0)),
        b",,,,,,,," => Some((8, ABSENT)),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_wrap,
    reason = "called with at most nine digits, which is below 2^31"
)]
const fn counted(value: u32, digits: usize) -> i32 {
    if digits == 0 { ABSENT } else { value as i32 }
}

/// Reads a count that has quotation marks, spaces or ten digits, or is none.
fn slow_count(field: Cow<'_, [u8]>) -> Result<i32, (CountFault, Cow<'_, [u8]>)> {
    match count_of(&field) {
        Ok(count) => Ok(count),
        Err(fault) => Err((fault, field)),
    }
}

fn count_of(field: &[u8]) -> Result<i32, CountFault> {
    let trimmed = field.trim_ascii();
    if trimmed.is_empty() {
        return Ok(ABSENT);
    }
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    if digits(trimmed) {
        return trimmed
            .iter()
            .try_fold(0_i32, |value, digit| {
                value.checked_mul(10)?.checked_add(i32::from(digit - b'0'))
            })
            .ok_or(CountFault::TooLarge);
    }
    if trimmed.strip_prefix(b"-").is_some_and(digits) {
        return Err(CountFault::Negative);
    }
    let mut halves = trimmed.splitn(2, |byte| *byte == b'.');
    if halves.next().is_some_and(digits) && halves.next().is_some_and(digits) {
        return Err(CountFault::Decimal);
    }
    Err(CountFault::NotANumber)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::records::{Next, Records};
    use super::*;

    fn fields(record: &[u8]) -> Vec<Vec<u8>> {
        let mut fields = Fields::new(record);
        std::iter::from_fn(|| fields.next().map(Cow::into_owned)).collect()
    }

    #[test]
    fn takes_a_field_out_of_its_marks() {
        assert_eq!(
            fields(b"a,\"b,c\",\"d\"\"e\",,f\""),
            [&b"a"[..], b"b,c", b"d\"e", b"", b"f\""]
        );
        assert_eq!(fields(b""), [b""]);
        assert_eq!(fields(b","), [b"", b""]);
    }

    #[test]
    fn reads_counts() {
        let mut into = [7; 8];
        let mut bad = Vec::new();
        let read = Fields::new(b"0,,12, 3 ,\"45\",2147483647,-1,")
            .counts(&mut into, |fault| bad.push((fault.index, fault.fault)));
        assert_eq!(read, 8);
        assert_eq!(into, [0, ABSENT, 12, 3, 45, i32::MAX, ABSENT, ABSENT]);
        assert_eq!(bad, [(6, CountFault::Negative)]);
        let mut into = [7; 18];
        let read = Fields::new(b"0,0,0,0,,,,,,,,,5,0,0,0,0,0").counts(&mut into, |_| ());
        assert_eq!(read, 18);
        assert_eq!(into[..5], [0, 0, 0, 0, ABSENT]);
        assert_eq!(into[11..], [ABSENT, 5, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn says_what_is_wrong_with_a_count() {
        for (seen, fault) in [
            ("-5", CountFault::Negative),
            ("1.5", CountFault::Decimal),
            ("2147483648", CountFault::TooLarge),
            ("99999999999999999999999", CountFault::TooLarge),
            ("*", CountFault::NotANumber),
            ("-", CountFault::NotANumber),
            ("1,5", CountFault::NotANumber),
            ("1e3", CountFault::NotANumber),
            ("+1", CountFault::NotANumber),
        ] {
            assert_eq!(count_of(seen.as_bytes()), Err(fault), "{seen}");
        }
    }

    #[test]
    fn stops_where_the_fields_stop() {
        let mut into = [0; 3];
        assert_eq!(Fields::new(b"1,2").counts(&mut into, |_| ()), 2);
        assert_eq!(into[..2], [1, 2]);
    }

    /// The same by `csv-core`, which leaves blank lines out and takes an unclosed mark as closed.
    fn by_csv_core(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv_core::ReaderBuilder::new()
            .terminator(csv_core::Terminator::Any(b'\n'))
            .build();
        let mut records = Vec::new();
        let mut input = text;
        let (mut output, mut ends) = (vec![0; 10_000], vec![0; 1000]);
        let (mut written, mut fields) = (0, 0);
        loop {
            let (result, read, wrote, ended) =
                reader.read_record(input, &mut output[written..], &mut ends[fields..]);
            input = &input[read..];
            written += wrote;
            fields += ended;
            match result {
                csv_core::ReadRecordResult::Record => {
                    let mut from = 0;
                    let record: Vec<Vec<u8>> = ends[..fields]
                        .iter()
                        .map(|end| {
                            let field = output[from..*end].to_vec();
                            from = *end;
                            field
                        })
                        .collect();
                    records.push(record);
                    (written, fields) = (0, 0);
                }
                csv_core::ReadRecordResult::End => return records,
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn agrees_with_csv_core(text in "([a,\"\n]|\"\"|\",\"){0,40}") {
            let mut records = Records::new(text.as_bytes());
            let mut ours = Vec::new();
            let mut closed = true;
            loop {
                match records.next().unwrap() {
                    Next::Record { bytes: [], .. } => {}
                    Next::Record { bytes, .. } => ours.push(fields(bytes)),
                    Next::Unclosed { .. } => closed = false,
                    Next::TooLong { .. } | Next::End => break,
                }
            }
            let theirs = by_csv_core(text.as_bytes());
            if closed {
                prop_assert_eq!(ours, theirs);
            } else {
                prop_assert_eq!(&ours[..], &theirs[..ours.len()]);
            }
        }
    }
}
