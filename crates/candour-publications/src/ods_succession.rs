//! Which organisation came after which: the succession table of the Organisation Data Service.
//!
//! The real table has 25,480 rows from 1 April 1992 to 1 April 2022, of trusts, practices, sites and
//! everything else that has a code; 39 of its rows have one code on both sides, and 35 pairs stand
//! twice, with two dates. It has no ring of successions, and a file that has one is refused; a ring that
//! two files make together is the register's to find.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use candour_core::{BodyCode, Cadence, Diagnostic};
use jiff::civil::Date;

use crate::codes::code_at;
use crate::dates::iso_at;
use crate::directory::{AsAt, Gathered, Said, other_form};
use crate::text::{First, Layout, counted, read_plain, recognise_headed};
use crate::{Check, Content, Directory, DirectoryReading, Facts, Form, Mark, Recognition};

/// The family.
#[derive(Debug)]
pub(crate) struct OdsSuccession;

static FACTS: Facts = Facts {
    id: "ods-succession",
    title: "Organisation Data Service: successions",
    publisher: "NHS England, Organisation Data Service",
    licence: "Open Government Licence v3.0",
    landing_page: Some("https://digital.nhs.uk/services/organisation-data-service"),
    frequency: "now and then",
    cadence: Cadence::Monthly,
    marks: &[Mark {
        mark: "blank",
        meaning: "Not used: every row has two codes and a day. It is an error.",
        source: "the table itself",
    }],
    caveats: &[
        "The table states no weights: where several came after one, nobody says how much went to each.",
    ],
};

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    vec![Layout::of_texts(
        "old and new code",
        &["old_code", "new_code", "date"],
    )]
});

impl Directory for OdsSuccession {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn recognise(&self, content: &Content<'_>) -> Recognition {
        match content {
            Content::Text { head, .. } => recognise_headed(head, &LAYOUTS),
            Content::Workbook(_) => other_form(Form::Workbook),
        }
    }

    fn read(&self, content: Content<'_>) -> DirectoryReading {
        let mut gathered = Gathered::default();
        let Content::Text { head, rest } = content else {
            return gathered.reading(None);
        };
        let mut taker = Taker::default();
        let mut faults = std::mem::take(&mut gathered.faults);
        let read = read_plain(
            head,
            rest,
            &LAYOUTS[0],
            First::Headings,
            &mut faults,
            &mut |record, faults| {
                let predecessor = code_at(record, 0, faults);
                let successor = code_at(record, 1, faults);
                let date = iso_at(record, 2, faults);
                if let (Some(old), Some(new), Some(date)) = (predecessor, successor, date) {
                    taker.row(record.line, old, new, date, &mut gathered);
                }
            },
        );
        taker.end(&mut gathered, &mut faults);
        gathered.faults = faults;
        let io = match read {
            Ok(rows) => {
                gathered.rows = rows;
                None
            }
            Err(error) => Some(error),
        };
        gathered.reading(io)
    }
}

#[derive(Default)]
struct Taker {
    rows: HashMap<(BodyCode, BodyCode, Date), u32>,
    latest: Option<Date>,
    /// Rows with one code on both sides: the first line, and how many.
    itself: Option<(u32, u64)>,
    /// Rows that stand twice.
    twice: Option<(u32, u64)>,
}

impl Taker {
    fn row(
        &mut self,
        line: u32,
        predecessor: BodyCode,
        successor: BodyCode,
        date: Date,
        gathered: &mut Gathered,
    ) {
        self.latest = self.latest.max(Some(date));
        if predecessor == successor {
            self.itself.get_or_insert((line, 0)).1 += 1;
            return;
        }
        let key = (predecessor.clone(), successor.clone(), date);
        if self.rows.insert(key, line).is_some() {
            self.twice.get_or_insert((line, 0)).1 += 1;
            return;
        }
        gathered.say(
            line,
            Said::Succession {
                predecessor,
                successor,
                date,
            },
        );
    }

    /// The rows that stand in a ring of successions, or between two rings: those of the codes that are
    /// left when all that begin or end a chain have been taken away, again and again.
    fn rings(&self) -> Vec<(u32, &BodyCode, &BodyCode)> {
        let mut left: Vec<(u32, &BodyCode, &BodyCode)> = self
            .rows
            .iter()
            .map(|((old, new, _), line)| (*line, old, new))
            .collect();
        loop {
            let olds: HashSet<&BodyCode> = left.iter().map(|(_, old, _)| *old).collect();
            let news: HashSet<&BodyCode> = left.iter().map(|(_, _, new)| *new).collect();
            let before = left.len();
            left.retain(|(_, old, new)| news.contains(old) && olds.contains(new));
            if left.len() == before {
                left.sort_unstable();
                return left;
            }
        }
    }

    fn end(&self, gathered: &mut Gathered, faults: &mut candour_core::Diagnostics) {
        for (line, old, new) in self.rings() {
            let message = format!(
                "expected a later body than {old}, saw {new}, after which {old} comes in turn: a ring of successions"
            );
            faults
                .push(Diagnostic::error("succession-ring", message).at_field(line, 2, "new_code"));
        }
        if let Some((line, rows)) = self.itself {
            let message = format!(
                "{} with one code as old and new, the first of them here, left out: a body does not come after itself",
                counted(rows, "row")
            );
            faults.push(Diagnostic::warning("self-succession", message).at_line(line));
        }
        if let Some((line, rows)) = self.twice {
            let message = format!(
                "{} that stood before, the first of them here, left out",
                counted(rows, "row")
            );
            faults.push(Diagnostic::warning("row-twice", message).at_line(line));
        }
        gathered.as_at = self.latest.map(|day| AsAt {
            day,
            reason: "the latest succession in it".to_owned(),
        });
        gathered.checks.push(Check {
            name: "row-twice",
            detail: format!(
                "no row stands twice, over {} of two codes",
                counted(self.rows.len() as u64, "row")
            ),
            passed: self.twice.is_none(),
        });
    }
}
