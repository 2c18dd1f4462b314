//! Asking for alerts, and confirming: nobody is told of anything before who has the address said yes.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{Store, StoreError, seconds};
use crate::address::{EmailAddress, HookAddress};
use crate::cadence::Cadence;
use crate::follow::Follow;
use crate::keys::{Random, digest, hex, keyed};
use crate::rules::SubscriptionId;

/// A mail that asks for a confirmation can be answered for so long.
const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// No address follows more than this.
const MOST_OF_AN_ADDRESS: i64 = 100;
/// No address has more than this to confirm: whoever enters somebody else's address can send them no more mails.
const MOST_TO_CONFIRM: i64 = 5;
/// No more than this is asked within an hour, by everybody together.
const MOST_AN_HOUR: i64 = 500;

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// What to follow.
    pub follow: Follow,
    /// The same in words, as mails say it.
    pub words: String,
    /// How often.
    pub cadence: Cadence,
}

/// What became of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A mail asks whoever has the address to confirm.
    Pending(SubscriptionId),
    /// It is confirmed.
    Confirmed(SubscriptionId),
    /// It was there before and is confirmed; how often may have changed.
    Already(SubscriptionId),
}

impl Asked {
    /// The subscription.
    #[must_use]
    pub const fn id(&self) -> SubscriptionId {
        match self {
            Self::Pending(id) | Self::Confirmed(id) | Self::Already(id) => *id,
        }
    }
}

/// What became of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// It is confirmed now, or was before.
    Yes(SubscriptionId),
    /// It was given more than seven days ago.
    Expired,
    /// This store gave no such token, or what it was for has ended.
    Unknown,
}

impl Store {
    /// Asks for alerts to an e-mail address. Asking for the same again makes no second subscription; where the first is
    /// confirmed, a stranger who knows the address can change nothing of it.
    ///
    /// # Errors
    /// Where the address, or everybody together, asks too much.
    pub fn ask_by_mail(
        &mut self,
        to: &EmailAddress,
        wanted: &Wanted,
        now: Timestamp,
    ) -> Result<Asked, StoreError> {
        self.expire(now)?;
        let transaction = self.now()?;
        let hour_ago = seconds(now) - 3_600;
        let of_late: i64 = transaction.query_row(
            "SELECT count(*) FROM message WHERE kind = 'confirm' AND made_at > ?1",
            [hour_ago],
            |row| row.get(0),
        )?;
        let address = address(&transaction, "email", to.as_str(), None)?;
        let before = find(&transaction, address, &wanted.follow)?;
        if let Some((id, true)) = before {
            transaction.commit()?;
            return Ok(Asked::Already(id));
        }
        if of_late >= MOST_AN_HOUR {
            return Err(StoreError::TooMany(
                "so many have asked within the last hour that no more mails are sent; ask again later",
            ));
        }
        let to_confirm: i64 = transaction.query_row(
            "SELECT count(*) FROM message WHERE address = ?1 AND kind = 'confirm' AND made_at > ?2",
            params![address, seconds(now) - 24 * 3_600],
            |row| row.get(0),
        )?;
        if to_confirm >= MOST_TO_CONFIRM {
            return Err(StoreError::TooMany(
                "this address was asked five times within a day to confirm; answer one of those mails, or ask again tomorrow",
            ));
        }
        let id = match before {
            Some((id, _)) => {
                transaction.execute(
                    "UPDATE subscription SET cadence = ?2, words = ?3, asked_at = ?4 WHERE id = ?1",
                    params![id, wanted.cadence.as_str(), wanted.words, seconds(now)],
                )?;
                id
            }
            None => insert(&transaction, address, wanted, false, now)?,
        };
        transaction.execute(
            "INSERT INTO message (address, kind, subscription, made_at, state, next_try) VALUES (?1, 'confirm', ?2, ?3, 'open', ?3)",
            params![address, id, seconds(now)],
        )?;
        transaction.commit()?;
        Ok(Asked::Pending(id))
    }

    /// Adds a webhook: for whoever runs this, and confirmed thereby.
    ///
    /// # Errors
    /// Where the address follows too much.
    pub fn add_webhook(
        &mut self,
        to: &HookAddress,
        secret: &[u8],
        wanted: &Wanted,
        now: Timestamp,
    ) -> Result<Asked, StoreError> {
        let transaction = self.now()?;
        let address = address(&transaction, "webhook", to.as_str(), Some(secret))?;
        let asked = match find(&transaction, address, &wanted.follow)? {
            Some((id, _)) => {
                transaction.execute(
                    "UPDATE subscription SET cadence = ?2, words = ?3 WHERE id = ?1",
                    params![id, wanted.cadence.as_str(), wanted.words],
                )?;
                Asked::Already(id)
            }
            None => Asked::Confirmed(insert(&transaction, address, wanted, true, now)?),
        };
        transaction.commit()?;
        Ok(asked)
    }

