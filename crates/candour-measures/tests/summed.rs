//! Totals that no row states, on invented beds: the sums of a file against one figure at a time and
//! against a plain count.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_core::{
    ABSENT_AMOUNT, Basis, Batch, BodyCode, Level, Month, Observation, Scope, SeriesKey, Status,
    TextColumn,
};
use candour_measures::{Catalogue, Measure, Plan, Selection, Tally};
use proptest::prelude::*;
use support::{Country, MONTH};

const SECTORS: [&str; 4] = [
    "general_acute",
    "learning_disabilities",
    "maternity",
    "mental_illness",
];
const TRUSTS: [&str; 3] = ["ZZ1", "ZZ2", "ZZ3"];
const BOTH: [bool; 2] = [true, true];

/// Trust, sector, available, occupied.
type Row = (usize, usize, Option<i64>, Option<i64>);

fn plan() -> Plan {
    let schema = candour_publications::by_id("kh03-beds").unwrap().table();
    let measures: Vec<&Measure> = Catalogue::bundled()
        .iter()
        .filter(|measure| measure.publication.as_str() == "kh03-beds")
        .collect();
    Plan::compile(&measures, schema).unwrap()
}

fn batch(rows: &[Row]) -> Batch {
    let column = |texts: &[&str], ids: Vec<u32>| TextColumn {
        ids,
        dictionary: Arc::new(texts.iter().map(|text| Arc::from(*text)).collect()),
    };
    let alike = |text: &str| column(&[text], vec![0; rows.len()]);
    let places = |of: &dyn Fn(&Row) -> usize| {
        let all = rows.iter().map(|row| u32::try_from(of(row)).unwrap());
        all.collect::<Vec<u32>>()
    };
    let numbers = |of: &dyn Fn(&Row) -> Option<i64>| {
        let all = rows.iter().map(|row| of(row).unwrap_or(ABSENT_AMOUNT));
        all.collect::<Vec<i64>>()
    };
    Batch {
        period: Some(MONTH),
        rows: (2..).take(rows.len()).collect(),
        texts: vec![
            alike("2026-01"),
            column(&TRUSTS, places(&|row| row.0)),
            alike(""),
            alike(""),
            column(&SECTORS, places(&|row| row.1)),
            alike(""),
        ],
        counts: vec![Vec::new(); 2],
        amounts: vec![numbers(&|row| row.2), numbers(&|row| row.3)],
    }
}

fn observed(rows: &[Row]) -> Vec<Observation> {
    let plan = plan();
    let mut tally = Tally::new(&plan, MONTH, &BOTH);
    tally.add(&batch(rows));
    let (found, faults) = tally.finish(&Country, Scope::National);
    assert_eq!(faults, []);
    found
}

fn key(measure: &str, body: &str, level: Level) -> SeriesKey {
    SeriesKey {
        measure: measure.parse().unwrap(),
        body: BodyCode::new(body).unwrap(),
        level,
        basis: Basis::Provider,
        treatment_function: Some("all".parse().unwrap()),
    }
}

/// The sum of a number over the trusts that have the numbers asked for in every sector.
fn plain(rows: &[Row], of: &dyn Fn(&Row) -> Option<i64>, trusts: &[usize]) -> Option<i64> {
    let sums = trusts.iter().filter_map(|trust| {
        (0..4)
            .map(|sector| {
                let row = rows.iter().find(|row| (row.0, row.1) == (*trust, sector))?;
                of(row)
            })
            .sum::<Option<i64>>()
    });
    sums.reduce(|one, other| one + other)
}

#[test]
fn a_trust_that_lacks_a_sector_is_in_no_total() {
    let mut rows: Vec<Row> = (0..4)
        .map(|sector| (0, sector, Some(5_000_000), None))
        .collect();
    rows.extend((0..3).map(|sector| (1, sector, Some(7_000_000), None)));
    let found = observed(&rows);
    let total = |body: &str, level| {
        let key = key("beds-available-overnight", body, level);
        let found = found.iter().find(|found| found.key == key)?;
        Some((found.numerator, found.value, found.status))
    };
    let of_first = Some((Some(20_000_000), Some(20.0), Status::Reported));
    assert_eq!(total("ZZ1", Level::Provider), of_first);
    assert_eq!(total("ZZ2", Level::Provider), None);
    assert_eq!(total("england", Level::England), of_first);
}

#[test]
fn a_total_of_a_period_without_a_sector_does_not_apply() {
    let rows: Vec<Row> = (2..4).map(|sector| (0, sector, Some(1), Some(1))).collect();
    let found = observed(&rows);
    for (body, level) in [("ZZ1", Level::Provider), ("england", Level::England)] {
        for measure in ["beds-available-overnight", "beds-occupancy"] {
            let key = key(measure, body, level);
            let found = found.iter().find(|found| found.key == key).unwrap();
            assert_eq!((found.value, found.status), (None, Status::NotApplicable));
        }
    }
}

proptest! {
    #[test]
    fn a_total_is_the_same_by_file_by_figure_and_by_hand(
        cells in prop::collection::btree_map(
            (0..3_usize, 0..4_usize),
            (prop::option::weighted(0.9, 0..9_000_000_000_i64), prop::option::weighted(0.9, 0..9_000_000_000_i64)),
            0..=12,
        )
    ) {
        let rows: Vec<Row> = cells.iter().map(|((trust, sector), (a, o))| (*trust, *sector, *a, *o)).collect();
        let every: std::collections::BTreeSet<usize> = rows.iter().map(|row| row.1).collect();
        let found: BTreeMap<SeriesKey, Observation> =
            observed(&rows).into_iter().map(|found| (found.key.clone(), found)).collect();
        let plan = plan();
        let month: Month = MONTH;
        for (body, level, trusts) in [
            ("ZZ1", Level::Provider, vec![0]),
            ("ZZ2", Level::Provider, vec![1]),
            ("ZZ3", Level::Provider, vec![2]),
            ("england", Level::England, vec![0, 1, 2]),
        ] {
            for measure in ["beds-available-overnight", "beds-occupied-overnight", "beds-occupancy"] {
                let key = key(measure, body, level);
                let one = found.get(&key);
                let mut selection = Selection::new(&plan, &key, month, &BOTH, &Country, Scope::National).unwrap();
                selection.add(&batch(&rows));
                let again = selection.finish().observation;
                match one {
                    Some(one) => prop_assert_eq!(one, &again),
                    None => prop_assert_eq!(again.status, Status::Missing),
                }
                if every.len() < 4 {
                    continue;
                }
                let (above, below): (Option<i64>, Option<i64>) = match measure {
                    "beds-available-overnight" => (plain(&rows, &|row| row.2, &trusts), None),
                    "beds-occupied-overnight" => (plain(&rows, &|row| row.3, &trusts), None),
                    _ => (
                        plain(&rows, &|row| row.2.and(row.3), &trusts),
                        plain(&rows, &|row| row.3.and(row.2), &trusts),
                    ),
                };
                prop_assert_eq!(one.and_then(|one| one.numerator), above);
                prop_assert_eq!(one.and_then(|one| one.denominator), below);
            }
        }
    }
}
