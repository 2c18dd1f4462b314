//! Telling the catalogue of a file that was taken: one transaction, all of it or nothing.

use std::collections::HashMap;

use candour_core::{
    Diagnostic, Digest, Month, Observation, PublishedBasis, Scope, TreatmentFunction,
};
use candour_measures::Measure;
use candour_publications::{Form, Publication, SaidRow};
use jiff::civil::Date;
use rusqlite::{Connection, Transaction};
use sha2::{Digest as _, Sha256};

use crate::bodies_seen::Seen;
use crate::catalogue::{self, Dictionary};
use crate::compare;
use crate::container::Container;
use crate::directory::insert_vintage;
use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::joined;
use crate::pass::{Edition, measures_of};
use crate::said_rows::insert_said;
use crate::vintage::Vintage;

/// Everything that the catalogue keeps of a file.
pub(crate) struct Taken {
    pub(crate) digest: Digest,
    pub(crate) file_name: String,
    pub(crate) bytes: u64,
    pub(crate) container: Option<Container>,
    pub(crate) publication: &'static dyn Publication,
    pub(crate) layout: &'static str,
    pub(crate) form: Form,
    pub(crate) sheet: Option<String>,
    pub(crate) scope: Scope,
    pub(crate) scope_reason: String,
    pub(crate) published_on: Option<Date>,
    pub(crate) published_basis: PublishedBasis,
    pub(crate) rows: u64,
    pub(crate) present: Vec<bool>,
    pub(crate) checks: Vec<(String, String, bool)>,
    pub(crate) packed: Digest,
    pub(crate) table_digest: Digest,
    pub(crate) editions: Vec<Edition>,
    pub(crate) said: Vec<SaidRow>,
}

/// Writes a file and its figures. Gives what came of comparing it with another form of its month.
pub(crate) fn record(
    connection: &mut Connection,
    folder: &Folder,
    taken: &Taken,
    diagnostics: &[Diagnostic],
) -> Result<Vec<Diagnostic>, ArchiveError> {
    let transaction = connection.transaction()?;
    remove_starter(&transaction, &taken.digest)?;
    let source = insert_source(&transaction, taken)?;
    insert_checks(&transaction, source, &taken.checks)?;
    if let (false, Some(last)) = (taken.said.is_empty(), taken.editions.last()) {
        insert_vintage(&transaction, source, &Vintage::of_period(last.period))?;
        insert_said(&transaction, source, &taken.said)?;
    }
    let has_figures = measures_of(taken.publication.facts().id).next().is_some();
    for edition in &taken.editions {
        let number = insert_edition(&transaction, source, None, edition.period, edition.rows)?;
        insert_measures(&transaction, number, taken.publication, &|measure| {
            Some(measure.applies(taken.publication.table(), &taken.present))
        })?;
        for ((level, code), seen) in edition
            .bodies
            .finish(&edition.observations, Some(edition.period))
        {
            insert_body(
                &transaction,
                number,
                edition.period,
                level,
                &code,
                &seen,
                has_figures,
            )?;
        }
        let functions = |code: &TreatmentFunction| {
            function_name(taken.publication, edition.bodies.function_name(code), code)
        };
        insert_observations(&transaction, number, &edition.observations, &functions)?;
    }
    joined::record(&transaction, folder, source, taken)?;
    let compared = compare::with_other_forms(&transaction, folder, source, taken)?;
    let all: Vec<Diagnostic> = diagnostics.iter().chain(&compared).cloned().collect();
    insert_diagnostics(&transaction, source, &all)?;
    transaction.commit()?;
    Ok(compared)
}

/// The starter figures of a file make way for the file itself.
fn remove_starter(transaction: &Transaction<'_>, digest: &Digest) -> Result<(), ArchiveError> {
    for table in [
        "observation",
        "starter_rows",
        "body_in_edition",
        "edition_measure",
    ] {
        transaction.execute(
            &format!(
                "DELETE FROM {table} WHERE edition_id IN (SELECT e.id FROM edition e JOIN source s ON s.id = e.source_id
                 WHERE s.sha256 = ?1 AND s.held = 0)"
            ),
            [digest.to_string()],
        )?;
    }
    for table in ["edition", "diagnostic", "arithmetic"] {
        transaction.execute(
            &format!("DELETE FROM {table} WHERE source_id IN (SELECT id FROM source WHERE sha256 = ?1 AND held = 0)"),
            [digest.to_string()],
        )?;
    }
    transaction.execute(
        "DELETE FROM source WHERE sha256 = ?1 AND held = 0",
        [digest.to_string()],
    )?;
    Ok(())
}

