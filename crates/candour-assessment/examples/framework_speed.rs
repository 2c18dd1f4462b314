//! How long an oversight framework's quarters take to be scored and reconciled, and a what-if.
//!
//! `CANDOUR_REAL_DATA=../shared/data cargo run --release -p candour-assessment --example framework_speed`
//!
//! With the published files the mental health and community trusts' four quarters; without them 205
//! invented trusts of all types in four quarters, which is as many as there are.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use candour_assessment::framework::{
    Change, Decimal, Framework, Published, PublishedRow, WhatIfRequest, markdown, reconcile,
    segment_changes, steps, uncertainty, what_if,
};
use candour_core::{BodyCode, Month};

const ROUNDS: usize = 15;

#[expect(
    clippy::print_stdout,
    reason = "an example that prints its measurements"
)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (frameworks, _) = Framework::bundled();
    let framework = frameworks
        .into_iter()
        .find(|framework| framework.id == "nof-2025-26")
        .ok_or("the framework of 2025/26 is not bundled")?;
    let folder = std::env::var("CANDOUR_REAL_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let file = "nof/nhs-oversight-framework-mental-health-and-community-trust-data.csv";
    match std::fs::read_to_string(Path::new(&folder).join(file)) {
        Ok(text) => measure("published", &framework, &rows(&text)?)?,
        Err(_) => println!("SKIPPED: no published files in {folder}"),
    }
    measure("invented", &framework, &invented(&framework)?)
}

#[expect(
    clippy::print_stdout,
    reason = "an example that prints its measurements"
)]
fn measure(
    name: &str,
    framework: &Framework,
    rows: &[PublishedRow],
) -> Result<(), Box<dyn std::error::Error>> {
    let (published, _) = Published::new(framework, rows.to_vec());
    let quarters: Vec<Month> = published.quarters().collect();
    let last = *quarters.last().ok_or("no quarter")?;
    let trust = published.trusts(last)[0].trust.clone();
    println!(
        "{name}: {} rows, {} quarters, {} trusts in the last",
        rows.len(),
        quarters.len(),
        published.trusts(last).len()
    );
    let request = WhatIfRequest {
        trust: trust.clone(),
        quarter: last,
        changes: vec![("sickness-absence".to_owned(), Change::MedianOfType)],
        financial_override: None,
    };
    what_if(&published, &request)?;
    let report = reconcile(&published, &[]);
    say("rows put in order", || {
        Published::new(framework, rows.to_vec())
    });
    say("all quarters scored and reconciled", || {
        reconcile(&published, &[])
    });
    say("the report as Markdown", || {
        markdown(framework, &report, &[])
    });
    say("likely ranges of all quarters", || {
        quarters
            .iter()
            .map(|&quarter| uncertainty(&published, quarter))
            .collect::<Vec<_>>()
    });
    say("moves of segment between all quarters", || {
        quarters
            .windows(2)
            .map(|pair| segment_changes(&published, pair[0], pair[1]))
            .collect::<Vec<_>>()
    });
    say("the steps of one trust", || steps(&published, &trust, last));
    say("a what-if", || what_if(&published, &request));
    Ok(())
}

/// The median of some rounds.
#[expect(
    clippy::print_stdout,
    reason = "an example that prints its measurements"
)]
fn say<T>(what: &str, mut work: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!(
        "  {what}: {:.2} ms",
        times[ROUNDS / 2].as_secs_f64() * 1000.0
    );
}

fn rows(text: &str) -> Result<Vec<PublishedRow>, Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (place, record) in csv::Reader::from_reader(text.as_bytes())
        .records()
        .enumerate()
    {
        let record = record?;
        let number = |at: usize| Decimal::parse(&record[at]);
        let year: i32 = record[0][3..7].parse()?;
        let quarter = match &record[0][..2] {
            "Q1" => Month::new(year, 6),
            "Q2" => Month::new(year, 9),
            "Q3" => Month::new(year, 12),
            _ => Month::new(year + 1, 3),
        };
        rows.push(PublishedRow {
            quarter: quarter.ok_or("no quarter")?,
            region: record[1].to_owned(),
            trust_type: record[2].to_owned(),
            trust: BodyCode::new(&record[4])?,
            trust_name: record[5].to_owned(),
            domain: record[6].to_owned(),
            metric: record[8].to_owned(),
            description: record[9].to_owned(),
            reporting_date: record[10].to_owned(),
            unit: record[11].to_owned(),
            value: number(12),
            median: number(13),
            lower_quartile: number(14),
            upper_quartile: number(15),
            rank: number(16)
                .and_then(Decimal::as_whole)
                .and_then(|rank| rank.try_into().ok()),
            place,
        });
    }
    Ok(rows)
}

/// As many trusts of each type as there are, all invented, with a value and a score of each metric.
fn invented(framework: &Framework) -> Result<Vec<PublishedRow>, Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        i64::try_from(state % below).unwrap_or_default()
    };
    for number in 0..205_usize {
        let kind = &framework.trust_types[usize::from(number >= 134) + usize::from(number >= 195)];
        for quarter in [(2025, 6), (2025, 9), (2025, 12), (2026, 3)] {
            let mut add = |metric: &str, domain: usize, value: i64| {
                rows.push(PublishedRow {
                    trust: BodyCode::new(&format!("INVENTED-{number}"))?,
                    trust_name: format!("Invented Provider {number}"),
                    trust_type: kind.title.clone(),
                    region: "Invented region".to_owned(),
                    quarter: Month::new(quarter.0, quarter.1).ok_or("no quarter")?,
                    domain: framework.domains[domain].title.clone(),
                    metric: metric.to_owned(),
                    description: "Invented".to_owned(),
                    value: Decimal::from_hundredths(value),
                    median: None,
                    lower_quartile: None,
                    upper_quartile: None,
                    rank: Some(1),
                    unit: "score".to_owned(),
                    reporting_date: "Invented".to_owned(),
                    place: 0,
                });
                Ok::<(), Box<dyn std::error::Error>>(())
            };
            for metric in &framework.metrics {
                for (code, low, width) in [
                    (&metric.value_code, 0, 10_000),
                    (&metric.score_code, 100, 301),
                ] {
                    if let Some(code) = code {
                        add(code, metric.domain, low + draw(width))?;
                    }
                }
            }
            let average = 150 + draw(200);
            let segment = 100 + 100 * ((average - 150) / 50).min(3);
            for (code, value) in [
                ("OF5002", average),
                ("OF5003", segment),
                ("OF5000", segment),
                ("OF5004", 0),
            ] {
                add(code, 0, value)?;
            }
        }
    }
    Ok(rows)
}
