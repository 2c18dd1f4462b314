//! What an answer is and what it rests on.

use candour_archive::{ArchiveError, Figure, Series, Snapshot};
use candour_core::{Month, Status};
use candour_curated::RowPlace;
use candour_findings::{format, links};
use candour_measures::Measure;
use jiff::civil::Date;

use super::claim::Value;
use super::facts;

/// What an answer rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// In a few words.
    pub words: String,
    /// Where to read it: a receipt, a page, a row; none where no page shows it.
    pub href: Option<String>,
    /// The published file, or the curated one with its line.
    pub file: Option<String>,
    /// When that was published, where known.
    pub published_on: Option<Date>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) value: Value,
    pub(super) grounds: Vec<Ground>,
    /// What nobody has confirmed of the rows that it rests on.
    pub(super) unverified: String,
}

impl Found {
    pub(super) fn number(value: f64, grounds: Vec<Ground>) -> Self {
        Self {
            value: Value::Number(value),
            grounds,
            unverified: String::new(),
        }
    }

    pub(super) fn words(words: impl Into<String>, grounds: Vec<Ground>) -> Self {
        Self {
            value: Value::Words(words.into()),
            grounds,
            unverified: String::new(),
        }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Gap {
    /// What is asked about is not held, or not known.
    Because(String),
    /// The archive cannot be read at all.
    Broken(ArchiveError),
}

impl From<ArchiveError> for Gap {
    fn from(error: ArchiveError) -> Self {
        match error {
            // A body or measure that no file named yet is no damage.
            ArchiveError::NotFound(_) | ArchiveError::Sql(_) => Self::Because(error.to_string()),
            other => Self::Broken(other),
        }
    }
}

impl Gap {
    pub(super) fn because(words: impl Into<String>) -> Self {
        Self::Because(words.into())
    }
}

/// The receipt of a figure.
pub(super) fn of_figure(series: &Series, measure: &Measure, figure: &Figure) -> Ground {
    let view = links::View::of(series);
    Ground {
        words: format!("{}, {}", measure.short, format::month(figure.period)),
        href: Some(links::receipt(&series.key, measure, figure.period, view)),
        file: figure
            .source
            .as_ref()
            .map(|source| source.file_name.clone()),
        published_on: figure
            .source
            .as_ref()
            .and_then(|source| source.published_on),
    }
}

/// A curated row that a page of commitments shows.
pub(super) fn of_row(place: &RowPlace, words: impl Into<String>) -> Ground {
    Ground {
        words: words.into(),
        href: Some(facts::row_href(place)),
        file: Some(place.to_string()),
        published_on: None,
    }
}

/// Rows of the register, which a page shows.
pub(super) fn of_page(words: impl Into<String>, href: impl Into<String>) -> Ground {
    Ground {
        words: words.into(),
        href: Some(href.into()),
        file: None,
        published_on: None,
    }
}

/// Why a figure is absent, in words.
pub(super) fn absent(measure: &Measure, period: Month, status: Option<Status>) -> Gap {
    let what = format!("{} of {}", measure.short, format::month(period));
    Gap::because(match status {
        Some(Status::NoneHeldThen) => format!("{what} was not known then"),
        Some(Status::Missing) | None => format!("{what} is not held"),
        Some(status) => format!("{what} has no value: {status}"),
    })
}

/// Whether the period of a publication is held in full: its national file itself and not the starter
/// figures made from it, which name only some bodies.
pub(super) fn needs(
    snapshot: &Snapshot<'_>,
    publication: &str,
    period: Month,
    as_known: Option<Date>,
) -> Result<Vec<Ground>, Gap> {
    let carriers = snapshot.carriers(publication, as_known)?;
    let national = carriers.get(&period).and_then(|carriers| {
        carriers
            .asked
            .iter()
            .find(|source| source.held && source.scope == candour_core::Scope::National)
    });
    let title =
        candour_publications::by_id(publication).map_or(publication, |found| found.facts().title);
    let Some(source) = national else {
        return Err(Gap::because(format!(
            "the file of {title} of {} is not held",
            format::month(period)
        )));
    };
    Ok(vec![Ground {
        words: format!("{title}, {}", format::month(period)),
        href: Some(links::source(&source.sha256)),
        file: Some(source.file_name.clone()),
        published_on: source.published_on,
    }])
}
