//! Is the change real, and was the promise kept? Pure functions from values to findings.
//!
//! - [`spc`]: XmR charts, rules and icons: is a change more than chance?
//! - [`commitment`]: what somebody is held to, and the test that decides it.
//! - [`verdict`]: whether it was kept, by how much it was missed, or why nobody can tell.
//! - [`finance`]: plans, years to date, forecasts and outturns of bodies, never mixed.
//! - [`forecast`]: where a series will land, with an interval that was tested on the past.
//! - [`framework`]: an oversight framework re-scored from what was published.
//! - [`events`]: strikes and other dated events that a chart must show.
//!
//! **Invariants.** Nothing here opens a file, reads a clock, draws a random number or panics on what
//! it is given; the same points and options give the same answer, to the last bit.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod bundled;
pub mod commitment;
pub mod events;
pub mod finance;
pub mod forecast;
pub mod framework;
pub mod spc;
pub mod verdict;

pub use spc::{
    Adjacency, AssessedPoint, Assessment, Assessor, Assurance, Direction, Facet, FacetAssessment,
    FacetOptions, Group, Icons, Options, Point, PointType, Profile, SpcError, SpcWarning,
    SpecialCause, Variation, assess, assess_facets,
};
