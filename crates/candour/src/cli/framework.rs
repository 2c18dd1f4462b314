//! What can be asked of an oversight framework.

use candour_assessment::framework::Change;
use candour_core::{BodyCode, Month};
use candour_findings::oversight;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Framework {
    /// The framework's name, such as nof-2025-26; `candour frameworks` lists them
    pub(crate) id: String,
    /// The quarter: "Q4 2025/26", Q4-2025-26 or the month it ends in [default: the latest held]
    #[arg(long, value_name = "QUARTER", value_parser = quarter)]
    pub(crate) quarter: Option<Month>,
    /// The steps that set one trust's segment
    #[arg(long, value_name = "CODE")]
    pub(crate) trust: Option<BodyCode>,
    /// Where the trust would stand with another value, the median of its type, or another score
    #[arg(long, value_name = "METRIC=VALUE|median|score:N", requires = "trust", value_parser = change, conflicts_with = "reconcile")]
    pub(crate) what_if: Vec<(String, Change)>,
    /// In the what-if, the flag of the financial override [default: as published]
    #[arg(long, value_enum, value_name = "on|off", requires = "what_if")]
    pub(crate) financial_override: Option<Switch>,
    /// Every published figure, ours, the difference and its cause, of all quarters
    #[arg(long)]
    pub(crate) reconcile: bool,
    /// With --reconcile, the figures that agree too
    #[arg(long, requires = "reconcile")]
    pub(crate) all: bool,
    /// With --reconcile, only figures with this cause, such as "segment not determinable"
    #[arg(long, value_name = "CAUSE", requires = "reconcile")]
    pub(crate) cause: Option<String>,
    /// As known on this day: the latest version published by then
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_known: Option<Date>,
}

/// A flag that is set or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    /// Set
    On,
    /// Not set
    Off,
}

fn quarter(text: &str) -> Result<Month, String> {
    oversight::quarter_named(text)
        .ok_or_else(|| format!("expected {}", oversight::QUARTER_EXPECTED))
}

fn change(text: &str) -> Result<(String, Change), String> {
    oversight::change_named(text).ok_or_else(|| format!("expected {}", oversight::CHANGE_EXPECTED))
}
