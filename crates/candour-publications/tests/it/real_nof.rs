//! The published files of the NHS Oversight Framework, where they are held; see `real_files`. Known
//! answers are the rule book's, and the rows of one trust as another project took them from the same
//! publication.

#![expect(
    clippy::print_stderr,
    reason = "a test that is skipped must say so aloud"
)]

use std::collections::{BTreeMap, BTreeSet};

use candour_core::{Batch, Scope, decimal};

use crate::common::Read1;
use crate::real_files::{accepted, folder};

const DATA: &str = "nhs-oversight-framework-mental-health-and-community-trust-data.csv";
const LEAGUE: &str = "nhs-oversight-framework-mental-health-and-community-trust-league-table.csv";

const QUARTERS: [&str; 4] = ["2025-06", "2025-09", "2025-12", "2026-03"];

/// Calls `take` with each row.
fn each(read: &Read1, mut take: impl FnMut(&Batch, usize)) {
    for batch in &read.kept.0 {
        (0..batch.len()).for_each(|row| take(batch, row));
    }
}

fn distinct(read: &Read1, column: &str) -> BTreeSet<String> {
    let at = read.text_index(column);
    let mut found = BTreeSet::new();
    each(read, |batch, row| {
        found.insert(batch.text(at, row).to_owned());
    });
    found
}

/// The value of a metric of a trust, in millionths, by quarter.
fn values(read: &Read1, trust: &str, metric: &str) -> BTreeMap<String, i64> {
    let (code, id) = (read.text_index("trust_code"), read.text_index("metric_id"));
    let value = read.publication.table().count_index("value").unwrap();
    let mut found = BTreeMap::new();
    each(read, |batch, row| {
        if batch.text(code, row) == trust && batch.text(id, row) == metric {
            let period = batch.period.unwrap().to_string();
            found.insert(period, batch.number(value, row).unwrap());
        }
    });
    found
}

#[test]
fn the_data_file_reads_as_it_was_counted() {
    let Some(folder) = folder("nof") else {
        return;
    };
    let read = accepted(&folder.join(DATA));
    assert_eq!(read.publication.facts().id, "nof-data");
    assert_eq!(read.reading.scope, Scope::Partial);
    assert_eq!(
        read.reading.scope_reason,
        "a file holds one type of trust of several: Mental health and community trust, 61 trusts"
    );
    assert!(read.reading.diagnostics.is_empty(), "{:?}", read.faults());
    // 8,771 rows, 61 trusts, four quarters, counted with another reader.
    assert_eq!(read.reading.rows, 8_771);
    let periods: Vec<(String, u64)> = read
        .reading
        .periods
        .iter()
        .map(|(period, rows)| (period.to_string(), *rows))
        .collect();
    let expected = std::iter::zip(QUARTERS, [2_242, 2_260, 2_137, 2_132]);
    assert_eq!(
        periods,
        expected
            .map(|(period, rows)| (period.to_owned(), rows))
            .collect::<Vec<_>>()
    );
    assert_eq!(distinct(&read, "trust_code").len(), 61);
    assert_eq!(distinct(&read, "metric_id").len(), 41);
    assert_eq!(
        distinct(&read, "units"),
        [
            "%",
            "flag",
            "out of 10",
            "percentage points",
            "score",
            "segment"
        ]
        .map(str::to_owned)
        .into()
    );
    assert_eq!(distinct(&read, "region").len(), 7);
    // The space that does not break, after the name of one metric in the file, is gone.
    let names = distinct(&read, "metric_description");
    assert_eq!(names.len(), 30);
    assert!(names.contains("NHS staff survey engagement theme sub-score"));
    // 5 rows of three trusts in the Recovery Support Programme: segment 5 shows there only.
    for (trust, quarters) in [("RHA", 2), ("RW1", 2), ("RXV", 1)] {
        let in_programme = values(&read, trust, "OF5007");
        let five = values(&read, trust, "OF5005");
        let held: Vec<_> = in_programme
            .iter()
            .filter(|(_, flag)| **flag == 1_000_000)
            .collect();
        assert_eq!(held.len(), quarters, "{trust}");
        assert!(held.iter().all(|(period, _)| five[*period] == 5_000_000));
    }
}

