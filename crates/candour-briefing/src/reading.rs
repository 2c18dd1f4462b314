//! What is read of the archive: series cut at a day or a month, each assessed as it stands and as it stood one
//! period earlier.

use candour_archive::{ArchiveError, Figure, KnownBody, Series, Snapshot, cadence};
use candour_assessment::{Assessment, Group, PointType};
use candour_core::{BodyCode, Cadence, Level, Month, Status};
use candour_findings::{AssessOptions, assess};
use candour_measures::Measure;
use jiff::civil::Date;

use crate::query::{BriefingQuery, Knowledge};

impl BriefingQuery {
    /// What had to be published to count.
    pub(crate) const fn as_known(&self) -> Option<Date> {
        match self.knowledge {
            Knowledge::AsKnown { day } => Some(day),
            Knowledge::Today | Knowledge::UpTo { .. } => None,
        }
    }

    /// The last period that counts.
    pub(crate) const fn up_to(&self) -> Option<Month> {
        match self.knowledge {
            Knowledge::UpTo { month } => Some(month),
            Knowledge::Today | Knowledge::AsKnown { .. } => None,
        }
    }
}

/// A series up to its latest value, with what the rules say of it now and said of it before that value.
pub(crate) struct Line {
    pub(crate) measure: &'static Measure,
    /// The body's name.
    pub(crate) name: String,
    /// Up to the latest value.
    pub(crate) series: Series,
    pub(crate) now: Assessment,
    /// Of the same series without its latest value.
    pub(crate) before: Assessment,
}

impl Line {
    /// None where there is no value, or the rules cannot be applied.
    pub(crate) fn new(
        measure: &'static Measure,
        mut series: Series,
        name: String,
        up_to: Option<Month>,
    ) -> Option<Self> {
        if let Some(last) = up_to {
            series.figures.retain(|figure| figure.period <= last);
        }
        let has = |figure: &Figure| figure.value.is_some() && !figure.over;
        let at = series.figures.iter().rposition(has)?;
        series.figures.truncate(at + 1);
        let options = AssessOptions::default();
        let now = assess(&series, measure, &options).ok()?;
        let latest = series.figures.pop()?;
        let before = assess(&series, measure, &options).ok();
        series.figures.push(latest);
        Some(Self {
            measure,
            name,
            series,
            now,
            before: before?,
        })
    }

    pub(crate) fn cadence(&self) -> Cadence {
        cadence(self.measure)
    }

    pub(crate) const fn level(&self) -> Level {
        self.series.key.level
    }

    pub(crate) const fn body(&self) -> &BodyCode {
        &self.series.key.body
    }

    /// Where the latest value stands.
    fn at(&self) -> usize {
        self.series.figures.len().saturating_sub(1)
    }

    pub(crate) fn latest(&self) -> &Figure {
        &self.series.figures[self.at()]
    }

    pub(crate) fn value(&self) -> f64 {
        self.latest().value.unwrap_or(f64::NAN)
    }

    pub(crate) fn period(&self) -> Month {
        self.latest().period
    }

    /// Every earlier period with a value, the latest first.
    pub(crate) fn earlier(&self) -> impl Iterator<Item = (Month, f64)> + '_ {
        self.series.figures[..self.at()]
            .iter()
            .rev()
            .filter(|figure| !figure.over)
            .filter_map(|figure| Some((figure.period, figure.value?)))
    }

    pub(crate) fn at_month(&self, month: Month) -> Option<&Figure> {
        let figures = &self.series.figures;
        let place = figures.binary_search_by_key(&month, |figure| figure.period);
        figures.get(place.ok()?)
    }

    /// Whether the value before the latest is that of the period before.
    pub(crate) fn is_next(&self) -> bool {
        self.earlier()
            .next()
            .is_some_and(|(month, _)| month == self.cadence().before(self.period()))
    }

    pub(crate) fn points(&self) -> usize {
        self.earlier().count() + 1
    }

    /// What the rules say of the latest value; common cause where they say nothing.
    pub(crate) fn kind(&self) -> PointType {
        last_kind(&self.now)
    }

    /// The same of the value before.
    pub(crate) fn kind_before(&self) -> PointType {
        last_kind(&self.before)
    }

    /// The limits that the latest value is held against.
    pub(crate) fn limits(&self) -> Option<Limits> {
        limits(&self.now)
    }

    pub(crate) fn is_uncertain(&self) -> bool {
        matches!(self.latest().status, Status::Estimate | Status::Partial)
    }
}

/// Mean and limits of the last group of a chart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) mean: f64,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

impl Limits {
    /// Half their width: 2.66 mean moving ranges, or three sigmas.
    pub(crate) fn half(&self) -> f64 {
        self.upper - self.mean
    }

    pub(crate) fn sigma(&self) -> f64 {
        self.half() / 3.0
    }

    /// The largest step from one period to the next that chance explains, 3.267 mean moving ranges (the upper
    /// limit of the moving range chart): Wheeler, Understanding Variation, appendix.
    pub(crate) fn largest_step(&self) -> f64 {
        self.half() / 2.66 * 3.267
    }
}

pub(crate) fn limits(assessment: &Assessment) -> Option<Limits> {
    let Group { mean, lpl, upl, .. } = assessment.groups.last()?;
    Some(Limits {
        mean: (*mean)?,
        lower: (*lpl)?,
        upper: (*upl)?,
    })
    .filter(|limits| limits.half() > 0.0)
}

fn last_kind(assessment: &Assessment) -> PointType {
    // Trial limits say nothing.
    if assessment.variation.is_none() {
        return PointType::CommonCause;
    }
    assessment
        .points
        .iter()
        .rev()
        .find(|point| point.value.is_some())
        .and_then(|point| point.point_type)
        .unwrap_or(PointType::CommonCause)
}

/// Everything of one body at its level.
pub(crate) fn of_body(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    body: &KnownBody,
) -> Result<Vec<Line>, ArchiveError> {
    let mut lines = Vec::new();
    let figures = snapshot.figures_of_body(
        &body.code,
        body.level,
        candour_register::Boundaries::AsReported,
        query.as_known(),
    )?;
    for series in figures {
        let measure = snapshot.measure(series.key.measure.as_str())?;
        // A board has some figures by both bases; its own are those of its residents.
        if candour_archive::basis_at(measure, body.level) != series.key.basis {
            continue;
        }
        lines.extend(Line::new(measure, series, body.name.clone(), query.up_to()));
    }
    Ok(lines)
}
