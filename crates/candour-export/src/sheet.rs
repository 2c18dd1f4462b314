use candour_core::{
    Basis, BodyCode, Digest, Level, MeasureId, Month, PublishedBasis, Status, TreatmentFunction,
    Unit,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::ExportError;

/// Figures, and what must travel with them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// What the figures tell, or whom they are about: a finding or a subject.
    pub title: String,
    /// The measure's title in words.
    pub measure_title: String,
    /// What the figures are, what is to be kept in mind, what an absent figure means. One thought each.
    pub notes: Vec<String>,
    /// The published files behind the figures.
    pub sources: Vec<SourceNote>,
    /// The figures, in the order in which they are written.
    pub rows: Vec<FigureRow>,
    /// The day on which the file is made. The exporters read no clock.
    pub produced_on: Date,
    /// Whether the figures are invented.
    pub synthetic: bool,
    /// Whether they are the starter figures, whose published files are not held.
    pub starter: bool,
}

/// A published file behind the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceNote {
    /// Its name.
    pub file: String,
    /// Its SHA-256, unpacked.
    pub sha256: Digest,
    /// Who published it.
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// When it was published, where known.
    pub published_on: Option<Date>,
}

/// One figure. The fields, their names and their order are a contract: a field may be added,
/// none is renamed or dropped.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureRow {
    /// What is counted.
    pub measure: MeasureId,
    /// Whose: the body's code; `england` is the nation.
    pub body: BodyCode,
    /// The body's name.
    pub body_name: String,
    /// At which level.
    pub level: Level,
    /// By who gives the care, or by who buys it.
    pub basis: Basis,
    /// For which treatment function; absent where the measure has no such split.
    pub treatment_function: Option<TreatmentFunction>,
    /// On which boundaries: `as-reported`, `then`, or the day whose bodies history was carried onto.
    pub boundaries: String,
    /// The first month of the period.
    pub period_start: Month,
    /// The last month of the period.
    pub period_end: Month,
    /// The sum above the line.
    pub numerator: Option<i64>,
    /// The sum below the line.
    pub denominator: Option<i64>,
    /// A fraction of 1 for a share, the count itself, or weeks.
    pub value: Option<f64>,
    /// Whether the value is a lower bound.
    pub over: bool,
    /// What the value counts.
    pub unit: Unit,
    /// What the figure is, or why there is none.
    pub status: Status,
    /// When its file was published, where known.
    pub published_on: Option<Date>,
    /// How that is known; absent where there is no file.
    pub published_basis: Option<PublishedBasis>,
    /// The day on which it was known, where one was asked for.
    pub as_known: Option<Date>,
    /// The SHA-256 of the file that it comes from.
    pub source: Option<Digest>,
}

impl Sheet {
    /// Refuses a value that is no number, which formats would each write in another way:
    /// JSON as an absent one.
    pub(crate) fn check(&self) -> Result<(), ExportError> {
        for row in &self.rows {
            if let Some(value) = row.value.filter(|value| !value.is_finite()) {
                return Err(ExportError::NotFinite {
                    measure: row.measure.clone(),
                    body: row.body.clone(),
                    period: row.period_start,
                    value,
                });
            }
        }
        Ok(())
    }

    /// What everybody must be told before the first figure.
    pub(crate) fn warnings(&self) -> impl Iterator<Item = &'static str> {
        let synthetic = self
            .synthetic
            .then_some("Synthetic sample: these figures are invented and describe no real body.");
        let starter = self.starter.then_some(
            "Starter figures: Candour computed them from the published files named here and does \
             not hold those files.",
        );
        synthetic.into_iter().chain(starter)
    }
}
