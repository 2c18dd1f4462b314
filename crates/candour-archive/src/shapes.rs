//! The shapes in which figures leave Candour, alike on the command line, over the API and in files.
//! They are a contract: a field may be added, none is renamed or dropped.

use candour_core::{
    Basis, BodyCode, Cadence, Digest, Level, MeasureId, Month, PublishedBasis, RowSet, Status,
    TreatmentFunction, Unit,
};
use candour_measures::Catalogue;
use jiff::civil::Date;
use serde::Serialize;

use crate::carried::CarriedPart;
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
    /// On which boundaries: `as-reported`, `then`, or the day whose bodies history was carried onto.
    pub boundaries: String,
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
            boundaries: series.boundaries.to_string(),
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
    /// On which boundaries: `as-reported`, `then`, or the day whose bodies history was carried onto.
    pub boundaries: String,
    /// On other boundaries than the file's: the units that the figure is made of. Empty as reported.
    pub parts: Vec<PartShape>,
    /// Files of another form of the same month, compared cell by cell.
    pub compared: Vec<ComparedShape>,
}

/// A unit that a figure on other boundaries is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartShape {
    /// Its code.
    pub unit: BodyCode,
    /// The name that the file gives it.
    pub name: String,
    /// Which part of it belongs to the body, `118/470`; null where all of it does.
    pub share: Option<String>,
    /// What of it was counted above the line.
    pub numerator: Option<i64>,
    /// And below it.
    pub denominator: Option<i64>,
    /// What the unit's figure is.
    pub status: Status,
    /// Its rows in the file.
    pub rows: Vec<RowsShape>,
    /// The rows of the register that were followed from the unit to the body.
    pub steps: Vec<StepShape>,
    /// Why it has no known home; null where it has one.
    pub lost: Option<String>,
}

/// A step from a unit to its home.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepShape {
    /// From which body.
    pub from: BodyCode,
    /// To which.
    pub to: BodyCode,
    /// By which relation: a kind of succession (`merger`) or of link (`in-system`).
    pub relation: &'static str,
    /// Since when, as far as known.
    pub since: Option<String>,
    /// The file of the register, or the published file, and its line.
    pub row: String,
    /// Where that row comes from.
    pub source: String,
    /// What has to be known of the row; empty where nothing has.
    pub note: String,
}

fn part(part: &CarriedPart, sheet: Option<&String>) -> PartShape {
    PartShape {
        unit: part.unit.clone(),
        name: part.name.clone(),
        share: part.share.map(|share| share.to_string()),
        numerator: part.counted_numerator,
        denominator: part.counted_denominator,
        status: part.status,
        rows: rows(&part.rows, sheet),
        steps: part
            .steps
            .iter()
            .map(|step| StepShape {
                from: step.from.clone(),
                to: step.to.clone(),
                relation: step.relation,
                since: step.since.map(|since| since.to_string()),
                row: step.origin.to_string(),
                source: step.origin.source.to_string(),
                note: step.note.clone(),
            })
            .collect(),
        lost: part.lost.clone(),
    }
}

fn rows(rows: &RowSet, sheet: Option<&String>) -> Vec<RowsShape> {
    rows.ranges()
        .iter()
        .map(|range| RowsShape {
            from: range.from,
            to: range.to,
            sheet: sheet.cloned(),
        })
        .collect()
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
                    rows: rows(&input.rows, input.source.sheet.as_ref()),
                    numerator: input.numerator,
                    denominator: input.denominator,
                })
                .collect(),
            boundaries: receipt.boundaries.to_string(),
            parts: receipt
                .parts
                .iter()
                .map(|found| {
                    let sheet = receipt
                        .inputs
                        .first()
                        .and_then(|input| input.source.sheet.as_ref());
                    part(found, sheet)
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
