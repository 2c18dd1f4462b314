//! Taking published files: the only way in.
//!
//! A file goes through in one reading. While its rows are parsed, its bytes go to the keeper, its
//! batches to the tidy table and to the measures' sums, each on a thread of its own; everything is
//! written to the staging folder, then put in place by renames, and then told to the catalogue in
//! one transaction. Until that commits, no reader sees any of it; a process that dies before leaves
//! files that nobody names, which the next writer sweeps away.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use candour_core::{Diagnostic, Digest, Month, PublishedBasis, Scope};
use candour_publications::Recognised;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;

use crate::catalogue;
use crate::container::{self, Item};
use crate::directory;
use crate::error::{ArchiveError, WithPath as _};
use crate::folder::{Folder, place};
use crate::keep;
use crate::pass::{Hindrance, Opened, pass, unreadable};
use crate::record::{self, Taken};

/// What became of one file.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The path as given or found; inside a zip `archive.zip/entry.csv`.
    pub file: String,
    /// Which family it belongs to.
    pub publication: Option<String>,
    /// The reporting period; the last, where the file has several.
    pub period: Option<Month>,
    /// The first period, where the file has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_period: Option<Month>,
    /// When it was published, where known.
    pub published_on: Option<Date>,
    /// How that is known.
    pub published_basis: Option<PublishedBasis>,
    /// How many rows of figures it has.
    pub rows: Option<u64>,
    /// What became of it.
    pub status: OutcomeStatus,
    /// Every fault found.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the user named the file itself, rather than a folder above it.
    #[serde(skip)]
    pub named: bool,
}

/// What can become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeStatus {
    /// Taken; it holds all of the service.
    Loaded,
    /// Taken; it holds some bodies only.
    Partial,
    /// It was here already; nothing changed.
    AlreadyHeld,
    /// It is none of the families known.
    NotRecognised,
    /// It is at fault, or cannot be read; nothing of it was stored.
    Refused,
}

impl Outcome {
    /// Whether this is a failure of the command: a file refused, or one named and not recognised.
    #[must_use]
    pub const fn is_failure(&self) -> bool {
        match self.status {
            OutcomeStatus::Refused => true,
            OutcomeStatus::NotRecognised => self.named,
            OutcomeStatus::Loaded | OutcomeStatus::Partial | OutcomeStatus::AlreadyHeld => false,
        }
    }

    pub(crate) fn new(item: &Item, status: OutcomeStatus, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            file: item.shown.clone(),
            publication: None,
            period: None,
            first_period: None,
            published_on: None,
            published_basis: None,
            rows: None,
            status,
            diagnostics,
            named: item.named,
        }
    }
}

/// How far an ingest has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// How many files are done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
    /// The file that is read next; none at the end.
    pub next: Option<&'a str>,
}

/// The one writer of an archive.
#[derive(Debug)]
pub struct Writer {
    folder: Folder,
    pub(crate) connection: Connection,
    // Held open for as long as this lives: the lock goes with it.
    _lock: File,
}

