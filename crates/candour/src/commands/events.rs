//! `events`: the dated events that charts bear.

use std::io;
use std::process::ExitCode;

use candour_assessment::events::{About, Event, EventShape, Events};

use crate::cli::{self, Format, Global};
use crate::output::{self, Table};

pub(super) fn run(global: &Global, asked: &cli::Events) -> anyhow::Result<ExitCode> {
    let (events, faults) = Events::bundled();
    for fault in &faults {
        output::tell(&format!("warning: {fault}"));
    }
    let about = About {
        measure: asked.measure.as_ref(),
        level: None,
    };
    let found: Vec<&Event> = events
        .iter()
        .filter(|event| event.bears_on(&about))
        .filter(|event| {
            let first = event.first_month();
            let from = asked.from.or(first);
            let to = asked.to.or_else(|| event.last_month().or(first)).max(from);
            from.zip(to)
                .is_some_and(|(from, to)| event.touches(from, to))
        })
        .collect();
    match global.format {
        Format::Json => output::json(
            &found
                .iter()
                .map(|event| EventShape::from(*event))
                .collect::<Vec<_>>(),
        )?,
        Format::Csv => output::csv(found.iter().map(|event| EventShape::from(*event)))?,
        Format::Table => {
            let mut table = Table::new(&["Id", "When", "What", "Where", "Known of it"]);
            for event in &found {
                let effect = event.effect_words();
                let status = event.status_words();
                let known = match (status.is_empty(), effect.is_empty()) {
                    (false, _) => status.to_owned(),
                    (true, false) => effect,
                    (true, true) => "–".to_owned(),
                };
                table.row([
                    event.id.clone(),
                    event.days_in_words(),
                    event.words.clone(),
                    event.scope.clone(),
                    known,
                ]);
            }
            table.print(&mut io::stdout().lock())?;
            output::tell(
                "Events are marks on charts; no figure is left out because of one. --format json has every \
                 figure with its source.",
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}
