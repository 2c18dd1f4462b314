//! Pledges, milestones and recommendations: what was said in public, and what was due by a date.

use std::sync::OnceLock;

use candour_core::FinancialYear;
use candour_curated::{Fault, HalfDate, Row, RowPlace, Span, Table};

use super::{
    Against, Commitment, Comparison, Due, Evidence, FactRef, Kind, Operator, OwedBy, Proof, Test,
};
use crate::bundled;

/// Pledges, milestones, recommendations and funding, with the facts that decide some of them.
#[derive(Debug, Clone, Default)]
pub struct Pledges {
    pledges: Vec<Commitment>,
    facts: Vec<Fact>,
}

/// A published figure that is in no file that is read here, and none of finance.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name and year.
    pub of: FactRef,
    /// The figure.
    pub value: f64,
    /// What was counted, or who counted.
    pub counter: String,
    /// When it was published.
    pub as_at: HalfDate,
    /// Where the row stands, and its source.
    pub place: RowPlace,
}

const PLEDGES: Table<'_> = Table {
    file: "pledges.csv",
    headings: &[
        "id",
        "kind",
        "title",
        "text",
        "owed_by",
        "owed_to",
        "made_on",
        "due",
        "fact",
        "fact_year",
        "operator",
        "against",
        "against_year",
        "proof",
        "document",
        "evidence",
        "note",
        "source",
    ],
};

const FACTS: Table<'_> = Table {
    file: "facts.csv",
    headings: &[
        "fact", "year", "value", "counter", "as_at", "note", "source",
    ],
};

impl Pledges {
    /// The rows as they stand in the project. What a test has found sound is read without faults.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Pledges> = OnceLock::new();
        BUNDLED.get_or_init(|| Self::read(bundled::PLEDGES).0)
    }

    /// Reads the files of `data/commitments/pledges`: every row that can be read, and every fault.
    #[must_use]
    pub fn read(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let text = |name: &str| {
            files
                .iter()
                .find(|(file, _)| *file == name)
                .map_or("", |(_, text)| *text)
        };
        let pledges = PLEDGES.read(text("pledges.csv"), &mut faults, pledge);
        let facts = FACTS.read(text("facts.csv"), &mut faults, fact);
        (Self { pledges, facts }, faults)
    }

    /// Every one, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Commitment] {
        &self.pledges
    }

    /// The one with this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Commitment> {
        self.pledges.iter().find(|pledge| pledge.id.as_str() == id)
    }

    /// What was published of a fact.
    pub fn facts<'a>(&'a self, of: &'a FactRef) -> impl Iterator<Item = &'a Fact> {
        self.facts.iter().filter(move |fact| fact.of == *of)
    }
}

fn pledge(row: &mut Row<'_>) -> Option<Commitment> {
    let due: Option<HalfDate> = row.parsed("due");
    // Everything is read before anything is given up, so that every fault of the row is told.
    let test = test(row);
    let (title, text) = (row.required("title"), row.required("text"));
    let owed_by = OwedBy::Other(row.required("owed_by"));
    let made_on = row.parsed("made_on");
    let evidence = row.must::<Evidence>("evidence");
    let kind = row.must::<Kind>("kind");
    let id = row.must("id");
    let place = row.place();
    Some(Commitment {
        title,
        text,
        owed_by,
        owed_to: row.text("owed_to").to_owned(),
        years: due
            .and_then(|due| FinancialYear::of_date(due.last_day()))
            .map(|year| (year, year)),
        made_on,
        in_force: Span::default(),
        due: due.map_or(Due::Unknown, Due::By),
        document: row.text("document").to_owned(),
        asked: None,
        test: test?,
        superseded_by: None,
        evidence: evidence?,
        note: row.text("note").to_owned(),
        place,
        kind: kind?,
        id: id?,
    })
}

/// Either a fact held against another, or a proof that it was done.
fn test(row: &mut Row<'_>) -> Option<Test> {
    let fact = row.text("fact").to_owned();
    let proof = row.text("proof").to_owned();
    if fact.is_empty() == proof.is_empty() {
        row.fault(
            "proof",
            "expected a fact that decides it, or the proof that it was done, and not both",
        );
        return None;
    }
    if !proof.is_empty() {
        return proof_of(row, &proof).map(Test::Done);
    }
    let left = FactRef {
        fact,
        year: row.must("fact_year")?,
    };
    let against = row.required("against");
    let right = match row.parsed::<FinancialYear>("against_year") {
        Some(year) => Against::Fact(FactRef {
            fact: against,
            year,
        }),
        None => Against::Number(row.must("against")?),
    };
    Some(Test::Comparison(Comparison {
        left,
        operator: row.must::<Operator>("operator")?,
        right,
    }))
}

/// `done 2023-04-04`, `refused 2023-06-14`, `accepted`, `unknown`.
fn proof_of(row: &mut Row<'_>, text: &str) -> Option<Proof> {
    let found = match text {
        "accepted" => Some(Proof::Accepted),
        "unknown" => Some(Proof::Unknown),
        _ => match text.split_once(' ') {
            Some(("done", date)) => date.parse().ok().map(Proof::Done),
            Some(("refused", date)) => date.parse().ok().map(Proof::Refused),
            _ => None,
        },
    };
    if found.is_none() {
        row.fault(
            "proof",
            format!(
                "`{text}` is no proof: expected `done 2023-04-04`, `refused 2023-06-14`, accepted or unknown"
            ),
        );
    }
    found
}

fn fact(row: &mut Row<'_>) -> Option<Fact> {
    let counter = row.required("counter");
    let fact = row.required("fact");
    let year = row.must("year");
    let value: Option<f64> = row.must("value");
    let as_at = row.must("as_at");
    let place = row.place();
    Some(Fact {
        of: FactRef { fact, year: year? },
        value: value?,
        counter,
        as_at: as_at?,
        place,
    })
}
