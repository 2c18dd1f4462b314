//! Every output, read back by another program than the one that wrote it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod cml;
mod csv;
mod hostile;
mod json;
mod parquet;
mod sample;
mod table;
mod workbook;
mod workbook_parts;
