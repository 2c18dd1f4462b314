//! Taking published files: the only way in.
//!
//! A file goes through in one reading. While its rows are parsed, its bytes go to the keeper, its
//! batches to the tidy table and to the measures' sums, each on a thread of its own; everything is
//! written to the staging folder, then put in place by renames, and then told to the catalogue in
//! one transaction. Until that commits, no reader sees any of it; a process that dies before leaves
//! files that nobody names, which the next writer sweeps away.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use candour_core::{
    Batch, BodyCode, Diagnostic, Digest, Month, Observation, PublishedBasis, Scope, TableSchema,
};
use candour_measures::{Catalogue, Measure, Places, Plan, Tally};
use candour_publications::{Content, Form, HEAD, Publication, ReadContext, Reading, Sink};
use candour_register::Register;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;

use crate::bodies_seen::BodiesSeen;
use crate::catalogue;
use crate::container::{self, Item};
use crate::error::{ArchiveError, WithPath as _};
use crate::folder::{Folder, place};
use crate::keep::{self, Keeper, Kept};
use crate::record::{self, Taken};
use crate::tidy::TidyWriter;

/// The largest workbook read, packed: twenty times the largest known. It is held in memory whole.
const LARGEST_WORKBOOK: u64 = 128 << 20;

/// What became of one file.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The path as given or found; inside a zip `archive.zip/entry.csv`.
    pub file: String,
    /// Which family it belongs to.
    pub publication: Option<String>,
    /// The reporting period.
    pub period: Option<Month>,
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

    fn new(item: &Item, status: OutcomeStatus, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            file: item.shown.clone(),
            publication: None,
            period: None,
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
        let (publication, layout, form) = match recognised {
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

        let staged_source = self.folder.staging().join(format!("{digest}.zst"));
        let staged_table = self.folder.staging().join(format!("{digest}.parquet"));
        let passed = pass(item, publication, &staged_source, &staged_table)?;
        let reading = passed.reading;
        let mut outcome = Outcome::new(item, OutcomeStatus::Refused, reading.diagnostics.clone());
        outcome.publication = Some(publication.facts().id.to_owned());
        outcome.period = reading.period;
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
        let Some(period) = reading.period.filter(|_| !refused) else {
            empty(&self.folder.staging())?;
            return Ok(outcome);
        };

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
            period,
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
            bodies: passed.bodies,
            observations: passed.observations,
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
        }
        let known = self
            .connection
            .prepare_cached(
                "SELECT publication, period, published_on, published_basis, row_count FROM source WHERE sha256 = ?1 AND held = 1",
            )?
            .query_row([digest.to_string()], |row| {
                let mut outcome = Outcome::new(item, OutcomeStatus::AlreadyHeld, Vec::new());
                outcome.publication = Some(row.get(0)?);
                outcome.period = Some(crate::snapshot::parsed(row, 1)?);
                outcome.published_on = crate::snapshot::parsed_if_any(row, 2)?;
                outcome.published_basis = Some(crate::snapshot::parsed(row, 3)?);
                outcome.rows = Some(row.get::<_, i64>(4)?.cast_unsigned());
                Ok(outcome)
            })
            .optional()?;
        Ok(known)
    }
}

/// What hinders taking a file: a fault of the file, or of the archive.
enum Hindrance {
    File(Box<Diagnostic>),
    Archive(ArchiveError),
}

impl<E: Into<ArchiveError>> From<E> for Hindrance {
    fn from(error: E) -> Self {
        Self::Archive(error.into())
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as a function for map_err"
)]
fn unreadable(error: io::Error) -> Hindrance {
    Hindrance::File(Box::new(Diagnostic::error(
        "cannot-read",
        format!("cannot be read: {error}"),
    )))
}

/// The start of a text, or a whole workbook.
enum Opened {
    Text {
        head: Vec<u8>,
        rest: Box<dyn Read + Send>,
    },
    Workbook(Vec<u8>),
}

