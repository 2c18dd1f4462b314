//! Taking a file that tells of bodies: read once while its bytes go to the keeper, put in place, and
//! told to the catalogue in one transaction.

use std::io::{self, Read};
use std::path::Path;

use candour_core::{Diagnostic, Digest, Month, PublishedBasis, Scope, Severity};
use candour_publications::{Content, Directory, DirectoryReading, Form, SaidRow};
use jiff::civil::Date;
use rusqlite::{Connection, Transaction};

use crate::compare::number;
use crate::container::{Container, Item};
use crate::error::ArchiveError;
use crate::folder::place;
use crate::ingest::{Outcome, OutcomeStatus, Writer, empty, published};
use crate::keep::{Keeper, Kept};
use crate::pass::{Hindrance, Opened, unreadable};
use crate::record::{definitions_digest, insert_checks, insert_diagnostics, insert_edition};
use crate::said_rows::{insert_said, unknown_places};
use crate::vintage::{Vintage, vintage};

/// Everything that the catalogue keeps of a file of a directory.
struct Taken<'a> {
    digest: Digest,
    file_name: &'a str,
    bytes: u64,
    container: Option<&'a Container>,
    directory: &'static dyn Directory,
    layout: &'static str,
    form: Form,
    period: Month,
    vintage: Vintage,
    published_on: Option<Date>,
    published_basis: PublishedBasis,
    rows: u64,
    checks: Vec<(String, String, bool)>,
    packed: Digest,
    said: Vec<SaidRow>,
}

/// A file of a directory that was recognised.
pub(crate) struct Recognised {
    pub(crate) directory: &'static dyn Directory,
    pub(crate) layout: &'static str,
    pub(crate) form: Form,
    pub(crate) digest: Digest,
    pub(crate) bytes: u64,
}

impl Writer {
    pub(crate) fn take_directory(
        &mut self,
        item: &Item,
        recognised: &Recognised,
        stated: Option<Date>,
    ) -> Result<Outcome, Hindrance> {
        let digest = recognised.digest;
        let facts = recognised.directory.facts();
        let staged = self.folder().staging().join(format!("{digest}.zst"));
        let (reading, kept) = pass(item, recognised.directory, &staged)?;
        let mut outcome = Outcome::new(item, OutcomeStatus::Refused, Vec::new());
        outcome.publication = Some(facts.id.to_owned());
        outcome.rows = Some(reading.rows);
        outcome.diagnostics = reading.diagnostics;
        let vintage = vintage(item, &digest, reading.as_at, stated);
        match &vintage {
            Some(Vintage { day, reason, .. }) => {
                outcome.period = Month::of(*day);
                let message = format!("it speaks as at {day}, by {reason}");
                outcome.diagnostics.push(Diagnostic::note("as-at", message));
            }
            None => outcome.diagnostics.push(
                Diagnostic::error("as-at", "nothing tells as at which day the file speaks")
                    .with_hint("state the day with --published"),
            ),
        }
        outcome.diagnostics.extend(unknown_places(&reading.said));
        if !refused(&outcome) && kept.published != digest {
            outcome.diagnostics.push(Diagnostic::error(
                "file-changed",
                "the file changed while it was being read; load it again when it is whole",
            ));
        }
        let (Some(vintage), Some(period), false) = (vintage, outcome.period, refused(&outcome))
        else {
            empty(&self.folder().staging())?;
            return Ok(outcome);
        };
        let (published_on, published_basis) = published(item, None, &digest, stated);
        let taken = Taken {
            digest,
            file_name: &item.file_name,
            bytes: recognised.bytes,
            container: item.container.as_ref(),
            directory: recognised.directory,
            layout: recognised.layout,
            form: recognised.form,
            period,
            vintage,
            published_on,
            published_basis,
            rows: reading.rows,
            checks: reading
                .checks
                .into_iter()
                .map(|check| (check.name.to_owned(), check.detail, check.passed))
                .collect(),
            packed: kept.packed,
            said: reading.said,
        };
        place(&staged, &self.folder().source(&digest))?;
        record(&mut self.connection, &taken, &outcome.diagnostics)?;
        outcome.published_on = published_on;
        outcome.published_basis = Some(published_basis);
        outcome.status = OutcomeStatus::Loaded;
        Ok(outcome)
    }
}