fn insert_source(transaction: &Transaction<'_>, taken: &Taken) -> Result<i64, ArchiveError> {
    let facts = taken.publication.facts();
    let present: String = taken
        .present
        .iter()
        .map(|present| if *present { '1' } else { '0' })
        .collect();
    transaction
        .prepare_cached(
            "INSERT INTO source (sha256, file_name, bytes, container_name, container_sha256, publication, publisher,
                 licence, layout, form, sheet, scope, scope_reason, published_on, published_basis, row_count,
                 present, held, kept_sha256, table_sha256, measures, taken_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 1, ?18, ?19, ?20,
                 strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
        )?
        .execute(rusqlite::params![
            taken.digest.to_string(),
            taken.file_name,
            taken.bytes.cast_signed(),
            taken.container.as_ref().map(|container| &container.name),
            taken.container.as_ref().map(|container| container.digest.to_string()),
            facts.id,
            facts.publisher,
            facts.licence,
            taken.layout,
            taken.form.as_str(),
            taken.sheet,
            taken.scope.as_str(),
            taken.scope_reason,
            taken.published_on.map(|day| day.to_string()),
            taken.published_basis.as_str(),
            taken.rows.cast_signed(),
            present,
            taken.packed.to_string(),
            taken.table_digest.to_string(),
            definitions_digest(facts.id),
        ])?;
    Ok(transaction.last_insert_rowid())
}

/// A digest of the definitions by which a publication's figures are made: where it changes, the
/// figures of the files held are made anew from their tidy tables.
pub(crate) fn definitions_digest(publication: &str) -> String {
    let mut hash = Sha256::new();
    for measure in measures_of(publication) {
        hash.update(format!("{measure:?}").as_bytes());
    }
    Digest(hash.finalize().into()).short()
}

pub(crate) fn insert_checks(
    transaction: &Transaction<'_>,
    source: i64,
    checks: &[(String, String, bool)],
) -> Result<(), ArchiveError> {
    let mut statement =
        transaction.prepare_cached("INSERT INTO arithmetic VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (place, (name, detail, passed)) in checks.iter().enumerate() {
        statement.execute((source, compare::number(place), name, detail, passed))?;
    }
    Ok(())
}

pub(crate) fn insert_diagnostics(
    transaction: &Transaction<'_>,
    source: i64,
    all: &[Diagnostic],
) -> Result<(), ArchiveError> {
    let mut statement =
        transaction.prepare_cached("INSERT INTO diagnostic VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (place, diagnostic) in all.iter().enumerate() {
        let severity = match diagnostic.severity {
            candour_core::Severity::Note => "note",
            candour_core::Severity::Warning => "warning",
            candour_core::Severity::Error => "error",
        };
        let json = serde_json::to_string(diagnostic)
            .map_err(|error| ArchiveError::Damaged(error.to_string()))?;
        statement.execute((
            source,
            compare::number(place),
            severity,
            &diagnostic.code,
            json,
        ))?;
    }
    Ok(())
}

