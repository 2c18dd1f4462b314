//! How often somebody is told, by the calendar.

use candour_curated::{UnknownDay, WorkingDays, briefing_moment, in_london};
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cadence {
    /// As soon as it is known.
    AtOnce,
    /// Together, at 07:00 of each working day.
    Daily,
    /// Together, at 07:00 of the first working day of each week.
    Weekly,
}

impl Cadence {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Weekly];

    /// As files and addresses write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// In words.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::AtOnce => "as soon as it is known",
            Self::Daily => "at 7 in the morning of each working day on which there is something",
            Self::Weekly => "at 7 in the morning of the first working day of a week",
        }
    }
}

impl std::fmt::Display for Cadence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that names no cadence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cadence: expected at-once, daily or weekly")]
pub struct CadenceError(String);

impl std::str::FromStr for Cadence {
    type Err = CadenceError;

    fn from_str(text: &str) -> Result<Self, CadenceError> {
        Self::ALL
            .into_iter()
            .find(|cadence| cadence.as_str() == text)
            .ok_or_else(|| CadenceError(text.chars().take(24).collect()))
    }
}

/// What was found a little after seven still goes with the digest of seven, where that has not gone yet: the news is
/// looked for and sent by one command, one after the other.
const GRACE: SignedDuration = SignedDuration::from_hours(2);

/// The latest moment, not after `now`, at which digests of a cadence go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// A weekday that the calendar does not know and that was taken for a working day.
    pub unknown: Option<UnknownDay>,
}

/// The latest moment of a cadence. Where the table of bank holidays has ended, a weekday is taken for a working day
/// and said to be unknown: a digest on a holiday is better than none for a year.
#[must_use]
pub fn latest_moment(cadence: Cadence, now: Timestamp, calendar: &WorkingDays) -> Moment {
    let mut unknown = None;
    let mut works = |day: Date| match calendar.is_working_day(day) {
        Ok(works) => works,
        Err(error) => {
            unknown = unknown.or(Some(error));
            true
        }
    };
    let before = |day: Date| day.checked_sub(Span::new().days(1)).unwrap_or(day);
    let mut day = in_london(now).date();
    if now < briefing_moment(day) {
        day = before(day);
    }
    // No more than a fortnight has no first working day of a week.
    for _ in 0..14 {
        let first_of_week = || {
            let passed = i32::from(day.weekday().to_monday_zero_offset());
            (1..=passed).all(|back| {
                day.checked_sub(Span::new().days(back))
                    .is_ok_and(|earlier| calendar.is_working_day(earlier) == Ok(false))
            })
        };
        if works(day) && (cadence != Cadence::Weekly || first_of_week()) {
            break;
        }
        day = before(day);
    }
    let at = match cadence {
        Cadence::AtOnce => now,
        Cadence::Daily | Cadence::Weekly => briefing_moment(day),
    };
    Moment { at, unknown }
}

/// Whether what has waited since a moment goes now, where the last digest of the cadence went at `last`.
#[must_use]
pub fn is_due(moment: Moment, since: Timestamp, last: Option<Timestamp>) -> bool {
    let in_time = since
        .checked_sub(GRACE)
        .is_ok_and(|since| since <= moment.at);
    in_time && last.is_none_or(|last| last < moment.at)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::Offset;

    use super::*;

    fn utc(day: Date, hour: i8, minute: i8) -> Timestamp {
        Offset::UTC
            .to_timestamp(day.at(hour, minute, 0, 0))
            .unwrap()
    }

    fn at(cadence: Cadence, now: Timestamp) -> Timestamp {
        let moment = latest_moment(cadence, now, WorkingDays::bundled());
        assert_eq!(moment.unknown, None);
        moment.at
    }

    #[test]
    fn a_digest_goes_at_seven_of_a_working_day() {
        let tuesday = date(2026, 11, 24);
        let monday = date(2026, 11, 23);
        assert_eq!(at(Cadence::Daily, utc(tuesday, 7, 0)), utc(tuesday, 7, 0));
        assert_eq!(at(Cadence::Daily, utc(tuesday, 6, 59)), utc(monday, 7, 0));
        // In summer seven in London is six in UTC.
        assert_eq!(
            at(Cadence::Daily, utc(date(2026, 7, 1), 6, 0)),
            utc(date(2026, 7, 1), 6, 0)
        );
        // Christmas and the substitute day of 2026: from Thursday the 24th to Tuesday the 29th.
        assert_eq!(
            at(Cadence::Daily, utc(date(2026, 12, 28), 12, 0)),
            utc(date(2026, 12, 24), 7, 0)
        );
        // Easter 2025: the week's first working day is the Tuesday.
        assert_eq!(
            at(Cadence::Weekly, utc(date(2025, 4, 21), 12, 0)),
            utc(date(2025, 4, 14), 6, 0)
        );
        assert_eq!(
            at(Cadence::Weekly, utc(date(2025, 4, 24), 12, 0)),
            utc(date(2025, 4, 22), 6, 0)
        );
        assert_eq!(
            at(Cadence::AtOnce, utc(date(2026, 11, 22), 3, 0)),
            utc(date(2026, 11, 22), 3, 0)
        );
    }

    #[test]
    fn beyond_the_calendar_a_weekday_counts_and_is_said_to_be_unknown() {
        let day = date(2028, 1, 3);
        let moment = latest_moment(Cadence::Daily, utc(day, 9, 0), WorkingDays::bundled());
        assert_eq!(moment.at, utc(day, 7, 0));
        assert_eq!(moment.unknown.unwrap().day, day);
    }

    #[test]
    fn one_digest_a_moment() {
        let day = date(2026, 11, 24);
        let moment = Moment {
            at: utc(day, 7, 0),
            unknown: None,
        };
        let yesterday = utc(date(2026, 11, 23), 15, 0);
        assert!(is_due(moment, yesterday, None));
        assert!(is_due(
            moment,
            yesterday,
            Some(utc(date(2026, 11, 23), 7, 1))
        ));
        assert!(
            is_due(moment, utc(day, 7, 1), None),
            "found by the same command"
        );
        assert!(
            !is_due(moment, yesterday, Some(utc(day, 7, 0))),
            "it has gone"
        );
        assert!(
            !is_due(moment, utc(day, 10, 0), None),
            "it waits for tomorrow"
        );
    }
}
