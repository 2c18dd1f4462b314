//! `alerts`: who wants to be told of what, and telling them.

mod adding;
mod news;
mod sending;
pub(crate) mod serving;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use candour_alerts::store::{Confirmed, Store};
use candour_alerts::{Cadence, Random, Settings, latest_moment};
use candour_curated::{WorkingDays, briefing_moment, in_london};
use candour_findings::dates;
use jiff::Timestamp;

use super::NotThere;
use crate::cli::{Alerts, AlertsCommand, Format, Global};
use crate::output::{self, Table};

pub(super) fn run(global: &Global, asked: &Alerts) -> anyhow::Result<ExitCode> {
    match &asked.what {
        AlertsCommand::List { ended } => list(global, asked, *ended),
        AlertsCommand::Add(add) => adding::add(global, asked, add),
        AlertsCommand::Confirm { token } => confirm(global, asked, token),
        AlertsCommand::Remove { id } => remove(global, asked, *id),
        AlertsCommand::Evaluate { on } => news::evaluate(global, asked, *on),
        AlertsCommand::Send {
            dry_run,
            confirmations,
        } => sending::send(global, asked, *dry_run, *confirmations),
        AlertsCommand::Status => status(global, asked),
    }
}

/// Where the subscriptions are: beside the archive, never in it.
pub(crate) fn store_path(global: &Global, given: Option<&Path>) -> PathBuf {
    given.map_or_else(
        || {
            let archive = global.archive();
            let folder = archive
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            folder.unwrap_or(Path::new(".")).join("alerts.sqlite")
        },
        Path::to_owned,
    )
}

fn open(global: &Global, asked: &Alerts) -> anyhow::Result<Store> {
    let path = store_path(global, asked.store.as_deref());
    if !path.is_file() {
        return Err(NotThere::new(
            format!("there is no store of alerts at {}", path.display()),
            "`candour alerts add` makes one; --store names another file",
        )
        .into());
    }
    Ok(Store::open(&path)?)
}

pub(super) fn now() -> Timestamp {
    Timestamp::now()
}

/// 32 bytes from the operating system.
pub(crate) fn random() -> anyhow::Result<Random> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow!("the system gave no random bytes: {error}"))?;
    Ok(bytes)
}

/// The settings of the file, with what the environment says before it.
pub(crate) fn settings(file: Option<&Path>) -> anyhow::Result<Settings> {
    let text = match file {
        None => String::new(),
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the settings {}", path.display()))?,
    };
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("CANDOUR_"))
        .collect();
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| error.to_string());
    Settings::read(&text, &environment, &read).map_err(|error| {
        NotThere::new(
            format!("the settings of alerts: {error}"),
            "docs/alerts.md shows a whole file; --settings names it",
        )
        .into()
    })
}

fn list(global: &Global, asked: &Alerts, ended: bool) -> anyhow::Result<ExitCode> {
    let all = open(global, asked)?.subscriptions(ended)?;
    match global.format {
        Format::Json => output::json(&all)?,
        Format::Csv => output::csv(all)?,
        Format::Table => {
            let mut table = Table::new(&[">Id", "Follows", "How often", "State", "To"]);
            for one in all {
                let state = match &one.refused {
                    Some(why) => format!("refused: {why}"),
                    None => one.state.as_str().to_owned(),
                };
                table.row([
                    one.id.to_string(),
                    one.follow,
                    one.cadence,
                    state,
                    one.address.unwrap_or_else(|| "–".to_owned()),
                ]);
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn confirm(global: &Global, asked: &Alerts, token: &str) -> anyhow::Result<ExitCode> {
    let mut store = open(global, asked)?;
    let (state, id) = match store.confirm(token, now())? {
        Confirmed::Yes(id) => ("confirmed", Some(id)),
        Confirmed::Expired => ("expired", None),
        Confirmed::Unknown => ("unknown", None),
    };
    match (global.format, id) {
        (Format::Json, _) => {
            output::json(&serde_json::json!({ "state": state, "subscription": id }))?;
        }
        (_, Some(id)) => output::tell(&format!("subscription {id} is confirmed")),
        (_, None) => output::tell(match state {
            "expired" => "that token is more than seven days old: ask for the alerts again",
            _ => "this store gave no such token, or what it was for has ended",
        }),
    }
    Ok(done(id.is_some()))
}

fn remove(global: &Global, asked: &Alerts, id: i64) -> anyhow::Result<ExitCode> {
    let there = open(global, asked)?.remove(id, now())?;
    match global.format {
        Format::Json => output::json(&serde_json::json!({ "subscription": id, "ended": there }))?,
        _ if there => output::tell(&format!("subscription {id} has ended")),
        _ => output::tell(&format!(
            "there is no subscription {id}, or it has ended before"
        )),
    }
    Ok(done(there))
}

const fn done(well: bool) -> ExitCode {
    if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn status(global: &Global, asked: &Alerts) -> anyhow::Result<ExitCode> {
    let store = open(global, asked)?;
    let overview = store.overview()?;
    let faults = store.faults(20)?;
    let calendar = WorkingDays::bundled();
    let now = now();
    let today = in_london(now).date();
    let next = match calendar.is_working_day(today) {
        Ok(true) if now < briefing_moment(today) => Ok(today),
        _ => calendar.next_working_day(today),
    };
    let (next_day, unknown) = match next {
        Ok(day) => (Some(day), None),
        Err(error) => (None, Some(error.to_string())),
    };
    let last = latest_moment(Cadence::Daily, now, calendar).at;
    if global.format == Format::Table {
        let mut table = Table::new(&["What", ">How many"]);
        for (what, count) in [
            ("subscriptions that are told", overview.confirmed),
            ("not confirmed yet", overview.pending),
            ("ended", overview.unsubscribed),
            ("addresses held", overview.addresses),
            ("of these, refusing", overview.refused),
            ("news that waits to be told", overview.waiting),
            ("messages that are tried again", overview.open),
            ("messages sent", overview.sent),
            ("messages given up", overview.failed),
            ("messages of which nobody knows", overview.uncertain),
        ] {
            table.row([what.to_owned(), count.to_string()]);
        }
        table.print(&mut io::stdout().lock())?;
        output::tell(&match (next_day, &unknown) {
            (Some(day), _) => format!("the next digest goes at 07:00 on {}", dates::day(day)),
            (None, Some(why)) => format!("when the next digest goes is not known: {why}"),
            (None, None) => String::new(),
        });
        for (when, kind, state, what) in &faults {
            output::tell(&format!("{when} {kind}, {state}: {what}"));
        }
    } else {
        output::json(&serde_json::json!({
            "store": store.path().display().to_string(),
            "counts": overview,
            "last_digest_moment": last.to_string(),
            "next_digest_day": next_day.map(|day| day.to_string()),
            "calendar": unknown,
            "faults": faults.iter().map(|(when, kind, state, what)| serde_json::json!({
                "at": when.to_string(), "kind": kind, "state": state, "what": what,
            })).collect::<Vec<_>>(),
        }))?;
    }
    Ok(ExitCode::SUCCESS)
}
