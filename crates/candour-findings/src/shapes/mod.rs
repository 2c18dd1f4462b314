//! Verdicts, targets and those who answer for them as they leave Candour: the command line and the API
//! give the same shapes.

mod answering;
mod commitment;
mod plan;
mod verdict;

pub use answering::{AnsweringShape, RungShape};
pub use commitment::CommitmentShape;
pub use plan::{CheckShape, FactShape, GapShape, PlanShape, PositionShape, ToDateShape};
pub use verdict::{LikelihoodShape, RestsShape, TallyShape, VerdictShape};

/// A text where there is one.
fn said(words: &str) -> Option<String> {
    Some(words.to_owned()).filter(|words| !words.is_empty())
}

/// A word or a date as text, where there is one.
fn text(value: Option<impl std::fmt::Display>) -> Option<String> {
    value.map(|value| value.to_string())
}
