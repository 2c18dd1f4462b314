//! How long a file takes to be read, and how much memory: `cargo run --release -p
//! candour-publications --example read_speed -- FILE.csv`.

use std::error::Error;
use std::fs::File;
use std::io::{self, Read, Write};
use std::time::Instant;

use candour_core::Batch;
use candour_publications::{Content, HEAD, ReadContext, Sink, recognise};

/// Counts rows and gives every batch back.
#[derive(Default)]
struct Counting {
    rows: usize,
    batches: usize,
    spare: Vec<Batch>,
}

impl Sink for Counting {
    fn batch(&mut self, batch: Batch) -> io::Result<()> {
        self.rows += batch.len();
        self.batches += 1;
        self.spare.push(batch);
        Ok(())
    }

    fn spare(&mut self) -> Batch {
        self.spare.pop().unwrap_or_default()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("name a file: a month of RTT or A&E as text")?;
    let mut out = io::stdout().lock();
    for _ in 0..5 {
        let started = Instant::now();
        let mut file = File::open(&path)?;
        let mut head = Vec::new();
        Read::by_ref(&mut file)
            .take(HEAD as u64)
            .read_to_end(&mut head)?;
        let (publication, layout, _) = recognise(&Content::Text {
            head: &head,
            rest: &mut file,
        })?;
        let mut sink = Counting::default();
        let content = Content::Text {
            head: &head,
            rest: &mut file,
        };
        let reading = publication.read(content, &ReadContext::none(), &mut sink);
        let faults = reading.diagnostics.len();
        writeln!(
            out,
            "{layout}: {} rows in {} batches, {faults} faults, {:.3} s",
            sink.rows,
            sink.batches,
            started.elapsed().as_secs_f64()
        )?;
        for fault in reading.diagnostics.iter().take(5) {
            writeln!(out, "  {fault}")?;
        }
        writeln!(out, "  {}", reading.scope_reason)?;
        for check in reading.checks {
            writeln!(out, "  {} {}", check.passed, check.detail)?;
        }
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status")
        && let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM"))
    {
        writeln!(out, "{peak}")?;
    }
    Ok(())
}
