//! `alerts add`.

use std::process::ExitCode;

use anyhow::Context as _;
use candour_alerts::store::{Asked, Store, Wanted};
use candour_alerts::{EmailAddress, HookAddress, in_words};

use super::{now, random, store_path};
use crate::cli::{Alerts, AlertsAdd, Format, Global};
use crate::commands::{NotThere, archive};
use crate::output;

pub(super) fn add(global: &Global, asked: &Alerts, add: &AlertsAdd) -> anyhow::Result<ExitCode> {
    // The address and what is followed are looked at before there is a file.
    let mail: Option<EmailAddress> = add.to.email.as_deref().map(str::parse).transpose()?;
    let hook = add
        .to
        .webhook
        .as_deref()
        .map(|text| HookAddress::new(text, false))
        .transpose()?;
    let archive = archive::open(global)?;
    let (follow, words) = in_words(&archive.snapshot()?, &add.follow)?;
    let wanted = Wanted {
        follow,
        words,
        cadence: add.cadence,
    };
    let path = store_path(global, asked.store.as_deref());
    let mut made = None;
    let secret = match &add.secret_file {
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read the secret {}", file.display()))?;
            let text = text.trim_end_matches(['\r', '\n']).to_owned();
            if text.len() < 16 {
                return Err(NotThere::new(
                    format!("the secret in {} has fewer than 16 letters", file.display()),
                    "`openssl rand -hex 32` makes one",
                )
                .into());
            }
            text
        }
        None => {
            let text: String = random()?.iter().map(|byte| format!("{byte:02x}")).collect();
            made = hook.is_some().then(|| text.clone());
            text
        }
    };
    let mut store = Store::open_or_make(&path, random()?, random()?)?;
    let asked = match (&mail, &hook) {
        (Some(mail), _) => store.ask_by_mail(mail, &wanted, now())?,
        (None, Some(hook)) => store.add_webhook(hook, secret.as_bytes(), &wanted, now())?,
        (None, None) => anyhow::bail!("neither --email nor --webhook is given"),
    };
    let state = match asked {
        Asked::Pending(_) => "pending",
        Asked::Confirmed(_) => "confirmed",
        Asked::Already(_) => "already-confirmed",
    };
    if global.format == Format::Table {
        let id = asked.id();
        output::tell(&format!(
            "subscription {id}: {}, {}",
            wanted.words, wanted.cadence
        ));
        output::tell(match asked {
            Asked::Pending(_) => {
                "a mail that asks to confirm waits: `candour alerts send --confirmations` sends it"
            }
            Asked::Confirmed(_) => "it is confirmed",
            Asked::Already(_) => "it was there before and is confirmed",
        });
        if let Some(secret) = &made {
            output::tell(
                "the webhook's messages are signed with this secret, which is not shown again:",
            );
            use std::io::Write as _;
            writeln!(std::io::stdout().lock(), "{secret}")?;
        }
    } else {
        output::json(&serde_json::json!({
            "subscription": asked.id(),
            "state": state,
            "follow": wanted.follow.to_string(),
            "words": wanted.words,
            "cadence": wanted.cadence.as_str(),
            "secret": made,
        }))?;
    }
    Ok(ExitCode::SUCCESS)
}
