//! Which trust lies in which region, with both codes of the region: the lookup of trusts of 2022.
//!
//! A row says `open` or `closed`, without a day. A closed trust's region is kept; that it exists is
//! not said.

use std::collections::HashSet;
use std::sync::LazyLock;

use candour_core::{BodyCode, Cadence, Diagnostic, Diagnostics};

use crate::codes::{code_at, ons_code_at};
use crate::dates::year_of_heading;
use crate::directory::{AsAt, Gathered, Relation, Said, SaidKind, kind_by_name, other_form};
use crate::text::{First, Layout, Record, counted, read_plain, recognise_headed, shown};
use crate::{Check, Content, Directory, DirectoryReading, Facts, Form, Mark, Recognition};

/// The family.
#[derive(Debug)]
pub(crate) struct TrustRegions;

static FACTS: Facts = Facts {
    id: "trust-regions",
    title: "Lookup of trusts and regions",
    publisher: "NHS England and the Office for National Statistics",
    licence: "Open Government Licence v3.0",
    landing_page: Some("https://geoportal.statistics.gov.uk/"),
    frequency: "once",
    cadence: Cadence::Monthly,
    marks: &[Mark {
        mark: "blank",
        meaning: "As the code or name of a region: the trust is Welsh, and in no region of England.",
        source: "the three Welsh trusts in the file",
    }],
    caveats: &["Whether a trust is closed is stated without the day."],
};

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    vec![Layout::of_texts(
        "trusts 2022 to regions 2021",
        &[
            "nhs_trust22_code",
            "nhs_trust22_name",
            "nhs_region21_nhs_code",
            "nhs_region21_ons_code",
            "nhs_region21_name",
            "status",
        ],
    )]
});

impl Directory for TrustRegions {
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
        let layout = &LAYOUTS[0];
        let mut taker = Taker::default();
        let mut faults = Diagnostics::default();
        let read = read_plain(
            head,
            rest,
            layout,
            First::Headings,
            &mut faults,
            &mut |record, faults| taker.row(record, &mut gathered, faults),
        );
        gathered.as_at = year_of_heading(&layout.headings[0]).map(|day| AsAt {
            day,
            reason: format!("the year in its heading {}", layout.headings[0]),
        });
        gathered.checks.push(Check {
            name: "code-twice",
            detail: format!(
                "no code stands twice, over {}",
                counted(taker.trusts.len() as u64, "trust")
            ),
            passed: !taker.twice,
        });
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
    trusts: HashSet<BodyCode>,
    regions: HashSet<BodyCode>,
    twice: bool,
}

impl Taker {
    fn row(&mut self, record: &Record<'_>, gathered: &mut Gathered, faults: &mut Diagnostics) {
        let trust = code_at(record, 0, faults);
        let region = code_at(record, 2, faults);
        // The three Welsh trusts have no region of England, and so no code of one.
        let ons = match record.text(3) {
            "" => None,
            _ => ons_code_at(record, 3, faults),
        };
        let status = record.text(5);
        if !matches!(status, "open" | "closed") {
            let message = format!("expected open or closed, saw {}", shown(status.as_bytes()));
            faults.push(record.at(5).fault(Diagnostic::error("status", message)));
        }
        let (Some(trust), Some(region)) = (trust, region) else {
            return;
        };
        if !self.trusts.insert(trust.clone()) {
            self.twice = true;
            let message = format!("expected each code once, saw {trust} again");
            let fault = Diagnostic::error("code-twice", message);
            faults.push(record.at(0).fault(fault));
        }
        if let Some(ons) = ons
            && self.regions.insert(region.clone())
        {
            gathered.say(
                record.line,
                Said::OnsCode {
                    code: region.clone(),
                    ons,
                },
            );
        }
        if status == "open" {
            let name = record.text(1).to_owned();
            gathered.say(
                record.line,
                Said::Body {
                    code: trust.clone(),
                    kind: kind_by_name(&name).unwrap_or(SaidKind::Provider),
                    name,
                    from: None,
                    to: None,
                },
            );
        }
        gathered.say(
            record.line,
            Said::Link {
                child: trust,
                parent: region,
                relation: Relation::InRegion,
            },
        );
    }
}
