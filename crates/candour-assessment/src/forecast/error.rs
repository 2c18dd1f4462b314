//! Why there is no forecast.

use candour_core::Month;

/// Why a series cannot be forecast. Each message says what is wrong with what was given.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ForecastError {
    /// Fewer values, or fewer errors one period ahead, than a forecast stands on.
    #[error(
        "too little history: {values} periods with a value, at least {values_needed} needed; {errors} errors of the method one period ahead, at least {errors_needed} needed"
    )]
    TooLittleHistory {
        /// Periods with a value.
        values: usize,
        /// How many it takes.
        values_needed: usize,
        /// Past forecasts one period ahead that can be held against what came.
        errors: usize,
        /// How many it takes at the coverage asked for.
        errors_needed: usize,
    },
    /// NaN or an infinity among the values.
    #[error("the value of {month} is not a finite number; leave it out if it is missing")]
    ValueNotFinite {
        /// Where.
        month: Month,
    },
    /// A value that the scale does not have: a share of 1.2, a count of -3.
    #[error("the value of {month} is {value}, which lies outside the scale of the series")]
    ValueOffScale {
        /// Where.
        month: Month,
        /// As given.
        value: f64,
    },
    /// Two values for one month.
    #[error("{month} stands twice; keep one value a period")]
    DuplicateMonth {
        /// Which.
        month: Month,
    },
    /// A month in which no period of this cadence ends.
    #[error("no period ends in {month} at this cadence")]
    NotAPeriod {
        /// Which.
        month: Month,
    },
    /// A coverage that is no share of intervals.
    #[error("a coverage of {coverage} is not between 0 and 1, both left out")]
    CoverageOutOfRange {
        /// As given.
        coverage: f64,
    },
    /// No period ahead, or more than can be defended.
    #[error("{horizon} periods ahead were asked for; from 1 to {most} can be")]
    HorizonOutOfRange {
        /// As given.
        horizon: usize,
        /// The most.
        most: usize,
    },
    /// Values so large that their differences are beyond a double.
    #[error("the values are too large: give them in a larger unit")]
    TooLarge,
}
