//! The chance that a test is met, from the errors of the past.

use std::fmt;

use candour_core::Month;
use serde::Serialize;

use super::past::ERRORS_NEEDED;
use super::{Comparison, Forecast, Method, Outlook};

/// A chance, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// From 0 to 1.
    pub probability: f64,
    /// The band that it falls in.
    pub outlook: Outlook,
    /// How it was come by.
    pub basis: ChanceBasis,
    /// How many past errors, or paths of errors, it was counted over; 0 where the answer is known.
    pub errors: usize,
    /// How the middle of the forecast is made.
    pub method: Method,
    /// The last period that the forecast knows.
    pub made_at: Month,
}

/// How a chance was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChanceBasis {
    /// Nothing was left to forecast, or the ends of the scale decide.
    Known,
    /// The errors so many periods ahead.
    Errors,
    /// Errors of fewer periods ahead, widened, as too few are known so far ahead.
    WidenedErrors,
    /// Whole paths of errors over all the months still to come, so that months that go together count as
    /// they go.
    Paths,
    /// Too few such paths: the chance of the weakest month, which the chance of all can only fall below.
    AtMostTheWeakest,
}

impl fmt::Display for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.probability * 100.0;
        let from = self.made_at.in_words();
        let method = self.method.words();
        let outlook = self.outlook.words();
        match self.basis {
            ChanceBasis::Known if self.probability > 0.5 => {
                write!(f, "certain: nothing is left open")
            }
            ChanceBasis::Known => write!(f, "no chance left: it is already decided"),
            ChanceBasis::Errors => write!(
                f,
                "{outlook}: a chance of {percent:.0} in 100, by the {} errors of the forecast from {from} so far ahead ({method})",
                self.errors
            ),
            ChanceBasis::WidenedErrors => write!(
                f,
                "{outlook}: a chance of {percent:.0} in 100, by {} errors of shorter forecasts, widened, from {from} ({method})",
                self.errors
            ),
            ChanceBasis::Paths => write!(
                f,
                "{outlook}: a chance of {percent:.0} in 100 for all months, by {} past courses of errors from {from} ({method})",
                self.errors
            ),
            ChanceBasis::AtMostTheWeakest => write!(
                f,
                "{outlook}: a chance of at most {percent:.0} in 100, that of the weakest month, from {from} ({method})"
            ),
        }
    }
}

/// Of `met` among `all` likely values, with half of one more to each side: never 0 or 1.
fn share(met: usize, all: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a series is short")]
    {
        (met as f64 + 0.5) / (all as f64 + 1.0)
    }
}

impl Forecast {
    /// The probability that the value of `month` meets the test, from the errors of the past; none where
    /// the month was not forecast or the threshold is no number. [`Forecast::chance_of`] says what it rests
    /// on, and is what a reader should be shown.
    #[must_use]
    pub fn probability_of(
        &self,
        comparison: Comparison,
        threshold: f64,
        month: Month,
    ) -> Option<f64> {
        self.chance_of(comparison, threshold, month)
            .map(|chance| chance.probability)
    }

    /// The chance that the value of `month` meets the test: the year-end month of a plan, or the month in
    /// which a target falls due. A month whose value is known is known.
    #[must_use]
    pub fn chance_of(
        &self,
        comparison: Comparison,
        threshold: f64,
        month: Month,
    ) -> Option<Chance> {
        if threshold.is_nan() {
            return None;
        }
        if month <= self.made_at {
            return Some(self.known(comparison.holds(self.value_of(month)?, threshold)));
        }
        let point = self.point(month)?;
        if let Some(met) = comparison.settled(threshold, self.scale) {
            return Some(self.known(met));
        }
        let sizes = self.sizes.get(point.ahead - 1)?;
        let met = |value: f64| comparison.holds(self.scale.clamp(value), threshold);
        let count = sizes
            .iter()
            .map(|size| {
                usize::from(met(point.median + size)) + usize::from(met(point.median - size))
            })
            .sum();
        let basis = if point.errors_ahead == point.ahead {
            ChanceBasis::Errors
        } else {
            ChanceBasis::WidenedErrors
        };
        Some(self.chance(share(count, 2 * sizes.len()), basis, sizes.len()))
    }

    /// The chance that every month meets its own threshold: a standard for each month of a year, a
    /// trajectory. Months up to [`Forecast::made_at`] count by their values. None where a past month has no
    /// value, a later one was not forecast, a threshold is no number, or no month is given: that is not
    /// decided here.
    #[must_use]
    pub fn chance_of_each(
        &self,
        comparison: Comparison,
        thresholds: &[(Month, f64)],
    ) -> Option<Chance> {
        let mut weakest: Option<Chance> = None;
        for &(month, threshold) in thresholds {
            let chance = self.chance_of(comparison, threshold, month)?;
            if weakest.is_none_or(|weakest| chance.probability < weakest.probability) {
                weakest = Some(chance);
            }
        }
        let weakest = weakest?;
        let open: Vec<(usize, f64, f64)> = thresholds
            .iter()
            .filter_map(|&(month, threshold)| {
                let point = self.point(month)?;
                Some((point.ahead - 1, point.median, threshold))
            })
            .collect();
        if weakest.basis == ChanceBasis::Known || open.len() < 2 {
            return Some(weakest);
        }

        let mut paths = 0;
        let mut count = 0;
        for at in (0..self.errors.first().map_or(0, Vec::len)).rev() {
            let error = |ahead: usize| self.errors.get(ahead)?.get(at).copied()?;
            if open.iter().any(|(ahead, ..)| error(*ahead).is_none()) {
                continue;
            }
            if paths >= self.errors_kept.max(ERRORS_NEEDED) {
                break;
            }
            paths += 1;
            // As with a single month, an error is as likely to the other side.
            for side in [1.0, -1.0] {
                let met = open.iter().all(|&(ahead, median, threshold)| {
                    error(ahead).is_some_and(|error| {
                        comparison.holds(self.scale.clamp(median + side * error), threshold)
                    })
                });
                count += usize::from(met);
            }
        }
        if paths < ERRORS_NEEDED {
            return Some(Chance {
                basis: ChanceBasis::AtMostTheWeakest,
                ..weakest
            });
        }
        // Fewer paths are known than errors of the nearer months; all can be no likelier than one.
        let probability = share(count, 2 * paths).min(weakest.probability);
        Some(self.chance(probability, ChanceBasis::Paths, paths))
    }

    fn value_of(&self, month: Month) -> Option<f64> {
        let place = self
            .held
            .binary_search_by_key(&month, |(month, _)| *month)
            .ok()?;
        self.held.get(place).map(|(_, value)| *value)
    }

    fn known(&self, met: bool) -> Chance {
        self.chance(f64::from(u8::from(met)), ChanceBasis::Known, 0)
    }

    fn chance(&self, probability: f64, basis: ChanceBasis, errors: usize) -> Chance {
        Chance {
            probability,
            outlook: Outlook::of(probability),
            basis,
            errors,
            method: self.method,
            made_at: self.made_at,
        }
    }
}
