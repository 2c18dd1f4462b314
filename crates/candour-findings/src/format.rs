//! Numbers into words, as `pages.md` has them: shares to one decimal, counts in full under 10,000
//! and to three figures above, weeks to one decimal, and no rounding that crosses a target.
//!
//! A share is a fraction (`0.652`), a count a whole number, weeks have fractions.

use candour_core::{Month, Unit};
use candour_measures::Parts;

/// The most decimals that [`value_beside_target`] adds before it gives the shortest exact number.
const MOST_DECIMALS: usize = 6;

/// A share as a percentage with one decimal: `0.652` is `65.2%`.
///
/// ```
/// assert_eq!(candour_findings::format::share(0.65203), "65.2%");
/// ```
#[must_use]
pub fn share(value: f64) -> String {
    share_to(value, 1)
}

/// A count: in full under 10,000, to three figures above.
///
/// ```
/// use candour_findings::format::count;
/// assert_eq!(count(9_999.0), "9,999");
/// assert_eq!(count(133_860.0), "134,000");
/// assert_eq!(count(2_294_079.0), "2.29 million");
/// ```
#[must_use]
pub fn count(value: f64) -> String {
    let whole = value.round();
    if whole.abs() < 10_000.0 {
        return count_in_full(whole);
    }
    // Three figures, before the words are chosen: 999,600 is a million, not 1,000,000.
    let unit = 10_f64.powf(whole.abs().log10().floor() - 2.0);
    let rounded = (whole / unit).round() * unit;
    for (size, word) in [(1e9, "billion"), (1e6, "million")] {
        if rounded.abs() >= size {
            let scaled = rounded / size;
            let decimals = match scaled.abs() {
                s if s >= 100.0 => 0,
                s if s >= 10.0 => 1,
                _ => 2,
            };
            return format!("{} {word}", signed(format!("{scaled:.decimals$}")));
        }
    }
    count_in_full(rounded)
}

/// A count with every digit: `2294079` is `2,294,079`. Anything past the point is rounded.
#[must_use]
pub fn count_in_full(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value.round() < 0.0 {
        grouped.insert(0, '−');
    }
    grouped
}

/// Weeks to one decimal: `13.6209` is `13.6 weeks`.
#[must_use]
pub fn weeks(value: f64) -> String {
    weeks_to(value, 1)
}

/// [`weeks`] with so many decimals.
pub fn weeks_to(value: f64, decimals: usize) -> String {
    let number = signed(format!("{value:.decimals$}"));
    let noun = if number.trim_end_matches('0') == "1." {
        "week"
    } else {
        "weeks"
    };
    format!("{number} {noun}")
}

/// Beds, a daily average: `413.549451` is `413.5 beds`, `144454.9` is `144,455 beds`.
#[must_use]
pub fn beds(value: f64) -> String {
    let number = if value.abs() < 1_000.0 {
        let number = signed(format!("{value:.1}"));
        number.strip_suffix(".0").unwrap_or(&number).to_owned()
    } else {
        count_in_full(value)
    };
    let noun = if number == "1" { "bed" } else { "beds" };
    format!("{number} {noun}")
}

/// A sum of a measure, as people read it: whole, or millionths with their decimals.
///
/// ```
/// use candour_measures::Parts;
/// use candour_findings::format::part;
/// assert_eq!(part(2_294_079, Parts::Whole), "2,294,079");
/// assert_eq!(part(1_413_549_451, Parts::Millionths), "1,413.549451");
/// assert_eq!(part(12_000_000, Parts::Millionths), "12");
/// assert_eq!(part(-500_000, Parts::Millionths), "−0.5");
/// ```
#[must_use]
pub fn part(number: i64, parts: Parts) -> String {
    let to_one = parts.to_one();
    #[expect(
        clippy::cast_precision_loss,
        reason = "no count of people reaches 2 to the 53rd"
    )]
    let whole = count_in_full((number / to_one) as f64);
    let rest = (number % to_one).abs();
    if rest == 0 {
        return whole;
    }
    // A nought has no sign of its own.
    let sign = if number < 0 && -number < to_one {
        "−"
    } else {
        ""
    };
    format!("{sign}{whole}.{rest:06}")
        .trim_end_matches('0')
        .to_owned()
}

