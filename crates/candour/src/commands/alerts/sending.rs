//! `alerts send`.

use std::io::Write as _;
use std::process::ExitCode;

use candour_alerts::mail::{Smtp, compose};
use candour_alerts::send::{Network, SendReport, Which, payload, send as send_waiting};
use candour_alerts::store::{Addressee, Message, MessageKind, Store};
use candour_alerts::webhook::{Caller, CallerOptions};
use candour_alerts::{Random, Settings};
use candour_curated::WorkingDays;

use super::{now, open, random, settings};
use crate::cli::{Alerts, Format, Global};
use crate::output;

pub(super) fn send(
    global: &Global,
    asked: &Alerts,
    dry_run: bool,
    confirmations: bool,
) -> anyhow::Result<ExitCode> {
    let mut store = open(global, asked)?;
    let settings = settings(asked.settings.as_deref())?;
    if dry_run {
        return preview(global, &mut store, &settings, confirmations);
    }
    let which = if confirmations {
        Which::Confirmations
    } else {
        Which::All
    };
    let report = send_all(&mut store, &settings, which)?;
    if global.format == Format::Table {
        if let Some(unknown) = &report.calendar {
            output::tell(&format!("warning: {unknown}; taken for a working day"));
        }
        if report.not_tried > 0 && settings.mail.is_none() {
            output::tell(
                "warning: no mail server is set, so that mails wait; docs/alerts.md says how",
            );
        }
        for fault in &report.faults {
            output::tell(&format!("warning: {fault}"));
        }
        output::tell(&format!(
            "{} sent, {} tried again later, {} given up, {} not tried",
            report.sent, report.later, report.failed, report.not_tried
        ));
    } else {
        output::json(&report)?;
    }
    let well = report.later + report.failed == 0 && report.not_tried == 0;
    Ok(super::done(well))
}

/// Sends over the network, with the clock and the randomness of this machine.
pub(crate) fn send_all(
    store: &mut Store,
    settings: &Settings,
    which: Which,
) -> anyhow::Result<SendReport> {
    let smtp = settings
        .mail
        .as_ref()
        .map(Smtp::new)
        .transpose()
        .map_err(anyhow::Error::msg)?;
    let mut network = Network {
        smtp,
        caller: Caller::new(CallerOptions::default()),
    };
    // A system that gives none now gave some before the store was made: asked once, so that failing is an error here.
    let seed = random()?;
    let mut next = || -> Random { random().unwrap_or(seed) };
    Ok(send_waiting(
        store,
        settings,
        which,
        &mut network,
        &mut next,
        now(),
    )?)
}

fn preview(
    global: &Global,
    store: &mut Store,
    settings: &Settings,
    confirmations: bool,
) -> anyhow::Result<ExitCode> {
    let (messages, unknown) =
        store.preview(now(), WorkingDays::bundled(), settings.messages_a_day)?;
    if let Some(unknown) = unknown {
        output::tell(&format!("warning: {unknown}; taken for a working day"));
    }
    let messages: Vec<Message> = messages
        .into_iter()
        .filter(|message| !confirmations || message.kind == MessageKind::Confirm)
        .collect();
    if global.format == Format::Table {
        let mut out = std::io::stdout().lock();
        for message in &messages {
            match &message.to {
                Addressee::Mail(to) => {
                    let mail = compose(message, settings, from(settings), Some("TOKEN"));
                    writeln!(out, "To: {to}\nSubject: {}\n\n{}", mail.subject, mail.text)?;
                }
                Addressee::Webhook(to, _) => {
                    let body = payload(message, &settings.base_url);
                    writeln!(
                        out,
                        "POST {to}\n\n{}\n",
                        serde_json::to_string_pretty(&body)?
                    )?;
                }
            }
        }
        output::tell(&format!("{} would be sent; nothing was", messages.len()));
    } else {
        let all: Vec<serde_json::Value> = messages
            .iter()
            .map(|message| match &message.to {
                Addressee::Mail(to) => {
                    let mail = compose(message, settings, from(settings), Some("TOKEN"));
                    serde_json::json!({
                        "channel": "email", "to": to, "kind": message.kind.as_str(), "id": mail.known_by,
                        "subject": mail.subject, "text": mail.text, "html": mail.html,
                        "unsubscribe": mail.unsubscribe,
                    })
                }
                Addressee::Webhook(to, _) => serde_json::json!({
                    "channel": "webhook", "to": to, "kind": message.kind.as_str(), "id": message.known_by,
                    "body": payload(message, &settings.base_url),
                }),
            })
            .collect();
        output::json(&all)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn from(settings: &Settings) -> &str {
    settings.mail.as_ref().map_or("", |mail| mail.from.as_str())
}
