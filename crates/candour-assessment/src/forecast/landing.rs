//! Where a year-to-date variance will land at the end of the year, by what became of others'.
//!
//! A variance to plan is published in per cent of turnover. Of a population of bodies of which both the
//! variance to date and that of the full year are known, the change between the two is taken; a further
//! body's likely landing is its own variance to date with those changes added. Changes keep their sign,
//! unlike the errors of [`super::forecast`]: over the year that is held most variances improved, and an
//! interval that ignored it would lie too low.
//!
//! **Limits.** The answer is as good as the likeness to the population, which is named in every answer. Year
//! ends differ: where the population is of one year, a common cause of that year (late funding, say) is in
//! every change, and the interval cannot show by how much another year may differ.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Comparison;

/// The months of a financial year.
const YEAR: u8 = 12;

/// For rounding, as in the ranks of other intervals.
const HAIR: f64 = 1e-9;

/// A body of which both ends are known, in per cent of turnover, above 0 where better than plan.
#[derive(Clone, Debug, PartialEq)]
pub struct LandingPair {
    /// Whose; stands once in a population.
    pub body: String,
    /// The variance of the year to date.
    pub to_date: f64,
    /// The variance of the full year.
    pub at_end: f64,
}

/// The bodies whose changes speak for others.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// Who they are, of which year, in words that a reader is shown.
    pub words: String,
    /// To which month of the financial year the variances to date are, 1 (April) to 11.
    pub month: u8,
    /// Their variances.
    pub pairs: Vec<LandingPair>,
}

/// Where a variance is likely to land, in per cent of turnover.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Landing {
    /// The variance of the year to date.
    pub to_date: f64,
    /// As many of the population would land to either side.
    pub median: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The share of such intervals that should hold.
    pub coverage: f64,
    /// Plain run rate, for comparison: in per cent of turnover, the variance to date goes on.
    pub run_rate: f64,
    /// To which month the population's variances are.
    pub month: u8,
    /// How many bodies the changes are of.
    pub bodies: usize,
    /// Who they are.
    pub population: String,
    /// Where each of the population's changes would land it, the lowest first.
    #[serde(skip)]
    landings: Vec<f64>,
}

/// The same in pounds, millions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoundsLanding {
    /// Actual less plan, to date: below 0 where worse than plan.
    pub to_date: f64,
    /// Of the full year.
    pub median: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The variance to date, gone on at its rate to the end of the year.
    pub run_rate: f64,
    /// In per cent of turnover, with who the errors come from.
    pub percent: Landing,
}

/// How landings fared when each body was left out of its own population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LandingTest {
    /// To which month the variances to date were.
    pub month: u8,
    /// The share of intervals that should hold.
    pub coverage: f64,
    /// Bodies, each forecast from all others.
    pub bodies: usize,
    /// Of those, the ones that landed in their interval.
    pub held: usize,
    /// The mean size of error of the median, in points of per cent of turnover.
    pub mean_error: f64,
    /// The same of plain run rate.
    pub run_rate_mean_error: f64,
    /// The mean width of the intervals.
    pub mean_width: f64,
}

/// Why there is no landing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LandingError {
    /// The year to date is no part of a year.
    #[error("the year to date runs to month {month}; months 1 (April) to 11 can be landed")]
    Month {
        /// As given.
        month: u8,
    },
    /// The population's year to date is longer than the body's.
    #[error(
        "the population's year to date runs to month {population}, beyond the body's month {month}: take a population of that month or an earlier one"
    )]
    LaterPopulation {
        /// Of the body.
        month: u8,
        /// Of the population.
        population: u8,
    },
    /// Too few bodies for the coverage.
    #[error(
        "too few to judge by: {bodies} bodies in the population, at least {needed} needed at this coverage"
    )]
    TooFew {
        /// How many.
        bodies: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A body twice in the population.
    #[error("`{body}` stands twice in the population")]
    Twice {
        /// Which.
        body: String,
    },
    /// NaN or an infinity.
    #[error("{what} is not a finite number")]
    NotFinite {
        /// Which figure.
        what: String,
    },
    /// A turnover that nothing can be a share of.
    #[error("a turnover of {turnover} cannot be divided by")]
    Turnover {
        /// As given.
        turnover: f64,
    },
    /// A coverage that is no share of intervals.
    #[error("a coverage of {coverage} is not between 0 and 1, both left out")]
    Coverage {
        /// As given.
        coverage: f64,
    },
}

impl Population {
    fn check(&self) -> Result<(), LandingError> {
        check_month(self.month)?;
        let mut seen = BTreeSet::new();
        for pair in &self.pairs {
            if !(pair.to_date.is_finite() && pair.at_end.is_finite()) {
                return Err(LandingError::NotFinite {
                    what: format!("a variance of `{}`", pair.body),
                });
            }
            if !seen.insert(&pair.body) {
                return Err(LandingError::Twice {
                    body: pair.body.clone(),
                });
            }
        }
        Ok(())
    }
}

fn check_month(month: u8) -> Result<(), LandingError> {
    if (1..YEAR).contains(&month) {
        Ok(())
    } else {
        Err(LandingError::Month { month })
    }
}

/// The rank from either end, from 1, of the changes that bound an interval.
fn rank(bodies: usize, coverage: f64) -> Result<usize, LandingError> {
    if !(coverage > 0.0 && coverage < 1.0) {
        return Err(LandingError::Coverage { coverage });
    }
    let tail = (1.0 - coverage) / 2.0;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a population has far fewer than 2^52 bodies"
    )]
    let (rank, needed) = (
        ((bodies + 1) as f64 * tail + HAIR).floor() as usize,
        (1.0 / tail - HAIR).ceil() as usize,
    );
    if rank == 0 {
        return Err(LandingError::TooFew {
            bodies,
            needed: needed.saturating_sub(1),
        });
    }
    Ok(rank)
}

