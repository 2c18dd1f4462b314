//! What can be typed about claims and corrections.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Claims {
    /// Only this claim
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Only claims that are broken
    #[arg(long)]
    pub(crate) broken: bool,
}
