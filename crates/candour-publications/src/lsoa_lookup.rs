//! Which small areas of the census lie in which sub-ICB location, board and council's area: the
//! lookups of the Office for National Statistics.
//!
//! Only counts are kept: how many lower-layer super output areas (LSOAs) lie in each. England has
//! 32,844 of 2011 and 33,755 of 2021. Each stands once, a sub-ICB location lies in one board, and a
//! code of the service has one code of the office.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use candour_core::{BodyCode, Cadence, Diagnostic, Diagnostics};

use crate::codes::{code_at, ons_code_at};
use crate::dates::year_of_heading;
use crate::directory::{AsAt, Gathered, Relation, Said, SaidKind, other_form};
use crate::text::{First, Layout, Record, counted, layout_of, read_plain, recognise_headed, shown};
use crate::{Check, Content, Directory, DirectoryReading, Facts, Form, Mark, Recognition};

/// The family.
#[derive(Debug)]
pub(crate) struct LsoaLookup;

static FACTS: Facts = Facts {
    id: "lsoa-lookup",
    title: "Lookup of small areas, sub-ICB locations and boards",
    publisher: "Office for National Statistics",
    licence: "Open Government Licence v3.0",
    landing_page: Some("https://geoportal.statistics.gov.uk/"),
    frequency: "yearly",
    cadence: Cadence::Monthly,
    marks: &[Mark {
        mark: "blank",
        meaning: "Not used: every small area lies in one of each. It is an error.",
        source: "the files themselves",
    }],
    caveats: &[
        "Small areas are counted, not people: an LSOA has between 1,000 and 3,000 residents.",
    ],
};

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    vec![
        Layout::of_texts(
            "LSOA 2011 to sub-ICB location, board and council 2022",
            &[
                "lsoa11_name",
                "lsoa11_code",
                "sicbl22_name",
                "sicbl22_code",
                "sicbl22_code_h",
                "icb22_name",
                "icb22_code",
                "icb22_code_h",
                "ltla22_name",
                "ltla22_code",
            ],
        ),
        Layout::of_texts(
            "LSOA 2021 to sub-ICB location and board 2024",
            &[
                "lsoa21_name",
                "lsoa21_code",
                "sicbl24_name",
                "sicbl24_code",
                "sicbl24_code_nhs",
                "icb24_name",
                "icb24_code",
                "icb24_code_nhs",
            ],
        ),
    ]
});

const LSOA: usize = 1;
const SUB_ICB: Unit = Unit {
    name: 2,
    ons: 3,
    code: 4,
    kind: SaidKind::SubIcb,
};
const BOARD: Unit = Unit {
    name: 5,
    ons: 6,
    code: 7,
    kind: SaidKind::Board,
};
const COUNCIL_NAME: usize = 8;
const COUNCIL: usize = 9;

/// More small areas than any census will have.
const MOST_AREAS: usize = 200_000;

/// The columns that tell of one body.
struct Unit {
    name: usize,
    ons: usize,
    code: usize,
    kind: SaidKind,
}

