//! Events in words: for a mark, a row of a list, the cell of a month.

use candour_core::Month;
use candour_curated::{HalfDate, Precision};
use jiff::civil::Date;

use super::About;
use super::event::{Count, Ends, Event, EventStatus, Exactness};
use super::load::Events;

/// `13 March 2023`.
fn day(date: Date) -> String {
    let month = Month::of(date).map_or_else(|| date.to_string(), Month::in_words);
    format!("{} {month}", date.day())
}

fn half(date: HalfDate) -> String {
    let first = date.first_day();
    let words = match (date.precision(), Month::of(first)) {
        (Precision::Year, _) => first.year().to_string(),
        (Precision::Month, Some(month)) => month.in_words(),
        _ => day(first),
    };
    match date.hedge() {
        Some(hedge) => format!("{} {words}", hedge.as_str()),
        None => words,
    }
}

/// `13 to 16 March 2023`, with no word said twice.
fn range(first: Date, last: Date) -> String {
    if first == last {
        day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} to {}", first.day(), day(last))
    } else if first.year() == last.year() {
        let words = day(first);
        let short = words
            .rsplit_once(' ')
            .map_or(words.as_str(), |(day, _)| day);
        format!("{short} to {}", day(last))
    } else {
        format!("{} to {}", day(first), day(last))
    }
}

impl Count {
    /// `more than 54,000`, `7,600 (rounded)`.
    #[must_use]
    pub fn in_words(self) -> String {
        let digits = self.value.to_string();
        let mut number = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                number.push(',');
            }
            number.push(digit);
        }
        match self.exactness {
            Exactness::Exact => number,
            Exactness::MoreThan => format!("more than {number}"),
            Exactness::Rounded | Exactness::Derived => {
                format!("{number} ({})", self.exactness)
            }
        }
    }
}

impl Event {
    /// Its days: `13 to 15 March 2023`, `May 2019 to May 2023`. Of an action that ended in a morning
    /// the day before is the last.
    #[must_use]
    pub fn days_in_words(&self) -> String {
        match (self.last, self.last_day()) {
            (None, _) | (_, None) => format!("from {}", half(self.first)),
            (Some(last), Some(_)) if last == self.first => half(last),
            (Some(last), Some(last_day)) if self.first.is_exact() && last.is_exact() => {
                range(self.first.first_day(), last_day)
            }
            (Some(last), Some(_)) => format!("{} to {}", half(self.first), half(last)),
        }
    }

    /// The same with how it ended: `13 to 15 March 2023, to the next morning`.
    #[must_use]
    pub fn days_in_full(&self) -> String {
        let morning = self
            .strike
            .as_ref()
            .is_some_and(|strike| strike.ends == Ends::Morning);
        let words = self.days_in_words();
        if morning {
            format!("{words}, to the next morning")
        } else {
            words
        }
    }

