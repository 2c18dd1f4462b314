//! Cells of the Oversight Framework files: a spreadsheet program wrote whole numbers as `1.0`, ranges
//! as `1.2 to 1.89`, and left blank what is not published.

use candour_core::{Diagnostic, MILLIONTHS};

use crate::text::{AmountFault, shown, signed_amount_of};

/// What is wrong with a cell, without its place.
pub(super) type Fault = Box<Diagnostic>;

/// A number with or without a sign, in millionths; none where blank.
pub(super) fn number(text: &str) -> Result<Option<i64>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    signed_amount_of(text.as_bytes())
        .map(Some)
        .map_err(|fault| unread(fault, "a number", text))
}

/// A whole number from 1, such as `31.0` or `31`; none where blank.
pub(super) fn whole(text: &str) -> Result<Option<i64>, Fault> {
    let Some(found) = number(text)? else {
        return Ok(None);
    };
    if found < MILLIONTHS || found % MILLIONTHS != 0 {
        let seen = shown(text.as_bytes());
        let message = format!("expected a whole number from 1, saw {seen}");
        return Err(Box::new(Diagnostic::error("not-whole", message)));
    }
    Ok(Some(found / MILLIONTHS))
}

/// Both ends of a range written `1.2 to 1.89`; none where blank.
pub(super) fn range(
    text: &str,
    of: fn(&str) -> Result<Option<i64>, Fault>,
) -> Result<Option<(i64, i64)>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let not_one = || {
        let seen = shown(text.as_bytes());
        let message = format!("expected a range such as `1.2 to 1.89`, saw {seen}");
        Box::new(Diagnostic::error("not-a-range", message))
    };
    let (low, high) = text.split_once(" to ").ok_or_else(not_one)?;
    match (of(low.trim())?, of(high.trim())?) {
        (Some(low), Some(high)) => Ok(Some((low, high))),
        _ => Err(not_one()),
    }
}

fn unread(fault: AmountFault, expected: &str, text: &str) -> Fault {
    let (code, what) = fault.in_words();
    let seen = shown(text.as_bytes());
    let message = format!("expected {expected} or a blank, saw {what}: {seen}");
    Box::new(Diagnostic::error(code, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_cells_that_are_published() {
        assert_eq!(number("-7.43"), Ok(Some(-7_430_000)));
        assert_eq!(number("0.0"), Ok(Some(0)));
        assert_eq!(number(""), Ok(None));
        assert_eq!(whole("31.0"), Ok(Some(31)));
        assert_eq!(whole("1"), Ok(Some(1)));
        assert_eq!(
            range("1.2 to 1.89", number),
            Ok(Some((1_200_000, 1_890_000)))
        );
        assert_eq!(range("1 to 11", whole), Ok(Some((1, 11))));
        assert_eq!(range("", whole), Ok(None));
    }

    #[test]
    fn says_what_is_wrong_with_one() {
        let code = |found: Result<Option<i64>, Fault>| found.unwrap_err().code;
        assert_eq!(code(number("n/a")), "not-a-number");
        assert_eq!(code(number("*")), "not-a-number");
        assert_eq!(code(whole("1.5")), "not-whole");
        assert_eq!(code(whole("0.0")), "not-whole");
        assert_eq!(code(whole("-1")), "not-whole");
        for bad in ["1.2", "1.2 - 1.89", "1.2 to ", " to 1.89"] {
            assert_eq!(range(bad, number).unwrap_err().code, "not-a-range", "{bad}");
        }
        assert_eq!(range("1 to x", whole).unwrap_err().code, "not-a-number");
    }
}
