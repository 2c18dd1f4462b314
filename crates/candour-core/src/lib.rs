//! The words that every part of Candour shares.
//!
//! This crate holds types, not behaviour: a [`Month`], a [`BodyCode`], a [`Status`] that says
//! why a figure is absent, a [`Diagnostic`] that says where a file is at fault, the [`Batch`]
//! in which rows travel from a publication's reader to the archive. It reads no file, no clock
//! and no network, and knows no organisation but the nation.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod cadence;
mod code;
mod diagnostic;
mod digest;
mod financial_year;
mod month;
mod observation;
mod rows;
mod table;
mod words;

pub use cadence::Cadence;
pub use code::{BodyCode, CodeError, MeasureId, PublicationId, TreatmentFunction};
pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity};
pub use digest::{Digest, DigestError};
pub use financial_year::{FinancialYear, FinancialYearError};
pub use month::{Month, MonthError};
pub use observation::{Observation, SeriesKey};
pub use rows::{RowRange, RowSet, RowSetError};
pub use table::{
    ABSENT, ABSENT_AMOUNT, Band, Batch, Column, ColumnKind, MILLIONTHS, Role, TableSchema,
    TextColumn, decimal,
};
pub use words::{Basis, Better, Level, PublishedBasis, Scope, Status, Unit, WordError};
