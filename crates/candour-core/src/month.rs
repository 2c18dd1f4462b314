use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar month, the reporting period of nearly every publication. Written `2026-01`.
///
/// ```
/// use candour_core::Month;
/// let month: Month = "2026-01".parse()?;
/// assert_eq!(month.to_string(), "2026-01");
/// assert_eq!(month.in_words(), "January 2026");
/// assert_eq!(month.next().to_string(), "2026-02");
/// assert_eq!(month.year_before().to_string(), "2025-01");
/// # Ok::<(), candour_core::MonthError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since January of year 0: arithmetic on months is arithmetic on this.
    index: i32,
}

/// Why a text is not a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{seen}` is not a month: expected a year and month such as 2026-01")]
pub struct MonthError {
    seen: String,
}

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Month {
    /// The month `month` (1 to 12) of `year` (1900 to 2199, so that a mistyped year is an error).
    #[must_use]
    pub const fn new(year: i32, month: u8) -> Option<Self> {
        if month >= 1 && month <= 12 && year >= 1900 && year < 2200 {
            Some(Self {
                index: year * 12 + month as i32 - 1,
            })
        } else {
            None
        }
    }

    /// April of `year`, which [`FinancialYear`](crate::FinancialYear) has kept within bounds.
    pub(crate) const fn april(year: i32) -> Self {
        Self {
            index: year * 12 + 3,
        }
    }

    /// The month that `date` falls in; `None` outside 1900 to 2199.
    #[must_use]
    pub fn of(date: Date) -> Option<Self> {
        Self::new(i32::from(date.year()), u8::try_from(date.month()).ok()?)
    }

    /// Reads an English month name, in any case, and a year: `JANUARY` and `2026`.
    #[must_use]
    pub fn from_name(name: &str, year: &str) -> Option<Self> {
        let month = NAMES
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name.trim()))?;
        let year = year.trim();
        if year.len() != 4 {
            return None;
        }
        Self::new(year.parse().ok()?, u8::try_from(month + 1).ok()?)
    }

    /// The calendar year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.index / 12
    }

    /// The month of the year, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        (self.index % 12 + 1) as u8
    }

    /// `January 2026`.
    #[must_use]
    pub fn in_words(self) -> String {
        format!("{} {}", NAMES[(self.index % 12) as usize], self.year())
    }

    /// `Jan 2026`, for a narrow place.
    #[must_use]
    pub fn in_short(self) -> String {
        format!(
            "{} {}",
            &NAMES[(self.index % 12) as usize][..3],
            self.year()
        )
    }

    /// The month after.
    #[must_use]
    pub const fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The same month of the year before, the comparison that takes out the season.
    #[must_use]
    pub const fn year_before(self) -> Self {
        self.plus(-12)
    }

    /// `months` later (earlier where negative).
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self {
            index: self.index + months,
        }
    }

    /// How many months lie from `earlier` to `self`; negative where `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.index - earlier.index
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        #[expect(clippy::cast_possible_truncation, reason = "years are 1900 to 2199")]
        Date::new(self.year() as i16, self.month().cast_signed(), 1).unwrap_or(Date::ZERO)
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// Every month from `self` to `last`, both included.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.index..=last.index).map(|index| Self { index })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let parse = || {
            let (year, month) = text.split_once('-')?;
            if year.len() != 4 || month.len() != 2 {
                return None;
            }
            Self::new(year.parse().ok()?, month.parse().ok()?)
        };
        parse().ok_or_else(|| MonthError {
            seen: text.chars().take(40).collect(),
        })
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_year_and_month() {
        for bad in [
            "",
            "2026",
            "2026-1",
            "2026-13",
            "2026-00",
            "26-01",
            "2026-01-31",
            "0026-01",
            "+026-01",
        ] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }

    #[test]
    fn knows_its_days_and_neighbours() {
        let month = Month::new(2024, 2).unwrap();
        assert_eq!(month.first_day().to_string(), "2024-02-01");
        assert_eq!(month.last_day().to_string(), "2024-02-29");
        assert_eq!(month.plus(11).to_string(), "2025-01");
        assert_eq!(month.plus(-2).to_string(), "2023-12");
        assert_eq!(month.since(month.year_before()), 12);
        assert_eq!(month.through(month.plus(2)).count(), 3);
        assert_eq!(Month::of(month.last_day()), Some(month));
    }

    #[test]
    fn reads_a_published_month_name() {
        assert_eq!(Month::from_name("JANUARY", "2026"), Month::new(2026, 1));
        assert_eq!(Month::from_name("Januar", "2026"), None);
        assert_eq!(Month::from_name("May", "26"), None);
    }
}
