//! What an assessment says, in the shape in which it is published.

use jiff::civil::Date;
use serde::Serialize;

use super::{Assurance, PointType, Profile, SpcWarning, SpecialCause, Variation};

/// The chart of one series: limits, one entry a row, and the two icons.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Assessment {
    /// One a rebase group, in order of date.
    pub groups: Vec<Group>,
    /// One a row of the input, in order of date.
    pub points: Vec<AssessedPoint>,
    /// The class of the last point that has a value, or none: see [`Icons::variation`].
    pub variation: Option<Variation>,
    /// The target against the limits of the last rebase group, or none: see [`Icons::assurance`].
    pub assurance: Option<Assurance>,
    /// Whether the last rebase group, which the icons speak of, is `short`.
    pub trial_limits: bool,
    /// The date of the value that the variation icon classes, if there is one.
    pub as_of: Option<Date>,
    /// Every parameter used.
    pub profile: Profile,
    /// What a reader of the chart should be told.
    pub warnings: Vec<SpcWarning>,
}

/// The limits of one rebase group, in the unit of the values. Not clipped: a percentage may have
/// limits below 0 or above 100.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Group {
    /// 0, 1, 2, … from the earliest.
    pub rebase_group: usize,
    /// Rows of the group, those without a value and those after a fixed baseline included.
    pub n: usize,
    /// The centre line: the mean of the baseline's values. None when it has no value.
    pub mean: Option<f64>,
    /// Lower process limit. None when the baseline has no moving range, or when the group has
    /// fewer values than the profile's `limits_from`; so with the other three.
    pub lpl: Option<f64>,
    /// Upper process limit.
    pub upl: Option<f64>,
    /// Lower near limit, two thirds of the way to the process limit.
    pub near_lpl: Option<f64>,
    /// Upper near limit.
    pub near_upl: Option<f64>,
    /// Fewer values than the profile's `short_below` (13): read the limits as trial limits.
    pub short: bool,
}

/// One row of the series and what the rules say of it.
///
/// A row without a value is not judged: everything after `rebase_group` is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AssessedPoint {
    /// As given.
    pub date: Date,
    /// As given.
    pub value: Option<f64>,
    /// The [`Group`] that the row belongs to.
    pub rebase_group: usize,
    /// -1 below, 0 on, 1 above the centre line.
    pub relative_to_mean: Option<i8>,
    /// Strictly beyond a process limit. None when the group has no limits.
    pub outside_limits: Option<bool>,
    /// Strictly beyond a near limit, and not outside. None when the group has no limits.
    pub close_to_limits: Option<bool>,
    /// The rule that marks the point. None when the profile withholds the group's limits.
    pub special_cause: Option<SpecialCause>,
    /// What that means for this measure. None as above.
    pub point_type: Option<PointType>,
}

/// The two icons and the limits behind them, for a table of many series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Icons {
    /// The last rebase group. None for a series without rows.
    pub group: Option<Group>,
    /// The class of the last point with a value, among those of the last rebase group.
    ///
    /// A signal that has ended gives common cause. Rows without a value at the end are passed
    /// over, because an absent value is no judgement; `as_of` then says how old the icon is. None
    /// when the last group has fewer values than the profile's `icons_from`, or none at all: what
    /// held before a rebase says nothing of what holds after it.
    pub variation: Option<Variation>,
    /// The target against the limits of the last rebase group. None without a target, with a
    /// neutral direction, without limits, or below `icons_from`.
    pub assurance: Option<Assurance>,
    /// The date of the value classed.
    pub as_of: Option<Date>,
}
