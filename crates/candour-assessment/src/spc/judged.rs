//! Limits and rules brought to bear on the rows of one rebase group.

use super::icons::is_short;
use super::input::are_joined;
use super::limits::{Limits, limits};
use super::rules::{
    Marks, shift_window_end, spread_back, trend_rises, trend_window_end, two_in_three_flag,
    two_in_three_window,
};
use super::{AssessedPoint, Group, Options, Point, Profile, SpcError, SpcWarning, SpecialCause};

/// What the rules found in the rows of one rebase group; one entry a row in each buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    /// NaN where absent.
    values: Vec<f64>,
    joined: Vec<bool>,
    sides: Vec<i8>,
    outside: Vec<bool>,
    close: Vec<bool>,
    /// What counts towards two in three.
    near: Vec<bool>,
    trends: Vec<u8>,
    shifts: Vec<u8>,
    twos: Vec<bool>,
    /// Scratch.
    ends: Vec<i8>,
    ranges: Vec<f64>,
    /// Rows with a value.
    pub(crate) values_present: usize,
    limits: Option<Limits>,
}

impl Judged {
    /// Limits, then rules.
    pub(crate) fn judge(
        &mut self,
        index: usize,
        rows: &[Point],
        options: &Options,
    ) -> Result<Group, SpcError> {
        let profile = &options.profile;
        self.read(rows, options);

        let fixed = options.fix_after.unwrap_or(usize::MAX).min(rows.len());
        let (baseline, joined) = (&self.values[..fixed], &self.joined[..fixed]);
        self.limits = limits(baseline, joined, profile, &mut self.ranges)?;
        if self.values_present < profile.limits_from
            && let Some(withheld) = &mut self.limits
        {
            withheld.bounds = None;
        }
        self.apply_rules(profile);

        let bounds = self.limits.and_then(|limits| limits.bounds);
        Ok(Group {
            rebase_group: index,
            n: rows.len(),
            mean: self.limits.map(|limits| limits.mean),
            lpl: bounds.map(|b| b.lpl),
            upl: bounds.map(|b| b.upl),
            near_lpl: bounds.map(|b| b.near_lpl),
            near_upl: bounds.map(|b| b.near_upl),
            short: is_short(self.values_present, profile.short_below),
        })
    }

    fn read(&mut self, rows: &[Point], options: &Options) {
        self.values.clear();
        self.values
            .extend(rows.iter().map(|row| row.value.unwrap_or(f64::NAN)));
        self.values_present = rows.iter().filter(|row| row.value.is_some()).count();
        self.joined.clear();
        self.joined.extend(rows.first().map(|_| false));
        let pairs = rows.windows(2);
        self.joined
            .extend(pairs.map(|pair| are_joined(&pair[0], &pair[1], options.adjacency)));
    }

    fn apply_rules(&mut self, profile: &Profile) {
        // Without a centre line nothing lies on either side, and without limits nothing outside:
        // each comparison with NaN is false.
        let mean = self.limits.map_or(f64::NAN, |limits| limits.mean);
        self.sides.clear();
        self.sides.extend(
            self.values
                .iter()
                .map(|&value| i8::from(value > mean) - i8::from(value < mean)),
        );

        self.outside.clear();
        self.close.clear();
        if let Some(b) = self.limits.and_then(|limits| limits.bounds) {
            let values = &self.values;
            let beyond = |value: f64, low: f64, high: f64| (value > high) | (value < low);
            self.outside
                .extend(values.iter().map(|&value| beyond(value, b.lpl, b.upl)));
            self.close.extend(values.iter().map(|&value| {
                beyond(value, b.near_lpl, b.near_upl) & !beyond(value, b.lpl, b.upl)
            }));
        } else {
            self.outside.resize(self.values.len(), false);
            self.close.resize(self.values.len(), false);
        }
        let counts_outside = profile.two_in_three_counts_outside;
        let pairs = self.close.iter().zip(&self.outside);
        self.near.clear();
        self.near
            .extend(pairs.map(|(close, outside)| close | (outside & counts_outside)));

        let joined = &self.joined;
        trend_window_end(&self.values, joined, profile.trend_length, &mut self.ends);
        spread_back(&self.ends, profile.trend_length, &mut self.trends);
        shift_window_end(&self.sides, joined, profile.shift_length, &mut self.ends);
        spread_back(&self.ends, profile.shift_length, &mut self.shifts);
        two_in_three_window(&self.near, &self.sides, joined, &mut self.twos);
    }

    /// None for an absent value, without a centre line, and where the profile withholds limits.
    pub(crate) fn special_cause(&self, row: usize, options: &Options) -> Option<SpecialCause> {
        let withheld = self.values_present < options.profile.limits_from;
        if self.values[row].is_nan() || self.limits.is_none() || withheld {
            return None;
        }
        let trends = self.trends[row];
        let marks = Marks {
            side: self.sides[row],
            outside: self.outside[row],
            trends,
            rises: trends != 0 && trend_rises(row, &self.values, &self.joined, &self.trends),
            two_in_three: two_in_three_flag(self.twos[row], self.near[row]),
            in_shift: self.shifts[row] != 0,
        };
        Some(if options.profile.improvement_wins {
            marks.label_improvement_first(options.direction)
        } else {
            marks.label()
        })
    }

    pub(crate) fn point(
        &self,
        row: usize,
        point: Point,
        group: &Group,
        options: &Options,
    ) -> AssessedPoint {
        let value = point.value;
        let special_cause = self.special_cause(row, options);
        let bounded = value.and(group.upl);
        AssessedPoint {
            date: point.date,
            value,
            rebase_group: group.rebase_group,
            relative_to_mean: value.and(group.mean).map(|_| self.sides[row]),
            outside_limits: bounded.map(|_| self.outside[row]),
            close_to_limits: bounded.map(|_| self.close[row]),
            special_cause,
            point_type: special_cause.map(|cause| cause.point_type(options.direction)),
        }
    }

    pub(crate) fn warn(&self, group: &Group, profile: &Profile, warnings: &mut Vec<SpcWarning>) {
        let rebase_group = group.rebase_group;
        if group.short {
            warnings.push(SpcWarning::ShortGroup {
                rebase_group,
                values: self.values_present,
                needed: profile.short_below,
            });
        }
        let Some(limits) = self.limits else { return };
        match limits.bounds {
            None if self.values_present >= profile.limits_from => {
                warnings.push(SpcWarning::NoLimits { rebase_group });
            }
            Some(b) if b.lpl == b.upl => {
                warnings.push(SpcWarning::ZeroWidthLimits { rebase_group })
            }
            _ => {}
        }
    }
}
