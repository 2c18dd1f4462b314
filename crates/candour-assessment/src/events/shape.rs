//! An event as a flat row, for JSON and CSV alike.

use serde::Serialize;

use super::event::{Count, Event, Exactness};

/// A row of an answer. A number that is not known is null, and blank in CSV; never nought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventShape {
    /// Its name here: `IA017`.
    pub id: String,
    /// What it is: `strike`, `field-test`, `count`, `boundaries` or `pressure`.
    pub kind: &'static str,
    /// `held`, `announced` or `planned`; only what was held is counted.
    pub status: &'static str,
    /// The first day, as far as known.
    pub first_day: String,
    /// The day on which it ended, as published; null while it lasts.
    pub published_end: Option<String>,
    /// The last day of strike: the day before, where it ended in a morning.
    pub last_day: Option<String>,
    /// Days of strike; null for another kind of event and where it is not known to have been held.
    pub days_of_strike: Option<usize>,
    /// A few words.
    pub words: String,
    /// Where, in words.
    pub scope: String,
    /// The unions whose part is known, separated by semicolons.
    pub unions: String,
    /// The unions whose part is not verified.
    pub unions_unverified: String,
    /// The measures that it bears on; empty for every measure.
    pub measures: String,
    /// The levels that it bears on; empty for every level.
    pub levels: String,
    /// Acute inpatient procedures rescheduled.
    pub rescheduled_inpatient: Option<u64>,
    /// Acute outpatient appointments rescheduled.
    pub rescheduled_outpatient: Option<u64>,
    /// Both together.
    pub rescheduled_acute: Option<u64>,
    /// How exact that is.
    pub rescheduled_acute_is: Option<&'static str>,
    /// All settings together.
    pub rescheduled_all: Option<u64>,
    /// The running total of acute care after it, to June 2024.
    pub running_acute: Option<u64>,
    /// How exact that is.
    pub running_acute_is: Option<&'static str>,
    /// The most staff absent on one day.
    pub peak_absent: Option<u64>,
    /// Mean staff absent a day.
    pub mean_absent: Option<u64>,
    /// The share of planned elective activity kept, a fraction.
    pub kept: Option<f64>,
    /// How exact that is.
    pub kept_is: Option<&'static str>,
    /// The actions that its figures cover together.
    pub figure_covers: String,
    /// What must be known of the figures.
    pub note: String,
    /// What nobody has confirmed.
    pub unverified: String,
    /// Its sources.
    pub source: String,
}

impl EventShape {
    /// The names of its fields, in the order of columns.
    pub const COLUMNS: [&'static str; 28] = [
        "id",
        "kind",
        "status",
        "first_day",
        "published_end",
        "last_day",
        "days_of_strike",
        "words",
        "scope",
        "unions",
        "unions_unverified",
        "measures",
        "levels",
        "rescheduled_inpatient",
        "rescheduled_outpatient",
        "rescheduled_acute",
        "rescheduled_acute_is",
        "rescheduled_all",
        "running_acute",
        "running_acute_is",
        "peak_absent",
        "mean_absent",
        "kept",
        "kept_is",
        "figure_covers",
        "note",
        "unverified",
        "source",
    ];
}

impl From<&Event> for EventShape {
    fn from(event: &Event) -> Self {
        let strike = event.strike.as_ref();
        let joined = |texts: &[String]| texts.join("; ");
        let acute = strike.and_then(|strike| strike.rescheduled_acute);
        let running = strike.and_then(|strike| strike.running_acute);
        let kept = strike.and_then(|strike| strike.kept);
        let number = |count: Option<Count>| count.map(|count| count.value);
        let is = |count: Option<Count>| count.map(|count| count.exactness.as_str());
        Self {
            id: event.id.clone(),
            kind: event.kind.as_str(),
            status: event.status.as_str(),
            first_day: event.first.to_string(),
            published_end: event.last.map(|last| last.to_string()),
            last_day: strike
                .and_then(|_| event.last_day())
                .map(|day| day.to_string()),
            days_of_strike: strike
                .filter(|_| event.is_held())
                .map(|_| event.days().count()),
            words: event.words.clone(),
            scope: event.scope.clone(),
            unions: strike.map_or_else(String::new, |strike| joined(&strike.unions)),
            unions_unverified: strike
                .map_or_else(String::new, |strike| joined(&strike.unions_unverified)),
            measures: event
                .measures
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
            levels: event
                .levels
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
            rescheduled_inpatient: strike.and_then(|strike| strike.rescheduled_inpatient),
            rescheduled_outpatient: strike.and_then(|strike| strike.rescheduled_outpatient),
            rescheduled_acute: number(acute),
            rescheduled_acute_is: is(acute),
            rescheduled_all: strike.and_then(|strike| strike.rescheduled_all),
            running_acute: number(running),
            running_acute_is: is(running),
            peak_absent: strike.and_then(|strike| strike.peak_absent),
            mean_absent: strike.and_then(|strike| strike.mean_absent),
            kept: kept.map(|share| share.value),
            kept_is: kept.map(|share| Exactness::as_str(share.exactness)),
            figure_covers: strike.map_or_else(String::new, |strike| joined(&strike.figure_covers)),
            note: event.note.clone(),
            unverified: event.unverified.clone(),
            source: event.place.source.to_string(),
        }
    }
}
