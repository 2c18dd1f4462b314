//! A series laid out by period, and the errors that a method would have made on it.

use candour_core::{Cadence, Month};

use super::options::MOST_AHEAD;
use super::{ForecastError, Method, Scale, Tested};

/// Periods with a value that a forecast needs at least: with fewer not even a year has been seen.
pub(super) const VALUES_NEEDED: usize = 12;

/// Errors that an interval or a chance needs at least, whatever its coverage.
pub(super) const ERRORS_NEEDED: usize = 8;

/// The latest errors that speak for the next: three years of months. Errors of long ago make intervals too wide in
/// calm years and too narrow after a shock; `docs/forecasts.md` has the comparison.
pub(super) const ERRORS_KEPT: usize = 36;

/// A rank below which sums of halves and hundredths are taken as whole: (9 + 1) × 0.8 is 8.
const HAIR: f64 = 1e-9;

/// How many errors an interval of this coverage needs: so many that its rank is one of theirs.
pub(super) fn errors_needed(coverage: f64) -> usize {
    let needed = (coverage / (1.0 - coverage) - HAIR).ceil();
    // Within 1e15 by the bounds of a double below 1; a series has not so many periods.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "coverage is within 0 and 1"
    )]
    let needed = needed.max(0.0) as usize;
    needed.max(ERRORS_NEEDED)
}

/// The rank, from 1, of the error that bounds an interval; none where it would be beyond the last.
pub(super) fn rank(errors: usize, coverage: f64) -> Option<usize> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a series has far fewer than 2^52 periods"
    )]
    let rank = (((errors + 1) as f64 * coverage - HAIR).ceil() as usize).max(1);
    (rank <= errors).then_some(rank)
}

/// The refusal of a short history.
pub(super) fn too_little(values: usize, errors: usize, needed: usize) -> ForecastError {
    ForecastError::TooLittleHistory {
        values,
        // Each error one period ahead takes two values; without gaps so many values are enough.
        values_needed: VALUES_NEEDED.max(needed + 1),
        errors,
        errors_needed: needed,
    }
}

/// A coverage that intervals can have.
pub(super) fn check_coverage(coverage: f64) -> Result<(), ForecastError> {
    if coverage > 0.0 && coverage < 1.0 {
        Ok(())
    } else {
        Err(ForecastError::CoverageOutOfRange { coverage })
    }
}

/// A number of periods that can be forecast.
pub(super) fn check_horizon(horizon: usize) -> Result<(), ForecastError> {
    if (1..=MOST_AHEAD).contains(&horizon) {
        Ok(())
    } else {
        Err(ForecastError::HorizonOutOfRange {
            horizon,
            most: MOST_AHEAD,
        })
    }
}

/// A series by period, from its first to its last value, none left out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// The month of each place.
    pub(super) months: Vec<Month>,
    /// Its value; none where there is none.
    pub(super) values: Vec<Option<f64>>,
    /// Periods of a year.
    pub(super) season: usize,
}

impl Grid {
    /// Lays out `given`, in any order. Years before the first quarter are left out.
    pub(super) fn new(
        given: &[(Month, Option<f64>)],
        cadence: Cadence,
        scale: Scale,
    ) -> Result<Self, ForecastError> {
        let first_period = match cadence {
            Cadence::Monthly => None,
            Cadence::Quarterly { yearly_before } => yearly_before,
        };
        let mut given: Vec<(Month, Option<f64>)> = given
            .iter()
            .copied()
            .filter(|(month, _)| first_period.is_none_or(|first| *month >= first))
            .collect();
        given.sort_by_key(|(month, _)| *month);
        for pair in given.windows(2) {
            if let [(one, _), (other, _)] = pair
                && one == other
            {
                return Err(ForecastError::DuplicateMonth { month: *one });
            }
        }
        for &(month, value) in &given {
            if !cadence.has(month) {
                return Err(ForecastError::NotAPeriod { month });
            }
            let Some(value) = value else { continue };
            if !value.is_finite() {
                return Err(ForecastError::ValueNotFinite { month });
            }
            #[expect(
                clippy::float_cmp,
                reason = "a clamped value is the value itself or an end"
            )]
            if scale.clamp(value) != value {
                return Err(ForecastError::ValueOffScale { month, value });
            }
        }
        given.retain(|(_, value)| value.is_some());
        let (step, season) = match cadence {
            Cadence::Monthly => (1, 12),
            Cadence::Quarterly { .. } => (3, 4),
        };
        let mut grid = Self {
            months: Vec::new(),
            values: Vec::new(),
            season,
        };
        let Some(&(mut month, _)) = given.first() else {
            return Ok(grid);
        };
        for (held, value) in given {
            while month < held {
                grid.months.push(month);
                grid.values.push(None);
                month = month.plus(step);
            }
            grid.months.push(held);
            grid.values.push(value);
            month = held.plus(step);
        }
        Ok(grid)
    }

    /// Periods with a value.
    pub(super) fn held(&self) -> usize {
        self.values.iter().flatten().count()
    }
}

