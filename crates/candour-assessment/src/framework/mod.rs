//! An oversight framework re-scored in the open: reproduced from the published figures, reconciled
//! with them line by line, explained, and asked "what if".
mod decimal;
mod definition;
mod fields;
mod load;
mod load_scoring;
mod published;

pub use decimal::Decimal;
pub use definition::{
    Among, Cell, Certainty, Direction, Domain, Edge, Failing, FinancialOverride, Framework, Metric,
    Population, RankScoring, Scoring, SegmentRule, StatedDate, Statement, Step, SummaryCodes,
    TrustType, Unknown, Use,
};
pub use published::{Held, LeagueRow, Published, PublishedRow};
