use std::borrow::Cow;

use candour_core::Month;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// What stands in a cell; a cell with nothing in it is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// A text, without the spaces around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// A fault of the spreadsheet program's, a truth value or a duration, as it shows it.
    Other(String),
}

impl Cell {
    /// The cell as people read it.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Other(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }
}

/// The day that a cell states: a day of the spreadsheet's, or in words such as `10th July 2025`
/// and `10 July 2025`.
pub(crate) fn date_of(cell: &Cell) -> Option<Date> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => in_words(text),
        Cell::Number(_) | Cell::Other(_) => None,
    }
}

/// The month that a cell states: in words such as `June 2025`, or as a day in it.
pub(crate) fn month_of(cell: &Cell) -> Option<Month> {
    match cell {
        Cell::Day(day) => Month::of(*day),
        Cell::Text(text) => {
            let (name, year) = text.trim().split_once(char::is_whitespace)?;
            Month::from_name(name, year)
        }
        Cell::Number(_) | Cell::Other(_) => None,
    }
}

fn in_words(text: &str) -> Option<Date> {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let (day, name, year) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() {
        return None;
    }
    let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if !matches!(&day[digits.len()..], "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    let first = Month::from_name(name, year)?.first_day();
    Date::new(first.year(), first.month(), digits.parse().ok()?).ok()
}

/// The day with a number, as spreadsheet programs count them. Their day 60 is the 29 February
/// 1900 that never was, so that days from 61 on stand one off the calendar's count from 1900.
pub(super) fn day_of_serial(serial: f64) -> Option<Date> {
    if !(61.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked against the range above"
    )]
    let days = serial.trunc() as i64;
    date(1899, 12, 30).checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_and_months() {
        for text in ["10th July 2025", "10 July 2025", " 10th  JULY 2025 "] {
            assert_eq!(in_words(text), Some(date(2025, 7, 10)), "{text}");
        }
        for text in [
            "",
            "-",
            "10th July",
            "32nd July 2025",
            "10xx July 2025",
            "July 10 2025",
        ] {
            assert_eq!(in_words(text), None, "{text}");
        }
        assert_eq!(day_of_serial(45848.0), Some(date(2025, 7, 10)));
        assert_eq!(day_of_serial(f64::NAN), None);
        let month = month_of(&Cell::Text("June 2025".to_owned()));
        assert_eq!(month, Month::new(2025, 6));
    }
}
