//! What the measuring examples share.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each example uses a part"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use candour_archive::{Archive, ArchiveError, SeriesQuery};
use candour_measures::Catalogue;

/// The most memory this process has had, in MiB, where the system tells.
pub(crate) fn peak_mib() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .map_or_else(|| "?".to_owned(), |kib| (kib / 1024).to_string())
}

/// A folder that is removed when this is dropped.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("candour-{name}-{}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// How long it takes to answer `times` questions for the series of a random measure and body, each
/// on a snapshot of its own as a request has it: the median, the 99th percentile, the longest, and
/// how many figures a series has on average.
pub(crate) fn random_series(
    archive: &Archive,
    times: usize,
) -> Result<(Duration, Duration, Duration, usize), ArchiveError> {
    let bodies = archive.snapshot()?.bodies("", usize::MAX)?;
    let measures: Vec<_> = Catalogue::bundled().iter().collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut taken = Vec::with_capacity(times);
    let mut figures = 0;
    while taken.len() < times {
        let body = &bodies[random(&mut state, bodies.len())];
        let measure = measures[random(&mut state, measures.len())];
        let query = SeriesQuery::new(measure.id.clone(), body.code.clone());
        let started = Instant::now();
        let series = archive.snapshot()?.series(&query)?;
        let elapsed = started.elapsed();
        // A provider of one family has no figures of the other: that is no answer worth timing.
        if !series.figures.is_empty() {
            figures += series.figures.len();
            taken.push(elapsed);
        }
    }
    taken.sort_unstable();
    Ok((
        taken[times / 2],
        taken[times * 99 / 100],
        taken[times - 1],
        figures / times,
    ))
}

fn random(state: &mut u64, below: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).unwrap_or(0) % below
}

/// The length of a file, in KiB.
pub(crate) fn kib(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |known| known.len() / 1024)
}
