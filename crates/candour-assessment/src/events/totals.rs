//! What strikes come to: days by month, and the running total of appointments rescheduled.

use std::collections::BTreeSet;

use candour_core::Month;
use jiff::civil::Date;

use super::event::{Count, CountEra, Event, Exactness};
use super::load::Events;

/// Days of strike in a month. Actions that were only announced are in none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StrikeDays {
    /// Days of the calendar on which somebody struck.
    pub calendar: u32,
    /// The same counted once for each action: two groups on one day are two.
    pub by_action: u32,
    /// The actions with a day in the month.
    pub actions: u32,
}

/// A step of the running total of acute appointments and procedures rescheduled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunningTotal<'a> {
    /// The action whose figure was added.
    pub event: &'a Event,
    /// Its own figure, which may cover a second action; none where nothing was published.
    pub added: Option<Count>,
    /// Our sum of the figures so far.
    pub summed: u64,
    /// How many actions held so far have no figure, nor are covered by another's.
    pub without_figure: u32,
    /// The total that stands in the row: published, or derived where it says so.
    pub stated: Option<Count>,
}

impl Events {
    /// The strikes that were held, in the order of first days.
    pub fn strikes_held(&self) -> impl Iterator<Item = &Event> {
        self.iter()
            .filter(|event| event.strike.is_some() && event.is_held())
    }

    /// Days of strike in a month.
    #[must_use]
    pub fn strike_days(&self, month: Month) -> StrikeDays {
        let mut calendar: BTreeSet<Date> = BTreeSet::new();
        let mut found = StrikeDays::default();
        for event in self.strikes_held() {
            let mut days = 0;
            for day in event.days().filter(|day| Month::of(*day) == Some(month)) {
                calendar.insert(day);
                days += 1;
            }
            found.by_action += days;
            found.actions += u32::from(days > 0);
        }
        found.calendar = u32::try_from(calendar.len()).unwrap_or(u32::MAX);
        found
    }

    /// The running total of acute appointments and procedures rescheduled, an entry for each strike
    /// held up to June 2024. It stops there: from July 2025 effects were published in another way, and
    /// a sum over both would add what does not compare.
    #[must_use]
    pub fn running_total(&self) -> Vec<RunningTotal<'_>> {
        let rescheduled: Vec<&Event> = self
            .strikes_held()
            .filter(|event| event.era() == Some(CountEra::Rescheduled))
            .collect();
        let covered: BTreeSet<&str> = rescheduled
            .iter()
            .filter_map(|event| event.strike.as_ref())
            .filter(|strike| strike.rescheduled_acute.is_some())
            .flat_map(|strike| &strike.figure_covers)
            .map(String::as_str)
            .collect();
        let mut summed = 0;
        let mut without_figure = 0;
        rescheduled
            .into_iter()
            .map(|event| {
                let strike = event.strike.as_ref();
                let added = strike.and_then(|strike| strike.rescheduled_acute);
                summed += added.map_or(0, |count| count.value);
                without_figure +=
                    u32::from(added.is_none() && !covered.contains(event.id.as_str()));
                RunningTotal {
                    event,
                    added,
                    summed,
                    without_figure,
                    stated: strike.and_then(|strike| strike.running_acute),
                }
            })
            .collect()
    }

    /// The published running total of acute care, as last stated; derived ones are passed over.
    #[must_use]
    pub fn last_published_total(&self) -> Option<Count> {
        let totals = self.running_total();
        totals.iter().rev().find_map(|step| {
            step.stated
                .filter(|count| count.exactness != Exactness::Derived)
        })
    }
}
