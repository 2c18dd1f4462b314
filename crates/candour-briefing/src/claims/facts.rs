//! Published figures, of whichever curated file holds them, in one form.

use std::sync::LazyLock;

use candour_assessment::commitment::{FactRef, Pledges, Targets};
use candour_assessment::finance;
use candour_core::FinancialYear;
use candour_curated::{Fault, RowPlace, Table};

use super::claim::FactFile;

/// A published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FactRow {
    /// Its name.
    pub fact: String,
    /// Its year or period, as the row has it.
    pub period: String,
    /// The stage: `plan`, `outturn`; empty where it has none.
    pub stage: String,
    /// The figure.
    pub value: f64,
    /// Who counted, or what.
    pub counter: String,
    /// What nobody has confirmed; empty where all is.
    pub unverified: String,
    /// Where it stands, and its source.
    pub place: RowPlace,
    /// The page that shows the row; none where no page does.
    pub href: Option<String>,
}

/// `data/claims/facts.csv`: published figures that only claims rest on.
const TABLE: Table<'_> = Table {
    file: "claims/facts.csv",
    headings: &[
        "fact",
        "period",
        "value",
        "unit",
        "counter",
        "as_at",
        "unverified",
        "note",
        "source",
    ],
};

const FACTS: &str = include_str!("../../../../data/claims/facts.csv");

/// The facts of `data/claims/facts.csv`, and the faults of the file: none, as a test says.
#[must_use]
pub fn claim_facts() -> &'static (Vec<FactRow>, Vec<Fault>) {
    static ROWS: LazyLock<(Vec<FactRow>, Vec<Fault>)> = LazyLock::new(|| read_facts(FACTS));
    &ROWS
}

/// Reads facts from the text of a file.
#[must_use]
pub fn read_facts(text: &str) -> (Vec<FactRow>, Vec<Fault>) {
    let mut faults = Vec::new();
    let rows = TABLE.read(text, &mut faults, |row| {
        let fact = row.required("fact");
        let period = row.required("period");
        let value = row.must::<f64>("value");
        if value.is_some_and(|value| !value.is_finite()) {
            row.fault("value", "expected a number");
        }
        row.required("unit");
        let counter = row.required("counter");
        let _: Option<candour_curated::HalfDate> = row.parsed("as_at");
        let unverified = row.text("unverified").to_owned();
        let place = row.place();
        Some(FactRow {
            fact,
            period,
            stage: String::new(),
            value: value?,
            counter,
            unverified,
            place,
            href: None,
        })
    });
    (rows, faults)
}

/// The facts of a file with this name and year, in the order of their rows. A claim says which of
/// several it means by stage and counter.
pub(super) fn find(file: FactFile, fact: &str, year: &str) -> Vec<FactRow> {
    match file {
        FactFile::Claims => claim_facts()
            .0
            .iter()
            .filter(|row| row.fact == fact && row.period == year)
            .cloned()
            .collect(),
        FactFile::Finance => finance::Facts::bundled()
            .all()
            .iter()
            // A part of a year is no year.
            .filter(|row| row.of.fact == fact && row.period == finance::Period::Year)
            .filter(|row| row.of.year.to_string() == year)
            .map(|row| FactRow {
                fact: fact.to_owned(),
                period: year.to_owned(),
                stage: row.stage.as_str().to_owned(),
                value: row.value,
                counter: row.counter.clone(),
                unverified: String::new(),
                place: row.place.clone(),
                href: Some(row_href(&row.place)),
            })
            .collect(),
        FactFile::Pledges => {
            let Ok(parsed) = year.parse::<FinancialYear>() else {
                return Vec::new();
            };
            let of = FactRef {
                fact: fact.to_owned(),
                year: parsed,
            };
            Pledges::bundled()
                .facts(&of)
                .map(|row| FactRow {
                    fact: fact.to_owned(),
                    period: year.to_owned(),
                    stage: String::new(),
                    value: row.value,
                    counter: row.counter.clone(),
                    unverified: String::new(),
                    place: row.place.clone(),
                    href: Some(row_href(&row.place)),
                })
                .collect()
        }
        FactFile::Targets => Targets::bundled()
            .counts
            .iter()
            .filter(|row| row.year.to_string() == year)
            .filter_map(|row| {
                Some(FactRow {
                    fact: fact.to_owned(),
                    period: year.to_owned(),
                    stage: String::new(),
                    value: f64::from(row.count?),
                    counter: row.counter.clone(),
                    unverified: String::new(),
                    place: row.place.clone(),
                    href: Some(row_href(&row.place)),
                })
            })
            .collect(),
    }
}

/// The page of a curated row of the commitments.
pub(super) fn row_href(place: &RowPlace) -> String {
    let file = candour_findings::links::encode(&place.file);
    format!("/commitments/{file}/{}", place.line)
}
