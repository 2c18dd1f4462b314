//! The bodies of a level in one month, side by side: a sorted table with what chance could do, and a
//! strip of all of them. Never a rank alone.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use candour_archive::{cadence, has_level_on};
use candour_core::{Basis, BodyCode, Level, Month, Status, Unit};
use candour_measures::{Measure, Parts};
use candour_register::{Boundaries, Register};

use super::answer::Reading;
use super::boundaries::{self, divided_between};
use super::error::AppError;
use super::intervals::share_interval;
use super::params::Sort;
use super::told::Told;
use super::wording::{self, the_period};
use crate::charts::{SparklineShape, Strip, StripDot, strip_both};
use crate::format;
pub(super) use crate::format::capital;
use crate::views::{BodyRow, Column, League, Link, Markup, Order, Prose};

/// What the interval is, under each table that has one.
const INTERVAL: &str = "The interval is the 95% score interval (Wilson) of the share: what chance alone would leave \
                        open about a body of that size. Bodies whose intervals overlap should not be ranked.";

/// The bodies of a level with their series.
pub(super) struct Side {
    pub(super) measure: &'static Measure,
    pub(super) level: Level,
    pub(super) month: Month,
    pub(super) bodies: Vec<Told>,
    /// How many bodies the default scope leaves out.
    pub(super) left_out: usize,
    /// What has no known home on these boundaries: no body, and not among them.
    pub(super) nowhere: Option<Told>,
    /// Why some figures are estimates; empty where none is.
    estimates: Prose,
}

/// Reads the bodies of a level; none where nothing is held there.
pub(super) fn read(
    reading: &Reading<'_>,
    measure: &'static Measure,
    level: Level,
    basis: Basis,
) -> Result<Option<Side>, AppError> {
    let params = &reading.params;
    if !has_level_on(measure, level, basis, reading.boundaries()) {
        return Ok(None);
    }
    let names: BTreeMap<BodyCode, String> = reading
        .snapshot
        .bodies_at(level)?
        .into_iter()
        .map(|body| (body.code, body.name))
        .collect();
    let unattributed = Register::bundled().unattributed().map(|body| &body.code);
    let function = params.treatment_function.as_ref();
    let all = reading.snapshot.figures_of_level(
        measure,
        level,
        basis,
        function,
        reading.boundaries(),
        params.as_known,
    )?;
    let months = all.iter().flat_map(|series| {
        series
            .figures
            .iter()
            .rev()
            .find(|figure| figure.value.is_some())
    });
    let Some(month) = months.map(|figure| figure.period).max() else {
        return Ok(None);
    };
    let admitted = admitted(reading, measure, level, basis, month)?;
    let mut side = Side {
        measure,
        level,
        month,
        bodies: Vec::new(),
        left_out: 0,
        nowhere: None,
        estimates: Prose::default(),
    };
    for series in all {
        let has = series
            .figures
            .iter()
            .any(|figure| figure.period == month && figure.source.is_some());
        if !has {
            continue;
        }
        if admitted
            .as_ref()
            .is_some_and(|admitted| !admitted.contains(&series.key.body))
        {
            side.left_out += 1;
            continue;
        }
        let code = &series.key.body;
        // A body that began after the latest file is known to the register alone.
        let name = match names.get(code) {
            Some(name) => name.clone(),
            None => reading.snapshot.body(code.as_str())?.name,
        };
        let is_nowhere = unattributed == Some(code);
        let told = Told::new(reading.snapshot, series, &name)?.marked(reading);
        if is_nowhere {
            side.nowhere = Some(told);
        } else {
            side.bodies.push(told);
        }
    }
    side.estimates = estimates(reading, &side)?;
    Ok(Some(side))
}

/// Why figures of the month are estimates: once for each unit that is divided.
fn estimates(reading: &Reading<'_>, side: &Side) -> Result<Prose, AppError> {
    let mut lines = BTreeMap::new();
    for told in &side.bodies {
        let figure = told.at(side.month);
        if figure.is_none_or(|figure| figure.status != Status::Estimate) {
            continue;
        }
        for divided in reading.snapshot.divided(&told.series, side.month)? {
            lines.insert(divided.unit.clone(), divided_between(&divided));
        }
    }
    if lines.is_empty() {
        return Ok(Prose::default());
    }
    let lines: Vec<String> = lines.into_values().collect();
    Ok(Prose::from(format!(
        " Figures marked as estimates hold a part of what is divided on these boundaries: {}.",
        lines.join("; ")
    )))
}