#[test]
fn the_rule_books_trust_has_its_scores() {
    let Some(folder) = folder("nof") else {
        return;
    };
    let read = accepted(&folder.join(DATA));
    let average = values(&read, "RDY", "OF5002");
    // Dorset HealthCare: 2.26, 2.15, 2.21 in Q1, Q2, Q4 (rule book 1.5).
    for (period, score) in [
        ("2025-06", "2.26"),
        ("2025-09", "2.15"),
        ("2026-03", "2.21"),
    ] {
        assert_eq!(decimal(average[period]), score, "{period}");
    }
    // Values below nought come through with their sign: 48 planned deficits, 34 falls behind plan.
    for (metric, below) in [("OF0079", 48), ("OF0081", 34), ("OF0041", 45)] {
        let (id, value) = (
            read.text_index("metric_id"),
            read.publication.table().count_index("value").unwrap(),
        );
        let mut found = 0;
        each(&read, |batch, row| {
            let is = batch.text(id, row) == metric;
            found += usize::from(is && batch.number(value, row).unwrap() < 0);
        });
        assert_eq!(found, below, "{metric}");
    }
}

#[test]
fn every_row_of_one_trust_is_as_another_project_took_it() {
    let Some(folder) = folder("nof") else {
        return;
    };
    let path = folder.join("../../rules/nof_worked_example_rdy.csv");
    let Ok(known) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: no worked example in {}", path.display());
        return;
    };
    let read = accepted(&folder.join(DATA));
    let table = read.publication.table();
    let texts = [
        "quarter",
        "region",
        "trust_type",
        "trust_subtype",
        "trust_code",
        "trust_name",
        "domain",
        "sub_domain",
        "metric_id",
        "metric_description",
        "reporting_date",
        "units",
    ];
    let mut ours = BTreeSet::new();
    each(&read, |batch, row| {
        let cell = |name: &&str| batch.text(read.text_index(name), row).to_owned();
        let mut cells: Vec<String> = texts.iter().map(cell).collect();
        for (place, _) in table.counts().enumerate() {
            let number = batch.number(place, row);
            let is_rank = place + 1 == table.counts().count();
            let shown = |number: i64| {
                if is_rank {
                    number.to_string()
                } else {
                    decimal(number)
                }
            };
            cells.push(number.map_or_else(String::new, shown));
        }
        ours.insert(cells);
    });
    let mut lines = 0;
    let mut csv = csv::Reader::from_reader(known.trim_start_matches('\u{feff}').as_bytes());
    for record in csv.records() {
        let record = record.unwrap();
        let cells: Vec<String> = record
            .iter()
            .enumerate()
            .map(|(place, cell)| {
                let cell = cell.trim();
                // Their numbers are floating-point ones as printed.
                match cell.parse::<f64>() {
                    Ok(number) if place >= texts.len() => number.to_string(),
                    _ => cell.to_owned(),
                }
            })
            .collect();
        assert!(ours.contains(&cells), "{cells:?}");
        lines += 1;
    }
    assert!(lines > 100, "only {lines} rows");
}

#[test]
fn the_league_table_reads_as_it_is_printed() {
    let Some(folder) = folder("nof") else {
        return;
    };
    let read = accepted(&folder.join(LEAGUE));
    assert_eq!(read.publication.facts().id, "nof-league-table");
    assert!(read.reading.diagnostics.is_empty(), "{:?}", read.faults());
    assert_eq!(read.reading.rows, 61);
    assert_eq!(read.reading.period().unwrap().to_string(), "2026-03");
    let code = read.text_index("trust_code");
    let table = read.publication.table();
    let mut found = BTreeMap::new();
    let mut segments: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let mut score_and_segment = Vec::new();
    let deficit = read.text_index("trust_in_financial_deficit");
    each(&read, |batch, row| {
        let number = |name: &str| batch.number(table.count_index(name).unwrap(), row).unwrap();
        let names = [
            "average_score",
            "average_score_low",
            "average_score_high",
            "segment",
            "rank",
            "rank_low",
            "rank_high",
        ];
        found.insert(batch.text(code, row).to_owned(), names.map(number));
        score_and_segment.push((
            batch.text(deficit, row) == "Yes",
            number("segment"),
            number("average_score"),
        ));
    });
    // Dorset: score 2.21, range 1.72 to 2.73; rank 24, range 6 to 49 (rule book 1.6).
    assert_eq!(
        found["RDY"],
        [2_210_000, 1_720_000, 2_730_000, 2, 24, 6, 49]
    );
    assert_eq!(found["RYY"], [1_530_000, 1_200_000, 1_890_000, 1, 1, 1, 11]);
    // Without a deficit the segments are bands of the score: 1 to 2.02; 2 from 2.11 to 2.29; 3 from
    // 2.31 to 2.57; 4 from 2.60.
    for (in_deficit, segment, score) in score_and_segment {
        if !in_deficit {
            let band = segments.entry(segment).or_insert((score, score));
            *band = (band.0.min(score), band.1.max(score));
        }
    }
    assert_eq!(segments[&1].1, 2_020_000);
    assert_eq!(segments[&2], (2_110_000, 2_290_000));
    assert_eq!(segments[&3], (2_310_000, 2_570_000));
    assert_eq!(segments[&4].0, 2_600_000);
}
