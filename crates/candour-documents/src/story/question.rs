//! What a story asks of the figures, and what they answer: the one way in from outside.

use candour_core::{BodyCode, FinancialYear, MeasureId, Month, TreatmentFunction};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which part of a measure is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Its value.
    Value,
    /// What a share leaves to the whole; of the counts, what stands below the line less what stands
    /// above it.
    Rest,
    /// The count above the line.
    Numerator,
}

/// A figure that a story states, as a question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Whose.
    pub body: BodyCode,
    /// What is counted.
    pub measure: MeasureId,
    /// For which treatment function or sector; none: all together.
    pub function: Option<TreatmentFunction>,
    /// Which part of it.
    pub of: Of,
    /// Whether the part is counted, and no share.
    pub count: bool,
    /// The first month.
    pub first: Month,
    /// The last; the same for one month. A quarter is its three months.
    pub last: Month,
}

/// A question to the figures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// A figure.
    Figure(Asked),
    /// The figures of every month from `first` to `last`, for a record.
    Run(Asked),
    /// The bound of the national standard of a measure in a month.
    Standard {
        /// What is counted.
        measure: MeasureId,
        /// In which month.
        month: Month,
    },
    /// How many systems missed their plan in a year.
    PlansMissed(FinancialYear),
}

/// The way to what an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// What it is a receipt of.
    pub words: String,
    /// Where it stands on the site.
    #[cfg_attr(
        feature = "schema",
        schema(example = "/receipts/ae-four-hour/england/2022-12")
    )]
    pub href: String,
}

/// A figure that is held.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Per cent for a share, else people, pathways, beds, weeks or systems.
    pub value: f64,
    /// As a reader sees it: `65.2%`.
    pub words: String,
    /// Which bound of a standard must be kept: whether a value must be at least the bound.
    pub at_least: bool,
    /// Whether it is a body's own return, and no sum over several.
    pub own: bool,
    /// Why a figure that differs from this one proves nothing; none where it does.
    pub unsure: Option<String>,
    /// When the figure was published, as far as known; the latest of several.
    pub published: Option<Date>,
    /// What it rests on.
    pub receipts: Vec<Receipt>,
}

/// What the figures answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A figure.
    Held(Held),
    /// A figure for each period that is held, in order, and whether none between the first and the last is
    /// missing.
    Run {
        /// The figures.
        figures: Vec<(Month, Held)>,
        /// Whether every period between has one.
        whole: bool,
    },
    /// Several figures for one thing, by who counted.
    Counted(Vec<(String, Held)>),
    /// None, and why.
    None(String),
}

/// What is known outside of this crate. An answer is a function of the question alone.
pub trait Evidence {
    /// The answer to a question.
    fn answer(&self, question: &Question) -> Answer;

    /// The name of a body for a reader.
    fn name(&self, body: &BodyCode) -> String;
}
