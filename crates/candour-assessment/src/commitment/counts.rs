//! How many national targets there were each year, as others counted them.

use candour_core::FinancialYear;
use candour_curated::{Fault, Row, RowPlace, Table};

/// How many targets a year had, by one count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetCount {
    /// The year.
    pub year: FinancialYear,
    /// How many; none where no count was found.
    pub count: Option<u32>,
    /// What was counted: `success measures`. Counts of different things are not one series.
    pub counts: String,
    /// Who counted.
    pub counter: String,
    /// What is special about it.
    pub note: String,
    /// Where the row stands, and its source.
    pub place: RowPlace,
}

/// Every count, by year.
pub type TargetCounts = Vec<TargetCount>;

const TABLE: Table<'_> = Table {
    file: "counts.csv",
    headings: &["year", "count", "counts", "counter", "note", "source"],
};

/// Reads `counts.csv`.
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> TargetCounts {
    TABLE.read(text, faults, count)
}

fn count(row: &mut Row<'_>) -> Option<TargetCount> {
    let count = row.parsed("count");
    let (counts, counter) = if count.is_some() {
        (row.required("counts"), row.required("counter"))
    } else {
        (String::new(), String::new())
    };
    Some(TargetCount {
        count,
        counts,
        counter,
        note: row.text("note").to_owned(),
        place: row.place(),
        year: row.must("year")?,
    })
}
