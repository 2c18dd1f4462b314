//! What a forecast is.

use candour_core::Month;
use serde::Serialize;

use super::past::rank;
use super::{Method, Scale};

/// The next periods of a series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// How the middle is made.
    pub method: Method,
    /// The last period with a value: the forecast knows nothing later.
    pub made_at: Month,
    /// Between which ends values lie.
    pub scale: Scale,
    /// What it was made of.
    pub history: HistoryUsed,
    /// One for each period ahead, in order.
    pub points: Vec<ForecastPoint>,
    /// How often intervals of this method and coverage held in this series' past, for each period ahead.
    pub tested: Vec<Tested>,
    /// For each point, the sizes of error that speak for it, the smallest first.
    #[serde(skip)]
    pub(super) sizes: Vec<Vec<f64>>,
    /// By periods ahead less one, then by place: the errors of the past, for tests over several periods.
    #[serde(skip)]
    pub(super) errors: Vec<Vec<Option<f64>>>,
    /// How many of the latest errors speak for the next.
    #[serde(skip)]
    pub(super) errors_kept: usize,
    /// The values that are known.
    #[serde(skip)]
    pub(super) held: Vec<(Month, f64)>,
}

/// The history that a forecast was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryUsed {
    /// The first period with a value.
    pub from: Month,
    /// The last.
    pub to: Month,
    /// Periods with a value.
    pub values: usize,
    /// Periods between the two without one.
    pub absent: usize,
}

/// One period of a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ForecastPoint {
    /// The month that the period ends in.
    pub month: Month,
    /// Periods ahead, from 1.
    pub ahead: usize,
    /// The middle: as many errors lie to either side.
    pub median: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The share of such intervals that should hold.
    pub coverage: f64,
    /// How many past errors the interval stands on.
    pub errors: usize,
    /// How many periods ahead those errors are; fewer than `ahead` where too few are known so far ahead, and
    /// then they are widened by the square root of the ratio.
    pub errors_ahead: usize,
}

/// Intervals of the past, made with what was known then, held against what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// Periods ahead.
    pub ahead: usize,
    /// Intervals that could be made and whose period has come.
    pub intervals: usize,
    /// Of those, the ones in which the value lay.
    pub held: usize,
}

impl Tested {
    /// The share that held; none where there was none to hold.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a series is short")]
        (self.intervals > 0).then(|| self.held as f64 / self.intervals as f64)
    }
}

impl Forecast {
    /// The point of a month; none where it is not ahead, or not so far.
    #[must_use]
    pub fn point(&self, month: Month) -> Option<&ForecastPoint> {
        self.points.iter().find(|point| point.month == month)
    }

    /// The interval of another coverage for a month, from the same errors; none where the month was not
    /// forecast, the coverage is none, or the errors are too few for it.
    #[must_use]
    pub fn interval(&self, month: Month, coverage: f64) -> Option<(f64, f64)> {
        if !(coverage > 0.0 && coverage < 1.0) {
            return None;
        }
        let point = self.point(month)?;
        let sizes = self.sizes.get(point.ahead - 1)?;
        let half = *sizes.get(rank(sizes.len(), coverage)? - 1)?;
        Some((
            self.scale.clamp(point.median - half),
            self.scale.clamp(point.median + half),
        ))
    }

    /// How it is made and how it did, for a reader: never a number without its method.
    #[must_use]
    pub fn words(&self) -> String {
        let tested = self
            .tested
            .iter()
            .fold((0, 0), |(held, intervals), tested| {
                (held + tested.held, intervals + tested.intervals)
            });
        let coverage = self
            .points
            .first()
            .map_or(0.0, |point| point.coverage * 100.0);
        format!(
            "Made at {} from {} values: {}. The interval is what the method's errors on this series were; {coverage:.0} in 100 such intervals should hold, and of {} in its past {} did.",
            self.made_at.in_words(),
            self.history.values,
            self.method.words(),
            tested.1,
            tested.0
        )
    }
}
