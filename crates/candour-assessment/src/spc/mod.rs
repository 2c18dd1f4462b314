//! The XmR chart of NHS England's "Making Data Count": limits, special causes and icons.
//!
//! The method is that of the R package NHSRplotthedots 0.2.2 (NHS-R Community, MIT licence), with
//! the Excel tools' own rules as a second [`Profile`]. A series is put in order of date, cut into
//! rebase groups, and each group is judged by itself:
//!
//! 1. **Limits.** The centre line is the mean of the group's baseline. The limits stand 2.66
//!    average moving ranges from it, after moving ranges at or above 3.267 averages are left out.
//! 2. **Rules.** A point is marked when it lies outside the limits, belongs to 7 successive rises
//!    or falls, is one of two in three near a limit, or belongs to 7 successive points on one side
//!    of the centre line; in that order, one label a point.
//! 3. **Icons.** *Variation* is the class of the last point with a value. *Assurance* sets the
//!    target against the last group's limits.
//!
//! # Where this departs from the package
//!
//! | question | the package | here |
//! | --- | --- | --- |
//! | a constant series, screened | limits are not numbers | limits of zero width, and a warning |
//! | a facet without a target beside others with one | inconsistent | no assurance icon |
//! | an absent value | flags around it are a known defect (its issue 156) | a row without a value has no label, and no range, run, trend or window spans it |
//! | a missing month | taken as a neighbour (its issue 138) | the same, or a break: see [`Adjacency`] |
//! | a rebase date that is no row's | ignored | ignored, and a warning |
//! | a rebase date that is the first row's | its group has the index 1 | 0, as every first group |
//! | `short` | counts rows | counts rows with a value, as do the other thresholds of a [`Profile`] |
//! | icons when the series ends in absent values | undefined | of the last value, with its date and a warning |

mod assessor;
mod error;
mod facets;
mod icons;
mod input;
mod judged;
mod limits;
mod options;
mod profile;
mod result;
mod rules;
mod words;

#[cfg(test)]
mod tests;

pub use assessor::{Assessor, assess};
pub use error::{SpcError, SpcWarning};
pub use facets::{FacetAssessment, assess_facets};
pub use options::{Facet, FacetOptions, Options, Point};
pub use profile::Profile;
pub use result::{AssessedPoint, Assessment, Group, Icons};
pub use words::{Adjacency, Assurance, Direction, PointType, SpecialCause, Variation};
