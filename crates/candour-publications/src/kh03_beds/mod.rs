//! KH03: the average daily number of beds available and occupied overnight, by provider and sector.

mod csv;
mod layout;
mod rows;
mod table;
mod workbook;

use std::collections::BTreeMap;
use std::io;

use candour_core::{Diagnostics, Month, Scope, TableSchema};
use jiff::civil::Date;

use self::layout::{CADENCE, LAYOUTS};
use self::table::TABLE;
use crate::text::{Header, header_of, judge};
use crate::{
    Check, Content, Facts, Form, Mark, Publication, ReadContext, Reading, Recognition, Sink,
};

/// The family.
#[derive(Debug)]
pub(crate) struct Kh03Beds;

static FACTS: Facts = Facts {
    id: "kh03-beds",
    title: "Bed availability and occupancy (KH03), overnight",
    publisher: "NHS England",
    licence: "Open Government Licence v3.0",
    landing_page: Some(
        "https://www.england.nhs.uk/statistics/statistical-work-areas/bed-availability-and-occupancy/",
    ),
    frequency: "quarterly; yearly to March 2010",
    cadence: CADENCE,
    marks: &[
        Mark {
            mark: "NULL",
            meaning: "In a text: not known. It stays unknown and is not counted as none.",
            source: "the texts themselves: 305 numbers of 31 March 2001, beside noughts in other rows",
        },
        Mark {
            mark: "0",
            meaning: "None: the provider has no such beds.",
            source: "the files themselves: a provider has a row for every sector",
        },
        Mark {
            mark: "-",
            meaning: "In a workbook: no percentage, as there are no beds of that sector. No \
                      percentage is read. In place of a number it is an error.",
            source: "the workbooks themselves",
        },
        Mark {
            mark: "blank",
            meaning: "Not used. It is an error.",
            source: "the files themselves",
        },
    ],
    caveats: &[
        "Before June 2010 the files have maternity and mental illness beds only, as averages of a \
         year; since then all sectors, as averages of a quarter. A total of all sectors is given \
         from June 2010 only.",
        "The figures of trusts that did not submit a quarter are the publisher's estimates; its \
         workbooks name them, its texts do not.",
    ],
};

impl Publication for Kh03Beds {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn table(&self) -> &'static TableSchema {
        &TABLE
    }

    fn recognise(&self, content: &Content<'_>) -> Recognition {
        match content {
            Content::Text { head, .. } => recognise_text(head),
            Content::Workbook(bytes) => workbook::recognise(bytes),
        }
    }

    fn read(
        &self,
        content: Content<'_>,
        context: &ReadContext<'_>,
        sink: &mut dyn Sink,
    ) -> Reading {
        match content {
            Content::Text { head, rest } => csv::read(head, rest, context, sink),
            Content::Workbook(bytes) => workbook::read(bytes, sink),
        }
    }
}

fn recognise_text(head: &[u8]) -> Recognition {
    let Some(seen) = header_of(head) else {
        return Recognition::No {
            likeness: 0,
            first_difference: "its first line has no end".to_owned(),
        };
    };
    match judge(&*LAYOUTS, &seen) {
        Header::Same { layout } | Header::Reordered { layout, .. } => Recognition::Yes {
            layout: LAYOUTS[layout].name,
            form: Form::Csv,
        },
        Header::Different {
            likeness,
            first_difference,
        } => Recognition::No {
            likeness,
            first_difference,
        },
    }
}

/// What either form of a file comes to.
#[derive(Default)]
struct Outcome {
    periods: BTreeMap<Month, u64>,
    published_on: Option<Date>,
    sheet: Option<String>,
    rows: u64,
    /// For each amount, whether the layout has it.
    present: [bool; 2],
    scope: Option<(Scope, String)>,
    checks: Vec<Check>,
    io: Option<io::Error>,
}

fn reading(outcome: Outcome, faults: Diagnostics) -> Reading {
    let (scope, scope_reason) = outcome
        .scope
        .unwrap_or_else(|| (Scope::Partial, "it could not be read".to_owned()));
    Reading {
        periods: outcome.periods,
        scope,
        scope_reason,
        published_on: outcome.published_on,
        sheet: outcome.sheet,
        rows: outcome.rows,
        present: outcome.present.to_vec(),
        checks: outcome.checks,
        diagnostics: faults.into_vec(),
        io: outcome.io,
    }
}
