//! The curated files of events: all rows that can be read, and every fault.

use std::collections::HashSet;
use std::str::FromStr;

use candour_core::Diagnostic;
use candour_curated::{Fault, HalfDate, Row, Table};

use super::event::{Count, Ends, Event, EventKind, EventStatus, Exactness, Share, Strike};
use crate::bundled;

const STRIKES: &[&str] = &[
    "id",
    "first_day",
    "last_day",
    "ends",
    "status",
    "group",
    "unions",
    "unions_unverified",
    "scope",
    "rescheduled_inpatient",
    "rescheduled_outpatient",
    "rescheduled_acute",
    "acute_is",
    "rescheduled_all",
    "running_acute",
    "running_is",
    "peak_absent",
    "peak_on",
    "mean_absent",
    "kept_per_cent",
    "kept_is",
    "figure_covers",
    "note",
    "unverified",
    "source",
];
const OTHERS: &[&str] = &[
    "id",
    "first_day",
    "last_day",
    "status",
    "kind",
    "words",
    "measures",
    "levels",
    "note",
    "unverified",
    "source",
];

/// The file of strikes; every other file of the folder has the headings of other events.
const STRIKES_FILE: &str = "industrial-action.csv";

/// Every event that is known, in the order of first days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Events {
    all: Vec<Event>,
}

impl Events {
    /// The events of the project, and the faults of their rows: none, as a test makes sure.
    #[must_use]
    pub fn bundled() -> (Self, Vec<Fault>) {
        Self::read(bundled::EVENTS)
    }

    /// Reads files of events, each a name and a text: every row that can be read, and every fault with
    /// its file, line and column. A row with a fault is left out and the others are kept.
    #[must_use]
    pub fn read(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut all = Vec::new();
        for &(file, text) in files {
            let (headings, take): (_, fn(&mut Row<'_>) -> Option<Event>) = if file == STRIKES_FILE {
                (STRIKES, strike)
            } else {
                (OTHERS, other)
            };
            all.extend(Table { file, headings }.read(text, &mut faults, take));
        }
        let mut seen = HashSet::new();
        let ids: HashSet<String> = all.iter().map(|event| event.id.clone()).collect();
        all.retain(|event| {
            let mut fault = |heading: &str, column, message: String| {
                faults.push(Fault {
                    file: event.place.file.clone(),
                    diagnostic: Diagnostic::error("curated-row", message).at_field(
                        event.place.line,
                        column,
                        heading,
                    ),
                });
            };
            let is_new = seen.insert(event.id.clone());
            if !is_new {
                fault("id", 1, format!("a second row has the id {}", event.id));
            }
            let covers = event.strike.iter().flat_map(|s| &s.figure_covers);
            for unknown in covers.filter(|id| !ids.contains(*id)) {
                let column = STRIKES.iter().position(|name| *name == "figure_covers");
                let column = column.and_then(|at| u32::try_from(at + 1).ok());
                fault(
                    "figure_covers",
                    column.unwrap_or(1),
                    format!("no row has the id {unknown}"),
                );
            }
            is_new
        });
        all.sort_by_key(|event| (event.first.first_day(), event.id.clone()));
        (Self { all }, faults)
    }

    /// Every event, in the order of first days.
    pub fn iter(&self) -> std::slice::Iter<'_, Event> {
        self.all.iter()
    }

