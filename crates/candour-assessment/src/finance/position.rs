//! One published number, or one published word, about a plan or what came of it.

use std::fmt;
use std::str::FromStr;

use candour_core::{BodyCode, FinancialYear, MeasureId, Month};
use candour_curated::{HalfDate, Hedge, RowPlace, words};
use jiff::civil::Date;

/// What a row counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// Surplus, or, below nought, deficit: higher is better.
    Surplus,
    /// Savings (efficiencies) in the year: higher is better.
    Savings,
    /// Income of the year, by which sizes can be compared: neither way is better.
    Turnover,
    /// A measure of the archive.
    Measure(MeasureId),
}

impl Quantity {
    /// As files write it: `surplus`, `savings`, `turnover`, or the measure's id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Surplus => "surplus",
            Self::Savings => "savings",
            Self::Turnover => "turnover",
            Self::Measure(id) => id.as_str(),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Quantity {
    type Err = String;

    /// Any text of the shape of a measure's id is a measure; whether there is such a measure the reader
    /// of the file asks its caller.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "surplus" => Ok(Self::Surplus),
            "savings" => Ok(Self::Savings),
            "turnover" => Ok(Self::Turnover),
            _ => MeasureId::new(text)
                .map(Self::Measure)
                .map_err(|error| error.to_string()),
        }
    }
}

words! {
    /// What stage of a plan a number is of. They are different things and are never mixed: only plan and
    /// control total are held against an outturn.
    Stage, "a stage", {
        /// A plan before it was agreed.
        Draft = "draft",
        /// The plan of the body, as agreed or last submitted.
        Plan = "plan",
        /// The limit that the regulator set; it goes before the body's own plan.
        ControlTotal = "control-total",
        /// The position from April to a month.
        YearToDate = "year-to-date",
        /// By how much a position differs from plan, as published: below nought is adverse.
        Variance = "variance",
        /// What was expected of the whole period before it ended.
        Forecast = "forecast",
        /// What came of the whole period.
        Outturn = "outturn",
        /// A word instead of a number.
        Status = "status",
    }
}

words! {
    /// What a source says without a number.
    Word, "a word of a status", {
        /// The plan was kept.
        Met = "met",
        /// It was not.
        Missed = "missed",
        /// Balance or a very small surplus was expected before the accounts were known.
        BalanceExpected = "balance-expected",
        /// Something that decides nothing; the note says what.
        Remark = "remark",
    }
}

words! {
    /// Whether support from the centre is in a position. In the order of their definition a position can
    /// only be better, since support is never less than nought; where a source is silent nothing is known.
    Basis, "a basis", {
        /// Before all support.
        BeforeSupport = "before-support",
        /// Without deficit support funding.
        ExcludingDsf = "excluding-dsf",
        /// With deficit support funding.
        IncludingDsf = "including-dsf",
        /// After all support.
        AfterSupport = "after-support",
        /// The source does not say.
        NotStated = "not-stated",
    }
}

impl Basis {
    /// Whether a position on this basis is surely not better than the same position on `other`.
    #[must_use]
    pub fn surely_not_above(self, other: Self) -> bool {
        match (self, other) {
            (Self::BeforeSupport, _) | (_, Self::AfterSupport) => true,
            (Self::NotStated, _) | (_, Self::NotStated) => false,
            _ => self <= other,
        }
    }

    /// In words, to stand after a number.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::BeforeSupport => "before support",
            Self::ExcludingDsf => "without deficit support funding",
            Self::IncludingDsf => "with deficit support funding",
            Self::AfterSupport => "after support",
            Self::NotStated => "basis not stated",
        }
    }
}

words! {
    /// How exact a number is.
    Bound, "a bound", {
        /// As printed.
        Exact = "exact",
        /// About that.
        About = "about",
        /// At least of that size, away from nought: a deficit of more than 40 is -40 and `at-least`.
        AtLeast = "at-least",
        /// No source states it; it follows from what one states. It never decides.
        Implied = "implied",
    }
}

words! {
    /// The unit of a number of a plan.
    PlanUnit, "a unit of a plan", {
        /// Millions of pounds.
        GbpMillion = "GBP m",
        /// Hundredths of turnover.
        PercentOfTurnover = "% of turnover",
        /// Per cent: a measure that is a share.
        Percent = "%",
        /// People, attendances, pathways.
        Count = "count",
        /// Weeks.
        Weeks = "weeks",
        /// Beds.
        Beds = "beds",
    }
}

/// What part of the year a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The whole financial year.
    Year,
    /// One month.
    Month(Month),
    /// April to this month.
    To(Month),
}

