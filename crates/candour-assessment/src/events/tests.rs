//! The rows of the project against the numbers of the rule book (industrial action, sections 2 and 6),
//! and faults of rows made for it.

use candour_core::{Level, MeasureId, Month};
use jiff::civil::date;

use super::*;

fn events() -> Events {
    let (events, faults) = Events::bundled();
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, [""; 0]);
    events
}

fn month(year: i32, number: u8) -> Month {
    Month::new(year, number).unwrap()
}

#[test]
fn thirty_seven_actions_of_which_two_were_not_known_to_be_held() {
    let events = events();
    let strikes: Vec<&Event> = events.iter().filter(|e| e.strike.is_some()).collect();
    assert_eq!(strikes.len(), 37);
    let not_held: Vec<(&str, EventStatus)> = strikes
        .iter()
        .filter(|event| !event.is_held())
        .map(|event| (event.id.as_str(), event.status))
        .collect();
    assert_eq!(
        not_held,
        [
            ("IA004", EventStatus::Planned),
            ("IA037", EventStatus::Announced)
        ]
    );
    assert_eq!(events.strikes_held().count(), 35);
}

#[test]
fn the_first_fourteen_figures_add_up_to_the_published_total() {
    let events = events();
    let figures: Vec<u64> = events
        .iter()
        .filter_map(|event| event.strike.as_ref()?.rescheduled_acute)
        .map(|count| count.value)
        .take(14)
        .collect();
    assert_eq!(figures.len(), 14);
    assert_eq!(figures.iter().sum::<u64>(), 483_085);
    // A second way: the inpatient and the outpatient numbers, which were published beside them.
    let parts: u64 = events
        .iter()
        .filter_map(|event| event.strike.as_ref())
        .filter_map(|strike| Some(strike.rescheduled_inpatient? + strike.rescheduled_outpatient?))
        .sum();
    assert_eq!(parts, 483_085);
    let step = events
        .running_total()
        .into_iter()
        .find(|step| step.event.id == "IA018")
        .unwrap();
    assert_eq!(step.summed, 483_085);
    assert_eq!(step.stated.unwrap().value, 483_085);
}

#[test]
fn running_totals_are_those_of_the_rule_book() {
    let events = events();
    let published: Vec<u64> = events
        .running_total()
        .iter()
        .filter_map(|step| step.stated)
        .filter(|count| count.exactness == Exactness::Exact)
        .map(|count| count.value)
        .collect();
    assert_eq!(
        published,
        [
            483_085, 698_813, 764_370, 839_327, 1_015_067, 1_219_422, 1_333_221, 1_424_269,
            1_491_303
        ]
    );
    assert_eq!(
        events.last_published_total().map(|count| count.value),
        Some(1_491_303)
    );
    // Differences of neighbouring totals are the single figures, but for the revision of 20 that the
    // rule book notes for January 2024.
    let stated = |id: &str| {
        let strike = events.get(id).unwrap().strike.as_ref().unwrap();
        (
            strike.running_acute.unwrap().value,
            strike.rescheduled_acute.unwrap().value,
        )
    };
    for (before, after, revised) in [
        ("IA021", "IA022", 0),
        ("IA028", "IA029", 0),
        ("IA029", "IA030", 20),
        ("IA030", "IA031", 0),
        ("IA031", "IA032", 0),
    ] {
        assert_eq!(
            stated(after).0 - stated(before).0,
            stated(after).1 + revised,
            "{after}"
        );
    }
}

#[test]
fn no_total_runs_over_the_change_of_july_2025() {
    let events = events();
    let total = events.running_total();
    assert_eq!(total.last().unwrap().event.id, "IA032");
    assert_eq!(
        events.get("IA032").unwrap().era(),
        Some(CountEra::Rescheduled)
    );
    assert_eq!(
        events.get("IA033").unwrap().era(),
        Some(CountEra::ShareKept)
    );
    assert_eq!(events.get("N001").unwrap().era(), None);
    // Without a figure: IA011, IA014, IA023, and IA025, of which only all settings were published;
    // IA002 and IA027 are in the figures of others.
    assert_eq!(total.last().unwrap().without_figure, 4);
}

#[test]
fn days_of_strike_mind_the_morning() {
    let events = events();
    let days = |id: &str| events.get(id).unwrap().days().count();
    // Hours stated by the sources: 72, 48, 48, 28 over two days, five days, six days; 26 over a night.
    for (id, expected) in [
        ("IA001", 1),
        ("IA015", 1),
        ("IA017", 3),
        ("IA019", 2),
        ("IA022", 2),
        ("IA023", 2),
        ("IA030", 6),
        ("IA031", 5),
        ("IA032", 5),
        ("IA033", 5),
        ("IA036", 6),
    ] {
        assert_eq!(days(id), expected, "{id}");
    }
    assert_eq!(
        events.get("IA017").unwrap().last_day(),
        Some(date(2023, 3, 15))
    );
    // Three plus four plus three plus five: the rule book's count of the junior doctors to August 2023.
    let junior: usize = events
        .strikes_held()
        .filter(|event| event.first.first_day() < date(2023, 9, 1))
        .filter(|event| event.strike.as_ref().unwrap().group == "junior doctors")
        .filter(|event| event.id != "IA024")
        .map(|event| event.days().count())
        .sum();
    assert_eq!(junior, 15);
}

