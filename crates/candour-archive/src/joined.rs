//! Two files of one period whose layouts have each what the other lacks: the beds available are
//! published in one file and the beds occupied in another. What neither can give alone, a share of the
//! one in the other, comes from the two together, row by row.
//!
//! A row counts only where every column of the two has a number in it: so that what stands above the
//! line and what stands below it are of the same bodies, at every level. Of a body that stands in one
//! of the files only, the share is missing.

use std::collections::HashMap;

use candour_core::{ABSENT, ABSENT_AMOUNT, Batch, Month, Observation, Role, Scope, TableSchema};
use candour_measures::Tally;
use candour_publications::Publication;
use candour_register::Register;
use rusqlite::Transaction;

use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::pass::{RegisterPlaces, measures_of, plan};
use crate::record::{self, Taken, insert_edition, insert_measures, insert_observations};
use crate::snapshot::{bits, parsed};
use crate::tidy::TidyReader;
use crate::versions::{Other, SourceRow, union};

/// The roles that together name a row of a tidy table within its period.
pub(crate) const KEY: [Role; 3] = [Role::Provider, Role::Commissioner, Role::TreatmentFunction];

/// The rows of a period of two files, as batches. Row numbers are those of the first.
pub(crate) fn batches(
    folder: &Folder,
    publication: &dyn Publication,
    row: &SourceRow,
    other: &Other,
) -> Result<Vec<Batch>, ArchiveError> {
    let schema = publication.table();
    let open = |digest, present: &[bool]| {
        let path = folder.table(publication.facts().id, digest);
        TidyReader::open(&path, schema, row.period, present)
    };
    let keys = keys(schema);
    let columns = union(&row.present, &other.present);
    let mut known: HashMap<Vec<String>, Vec<Option<i64>>> = HashMap::new();
    let mut reader = open(&other.sha256, &other.present)?;
    for group in 0..reader.groups() {
        let batch = reader.group(group, &[])?;
        for row in 0..batch.len() {
            let numbers = (0..columns.len()).map(|column| batch.number(column, row));
            known.insert(key(&batch, &keys, row), numbers.collect());
        }
    }
    let mut all = Vec::new();
    let mut reader = open(&row.sha256, &row.present)?;
    for group in 0..reader.groups() {
        let mut batch = reader.group(group, &[])?;
        join(&mut batch, &columns, schema, |batch, place, column| {
            let key = key(batch, &keys, place);
            known.get(&key).and_then(|numbers| numbers[column])
        });
        all.push(batch);
    }
    Ok(all)
}

/// Fills the columns that `batch` lacks from the other file, and empties every row that lacks a number.
fn join(
    batch: &mut Batch,
    columns: &[bool],
    schema: &TableSchema,
    other: impl Fn(&Batch, usize, usize) -> Option<i64>,
) {
    let amounts: Vec<bool> = schema
        .counts()
        .map(|(column, _)| matches!(column.kind, candour_core::ColumnKind::Amount))
        .collect();
    let rows = batch.len();
    let number = |row: usize, column: usize| {
        batch
            .number(column, row)
            .or_else(|| other(batch, row, column))
    };
    let mut joined: Vec<Vec<Option<i64>>> = columns
        .iter()
        .enumerate()
        .map(|(column, has)| {
            let cells = (0..rows).map(|row| number(row, column));
            if *has { cells.collect() } else { Vec::new() }
        })
        .collect();
    for row in 0..rows {
        let cells = joined.iter().filter_map(|cells| cells.get(row));
        if cells.into_iter().any(Option::is_none) {
            for cells in joined.iter_mut().filter(|cells| !cells.is_empty()) {
                cells[row] = None;
            }
        }
    }
    batch.amounts = vec![Vec::new(); columns.len()];
    batch.counts = vec![Vec::new(); columns.len()];
    for (column, cells) in joined.into_iter().enumerate() {
        let cells = cells.into_iter();
        if amounts[column] {
            batch.amounts[column] = cells.map(|cell| cell.unwrap_or(ABSENT_AMOUNT)).collect();
        } else {
            let count = |cell: i64| i32::try_from(cell).unwrap_or(ABSENT);
            batch.counts[column] = cells.map(|cell| cell.map_or(ABSENT, count)).collect();
        }
    }
}

