//! What targets count, whether or not a file that is held counts it too.

use candour_core::MeasureId;
use candour_curated::{Fault, Row, Table};

/// What a target counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its name in files and addresses.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// What is counted, in our own words.
    pub counts: String,
    /// The part of the service that it belongs to, in the words in which remits are put: `elective care`.
    pub area: String,
    /// The measure of the archive that counts it.
    pub measure: Option<MeasureId>,
    /// Why it cannot be computed here; empty where it can.
    pub not_computable: String,
}

const TABLE: Table<'_> = Table {
    file: "indicators.csv",
    headings: &["id", "title", "counts", "area", "measure", "not_computable"],
};

/// Reads `indicators.csv`.
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> Vec<Indicator> {
    TABLE.read(text, faults, indicator)
}

fn indicator(row: &mut Row<'_>) -> Option<Indicator> {
    let measure: Option<MeasureId> = row.parsed("measure");
    let not_computable = row.text("not_computable").to_owned();
    if measure.is_some() != not_computable.is_empty() {
        row.fault(
            "not_computable",
            "expected the measure that counts it, or the reason why none does, and not both",
        );
    }
    Some(Indicator {
        id: row.required("id"),
        title: row.required("title"),
        counts: row.required("counts"),
        area: row.required("area"),
        measure,
        not_computable,
    })
}
