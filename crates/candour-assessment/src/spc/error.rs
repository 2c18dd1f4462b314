//! What is refused, and what is only remarked on.

use jiff::civil::Date;
use serde::Serialize;

/// Why a series cannot be assessed. Each message says what to do.
///
/// Rows are counted from 1 in the order given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpcError {
    /// NaN or an infinity among the values.
    #[error(
        "row {row} ({date}) has the value {value}, which is not a finite number; leave the value out if it is missing"
    )]
    ValueNotFinite {
        /// Counted from 1.
        row: usize,
        /// Of the row.
        date: Date,
        /// `NaN`, `inf` or `-inf`.
        value: String,
    },
    /// NaN or an infinity as a target.
    #[error("the target is {value}, which is not a finite number; give a number or no target")]
    TargetNotFinite {
        /// `NaN`, `inf` or `-inf`.
        value: String,
    },
    /// Two rows with one date.
    #[error(
        "rows {first} and {second} both have the date {date}; keep one row a date, or split the series into facets"
    )]
    DuplicateDate {
        /// Counted from 1.
        first: usize,
        /// Counted from 1.
        second: usize,
        /// Of both rows.
        date: Date,
    },
    /// Two rows in one calendar month, under [`Adjacency::Months`](super::Adjacency::Months).
    #[error(
        "rows {first} ({first_date}) and {second} ({second_date}) lie in the same month; keep one row a month, or take successive rows as neighbours"
    )]
    DuplicateMonth {
        /// Counted from 1.
        first: usize,
        /// Of that row.
        first_date: Date,
        /// Counted from 1.
        second: usize,
        /// Of that row.
        second_date: Date,
    },
    /// Values so large that their mean or limits are beyond a double.
    #[error(
        "the values are too large: their mean or limits exceed what a number can hold; give them in a larger unit"
    )]
    OutOfRange,
    /// A baseline too short to fix.
    #[error(
        "the baseline is fixed after {given} rows; it must be one number, 12 or more, or left out to use every row"
    )]
    FixAfterTooSmall {
        /// As given.
        given: usize,
    },
    /// A word that is not a direction.
    #[error("`{given}` is not a direction of improvement; write increase, decrease or neutral")]
    UnknownDirection {
        /// As given.
        given: String,
    },
    /// A word that is not a profile.
    #[error("`{given}` is not a profile; write nhsr-0.2.2 or mdc-excel")]
    UnknownProfile {
        /// As given.
        given: String,
    },
    /// A parameter that has no meaning.
    #[error("the profile cannot be used: {fault}")]
    Profile {
        /// Which, and what it must be.
        fault: &'static str,
    },
    /// Two facets of one name.
    #[error("two facets are named `{facet}`; join their rows or rename one")]
    DuplicateFacet {
        /// The name.
        facet: String,
    },
    /// Rebase dates for a facet that is not there.
    #[error(
        "rebase dates are given for `{facet}`, which is not a facet of the data; the facets are {known}"
    )]
    RebaseUnknownFacet {
        /// As given.
        facet: String,
        /// The names there are, separated by commas.
        known: String,
    },
    /// A target for a facet that is not there.
    #[error(
        "a target is given for `{facet}`, which is not a facet of the data; the facets are {known}"
    )]
    TargetUnknownFacet {
        /// As given.
        facet: String,
        /// The names there are, separated by commas.
        known: String,
    },
    /// A fault within one facet.
    #[error("facet `{facet}`: {fault}")]
    InFacet {
        /// Its name.
        facet: String,
        /// What is wrong there. Part of the message, so no `source`.
        fault: Box<SpcError>,
    },
}

/// What a reader of the chart should be told; nothing was refused for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum SpcWarning {
    /// A rebase date that is the date of no row. It was ignored, as the reference package does.
    RebaseDateUnused {
        /// As given.
        date: Date,
    },
    /// A rebase group has too few values for settled limits.
    ShortGroup {
        /// Which.
        rebase_group: usize,
        /// Rows with a value.
        values: usize,
        /// The profile's `short_below`.
        needed: usize,
    },
    /// A rebase group has a centre line but no limits: no two neighbours of its baseline both have
    /// a value.
    NoLimits {
        /// Which.
        rebase_group: usize,
    },
    /// Every moving range of a rebase group is 0, so that its limits lie on the centre line.
    ZeroWidthLimits {
        /// Which.
        rebase_group: usize,
    },
    /// The series ends in rows without a value. The variation icon speaks of an earlier date.
    LatestValueAbsent {
        /// Of the last row.
        date: Date,
    },
}

impl std::fmt::Display for SpcWarning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::RebaseDateUnused { date } => write!(
                f,
                "no row has the rebase date {date}, so it was ignored; give the date of the first row of the new group"
            ),
            Self::ShortGroup {
                rebase_group,
                values,
                needed,
            } => write!(
                f,
                "group {rebase_group} has {values} values; below {needed}, read its limits as trial limits"
            ),
            Self::NoLimits { rebase_group } => write!(
                f,
                "group {rebase_group} has no limits: no two neighbouring rows of its baseline both have a value"
            ),
            Self::ZeroWidthLimits { rebase_group } => write!(
                f,
                "group {rebase_group} does not vary from row to row: its limits lie on the centre line"
            ),
            Self::LatestValueAbsent { date } => write!(
                f,
                "the last row ({date}) has no value; the variation icon speaks of the last row that has one"
            ),
        }
    }
}