/// Notes a period of a file, or of two files together. Gives its number.
pub(crate) fn insert_edition(
    transaction: &Transaction<'_>,
    source: i64,
    other: Option<i64>,
    period: Month,
    rows: u64,
) -> Result<i64, ArchiveError> {
    transaction
        .prepare_cached(
            "INSERT INTO edition (source_id, other_id, period, row_count) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((source, other, period.to_string(), rows.cast_signed()))?;
    Ok(transaction.last_insert_rowid())
}

/// Notes which measures of its publication an edition carries; `applies` is none for a measure that it
/// has no figure of at all.
pub(crate) fn insert_measures(
    transaction: &Transaction<'_>,
    edition: i64,
    publication: &dyn Publication,
    applies: &dyn Fn(&Measure) -> Option<bool>,
) -> Result<(), ArchiveError> {
    transaction.execute(
        "DELETE FROM edition_measure WHERE edition_id = ?1",
        [edition],
    )?;
    let mut statement =
        transaction.prepare_cached("INSERT INTO edition_measure VALUES (?1, ?2, ?3)")?;
    for measure in measures_of(publication.facts().id) {
        let Some(applies) = applies(measure) else {
            continue;
        };
        let id = measure.id.as_str();
        let number = catalogue::number_of(transaction, Dictionary::Measure, id, "")?;
        statement.execute((edition, number, applies))?;
    }
    Ok(())
}

/// The name of a treatment function or sector: as the file gives it, and of a total that no row states
/// by what it is the total of.
pub(crate) fn function_name(
    publication: &dyn Publication,
    given: &str,
    code: &TreatmentFunction,
) -> String {
    let total = || {
        measures_of(publication.facts().id)
            .filter_map(|measure| measure.treatment_functions.as_ref())
            .find(|functions| functions.total == *code)
            .map_or("", |functions| functions.split.all_in_words())
    };
    if given.is_empty() { total() } else { given }.to_owned()
}

/// Notes what a file says of a body. What is shown of a body is what the latest period says; where a
/// file says nothing (the texts of beds have codes without names), what another says stays.
///
/// A family with measures goes before one without, whatever their periods: where a body's figures
/// stand, the files of its figures say, and a table of scores that names its region only does not take
/// it out of its board.
pub(crate) fn insert_body(
    transaction: &Transaction<'_>,
    edition: i64,
    period: Month,
    level: candour_core::Level,
    code: &str,
    seen: &Seen,
    has_figures: bool,
) -> Result<(), ArchiveError> {
    let level = catalogue::level_number(level);
    let period = period.to_string();
    let body = catalogue::number_of(transaction, Dictionary::Body, code, "")?;
    transaction
        .prepare_cached("INSERT INTO body_in_edition VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((body, edition, level, &seen.name, &seen.parent))?;
    transaction
        .prepare_cached(
            "UPDATE body SET name = CASE WHEN ?3 = '' THEN coalesce(name, '') ELSE ?3 END,
                 parent = coalesce(?4, parent), level = ?2, last = ?5, has_figures = ?6
             WHERE id = ?1 AND (last IS NULL OR has_figures < ?6
                 OR (has_figures = ?6 AND (last < ?5 OR (last = ?5 AND level <= ?2))))",
        )?
        .execute((body, level, &seen.name, &seen.parent, &period, has_figures))?;
    transaction
        .prepare_cached(
            "UPDATE body SET name = CASE WHEN coalesce(name, '') = '' THEN ?2 ELSE name END,
                 parent = coalesce(parent, ?3)
             WHERE id = ?1 AND (coalesce(name, '') = '' OR parent IS NULL)",
        )?
        .execute((body, &seen.name, &seen.parent))?;
    transaction
        .prepare_cached(
            "UPDATE body SET first = ?2 WHERE id = ?1 AND (first IS NULL OR first > ?2)",
        )?
        .execute((body, &period))?;
    Ok(())
}

/// Writes figures in the order of the table, so that they go to its end one after another.
pub(crate) fn insert_observations(
    transaction: &Transaction<'_>,
    edition: i64,
    observations: &[Observation],
    function_name: &dyn Fn(&candour_core::TreatmentFunction) -> String,
) -> Result<(), ArchiveError> {
    let mut bodies = HashMap::new();
    let mut measures = HashMap::new();
    let mut functions = HashMap::new();
    let mut rows = Vec::with_capacity(observations.len());
    for observation in observations {
        let key = &observation.key;
        let body = match bodies.get(&key.body) {
            Some(number) => *number,
            None => {
                let number =
                    catalogue::number_of(transaction, Dictionary::Body, key.body.as_str(), "")?;
                bodies.insert(&key.body, number);
                number
            }
        };
        let measure = match measures.get(&key.measure) {
            Some(number) => *number,
            None => {
                let number = catalogue::number_of(
                    transaction,
                    Dictionary::Measure,
                    key.measure.as_str(),
                    "",
                )?;
                measures.insert(&key.measure, number);
                number
            }
        };
        let function = match &key.treatment_function {
            None => 0,
            Some(code) => match functions.get(code) {
                Some(number) => *number,
                None => {
                    let name = function_name(code);
                    let number = catalogue::number_of(
                        transaction,
                        Dictionary::TreatmentFunction,
                        code.as_str(),
                        &name,
                    )?;
                    functions.insert(code, number);
                    number
                }
            },
        };
        rows.push((
            (
                catalogue::level_number(key.level),
                catalogue::basis_number(key.basis),
                function,
                body,
                measure,
            ),
            observation,
        ));
    }
    rows.sort_unstable_by_key(|(place, _)| *place);
    let mut statement = transaction.prepare_cached(
        "INSERT INTO observation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for ((level, basis, function, body, measure), observation) in rows {
        statement.execute((
            edition,
            level,
            basis,
            function,
            body,
            measure,
            observation.numerator,
            observation.denominator,
            observation.value,
            catalogue::status_number(observation.status),
            observation.over,
        ))?;
    }
    Ok(())
}
