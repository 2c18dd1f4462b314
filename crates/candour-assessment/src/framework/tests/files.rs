//! Reading the published files, for tests only.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use candour_core::{BodyCode, Month};

use crate::framework::{Decimal, Framework, LeagueRow, Published, PublishedRow};

/// The folder of published files; none, said aloud, where it is absent.
pub(super) fn real_data(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("CANDOUR_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    if folder.join("nof").is_dir() && folder.join("../rules").is_dir() {
        return Some(folder);
    }
    let required = std::env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_some_and(|value| value == "1");
    assert!(!required, "{test}: no folder nof in {}", folder.display());
    let _ = writeln!(
        std::io::stderr().lock(),
        "SKIPPED {test}: no published files of the framework in {} (set CANDOUR_REAL_DATA)",
        folder.display()
    );
    None
}

pub(super) fn bundled(id: &str) -> Framework {
    let (frameworks, faults) = Framework::bundled();
    assert_eq!(faults, []);
    frameworks
        .into_iter()
        .find(|framework| framework.id == id)
        .unwrap()
}

/// `Q4 2025/26` by its last month.
pub(super) fn quarter(text: &str) -> Month {
    let (quarter, year) = text.split_once(' ').unwrap();
    let year: i32 = year[..4].parse().unwrap();
    match quarter {
        "Q1" => Month::new(year, 6).unwrap(),
        "Q2" => Month::new(year, 9).unwrap(),
        "Q3" => Month::new(year, 12).unwrap(),
        "Q4" => Month::new(year + 1, 3).unwrap(),
        other => panic!("no quarter: {other}"),
    }
}

pub(super) fn table(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn decimal(text: &str) -> Option<Decimal> {
    (!text.is_empty()).then(|| Decimal::parse(text).unwrap())
}

fn whole(text: &str) -> Option<u32> {
    decimal(text).map(|number| u32::try_from(number.as_whole().unwrap()).unwrap())
}

pub(super) fn rows(path: &Path) -> Vec<PublishedRow> {
    table(path)
        .into_iter()
        .enumerate()
        .map(|(place, row)| PublishedRow {
            quarter: quarter(&row[0]),
            region: row[1].clone(),
            trust_type: row[2].clone(),
            trust: BodyCode::new(&row[4]).unwrap(),
            trust_name: row[5].clone(),
            domain: row[6].clone(),
            metric: row[8].clone(),
            description: row[9].clone(),
            reporting_date: row[10].clone(),
            unit: row[11].clone(),
            value: decimal(&row[12]),
            median: decimal(&row[13]),
            lower_quartile: decimal(&row[14]),
            upper_quartile: decimal(&row[15]),
            rank: whole(&row[16]),
            place,
        })
        .collect()
}

pub(super) fn league(path: &Path) -> Vec<LeagueRow> {
    let range = |text: &str| -> (String, String) {
        let (low, high) = text.split_once(" to ").unwrap();
        (low.to_owned(), high.to_owned())
    };
    table(path)
        .into_iter()
        .enumerate()
        .map(|(place, row)| {
            let (low, high) = range(&row[7]);
            let (first, last) = range(&row[11]);
            LeagueRow {
                quarter: quarter(&row[0]),
                trust_type: row[2].clone(),
                trust: BodyCode::new(&row[4]).unwrap(),
                average: decimal(&row[6]),
                average_range: decimal(&low).zip(decimal(&high)),
                segment: whole(&row[8]).map(|segment| u8::try_from(segment).unwrap()),
                in_deficit: Some(row[9] == "Yes"),
                rank: whole(&row[10]),
                rank_range: whole(&first).zip(whole(&last)),
                place,
            }
        })
        .collect()
}

pub(super) const FILE: &str = "nof/nhs-oversight-framework-mental-health-and-community-trust-";

pub(super) fn real(folder: &Path) -> (Published, Vec<LeagueRow>) {
    let framework = bundled("nof-2025-26");
    let rows = rows(&folder.join(format!("{FILE}data.csv")));
    let (published, faults) = Published::new(&framework, rows);
    assert_eq!(faults, []);
    let league = league(&folder.join(format!("{FILE}league-table.csv")));
    (published, league)
}
