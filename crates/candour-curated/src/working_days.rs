//! Working days of England, and the hour of London.
//!
//! A working day is Monday to Friday and no bank holiday. The bank holidays are rows of
//! `data/calendar/bank-holidays.csv`, because a proclamation may add or move one; outside the years of the
//! table a weekday is therefore unknown, and is said to be so.
//!
//! ```
//! use candour_curated::WorkingDays;
//! use jiff::civil::date;
//! let days = WorkingDays::bundled();
//! assert_eq!(days.is_working_day(date(2022, 9, 19)), Ok(false)); // the State Funeral
//! assert_eq!(days.next_working_day(date(2026, 12, 24)), Ok(date(2026, 12, 29)));
//! assert!(days.is_working_day(date(2051, 3, 1)).is_err());
//! ```

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use crate::table::{Fault, Table};

const ROWS: &str = include_str!("../../../data/calendar/bank-holidays.csv");
/// The hour of London at which a working day's briefing is ready.
pub const BRIEFING_HOUR: i8 = 7;

/// The bank holidays of England and Wales, in the years that a table lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDays {
    holidays: BTreeMap<Date, String>,
    years: (i16, i16),
}

/// A weekday of a year of which nobody has said which days are holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "whether {day} is a working day is unknown: the bank holidays held are those of {first} to {last}"
)]
pub struct UnknownDay {
    /// The day asked of.
    pub day: Date,
    /// The first year that the table lists.
    pub first: i16,
    /// The last year that the table lists.
    pub last: i16,
}

impl WorkingDays {
    /// The table that came with the program: 2018 to 2027.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<WorkingDays> = LazyLock::new(|| WorkingDays::read(ROWS).0);
        &BUNDLED
    }

    /// Reads a table with the headings `date,name,basis,source`; every fault with its line and column. The
    /// years run from that of the first day to that of the last.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Fault>) {
        let table = Table {
            file: "calendar/bank-holidays.csv",
            headings: &["date", "name", "basis", "source"],
        };
        let mut faults = Vec::new();
        let mut holidays = BTreeMap::new();
        table.read(text, &mut faults, |row| {
            let day: Option<Date> = row.must("date");
            let name = row.required("name");
            row.required("basis");
            row.required("source");
            let day = day?;
            if weekend(day) {
                row.fault(
                    "date",
                    format!("{day} is at a weekend; write the substitute day"),
                );
            } else if holidays.insert(day, name).is_some() {
                row.fault("date", format!("{day} stands twice"));
            }
            Some(())
        });
        let first = holidays.keys().next().map_or(1, |day| day.year());
        let last = holidays.keys().next_back().map_or(0, |day| day.year());
        let years = (first, last);
        (Self { holidays, years }, faults)
    }

    /// The first and the last year whose holidays are known.
    #[must_use]
    pub const fn years(&self) -> (i16, i16) {
        self.years
    }

    /// The name of the bank holiday that a day is.
    #[must_use]
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Every bank holiday, the earliest first.
    pub fn holidays(&self) -> impl Iterator<Item = (Date, &str)> {
        self.holidays
            .iter()
            .map(|(day, name)| (*day, name.as_str()))
    }

    /// Whether a day is Monday to Friday and no bank holiday.
    ///
    /// # Errors
    /// Where the day is a weekday of a year that the table does not list.
    pub fn is_working_day(&self, day: Date) -> Result<bool, UnknownDay> {
        if weekend(day) {
            return Ok(false);
        }
        let (first, last) = self.years;
        if day.year() < first || day.year() > last {
            return Err(UnknownDay { day, first, last });
        }
        Ok(!self.holidays.contains_key(&day))
    }

    /// The first working day after a day.
    ///
    /// # Errors
    /// Where a weekday on the way is unknown.
    pub fn next_working_day(&self, day: Date) -> Result<Date, UnknownDay> {
        self.walk(day, 1)
    }

    /// The last working day before a day.
    ///
    /// # Errors
    /// Where a weekday on the way is unknown.
    pub fn previous_working_day(&self, day: Date) -> Result<Date, UnknownDay> {
        self.walk(day, -1)
    }

    fn walk(&self, from: Date, step: i32) -> Result<Date, UnknownDay> {
        let mut day = from;
        loop {
            day = moved(day, step).ok_or(UnknownDay {
                day,
                first: self.years.0,
                last: self.years.1,
            })?;
            if self.is_working_day(day)? {
                return Ok(day);
            }
        }
    }

    /// The last working day not after `day` that is the first working day of its week.
    ///
    /// # Errors
    /// Where a weekday on the way is unknown.
    pub fn week_began(&self, day: Date) -> Result<Date, UnknownDay> {
        let mut week = day;
        loop {
            let monday = moved(week, -i32::from(week.weekday().to_monday_zero_offset()));
            let Some(monday) = monday else {
                return Ok(day);
            };
            // The day before a Monday is no working day, so that the first after it is this week's first.
            let first = match self.is_working_day(monday)? {
                true => monday,
                false => self.next_working_day(monday)?,
            };
            if first <= day {
                return Ok(first);
            }
            let Some(before) = moved(monday, -1) else {
                return Ok(day);
            };
            week = before;
        }
    }
}

fn moved(day: Date, days: i32) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The last Sunday of a month that has 31 days.
fn last_sunday(year: i16, month: i8) -> Date {
    let last = date(year, month, 31);
    let back = last.weekday().to_sunday_zero_offset();
    moved(last, -i32::from(back)).unwrap_or(last)
}

/// How far London's clocks are ahead of UTC: an hour from 01:00 UTC on the last Sunday of March to 01:00 UTC
/// on the last Sunday of October (The Summer Time Order 2002), else none. Of years before 1996, when the rule
/// was another, it is not to be asked.
#[must_use]
pub fn london_offset(at: Timestamp) -> Offset {
    let utc = Offset::UTC.to_datetime(at);
    let begins = last_sunday(utc.year(), 3).at(1, 0, 0, 0);
    let ends = last_sunday(utc.year(), 10).at(1, 0, 0, 0);
    if begins <= utc && utc < ends {
        Offset::constant(1)
    } else {
        Offset::UTC
    }
}

/// What a clock in London shows.
#[must_use]
pub fn in_london(at: Timestamp) -> DateTime {
    london_offset(at).to_datetime(at)
}

/// The moment at which a day's briefing is ready: 07:00 in London.
#[must_use]
pub fn briefing_moment(day: Date) -> Timestamp {
    let seven = day.at(BRIEFING_HOUR, 0, 0, 0);
    // The clocks change at one or two in the morning, so that at seven the day's own date decides.
    let summer = last_sunday(day.year(), 3) <= day && day < last_sunday(day.year(), 10);
    let offset = if summer {
        Offset::constant(1)
    } else {
        Offset::UTC
    };
    offset.to_timestamp(seven).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests;
