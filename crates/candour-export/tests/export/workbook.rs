//! The workbook's cells, as another program reads them.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx, open_workbook_from_rs};
use candour_export::{COLUMNS, ExportError, Sheet, xlsx};

use crate::sample::{bytes, row, sheet};

const TABS: [&str; 5] = ["Cover", "Notes", "Figures", "Columns", "Sources"];

pub(crate) fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn tab(sheet: &Sheet, name: &str) -> Range<Data> {
    open(bytes(sheet, xlsx::write))
        .worksheet_range(name)
        .unwrap()
}

/// The table of figures: its header row, and what is under it.
fn figures(sheet: &Sheet) -> (Vec<String>, Vec<Vec<Data>>) {
    let range = tab(sheet, "Figures");
    let mut rows = range
        .rows()
        .skip_while(|row| row[0] != Data::String("Measure".to_owned()));
    let header = rows
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    (header, rows.map(<[Data]>::to_vec).collect())
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn the_cover_comes_first_and_leads_to_the_rest() {
    let sheet = sheet();
    assert_eq!(open(bytes(&sheet, xlsx::write)).sheet_names(), TABS);
    let cover = tab(&sheet, "Cover");
    let lines: Vec<String> = cover.rows().map(|row| row[0].to_string()).collect();
    assert_eq!(cover.width(), 1);
    assert_eq!(
        lines,
        [
            "Nowhere: four hours",
            "Patients seen within four hours",
            "Synthetic sample: these figures are invented and describe no real body.",
            "Made by Candour on 14 March 2026.",
            "Licence of the published files: Open Government Licence v3.0.",
            "Contents",
            "Notes: what the figures are, and what the shorthand means",
            "Figures: the figures, one a row",
            "Columns: what each column of the figures holds",
            "Sources: the published files behind the figures",
        ]
    );
}

#[test]
fn every_figure_reads_back_cell_by_cell() {
    let (header, rows) = figures(&sheet());
    assert_eq!(
        header,
        COLUMNS
            .iter()
            .map(|column| column.heading)
            .collect::<Vec<_>>()
    );
    let sha = "ab".repeat(32);
    assert_eq!(
        rows[0][..12],
        [
            text("ae-four-hour"),
            text("ZZ1"),
            text("Nowhere General"),
            text("provider"),
            text("provider"),
            text("[z]"),
            text("as-reported"),
            text("2026-01"),
            text("2026-01"),
            Data::Float(755.0),
            Data::Float(1000.0),
            Data::Float(0.755),
        ]
    );
    assert_eq!(
        rows[0][12..15],
        [text("no"), text("share"), text("reported")]
    );
    let Data::DateTime(published) = rows[0][15] else {
        panic!("a date is a date");
    };
    // 12 February 2026, in days as Excel counts them.
    assert!(published.is_datetime() && (published.as_f64() - 46_065.0).abs() < 1e-9);
    assert_eq!(rows[0][16..], [text("file-name"), text("[z]"), text(&sha)]);
    assert_eq!(
        rows[1][9..13],
        [text("[z]"), text("[z]"), Data::Float(104.0), text("yes")]
    );
    assert_eq!(
        rows[1][15],
        text("[x]"),
        "there is a file, and its date is not known"
    );
    assert_eq!(
        rows[3][11],
        Data::Float(0.0),
        "a nil return is nought, not absent"
    );
}

#[test]
fn a_cell_without_a_value_says_why() {
    let (_, rows) = figures(&sheet());
    for (row, marker, status) in [
        (4, "[c]", "suppressed"),
        (5, "[x]", "missing"),
        (6, "[z]", "not-applicable"),
    ] {
        assert_eq!(rows[row][9..12], [text(marker), text(marker), text(marker)]);
        assert_eq!(rows[row][14], text(status));
    }
}

#[test]
fn no_cell_of_a_table_is_blank() {
    let mut sheet = sheet();
    sheet.rows[0].body_name = String::new();
    sheet.sources[0].publisher = " ".to_owned();
    let (_, rows) = figures(&sheet);
    assert!(
        rows.iter()
            .flatten()
            .all(|cell| cell != &Data::Empty && !cell.to_string().is_empty())
    );
    assert_eq!(rows[0][2], text("[x]"));
    let sources = tab(&sheet, "Sources");
    assert_eq!(sources.rows().next_back().unwrap()[1], text("[x]"));
}

#[test]
fn notes_sources_and_columns_have_their_sheets() {
    let notes = tab(&sheet(), "Notes");
    let pairs: Vec<String> = notes.rows().map(|row| row[0].to_string()).collect();
    assert_eq!(
        pairs[3..],
        ["Note or shorthand", "Note 1", "Note 2", "[x]", "[c]", "[z]"]
    );
    assert_eq!(
        tab(&sheet(), "Columns").rows().next_back().unwrap()[2],
        text("source")
    );
    let source: Vec<_> = tab(&sheet(), "Sources")
        .rows()
        .next_back()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let sha = "ab".repeat(32);
    assert_eq!(
        source,
        [
            "nowhere.csv",
            "Nobody",
            "2026-02-12",
            "Open Government Licence v3.0",
            &sha
        ]
    );
}

#[test]
fn a_sheet_without_figures_or_sources_is_a_workbook_too() {
    let mut sheet = sheet();
    sheet.rows.clear();
    sheet.sources.clear();
    sheet.starter = true;
    let figures = tab(&sheet, "Figures");
    assert_eq!(
        figures.get_value((1, 0)).unwrap(),
        &text("This worksheet has no table, because there is nothing to show.")
    );
    let cover: Vec<String> = tab(&sheet, "Cover")
        .rows()
        .map(|row| row[0].to_string())
        .collect();
    assert!(cover[3].starts_with("Starter figures:"));
    assert!(cover.contains(&"Licence of the published files: not stated.".to_owned()));
}

#[test]
fn more_figures_than_a_workbook_takes_are_refused() {
    let mut sheet = sheet();
    sheet.rows = vec![row(); xlsx::MOST_ROWS + 1];
    let fault = xlsx::write(&sheet, &mut Vec::new()).unwrap_err();
    assert!(matches!(fault, ExportError::TooManyRows { .. }));
    assert!(
        fault
            .to_string()
            .ends_with("ask for fewer, or for csv or parquet")
    );
}
