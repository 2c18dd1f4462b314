//! A&E attendances and emergency admissions, by provider and month.

mod checks;
mod csv;
mod layout;
mod table;
mod workbook;

use std::io;

use candour_core::{Cadence, Diagnostic, Diagnostics, Month, Scope, TableSchema};
use jiff::civil::Date;

use self::layout::LAYOUTS;
use self::table::{COUNTS, TABLE};
use crate::text::{Header, header_of, judge};
use crate::{
    Check, Content, Facts, Form, Mark, Publication, ReadContext, Reading, Recognition, SaidRow,
    Sink,
};

/// The family.
#[derive(Debug)]
pub(crate) struct AeMonthly;

static FACTS: Facts = Facts {
    id: "ae-monthly",
    title: "A&E attendances and emergency admissions",
    publisher: "NHS England",
    licence: "Open Government Licence v3.0",
    landing_page: Some(
        "https://www.england.nhs.uk/statistics/statistical-work-areas/ae-waiting-times-and-activity/",
    ),
    frequency: "monthly",
    cadence: Cadence::Monthly,
    marks: &[
        Mark {
            mark: "0",
            meaning: "None. In the four-hour columns of the trusts that tested new standards from \
                      May 2019 to May 2023 it stands for figures that were not submitted.",
            source: "the files themselves; NHS England's note to the May 2019 statistics on the \
                     field test",
        },
        Mark {
            mark: "-",
            meaning: "In a workbook: no attendances of that type, counted as 0; beside `England`, \
                      no code. In a text it is an error.",
            source: "the by-provider workbook, where it stands in the percentages of types \
                     without attendances",
        },
        Mark {
            mark: "blank",
            meaning: "Not stated. No count of the files from March 2019 to May 2026 is blank; one \
                      that is stays blank, with a warning.",
            source: "the files themselves",
        },
        Mark {
            mark: "*",
            meaning: "Not used: nothing is suppressed. It is an error.",
            source: "the files themselves",
        },
    ],
    caveats: &[
        "Four-hour figures leave out the trusts that tested new standards from May 2019 to May \
         2023 and did not submit them.",
    ],
};

impl Publication for AeMonthly {
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

    fn said(&self, workbook: &[u8]) -> (Vec<SaidRow>, Vec<Diagnostic>) {
        workbook::said(workbook)
    }

    fn read(
        &self,
        content: Content<'_>,
        context: &ReadContext<'_>,
        sink: &mut dyn Sink,
    ) -> Reading {
        match content {
            Content::Text { head, rest } => csv::read(head, rest, context, sink),
            Content::Workbook(bytes) => workbook::read(bytes, context, sink),
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
    period: Option<Month>,
    published_on: Option<Date>,
    sheet: Option<String>,
    rows: u64,
    /// The counts that the layout has.
    present: Vec<usize>,
    checks: Vec<Check>,
    faults: Diagnostics,
    io: Option<io::Error>,
}

/// The national test: a total is stated, and the providers sum to it in every column. A file
/// that fails it is refused, so that whatever is accepted is national.
fn reading(outcome: Outcome) -> Reading {
    let adds_up = outcome
        .checks
        .iter()
        .any(|check| check.name == "total-row" && check.passed);
    let (scope, scope_reason) = if adds_up {
        (
            Scope::National,
            "it states England's total, and its providers sum to it",
        )
    } else {
        (
            Scope::Partial,
            "its providers do not sum to a stated total of England",
        )
    };
    let mut faults = outcome.faults;
    if outcome.period.is_none() && faults.errors() == 0 && outcome.io.is_none() {
        faults.push(Diagnostic::error("period", "expected a period, saw none"));
    }
    Reading {
        periods: outcome
            .period
            .map(|month| (month, outcome.rows))
            .into_iter()
            .collect(),
        scope,
        scope_reason: scope_reason.to_owned(),
        published_on: outcome.published_on,
        sheet: outcome.sheet,
        rows: outcome.rows,
        present: (0..COUNTS.len())
            .map(|index| outcome.present.contains(&index))
            .collect(),
        checks: outcome.checks,
        diagnostics: faults.into_vec(),
        io: outcome.io,
    }
}
