//! Every published figure, ours, the difference and its cause.

use std::io::{self, Write};
use std::process::ExitCode;

use candour_findings::oversight::{self, Oversight, ReconciliationShape, Wanted};

use crate::cli::{Format, Framework, Global};
use crate::output::{self, Table};

pub(super) fn run(
    global: &Global,
    asked: &Framework,
    held: &Oversight,
) -> anyhow::Result<ExitCode> {
    let out = &mut io::stdout().lock();
    if super::is_markdown(global) {
        out.write_all(held.report().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let shape = held.reconciled(&Wanted {
        quarter: asked.quarter,
        trust: asked.trust.clone(),
        cause: asked.cause.clone(),
        all: asked.all,
    });
    match global.format {
        Format::Json => output::json(&shape)?,
        Format::Csv => super::print_grid(&oversight::lines_grid(&shape.lines))?,
        Format::Table => print(&shape, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(shape: &ReconciliationShape, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}: published and re-scored\n", shape.title)?;
    for quarter in &shape.quarters {
        writeln!(out, "{}: {}", quarter.name, oversight::held_words(quarter))?;
    }
    writeln!(out)?;
    let mut counts = Table::new(&[
        "layer",
        "figure",
        ">compared",
        ">agree",
        ">consistent",
        ">not computable",
        ">differ",
        "causes",
    ]);
    for count in &shape.totals {
        let causes: Vec<String> = count
            .causes
            .iter()
            .map(|cause| format!("{}: {}", cause.cause, cause.figures))
            .collect();
        counts.row([
            count.layer.clone(),
            count.figure.clone(),
            count.compared.to_string(),
            count.agree.to_string(),
            count.consistent.to_string(),
            count.not_computable.to_string(),
            count.differ.to_string(),
            causes.join("; "),
        ]);
    }
    counts.print(out)?;
    writeln!(out)?;
    let mut table = Table::new(&[
        "quarter",
        "trust",
        "code",
        "figure",
        ">published",
        ">ours",
        ">difference",
        "outcome",
        "cause",
        ">row",
    ]);
    for line in &shape.lines {
        table.row([
            line.quarter.clone(),
            line.trust.clone().unwrap_or_else(|| "the type".to_owned()),
            line.code.clone(),
            line.figure.clone(),
            oversight::figure_words(line.published),
            line.ours
                .map_or_else(|| "unknown".to_owned(), oversight::between_words),
            line.difference
                .map_or_else(String::new, |difference| format!("{difference:+.2}")),
            line.outcome.clone(),
            line.why.clone(),
            line.receipt
                .as_ref()
                .map_or_else(String::new, |receipt| receipt.row.to_string()),
        ]);
    }
    table.print(out)?;
    output::tell(&match shape.lines.len() {
        1 => "1 figure shown".to_owned(),
        count => format!("{count} figures shown"),
    });
    Ok(())
}
