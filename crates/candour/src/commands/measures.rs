//! `measures`: what is counted, and the SQL that counts the same.

use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_archive::{Archive, ArchiveError, NotFound};
use candour_measures::{Catalogue, Measure};

use crate::cli::{Format, Global};
use crate::output::{self, Table};

pub(super) fn run(
    global: &Global,
    id: Option<&str>,
    sql: Option<&str>,
) -> anyhow::Result<ExitCode> {
    let catalogue = Catalogue::bundled();
    if let Some(id) = sql {
        let measure = find(catalogue, id)?;
        let archive = Archive::open(&global.archive()).ok();
        let text = candour_archive::measure_sql(measure, archive.as_ref())?;
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let measures: Vec<&Measure> = match id {
        Some(id) => vec![find(catalogue, id)?],
        None => catalogue.iter().collect(),
    };
    match global.format {
        Format::Json => output::json(
            &measures
                .iter()
                .map(|measure| Shape::from(*measure))
                .collect::<Vec<_>>(),
        )?,
        Format::Csv => {
            #[derive(serde::Serialize)]
            struct Row<'a> {
                id: &'a str,
                title: &'a str,
                unit: candour_core::Unit,
                better: candour_core::Better,
                publication: &'a str,
            }
            output::csv(measures.iter().map(|measure| Row {
                id: measure.id.as_str(),
                title: &measure.title,
                unit: measure.unit,
                better: measure.better,
                publication: measure.publication.as_str(),
            }))?;
        }
        Format::Table if id.is_some() => {
            let out = &mut io::stdout().lock();
            for measure in measures {
                writeln!(out, "{}\n{}\n", measure.id, measure.title)?;
                writeln!(out, "why          {}", measure.why)?;
                writeln!(out, "definition   {}", measure.definition)?;
                writeln!(out, "left out     {}", measure.left_out)?;
                writeln!(
                    out,
                    "formula      {}",
                    candour_measures::formula_in_words(measure)
                )?;
                writeln!(
                    out,
                    "unit         {}; better: {}",
                    measure.unit, measure.better
                )?;
                writeln!(out, "publication  {}", measure.publication)?;
            }
        }
        Format::Table => {
            let mut table = Table::new(&["id", "title", "unit", "better", "publication"]);
            for measure in measures {
                table.row([
                    measure.id.to_string(),
                    measure.title.clone(),
                    measure.unit.to_string(),
                    measure.better.to_string(),
                    measure.publication.to_string(),
                ]);
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn find(catalogue: &'static Catalogue, asked: &str) -> Result<&'static Measure, ArchiveError> {
    catalogue.find(asked).ok_or_else(|| {
        NotFound::Measure {
            asked: asked.chars().take(60).collect(),
            nearest: catalogue
                .closest(asked)
                .map(|measure| measure.id.to_string()),
        }
        .into()
    })
}

/// A measure as it leaves Candour.
#[derive(serde::Serialize)]
struct Shape<'a> {
    id: &'a str,
    title: &'a str,
    short: &'a str,
    why: &'a str,
    definition: &'a str,
    left_out: &'a str,
    unit: candour_core::Unit,
    better: candour_core::Better,
    publication: &'a str,
    formula: String,
    aliases: &'a [String],
    author: &'a str,
    reviewed: jiff::civil::Date,
    source: &'a str,
}

impl<'a> From<&'a Measure> for Shape<'a> {
    fn from(measure: &'a Measure) -> Self {
        Self {
            id: measure.id.as_str(),
            title: &measure.title,
            short: &measure.short,
            why: measure.why.trim(),
            definition: measure.definition.trim(),
            left_out: measure.left_out.trim(),
            unit: measure.unit,
            better: measure.better,
            publication: measure.publication.as_str(),
            formula: candour_measures::formula_in_words(measure),
            aliases: &measure.aliases,
            author: &measure.author,
            reviewed: measure.reviewed,
            source: &measure.source,
        }
    }
}
