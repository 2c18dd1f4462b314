//! How a method would have done: every forecast that could have been made, held against what came.

use std::collections::BTreeMap;

use candour_core::{Cadence, Month};
use serde::Serialize;

use super::past::{
    Chosen, ERRORS_KEPT, Grid, Past, check_coverage, check_horizon, errors_needed, rank,
};
use super::{Comparison, ForecastError, ForecastOptions, Method, Outlook, Scale, forecast};

/// What to test.
#[derive(Clone, Debug, PartialEq)]
pub struct BackTestOptions {
    /// Which methods.
    pub methods: Vec<Method>,
    /// Which periods ahead, each from 1 to 24.
    pub horizons: Vec<usize>,
    /// Intervals of which coverages.
    pub coverages: Vec<f64>,
    /// Which months are periods.
    pub cadence: Cadence,
    /// Between which ends values lie.
    pub scale: Scale,
    /// How many of the latest errors speak for the next.
    pub errors_kept: usize,
    /// Intervals are made so many times as wide. 1 is the method; another number is for a test that must
    /// fail.
    pub widen: f64,
}

impl Default for BackTestOptions {
    fn default() -> Self {
        Self {
            methods: Method::ALL.to_vec(),
            horizons: vec![1, 3, 6, 12],
            coverages: vec![0.5, 0.8, 0.95],
            cadence: Cadence::Monthly,
            scale: Scale::Any,
            errors_kept: ERRORS_KEPT,
            widen: 1.0,
        }
    }
}

/// What became of the forecasts of one method, so many periods ahead, at one coverage. Rows of several
/// series add up with [`pool`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BackTestRow {
    /// Of the middle.
    pub method: Method,
    /// Periods ahead.
    pub ahead: usize,
    /// The share that should hold.
    pub coverage: f64,
    /// Intervals made of errors so far ahead, whose period has come.
    pub intervals: usize,
    /// Of those, the ones in which the value lay.
    pub held: usize,
    /// Intervals made of widened errors of fewer periods ahead.
    pub widened: usize,
    /// Of those, the ones in which the value lay.
    pub widened_held: usize,
    /// The sum of the sizes of error of the middle, over both kinds, in the unit of the series.
    pub error_sum: f64,
    /// The sum of the widths of the intervals, over both kinds.
    pub width_sum: f64,
}

impl BackTestRow {
    /// The share of all intervals that held.
    #[must_use]
    pub fn held_share(&self) -> Option<f64> {
        share(self.held + self.widened_held, self.intervals + self.widened)
    }

    /// The share that held of the intervals made of errors so far ahead.
    #[must_use]
    pub fn own_share(&self) -> Option<f64> {
        share(self.held, self.intervals)
    }

    /// The share that held of the intervals made of widened errors.
    #[must_use]
    pub fn widened_share(&self) -> Option<f64> {
        share(self.widened_held, self.widened)
    }

    /// The mean size of error of the middle.
    #[must_use]
    pub fn mean_error(&self) -> Option<f64> {
        mean(self.error_sum, self.intervals + self.widened)
    }

    /// The mean width of the intervals.
    #[must_use]
    pub fn mean_width(&self) -> Option<f64> {
        mean(self.width_sum, self.intervals + self.widened)
    }
}

/// An interval of the past, and what came.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PastForecast {
    /// The last period that it knew.
    pub made_at: Month,
    /// The month that it is of.
    pub month: Month,
    /// Its middle.
    pub median: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The value of the month.
    pub came: f64,
    /// Whether that lay between the ends.
    pub held: bool,
}