/// A value in the words of its unit; `not a number` where it is none.
#[must_use]
pub fn value(number: f64, unit: Unit) -> String {
    if !number.is_finite() {
        return "not a number".to_owned();
    }
    match unit {
        Unit::Share => share(number),
        Unit::Count => count(number),
        Unit::Weeks => weeks(number),
        Unit::Beds => beds(number),
    }
}

/// A value with all the digits that a reader could check: for a `title` or a receipt.
///
/// Shares get four decimals of a percentage and weeks four decimals.
#[must_use]
pub fn value_in_full(number: f64, unit: Unit) -> String {
    if !number.is_finite() {
        return "not a number".to_owned();
    }
    match unit {
        Unit::Share => share_to(number, 4),
        Unit::Count => count_in_full(number),
        Unit::Weeks => format!("{} weeks", signed(format!("{number:.4}"))),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "beds are below 10 to the 9th"
        )]
        Unit::Beds => format!(
            "{} beds",
            part((number * 1e6).round() as i64, Parts::Millionths)
        ),
    }
}

/// A share that does not seem to have met, or missed, a target only because it was rounded.
///
/// ```
/// use candour_findings::format::share_beside_target;
/// assert_eq!(share_beside_target(0.9498, 0.95), "94.98%"); // 95.0% would read as met
/// assert_eq!(share_beside_target(0.9412, 0.95), "94.1%");
/// assert_eq!(share_beside_target(0.95, 0.95), "95.0%");
/// ```
#[must_use]
pub fn share_beside_target(value: f64, target: f64) -> String {
    value_beside_target(value, target, Unit::Share)
}

/// [`share_beside_target`] for any unit: digits are added until the printed value stands to the
/// target as the value does.
#[must_use]
pub fn value_beside_target(number: f64, target: f64, unit: Unit) -> String {
    let plain = value(number, unit);
    if !number.is_finite() || !target.is_finite() {
        return plain;
    }
    match unit {
        Unit::Count => {
            if same_side(printed_count(number), number, target) {
                plain
            } else {
                count_in_full(number)
            }
        }
        Unit::Share => {
            let decimals = decimals_beside(number * 100.0, target * 100.0);
            decimals.map_or_else(|| format!("{}%", number * 100.0), |d| share_to(number, d))
        }
        Unit::Weeks => match decimals_beside(number, target) {
            Some(1) => plain,
            Some(d) => format!("{} weeks", signed(format!("{number:.d$}"))),
            None => format!("{number} weeks"),
        },
        Unit::Beds => match decimals_beside(number, target) {
            Some(1) => plain,
            Some(d) => format!("{} beds", signed(format!("{number:.d$}"))),
            None => format!("{number} beds"),
        },
    }
}

/// A target, which is a round number more often than not: `0.78` is `78%`, `0.785` is `78.5%`.
#[must_use]
pub fn target(number: f64, unit: Unit) -> String {
    let words = value(number, unit);
    match unit {
        Unit::Share if (number * 1000.0 - (number * 1000.0).round()).abs() > 1e-9 => {
            value_beside_target(number, number, unit)
        }
        Unit::Share | Unit::Weeks => words.replace(".0", ""),
        Unit::Count | Unit::Beds => words,
    }
}

/// A month in words: `December 2022`.
#[must_use]
pub fn month(month: Month) -> String {
    month.in_words()
}

/// `1 trust`, `2 trusts`: a whole number with its noun.
#[must_use]
pub fn plural(number: usize, one: &str, many: &str) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of things on a page are small"
    )]
    let digits = count_in_full(number as f64);
    format!("{digits} {}", if number == 1 { one } else { many })
}

/// A SHA-256 cut to its first twelve digits, enough to know one file from another by eye.
#[must_use]
pub fn short_sha(sha256: &str) -> String {
    sha256.chars().take(12).collect()
}

/// The words with their first letter in upper case.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A share as a percentage with so many decimals.
#[must_use]
pub fn share_to(value: f64, decimals: usize) -> String {
    format!("{}%", signed(format!("{:.decimals$}", value * 100.0)))
}

/// Replaces a hyphen by a minus sign, and drops the sign of a nought.
fn signed(number: String) -> String {
    match number.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => number,
    }
}

