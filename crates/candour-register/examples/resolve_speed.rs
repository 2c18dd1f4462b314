//! How long it takes to resolve a million pairs of a code and a day: who the body is on that day, and
//! in which board.
//!
//! `cargo run --release -p candour-register --example resolve_speed`

use std::io::Write as _;
use std::time::Instant;

use candour_core::{BodyCode, Level};
use candour_register::Register;
use jiff::civil::{Date, date};

const PAIRS: usize = 1_000_000;

fn main() -> std::io::Result<()> {
    let register = Register::bundled();
    let codes: Vec<&BodyCode> = register.bodies().map(|body| &body.code).collect();
    let days: Vec<Date> = (2001..=2026)
        .flat_map(|year| (1..=12).map(move |month| date(year, month, 1)))
        .collect();
    let out = &mut std::io::stdout().lock();
    for (what, level) in [
        ("who it is then", Level::Provider),
        ("in which board", Level::Icb),
        ("in which region", Level::Region),
    ] {
        let mut times = Vec::new();
        let mut homes = 0;
        for _ in 0..5 {
            let started = Instant::now();
            homes = 0;
            // Strides without a common divisor visit codes and days in no order a cache would like.
            for pair in 0..PAIRS {
                let code = codes[(pair * 7919) % codes.len()];
                let day = days[(pair * 104_729) % days.len()];
                homes += usize::from(register.home(code, level, day).is_ok());
            }
            times.push(started.elapsed());
        }
        times.sort();
        writeln!(
            out,
            "{what}: {PAIRS} pairs of {} codes and {} days in {:.0?} (median of 5), {homes} with a home",
            codes.len(),
            days.len(),
            times[2]
        )?;
    }
    Ok(())
}
