//! Ten years of RTT: how the time to take a month and the memory go as the archive grows.
//!
//! `cargo run --release -p candour-archive --example decade -- [MONTHS] [PROVIDERS] [COMMISSIONERS]`
//!
//! A synthetic sample: providers, commissioners and counts are invented, the boards are real so that
//! regions have figures. 120 months of 160 providers with one commissioner each are a twentieth of
//! the real extract a month; 520 providers with 6 commissioners each are as large as the real one.

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

mod support;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use candour_archive::{Archive, OutcomeStatus, Writer};
use candour_core::Month;
use candour_register::{Kind, Register};
use support::{Scratch, kib, peak_mib, random_series};

const PARTS: [(&str, &str); 5] = [
    ("Part_1A", "Completed Pathways For Admitted Patients"),
    ("Part_1B", "Completed Pathways For Non-Admitted Patients"),
    ("Part_2", "Incomplete Pathways"),
    ("Part_2A", "Incomplete Pathways with DTA"),
    ("Part_3", "New RTT Periods - All Patients"),
];
const FUNCTIONS: [(&str, &str); 11] = [
    ("C_100", "General Surgery Service"),
    ("C_101", "Urology Service"),
    ("C_110", "Trauma and Orthopaedic Service"),
    ("C_120", "Ear Nose and Throat Service"),
    ("C_130", "Ophthalmology Service"),
    ("C_150", "Neurosurgical Service"),
    ("C_300", "General Internal Medicine Service"),
    ("C_320", "Cardiology Service"),
    ("C_330", "Dermatology Service"),
    ("C_400", "Neurology Service"),
    ("C_502", "Gynaecology Service"),
];
/// Bands of one week, and the open one.
const BANDS: usize = 105;
const COMMISSIONERS: usize = 106;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1).map(|word| word.parse::<usize>());
    let mut next = |usual| words.next().unwrap_or(Ok(usual));
    let (months, providers, commissioners) = (next(120)?, next(160)?, next(1)?);
    println!("a synthetic sample of {providers} invented providers");

    let scratch = Scratch::new("decade");
    std::fs::create_dir_all(&scratch.0)?;
    let root = scratch.0.join("archive");
    let file = scratch.0.join("month.csv");
    let mut writer = Writer::open(&root)?;
    let mut year = Duration::ZERO;
    let first = Month::new(2021, 4).ok_or("no month")?;
    let count = i32::try_from(months)?;
    for after in 0..count {
        let rows = write_month(&file, first.plus(after), providers, commissioners)?;
        let started = Instant::now();
        let outcome = writer.ingest(std::slice::from_ref(&file), None, &mut |_| {})?;
        year += started.elapsed();
        if outcome[0].status != OutcomeStatus::Loaded {
            return Err(format!("not loaded: {:?}", outcome[0].diagnostics.first()).into());
        }
        if after == 0 {
            println!("{rows} rows and {} KiB a month", kib(&file));
        }
        if (after + 1) % 12 == 0 || after + 1 == count {
            println!(
                "{} months: the last {} in {:.2} s; peak memory {} MiB; catalogue {} KiB a month",
                after + 1,
                after % 12 + 1,
                year.as_secs_f64(),
                peak_mib(),
                kib(&root.join("catalogue.sqlite")) / u64::try_from(after + 1)?,
            );
            year = Duration::ZERO;
        }
    }
    drop(writer);
    let archive = Archive::open(&root)?;
    let (median, p99, longest, length) = random_series(&archive, 3_000)?;
    println!("a series of {length} months: p50 {median:.0?}, p99 {p99:.0?}, longest {longest:.0?}");
    Ok(())
}

/// Writes an invented month. Gives how many rows.
fn write_month(
    path: &Path,
    month: Month,
    providers: usize,
    commissioners: usize,
) -> Result<usize, Box<dyn std::error::Error>> {
    let boards: Vec<_> = Register::bundled()
        .bodies()
        .filter(|body| body.kind == Kind::Board && body.span.to.is_none())
        .collect();
    let mut out = BufWriter::new(File::create(path)?);
    write!(
        out,
        "Period,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name,Commissioner Parent Org Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name,RTT Part Type,RTT Part Description,Treatment Function Code,Treatment Function Name"
    )?;
    for band in 0..BANDS - 1 {
        write!(out, ",Gt {band:02} To {:02} Weeks SUM 1", band + 1)?;
    }
    writeln!(
        out,
        ",Gt 104 Weeks SUM 1,Total,Patients with unknown clock start date,Total All"
    )?;
    let period = format!("RTT-{}", month.in_words().replace(' ', "-"));
    let mut rows = 0;
    let mut state = 0x2545_F491_4F6C_DD1D_u64 ^ u64::try_from(month.year() * 12)?;
    state = state.wrapping_add(u64::from(month.month()));
    for provider in 0..providers {
        let parent = boards[provider % boards.len()];
        for buys in 0..commissioners {
            let commissioner = (provider + buys * 7) % COMMISSIONERS;
            let board = boards[commissioner % boards.len()];
            let start = format!(
                "{period},{},\"{}\",ZP{provider:03},SYNTHETIC HOSPITAL {provider},{},\"{}\",ZC{commissioner:03},SYNTHETIC PLACE {commissioner}",
                parent.code, parent.name, board.code, board.name,
            );
            for (place, (part, description)) in PARTS.iter().enumerate() {
                let mut sums = [0; BANDS + 1];
                for (code, name) in FUNCTIONS {
                    let counts = invent(&mut state, place);
                    sums.iter_mut()
                        .zip(counts)
                        .for_each(|(sum, count)| *sum += count);
                    writeln!(
                        out,
                        "{start},{part},{description},{code},{name}{}",
                        cells(place, &counts)
                    )?;
                }
                writeln!(
                    out,
                    "{start},{part},{description},C_999,Total{}",
                    cells(place, &sums)
                )?;
                rows += FUNCTIONS.len() + 1;
            }
        }
    }
    out.flush()?;
    Ok(rows)
}

/// Counts of each band, and of the unknown starts (of the new periods in Part 3).
fn invent(state: &mut u64, place: usize) -> [u32; BANDS + 1] {
    let mut counts = [0; BANDS + 1];
    let mut random = |below: u64| {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        u32::try_from((*state >> 33) % below).unwrap_or(0)
    };
    if place < 4 {
        for band in counts.iter_mut().take(40) {
            *band = random(8).saturating_sub(3);
        }
        counts[60] = random(2);
    }
    // Only completed pathways can have started nobody knows when; Part 3 has nothing else.
    if place < 2 || place == 4 {
        counts[BANDS] = random(9);
    }
    counts
}

/// The count columns of a row.
fn cells(place: usize, counts: &[u32; BANDS + 1]) -> String {
    let mut text = String::with_capacity(2 * BANDS);
    for count in &counts[..BANDS] {
        // Blank in Part 3 and a nought elsewhere, as in the extract.
        let _ = match place {
            4 => write!(text, ","),
            _ => write!(text, ",{count}"),
        };
    }
    let bands: u32 = counts[..BANDS].iter().sum();
    let unknown = counts[BANDS];
    let _ = match place {
        0 | 1 => write!(text, ",{bands},{unknown},{}", bands + unknown),
        4 => write!(text, ",,,{unknown}"),
        _ => write!(text, ",,,{bands}"),
    };
    text
}
