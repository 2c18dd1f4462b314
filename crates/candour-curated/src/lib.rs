//! Reads the rows that the project curates: every row that can be read, and every fault with its file,
//! line and column.
//!
//! A curated file is CSV with fixed headings; each row says one thing and names its source. Dates are
//! kept as far as they are known. Nothing here opens a file: texts are given.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod half_date;
mod table;
mod words;
mod working_days;

pub use half_date::{HalfDate, HalfDateError, Hedge, Precision, Span};
pub use table::{Fault, Row, RowPlace, Table};
pub use working_days::{
    BRIEFING_HOUR, UnknownDay, WorkingDays, briefing_moment, in_london, london_offset,
};
