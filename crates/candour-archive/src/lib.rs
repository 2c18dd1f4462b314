//! The archive: published files kept for ever, their tidy tables, and every figure made from them.
//!
//! ```text
//! published file ─→ Writer::ingest ─→ sources/ (byte for byte) + tables/ (Parquet) + catalogue.sqlite
//!                                                                      │
//!                    Archive::snapshot ─→ series, league, explain, verify, sql
//! ```
//!
//! One [`Writer`], any number of readers. A [`Snapshot`] sees one state from start to end: all of a
//! file or none of it.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod about_body;
mod area_shapes;
mod bodies;
mod bodies_seen;
mod body_figures;
mod carried;
mod catalogue;
mod compare;
mod container;
mod councils;
mod directory;
mod error;
mod explain;
mod folder;
mod ingest;
mod joined;
mod keep;
mod measure_sql;
mod oversight;
mod pass;
mod published_rows;
mod query;
mod record;
mod register;
mod register_check;
mod remeasure;
mod said_rows;
mod series;
mod shapes;
mod snapshot;
mod source;
mod starter;
mod statistic_rows;
mod status;
mod tidy;
mod verify;
mod versions;
mod vintage;

pub use about_body::{AboutBody, Cited, CodeBy, Kin, KnownBy, NamedBy, Related, cited};
pub use area_shapes::ShapeRow;
pub use bodies::KnownBody;
pub use carried::{CarriedPart, Divided, Unattributed, has_level_on};
pub use councils::{Council, ServedBy};
pub use error::{ArchiveError, NotFound};
pub use explain::{Compared, Input, Receipt, RowDetail, Version};
pub use ingest::{Outcome, OutcomeStatus, Progress, Writer};
pub use measure_sql::measure_sql;
pub use oversight::{OversightHolding, OversightPlace, OversightRow};
pub use query::{Answer, Cell, LONGEST, MOST_ROWS};
pub use register::OriginCount;
pub use register_check::FoundRow;
pub use series::{Figure, LeagueRow, Series, SeriesQuery, basis_at, cadence, usual_basis};
pub use shapes::{
    ComparedShape, InputShape, PartShape, ReceiptShape, RowsShape, SeriesRow, StepShape,
};
pub use snapshot::{Archive, Snapshot};
pub use source::{Arithmetic, SourceDetail};
pub use starter::StarterFiles;
pub use status::{DirectoryHolding, Holding, MonthState, NotSubmitted};
pub use verify::{Damage, Verification};
pub use versions::{Carriers, Other, SourceRow, carriers};
