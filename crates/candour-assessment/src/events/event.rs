//! One event and what is known of it.

use candour_core::{Level, MeasureId, Month};
use candour_curated::{HalfDate, RowPlace, words};
use jiff::civil::Date;

use super::About;

words!(
    /// What an event is.
    EventKind, "a kind of event", {
        /// Industrial action.
        Strike = "strike",
        /// A trial of other standards, during which the measured one was not reported by all.
        FieldTest = "field-test",
        /// What is counted, or how often, changed.
        Count = "count",
        /// Bodies began, ended or were enlarged.
        Boundaries = "boundaries",
        /// Weather or illness that a source names.
        Pressure = "pressure",
    }
);

words!(
    /// Whether an event took place, as far as the sources say.
    EventStatus, "a status of an event", {
        /// It took place.
        Held = "held",
        /// It was announced; what came of it was not found.
        Announced = "announced",
        /// It was planned and is believed to have been suspended, which is unverified.
        Planned = "planned",
    }
);

words!(
    /// When on its last day an action ended.
    Ends, "when an action ends", {
        /// In the morning, about 07:00: the strike clock of doctors. That day is no day of strike.
        Morning = "morning",
        /// With the day.
        Night = "night",
    }
);

words!(
    /// How exact a published number is.
    Exactness, "how exact a number is", {
        /// As published, to the last unit.
        Exact = "exact",
        /// Published in round numbers.
        Rounded = "rounded",
        /// A lower bound: `more than`.
        MoreThan = "more than",
        /// Not published: the difference or sum of numbers that were.
        Derived = "derived",
    }
);

/// A number of appointments, procedures or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub value: u64,
    /// How exact it is.
    pub exactness: Exactness,
}

/// A share, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The fraction: 0.947 for 94.7 per cent.
    pub value: f64,
    /// How exact it is.
    pub exactness: Exactness,
}

/// By which of two ways the effect of a strike was published. Figures of one way do not compare with
/// those of the other (rule book, industrial action, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountEra {
    /// To June 2024: appointments and procedures rescheduled.
    Rescheduled,
    /// From July 2025: the share of planned elective activity kept, once trusts were told not to cancel
    /// in advance.
    ShareKept,
}

/// What is known of an industrial action.
#[derive(Debug, Clone, PartialEq)]
pub struct Strike {
    /// Who struck: `junior doctors`.
    pub group: String,
    /// The unions whose part is known.
    pub unions: Vec<String>,
    /// The unions whose part is not verified.
    pub unions_unverified: Vec<String>,
    /// When on the last day it ended.
    pub ends: Ends,
    /// Acute inpatient procedures rescheduled.
    pub rescheduled_inpatient: Option<u64>,
    /// Acute outpatient appointments rescheduled.
    pub rescheduled_outpatient: Option<u64>,
    /// Both together: what the published running total adds up.
    pub rescheduled_acute: Option<Count>,
    /// Acute, mental health, learning disability and community together.
    pub rescheduled_all: Option<u64>,
    /// The running total of acute care after it.
    pub running_acute: Option<Count>,
    /// The most staff absent on one day because of it.
    pub peak_absent: Option<u64>,
    /// That day.
    pub peak_on: Option<Date>,
    /// Mean staff absent a day.
    pub mean_absent: Option<u64>,
    /// The share of planned elective activity that went ahead.
    pub kept: Option<Share>,
    /// The actions that its figures cover, where they cover more than it.
    pub figure_covers: Vec<String>,
}

/// A dated event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name here: `IA017`.
    pub id: String,
    /// What it is.
    pub kind: EventKind,
    /// Whether it took place.
    pub status: EventStatus,
    /// Its first day, as far as known.
    pub first: HalfDate,
    /// The day on which it ended, as published; none while it lasts.
    pub last: Option<HalfDate>,
    /// A few words: `Strike by junior doctors`.
    pub words: String,
    /// Where, in words; empty for no place of its own.
    pub scope: String,
    /// The measures that it bears on; empty for every measure.
    pub measures: Vec<MeasureId>,
    /// The levels of body that it bears on; empty for every level.
    pub levels: Vec<Level>,
    /// What is known of a strike.
    pub strike: Option<Strike>,
    /// What must be known of the figures.
    pub note: String,
    /// What nobody has confirmed.
    pub unverified: String,
    /// Its row and source.
    pub place: RowPlace,
}

impl Event {
    /// The last day on which it went on all day or all evening: for an action that ended in a morning
    /// the day before. The last possible one where the date is half known; none while it lasts.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let last = self.last?.last_day();
        match &self.strike {
            Some(strike) if strike.ends == Ends::Morning => last.yesterday().ok(),
            _ => Some(last),
        }
    }

    /// The first month.
    #[must_use]
    pub fn first_month(&self) -> Option<Month> {
        Month::of(self.first.first_day())
    }

    /// The last month with a day of it; none while it lasts.
    #[must_use]
    pub fn last_month(&self) -> Option<Month> {
        self.last_day().and_then(Month::of)
    }

    /// Whether any day of it falls in the months from `from` to `to`.
    #[must_use]
    pub fn touches(&self, from: Month, to: Month) -> bool {
        let begins = self.first.first_day() <= to.last_day();
        let ends = match (self.kind, self.last) {
            // A change in what is counted lasts for ever; it is a mark of its first month.
            (_, None) => self.first.last_day() >= from.first_day(),
            _ => self.last_day().is_some_and(|last| last >= from.first_day()),
        };
        begins && ends
    }

    /// Whether it bears on such a chart.
    #[must_use]
    pub fn bears_on(&self, about: &About<'_>) -> bool {
        let measure = about
            .measure
            .is_none_or(|id| self.measures.is_empty() || self.measures.contains(id));
        let level = about
            .level
            .is_none_or(|level| self.levels.is_empty() || self.levels.contains(&level));
        measure && level
    }

    /// Whether it took place.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        matches!(self.status, EventStatus::Held)
    }

    /// The days of strike, in order; none for another kind of event.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        let (first, last) = match &self.strike {
            Some(_) => (Some(self.first.first_day()), self.last_day()),
            None => (None, None),
        };
        std::iter::successors(first, |day| day.tomorrow().ok())
            .take_while(move |day| last.is_some_and(|last| *day <= last))
    }

    /// By which way its effect was published; none where it is no strike.
    #[must_use]
    pub fn era(&self) -> Option<CountEra> {
        self.strike.as_ref()?;
        let july = Date::constant(2025, 7, 1);
        Some(if self.first.first_day() < july {
            CountEra::Rescheduled
        } else {
            CountEra::ShareKept
        })
    }

    /// The addresses and names of its sources.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.place.source.split(" ; ").map(str::trim)
    }
}