/// The bodies that the default scope of a league admits; none where it admits all.
fn admitted(
    reading: &Reading<'_>,
    measure: &Measure,
    level: Level,
    basis: Basis,
    month: Month,
) -> Result<Option<BTreeSet<BodyCode>>, AppError> {
    let Some(scope) = measure
        .league
        .as_ref()
        .filter(|_| level == Level::Provider && !reading.params.all)
    else {
        return Ok(None);
    };
    let other = reading.snapshot.measure(scope.measure.as_str())?;
    let rows = reading.snapshot.league(
        other,
        level,
        basis,
        None,
        month,
        reading.boundaries(),
        reading.params.as_known,
    )?;
    let above = rows
        .into_iter()
        .filter(|row| row.figure.value.is_some_and(|value| value > 0.0));
    Ok(Some(above.map(|row| row.body).collect()))
}

impl Side {
    fn value(&self, told: &Told) -> Option<f64> {
        told.at(self.month).and_then(|figure| figure.value)
    }

    /// Sorted as asked: by value, the best first (the largest where neither way is better).
    fn sorted(&self, reading: &Reading<'_>) -> (Vec<&Told>, Sort, Order) {
        let sort = reading.params.sort.unwrap_or(Sort::Value);
        let usual = match (sort, self.measure.better) {
            (Sort::Name, _) | (_, candour_core::Better::Lower) => Order::Ascending,
            _ => Order::Descending,
        };
        let order = reading.params.order.unwrap_or(usual);
        let number = |told: &&Told| match sort {
            Sort::Before => told
                .at(self.month.year_before())
                .and_then(|figure| figure.value),
            _ => self.value(told),
        };
        let mut bodies: Vec<&Told> = self.bodies.iter().collect();
        bodies.sort_by(|one, other| {
            let by_name = || one.name.cmp(&other.name);
            if sort == Sort::Name {
                return if order == Order::Ascending {
                    by_name()
                } else {
                    by_name().reverse()
                };
            }
            // Whoever has no value stands at the end, either way round.
            match (number(one), number(other)) {
                (Some(a), Some(b)) if order == Order::Ascending => {
                    a.total_cmp(&b).then_with(by_name)
                }
                (Some(a), Some(b)) => b.total_cmp(&a).then_with(by_name),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => by_name(),
            }
        });
        (bodies, sort, order)
    }

    /// The table. `sparklines`: for a short one.
    pub(super) fn table(&self, reading: &Reading<'_>, sparklines: bool) -> League {
        let (bodies, sort, order) = self.sorted(reading);
        let rows: Vec<BodyRow> = bodies
            .iter()
            .map(|told| self.row(reading, told, sparklines))
            .collect();
        let has_interval = rows.iter().any(|row| !row.interval.is_empty());
        let column = |label: &str, by: Sort, word: &str, numeric: bool| {
            let now = (sort == by).then_some(order);
            let next = if now == Some(Order::Descending) {
                "asc"
            } else {
                "desc"
            };
            let next = if now.is_none() && by == Sort::Name {
                "asc"
            } else {
                next
            };
            let href = reading
                .params
                .but(&["sort", "order"], &[("sort", word), ("order", next)]);
            let column = if numeric {
                Column::numeric(label)
            } else {
                Column::plain(label)
            };
            column.sorted_by(format!("{}{href}", reading.path), now)
        };
        let (one, _) = wording::level_words(self.level);
        let mut columns = vec![
            column(&capital(one), Sort::Name, "name", false),
            column(&self.measure.short, Sort::Value, "value", true),
        ];
        if has_interval {
            columns.push(Column::numeric("95% interval"));
        }
        columns.push(column("A year before", Sort::Before, "before", true));
        columns.extend([Column::plain("Variation"), Column::plain("Assurance")]);
        if sparklines {
            columns.push(Column::plain("24 months"));
        }
        League {
            caption: self.caption(reading.boundaries()),
            scope: self
                .scope(reading)
                .and(self.nowhere_words())
                .and(self.estimates.clone()),
            columns,
            rows,
            interval_note: if has_interval {
                INTERVAL.to_owned()
            } else {
                String::new()
            },
        }
    }

    fn row(&self, reading: &Reading<'_>, told: &Told, sparkline: bool) -> BodyRow {
        let code = &told.series.key.body;
        let figure = told.at(self.month);
        let interval = figure
            // The sums of an average are no numbers of independent cases, as an interval supposes.
            .filter(|_| self.measure.unit == Unit::Share && self.measure.parts == Parts::Whole)
            .and_then(|figure| {
                let (low, high) = share_interval(figure.numerator?, figure.denominator?)?;
                Some(format!("{} to {}", format::share(low), format::share(high)))
            });
        BodyRow {
            body: Link::new(told.name.clone(), told.chart_path()),
            code: code.to_string(),
            value: told.figure_at(self.month),
            interval: interval.unwrap_or_default(),
            year_before: told.figure_at(self.month.year_before()),
            signals: told.signals(),
            sparkline: sparkline
                .then(|| told.sparkline(&format!("row-{code}"), SparklineShape::Row)),
            chosen: reading.params.compare.contains(code),
        }
    }

