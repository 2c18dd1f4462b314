//! A series and its assessment, and how it is laid out for export.

use candour_archive::{ArchiveError, Series, Snapshot, cadence};
use candour_assessment::{
    Adjacency, Assessment, Direction, FacetAssessment, Options, Point, Profile, SpcError,
};
use candour_core::{Better, Cadence, Month, Status};
use candour_measures::Measure;

/// From how many points on the icons are given: below it the limits are trial limits.
const ICONS_FROM: usize = 13;

/// How a series is to be assessed; the default is the usual way.
#[derive(Debug, Clone)]
pub struct AssessOptions {
    /// The set of rules.
    pub profile: Profile,
    /// Months that begin a new baseline.
    pub rebase: Vec<Month>,
    /// A target in the unit of the values; none: the national standard in force in the last month.
    pub target: Option<f64>,
}

impl Default for AssessOptions {
    fn default() -> Self {
        Self {
            profile: Profile::nhsr_0_2_2(),
            rebase: Vec::new(),
            target: None,
        }
    }
}

/// Which way is better, in the words of the rule book.
#[must_use]
pub const fn direction(better: Better) -> Direction {
    match better {
        Better::Higher => Direction::Increase,
        Better::Lower => Direction::Decrease,
        Better::Neither => Direction::Neutral,
    }
}

/// The target by which a series is judged: the one given, else the national standard in force in its
/// last month.
#[must_use]
pub fn target(series: &Series, measure: &Measure, given: Option<f64>) -> Option<f64> {
    given.or_else(|| {
        let last = series.figures.last()?.period;
        crate::standard_in(measure, last).map(|standard| standard.value)
    })
}

/// Which rows of a series are neighbours. Every reporting period stands as a row, with or without a
/// value, so that nothing spans a missing one; where years come before quarters, only the rows
/// themselves can say what follows what.
fn adjacency(series: &Series, cadence: Cadence) -> Adjacency {
    match cadence {
        Cadence::Monthly => Adjacency::Months,
        Cadence::Quarterly { yearly_before } => {
            let first = series.figures.first().map(|figure| figure.period);
            if first < yearly_before {
                Adjacency::Rows
            } else {
                Adjacency::Quarters
            }
        }
    }
}

/// Assesses a series: the calendar is known, so nothing spans a period without a value. Where a
/// publication turned from years to quarters, its averages are of another length from there on, and
/// a new baseline begins.
///
/// # Errors
/// Where the options contradict the rule book.
pub fn assess(
    series: &Series,
    measure: &Measure,
    options: &AssessOptions,
) -> Result<Assessment, SpcError> {
    let points: Vec<Point> = series
        .figures
        .iter()
        .map(|figure| Point {
            date: figure.period.first_day(),
            // A lower bound is not a value that limits could be made of.
            value: figure.value.filter(|_| !figure.over),
        })
        .collect();
    let cadence = cadence(measure);
    let mut rebase = options.rebase.clone();
    if let Cadence::Quarterly {
        yearly_before: Some(first),
    } = cadence
        && series
            .figures
            .iter()
            .any(|figure| figure.period < first && figure.value.is_some())
        && series
            .figures
            .last()
            .is_some_and(|figure| figure.period >= first)
    {
        rebase.push(first);
    }
    candour_assessment::assess(
        &points,
        &Options {
            profile: Profile {
                icons_from: ICONS_FROM.max(options.profile.icons_from),
                ..options.profile
            },
            direction: direction(measure.better),
            target: target(series, measure, options.target),
            fix_after: None,
            rebase: rebase.iter().map(|month| month.first_day()).collect(),
            adjacency: adjacency(series, cadence),
        },
    )
}

