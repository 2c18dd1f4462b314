//! Like for like: whether an aggregate moved because what it counts moved, or because other bodies report.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use candour_archive::{ArchiveError, Figure, Series, Snapshot};
use candour_core::{Basis, BodyCode, Level, MeasureId, Month, Status, Unit};
use candour_measures::{Measure, Shape};
use candour_register::{Boundaries, Register};

use crate::query::BriefingQuery;
use crate::reading::Line;
use crate::scoring::Scoring;
use crate::signal::{Signal, signals};

/// What came of comparing like for like.
pub(crate) enum LikeForLike {
    /// The same bodies report, or all but a few small ones.
    Same,
    /// It cannot be told, because the parts are not held.
    CannotTell,
    /// Other bodies report. Among those that reported all along the same is seen.
    Stands {
        /// How many report that did not, or did and do not.
        others: usize,
    },
    /// Other bodies report, and without them nothing of it is left.
    Falls {
        /// Why, as a sentence.
        because: String,
    },
}

/// The series of providers, read once for each measure.
#[derive(Default)]
pub(crate) struct Providers {
    as_reported: HashMap<MeasureId, Vec<Series>>,
    carried: HashMap<(MeasureId, Month), Vec<Series>>,
}

/// The providers' parts of an aggregate: for each its figures by month.
type Parts<'a> = BTreeMap<&'a BodyCode, BTreeMap<Month, &'a Figure>>;

impl Providers {
    /// The providers' series as the files name them.
    pub(crate) fn of(
        &mut self,
        snapshot: &Snapshot<'_>,
        query: &BriefingQuery,
        measure: &'static Measure,
    ) -> Result<&[Series], ArchiveError> {
        if !self.as_reported.contains_key(&measure.id) {
            let series = snapshot.figures_of_level(
                measure,
                Level::Provider,
                Basis::Provider,
                None,
                Boundaries::AsReported,
                query.as_known(),
            )?;
            self.as_reported.insert(measure.id.clone(), series);
        }
        Ok(self
            .as_reported
            .get(&measure.id)
            .map_or(&[][..], Vec::as_slice))
    }

    /// The same, with every earlier figure carried to whoever came after the provider that had it.
    fn carried(
        &mut self,
        snapshot: &Snapshot<'_>,
        query: &BriefingQuery,
        measure: &'static Measure,
        month: Month,
    ) -> Result<&[Series], ArchiveError> {
        let key = (measure.id.clone(), month);
        if !self.carried.contains_key(&key) {
            let series = snapshot.figures_of_level(
                measure,
                Level::Provider,
                Basis::Provider,
                None,
                Boundaries::On(month.last_day()),
                query.as_known(),
            )?;
            self.carried.insert(key.clone(), series);
        }
        Ok(self.carried.get(&key).map_or(&[][..], Vec::as_slice))
    }

    /// Compares like for like what a signal says of an aggregate.
    pub(crate) fn compare(
        &mut self,
        snapshot: &Snapshot<'_>,
        query: &BriefingQuery,
        scoring: &Scoring,
        line: &Line,
        signal: &Signal,
    ) -> Result<LikeForLike, ArchiveError> {
        let measure = line.measure;
        let sums = !matches!(measure.shape, Shape::Quantile { .. });
        if line.level() == Level::Provider {
            return Ok(LikeForLike::Same);
        }
        if !sums
            || line.series.key.basis != Basis::Provider
            || !measure.has_level(Level::Provider, Basis::Provider)
        {
            return Ok(LikeForLike::CannotTell);
        }
        let register = snapshot.register()?;
        let month = line.period();
        let series = self.of(snapshot, query, measure)?;
        let found = parts(series, line, &register);
        if found.is_empty() {
            return Ok(LikeForLike::CannotTell);
        }
        if changed(&found, line, scoring).is_none() {
            return Ok(LikeForLike::Same);
        }
        let series = self.carried(snapshot, query, measure, month)?;
        let found = parts(series, line, &register);
        let Some(change) = changed(&found, line, scoring) else {
            return Ok(LikeForLike::Same);
        };
        let others = change.came.len() + change.went.len();
        let alike = summed(&found, &change.stayed, line);
        let Some(alike) = Line::new(measure, alike, line.name.clone(), None) else {
            return Ok(LikeForLike::CannotTell);
        };
        let stands = alike.period() == month
            && signals(&alike, scoring).iter().any(|other| {
                other.kind() == signal.kind() && other.tone(&alike) == signal.tone(line)
            });
        if stands {
            return Ok(LikeForLike::Stands { others });
        }
        let words = |value: f64| candour_findings::format::value(value, measure.unit);
        let before = alike
            .earlier()
            .next()
            .map_or_else(String::new, |(month, value)| {
                format!(", against {} in {}", words(value), month.in_words())
            });
        Ok(LikeForLike::Falls {
            because: format!(
                "{} within the {} months before; among the {} that reported all along it is {}{before}, \
                 which is no such change",
                candour_findings::format::plural(
                    others,
                    "body began or stopped reporting",
                    "bodies began or stopped reporting"
                ),
                scoring.coverage.months,
                change.stayed.len(),
                words(alike.value()),
            ),
        })
    }
}

