//! Two forms of one month: never added, always compared.
//!
//! The CSV carries the observations. A workbook of the same month is compared with it cell by cell;
//! where all agree each is cited beside the other, and where they do not the difference is a warning
//! that names both files.

use std::collections::BTreeMap;

use candour_core::{Diagnostic, Month, Role, TableSchema};
use rusqlite::Transaction;

use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::record::Taken;
use crate::tidy::TidyReader;

/// How many differing cells are told one by one.
const TOLD: usize = 20;

/// The roles that together name a row of a tidy table.
const KEY: [Role; 3] = [Role::Provider, Role::Commissioner, Role::TreatmentFunction];

type Rows = BTreeMap<Vec<String>, Vec<Option<i32>>>;

/// Compares `taken` with every other form of its month that is held.
pub(crate) fn with_other_forms(
    transaction: &Transaction<'_>,
    folder: &Folder,
    source: i64,
    taken: &Taken,
) -> Result<Vec<Diagnostic>, ArchiveError> {
    let publication = taken.publication.facts().id;
    let mut statement = transaction.prepare_cached(
        "SELECT id, sha256, file_name, present FROM source
         WHERE publication = ?1 AND period = ?2 AND form <> ?3 AND held = 1 AND scope = 'national' ORDER BY id",
    )?;
    let others: Vec<(i64, candour_core::Digest, String, String)> = statement
        .query_map(
            (publication, taken.period.to_string(), taken.form.as_str()),
            |row| {
                Ok((
                    row.get(0)?,
                    crate::snapshot::parsed(row, 1)?,
                    row.get(2)?,
                    row.get(3)?,
                ))
            },
        )?
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    if others.is_empty() {
        return Ok(found);
    }
    let schema = taken.publication.table();
    let ours = rows(
        folder,
        publication,
        &taken.digest,
        schema,
        taken.period,
        &taken.present,
    )?;
    for (other, digest, name, present) in others {
        let present: Vec<bool> = present.bytes().map(|byte| byte == b'1').collect();
        let theirs = rows(folder, publication, &digest, schema, taken.period, &present)?;
        let (Some(ours), Some(theirs)) = (&ours, &theirs) else {
            continue;
        };
        let columns: Vec<&str> = schema
            .counts()
            .map(|(column, _)| column.name.as_str())
            .collect();
        let (cells, differences) = differences(ours, theirs, &columns);
        transaction
            .prepare_cached("INSERT INTO agreement VALUES (?1, ?2, ?3, ?4)")?
            .execute((source, other, number(cells), number(differences.len())))?;
        if differences.is_empty() {
            found.push(Diagnostic::note(
                "forms-agree",
                format!(
                    "agrees with {name} in all {cells} cells that both forms of this month have"
                ),
            ));
        }
        for difference in differences.iter().take(TOLD) {
            found.push(Diagnostic::warning(
                "forms-differ",
                format!(
                    "{} {}: {} here, {} in {name}, another form of the same month",
                    difference.row,
                    difference.column,
                    told(difference.ours),
                    told(difference.theirs)
                ),
            ));
        }
        if differences.len() > TOLD {
            found.push(Diagnostic::warning(
                "forms-differ",
                format!(
                    "and {} more cells that differ from {name}",
                    differences.len() - TOLD
                ),
            ));
        }
    }
    Ok(found)
}

/// A count of things in memory, for the catalogue.
pub(crate) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn told(count: Option<i32>) -> String {
    count.map_or_else(|| "nothing".to_owned(), |count| count.to_string())
}

struct Difference {
    row: String,
    column: String,
    ours: Option<i32>,
    theirs: Option<i32>,
}

/// Every cell that one form has and the other does not, or has otherwise, and how many were compared.
fn differences(ours: &Rows, theirs: &Rows, columns: &[&str]) -> (usize, Vec<Difference>) {
    let mut cells = 0;
    let mut found = Vec::new();
    let keys: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    for key in keys {
        for (place, column) in columns.iter().enumerate() {
            let of = |rows: &Rows| rows.get(key).and_then(|row| row[place]);
            let (ours, theirs) = (of(ours), of(theirs));
            cells += 1;
            // A form that leaves out a body that has nothing but noughts says the same.
            if ours.unwrap_or(0) != theirs.unwrap_or(0) {
                found.push(Difference {
                    row: key.join(" "),
                    column: (*column).to_owned(),
                    ours,
                    theirs,
                });
            }
        }
    }
    (cells, found)
}

/// The rows of a tidy table by what names them; none where that does not tell rows apart.
fn rows(
    folder: &Folder,
    publication: &str,
    digest: &candour_core::Digest,
    schema: &TableSchema,
    period: Month,
    present: &[bool],
) -> Result<Option<Rows>, ArchiveError> {
    let mut reader = TidyReader::open(&folder.table(publication, digest), schema, period, present)?;
    let keys: Vec<usize> = KEY
        .iter()
        .filter_map(|role| schema.role_index(*role))
        .collect();
    let counts = schema.counts().count();
    let mut rows = Rows::new();
    for group in 0..reader.groups() {
        let batch = reader.group(group, &[])?;
        for row in 0..batch.len() {
            let key = keys
                .iter()
                .map(|column| batch.text(*column, row).to_owned())
                .collect();
            let values = (0..counts).map(|column| batch.count(column, row)).collect();
            if rows.insert(key, values).is_some() {
                return Ok(None);
            }
        }
    }
    Ok(Some(rows))
}
