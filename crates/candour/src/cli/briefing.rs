//! What can be typed about briefings.

use candour_core::Month;
use clap::Args;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Briefing {
    /// For whom: a code, or words of a name that only one body has
    #[arg(long = "for", value_name = "BODY", default_value = "england")]
    pub(crate) body: String,
    /// The day of the briefing [default: today]; of a day gone by it is as known then
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,
    /// As known on this day: only what was published by then [default: the day of the briefing]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_known: Option<Date>,
    /// Only periods up to this month, as the files held today have them, whenever they were published
    #[arg(long, value_name = "YYYY-MM", conflicts_with_all = ["on", "as_known"])]
    pub(crate) up_to: Option<Month>,
    /// Under each item why it stands where it stands; at the end what was found and is no news, and why
    #[arg(long)]
    pub(crate) why: bool,
    /// The address of the site that receipts lead to
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) site: String,
}