#[test]
fn days_by_month_are_those_of_a_calendar_walked_day_by_day() {
    let events = events();
    for month in month(2022, 11).through(month(2026, 7)) {
        let mut calendar = 0;
        let mut by_action = 0;
        let mut day = month.first_day();
        while day <= month.last_day() {
            // Straight from the published dates, by comparison and not by counting up.
            let striking = events
                .iter()
                .filter(|event| event.is_held())
                .filter(|event| {
                    let Some(strike) = &event.strike else {
                        return false;
                    };
                    let last = event.last.unwrap().first_day();
                    event.first.first_day() <= day
                        && (day < last || (day == last && strike.ends == Ends::Night))
                })
                .count();
            calendar += u32::from(striking > 0);
            by_action += u32::try_from(striking).unwrap();
            day = day.tomorrow().unwrap();
        }
        let found = events.strike_days(month);
        assert_eq!((found.calendar, found.by_action), (calendar, by_action));
    }
    // By hand: nurses 15 and 20, ambulance staff 21; the 28th is believed suspended.
    assert_eq!(
        events.strike_days(month(2022, 12)),
        StrikeDays {
            calendar: 3,
            by_action: 3,
            actions: 3
        }
    );
    // Consultants 19 and 20, junior doctors 20 to 22.
    assert_eq!(
        events.strike_days(month(2023, 9)),
        StrikeDays {
            calendar: 4,
            by_action: 5,
            actions: 2
        }
    );
    assert_eq!(events.strike_days(month(2024, 7)).calendar, 1);
    assert_eq!(events.strike_days(month(2026, 6)), StrikeDays::default());
}

#[test]
fn a_month_has_the_events_that_touch_it() {
    let events = events();
    let ids = |from, to, about: &About<'_>| -> Vec<String> {
        let found = events.touching(from, to, about);
        found.iter().map(|event| event.id.clone()).collect()
    };
    let any = About::default();
    assert_eq!(ids(month(2024, 7), month(2024, 7), &any), ["IA032"]);
    // The morning of 2 July is no day of strike, but that of 1 July was; the 16th of March was none.
    assert_eq!(ids(month(2024, 8), month(2025, 6), &any), [""; 0]);
    assert_eq!(ids(month(2010, 6), month(2010, 6), &any), ["N002"]);
    assert_eq!(ids(month(2010, 7), month(2018, 12), &any), [""; 0]);
    let rtt = MeasureId::new("rtt-waiting").unwrap();
    let of_rtt = About {
        measure: Some(&rtt),
        level: Some(Level::Provider),
    };
    assert_eq!(ids(month(2010, 1), month(2022, 11), &of_rtt), [""; 0]);
    let of_board = About {
        measure: Some(&rtt),
        level: Some(Level::Icb),
    };
    assert_eq!(ids(month(2010, 1), month(2022, 11), &of_board), ["N003"]);
    let four = MeasureId::new("ae-four-hour").unwrap();
    let of_four = About {
        measure: Some(&four),
        level: None,
    };
    assert_eq!(events.in_month(month(2021, 1), &of_four)[0].id, "N001");
}

#[test]
fn marks_are_short_and_say_what_is_not_known() {
    let events = events();
    let words = |id: &str| events.get(id).unwrap().mark_words();
    assert_eq!(
        words("IA017"),
        "strike by junior doctors, 13 to 15 March 2023"
    );
    assert_eq!(words("IA019"), "strike by nurses, 30 April to 1 May 2023");
    assert_eq!(
        words("IA037"),
        "strike by resident doctors, 15 to 18 June 2026 (announced, outcome not found)"
    );
    assert!(words("IA004").ends_with("(planned, believed suspended (unverified))"));
    assert!(words("N001").ends_with("May 2019 to May 2023"));
    assert!(words("N002").ends_with("from June 2010"));
    let event = events.get("IA032").unwrap();
    assert_eq!(event.words_in(month(2024, 6)), "junior doctors 27 to 30");
    assert_eq!(event.words_in(month(2024, 7)), "junior doctors 1");
    assert_eq!(
        events.get("IA033").unwrap().effect_words(),
        "more than 54,000 acute rescheduled; 93% of planned activity kept; 16,162 absent a day on average"
    );
    assert!(
        events
            .get("IA001")
            .unwrap()
            .sources()
            .all(|source| source.starts_with("https://"))
    );
}

