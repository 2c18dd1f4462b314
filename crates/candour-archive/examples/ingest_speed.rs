//! Takes the files named into a fresh archive and says how long that took and how much memory.
//!
//! `cargo run --release -p candour-archive --example ingest_speed -- FILE…`

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

use std::path::PathBuf;
use std::time::Instant;

use candour_archive::{ArchiveError, Writer};

fn main() -> Result<(), ArchiveError> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let folder = std::env::temp_dir().join(format!("candour-ingest-speed-{}", std::process::id()));
    let started = Instant::now();
    let outcomes = Writer::open(&folder)?.ingest(&files, None, &mut |_| {})?;
    println!(
        "{} files in {:.3} s",
        outcomes.len(),
        started.elapsed().as_secs_f64()
    );
    if let Some(peak) = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            status
                .lines()
                .find(|line| line.starts_with("VmHWM"))
                .map(str::to_owned)
        })
    {
        println!("{peak}");
    }
    let _ = std::fs::remove_dir_all(&folder);
    Ok(())
}
