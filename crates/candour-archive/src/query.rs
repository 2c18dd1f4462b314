//! `candour sql`: read-only SQL over the documented views, bounded in time and size.

use std::time::{Duration, Instant};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;

use crate::error::ArchiveError;
use crate::snapshot::Snapshot;

/// How long one statement may take.
pub const LONGEST: Duration = Duration::from_secs(20);
/// How many rows one statement may give.
pub const MOST_ROWS: usize = 100_000;
/// How many bytes of text one statement may give, all cells together.
const MOST_BYTES: usize = 64 << 20;
/// How many bytes one cell may have.
const LARGEST_CELL: i32 = 4 << 20;

/// The pragmas that only describe the schema.
const DESCRIBING: [&str; 4] = ["table_info", "table_xinfo", "table_list", "index_list"];

const ONE_READING: &str =
    "expected one statement that reads, such as SELECT * FROM figures LIMIT 10";

/// What a statement gave.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether there was more: than [`MOST_ROWS`], or than 64 MiB of text.
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
    /// Where the statement is not one `SELECT`, is at fault, gives too much, or takes longer than
    /// [`LONGEST`].
    pub fn sql(&mut self, statement: &str) -> Result<Answer, ArchiveError> {
        self.sql_within(statement, LONGEST)
    }

    fn sql_within(&mut self, statement: &str, longest: Duration) -> Result<Answer, ArchiveError> {
        let connection = self.connection_mut()?;
        let told = |error: rusqlite::Error| ArchiveError::Sql(error.to_string());
        let started = Instant::now();
        let usual = connection
            .set_limit(Limit::SQLITE_LIMIT_LENGTH, LARGEST_CELL)
            .map_err(told)?;
        connection.authorizer(Some(only_reading)).map_err(told)?;
        connection
            .progress_handler(10_000, Some(move || started.elapsed() > longest))
            .map_err(told)?;
        let answer = run(connection, statement);
        connection
            .progress_handler(0, None::<fn() -> bool>)
            .map_err(told)?;
        connection
            .authorizer(None::<fn(AuthContext<'_>) -> Authorization>)
            .map_err(told)?;
        connection
            .set_limit(Limit::SQLITE_LIMIT_LENGTH, usual)
            .map_err(told)?;
        answer.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => ArchiveError::Sql(format!(
                "the statement took longer than {} seconds and was stopped",
                longest.as_secs_f64()
            )),
            Some(rusqlite::ErrorCode::AuthorizationForStatementDenied) => {
                ArchiveError::Sql(ONE_READING.to_owned())
            }
            Some(rusqlite::ErrorCode::TooBig) => ArchiveError::Sql(format!(
                "the statement makes a text of more than {LARGEST_CELL} bytes and was stopped"
            )),
            _ => match error {
                rusqlite::Error::InvalidQuery | rusqlite::Error::MultipleStatement => {
                    ArchiveError::Sql(ONE_READING.to_owned())
                }
                _ => told(error),
            },
        })
    }
}

/// What a statement may do: read tables and views, call functions, describe the schema. Whatever
/// changes the catalogue, the connection or another file is refused when it is prepared.
fn only_reading(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name } if function_name != "load_extension" => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, .. } if DESCRIBING.contains(&pragma_name) => {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

fn run(connection: &rusqlite::Connection, statement: &str) -> rusqlite::Result<Answer> {
    let mut statement = connection.prepare(statement)?;
    if !statement.readonly() || statement.column_count() == 0 {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut answer = Answer {
        columns,
        rows: Vec::new(),
        cut: false,
    };
    let width = answer.columns.len();
    let mut bytes = 0;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if answer.rows.len() == MOST_ROWS || bytes > MOST_BYTES {
            answer.cut = true;
            break;
        }
        let cells = (0..width).map(|column| {
            let cell = row.get_ref(column)?;
            bytes += match cell {
                ValueRef::Text(text) => text.len(),
                _ => 0,
            };
            Ok(match cell {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Archive, Writer};

    const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

    #[test]
    fn an_endless_statement_is_stopped_in_time() {
        let folder = tempfile::tempdir().unwrap();
        drop(Writer::open(folder.path()).unwrap());
        let archive = Archive::open(folder.path()).unwrap();
        let mut snapshot = archive.snapshot().unwrap();
        for statement in [
            format!("{ENDLESS} SELECT sum(i) FROM n"),
            format!("{ENDLESS} SELECT max(a.i * b.i) FROM n a, n b"),
            format!("{ENDLESS} SELECT i FROM n WHERE i < 0"),
        ] {
            let started = Instant::now();
            let refusal = snapshot
                .sql_within(&statement, Duration::from_millis(50))
                .unwrap_err()
                .to_string();
            assert!(
                refusal.contains("took longer than 0.05 seconds"),
                "{refusal}"
            );
            assert!(started.elapsed() < Duration::from_secs(5));
        }
        // What was stopped leaves the snapshot as it was.
        assert_eq!(snapshot.sql("SELECT 1").unwrap().rows, [[Cell::Integer(1)]]);
    }

    #[test]
    fn an_answer_that_would_fill_the_memory_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        drop(Writer::open(folder.path()).unwrap());
        let archive = Archive::open(folder.path()).unwrap();
        let mut snapshot = archive.snapshot().unwrap();
        let answer = snapshot
            .sql(&format!("{ENDLESS} SELECT hex(zeroblob(1000000)) FROM n"))
            .unwrap();
        assert!(answer.cut);
        assert!(answer.rows.len() < 40, "{}", answer.rows.len());
        let refusal = snapshot
            .sql("SELECT hex(zeroblob(4000000))")
            .unwrap_err()
            .to_string();
        assert!(refusal.contains("more than 4194304 bytes"), "{refusal}");
        let refusal = snapshot.sql("DELETE FROM source").unwrap_err().to_string();
        assert!(refusal.contains("one statement that reads"), "{refusal}");
    }
}
