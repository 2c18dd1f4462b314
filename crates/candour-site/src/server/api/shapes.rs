//! The shapes in which the API answers: those of the command line, with the receipt's address.

use candour_archive::{
    ComparedShape, InputShape, PartShape, Receipt, ReceiptShape, RowDetail, RowsShape, SeriesRow,
    StepShape,
};
use candour_core::{Basis, Level, Month, PublishedBasis, Status, Unit};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// One figure of a series.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Figure {
    /// The measure's id.
    #[schema(example = "ae-four-hour")]
    measure: String,
    /// The body's code; `england` is the nation.
    #[schema(example = "england")]
    body: String,
    /// provider, sub-icb, icb, region or england.
    #[schema(value_type = String, example = "england")]
    level: Level,
    /// provider: by who gives the care; commissioner: by who buys it.
    #[schema(value_type = String, example = "provider")]
    basis: Basis,
    /// As published; null where the measure has no such split.
    #[schema(example = json!(null))]
    treatment_function: Option<String>,
    /// `as-reported`, `then`, or the day whose bodies history was carried onto.
    #[schema(example = "as-reported")]
    boundaries: String,
    /// The first month of the period.
    #[schema(value_type = String, example = "2026-01")]
    period_start: Month,
    /// The last month of the period.
    #[schema(value_type = String, example = "2026-01")]
    period_end: Month,
    /// The sum above the line.
    numerator: Option<i64>,
    /// The sum below the line.
    denominator: Option<i64>,
    /// A fraction of 1 for a share, the count itself, or weeks.
    value: Option<f64>,
    /// Whether the value is a lower bound.
    over: bool,
    /// share, count or weeks.
    #[schema(value_type = String, example = "share")]
    unit: Unit,
    /// reported, estimate, partial, missing, suppressed, not-submitted, not-applicable or none-held-then.
    #[schema(value_type = String, example = "reported")]
    status: Status,
    /// When the file was published, where that is known.
    #[schema(value_type = Option<String>, example = "2026-03-12")]
    published_on: Option<Date>,
    /// cell, file-name, list, stated or unknown; null where there is no file.
    #[schema(value_type = Option<String>, example = "file-name")]
    published_basis: Option<PublishedBasis>,
    /// The day on which it was known, where one was asked for.
    #[schema(value_type = Option<String>, example = json!(null))]
    as_known: Option<Date>,
    /// The SHA-256 of the file that it comes from.
    source: Option<String>,
    /// The path of its receipt on this site; null where no file says anything of the month.
    #[schema(example = "/receipts/ae-four-hour/england/2026-01")]
    receipt: Option<String>,
}

impl Figure {
    pub(super) fn new(row: SeriesRow, receipt: Option<String>) -> Self {
        Self {
            measure: row.measure.to_string(),
            body: row.body.to_string(),
            level: row.level,
            basis: row.basis,
            treatment_function: row.treatment_function.map(|code| code.to_string()),
            boundaries: row.boundaries,
            period_start: row.period_start,
            period_end: row.period_end,
            numerator: row.numerator,
            denominator: row.denominator,
            value: row.value,
            over: row.over,
            unit: row.unit,
            status: row.status,
            published_on: row.published_on,
            published_basis: row.published_basis,
            as_known: row.as_known,
            source: row.source.map(|sha256| sha256.to_string()),
            receipt,
        }
    }
}

/// The receipt of a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Explained {
    /// The measure's id.
    #[schema(example = "ae-four-hour")]
    measure: String,
    /// The body's code.
    #[schema(example = "england")]
    body: String,
    /// provider, sub-icb, icb, region or england.
    #[schema(value_type = String, example = "england")]
    level: Level,
    /// provider or commissioner.
    #[schema(value_type = String, example = "provider")]
    basis: Basis,
    /// As published; null where the measure has no such split.
    treatment_function: Option<String>,
    /// The month.
    #[schema(value_type = String, example = "2022-12")]
    period: Month,
    /// A fraction of 1 for a share, the count itself, or weeks.
    value: Option<f64>,
    /// Whether the value is a lower bound.
    over: bool,
    /// The sum above the line.
    numerator: Option<i64>,
    /// The sum below the line.
    denominator: Option<i64>,
    /// share, count or weeks.
    #[schema(value_type = String, example = "share")]
    unit: Unit,
    /// What the figure is, or why there is none.
    #[schema(value_type = String, example = "reported")]
    status: Status,
    /// How it is computed, in words.
    formula: String,
    /// The day on which it was known, where one was asked for.
    #[schema(value_type = Option<String>, example = json!(null))]
    as_known: Option<Date>,
    /// `as-reported`, `then`, or the day whose bodies history was carried onto.
    #[schema(example = "as-reported")]
    boundaries: String,
    /// The files behind it.
    inputs: Vec<ExplainedInput>,
    /// On other boundaries than the file's: the units that the figure is made of. Empty as reported.
    parts: Vec<Part>,
    /// Files of another form of the same month, compared cell by cell.
    compared: Vec<Compared>,
    /// The path of its page on this site.
    #[schema(example = "/receipts/ae-four-hour/england/2022-12")]
    receipt: String,
    /// The rows themselves, where `rows=1` asks for them and the file is held; 500 at the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Row>>,
}

