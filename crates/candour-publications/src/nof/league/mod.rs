//! The league table: one row a trust, in the order of its segment and average score.

mod checks;
mod read;
mod table;

use candour_core::TableSchema;

use self::table::{LAYOUTS, TABLE};
use super::{BLANK, CADENCE, LANDING_PAGE, LICENCE, OF_RANKS, OF_SCORES, PUBLISHER};
use crate::text::recognise_headed;
use crate::{Content, Facts, Publication, ReadContext, Reading, Recognition, Sink};

/// The family.
#[derive(Debug)]
pub(crate) struct NofLeagueTable;

static FACTS: Facts = Facts {
    id: "nof-league-table",
    title: "NHS Oversight Framework, league table of trusts",
    publisher: PUBLISHER,
    licence: LICENCE,
    landing_page: Some(LANDING_PAGE),
    frequency: "quarterly",
    cadence: CADENCE,
    marks: &[BLANK],
    caveats: &[
        OF_SCORES,
        OF_RANKS,
        "A trust in deficit is placed no higher than segment 3, whatever its score, and the table is in \
         order of segment first.",
        "The likely ranges of score and rank are the publisher's; its method for them is not known here.",
    ],
};

impl Publication for NofLeagueTable {
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
