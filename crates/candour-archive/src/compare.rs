//! Two forms of one month: never added, always compared.
//!
//! The CSV carries the observations. A workbook of the same month is compared with it cell by cell;
//! where all agree each is cited beside the other, and where they do not the difference is a warning
//! that names both files.

use std::collections::BTreeMap;

use candour_core::{ColumnKind, Diagnostic, Month, TableSchema, decimal};
use rusqlite::Transaction;

use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::joined::{key, keys};
use crate::record::Taken;
use crate::tidy::TidyReader;

/// How many differing cells are told one by one.
const TOLD: usize = 20;

type Rows = BTreeMap<Vec<String>, Vec<Option<i64>>>;

/// Compares `taken` with every other form of its periods that is held.
pub(crate) fn with_other_forms(
    transaction: &Transaction<'_>,
    folder: &Folder,
    source: i64,
    taken: &Taken,
) -> Result<Vec<Diagnostic>, ArchiveError> {
    let publication = taken.publication.facts().id;
    let mut statement = transaction.prepare_cached(
        "SELECT source_id, sha256, file_name, present FROM editions
         WHERE publication = ?1 AND period = ?2 AND form <> ?3 AND held = 1 AND scope = 'national' AND other_id IS NULL
         ORDER BY edition",
    )?;
    let schema = taken.publication.table();
    let mut found = BTreeMap::new();
    for edition in &taken.editions {
        let period = edition.period;
        let others: Vec<(i64, candour_core::Digest, String, String)> = statement
            .query_map(
                (publication, period.to_string(), taken.form.as_str()),
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
        if others.is_empty() {
            continue;
        }
        let table = |digest: &candour_core::Digest, present: &[bool]| {
            rows(folder, publication, digest, schema, period, present)
        };
        let Some(ours) = table(&taken.digest, &taken.present)? else {
            continue;
        };
        for (other, digest, name, present) in others {
            let present = crate::snapshot::bits(&present);
            let Some(theirs) = table(&digest, &present)? else {
                continue;
            };
            let both: Vec<bool> = std::iter::zip(&taken.present, &present)
                .map(|(ours, theirs)| *ours && *theirs)
                .collect();
            let compared = found.entry(other).or_insert_with(|| Compared {
                name,
                cells: 0,
                differences: Vec::new(),
            });
            let (cells, differences) = differences(&ours, &theirs, schema, &both);
            compared.cells += cells;
            compared.differences.extend(differences);
        }
    }
    let mut told = Vec::new();
    for (other, compared) in found {
        transaction
            .prepare_cached("INSERT INTO agreement VALUES (?1, ?2, ?3, ?4)")?
            .execute((
                source,
                other,
                number(compared.cells),
                number(compared.differences.len()),
            ))?;
        compared.tell(&mut told);
    }
    Ok(told)
}

/// What came of comparing a file with one other.
struct Compared {
    name: String,
    cells: usize,
    differences: Vec<Difference>,
}

impl Compared {
    fn tell(&self, found: &mut Vec<Diagnostic>) {
        let (name, cells) = (&self.name, self.cells);
        if self.differences.is_empty() {
            found.push(Diagnostic::note(
                "forms-agree",
                format!(
                    "agrees with {name} in all {cells} cells that both forms of this month have"
                ),
            ));
        }
        for difference in self.differences.iter().take(TOLD) {
            found.push(Diagnostic::warning(
                "forms-differ",
                format!(
                    "{} {}: {} here, {} in {name}, another form of the same month",
                    difference.row, difference.column, difference.ours, difference.theirs
                ),
            ));
        }
        if self.differences.len() > TOLD {
            found.push(Diagnostic::warning(
                "forms-differ",
                format!(
                    "and {} more cells that differ from {name}",
                    self.differences.len() - TOLD
                ),
            ));
        }
    }
}

/// A count of things in memory, for the catalogue.
pub(crate) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn told(number: Option<i64>, kind: ColumnKind) -> String {
    let Some(number) = number else {
        return "nothing".to_owned();
    };
    if kind != ColumnKind::Amount {
        return number.to_string();
    }
    decimal(number)
}

struct Difference {
    row: String,
    column: String,
    ours: String,
    theirs: String,
}

/// Every cell of the columns that `both` have which one has and the other does not, or has otherwise,
/// and how many were compared.
fn differences(
    ours: &Rows,
    theirs: &Rows,
    schema: &TableSchema,
    both: &[bool],
) -> (usize, Vec<Difference>) {
    let mut cells = 0;
    let mut found = Vec::new();
    let keys: std::collections::BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    for key in keys {
        for (place, (column, _)) in schema
            .counts()
            .enumerate()
            .filter(|(place, _)| both[*place])
        {
            let of = |rows: &Rows| rows.get(key).and_then(|row| row[place]);
            let (ours, theirs) = (of(ours), of(theirs));
            cells += 1;
            // A form that leaves out a body that has nothing but noughts says the same.
            if ours.unwrap_or(0) != theirs.unwrap_or(0) {
                found.push(Difference {
                    row: key.join(" "),
                    column: column.name.clone(),
                    ours: told(ours, column.kind),
                    theirs: told(theirs, column.kind),
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
    let keys = keys(schema);
    let counts = schema.counts().count();
    let mut rows = Rows::new();
    for group in 0..reader.groups() {
        let batch = reader.group(group, &[])?;
        for row in 0..batch.len() {
            let values = (0..counts)
                .map(|column| batch.number(column, row))
                .collect();
            if rows.insert(key(&batch, &keys, row), values).is_some() {
                return Ok(None);
            }
        }
    }
    Ok(Some(rows))
}
