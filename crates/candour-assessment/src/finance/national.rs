//! Published national figures about plans and what came of them, each with who counted and what was
//! counted: several can stand for one name and year, and none of them is preferred.

use std::sync::OnceLock;

use candour_core::FinancialYear;
use candour_curated::{Fault, HalfDate, Hedge, Row, RowPlace, Table, words};
use jiff::civil::Date;

use super::position::{Bound, Period, Stage};
use crate::bundled;
use crate::commitment::FactRef;
use crate::verdict::FactSeen;

words! {
    /// What a number above nought stands for.
    Sign, "a sign", {
        /// A number of bodies.
        Count = "count",
        /// An amount that has no sign.
        Amount = "amount",
        /// A deficit.
        Deficit = "deficit",
        /// Spending over plan.
        Overspend = "overspend",
        /// A surplus or spending under plan.
        Surplus = "surplus",
    }
}

words! {
    /// The unit of a national fact.
    FactUnit, "a unit of a fact", {
        /// Bodies.
        Count = "count",
        /// Millions of pounds.
        GbpMillion = "GBP m",
        /// Pounds.
        Gbp = "GBP",
        /// Per cent.
        Percent = "%",
    }
}

/// A published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name and year.
    pub of: FactRef,
    /// Of which part of the year.
    pub period: Period,
    /// At what stage.
    pub stage: Stage,
    /// The figure, never below nought for a deficit or an overspend: see `sign`.
    pub value: f64,
    /// Its unit.
    pub unit: FactUnit,
    /// What a number above nought stands for.
    pub sign: Sign,
    /// How exact it is.
    pub bound: Bound,
    /// What was counted, and on what basis.
    pub definition: String,
    /// Who counted.
    pub counter: String,
    /// When it was published, as far as known.
    pub as_at: Option<HalfDate>,
    /// What is special about it.
    pub note: String,
    /// Where the row stands, and its source.
    pub place: RowPlace,
}

impl Fact {
    /// The figure with a deficit or an overspend below nought, as bodies' positions have it; none where it
    /// is neither surplus nor deficit.
    #[must_use]
    pub fn as_surplus(&self) -> Option<f64> {
        match self.sign {
            Sign::Deficit | Sign::Overspend => Some(0.0 - self.value),
            Sign::Surplus => Some(self.value),
            Sign::Count | Sign::Amount => None,
        }
    }
}

/// The national figures that are held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    rows: Vec<Fact>,
}

const NATIONAL: Table<'_> = Table {
    file: "national.csv",
    headings: &[
        "fact",
        "year",
        "period",
        "stage",
        "value",
        "unit",
        "sign",
        "bound",
        "definition",
        "counter",
        "as_at",
        "note",
        "source",
    ],
};

impl Facts {
    /// The rows as they stand in the project. What a test has found sound is read without faults.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Facts> = OnceLock::new();
        BUNDLED.get_or_init(|| Self::of_files(bundled::FINANCE).0)
    }

    /// Reads `national.csv` of these files: every row that can be read, and every fault.
    #[must_use]
    pub fn of_files(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let text = super::text_of(files, NATIONAL.file);
        let rows = NATIONAL.read(text, &mut faults, fact);
        (Self { rows }, faults)
    }

    /// Every figure, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Fact] {
        &self.rows
    }

    /// What was published of `name` for `year`: every count, by whomever, at whatever stage.
    pub fn value<'a>(
        &'a self,
        name: &'a str,
        year: FinancialYear,
    ) -> impl Iterator<Item = &'a Fact> + Clone {
        self.rows
            .iter()
            .filter(move |fact| fact.of.fact == name && fact.of.year == year)
    }

    /// The same by reference.
    pub fn get<'a>(&'a self, of: &'a FactRef) -> impl Iterator<Item = &'a Fact> + Clone {
        self.value(&of.fact, of.year)
    }

    /// What came of the whole year, by every count, as the judge of pledges takes it: drafts, plans,
    /// forecasts and parts of the year are not among them.
    #[must_use]
    pub fn seen(&self, of: &FactRef) -> Vec<FactSeen> {
        self.get(of)
            .filter(|fact| fact.stage == Stage::Outturn && fact.period == Period::Year)
            .map(|fact| FactSeen {
                value: fact.value,
                counter: format!("{}: {}", fact.counter, fact.definition),
                place: fact.place.clone(),
            })
            .collect()
    }

    /// What was surely published by `day`, and how many figures are left out because no source dates them.
    #[must_use]
    pub fn as_known(&self, day: Date) -> (Self, usize) {
        let known = |fact: &&Fact| {
            fact.as_at
                .is_some_and(|date| date.hedge() != Some(Hedge::After) && date.last_day() <= day)
        };
        let rows = self.rows.iter().filter(known).cloned().collect();
        let undated = self.rows.iter().filter(|fact| fact.as_at.is_none()).count();
        (Self { rows }, undated)
    }
}

fn fact(row: &mut Row<'_>) -> Option<Fact> {
    let year: Option<FinancialYear> = row.must("year");
    let period = match row.text("period").parse::<Period>() {
        Ok(period) => Some(period),
        Err(error) => {
            row.fault("period", error);
            None
        }
    };
    if let (Some(month), Some(year)) = (period.and_then(Period::month), year)
        && FinancialYear::of(month) != year
    {
        row.fault("period", format!("{month} lies outside {year}"));
    }
    let value: Option<f64> = row.must("value");
    if value.is_some_and(|value| !value.is_finite() || value < 0.0) {
        row.fault(
            "value",
            "expected a number not below nought: the sign says what it stands for",
        );
    }
    let name = row.required("fact");
    let stage = row.must("stage");
    let unit = row.must("unit");
    let sign = row.must("sign");
    let bound = row.must("bound");
    Some(Fact {
        definition: row.required("definition"),
        counter: row.required("counter"),
        as_at: row.parsed("as_at"),
        note: row.text("note").to_owned(),
        place: row.place(),
        of: FactRef {
            fact: name,
            year: year?,
        },
        period: period?,
        stage: stage?,
        value: value?,
        unit: unit?,
        sign: sign?,
        bound: bound?,
    })
}
