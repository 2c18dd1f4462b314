//! Where a series is going, and how sure that is: the next periods with intervals, the chance that a
//! target is met, and how often such intervals held in the past.
//!
//! # The method
//!
//! 1. **The middle** is that of [`Method::Combined`]: the mean of the last value, of last year's course
//!    from the present level, and of last year's trend, damped. Nothing is fitted. It was chosen by
//!    [`back_test`] on published series; `docs/forecasts.md` has the figures.
//! 2. **The interval** is what the method's own errors on this series were, so many periods ahead: the
//!    forecast is made again from every earlier period with what was known then, and of the n latest sizes of
//!    error (36 at most, more only where the coverage needs them) the one of rank ⌈(n + 1) × coverage⌉ is
//!    taken to both sides. This is the quantile of split
//!    conformal prediction (Lei and others, 2018, "Distribution-Free Predictive Inference for
//!    Regression"), which assumes no distribution. It would hold exactly if errors came in no order; errors of
//!    a series do have one, so that what held is counted ([`Forecast::tested`]) and shown beside it.
//! 3. **A chance** is the share of those errors, to both sides, with which a test would be met:
//!    (count + ½) ÷ (2n + 1), which is never 0 or 1 on the strength of finitely many errors.
//!
//! # Short histories
//!
//! Where too few errors are known so far ahead, those of the longest horizon that has enough are taken and
//! widened by the square root of the ratio of the horizons. Enough is 8, and for a coverage c at least
//! c ÷ (1 − c): 19 for 95 in 100. Such a point says so
//! ([`ForecastPoint::errors_ahead`]). Where even one period ahead too few are known, or fewer than 12
//! values are held, there is no forecast but [`ForecastError::TooLittleHistory`].
//!
//! A gap is a gap: no value is filled in, and no error is counted from or to an absent value.

mod backtest;
mod chance;
mod error;
mod landing;
mod make;
mod method;
mod options;
mod outlook;
mod past;
mod result;

#[cfg(test)]
mod tests;

pub use backtest::{
    BackTestOptions, BackTestRow, OutlookRow, PastForecast, back_test, back_test_outlook,
    past_forecasts, pool,
};
pub use chance::{Chance, ChanceBasis};
pub use error::ForecastError;
pub use landing::{
    Landing, LandingError, LandingPair, LandingTest, Population, PoundsLanding, land,
    land_in_pounds, run_rate, test_landing,
};
pub use make::forecast;
pub use method::Method;
pub use options::{Comparison, ForecastOptions, Scale};
pub use outlook::{AT_RISK_BELOW, LIKELY_FROM, Outlook};
pub use result::{Forecast, ForecastPoint, HistoryUsed, Tested};
