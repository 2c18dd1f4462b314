//! `alerts evaluate`.

use std::process::ExitCode;

use candour_alerts::store::Store;
use candour_alerts::{Rules, evaluate as look};
use candour_archive::Snapshot;
use candour_briefing::{BriefingQuery, Item, ItemKind, Knowledge, briefing, news};
use candour_core::BodyCode;
use jiff::civil::Date;

use super::{now, open};
use crate::cli::{Alerts, Format, Global};
use crate::commands::archive;
use crate::output;

/// All news, each of one body; and the items of the briefings that somebody follows.
type Found = (Vec<Item>, Vec<(BodyCode, Vec<Item>)>);

/// What is new in the archive on a day, for these rules.
fn found(snapshot: &Snapshot<'_>, briefed: &[BodyCode], on: Date) -> anyhow::Result<Found> {
    let query = |body: Option<BodyCode>| BriefingQuery {
        on,
        body,
        knowledge: Knowledge::Today,
    };
    let items = news(snapshot, &query(None))?;
    let mut briefings = Vec::new();
    for body in briefed {
        let made = briefing(snapshot, &query(Some(body.clone())))?;
        // What has long been so fills up a briefing and is nothing to be told of.
        let items = made.items().filter(|item| item.kind != ItemKind::Standing);
        briefings.push((body.clone(), items.cloned().collect()));
    }
    Ok((items, briefings))
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
