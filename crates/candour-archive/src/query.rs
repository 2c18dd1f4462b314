//! `candour sql`: read-only SQL over the documented views, bounded in time and size.

use std::time::{Duration, Instant};

use rusqlite::types::ValueRef;

use crate::error::ArchiveError;
use crate::snapshot::Snapshot;

/// How long one statement may take.
pub const LONGEST: Duration = Duration::from_secs(20);
/// How many rows one statement may give.
pub const MOST_ROWS: usize = 100_000;

/// What a statement gave.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether there were more than [`MOST_ROWS`].
    pub cut: bool,
}

/// A cell of an answer.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// A text.
    Text(String),
}

impl Snapshot<'_> {
    /// Runs one reading statement over the catalogue.
    ///
    /// # Errors
    /// Where the statement is not one `SELECT`, is at fault, or takes longer than [`LONGEST`].
    pub fn sql(&mut self, statement: &str) -> Result<Answer, ArchiveError> {
        let connection = self.connection_mut()?;
        let told = |error: rusqlite::Error| ArchiveError::Sql(error.to_string());
        let started = Instant::now();
        connection
            .progress_handler(10_000, Some(move || started.elapsed() > LONGEST))
            .map_err(told)?;
        let answer = run(connection, statement);
        connection.progress_handler(0, None::<fn() -> bool>).map_err(told)?;
        answer.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => {
                ArchiveError::Sql(format!("the statement took longer than {} seconds and was stopped", LONGEST.as_secs()))
            }
            _ => told(error),
        })
    }
}

fn run(connection: &rusqlite::Connection, statement: &str) -> rusqlite::Result<Answer> {
    let mut statement = connection.prepare(statement)?;
    if !statement.readonly() || statement.column_count() == 0 {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut answer = Answer { columns, rows: Vec::new(), cut: false };
    let width = answer.columns.len();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if answer.rows.len() == MOST_ROWS {
            answer.cut = true;
            break;
        }
        let cells = (0..width).map(|column| {
            Ok(match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Integer(number),
                ValueRef::Real(number) => Cell::Real(number),
                ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Cell::Text(format!("{} bytes", bytes.len())),
            })
        });
        answer.rows.push(cells.collect::<rusqlite::Result<_>>()?);
    }
    Ok(answer)
}
