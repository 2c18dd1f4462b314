//! What is counted, as data.
//!
//! A measure is a file of `data/measures`: which columns of a publication's table to add, which
//! rows to keep, at which levels the sums stand. This crate reads and checks the definitions
//! ([`Catalogue`], [`Measure`]), finds their columns in a table ([`Plan`]), sums all of them in the
//! one pass that reads a file ([`Tally`]), sums one of them again and names its rows
//! ([`Selection`]), and writes the equal SQL ([`sql`]).
//!
//! It is pure: no file, no clock, no network, and no organisation's code. What the sums must know of
//! organisations they ask of [`Places`].

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod catalogue;
mod definition;
mod error;
mod fields;
mod figure;
mod formula;
mod lists;
mod load;
mod places;
mod plan;
mod quantile;
mod rollup;
mod selection;
mod sql;
mod sql_shape;
mod standing;
mod sums;
mod tally;
mod total;
mod unit_sums;

pub use catalogue::Catalogue;
pub use definition::{
    ColumnRange, Condition, Group, League, Measure, Parts, Shape, Split, Stage, Sum,
    TreatmentFunctions,
};
pub use error::DefinitionError;
pub use formula::{formula, formula_in_words};
pub use lists::{NotSubmitted, SubmissionList};
pub use places::Places;
pub use plan::Plan;
pub use quantile::{Point, quantile};
pub use selection::{Contribution, Recomputed, Selection, SelectionError};
pub use sql::{SqlContext, SqlFile, SqlTable, sql};
pub use tally::Tally;
pub use unit_sums::{Unit, UnitSums};
