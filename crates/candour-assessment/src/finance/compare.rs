//! One number held against another, when each may be only a bound or stand on another basis.

use super::position::{Bound, Number, PlanUnit, Position, Quantity};
use candour_core::Better;

/// How near `about` is taken to be: within a twentieth of the number. Our own convention; no source gives one.
const ABOUT: f64 = 0.05;

/// How plan and outturn were held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Both are numbers on one basis (or neither source states its basis).
    SameBasis,
    /// They stand on different bases, but support can only make a position better, so that the outcome is
    /// the same whichever way the difference falls; the gap is the least that it can be.
    EitherBasis,
    /// A source says met or missed; there are no two numbers to compare.
    Stated,
}

/// How far an outturn is on the good side of its plan; below nought where it missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// In `unit`.
    pub value: f64,
    /// The unit of plan and outturn.
    pub unit: PlanUnit,
    /// `Exact`, `About`, or `AtLeast`: of that size or larger.
    pub bound: Bound,
}

/// The two numbers on which a comparison rests.
pub(super) struct Pair<'a> {
    pub(super) plan: &'a Position,
    pub(super) outturn: &'a Position,
    pub(super) met: bool,
    pub(super) gap: Gap,
    pub(super) ground: Ground,
}

/// What came of holding the two against each other.
pub(super) enum Compared<'a> {
    Decided(Pair<'a>),
    /// One is a bound, or about, and the other lies within it.
    WithinBounds,
    /// The bases differ, and the difference could turn it.
    OtherBasis,
    /// They cannot be compared: other units, or no numbers, or neither way is better.
    No,
}

/// The least and the most that a number can be.
fn range(number: Number) -> (f64, f64) {
    let value = number.value;
    match number.bound {
        Bound::AtLeast if value < 0.0 => (f64::NEG_INFINITY, value),
        Bound::AtLeast if value > 0.0 => (value, f64::INFINITY),
        Bound::About => (value - value.abs() * ABOUT, value + value.abs() * ABOUT),
        Bound::AtLeast | Bound::Exact | Bound::Implied => (value, value),
    }
}

/// Without the last bits that a binary difference of two decimals leaves: to a millionth.
pub(super) fn tidy(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    // Not minus nought.
    rounded + 0.0
}

pub(super) fn compare<'a>(
    plan: &'a Position,
    outturn: &'a Position,
    better: Better,
) -> Compared<'a> {
    let (Some(planned), Some(came)) = (plan.number(), outturn.number()) else {
        return Compared::No;
    };
    let sign = match better {
        Better::Higher => 1.0,
        Better::Lower => -1.0,
        Better::Neither => return Compared::No,
    };
    if planned.unit != came.unit {
        return Compared::No;
    }
    let ((plan_low, plan_high), (low, high)) = (range(planned), range(came));
    let (surely_met, surely_missed) = if sign > 0.0 {
        (low >= plan_high, high < plan_low)
    } else {
        (high <= plan_low, low > plan_high)
    };
    let same = plan.basis == outturn.basis;
    let surplus = plan.quantity == Quantity::Surplus;
    // A position before support is no better than the same after it: an outturn after support that lies
    // under a plan before support missed it on any basis, and the other way round.
    let decided = if same {
        surely_met || surely_missed
    } else {
        surplus
            && ((surely_missed && plan.basis.surely_not_above(outturn.basis))
                || (surely_met && outturn.basis.surely_not_above(plan.basis)))
    };
    if !decided {
        return if same {
            Compared::WithinBounds
        } else {
            Compared::OtherBasis
        };
    }
    let any = |bound| planned.bound == bound || came.bound == bound;
    let bound = if !same || any(Bound::AtLeast) {
        Bound::AtLeast
    } else if any(Bound::About) {
        Bound::About
    } else {
        Bound::Exact
    };
    Compared::Decided(Pair {
        plan,
        outturn,
        met: surely_met,
        gap: Gap {
            value: tidy(sign * (came.value - planned.value)),
            unit: planned.unit,
            bound,
        },
        ground: if same {
            Ground::SameBasis
        } else {
            Ground::EitherBasis
        },
    })
}
