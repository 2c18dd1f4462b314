//! Every number of the gathered facts stands in our rows, and every number of our rows in the facts. They
//! are read beside the published files, in the folder `facts`; where it is absent this is said aloud.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

use super::*;
use crate::verdict::Outcome;

type Row = BTreeMap<String, String>;

/// The rows of a file of the facts; none, said aloud, where it is not held.
fn read(file: &str) -> Option<Vec<Row>> {
    let data = env::var_os("CANDOUR_REAL_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = data.join("../facts").join(file);
    let Ok(opened) = File::open(&path) else {
        let required = env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_some_and(|value| value == "1");
        assert!(!required, "{} is not a file", path.display());
        // Straight to the terminal: what a passing test prints is not shown.
        let _ = writeln!(
            std::io::stderr().lock(),
            "SKIPPED: no gathered facts at {}",
            path.display()
        );
        return None;
    };
    let mut reader = csv::Reader::from_reader(opened);
    let header = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        header
            .iter()
            .zip(record.iter())
            .map(|(heading, field)| (heading.to_owned(), field.to_owned()))
            .collect()
    };
    Some(
        reader
            .records()
            .map(|record| row(record.unwrap()))
            .collect(),
    )
}

/// A number to a thousandth, to be compared.
fn key(text: &str) -> Option<i64> {
    let value: f64 = text
        .trim_matches(['.', ',', '(', ')', ';', ':'])
        .parse()
        .ok()?;
    Some((value * 1000.0).round() as i64)
}

fn milli(value: f64) -> i64 {
    (value * 1000.0).round() as i64
}

/// Every number that a text has, without its sign.
fn numbers(text: &str) -> BTreeSet<i64> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(key)
        .collect()
}

fn ours(code: &str, of: &str) -> Vec<&'static Position> {
    let of = year(of);
    Positions::bundled()
        .of(&body(code))
        .iter()
        .filter(|row| row.year == of)
        .collect()
}

#[test]
fn every_number_of_the_systems_is_held() {
    let Some(rows) = read("ics_finance.csv") else {
        return;
    };
    assert_eq!(rows.len(), 179);
    let (mut unknown, mut numbers_seen) = (0, 0);
    for row in &rows {
        let held = ours(&row["ods_code"], &row["year"]);
        let what = format!("{} {} {}", row["year"], row["ods_code"], row["measure"]);
        if row["measure"] == "unknown" {
            unknown += 1;
            assert!(held.is_empty(), "{what} is unknown, and has rows");
            continue;
        }
        assert!(!held.is_empty(), "{what} has no row");
        for (column, stages) in [
            (
                "plan_gbp_m",
                [Stage::Draft, Stage::Plan, Stage::ControlTotal],
            ),
            (
                "outturn_gbp_m",
                [Stage::YearToDate, Stage::Forecast, Stage::Outturn],
            ),
        ] {
            let Some(wanted) = key(&row[column]) else {
                continue;
            };
            numbers_seen += 1;
            let to_date = row["measure"] == "year_to_date";
            let found = held.iter().any(|ours| {
                stages.contains(&ours.stage)
                    && (ours.stage == Stage::Draft) == (row["measure"] == "draft_plan")
                    && matches!(ours.period, Period::To(_)) == to_date
                    && ours
                        .number()
                        .is_some_and(|number| milli(number.value) == wanted)
            });
            assert!(found, "{what}: {} of {column} is not held", row[column]);
        }
        let judged = ["full_year", "status"]
            .iter()
            .any(|of| row["measure"].starts_with(of));
        let expected = match row["plan_met"].as_str() {
            "met" if judged => Outcome::Met,
            "missed" if judged => Outcome::Missed,
            _ => continue,
        };
        let found = surplus(&row["ods_code"], &row["year"]);
        assert_eq!(found.verdict.outcome, expected, "{what}");
    }
    assert_eq!(unknown, 105);
    assert!(numbers_seen > 70, "{numbers_seen}");
}

#[test]
fn every_number_of_ours_stands_in_the_facts() {
    let Some(rows) = read("ics_finance.csv") else {
        return;
    };
    let mut said: BTreeMap<(String, String), BTreeSet<i64>> = BTreeMap::new();
    for row in &rows {
        let all = ["plan_gbp_m", "outturn_gbp_m", "basis_notes"]
            .iter()
            .flat_map(|column| numbers(&row[*column]));
        said.entry((row["ods_code"].clone(), row["year"].clone()))
            .or_default()
            .extend(all);
    }
    let systems = Positions::bundled()
        .all()
        .iter()
        .filter(|row| &*row.place.file == "positions.csv");
    let mut count = 0;
    for row in systems {
        let Some(number) = row.number() else { continue };
        let known = &said[&(row.body.to_string(), row.year.to_string())];
        let value = milli(number.value.abs());
        assert!(known.contains(&value), "{}: {}", row.place, row.in_words());
        count += 1;
    }
    assert!(count > 140, "{count}");
}

