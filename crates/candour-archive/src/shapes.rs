//! The shapes in which figures leave Candour, alike on the command line, over the API and in files.
//! They are a contract: a field may be added, none is renamed or dropped.

use candour_core::{
    Basis, BodyCode, Cadence, Digest, Level, MeasureId, Month, PublishedBasis, Status,
    TreatmentFunction, Unit,
};
use candour_measures::Catalogue;
use jiff::civil::Date;
use serde::Serialize;

use crate::explain::Receipt;
use crate::series::{Series, cadence};

/// One figure of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesRow {
    /// What is counted.
    pub measure: MeasureId,
    /// Whose.
    pub body: BodyCode,
    /// At which level.
    pub level: Level,
    /// By who gives the care, or by who buys it.
    pub basis: Basis,
    /// For which treatment function; null where the measure has no such split.
    pub treatment_function: Option<TreatmentFunction>,
    /// On which boundaries: `as-reported`.
    pub boundaries: &'static str,
    /// The first month of the period.
    pub period_start: Month,
    /// The last month of the period.
    pub period_end: Month,
    /// The sum above the line.
    pub numerator: Option<i64>,
    /// The sum below the line.
    pub denominator: Option<i64>,
    /// A fraction of 1 for a share, the count itself, or weeks.
    pub value: Option<f64>,
    /// Whether the value is a lower bound.
    pub over: bool,
    /// What the value counts.
    pub unit: Unit,
    /// What the figure is, or why there is none.
    pub status: Status,
    /// When its file was published, where known.
    pub published_on: Option<Date>,
    /// How that is known; null where there is no file.
    pub published_basis: Option<PublishedBasis>,
    /// The day on which it was known, where one was asked for.
    pub as_known: Option<Date>,
    /// The SHA-256 of the file that it comes from.
    pub source: Option<Digest>,
}

impl SeriesRow {
    /// Every figure of `series`.
    pub fn all(series: &Series, unit: Unit) -> impl Iterator<Item = Self> + '_ {
        let cadence = Catalogue::bundled()
            .get(&series.key.measure)
            .map_or(Cadence::Monthly, cadence);
        series.figures.iter().map(move |figure| Self {
            measure: series.key.measure.clone(),
            body: series.key.body.clone(),
            level: series.key.level,
            basis: series.key.basis,
            treatment_function: series.key.treatment_function.clone(),
            boundaries: "as-reported",
            period_start: cadence.start(figure.period),
            period_end: figure.period,
            numerator: figure.numerator,
            denominator: figure.denominator,
            value: figure.value,
            over: figure.over,
            unit,
            status: figure.status,
            published_on: figure
                .source
                .as_ref()
                .and_then(|source| source.published_on),
            published_basis: figure.source.as_ref().map(|source| source.published_basis),
            as_known: series.as_known,
            source: figure.source.as_ref().map(|source| source.sha256),
        })
    }
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReceiptShape {
    /// What is counted.
    pub measure: MeasureId,
    /// Whose.
    pub body: BodyCode,
    /// At which level.
    pub level: Level,
    /// By who gives the care, or by who buys it.
    pub basis: Basis,
    /// For which treatment function.
    pub treatment_function: Option<TreatmentFunction>,
    /// The month.
    pub period: Month,
    /// A fraction of 1 for a share, the count itself, or weeks.
    pub value: Option<f64>,
    /// Whether the value is a lower bound.
    pub over: bool,
    /// The sum above the line.
    pub numerator: Option<i64>,
    /// The sum below the line.
    pub denominator: Option<i64>,
    /// What the value counts.
    pub unit: Unit,
    /// What the figure is.
    pub status: Status,
    /// How it is computed, in the names of the tidy table's columns.
    pub formula: String,
    /// The day on which it was known, where one was asked for.
    pub as_known: Option<Date>,
    /// The files behind it.
    pub inputs: Vec<InputShape>,
    /// Files of another form of the same month, compared cell by cell.
    pub compared: Vec<ComparedShape>,
}

/// A file behind a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InputShape {
    /// Its name.
    pub file: String,
    /// Its SHA-256, unpacked.
    pub sha256: Digest,
    /// Who published it.
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// When it was published, where known.
    pub published_on: Option<Date>,
    /// How that is known.
    pub published_basis: PublishedBasis,
    /// Whether the file itself is in this archive.
    pub held: bool,
    /// The rows: physical lines of the unpacked file, the header being 1, or rows of a sheet.
    pub rows: Vec<RowsShape>,
    /// What they give above the line.
    pub numerator: Option<i64>,
    /// What they give below it.
    pub denominator: Option<i64>,
}

/// A range of rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowsShape {
    /// The first row.
    pub from: u32,
    /// The last row.
    pub to: u32,
    /// The sheet that the rows are of; left out for a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// Another form of the same month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedShape {
    /// Its name.
    pub file: String,
    /// Its SHA-256.
    pub sha256: Digest,
    /// How many cells both have.
    pub cells: u64,
    /// How many differ.
    pub differences: u64,
}

impl From<&Receipt> for ReceiptShape {
    fn from(receipt: &Receipt) -> Self {
        Self {
            measure: receipt.key.measure.clone(),
            body: receipt.key.body.clone(),
            level: receipt.key.level,
            basis: receipt.key.basis,
            treatment_function: receipt.key.treatment_function.clone(),
            period: receipt.figure.period,
            value: receipt.figure.value,
            over: receipt.figure.over,
            numerator: receipt.figure.numerator,
            denominator: receipt.figure.denominator,
            unit: receipt.unit,
            status: receipt.figure.status,
            formula: receipt.formula.clone(),
            as_known: receipt.as_known,
            inputs: receipt
                .inputs
                .iter()
                .map(|input| InputShape {
                    file: input.source.row.file_name.clone(),
                    sha256: input.source.row.sha256,
                    publisher: input.source.publisher.clone(),
                    licence: input.source.licence.clone(),
                    published_on: input.source.row.published_on,
                    published_basis: input.source.row.published_basis,
                    held: input.source.row.held,
                    rows: input
                        .rows
                        .ranges()
                        .iter()
                        .map(|range| RowsShape {
                            from: range.from,
                            to: range.to,
                            sheet: input.source.sheet.clone(),
                        })
                        .collect(),
                    numerator: input.numerator,
                    denominator: input.denominator,
                })
                .collect(),
            compared: receipt
                .compared
                .iter()
                .map(|other| ComparedShape {
                    file: other.file_name.clone(),
                    sha256: other.sha256,
                    cells: other.cells,
                    differences: other.differences,
                })
                .collect(),
        }
    }
}
