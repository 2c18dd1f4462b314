//! Ending: at once, by one click, and the address goes.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{Store, StoreError, seconds};
use crate::keys::{Ends, Random, keyed};
use crate::rules::SubscriptionId;

/// What became of a link that ends something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It has ended, now or before: what it was, in words, where it is still known.
    Yes(Vec<String>),
    /// This store gave no such link.
    Unknown,
}

impl Store {
    /// What a link would end, without ending it.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn to_end(&self, token: &str) -> Result<Ended, StoreError> {
        Ok(match Ends::of_token(self.key(), token) {
            None => Ended::Unknown,
            Some(ends) => Ended::Yes(
                self.ended_by(ends)?
                    .into_iter()
                    .map(|(_, words)| words)
                    .collect(),
            ),
        })
    }

    /// Ends what a link is for. Doing it twice is no fault. The address goes with its last subscription.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn end(&mut self, token: &str, now: Timestamp) -> Result<Ended, StoreError> {
        let Some(ends) = Ends::of_token(self.key(), token) else {
            return Ok(Ended::Unknown);
        };
        let found = self.ended_by(ends)?;
        self.end_all(found.iter().map(|(id, _)| *id), now)?;
        Ok(Ended::Yes(
            found.into_iter().map(|(_, words)| words).collect(),
        ))
    }

    /// Ends a subscription by its number: for whoever runs this. Whether there was one.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn remove(&mut self, id: SubscriptionId, now: Timestamp) -> Result<bool, StoreError> {
        let there = self.ended_by(Ends::Subscription(id))?;
        self.end_all(there.iter().map(|(id, _)| *id), now)?;
        Ok(!there.is_empty())
    }

    fn ended_by(&self, ends: Ends) -> Result<Vec<(SubscriptionId, String)>, StoreError> {
        let (column, id) = match ends {
            Ends::Subscription(id) => ("id", id),
            Ends::Address(id) => ("address", id),
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT id, words FROM subscription WHERE {column} = ?1 AND state <> 'unsubscribed' ORDER BY id"
        ))?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn end_all(
        &mut self,
        ids: impl Iterator<Item = SubscriptionId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let salt = self.salt;
        let transaction = self.now()?;
        for id in ids {
            end_one(&transaction, id, now)?;
        }
        forget_addresses(&transaction, Some(&salt), now)?;
        Ok(transaction.commit()?)
    }
}

/// Ends one subscription: nothing more of it is sent, and it no longer leads to an address.
pub(super) fn end_one(
    transaction: &Transaction<'_>,
    id: SubscriptionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE due SET state = 'dropped', message = NULL WHERE subscription = ?1 AND state = 'waiting'",
        [id],
    )?;
    transaction.execute("DELETE FROM confirmation WHERE subscription = ?1", [id])?;
    transaction.execute(
        "UPDATE message SET state = 'dropped', ended_at = ?2 WHERE subscription = ?1 AND state = 'open'",
        params![id, seconds(now)],
    )?;
    transaction.execute(
        "UPDATE subscription SET state = 'unsubscribed', ended_at = ?2, address = NULL WHERE id = ?1",
        params![id, seconds(now)],
    )?;
    Ok(())
}

/// Deletes addresses that no subscription leads to; with a salt, their digests are kept, so that it can be told that
/// they left. What was never confirmed leaves nothing.
pub(super) fn forget_addresses(
    transaction: &Transaction<'_>,
    salt: Option<&Random>,
    now: Timestamp,
) -> Result<(), StoreError> {
    loop {
        let found: Option<(i64, String)> = transaction
            .query_row(
                "SELECT id, address FROM address WHERE NOT EXISTS (SELECT 1 FROM subscription WHERE subscription.address = address.id) LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((id, address)) = found else {
            return Ok(());
        };
        if let Some(salt) = salt {
            transaction.execute(
                "INSERT OR REPLACE INTO left_us (digest, at) VALUES (?1, ?2)",
                params![keyed(salt, address.as_bytes()).as_slice(), seconds(now)],
            )?;
        }
        transaction.execute(
            "UPDATE message SET state = 'dropped', ended_at = ?2 WHERE address = ?1 AND state = 'open'",
            params![id, seconds(now)],
        )?;
        transaction.execute("DELETE FROM address WHERE id = ?1", [id])?;
    }
}