#[test]
fn every_number_of_the_trusts_is_held() {
    let (Some(money), Some(shares)) = (
        read("trust_finance_2025_26_q3.csv"),
        read("trust_oversight_2025_26.csv"),
    ) else {
        return;
    };
    assert_eq!((money.len(), shares.len()), (92, 75));
    use PlanUnit::{GbpMillion, PercentOfTurnover};
    let columns = [
        (
            "full_year_plan_exc_dsf_gbp_m",
            Stage::Plan,
            false,
            Basis::ExcludingDsf,
            GbpMillion,
        ),
        (
            "forecast_outturn_exc_dsf_gbp_m",
            Stage::Forecast,
            false,
            Basis::ExcludingDsf,
            GbpMillion,
        ),
        (
            "ytd_plan_inc_dsf_gbp_m",
            Stage::Plan,
            true,
            Basis::IncludingDsf,
            GbpMillion,
        ),
        (
            "ytd_actual_inc_dsf_gbp_m",
            Stage::YearToDate,
            true,
            Basis::IncludingDsf,
            GbpMillion,
        ),
        (
            "ytd_variance_gbp_m",
            Stage::Variance,
            true,
            Basis::IncludingDsf,
            GbpMillion,
        ),
        (
            "variance_pct_turnover",
            Stage::Variance,
            true,
            Basis::IncludingDsf,
            PercentOfTurnover,
        ),
        (
            "planned_surplus_deficit_pct",
            Stage::Plan,
            false,
            Basis::NotStated,
            PercentOfTurnover,
        ),
        (
            "variance_to_financial_plan_pct",
            Stage::Variance,
            true,
            Basis::NotStated,
            PercentOfTurnover,
        ),
    ];
    let mut expected = 0;
    for row in money.iter().chain(&shares) {
        for (column, stage, to_date, basis, unit) in columns {
            let Some(wanted) = row.get(column).and_then(|text| key(text)) else {
                continue;
            };
            expected += 1;
            let found = ours(&row["trust_ods"], "2025-26").iter().any(|ours| {
                ours.stage == stage
                    && matches!(ours.period, Period::To(_)) == to_date
                    && ours.basis == basis
                    && ours.value_in(unit).map(milli) == Some(wanted)
            });
            assert!(found, "{} {column} {}", row["trust_ods"], row[column]);
        }
    }
    let held = Positions::bundled()
        .all()
        .iter()
        .filter(|row| &*row.place.file == "trusts.csv")
        .count();
    assert_eq!(
        held, expected,
        "every row of ours is one number of the facts"
    );
    let doubtful: BTreeSet<_> = Positions::bundled()
        .all()
        .iter()
        .filter(|row| row.is_doubtful())
        .map(|row| row.body.to_string())
        .collect();
    let marked: BTreeSet<_> = money
        .iter()
        .filter(|row| {
            row["notes"].starts_with("DOUBTFUL") || row["notes"].starts_with("UNRESOLVED")
        })
        .map(|row| row["trust_ods"].clone())
        .collect();
    assert_eq!(doubtful, marked);
}

#[test]
fn every_national_number_is_held() {
    let Some(rows) = read("ics_finance_aggregate.csv") else {
        return;
    };
    assert_eq!(rows.len(), 50);
    let mut wanted = BTreeSet::new();
    let balances = Balances::bundled();
    for row in &rows {
        let value = key(&row["value"]).unwrap();
        if let Some(line) = row["measure"].strip_prefix("balance_actual_") {
            let balance = balances.of(year(&row["year"])).unwrap();
            let part = balance
                .parts
                .iter()
                .find(|part| part.name == line.replace('_', "-"))
                .unwrap();
            assert_eq!(milli(part.actual), value, "{line}");
            let note = numbers(&row["notes"].replace(',', ""));
            for number in [part.plan, part.variance, part.allocation] {
                assert!(note.contains(&milli(number.abs())), "{line} {number}");
            }
            continue;
        }
        wanted.insert((row["year"].clone(), value));
    }
    let held: BTreeSet<_> = Facts::bundled()
        .all()
        .iter()
        .map(|fact| (fact.of.year.to_string(), milli(fact.value)))
        .collect();
    assert_eq!(held, wanted);
    // 44 rows without the balance; the allocation of 2022-23 stands twice among them.
    assert_eq!(Facts::bundled().all().len(), 43);
}
