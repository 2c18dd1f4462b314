//! A forecast from a series.

use candour_core::Month;

use super::past::{Grid, Past, check_coverage, check_horizon, errors_needed, rank, too_little};
use super::{Forecast, ForecastError, ForecastOptions, ForecastPoint, HistoryUsed};

/// The next periods of a series: `values` by the month that each period ends in, in any order, none where
/// there is no value.
///
/// ```
/// use candour_assessment::forecast::{Comparison, ForecastOptions, Scale, forecast};
/// use candour_core::Month;
/// let first: Month = "2023-04".parse()?;
/// let values: Vec<_> = (0..24).map(|month| {
///     let share = 0.70 + 0.01 * f64::from(month % 5);
///     (first.plus(month), Some(share))
/// }).collect();
/// let options = ForecastOptions { scale: Scale::Share, horizon: 3, ..ForecastOptions::default() };
/// let ahead = forecast(&values, &options)?;
/// assert_eq!(ahead.made_at.to_string(), "2025-03");
/// let june = ahead.points[2];
/// assert!(june.low <= june.median && june.median <= june.high);
/// let chance = ahead.chance_of(Comparison::AtLeast, 0.95, june.month);
/// assert_eq!(chance.map(|chance| chance.outlook.words()), Some("at risk"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where the history is too little, a value is none of the scale, a month stands twice or is no period, or
/// the options ask for what cannot be given.
pub fn forecast(
    values: &[(Month, Option<f64>)],
    options: &ForecastOptions,
) -> Result<Forecast, ForecastError> {
    check_coverage(options.coverage)?;
    check_horizon(options.horizon)?;
    let grid = Grid::new(values, options.cadence, options.scale)?;
    let past = Past::new(
        &grid,
        options.method,
        options.scale,
        options.horizon,
        options.errors_kept,
    )?;
    let needed = errors_needed(options.coverage);
    let last = grid.values.len().saturating_sub(1);
    past.enough(last, needed)?;
    let (Some(&from), Some(&to)) = (grid.months.first(), grid.months.last()) else {
        return Err(too_little(0, 0, needed));
    };

    let step = if grid.season == 12 { 1 } else { 3 };
    let mut points = Vec::with_capacity(options.horizon);
    let mut all_sizes = Vec::with_capacity(options.horizon);
    let mut month = to;
    for ahead in 1..=options.horizon {
        month = month.plus(step);
        let made = options
            .method
            .predict(&grid.values, last, ahead, grid.season)
            .zip(past.choose(last, ahead, needed));
        // A seasonal method has no forecast for a month whose year before is absent.
        let Some((median, chosen)) = made else {
            all_sizes.push(Vec::new());
            continue;
        };
        let mut sizes: Vec<f64> = past.sizes(last, chosen).collect();
        sizes.sort_by(f64::total_cmp);
        let half = rank(sizes.len(), options.coverage)
            .and_then(|rank| sizes.get(rank - 1).copied())
            .unwrap_or(f64::INFINITY);
        let median = options.scale.clamp(median);
        let low = options.scale.clamp(median - half);
        let high = options.scale.clamp(median + half);
        if !(median.is_finite() && low.is_finite() && high.is_finite()) {
            return Err(ForecastError::TooLarge);
        }
        points.push(ForecastPoint {
            month,
            ahead,
            median,
            low,
            high,
            coverage: options.coverage,
            errors: sizes.len(),
            errors_ahead: chosen.ahead,
        });
        all_sizes.push(sizes);
    }
    let held = grid.held();
    Ok(Forecast {
        method: options.method,
        made_at: to,
        scale: options.scale,
        history: HistoryUsed {
            from,
            to,
            values: held,
            absent: grid.values.len() - held,
        },
        points,
        tested: (1..=options.horizon)
            .map(|ahead| past.tested(ahead, options.coverage))
            .collect(),
        sizes: all_sizes,
        held: grid
            .months
            .iter()
            .zip(&grid.values)
            .filter_map(|(month, value)| Some((*month, (*value)?)))
            .collect(),
        errors: past.errors,
        errors_kept: options.errors_kept,
    })
}
