//! The dated events of a series: marks on its charts, words in its table, and the list beneath.

use std::sync::LazyLock;

use candour_archive::cadence;
use candour_assessment::events::{About, Event, Events};
use candour_core::Month;

use super::answer::Reading;
use super::params::EventMarks;
use super::told::Told;
use crate::charts::EventMark;
use crate::views::{EventRow, EventsView, Link, Prose};

/// The events of the project. A row with a fault is left out; a test makes sure that there is none.
pub(super) fn known() -> &'static Events {
    static EVENTS: LazyLock<Events> = LazyLock::new(|| Events::bundled().0);
    &EVENTS
}

/// A source as a link with its site's name, or as the words it is.
pub(super) fn source(text: &str) -> Link {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .and_then(|rest| rest.split('/').next());
    match host {
        Some(host) => Link::new(host.trim_start_matches("www."), text),
        None => Link::new(text, ""),
    }
}

impl Told {
    fn about(&self) -> About<'_> {
        About {
            measure: Some(&self.measure.id),
            level: Some(self.series.key.level),
        }
    }

    /// The first month of the first period and the last of the last.
    fn months(&self) -> Option<(Month, Month)> {
        let figures = &self.series.figures;
        let (first, last) = (figures.first()?.period, figures.last()?.period);
        Some((cadence(self.measure).start(first), last))
    }

    /// The events that fall in its months.
    pub(super) fn events(&self) -> Vec<&'static Event> {
        self.months().map_or_else(Vec::new, |(first, last)| {
            known().touching(first, last, &self.about())
        })
    }

    /// The events of a reporting period, in words; empty where there is none.
    pub(super) fn event_words(&self, period: Month) -> String {
        known().words_of(cadence(self.measure).start(period), period, &self.about())
    }

    /// The marks of its charts: one for each period with events, and one for each event that lasted
    /// over a period's end. None where they are hidden.
    pub(super) fn event_marks(&self) -> Vec<EventMark> {
        if self.events == EventMarks::Hidden {
            return Vec::new();
        }
        let events = self.events();
        let mut marks: Vec<EventMark> = events
            .iter()
            .filter(|event| lasted(event))
            .filter_map(|event| {
                Some(EventMark {
                    month: event.first_month()?,
                    to: event.last_month(),
                    words: event.mark_words(),
                    groups: Vec::new(),
                    also: String::new(),
                    certain: event.is_held(),
                })
            })
            .collect();
        for figure in &self.series.figures {
            let start = cadence(self.measure).start(figure.period);
            let mut groups = Vec::new();
            let mut also = Vec::new();
            let mut certain = false;
            let mut any = false;
            for event in events.iter().filter(|e| e.touches(start, figure.period)) {
                if lasted(event) {
                    continue;
                }
                any = true;
                certain |= event.is_held();
                match &event.strike {
                    Some(strike) if event.is_held() => groups.push(strike.group.clone()),
                    Some(_) => {}
                    None => also.push(event.words.clone()),
                }
            }
            if any {
                marks.push(EventMark {
                    month: figure.period,
                    to: None,
                    words: self.event_words(figure.period),
                    groups,
                    also: also.join("; "),
                    certain,
                });
            }
        }
        marks
    }

    /// The periods with events that did not last, for the ticks of a small chart.
    pub(super) fn event_months(&self) -> Vec<Month> {
        if self.events == EventMarks::Hidden {
            return Vec::new();
        }
        let events = self.events();
        let periods = self.series.figures.iter().map(|figure| figure.period);
        periods
            .filter(|period| {
                let start = cadence(self.measure).start(*period);
                events
                    .iter()
                    .any(|event| event.is_held() && !lasted(event) && event.touches(start, *period))
            })
            .collect()
    }
}

/// Whether an event is a bar: no strike, and in more than one month.
fn lasted(event: &Event) -> bool {
    event.strike.is_none() && event.last.is_some() && event.first_month() != event.last_month()
}

/// A row of a list of events.
pub(super) fn row(event: &Event) -> EventRow {
    let strike = event.strike.as_ref();
    let mut unions = strike.map_or_else(String::new, |strike| strike.unions.join(", "));
    let unverified = strike.map_or(&[][..], |strike| &strike.unions_unverified);
    if !unverified.is_empty() {
        if !unions.is_empty() {
            unions.push_str("; ");
        }
        unions.push_str(&format!("{} (unverified)", unverified.join(", ")));
    }
    let mut said: Vec<String> = Vec::new();
    let effect = event.effect_words();
    if !effect.is_empty() {
        said.push(format!("{effect}."));
    }
    if !event.note.is_empty() {
        said.push(event.note.clone());
    }
    if !event.unverified.is_empty() {
        said.push(format!("Unverified: {}.", event.unverified));
    }
    EventRow {
        id: event.id.clone(),
        days: event.days_in_full(),
        what: event.words.clone(),
        unions,
        scope: event.scope.clone(),
        status: event.status_words().to_owned(),
        notes: said.join(" "),
        sources: event.sources().map(source).collect(),
    }
}

/// The list beneath a chart, the latest first; none where no event falls in its months. `folded`: in a
/// box that opens.
pub(super) fn list(reading: &Reading<'_>, told: &Told, folded: bool) -> Option<EventsView> {
    let mut events = told.events();
    if events.is_empty() {
        return None;
    }
    events.reverse();
    let hidden = told.events == EventMarks::Hidden;
    let (text, value) = if hidden {
        ("Show the marks", "on")
    } else {
        ("Hide the marks", "off")
    };
    let href = format!(
        "{}{}",
        reading.path,
        reading.params.but(&["events"], &[("events", value)])
    );
    Some(EventsView {
        statement: Prose::from(format!(
            "{} in these months. None of them is a reason to leave a figure out: every month counts in \
             the mean and the limits. ",
            crate::format::plural(events.len(), "dated event falls", "dated events fall")
        ))
        .link(text, href)
        .text("."),
        rows: events.into_iter().map(row).collect(),
        folded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let (events, faults) = Events::bundled();
        assert!(faults.is_empty());
        assert_eq!(known().len(), events.len());
    }

    #[test]
    fn a_source_is_a_link_only_where_it_is_an_address() {
        assert_eq!(source("https://www.a.example/b").text, "a.example");
        assert_eq!(source("a letter").href, "");
    }

    #[test]
    fn a_row_says_what_is_not_known() {
        let row = row(known().get("IA037").unwrap());
        assert_eq!(row.status, "announced, outcome not found");
        assert!(row.notes.contains("Unverified: whether it was held"));
        assert_eq!(row.days, "15 to 18 June 2026, to the next morning");
    }
}
