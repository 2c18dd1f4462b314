//! Whether a commitment was kept: test and evidence give a verdict.
//!
//! A verdict is a pure function of the commitment, the evidence and a day. It never rounds before it
//! compares, never takes a missing figure for a nought, and says why where it cannot tell.

mod judge;
mod outlook;
#[cfg(test)]
mod tests;
mod words;

pub use judge::{FactSeen, Seen, SeenMonth, judge, judge_comparison};
pub use outlook::add_outlook;

use candour_core::{BodyCode, MeasureId, Month, Status};
use candour_curated::{RowPlace, words};

use crate::commitment::CommitmentId;
use crate::forecast::Outlook;

words! {
    /// What came of a commitment.
    Outcome, "an outcome", {
        /// It was kept.
        Met = "met",
        /// It was not.
        Missed = "missed",
        /// It is not due yet, and will likelier be missed than not.
        AtRisk = "at-risk",
        /// It is not due yet.
        NotYetDue = "not-yet-due",
        /// It cannot be told; the verdict says why.
        Unknown = "unknown",
    }
}

/// Why a verdict is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The test cannot be computed: no held file counts it, or the threshold is not one number.
    NotComputable(String),
    /// No figure of the body on this measure is held at all.
    NoFigures,
    /// No figure of the body is held for the period.
    NotHeld(Month),
    /// The figure is absent, for the reason that its status gives.
    Absent(Month, Status),
    /// The month that it is compared with is not held.
    BaseNotHeld(Month),
    /// Only a bound is known, and the threshold lies beyond it.
    OnlyABound(Month),
    /// Nobody has published what came, or it was not found.
    OutturnNotFound,
    /// No plan was found to hold the outturn against.
    PlanNotFound,
    /// Plan and outturn are on different bases: before support and after it.
    DifferentBases(String),
    /// No source says whether it was done.
    NoSource,
    /// The sources do not agree, and how.
    Disputed(String),
    /// It was not known on the day asked about.
    NotKnownThen,
    /// When it is due no source says.
    NoDueDate,
    /// It is not yet due, and no forecast can be made.
    NoForecast(String),
}

/// How likely a commitment that is not yet due will be met, and how that was reckoned. Never a bare number.
#[derive(Debug, Clone, PartialEq)]
pub struct Likelihood {
    /// From 0 to 1.
    pub probability: f64,
    /// The band that it falls in.
    pub outlook: Outlook,
    /// The method, its history and its back-tested coverage, in sentences.
    pub method: String,
    /// The month that the value is forecast for.
    pub month: Month,
    /// The last month that the forecast knows.
    pub made_at: Month,
    /// The middle of the forecast.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How often such an interval should hold: 0.8.
    pub coverage: f64,
}

/// Since when a standard has been missed (met) month after month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The first month of the run.
    pub month: Month,
    /// Whether it may have begun earlier: no figure is held of the month before.
    pub at_least: bool,
}

/// How late a thing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Days after the day it was due.
    pub days: i32,
    /// Whether it may be more: the date is not known to the day.
    pub at_least: bool,
}

/// What a verdict rests on: the way to its receipt.
#[derive(Debug, Clone, PartialEq)]
pub enum Rests {
    /// A figure of the archive.
    Figure {
        /// Of which measure.
        measure: MeasureId,
        /// Of which body.
        body: BodyCode,
        /// Of which month, the last of its period.
        period: Month,
        /// The value.
        value: f64,
    },
    /// A curated row.
    Row {
        /// Where it stands, and its source.
        place: RowPlace,
        /// What it says, in a few words: `outturn −180 (£m), July 2024`.
        says: String,
    },
}

/// What became of a commitment for one body.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Which commitment.
    pub commitment: CommitmentId,
    /// Whose.
    pub body: BodyCode,
    /// What came of it.
    pub outcome: Outcome,
    /// Why it is unknown.
    pub why: Option<Why>,
    /// The month that decides it: the one due, or the last of those judged.
    pub period: Option<Month>,
    /// What was seen, in the unit of the measure or in £ million.
    pub value: Option<f64>,
    /// What was to be reached.
    pub threshold: Option<f64>,
    /// How far the value is on the good side of the threshold; negative where it misses.
    pub margin: Option<f64>,
    /// Since when it has been missed (met) without a break, where it is due each month.
    pub since: Option<Since>,
    /// The last month in which it was met, of all months held up to the one that decides.
    pub last_met: Option<Month>,
    /// Of the months judged, how many met it, where it is due each month: (met, judged).
    pub months: Option<(u32, u32)>,
    /// Every month that was judged, in order, with whether it met; only where it is due each month.
    pub by_month: Vec<(Month, bool)>,
    /// How late it was done, where it had a date.
    pub late: Option<Late>,
    /// How likely it will be met.
    pub likelihood: Option<Likelihood>,
    /// What it rests on.
    pub rests: Vec<Rests>,
}
