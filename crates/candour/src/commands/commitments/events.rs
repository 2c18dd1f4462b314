//! `events`: strikes and other dated events that a reader of the figures must know of.

use std::io;
use std::process::ExitCode;

use candour_assessment::events::{About, Event, Events};
use candour_core::Month;

use crate::cli::{self, Format, Global};
use crate::output::{self, Table};

/// An event for programs and spreadsheets.
#[derive(serde::Serialize)]
struct Shape<'a> {
    id: &'a str,
    kind: &'static str,
    status: &'static str,
    first: String,
    last: Option<String>,
    words: &'a str,
    scope: &'a str,
    measures: String,
    note: &'a str,
    unverified: &'a str,
    file: &'a str,
    line: u32,
    source: &'a str,
}

impl<'a> From<&'a Event> for Shape<'a> {
    fn from(event: &'a Event) -> Self {
        let measures: Vec<&str> = event.measures.iter().map(|id| id.as_str()).collect();
        Self {
            id: &event.id,
            kind: event.kind.as_str(),
            status: event.status.as_str(),
            first: event.first.to_string(),
            last: event.last.map(|last| last.to_string()),
            words: &event.words,
            scope: &event.scope,
            measures: measures.join(";"),
            note: &event.note,
            unverified: &event.unverified,
            file: &event.place.file,
            line: event.place.line,
            source: &event.place.source,
        }
    }
}

pub(crate) fn events(global: &Global, asked: &cli::Events) -> anyhow::Result<ExitCode> {
    let (events, _) = Events::bundled();
    let first = asked.from.or_else(|| Month::new(1900, 1));
    let last = asked.to.or_else(|| Month::new(2198, 12));
    let found: Vec<&Event> = match first.zip(last) {
        Some((first, last)) => events.touching(first, last, &About::default()),
        None => Vec::new(),
    };
    match global.format {
        Format::Json => output::json(
            &found
                .iter()
                .map(|one| Shape::from(*one))
                .collect::<Vec<_>>(),
        )?,
        Format::Csv => output::csv(found.iter().map(|one| Shape::from(*one)))?,
        Format::Table => {
            let mut table = Table::new(&["event", "first day", "ended", "what", "where", "status"]);
            for event in &found {
                table.row([
                    event.id.clone(),
                    event.first.to_string(),
                    event
                        .last
                        .map_or_else(|| "-".to_owned(), |last| last.to_string()),
                    event.words.clone(),
                    event.scope.clone(),
                    event.status.to_string(),
                ]);
            }
            table.print(&mut io::stdout().lock())?;
            let strikes = found.iter().filter(|event| event.strike.is_some());
            let held = strikes.clone().filter(|event| event.is_held()).count();
            output::tell(&format!(
                "{} events, {} of them strikes, {held} of those known to have been held; --format json gives sources and notes",
                found.len(),
                strikes.count(),
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}
