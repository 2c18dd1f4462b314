//! The tidy side of reading: texts as numbers, rows as batches. Knows no publication.

mod texts;
mod writer;

use candour_core::{Band, Column, ColumnKind, Role};

pub(crate) use texts::{Refusal, Texts};
pub(crate) use writer::Writer;

/// A text column of a tidy table.
pub(crate) fn text(name: &str, role: Option<Role>) -> Column {
    Column {
        name: name.to_owned(),
        kind: ColumnKind::Text(role),
    }
}

/// A column of amounts of a tidy table.
pub(crate) fn amount(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind: ColumnKind::Amount,
    }
}

/// A count column of a tidy table.
pub(crate) fn count(name: &str, band: Option<Band>) -> Column {
    Column {
        name: name.to_owned(),
        kind: ColumnKind::Count(band),
    }
}
