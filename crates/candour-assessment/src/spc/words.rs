//! The words of a chart: the classes, labels and icons, spelt as NHSRplotthedots 0.2.2 spells them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::SpcError;

/// Writes `as_str` (the one spelling of each word, shared by `Display` and the page templates)
/// and `Display` from one table, so that they cannot differ.
macro_rules! spelt {
    ($name:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $name {
            /// The word as it stands in data: the same as in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// Which way is better: the *improvement direction* of a measure.
///
/// ```
/// use candour_assessment::Direction;
/// assert_eq!("decrease".parse::<Direction>(), Ok(Direction::Decrease));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A higher value is better. The default of the reference package.
    #[default]
    Increase,
    /// A lower value is better.
    Decrease,
    /// Neither is better: signals are shown, none is called an improvement or a concern.
    Neutral,
}

spelt!(Direction { Increase => "increase", Decrease => "decrease", Neutral => "neutral" });

impl FromStr for Direction {
    type Err = SpcError;

    fn from_str(word: &str) -> Result<Self, SpcError> {
        match word {
            "increase" => Ok(Self::Increase),
            "decrease" => Ok(Self::Decrease),
            "neutral" => Ok(Self::Neutral),
            _ => Err(SpcError::UnknownDirection {
                given: word.to_owned(),
            }),
        }
    }
}

/// Why a point is marked. One label a point; the rule that takes precedence wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SpecialCause {
    /// No rule marks the point.
    #[serde(rename = "Common Cause")]
    CommonCause,
    /// Above the upper process limit.
    #[serde(rename = "Above UCL")]
    AboveUcl,
    /// Below the lower process limit.
    #[serde(rename = "Below LCL")]
    BelowLcl,
    /// In a run of successive rises. The word says 7, the length in the reference package;
    /// the length used is recorded in the [`Profile`](super::Profile).
    #[serde(rename = "7 Point Trend (Increasing)")]
    TrendIncreasing,
    /// In a run of successive falls.
    #[serde(rename = "7 Point Trend (Decreasing)")]
    TrendDecreasing,
    /// One of two in three successive points near the upper limit.
    #[serde(rename = "2 in 3 Above CL")]
    TwoInThreeAbove,
    /// One of two in three successive points near the lower limit.
    #[serde(rename = "2 in 3 Below CL")]
    TwoInThreeBelow,
    /// In a run of successive points above the centre line.
    #[serde(rename = "7 Points Above CL")]
    ShiftAbove,
    /// In a run of successive points below the centre line.
    #[serde(rename = "7 Points Below CL")]
    ShiftBelow,
}

spelt!(SpecialCause {
    CommonCause => "Common Cause",
    AboveUcl => "Above UCL",
    BelowLcl => "Below LCL",
    TrendIncreasing => "7 Point Trend (Increasing)",
    TrendDecreasing => "7 Point Trend (Decreasing)",
    TwoInThreeAbove => "2 in 3 Above CL",
    TwoInThreeBelow => "2 in 3 Below CL",
    ShiftAbove => "7 Points Above CL",
    ShiftBelow => "7 Points Below CL",
});

/// What a label means once the direction of improvement is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PointType {
    /// Nothing but the usual noise.
    #[serde(rename = "common_cause")]
    CommonCause,
    /// A signal in the good direction.
    #[serde(rename = "special_cause_improvement")]
    Improvement,
    /// A signal in the bad direction.
    #[serde(rename = "special_cause_concern")]
    Concern,
    /// A signal upwards where neither direction is better.
    #[serde(rename = "special_cause_neutral_high")]
    NeutralHigh,
    /// A signal downwards where neither direction is better.
    #[serde(rename = "special_cause_neutral_low")]
    NeutralLow,
}

spelt!(PointType {
    CommonCause => "common_cause",
    Improvement => "special_cause_improvement",
    Concern => "special_cause_concern",
    NeutralHigh => "special_cause_neutral_high",
    NeutralLow => "special_cause_neutral_low",
});

/// The variation icon: what the latest value of the series is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// No signal at the latest value, whatever came before.
    CommonCause,
    /// A good signal, upwards.
    ImprovementHigh,
    /// A good signal, downwards.
    ImprovementLow,
    /// A bad signal, upwards.
    ConcernHigh,
    /// A bad signal, downwards.
    ConcernLow,
    /// A signal upwards, neither good nor bad.
    NeutralHigh,
    /// A signal downwards, neither good nor bad.
    NeutralLow,
}

spelt!(Variation {
    CommonCause => "common_cause",
    ImprovementHigh => "improvement_high",
    ImprovementLow => "improvement_low",
    ConcernHigh => "concern_high",
    ConcernLow => "concern_low",
    NeutralHigh => "neutral_high",
    NeutralLow => "neutral_low",
});

/// The assurance icon: can the process, left as it is, be relied on to meet its target?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// The target lies beyond the limits on the good side: it will be met month after month.
    ConsistentPass,
    /// The target lies beyond the limits on the bad side: it will be missed month after month.
    ConsistentFail,
    /// The target lies within the limits: met or missed by chance.
    Inconsistent,
}

spelt!(Assurance {
    ConsistentPass => "consistent_pass",
    ConsistentFail => "consistent_fail",
    Inconsistent => "inconsistent",
});

/// Which rows are neighbours, and so may share a moving range, a run, a trend or a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjacency {
    /// Successive rows, however far apart their dates are: as the reference package does, which
    /// cannot know the step of the series (its issue 138).
    #[default]
    Rows,
    /// Successive calendar months. The step is known, so that a month that is not there breaks
    /// every rule just as a month without a value does. Each month may have one row.
    Months,
    /// The same for quarters, each given by a day in the month that it ends in (or in any of its
    /// months, the same for all): rows three months apart are neighbours. Each month may have one
    /// row.
    Quarters,
}

spelt!(Adjacency { Rows => "rows", Months => "months", Quarters => "quarters" });
