//! Messages: made from what waits, tried, and done with.
//!
//! A message is written down before it is tried, and its end after. A run that is cut off between leaves it `begun`: the
//! next run tries it once more, under the same id, so that a reader's program can tell the two apart; a message cut off
//! twice is let go as *uncertain*. So nobody is told more than twice, and that only where a machine failed.

use std::collections::BTreeMap;

use candour_curated::{UnknownDay, WorkingDays};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, StoreError, at, seconds};
use crate::cadence::{Cadence, is_due, latest_moment};
use crate::keys::{Ends, Random, hex, keyed};
use crate::outcome::{MOST_TRIES, Outcome, next_try};
use crate::rules::SubscriptionId;
use crate::told::Told;

/// No message tells more; the rest is counted and is on the site.
const MOST_ITEMS: usize = 50;

/// What sort of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// It asks whoever has the address to confirm.
    Confirm,
    /// It tells of something as soon as it is known.
    AtOnce,
    /// What came together in a day.
    Daily,
    /// What came together in a week, and what else waits.
    Weekly,
}

impl MessageKind {
    /// As the store writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::AtOnce => "at-once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }
}

/// To whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// An e-mail address.
    Mail(String),
    /// A webhook, and what its messages are signed with.
    Webhook(String, Vec<u8>),
}

/// Why a message is sent: a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Its number.
    pub subscription: SubscriptionId,
    /// What it follows, in one word.
    pub follow: String,
    /// The same in words.
    pub words: String,
    /// How often.
    pub cadence: String,
    /// The token of the link that ends it.
    pub ends: String,
}

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// What sort.
    pub kind: MessageKind,
    /// To whom.
    pub to: Addressee,
    /// When it was made.
    pub made_at: Timestamp,
    /// What it is known by, the same in each try.
    pub known_by: String,
    /// What it tells, in the order of the news, each once.
    pub items: Vec<Told>,
    /// How much more there was.
    pub more: usize,
    /// Why it is sent.
    pub why: Vec<Why>,
    /// The token of the link that ends everything that goes to the address.
    pub ends_all: String,
}

