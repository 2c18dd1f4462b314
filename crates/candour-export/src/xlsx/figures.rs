use candour_core::{Status, Unit};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::page::{
    CONFIDENTIAL, Looks, NOT_APPLICABLE, NOT_AVAILABLE, Page, base, excel_day, write_text,
};
use crate::columns::Get;
use crate::{COLUMNS, Column, ExportError, FigureRow, Sheet};

struct Numbers {
    share: Format,
    count: Format,
    weeks: Format,
    day: Format,
    marker: Format,
}

pub(super) fn write(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), ExportError> {
    let looks = Looks::new();
    let number = |format: &str| base().set_num_format(format);
    let numbers = Numbers {
        share: number("0.0%"),
        count: number("#,##0"),
        weeks: number("0.0"),
        day: number("yyyy-mm-dd").set_align(FormatAlign::Left),
        marker: base().set_align(FormatAlign::Right),
    };
    let columns: Vec<_> = COLUMNS
        .iter()
        .map(|column| (column.heading, column.width))
        .collect();
    let first = Page {
        tab: "Figures",
        table: "figures_table",
        title: "Figures",
        lead: &[
            sheet.measure_title.as_str(),
            "Some cells have shorthand in square brackets, which the worksheet Notes explains. The status column says why a figure is absent.",
        ],
        columns: &columns,
        rows: sheet.rows.len(),
    }
    .write(sheet, &looks, worksheet)?;
    for (figure, row) in sheet.rows.iter().zip(first..) {
        for (column, place) in COLUMNS.iter().zip(0..) {
            write_cell(worksheet, &looks, &numbers, figure, column, (row, place))?;
        }
    }
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    looks: &Looks,
    numbers: &Numbers,
    figure: &FigureRow,
    column: &Column,
    (row, place): (u32, u16),
) -> Result<(), ExportError> {
    let number = match column.get {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a workbook knows no other number"
        )]
        Get::Count(get) => get(figure).map(|count| (count as f64, &numbers.count)),
        Get::Value(get) => get(figure).map(|value| {
            let format = match figure.unit {
                Unit::Share => &numbers.share,
                Unit::Count => &numbers.count,
                Unit::Weeks | Unit::Beds => &numbers.weeks,
            };
            (value, format)
        }),
        Get::Day(get) => {
            if let Some(day) = get(figure) {
                worksheet.write_datetime_with_format(row, place, excel_day(day)?, &numbers.day)?;
                return Ok(());
            }
            None
        }
        Get::Flag(get) => {
            return write_text(
                worksheet,
                looks,
                row,
                place,
                if get(figure) { "yes" } else { "no" },
            );
        }
        Get::Text(get) => {
            if let Some(text) = get(figure) {
                return write_text(worksheet, looks, row, place, &text);
            }
            None
        }
    };
    if let Some((number, format)) = number {
        worksheet.write_number_with_format(row, place, number, format)?;
        return Ok(());
    }
    worksheet.write_string_with_format(row, place, absent(figure, column), &numbers.marker)?;
    Ok(())
}

/// The shorthand for a cell without a value.
fn absent(figure: &FigureRow, column: &Column) -> &'static str {
    match column.name {
        "numerator" | "denominator" | "value" if figure.value.is_none() => match figure.status {
            Status::Suppressed => CONFIDENTIAL,
            Status::Missing | Status::NotSubmitted | Status::NoneHeldThen => NOT_AVAILABLE,
            // A share of nothing is reported and has no value.
            Status::NotApplicable | Status::Reported | Status::Estimate | Status::Partial => {
                NOT_APPLICABLE
            }
        },
        // There is a file, and its date is not known.
        "published_on" | "published_basis" if figure.source.is_some() => NOT_AVAILABLE,
        _ => NOT_APPLICABLE,
    }
}
