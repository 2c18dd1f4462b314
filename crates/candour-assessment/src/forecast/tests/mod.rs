//! Forecasts, against the rule worked by hand, a second way, and the laws.

#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may fail by panicking; what is exact is compared exactly"
)]

mod known;
mod landing;
mod laws;
mod naive;

use candour_core::Month;

/// The first month of the invented series of these tests.
fn start() -> Month {
    Month::new(2015, 4).unwrap()
}

/// Invented values, month by month from April 2015.
fn monthly(values: impl IntoIterator<Item = Option<f64>>) -> Vec<(Month, Option<f64>)> {
    (0..)
        .zip(values)
        .map(|(after, value)| (start().plus(after), value))
        .collect()
}
