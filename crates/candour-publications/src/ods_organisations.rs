//! Lists of organisations of the Organisation Data Service: `etr` (trusts), `eccg` (commissioners).
//!
//! A file as published has no headings: 27 fields in quotation marks, days as `20221031`. Some who
//! pass it on put headings over it, with the last three fields left out.
//!
//! What a row is of is told by its 14th field, the role, and where that is blank by its name. In the
//! files of January 2026: `RO319` stands for the 106 sub-ICB locations (six of them have `RO326`
//! too), `RO327` for the 37 reporting entities within them, `RO218` for the 35 hubs through which NHS
//! England commissions, and a blank for the 142 clinical commissioning groups that have ended, whose
//! names end in `CCG`. In the lists of trusts it is always blank, and every name has the word `TRUST`.

use std::collections::HashMap;
use std::sync::LazyLock;

use candour_core::{BodyCode, Cadence, Diagnostic, Diagnostics};
use jiff::civil::Date;

use crate::codes::code_at;
use crate::dates::compact_at;
use crate::directory::{AsAt, Gathered, Relation, Said, SaidKind, kind_by_name, other_form};
use crate::text::{
    First, Layout, Record, counted, first_records, read_plain, recognise_headed, shown,
};
use crate::{Check, Content, Directory, DirectoryReading, Facts, Form, Mark, Recognition};

/// The family.
#[derive(Debug)]
pub(crate) struct OdsOrganisations;

static FACTS: Facts = Facts {
    id: "ods-organisations",
    title: "Organisation Data Service: organisations",
    publisher: "NHS England, Organisation Data Service",
    licence: "Open Government Licence v3.0",
    landing_page: Some("https://digital.nhs.uk/services/organisation-data-service"),
    frequency: "several times a year",
    cadence: Cadence::Monthly,
    marks: &[
        Mark {
            mark: "blank",
            meaning: "As a closing day: not closed. As a region or system: none is stated.",
            source: "the files themselves",
        },
        Mark {
            mark: "W00",
            meaning: "As a region: Wales. Kept as it stands; it is no region of NHS England.",
            source: "the three Welsh trusts in the files",
        },
    ],
    caveats: &[
        "The region and the system of a row are those of the day of the file, also where the body closed long before.",
        "The region and the system of a commissioning hub are those of its office; it serves others, so that no link is taken from them.",
    ],
};

const CODE: usize = 0;
const NAME: usize = 1;
const REGION: usize = 2;
const SYSTEM: usize = 3;
const OPENED: usize = 10;
const CLOSED: usize = 11;
const ROLE: usize = 13;

/// As published, without headings. The names are those of the service's description, in short.
static PUBLISHED: LazyLock<Layout> = LazyLock::new(|| {
    Layout::of_texts(
        "27 fields without headings",
        &[
            "code",
            "name",
            "region",
            "system",
            "address 1",
            "address 2",
            "address 3",
            "town",
            "county",
            "postcode",
            "opened",
            "closed",
            "",
            "role",
            "",
            "",
            "",
            "telephone",
            "",
            "",
            "",
            "amended",
            "",
            "government region",
            "",
            "",
            "",
        ],
    )
});

/// With headings put over it, misprints included.
static HEADED: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    vec![Layout::of_texts(
        "24 columns with headings",
        &[
            "OrganisationCode",
            "Name",
            "NationalGrouping",
            "HighLevelHealthGeography",
            "AddressLine1",
            "AddressLine2",
            "AddressLine3",
            "AddressLine4",
            "AddressLine5",
            "Poscode",
            "OpenDate",
            "ClsoeDate",
            "",
            "OrganisationSubTypeCode",
            "ParentOrganisationCode",
            "",
            "",
            "ContactTelNo",
            "",
            "",
            "",
            "AmendedRecordIndicator",
            "",
            "GORCode",
        ],
    )]
});

impl Directory for OdsOrganisations {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn recognise(&self, content: &Content<'_>) -> Recognition {
        match content {
            Content::Text { head, .. } if is_published(head) => Recognition::Yes {
                layout: PUBLISHED.name,
                form: Form::Csv,
            },
            Content::Text { head, .. } => recognise_headed(head, &HEADED),
            Content::Workbook(_) => other_form(Form::Workbook),
        }
    }

