//! The store: a SQLite file of its own, beside the archive and never in it.
//!
//! The archive's catalogue is meant to be copied and read by anybody; this file has people's addresses in it. It
//! is made readable by its owner alone.

mod ending;
mod evaluated;
mod joining;
mod outbox;
mod telling;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use crate::address::AddressError;
use crate::keys::Random;

pub use ending::Ended;
pub use evaluated::Noted;
pub use joining::{Asked, Confirmed, Wanted};
pub use outbox::{Addressee, Message, MessageKind, Why};
pub use telling::{Overview, State, Subscription};

const SCHEMA: &str = include_str!("schema.sql");
/// `PRAGMA application_id`: "CaAl".
const APPLICATION: i64 = 0x4361_416c;
const VERSION: i64 = 1;

/// The subscriptions, who was told of what, and the messages that wait.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    key: Random,
    salt: Random,
}

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no store of alerts at {}", .0.display())]
    NotThere(PathBuf),
    /// The file is another program's, or of a later version of this one.
    #[error("{} is not a store of alerts that this version can read", .0.display())]
    NotOurs(PathBuf),
    /// The file cannot be read or written.
    #[error("the store of alerts: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A file beside it cannot be written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// An address that cannot be written to.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Too much is asked at once.
    #[error("{0}")]
    TooMany(&'static str),
    /// A row that this program did not write.
    #[error("the store of alerts holds something that cannot be read: {0}")]
    Damaged(String),
    /// Another run is sending.
    #[error("another run is sending; its lock is {}", .0.display())]
    Locked(PathBuf),
}

pub(crate) fn seconds(at: Timestamp) -> i64 {
    at.as_second()
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

impl Store {
    /// Opens a store, and makes it where there is none. `key` and `salt` are used only for a new one.
    ///
    /// # Errors
    /// Where the file cannot be written, or is another program's.
    pub fn open_or_make(path: &Path, key: Random, salt: Random) -> Result<Self, StoreError> {
        private(path)?;
        let mut connection = connect(path)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let tables: i64 =
            transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables == 0 {
            transaction.execute_batch(SCHEMA)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
            transaction.execute(
                "INSERT INTO meta (one, key, salt) VALUES (1, ?1, ?2)",
                (key.as_slice(), salt.as_slice()),
            )?;
        }
        transaction.commit()?;
        Self::of(connection, path)
    }

    /// Opens a store that there is.
    ///
    /// # Errors
    /// Where there is none, or it is another program's.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::NotThere(path.to_owned()));
        }
        Self::of(connect(path)?, path)
    }

    fn of(connection: Connection, path: &Path) -> Result<Self, StoreError> {
        let pragma = |name| {
            connection
                .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
                .map_err(|error| match error.sqlite_error_code() {
                    Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotOurs(path.to_owned()),
                    _ => error.into(),
                })
        };
        if (pragma("application_id")?, pragma("user_version")?) != (APPLICATION, VERSION) {
            return Err(StoreError::NotOurs(path.to_owned()));
        }
        let (key, salt) = connection.query_row("SELECT key, salt FROM meta", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            key,
            salt,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The key that signs the links of this store.
    pub(crate) const fn key(&self) -> &Random {
        &self.key
    }

    fn now(&mut self) -> Result<rusqlite::Transaction<'_>, StoreError> {
        Ok(self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?)
    }

    fn count(&self, sql: &str) -> Result<u64, StoreError> {
        let found: Option<i64> = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .optional()?;
        Ok(u64::try_from(found.unwrap_or(0)).unwrap_or(0))
    }
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What an address leaves behind in a freed page is overwritten.
    connection.pragma_update(None, "secure_delete", true)?;
    let set = connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |_| Ok(()));
    match set {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            Err(StoreError::NotOurs(path.to_owned()))
        }
        other => Ok(other.map(|()| connection)?),
    }
}

/// Makes the file before SQLite does, so that it is never readable by others.
fn private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(path)
        .map(drop)
        .map_err(|source| StoreError::Io {
            path: path.to_owned(),
            source,
        })
}

/// That no other run sends at the same time: released when it is dropped, or when the process ends.
#[derive(Debug)]
pub struct SendLock(#[expect(dead_code, reason = "held, not read")] std::fs::File);

impl Store {
    /// Takes the lock that a run which sends holds.
    ///
    /// # Errors
    /// Where another run holds it.
    pub fn lock(&self) -> Result<SendLock, StoreError> {
        let path = self.path.with_extension("lock");
        private(&path)?;
        let io = |source| StoreError::Io {
            path: path.clone(),
            source,
        };
        let file = std::fs::File::open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(SendLock(file)),
            Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::Locked(path)),
            Err(std::fs::TryLockError::Error(source)) => Err(io(source)),
        }
    }
}

#[cfg(test)]
mod tests;
