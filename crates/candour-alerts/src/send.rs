//! Sending what waits.

use candour_curated::{UnknownDay, WorkingDays};
use jiff::Timestamp;
use serde::Serialize;

use crate::keys::Random;
use crate::mail::{Mail, Smtp, compose};
use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::store::{Addressee, Message, MessageKind, Store, StoreError};
use crate::webhook::Caller;

/// What carries messages: the mail server and the callers of webhooks, or a test.
pub trait Carrier {
    /// Whether there is a mail server. Where there is none, mails wait and no try is counted.
    fn takes_mail(&self) -> bool;
    /// Sends a mail.
    fn mail(&mut self, mail: &Mail) -> Outcome;
    /// Calls a webhook: where, what it is signed with, what it is known by, the body, the moment.
    fn call(&mut self, to: &str, secret: &[u8], id: &str, body: &[u8], now: Timestamp) -> Outcome;
}

/// The mail server of the settings, and webhooks over the public internet.
#[derive(Debug)]
pub struct Network {
    /// The mail server, where there is one.
    pub smtp: Option<Smtp>,
    /// Calls webhooks.
    pub caller: Caller,
}

impl Carrier for Network {
    fn takes_mail(&self) -> bool {
        self.smtp.is_some()
    }

    fn mail(&mut self, mail: &Mail) -> Outcome {
        match &self.smtp {
            Some(smtp) => smtp.send(mail),
            None => Outcome::Unreachable("no mail server is set".to_owned()),
        }
    }

    fn call(&mut self, to: &str, secret: &[u8], id: &str, body: &[u8], now: Timestamp) -> Outcome {
        self.caller.post(to, secret, id, body, now)
    }
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SendReport {
    /// Messages that were taken.
    pub sent: u64,
    /// Messages that are tried again.
    pub later: u64,
    /// Messages that will not be tried again.
    pub failed: u64,
    /// Mails that were not tried: no mail server is set, or it could not be spoken to.
    pub not_tried: u64,
    /// What went wrong, once each.
    pub faults: Vec<String>,
    /// What the calendar does not know.
    pub calendar: Option<String>,
}

/// Which messages of what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All that may go.
    All,
    /// Only those that ask for a confirmation.
    Confirmations,
}

/// Sends what waits and may go now. Another run must not send at the same time: the store's lock is held.
///
/// # Errors
/// Where another run is sending, or the store cannot be written. That a message cannot be sent is no error: the report and
/// the store say so.
pub fn send(
    store: &mut Store,
    settings: &Settings,
    which: Which,
    carrier: &mut dyn Carrier,
    random: &mut dyn FnMut() -> Random,
    now: Timestamp,
) -> Result<SendReport, StoreError> {
    let _lock = store.lock()?;
    let mut report = SendReport::default();
    store.expire(now)?;
    if which == Which::All {
        let unknown = store.plan(now, WorkingDays::bundled(), settings.messages_a_day)?;
        report.calendar = unknown.map(|unknown: UnknownDay| unknown.to_string());
    }
    let mut mails = carrier.takes_mail();
    for message in store.messages(now)? {
        if which == Which::Confirmations && message.kind != MessageKind::Confirm {
            continue;
        }
        let by_mail = matches!(message.to, Addressee::Mail(_));
        if by_mail && !mails {
            report.not_tried += 1;
            continue;
        }
        if !store.still_open(message.id)? {
            continue;
        }
        let token = token(store, &message, random, now)?;
        store.begin(message.id)?;
        let outcome = carry(carrier, &message, settings, token.as_deref(), now);
        let jitter = f64::from(random()[0]) / 255.0;
        store.finish(message.id, &outcome, now, jitter)?;
        match &outcome {
            Outcome::Sent => report.sent += 1,
            Outcome::Later(_) => report.later += 1,
            Outcome::Unreachable(_) => {
                report.later += 1;
                mails = mails && !by_mail;
            }
            Outcome::Never(_) | Outcome::Refused(_) => report.failed += 1,
        }
        if let Outcome::Later(why)
        | Outcome::Unreachable(why)
        | Outcome::Never(why)
        | Outcome::Refused(why) = outcome
            && !report.faults.contains(&why)
        {
            report.faults.push(why);
        }
    }
    Ok(report)
}

fn token(
    store: &mut Store,
    message: &Message,
    random: &mut dyn FnMut() -> Random,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    match (message.kind, message.why.first()) {
        (MessageKind::Confirm, Some(why)) => store.token(why.subscription, random(), now).map(Some),
        _ => Ok(None),
    }
}

fn carry(
    carrier: &mut dyn Carrier,
    message: &Message,
    settings: &Settings,
    token: Option<&str>,
    now: Timestamp,
) -> Outcome {
    match &message.to {
        Addressee::Mail(_) => {
            let from = settings.mail.as_ref().map_or("", |mail| mail.from.as_str());
            carrier.mail(&compose(message, settings, from, token))
        }
        Addressee::Webhook(to, secret) => {
            let body = payload(message, &settings.base_url).to_string();
            carrier.call(to, secret, &message.known_by, body.as_bytes(), now)
        }
    }
}

/// What a webhook is sent: documented in `docs/alerts.md`.
#[must_use]
pub fn payload(message: &Message, base_url: &str) -> serde_json::Value {
    serde_json::json!({
        "id": message.known_by,
        "kind": message.kind.as_str(),
        "made_at": message.made_at.to_string(),
        "site": base_url,
        "items": message.items.iter().map(|told| serde_json::json!({
            "id": told.id,
            "kind": told.kind,
            "headline": told.headline.to_string(),
            "headline_runs": told.headline,
            "detail": told.detail.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "detail_runs": told.detail,
        })).collect::<Vec<_>>(),
        "more": message.more,
        "because": message.why.iter().map(|why| serde_json::json!({
            "subscription": why.subscription,
            "follow": why.follow,
            "words": why.words,
            "cadence": why.cadence,
        })).collect::<Vec<_>>(),
    })
}
