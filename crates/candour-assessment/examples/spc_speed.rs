//! How long 100,000 monthly series of 60 points take, on one thread.
//!
//! `cargo run --release -p candour-assessment --example spc_speed`

use std::hint::black_box;
use std::time::Instant;

use candour_assessment::{Adjacency, Assessment, Assessor, Options, Point, SpcError};
use jiff::ToSpan;
use jiff::civil::date;

const SERIES: usize = 100_000;
const POINTS: usize = 60;

#[expect(
    clippy::print_stdout,
    reason = "an example that prints its measurements"
)]
fn main() -> Result<(), SpcError> {
    let first = date(2020, 4, 1);
    let months: Vec<_> = (0_i64..)
        .take(POINTS)
        .map(|after| first.saturating_add(after.months()))
        .collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut series = Vec::with_capacity(SERIES * POINTS);
    for _ in 0..SERIES {
        for &month in &months {
            let sum: f64 = (0..4).map(|_| xorshift(&mut state)).sum();
            series.push(Point::new(month, 70.0 + 5.0 * sum));
        }
    }

    let mut assessor = Assessor::new();
    for adjacency in [Adjacency::Rows, Adjacency::Months] {
        let options = Options {
            target: Some(92.0),
            adjacency,
            ..Options::default()
        };
        for round in 1..=3 {
            let start = Instant::now();
            for points in series.chunks_exact(POINTS) {
                black_box(assessor.icons(points, &options)?);
            }
            let icons = start.elapsed();

            let mut chart = Assessment::default();
            let start = Instant::now();
            for points in series.chunks_exact(POINTS) {
                assessor.assess_into(points, &options, &mut chart)?;
                black_box(&chart);
            }
            let charts = start.elapsed();
            println!(
                "{adjacency}, round {round}: icons {} ms, whole charts {} ms",
                icons.as_millis(),
                charts.as_millis()
            );
        }
    }
    Ok(())
}

/// From 0 to 1, the same numbers every time.
fn xorshift(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    f64::from((*state >> 32) as u32) / f64::from(u32::MAX)
}
