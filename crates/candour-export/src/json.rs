//! JSON: the rows alone, in the shape that the command line and the API use, or the whole sheet.
//!
//! An absent cell is `null`. Nothing is escaped beyond what JSON asks: whoever puts it into a page
//! escapes it there.

use std::io::{BufWriter, Write};

use serde::Serialize;

use crate::{ExportError, Sheet};

/// Writes an array with an object for each figure, its keys the fields of
/// [`FigureRow`](crate::FigureRow) in their order.
///
/// # Errors
/// Where `out` refuses the bytes, or a value is not a number.
pub fn write(sheet: &Sheet, out: &mut dyn Write) -> Result<(), ExportError> {
    sheet.check()?;
    write_line(&sheet.rows, out)
}

/// Writes one object: the fields of [`Sheet`] in their order, `rows` as [`write()`] has them.
///
/// # Errors
/// As [`write()`].
pub fn write_with_metadata(sheet: &Sheet, out: &mut dyn Write) -> Result<(), ExportError> {
    sheet.check()?;
    write_line(sheet, out)
}

fn write_line(value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> Result<(), ExportError> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}
