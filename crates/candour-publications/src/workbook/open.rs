use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};

use super::cell::day_of_serial;
use super::{Cell, Sheet, xls_guard, xlsx_guard};

/// The largest workbook that is opened, in bytes: the largest published one has under 9 MB.
const LARGEST: usize = 64 << 20;

/// A workbook, opened.
pub(crate) struct Workbook<'a> {
    inner: Inner<'a>,
}

enum Inner<'a> {
    Xlsx(Box<Xlsx<Cursor<&'a [u8]>>>),
    Xls(Box<Xls<Cursor<&'a [u8]>>>),
}

impl<'a> Workbook<'a> {
    /// Opens a workbook of either kind.
    ///
    /// # Errors
    /// Where it is none, damaged, or too large; in a sentence.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        if bytes.len() > LARGEST {
            return Err(format!(
                "a workbook of more than {} MiB is not opened",
                LARGEST >> 20
            ));
        }
        let inner = if bytes.starts_with(b"PK") {
            xlsx_guard::check(bytes)?;
            let opened = guarded(|| Xlsx::new(Cursor::new(bytes)))?;
            Inner::Xlsx(Box::new(opened.map_err(|fault| unreadable(&fault))?))
        } else if bytes.starts_with(&xls_guard::MAGIC) {
            xls_guard::check(bytes)?;
            let opened = guarded(|| Xls::new(Cursor::new(bytes)))?;
            Inner::Xls(Box::new(opened.map_err(|fault| unreadable(&fault))?))
        } else {
            return Err("it is neither an .xlsx nor an .xls workbook".to_owned());
        };
        Ok(Self { inner })
    }

    /// The names of its sheets, in order.
    pub(crate) fn sheet_names(&self) -> Vec<String> {
        match &self.inner {
            Inner::Xlsx(workbook) => workbook.sheet_names(),
            Inner::Xls(workbook) => workbook.sheet_names(),
        }
    }

    /// The name of the sheet called `name`, in any case and whatever the spaces around it.
    pub(crate) fn find(&self, name: &str) -> Option<String> {
        self.sheet_names()
            .into_iter()
            .find(|known| known.trim().eq_ignore_ascii_case(name))
    }

    /// Reads a sheet, at most its first `rows` rows.
    ///
    /// # Errors
    /// Where it is damaged or too large; in a sentence.
    pub(crate) fn sheet(&mut self, name: &str, rows: u32) -> Result<Sheet, String> {
        guarded(|| match &mut self.inner {
            Inner::Xlsx(workbook) => xlsx_sheet(workbook, name, rows),
            Inner::Xls(workbook) => xls_sheet(workbook, name, rows),
        })?
    }
}

/// Runs the spreadsheet library, whose panic on a damaged workbook must not end the program.
fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| "the workbook is damaged".to_owned())
}

fn unreadable(fault: &dyn std::fmt::Display) -> String {
    format!("the workbook cannot be read: {fault}")
}

/// Reads cell by cell, so that the size that the sheet claims plays no part.
fn xlsx_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, rows: u32) -> Result<Sheet, String> {
    let mut sheet = Sheet::new(name);
    let mut cells = workbook
        .worksheet_cells_reader(name)
        .map_err(|fault| unreadable(&fault))?;
    while let Some(cell) = cells.next_cell().map_err(|fault| unreadable(&fault))? {
        let (row, column) = cell.get_position();
        if row >= rows {
            break;
        }
        let value = match cell.get_value() {
            DataRef::Empty => None,
            DataRef::String(text) => text_cell(text),
            DataRef::SharedString(text) => text_cell(text),
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            DataRef::Int(number) => Some(Cell::Number(*number as f64)),
            DataRef::Float(number) => Some(Cell::Number(*number)),
            DataRef::Bool(truth) => Some(Cell::Other(truth.to_string())),
            DataRef::DateTime(time) => Some(day_cell(*time)),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Some(Cell::Other(text.clone()))
            }
            DataRef::Error(fault) => Some(Cell::Other(fault.to_string())),
        };
        put(&mut sheet, row, column, value)?;
    }
    Ok(sheet)
}

fn xls_sheet(workbook: &mut Xls<Cursor<&[u8]>>, name: &str, rows: u32) -> Result<Sheet, String> {
    let range = workbook
        .worksheet_range(name)
        .map_err(|fault| unreadable(&fault))?;
    let mut sheet = Sheet::new(name);
    let (top, left) = range.start().unwrap_or((0, 0));
    for (row, column, data) in range.used_cells() {
        let value = match data {
            Data::Empty => None,
            Data::String(text) => text_cell(text),
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            Data::Int(number) => Some(Cell::Number(*number as f64)),
            Data::Float(number) => Some(Cell::Number(*number)),
            Data::Bool(truth) => Some(Cell::Other(truth.to_string())),
            Data::DateTime(time) => Some(day_cell(*time)),
            Data::DateTimeIso(text) | Data::DurationIso(text) => Some(Cell::Other(text.clone())),
            Data::Error(fault) => Some(Cell::Other(fault.to_string())),
        };
        let row = top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        if row >= rows {
            break;
        }
        put(&mut sheet, row, column, value)?;
    }
    Ok(sheet)
}

fn put(sheet: &mut Sheet, row: u32, column: u32, value: Option<Cell>) -> Result<(), String> {
    let Some(cell) = value else {
        return Ok(());
    };
    sheet.put(row, column, cell).map_err(|fault| {
        format!(
            "sheet `{}` is too large: cell {} is beyond what a published sheet uses",
            sheet.name(),
            fault.address
        )
    })
}

fn text_cell(text: &str) -> Option<Cell> {
    let text = text.trim();
    (!text.is_empty()).then(|| Cell::Text(text.to_owned()))
}

fn day_cell(time: ExcelDateTime) -> Cell {
    let serial = time.as_f64();
    day_of_serial(serial).map_or(Cell::Number(serial), Cell::Day)
}
