//! The NHS Oversight Framework: what each trust was scored on, and the league table made of it. Two
//! families that share their words: `nof-data` has a row for each metric of each trust,
//! `nof-league-table` one for each trust.

mod cells;
mod data;
mod league;
mod quarter;
mod rows;

use std::collections::BTreeMap;
use std::io;

use candour_core::{Cadence, Diagnostic, Diagnostics, Scope};

use self::rows::Rows;
use crate::text::{Row, counted, shown};
use crate::{Check, Content, Mark, Reading, Recognition, Sink};

pub(crate) use data::NofData;
pub(crate) use league::NofLeagueTable;

/// Every quarter of a financial year.
const CADENCE: Cadence = Cadence::Quarterly {
    yearly_before: None,
};

const PUBLISHER: &str = "NHS England";
const LICENCE: &str = "Open Government Licence v3.0";

/// The publisher's description of the columns of both files.
const LANDING_PAGE: &str =
    "https://www.england.nhs.uk/long-read/nhs-oversight-framework-csv-metadata-file";

const BLANK: Mark = Mark {
    mark: "blank",
    meaning: "Not published: a score has no median, a summary no rank. It is not nought.",
    source: "the files themselves",
};

const NOUGHT: Mark = Mark {
    mark: "0",
    meaning: "The value nought; of a flag, that it does not apply.",
    source: "the files themselves",
};

/// What every page that shows a score must say, whichever file it is from.
const OF_SCORES: &str = "Most metric scores are ranks: 1.00 is the best trust and 4.00 the last, so that a trust's \
     score moves when others move, and a small gap between neighbours counts as much as a wide one.";
const OF_RANKS: &str = "Ranks and quartiles are among trusts of one type; scores and segments are set among trusts of \
     all types together, which no one file holds.";

/// Whether a text is of a family; a workbook is not.
fn recognise_text(content: &Content<'_>, of_text: impl Fn(&[u8]) -> Recognition) -> Recognition {
    match content {
        Content::Text { head, .. } => of_text(head),
        Content::Workbook(_) => Recognition::No {
            likeness: 0,
            first_difference: NO_WORKBOOK.to_owned(),
        },
    }
}

const NO_WORKBOOK: &str = "it is a workbook, and the family is published as texts";

/// The reading of a workbook, which no file of a family is.
fn no_workbook(numbers: usize) -> Reading {
    Reading {
        periods: BTreeMap::new(),
        scope: Scope::Partial,
        scope_reason: scope_reason(&[], 0),
        published_on: None,
        sheet: None,
        rows: 0,
        present: vec![true; numbers],
        checks: Vec::new(),
        diagnostics: vec![Diagnostic::error("not-recognised", NO_WORKBOOK)],
        io: None,
    }
}

/// What a text has that could not be read as a number: said at the field.
fn not_one(seen: &str, expected: &str, code: &str) -> Diagnostic {
    let message = format!("expected {expected}, saw {}", shown(seen.as_bytes()));
    Diagnostic::error(code, message)
}

/// What reading a file of either family comes to. The rows go to `sink` where nothing is at fault.
fn end<const TEXTS: usize, const NUMBERS: usize>(
    rows: Rows<TEXTS, NUMBERS>,
    scope_reason: String,
    unsound: u64,
    checks: Vec<Check>,
    hindered: Option<io::Error>,
    mut faults: Diagnostics,
    sink: &mut dyn Sink,
) -> Reading {
    let (periods, count) = (rows.periods(), rows.rows());
    if count == 0 && unsound == 0 && faults.errors() == 0 && hindered.is_none() {
        faults.push(Diagnostic::error("no-rows", "expected rows, saw none"));
    }
    let mut io = hindered;
    if faults.errors() == 0 && io.is_none() {
        io = rows.emit(sink).err();
    }
    Reading {
        periods,
        scope: Scope::Partial,
        scope_reason,
        published_on: None,
        sheet: None,
        rows: count,
        present: vec![true; NUMBERS],
        checks,
        diagnostics: faults.into_vec(),
        io,
    }
}

/// Why a file is never all of the service, whichever trusts it has.
fn scope_reason(types: &[&str], trusts: usize) -> String {
    if types.is_empty() {
        return "it could not be read".to_owned();
    }
    format!(
        "a file holds one type of trust of several: {}, {}",
        types.join(" and "),
        counted(trusts as u64, "trust")
    )
}

/// Reports what is wrong with the text of a cell, at its field.
fn at_fault(row: &Row<'_>, column: usize, fault: Diagnostic, faults: &mut Diagnostics) {
    faults.push(row.at_text(column).fault(fault));
}
