//! `briefing`: what changed and matters.

use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_archive::{ArchiveError, NotFound, Snapshot};
use candour_briefing::render::{self, BriefingShape, Options};
use candour_briefing::{BriefingQuery, Knowledge};
use candour_core::BodyCode;
use serde::Serialize;

use super::{NotThere, archive};
use crate::cli::{self, Format, FormatAsked, Global};
use crate::output;

pub(super) fn run(global: &Global, asked: &cli::Briefing) -> anyhow::Result<ExitCode> {
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    if snapshot.is_synthetic()? {
        output::tell("warning: the figures are a synthetic sample");
    }
    let today = crate::today()?;
    let on = asked.on.or(asked.as_known).unwrap_or(today);
    let knowledge = match (asked.up_to, asked.as_known) {
        (Some(month), _) => Knowledge::UpTo { month },
        (None, Some(day)) => Knowledge::AsKnown { day },
        (None, None) if on < today => Knowledge::AsKnown { day: on },
        (None, None) => Knowledge::Today,
    };
    let query = BriefingQuery {
        on,
        body: Some(body(&snapshot, &asked.body)?),
        knowledge,
    };
    let briefing = candour_briefing::briefing(&snapshot, &query)?;
    match (global.format_asked, global.format) {
        (FormatAsked::Html, _) => print(&render::html_mail(&briefing, &asked.site))?,
        (FormatAsked::Markdown, _) => print(&render::markdown(&briefing, &asked.site))?,
        (_, Format::Json) => output::json(&BriefingShape::from(&briefing))?,
        (_, Format::Csv) => {
            let must = briefing.must_reads.len();
            let rows = briefing
                .items()
                .enumerate()
                .map(|(place, item)| Row::new(item, place < must));
            output::csv(rows)?;
        }
        (_, Format::Table) => {
            let options = Options { why: asked.why };
            print(&render::text(&briefing, &asked.site, options))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

/// An item as a row of a spreadsheet.
#[derive(Serialize)]
struct Row {
    must_read: bool,
    section: String,
    kind: String,
    points: f64,
    headline: String,
    bodies: String,
    measure: Option<String>,
    commitment: Option<String>,
    period: Option<String>,
    id: String,
}

impl Row {
    fn new(item: &candour_briefing::Item, must_read: bool) -> Self {
        let subject = &item.subject;
        let bodies: Vec<&str> = subject.bodies.iter().map(BodyCode::as_str).collect();
        Self {
            must_read,
            section: item.section.to_string(),
            kind: item.kind.to_string(),
            points: (item.score.points * 10.0).round() / 10.0,
            headline: item.headline.to_string(),
            bodies: bodies.join(" "),
            measure: subject.measure.as_ref().map(ToString::to_string),
            commitment: subject.commitment.as_ref().map(ToString::to_string),
            period: subject.period.map(|month| month.to_string()),
            id: item.id.to_string(),
        }
    }
}

/// The body that a code names, or that alone has such a name.
fn body(snapshot: &Snapshot<'_>, asked: &str) -> anyhow::Result<BodyCode> {
    let error = match snapshot.body(asked) {
        Ok(known) => return Ok(known.code),
        Err(error @ ArchiveError::NotFound(NotFound::Body { .. })) => error,
        Err(error) => return Err(error.into()),
    };
    let mut named = snapshot.bodies(asked, 9)?;
    match named.len() {
        0 => Err(error.into()),
        1 => Ok(named.remove(0).code),
        several => Err(NotThere::new(
            format!(
                "`{asked}` is the name of more than one body: {}{}",
                named
                    .iter()
                    .map(|body| format!("{} ({})", body.code, body.name))
                    .collect::<Vec<_>>()
                    .join(", "),
                if several == 9 { ", and more" } else { "" }
            ),
            "give its code, or more words of its name",
        )
        .into()),
    }
}
