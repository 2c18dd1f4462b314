//! The bundled measures over the tables of the publications they are read from.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use candour_core::{Level, Month, Observation, Scope, Status, TableSchema};
use candour_measures::{Catalogue, Measure, Plan, SqlContext, SqlTable, Tally, sql};
use support::{Country, batch_of};

fn table(publication: &str) -> &'static TableSchema {
    candour_publications::by_id(publication).unwrap().table()
}

fn plan(publication: &str) -> Plan {
    let measures: Vec<&Measure> = Catalogue::bundled()
        .iter()
        .filter(|measure| measure.publication.as_str() == publication)
        .collect();
    assert!(!measures.is_empty());
    Plan::compile(&measures, table(publication)).unwrap()
}

/// The only figure of a measure at a level.
fn only<'a>(all: &'a [Observation], measure: &str, level: Level) -> &'a Observation {
    let found: Vec<_> = all
        .iter()
        .filter(|found| found.key.measure.as_str() == measure && found.key.level == level)
        .collect();
    assert_eq!(found.len(), 1, "{measure} {level}");
    found[0]
}

#[test]
fn every_measure_fits_its_table() {
    for measure in Catalogue::bundled() {
        let schema = table(measure.publication.as_str());
        Plan::compile(&[measure], schema).unwrap();
        let context = SqlContext::new(
            SqlTable::Name(schema.name.into()),
            [],
            support::MONTH,
            &Country,
        );
        assert!(sql(measure, schema, &context).unwrap().contains("GROUP BY"));
    }
}

/// One provider on the list of those that did not submit and one that is not.
fn four_hours(month: Month) -> Vec<Observation> {
    let schema = table("ae-monthly");
    let list = &Catalogue::bundled().lists()[0];
    let listed = list.rows[0].body.to_string();
    let row = |code: &'static str| [("period", ""), ("org_code", code), ("region_name", "NORTH")];
    let mut texts = [row("ZP1"), row("")];
    texts[1][1].1 = &listed;
    let present: Vec<bool> = schema
        .counts()
        .map(|(column, _)| !column.name.contains("booked"))
        .collect();
    let batch = batch_of(
        schema,
        &[
            (
                &texts[0],
                &[
                    ("attendances_type1", 100),
                    ("attendances_type2", 0),
                    ("attendances_other", 50),
                    ("over4h_type1", 30),
                    ("over4h_type2", 0),
                    ("over4h_other", 3),
                ],
            ),
            (
                &texts[1],
                &[
                    ("attendances_type1", 900),
                    ("attendances_type2", 0),
                    ("attendances_other", 0),
                    ("over4h_type1", 0),
                    ("over4h_type2", 0),
                    ("over4h_other", 0),
                ],
            ),
        ],
        &present,
    );
    let plan = plan("ae-monthly");
    let mut tally = Tally::new(&plan, month, &present);
    tally.add(&batch);
    let (found, faults) = tally.finish(&Country, Scope::National);
    assert_eq!(faults, []);
    found
}

#[test]
fn who_did_not_submit_is_in_no_sum_and_says_so() {
    let inside = four_hours(Month::new(2020, 6).unwrap());
    let england = only(&inside, "ae-four-hour", Level::England);
    assert_eq!(
        (england.numerator, england.denominator),
        (Some(117), Some(150))
    );
    let region = only(&inside, "ae-four-hour", Level::Region);
    assert_eq!(region.denominator, Some(150));
    let statuses: Vec<Status> = inside
        .iter()
        .filter(|found| {
            found.key.measure.as_str() == "ae-four-hour" && found.key.level == Level::Provider
        })
        .map(|found| found.status)
        .collect();
    assert_eq!(
        statuses
            .iter()
            .filter(|status| **status == Status::NotSubmitted)
            .count(),
        1
    );
    assert_eq!(
        statuses
            .iter()
            .filter(|status| **status == Status::Reported)
            .count(),
        1
    );
    let set_aside = inside
        .iter()
        .find(|found| found.status == Status::NotSubmitted)
        .unwrap();
    assert_eq!(
        (set_aside.numerator, set_aside.denominator, set_aside.value),
        (None, None, None)
    );
    assert_eq!(
        only(&inside, "ae-attendances", Level::England).value,
        Some(1050.0)
    );

    let after = four_hours(Month::new(2023, 6).unwrap());
    assert_eq!(
        only(&after, "ae-four-hour", Level::England).denominator,
        Some(1050)
    );
    assert!(
        after
            .iter()
            .all(|found| found.status != Status::NotSubmitted)
    );
}

