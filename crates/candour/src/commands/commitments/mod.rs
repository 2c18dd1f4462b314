//! Commands about commitments: what was promised, what came of it, and who answers for it.

mod accountability;
mod cut;
mod plan;
mod plan_body;
mod plan_money;
mod pledges;
mod receipt;
mod target_years;
mod targets;
mod verdicts;
mod words;

pub(super) use accountability::accountability;
pub(super) use plan::plan;
pub(super) use pledges::pledges;
pub(super) use receipt::{explain, is_commitment};
pub(super) use targets::targets;
pub(super) use verdicts::verdicts;

use candour_archive::Snapshot;
use candour_core::FinancialYear;
use candour_findings::AsAt;

use super::people::day;
use crate::cli::When;
use crate::output;

/// Says on standard error that the figures are invented, where they are.
fn tell_synthetic(snapshot: &Snapshot<'_>) -> anyhow::Result<()> {
    if snapshot.is_synthetic()? {
        output::tell("note: synthetic sample: the providers and figures are invented");
    }
    Ok(())
}

/// As at when, with the machine's clock for what was not said.
fn as_at(when: When, year: Option<FinancialYear>) -> anyhow::Result<AsAt> {
    Ok(AsAt {
        day: day(when.on)?,
        as_known: when.as_known,
        year,
    })
}
