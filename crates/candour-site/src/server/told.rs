//! A series, its assessment and its words: what every page shows of it in the same way.

use candour_archive::{Figure as Found, Series, Snapshot, cadence};
use candour_assessment::Assessment;
use candour_core::{Better, Level, Month, Status};
use candour_measures::Measure;

use super::answer::Reading;
use super::dates;
use super::error::AppError;
use super::links;
use super::params::EventMarks;
use super::wording::{self, Change};
use crate::charts::SparklineShape;
use crate::format;
use crate::views::{Figure, FigureMark, Link, Multiple, Prose, PublishedOn, Signals};
use candour_findings::{self as findings, AssessOptions};

/// A series with what is said of it.
pub(super) struct Told {
    pub(super) measure: &'static Measure,
    pub(super) series: Series,
    pub(super) assessment: Assessment,
    /// The body's name.
    pub(super) name: String,
    /// Whether its charts bear the marks of events.
    pub(super) events: EventMarks,
}

impl Told {
    /// Assesses a series in the usual way.
    pub(super) fn new(
        snapshot: &Snapshot<'_>,
        series: Series,
        name: &str,
    ) -> Result<Self, AppError> {
        Self::with(snapshot, series, name, &AssessOptions::default())
    }

    pub(super) fn with(
        snapshot: &Snapshot<'_>,
        mut series: Series,
        name: &str,
        options: &AssessOptions,
    ) -> Result<Self, AppError> {
        // As known on a day, a series ends with the last month that was out by then.
        while series
            .figures
            .last()
            .is_some_and(|figure| figure.status == Status::NoneHeldThen)
        {
            series.figures.pop();
        }
        let measure = snapshot.measure(series.key.measure.as_str())?;
        let assessment = findings::assess(&series, measure, options)?;
        Ok(Self {
            measure,
            series,
            assessment,
            name: name.to_owned(),
            events: EventMarks::default(),
        })
    }

    /// The same with or without the marks of events, as the query asks.
    pub(super) fn marked(self, reading: &Reading<'_>) -> Self {
        Self {
            events: reading.params.events,
            ..self
        }
    }

    /// The last figure with a value, or the last without one where there is none.
    pub(super) fn latest(&self) -> Option<&Found> {
        let valued = self
            .series
            .figures
            .iter()
            .rev()
            .find(|figure| figure.value.is_some());
        valued.or_else(|| self.series.figures.last())
    }

    /// The last month of which a file says anything of this series.
    pub(super) fn last_month(&self) -> Option<Month> {
        self.series
            .figures
            .iter()
            .rev()
            .find(|figure| figure.source.is_some())
            .map(|figure| figure.period)
    }

    pub(super) fn at(&self, month: Month) -> Option<&Found> {
        let figures = &self.series.figures;
        let place = figures.binary_search_by_key(&month, |figure| figure.period);
        figures.get(place.ok()?)
    }

    /// A period of this measure in words: `June 2024`, `quarter ending June 2024`.
    pub(super) fn in_words(&self, month: Month) -> String {
        cadence(self.measure).in_words(month)
    }

    pub(super) fn change(&self) -> Change {
        wording::change(&self.assessment)
    }

    pub(super) fn finding(&self) -> String {
        let place = wording::place(self.series.key.level, &self.name);
        match (self.change(), self.series.as_known) {
            (Change::Nothing, Some(day)) => {
                format!(
                    "{} {place}: no figures were out by {}",
                    wording::subject(&self.measure.title),
                    dates::day(day)
                )
            }
            (change, _) => {
                wording::finding(&self.measure.title, &place, change, cadence(self.measure))
            }
        }
    }

    /// What links to this series' figures keep.
    fn view(&self) -> links::View {
        links::View::of(&self.series)
    }

    pub(super) fn chart_path(&self) -> String {
        links::chart(&self.series.key, self.measure, self.view())
    }

    pub(super) fn receipt_path(&self, month: Month) -> String {
        links::receipt(&self.series.key, self.measure, month, self.view())
    }

