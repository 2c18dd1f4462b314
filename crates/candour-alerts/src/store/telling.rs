//! What the store holds, for whoever runs it.

use jiff::Timestamp;
use serde::Serialize;

use super::{Store, StoreError, at};
use crate::rules::SubscriptionId;

/// How far a subscription is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Somebody asked, and whoever has the address has not said yes.
    Pending,
    /// It is told.
    Confirmed,
    /// It has ended, and its address is gone.
    Unsubscribed,
}

impl State {
    /// As the store writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Unsubscribed => "unsubscribed",
        }
    }
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subscription {
    /// Its number.
    pub id: SubscriptionId,
    /// What it follows, in one word.
    pub follow: String,
    /// The same in words.
    pub words: String,
    /// How often it is told.
    pub cadence: String,
    /// How far it is.
    pub state: State,
    /// `email` or `webhook`; none once it has ended.
    pub channel: Option<String>,
    /// Where it goes; none once it has ended.
    pub address: Option<String>,
    /// Why nothing more is sent there, where that is so.
    pub refused: Option<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// Of a query: whether it held when it was last looked at.
    pub held: Option<bool>,
}

/// How much there is of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Subscriptions that are told.
    pub confirmed: u64,
    /// Subscriptions that nobody has confirmed yet.
    pub pending: u64,
    /// Subscriptions that have ended.
    pub unsubscribed: u64,
    /// Addresses held.
    pub addresses: u64,
    /// Of these, those that refused a message for good.
    pub refused: u64,
    /// Pairs of a subscription and an item that wait.
    pub waiting: u64,
    /// Messages that were begun and are tried again.
    pub open: u64,
    /// Messages sent.
    pub sent: u64,
    /// Messages given up.
    pub failed: u64,
    /// Messages of which nobody knows whether they went: a run was cut off twice while it sent them.
    pub uncertain: u64,
}

const COLUMNS: &str = "SELECT s.id, s.follow, s.words, s.cadence, s.state, a.kind, a.address, a.refused, s.asked_at, s.confirmed_at, s.held
    FROM subscription s LEFT JOIN address a ON a.id = s.address";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Subscription> {
    let state: String = row.get(4)?;
    Ok(Subscription {
        id: row.get(0)?,
        follow: row.get(1)?,
        words: row.get(2)?,
        cadence: row.get(3)?,
        state: match state.as_str() {
            "pending" => State::Pending,
            "confirmed" => State::Confirmed,
            _ => State::Unsubscribed,
        },
        channel: row.get(5)?,
        address: row.get(6)?,
        refused: row.get(7)?,
        asked_at: at(row.get(8)?),
        confirmed_at: row.get::<_, Option<i64>>(9)?.map(at),
        held: row.get(10)?,
    })
}

impl Store {
    /// Every subscription that has not ended; with `ended`, those too.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn subscriptions(&self, ended: bool) -> Result<Vec<Subscription>, StoreError> {
        let mut statement = self.connection.prepare(&format!(
            "{COLUMNS} WHERE ?1 OR s.state <> 'unsubscribed' ORDER BY s.id"
        ))?;
        let rows = statement.query_map([ended], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One subscription.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn subscription(&self, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
        let mut statement = self
            .connection
            .prepare(&format!("{COLUMNS} WHERE s.id = ?1"))?;
        let mut rows = statement.query_map([id], read)?;
        Ok(rows.next().transpose()?)
    }

    /// How much there is of everything.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn overview(&self) -> Result<Overview, StoreError> {
        let count = |table: &str, condition: &str| {
            self.count(&format!("SELECT count(*) FROM {table} WHERE {condition}"))
        };
        Ok(Overview {
            confirmed: count("subscription", "state = 'confirmed'")?,
            pending: count("subscription", "state = 'pending'")?,
            unsubscribed: count("subscription", "state = 'unsubscribed'")?,
            addresses: count("address", "1")?,
            refused: count("address", "refused IS NOT NULL")?,
            waiting: count("due", "state = 'waiting'")?,
            open: count("message", "state = 'open'")?,
            sent: count("message", "state = 'sent'")?,
            failed: count("message", "state = 'failed'")?,
            uncertain: count("message", "state = 'uncertain'")?,
        })
    }
}
