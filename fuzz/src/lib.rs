//! What the fuzz targets share: a file is recognised and read as the archive does it.

use std::io;

use candour_core::Batch;
use candour_publications::{Content, HEAD, ReadContext, Sink, all, recognise};

/// Takes rows and looks at every cell.
#[derive(Default)]
struct Rows {
    rows: u64,
    cells: u64,
}

impl Sink for Rows {
    fn batch(&mut self, batch: Batch) -> io::Result<()> {
        assert!(batch.period.is_some(), "a batch without its period");
        for row in 0..batch.len() {
            for text in 0..batch.texts.len() {
                self.cells += batch.text(text, row).len() as u64;
            }
            for counts in batch.counts.iter().filter(|counts| !counts.is_empty()) {
                assert_eq!(counts.len(), batch.len(), "a column of another length");
            }
            for amounts in batch.amounts.iter().filter(|amounts| !amounts.is_empty()) {
                assert_eq!(amounts.len(), batch.len(), "a column of another length");
            }
        }
        self.rows += batch.len() as u64;
        Ok(())
    }
}

/// Reads a text: nothing may panic, and what is taken has a period and rows.
pub fn text(bytes: &[u8]) {
    let (head, rest) = bytes.split_at(bytes.len().min(HEAD));
    let recognised = recognise(&Content::Text {
        head,
        rest: &mut io::empty(),
    });
    for publication in all() {
        let mut rows = Rows::default();
        let content = Content::Text {
            head,
            rest: &mut &rest[..],
        };
        // The texts of beds are told apart by their names; nothing else looks at one.
        let context = ReadContext {
            file_name: "available.csv",
            ..ReadContext::none()
        };
        let reading = publication.read(content, &context, &mut rows);
        let accepted = recognised
            .as_ref()
            .is_ok_and(|(found, ..)| found.facts().id == publication.facts().id);
        check(accepted, &reading, &rows);
    }
}

/// Reads a workbook likewise.
pub fn workbook(bytes: &[u8]) {
    let recognised = recognise(&Content::Workbook(bytes));
    for publication in all() {
        let mut rows = Rows::default();
        let reading = publication.read(Content::Workbook(bytes), &ReadContext::none(), &mut rows);
        let accepted = recognised
            .as_ref()
            .is_ok_and(|(found, ..)| found.facts().id == publication.facts().id);
        check(accepted, &reading, &rows);
    }
}

fn check(accepted: bool, reading: &candour_publications::Reading, rows: &Rows) {
    if !accepted {
        assert!(reading.refused(), "read without having been recognised");
    }
    if reading.refused() || reading.io.is_some() {
        return;
    }
    assert!(reading.period().is_some(), "taken without a period");
    assert!(rows.rows > 0, "taken without a row");
    assert_eq!(reading.rows, rows.rows, "rows told and rows passed on");
}

/// The header line of `case`, then `bytes`.
pub fn behind_header(case: &[u8], bytes: &[u8]) -> Vec<u8> {
    let header = case.split_inclusive(|byte| *byte == b'\n').next();
    [header.unwrap_or_default(), bytes].concat()
}

/// A workbook made of `text`: `## Name` begins a sheet, each further line is a row, its cells between
/// bars. None where the writer refuses it.
pub fn sheets(text: &str) -> Option<Vec<u8>> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for part in text.split("## ").skip(1).take(8) {
        let (name, rows) = part.split_once('\n')?;
        let sheet = workbook.add_worksheet().set_name(name).ok()?;
        for (row, line) in (0..).zip(rows.lines().take(200)) {
            for (column, cell) in (0..).zip(line.split('|').take(200)) {
                match cell.parse::<f64>() {
                    Ok(number) if number.is_finite() => sheet.write(row, column, number).ok()?,
                    _ => sheet.write(row, column, cell).ok()?,
                };
            }
        }
    }
    workbook.save_to_buffer().ok()
}
