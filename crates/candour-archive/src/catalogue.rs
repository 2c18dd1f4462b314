//! The SQLite catalogue: its shape, its migrations, and how a connection is set up.

use std::path::Path;
use std::time::Duration;

use candour_core::{Basis, Level, Status};
use rusqlite::{Connection, OpenFlags, Transaction};

use crate::error::ArchiveError;

/// Each shape of the catalogue, in the order in which they are applied. Never change one that has
/// been released: add the next.
const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
];

/// Opens the catalogue for the one writer and brings it to today's shape.
pub(crate) fn open_for_writing(path: &Path) -> Result<Connection, ArchiveError> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // A commit is on the disk before it is told of: a file that was said to be taken stays taken.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&mut connection)?;
    Ok(connection)
}

/// Opens the catalogue for reading only.
pub(crate) fn open_for_reading(path: &Path) -> Result<Connection, ArchiveError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.set_prepared_statement_cache_capacity(64);
    let found = shape(&connection)?;
    if found < known() {
        return Err(ArchiveError::Older);
    }
    if found > known() {
        return Err(ArchiveError::Newer {
            found,
            known: known(),
        });
    }
    Ok(connection)
}

fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

fn shape(connection: &Connection) -> Result<i64, ArchiveError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn migrate(connection: &mut Connection) -> Result<(), ArchiveError> {
    let found = shape(connection)?;
    if found > known() {
        return Err(ArchiveError::Newer {
            found,
            known: known(),
        });
    }
    let done = usize::try_from(found).unwrap_or(0);
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(
            None,
            "user_version",
            i64::try_from(index + 1).unwrap_or(i64::MAX),
        )?;
        transaction.commit()?;
    }
    Ok(())
}

/// The number under which the catalogue writes a level; the views turn it back into the word.
pub(crate) const fn level_number(level: Level) -> i64 {
    level as i64
}

pub(crate) fn level(number: i64) -> Option<Level> {
    Level::ALL.get(usize::try_from(number).ok()?).copied()
}

pub(crate) const fn basis_number(basis: Basis) -> i64 {
    basis as i64
}

pub(crate) const fn status_number(status: Status) -> i64 {
    status as i64
}

pub(crate) fn status(number: i64) -> Option<Status> {
    Status::ALL.get(usize::try_from(number).ok()?).copied()
}

/// The number of a code in one of the small dictionaries `measure`, `body` and
/// `treatment_function`, adding it where it is new.
pub(crate) fn number_of(
    transaction: &Transaction<'_>,
    dictionary: Dictionary,
    code: &str,
    name: &str,
) -> Result<i64, ArchiveError> {
    use rusqlite::OptionalExtension as _;
    let (find, add) = match dictionary {
        Dictionary::Measure => (
            "SELECT id FROM measure WHERE code = ?1",
            "INSERT INTO measure (code) VALUES (?1)",
        ),
        Dictionary::Body => (
            "SELECT id FROM body WHERE code = ?1",
            "INSERT INTO body (code) VALUES (?1)",
        ),
        Dictionary::TreatmentFunction => (
            "SELECT id FROM treatment_function WHERE code = ?1",
            "INSERT INTO treatment_function (code, name) VALUES (?1, ?2)",
        ),
    };
    let known = transaction
        .prepare_cached(find)?
        .query_row([code], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let mut statement = transaction.prepare_cached(add)?;
    match dictionary {
        Dictionary::TreatmentFunction => statement.execute([code, name])?,
        Dictionary::Measure | Dictionary::Body => statement.execute([code])?,
    };
    Ok(transaction.last_insert_rowid())
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Dictionary {
    Measure,
    Body,
    TreatmentFunction,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_views_use_the_same_numbers_as_the_code() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_for_writing(&folder.path().join("c.sqlite")).unwrap();
        let view: String = connection
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE name = 'observations'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        for status in &Status::ALL[..Status::ALL.len() - 1] {
            assert!(
                view.contains(&format!("WHEN {} THEN '{status}'", status_number(*status))),
                "{status}"
            );
        }
        for level in &Level::ALL[..Level::ALL.len() - 1] {
            assert!(
                view.contains(&format!("WHEN {} THEN '{level}'", level_number(*level))),
                "{level}"
            );
            assert_eq!(super::level(level_number(*level)), Some(*level));
        }
    }

    #[test]
    fn an_archive_of_a_later_shape_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.sqlite");
        open_for_writing(&path)
            .unwrap()
            .pragma_update(None, "user_version", 99)
            .unwrap();
        assert!(matches!(
            open_for_writing(&path),
            Err(ArchiveError::Newer { found: 99, .. })
        ));
        assert!(matches!(
            open_for_reading(&path),
            Err(ArchiveError::Newer { found: 99, .. })
        ));
    }
}