/// The errors of a method on a series: what came less what was forecast.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Past {
    /// By periods ahead less one, then by the place that the forecast is made at.
    pub(super) errors: Vec<Vec<Option<f64>>>,
    /// By periods ahead less one, then by place: how many errors are known there.
    known: Vec<Vec<usize>>,
    /// By place: how many values are known there.
    held: Vec<usize>,
    /// How many of the latest errors speak for the next.
    kept: usize,
}

/// The sizes of error that an interval is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chosen {
    /// Of how many periods ahead they are.
    pub(super) ahead: usize,
    /// By how much they are widened.
    pub(super) widened: f64,
    /// How many: the latest of those known.
    pub(super) count: usize,
}

impl Past {
    /// Every forecast of the method from every place up to `horizon` periods ahead, against what came.
    pub(super) fn new(
        grid: &Grid,
        method: Method,
        scale: Scale,
        horizon: usize,
        kept: usize,
    ) -> Result<Self, ForecastError> {
        let places = grid.values.len();
        let mut errors = Vec::with_capacity(horizon);
        let mut known = Vec::with_capacity(horizon);
        for ahead in 1..=horizon {
            let mut row = vec![None; places];
            for at in 0..places {
                let came = grid.values.get(at + ahead).copied().flatten();
                let forecast = method.predict(&grid.values, at, ahead, grid.season);
                if let (Some(came), Some(forecast)) = (came, forecast)
                    && let Some(slot) = row.get_mut(at)
                {
                    let error = came - scale.clamp(forecast);
                    if !error.is_finite() {
                        return Err(ForecastError::TooLarge);
                    }
                    *slot = Some(error);
                }
            }
            let mut counts = vec![0; ahead.min(places)];
            counts.extend(row.iter().scan(0, |sum, error| {
                *sum += usize::from(error.is_some());
                Some(*sum)
            }));
            counts.truncate(places);
            errors.push(row);
            known.push(counts);
        }
        let held = grid
            .values
            .iter()
            .scan(0, |sum, value| {
                *sum += usize::from(value.is_some());
                Some(*sum)
            })
            .collect();
        Ok(Self {
            errors,
            known,
            held,
            kept,
        })
    }

    /// How many errors so many periods ahead are known at a place: those of forecasts whose period has come.
    pub(super) fn known(&self, at: usize, ahead: usize) -> usize {
        ahead
            .checked_sub(1)
            .and_then(|row| self.known.get(row)?.get(at).copied())
            .unwrap_or(0)
    }

    /// Whether a forecast can be made at a place, and the counts that decide it.
    pub(super) fn enough(&self, at: usize, needed: usize) -> Result<(), ForecastError> {
        let values = self.held.get(at).copied().unwrap_or(0);
        let errors = self.known(at, 1);
        if values < VALUES_NEEDED || errors < needed {
            return Err(too_little(values, errors, needed));
        }
        Ok(())
    }

    /// Which errors speak for a forecast made at `at` for `ahead` periods later: its own horizon's, else
    /// those of the longest shorter one that has enough, widened by the square root of the ratio, as the
    /// errors of a walk without memory grow.
    pub(super) fn choose(&self, at: usize, ahead: usize, needed: usize) -> Option<Chosen> {
        let from = (1..=ahead)
            .rev()
            .find(|from| self.known(at, *from) >= needed)?;
        #[expect(clippy::cast_precision_loss, reason = "at most 24")]
        let widened = (ahead as f64 / from as f64).sqrt();
        Some(Chosen {
            ahead: from,
            widened,
            count: self.known(at, from).min(self.kept.max(needed)),
        })
    }

    /// The sizes of the errors chosen that are known at `at`, widened, the latest first.
    pub(super) fn sizes(&self, at: usize, chosen: Chosen) -> impl Iterator<Item = f64> {
        let row = self.errors.get(chosen.ahead - 1).map_or(&[][..], |row| {
            row.get(..(at + 1).saturating_sub(chosen.ahead))
                .unwrap_or(&[])
        });
        row.iter()
            .rev()
            .flatten()
            .take(chosen.count)
            .map(move |error| error.abs() * chosen.widened)
    }

    /// The error of the forecast made at a place, and the errors that would have made its interval; none
    /// where there was no forecast, it would have been refused, or its period has not come.
    pub(super) fn told(&self, at: usize, ahead: usize, needed: usize) -> Option<(f64, Chosen)> {
        let error = self.errors.get(ahead.checked_sub(1)?)?.get(at).copied()??;
        self.enough(at, needed).ok()?;
        Some((error, self.choose(at, ahead, needed)?))
    }

    /// How the intervals of every earlier place fared, so many periods ahead.
    pub(super) fn tested(&self, ahead: usize, coverage: f64) -> Tested {
        let needed = errors_needed(coverage);
        let mut tested = Tested {
            ahead,
            intervals: 0,
            held: 0,
        };
        for at in 0..self.held.len() {
            let Some((error, chosen)) = self.told(at, ahead, needed) else {
                continue;
            };
            let Some(rank) = rank(chosen.count, coverage) else {
                continue;
            };
            // The error of that rank is at least this one if fewer than the rank are smaller: no need to sort.
            let smaller = self
                .sizes(at, chosen)
                .filter(|size| *size < error.abs())
                .count();
            tested.intervals += 1;
            tested.held += usize::from(smaller < rank);
        }
        tested
    }
}