    /// The finding of the table.
    fn caption(&self, on: Boundaries) -> String {
        let (one, many) = wording::level_words(self.level);
        let on = boundaries::suffix(on);
        let valued: Vec<f64> = self
            .bodies
            .iter()
            .filter_map(|told| self.value(told))
            .collect();
        let month = the_period(cadence(self.measure), self.month);
        let all = format::plural(valued.len(), one, many);
        match candour_findings::standard_in(self.measure, self.month) {
            Some(standard) => {
                let met = valued
                    .iter()
                    .filter(|value| standard.met_by(**value))
                    .count();
                let words = format::target(standard.value, self.measure.unit);
                format!(
                    "{}: {met} of {all} met the standard of {words} in {month}{on}",
                    self.measure.short
                )
            }
            None => format!("{}: {all} in {month}{on}", self.measure.short),
        }
    }

    fn scope(&self, reading: &Reading<'_>) -> Prose {
        let (_, many) = wording::level_words(self.level);
        let path = |all: bool| {
            let with: &[(&str, &str)] = if all { &[("all", "1")] } else { &[] };
            format!("{}{}", reading.path, reading.params.but(&["all"], with))
        };
        match &self.measure.league {
            Some(league) if self.level == Level::Provider && !reading.params.all => {
                let scope = Prose::from(format!(
                    "{} in {}. ",
                    capital(&league.words),
                    the_period(cadence(self.measure), self.month)
                ));
                match self.left_out {
                    0 => scope,
                    left_out => scope.link(format!("Show the other {left_out} too"), path(true)),
                }
            }
            Some(league) if self.level == Level::Provider => Prose::from(format!(
                "All {many} with figures in {}. ",
                the_period(cadence(self.measure), self.month)
            ))
            .link(format!("Only {}", league.words), path(false)),
            _ => Prose::from(format!(
                "All {many} with figures in {}.",
                the_period(cadence(self.measure), self.month)
            )),
        }
    }

    /// What stands beside the bodies because nobody knows where it belongs.
    fn nowhere_words(&self) -> Prose {
        let figure = self.nowhere.as_ref().and_then(|told| told.at(self.month));
        let (Some(told), Some(figure)) = (&self.nowhere, figure) else {
            return Prose::default();
        };
        Prose::from(" What has no known home on these boundaries stands apart: ")
            .figure(told.figure(figure))
            .text(", ")
            .link("not attributable", told.chart_path())
            .text(".")
    }

    /// Every body as a dot; none where fewer than three have a value.
    pub(super) fn strip(&self, reading: &Reading<'_>, england: Option<f64>) -> Option<Markup> {
        let dots: Vec<StripDot> = self
            .bodies
            .iter()
            .filter_map(|told| {
                let highlighted = reading.params.compare.contains(&told.series.key.body);
                Some(StripDot {
                    name: told.name.clone(),
                    value: self.value(told)?,
                    highlighted,
                })
            })
            .collect();
        if dots.len() < 3 {
            return None;
        }
        let mut values: Vec<f64> = dots.iter().map(|dot| dot.value).collect();
        values.sort_by(f64::total_cmp);
        let (_, many) = wording::level_words(self.level);
        let unit = self.measure.unit;
        let (low, high) = (at(&values, 1), at(&values, 3));
        Some(Markup::of_chart(strip_both(&Strip {
            id: "strip".to_owned(),
            title: format!(
                "{}: half of {} {many} lie between {} and {}{}",
                self.measure.short,
                values.len(),
                format::value(low, unit),
                format::value(high, unit),
                boundaries::suffix(reading.boundaries())
            ),
            axis: format!(
                "{}, {}",
                self.measure.short,
                cadence(self.measure).in_words(self.month)
            ),
            unit,
            dots,
            median: Some(at(&values, 2)),
            // A count of a nation is no place among those of its parts.
            england: england.filter(|_| !matches!(unit, Unit::Count | Unit::Beds)),
            target: candour_findings::standard_in(self.measure, self.month)
                .map(|standard| standard.value),
        })))
    }
}

/// The value a quarter, two or three of the way up sorted values; between two, in proportion.
#[expect(clippy::cast_precision_loss, reason = "some hundreds of bodies")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among some hundreds"
)]
fn at(sorted: &[f64], quarters: u8) -> f64 {
    let place = (sorted.len().saturating_sub(1)) as f64 * f64::from(quarters) / 4.0;
    let below = sorted
        .get(place.floor() as usize)
        .copied()
        .unwrap_or(f64::NAN);
    let above = sorted
        .get(place.ceil() as usize)
        .copied()
        .unwrap_or(f64::NAN);
    below + (above - below) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_lie_in_proportion() {
        let values = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(
            [1, 2, 3].map(|quarter| at(&values, quarter)),
            [1.75, 2.5, 3.25]
        );
        assert_eq!(at(&[7.0], 3), 7.0);
        assert!(at(&[], 2).is_nan());
    }
}
