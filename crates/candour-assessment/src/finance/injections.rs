//! Money put into systems within a year, published as a running total. The totals are one sum as it grew,
//! so they are never added to one another; the steps between them are.

use std::sync::OnceLock;

use candour_core::{Diagnostic, FinancialYear};
use candour_curated::{Fault, HalfDate, Hedge, Row, RowPlace, Table};
use jiff::civil::Date;

use super::compare::tidy;
use crate::bundled;

/// A running total as it stood on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Injection {
    /// The year that it was for.
    pub year: FinancialYear,
    /// All that had been put in by then, £ million.
    pub total: f64,
    /// When it was published, as far as known.
    pub as_at: HalfDate,
    /// What is said of it.
    pub note: String,
    /// Where the row stands, and its source.
    pub place: RowPlace,
}

/// What a running total grew by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step<'a> {
    /// £ million more than the total before.
    pub step: f64,
    /// The total that it led to.
    pub to: &'a Injection,
}

/// A position with the money that was put in, and what it would have been without.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WithAndWithout {
    /// As published: the money is in it. £ million.
    pub with: f64,
    /// Less all that was put in. £ million.
    pub without: f64,
    /// All that was put in, the last running total. £ million.
    pub total: f64,
}

/// Every running total that is held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Injections {
    rows: Vec<Injection>,
}

const INJECTIONS: Table<'_> = Table {
    file: "injections.csv",
    headings: &["year", "total", "unit", "bound", "as_at", "note", "source"],
};

impl Injections {
    /// The rows as they stand in the project. What a test has found sound is read without faults.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Injections> = OnceLock::new();
        BUNDLED.get_or_init(|| Self::of_files(bundled::FINANCE).0)
    }

    /// Reads `injections.csv` of these files: every row that can be read, and every fault. Within a year
    /// the rows stand in the order of their dates, and a total that is smaller than the one before is a
    /// fault.
    #[must_use]
    pub fn of_files(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let text = super::text_of(files, INJECTIONS.file);
        let rows = INJECTIONS.read(text, &mut faults, injection);
        for (before, after) in rows.iter().zip(rows.iter().skip(1)) {
            let falls =
                after.total < before.total || after.as_at.last_day() < before.as_at.first_day();
            if before.year == after.year && falls {
                let message = format!(
                    "a running total neither falls nor goes back in time: {} ({}) after {} ({})",
                    after.total, after.as_at, before.total, before.as_at
                );
                faults.push(Fault {
                    file: after.place.file.clone(),
                    diagnostic: Diagnostic::error("running-total", message)
                        .at_line(after.place.line),
                });
            }
        }
        (Self { rows }, faults)
    }

    /// The running totals of a year, as they grew.
    pub fn of(&self, year: FinancialYear) -> impl DoubleEndedIterator<Item = &Injection> {
        self.rows.iter().filter(move |row| row.year == year)
    }

    /// By how much the total of a year grew at each publication. The steps add up to [`Self::total`].
    #[must_use]
    pub fn steps(&self, year: FinancialYear) -> Vec<Step<'_>> {
        let mut before = 0.0;
        let step = |to: &'_ Injection| {
            let step = tidy(to.total - before);
            before = to.total;
            step
        };
        let steps: Vec<f64> = self.of(year).map(step).collect();
        let steps = steps.into_iter().zip(self.of(year));
        steps.map(|(step, to)| Step { step, to }).collect()
    }

    /// All that was put into a year, £ million: its last running total; none where none is held.
    #[must_use]
    pub fn total(&self, year: FinancialYear) -> Option<f64> {
        self.of(year).next_back().map(|last| last.total)
    }

    /// A position of the whole of a year (£ million, below nought a deficit) with the money and without.
    /// Whether the position has the money in it is for the caller to know: the bases of the two published
    /// deficits of 2023-24 differ.
    #[must_use]
    pub fn with_and_without(&self, year: FinancialYear, position: f64) -> Option<WithAndWithout> {
        let total = self.total(year)?;
        Some(WithAndWithout {
            with: position,
            without: tidy(position - total),
            total,
        })
    }

    /// What was surely published by `day`.
    #[must_use]
    pub fn as_known(&self, day: Date) -> Self {
        let known = |row: &&Injection| {
            row.as_at.hedge() != Some(Hedge::After) && row.as_at.last_day() <= day
        };
        Self {
            rows: self.rows.iter().filter(known).cloned().collect(),
        }
    }

    #[cfg(test)]
    pub(super) fn new(rows: Vec<Injection>) -> Self {
        Self { rows }
    }
}

fn injection(row: &mut Row<'_>) -> Option<Injection> {
    super::pounds(row);
    if row.text("bound") != "exact" {
        row.fault(
            "bound",
            "expected `exact`: no running total is held otherwise",
        );
    }
    let year = row.must("year");
    let total = super::finite(row, "total");
    let as_at = row.must("as_at");
    Some(Injection {
        note: row.text("note").to_owned(),
        place: row.place(),
        year: year?,
        total: total?,
        as_at: as_at?,
    })
}
