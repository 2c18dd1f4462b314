use candour_assessment::verdict::{Likelihood, Rests};
use serde::Serialize;

use super::text;
use crate::judging::{Judged, Tally};

/// What became of a commitment for one body.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VerdictShape {
    /// Which commitment.
    pub commitment: String,
    /// What it asks, in a line.
    pub title: String,
    /// `standard`, `target`, `plan`, `recommendation`, `milestone`, `pledge` or `funding`.
    pub kind: &'static str,
    /// Whose verdict it is.
    pub body: String,
    /// The level of the body.
    pub level: String,
    /// `met`, `missed`, `at-risk`, `not-yet-due` or `unknown`.
    pub outcome: &'static str,
    /// Why it is unknown, as a clause.
    pub why: Option<String>,
    /// The measure that decides it.
    pub measure: Option<String>,
    /// By whose figures: of who gives the care, or of who buys it.
    pub basis: Option<String>,
    /// On whose boundaries: `as-reported`, `then`, or a day.
    pub boundaries: String,
    /// The month that decides it: the one due, or the last of those judged.
    pub period: Option<String>,
    /// What was seen, in `unit`: a share is a fraction of one.
    pub value: Option<f64>,
    /// `share`, `count`, `weeks` or `beds`; null where no measure decides.
    pub unit: Option<String>,
    /// What was to be reached, in `unit`.
    pub threshold: Option<f64>,
    /// How far the value is on the good side of the threshold; below nought where it misses.
    pub margin: Option<f64>,
    /// The first month of the run in which it has been missed (met) without a break.
    pub since: Option<String>,
    /// Whether that run may have begun earlier, since no figure is held of the month before.
    pub since_at_least: Option<bool>,
    /// The last month in which it was met.
    pub last_met: Option<String>,
    /// In how many of the months judged it was met.
    pub months_met: Option<u32>,
    /// How many months were judged.
    pub months_judged: Option<u32>,
    /// How many days late it was done.
    pub late_days: Option<i32>,
    /// Whether it may be more.
    pub late_at_least: Option<bool>,
    /// How likely it will be met, where it is not due yet and a forecast says.
    pub likelihood: Option<LikelihoodShape>,
    /// How far the row of the commitment is confirmed: `sourced`, `weak` or `unverified`.
    pub evidence: &'static str,
    /// What it rests on.
    pub rests: Vec<RestsShape>,
}

/// How likely a commitment will be met, and how that was reckoned.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LikelihoodShape {
    /// From 0 to 1.
    pub probability: f64,
    /// The band that it falls in: `likely met`, `uncertain` or `at risk`.
    pub outlook: String,
    /// The method, its history and its back-tested coverage.
    pub method: String,
    /// The last month that the forecast knows.
    pub made_at: String,
    /// The month that the value is forecast for.
    pub month: String,
    /// The middle of the forecast.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How often such an interval should hold.
    pub coverage: f64,
}

impl From<&Likelihood> for LikelihoodShape {
    fn from(found: &Likelihood) -> Self {
        Self {
            probability: found.probability,
            outlook: found.outlook.words().to_owned(),
            method: found.method.clone(),
            made_at: found.made_at.to_string(),
            month: found.month.to_string(),
            value: found.value,
            low: found.low,
            high: found.high,
            coverage: found.coverage,
        }
    }
}

/// Something that a verdict rests on. A figure has a receipt of its own under its measure, body and
/// period; a curated row is its own receipt.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum RestsShape {
    /// A figure of the archive.
    Figure {
        /// Of which measure.
        measure: String,
        /// Of which body.
        body: String,
        /// Of which month, the last of its period.
        period: String,
        /// The value.
        value: f64,
    },
    /// A curated row.
    Row {
        /// The file of the project.
        file: String,
        /// Its line, the header being 1.
        line: u32,
        /// What it says, in a few words.
        says: String,
        /// The source that it names.
        source: String,
    },
}

impl From<&Rests> for RestsShape {
    fn from(rests: &Rests) -> Self {
        match rests {
            Rests::Figure {
                measure,
                body,
                period,
                value,
            } => Self::Figure {
                measure: measure.to_string(),
                body: body.to_string(),
                period: period.to_string(),
                value: *value,
            },
            Rests::Row { place, says } => Self::Row {
                file: place.file.to_string(),
                line: place.line,
                says: says.clone(),
                source: place.source.to_string(),
            },
        }
    }
}

impl From<&Judged> for VerdictShape {
    fn from(judged: &Judged) -> Self {
        let (commitment, verdict) = (&judged.commitment, &judged.verdict);
        Self {
            commitment: commitment.id.to_string(),
            title: commitment.title.clone(),
            kind: commitment.kind.as_str(),
            body: verdict.body.to_string(),
            level: judged.level.to_string(),
            outcome: verdict.outcome.as_str(),
            why: verdict.why.as_ref().map(|why| why.in_words()),
            measure: judged.measure.map(|measure| measure.id.to_string()),
            basis: text(judged.basis),
            boundaries: judged.boundaries.to_string(),
            period: text(verdict.period),
            value: verdict.value,
            unit: text(judged.unit()),
            threshold: verdict.threshold,
            margin: verdict.margin,
            since: text(verdict.since.map(|since| since.month)),
            since_at_least: verdict.since.map(|since| since.at_least),
            last_met: text(verdict.last_met),
            months_met: verdict.months.map(|(met, _)| met),
            months_judged: verdict.months.map(|(_, judged)| judged),
            late_days: verdict.late.map(|late| late.days),
            late_at_least: verdict.late.map(|late| late.at_least),
            likelihood: verdict.likelihood.as_ref().map(LikelihoodShape::from),
            evidence: commitment.evidence.as_str(),
            rests: verdict.rests.iter().map(RestsShape::from).collect(),
        }
    }
}

/// How many verdicts there are of each outcome.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TallyShape {
    /// Kept.
    pub met: usize,
    /// Not kept.
    pub missed: usize,
    /// Likelier missed than not.
    pub at_risk: usize,
    /// Not due yet.
    pub not_yet_due: usize,
    /// Not to be told.
    pub unknown: usize,
}

impl From<Tally> for TallyShape {
    fn from(tally: Tally) -> Self {
        Self {
            met: tally.met,
            missed: tally.missed,
            at_risk: tally.at_risk,
            not_yet_due: tally.not_yet_due,
            unknown: tally.unknown,
        }
    }
}
