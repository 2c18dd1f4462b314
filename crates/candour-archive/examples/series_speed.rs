//! Takes the files named into a fresh archive, and says how long one series of it takes, and how
//! long it takes to verify everything.
//!
//! `cargo run --release -p candour-archive --example series_speed -- FILE…`

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

mod support;

use std::path::PathBuf;
use std::time::Instant;

use candour_archive::{Archive, ArchiveError, Writer};
use support::{Scratch, kib, peak_mib, random_series};

fn main() -> Result<(), ArchiveError> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let scratch = Scratch::new("series-speed");
    Writer::open(&scratch.0)?.ingest(&files, None, &mut |_| {})?;
    let archive = Archive::open(&scratch.0)?;
    let figures = archive
        .snapshot()?
        .sources()?
        .iter()
        .try_fold(0, |sum, source| {
            Ok::<_, ArchiveError>(sum + archive.snapshot()?.figures_from(source)?)
        })?;
    println!(
        "{} sources, {figures} figures, catalogue {} KiB",
        archive.snapshot()?.sources()?.len(),
        kib(&scratch.0.join("catalogue.sqlite")),
    );
    for round in 1..=3 {
        let (median, p99, longest, months) = random_series(&archive, 5_000)?;
        println!(
            "round {round}: series of {months} months on average: p50 {median:.0?}, p99 {p99:.0?}, longest {longest:.0?}"
        );
    }
    let started = Instant::now();
    let found = archive.snapshot()?.verify(&mut |_| {})?;
    println!(
        "verify: {} sources, {} figures, {} damaged, {:.2} s; peak memory {} MiB",
        found.sources,
        found.figures,
        found.damage.len(),
        started.elapsed().as_secs_f64(),
        peak_mib()
    );
    Ok(())
}
