//! Alerts beside the site: where subscriptions are taken, and the thread that sends the mails which ask to confirm.

use std::time::Duration;

use candour_alerts::send::Which;
use candour_alerts::{Settings, Store};
use candour_site::AlertsDesk;

use super::{now, random, sending, settings};
use crate::cli::ServeAlerts;
use crate::output;

/// Between two looks for mails that ask to confirm.
const EVERY: Duration = Duration::from_secs(20);

/// The desk, where the command line asks for one. What it takes for granted is looked at before the site is served.
pub(crate) fn desk(asked: &ServeAlerts) -> anyhow::Result<Option<AlertsDesk>> {
    let Some(path) = &asked.store else {
        return Ok(None);
    };
    let store = Store::open_or_make(path, random()?, random()?)?;
    if let Some(file) = &asked.settings {
        let settings = settings(Some(file))?;
        let mut own = Store::open(path)?;
        std::thread::Builder::new()
            .name("confirmations".to_owned())
            .spawn(move || confirmations(&mut own, &settings))?;
    }
    Ok(Some(AlertsDesk::new(store, now)))
}

/// Runs until the process ends; each message stands in the store until it has gone.
fn confirmations(store: &mut Store, settings: &Settings) {
    let mut said = String::new();
    loop {
        let fault = match sending::send_all(store, settings, Which::Confirmations) {
            Ok(report) => report.faults.join("; "),
            // Another run sends at this moment, or the disk is full: the next look is soon.
            Err(error) => error.to_string(),
        };
        if !fault.is_empty() && fault != said {
            output::tell(&format!("warning: alerts: {fault}"));
        }
        said = fault;
        std::thread::sleep(EVERY);
    }
}
