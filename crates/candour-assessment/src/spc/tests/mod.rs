//! Conformance with the rule book's cases, laws, and the edges the rule book leaves to us.

mod calendar;
mod conformance;
mod edges;
mod facets;
mod laws;
mod naive;
mod units;

use std::error::Error;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{AssessedPoint, Assessment, Point};

/// What a test hands back, so that a fault in reading a case is told as it is.
type Outcome = Result<(), Box<dyn Error>>;

const FIRST: Date = date(2019, 4, 1);

/// The first of the month, so many months after April 2019.
fn month(after: usize) -> Date {
    FIRST.saturating_add(i64::try_from(after).unwrap_or(i64::MAX).months())
}

/// A monthly series without gaps.
fn monthly(values: impl IntoIterator<Item = f64>) -> Vec<Point> {
    optional(values.into_iter().map(Some))
}

/// A row every month, some without a value.
fn optional(values: impl IntoIterator<Item = Option<f64>>) -> Vec<Point> {
    let rows = values.into_iter().enumerate();
    rows.map(|(at, value)| Point {
        date: month(at),
        value,
    })
    .collect()
}

/// One thing of each point, to compare in a line.
fn each<T>(chart: &Assessment, of: impl Fn(&AssessedPoint) -> T) -> Vec<T> {
    chart.points.iter().map(of).collect()
}