    /// The event with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Event> {
        self.all.iter().find(|event| event.id == id)
    }

    /// How many events are known.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether none is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl<'a> IntoIterator for &'a Events {
    type Item = &'a Event;
    type IntoIter = std::slice::Iter<'a, Event>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn strike(row: &mut Row<'_>) -> Option<Event> {
    let span = row.span("first_day", "last_day");
    for heading in ["first_day", "last_day"] {
        // A day of strike is counted, so that half a date would not do.
        let date: Option<HalfDate> = row.must(heading);
        if date.is_some_and(|date| !date.is_exact()) {
            row.fault(heading, "expected a day such as 2023-03-13");
        }
    }
    let ends = row.must("ends")?;
    if ends == Ends::Morning && span.from == span.to && span.from.is_some() {
        row.fault(
            "ends",
            "an action that ends in the morning lasts into a second day",
        );
    }
    let inpatient = row.parsed("rescheduled_inpatient");
    let outpatient = row.parsed("rescheduled_outpatient");
    let acute = count(row, "rescheduled_acute", "acute_is");
    if let (Some(inpatient), Some(outpatient), Some(acute)) = (inpatient, outpatient, acute)
        && u64::checked_add(inpatient, outpatient) != Some(acute.value)
    {
        let message = format!(
            "expected the inpatient and outpatient numbers to add up to it, {inpatient} and {outpatient}, saw {}",
            acute.value
        );
        row.fault("rescheduled_acute", message);
    }
    let kept = row.parsed::<f64>("kept_per_cent");
    if kept.is_some_and(|kept| !(0.0..=100.0).contains(&kept)) {
        row.fault("kept_per_cent", "expected 0 to 100 per cent");
    }
    let kept_is = exactness(row, "kept_is");
    let group = row.required("group");
    let strike = Strike {
        unions: row.several("unions"),
        unions_unverified: row.several("unions_unverified"),
        ends,
        rescheduled_inpatient: inpatient,
        rescheduled_outpatient: outpatient,
        rescheduled_acute: acute,
        rescheduled_all: row.parsed("rescheduled_all"),
        running_acute: count(row, "running_acute", "running_is"),
        peak_absent: row.parsed("peak_absent"),
        peak_on: row.parsed("peak_on"),
        mean_absent: row.parsed("mean_absent"),
        kept: kept.map(|kept| Share {
            value: kept / 100.0,
            exactness: kept_is,
        }),
        figure_covers: row.several("figure_covers"),
        group,
    };
    Some(Event {
        kind: EventKind::Strike,
        status: status(row)?,
        first: span.from?,
        last: span.to,
        words: format!("Strike by {}", strike.group),
        scope: row.required("scope"),
        measures: Vec::new(),
        levels: Vec::new(),
        strike: Some(strike),
        note: row.text("note").to_owned(),
        unverified: row.text("unverified").to_owned(),
        place: row.place(),
        id: row.must("id")?,
    })
}

fn other(row: &mut Row<'_>) -> Option<Event> {
    let span = row.span("first_day", "last_day");
    let kind = row.must("kind")?;
    if kind == EventKind::Strike {
        row.fault("kind", format!("a strike is a row of {STRIKES_FILE}"));
    }
    let measures = members(row, "measures");
    let levels = members(row, "levels");
    row.required("first_day");
    Some(Event {
        kind,
        status: status(row)?,
        first: span.from?,
        last: span.to,
        words: row.required("words"),
        scope: String::new(),
        measures,
        levels,
        strike: None,
        note: row.text("note").to_owned(),
        unverified: row.text("unverified").to_owned(),
        place: row.place(),
        id: row.must("id")?,
    })
}

/// The status; what was not held says what is unverified.
fn status(row: &mut Row<'_>) -> Option<EventStatus> {
    let status = row.must("status")?;
    if status != EventStatus::Held && row.text("unverified").is_empty() {
        row.fault(
            "unverified",
            format!("expected what is not confirmed of an event that is `{status}`, saw nothing"),
        );
    }
    Some(status)
}

fn count(row: &mut Row<'_>, heading: &str, is: &str) -> Option<Count> {
    let exactness = exactness(row, is);
    row.parsed(heading).map(|value| Count { value, exactness })
}

/// How exact the number is; a blank is exact.
fn exactness(row: &mut Row<'_>, heading: &str) -> Exactness {
    row.parsed(heading).unwrap_or(Exactness::Exact)
}

/// A field of several members, each read as what it stands for.
fn members<T: FromStr<Err: std::fmt::Display>>(row: &mut Row<'_>, heading: &str) -> Vec<T> {
    let mut found = Vec::new();
    for text in row.several(heading) {
        match text.parse() {
            Ok(member) => found.push(member),
            Err(error) => row.fault(heading, T::Err::to_string(&error)),
        }
    }
    found
}
