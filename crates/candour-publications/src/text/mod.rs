//! Reading comma-separated text: records, fields, headings, rows. Knows no publication.

mod amount;
mod decode;
mod faults;
mod fields;
mod headings;
mod kept;
mod plain;
mod records;
mod rows;
mod shown;

pub(crate) use amount::{AmountFault, LARGEST_AMOUNT, amount_of, shown_amount, signed_amount_of};
pub(crate) use decode::decode;
pub(crate) use headings::{Header, Layout, header_of, judge};
pub use kept::{PublishedRow, rows_as_published};
pub(crate) use plain::{First, Record, first_records, layout_of, read_plain, recognise_headed};
pub(crate) use rows::{At, Row, RowTaker, Shape, read_rows};
pub(crate) use shown::{counted, grouped, shown};