    /// Gives a subscription another token to confirm with, and keeps only its digest.
    pub(crate) fn token(
        &mut self,
        of: SubscriptionId,
        random: Random,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let token = hex(&random);
        let expires = seconds(now) + CONFIRM_WITHIN.as_secs();
        self.connection.execute(
            "INSERT OR REPLACE INTO confirmation (digest, subscription, expires_at) VALUES (?1, ?2, ?3)",
            params![digest(token.as_bytes()).as_slice(), of, expires],
        )?;
        Ok(token)
    }

    /// What a token would confirm, without confirming it: programs that read mails follow links, and only a person
    /// presses a button.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn to_confirm(&self, token: &str, now: Timestamp) -> Result<Confirmed, StoreError> {
        let found = self
            .connection
            .query_row(
                "SELECT s.id, c.expires_at, s.state FROM confirmation c JOIN subscription s ON s.id = c.subscription WHERE c.digest = ?1",
                [digest(token.as_bytes()).as_slice()],
                |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
                },
            )
            .optional()?;
        Ok(match found {
            None => Confirmed::Unknown,
            Some((_, _, state)) if state == "unsubscribed" => Confirmed::Unknown,
            Some((id, _, state)) if state == "confirmed" => Confirmed::Yes(id),
            Some((_, expires, _)) if expires <= seconds(now) => Confirmed::Expired,
            Some((id, ..)) => Confirmed::Yes(id),
        })
    }

    /// Confirms a subscription by the token of its mail.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn confirm(&mut self, token: &str, now: Timestamp) -> Result<Confirmed, StoreError> {
        let found = self.to_confirm(token, now)?;
        if let Confirmed::Yes(id) = found {
            self.connection.execute(
                "UPDATE subscription SET state = 'confirmed', confirmed_at = ?2 WHERE id = ?1 AND state = 'pending'",
                params![id, seconds(now)],
            )?;
        }
        Ok(found)
    }

    /// Forgets what nobody confirmed in time, address and all.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn expire(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let before = seconds(now) - CONFIRM_WITHIN.as_secs();
        let transaction = self.now()?;
        let ids: Vec<i64> = {
            let mut statement = transaction.prepare_cached(
                "SELECT s.id FROM subscription s WHERE s.state = 'pending' AND s.asked_at <= ?1
                 AND NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.subscription = s.id AND c.expires_at > ?2)",
            )?;
            let rows = statement.query_map(params![before, seconds(now)], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for id in &ids {
            super::ending::end_one(&transaction, *id, now)?;
        }
        super::ending::forget_addresses(&transaction, None, now)?;
        transaction.commit()?;
        Ok(ids.len() as u64)
    }

    /// Whether an address once left. It may come back; but only by confirming.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn has_left(&self, address: &str) -> Result<bool, StoreError> {
        let digest = keyed(&self.salt, address.as_bytes());
        Ok(self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM left_us WHERE digest = ?1)",
            [digest.as_slice()],
            |row| row.get(0),
        )?)
    }
}

/// The row of an address; a webhook's secret is the latest that was given.
fn address(
    transaction: &Transaction<'_>,
    kind: &str,
    to: &str,
    secret: Option<&[u8]>,
) -> Result<i64, StoreError> {
    Ok(transaction.query_row(
        "INSERT INTO address (kind, address, secret) VALUES (?1, ?2, ?3)
         ON CONFLICT (address) DO UPDATE SET secret = coalesce(excluded.secret, secret), refused = NULL
         RETURNING id",
        params![kind, to, secret],
        |row| row.get(0),
    )?)
}

/// A subscription that has not ended, and whether it is confirmed.
fn find(
    transaction: &Transaction<'_>,
    address: i64,
    follow: &Follow,
) -> Result<Option<(SubscriptionId, bool)>, StoreError> {
    Ok(transaction
        .query_row(
            "SELECT id, state = 'confirmed' FROM subscription WHERE address = ?1 AND follow = ?2 AND state <> 'unsubscribed'",
            params![address, follow.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?)
}

fn insert(
    transaction: &Transaction<'_>,
    address: i64,
    wanted: &Wanted,
    confirmed: bool,
    now: Timestamp,
) -> Result<SubscriptionId, StoreError> {
    let of_address: i64 = transaction.query_row(
        "SELECT count(*) FROM subscription WHERE address = ?1",
        [address],
        |row| row.get(0),
    )?;
    if of_address >= MOST_OF_AN_ADDRESS {
        return Err(StoreError::TooMany(
            "this address follows a hundred things, and no address follows more; follow a whole body or the briefing instead",
        ));
    }
    let state = if confirmed { "confirmed" } else { "pending" };
    let confirmed_at = confirmed.then_some(seconds(now));
    transaction.execute(
        "INSERT INTO subscription (address, follow, words, cadence, state, asked_at, confirmed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            address,
            wanted.follow.to_string(),
            wanted.words,
            wanted.cadence.as_str(),
            state,
            seconds(now),
            confirmed_at
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}