impl Store {
    /// Makes messages of what waits and may go now. An address gets at most `per_day` within 24 hours, one of which is kept
    /// for the digest: what is beyond waits for that.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn plan(
        &mut self,
        now: Timestamp,
        calendar: &WorkingDays,
        per_day: u32,
    ) -> Result<Option<UnknownDay>, StoreError> {
        let transaction = self.now()?;
        recover(&transaction, now)?;
        let unknown = plan(&transaction, now, calendar, per_day)?;
        transaction.commit()?;
        Ok(unknown)
    }

    /// Every message that may be tried now, those that ask for a confirmation first.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn messages(&self, now: Timestamp) -> Result<Vec<Message>, StoreError> {
        messages(&self.connection, &self.key, now)
    }

    /// What [`Store::plan`] and [`Store::messages`] would give, with nothing changed.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn preview(
        &mut self,
        now: Timestamp,
        calendar: &WorkingDays,
        per_day: u32,
    ) -> Result<(Vec<Message>, Option<UnknownDay>), StoreError> {
        let key = self.key;
        let transaction = self.now()?;
        recover(&transaction, now)?;
        let unknown = plan(&transaction, now, calendar, per_day)?;
        let messages = messages(&transaction, &key, now)?;
        transaction.rollback()?;
        Ok((messages, unknown))
    }

    /// Writes down that a message is tried.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn begin(&mut self, message: i64) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE message SET begun = 1, tries = tries + 1 WHERE id = ?1",
            [message],
        )?;
        Ok(())
    }

    /// Writes down what came of a try; `jitter`, from 0 to 1, spreads the next tries.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn finish(
        &mut self,
        message: i64,
        outcome: &Outcome,
        now: Timestamp,
        jitter: f64,
    ) -> Result<(), StoreError> {
        let transaction = self.now()?;
        let tries: u32 = transaction.query_row(
            "SELECT tries FROM message WHERE id = ?1",
            [message],
            |row| row.get(0),
        )?;
        let (state, due, fault, next) = match outcome {
            Outcome::Sent => ("sent", Some("sent"), None, None),
            Outcome::Never(why) | Outcome::Refused(why) => {
                ("failed", Some("dropped"), Some(why.clone()), None)
            }
            Outcome::Later(why) | Outcome::Unreachable(why) => {
                // A mail server that is away for a day loses no mail that it never saw.
                let most = match outcome {
                    Outcome::Unreachable(_) => 2 * MOST_TRIES,
                    _ => MOST_TRIES,
                };
                match next_try(tries, most, now, jitter) {
                    Some(next) => ("open", None, Some(why.clone()), Some(next)),
                    None => {
                        let why = format!("given up after {tries} tries: {why}");
                        ("failed", Some("dropped"), Some(why), None)
                    }
                }
            }
        };
        let ended = next.is_none().then_some(seconds(now));
        transaction.execute(
            "UPDATE message SET state = ?2, begun = 0, cut_off = 0, fault = ?3, next_try = coalesce(?4, next_try), ended_at = ?5 WHERE id = ?1",
            params![message, state, fault, next.map(seconds), ended],
        )?;
        if let Some(due) = due {
            end_dues(&transaction, message, due)?;
        }
        if let Outcome::Refused(why) = outcome {
            transaction.execute(
                "UPDATE address SET refused = ?2 WHERE id = (SELECT address FROM message WHERE id = ?1)",
                params![message, why],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// What went wrong with messages, the latest first: when, of which kind, what.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn faults(
        &self,
        most: u32,
    ) -> Result<Vec<(Timestamp, String, String, String)>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT coalesce(ended_at, made_at), kind, state, fault FROM message WHERE fault IS NOT NULL AND state <> 'sent' ORDER BY id DESC LIMIT ?1",
        )?;
        let rows = statement.query_map([most], |row| {
            Ok((at(row.get(0)?), row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn end_dues(connection: &Connection, message: i64, state: &str) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE due SET state = ?2 WHERE message = ?1 AND state = 'waiting'",
        params![message, state],
    )?;
    // What nobody waits for any more need not be kept.
    connection.execute(
        "DELETE FROM item WHERE id IN (SELECT item FROM due WHERE message = ?1)
         AND NOT EXISTS (SELECT 1 FROM due WHERE due.item = item.id AND due.state = 'waiting')",
        [message],
    )?;
    Ok(())
}

/// What a run that was cut off left behind.
fn recover(connection: &Connection, now: Timestamp) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE message SET cut_off = cut_off + 1, begun = 0, next_try = ?1 WHERE state = 'open' AND begun = 1",
        [seconds(now)],
    )?;
    let mut statement =
        connection.prepare("SELECT id FROM message WHERE state = 'open' AND cut_off >= 2")?;
    let twice: Vec<i64> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in twice {
        connection.execute(
            "UPDATE message SET state = 'uncertain', ended_at = ?2, fault = 'two runs were cut off while they sent it' WHERE id = ?1",
            params![id, seconds(now)],
        )?;
        end_dues(connection, id, "dropped")?;
    }
    Ok(())
}

/// What waits for one address: subscription, item, how often, since when.
type Waiting = (SubscriptionId, String, String, i64);

fn plan(
    connection: &Connection,
    now: Timestamp,
    calendar: &WorkingDays,
    per_day: u32,
) -> Result<Option<UnknownDay>, StoreError> {
    let daily = latest_moment(Cadence::Daily, now, calendar);
    let weekly = latest_moment(Cadence::Weekly, now, calendar);
    let mut waiting: BTreeMap<i64, Vec<Waiting>> = BTreeMap::new();
    let mut statement = connection.prepare(
        "SELECT s.address, d.subscription, d.item, s.cadence, d.since FROM due d
         JOIN subscription s ON s.id = d.subscription JOIN address a ON a.id = s.address
         WHERE d.state = 'waiting' AND d.message IS NULL AND s.state = 'confirmed' AND a.refused IS NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        waiting.entry(row.get(0)?).or_default().push((
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ));
    }
    let day_ago = now
        .checked_sub(SignedDuration::from_hours(24))
        .unwrap_or(Timestamp::MIN);
    for (address, waiting) in waiting {
        let last = |kinds: &str| -> Result<Option<Timestamp>, StoreError> {
            let made: Option<i64> = connection.query_row(
                &format!(
                    "SELECT max(made_at) FROM message WHERE address = ?1 AND kind IN ({kinds})"
                ),
                [address],
                |row| row.get(0),
            )?;
            Ok(made.map(at))
        };
        let of_late: u32 = connection.query_row(
            "SELECT count(*) FROM message WHERE address = ?1 AND kind <> 'confirm' AND made_at > ?2",
            params![address, seconds(day_ago)],
            |row| row.get(0),
        )?;
        let (last_daily, last_weekly) = (last("'daily', 'weekly'")?, last("'weekly'")?);
        let full = of_late + 1 >= per_day;
        let goes = |cadence: &str, since: i64| match cadence {
            "weekly" => is_due(weekly, at(since), last_weekly),
            "at-once" if !full => true,
            _ => is_due(daily, at(since), last_daily),
        };
        let (go, stay): (Vec<Waiting>, Vec<Waiting>) = waiting
            .into_iter()
            .partition(|(_, _, cadence, since)| goes(cadence, *since));
        if go.is_empty() {
            continue;
        }
        let has = |wanted: &str| go.iter().any(|(_, _, cadence, _)| cadence == wanted);
        let kind = if has("weekly") {
            MessageKind::Weekly
        } else if has("daily") || full {
            MessageKind::Daily
        } else {
            MessageKind::AtOnce
        };
        drop(stay);
        connection.execute(
            "INSERT INTO message (address, kind, made_at, state, next_try) VALUES (?1, ?2, ?3, 'open', ?3)",
            params![address, kind.as_str(), seconds(now)],
        )?;
        let message = connection.last_insert_rowid();
        let mut takes = connection
            .prepare_cached("UPDATE due SET message = ?3 WHERE subscription = ?1 AND item = ?2")?;
        for (subscription, item, _, _) in go {
            takes.execute(params![subscription, item, message])?;
        }
    }
    Ok(daily.unknown.or(weekly.unknown))
}

fn messages(
    connection: &Connection,
    key: &Random,
    now: Timestamp,
) -> Result<Vec<Message>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT m.id, m.kind, m.made_at, m.subscription, a.id, a.kind, a.address, a.secret
         FROM message m JOIN address a ON a.id = m.address
         WHERE m.state = 'open' AND m.next_try <= ?1 AND a.refused IS NULL ORDER BY m.kind <> 'confirm', m.id",
    )?;
    let mut rows = statement.query([seconds(now)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let kind: String = row.get(1)?;
        let kind = match kind.as_str() {
            "confirm" => MessageKind::Confirm,
            "at-once" => MessageKind::AtOnce,
            "daily" => MessageKind::Daily,
            _ => MessageKind::Weekly,
        };
        let to: String = row.get(6)?;
        let to = match row.get::<_, String>(5)?.as_str() {
            "webhook" => {
                Addressee::Webhook(to, row.get::<_, Option<Vec<u8>>>(7)?.unwrap_or_default())
            }
            _ => Addressee::Mail(to),
        };
        let (items, more) = items(connection, id)?;
        found.push(Message {
            id,
            kind,
            to,
            made_at: at(row.get(2)?),
            known_by: hex(&keyed(key, format!("message {id}").as_bytes())[..16]),
            items,
            more,
            why: whys(connection, key, id, row.get(3)?)?,
            ends_all: Ends::Address(row.get(4)?).token(key),
        });
    }
    Ok(found)
}