impl Directory for LsoaLookup {
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
        let layout = layout_of(head, &LAYOUTS);
        let mut taker = Taker {
            councils: layout.headings.len() > COUNCIL,
            ..Taker::default()
        };
        let mut faults = Diagnostics::default();
        let read = read_plain(
            head,
            rest,
            layout,
            First::Headings,
            &mut faults,
            &mut |record, faults| taker.row(record, &mut gathered, faults),
        );
        taker.end(layout, &mut gathered);
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

type Council = Option<(String, String)>;

#[derive(Default)]
struct Taker {
    councils: bool,
    /// The digits of each area's code: half a million bytes for all of England.
    areas: HashSet<u32>,
    /// For each code of the service, its code by the office and the line that said so.
    ons: HashMap<BodyCode, (String, u32)>,
    /// For each sub-ICB location, its board and the line that said so.
    boards: HashMap<BodyCode, (BodyCode, u32)>,
    counts: BTreeMap<(BodyCode, BodyCode, Council), (u32, u32)>,
    conflicts: usize,
}

impl Taker {
    fn row(&mut self, record: &Record<'_>, gathered: &mut Gathered, faults: &mut Diagnostics) {
        self.area(record, faults);
        let sub_icb = self.unit(record, &SUB_ICB, gathered, faults);
        let board = self.unit(record, &BOARD, gathered, faults);
        let council = if self.councils {
            let name = record.text(COUNCIL_NAME).to_owned();
            match ons_code_at(record, COUNCIL, faults) {
                Some(code) => Some((code, name)),
                None => return,
            }
        } else {
            None
        };
        let (Some(sub_icb), Some(board)) = (sub_icb, board) else {
            return;
        };
        match self.boards.get(&sub_icb) {
            None => {
                self.boards
                    .insert(sub_icb.clone(), (board.clone(), record.line));
                gathered.say(
                    record.line,
                    Said::Link {
                        child: sub_icb.clone(),
                        parent: board.clone(),
                        relation: Relation::InSystem,
                    },
                );
            }
            Some((known, line)) if *known != board => {
                self.conflicts += 1;
                let message = format!(
                    "expected {sub_icb} in one board, saw {board} here and {known} on line {line}"
                );
                let fault = Diagnostic::error("two-boards", message);
                faults.push(record.at(BOARD.code).fault(fault));
            }
            Some(_) => {}
        }
        self.counts
            .entry((sub_icb, board, council))
            .or_insert((record.line, 0))
            .1 += 1;
    }

    fn area(&mut self, record: &Record<'_>, faults: &mut Diagnostics) {
        let Some(code) = ons_code_at(record, LSOA, faults) else {
            return;
        };
        let number: u32 = code[1..].parse().unwrap_or(0);
        if self.areas.len() >= MOST_AREAS {
            return;
        }
        if !self.areas.insert(number) {
            self.conflicts += 1;
            let message = format!(
                "expected each area once, saw {} again",
                shown(code.as_bytes())
            );
            let fault = Diagnostic::error("area-twice", message);
            faults.push(record.at(LSOA).fault(fault));
        } else if self.areas.len() == MOST_AREAS {
            let message = format!("more than {MOST_AREAS} areas, which no census has");
            faults.push(Diagnostic::error("too-many-rows", message).at_line(record.line));
        }
    }

    fn unit(
        &mut self,
        record: &Record<'_>,
        unit: &Unit,
        gathered: &mut Gathered,
        faults: &mut Diagnostics,
    ) -> Option<BodyCode> {
        let code = code_at(record, unit.code, faults)?;
        let ons = ons_code_at(record, unit.ons, faults)?;
        match self.ons.get(&code) {
            Some((known, line)) if *known != ons => {
                self.conflicts += 1;
                let message = format!(
                    "expected one code for {code}, saw {ons} here and {known} on line {line}"
                );
                let fault = Diagnostic::error("two-codes", message);
                faults.push(record.at(unit.ons).fault(fault));
            }
            Some(_) => {}
            None => {
                self.ons.insert(code.clone(), (ons.clone(), record.line));
                gathered.say(
                    record.line,
                    Said::Body {
                        code: code.clone(),
                        kind: unit.kind,
                        name: record.text(unit.name).to_owned(),
                        from: None,
                        to: None,
                    },
                );
                gathered.say(
                    record.line,
                    Said::OnsCode {
                        code: code.clone(),
                        ons,
                    },
                );
            }
        }
        Some(code)
    }

    fn end(self, layout: &Layout, gathered: &mut Gathered) {
        gathered.as_at = year_of_heading(&layout.headings[SUB_ICB.code]).map(|day| AsAt {
            day,
            reason: format!("the year in its heading {}", layout.headings[SUB_ICB.code]),
        });
        gathered.checks.push(Check {
            name: "one-of-each",
            detail: format!(
                "each of {} stands once, in one sub-ICB location of one board",
                counted(self.areas.len() as u64, "small area")
            ),
            passed: self.conflicts == 0,
        });
        for ((sub_icb, board, council), (line, lsoas)) in self.counts {
            gathered.say(
                line,
                Said::LsoaCount {
                    sub_icb,
                    board,
                    council,
                    lsoas,
                },
            );
        }
    }
}