    /// Whether it took place, in words; empty where it did.
    #[must_use]
    pub const fn status_words(&self) -> &'static str {
        match self.status {
            EventStatus::Held => "",
            EventStatus::Announced => "announced, outcome not found",
            EventStatus::Planned => "planned, believed suspended (unverified)",
        }
    }

    /// A few words for a mark: `strike by junior doctors, 13 to 15 March 2023`.
    #[must_use]
    pub fn mark_words(&self) -> String {
        let words = match &self.strike {
            Some(strike) => format!("strike by {}", strike.group),
            None => self.words.clone(),
        };
        let words = format!("{words}, {}", self.days_in_words());
        match self.status_words() {
            "" => words,
            status => format!("{words} ({status})"),
        }
    }

    /// Its part of one month, without the month: `junior doctors 27 to 30`; for another kind of event
    /// its words.
    #[must_use]
    pub fn words_in(&self, month: Month) -> String {
        let Some(strike) = &self.strike else {
            return self.words.clone();
        };
        let mut days = self.days().filter(|day| Month::of(*day) == Some(month));
        let words = match (days.next(), days.last()) {
            (None, _) => strike.group.clone(),
            (Some(first), None) => format!("{} {}", strike.group, first.day()),
            (Some(first), Some(last)) => {
                format!("{} {} to {}", strike.group, first.day(), last.day())
            }
        };
        match self.status_words() {
            "" => words,
            status => format!("{words} ({status})"),
        }
    }

    /// Its published effect in a sentence; empty where none was.
    #[must_use]
    pub fn effect_words(&self) -> String {
        let Some(strike) = &self.strike else {
            return String::new();
        };
        let mut said = Vec::new();
        if let Some(count) = strike.rescheduled_acute {
            said.push(format!("{} acute rescheduled", count.in_words()));
        }
        let exact = |value| Count {
            value,
            exactness: Exactness::Exact,
        };
        if let Some(all) = strike.rescheduled_all {
            said.push(format!("{} in all settings", exact(all).in_words()));
        }
        if let Some(kept) = strike.kept {
            let share = format!("{:.1}", kept.value * 100.0);
            let share = share.strip_suffix(".0").unwrap_or(&share);
            let more = if kept.exactness == Exactness::MoreThan {
                "more than "
            } else {
                ""
            };
            said.push(format!("{more}{share}% of planned activity kept"));
        }
        if let Some(peak) = strike.peak_absent {
            said.push(format!("{} absent at the peak", exact(peak).in_words()));
        }
        if let Some(mean) = strike.mean_absent {
            said.push(format!(
                "{} absent a day on average",
                exact(mean).in_words()
            ));
        }
        said.join("; ")
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

impl Events {
    /// What the months from `from` to `to` hold, for the mark or the cell of a reporting period: the
    /// days of strike by group, then the other events that begin in them. Empty where there is none.
    ///
    /// ```
    /// use candour_assessment::events::{About, Events};
    /// use candour_core::Month;
    /// let (events, _) = Events::bundled();
    /// let month = Month::new(2023, 9).unwrap();
    /// assert_eq!(
    ///     events.words_of(month, month, &About::default()),
    ///     "strikes on 4 days: consultants 19 to 20; junior doctors 20 to 22"
    /// );
    /// ```
    #[must_use]
    pub fn words_of(&self, from: Month, to: Month, about: &About<'_>) -> String {
        let found = self.touching(from, to, about);
        let mut said = Vec::new();
        let strikes = found.iter().filter(|event| event.strike.is_some());
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for event in strikes {
            let group = event.strike.as_ref().map_or("", |strike| &strike.group);
            for month in from
                .through(to)
                .filter(|month| event.touches(*month, *month))
            {
                let words = event.words_in(month);
                let mut days = words
                    .strip_prefix(group)
                    .unwrap_or(&words)
                    .trim()
                    .to_owned();
                if from != to {
                    // The days of a longer period need their month, before what is not known of them.
                    let name = month.in_words();
                    let name = name.split(' ').next().unwrap_or_default();
                    let at = days.find(" (").unwrap_or(days.len());
                    days.insert_str(at, &format!(" {name}"));
                }
                match groups.iter_mut().find(|(known, _)| known == group) {
                    Some((_, all)) => all.push(days),
                    None => groups.push((group.to_owned(), vec![days])),
                }
            }
        }
        if !groups.is_empty() {
            let days: u32 = from
                .through(to)
                .map(|month| self.strike_days(month).calendar)
                .sum();
            let groups: Vec<String> = groups
                .iter()
                .map(|(group, days)| format!("{group} {}", listed(days)))
                .collect();
            let on = match days {
                0 => "no strike known to be held".to_owned(),
                1 => "strike on 1 day".to_owned(),
                days => format!("strikes on {days} days"),
            };
            said.push(format!("{on}: {}", groups.join("; ")));
        }
        let begins = |event: &&&Event| {
            event.strike.is_none() && event.first_month().is_some_and(|month| month >= from)
        };
        said.extend(found.iter().filter(begins).map(|event| event.words.clone()));
        said.join(". ")
    }
}
