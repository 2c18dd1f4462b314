//! The same path with another ending: what a page shows, as a file.

use candour_archive::Series;
use candour_core::MeasureId;
use candour_export::Sheet;
use candour_export::table::{self, Cell};

use super::answer::{Answer, Policy, Reading};
use super::boundaries;
use super::error::AppError;
use candour_findings as findings;

/// What a path can end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Csv,
    Json,
    Xlsx,
    Parquet,
    Svg,
}

impl Ending {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Svg => "svg",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Svg => "image/svg+xml",
        }
    }

    fn find(text: &str) -> Option<Self> {
        let all = [Self::Csv, Self::Json, Self::Xlsx, Self::Parquet, Self::Svg];
        all.into_iter().find(|ending| ending.as_str() == text)
    }
}

/// Parts the last step of a path from its ending: no code, id or month has a dot.
pub(super) fn split(last: &str) -> Result<(&str, Option<Ending>), AppError> {
    match last.rsplit_once('.') {
        None => Ok((last, None)),
        Some((name, ending)) => match Ending::find(ending) {
            Some(ending) => Ok((name, Some(ending))),
            None => Err(AppError::not_found(
                "There is no such page: a path can end in .csv, .json, .xlsx, .parquet or, for a chart, .svg",
            )),
        },
    }
}

/// An ending by its letters.
pub(super) fn ending(text: &str) -> Option<Ending> {
    Ending::find(text)
}

/// An SVG, which other sites may show.
pub(super) fn svg(drawing: String) -> Answer {
    Answer {
        policy: Policy::Picture,
        ..Answer::new(Ending::Svg.content_type(), drawing)
    }
}

/// Series as a file. `name` becomes the file's name, `title` the sheet's.
pub(super) fn figures(
    reading: &Reading<'_>,
    all: &[Series],
    ending: Ending,
    name: &str,
    title: &str,
) -> Result<Answer, AppError> {
    let sheet = sheet(reading, all, title)?;
    let mut bytes = Vec::new();
    match ending {
        Ending::Csv => candour_export::csv::write(&sheet, &mut bytes)?,
        Ending::Json => candour_export::json::write(&sheet, &mut bytes)?,
        Ending::Xlsx => candour_export::xlsx::write(&sheet, &mut bytes)?,
        Ending::Parquet => candour_export::parquet::write(&sheet, &mut bytes)?,
        Ending::Svg => return Err(AppError::not_found("Only a chart can be had as .svg")),
    }
    Ok(file(bytes, ending, name))
}

fn file(bytes: Vec<u8>, ending: Ending, name: &str) -> Answer {
    let name = format!("{name}.{}", ending.as_str());
    Answer {
        // A browser shows JSON; what it cannot show it keeps.
        file_name: (ending != Ending::Json).then_some(name),
        ..Answer::new(ending.content_type(), bytes)
    }
}

/// A table of any shape as csv.
pub(super) fn table(
    columns: &[String],
    rows: &[Vec<Cell>],
    name: &str,
) -> Result<Answer, AppError> {
    let mut bytes = Vec::new();
    table::write_csv(columns, rows, &mut bytes)?;
    Ok(file(bytes, Ending::Csv, name))
}

/// One sheet of series of any number of measures.
fn sheet(reading: &Reading<'_>, all: &[Series], title: &str) -> Result<Sheet, AppError> {
    let on = boundaries::suffix(reading.boundaries());
    let mut whole = Sheet {
        title: format!("{title}{on}"),
        measure_title: String::new(),
        notes: Vec::new(),
        sources: Vec::new(),
        rows: Vec::new(),
        produced_on: reading.today,
        synthetic: reading.synthetic,
        starter: false,
    };
    for of_measure in all.chunk_by(|one, next| one.key.measure == next.key.measure) {
        let Some(first) = of_measure.first() else {
            continue;
        };
        let measure = reading.snapshot.measure(first.key.measure.as_str())?;
        let part = findings::sheet(reading.snapshot, measure, of_measure, reading.today)?;
        if !whole.measure_title.is_empty() {
            whole.measure_title.push_str("; ");
        }
        whole.measure_title.push_str(&part.measure_title);
        whole.starter |= part.starter;
        whole.rows.extend(part.rows);
        for note in part.notes {
            if !whole.notes.contains(&note) {
                whole.notes.push(note);
            }
        }
        for source in part.sources {
            if !whole.sources.contains(&source) {
                whole.sources.push(source);
            }
        }
    }
    Ok(whole)
}

/// A file's name for a measure: `ae-four-hour-england`.
pub(super) fn name(measure: &MeasureId, of: &str) -> String {
    format!("{measure}-{of}")
}
