//! Months and days in words.

use candour_core::Month;
use candour_register::{HalfDate, Hedge, Precision};
use jiff::civil::Date;

use crate::wording::listed;

/// Months in words, neighbours joined: `March 2020 to May 2020 and June 2021`.
#[must_use]
pub fn months(months: &[Month]) -> String {
    let runs: Vec<String> = months
        .chunk_by(|one, next| next.since(*one) == 1)
        .map(|run| match run {
            [first, .., last] => format!("{} to {}", first.in_words(), last.in_words()),
            _ => run.iter().map(|month| month.in_words()).collect(),
        })
        .collect();
    listed(&runs)
}

/// A day in words: `12 March 2026`.
#[must_use]
pub fn day(day: Date) -> String {
    Month::of(day).map_or_else(
        || day.to_string(),
        |month| format!("{} {}", day.day(), month.in_words()),
    )
}

/// A date as far as it is known: `31 March 2021`, `March 2021`, `2021`, `late 2023`, `May 2018
/// (announced)`.
#[must_use]
pub fn half_date(date: HalfDate) -> String {
    let first = date.first_day();
    let plain = match date.precision() {
        Precision::Year => first.year().to_string(),
        Precision::Month => Month::of(first).map_or_else(|| date.to_string(), Month::in_words),
        Precision::Day => day(first),
    };
    match date.hedge() {
        None => plain,
        Some(Hedge::Announced) => format!("{plain} (announced)"),
        Some(hedge) => format!("{} {plain}", hedge.as_str()),
    }
}

/// Whether a date known to the day, month or year has gone by on `today`.
#[must_use]
pub fn has_passed(date: HalfDate, today: Date) -> bool {
    date.last_day() < today
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn neighbouring_months_are_joined() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let held = ["2020-03", "2020-04", "2020-05", "2021-06"].map(month);
        assert_eq!(months(&held), "March 2020 to May 2020 and June 2021");
        assert_eq!(months(&[]), "");
    }

    #[test]
    fn dates_are_said_as_far_as_they_are_known() {
        let known = |text: &str| text.parse::<HalfDate>().unwrap();
        assert_eq!(
            [
                "2021",
                "2021-03",
                "2021-03-31",
                "late 2023",
                "announced 2018-05"
            ]
            .map(|text| half_date(known(text))),
            [
                "2021",
                "March 2021",
                "31 March 2021",
                "late 2023",
                "May 2018 (announced)"
            ]
        );
        let today = date(2021, 3, 31);
        assert_eq!(
            [
                "2020",
                "2021",
                "2021-02",
                "2021-03",
                "2021-03-30",
                "2021-03-31"
            ]
            .map(|text| has_passed(known(text), today)),
            [true, false, true, false, true, false]
        );
    }
}
