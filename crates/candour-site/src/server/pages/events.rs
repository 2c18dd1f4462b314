//! `/events`: every dated event that is known, and the same as files.

use candour_assessment::events::{About, Event, EventShape};
use candour_core::Month;
use candour_export::table::Cell;

use crate::format;
use crate::server::answer::{Answer, Reading};
use crate::server::downloads;
use crate::server::error::AppError;
use crate::server::events::{known, row};
use crate::views::{EventsPageView, EventsView, Link, Prose};

/// The events of the months asked for; all of them where none is.
pub(in crate::server) fn asked(reading: &Reading<'_>) -> Vec<&'static Event> {
    let all = known();
    let params = &reading.params;
    let first = all.iter().filter_map(Event::first_month).min();
    let last = all
        .iter()
        .filter_map(|event| event.last_month().or_else(|| event.first_month()))
        .max();
    let span: Option<(Month, Month)> = params.from.or(first).zip(params.to.or(last));
    span.map_or_else(Vec::new, |(from, to)| {
        all.touching(from, to, &About::default())
    })
}

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let mut events = asked(reading);
    events.reverse();
    let strikes = events.iter().filter(|event| event.strike.is_some()).count();
    let held = events
        .iter()
        .filter(|event| event.strike.is_some() && event.is_held())
        .count();
    let heading = format!(
        "{}, {held} of them known to have been held; {} of another kind",
        format::plural(strikes, "strike", "strikes"),
        format::plural(events.len() - strikes, "event", "events")
    );
    let mut notes = Vec::new();
    if let Some(total) = known().last_published_total() {
        notes.push(Prose::from(format!(
            "The published running total of acute appointments and procedures rescheduled reached {} in \
             July 2024. It counts acute care only, and leaves out what was never booked.",
            total.in_words()
        )));
    }
    notes.push(Prose::from(
        "In July 2025 the published headline became the share of planned activity kept, and trusts were \
         told not to cancel in advance: numbers rescheduled before and after do not compare, and no total \
         runs over both.",
    ));
    let query = reading.params.but(&["events"], &[]);
    let view = EventsPageView {
        page: reading.page(heading.clone(), vec![reading.root()], false),
        heading,
        notes,
        events: EventsView {
            statement: Prose::from(
                "Events are marks on charts. No figure is left out because of one.",
            ),
            rows: events.into_iter().map(row).collect(),
            folded: false,
        },
        files: vec![
            Link::new("CSV", format!("/events.csv{query}")),
            Link::new("JSON", format!("/events.json{query}")),
        ],
    };
    Ok(Answer::html(view.render()?))
}

/// The same as rows.
pub(in crate::server) fn file(reading: &Reading<'_>, ending: &str) -> Result<Answer, AppError> {
    let shapes: Vec<EventShape> = asked(reading).into_iter().map(EventShape::from).collect();
    match ending {
        "json" => Answer::json(&shapes),
        "csv" => {
            let columns = EventShape::COLUMNS.map(str::to_owned);
            let mut rows = Vec::new();
            for shape in &shapes {
                let fields = serde_json::to_value(shape)?;
                rows.push(columns.iter().map(|name| cell(&fields[name])).collect());
            }
            downloads::table(&columns, &rows, "events")
        }
        _ => Err(AppError::not_found(
            "The events can be had as .csv and .json",
        )),
    }
}

fn cell(value: &serde_json::Value) -> Cell {
    match value {
        serde_json::Value::Null => Cell::Null,
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Cell::Integer(whole),
            None => number.as_f64().map_or(Cell::Null, Cell::Real),
        },
        serde_json::Value::String(text) => Cell::Text(text.clone()),
        other => Cell::Text(other.to_string()),
    }
}
