//! Referral to treatment (RTT) waiting times, the full extract of a month.

mod checks;
mod csv;
mod forms;
mod groups;
mod layout;
mod national;
mod table;

use std::collections::BTreeMap;

use candour_core::{Cadence, Diagnostic, Scope, TableSchema};

use self::layout::LAYOUTS;
use self::table::{COUNTS, TABLE};
use crate::text::{Header, header_of, judge, shown};
use crate::workbook::Workbook;
use crate::{Content, Facts, Form, Mark, Publication, ReadContext, Reading, Recognition, Sink};

/// The family.
#[derive(Debug)]
pub(crate) struct RttFullExtract;

static FACTS: Facts = Facts {
    id: "rtt-full-extract",
    title: "Referral to treatment waiting times, full extract",
    publisher: "NHS England",
    licence: "Open Government Licence v3.0",
    landing_page: Some(
        "https://www.england.nhs.uk/statistics/statistical-work-areas/rtt-waiting-times/",
    ),
    frequency: "monthly",
    cadence: Cadence::Monthly,
    marks: &[
        Mark {
            mark: "blank",
            meaning: "In a band of Parts 1A, 1B, 2 and 2A: no pathway, and nothing is added. In \
                      the bands of Part 3, in Total and the unknown starts of Parts 2, 2A and 3: \
                      it does not apply. It stays blank.",
            source: "the files themselves: with it so, every sum that they state holds",
        },
        Mark {
            mark: "0",
            meaning: "No pathway.",
            source: "the files themselves",
        },
        Mark {
            mark: "*",
            meaning: "Not used: nothing is suppressed. It is an error.",
            source: "the files themselves",
        },
        Mark {
            mark: "-",
            meaning: "Not used. It is an error.",
            source: "the files themselves",
        },
    ],
    caveats: &[
        "Reported figures: NHS England's headline adds estimates for the trusts that did not \
         submit.",
    ],
};

impl Publication for RttFullExtract {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn table(&self) -> &'static TableSchema {
        &TABLE
    }

    fn recognise(&self, content: &Content<'_>) -> Recognition {
        match content {
            Content::Text { head, .. } => recognise_text(head),
            Content::Workbook(bytes) => recognise_workbook(bytes),
        }
    }

    fn read(
        &self,
        content: Content<'_>,
        _context: &ReadContext<'_>,
        sink: &mut dyn Sink,
    ) -> Reading {
        match content {
            Content::Text { head, rest } => csv::read(head, rest, sink),
            Content::Workbook(_) => Reading {
                periods: BTreeMap::new(),
                scope: Scope::Partial,
                scope_reason: NO_WORKBOOK.to_owned(),
                published_on: None,
                sheet: None,
                rows: 0,
                present: vec![false; COUNTS],
                checks: Vec::new(),
                diagnostics: vec![Diagnostic::error("not-recognised", NO_WORKBOOK)],
                io: None,
            },
        }
    }
}

const NO_WORKBOOK: &str = "the full extract is published as text only, not as a workbook";

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

/// The waiting times are published as workbooks too, by provider or commissioner and without the
/// detail of the extract. None is of this family, but one is nearer to it than to any other.
fn recognise_workbook(bytes: &[u8]) -> Recognition {
    let about = || {
        let mut workbook = Workbook::open(bytes).ok()?;
        let first = workbook.sheet_names().into_iter().next()?;
        let sheet = workbook.sheet(&first, 20).ok()?;
        let (.., title) = sheet.beside("Title:")?;
        let title = title.shown().into_owned();
        title.contains("Referral to Treatment").then_some(title)
    };
    match about() {
        Some(title) => Recognition::No {
            likeness: 1,
            first_difference: format!(
                "it is the workbook {}; {NO_WORKBOOK}",
                shown(title.as_bytes())
            ),
        },
        None => Recognition::No {
            likeness: 0,
            first_difference: NO_WORKBOOK.to_owned(),
        },
    }
}
