//! Dated events that a reader of a chart must know of: strikes first, then what changed in how things
//! are counted, whose boundaries they are counted on, and what else the sources name.
//!
//! An event is a mark on a chart and never a reason to leave a figure out. The rows are those of
//! `data/events`, each with its source. What a source leaves open stays open: an action that was only
//! announced is never counted as held.
//!
//! ```
//! use candour_assessment::events::{About, Events};
//! use candour_core::Month;
//! let (events, faults) = Events::bundled();
//! assert!(faults.is_empty());
//! let month = Month::new(2024, 1).unwrap();
//! let strike = &events.touching(month, month, &About::default())[0];
//! assert_eq!(strike.mark_words(), "strike by junior doctors, 3 to 8 January 2024");
//! ```

mod event;
mod load;
mod shape;
mod totals;
mod words;

pub use event::{Count, CountEra, Ends, Event, EventKind, EventStatus, Exactness, Share, Strike};
pub use load::Events;
pub use shape::EventShape;
pub use totals::{RunningTotal, StrikeDays};

use candour_core::{Level, MeasureId, Month};

/// Of which chart events are asked: an event that bears only on other measures or levels is left out.
/// What is not said here is not asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About<'a> {
    /// The measure that the chart shows.
    pub measure: Option<&'a MeasureId>,
    /// How large its body is.
    pub level: Option<Level>,
}

impl Events {
    /// The events that fall in any month from `from` to `to`, both included, in the order of their
    /// first days.
    #[must_use]
    pub fn touching(&self, from: Month, to: Month, about: &About<'_>) -> Vec<&Event> {
        self.iter()
            .filter(|event| event.bears_on(about))
            .filter(|event| event.touches(from, to))
            .collect()
    }

    /// The events of one month.
    #[must_use]
    pub fn in_month(&self, month: Month, about: &About<'_>) -> Vec<&Event> {
        self.touching(month, month, about)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
