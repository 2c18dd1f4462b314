//! Commands about figures: a series, its receipt, its assessment, an export of it.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use candour_archive::{
    Receipt, ReceiptShape, RowDetail, Series as ArchiveSeries, SeriesQuery, SeriesRow, Snapshot,
    cadence,
};
use candour_core::{BodyCode, Level, MeasureId, Month, Unit, decimal};
use candour_findings::{self as findings, AssessOptions};
use candour_measures::{Catalogue, Parts};
use candour_register::Boundaries;

use super::people::NotThere;
use super::{archive, parts, spc};
use crate::cli::{Assess, Explain, Export, Format, Global, Series, Shape, Which};
use crate::output::{self, Table};

/// How many rows `explain --rows` prints at most.
const ROWS_SHOWN: usize = 500;

fn query(snapshot: &Snapshot<'_>, which: &Which, body: BodyCode) -> anyhow::Result<SeriesQuery> {
    let measure = snapshot.measure(&which.measure)?;
    Ok(SeriesQuery {
        basis: which.basis,
        treatment_function: which.treatment_function.clone(),
        as_known: which.as_known,
        boundaries: which.boundaries.unwrap_or_default(),
        ..SeriesQuery::new(measure.id.clone(), body)
    })
}

/// Every series that was asked for: one body's, or those of all bodies of a level.
fn find(snapshot: &Snapshot<'_>, asked: &Series) -> anyhow::Result<(Unit, Vec<ArchiveSeries>)> {
    let measure = snapshot.measure(&asked.which.measure)?;
    if let (None, Some(level), Some(boundaries)) =
        (&asked.body, asked.level, asked.which.boundaries)
    {
        return Ok((measure.unit, of_level(snapshot, asked, level, boundaries)?));
    }
    let bodies = match (&asked.body, asked.level) {
        (Some(body), _) => vec![snapshot.body(body.as_str())?.code],
        (None, Some(level)) => snapshot
            .bodies_at(level)?
            .into_iter()
            .map(|body| body.code)
            .collect(),
        (None, None) => Vec::new(),
    };
    let mut found = Vec::new();
    for body in bodies {
        let series = snapshot.series(&SeriesQuery {
            level: asked.level,
            from: asked.from,
            to: asked.to,
            ..query(snapshot, &asked.which, body)?
        })?;
        let has_any = series.figures.iter().any(|figure| figure.source.is_some());
        if asked.body.is_some() || has_any {
            found.push(series);
        }
    }
    Ok((measure.unit, found))
}

/// Every body of a level on the boundaries asked for, what has no known home included.
fn of_level(
    snapshot: &Snapshot<'_>,
    asked: &Series,
    level: Level,
    boundaries: Boundaries,
) -> anyhow::Result<Vec<ArchiveSeries>> {
    let measure = snapshot.measure(&asked.which.measure)?;
    let key = snapshot.settle(&SeriesQuery {
        level: Some(level),
        basis: asked.which.basis,
        treatment_function: asked.which.treatment_function.clone(),
        boundaries,
        ..SeriesQuery::new(measure.id.clone(), BodyCode::england())
    })?;
    let mut found = snapshot.figures_of_level(
        measure,
        level,
        key.basis,
        key.treatment_function.as_ref(),
        boundaries,
        asked.which.as_known,
    )?;
    for series in &mut found {
        series.figures.retain(|figure| {
            asked.from.is_none_or(|from| from <= figure.period)
                && asked.to.is_none_or(|to| figure.period <= to)
        });
    }
    found.retain(|series| series.figures.iter().any(|figure| figure.source.is_some()));
    Ok(found)
}

/// Says on standard error on whose boundaries the figures stand, where it is not as reported.
fn tell_boundaries(boundaries: Option<Boundaries>, found: &[ArchiveSeries]) {
    if let Some(boundaries) = boundaries.filter(|boundaries| !boundaries.is_as_reported()) {
        if found.iter().all(|series| series.figures.is_empty()) {
            output::tell(
                "note: no figures are held of the providers or sub-ICB locations that these would be made of; `candour ingest DIR` takes the published files",
            );
            return;
        }
        output::tell(&format!(
            "note: {}: history is carried by the register; `candour explain … --boundaries {boundaries}` names the parts",
            boundaries.in_words()
        ));
    }
}

/// Says on standard error that the figures are invented, where they are.
fn tell_synthetic(snapshot: &Snapshot<'_>) -> anyhow::Result<()> {
    if snapshot.is_synthetic()? {
        output::tell("note: synthetic sample: the providers and figures are invented");
    }
    Ok(())
}

