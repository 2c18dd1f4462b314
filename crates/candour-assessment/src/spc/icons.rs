//! From labels to meaning: point types and the two icons.

use super::{Assurance, Direction, PointType, SpecialCause, Variation};

impl SpecialCause {
    /// 1 for above or increasing, -1 for below or decreasing, 0 for common cause.
    #[must_use]
    pub const fn sign(self) -> i8 {
        match self {
            Self::CommonCause => 0,
            Self::AboveUcl | Self::TrendIncreasing | Self::TwoInThreeAbove | Self::ShiftAbove => 1,
            Self::BelowLcl | Self::TrendDecreasing | Self::TwoInThreeBelow | Self::ShiftBelow => -1,
        }
    }

    /// What the label means for a measure of which `direction` is better.
    #[must_use]
    pub const fn point_type(self, direction: Direction) -> PointType {
        match (self.sign(), direction) {
            (0, _) => PointType::CommonCause,
            (1.., Direction::Increase) | (..0, Direction::Decrease) => PointType::Improvement,
            (1.., Direction::Decrease) | (..0, Direction::Increase) => PointType::Concern,
            (1.., Direction::Neutral) => PointType::NeutralHigh,
            (..0, Direction::Neutral) => PointType::NeutralLow,
        }
    }

    /// The variation icon of a series whose last point has this label.
    #[must_use]
    pub const fn variation(self, direction: Direction) -> Variation {
        match (self.point_type(direction), self.sign() > 0) {
            (PointType::CommonCause, _) => Variation::CommonCause,
            (PointType::Improvement, true) => Variation::ImprovementHigh,
            (PointType::Improvement, false) => Variation::ImprovementLow,
            (PointType::Concern, true) => Variation::ConcernHigh,
            (PointType::Concern, false) => Variation::ConcernLow,
            (PointType::NeutralHigh, _) => Variation::NeutralHigh,
            (PointType::NeutralLow, _) => Variation::NeutralLow,
        }
    }
}

impl Assurance {
    /// A constant target against process limits, all in the unit of the values.
    ///
    /// A target on a limit is inconsistent. None without a target or with a neutral direction.
    #[must_use]
    pub fn of(target: Option<f64>, lpl: f64, upl: f64, direction: Direction) -> Option<Self> {
        let target = target?;
        let (above_is, below_is) = match direction {
            Direction::Increase => (Self::ConsistentFail, Self::ConsistentPass),
            Direction::Decrease => (Self::ConsistentPass, Self::ConsistentFail),
            Direction::Neutral => return None,
        };
        Some(if target > upl {
            above_is
        } else if target < lpl {
            below_is
        } else {
            Self::Inconsistent
        })
    }
}

/// Whether a rebase group of so many values is too short for settled limits.
pub(crate) const fn is_short(values: usize, short_below: usize) -> bool {
    values < short_below
}
