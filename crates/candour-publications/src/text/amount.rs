use candour_core::MILLIONTHS;

/// What is wrong with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AmountFault {
    /// Below nought.
    Negative,
    /// More than six decimals: it could not be held exactly.
    TooFine,
    /// [`LARGEST_AMOUNT`] or above.
    TooLarge,
    /// Anything else.
    NotANumber,
}

/// No amount reaches this: a hundred times the beds of the largest trust fit below it.
pub(crate) const LARGEST_AMOUNT: i64 = 1_000_000;

impl AmountFault {
    /// The code of its diagnostic, and what was seen in words.
    pub(crate) const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::Negative => ("negative-amount", "a number below nought"),
            Self::TooFine => ("too-fine", "a number with more than six decimals"),
            Self::TooLarge => ("amount-too-large", "a number of 1,000,000 or more"),
            Self::NotANumber => ("not-a-number", "no number"),
        }
    }
}

/// Reads an amount such as `444`, `413.549451` or `2,079` as whole millionths, exactly. Commas
/// stand between groups of three digits and nowhere else. Below nought there is none: a return that
/// counts things has no place for it.
pub(crate) fn amount_of(field: &[u8]) -> Result<i64, AmountFault> {
    let (negative, amount) = read(field)?;
    if negative {
        return Err(AmountFault::Negative);
    }
    amount
}

/// The same where a number below nought has a meaning: a deficit, a fall, a shortfall against a plan.
pub(crate) fn signed_amount_of(field: &[u8]) -> Result<i64, AmountFault> {
    let (negative, amount) = read(field)?;
    amount.map(|amount| if negative { -amount } else { amount })
}

/// Whether there is a minus, and the number without it; an error where it is no number at all, and
/// inside where it is one that cannot be held.
fn read(field: &[u8]) -> Result<(bool, Result<i64, AmountFault>), AmountFault> {
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let trimmed = field.trim_ascii();
    let (negative, unsigned) = match trimmed.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };
    let mut halves = unsigned.splitn(2, |byte| *byte == b'.');
    let whole = halves.next().unwrap_or_default();
    let decimals = halves.next();
    let groups: Vec<&[u8]> = whole.split(|byte| *byte == b',').collect();
    let grouped = groups.len() > 1;
    let sound = groups.iter().enumerate().all(|(place, group)| {
        digits(group) && (!grouped || group.len() == 3 || (place == 0 && group.len() < 3))
    });
    if !sound || decimals.is_some_and(|decimals| !digits(decimals)) {
        return Err(AmountFault::NotANumber);
    }
    Ok((
        negative,
        held(&groups.concat(), decimals.unwrap_or_default()),
    ))
}

/// Digits before and after the point as millionths.
fn held(whole: &[u8], decimals: &[u8]) -> Result<i64, AmountFault> {
    if decimals.len() > 6 {
        return Err(AmountFault::TooFine);
    }
    let ones = whole
        .iter()
        .try_fold(0_i64, |value, digit| {
            value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
        })
        .filter(|ones| *ones < LARGEST_AMOUNT)
        .ok_or(AmountFault::TooLarge)?;
    let parts = (0..6).fold(0_i64, |value, place| {
        value * 10
            + decimals
                .get(place)
                .map_or(0, |digit| i64::from(digit - b'0'))
    });
    Ok(ones * MILLIONTHS + parts)
}

/// An amount in millionths as people read it: `413.549451`, `444`, `-0.5`.
pub(crate) fn shown_amount(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let (ones, parts) = (millionths / MILLIONTHS, (millionths % MILLIONTHS).abs());
    let text = format!("{sign}{}.{parts:06}", super::grouped(ones.abs()));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_is_published() {
        for (seen, millionths) in [
            ("0", 0),
            ("444", 444_000_000),
            ("413.549451", 413_549_451),
            ("84.98913", 84_989_130),
            ("2,079", 2_079_000_000),
            (" 1,311.5 ", 1_311_500_000),
            ("999999.999999", 999_999_999_999),
        ] {
            assert_eq!(amount_of(seen.as_bytes()), Ok(millionths), "{seen}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (seen, fault) in [
            ("", AmountFault::NotANumber),
            ("NULL", AmountFault::NotANumber),
            ("-", AmountFault::NotANumber),
            (".5", AmountFault::NotANumber),
            ("5.", AmountFault::NotANumber),
            ("1,31", AmountFault::NotANumber),
            ("1311,500", AmountFault::NotANumber),
            (",500", AmountFault::NotANumber),
            ("1.5e3", AmountFault::NotANumber),
            ("1.2.3", AmountFault::NotANumber),
            ("-4", AmountFault::Negative),
            ("1.0000001", AmountFault::TooFine),
            ("1000000", AmountFault::TooLarge),
            ("99999999999999999999", AmountFault::TooLarge),
        ] {
            assert_eq!(amount_of(seen.as_bytes()), Err(fault), "{seen}");
        }
    }

    #[test]
    fn a_minus_is_read_where_it_has_a_meaning() {
        for (seen, millionths) in [
            ("-3.26", -3_260_000),
            ("-0.0", 0),
            ("-1,000", -1_000_000_000),
        ] {
            assert_eq!(signed_amount_of(seen.as_bytes()), Ok(millionths), "{seen}");
            assert_eq!(amount_of(seen.as_bytes()), Err(AmountFault::Negative));
        }
        for (seen, fault) in [
            ("-", AmountFault::NotANumber),
            ("--1", AmountFault::NotANumber),
            ("-1.0000001", AmountFault::TooFine),
            ("-1000000", AmountFault::TooLarge),
        ] {
            assert_eq!(signed_amount_of(seen.as_bytes()), Err(fault), "{seen}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_shows_below_nought(millionths in -(LARGEST_AMOUNT * MILLIONTHS) + 1..0_i64) {
            prop_assert_eq!(signed_amount_of(shown_amount(millionths).as_bytes()), Ok(millionths));
        }

        #[test]
        fn reads_what_it_shows(millionths in 0_i64..LARGEST_AMOUNT * MILLIONTHS) {
            prop_assert_eq!(amount_of(shown_amount(millionths).as_bytes()), Ok(millionths));
        }
    }
}
