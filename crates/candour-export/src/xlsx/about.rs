//! The sheets that tell about the figures: notes, columns, sources.

use rust_xlsxwriter::Worksheet;

use super::page::{CONFIDENTIAL, NOT_APPLICABLE};
use super::page::{Looks, NOT_AVAILABLE, Page, write_text};
use crate::{COLUMNS, ExportError, Sheet};

/// The notes that the figures bring, then the shorthand of the figures sheet.
pub(super) fn notes(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), ExportError> {
    let shorthand = [
        (
            NOT_AVAILABLE,
            "Not available: the figure is missing, was not submitted, or no file was out by the day asked for; or the detail is not known. The status column says which.",
        ),
        (
            CONFIDENTIAL,
            "Confidential: the publisher withheld the figure, mostly because the number is small.",
        ),
        (
            NOT_APPLICABLE,
            "Not applicable: there can be no such value here, as with the denominator of a count.",
        ),
    ];
    let rows: Vec<[String; 2]> = sheet
        .notes
        .iter()
        .zip(1..)
        .map(|(note, number)| [format!("Note {number}"), note.clone()])
        .chain(shorthand.map(|(marker, meaning)| [marker.to_owned(), meaning.to_owned()]))
        .collect();
    let page = Page {
        tab: "Notes",
        table: "notes_table",
        title: "Notes",
        lead: &[],
        columns: &[("Note or shorthand", 22.0), ("What it says", 100.0)],
        rows: rows.len(),
    };
    write(&page, &rows, sheet, worksheet)
}

/// What each column of the figures holds, and what it is called in the other formats.
pub(super) fn columns(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), ExportError> {
    let rows: Vec<[String; 3]> = COLUMNS
        .iter()
        .map(|column| [column.heading, column.meaning, column.name].map(str::to_owned))
        .collect();
    let page = Page {
        tab: "Columns",
        table: "columns_table",
        title: "Columns",
        lead: &[],
        columns: &[
            ("Column", 36.0),
            ("What it holds", 100.0),
            ("Name in csv, JSON and Parquet", 36.0),
        ],
        rows: rows.len(),
    };
    write(&page, &rows, sheet, worksheet)
}

/// The published files.
pub(super) fn sources(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), ExportError> {
    let rows: Vec<[String; 5]> = sheet
        .sources
        .iter()
        .map(|source| {
            [
                source.file.clone(),
                source.publisher.clone(),
                source
                    .published_on
                    .map_or_else(|| NOT_AVAILABLE.to_owned(), |day| day.to_string()),
                source.licence.clone(),
                source.sha256.to_string(),
            ]
        })
        .collect();
    let page = Page {
        tab: "Sources",
        table: "sources_table",
        title: "Sources",
        lead: &[],
        columns: &[
            ("File", 50.0),
            ("Publisher", 30.0),
            ("Published on", 16.0),
            ("Licence", 36.0),
            ("SHA-256 of the file, unpacked", 70.0),
        ],
        rows: rows.len(),
    };
    write(&page, &rows, sheet, worksheet)
}

fn write<const N: usize>(
    page: &Page<'_>,
    rows: &[[String; N]],
    sheet: &Sheet,
    worksheet: &mut Worksheet,
) -> Result<(), ExportError> {
    let looks = Looks::new();
    let first = page.write(sheet, &looks, worksheet)?;
    for (cells, row) in rows.iter().zip(first..) {
        for (cell, column) in cells.iter().zip(0..) {
            write_text(worksheet, &looks, row, column, cell)?;
        }
    }
    Ok(())
}
