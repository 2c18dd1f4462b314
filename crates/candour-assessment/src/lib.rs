//! Is the change real? XmR charts, rules and icons: pure functions from values to findings.
//!
//! **Invariants.** Nothing here opens a file, reads a clock, draws a random number or panics on what
//! it is given; the same points and options give the same answer, to the last bit.

#[expect(dead_code, reason = "its readers come one by one")]
mod bundled;
pub mod events;
pub mod spc;

pub use spc::{
    Adjacency, AssessedPoint, Assessment, Assessor, Assurance, Direction, Facet, FacetAssessment,
    FacetOptions, Group, Icons, Options, Point, PointType, Profile, SpcError, SpcWarning,
    SpecialCause, Variation, assess, assess_facets,
};