impl Period {
    /// Its last day within `year`.
    #[must_use]
    pub fn last_day(self, year: FinancialYear) -> Date {
        match self {
            Self::Year => year.last_day(),
            Self::Month(month) | Self::To(month) => month.last_day(),
        }
    }

    /// The month that bounds it; none for the year.
    #[must_use]
    pub const fn month(self) -> Option<Month> {
        match self {
            Self::Year => None,
            Self::Month(month) | Self::To(month) => Some(month),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year => Ok(()),
            Self::Month(month) => write!(f, "{month}"),
            Self::To(month) => write!(f, "to {month}"),
        }
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::Year);
        }
        let month = |text: &str| text.parse::<Month>().ok();
        let found = match text.strip_prefix("to ") {
            Some(rest) => month(rest).map(Self::To),
            None => month(text).map(Self::Month),
        };
        found.ok_or_else(|| {
            let seen: String = text.chars().take(40).collect();
            format!(
                "`{seen}` is not a period: expected nothing for the year, a month such as 2025-12, or `to 2025-12` for the year to date"
            )
        })
    }
}

/// A number as a row gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The value in `unit`; a deficit is below nought.
    pub value: f64,
    /// Its unit.
    pub unit: PlanUnit,
    /// How exact it is.
    pub bound: Bound,
}

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// A number.
    Number(Number),
    /// A word.
    Word(Word),
}

/// One row: what one body planned, reported, expected or reached, from one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// Whose.
    pub body: BodyCode,
    /// Of what.
    pub quantity: Quantity,
    /// Of which year.
    pub year: FinancialYear,
    /// Of which part of it.
    pub period: Period,
    /// At what stage.
    pub stage: Stage,
    /// What.
    pub said: Said,
    /// On what basis.
    pub basis: Basis,
    /// When it was said, as far as known.
    pub as_at: Option<HalfDate>,
    /// In which document; empty where the source is all that is known.
    pub document: String,
    /// What is special or doubtful about it.
    pub note: String,
    /// Where the row stands, and its source.
    pub place: RowPlace,
}

impl Position {
    /// The number, where it is one.
    #[must_use]
    pub const fn number(&self) -> Option<Number> {
        match self.said {
            Said::Number(number) => Some(number),
            Said::Word(_) => None,
        }
    }

    /// The value in `unit`, where it is a number of that unit.
    #[must_use]
    pub fn value_in(&self, unit: PlanUnit) -> Option<f64> {
        self.number()
            .filter(|number| number.unit == unit)
            .map(|number| number.value)
    }

    /// The value as a measure of the archive has it: per cent become a fraction of one.
    #[must_use]
    pub fn in_measure_unit(&self) -> Option<f64> {
        let number = self.number()?;
        Some(match number.unit {
            PlanUnit::Percent => number.value / 100.0,
            _ => number.value,
        })
    }

    /// Whether no source states the number.
    #[must_use]
    pub fn is_implied(&self) -> bool {
        self.number()
            .is_some_and(|number| number.bound == Bound::Implied)
    }

    /// Whether the number may have been misread: then it decides nothing.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.note.starts_with("doubtful")
    }

    /// Whether nobody has confirmed the row.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        self.note.starts_with("unverified")
    }

    /// Whether it was surely known on `day`. A date known to the month counts from the month's last day,
    /// since a plan must not be held against anybody before it was there; a row without a date, or known
    /// only to be later than some day, is never surely known.
    #[must_use]
    pub fn surely_known_on(&self, day: Date) -> bool {
        self.as_at
            .is_some_and(|date| date.hedge() != Some(Hedge::After) && date.last_day() <= day)
    }

    /// In a few words, for a receipt: `outturn -180 (GBP m), 2024-07`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut words = match self.period {
            Period::Year => format!("{} {}", self.stage, self.year),
            period => format!("{} {period}", self.stage),
        };
        match self.said {
            Said::Word(word) => words.push_str(&format!(": {word}")),
            Said::Number(number) => {
                let bound = match number.bound {
                    Bound::Exact => "",
                    Bound::About => "about ",
                    Bound::AtLeast => "at least ",
                    Bound::Implied => "implied ",
                };
                words.push_str(&format!(": {bound}{} {}", number.value, number.unit));
                if self.basis != Basis::NotStated {
                    words.push_str(&format!(", {}", self.basis.in_words()));
                }
            }
        }
        if let Some(date) = self.as_at {
            words.push_str(&format!(" ({date})"));
        }
        words
    }
}
