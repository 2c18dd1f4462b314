//! Commands about the archive itself: taking files, what is held, whether it is sound.

use std::collections::BTreeMap;
use std::io;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use candour_archive::{Archive, Cell, Outcome, OutcomeStatus, Writer};
use candour_core::Severity;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Format, Global, Ingest};
use crate::output::{self, Table};

/// Opens the archive for reading.
pub(super) fn open(global: &Global) -> anyhow::Result<Archive> {
    Ok(Archive::open(&global.archive())?)
}

pub(super) fn ingest(global: &Global, ingest: &Ingest) -> anyhow::Result<ExitCode> {
    if ingest.published.is_some() && (ingest.paths.len() != 1 || !ingest.paths[0].is_file()) {
        bail!("--published states the day of one file: name that file alone");
    }
    let outcomes = take(&global.archive(), &ingest.paths, ingest.published)?;
    super::claims::after_ingest(&global.archive())?;
    match global.format {
        Format::Json => output::json(&outcomes)?,
        Format::Csv => csv(&outcomes)?,
        Format::Table => print(&outcomes)?,
    }
    Ok(if outcomes.iter().any(Outcome::is_failure) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// Takes files, showing how far it has come where a person watches.
pub(super) fn take(
    archive: &std::path::Path,
    paths: &[std::path::PathBuf],
    published: Option<jiff::civil::Date>,
) -> anyhow::Result<Vec<Outcome>> {
    let mut writer = Writer::open(archive)?;
    let bar = if output::is_watched() {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    bar.set_style(
        ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}")
            .context("the progress bar")?,
    );
    let outcomes = writer.ingest(paths, published, &mut |progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
        bar.set_message(progress.next.unwrap_or_default().to_owned());
    })?;
    bar.finish_and_clear();
    Ok(outcomes)
}

fn status_word(status: OutcomeStatus) -> &'static str {
    match status {
        OutcomeStatus::Loaded => "loaded",
        OutcomeStatus::Partial => "partial",
        OutcomeStatus::AlreadyHeld => "already-held",
        OutcomeStatus::NotRecognised => "not-recognised",
        OutcomeStatus::Refused => "refused",
    }
}