fn tell_undated(series: &[ArchiveSeries]) {
    let undated = series
        .iter()
        .map(|series| series.undated)
        .max()
        .unwrap_or(0);
    if undated > 0 {
        output::tell(&format!(
            "note: {undated} files were left out because nobody knows when they were published; `candour ingest FILE --published DATE` states it"
        ));
    }
}

pub(super) fn series(global: &Global, asked: &Series) -> anyhow::Result<ExitCode> {
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    tell_synthetic(&snapshot)?;
    let (unit, found) = find(&snapshot, asked)?;
    tell_undated(&found);
    tell_boundaries(asked.which.boundaries, &found);
    let parts = snapshot.measure(&asked.which.measure)?.parts;
    let rows = found.iter().flat_map(|series| SeriesRow::all(series, unit));
    match global.format {
        Format::Json => output::json(&rows.collect::<Vec<_>>())?,
        Format::Csv => output::csv(rows)?,
        Format::Table => {
            let mut table = Table::new(&[
                "body",
                "period",
                ">value",
                ">numerator",
                ">denominator",
                "status",
                "published",
                "basis",
            ]);
            for row in rows {
                let number = |number: Option<i64>| shown(number, parts);
                table.row([
                    row.body.to_string(),
                    row.period_end.to_string(),
                    value(row.value, row.over, row.unit),
                    number(row.numerator),
                    number(row.denominator),
                    row.status.to_string(),
                    row.published_on
                        .map_or_else(|| "-".to_owned(), |day| day.to_string()),
                    row.basis.to_string(),
                ]);
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A value in its unit, for a person.
fn value(value: Option<f64>, over: bool, unit: Unit) -> String {
    let Some(value) = value else {
        return "-".to_owned();
    };
    let text = match unit {
        Unit::Share => format!("{:.2}%", value * 100.0),
        Unit::Count => format!("{value:.0}"),
        Unit::Weeks => format!("{value:.1} weeks"),
        Unit::Beds => format!("{value:.1} beds"),
    };
    if over { format!("over {text}") } else { text }
}

pub(super) fn explain(global: &Global, asked: &Explain) -> anyhow::Result<ExitCode> {
    let Some(period) = asked.period else {
        return Err(NotThere::new(
            format!("`{}` names no commitment, and of a measure no month is given", asked.which.measure),
            "--period 2026-01 names the month of a figure; `candour targets` and `candour pledges` list the commitments",
        )
        .into());
    };
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    tell_synthetic(&snapshot)?;
    let body = snapshot.body(asked.body.as_str())?.code;
    let query = SeriesQuery {
        level: asked.level,
        ..query(&snapshot, &asked.which, body)?
    };
    let receipt = snapshot.explain(&query, period)?;
    let mut details = Vec::new();
    if asked.rows {
        for input in &receipt.inputs {
            if input.source.row.held {
                details.extend(snapshot.rows_behind(&receipt.key, input, ROWS_SHOWN)?);
            } else {
                output::tell(&format!(
                    "note: rows of {} are shown once you hold the file",
                    input.source.row.file_name
                ));
            }
        }
    }
    let shape = ReceiptShape::from(&receipt);
    match global.format {
        Format::Json => {
            let mut shape = serde_json::to_value(&shape)?;
            if asked.rows
                && let Some(object) = shape.as_object_mut()
            {
                object.insert("rows".to_owned(), rows_json(&details));
            }
            output::json(&shape)?;
        }
        Format::Csv => rows_or_inputs_csv(&shape, asked.rows.then_some(&details))?,
        Format::Table => print_receipt(&receipt, &details)?,
    }
    let shown: usize = details.len();
    let all: usize = receipt.inputs.iter().map(|input| input.rows.len()).sum();
    if asked.rows && shown == ROWS_SHOWN && all > shown {
        output::tell(&format!("the first {shown} of {all} rows"));
    }
    Ok(ExitCode::SUCCESS)
}

fn rows_json(details: &[RowDetail]) -> serde_json::Value {
    details
        .iter()
        .map(|detail| {
            let cells: serde_json::Map<String, serde_json::Value> = detail
                .cells
                .iter()
                .map(|(name, count)| (name.clone(), (*count).into()))
                .collect();
            serde_json::json!({
                "sha256": detail.sha256,
                "row": detail.row,
                "about": detail.about,
                "cells": cells,
                "numerator": detail.numerator,
                "denominator": detail.denominator,
            })
        })
        .collect()
}

fn rows_or_inputs_csv(
    shape: &ReceiptShape,
    details: Option<&Vec<RowDetail>>,
) -> anyhow::Result<()> {
    #[derive(serde::Serialize)]
    struct Row<'a> {
        file: &'a str,
        sha256: String,
        row: u32,
        to: u32,
        about: String,
        numerator: Option<i64>,
        denominator: Option<i64>,
    }
    match details {
        Some(details) => output::csv(details.iter().map(|detail| {
            Row {
                file: shape
                    .inputs
                    .iter()
                    .find(|input| input.sha256 == detail.sha256)
                    .map_or("", |input| &input.file),
                sha256: detail.sha256.to_string(),
                row: detail.row,
                to: detail.row,
                about: detail.about.join(" · "),
                numerator: detail.numerator,
                denominator: detail.denominator,
            }
        })),
        None => output::csv(shape.inputs.iter().flat_map(|input| {
            input.rows.iter().map(|range| Row {
                file: &input.file,
                sha256: input.sha256.to_string(),
                row: range.from,
                to: range.to,
                about: String::new(),
                numerator: input.numerator,
                denominator: input.denominator,
            })
        })),
    }
}

/// A sum or cell of a measure: a whole number, or beds with their decimals.
pub(super) fn shown(number: Option<i64>, parts: Parts) -> String {
    match (number, parts) {
        (None, _) => "-".to_owned(),
        (Some(number), Parts::Whole) => number.to_string(),
        (Some(number), Parts::Millionths) => decimal(number),
    }
}

/// A period of a measure in words: `June 2024`, `quarter ending June 2024`.
fn words(measure: &MeasureId, month: Month) -> String {
    let known = Catalogue::bundled().get(measure);
    known.map_or_else(
        || month.in_words(),
        |measure| cadence(measure).in_words(month),
    )
}

fn print_receipt(receipt: &Receipt, details: &[RowDetail]) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    let figure = &receipt.figure;
    writeln!(
        out,
        "{} of {} ({}, {} basis), {}: {} ({})",
        receipt.key.measure,
        receipt.key.body,
        receipt.key.level,
        receipt.key.basis,
        words(&receipt.key.measure, figure.period),
        value(figure.value, figure.over, receipt.unit),
        figure.status
    )?;
    if !receipt.boundaries.is_as_reported() {
        writeln!(out, "             {}", receipt.boundaries.in_words())?;
    }
    writeln!(out, "\nformula      {}", receipt.formula)?;
    let parts = Catalogue::bundled()
        .get(&receipt.key.measure)
        .map_or(Parts::Whole, |measure| measure.parts);
    let number = |number: Option<i64>| shown(number, parts);
    writeln!(out, "numerator    {}", number(figure.numerator))?;
    writeln!(out, "denominator  {}", number(figure.denominator))?;
    for input in &receipt.inputs {
        let source = &input.source;
        writeln!(out, "\nfile         {}", source.row.file_name)?;
        writeln!(out, "sha256       {}", source.row.sha256)?;
        writeln!(
            out,
            "publisher    {} ({})",
            source.publisher, source.licence
        )?;
        match source.row.published_on {
            Some(day) => writeln!(
                out,
                "published    {day} (known from: {})",
                source.row.published_basis
            )?,
            None => writeln!(out, "published    not known")?,
        }
        let ranges = input.rows.ranges();
        let text: Vec<String> = ranges
            .iter()
            .take(12)
            .map(|range| {
                if range.from == range.to {
                    range.from.to_string()
                } else {
                    format!("{}-{}", range.from, range.to)
                }
            })
            .collect();
        let more = if ranges.len() > 12 {
            ", … (--format json gives all)"
        } else {
            ""
        };
        let sheet = source
            .sheet
            .as_ref()
            .map_or_else(String::new, |sheet| format!(" of sheet {sheet}"));
        writeln!(
            out,
            "rows         {} rows{sheet}: {}{more}",
            input.rows.len(),
            text.join(", ")
        )?;
        if !source.row.held {
            writeln!(out, "             rows shown once you hold the file")?;
        }
    }
    parts::print(receipt, parts, out)?;
    for other in &receipt.compared {
        if other.differences == 0 {
            writeln!(
                out,
                "\nagrees with  {} in all {} cells",
                other.file_name, other.cells
            )?;
        } else {
            writeln!(
                out,
                "\ndiffers from {} in {} of {} cells",
                other.file_name, other.differences, other.cells
            )?;
        }
    }
    for version in &receipt.versions {
        writeln!(
            out,
            "\nalso held    {}: {} ({}), published {}",
            version.file_name,
            value(version.value, false, receipt.unit),
            version.status,
            version
                .published_on
                .map_or_else(|| "not known when".to_owned(), |day| day.to_string())
        )?;
    }
    if !details.is_empty() {
        writeln!(out)?;
        let mut table = Table::new(&[">row", "about", "cells", ">numerator", ">denominator"]);
        for detail in details {
            let cells: Vec<String> = detail
                .cells
                .iter()
                .filter(|(_, count)| count.is_some_and(|count| count != 0))
                .take(6)
                .map(|(name, count)| format!("{name} {}", shown(*count, parts)))
                .collect();
            table.row([
                detail.row.to_string(),
                detail.about.join(" · "),
                cells.join(", "),
                number(detail.numerator),
                number(detail.denominator),
            ]);
        }
        table.print(out)?;
    }
    Ok(())
}

pub(super) fn assess(global: &Global, asked: &Assess) -> anyhow::Result<ExitCode> {
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    tell_synthetic(&snapshot)?;
    let body = snapshot.body(asked.body.as_str())?.code;
    let series = snapshot.series(&SeriesQuery {
        level: asked.level,
        ..query(&snapshot, &asked.which, body)?
    })?;
    tell_undated(std::slice::from_ref(&series));
    tell_boundaries(asked.which.boundaries, std::slice::from_ref(&series));
    let measure = snapshot.measure(&asked.which.measure)?;
    let assessment = findings::assess(
        &series,
        measure,
        &AssessOptions {
            profile: asked.profile,
            rebase: asked.rebase.clone(),
            target: asked.target,
        },
    )?;
    for warning in &assessment.warnings {
        output::tell(&format!("warning: {warning}"));
    }
    if assessment.trial_limits {
        output::tell("note: fewer than 13 points: trial limits, no icons");
    }
    let facet = candour_assessment::FacetAssessment {
        facet: series.key.body.to_string(),
        assessment,
    };
    if global.format == Format::Json {
        output::json(&findings::by_month(&[facet])?)?;
    } else {
        spc::print(global, &[facet])?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn export(global: &Global, asked: &Export) -> anyhow::Result<ExitCode> {
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    tell_synthetic(&snapshot)?;
    let (_, found) = find(&snapshot, &asked.series)?;
    tell_undated(&found);
    tell_boundaries(asked.series.which.boundaries, &found);
    let sheet = findings::sheet(
        &snapshot,
        snapshot.measure(&asked.series.which.measure)?,
        &found,
        crate::today()?,
    )?;
    let shape = asked.shape.unwrap_or_else(|| shape_of(&asked.to_file));
    let mut bytes = Vec::new();
    match shape {
        Shape::Csv => candour_export::csv::write(&sheet, &mut bytes)?,
        Shape::Json => candour_export::json::write(&sheet, &mut bytes)?,
        Shape::Xlsx => candour_export::xlsx::write(&sheet, &mut bytes)?,
        Shape::Parquet => candour_export::parquet::write(&sheet, &mut bytes)?,
        Shape::Cml => {
            let mut dimensions = Vec::new();
            let written = candour_export::cml::write(&sheet, &mut bytes, &mut dimensions)?;
            if written.left_out > 0 {
                output::tell(&format!(
                    "note: {} figures without a value are left out: the library has no way to say them",
                    written.left_out
                ));
            }
            if asked.to_file == Path::new("-") {
                bail!(
                    "the Central Metrics Library's shape is two tables: name the first with --to-file, the second is written beside it"
                );
            }
            write_file(&beside(&asked.to_file, "dimensions"), &dimensions)?;
        }
    }
    if asked.to_file == Path::new("-") {
        io::stdout().lock().write_all(&bytes)?;
    } else {
        write_file(&asked.to_file, &bytes)?;
        output::tell(&format!(
            "{} figures written to {}",
            sheet.rows.len(),
            asked.to_file.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    File::create(path)
        .and_then(|mut file| file.write_all(bytes))
        .with_context(|| path.display().to_string())
}

/// A file beside another: `waiting.csv` and `waiting-dimensions.csv`.
fn beside(file: &Path, what: &str) -> std::path::PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}-{what}.csv"))
}

fn shape_of(file: &Path) -> Shape {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("xlsx") => Shape::Xlsx,
        Some("parquet") => Shape::Parquet,
        Some("json") => Shape::Json,
        _ => Shape::Csv,
    }
}
