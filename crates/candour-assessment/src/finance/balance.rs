//! How the parts of the service's accounts add up to its total.

use std::sync::OnceLock;

use candour_core::FinancialYear;
use candour_curated::{Fault, Row, RowPlace, Table, words};

use super::compare::tidy;
use crate::bundled;

words! {
    /// Whether a line of a balance is a part or the total.
    LineKind, "a kind of line", {
        /// A part.
        Part = "part",
        /// What the parts add up to.
        Total = "total",
    }
}

/// A line of a balance, £ million; a deficit or an overspend is below nought.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The year.
    pub year: FinancialYear,
    /// Its name: `systems`, `central-costs`.
    pub name: String,
    /// Part or total.
    pub kind: LineKind,
    /// Surplus or deficit that was planned.
    pub plan: f64,
    /// Surplus or deficit that came.
    pub actual: f64,
    /// Under or over spend against plan, as printed.
    pub variance: f64,
    /// What was allocated.
    pub allocation: f64,
    /// Draft or final accounts.
    pub basis: String,
    /// What is special about it.
    pub note: String,
    /// Where the row stands, and its source.
    pub place: RowPlace,
}

/// The lines of a year and whether they add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance<'a> {
    /// The parts.
    pub parts: Vec<&'a Line>,
    /// The printed total.
    pub total: &'a Line,
    /// The parts' plans, added.
    pub plan: f64,
    /// The parts' actuals, added.
    pub actual: f64,
    /// The parts' variances as printed, added: each is rounded by itself, so the sum can be off.
    pub variance: f64,
    /// The parts' allocations, added.
    pub allocation: f64,
}

/// What is wrong with a balance, or how far rounding carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddsUp {
    /// Every column adds up to its printed total.
    Exactly,
    /// The actuals and allocations do; the variances are off by no more than rounding can make: half a
    /// million a line.
    WithinRounding,
    /// They do not.
    Not,
}

impl Balance<'_> {
    /// Whether the parts add up to the total.
    #[must_use]
    pub fn adds_up(&self) -> AddsUp {
        let off = |sum: f64, printed: f64| tidy(sum - printed).abs();
        let total = self.total;
        let rounding = 0.5 * (f64::from(u32::try_from(self.parts.len()).unwrap_or(u32::MAX)) + 1.0);
        let sums = [
            off(self.plan, total.plan),
            off(self.actual, total.actual),
            off(self.allocation, total.allocation),
        ];
        let variance = off(self.variance, total.variance);
        if sums.iter().any(|off| *off > 0.0) || variance > rounding {
            AddsUp::Not
        } else if variance > 0.0 {
            AddsUp::WithinRounding
        } else {
            AddsUp::Exactly
        }
    }
}

/// The balances that are held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Balances {
    lines: Vec<Line>,
}

const BALANCE: Table<'_> = Table {
    file: "balance.csv",
    headings: &[
        "year",
        "line",
        "kind",
        "plan",
        "actual",
        "variance",
        "allocation",
        "unit",
        "basis",
        "note",
        "source",
    ],
};

impl Balances {
    /// The rows as they stand in the project. What a test has found sound is read without faults.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Balances> = OnceLock::new();
        BUNDLED.get_or_init(|| Self::of_files(bundled::FINANCE).0)
    }

    /// Reads `balance.csv` of these files: every row that can be read, and every fault.
    #[must_use]
    pub fn of_files(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let text = super::text_of(files, BALANCE.file);
        let lines = BALANCE.read(text, &mut faults, line);
        (Self { lines }, faults)
    }

    /// The balance of a year; none where no total is held.
    #[must_use]
    pub fn of(&self, year: FinancialYear) -> Option<Balance<'_>> {
        let lines = self.lines.iter().filter(|line| line.year == year);
        let (parts, totals): (Vec<_>, Vec<_>) = lines.partition(|line| line.kind == LineKind::Part);
        let sum = |of: fn(&Line) -> f64| tidy(parts.iter().map(|line| of(line)).sum());
        Some(Balance {
            total: totals.first()?,
            plan: sum(|line| line.plan),
            actual: sum(|line| line.actual),
            variance: sum(|line| line.variance),
            allocation: sum(|line| line.allocation),
            parts,
        })
    }
}

fn line(row: &mut Row<'_>) -> Option<Line> {
    super::pounds(row);
    let year = row.must("year");
    let kind = row.must("kind");
    let [plan, actual, variance, allocation] =
        ["plan", "actual", "variance", "allocation"].map(|heading| super::finite(row, heading));
    Some(Line {
        name: row.required("line"),
        basis: row.required("basis"),
        note: row.text("note").to_owned(),
        place: row.place(),
        year: year?,
        kind: kind?,
        plan: plan?,
        actual: actual?,
        variance: variance?,
        allocation: allocation?,
    })
}
