//! Names and codes of integrated care boards by the Office for National Statistics:
//! `ICB24CD,ICB24CDH,ICB24NM`. The year in the headings changes with each vintage.

use std::collections::HashMap;

use candour_core::{BodyCode, Cadence, Diagnostic, Diagnostics};

use crate::codes::{code_at, ons_code_at};
use crate::dates::year_of_heading;
use crate::directory::{AsAt, Gathered, Said, SaidKind, other_form};
use crate::text::{First, Layout, counted, first_records, read_plain, recognise_headed};
use crate::{Check, Content, Directory, DirectoryReading, Facts, Form, Recognition};

/// The family.
#[derive(Debug)]
pub(crate) struct OnsNames;

static FACTS: Facts = Facts {
    id: "ons-names",
    title: "Names and codes of integrated care boards",
    publisher: "Office for National Statistics",
    licence: "Open Government Licence v3.0",
    landing_page: Some("https://geoportal.statistics.gov.uk/"),
    frequency: "yearly",
    cadence: Cadence::Monthly,
    marks: &[],
    caveats: &[],
};

/// The layout with the year that the text's own first heading has; 24 where it has none.
fn layout(head: &[u8]) -> Layout {
    let first = first_records(head, 1)
        .pop()
        .and_then(|fields| fields.into_iter().next())
        .unwrap_or_default();
    let year: String = first.chars().filter(char::is_ascii_digit).collect();
    let year = if year.len() == 2 {
        year
    } else {
        "24".to_owned()
    };
    let headings = ["CD", "CDH", "NM"].map(|what| format!("ICB{year}{what}"));
    let [ons, code, name] = headings.each_ref().map(String::as_str);
    Layout::of_texts("boards with both codes", &[ons, code, name, "ObjectId"])
}

impl Directory for OnsNames {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn recognise(&self, content: &Content<'_>) -> Recognition {
        match content {
            Content::Text { head, .. } => recognise_headed(head, &[layout(head)]),
            Content::Workbook(_) => other_form(Form::Workbook),
        }
    }

    fn read(&self, content: Content<'_>) -> DirectoryReading {
        let mut gathered = Gathered::default();
        let Content::Text { head, rest } = content else {
            return gathered.reading(None);
        };
        let layout = layout(head);
        let mut seen: HashMap<BodyCode, u32> = HashMap::new();
        let mut faults = Diagnostics::default();
        let read = read_plain(
            head,
            rest,
            &layout,
            First::Headings,
            &mut faults,
            &mut |record, faults| {
                let ons = ons_code_at(record, 0, faults);
                let code = code_at(record, 1, faults);
                let (Some(ons), Some(code)) = (ons, code) else {
                    return;
                };
                if let Some(before) = seen.insert(code.clone(), record.line) {
                    let message = format!(
                        "expected each code once, saw {code} again; it stands on line {before}"
                    );
                    let fault = Diagnostic::error("code-twice", message);
                    faults.push(record.at(1).fault(fault));
                }
                gathered.say(
                    record.line,
                    Said::Body {
                        code: code.clone(),
                        kind: SaidKind::Board,
                        name: record.text(2).to_owned(),
                        from: None,
                        to: None,
                    },
                );
                gathered.say(record.line, Said::OnsCode { code, ons });
            },
        );
        gathered.as_at = year_of_heading(&layout.headings[0]).map(|day| AsAt {
            day,
            reason: format!("the year in its heading {}", layout.headings[0]),
        });
        gathered.checks.push(Check {
            name: "code-twice",
            detail: format!(
                "no code stands twice, over {}",
                counted(seen.len() as u64, "board")
            ),
            passed: faults.errors() == 0,
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
