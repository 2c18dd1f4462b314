//! What a forecast is asked for.

use candour_core::Cadence;
use serde::Serialize;

use super::Method;
use super::past::ERRORS_KEPT;

/// The most periods ahead that are forecast: two years of months.
pub(super) const MOST_AHEAD: usize = 24;

/// Below which no value can lie, and above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Any number: a variance in pounds.
    #[default]
    Any,
    /// From 0: a count, a number of weeks.
    Count,
    /// From 0 to 1: a share.
    Share,
}

impl Scale {
    /// The lowest value, where there is one.
    pub(super) const fn lowest(self) -> Option<f64> {
        match self {
            Self::Any => None,
            Self::Count | Self::Share => Some(0.0),
        }
    }

    /// The highest value, where there is one.
    pub(super) const fn highest(self) -> Option<f64> {
        match self {
            Self::Any | Self::Count => None,
            Self::Share => Some(1.0),
        }
    }

    /// `value`, or the end of the scale that it lies beyond.
    pub(super) fn clamp(self, value: f64) -> f64 {
        let value = self.lowest().map_or(value, |lowest| value.max(lowest));
        self.highest().map_or(value, |highest| value.min(highest))
    }
}

/// How a value is held against a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
}

impl Comparison {
    /// Whether `value` meets the test.
    #[must_use]
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::AtMost => value <= threshold,
            Self::Above => value > threshold,
            Self::Below => value < threshold,
        }
    }

    /// What the ends of a scale decide whatever the value: no share is above 1, every count is at least 0.
    pub(super) fn settled(self, threshold: f64, scale: Scale) -> Option<bool> {
        let lowest = scale.lowest().unwrap_or(f64::NEG_INFINITY);
        let highest = scale.highest().unwrap_or(f64::INFINITY);
        let (all, none) = match self {
            Self::AtLeast => (threshold <= lowest, threshold > highest),
            Self::AtMost => (threshold >= highest, threshold < lowest),
            Self::Above => (threshold < lowest, threshold >= highest),
            Self::Below => (threshold > highest, threshold <= lowest),
        };
        match (all, none) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// How to forecast one series.
///
/// ```
/// use candour_assessment::forecast::{ForecastOptions, Scale};
/// let options = ForecastOptions { scale: Scale::Share, horizon: 6, ..ForecastOptions::default() };
/// assert_eq!(options.coverage, 0.8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForecastOptions {
    /// The middle of the forecast.
    pub method: Method,
    /// Which months are periods. Of a quarterly series, years before the first quarter are left out.
    pub cadence: Cadence,
    /// Periods ahead, 1 to 24.
    pub horizon: usize,
    /// The share of such intervals that should hold, between 0 and 1; the usual is 0.8.
    pub coverage: f64,
    /// Between which ends values lie.
    pub scale: Scale,
    /// How many of the latest errors speak for the next; more are taken where the coverage needs them.
    pub errors_kept: usize,
}

impl Default for ForecastOptions {
    fn default() -> Self {
        Self {
            method: Method::Combined,
            cadence: Cadence::Monthly,
            horizon: 12,
            coverage: 0.8,
            scale: Scale::Any,
            errors_kept: ERRORS_KEPT,
        }
    }
}
