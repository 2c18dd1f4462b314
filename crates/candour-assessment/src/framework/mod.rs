//! An oversight framework re-scored in the open: reproduced from the published figures, reconciled
//! with them line by line, explained, and asked "what if".
//!
//! A [`Framework`] is a file of `data/frameworks`: its metrics, how each scores, how an average becomes
//! a segment, and how sure each of these is. [`Published`] is what was published under it, as plain
//! values. From the two come
//!
//! - [`reconcile`]: every published figure, ours, the difference and its cause, in three layers: averages
//!   from the published scores, scores from values, segments from averages; and [`markdown`] of it all;
//! - [`steps`]: what set one trust's segment, metric by metric;
//! - [`what_if`]: where a trust would stand with other figures;
//! - [`uncertainty`](uncertainty()) and [`segment_changes`]: how sure a standing is, and whether a move is
//!   more than noise.
//!
//! **What cannot be recomputed is bounded.** A score is a rank among all who have the metric. Where fewer
//! are held than are ranked, a trust's rank lies after those of the held trusts with better values and
//! before those with worse, which their own published scores tell: often that leaves one rank, and the
//! score is recomputed; otherwise it is bounded, and must belong to a rank in between. An average between the bands of two segments is in neither: a [`SegmentRange`] says so.
//!
//! Scores are binary fractions, because they are ratios that no decimal holds, and are compared within
//! [`TOLERANCE`]; published figures are [`Decimal`]s, because a tie is a tie of printed digits.

mod bands;
mod change;
mod decimal;
mod definition;
mod fields;
mod load;
mod load_scoring;
mod markdown;
mod published;
mod ranked;
mod reconcile;
mod scoring;
mod steps;
mod uncertainty;
mod what_if;

pub use bands::{
    Band, Bands, SegmentRange, by_quartile, published_bands, quartile_segment, segment_of,
};
pub use change::{Move, SegmentChange, segment_changes};
pub use decimal::Decimal;
pub use definition::{
    Among, Cell, Certainty, Direction, Domain, Edge, Failing, FinancialOverride, Framework, Metric,
    Population, RankScoring, Scoring, SegmentRule, StatedDate, Statement, Step, SummaryCodes,
    TrustType, Unknown, Use,
};
pub use markdown::markdown;
pub use published::{Held, LeagueRow, Published, PublishedRow};
pub use reconcile::{
    Cause, Count, Figure, Layer, Line, Outcome, QuarterHeld, Reconciliation, TOLERANCE, reconcile,
};
pub use scoring::{
    Between, combined_bounds, combined_score, compare, mean, quantile, rank_of_score, rank_score,
    step_score,
};
pub use steps::{AverageStep, DomainStep, MetricStep, OverrideStep, SegmentStep, Steps, steps};
pub use uncertainty::{Chances, LIKELY, LikelyRange, Uncertainty, uncertainty};
pub use what_if::{
    Change, DomainChange, MetricChange, Standing, WhatIf, WhatIfError, WhatIfRequest,
    median_of_type, what_if,
};

#[cfg(test)]
mod tests;
