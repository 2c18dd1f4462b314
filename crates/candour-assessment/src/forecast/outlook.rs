//! When a target that is not yet due is called at risk.

use serde::Serialize;

/// A target is at risk where the chance of meeting it is below one in two: it is then likelier to be missed
/// than met.
pub const AT_RISK_BELOW: f64 = 0.5;

/// A target is likely met from a chance of two in three on: from there the calibrated language of the
/// Intergovernmental Panel on Climate Change (guidance note on uncertainties, 2010) says *likely*. Between
/// the two, past errors do not tell which way it goes.
pub const LIKELY_FROM: f64 = 2.0 / 3.0;

/// How a target that is not yet due stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// A chance from two in three.
    LikelyMet,
    /// A chance from one in two to two in three.
    Uncertain,
    /// A chance below one in two.
    AtRisk,
}

impl Outlook {
    /// Every outlook, the best first.
    pub const ALL: [Self; 3] = [Self::LikelyMet, Self::Uncertain, Self::AtRisk];

    /// The band that a chance falls in.
    #[must_use]
    pub fn of(probability: f64) -> Self {
        if probability >= LIKELY_FROM {
            Self::LikelyMet
        } else if probability >= AT_RISK_BELOW {
            Self::Uncertain
        } else {
            Self::AtRisk
        }
    }

    /// What a reader is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::LikelyMet => "likely met",
            Self::Uncertain => "uncertain",
            Self::AtRisk => "at risk",
        }
    }
}
