//! The steps that set one trust's segment.

use std::io::{self, Write};
use std::process::ExitCode;

use candour_findings::oversight::{self, SegmentShape, StepsShape};

use crate::cli::{Format, Global};
use crate::output::{self, Table};

pub(super) fn run(global: &Global, shape: &StepsShape) -> anyhow::Result<ExitCode> {
    match global.format {
        Format::Json => output::json(shape)?,
        Format::Csv => super::print_grid(&oversight::steps_grid(shape))?,
        Format::Table => print(shape, &mut io::stdout().lock())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn dash<T>(given: Option<T>, words: impl Fn(T) -> String) -> String {
    given.map_or_else(|| "-".to_owned(), words)
}

fn print(shape: &StepsShape, out: &mut impl Write) -> io::Result<()> {
    let standing = &shape.standing;
    writeln!(
        out,
        "{} ({}), {}",
        standing.name, standing.trust, shape.quarter_name
    )?;
    if let (Some(segment), Some(set_by)) = (standing.segment, &standing.set_by) {
        writeln!(
            out,
            "Segment {segment}, set {}.",
            oversight::set_by_words(set_by)
        )?;
    }
    if let (Some(rank), of) = (standing.rank, standing.of) {
        writeln!(out, "Rank {rank} of {of}, {}.", shape.type_title)?;
    }
    writeln!(out, "\n1. Each metric gets a score")?;
    metrics(shape, out)?;
    writeln!(out, "\n2. The scores are averaged")?;
    averages(shape, out)?;
    writeln!(out, "\n3. The average becomes a segment")?;
    for band in &shape.bands.bands {
        writeln!(
            out,
            "  segment {}: averages {} to {} (held: {})",
            band.segment,
            oversight::score_words(band.best.as_f64()),
            oversight::score_words(band.worst.as_f64()),
            band.organisations
        )?;
    }
    segment(out, "before the override", &shape.unadjusted)?;
    writeln!(out, "\n4. The financial override")?;
    let rule = &shape.financial_override;
    let flag = match rule.flag {
        Some(true) => "set",
        Some(false) => "not set",
        None => "not published",
    };
    writeln!(out, "  published flag: {flag}")?;
    for deficit in &rule.deficit_in {
        let value = dash(deficit.value, oversight::figure_words);
        writeln!(out, "  {}: {value}", deficit.title)?;
    }
    segment(out, "after the override", &shape.adjusted)?;
    if shape.final_segment.published.is_some() {
        segment(out, "final", &shape.final_segment)?;
    }
    writeln!(out, "\nThrough the quarters held")?;
    let mut table = Table::new(&["quarter", ">average", ">segment", "set by", ">rank", "move"]);
    for one in &shape.history {
        table.row([
            one.name.clone(),
            dash(one.average, oversight::score_words),
            dash(one.segment, |segment| segment.to_string()),
            dash(one.set_by.clone(), |words| words),
            dash(one.rank, |rank| format!("{rank} of {}", one.of)),
            dash(one.verdict.clone(), |words| words),
        ]);
    }
    table.print(out)
}

fn metrics(shape: &StepsShape, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(&[
        "code", "metric", ">value", "unit", "better", ">ranked", ">held", ">score", ">ours",
        "outcome", "row",
    ]);
    for metric in &shape.metrics {
        let receipt = metric
            .score_receipt
            .as_ref()
            .or(metric.value_receipt.as_ref());
        table.row([
            dash(
                metric.code.clone().or_else(|| metric.score_code.clone()),
                |code| code,
            ),
            metric.title.clone(),
            dash(metric.value, oversight::figure_words),
            metric.unit.clone(),
            metric.better.clone(),
            dash(metric.population, |size| size.to_string()),
            dash(metric.held, |held| held.to_string()),
            dash(metric.score, oversight::score_words),
            dash(metric.ours, oversight::between_words),
            dash(metric.outcome.clone(), |words| words),
            dash(receipt, |receipt| receipt.row.to_string()),
        ]);
    }
    table.print(out)?;
    for metric in &shape.metrics {
        let other = metric
            .outcome
            .as_deref()
            .is_some_and(|outcome| outcome != "agrees");
        if let (true, Some(cause)) = (other, &metric.cause) {
            writeln!(out, "  {}: {cause}", metric.title)?;
        }
    }
    if let Some(receipt) = shape
        .metrics
        .iter()
        .find_map(|metric| metric.score_receipt.as_ref())
    {
        writeln!(
            out,
            "  rows are lines of {} (SHA-256 {:.12}…)",
            receipt.file, receipt.sha256
        )?;
    }
    Ok(())
}

fn averages(shape: &StepsShape, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(&[
        "of",
        ">metrics",
        ">mean of the scores",
        ">published",
        ">segment",
    ]);
    for domain in &shape.domains {
        table.row([
            domain.title.clone(),
            domain.metrics.to_string(),
            dash(domain.mean, |mean| format!("{mean:.4}")),
            dash(domain.published, oversight::score_words),
            dash(domain.segment, |segment| segment.to_string()),
        ]);
    }
    table.row([
        "all metrics".to_owned(),
        shape.average.metrics.to_string(),
        dash(shape.average.mean, |mean| format!("{mean:.4}")),
        dash(shape.average.published, oversight::score_words),
        String::new(),
    ]);
    table.print(out)
}

fn segment(out: &mut impl Write, when: &str, shape: &SegmentShape) -> io::Result<()> {
    let published = dash(shape.published, |segment| segment.to_string());
    let ours = dash(shape.without_own.or(shape.ours), oversight::segment_words);
    writeln!(
        out,
        "  {when}: published {published}; by the rule, from the other trusts’ segments, {ours}"
    )
}
