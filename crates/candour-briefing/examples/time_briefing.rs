//! How long a briefing takes: of England, of a region, a board and a provider, from an archive that is open.
//!
//!     cargo run --release -p candour-briefing --example time_briefing -- ARCHIVE
//!
//! The first reading of a process is told apart: it reads the register once.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program to measure with, run by hand"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use candour_archive::{Archive, Snapshot};
use candour_briefing::{BriefingQuery, Knowledge, briefing};
use candour_core::{BodyCode, Level};
use jiff::civil::date;

const TIMES: usize = 15;

fn once(snapshot: &Snapshot<'_>, body: &BodyCode, knowledge: Knowledge) -> Duration {
    let begun = Instant::now();
    let query = BriefingQuery {
        on: date(2026, 11, 24),
        body: Some(body.clone()),
        knowledge,
    };
    let made = briefing(snapshot, &query).unwrap();
    std::hint::black_box(made);
    begun.elapsed()
}

fn main() {
    let root = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "candour-archive".to_owned());
    let archive = Archive::open(Path::new(&root)).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let england = BodyCode::england();
    let first = once(&snapshot, &england, Knowledge::Today);
    println!("england, first of the process: {first:.1?}");
    let month = "2022-12".parse().unwrap();
    for (of, knowledge) in [
        ("latest", Knowledge::Today),
        ("up to December 2022", Knowledge::UpTo { month }),
    ] {
        for level in [Level::England, Level::Region, Level::Icb, Level::Provider] {
            let bodies = snapshot.bodies_at(level).unwrap();
            let mut all: Vec<Duration> = bodies
                .iter()
                .cycle()
                .step_by(1 + bodies.len() / 5)
                .take(TIMES)
                .map(|body| once(&snapshot, &body.code, knowledge))
                .collect();
            all.sort();
            println!(
                "{level}, {of}: median {:.1?}, slowest {:.1?} of {TIMES}",
                all[TIMES / 2],
                all[TIMES - 1]
            );
        }
    }
}
