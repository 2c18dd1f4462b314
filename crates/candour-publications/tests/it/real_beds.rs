//! The published files of beds, where they are held; see `real_files`.

use std::collections::BTreeSet;

use candour_core::{Batch, Scope};

use crate::common::Read1;
use crate::real_files::{accepted, folder};

const TEXTS: [(&str, &str); 2] = [
    ("KH03-Available-Overnight-only.csv", "available"),
    ("KH03-Occupied-Overnight-only.csv", "occupied"),
];

const SECTORS: [&str; 4] = [
    "general_acute",
    "learning_disabilities",
    "maternity",
    "mental_illness",
];

/// The sum of a column over a period, in whole beds to the nearest.
fn beds(read: &Read1, column: &str, period: &str) -> i64 {
    let at = read.text_index("period");
    let sum = read.sum(column, |batch, row| batch.text(at, row) == period);
    (sum + 500_000) / 1_000_000
}

fn codes(read: &Read1) -> BTreeSet<String> {
    let at = read.text_index("org_code");
    let mut codes = BTreeSet::new();
    for batch in &read.kept.0 {
        codes.extend((0..batch.len()).map(|row| batch.text(at, row).to_owned()));
    }
    codes
}

#[test]
fn the_texts_of_beds_read_as_they_were_counted() {
    let Some(folder) = folder("beds_kh03") else {
        return;
    };
    // The rows were counted with another reader: 56,528 and an empty last one, 56,528 and none.
    for (name, column) in TEXTS {
        let read = accepted(&folder.join(name));
        assert_eq!(read.reading.scope, Scope::National, "{name}");
        assert_eq!(read.reading.rows, 56_528, "{name}");
        let periods: Vec<String> = read
            .reading
            .periods
            .keys()
            .map(ToString::to_string)
            .collect();
        // Ten years to March 2010, then every quarter to June 2024.
        assert_eq!(periods.len(), 10 + 57, "{name}");
        assert_eq!((&*periods[0], &*periods[9]), ("2001-03", "2010-03"));
        assert_eq!((&*periods[10], &*periods[66]), ("2010-06", "2024-06"));
        let codes = codes(&read);
        assert_eq!(codes.len(), 672, "{name}");
        let trusts = codes.iter().filter(|code| code.starts_with('R'));
        assert_eq!(trusts.count(), 405, "{name}");
        assert!(
            ["5E2", "5E3", "5E4"]
                .iter()
                .all(|code| codes.contains(*code))
        );
        let number = read.publication.table().count_index(column).unwrap();
        let mut unknown = 0;
        for batch in &read.kept.0 {
            for row in 0..batch.len() {
                if batch.number(number, row).is_none() {
                    unknown += 1;
                    assert_eq!(batch.period.unwrap().to_string(), "2001-03");
                }
            }
        }
        assert_eq!(unknown, 305, "{name}");
    }
}

#[test]
fn a_total_of_beds_jumps_where_two_sectors_become_four() {
    let Some(folder) = folder("beds_kh03") else {
        return;
    };
    let read = accepted(&folder.join(TEXTS[0].0));
    assert_eq!(beds(&read, "available", "2010-03"), 32_491);
    assert_eq!(beds(&read, "available", "2010-06"), 144_455);
}

#[test]
fn a_restored_code_lies_in_its_own_years() {
    let Some(folder) = folder("beds_kh03") else {
        return;
    };
    for (name, column) in TEXTS {
        let read = accepted(&folder.join(name));
        let code = read.text_index("org_code");
        let is = |batch: &Batch, row: usize| batch.text(code, row) == "5E2";
        let rows = |batch: &&Batch| (0..batch.len()).any(|row| is(batch, row));
        let years: Vec<String> = read
            .kept
            .0
            .iter()
            .filter(rows)
            .map(|batch| batch.period.unwrap().to_string())
            .collect();
        assert_eq!(years, ["2003-03", "2004-03", "2005-03", "2006-03"]);
        // 258.068493 + 285.327869 + 276 + 251.326027, and 238 + 259.31694 + 244 + 227.287671.
        let expected = if column == "available" {
            1_070_722_389
        } else {
            968_604_611
        };
        assert_eq!(read.sum(column, is), expected, "{name}");
        let told = read
            .reading
            .diagnostics
            .iter()
            .filter(|fault| fault.code == "restored-code");
        assert_eq!(told.count(), 3, "{name}");
    }
}

#[test]
fn the_workbooks_of_beds_sum_to_what_they_print() {
    let Some(folder) = folder("beds_kh03") else {
        return;
    };
    // England's row of each workbook, rounded to whole beds: available, occupied.
    for (name, period, published, england, trusts) in [
        ("Q2-2024-25", "2024-09", "2024-11-21", PRINTED[0], 187),
        ("Q4-2024-25", "2025-03", "2025-05-21", PRINTED[1], 184),
        ("Q1-2025-26", "2025-06", "2025-08-21", PRINTED[2], 181),
    ] {
        let read = accepted(&folder.join(format!("Beds-Open-Overnight-Web_File-{name}.xlsx")));
        assert_eq!(read.reading.scope, Scope::National, "{name}");
        assert_eq!(read.reading.period().unwrap().to_string(), period);
        assert_eq!(read.reading.published_on.unwrap().to_string(), published);
        assert_eq!(read.reading.rows, trusts * 4, "{name}");
        let found = ["available", "occupied"].map(|column| beds(&read, column, period));
        assert_eq!(found, england, "{name}");
        let sector = read.text_index("sector");
        let mut found = BTreeSet::new();
        for batch in &read.kept.0 {
            found.extend((0..batch.len()).map(|row| batch.text(sector, row).to_owned()));
        }
        assert_eq!(found, SECTORS.map(str::to_owned).into());
    }
}

/// As the three workbooks print it.
const PRINTED: [[i64; 2]; 3] = [[129_760, 114_640], [132_178, 119_190], [130_060, 116_069]];