fn refused(outcome: &Outcome) -> bool {
    let is_error = |fault: &Diagnostic| fault.severity == Severity::Error;
    outcome.diagnostics.iter().any(is_error)
}

/// Reads a file once and keeps its bytes.
fn pass(
    item: &Item,
    directory: &'static dyn Directory,
    staged: &Path,
) -> Result<(DirectoryReading, Kept), Hindrance> {
    let mut keeper = Keeper::create(staged)?;
    let mut fault = None;
    let reading = match Opened::read(item)? {
        Opened::Text { head, rest } => {
            keeper.write(&head)?;
            let mut rest = Keeping {
                inner: rest,
                keeper: &mut keeper,
                fault: &mut fault,
            };
            directory.read(Content::Text {
                head: &head,
                rest: &mut rest,
            })
        }
        Opened::Workbook(bytes) => {
            keeper.write(&bytes)?;
            directory.read(Content::Workbook(&bytes))
        }
    };
    if let Some(fault) = fault {
        return Err(Hindrance::Archive(fault));
    }
    if let Some(error) = reading.io {
        return Err(unreadable(error));
    }
    let kept = keeper.finish()?;
    Ok((reading, kept))
}

/// Gives everything that is read to the keeper too.
struct Keeping<'a> {
    inner: Box<dyn Read + Send>,
    keeper: &'a mut Keeper,
    fault: &'a mut Option<ArchiveError>,
}

impl Read for Keeping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.keeper.write(&buffer[..read]).map_err(|error| {
            *self.fault = Some(error);
            io::Error::other("the file could not be kept")
        })?;
        Ok(read)
    }
}

fn record(
    connection: &mut Connection,
    taken: &Taken<'_>,
    diagnostics: &[Diagnostic],
) -> Result<(), ArchiveError> {
    let transaction = connection.transaction()?;
    let source = insert_source(&transaction, taken)?;
    // The month that it speaks of, so that it stands among the editions of files.
    insert_edition(&transaction, source, None, taken.period, taken.rows)?;
    insert_vintage(&transaction, source, &taken.vintage)?;
    insert_checks(&transaction, source, &taken.checks)?;
    insert_said(&transaction, source, &taken.said)?;
    insert_diagnostics(&transaction, source, diagnostics)?;
    transaction.commit()?;
    Ok(())
}

pub(crate) fn insert_vintage(
    transaction: &Transaction<'_>,
    source: i64,
    vintage: &Vintage,
) -> Result<(), ArchiveError> {
    transaction
        .prepare_cached("INSERT INTO vintage VALUES (?1, ?2, ?3, ?4)")?
        .execute((
            source,
            vintage.day.to_string(),
            vintage.basis,
            &vintage.reason,
        ))?;
    Ok(())
}

fn insert_source(transaction: &Transaction<'_>, taken: &Taken<'_>) -> Result<i64, ArchiveError> {
    let facts = taken.directory.facts();
    let scope_reason = format!(
        "it is a directory, as at {} by {}",
        taken.vintage.day, taken.vintage.reason
    );
    transaction
        .prepare_cached(
            "INSERT INTO source (sha256, file_name, bytes, container_name, container_sha256, publication, publisher,
                 licence, layout, form, sheet, scope, scope_reason, published_on, published_basis, row_count,
                 present, held, kept_sha256, table_sha256, measures, taken_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL, ?11, ?12, ?13, ?14, ?15, '', 1, ?16, NULL, ?17,
                 strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
        )?
        .execute(rusqlite::params![
            taken.digest.to_string(),
            taken.file_name,
            number(usize::try_from(taken.bytes).unwrap_or(usize::MAX)),
            taken.container.map(|container| &container.name),
            taken.container.map(|container| container.digest.to_string()),
            facts.id,
            facts.publisher,
            facts.licence,
            taken.layout,
            taken.form.as_str(),
            Scope::National.as_str(),
            scope_reason,
            taken.published_on.map(|day| day.to_string()),
            taken.published_basis.as_str(),
            taken.rows.cast_signed(),
            taken.packed.to_string(),
            definitions_digest(facts.id),
        ])?;
    Ok(transaction.last_insert_rowid())
}
