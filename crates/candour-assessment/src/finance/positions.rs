//! Every row of plans, and what was known of them on a day.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use candour_core::{BodyCode, FinancialYear, Month};
use candour_curated::Fault;
use jiff::civil::Date;

use super::checks;
use super::load::{self, KnowsMeasure};
use super::position::{Period, Position, Quantity, Stage};
use crate::bundled;

/// The files of `data/commitments/finance` that hold positions.
const FILES: [&str; 2] = ["positions.csv", "trusts.csv"];

/// Rows of plans and of what came of them, of any bodies.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Positions {
    /// In the order of bodies; within one as they were given.
    rows: Vec<Position>,
    bodies: BTreeMap<BodyCode, Range<usize>>,
}

/// What of the rows was known on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct AsKnown {
    /// The rows that were surely known.
    pub positions: Positions,
    /// How many rows are dated later.
    pub later: usize,
    /// How many rows are left out because no source dates them.
    pub undated: usize,
}

impl Positions {
    /// The rows as they stand in the project. What a test has found sound is read without faults.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Positions> = OnceLock::new();
        BUNDLED.get_or_init(|| Self::of_files(bundled::FINANCE).0)
    }

    /// Reads those of the files that hold positions (`positions.csv`, `trusts.csv`): every row that can be
    /// read, and every fault, also of rows that do not go together.
    #[must_use]
    pub fn of_files(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut rows = Vec::new();
        for (file, text) in files.iter().filter(|(file, _)| FILES.contains(file)) {
            rows.extend(load::rows(file, text, &|_| false, &mut faults));
        }
        faults.extend(checks::of(&rows));
        (Self::new(rows), faults)
    }

    /// Reads a body's own file, in the form that `data/commitments/finance/README.md` describes: all of its
    /// rows, or none and every fault with file, line and column. `knows` says whether there is a measure
    /// of a name.
    ///
    /// ```
    /// use candour_assessment::finance::Positions;
    /// let text = "body,indicator,year,period,stage,value,unit,bound,basis,as_at,document,note,source\n\
    ///             X1,surplus,,,plan,-4.5,GBP m,,,2025-05,board paper,,our own file\n";
    /// let (rows, faults) = Positions::read("ours.csv", text, &|_| false);
    /// assert!(rows.is_empty());
    /// assert_eq!(
    ///     faults[0].to_string(),
    ///     "ours.csv line 2, column 3 (year): a plan without a year: expected the year that it is of, such as 2025-26"
    /// );
    /// ```
    #[must_use]
    pub fn read(file: &str, text: &str, knows: KnowsMeasure<'_>) -> (Vec<Position>, Vec<Fault>) {
        load::read(file, text, knows)
    }

    /// These rows.
    #[must_use]
    pub fn new(mut rows: Vec<Position>) -> Self {
        rows.sort_by(|a, b| a.body.cmp(&b.body));
        let mut bodies: BTreeMap<BodyCode, Range<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            bodies
                .entry(row.body.clone())
                .and_modify(|range| range.end = index + 1)
                .or_insert(index..index + 1);
        }
        Self { rows, bodies }
    }

    /// These rows and others besides, such as a body's own.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = Position>) -> Self {
        Self::new(self.rows.iter().cloned().chain(more).collect())
    }

    /// Every row, in the order of bodies.
    #[must_use]
    pub fn all(&self) -> &[Position] {
        &self.rows
    }

    /// The rows of a body.
    #[must_use]
    pub fn of(&self, body: &BodyCode) -> &[Position] {
        let range = self.bodies.get(body).cloned().unwrap_or_default();
        self.rows.get(range).unwrap_or_default()
    }

    /// The rows of a body about one quantity in one year.
    pub fn about<'a>(
        &'a self,
        body: &BodyCode,
        quantity: &'a Quantity,
        year: FinancialYear,
    ) -> impl Iterator<Item = &'a Position> + Clone + use<'a> {
        self.of(body)
            .iter()
            .filter(move |row| row.quantity == *quantity && row.year == year)
    }

    /// Every body that a row is of, in order.
    pub fn bodies(&self) -> impl Iterator<Item = &BodyCode> {
        self.bodies.keys()
    }

    /// Every year that a row is of, in order.
    #[must_use]
    pub fn years(&self) -> Vec<FinancialYear> {
        let mut years: Vec<_> = self.rows.iter().map(|row| row.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// What was surely known on `day`. Rows that no source dates are left out and counted.
    #[must_use]
    pub fn as_known(&self, day: Date) -> AsKnown {
        let known = self.rows.iter().filter(|row| row.surely_known_on(day));
        let positions = Self::new(known.cloned().collect());
        let undated = self.rows.iter().filter(|row| row.as_at.is_none()).count();
        AsKnown {
            later: self.rows.len() - positions.rows.len() - undated,
            undated,
            positions,
        }
    }

    /// The plan of a body by month: for each month that it has a plan for, the one that counts (a control
    /// total before a plan, then the latest). Months of the year to date and of other quantities are not
    /// among them.
    #[must_use]
    pub fn trajectory(&self, body: &BodyCode, quantity: &Quantity) -> Vec<(Month, &Position)> {
        let mut months: BTreeMap<Month, &Position> = BTreeMap::new();
        for row in self.of(body).iter().filter(|row| row.quantity == *quantity) {
            let Period::Month(month) = row.period else {
                continue;
            };
            if !is_plan(row) || row.is_implied() || row.number().is_none() {
                continue;
            }
            months
                .entry(month)
                .and_modify(|held| {
                    if plan_rank(held) <= plan_rank(row) {
                        *held = row;
                    }
                })
                .or_insert(row);
        }
        months.into_iter().collect()
    }
}

/// Whether the row is a plan that counts: agreed or submitted, not a draft.
pub(super) fn is_plan(row: &Position) -> bool {
    matches!(row.stage, Stage::Plan | Stage::ControlTotal)
}

/// What makes one plan count before another: a control total before a body's own plan, then the later
/// date, a row without a date being the oldest.
pub(super) fn plan_rank(row: &Position) -> (bool, Option<Date>) {
    (row.stage == Stage::ControlTotal, said_on(row))
}

/// The latest day on which the row can have been said.
pub(super) fn said_on(row: &Position) -> Option<Date> {
    row.as_at.map(|date| date.last_day())
}