/// A file behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExplainedInput {
    /// Its name.
    file: String,
    /// Its SHA-256, unpacked.
    sha256: String,
    /// Who published it.
    publisher: String,
    /// Under which licence.
    licence: String,
    /// When, where that is known.
    #[schema(value_type = Option<String>)]
    published_on: Option<Date>,
    /// How that is known.
    #[schema(value_type = String, example = "file-name")]
    published_basis: PublishedBasis,
    /// Whether the file itself is held here.
    held: bool,
    /// The rows: physical lines of the unpacked file, the header being 1, or rows of a sheet.
    rows: Vec<RowRange>,
    /// What they give above the line.
    numerator: Option<i64>,
    /// What they give below it.
    denominator: Option<i64>,
}

/// A unit that a figure on other boundaries is made of.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Part {
    /// Its code.
    #[schema(example = "RDE")]
    unit: String,
    /// The name that the file gives it.
    name: String,
    /// Which part of it belongs to the body, such as `101/440`; null where all of it does.
    share: Option<String>,
    /// What of it was counted above the line.
    numerator: Option<i64>,
    /// And below it.
    denominator: Option<i64>,
    /// What the unit's own figure is.
    #[schema(value_type = String, example = "reported")]
    status: Status,
    /// Its rows in the file.
    rows: Vec<RowRange>,
    /// The rows of the register that were followed from the unit to the body.
    steps: Vec<Step>,
    /// Why it has no known home; null where it has one.
    lost: Option<String>,
}

/// A step from a unit to its home.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Step {
    /// From which body.
    from: String,
    /// To which.
    to: String,
    /// A kind of succession, such as merger, or of link, such as in-system.
    #[schema(example = "in-system")]
    relation: &'static str,
    /// Since when, as far as known.
    since: Option<String>,
    /// The file of the register, or the published file, and its line.
    row: String,
    /// Where that row comes from.
    source: String,
    /// What has to be known of the row; empty where nothing has.
    note: String,
}

/// A range of rows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowRange {
    /// The first.
    from: u32,
    /// The last.
    to: u32,
    /// The sheet; left out for a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
}

/// Another form of the same month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Compared {
    /// Its name.
    file: String,
    /// Its SHA-256.
    sha256: String,
    /// How many cells both have.
    cells: u64,
    /// How many of them differ.
    differences: u64,
}

/// A row behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Row {
    /// The SHA-256 of the file.
    sha256: String,
    /// The row of the file.
    row: u32,
    /// Who and what it is about.
    about: Vec<String>,
    /// The columns that the figure uses and their cells; null where blank, and amounts (beds) in
    /// millionths.
    #[schema(value_type = Object)]
    cells: serde_json::Map<String, serde_json::Value>,
    /// What it gives above the line.
    numerator: Option<i64>,
    /// What it gives below it.
    denominator: Option<i64>,
}

impl From<RowDetail> for Row {
    fn from(detail: RowDetail) -> Self {
        Self {
            sha256: detail.sha256.to_string(),
            row: detail.row,
            about: detail.about,
            cells: detail
                .cells
                .into_iter()
                .map(|(name, count)| (name, count.into()))
                .collect(),
            numerator: detail.numerator,
            denominator: detail.denominator,
        }
    }
}

impl From<RowsShape> for RowRange {
    fn from(range: RowsShape) -> Self {
        Self {
            from: range.from,
            to: range.to,
            sheet: range.sheet,
        }
    }
}

impl From<PartShape> for Part {
    fn from(part: PartShape) -> Self {
        Self {
            unit: part.unit.to_string(),
            name: part.name,
            share: part.share,
            numerator: part.numerator,
            denominator: part.denominator,
            status: part.status,
            rows: part.rows.into_iter().map(RowRange::from).collect(),
            steps: part.steps.into_iter().map(Step::from).collect(),
            lost: part.lost,
        }
    }
}

impl From<StepShape> for Step {
    fn from(step: StepShape) -> Self {
        Self {
            from: step.from.to_string(),
            to: step.to.to_string(),
            relation: step.relation,
            since: step.since,
            row: step.row,
            source: step.source,
            note: step.note,
        }
    }
}

impl From<InputShape> for ExplainedInput {
    fn from(input: InputShape) -> Self {
        Self {
            rows: input.rows.into_iter().map(RowRange::from).collect(),
            file: input.file,
            sha256: input.sha256.to_string(),
            publisher: input.publisher,
            licence: input.licence,
            published_on: input.published_on,
            published_basis: input.published_basis,
            held: input.held,
            numerator: input.numerator,
            denominator: input.denominator,
        }
    }
}

impl From<ComparedShape> for Compared {
    fn from(other: ComparedShape) -> Self {
        Self {
            file: other.file,
            sha256: other.sha256.to_string(),
            cells: other.cells,
            differences: other.differences,
        }
    }
}

impl Explained {
    pub(super) fn new(receipt: &Receipt, path: String, rows: Option<Vec<RowDetail>>) -> Self {
        let shape = ReceiptShape::from(receipt);
        Self {
            measure: shape.measure.to_string(),
            body: shape.body.to_string(),
            level: shape.level,
            basis: shape.basis,
            treatment_function: shape.treatment_function.map(|code| code.to_string()),
            period: shape.period,
            value: shape.value,
            over: shape.over,
            numerator: shape.numerator,
            denominator: shape.denominator,
            unit: shape.unit,
            status: shape.status,
            formula: shape.formula,
            as_known: shape.as_known,
            boundaries: shape.boundaries,
            parts: shape.parts.into_iter().map(Part::from).collect(),
            inputs: shape.inputs.into_iter().map(ExplainedInput::from).collect(),
            compared: shape.compared.into_iter().map(Compared::from).collect(),
            receipt: path,
            rows: rows.map(|rows| rows.into_iter().map(Row::from).collect()),
        }
    }
}
