//! Expected and found in print.

use candour_core::Month;
use candour_findings::{dates, format};
use jiff::civil::Date;

use super::check::Checked;
use super::claim::{ClaimUnit, Kept, Near, State, Test, Value};

/// A value as it is read: `65.2%`, `£2,000m`, `December 2022`, `20 days`.
#[must_use]
pub fn value(value: &Value, unit: ClaimUnit) -> String {
    match value {
        Value::Words(words) => {
            if let Ok(month) = words.parse::<Month>() {
                return format::month(month);
            }
            words
                .parse::<Date>()
                .map_or_else(|_| words.clone(), dates::day)
        }
        Value::Number(number) => number_in(*number, unit, decimals(*number)),
    }
}

/// How many decimals tell a number as it was written, at most four.
fn decimals(number: f64) -> usize {
    let text = format!("{number:.4}");
    let text = text.trim_end_matches('0');
    text.split_once('.').map_or(0, |(_, after)| after.len())
}

fn number_in(number: f64, unit: ClaimUnit, decimals: usize) -> String {
    let (sign, size) = if number < 0.0 {
        ("−", -number)
    } else {
        ("", number)
    };
    let digits = grouped(size, decimals);
    let one = size == 1.0;
    match unit {
        ClaimUnit::PerCent => format!("{sign}{digits}%"),
        ClaimUnit::Points => format!("{sign}{digits} percentage point{}", s(one)),
        ClaimUnit::Count | ClaimUnit::Score | ClaimUnit::Words => format!("{sign}{digits}"),
        ClaimUnit::Weeks => format!("{sign}{digits} week{}", s(one)),
        ClaimUnit::Days => format!("{sign}{digits} day{}", s(one)),
        ClaimUnit::Years => format!("{sign}{digits} year{}", s(one)),
        ClaimUnit::Beds => format!("{sign}{digits} bed{}", s(one)),
        ClaimUnit::MillionPounds => format!("{sign}£{digits}m"),
        ClaimUnit::Pounds => format!("{sign}£{digits}"),
        ClaimUnit::Times => format!("{sign}{digits} times"),
    }
}

const fn s(one: bool) -> &'static str {
    if one { "" } else { "s" }
}

/// Thousands parted by commas.
fn grouped(size: f64, decimals: usize) -> String {
    let text = format!("{size:.decimals$}");
    let (whole, after) = text.split_once('.').unwrap_or((&text, ""));
    let mut digits = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            digits.push(',');
        }
        digits.push(digit);
    }
    if !after.is_empty() {
        digits.push('.');
        digits.push_str(after);
    }
    digits
}

fn test<'a>(one: &'a Checked<'_>) -> Option<&'a Test> {
    match &one.claim.kept {
        Kept::Tested(test) => Some(test),
        Kept::Recorded(_) => None,
    }
}

/// What a claim expects, with its unit and how near is near enough; a dash where it expects nothing.
#[must_use]
pub fn expected(one: &Checked<'_>) -> String {
    let Some(test) = test(one) else {
        return "–".to_owned();
    };
    let said = match (&test.expected, test.near) {
        (Value::Number(number), Near::Rounds(places)) => {
            number_in(*number, test.unit, usize::from(places))
        }
        (expected, _) => value(expected, test.unit),
    };
    match test.near {
        Near::Within(tolerance) if tolerance > 0.0 => {
            format!(
                "{said} ± {}",
                number_in(tolerance, test.unit, decimals(tolerance))
            )
        }
        Near::Side(side) => format!("{side} {said}"),
        Near::Within(_) | Near::Rounds(_) => said,
    }
}

/// What was found, with one digit more than the claim gives, so that nothing is rounded away; a dash
/// where nothing was.
#[must_use]
pub fn found(one: &Checked<'_>) -> String {
    let (Some(found), Some(test)) = (&one.found, test(one)) else {
        return "–".to_owned();
    };
    match (found, test.near) {
        (Value::Number(number), Near::Rounds(places)) => {
            let places = (usize::from(places) + 1).min(decimals(*number));
            number_in(*number, test.unit, places)
        }
        (Value::Number(number), _) => number_in(*number, test.unit, decimals(*number).min(2)),
        (found, _) => value(found, test.unit),
    }
}

/// How far the found is from the expected, where that is a number and not nought.
#[must_use]
pub fn off(one: &Checked<'_>) -> String {
    let (Some(off), Some(test)) = (one.off, test(one)) else {
        return String::new();
    };
    let unit = match test.unit {
        ClaimUnit::PerCent => ClaimUnit::Points,
        unit => unit,
    };
    if off == 0.0 {
        return String::new();
    }
    let side = if off > 0.0 { "more" } else { "less" };
    format!(
        "{} {side}",
        number_in(off.abs(), unit, decimals(off).min(2))
    )
}

/// The same where the claim is broken: where it holds, what is off lies within what it allows.
#[must_use]
pub fn off_where_broken(one: &Checked<'_>) -> String {
    match one.state {
        State::Broken => off(one),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_with_their_units() {
        for (number, unit, told) in [
            (65.2, ClaimUnit::PerCent, "65.2%"),
            (-7.3, ClaimUnit::Points, "−7.3 percentage points"),
            (1_283_191.0, ClaimUnit::Count, "1,283,191"),
            (2_000.0, ClaimUnit::MillionPounds, "£2,000m"),
            (1.0, ClaimUnit::Days, "1 day"),
            (935.0, ClaimUnit::Pounds, "£935"),
            (100_344.5, ClaimUnit::Beds, "100,344.5 beds"),
        ] {
            assert_eq!(value(&Value::Number(number), unit), told);
        }
        let words = |text: &str| value(&Value::Words(text.to_owned()), ClaimUnit::Words);
        assert_eq!(words("2022-12"), "December 2022");
        assert_eq!(words("2023-04-04"), "4 April 2023");
        assert_eq!(words("missed"), "missed");
    }
}