/// Assessments of monthly series as JSON: the shape of `spc`, with months for dates.
///
/// # Errors
/// Where the values cannot be written as JSON; they always can.
pub fn by_month(facets: &[FacetAssessment]) -> Result<serde_json::Value, serde_json::Error> {
    let mut facets = serde_json::to_value(facets)?;
    for facet in facets.as_array_mut().into_iter().flatten() {
        month(facet.get_mut("as_of"));
        let points = facet
            .get_mut("points")
            .and_then(serde_json::Value::as_array_mut);
        for point in points.into_iter().flatten() {
            month(point.get_mut("date"));
        }
    }
    Ok(serde_json::json!({ "facets": facets }))
}

fn month(date: Option<&mut serde_json::Value>) {
    if let Some(serde_json::Value::String(text)) = date {
        text.truncate(7);
    }
}

/// On whose boundaries carried series stand, and what that means for the figures.
fn boundaries_note(all: &[Series]) -> Option<String> {
    let boundaries = all
        .iter()
        .map(|series| series.boundaries)
        .find(|boundaries| !boundaries.is_as_reported())?;
    let estimate = |series: &Series| {
        let mut figures = series.figures.iter();
        figures.any(|figure| figure.status == Status::Estimate)
    };
    let divided = if all.iter().any(estimate) {
        " A figure with the status estimate holds a part of a unit that is divided there; its receipt \
         says which, and by what."
    } else {
        ""
    };
    Some(format!(
        "The figures stand {}: those of each provider or sub-ICB location are carried to where it \
         belongs there and summed; what has no known home is not attributable.{divided}",
        boundaries.in_words()
    ))
}

/// Series as a sheet for export, with the notes and sources that must go with them.
///
/// # Errors
/// Where the archive cannot be read.
pub fn sheet(
    snapshot: &Snapshot<'_>,
    measure: &Measure,
    all: &[Series],
    today: jiff::civil::Date,
) -> Result<candour_export::Sheet, ArchiveError> {
    let mut sources = std::collections::BTreeMap::new();
    let mut rows = Vec::new();
    let mut starter = false;
    for series in all {
        let name = snapshot.body(series.key.body.as_str())?.name;
        for figure in &series.figures {
            if let Some(source) = &figure.source
                && !sources.contains_key(&source.sha256)
            {
                let detail = snapshot.source(&source.sha256.to_string())?;
                starter |= !source.held;
                sources.insert(
                    source.sha256,
                    candour_export::SourceNote {
                        file: source.file_name.clone(),
                        sha256: source.sha256,
                        publisher: detail.publisher,
                        licence: detail.licence,
                        published_on: source.published_on,
                    },
                );
            }
        }
        rows.extend(
            candour_archive::SeriesRow::all(series, measure.unit).map(|row| {
                candour_export::FigureRow {
                    measure: row.measure,
                    body: row.body,
                    body_name: name.clone(),
                    level: row.level,
                    basis: row.basis,
                    treatment_function: row.treatment_function,
                    boundaries: row.boundaries.to_owned(),
                    period_start: row.period_start,
                    period_end: row.period_end,
                    numerator: row.numerator,
                    denominator: row.denominator,
                    value: row.value,
                    over: row.over,
                    unit: row.unit,
                    status: row.status,
                    published_on: row.published_on,
                    published_basis: row.published_basis,
                    as_known: row.as_known,
                    source: row.source,
                }
            }),
        );
    }
    let caveats = candour_publications::by_id(measure.publication.as_str())
        .map_or(&[][..], |publication| publication.facts().caveats);
    let mut notes = vec![
        measure.definition.trim().to_owned(),
        format!("Left out: {}", measure.left_out.trim()),
        format!("Formula: {}", candour_measures::formula_in_words(measure)),
    ];
    notes.extend(boundaries_note(all));
    notes.extend(caveats.iter().map(|caveat| (*caveat).to_owned()));
    let title = match all.first().map(|series| series.boundaries) {
        Some(on) if !on.is_as_reported() => format!("{}, {}", measure.title, on.in_words()),
        _ => measure.title.clone(),
    };
    Ok(candour_export::Sheet {
        title,
        measure_title: measure.title.clone(),
        notes,
        sources: sources.into_values().collect(),
        rows,
        produced_on: today,
        synthetic: snapshot.is_synthetic()?,
        starter,
    })
}
