//! Named sets of parameters, because the implementations in use differ and a figure must say which
//! it follows.

use std::str::FromStr;

use serde::Serialize;

use super::SpcError;

/// Every parameter of the method. It travels with each result.
///
/// Start from a named profile and override what you must:
///
/// ```
/// use candour_assessment::Profile;
/// let six = Profile { shift_length: 6, ..Profile::mdc_excel() };
/// assert_eq!(six.name(), "mdc-excel");
/// assert!(!six.is_as_named(), "the record shows that it was changed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// The published set that this one started from.
    pub name: &'static str,
    /// Average moving ranges from the centre line to a process limit. 2.66 literally, not 3/1.128.
    /// The near limits stand at two thirds of it.
    pub multiplier: f64,
    /// Leave out of the average the moving ranges that are not strictly below `screen_at` times
    /// the first average; once, without iteration (Nelson 1982; Provost & Murray 2011).
    pub screen: bool,
    /// The multiple of the first average at which a moving range is screened out: 3.267.
    pub screen_at: f64,
    /// Successive points on one side of the centre line that make a shift.
    pub shift_length: usize,
    /// Successive points (not steps) that rise or fall throughout and so make a trend.
    pub trend_length: usize,
    /// Whether a point beyond a process limit counts among the two in three.
    pub two_in_three_counts_outside: bool,
    /// Whether a point that is both an improvement and a concern is shown as an improvement.
    /// If not, the order of the rules decides.
    pub improvement_wins: bool,
    /// Values a rebase group needs for limits to be drawn; below it, its points are not judged.
    pub limits_from: usize,
    /// Values the last rebase group needs for the two icons to be given.
    pub icons_from: usize,
    /// A rebase group with fewer values than this is marked `short`: its limits are "trial limits".
    pub short_below: usize,
}

impl Profile {
    /// NHSRplotthedots 0.2.2, which NHS-R maintains with the Making Data Count team: the default.
    ///
    /// Limits and icons at any length; short groups are marked below 13 (its help text says 12,
    /// its code 13: issue 224).
    #[must_use]
    pub const fn nhsr_0_2_2() -> Self {
        Self {
            name: "nhsr-0.2.2",
            multiplier: 2.66,
            screen: true,
            screen_at: 3.267,
            shift_length: 7,
            trend_length: 7,
            two_in_three_counts_outside: false,
            improvement_wins: false,
            limits_from: 0,
            icons_from: 0,
            short_below: 13,
        }
    }

    /// The Making Data Count Excel tools, as their makers describe them in the issues of
    /// NHSRplotthedots (90, 194, 202) and as its vignette on deviations does.
    #[must_use]
    pub const fn mdc_excel() -> Self {
        Self {
            name: "mdc-excel",
            screen: false,
            two_in_three_counts_outside: true,
            improvement_wins: true,
            limits_from: 13,
            icons_from: 13,
            ..Self::nhsr_0_2_2()
        }
    }

    /// The published set that this one started from.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether every parameter is as published under [`name`](Self::name).
    #[must_use]
    pub fn is_as_named(&self) -> bool {
        self.name.parse().is_ok_and(|named: Self| named == *self)
    }

    pub(crate) fn check(&self) -> Result<(), SpcError> {
        let fault = if !(self.multiplier.is_finite() && self.multiplier > 0.0) {
            "multiplier must be a number above 0 (2.66 in the published method)"
        } else if !(self.screen_at.is_finite() && self.screen_at > 0.0) {
            "screen_at must be a number above 0 (3.267 in the published method)"
        } else if self.shift_length < 2 {
            "shift_length must be at least 2 (7 in the published method)"
        } else if self.trend_length < 2 {
            "trend_length must be at least 2 (7 in the published method)"
        } else {
            return Ok(());
        };
        Err(SpcError::Profile { fault })
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::nhsr_0_2_2()
    }
}

impl FromStr for Profile {
    type Err = SpcError;

    fn from_str(name: &str) -> Result<Self, SpcError> {
        [Self::nhsr_0_2_2(), Self::mdc_excel()]
            .into_iter()
            .find(|profile| profile.name == name)
            .ok_or_else(|| SpcError::UnknownProfile {
                given: name.to_owned(),
            })
    }
}