impl Opened {
    fn read(item: &Item) -> Result<Self, Hindrance> {
        let mut rest = item.open().map_err(unreadable)?;
        let mut head = Vec::with_capacity(HEAD);
        (&mut rest)
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .map_err(unreadable)?;
        let workbook = head.starts_with(b"PK\x03\x04")
            || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
        if !workbook {
            return Ok(Self::Text { head, rest });
        }
        let mut bytes = head;
        rest.take(LARGEST_WORKBOOK + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST_WORKBOOK {
            return Err(unreadable(io::Error::other(format!(
                "the workbook has more than {LARGEST_WORKBOOK} bytes, which no publication has"
            ))));
        }
        Ok(Self::Workbook(bytes))
    }

    fn recognise(
        &self,
    ) -> Result<(&'static dyn Publication, &'static str, Form), candour_publications::Unrecognised>
    {
        let mut nothing = io::empty();
        candour_publications::recognise(&match self {
            Self::Text { head, .. } => Content::Text {
                head,
                rest: &mut nothing,
            },
            Self::Workbook(bytes) => Content::Workbook(bytes),
        })
    }
}

/// What one reading of a file gave.
struct Passed {
    reading: Reading,
    kept: Kept,
    table: Digest,
    bodies: BodiesSeen,
    observations: Vec<Observation>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a file once: rows to the tidy table and the measures, bytes to the keeper.
fn pass(
    item: &Item,
    publication: &'static dyn Publication,
    staged_source: &Path,
    staged_table: &Path,
) -> Result<Passed, Hindrance> {
    let schema = publication.table();
    let plan = plan(publication)?;
    let opened = Opened::read(item)?;
    let mut keeper = Keeper::create(staged_source)?;
    let mut writer = TidyWriter::create(staged_table, schema)?;
    let (to_keeper, kept_bytes) = sync_channel::<Vec<u8>>(4);
    let (to_writer, batches) = sync_channel::<Batch>(1);
    let (give_back, spare) = sync_channel::<Batch>(3);

    std::thread::scope(|scope| {
        let keeping = scope.spawn(move || -> Result<Kept, ArchiveError> {
            for bytes in kept_bytes {
                keeper.write(&bytes)?;
            }
            keeper.finish()
        });
        let writing = scope.spawn(move || -> Result<Digest, ArchiveError> {
            for batch in batches {
                writer.write(&batch)?;
                // The reader may have ended; then nobody wants the memory back.
                let _ = give_back.try_send(batch);
            }
            Ok(writer.finish()?.0)
        });

        let mut measuring = Measuring {
            plan: &plan,
            schema,
            tally: None,
            bodies: BodiesSeen::new(schema, Register::bundled()),
            to_writer,
            spare,
        };
        let context = ReadContext {
            known_not_submitting: &|code, month| {
                Catalogue::bundled().known_not_submitting(code, month)
            },
        };
        let reading = match opened {
            Opened::Text { head, rest } => {
                let _ = to_keeper.send(head.clone());
                let mut rest = Tee {
                    inner: rest,
                    to: to_keeper,
                };
                publication.read(
                    Content::Text {
                        head: &head,
                        rest: &mut rest,
                    },
                    &context,
                    &mut measuring,
                )
            }
            Opened::Workbook(bytes) => {
                let reading = publication.read(Content::Workbook(&bytes), &context, &mut measuring);
                let _ = to_keeper.send(bytes);
                drop(to_keeper);
                reading
            }
        };
        let Measuring {
            tally,
            bodies,
            to_writer,
            ..
        } = measuring;
        drop(to_writer);
        let (observations, diagnostics) = match tally {
            Some(tally) if !reading.refused() => {
                tally.finish(&RegisterPlaces(Register::bundled()), reading.scope)
            }
            _ => (Vec::new(), Vec::new()),
        };
        let kept = keeping
            .join()
            .map_err(|_| ArchiveError::Damaged("the keeper's thread panicked".to_owned()))??;
        let table = writing
            .join()
            .map_err(|_| ArchiveError::Damaged("the table's thread panicked".to_owned()))??;
        if let Some(error) = reading.io {
            return Err(unreadable(error));
        }
        Ok(Passed {
            reading: Reading {
                io: None,
                ..reading
            },
            kept,
            table,
            bodies,
            observations,
            diagnostics,
        })
    })
}

/// The plan by which the measures of a publication are summed.
pub(crate) fn plan(publication: &dyn Publication) -> Result<Plan, ArchiveError> {
    let measures: Vec<&Measure> = measures_of(publication.facts().id).collect();
    Plan::compile(&measures, publication.table()).map_err(|faults| {
        ArchiveError::Measures(
            faults
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
        )
    })
}

pub(crate) fn measures_of(publication: &str) -> impl Iterator<Item = &'static Measure> {
    Catalogue::bundled()
        .iter()
        .filter(move |measure| measure.publication.as_str() == publication)
}

/// Sums the measures as batches pass, and passes them on to the tidy table.
struct Measuring<'a> {
    plan: &'a Plan,
    schema: &'static TableSchema,
    tally: Option<Tally<'a>>,
    bodies: BodiesSeen,
    to_writer: SyncSender<Batch>,
    spare: Receiver<Batch>,
}

impl Sink for Measuring<'_> {
    fn batch(&mut self, batch: Batch) -> io::Result<()> {
        let Some(period) = batch.period else {
            return Err(io::Error::other("a batch without its period"));
        };
        let tally = self.tally.get_or_insert_with(|| {
            let present: Vec<bool> = batch
                .counts
                .iter()
                .map(|column| !column.is_empty())
                .collect();
            debug_assert_eq!(present.len(), self.schema.counts().count());
            Tally::new(self.plan, period, &present)
        });
        tally.add(&batch);
        self.bodies.add(&batch);
        self.to_writer
            .send(batch)
            .map_err(|_| io::Error::other("the tidy table could not be written"))
    }

    fn spare(&mut self) -> Batch {
        self.spare.try_recv().unwrap_or_default()
    }
}

/// Gives a copy of everything read to the keeper.
struct Tee {
    inner: Box<dyn Read + Send>,
    to: SyncSender<Vec<u8>>,
}

impl Read for Tee {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read > 0 {
            self.to
                .send(buffer[..read].to_vec())
                .map_err(|_| io::Error::other("the file could not be kept"))?;
        }
        Ok(read)
    }
}

/// The register, as the measures ask it.
pub(crate) struct RegisterPlaces(pub(crate) &'static Register);

impl Places for RegisterPlaces {
    fn region_of_icb(&self, board: &str, _: Month) -> Option<BodyCode> {
        self.0.region_of_board(board).cloned()
    }

    fn region_named(&self, published: &str, _: Month) -> Option<BodyCode> {
        self.0.published_as(published).map(|body| body.code.clone())
    }

    fn nationally_commissioned(&self) -> BodyCode {
        self.0
            .national_commissioner()
            .map_or_else(BodyCode::england, |body| body.code.clone())
    }
}

/// When a file was published: what a cell says, else what its name or its wrapping's name says, else
/// what the reviewed list says, else what the user says.
fn published(
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

fn empty(folder: &Path) -> Result<(), ArchiveError> {
    for file in entries(folder)? {
        fs::remove_file(&file).with_path(&file)?;
    }
    Ok(())
}