    /// A figure as printed, linked to its receipt.
    pub(super) fn figure(&self, found: &Found) -> Figure {
        let receipt = self.receipt_path(found.period);
        let Some(value) = found.value else {
            let mut absent = Figure::absent(found.status);
            // What a file says of an absent figure has a receipt too.
            absent.receipt = found.source.is_some().then_some(receipt);
            return absent;
        };
        let unit = self.measure.unit;
        let figure = if found.over {
            let words = format!("over {}", format::target(value, unit));
            Figure::worded(words.clone(), words, receipt)
        } else if let Some(standard) = findings::standard_in(self.measure, found.period) {
            Figure::beside_target(value, standard.value, unit, receipt)
        } else {
            Figure::of(value, unit, receipt)
        };
        match found.status {
            Status::Estimate => figure.marked(FigureMark::Estimate),
            Status::Partial => figure.marked(FigureMark::Partial),
            _ => figure,
        }
    }

    /// The figure of a month as printed; not held where there is none.
    pub(super) fn figure_at(&self, month: Month) -> Figure {
        self.at(month).map_or_else(
            || Figure::absent(Status::Missing),
            |found| self.figure(found),
        )
    }

    pub(super) fn signals(&self) -> Signals {
        let absent = self.latest().is_none_or(|figure| figure.value.is_none());
        let points = self
            .series
            .figures
            .iter()
            .filter(|figure| figure.value.is_some())
            .count();
        Signals {
            variation: self.assessment.variation.filter(|_| !absent),
            assurance: self.assessment.assurance.filter(|_| !absent),
            instead: if absent {
                self.latest()
                    .map(|figure| Figure::absent(figure.status).text)
                    .unwrap_or_default()
            } else if self.assessment.variation.is_none() {
                format!(
                    "trial limits: {}",
                    format::plural(points, "point", "points")
                )
            } else {
                String::new()
            },
        }
    }

    /// When a figure was published; empty where there is no file that could have been.
    pub(super) fn published(&self, found: &Found) -> PublishedOn {
        PublishedOn(match &found.source {
            Some(source) => source.published_on.map(dates::day),
            None => Some(String::new()),
        })
    }

    /// The standard in force in the last month.
    pub(super) fn standard(&self) -> Option<f64> {
        findings::target(&self.series, self.measure, None)
    }

    /// Latest, a year before, and the standard.
    pub(super) fn summary(&self) -> Prose {
        let Some(latest) = self.latest() else {
            return Prose::from("There is nothing to show.");
        };
        let month = wording::in_period(cadence(self.measure), latest.period);
        let latest = Prose::default().figure(self.figure(latest));
        self.compared(latest.text(format!(" {month}")))
    }

    /// Goes on with a year before and the standard.
    fn compared(&self, said: Prose) -> Prose {
        let Some(latest) = self.latest() else {
            return said;
        };
        let before = latest.period.year_before();
        let out = |figure: &&Found| figure.status != Status::NoneHeldThen;
        let said = match self.at(before).filter(out) {
            Some(figure) => said
                .text(", against ")
                .figure(self.figure(figure))
                .text(format!(
                    " {}.",
                    wording::in_period(cadence(self.measure), before)
                )),
            None => said.text("."),
        };
        match findings::standard_in(self.measure, latest.period) {
            Some(standard) => {
                let words = format::target(standard.value, self.measure.unit);
                said.text(format!(" The national standard is {words}."))
            }
            None => said,
        }
    }

    /// One of many small charts.
    pub(super) fn multiple(&self, id: &str, title: &str, note: String) -> Multiple {
        let latest = self.latest();
        Multiple {
            title: Link::new(title, self.chart_path()),
            latest: latest.map_or_else(
                || Figure::absent(Status::Missing),
                |found| self.figure(found),
            ),
            month: latest
                .map(|found| self.in_words(found.period))
                .unwrap_or_default(),
            year_before: latest
                .and_then(|found| self.at(found.period.year_before()))
                .map(|before| self.figure(before)),
            signals: self.signals(),
            chart: self.sparkline(id, SparklineShape::Panel),
            note,
        }
    }

    /// By whom the figure is counted, where a body has both ways.
    pub(super) fn basis_note(&self) -> String {
        if self.series.key.level != Level::Icb {
            return String::new();
        }
        match self.series.key.basis {
            candour_core::Basis::Provider => "By provider: everybody treated there.".to_owned(),
            candour_core::Basis::Commissioner => "By commissioner: its residents.".to_owned(),
        }
    }
}

/// Which way is better, as a fact.
pub(super) const fn better_words(better: Better) -> &'static str {
    match better {
        Better::Higher => "Higher is better.",
        Better::Lower => "Lower is better.",
        Better::Neither => "Neither: it tells of demand.",
    }
}
