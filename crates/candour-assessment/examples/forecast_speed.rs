//! How long 1,000 monthly series of 60 points and 100 of 200 take to be forecast twelve months ahead, with
//! the back-test that each carries and one chance asked of each, on one thread.
//!
//! `cargo run --release -p candour-assessment --example forecast_speed`

use std::hint::black_box;
use std::time::Instant;

use candour_assessment::forecast::{
    Comparison, ForecastError, ForecastOptions, Method, Scale, forecast,
};
use candour_core::Month;

#[expect(
    clippy::print_stdout,
    reason = "an example that prints its measurements"
)]
fn main() -> Result<(), ForecastError> {
    let Some(first) = Month::new(2008, 4) else {
        return Ok(());
    };
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for (count, points) in [(1_000, 60), (100, 200)] {
        let series: Vec<Vec<(Month, Option<f64>)>> = (0..count)
            .map(|_| {
                (0..points)
                    .map(|after| {
                        let sum: f64 = (0..4).map(|_| xorshift(&mut state)).sum();
                        (first.plus(after), Some(0.5 + sum / 10.0))
                    })
                    .collect()
            })
            .collect();
        for method in [Method::LastValue, Method::Combined] {
            let options = ForecastOptions {
                method,
                scale: Scale::Share,
                ..ForecastOptions::default()
            };
            for round in 1..=3 {
                let start = Instant::now();
                for values in &series {
                    let made = forecast(values, &options)?;
                    let due = made.made_at.plus(6);
                    black_box(made.chance_of(Comparison::AtLeast, 0.78, due));
                }
                println!(
                    "{count} series of {points} points, {method:?}, round {round}: {} ms",
                    start.elapsed().as_millis()
                );
            }
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