pub(crate) fn keys(schema: &TableSchema) -> Vec<usize> {
    KEY.iter()
        .filter_map(|role| schema.role_index(*role))
        .collect()
}

pub(crate) fn key(batch: &Batch, keys: &[usize], row: usize) -> Vec<String> {
    keys.iter()
        .map(|column| batch.text(*column, row).to_owned())
        .collect()
}

/// Every figure that a period of two files gives and neither of them alone.
pub(crate) fn figures(
    folder: &Folder,
    publication: &dyn Publication,
    row: &SourceRow,
    other: &Other,
) -> Result<Vec<Observation>, ArchiveError> {
    let plan = plan(publication)?;
    let mut tally = Tally::new(&plan, row.period, &row.columns());
    for batch in batches(folder, publication, row, other)? {
        tally.add(&batch);
    }
    let places = RegisterPlaces(Register::bundled());
    let (mut observations, _) = tally.finish(&places, row.scope);
    let together: Vec<_> = measures_of(publication.facts().id)
        .filter(|measure| row.applies_to(measure))
        .map(|measure| &measure.id)
        .collect();
    observations.retain(|observation| together.contains(&&observation.key.measure));
    Ok(observations)
}

/// Notes what a file gives together with each other of its periods, and the figures of the two.
pub(crate) fn record(
    transaction: &Transaction<'_>,
    folder: &Folder,
    source: i64,
    taken: &Taken,
) -> Result<(), ArchiveError> {
    let publication = taken.publication;
    for edition in &taken.editions {
        for (number, row) in editions_of(transaction, publication, edition.period)? {
            if row.source == source {
                continue;
            }
            // Whichever came first, the file with the earlier columns stands first.
            let ours = SourceRow {
                id: 0,
                source,
                other: None,
                sha256: taken.digest,
                present: taken.present.clone(),
                scope: taken.scope,
                ..row.clone()
            };
            let (mut main, other) = if taken.present > row.present {
                (ours, row)
            } else {
                (row, ours)
            };
            let second = Other {
                sha256: other.sha256,
                present: other.present.clone(),
            };
            if other.scope == Scope::Partial {
                main.scope = Scope::Partial;
            }
            main.other = Some(second.clone());
            if !measures_of(publication.facts().id).any(|measure| main.applies_to(measure)) {
                continue;
            }
            let figures = figures(folder, publication, &main, &second)?;
            let joint = insert_edition(
                transaction,
                main.source,
                Some(other.source),
                edition.period,
                edition.rows,
            )?;
            insert_measures(transaction, joint, publication, &|measure| {
                main.applies_to(measure).then_some(true)
            })?;
            // What the bodies are called, whichever of the two has been noted by now.
            transaction.execute(
                "INSERT INTO body_in_edition SELECT body_id, ?1, level, name, parent FROM body_in_edition WHERE edition_id = ?2",
                (joint, number),
            )?;
            insert_observations(transaction, joint, &figures, &|code| {
                record::function_name(publication, edition.bodies.function_name(code), code)
            })?;
        }
    }
    Ok(())
}

/// The held editions of one file each of a period, with their numbers.
fn editions_of(
    transaction: &Transaction<'_>,
    publication: &dyn Publication,
    period: Month,
) -> Result<Vec<(i64, SourceRow)>, ArchiveError> {
    let mut statement = transaction.prepare_cached(
        "SELECT edition, source_id, sha256, file_name, form, scope, present FROM editions
         WHERE publication = ?1 AND period = ?2 AND held = 1 AND other_id IS NULL ORDER BY edition",
    )?;
    let rows = statement.query_map((publication.facts().id, period.to_string()), |row| {
        let number = row.get(0)?;
        Ok((
            number,
            SourceRow {
                id: number,
                source: row.get(1)?,
                other: None,
                sha256: parsed(row, 2)?,
                file_name: row.get(3)?,
                publication: publication.facts().id.to_owned(),
                form: if row.get_ref(4)?.as_str()? == "csv" {
                    candour_publications::Form::Csv
                } else {
                    candour_publications::Form::Workbook
                },
                period,
                span: (period, period),
                present: bits(row.get_ref(6)?.as_str()?),
                scope: parsed(row, 5)?,
                published_on: None,
                published_basis: candour_core::PublishedBasis::Unknown,
                held: true,
            },
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
