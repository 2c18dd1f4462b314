//! The data file: every metric of every trust of one type, for up to four quarters.

mod checks;
mod read;
mod table;

use candour_core::TableSchema;

use self::table::{LAYOUTS, TABLE};
use super::{BLANK, CADENCE, LANDING_PAGE, LICENCE, NOUGHT, OF_RANKS, OF_SCORES, PUBLISHER};
use crate::text::recognise_headed;
use crate::{Content, Facts, Publication, ReadContext, Reading, Recognition, Sink};

/// The family.
#[derive(Debug)]
pub(crate) struct NofData;

static FACTS: Facts = Facts {
    id: "nof-data",
    title: "NHS Oversight Framework, metrics and scores of trusts",
    publisher: PUBLISHER,
    licence: LICENCE,
    landing_page: Some(LANDING_PAGE),
    frequency: "quarterly",
    cadence: CADENCE,
    marks: &[BLANK, NOUGHT],
    caveats: &[
        OF_SCORES,
        OF_RANKS,
        "A value is of the time that its reporting date names, which may lie long before the quarter: \
         some are of a year before, and of one survey through several quarters.",
    ],
};

impl Publication for NofData {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn table(&self) -> &'static TableSchema {
        &TABLE
    }

    fn recognise(&self, content: &Content<'_>) -> Recognition {
        super::recognise_text(content, |head| recognise_headed(head, &*LAYOUTS))
    }

    fn read(&self, content: Content<'_>, _: &ReadContext<'_>, sink: &mut dyn Sink) -> Reading {
        match content {
            Content::Text { head, rest } => read::read(head, rest, sink),
            Content::Workbook(_) => super::no_workbook(table::NUMBERS),
        }
    }
}
