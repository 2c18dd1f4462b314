use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Month;

/// The year of plans and accounts, from 1 April to 31 March. Written `2023-24`; `2023/24`, as many
/// publications put it, is read too.
///
/// ```
/// use candour_core::{FinancialYear, Month};
/// let year: FinancialYear = "2023/24".parse()?;
/// assert_eq!(year.to_string(), "2023-24");
/// assert_eq!(year.first_month().to_string(), "2023-04");
/// assert_eq!(year.last_month().to_string(), "2024-03");
/// assert_eq!(FinancialYear::of(year.last_month()), year);
/// assert_eq!(year.month(9).to_string(), "2023-12");
/// # Ok::<(), candour_core::FinancialYearError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear {
    /// The calendar year in which it begins.
    begins: i32,
}

/// Why a text is not a financial year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{seen}` is not a financial year: expected two years that follow, such as 2023-24")]
pub struct FinancialYearError {
    seen: String,
}

impl FinancialYear {
    /// The year that begins in April of `year`; none outside 1900 to 2198.
    #[must_use]
    pub const fn beginning(year: i32) -> Option<Self> {
        if year >= 1900 && year < 2199 {
            Some(Self { begins: year })
        } else {
            None
        }
    }

    /// The year that `month` lies in.
    #[must_use]
    pub const fn of(month: Month) -> Self {
        Self {
            begins: month.plus(-3).year(),
        }
    }

    /// The year that `date` lies in; none outside 1900 to 2198.
    #[must_use]
    pub fn of_date(date: Date) -> Option<Self> {
        Month::of(date).map(Self::of)
    }

    /// The calendar year in which it begins.
    #[must_use]
    pub const fn begins(self) -> i32 {
        self.begins
    }

    /// Month `number` of the year as accounts count them: 1 is April, 12 is March.
    #[must_use]
    pub fn month(self, number: u8) -> Month {
        self.first_month().plus(i32::from(number) - 1)
    }

    /// April.
    #[must_use]
    pub fn first_month(self) -> Month {
        Month::april(self.begins)
    }

    /// March.
    #[must_use]
    pub fn last_month(self) -> Month {
        self.first_month().plus(11)
    }

    /// 1 April.
    #[must_use]
    pub fn first_day(self) -> Date {
        self.first_month().first_day()
    }

    /// 31 March.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.last_month().last_day()
    }

    /// The year after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self {
            begins: self.begins + 1,
        }
    }

    /// The year before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self {
            begins: self.begins - 1,
        }
    }

    /// Every year from `self` to `last`, both included.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.begins..=last.begins).map(|begins| Self { begins })
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.begins, (self.begins + 1) % 100)
    }
}

impl fmt::Debug for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for FinancialYear {
    type Err = FinancialYearError;

    fn from_str(text: &str) -> Result<Self, FinancialYearError> {
        let parse = || {
            let (first, second) = text.split_once(['-', '/'])?;
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            if first.len() != 4 || second.len() != 2 || !digits(first) || !digits(second) {
                return None;
            }
            let year = Self::beginning(first.parse().ok()?)?;
            (second.parse() == Ok((year.begins + 1) % 100)).then_some(year)
        };
        parse().ok_or_else(|| FinancialYearError {
            seen: text.chars().take(40).collect(),
        })
    }
}

impl Serialize for FinancialYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FinancialYear {
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
    fn reads_only_two_years_that_follow() {
        for bad in [
            "2023",
            "2023-25",
            "2023-2024",
            "23-24",
            "2023-4",
            "+023-24",
            "",
            "2023 24",
        ] {
            assert!(bad.parse::<FinancialYear>().is_err(), "{bad}");
        }
        assert_eq!("1999-00".parse::<FinancialYear>().unwrap().begins(), 1999);
    }

    #[test]
    fn begins_in_april() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        assert_eq!(FinancialYear::of(month("2024-03")).to_string(), "2023-24");
        assert_eq!(FinancialYear::of(month("2024-04")).to_string(), "2024-25");
        let year = FinancialYear::of(month("2024-04"));
        assert_eq!(year.last_day().to_string(), "2025-03-31");
        assert_eq!(year.previous().next(), year);
        assert_eq!(year.through(year.next()).count(), 2);
    }
}