/// Where a variance of the year to date, in per cent of turnover, is likely to land.
///
/// # Errors
/// Where the population is faulty or too small for the coverage, or a figure is not finite.
pub fn land(population: &Population, to_date: f64, coverage: f64) -> Result<Landing, LandingError> {
    population.check()?;
    if !to_date.is_finite() {
        return Err(LandingError::NotFinite {
            what: "the variance to date".to_owned(),
        });
    }
    let changes = population
        .pairs
        .iter()
        .map(|pair| pair.at_end - pair.to_date);
    landing(population, to_date, coverage, changes.collect())
}

fn landing(
    population: &Population,
    to_date: f64,
    coverage: f64,
    changes: Vec<f64>,
) -> Result<Landing, LandingError> {
    let mut landings: Vec<f64> = changes.iter().map(|change| to_date + change).collect();
    landings.sort_by(f64::total_cmp);
    let bodies = landings.len();
    let rank = rank(bodies, coverage)?;
    let at = |place: usize| landings.get(place).copied().unwrap_or(to_date);
    Ok(Landing {
        to_date,
        median: at((bodies - 1) / 2).midpoint(at(bodies / 2)),
        low: at(rank - 1),
        high: at(bodies - rank),
        coverage,
        run_rate: to_date,
        month: population.month,
        bodies,
        population: population.words.clone(),
        landings,
    })
}

/// Where a year-to-date variance in £ millions will land. `plan` and `actual` are the surplus (above 0) or
/// deficit of the year to date, `turnover` is that of the same months; the year's is taken as going on at
/// that rate. A population of an earlier month can be used: its changes are those of a longer way to go.
///
/// The published percentages do not say of which turnover they are.
///
/// # Errors
/// As [`land`], and where the month, the population's month or the turnover does not serve.
pub fn land_in_pounds(
    population: &Population,
    month: u8,
    plan: f64,
    actual: f64,
    turnover: f64,
    coverage: f64,
) -> Result<PoundsLanding, LandingError> {
    check_month(month)?;
    if population.month > month {
        return Err(LandingError::LaterPopulation {
            month,
            population: population.month,
        });
    }
    if !(turnover.is_finite() && turnover > 0.0) {
        return Err(LandingError::Turnover { turnover });
    }
    let to_date = actual - plan;
    let percent = land(population, to_date / turnover * 100.0, coverage)?;
    let year = turnover / f64::from(month) * f64::from(YEAR);
    let pounds = |percent: f64| percent / 100.0 * year;
    Ok(PoundsLanding {
        to_date,
        median: pounds(percent.median),
        low: pounds(percent.low),
        high: pounds(percent.high),
        run_rate: run_rate(to_date, month)?,
        percent,
    })
}

/// A year-to-date amount gone on at its rate to the end of the year: nine months' as twelve.
///
/// # Errors
/// Where the month is not one of 1 to 11, or the amount is not finite.
pub fn run_rate(to_date: f64, month: u8) -> Result<f64, LandingError> {
    check_month(month)?;
    if !to_date.is_finite() {
        return Err(LandingError::NotFinite {
            what: "the variance to date".to_owned(),
        });
    }
    Ok(to_date / f64::from(month) * f64::from(YEAR))
}

/// Lands every body of a population by all others, and counts how many landed in their interval.
///
/// # Errors
/// As [`land`], for a population without one of its bodies.
pub fn test_landing(population: &Population, coverage: f64) -> Result<LandingTest, LandingError> {
    population.check()?;
    let mut test = LandingTest {
        month: population.month,
        coverage,
        bodies: population.pairs.len(),
        held: 0,
        mean_error: 0.0,
        run_rate_mean_error: 0.0,
        mean_width: 0.0,
    };
    for (left_out, pair) in population.pairs.iter().enumerate() {
        let others = population
            .pairs
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != left_out)
            .map(|(_, other)| other.at_end - other.to_date)
            .collect();
        let landing = landing(population, pair.to_date, coverage, others)?;
        test.held += usize::from(landing.low <= pair.at_end && pair.at_end <= landing.high);
        test.mean_error += (pair.at_end - landing.median).abs();
        test.run_rate_mean_error += (pair.at_end - landing.run_rate).abs();
        test.mean_width += landing.high - landing.low;
    }
    if test.bodies == 0 {
        return Err(LandingError::TooFew {
            bodies: 0,
            needed: 1,
        });
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 bodies")]
    let bodies = test.bodies as f64;
    test.mean_error /= bodies;
    test.run_rate_mean_error /= bodies;
    test.mean_width /= bodies;
    Ok(test)
}

impl Landing {
    /// The probability that the variance of the full year meets the test, in per cent of turnover: to be at
    /// least 0 is to keep the plan. From (count + ½) ÷ (n + 1), never 0 or 1; none where the threshold is no
    /// number.
    #[must_use]
    pub fn probability_of(&self, comparison: Comparison, threshold: f64) -> Option<f64> {
        if threshold.is_nan() {
            return None;
        }
        let met = self
            .landings
            .iter()
            .filter(|landing| comparison.holds(**landing, threshold))
            .count();
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 bodies")]
        Some((met as f64 + 0.5) / (self.bodies as f64 + 1.0))
    }

    /// What it rests on, for a reader: never a number without its method.
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "The variance to date, with what changed from month {} to the year's end for {} bodies ({}); {:.0} in 100 such intervals should hold for bodies like these.",
            self.month,
            self.bodies,
            self.population,
            self.coverage * 100.0
        )
    }
}
