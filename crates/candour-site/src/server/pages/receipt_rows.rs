//! The rows of the file behind a receipt.

use candour_archive::{CarriedPart, Input, Receipt, RowDetail};
use candour_core::{RowSet, Unit};
use candour_export::table::Cell;
use candour_measures::{Measure, Parts, Shape};

use crate::format;
use crate::server::answer::{Answer, Reading};
use crate::server::downloads;
use crate::server::error::AppError;
use crate::server::league::capital;
use crate::views::{Link, ReceiptRow, ReceiptRows};

/// How many rows a page shows, unless all are asked for.
const SHOWN: usize = 100;
/// How many rows are shown at the most.
const MOST: usize = 2_000;
/// How many columns of a file a page has room for; beyond it only their sums are shown.
const WIDEST: usize = 14;

/// The rows behind a receipt, file after file: the first so many, of how many, so that some of each
/// file are among them.
pub(in crate::server) fn rows(
    reading: &Reading<'_>,
    receipt: &Receipt,
    limit: usize,
) -> Result<Vec<RowDetail>, AppError> {
    let all = rows_of_files(reading, receipt, limit)?;
    Ok(all.into_iter().map(|row| row.detail).collect())
}

/// A row, the file that it is of, and the unit whose it is.
struct RowOf<'a> {
    input: &'a Input,
    unit: Option<&'a CarriedPart>,
    detail: RowDetail,
}

/// The rows behind a receipt, file by file, so that some of each are among them; on other boundaries than
/// the file's unit by unit.
fn rows_of_files<'a>(
    reading: &Reading<'_>,
    receipt: &'a Receipt,
    limit: usize,
) -> Result<Vec<RowOf<'a>>, AppError> {
    let mut found: Vec<RowOf<'a>> = Vec::new();
    let inputs: Vec<_> = receipt
        .inputs
        .iter()
        .filter(|input| input.source.row.held && !input.rows.is_empty())
        .collect();
    for (nth, input) in inputs.iter().enumerate() {
        let share = (limit - found.len()) / (inputs.len() - nth);
        let details = reading.snapshot.rows_behind(&receipt.key, input, share)?;
        let mut rows: Vec<RowOf<'a>> = details
            .into_iter()
            .map(|detail| RowOf {
                input,
                unit: unit_of(receipt, input, detail.row),
                detail,
            })
            .collect();
        rows.sort_by(|one, other| {
            let place = |row: &RowOf<'_>| (row.unit.map(|unit| unit.unit.clone()), row.detail.row);
            place(one).cmp(&place(other))
        });
        found.append(&mut rows);
    }
    Ok(found)
}

/// The columns of the rows: those of every input, each once.
fn cell_columns(rows: &[RowOf<'_>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    let mut last = None;
    for RowOf { detail, .. } in rows {
        if last.replace(detail.sha256) != Some(detail.sha256) {
            for (column, _) in &detail.cells {
                if !columns.contains(column) {
                    columns.push(column.clone());
                }
            }
        }
    }
    columns
}

/// A row's cell of a column; none where its file has no such column.
fn cell(detail: &RowDetail, column: &str) -> Option<Option<i64>> {
    let found = detail.cells.iter().find(|(known, _)| known == column)?;
    Some(found.1)
}

/// The unit whose a row is. A row number is of one file; units of other files are passed over by who
/// has the row.
fn unit_of<'a>(receipt: &'a Receipt, input: &Input, row: u32) -> Option<&'a CarriedPart> {
    let mut parts = receipt.parts.iter();
    parts.find(|part| part.rows.contains(row) && (receipt.inputs.len() == 1 || holds(input, part)))
}

/// Whether a unit's rows are all of this file.
fn holds(input: &Input, part: &CarriedPart) -> bool {
    part.rows.iter().all(|row| input.rows.contains(row))
}

/// The rows as csv; of a file that is not held, the ranges.
pub(super) fn csv(
    reading: &Reading<'_>,
    receipt: &Receipt,
    name: &str,
) -> Result<Answer, AppError> {
    let details = rows_of_files(reading, receipt, MOST)?;
    let number = |number: Option<i64>| number.map_or(Cell::Null, Cell::Integer);
    let mut columns = ["file", "sha256", "from", "to", "about", "unit"]
        .map(str::to_owned)
        .to_vec();
    let mut table = Vec::new();
    let of_cells = cell_columns(&details);
    columns.extend(of_cells.iter().cloned());
    columns.extend(["numerator", "denominator"].map(str::to_owned));
    for input in &receipt.inputs {
        let start = |from: u32, to: u32, unit: Option<&CarriedPart>, about: String| {
            vec![
                Cell::Text(input.source.row.file_name.clone()),
                Cell::Text(input.source.row.sha256.to_string()),
                Cell::Integer(from.into()),
                Cell::Integer(to.into()),
                Cell::Text(about),
                unit.map_or(Cell::Null, |unit| Cell::Text(unit.unit.to_string())),
            ]
        };
        let of_input = details.iter().filter(|row| std::ptr::eq(row.input, input));
        for RowOf { unit, detail, .. } in of_input {
            let mut row = start(detail.row, detail.row, *unit, detail.about.join(" · "));
            row.extend(
                of_cells
                    .iter()
                    .map(|column| number(cell(detail, column).flatten())),
            );
            row.extend([number(detail.numerator), number(detail.denominator)]);
            table.push(row);
        }
        if details.is_empty() {
            table.extend(input.rows.ranges().iter().map(|range| {
                let mut row = start(range.from, range.to, None, String::new());
                row.extend([number(input.numerator), number(input.denominator)]);
                row
            }));
        }
    }
    downloads::table(&columns, &table, name)
}

