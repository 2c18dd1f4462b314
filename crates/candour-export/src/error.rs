use std::io;

use candour_core::{BodyCode, MeasureId, Month};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The place written to refused the bytes. The error's kind is kept, so that a closed pipe
    /// can be told from a full disk.
    #[error("cannot write the file: {0}")]
    Write(#[from] io::Error),
    /// The csv writer refused a record.
    #[error("cannot lay out the csv file: {0}")]
    Csv(::csv::Error),
    /// The workbook's writer refused a cell, such as a text of more than 32,767 characters.
    #[error("cannot lay out the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet writer refused a column.
    #[error("cannot lay out the Parquet file: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// A value is infinite or not a number: something went wrong before it came here.
    #[error("the value of {measure} for {body} in {period} is {value}, which is not a figure")]
    NotFinite {
        /// What is counted.
        measure: MeasureId,
        /// Whose.
        body: BodyCode,
        /// When.
        period: Month,
        /// What stood there.
        value: f64,
    },
    /// More figures than a workbook may hold.
    #[error(
        "{rows} figures are too many for a workbook, which takes {limit}: \
         ask for fewer, or for csv or parquet"
    )]
    TooManyRows {
        /// How many there are.
        rows: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A period that is not one month, for which the Central Metrics Library's word is not public.
    #[error(
        "{measure} runs from {from} to {to}: the Central Metrics Library's shape is known \
         for single months only"
    )]
    NotAMonth {
        /// What is counted.
        measure: MeasureId,
        /// The first month.
        from: Month,
        /// The last month.
        to: Month,
    },
    /// Two figures would carry one identifier in the Central Metrics Library.
    #[error(
        "two figures would both be `{0}`: export one set of boundaries and one day of knowledge at a time"
    )]
    SamePoint(String),
    /// A row has more or fewer cells than there are columns.
    #[error("row {row} has {cells} cells where there are {columns} columns")]
    Ragged {
        /// Which row, the first being 1.
        row: usize,
        /// How many cells it has.
        cells: usize,
        /// How many columns there are.
        columns: usize,
    },
}

impl From<::csv::Error> for ExportError {
    fn from(error: ::csv::Error) -> Self {
        if !error.is_io_error() {
            return Self::Csv(error);
        }
        match error.into_kind() {
            ::csv::ErrorKind::Io(error) => Self::Write(error),
            other => Self::Write(io::Error::other(format!("{other:?}"))),
        }
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        // Keeps the kind of a fault of the place written to.
        Self::Write(error.into())
    }
}
