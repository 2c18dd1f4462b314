//! The four special-cause rules, each as a pass over the rows of one rebase group.
//!
//! `joined[i]` says that rows `i - 1` and `i` are neighbours and both have a value. No window of
//! any rule lies across a pair that is not joined; rows of different groups never meet here.

use super::{Direction, SpecialCause};

/// Bit of a window that lies above, or rises.
pub(crate) const UP: u8 = 1;
/// Bit of a window that lies below, or falls.
pub(crate) const DOWN: u8 = 2;

/// +1 or -1 where a run of `length` successive points on one side of the centre line is complete,
/// and at each later point of the same run. A point on the line (0) ends a run.
pub(crate) fn shift_window_end(sides: &[i8], joined: &[bool], length: usize, ends: &mut Vec<i8>) {
    ends.clear();
    let (mut run_side, mut run) = (0, 0_usize);
    // Which side comes next is a coin toss: `&` and plain choices keep the loop free of branches.
    ends.extend(sides.iter().zip(joined).map(|(&side, &joined)| {
        let before = if joined & (side == run_side) { run } else { 0 };
        run = before + 1;
        run_side = side;
        if run >= length { side } else { 0 }
    }));
}

/// +1 or -1 where `length` successive points that rise or fall throughout are complete, and at
/// each later point of the same trend. An equal pair ends it.
pub(crate) fn trend_window_end(values: &[f64], joined: &[bool], length: usize, ends: &mut Vec<i8>) {
    ends.clear();
    let mut before = f64::NAN;
    // In steps, of which a trend has one fewer than points.
    let (mut run_step, mut run) = (0, 0_usize);
    ends.extend(values.iter().zip(joined).map(|(&value, &joined)| {
        // A comparison with NaN is false: the first row, like a row beside an absent one, is no step.
        let step = i8::from(joined & (value > before)) - i8::from(joined & (value < before));
        let steps_before = if step == run_step { run } else { 0 };
        run = if step == 0 { 0 } else { steps_before + 1 };
        run_step = step;
        before = value;
        if run + 1 >= length { step } else { 0 }
    }));
}

/// Marks all `length` points of the windows that end at a hit: [`UP`] for +1, [`DOWN`] for -1.
pub(crate) fn spread_back(ends: &[i8], length: usize, windows: &mut Vec<u8>) {
    windows.clear();
    windows.resize(ends.len(), 0);
    let mut before = 0;
    for (last, &end) in ends.iter().enumerate() {
        if end != 0 {
            let bit = if end > 0 { UP } else { DOWN };
            // Of a run that goes on, all but the newest point is marked already.
            let back = if end == before { 1 } else { length };
            let first = (last + 1).saturating_sub(back);
            for window in &mut windows[first..=last] {
                *window |= bit;
            }
        }
        before = end;
    }
}

/// Marks every point of each window of three successive points that lie on one side of the centre
/// line and of which at least two are `near` a limit.
pub(crate) fn two_in_three_window(
    near: &[bool],
    sides: &[i8],
    joined: &[bool],
    windows: &mut Vec<bool>,
) {
    windows.clear();
    windows.resize(sides.len(), false);
    let threes = near.windows(3).zip(sides.windows(3));
    for (start, ((near, sides), joined)) in threes.zip(joined.windows(3)).enumerate() {
        let ([n0, n1, n2], [s0, s1, s2], [_, j1, j2]) = (near, sides, joined) else {
            continue;
        };
        let count = u8::from(*n0) + u8::from(*n1) + u8::from(*n2);
        if count >= 2 && *j1 && *j2 && *s1 != 0 && s0 == s1 && s1 == s2 {
            windows[start..start + 3].fill(true);
        }
    }
}

/// Of a window of two in three, only the points that are themselves near a limit are marked.
pub(crate) const fn two_in_three_flag(in_window: bool, near: bool) -> bool {
    in_window && near
}

/// Whether the trend point at `row` counts as rising.
///
/// If the next point too belongs to a trend, the step to it decides, else the step that led here;
/// at the apex of a V the later direction wins. What is not a rise is a fall, as in the reference:
/// so the last point of a rise counts as falling when a tie separates it from a second rise.
pub(crate) fn trend_rises(row: usize, values: &[f64], joined: &[bool], trends: &[u8]) -> bool {
    let value_at = |row: usize| values.get(row).copied().unwrap_or(f64::NAN);
    let next = row + 1;
    let next_in_trend =
        joined.get(next) == Some(&true) && trends.get(next).is_some_and(|&t| t != 0);
    if next_in_trend {
        value_at(next) > value_at(row)
    } else {
        row > 0 && value_at(row) > value_at(row - 1)
    }
}

/// What the rules found at one point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marks {
    /// -1, 0 or 1.
    pub(crate) side: i8,
    pub(crate) outside: bool,
    /// [`UP`] and [`DOWN`] windows that the point belongs to.
    pub(crate) trends: u8,
    /// See [`trend_rises`]; without meaning when `trends` is 0.
    pub(crate) rises: bool,
    pub(crate) two_in_three: bool,
    pub(crate) in_shift: bool,
}

impl Marks {
    /// The one label of a point: outside, then trend, then two in three, then shift
    /// (NHSRplotthedots, pull request 180).
    pub(crate) const fn label(&self) -> SpecialCause {
        let above = self.side > 0;
        match self {
            Self { outside: true, .. } if above => SpecialCause::AboveUcl,
            Self { outside: true, .. } => SpecialCause::BelowLcl,
            Self {
                trends: 1..,
                rises: true,
                ..
            } => SpecialCause::TrendIncreasing,
            Self { trends: 1.., .. } => SpecialCause::TrendDecreasing,
            Self {
                two_in_three: true, ..
            } if above => SpecialCause::TwoInThreeAbove,
            Self {
                two_in_three: true, ..
            } => SpecialCause::TwoInThreeBelow,
            Self { in_shift: true, .. } if above => SpecialCause::ShiftAbove,
            Self { in_shift: true, .. } => SpecialCause::ShiftBelow,
            _ => SpecialCause::CommonCause,
        }
    }

    /// The same order, among the labels that are an improvement; without one, [`label`](Self::label).
    ///
    /// Trends go by the windows that the point belongs to, so that the apex of a V is in both.
    pub(crate) fn label_improvement_first(&self, direction: Direction) -> SpecialCause {
        let good = match direction {
            Direction::Increase => 1,
            Direction::Decrease => -1,
            Direction::Neutral => return self.label(),
        };
        let alone = |marks: Self| (marks.label().sign() == good).then(|| marks.label());
        let none = Self {
            outside: false,
            trends: 0,
            two_in_three: false,
            in_shift: false,
            ..*self
        };
        let good_trend = if good > 0 { UP } else { DOWN };
        alone(Self {
            outside: self.outside,
            ..none
        })
        .or_else(|| {
            let trends = self.trends & good_trend;
            alone(Self {
                trends,
                rises: good > 0,
                ..none
            })
        })
        .or_else(|| {
            alone(Self {
                two_in_three: self.two_in_three,
                ..none
            })
        })
        .or_else(|| {
            alone(Self {
                in_shift: self.in_shift,
                ..none
            })
        })
        .unwrap_or_else(|| self.label())
    }
}