/// `197 rows: 2 to 41, 43 to 199`, with the sheet where there is one, cut where there are many.
pub(super) fn rows_words(rows: &RowSet, sheet: Option<&str>) -> String {
    const RANGES: usize = 12;
    if rows.is_empty() {
        return "none".to_owned();
    }
    let ranges = rows.ranges().iter().take(RANGES).map(|range| {
        if range.from == range.to {
            range.from.to_string()
        } else {
            format!("{} to {}", range.from, range.to)
        }
    });
    let listed: Vec<String> = ranges.collect();
    let more = if rows.ranges().len() > RANGES {
        ", and more"
    } else {
        ""
    };
    let sheet = sheet
        .map(|sheet| format!(" of the sheet {sheet}"))
        .unwrap_or_default();
    format!(
        "{}{sheet}: {}{more}",
        format::plural(rows.len(), "row", "rows"),
        listed.join(", ")
    )
}

/// The rows as a page shows them.
pub(super) fn held_rows(
    reading: &Reading<'_>,
    measure: &Measure,
    receipt: &Receipt,
) -> Result<ReceiptRows, AppError> {
    let limit = if reading.params.rows { MOST } else { SHOWN };
    let details = rows_of_files(reading, receipt, limit)?;
    let of = receipt.inputs.iter().map(|input| input.rows.len()).sum();
    let of_cells = cell_columns(&details);
    let wide = of_cells.len() > WIDEST;
    let mut columns = if wide { Vec::new() } else { of_cells.clone() };
    let sums = wide || !matches!(measure.unit, Unit::Count | Unit::Beds);
    let (above, below) = match &measure.shape {
        Shape::Count(sum) => (Some(capital(&sum.words)), None),
        Shape::Share {
            numerator,
            denominator,
        } => (
            Some(capital(&numerator.words)),
            Some(capital(&denominator.words)),
        ),
        Shape::Quantile { words, .. } => (None, Some(capital(words))),
    };
    if sums {
        columns.extend(above.iter().chain(&below).cloned());
    }
    let number = |number: Option<i64>| {
        let words = |number: i64| match measure.parts {
            Parts::Whole => number.to_string(),
            Parts::Millionths => format::part(number, measure.parts),
        };
        number.map_or_else(|| "blank".to_owned(), words)
    };
    // What a file has no column of is not blank in it.
    let two = receipt.inputs.len() > 1;
    let part = |given: Option<i64>| match given {
        None if two => "–".to_owned(),
        given => number(given),
    };
    let mut before: Option<&CarriedPart> = None;
    let rows = details.iter().map(|RowOf { unit, detail, .. }| {
        let is_first = unit.map(|unit| &unit.unit) != before.map(|unit| &unit.unit);
        before = *unit;
        let mut cells = Vec::new();
        if !wide {
            cells.extend(
                of_cells
                    .iter()
                    .map(|column| cell(detail, column).map_or_else(|| "–".to_owned(), number)),
            );
        }
        if sums {
            cells.extend(above.iter().map(|_| part(detail.numerator)));
            cells.extend(below.iter().map(|_| part(detail.denominator)));
        }
        ReceiptRow {
            heading: unit
                .filter(|_| is_first)
                .map(|unit| format!("{} ({})", unit.name, unit.unit))
                .unwrap_or_default(),
            number: detail.row.to_string(),
            whose: detail.about.join(" · "),
            cells,
        }
    });
    let rows: Vec<ReceiptRow> = rows.collect();
    let path = format!(
        "{}{}",
        reading.path,
        reading.params.but(&["rows"], &[("rows", "all")])
    );
    let more = (rows.len() < of && !reading.params.rows).then(|| {
        let words = if of <= MOST {
            format!("Show all {of} rows")
        } else {
            format!("Show the first {MOST} of {of} rows")
        };
        Link::new(words, path)
    });
    Ok(ReceiptRows::Held {
        columns,
        rows,
        of,
        more,
    })
}