/// How often a target was met of which a band was said, so many periods ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OutlookRow {
    /// Periods ahead.
    pub ahead: usize,
    /// What was said.
    pub outlook: Outlook,
    /// How often, with the period since come.
    pub said: usize,
    /// Of those, how often the test was met.
    pub met: usize,
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 forecasts")]
fn mean(sum: f64, count: usize) -> Option<f64> {
    (count > 0).then(|| sum / count as f64)
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 forecasts")]
fn share(part: usize, whole: usize) -> Option<f64> {
    mean(part as f64, whole)
}

/// Makes every forecast of a series that would not have been refused, each with what was known then, and
/// counts how many intervals held. Of several methods only those months count from which every one of them
/// would have told a forecast. Rows in the order of methods, horizons, coverages.
///
/// # Errors
/// As [`forecast`], but a short history is no error: its rows count nothing.
pub fn back_test(
    values: &[(Month, Option<f64>)],
    options: &BackTestOptions,
) -> Result<Vec<BackTestRow>, ForecastError> {
    options
        .coverages
        .iter()
        .try_for_each(|coverage| check_coverage(*coverage))?;
    options
        .horizons
        .iter()
        .try_for_each(|horizon| check_horizon(*horizon))?;
    let grid = Grid::new(values, options.cadence, options.scale)?;
    let horizon = options.horizons.iter().copied().max().unwrap_or(0);
    let pasts = options
        .methods
        .iter()
        .map(|method| Past::new(&grid, *method, options.scale, horizon, options.errors_kept))
        .collect::<Result<Vec<Past>, _>>()?;
    let mut rows = Vec::new();
    for (&method, past) in options.methods.iter().zip(&pasts) {
        for &ahead in &options.horizons {
            for &coverage in &options.coverages {
                let needed = errors_needed(coverage);
                // A method that can start later is not compared on easier months.
                let places = (0..grid.values.len()).filter(|at| {
                    pasts
                        .iter()
                        .all(|past| past.told(*at, ahead, needed).is_some())
                });
                rows.push(row(past, places, method, ahead, coverage, options.widen));
            }
        }
    }
    Ok(rows)
}

fn row(
    past: &Past,
    places: impl Iterator<Item = usize>,
    method: Method,
    ahead: usize,
    coverage: f64,
    widen: f64,
) -> BackTestRow {
    let needed = errors_needed(coverage);
    let mut row = BackTestRow {
        method,
        ahead,
        coverage,
        intervals: 0,
        held: 0,
        widened: 0,
        widened_held: 0,
        error_sum: 0.0,
        width_sum: 0.0,
    };
    for at in places {
        let Some((error, chosen)) = past.told(at, ahead, needed) else {
            continue;
        };
        let Some(half) = half_width(past, at, chosen, coverage) else {
            continue;
        };
        let half = half * widen;
        let held = usize::from(error.abs() <= half);
        if chosen.ahead == ahead {
            row.intervals += 1;
            row.held += held;
        } else {
            row.widened += 1;
            row.widened_held += held;
        }
        row.error_sum += error.abs();
        row.width_sum += 2.0 * half;
    }
    row
}

/// Half the width of the interval that would have been made at a place.
fn half_width(past: &Past, at: usize, chosen: Chosen, coverage: f64) -> Option<f64> {
    let mut sizes: Vec<f64> = past.sizes(at, chosen).collect();
    let rank = rank(sizes.len(), coverage)?;
    let (_, half, _) = sizes.select_nth_unstable_by(rank - 1, f64::total_cmp);
    Some(*half)
}

/// Every interval that would have been told so many periods ahead and whose period has come, in order: what a
/// chart of past forecasts shows, and what tells in which years they failed. The ends are not cut to the
/// scale.
///
/// # Errors
/// As [`forecast`], but a short history is no error: nothing would have been told.
pub fn past_forecasts(
    values: &[(Month, Option<f64>)],
    options: &ForecastOptions,
    ahead: usize,
) -> Result<Vec<PastForecast>, ForecastError> {
    check_coverage(options.coverage)?;
    check_horizon(ahead)?;
    let grid = Grid::new(values, options.cadence, options.scale)?;
    let past = Past::new(
        &grid,
        options.method,
        options.scale,
        ahead,
        options.errors_kept,
    )?;
    let needed = errors_needed(options.coverage);
    let told = (0..grid.values.len()).filter_map(|at| {
        let (error, chosen) = past.told(at, ahead, needed)?;
        let half = half_width(&past, at, chosen, options.coverage)?;
        let came = grid.values.get(at + ahead).copied()??;
        let median = came - error;
        Some(PastForecast {
            made_at: *grid.months.get(at)?,
            month: *grid.months.get(at + ahead)?,
            median,
            low: median - half,
            high: median + half,
            came,
            held: error.abs() <= half,
        })
    });
    Ok(told.collect())
}

/// Adds up the rows of several series by method, periods ahead and coverage.
pub fn pool(rows: impl IntoIterator<Item = BackTestRow>) -> Vec<BackTestRow> {
    let mut pooled: BTreeMap<(Method, usize, u64), BackTestRow> = BTreeMap::new();
    for row in rows {
        // Coverages are positive, and the bits of positive numbers are in their order.
        pooled
            .entry((row.method, row.ahead, row.coverage.to_bits()))
            .and_modify(|sum| {
                sum.intervals += row.intervals;
                sum.held += row.held;
                sum.widened += row.widened;
                sum.widened_held += row.widened_held;
                sum.error_sum += row.error_sum;
                sum.width_sum += row.width_sum;
            })
            .or_insert(row);
    }
    pooled.into_values().collect()
}

/// Asks of every period of a series whether the test would be met so many periods later, with what was known
/// then, and counts how often it was, by what was said. Rows in the order of horizons and outlooks.
///
/// # Errors
/// As [`forecast`], but a short history is no error: its rows count nothing.
pub fn back_test_outlook(
    values: &[(Month, Option<f64>)],
    options: &ForecastOptions,
    horizons: &[usize],
    comparison: Comparison,
    threshold: f64,
) -> Result<Vec<OutlookRow>, ForecastError> {
    horizons
        .iter()
        .try_for_each(|horizon| check_horizon(*horizon))?;
    let grid = Grid::new(values, options.cadence, options.scale)?;
    let mut counts: BTreeMap<(usize, Outlook), (usize, usize)> = BTreeMap::new();
    let series: Vec<(Month, Option<f64>)> = grid
        .months
        .iter()
        .copied()
        .zip(grid.values.iter().copied())
        .collect();
    let options = ForecastOptions {
        horizon: horizons.iter().copied().max().unwrap_or(1),
        ..*options
    };
    for at in 0..series.len() {
        // A forecast is made at a period with a value; from one without, it would be that of an earlier one.
        if grid.values.get(at).is_none_or(Option::is_none) {
            continue;
        }
        let known = series.get(..=at).unwrap_or(&series);
        let made = match forecast(known, &options) {
            Ok(made) => made,
            Err(ForecastError::TooLittleHistory { .. }) => continue,
            Err(other) => return Err(other),
        };
        for &ahead in horizons {
            let Some(&(month, Some(came))) = series.get(at + ahead) else {
                continue;
            };
            let Some(chance) = made.chance_of(comparison, threshold, month) else {
                continue;
            };
            let count = counts.entry((ahead, chance.outlook)).or_default();
            count.0 += 1;
            count.1 += usize::from(comparison.holds(came, threshold));
        }
    }
    let rows = horizons.iter().flat_map(|ahead| {
        Outlook::ALL.map(|outlook| {
            let (said, met) = counts.get(&(*ahead, outlook)).copied().unwrap_or_default();
            OutlookRow {
                ahead: *ahead,
                outlook,
                said,
                met,
            }
        })
    });
    Ok(rows.collect())
}
