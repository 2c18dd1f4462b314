use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A date as far as it is known: to the day, the month or the year, and perhaps only as a bound or an
/// announcement. Kept as known, never made up.
///
/// ```
/// use candour_curated::HalfDate;
/// let date: HalfDate = "announced 2018-05".parse()?;
/// assert_eq!(date.to_string(), "announced 2018-05");
/// assert_eq!(date.first_day().to_string(), "2018-05-01");
/// assert_eq!(date.last_day().to_string(), "2018-05-31");
/// assert!(!date.is_exact());
/// # Ok::<(), candour_curated::HalfDateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfDate {
    first: Date,
    precision: Precision,
    hedge: Option<Hedge>,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

/// What a source says instead of a plain date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hedge {
    /// It was announced then; when it took effect is not known.
    Announced,
    /// About then.
    About,
    /// Then or earlier.
    By,
    /// Later than that.
    After,
    /// Early in that year.
    Early,
    /// Late in that year.
    Late,
}

impl Hedge {
    const ALL: [Self; 6] = [
        Self::Announced,
        Self::About,
        Self::By,
        Self::After,
        Self::Early,
        Self::Late,
    ];

    /// As a file writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::About => "about",
            Self::By => "by",
            Self::After => "after",
            Self::Early => "early",
            Self::Late => "late",
        }
    }
}

/// Why a text is not a date, not even half of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a date: expected 2022-07-01, 2022-07 or 2022, with announced, about, by, after, early or late before it where only so much is known"
)]
pub struct HalfDateError(String);

impl HalfDate {
    /// A day that is known.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self {
            first: day,
            precision: Precision::Day,
            hedge: None,
        }
    }

    /// How much of it is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// What is said instead of a plain date.
    #[must_use]
    pub const fn hedge(self) -> Option<Hedge> {
        self.hedge
    }

    /// The first day that it can be read as.
    #[must_use]
    pub const fn first_day(self) -> Date {
        self.first
    }

    /// The last day that it can be read as.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// Whether the day is known, and is the day on which it happened.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        matches!((self.precision, self.hedge), (Precision::Day, None))
    }
}

impl FromStr for HalfDate {
    type Err = HalfDateError;

    fn from_str(text: &str) -> Result<Self, HalfDateError> {
        let fault = || HalfDateError(text.chars().take(40).collect());
        let (hedge, date) = match text.split_once(' ') {
            None => (None, text),
            Some((word, date)) => {
                let hedge = Hedge::ALL.into_iter().find(|hedge| hedge.as_str() == word);
                (Some(hedge.ok_or_else(fault)?), date)
            }
        };
        let (precision, full) = match date.len() {
            4 => (Precision::Year, format!("{date}-01-01")),
            7 => (Precision::Month, format!("{date}-01")),
            10 => (Precision::Day, date.to_owned()),
            _ => return Err(fault()),
        };
        Ok(Self {
            first: full.parse().map_err(|_| fault())?,
            precision,
            hedge,
        })
    }
}

impl fmt::Display for HalfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(hedge) = self.hedge {
            write!(f, "{} ", hedge.as_str())?;
        }
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Year => write!(f, "{year:04}"),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Day => write!(f, "{}", self.first),
        }
    }
}

/// From when to when something held, as far as known. A side that is not given is open: it always
/// held, or still does, or nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Span {
    /// The first day.
    pub from: Option<HalfDate>,
    /// The last day.
    pub to: Option<HalfDate>,
}

impl Span {
    /// Whether it held on `day`. A half-known bound counts from its first possible day and up to its
    /// last: nothing is denied that a source leaves open.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day)
            && self.to.is_none_or(|to| day <= to.last_day())
    }

    /// Whether both held on some day, whichever way the half-known bounds are read.
    #[must_use]
    pub fn surely_overlaps(&self, other: &Self) -> bool {
        let before = |to: Option<HalfDate>, from: Option<HalfDate>| {
            to.zip(from)
                .is_some_and(|(to, from)| to.first_day() < from.last_day())
        };
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// Whether it ends before it begins.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        self.from
            .zip(self.to)
            .is_some_and(|(from, to)| to.last_day() < from.first_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn half(text: &str) -> HalfDate {
        text.parse().unwrap()
    }

    #[test]
    fn keeps_what_is_known() {
        for text in [
            "2019",
            "2019-04",
            "2019-04-01",
            "late 2023",
            "announced 2018-05",
            "by 2019-04",
        ] {
            assert_eq!(half(text).to_string(), text);
        }
        for bad in ["2019-13", "soon", "later 2023", "late", "2019-04-31", ""] {
            assert!(bad.parse::<HalfDate>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_open_bound_denies_nothing() {
        let span = Span {
            from: Some(half("2019")),
            to: Some(half("2024-07")),
        };
        assert!(span.covers(date(2019, 1, 1)) && span.covers(date(2024, 7, 31)));
        assert!(!span.covers(date(2018, 12, 31)) && !span.covers(date(2024, 8, 1)));
        assert!(Span::default().covers(date(1948, 7, 5)));
        assert!(!span.is_backwards());
    }

    #[test]
    fn spans_that_only_may_overlap_do_not_surely() {
        let until = |text| Span {
            from: None,
            to: Some(half(text)),
        };
        let since = |text| Span {
            from: Some(half(text)),
            to: None,
        };
        assert!(!until("2024-07").surely_overlaps(&since("2024-07-26")));
        assert!(until("2024-07-31").surely_overlaps(&since("2024-07-26")));
        assert!(!until("2024-06").surely_overlaps(&since("2024-07")));
        assert!(!until("2026-03-31").surely_overlaps(&since("2026-04-01")));
    }
}