#[test]
fn a_row_of_an_answer_has_nulls_and_no_noughts() {
    let events = events();
    let shape = |id: &str| EventShape::from(events.get(id).unwrap());
    let json = serde_json::to_value(shape("IA023")).unwrap();
    let mut keys: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut columns = EventShape::COLUMNS.to_vec();
    keys.sort_unstable();
    columns.sort_unstable();
    assert_eq!(keys, columns);
    assert!(json["rescheduled_acute"].is_null() && json["peak_absent"].is_null());
    assert_eq!(
        shape("IA015").rescheduled_inpatient,
        Some(0),
        "a published nought stays"
    );
    assert_eq!(shape("IA017").published_end.as_deref(), Some("2023-03-16"));
    assert_eq!(shape("IA017").last_day.as_deref(), Some("2023-03-15"));
    assert_eq!(
        shape("IA037").days_of_strike,
        None,
        "not known to have been held"
    );
    assert_eq!(shape("N001").first_day, "2019-05");
}

#[test]
fn the_words_of_a_period_are_by_group() {
    let events = events();
    let of = |from, to| events.words_of(from, to, &About::default());
    assert_eq!(
        of(month(2022, 12), month(2022, 12)),
        "strikes on 3 days: nurses 15 and 20; ambulance staff 21 and 28 (planned, believed suspended \
(unverified))"
    );
    assert_eq!(
        of(month(2024, 4), month(2024, 7)),
        "strikes on 5 days: junior doctors 27 to 30 June and 1 July"
    );
    assert_eq!(
        of(month(2026, 6), month(2026, 6)),
        "no strike known to be held: resident doctors 15 to 18 (announced, outcome not found)"
    );
    assert!(of(month(2025, 11), month(2025, 11)).ends_with(". Storm Claudia and early influenza"));
    assert_eq!(
        of(month(2019, 6), month(2019, 6)),
        "",
        "only where it begins"
    );
    assert_eq!(of(month(2018, 1), month(2018, 1)), "");
}

#[test]
fn faults_are_collected_with_their_places() {
    let head = "id,first_day,last_day,ends,status,group,unions,unions_unverified,scope,\
rescheduled_inpatient,rescheduled_outpatient,rescheduled_acute,acute_is,rescheduled_all,running_acute,\
running_is,peak_absent,peak_on,mean_absent,kept_per_cent,kept_is,figure_covers,note,unverified,source\n";
    let row = |fields: &str, covers: &str, unverified: &str| {
        format!("{fields},,,England,1,2,3,,,,,,,,,,{covers},,{unverified},an invented source\n")
    };
    let text = [
        head,
        &row("A,2023-01-10,2023-01-11,night,held,porters", "", ""),
        &row("A,2023-01-12,2023-01-13,night,held,porters", "", ""),
        &row("B,2023-01-12,2023-01-11,night,held,porters", "", ""),
        &row("C,2023-01,2023-01-11,night,held,porters", "", ""),
        &row("D,2023-01-11,2023-01-11,morning,held,porters", "", ""),
        &row("E,2023-01-10,2023-01-11,night,planned,porters", "", ""),
        &row("F,2023-01-10,2023-01-11,night,held,porters", "ZZ", ""),
        "G,2023-01-10,2023-01-11,night,held,porters,,,England,1,2,4,,,,,,,,101,,,,,\n",
    ]
    .concat();
    let others = "id,first_day,last_day,status,kind,words,measures,levels,note,unverified,source\n\
H,2023,,held,strike,x,Not An Id,icb; planet,,,an invented source\n";
    let (events, faults) =
        Events::read(&[("industrial-action.csv", &text), ("national.csv", others)]);
    let kept: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(kept, ["A", "F"]);
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for (file, line, heading) in [
        ("industrial-action.csv", 3, "id"),
        ("industrial-action.csv", 4, "last_day"),
        ("industrial-action.csv", 5, "first_day"),
        ("industrial-action.csv", 6, "ends"),
        ("industrial-action.csv", 7, "unverified"),
        ("industrial-action.csv", 8, "figure_covers"),
        ("industrial-action.csv", 9, "rescheduled_acute"),
        ("industrial-action.csv", 9, "kept_per_cent"),
        ("industrial-action.csv", 9, "source"),
        ("national.csv", 2, "kind"),
        ("national.csv", 2, "measures"),
        ("national.csv", 2, "levels"),
    ] {
        let place = format!("line {line}");
        assert!(
            said.iter()
                .any(|s| s.starts_with(file) && s.contains(&place) && s.contains(heading)),
            "{file} {line} {heading} in {said:#?}"
        );
    }
    let (none, faults) = Events::read(&[("industrial-action.csv", "id,day\n1,2\n")]);
    assert!(none.is_empty() && faults.len() == 1);
}
