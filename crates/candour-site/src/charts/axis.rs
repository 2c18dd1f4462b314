//! Axes: where a value and a month stand, and which of them are named.

use candour_core::{Month, Unit};

use super::svg::width_of;
use crate::format::count_in_full;

/// A vertical axis.
#[derive(Debug, Clone)]
pub(super) struct Vertical {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
    top: f64,
    bottom: f64,
    unit: Unit,
    /// 1, a thousand or a million: what a tick of a count counts.
    scale: f64,
}

impl Vertical {
    /// An axis that holds every value. Shares are fitted; counts and weeks begin at zero.
    pub(super) fn fit(
        values: impl Iterator<Item = f64>,
        unit: Unit,
        top: f64,
        bottom: f64,
    ) -> Self {
        let (mut low, mut high) = values
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
                (l.min(v), h.max(v))
            });
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let most = high;
        if unit == Unit::Share {
            let pad = ((high - low) * 0.06).max(0.004);
            low -= pad;
            high += pad;
        } else {
            low = low.min(0.0);
        }
        if high - low <= 0.0 {
            high = low + 1.0;
        }
        let wanted = ((bottom - top) / 52.0).clamp(2.0, 6.0);
        let step = nice((high - low) / wanted, unit);
        low = (low / step).floor() * step;
        high = (high / step).ceil() * step;
        if unit == Unit::Share {
            low = low.max(0.0);
            // More beds can be occupied than are available.
            if most <= 1.0 {
                high = high.min(1.0);
            }
        }
        let scale = match high.abs().max(low.abs()) {
            _ if !matches!(unit, Unit::Count | Unit::Beds) => 1.0,
            m if m >= 1e6 => 1e6,
            m if m >= 1e4 => 1e3,
            _ => 1.0,
        };
        Self {
            low,
            high,
            step,
            top,
            bottom,
            unit,
            scale,
        }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        self.bottom - share * (self.bottom - self.top)
    }

    pub(super) fn holds(&self, value: f64) -> bool {
        value >= self.low - 1e-12 && value <= self.high + 1e-12
    }

    /// Whether the axis begins elsewhere than at zero, which the chart must then say.
    pub(super) fn fitted(&self) -> bool {
        self.low > 0.0
    }

    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let mut ticks = Vec::new();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "two to a dozen ticks"
        )]
        let steps = ((self.high - self.low) / self.step + 1e-6).floor() as u32;
        for index in 0..=steps.min(40) {
            let value = f64::from(index).mul_add(self.step, self.low);
            ticks.push((value, self.tick(value)));
        }
        ticks
    }

    fn tick(&self, value: f64) -> String {
        match self.unit {
            Unit::Share => {
                let decimals = usize::from(self.step < 0.0099);
                format!("{:.decimals$}%", value * 100.0)
            }
            Unit::Weeks => format!("{value:.0}"),
            Unit::Count | Unit::Beds => {
                let scaled = value / self.scale;
                let step = self.step / self.scale;
                match whole_at(step) {
                    0 => count_in_full(scaled),
                    decimals => format!("{scaled:.decimals$}"),
                }
            }
        }
    }

    /// What the ticks count: `Share`, `Attendances, millions`.
    pub(super) fn heading(&self, measure: &str) -> String {
        let mut words = measure.to_owned();
        words.push_str(match (self.unit, self.scale) {
            (Unit::Weeks, _) => ", weeks",
            (Unit::Beds, s) if s >= 1e3 => ", thousands",
            (Unit::Count, s) if s >= 1e6 => ", millions",
            (Unit::Count, s) if s >= 1e3 => ", thousands",
            _ => "",
        });
        words
    }
}

/// How many decimals (0 to 3) print a multiple of `step` exactly.
fn whole_at(step: f64) -> usize {
    let whole = |x: f64| (x - x.round()).abs() < 1e-6;
    [step, step * 10.0, step * 100.0]
        .into_iter()
        .position(whole)
        .unwrap_or(3)
}

/// The round step next above `rough`.
fn nice(rough: f64, unit: Unit) -> f64 {
    let least = match unit {
        Unit::Share => 0.001,
        Unit::Count | Unit::Weeks | Unit::Beds => 1.0,
    };
    let rough = rough.max(least);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .find(|m| m * power >= rough * 0.999_999)
        .unwrap_or(10.0)
        * power;
    // 2.5 people, or a tick of 2.5% printed as 3%, cannot be.
    if (step / least - (step / least).round()).abs() > 1e-9
        || (unit == Unit::Share && (step - 0.025).abs() < 1e-9)
    {
        2.0 * step
    } else {
        step
    }
}

/// A horizontal axis of calendar months.
#[derive(Debug, Clone, Copy)]
pub(super) struct Months {
    pub(super) first: Month,
    pub(super) last: Month,
    left: f64,
    right: f64,
}

impl Months {
    pub(super) const fn new(first: Month, last: Month, left: f64, right: f64) -> Self {
        Self {
            first,
            last,
            left,
            right,
        }
    }

    pub(super) fn x(&self, month: Month) -> f64 {
        let span = self.last.since(self.first);
        if span <= 0 {
            return f64::midpoint(self.left, self.right);
        }
        let share = f64::from(month.since(self.first)) / f64::from(span);
        self.left + share * (self.right - self.left)
    }

    /// Half of a month's width.
    pub(super) fn half(&self) -> f64 {
        let span = self.last.since(self.first).max(1);
        (self.right - self.left) / f64::from(span) / 2.0
    }

    /// The months to name, as far apart as their words need.
    pub(super) fn ticks(&self, size: f64) -> Vec<(Month, String)> {
        let span = self.last.since(self.first);
        if span <= 0 {
            return vec![(self.first, self.first.in_short())];
        }
        let by_year = span > 26;
        let wanted = if by_year {
            width_of("2020", size)
        } else {
            width_of("Jan 2020", size)
        } + size;
        let month_width = (self.right - self.left) / f64::from(span);
        let steps: &[i32] = if by_year {
            &[12, 24, 60, 120]
        } else {
            &[1, 3, 6, 12]
        };
        let step = steps
            .iter()
            .copied()
            .find(|step| f64::from(*step) * month_width >= wanted)
            .unwrap_or(if by_year { 240 } else { 12 });
        self.first
            .through(self.last)
            .filter(|m| (m.year() * 12 + i32::from(m.month()) - 1) % step == 0)
            .map(|m| {
                (
                    m,
                    if by_year {
                        m.year().to_string()
                    } else {
                        m.in_short()
                    },
                )
            })
            .collect()
    }
}
