//! Plans and what came of them: money first, and any measure for which a body has a plan.
//!
//! - [`Positions`]: rows that each say one number at one stage; what was known on a day.
//! - [`Positions::judge`]: a plan held against its outturn, with the year to date and forecasts beside.
//! - [`Positions::summary`]: a year over many bodies, with what others counted next to it.
//! - [`Positions::realism`]: what speaks against a plan, with reasons, and what nobody can say.
//! - [`Facts`], [`Injections`], [`Balances`]: national figures with who counted, money put in within a
//!   year, and whether the accounts add up.
//!
//! The files are in `data/commitments/finance`; its README describes the form that a body can load too.

mod balance;
mod checks;
mod compare;
mod injections;
mod judge;
mod load;
mod national;
mod position;
mod positions;
mod prospect;
mod realism;
#[cfg(test)]
mod tests;
mod year;

pub use balance::{AddsUp, Balance, Balances, Line, LineKind};
pub use compare::{Gap, Ground};
pub use injections::{Injection, Injections, Step, WithAndWithout};
pub use judge::{Ask, PlanVerdict};
pub use load::KnowsMeasure;
pub use national::{Fact, FactUnit, Facts, Sign};
pub use position::{Basis, Bound, Number, Period, PlanUnit, Position, Quantity, Said, Stage, Word};
pub use positions::{AsKnown, Positions};
pub use prospect::{Leaning, Prospect, ToDate};
pub use realism::{Check, CheckKind, Finding, MIN_PEERS, Realism};
pub use year::{BodyYear, Standing, YearSummary};

use candour_curated::Row;

/// The text of a file among these; empty where it is not among them.
fn text_of<'a>(files: &[(&str, &'a str)], name: &str) -> &'a str {
    files
        .iter()
        .find(|(file, _)| *file == name)
        .map_or("", |(_, text)| text)
}

/// Notes a fault where the row is not in millions of pounds.
fn pounds(row: &mut Row<'_>) {
    if row.text("unit") != PlanUnit::GbpMillion.as_str() {
        row.fault("unit", "expected GBP m");
    }
}

/// A field that must be a number.
fn finite(row: &mut Row<'_>, heading: &str) -> Option<f64> {
    let value: f64 = row.must(heading)?;
    if value.is_finite() {
        Some(value)
    } else {
        row.fault(heading, "expected a number");
        None
    }
}
