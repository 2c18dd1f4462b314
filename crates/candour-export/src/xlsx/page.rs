use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Table, TableColumn, TableStyle, Worksheet,
    XlsxError,
};

use crate::{ExportError, Sheet, is_formula_like};

/// What a workbook says where no value can stand.
pub(super) const NOT_AVAILABLE: &str = "[x]";
pub(super) const CONFIDENTIAL: &str = "[c]";
pub(super) const NOT_APPLICABLE: &str = "[z]";

/// The few looks that cells have. Arial 12 or larger, as the guidance asks.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) heading: Format,
    /// Wrapped text.
    pub(super) text: Format,
    /// Text that runs on over the cells to its right.
    pub(super) line: Format,
    pub(super) link: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let text = base().set_text_wrap().set_align(FormatAlign::Left);
        Self {
            title: base().set_bold().set_font_size(16),
            heading: base()
                .set_bold()
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Thin),
            text,
            line: base(),
            link: base().set_hyperlink(),
        }
    }
}

/// `look`, and, for a text that begins as a formula does, word that the cell is a text: else
/// it would run once somebody edits it.
pub(super) fn quoting<'a>(look: &'a Format, text: &str) -> Cow<'a, Format> {
    if is_formula_like(text) {
        Cow::Owned(look.clone().set_quote_prefix())
    } else {
        Cow::Borrowed(look)
    }
}

/// A format with the font that every cell has.
pub(super) fn base() -> Format {
    Format::new()
        .set_font_name("Arial")
        .set_font_size(12)
        .set_align(FormatAlign::Top)
}

/// A sheet with one table.
pub(super) struct Page<'a> {
    /// The tab's name.
    pub(super) tab: &'static str,
    /// The table's name, which is what a screen reader calls it.
    pub(super) table: &'static str,
    /// What the title in A1 begins with.
    pub(super) title: &'static str,
    /// What else stands over the table, one line each.
    pub(super) lead: &'a [&'a str],
    /// The headings and widths.
    pub(super) columns: &'a [(&'static str, f64)],
    /// How many rows the table has.
    pub(super) rows: usize,
}

impl Page<'_> {
    /// Writes everything but the table's cells, and gives the row in which they begin.
    pub(super) fn write(
        &self,
        sheet: &Sheet,
        looks: &Looks,
        worksheet: &mut Worksheet,
    ) -> Result<u32, ExportError> {
        worksheet.set_name(self.tab)?;
        let title = format!("{}: {}", self.title, sheet.title);
        worksheet.write_string_with_format(0, 0, title, &looks.title)?;
        let holds = if self.rows == 0 {
            "This worksheet has no table, because there is nothing to show."
        } else {
            "This worksheet has one table."
        };
        let mut lines = vec![holds];
        for warning in sheet.warnings() {
            lines.push(warning);
        }
        lines.extend(self.lead.iter().filter(|line| !line.trim().is_empty()));
        let mut row = 1;
        for line in lines {
            worksheet.write_string_with_format(row, 0, line, &quoting(&looks.line, line))?;
            row += 1;
        }
        for (&(_, width), column) in self.columns.iter().zip(0..) {
            worksheet.set_column_width(column, width)?;
        }
        if self.rows == 0 {
            return Ok(row);
        }
        let headings: Vec<_> = self
            .columns
            .iter()
            .map(|(heading, _)| {
                TableColumn::new()
                    .set_header(*heading)
                    .set_header_format(looks.heading.clone())
            })
            .collect();
        let table = Table::new()
            .set_name(self.table)
            .set_alt_text_title(self.title)
            .set_alt_text(sheet.measure_title.as_str())
            .set_autofilter(false)
            .set_style(TableStyle::None)
            .set_columns(&headings);
        let too_large = |_| XlsxError::RowColumnLimitError;
        let last_row = row + u32::try_from(self.rows).map_err(too_large)?;
        let last_column = u16::try_from(self.columns.len()).map_err(too_large)? - 1;
        worksheet.add_table(row, 0, last_row, last_column, &table)?;
        worksheet.set_freeze_panes(row + 1, 0)?;
        Ok(row + 1)
    }
}

/// Writes a text; an empty one as not available, since a blank cell says nothing.
pub(super) fn write_text(
    worksheet: &mut Worksheet,
    looks: &Looks,
    row: u32,
    column: u16,
    text: &str,
) -> Result<(), ExportError> {
    let text = if text.trim().is_empty() {
        NOT_AVAILABLE
    } else {
        text
    };
    worksheet.write_string_with_format(row, column, text, &quoting(&looks.text, text))?;
    Ok(())
}

pub(super) fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(day.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))
}
