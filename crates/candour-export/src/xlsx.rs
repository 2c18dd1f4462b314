//! An accessible workbook, laid out as the Analysis Function's guidance "Releasing statistics in
//! spreadsheets" and its checklist of the basics ask.
//!
//! - The cover comes first: title, marks, day of making, licences, contents with links.
//! - Every other sheet has its title in A1, says in A2 that it has one table, and then has it:
//!   marked up as a table, named, with one header row of unlike headings, no merged cell, no blank
//!   row, column or cell, no filter buttons.
//! - Text is wrapped, columns are wide enough, headings stay in view, nothing is said by colour.
//! - Numbers and days are numbers and dates with a format. Everything else is written as a text,
//!   so that `=1+1` in a name stays what it is, also after somebody edits the cell.
//! - A cell without a value has shorthand in square brackets from the guidance "Using symbols and
//!   shorthand": `[x]` not available, `[c]` confidential, `[z]` not applicable. The notes sheet
//!   explains it, the status column gives the reason in a word.
//!
//! The document's date is the sheet's `produced_on`, so that the same sheet gives the same bytes.

mod about;
mod cover;
mod figures;
mod page;

use std::io::Write;

use rust_xlsxwriter::{DocProperties, Workbook};

use crate::{ExportError, Sheet};

/// The most figures that a workbook takes. A worksheet holds ten times as many, but this many
/// already take some 450 MB of memory to lay out, and nobody reads more in a workbook.
pub const MOST_ROWS: usize = 100_000;

/// Writes `sheet` as a workbook of five sheets: cover, notes, figures, columns and sources.
///
/// # Errors
/// Where `out` refuses the bytes, a value is not a number, there are more than [`MOST_ROWS`]
/// figures, or a text is longer than a cell can hold (32,767 characters).
pub fn write(sheet: &Sheet, out: &mut dyn Write) -> Result<(), ExportError> {
    sheet.check()?;
    if sheet.rows.len() > MOST_ROWS {
        return Err(ExportError::TooManyRows {
            rows: sheet.rows.len(),
            limit: MOST_ROWS,
        });
    }
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(sheet)?);
    cover::write(sheet, workbook.add_worksheet())?;
    about::notes(sheet, workbook.add_worksheet())?;
    figures::write(sheet, workbook.add_worksheet())?;
    about::columns(sheet, workbook.add_worksheet())?;
    about::sources(sheet, workbook.add_worksheet())?;
    out.write_all(&workbook.save_to_buffer()?)?;
    out.flush()?;
    Ok(())
}

fn properties(sheet: &Sheet) -> Result<DocProperties, ExportError> {
    let day = page::excel_day(sheet.produced_on)?;
    Ok(DocProperties::new()
        .set_title(sheet.title.as_str())
        .set_subject(sheet.measure_title.as_str())
        .set_author("Candour")
        .set_comment(sheet.warnings().collect::<Vec<_>>().join(" "))
        .set_creation_datetime(&day))
}
