//! One reading of a file: rows to the tidy table and the measures' sums, bytes to the keeper, each on
//! a thread of its own.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use candour_core::{Batch, BodyCode, Diagnostic, Digest, Month, Observation, TableSchema};
use candour_measures::{Catalogue, Measure, Places, Plan, Tally};
use candour_publications::{
    Content, Form, HEAD, Publication, ReadContext, Reading, Recognised, SaidRow, Sink,
};
use candour_register::Register;

use crate::bodies_seen::BodiesSeen;
use crate::container::Item;
use crate::error::ArchiveError;
use crate::keep::{Keeper, Kept};
use crate::tidy::TidyWriter;

/// The largest workbook read, packed: twenty times the largest known. It is held in memory whole.
const LARGEST_WORKBOOK: u64 = 128 << 20;

/// What hinders taking a file: a fault of the file, or of the archive.
pub(crate) enum Hindrance {
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
pub(crate) fn unreadable(error: io::Error) -> Hindrance {
    Hindrance::File(Box::new(Diagnostic::error(
        "cannot-read",
        format!("cannot be read: {error}"),
    )))
}

/// The start of a text, or a whole workbook.
pub(crate) enum Opened {
    Text {
        head: Vec<u8>,
        rest: Box<dyn Read + Send>,
    },
    Workbook(Vec<u8>),
}

impl Opened {
    pub(crate) fn read(item: &Item) -> Result<Self, Hindrance> {
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

    pub(crate) fn recognise(
        &self,
    ) -> Result<(Recognised, &'static str, Form), candour_publications::Unrecognised> {
        let mut nothing = io::empty();
        candour_publications::recognise_any(&match self {
            Self::Text { head, .. } => Content::Text {
                head,
                rest: &mut nothing,
            },
            Self::Workbook(bytes) => Content::Workbook(bytes),
        })
    }
}

/// What one reading of a file gave.
pub(crate) struct Passed {
    pub(crate) reading: Reading,
    pub(crate) kept: Kept,
    pub(crate) table: Digest,
    pub(crate) editions: Vec<Edition>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What a workbook says of bodies beside its figures.
    pub(crate) said: Vec<SaidRow>,
}

/// What one period of a file gave.
pub(crate) struct Edition {
    pub(crate) period: Month,
    pub(crate) rows: u64,
    pub(crate) bodies: BodiesSeen,
    pub(crate) observations: Vec<Observation>,
}

/// Reads a file once: rows to the tidy table and the measures, bytes to the keeper.
pub(crate) fn pass(
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
            periods: BTreeMap::new(),
            to_writer,
            spare,
        };
        let context = ReadContext {
            known_not_submitting: &|code, month| {
                Catalogue::bundled().known_not_submitting(code, month)
            },
            file_name: &item.file_name,
        };
        let mut said = (Vec::new(), Vec::new());
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
                said = publication.said(&bytes);
                let _ = to_keeper.send(bytes);
                drop(to_keeper);
                reading
            }
        };
        let Measuring {
            periods, to_writer, ..
        } = measuring;
        drop(to_writer);
        let mut editions = Vec::new();
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let sound = !reading.refused();
        for (period, (tally, bodies)) in periods.into_iter().filter(|_| sound) {
            let places = RegisterPlaces(Register::bundled());
            let (observations, told) = tally.finish(&places, reading.scope);
            for fault in told {
                if !diagnostics.contains(&fault) {
                    diagnostics.push(fault);
                }
            }
            editions.push(Edition {
                period,
                rows: reading.periods.get(&period).copied().unwrap_or(0),
                bodies,
                observations,
            });
        }
        diagnostics.extend(said.1);
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
            editions,
            diagnostics,
            said: said.0,
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
    periods: BTreeMap<Month, (Tally<'a>, BodiesSeen)>,
    to_writer: SyncSender<Batch>,
    spare: Receiver<Batch>,
}

impl Sink for Measuring<'_> {
    fn batch(&mut self, batch: Batch) -> io::Result<()> {
        let Some(period) = batch.period else {
            return Err(io::Error::other("a batch without its period"));
        };
        let (tally, bodies) = self.periods.entry(period).or_insert_with(|| {
            let columns = batch.counts.len();
            debug_assert_eq!(columns, self.schema.counts().count());
            let present: Vec<bool> = (0..columns).map(|column| batch.has(column)).collect();
            (
                Tally::new(self.plan, period, &present),
                BodiesSeen::new(self.schema, Register::bundled()),
            )
        });
        tally.add(&batch);
        bodies.add(&batch);
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
    fn region_of_icb(&self, board: &str, month: Month) -> Option<BodyCode> {
        self.0.region_of_board(board, month.last_day())
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