fn decimals_beside(number: f64, target: f64) -> Option<usize> {
    (1..=MOST_DECIMALS).find(|decimals| {
        let printed: f64 = format!("{number:.decimals$}").parse().unwrap_or(number);
        same_side(printed, number, target)
    })
}

/// The number that [`count`] prints.
fn printed_count(number: f64) -> f64 {
    let whole = number.round();
    if whole.abs() < 10_000.0 {
        return whole;
    }
    let unit = 10_f64.powf(whole.abs().log10().floor() - 2.0);
    (whole / unit).round() * unit
}

/// Whether `printed` is above, on or below `target` as `number` is. Differences that only binary
/// fractions make (0.95 × 100) are none.
fn same_side(printed: f64, number: f64, target: f64) -> bool {
    let side = |x: f64| {
        let gap = x - target;
        if gap.abs() <= 1e-9 * target.abs().max(1.0) {
            0.0
        } else {
            gap.signum()
        }
    };
    side(printed).total_cmp(&side(number)).is_eq()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_full_under_ten_thousand_and_three_figures_above() {
        for (number, words) in [
            (0.0, "0"),
            (999.0, "999"),
            (1_000.0, "1,000"),
            (9_999.0, "9,999"),
            (10_000.0, "10,000"),
            (12_345.0, "12,300"),
            (133_860.0, "134,000"),
            (999_499.0, "999,000"),
            (999_500.0, "1.00 million"),
            (2_294_079.0, "2.29 million"),
            (7_155_958.0, "7.16 million"),
            (25_431_000.0, "25.4 million"),
            (125_431_000.0, "125 million"),
            (1_254_310_000.0, "1.25 billion"),
            (-45_678.0, "−45,700"),
        ] {
            assert_eq!(count(number), words, "{number}");
        }
        assert_eq!(count_in_full(2_294_079.0), "2,294,079");
        assert_eq!(count_in_full(-1_234.0), "−1,234");
    }

    #[test]
    fn rounding_never_crosses_a_target() {
        for (value, target, words) in [
            (0.9498, 0.95, "94.98%"),
            (0.949_98, 0.95, "94.998%"),
            (0.949_999_2, 0.95, "94.9999%"),
            (0.95, 0.95, "95.0%"),
            (0.950_04, 0.95, "95.004%"),
            (0.6514, 0.95, "65.1%"),
            (0.9204, 0.92, "92.04%"),
            (0.9206, 0.92, "92.1%"),
        ] {
            assert_eq!(
                share_beside_target(value, target),
                words,
                "{value} {target}"
            );
        }
        assert_eq!(value_beside_target(17.96, 18.0, Unit::Weeks), "17.96 weeks");
        assert_eq!(value_beside_target(17.4, 18.0, Unit::Weeks), "17.4 weeks");
        assert_eq!(
            value_beside_target(100_200.0, 100_000.0, Unit::Count),
            "100,200"
        );
        assert_eq!(
            value_beside_target(133_860.0, 100_000.0, Unit::Count),
            "134,000"
        );
        assert_eq!(value_beside_target(3.0, 0.0, Unit::Count), "3");
    }

    #[test]
    fn printed_counts_are_what_count_prints() {
        for number in [0.0, 9_999.0, 10_049.0, 133_860.0, 999_500.0] {
            let printed = count(number);
            let parsed = printed.strip_suffix(" million").map_or_else(
                || printed.replace(',', "").parse::<f64>().expect("a number"),
                |n| n.parse::<f64>().expect("a number") * 1e6,
            );
            assert!((parsed - printed_count(number)).abs() < 1.0, "{printed}");
        }
    }

    #[test]
    fn odd_numbers_are_said() {
        assert_eq!(target(0.78, Unit::Share), "78%");
        assert_eq!(target(0.785, Unit::Share), "78.5%");
        assert_eq!(target(18.0, Unit::Weeks), "18 weeks");
        assert_eq!(value(f64::NAN, Unit::Share), "not a number");
        assert_eq!(weeks(1.0), "1.0 week");
        assert_eq!(share(-0.000_01), "0.0%");
        assert_eq!(share(-0.0123), "−1.2%");
        assert_eq!(value_in_full(0.652_027_3, Unit::Share), "65.2027%");
        assert_eq!(plural(1, "trust", "trusts"), "1 trust");
        assert_eq!(plural(1_200, "trust", "trusts"), "1,200 trusts");
    }
}
