use candour_core::{BodyCode, Month};
use serde::Serialize;

use super::super::{Between, Decimal, SegmentRange};

/// What is to be changed for one trust in one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIfRequest {
    /// Whose.
    pub trust: BodyCode,
    /// The quarter, named by its last month.
    pub quarter: Month,
    /// The metrics, by name or code, and what becomes of each.
    pub changes: Vec<(String, Change)>,
    /// The flag of the financial override; none leaves it as published, also where plan or variance
    /// is changed, since the flag is not simply their sign.
    pub financial_override: Option<bool>,
}

/// What becomes of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Its value is this one.
    Value(Decimal),
    /// Its score is this one.
    Score(Decimal),
    /// Its value is the median of the trust's type.
    MedianOfType,
}

/// Why a what-if has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhatIfError {
    /// The quarter is not held.
    #[error("no figures are held for the quarter to {0}")]
    NoSuchQuarter(Month),
    /// The trust is not held in the quarter.
    #[error("no figures of {trust} are held for the quarter to {quarter}")]
    NoSuchTrust {
        /// The trust.
        trust: BodyCode,
        /// The quarter.
        quarter: Month,
    },
    /// The framework has no such metric.
    #[error("the framework has no metric `{0}`")]
    NoSuchMetric(String),
    /// The change makes no sense.
    #[error("{metric} {why}")]
    Refused {
        /// The metric.
        metric: String,
        /// Why.
        why: String,
    },
}

/// The answer to a what-if.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WhatIf {
    /// Whose.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub trust: BodyCode,
    /// The quarter.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-03"))]
    pub quarter: Month,
    /// The metrics whose score was looked at anew, a combined one among them.
    pub metrics: Vec<MetricChange>,
    /// The domains they belong to.
    pub domains: Vec<DomainChange>,
    /// Where the trust stands.
    pub before: Standing,
    /// Where it would stand.
    pub after: Standing,
    /// What a reader must know: whom the ranks moved among, what was held still.
    pub notes: Vec<String>,
}

/// A metric before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MetricChange {
    /// The metric's name.
    pub metric: String,
    /// Its title.
    pub title: String,
    /// The published value.
    #[cfg_attr(feature = "schema", schema(value_type = Option<f64>))]
    pub value_before: Option<Decimal>,
    /// The value asked about; none where a score was, or for a combined metric.
    #[cfg_attr(feature = "schema", schema(value_type = Option<f64>))]
    pub value_after: Option<Decimal>,
    /// The published score.
    #[cfg_attr(feature = "schema", schema(value_type = f64))]
    pub score_before: Decimal,
    /// The score then, as far as it can be bounded.
    pub score_after: Between,
    /// How many are ranked, where the metric is ranked and that is known.
    pub population: Option<u32>,
    /// How many of them are held.
    pub held: Option<u32>,
}

/// A domain before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DomainChange {
    /// The domain's name.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// The score as published.
    pub before: Between,
    /// The score then.
    pub after: Between,
    /// The published segment.
    pub segment_before: Option<SegmentRange>,
    /// The segment then; none where the rule gives none.
    pub segment_after: Option<SegmentRange>,
}

/// Where a trust stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Standing {
    /// The average metric score.
    pub average: Between,
    /// The segment before the override; none where the rule gives none.
    pub unadjusted: Option<SegmentRange>,
    /// The segment after it.
    pub adjusted: Option<SegmentRange>,
    /// The final one: 5 in the intensive support programme.
    pub final_segment: Option<SegmentRange>,
    /// The rank among those of the type that are held, from the best that it can be to the worst.
    pub rank: Option<(u32, u32)>,
    /// How many of the type are held.
    pub of: u32,
}
