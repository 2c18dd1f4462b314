//! The tests by which commitments are decided.

use candour_core::{FinancialYear, MeasureId, Month};
use candour_curated::{HalfDate, words};
use jiff::civil::Date;

words! {
    /// How a value is held against a threshold.
    Operator, "an operator", {
        /// At least.
        AtLeast = ">=",
        /// At most.
        AtMost = "<=",
        /// Less than.
        Below = "<",
        /// More than.
        Above = ">",
        /// Exactly.
        Exactly = "=",
    }
}

impl Operator {
    /// Whether `value` meets `threshold`. Both are compared as they are, without rounding: 94.96 per cent
    /// does not meet 95.
    #[must_use]
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::AtMost => value <= threshold,
            Self::Below => value < threshold,
            Self::Above => value > threshold,
            #[expect(clippy::float_cmp, reason = "an exact threshold, such as 0, is exact")]
            Self::Exactly => value == threshold,
        }
    }

    /// How far `value` is on the good side of `threshold`; negative where it misses.
    #[must_use]
    pub fn margin(self, value: f64, threshold: f64) -> f64 {
        match self {
            Self::AtLeast | Self::Above => value - threshold,
            Self::AtMost | Self::Below => threshold - value,
            Self::Exactly => -(value - threshold).abs(),
        }
    }

    /// `at least`, `at most`, `below`, `above`, `exactly`.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::Below => "below",
            Self::Above => "above",
            Self::Exactly => "exactly",
        }
    }
}

/// When a commitment is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// In every month while it is in force.
    EachMonth,
    /// In one month.
    In(Month),
    /// Over the whole of a span of months, mostly a financial year: its sums, not its average month.
    Over(Month, Month),
    /// By a date, as far as it is known.
    By(HalfDate),
    /// No source says.
    Unknown,
}

impl Due {
    /// `in March 2024`, `over 2023-24`; empty where it is due each month.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::EachMonth | Self::Unknown => String::new(),
            Self::In(month) => format!("in {}", month.in_words()),
            Self::Over(first, last) => {
                let year = FinancialYear::of(last);
                if (first, last) == (year.first_month(), year.last_month()) {
                    format!("over {year}")
                } else {
                    format!("from {} to {}", first.in_words(), last.in_words())
                }
            }
            Self::By(date) => format!("by {date}"),
        }
    }

    /// The last day on which it can still be met; none where it is due for ever or nobody says.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        match self {
            Self::EachMonth | Self::Unknown => None,
            Self::In(month) | Self::Over(_, month) => Some(month.last_day()),
            Self::By(date) => Some(date.last_day()),
        }
    }
}

/// What level is asked for, as its document puts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// How.
    pub operator: Operator,
    /// The number.
    pub value: f64,
    /// Its unit: `%`, `minutes`, `pathways`.
    pub unit: String,
}

impl Asked {
    /// `at least 76%`, `at most 30 minutes`, `no pathways`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let number = grouped(self.value);
        match (self.operator, self.unit.as_str()) {
            (Operator::Exactly, unit) if self.value == 0.0 => format!("no {unit}"),
            (operator, "GBP") => format!("{} £{number}", operator.in_words()),
            (operator, unit) if self.value == 1.0 && unit.ends_with('s') => {
                format!(
                    "{} {number} {}",
                    operator.in_words(),
                    unit.trim_end_matches('s')
                )
            }
            (operator, unit) if unit.starts_with('%') => {
                format!("{} {number}{unit}", operator.in_words())
            }
            (operator, unit) => format!("{} {number} {unit}", operator.in_words()),
        }
    }
}

/// A number as it is read: thousands apart, no more decimals than it has.
fn grouped(value: f64) -> String {
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("−", digits));
    let mut out = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// A level that a value is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// How.
    pub operator: Operator,
    /// The level, in the unit of the measure: a share is a fraction of one.
    pub value: f64,
}

/// A level that depends on where the body itself stood: the better of "so much more than then" and a floor.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// How.
    pub operator: Operator,
    /// The month that is compared with.
    pub base: Month,
    /// What the value then is multiplied by: 0.5 for "half of".
    pub times: f64,
    /// What is added to it, in the unit of the measure: 0.05 for five points.
    pub plus: f64,
    /// The level that must be reached in any case; the harder of the two counts.
    pub floor: Option<f64>,
}

impl Change {
    /// The level for a body that stood at `base`.
    #[must_use]
    pub fn level(&self, base: f64) -> f64 {
        let level = base * self.times + self.plus;
        match (self.operator, self.floor) {
            (Operator::AtMost | Operator::Below, Some(floor)) => level.min(floor),
            (_, Some(floor)) => level.max(floor),
            (_, None) => level,
        }
    }
}

/// A figure of the project's own facts, by its name and year: `systems-missing-plan` of 2023-24.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactRef {
    /// Its name.
    pub fact: String,
    /// The year that it is of.
    pub year: FinancialYear,
}

/// What a fact is held against.
#[derive(Debug, Clone, PartialEq)]
pub enum Against {
    /// Another fact.
    Fact(FactRef),
    /// A number that the commitment itself names.
    Number(f64),
}

/// One fact held against another, or against a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What is held.
    pub left: FactRef,
    /// How.
    pub operator: Operator,
    /// Against what.
    pub right: Against,
}

/// Whether and when a thing was done, as sources say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It was done then.
    Done(HalfDate),
    /// It was refused or dropped then.
    Refused(HalfDate),
    /// It was agreed to; whether it was done no source says.
    Accepted,
    /// No source says.
    Unknown,
}

/// What decides whether a commitment was kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A measure of the archive against a level.
    Level {
        /// The measure.
        measure: MeasureId,
        /// The level.
        threshold: Threshold,
    },
    /// A measure of the archive against a level that depends on the body's own past.
    Change {
        /// The measure.
        measure: MeasureId,
        /// The level.
        change: Change,
    },
    /// What a body has planned against what came: plan values by body and period.
    Plan,
    /// Something is done by the date it is due.
    Done(Proof),
    /// One published figure against another.
    Comparison(Comparison),
    /// It cannot be computed here, and why: no held file counts it, the threshold is a range or is not known.
    InWords(String),
}

impl Test {
    /// The measure of the archive that decides it.
    #[must_use]
    pub const fn measure(&self) -> Option<&MeasureId> {
        match self {
            Self::Level { measure, .. } | Self::Change { measure, .. } => Some(measure),
            Self::Plan | Self::Done(_) | Self::Comparison(_) | Self::InWords(_) => None,
        }
    }
}
