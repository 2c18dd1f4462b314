//! An oversight framework re-scored in the open: reproduced from the published figures, reconciled
//! with them line by line, explained, and asked "what if".

mod bands;
mod change;
mod decimal;
mod definition;
mod fields;
mod load;
mod load_scoring;
mod published;
mod ranked;
mod reconcile;
mod scoring;
mod steps;
mod uncertainty;
mod what_if;

pub use bands::{Band, Bands, SegmentRange, by_quartile, published_bands, segment_of};
pub use change::{Move, SegmentChange, segment_changes};
pub use decimal::Decimal;
pub use definition::{
    Among, Cell, Certainty, Direction, Domain, Edge, Failing, FinancialOverride, Framework, Metric,
    Population, RankScoring, Scoring, SegmentRule, StatedDate, Statement, Step, SummaryCodes,
    TrustType, Unknown, Use,
};
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