#[test]
fn the_list_holds_fourteen_trusts_in_every_month_of_the_test() {
    let list = &Catalogue::bundled().lists()[0];
    let month = |text: &str| text.parse::<Month>().unwrap();
    let on = |month: Month| {
        list.rows
            .iter()
            .filter(|row| {
                list.holds(row.body.as_str(), month)
                    && row.from <= month
                    && row.to.is_none_or(|last| month <= last)
            })
            .count()
    };
    for month in month("2019-05").through(month("2023-05")) {
        assert_eq!(on(month), 14, "{month}");
    }
    assert_eq!((on(month("2019-04")), on(month("2023-06"))), (0, 0));
}

#[test]
fn the_layout_that_ends_at_52_weeks_cannot_tell_of_65() {
    let schema = table("rtt-full-extract");
    let beyond = |name: &str| {
        let weeks = name
            .strip_prefix("gt_")
            .and_then(|weeks| weeks.parse::<u16>().ok());
        weeks.is_some_and(|weeks| weeks >= 52)
    };
    let present: Vec<bool> = schema
        .counts()
        .map(|(column, _)| !beyond(&column.name))
        .collect();
    let commissioned = Catalogue::bundled().find("rtt-waiting").unwrap();
    let total = commissioned.total_treatment_function().unwrap().to_string();
    let left_out = &commissioned
        .conditions
        .iter()
        .find(|condition| !condition.keep)
        .unwrap()
        .values[0];
    let row = |commissioner| {
        [
            ("provider", "ZP1"),
            ("provider_parent", "BA"),
            ("commissioner", commissioner),
            ("part", "Part_2"),
            ("treatment_function", total.as_str()),
        ]
    };
    let counts = [
        ("gt_00", 40),
        ("gt_17", 10),
        ("gt_18", 20),
        ("gt_52_open", 30),
        ("total_all", 100),
    ];
    let batch = batch_of(
        schema,
        &[(&row("ZC1"), &counts), (&row(left_out), &counts)],
        &present,
    );
    let plan = plan("rtt-full-extract");
    let mut tally = Tally::new(&plan, Month::new(2020, 6).unwrap(), &present);
    tally.add(&batch);
    let (all, faults) = tally.finish(&Country, Scope::National);
    assert_eq!(faults, []);
    let value = |measure: &str| {
        let found = only(&all, measure, Level::England);
        (found.value, found.status)
    };
    assert_eq!(value("rtt-waiting"), (Some(100.0), Status::Reported));
    assert_eq!(value("rtt-within-18-weeks"), (Some(0.5), Status::Reported));
    assert_eq!(value("rtt-over-52-weeks"), (Some(30.0), Status::Reported));
    assert_eq!(
        value("rtt-over-52-weeks-share"),
        (Some(0.3), Status::Reported)
    );
    for measure in [
        "rtt-over-65-weeks",
        "rtt-over-78-weeks",
        "rtt-over-104-weeks",
    ] {
        assert_eq!(value(measure), (None, Status::NotApplicable));
    }
    assert_eq!(value("rtt-median-wait"), (Some(18.0), Status::Reported));
    let p92 = only(&all, "rtt-p92-wait", Level::England);
    assert_eq!(
        (p92.value, p92.over, p92.denominator),
        (Some(52.0), true, Some(100))
    );
}
