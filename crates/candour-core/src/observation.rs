use serde::{Deserialize, Serialize};

use crate::{Basis, BodyCode, Level, MeasureId, Status, TreatmentFunction};

/// What one line on a chart is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeriesKey {
    /// What is counted.
    pub measure: MeasureId,
    /// Whose.
    pub body: BodyCode,
    /// At which level.
    pub level: Level,
    /// By whom the care is given, or for whom it is bought.
    pub basis: Basis,
    /// For which treatment function; none for a measure that has no such split.
    pub treatment_function: Option<TreatmentFunction>,
}

/// One figure of one period, from one source file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Which series it belongs to.
    pub key: SeriesKey,
    /// The sum above the line; the count itself for a count. Not given for a quantile.
    pub numerator: Option<i64>,
    /// The sum below the line; none for a count. For a quantile, how many the bands hold.
    pub denominator: Option<i64>,
    /// A count, a fraction of 1, or weeks.
    pub value: Option<f64>,
    /// Whether the value is a lower bound: the true one is more than this. So it is for a quantile
    /// that falls in the last band, which has no upper edge.
    #[serde(default)]
    pub over: bool,
    /// What the figure is, or why there is none.
    pub status: Status,
}
