//! The middle of a forecast: five simple methods and their combination.

use serde::Serialize;

/// How much of last year's mean change is expected to go on, a month: 0.9 in the first month ahead, 0.81 in
/// the second. Stated, not fitted: Gardner and McKenzie (1985) found damping better than a straight line on
/// most series, and published guides take 0.8 to 0.98 as its usual range.
const DAMPING_A_MONTH: f64 = 0.9;

/// How the middle of a forecast is made. T is the last period with a value, h the periods ahead, k the
/// fewest whole years that reach back from T + h to T or before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The value of T.
    LastValue,
    /// The value of T, and for each period ahead the mean change of the last year.
    MeanChange,
    /// The value of the same period of the last year known.
    SeasonalNaive,
    /// The same, moved by the change from T − k to T.
    SeasonalShift,
    /// The value of T, and the mean change of the last year, a tenth less with each month ahead.
    DampedTrend,
    /// The mean of the last value, the seasonal value with shift, and the damped trend; of those that can
    /// be made where a year before is not held. The default.
    #[default]
    Combined,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 6] = [
        Self::LastValue,
        Self::MeanChange,
        Self::SeasonalNaive,
        Self::SeasonalShift,
        Self::DampedTrend,
        Self::Combined,
    ];

    /// What a reader is told of it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::LastValue => "the last value goes on",
            Self::MeanChange => "the last value, and the mean change of the last year goes on",
            Self::SeasonalNaive => "as in the same period of the year before",
            Self::SeasonalShift => "last year's course from the present level",
            Self::DampedTrend => "the mean change of the last year goes on, and fades",
            Self::Combined => {
                "the mean of the last value, last year's course from the present level, and last year's trend fading"
            }
        }
    }

    /// The forecast from the period `at` for `ahead` periods later, by the values up to `at` alone; none
    /// where a value that it takes is absent. `season` is the periods of a year.
    pub(super) fn predict(
        self,
        values: &[Option<f64>],
        at: usize,
        ahead: usize,
        season: usize,
    ) -> Option<f64> {
        let value = |place: Option<usize>| place.and_then(|place| values.get(place).copied()?);
        let now = value(Some(at))?;
        let back = ahead.div_ceil(season) * season;
        let year_before = || value(at.checked_sub(season));
        #[expect(
            clippy::cast_precision_loss,
            reason = "a season is 4 or 12, ahead at most 24"
        )]
        match self {
            Self::LastValue => Some(now),
            Self::MeanChange => Some(now + (now - year_before()?) / season as f64 * ahead as f64),
            Self::SeasonalNaive => value((at + ahead).checked_sub(back)),
            Self::SeasonalShift => {
                let then = value(at.checked_sub(back))?;
                Some(value((at + ahead).checked_sub(back))? + (now - then))
            }
            Self::DampedTrend => {
                let damping = DAMPING_A_MONTH.powf(12.0 / season as f64);
                let change = (now - year_before()?) / season as f64;
                let mut kept = 1.0;
                let mut sum = 0.0;
                for _ in 0..ahead {
                    kept *= damping;
                    sum += kept;
                }
                Some(now + change * sum)
            }
            Self::Combined => {
                let parts = [Self::LastValue, Self::SeasonalShift, Self::DampedTrend];
                let mut sum = 0.0;
                let mut made = 0_u8;
                for part in parts {
                    if let Some(part) = part.predict(values, at, ahead, season) {
                        sum += part;
                        made += 1;
                    }
                }
                (made > 0).then(|| sum / f64::from(made))
            }
        }
    }
}
