use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday, date};

use super::*;

/// Easter Sunday of a year of the Gregorian calendar, by the anonymous computus (Meeus, Jones, Butcher).
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(
        i16::try_from(year).unwrap(),
        i8::try_from(month).unwrap(),
        i8::try_from(day).unwrap(),
    )
}

fn first_monday(year: i16, month: i8) -> Date {
    (1..=7)
        .map(|day| date(year, month, day))
        .find(|day| day.weekday() == Weekday::Monday)
        .unwrap()
}

fn last_monday(year: i16, month: i8) -> Date {
    (25..=31)
        .map(|day| date(year, month, day))
        .find(|day| day.weekday() == Weekday::Monday)
        .unwrap()
}

/// The holidays of a year by the rule alone.
fn by_the_rule(year: i16) -> BTreeSet<Date> {
    let mut days: BTreeSet<Date> = [
        moved(easter(year), -2).unwrap(),
        moved(easter(year), 1).unwrap(),
        first_monday(year, 5),
        last_monday(year, 5),
        last_monday(year, 8),
    ]
    .into();
    // A holiday at a weekend goes to the next weekday that is none.
    for fixed in [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)] {
        if !weekend(fixed) {
            days.insert(fixed);
        }
    }
    for fixed in [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)] {
        let mut day = fixed;
        while weekend(fixed) && (weekend(day) || days.contains(&day)) {
            day = moved(day, 1).unwrap();
        }
        days.insert(day);
    }
    days
}

#[test]
fn the_table_is_the_rule_and_the_exceptions_that_were_proclaimed() {
    let (table, faults) = WorkingDays::read(ROWS);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(table.years(), (2018, 2027));
    let mut expected: BTreeSet<Date> = (2018..=2027).flat_map(by_the_rule).collect();
    for moved_away in [date(2020, 5, 4), date(2022, 5, 30)] {
        assert!(expected.remove(&moved_away), "{moved_away}");
    }
    for proclaimed in [
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    ] {
        assert!(expected.insert(proclaimed), "{proclaimed}");
    }
    let listed: BTreeSet<Date> = table.holidays().map(|(day, _)| day).collect();
    assert_eq!(listed, expected);
    assert_eq!(listed.len(), 83);
}

#[test]
fn easter_fell_when_it_fell() {
    for day in [
        date(2018, 4, 1),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2038, 4, 25),
    ] {
        assert_eq!(easter(day.year()), day);
    }
}

#[test]
fn working_days_go_round_weekends_and_holidays() {
    let days = WorkingDays::bundled();
    for (day, working) in [
        (date(2026, 11, 24), true),
        (date(2026, 11, 22), false),
        (date(2020, 5, 4), true),
        (date(2020, 5, 8), false),
        (date(2022, 5, 30), true),
        (date(2021, 12, 28), false),
        (date(2021, 12, 29), true),
    ] {
        assert_eq!(days.is_working_day(day), Ok(working), "{day}");
    }
    let maundy_thursday = date(2025, 4, 17);
    assert_eq!(
        days.next_working_day(maundy_thursday),
        Ok(date(2025, 4, 22))
    );
    assert_eq!(
        days.previous_working_day(date(2025, 4, 22)),
        Ok(maundy_thursday)
    );
    assert_eq!(
        days.holiday(date(2022, 9, 19)),
        Some("Bank Holiday for the State Funeral of Queen Elizabeth II")
    );
}

#[test]
fn a_week_begins_on_its_first_working_day() {
    let days = WorkingDays::bundled();
    for (day, began) in [
        (date(2026, 11, 26), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 16)),
        // Easter Monday is no working day: the week began on the Tuesday, and on the Monday not yet.
        (date(2025, 4, 23), date(2025, 4, 22)),
        (date(2025, 4, 21), date(2025, 4, 14)),
    ] {
        assert_eq!(days.week_began(day), Ok(began), "{day}");
    }
}

#[test]
fn outside_the_table_a_weekday_is_unknown_and_a_weekend_is_not() {
    let days = WorkingDays::bundled();
    assert_eq!(days.is_working_day(date(2028, 1, 1)), Ok(false)); // a Saturday
    let unknown = days.is_working_day(date(2028, 1, 3)).unwrap_err();
    assert!(unknown.to_string().contains("2018 to 2027"), "{unknown}");
    assert!(days.next_working_day(date(2027, 12, 31)).is_err());
    assert!(days.is_working_day(date(2017, 12, 29)).is_err());
}

#[test]
fn every_fault_of_a_table_is_told_with_its_place() {
    let text = "date,name,basis,source\n2026-12-26,Boxing Day,law,page\nsoon,Holiday,law,page\n2026-12-28,Boxing Day,law,page\n2026-12-28,Again,law,page\n2026-12-25,,law,\n";
    let (table, faults) = WorkingDays::read(text);
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(told[0].contains("line 2") && told[0].contains("substitute"));
    assert!(told[1].contains("line 3"));
    assert!(told[2].contains("line 5") && told[2].contains("twice"));
    assert!(told[3].contains("line 6") && told[4].contains("line 6"));
    assert!(table.holiday(date(2026, 12, 28)).is_some());
    let (none, _) = WorkingDays::read("nothing");
    assert!(none.is_working_day(date(2026, 1, 5)).is_err());
}

/// The days on which the clocks changed, as <https://www.gov.uk/when-do-the-clocks-change> lists them.
#[test]
fn the_hour_of_london_follows_the_clocks() {
    for (forward, back) in [
        (date(2023, 3, 26), date(2023, 10, 29)),
        (date(2024, 3, 31), date(2024, 10, 27)),
        (date(2025, 3, 30), date(2025, 10, 26)),
        (date(2026, 3, 29), date(2026, 10, 25)),
        (date(2027, 3, 28), date(2027, 10, 31)),
    ] {
        let hour = |day: Date, hour, minute| {
            in_london(
                Offset::UTC
                    .to_timestamp(day.at(hour, minute, 0, 0))
                    .unwrap(),
            )
        };
        assert_eq!(hour(forward, 0, 59), forward.at(0, 59, 0, 0));
        assert_eq!(hour(forward, 1, 0), forward.at(2, 0, 0, 0));
        assert_eq!(hour(back, 0, 59), back.at(1, 59, 0, 0));
        assert_eq!(hour(back, 1, 0), back.at(1, 0, 0, 0));
        for (day, utc) in [
            (moved(forward, -1).unwrap(), 7),
            (forward, 6),
            (moved(back, -1).unwrap(), 6),
            (back, 7),
        ] {
            let moment = briefing_moment(day);
            assert_eq!(Offset::UTC.to_datetime(moment), day.at(utc, 0, 0, 0));
            assert_eq!(in_london(moment), day.at(7, 0, 0, 0));
        }
    }
}
