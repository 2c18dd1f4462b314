//! `alerts evaluate`.

use std::process::ExitCode;

use candour_alerts::store::Store;
use candour_alerts::{Rules, evaluate as look};
use candour_archive::Snapshot;
use candour_briefing::Item;
use candour_core::BodyCode;
use jiff::civil::Date;

use super::{now, open};
use crate::cli::{Alerts, Format, Global};
use crate::commands::archive;
use crate::output;

/// All news, each of one body; and the items of the briefings that somebody follows.
type Found = (Vec<Item>, Vec<(BodyCode, Vec<Item>)>);

/// What is new in the archive on a day, for these rules.
fn found(_snapshot: &Snapshot<'_>, _briefed: &[BodyCode], _on: Date) -> anyhow::Result<Found> {
    Ok((Vec::new(), Vec::new()))
}

pub(super) fn evaluate(
    global: &Global,
    asked: &Alerts,
    on: Option<Date>,
) -> anyhow::Result<ExitCode> {
    let mut store: Store = open(global, asked)?;
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    let on = on.map_or_else(crate::today, Ok)?;
    let rules: Rules = store.rules()?.into_iter().collect();
    let (items, briefings) = found(&snapshot, &rules.briefings(), on)?;
    let report = look(&mut store, &snapshot, &items, &briefings, now())?;
    if global.format == Format::Table {
        output::tell(&format!(
            "{} rules against {} items and {} figures: {} to be told, {} told before, {} queries seen for the first time",
            report.rules,
            report.items,
            report.figures,
            report.new,
            report.before,
            report.first_seen
        ));
    } else {
        output::json(&report)?;
    }
    Ok(ExitCode::SUCCESS)
}
