//! Is the change real, and was the promise kept? Pure functions from values to findings.
//!
//! - [`spc`]: XmR charts, rules and icons: is a change more than chance?
//! - [`commitment`]: what somebody is held to, and the test that decides it.
//! - [`finance`]: plans and what came of them, by body and year.
//! - [`verdict`]: whether it was kept, by how much it was missed, or why nobody can tell.
//!
//! **Invariants.** Nothing here opens a file, reads a clock, draws a random number or panics on what
//! it is given; the same points and options give the same answer, to the last bit.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

#[expect(dead_code, reason = "its readers come one by one")]
mod bundled;
pub mod commitment;
pub mod finance;
pub mod spc;
pub mod verdict;

pub use spc::{
    Adjacency, AssessedPoint, Assessment, Assessor, Assurance, Direction, Facet, FacetAssessment,
    FacetOptions, Group, Icons, Options, Point, PointType, Profile, SpcError, SpcWarning,
    SpecialCause, Variation, assess, assess_facets,
};