    fn read(&self, content: Content<'_>) -> DirectoryReading {
        let mut gathered = Gathered::default();
        let Content::Text { head, rest } = content else {
            return gathered.reading(None);
        };
        let (layout, first) = if is_published(head) {
            (&*PUBLISHED, First::Row)
        } else {
            (&HEADED[0], First::Headings)
        };
        let mut taker = Taker::default();
        let mut faults = Diagnostics::default();
        let read = read_plain(
            head,
            rest,
            layout,
            first,
            &mut faults,
            &mut |record, faults| {
                taker.row(record, &mut gathered, faults);
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

/// Whether the first records have 27 fields with a code in the first and days, or nothing, where days
/// belong. No other text known has such rows.
fn is_published(head: &[u8]) -> bool {
    let is_day = |text: &str| {
        text.is_empty() || (text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let rows = first_records(head, 4);
    !rows.is_empty()
        && rows.iter().all(|fields| {
            fields.len() == PUBLISHED.headings.len()
                && BodyCode::new(&fields[CODE]).is_ok()
                && is_day(&fields[OPENED])
                && is_day(&fields[CLOSED])
        })
        && rows.iter().any(|fields| !fields[OPENED].is_empty())
}

/// The kind of a role. Only roles that a real file was seen to have; see the head of this file.
fn kind_by_role(role: &str) -> Option<SaidKind> {
    // Several roles stand in one field with strokes between them; the first is the chief one.
    match role.split('|').next().unwrap_or_default() {
        "RO319" => Some(SaidKind::SubIcb),
        "RO327" => Some(SaidKind::ReportingEntity),
        "RO218" => Some(SaidKind::CommissioningHub),
        _ => None,
    }
}

#[derive(Default)]
struct Taker {
    seen: HashMap<BodyCode, u32>,
    latest: Option<Date>,
    /// The hubs whose place was left out: the first line, and how many.
    hubs: Option<(u32, u64)>,
    unknown: Option<(u32, u64)>,
    twice: bool,
}

impl Taker {
    fn row(&mut self, record: &Record<'_>, gathered: &mut Gathered, faults: &mut Diagnostics) {
        let code = code_at(record, CODE, faults);
        let name = record.text(NAME);
        if name.is_empty() {
            let fault = Diagnostic::error("no-name", "expected a name, saw nothing");
            faults.push(record.at(NAME).fault(fault));
        }
        let from = compact_at(record, OPENED, faults);
        let to = compact_at(record, CLOSED, faults);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let message = format!("expected a closing day not before {from}, saw {to}");
            let fault = Diagnostic::error("ends-before-it-begins", message);
            faults.push(record.at(CLOSED).fault(fault));
        }
        self.latest = self.latest.max(from).max(to);
        let kind = self.kind(record, faults);
        let Some(code) = code else { return };
        if let Some(before) = self.seen.insert(code.clone(), record.line) {
            self.twice = true;
            let message =
                format!("expected each code once, saw {code} again; it stands on line {before}");
            let fault = Diagnostic::error("code-twice", message);
            faults.push(record.at(CODE).fault(fault));
            return;
        }
        self.links(record, &code, kind, gathered, faults);
        gathered.say(
            record.line,
            Said::Body {
                code,
                kind,
                name: name.to_owned(),
                from,
                to,
            },
        );
    }

    fn kind(&mut self, record: &Record<'_>, faults: &mut Diagnostics) -> SaidKind {
        let role = record.text(ROLE);
        let kind = if role.is_empty() {
            kind_by_name(record.text(NAME))
        } else {
            kind_by_role(role)
        };
        kind.unwrap_or_else(|| {
            // A role that no file had yet is no fault of the file: the body stands, as a provider.
            if self.unknown.is_none() && !role.is_empty() {
                let message = format!(
                    "the role {} is not known; such bodies are taken as providers",
                    shown(role.as_bytes())
                );
                let fault = Diagnostic::warning("unknown-role", message);
                faults.push(record.at(ROLE).fault(fault));
            }
            self.unknown.get_or_insert((record.line, 0)).1 += 1;
            SaidKind::Provider
        })
    }

    fn links(
        &mut self,
        record: &Record<'_>,
        code: &BodyCode,
        kind: SaidKind,
        gathered: &mut Gathered,
        faults: &mut Diagnostics,
    ) {
        if kind == SaidKind::CommissioningHub {
            self.hubs.get_or_insert((record.line, 0)).1 += 1;
            return;
        }
        for (column, relation) in [(REGION, Relation::InRegion), (SYSTEM, Relation::InSystem)] {
            if record.text(column).is_empty() {
                continue;
            }
            if let Some(parent) = code_at(record, column, faults) {
                gathered.say(
                    record.line,
                    Said::Link {
                        child: code.clone(),
                        parent,
                        relation,
                    },
                );
            }
        }
    }

    fn end(&self, gathered: &mut Gathered, faults: &mut Diagnostics) {
        if let Some((line, hubs)) = self.hubs {
            let message = format!(
                "{}, the first of them here: the region and system of their office are not taken for those they serve",
                counted(hubs, "commissioning hub")
            );
            faults.push(Diagnostic::note("hub-place", message).at_line(line));
        }
        if let Some((line, bodies)) = self.unknown {
            let message = format!(
                "{} whose kind neither role nor name tells, the first of them here, taken as providers",
                counted(bodies, "row")
            );
            faults.push(Diagnostic::note("unknown-kind", message).at_line(line));
        }
        gathered.as_at = self.latest.map(|day| AsAt {
            day,
            reason: "the latest day of opening or closing in it; it may be of a later day"
                .to_owned(),
        });
        gathered.checks.push(Check {
            name: "code-twice",
            detail: format!(
                "no code stands twice, over {}",
                counted(self.seen.len() as u64, "code")
            ),
            passed: !self.twice,
        });
    }
}
