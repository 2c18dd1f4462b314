//! `frameworks` and `framework`: an oversight framework re-scored in the open.

mod reconcile;
mod steps;
mod what_if;

use std::io::{self, Write};
use std::process::ExitCode;

use candour_archive::{Archive, ArchiveError, Snapshot};
use candour_core::Month;
use candour_findings::oversight::{
    self, FrameworkShape, Grid, Oversight, OversightError, TableShape,
};

use super::archive::open;
use super::people::{NotThere, or_dash};
use crate::cli::{Format, FormatAsked, Framework, Global};
use crate::output::{self, Table};

/// What to do where nothing is held.
const HOW_TO_GET: &str = "download the data and league-table files of the NHS Oversight Framework from england.nhs.uk and take them: `candour ingest FILE…`";

pub(super) fn all(global: &Global) -> anyhow::Result<ExitCode> {
    let archive = match Archive::open(&global.archive()) {
        Ok(archive) => Some(archive),
        Err(ArchiveError::NoArchive(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let snapshot = archive.as_ref().map(Archive::snapshot).transpose()?;
    let mut shapes = Vec::new();
    for framework in oversight::frameworks() {
        shapes.push(match &snapshot {
            Some(snapshot) => oversight::oversight(snapshot, &framework.id, None)?.shape(),
            None => oversight::framework_shape(framework, Vec::new()),
        });
    }
    match global.format {
        Format::Json => output::json(&shapes)?,
        Format::Csv => print_grid(&frameworks_grid(&shapes))?,
        Format::Table => print_all(&shapes, &mut io::stdout().lock())?,
    }
    if shapes.iter().all(|shape| shape.quarters.is_empty()) {
        output::tell(&format!("no figures are held yet: {HOW_TO_GET}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn frameworks_grid(shapes: &[FrameworkShape]) -> Grid {
    use candour_export::table::Cell;
    let text = |text: Option<&String>| text.map_or(Cell::Null, |text| Cell::Text(text.clone()));
    Grid {
        columns: [
            "id",
            "title",
            "in_force_from",
            "in_force_to",
            "quarters",
            "unknown",
            "source",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: shapes
            .iter()
            .map(|shape| {
                vec![
                    text(Some(&shape.id)),
                    text(Some(&shape.title)),
                    text(shape.in_force_from.as_ref()),
                    text(shape.in_force_to.as_ref()),
                    Cell::Text(quarters(shape)),
                    Cell::Integer(i64::try_from(shape.unknown.len()).unwrap_or(i64::MAX)),
                    text(Some(&shape.source)),
                ]
            })
            .collect(),
    }
}

fn quarters(shape: &FrameworkShape) -> String {
    let names: Vec<&str> = shape.quarters.iter().map(|one| one.name.as_str()).collect();
    names.join(", ")
}

fn print_all(shapes: &[FrameworkShape], out: &mut impl Write) -> io::Result<()> {
    for shape in shapes {
        writeln!(out, "{}", shape.title)?;
        writeln!(out, "  name      {}", shape.id)?;
        let from = shape.in_force_from.as_deref().unwrap_or("not known");
        let to = shape.in_force_to.as_deref().unwrap_or("not known");
        writeln!(out, "  in force  from {from}, until {to}")?;
        let held = match quarters(shape) {
            none if none.is_empty() => "no figures".to_owned(),
            some => some,
        };
        writeln!(out, "  held      {held}")?;
        writeln!(out, "  source    {}", shape.source)?;
        writeln!(out, "  not known")?;
        for unknown in &shape.unknown {
            writeln!(out, "    {}: {}", unknown.what, unknown.why)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

pub(super) fn run(global: &Global, asked: &Framework) -> anyhow::Result<ExitCode> {
    // A wrong name is told before a missing archive: it can be mended without a file.
    oversight::framework(&asked.id).map_err(told)?;
    let archive = open(global)?;
    let snapshot = archive.snapshot()?;
    let held = oversight::oversight(&snapshot, &asked.id, asked.as_known).map_err(told)?;
    let quarter = held.quarter(asked.quarter).map_err(told)?;
    tell_synthetic(&snapshot)?;
    if asked.reconcile {
        return reconcile::run(global, asked, &held);
    }
    if let Some(trust) = &asked.trust {
        if asked.what_if.is_empty() {
            let shape = held.steps(trust, quarter).map_err(told)?;
            return steps::run(global, &shape);
        }
        return what_if::run(global, asked, &held, trust, quarter);
    }
    league(global, &held, quarter)
}

fn tell_synthetic(snapshot: &Snapshot<'_>) -> anyhow::Result<()> {
    if snapshot.is_synthetic()? {
        output::tell("note: synthetic sample: the providers and figures are invented");
    }
    Ok(())
}

/// An error with what to do about it.
pub(super) fn told(error: OversightError) -> anyhow::Error {
    let hint = match &error {
        OversightError::Archive(_) => return error.into(),
        OversightError::NoSuchFramework { .. } => "`candour frameworks` tells of each",
        OversightError::NothingHeld(_) => HOW_TO_GET,
        OversightError::NoSuchQuarter { .. } => "`candour frameworks` lists the quarters held",
        OversightError::NoSuchTrust { .. } => {
            "`candour framework ID` without --trust lists the trusts held; only types of trust whose file was taken are"
        }
        OversightError::WhatIf(_) => {
            "`candour framework ID --trust CODE` lists the metrics with their codes"
        }
    };
    NotThere::new(error.to_string(), hint).into()
}

pub(super) fn print_grid(grid: &Grid) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    candour_export::table::write_csv(&grid.columns, &grid.rows, out)?;
    Ok(())
}

fn league(global: &Global, held: &Oversight, quarter: Month) -> anyhow::Result<ExitCode> {
    let table = held.table(quarter);
    match global.format {
        Format::Json => output::json(&*table)?,
        Format::Csv => print_grid(&oversight::league_grid(&table))?,
        Format::Table => print_league(held, &table, &mut io::stdout().lock())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print_league(held: &Oversight, shape: &TableShape, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}, {}\n", shape.title, shape.name)?;
    writeln!(out, "{}", oversight::what_it_is(held.framework()))?;
    writeln!(out, "{}", oversight::what_set_them(shape))?;
    writeln!(out, "{}\n", oversight::held_words(&shape.held))?;
    let mut counts = Table::new(&[
        "segment",
        ">trusts",
        ">by score",
        ">by override",
        "averages",
    ]);
    for count in &shape.segments {
        let band = shape
            .bands
            .bands
            .iter()
            .find(|band| band.segment == count.segment);
        counts.row([
            count.segment.to_string(),
            count.trusts.to_string(),
            count.by_score.to_string(),
            count.by_override.to_string(),
            band.map_or_else(String::new, |band| {
                format!(
                    "{:.2} to {:.2} before the override",
                    band.best.as_f64(),
                    band.worst.as_f64()
                )
            }),
        ]);
    }
    counts.print(out)?;
    writeln!(out)?;
    let mut table = Table::new(&[
        ">rank",
        "code",
        "trust",
        ">average",
        "likely, ours",
        "as published",
        ">segment",
        "set by",
        "since the quarter before",
    ]);
    let dash = || "-".to_owned();
    for row in &shape.trusts {
        table.row([
            row.rank.map_or_else(dash, |rank| rank.to_string()),
            row.trust.clone(),
            row.name.clone(),
            row.average.map_or_else(dash, oversight::score_words),
            row.likely.map_or_else(dash, oversight::likely_words),
            row.likely_published
                .map_or_else(dash, oversight::likely_words),
            row.segment.map_or_else(dash, |segment| segment.to_string()),
            or_dash(row.set_by.as_deref()),
            oversight::change_words(row),
        ]);
    }
    table.print(out)
}

/// Whether a report was asked for.
const fn is_markdown(global: &Global) -> bool {
    matches!(global.format_asked, FormatAsked::Markdown)
}
