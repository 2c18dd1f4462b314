//! What the archive's figures come to: the one place where what was counted meets what was promised.
//!
//! The pages, the API and the command line all call these functions, so that they say the same thing.
//! Everything that is judged is judged by the pure functions of `candour-assessment`; this crate fetches
//! the evidence, hands it over, and keeps the way back to the receipt.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod accountability;
mod changes;
mod cutting;
pub mod dates;
pub mod format;
mod judging;
pub mod links;
mod national;
pub mod oversight;
mod plans;
mod series;
pub mod shapes;
mod standards;
mod trajectory;
pub mod wording;

pub use accountability::{Rung, ladder};
pub use changes::{Move, Moved, asked_of, moves};
pub use cutting::{AreaLost, Cut, CutRule, cut, is_cuttable};
pub use judging::{
    AsAt, Judged, Tally, all_targets, pledges, seen, target_at_level, targets_of_body,
};
pub use national::national;
pub use plans::{
    PlanYear, judged_plan, landing, landing_population, plan_year, plan_years, plans_of_body,
};
pub use series::{AssessOptions, assess, by_month, direction, sheet, target};
pub use standards::{Standard, standard_in, standards};
pub use trajectory::{planned_measures, trajectory};
