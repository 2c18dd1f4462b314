//! Comma-separated values: UTF-8 without a byte-order mark, one header row, `\n` at line ends.
//!
//! An absent cell is empty; the `status` column says why. Numbers have no thousands separator and
//! read back exactly. A text that a spreadsheet could run gets a `'` in front, see
//! [`guard`]. A csv file has no place for the title, notes, sources and marks of a
//! [`Sheet`]: whoever offers it says them beside it.

use std::io::Write;

use crate::{COLUMNS, ExportError, Sheet, guard};

/// Writes the figures of `sheet`, a row each under the names of [`COLUMNS`].
///
/// # Errors
/// Where `out` refuses the bytes, or a value is not a number.
pub fn write(sheet: &Sheet, out: &mut dyn Write) -> Result<(), ExportError> {
    sheet.check()?;
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(COLUMNS.iter().map(|column| column.name))?;
    for row in &sheet.rows {
        for column in &COLUMNS {
            let cell = column.print(row).unwrap_or_default();
            if column.is_text() {
                writer.write_field(guard(&cell).as_bytes())?;
            } else {
                writer.write_field(cell.as_bytes())?;
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}