fn items(connection: &Connection, message: i64) -> Result<(Vec<Told>, usize), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.told FROM (SELECT item, min(since) AS since, min(place) AS place FROM due WHERE message = ?1 GROUP BY item) d
         JOIN item i ON i.id = d.item ORDER BY d.since, d.place, i.id",
    )?;
    let texts: Vec<String> = statement
        .query_map([message], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let more = texts.len().saturating_sub(MOST_ITEMS);
    let items = texts
        .iter()
        .take(MOST_ITEMS)
        .map(|text| {
            serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
        })
        .collect::<Result<_, _>>()?;
    Ok((items, more))
}

fn whys(
    connection: &Connection,
    key: &Random,
    message: i64,
    confirms: Option<SubscriptionId>,
) -> Result<Vec<Why>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, follow, words, cadence FROM subscription
         WHERE id = ?2 OR id IN (SELECT subscription FROM due WHERE message = ?1) ORDER BY id",
    )?;
    let rows = statement.query_map(params![message, confirms], |row| {
        let id: i64 = row.get(0)?;
        Ok(Why {
            subscription: id,
            follow: row.get(1)?,
            words: row.get(2)?,
            cadence: row.get(3)?,
            ends: Ends::Subscription(id).token(key),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Store {
    /// Whether a message is still to be sent: somebody may have unsubscribed while others were sent.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn still_open(&self, message: i64) -> Result<bool, StoreError> {
        let open = self.connection.query_row(
            "SELECT m.state = 'open' AND a.refused IS NULL AND (m.kind = 'confirm' OR EXISTS (SELECT 1 FROM due WHERE due.message = m.id AND due.state = 'waiting'))
             FROM message m JOIN address a ON a.id = m.address WHERE m.id = ?1",
            [message],
            |row| row.get(0),
        );
        Ok(open.optional()?.unwrap_or(false))
    }
}