/// The parts of the line's body: all of England, or those whose home it is on the last day.
fn parts<'a>(series: &'a [Series], line: &Line, register: &Register) -> Parts<'a> {
    let day = line.period().last_day();
    let level = line.level();
    let belongs = |code: &BodyCode| {
        level == Level::England
            || register
                .home(code, level, day)
                .is_ok_and(|homes| homes.iter().any(|home| home.body == *line.body()))
    };
    series
        .iter()
        .filter(|series| belongs(&series.key.body))
        .map(|series| {
            let figures = series
                .figures
                .iter()
                .filter(|figure| figure.period <= line.period() && figure.value.is_some())
                .map(|figure| (figure.period, figure))
                .collect();
            (&series.key.body, figures)
        })
        .collect()
}

/// Who reports otherwise than before.
struct Change<'a> {
    /// Report in the latest period and did not all along.
    came: BTreeSet<&'a BodyCode>,
    /// Reported in the period before and do not in the latest.
    went: BTreeSet<&'a BodyCode>,
    /// Reported all along.
    stayed: BTreeSet<&'a BodyCode>,
}

/// How much a figure weighs in its aggregate: what stands below the line, or the count itself.
#[expect(
    clippy::cast_precision_loss,
    reason = "no count of people reaches 2 to the 53rd"
)]
fn weight(figure: &Figure) -> f64 {
    figure
        .denominator
        .or(figure.numerator)
        .map_or_else(|| figure.value.unwrap_or(0.0), |number| number as f64)
}

/// Who reports otherwise than in the months before; none where that is less than matters.
fn changed<'a>(parts: &Parts<'a>, line: &Line, scoring: &Scoring) -> Option<Change<'a>> {
    let latest = line.period();
    let from = latest.plus(-scoring.coverage.months);
    let held: Vec<Month> = line
        .earlier()
        .map(|(month, _)| month)
        .take_while(|month| *month >= from)
        .collect();
    let before = *held.first()?;
    let mut change = Change {
        came: BTreeSet::new(),
        went: BTreeSet::new(),
        stayed: BTreeSet::new(),
    };
    let (mut all, mut other, mut all_before, mut gone) = (0.0, 0.0, 0.0, 0.0);
    for (code, figures) in parts {
        let now = figures.get(&latest).map(|figure| weight(figure));
        let then = figures.get(&before).map(|figure| weight(figure));
        all += now.unwrap_or(0.0);
        all_before += then.unwrap_or(0.0);
        match now {
            Some(_) if held.iter().all(|month| figures.contains_key(month)) => {
                change.stayed.insert(*code);
            }
            Some(now) => {
                other += now;
                change.came.insert(*code);
            }
            None if then.is_some() => {
                gone += then.unwrap_or(0.0);
                change.went.insert(*code);
            }
            None => {}
        }
    }
    let matters = |part: f64, all: f64| all > 0.0 && part / all > scoring.coverage.share;
    (matters(other, all) || matters(gone, all_before)).then_some(change)
}

/// The aggregate of those that reported all along, month by month.
fn summed(parts: &Parts<'_>, stayed: &BTreeSet<&BodyCode>, line: &Line) -> Series {
    let figures = line
        .series
        .figures
        .iter()
        .map(|whole| {
            let mut sums: Option<(i64, i64)> = None;
            for (_, figures) in parts.iter().filter(|(code, _)| stayed.contains(*code)) {
                let Some(figure) = figures.get(&whole.period) else {
                    continue;
                };
                let (above, below) = sums.unwrap_or((0, 0));
                sums = Some((
                    above + figure.numerator.unwrap_or(0),
                    below + figure.denominator.unwrap_or(0),
                ));
            }
            let value = sums.and_then(|sums| value_of(sums, line.measure, whole));
            Figure {
                numerator: sums.map(|(above, _)| above),
                denominator: sums.map(|(_, below)| below).filter(|below| *below != 0),
                value,
                status: value.map_or(Status::Missing, |_| Status::Reported),
                ..whole.clone()
            }
        })
        .collect();
    Series {
        figures,
        ..line.series.clone()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no count of people reaches 2 to the 53rd"
)]
fn value_of((above, below): (i64, i64), measure: &Measure, whole: &Figure) -> Option<f64> {
    whole.value?;
    if measure.unit == Unit::Share {
        return (below > 0).then(|| above as f64 / below as f64);
    }
    Some(above as f64 / measure.parts.to_one() as f64)
}
