//! What can be typed about commitments: verdicts, targets, plans, pledges, events.

use std::path::PathBuf;

use candour_assessment::verdict::Outcome;
use candour_core::{BodyCode, FinancialYear};
use candour_findings::CutRule;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

/// As at when, and as known when.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct When {
    /// Judge as at this day: what is due later is not due yet [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,
    /// As known on this day: only what was published by then
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_known: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Verdicts {
    /// The body's code [default: all bodies, counted]
    #[arg(long, value_name = "CODE")]
    pub(crate) body: Option<BodyCode>,
    /// Only commitments of this financial year; what is due each month is judged over it
    #[arg(long, value_name = "2023-24")]
    pub(crate) year: Option<FinancialYear>,
    #[command(flatten)]
    pub(crate) when: When,
    /// Only verdicts with this outcome: met, missed, at-risk, not-yet-due or unknown
    #[arg(long, value_name = "OUTCOME")]
    pub(crate) outcome: Option<Outcome>,
    /// Show every figure and row that each verdict rests on
    #[arg(long)]
    pub(crate) receipts: bool,
    /// Show the targets that no file that is read here counts, one by one
    #[arg(long, requires = "body")]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Targets {
    /// The targets of this financial year [default: how many there were each year]
    #[arg(long, value_name = "2025-26")]
    pub(crate) year: Option<FinancialYear>,
    /// Only those of this indicator, through the years
    #[arg(long, value_name = "ID")]
    pub(crate) indicator: Option<String>,
    /// What is lost if of the year only these targets or indicators are kept
    #[arg(long, value_name = "ID,…", value_delimiter = ',', requires = "year", conflicts_with_all = ["cut_to", "indicator"])]
    pub(crate) keep: Vec<String>,
    /// What is lost if the year's set is cut to so many, by a stated rule
    #[arg(
        long,
        value_name = "N",
        requires = "year",
        conflicts_with = "indicator",
        num_args = 0..=1,
        default_missing_value = "10"
    )]
    pub(crate) cut_to: Option<usize>,
    /// By which rule a set is cut: areas, missed, counted or listed
    #[arg(long, value_name = "RULE", default_value = "areas", value_parser = rule)]
    pub(crate) rule: CutRule,
    #[command(flatten)]
    pub(crate) when: When,
}

/// The rules that choose by themselves; what the reader names is chosen with `--keep`.
fn rule(text: &str) -> Result<CutRule, String> {
    match text.parse() {
        Ok(CutRule::Chosen) | Err(_) => Err("expected areas, missed, counted or listed".to_owned()),
        Ok(rule) => Ok(rule),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Injections {
    /// As published: the money that was put in within the year is in the position
    On,
    /// Less what was put in
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The financial year
    #[arg(value_name = "YEAR")]
    pub(crate) year: FinancialYear,
    /// One system or trust: its plan, what came of it, what stands beside, what speaks against it
    #[arg(long, value_name = "CODE")]
    pub(crate) body: Option<BodyCode>,
    /// With the money that was put in within the year, or without
    #[arg(long, value_enum, default_value_t = Injections::On)]
    pub(crate) injections: Injections,
    /// A body's own plan and months, in the form that data/commitments/finance/README.md describes
    #[arg(long, value_name = "CSV")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) when: When,
}

#[derive(Debug, Args)]
pub(crate) struct Accountability {
    /// A measure or a target, by its id
    #[arg(value_name = "MEASURE|TARGET")]
    pub(crate) what: String,
    /// The body that owes it [default: england]
    #[arg(long, value_name = "CODE")]
    pub(crate) body: Option<BodyCode>,
    /// Who answered for it on this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Pledges {
    #[command(flatten)]
    pub(crate) when: When,
    /// Only those with this outcome: met, missed, at-risk, not-yet-due or unknown
    #[arg(long, value_name = "OUTCOME")]
    pub(crate) outcome: Option<Outcome>,
    /// Show every row that each verdict rests on
    #[arg(long)]
    pub(crate) receipts: bool,
}
