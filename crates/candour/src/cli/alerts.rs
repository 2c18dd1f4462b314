//! What can be typed after `alerts`.

use std::path::PathBuf;

use candour_alerts::{Cadence, Follow};
use clap::{Args, Subcommand};
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Alerts {
    /// The file of subscriptions [default: alerts.sqlite in the folder that the archive is in]
    #[arg(long, global = true, env = "CANDOUR_ALERTS", value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// The settings: the site's address and the mail server (docs/alerts.md); variables of the environment go before
    #[arg(
        long,
        global = true,
        env = "CANDOUR_ALERTS_SETTINGS",
        value_name = "FILE"
    )]
    pub(crate) settings: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) what: AlertsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AlertsCommand {
    /// Every subscription, with the address it goes to
    List {
        /// Those that have ended too; their addresses are gone
        #[arg(long)]
        ended: bool,
    },
    /// Follow something by e-mail, which is then asked to confirm, or by webhook
    Add(AlertsAdd),
    /// Confirm a subscription by the token of its mail
    Confirm {
        /// The last part of the link in the mail
        token: String,
    },
    /// End a subscription; with the last one of an address, the address goes
    Remove {
        /// Its number, as `candour alerts list` gives it
        id: i64,
    },
    /// Find what is new, and who is to be told of it; nothing is sent
    Evaluate {
        /// The day of the briefing [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Date>,
    },
    /// Send what waits and may go now, by the calendar of working days
    #[command(
        after_help = "Example, for cron at 07:00:\n  candour alerts evaluate && candour alerts send --settings alerts.toml\n\nExit code 1 where a message was not taken."
    )]
    Send {
        /// Print the mails and the bodies of webhooks, and send and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Only mails that ask for a confirmation
        #[arg(long)]
        confirmations: bool,
    },
    /// How many subscriptions and messages there are, what went wrong, when the next digest goes
    Status,
}

#[derive(Debug, Args)]
#[group(id = "to", required = true, multiple = false)]
pub(crate) struct AlertsTo {
    /// To this e-mail address
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: Option<String>,
    /// To this webhook, in https
    #[arg(long, value_name = "URL")]
    pub(crate) webhook: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AlertsAdd {
    /// What to follow: body:CODE, measure:ID, measure:ID@CODE, commitment:ID, commitment:ID@CODE,
    /// query:ID@CODE<VALUE, query:ID@CODE>VALUE, or briefing:CODE
    pub(crate) follow: Follow,
    #[command(flatten)]
    pub(crate) to: AlertsTo,
    /// How often: at-once, daily or weekly
    #[arg(long, default_value = "daily", value_name = "CADENCE")]
    pub(crate) cadence: Cadence,
    /// The file that holds the webhook's secret [default: one is made, and printed this once]
    #[arg(long, requires = "webhook", value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
}

/// How the site takes subscriptions.
#[derive(Debug, Args)]
pub(crate) struct ServeAlerts {
    /// Take subscriptions into this store [default: the site says that it sends none]
    #[arg(long = "alerts", env = "CANDOUR_ALERTS", value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Send the mails that ask to confirm, with these settings, while the site is served
    #[arg(
        long = "alerts-settings",
        env = "CANDOUR_ALERTS_SETTINGS",
        value_name = "FILE"
    )]
    pub(crate) settings: Option<PathBuf>,
}
