//! Reading workbooks: sheets as cells. Knows no publication.

mod cell;
mod open;
mod sheet;
mod xls_guard;
mod xlsx_guard;

pub(crate) use cell::{Cell, date_of, month_of};
pub(crate) use open::Workbook;
pub(crate) use sheet::{Sheet, address};
