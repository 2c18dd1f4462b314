//! How long verdicts take: `cargo run --release -p candour-findings --example verdict_speed -- ARCHIVE
//! [TIMES]`. Each run opens the archive anew, so that nothing is found ready; medians are printed.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for the terminal"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use candour_archive::{Archive, Snapshot};
use candour_core::{BodyCode, Level};
use candour_findings::{AsAt, all_targets, plan_year, plan_years, pledges, targets_of_body};
use jiff::civil::date;

fn main() {
    let mut words = std::env::args().skip(1);
    let root = words.next().expect("an archive's folder");
    let times = words.next().map_or(7, |text| text.parse().unwrap());
    // A day after the last month held, so that the answer is the same whenever it is asked.
    let as_at = AsAt::day(date(2026, 6, 30));

    let mut judged = 0;
    let mut months = 0;
    let all = measured(&root, times, |snapshot| {
        let found = all_targets(snapshot, as_at).unwrap();
        judged = found.len();
        months = found
            .iter()
            .map(|one| one.verdict.by_month.len().max(1))
            .sum::<usize>();
    });
    told(
        "every target, every body that owes it, every month held",
        &all,
        &format!("{judged} verdicts on {months} months"),
    );

    let mut yearly = 0;
    let years = measured(&root, times, |snapshot| {
        yearly = (2018..=2026)
            .filter_map(candour_core::FinancialYear::beginning)
            .map(|year| {
                let as_at = AsAt {
                    year: Some(year),
                    ..as_at
                };
                all_targets(snapshot, as_at).unwrap().len()
            })
            .sum();
    });
    told(
        "the same year by year, nine years",
        &years,
        &format!("{yearly} verdicts"),
    );

    let nation = measured(&root, times, |snapshot| {
        let body = snapshot.body(BodyCode::england().as_str()).unwrap();
        targets_of_body(snapshot, &body, as_at).unwrap();
    });
    told("one body: England", &nation, "");
    let board = measured(&root, times, |snapshot| {
        let boards = snapshot.bodies_at(Level::Icb).unwrap();
        if let Some(board) = boards.first() {
            targets_of_body(snapshot, board, as_at).unwrap();
        }
    });
    told("one body: a board", &board, "");

    let mut plans = 0;
    let money = measured(&root, times, |snapshot| {
        plans = plan_years()
            .into_iter()
            .map(|year| {
                let found = plan_year(snapshot, year, None, as_at).unwrap();
                found.systems.bodies.len() + found.trusts.bodies.len()
            })
            .sum();
    });
    told(
        "financial plans, every year and body",
        &money,
        &format!("{plans} plans"),
    );
    let promises = measured(&root, times, |_| {
        assert!(!pledges(as_at).is_empty());
    });
    told("pledges and milestones", &promises, "");
}

/// How long it takes each time, the quickest first. Opening the archive is not counted; its register is,
/// since every command needs it.
fn measured(root: &str, times: usize, mut what: impl FnMut(&Snapshot<'_>)) -> Vec<Duration> {
    let mut found: Vec<Duration> = (0..times)
        .map(|_| {
            let archive = Archive::open(Path::new(root)).unwrap();
            let start = Instant::now();
            let snapshot = archive.snapshot().unwrap();
            what(&snapshot);
            start.elapsed()
        })
        .collect();
    found.sort();
    found
}

fn told(what: &str, times: &[Duration], note: &str) {
    let ms = |time: &Duration| time.as_secs_f64() * 1e3;
    println!(
        "{:9.1} ms median ({:.1} to {:.1})  {what}{}{note}",
        ms(&times[times.len() / 2]),
        ms(&times[0]),
        ms(&times[times.len() - 1]),
        if note.is_empty() { "" } else { ": " },
    );
}
