use std::fmt;
use std::str::FromStr;

use candour_core::{BodyCode, Level};
use jiff::civil::Date;

/// A body of the health service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its code.
    pub code: BodyCode,
    /// What it is.
    pub kind: Kind,
    /// Its name in full.
    pub name: String,
    /// Its first day, as far as known.
    pub valid_from: Option<HalfDate>,
    /// Its last day, as far as known; none where it goes on, or where nobody says.
    pub valid_to: Option<HalfDate>,
    /// The region that a board sits in.
    pub region: Option<BodyCode>,
    /// The names by which publications call it where they give no code.
    pub published_names: Vec<String>,
    /// Where the row comes from.
    pub source: String,
}

/// What a curated body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// England.
    Nation,
    /// A region of NHS England.
    Region,
    /// An integrated care board.
    Board,
    /// What NHS England itself commissions, which belongs to no board.
    NationalCommissioner,
}

impl Kind {
    /// The level at which such a body's figures stand.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Nation => Level::England,
            Self::Region => Level::Region,
            Self::Board | Self::NationalCommissioner => Level::Icb,
        }
    }

    /// In words, for a page.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Region => "region of NHS England",
            Self::Board => "integrated care board",
            Self::NationalCommissioner => "national commissioner",
        }
    }
}

impl FromStr for Kind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "nation" => Ok(Self::Nation),
            "region" => Ok(Self::Region),
            "icb" => Ok(Self::Board),
            "national-commissioner" => Ok(Self::NationalCommissioner),
            _ => Err(()),
        }
    }
}

/// A date known to the day, the month or only the year: kept as known, never made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HalfDate {
    /// Only the year is known.
    Year(i16),
    /// The year and month are known.
    Month(i16, i8),
    /// The day is known.
    Day(Date),
}

/// Why a text is not a date, not even half of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: expected 2022-07-01, 2022-07 or 2022")]
pub struct HalfDateError(String);

impl FromStr for HalfDate {
    type Err = HalfDateError;

    fn from_str(text: &str) -> Result<Self, HalfDateError> {
        let fault = || HalfDateError(text.to_owned());
        match text.len() {
            4 => Ok(Self::Year(text.parse().map_err(|_| fault())?)),
            7 => {
                let day: Date = format!("{text}-01").parse().map_err(|_| fault())?;
                Ok(Self::Month(day.year(), day.month()))
            }
            10 => Ok(Self::Day(text.parse().map_err(|_| fault())?)),
            _ => Err(fault()),
        }
    }
}

impl fmt::Display for HalfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_known() {
        for text in ["2019", "2019-04", "2019-04-01"] {
            assert_eq!(text.parse::<HalfDate>().unwrap().to_string(), text);
        }
        assert!("2019-13".parse::<HalfDate>().is_err());
        assert!("late 2023".parse::<HalfDate>().is_err());
    }
}
