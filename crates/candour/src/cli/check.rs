//! What can be typed about checking a story.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The story: plain text, Markdown or HTML; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The day on which it was written: bodies, and months without a year, are read as of it [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// As known on this day: only what was published by then
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_known: Option<Date>,
    /// Exit with 1 where a figure differs
    #[arg(long)]
    pub(crate) strict: bool,
}
