//! What an assessment is asked to do.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Adjacency, Direction, Profile};

/// One row of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day or the first day of the period. Under [`Adjacency::Months`] only year and month count.
    pub date: Date,
    /// In the unit of the measure. None when it is missing, suppressed or not submitted.
    pub value: Option<f64>,
}

impl Point {
    /// A row with a value.
    #[must_use]
    pub const fn new(date: Date, value: f64) -> Self {
        Self {
            date,
            value: Some(value),
        }
    }
}

/// How to assess one series.
///
/// ```
/// use candour_assessment::{Adjacency, Direction, Options, Profile};
/// let options = Options {
///     profile: Profile { icons_from: 13, ..Profile::nhsr_0_2_2() },
///     direction: Direction::Decrease,
///     target: Some(5.0),
///     adjacency: Adjacency::Months,
///     ..Options::default()
/// };
/// # assert!(options.rebase.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The parameters of the method.
    pub profile: Profile,
    /// Which way is better.
    pub direction: Direction,
    /// In the unit of the values; one constant. A plan that changes by the month is not a target.
    pub target: Option<f64>,
    /// Only the first so many rows of each rebase group feed its centre line and limits; at least
    /// 12. Rows without a value are counted, as the reference package does.
    pub fix_after: Option<usize>,
    /// A row with one of these dates is the first row of a new rebase group. Order does not matter.
    pub rebase: Vec<Date>,
    /// Which rows are neighbours.
    pub adjacency: Adjacency,
}

/// One named series among several that are assessed alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// Must differ between facets.
    pub name: String,
    /// In any order of date.
    pub points: Vec<Point>,
}

/// What differs between facets. All of it is by name, and a name must be that of a facet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FacetOptions {
    /// Targets of some facets. A facet that is not named takes the target of the common
    /// [`Options`], if any; without one it has no assurance icon (the reference package gives it
    /// "inconsistent", because its comparison with a missing number falls through).
    pub targets: BTreeMap<String, f64>,
    /// Rebase dates of some facets. A facet that is not named takes those of the common options.
    pub rebase: BTreeMap<String, Vec<Date>>,
}
