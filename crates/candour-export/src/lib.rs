//! Figures as files: one exporter an output, each a pure function from plain rows to bytes.
//!
//! Whoever has figures fills a [`Sheet`] and hands it to [`csv::write`], [`json::write`],
//! [`xlsx::write`], [`parquet::write`] or [`cml::write`] with somewhere to write to. Nothing here
//! opens a file, reads a clock or asks the archive: the same sheet gives the same bytes.
//! [`table`] does the same for an answer of any shape, such as that of `candour sql`.
//!
//! | what | csv | json | xlsx | Parquet |
//! | --- | --- | --- | --- | --- |
//! | a cell without a value | empty | `null` | `[x]`, `[c]` or `[z]`, explained on the notes sheet | null |
//! | a share | fraction of 1 | fraction of 1 | fraction of 1, shown as `0.0%` | fraction of 1 |
//! | a month | `2026-01` | `2026-01` | `2026-01`, as text | `2026-01`, as text |
//! | a day | `2026-03-12` | `2026-03-12` | a date | a date |
//! | a text that a spreadsheet could run | after a `'` | as it is | a text, never a formula | as it is |
//! | title, notes and sources | left out | [`json::write_with_metadata`] | sheets of their own | the file's metadata |
//!
//! ```
//! use candour_core::{Basis, BodyCode, Level, MeasureId, Month, Status, Unit};
//! use candour_export::{FigureRow, Sheet, csv};
//!
//! let month: Month = "2026-01".parse()?;
//! let sheet = Sheet {
//!     title: "England".to_owned(),
//!     measure_title: "Patients seen within four hours".to_owned(),
//!     notes: vec!["Every type of department, booked appointments included.".to_owned()],
//!     sources: Vec::new(),
//!     rows: vec![FigureRow {
//!         measure: MeasureId::new("ae-four-hour")?,
//!         body: BodyCode::england(),
//!         body_name: "England".to_owned(),
//!         level: Level::England,
//!         basis: Basis::Provider,
//!         treatment_function: None,
//!         boundaries: "as-reported".to_owned(),
//!         period_start: month,
//!         period_end: month,
//!         numerator: Some(3),
//!         denominator: Some(4),
//!         value: Some(0.75),
//!         over: false,
//!         unit: Unit::Share,
//!         status: Status::Reported,
//!         published_on: None,
//!         published_basis: None,
//!         as_known: None,
//!         source: None,
//!     }],
//!     produced_on: jiff::civil::date(2026, 3, 14),
//!     synthetic: true,
//!     starter: false,
//! };
//! let mut out = Vec::new();
//! csv::write(&sheet, &mut out)?;
//! let text = String::from_utf8(out)?;
//! assert!(text.starts_with("measure,body,body_name,level,basis,"));
//! assert!(text.contains("ae-four-hour,england,England,england,provider,,as-reported,2026-01,2026-01,3,4,0.75,false,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod columns;
mod error;
mod sheet;
mod text;

pub mod cml;
pub mod csv;
pub mod json;
pub mod parquet;
pub mod table;
pub mod xlsx;

pub use columns::{COLUMNS, Column};
pub use error::ExportError;
pub use sheet::{FigureRow, Sheet, SourceNote};
pub use text::{guard, is_formula_like};