impl Writer {
    /// Opens the archive in the folder `root` for writing, and makes it where there is none.
    ///
    /// What an earlier writer left unfinished is swept away.
    ///
    /// # Errors
    /// Where another process writes, or the folder cannot be written.
    pub fn open(root: &Path) -> Result<Self, ArchiveError> {
        let folder = Folder::new(root);
        folder.create()?;
        let lock = File::create(folder.lock()).with_path(&folder.lock())?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(ArchiveError::Locked(root.to_owned())),
            Err(fs::TryLockError::Error(source)) => {
                return Err(ArchiveError::Io {
                    path: folder.lock(),
                    source,
                });
            }
        }
        let connection = catalogue::open_for_writing(&folder.catalogue())?;
        let writer = Self {
            folder,
            connection,
            _lock: lock,
        };
        writer.sweep()?;
        Ok(writer)
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Removes what no row of the catalogue names.
    fn sweep(&self) -> Result<(), ArchiveError> {
        empty(&self.folder.staging())?;
        let known = |digest: &str| -> Result<bool, ArchiveError> {
            Ok(self
                .connection
                .prepare_cached("SELECT 1 FROM source WHERE sha256 = ?1 AND held = 1")?
                .exists([digest])?)
        };
        for top in [self.folder.sources(), self.folder.tables()] {
            for folder in entries(&top)? {
                for file in entries(&folder)? {
                    let stem = file
                        .file_stem()
                        .map(|stem| stem.to_string_lossy().into_owned());
                    if let Some(stem) = stem
                        && stem.parse::<Digest>().is_ok()
                        && !known(&stem)?
                    {
                        fs::remove_file(&file).with_path(&file)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes every file at or below `paths`.
    ///
    /// `published` states the day of publication of a single file whose name and cells do not.
    ///
    /// # Errors
    /// Where the archive itself fails: a disk that is full, a catalogue that cannot be written.
    /// Faults of a file are in its [`Outcome`].
    pub fn ingest(
        &mut self,
        paths: &[PathBuf],
        published: Option<Date>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Vec<Outcome>, ArchiveError> {
        self.remeasure()?;
        let (items, unopened) = container::find(paths);
        let mut outcomes = Vec::with_capacity(items.len());
        for (done, item) in items.iter().enumerate() {
            progress(Progress {
                done,
                of: items.len(),
                next: Some(&item.shown),
            });
            outcomes.push(self.take(item, published)?);
        }
        progress(Progress {
            done: items.len(),
            of: items.len(),
            next: None,
        });
        outcomes.extend(unopened.into_iter().map(|unopened| Outcome {
            file: unopened.shown,
            publication: None,
            period: None,
            first_period: None,
            published_on: None,
            published_basis: None,
            rows: None,
            status: OutcomeStatus::Refused,
            diagnostics: vec![unopened.diagnostic],
            named: true,
        }));
        Ok(outcomes)
    }

    fn take(&mut self, item: &Item, stated: Option<Date>) -> Result<Outcome, ArchiveError> {
        match self.try_take(item, stated) {
            Ok(outcome) => Ok(outcome),
            Err(Hindrance::File(diagnostic)) => Ok(Outcome::new(
                item,
                OutcomeStatus::Refused,
                vec![*diagnostic],
            )),
            Err(Hindrance::Archive(error)) => Err(error),
        }
    }

    fn try_take(&mut self, item: &Item, stated: Option<Date>) -> Result<Outcome, Hindrance> {
        let opened = Opened::read(item)?;
        let recognised = opened.recognise();
        let (family, layout, form) = match recognised {
            Ok(found) => found,
            Err(unrecognised) => {
                return Ok(Outcome::new(
                    item,
                    OutcomeStatus::NotRecognised,
                    vec![unrecognised.diagnostic()],
                ));
            }
        };
        drop(opened);
        let (digest, bytes) =
            keep::digest(&mut *item.open().map_err(unreadable)?).map_err(unreadable)?;
        if let Some(outcome) = self.already_held(item, &digest, stated)? {
            return Ok(outcome);
        }
        let publication = match family {
            Recognised::Publication(publication) => publication,
            Recognised::Directory(directory) => {
                let recognised = directory::Recognised {
                    directory,
                    layout,
                    form,
                    digest,
                    bytes,
                };
                return self.take_directory(item, &recognised, stated);
            }
        };

        let staged_source = self.folder.staging().join(format!("{digest}.zst"));
        let staged_table = self.folder.staging().join(format!("{digest}.parquet"));
        let passed = pass(item, publication, &staged_source, &staged_table)?;
        let reading = passed.reading;
        let mut outcome = Outcome::new(item, OutcomeStatus::Refused, reading.diagnostics.clone());
        outcome.publication = Some(publication.facts().id.to_owned());
        outcome.period = reading.period();
        outcome.first_period = several(reading.periods.keys().next().copied(), outcome.period);
        outcome.rows = Some(reading.rows);
        outcome.diagnostics.extend(passed.diagnostics);
        if passed.kept.published != digest {
            outcome.diagnostics.push(Diagnostic::error(
                "file-changed",
                "the file changed while it was being read; load it again when it is whole",
            ));
        }
        let refused = outcome
            .diagnostics
            .iter()
            .any(|fault| fault.severity == candour_core::Severity::Error);
        if refused || reading.periods.is_empty() {
            empty(&self.folder.staging())?;
            return Ok(outcome);
        }

        let (published_on, published_basis) =
            published(item, reading.published_on, &digest, stated);
        let taken = Taken {
            digest,
            file_name: item.file_name.clone(),
            bytes,
            container: item.container.clone(),
            publication,
            layout,
            form,
            sheet: reading.sheet.clone(),
            scope: reading.scope,
            scope_reason: reading.scope_reason.clone(),
            published_on,
            published_basis,
            rows: reading.rows,
            present: reading.present.clone(),
            checks: reading
                .checks
                .iter()
                .map(|check| (check.name.to_owned(), check.detail.clone(), check.passed))
                .collect(),
            packed: passed.kept.packed,
            table_digest: passed.table,
            editions: passed.editions,
            said: passed.said,
        };
        place(&staged_source, &self.folder.source(&digest))?;
        place(
            &staged_table,
            &self.folder.table(publication.facts().id, &digest),
        )?;
        let compared = record::record(
            &mut self.connection,
            &self.folder,
            &taken,
            &outcome.diagnostics,
        )?;
        outcome.diagnostics.extend(compared);
        outcome.published_on = published_on;
        outcome.published_basis = Some(published_basis);
        outcome.status = match reading.scope {
            Scope::National => OutcomeStatus::Loaded,
            Scope::Partial => OutcomeStatus::Partial,
        };
        Ok(outcome)
    }

    /// The outcome for a file that is here already. A day of publication that is stated now and was
    /// not known before is noted: that is news about the file, not a change of it.
    fn already_held(
        &self,
        item: &Item,
        digest: &Digest,
        stated: Option<Date>,
    ) -> Result<Option<Outcome>, ArchiveError> {
        if let Some(day) = stated {
            self.connection.execute(
                "UPDATE source SET published_on = ?2, published_basis = 'stated'
                 WHERE sha256 = ?1 AND held = 1 AND published_basis IN ('unknown', 'stated')",
                (digest.to_string(), day.to_string()),
            )?;
            // A directory's vintage, likewise, where only its content told.
            self.connection.execute(
                "UPDATE vintage SET as_at = ?2, basis = 'stated', reason = 'whoever loaded it'
                 WHERE basis IN ('content', 'stated') AND source_id = (SELECT id FROM source WHERE sha256 = ?1)",
                (digest.to_string(), day.to_string()),
            )?;
        }
        let known = self
            .connection
            .prepare_cached(
                "SELECT publication, (SELECT max(period) FROM edition WHERE source_id = s.id), published_on,
                     published_basis, row_count, (SELECT min(period) FROM edition WHERE source_id = s.id)
                 FROM source s WHERE sha256 = ?1 AND held = 1",
            )?
            .query_row([digest.to_string()], |row| {
                let mut outcome = Outcome::new(item, OutcomeStatus::AlreadyHeld, Vec::new());
                outcome.publication = Some(row.get(0)?);
                outcome.period = Some(crate::snapshot::parsed(row, 1)?);
                outcome.published_on = crate::snapshot::parsed_if_any(row, 2)?;
                outcome.published_basis = Some(crate::snapshot::parsed(row, 3)?);
                outcome.rows = Some(row.get::<_, i64>(4)?.cast_unsigned());
                outcome.first_period = several(crate::snapshot::parsed_if_any(row, 5)?, outcome.period);
                Ok(outcome)
            })
            .optional()?;
        Ok(known)
    }
}

/// The first of several periods; none where there is one.
fn several(first: Option<Month>, last: Option<Month>) -> Option<Month> {
    first.filter(|_| first != last)
}

/// When a file was published: what a cell says, else what its name or its wrapping's name says, else
/// what the reviewed list says, else what the user says.
pub(crate) fn published(
    item: &Item,
    cell: Option<Date>,
    digest: &Digest,
    stated: Option<Date>,
) -> (Option<Date>, PublishedBasis) {
    use candour_publications::{published_in_list, published_in_name};
    let in_name = || {
        published_in_name(&item.file_name).or_else(|| {
            item.container
                .as_ref()
                .and_then(|container| published_in_name(&container.name))
        })
    };
    let ways: [(PublishedBasis, &dyn Fn() -> Option<Date>); 4] = [
        (PublishedBasis::Cell, &|| cell),
        (PublishedBasis::FileName, &in_name),
        (PublishedBasis::List, &|| published_in_list(digest)),
        (PublishedBasis::Stated, &|| stated),
    ];
    ways.iter()
        .find_map(|(basis, way)| way().map(|day| (Some(day), *basis)))
        .unwrap_or((None, PublishedBasis::Unknown))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .with_path(folder)?;
    Ok(entries.into_iter().map(|entry| entry.path()).collect())
}

pub(crate) fn empty(folder: &Path) -> Result<(), ArchiveError> {
    for file in entries(folder)? {
        let removed = if file.is_dir() {
            fs::remove_dir_all(&file)
        } else {
            fs::remove_file(&file)
        };
        removed.with_path(&file)?;
    }
    Ok(())
}
