use std::fmt;
use std::str::FromStr;

use candour_core::Month;
use jiff::civil::Date;

/// On whose boundaries a figure of a board or region stands.
///
/// ```
/// use candour_register::Boundaries;
/// let boundaries: Boundaries = "2026-04-01".parse()?;
/// assert_eq!(boundaries.in_words(), "on the boundaries of 1 April 2026");
/// # Ok::<(), candour_register::BoundariesError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum Boundaries {
    /// Those by which the published file of the month adds up.
    #[default]
    AsReported,
    /// The parents that the register has for the last day of each month.
    Then,
    /// Those of one day, onto which all history is carried.
    On(Date),
}

/// Why a text is not a choice of boundaries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no choice of boundaries: expected as-reported, then, now or a day such as 2026-04-01"
)]
pub struct BoundariesError(String);

impl Boundaries {
    /// Reads a choice; `now` is `today`.
    ///
    /// # Errors
    /// Where the text is none.
    pub fn parse(text: &str, today: Date) -> Result<Self, BoundariesError> {
        match text {
            "now" => Ok(Self::On(today)),
            _ => text.parse(),
        }
    }

    /// Whether history is carried at all.
    #[must_use]
    pub const fn is_as_reported(self) -> bool {
        matches!(self, Self::AsReported)
    }

    /// The day whose bodies a figure of `month` belongs to; none as reported.
    #[must_use]
    pub fn day(self, month: Month) -> Option<Date> {
        match self {
            Self::AsReported => None,
            Self::Then => Some(month.last_day()),
            Self::On(day) => Some(day),
        }
    }

    /// After a figure's name: `on the boundaries of 1 April 2026`.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::AsReported => "on the boundaries as reported".to_owned(),
            Self::Then => "on the boundaries of each month".to_owned(),
            Self::On(day) => format!(
                "on the boundaries of {} {}",
                day.day(),
                Month::of(day).map_or_else(|| day.to_string(), Month::in_words)
            ),
        }
    }
}

impl FromStr for Boundaries {
    type Err = BoundariesError;

    fn from_str(text: &str) -> Result<Self, BoundariesError> {
        match text {
            "as-reported" => Ok(Self::AsReported),
            "then" => Ok(Self::Then),
            _ => text
                .parse()
                .map(Self::On)
                .map_err(|_| BoundariesError(text.chars().take(40).collect())),
        }
    }
}

impl fmt::Display for Boundaries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsReported => f.pad("as-reported"),
            Self::Then => f.pad("then"),
            Self::On(day) => write!(f, "{day}"),
        }
    }
}
