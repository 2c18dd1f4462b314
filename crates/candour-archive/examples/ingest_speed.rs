//! Takes the files named into a fresh archive and says how long that took and how much memory.
//!
//! `cargo run --release -p candour-archive --example ingest_speed -- FILE…`

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

mod support;

use std::path::PathBuf;
use std::time::Instant;

use candour_archive::{ArchiveError, Writer};

fn main() -> Result<(), ArchiveError> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let scratch = support::Scratch::new("ingest-speed");
    let started = Instant::now();
    let outcomes = Writer::open(&scratch.0)?.ingest(&files, None, &mut |_| {})?;
    println!(
        "{} files in {:.3} s",
        outcomes.len(),
        started.elapsed().as_secs_f64()
    );
    println!("peak memory {} MiB", support::peak_mib());
    Ok(())
}