fn print(outcomes: &[Outcome]) -> anyhow::Result<()> {
    let mut table = Table::new(&[
        "status",
        "publication",
        "period",
        "published",
        ">rows",
        "file",
    ]);
    for outcome in outcomes {
        table.row([
            status_word(outcome.status).to_owned(),
            or_dash(outcome.publication.clone()),
            or_dash(outcome.period.map(|last| match outcome.first_period {
                Some(first) => format!("{first} to {last}"),
                None => last.to_string(),
            })),
            or_dash(outcome.published_on.map(|day| day.to_string())),
            or_dash(outcome.rows.map(|rows| rows.to_string())),
            outcome.file.clone(),
        ]);
    }
    table.print(&mut io::stdout().lock())?;
    for outcome in outcomes {
        for diagnostic in &outcome.diagnostics {
            let word = match diagnostic.severity {
                Severity::Note => continue,
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            output::tell(&format!("{word}: {}: {diagnostic}", outcome.file));
            if let Some(hint) = &diagnostic.hint {
                output::tell(&format!("hint: {hint}"));
            }
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for outcome in outcomes {
        *counts.entry(status_word(outcome.status)).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    output::tell(&if counts.is_empty() {
        "no files found".to_owned()
    } else {
        counts.join(", ")
    });
    Ok(())
}

fn csv(outcomes: &[Outcome]) -> anyhow::Result<()> {
    #[derive(serde::Serialize)]
    struct Row<'a> {
        file: &'a str,
        publication: Option<&'a str>,
        first_period: Option<candour_core::Month>,
        period: Option<candour_core::Month>,
        published_on: Option<jiff::civil::Date>,
        published_basis: Option<candour_core::PublishedBasis>,
        rows: Option<u64>,
        status: OutcomeStatus,
        diagnostics: String,
    }
    output::csv(outcomes.iter().map(|outcome| {
        Row {
            file: &outcome.file,
            publication: outcome.publication.as_deref(),
            first_period: outcome.first_period.or(outcome.period),
            period: outcome.period,
            published_on: outcome.published_on,
            published_basis: outcome.published_basis,
            rows: outcome.rows,
            status: outcome.status,
            diagnostics: outcome
                .diagnostics
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" | "),
        }
    }))
}

pub(super) fn status(global: &Global) -> anyhow::Result<ExitCode> {
    let archive = open(global)?;
    let snapshot = archive.snapshot()?;
    let holdings = snapshot.holdings()?;
    let absent = snapshot.latest_not_submitted()?;
    let directories = snapshot.directories()?;
    match global.format {
        Format::Json => output::json(
            &serde_json::json!({ "publications": holdings, "directories": directories, "not_submitted": absent }),
        )?,
        Format::Csv => {
            #[derive(serde::Serialize)]
            struct Row<'a> {
                publication: &'a str,
                files: usize,
                not_held: usize,
                first: Option<candour_core::Month>,
                last: Option<candour_core::Month>,
                missing: String,
                partial: String,
                last_published: Option<jiff::civil::Date>,
                undated: usize,
                warnings: usize,
            }
            output::csv(holdings.iter().map(|holding| Row {
                publication: &holding.publication,
                files: holding.files,
                not_held: holding.not_held,
                first: holding.first,
                last: holding.last,
                missing: months(&holding.missing),
                partial: months(&holding.partial),
                last_published: holding.last_published,
                undated: holding.undated,
                warnings: holding.warnings,
            }))?;
        }
        Format::Table => {
            let mut table = Table::new(&[
                "publication",
                ">files",
                "first",
                "last",
                ">missing",
                ">partial",
                "last published",
                ">undated",
                ">warnings",
            ]);
            for holding in &holdings {
                table.row([
                    holding.publication.clone(),
                    holding.files.to_string(),
                    or_dash(holding.first.map(|month| month.to_string())),
                    or_dash(holding.last.map(|month| month.to_string())),
                    holding.missing.len().to_string(),
                    holding.partial.len().to_string(),
                    or_dash(holding.last_published.map(|day| day.to_string())),
                    holding.undated.to_string(),
                    holding.warnings.to_string(),
                ]);
            }
            let out = &mut io::stdout().lock();
            table.print(out)?;
            use std::io::Write as _;
            for holding in &holdings {
                if !holding.missing.is_empty() {
                    writeln!(
                        out,
                        "\n{}: months missing: {}",
                        holding.publication,
                        months(&holding.missing)
                    )?;
                }
                if !holding.partial.is_empty() {
                    writeln!(
                        out,
                        "{}: months of which only a part is held: {}",
                        holding.publication,
                        months(&holding.partial)
                    )?;
                }
                if holding.not_held > 0 {
                    writeln!(
                        out,
                        "{}: {} files known by starter figures alone",
                        holding.publication, holding.not_held
                    )?;
                }
            }
            for held in &directories {
                let files = if held.files == 1 { "file" } else { "files" };
                let days = if held.first == held.last {
                    held.first.to_string()
                } else {
                    format!("{} to {}", held.first, held.last)
                };
                writeln!(
                    out,
                    "{}: {} {files} of {} rows, as at {days}",
                    held.publication, held.files, held.rows
                )?;
            }
            for one in &absent {
                let names: Vec<String> = one
                    .bodies
                    .iter()
                    .map(|(code, name)| format!("{name} ({code})"))
                    .collect();
                writeln!(
                    out,
                    "\n{} in {}: did not submit: {}",
                    one.measure,
                    one.month,
                    names.join(", ")
                )?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Months as ranges: `2019-04 to 2019-07, 2024-03`.
fn months(months: &[candour_core::Month]) -> String {
    let mut ranges: Vec<(candour_core::Month, candour_core::Month)> = Vec::new();
    for month in months {
        match ranges.last_mut() {
            Some((_, last)) if last.next() == *month => *last = *month,
            _ => ranges.push((*month, *month)),
        }
    }
    let ranges: Vec<String> = ranges
        .iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            }
        })
        .collect();
    ranges.join(", ")
}

pub(super) fn verify(global: &Global) -> anyhow::Result<ExitCode> {
    let archive = open(global)?;
    let snapshot = archive.snapshot()?;
    let bar = if output::is_watched() {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::hidden()
    };
    let found = snapshot.verify(&mut |name| {
        bar.tick();
        bar.set_message(name.to_owned());
    })?;
    bar.finish_and_clear();
    match global.format {
        Format::Json => output::json(&found)?,
        Format::Csv => output::csv(&found.damage)?,
        Format::Table => {
            let mut table = Table::new(&["path", "source", "what"]);
            for damage in &found.damage {
                table.row([
                    damage.path.display().to_string(),
                    damage.source.clone(),
                    damage.what.clone(),
                ]);
            }
            if !found.damage.is_empty() {
                table.print(&mut io::stdout().lock())?;
            }
            output::tell(&format!(
                "{} sources read to their end, {} figures computed again, {} known by starter figures alone: {}",
                found.sources,
                found.figures,
                found.not_held,
                if found.damage.is_empty() {
                    "all as it was".to_owned()
                } else {
                    format!("{} damaged", found.damage.len())
                }
            ));
        }
    }
    Ok(if found.damage.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

pub(super) fn make_starter(global: &Global, dir: &std::path::Path) -> anyhow::Result<ExitCode> {
    let files = open(global)?.snapshot()?.starter()?;
    for (name, text) in [
        ("sources.csv", files.sources),
        ("figures.csv", files.figures),
        ("rows.csv", files.rows),
        ("bodies.csv", files.bodies),
    ] {
        let path = dir.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn bodies(global: &Global, search: &[String]) -> anyhow::Result<ExitCode> {
    let archive = open(global)?;
    let snapshot = archive.snapshot()?;
    let found = snapshot.bodies(&search.join(" "), 500)?;
    match global.format {
        Format::Json => output::json(&found)?,
        Format::Csv => output::csv(&found)?,
        Format::Table => {
            let mut table = Table::new(&["code", "level", "name", "parent", "first", "last"]);
            for body in &found {
                table.row([
                    body.code.to_string(),
                    body.level.to_string(),
                    body.name.clone(),
                    body.parent
                        .as_ref()
                        .map_or_else(|| "-".to_owned(), ToString::to_string),
                    or_dash(body.first.map(|month| month.to_string())),
                    or_dash(body.last.map(|month| month.to_string())),
                ]);
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    if found.is_empty() {
        output::tell("no body in this archive has that code or all those words in its name");
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn sql(global: &Global, statement: &str) -> anyhow::Result<ExitCode> {
    let archive = open(global)?;
    let answer = archive.snapshot()?.sql(statement)?;
    match global.format {
        Format::Json => candour_export::table::write_json(
            &answer.columns,
            &cells(&answer.rows),
            &mut io::stdout().lock(),
        )?,
        Format::Csv => candour_export::table::write_csv(
            &answer.columns,
            &cells(&answer.rows),
            &mut io::stdout().lock(),
        )?,
        Format::Table => {
            let mut table = Table::new(&answer.columns);
            for row in &answer.rows {
                table.row(row.iter().map(text));
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    if answer.cut {
        output::tell(&format!(
            "only the first {} rows; add a LIMIT or a condition",
            candour_archive::MOST_ROWS
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn cells(rows: &[Vec<Cell>]) -> Vec<Vec<candour_export::table::Cell>> {
    use candour_export::table::Cell as Out;
    let out = |cell: &Cell| match cell {
        Cell::Null => Out::Null,
        Cell::Integer(number) => Out::Integer(*number),
        Cell::Real(number) => Out::Real(*number),
        Cell::Text(text) => Out::Text(text.clone()),
    };
    rows.iter()
        .map(|row| row.iter().map(out).collect())
        .collect()
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    }
}

/// A text, or a dash where there is none.
fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".to_owned())
}
