//! Whether the archive still is what it was: every kept file and table against its digest, every
//! figure against its rows.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use candour_core::Observation;
use candour_measures::Tally;
use candour_publications::{Content, Directory, HEAD, directory_by_id};
use candour_register::Register;
use serde::Serialize;

use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::joined;
use crate::keep;
use crate::pass::{RegisterPlaces, plan};
use crate::record::definitions_digest;
use crate::snapshot::Snapshot;
use crate::source::family;
use crate::tidy::TidyReader;
use crate::versions::SourceRow;

/// What was found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Verification {
    /// How many sources are held and were read to their end.
    pub sources: usize,
    /// How many figures were computed again.
    pub figures: usize,
    /// How many sources are known by starter figures alone, whose files are not here.
    pub not_held: usize,
    /// What is damaged.
    pub damage: Vec<Damage>,
}

/// A thing that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// The file in the archive.
    pub path: PathBuf,
    /// The source that it belongs to.
    pub source: String,
    /// What is wrong.
    pub what: String,
}

impl Snapshot<'_> {
    /// Reads everything and compares it with what the catalogue says. `told` hears each source's name.
    ///
    /// # Errors
    /// Where the catalogue itself cannot be read. Damage is in the answer.
    pub fn verify(&self, told: &mut dyn FnMut(&str)) -> Result<Verification, ArchiveError> {
        let mut found = Verification::default();
        let state: String = self
            .connection()?
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if state != "ok" {
            found.damage.push(Damage {
                path: self.archive.folder.catalogue(),
                source: "the catalogue".to_owned(),
                what: state,
            });
        }
        for row in self.sources()? {
            told(&row.file_name);
            if !row.held {
                found.not_held += 1;
                continue;
            }
            let source = self.detail(row)?;
            let noted: Option<String> = self
                .connection()?
                .prepare_cached("SELECT kept_sha256 FROM source WHERE id = ?1")?
                .query_row([row.source], |row| row.get(0))?;
            found.sources += 1;
            let kept = self.archive.folder.source(&row.sha256);
            let table = self.archive.folder.table(&row.publication, &row.sha256);
            let mut damaged = |path: &PathBuf, what: String| {
                found.damage.push(Damage {
                    path: path.clone(),
                    source: row.file_name.clone(),
                    what,
                });
            };
            match keep::open(&kept).map(|mut reader| keep::digest(&mut reader)) {
                Ok(Ok((digest, bytes))) if digest == row.sha256 && bytes == source.bytes => {
                    match File::open(&kept).and_then(|mut file| keep::digest(&mut file)) {
                        Ok((packed, _)) if noted == Some(packed.to_string()) => {}
                        Ok(_) => damaged(
                            &kept,
                            "it unpacks to the published file, but is not as it was written"
                                .to_owned(),
                        ),
                        Err(error) => damaged(&kept, error.to_string()),
                    }
                }
                Ok(Ok((digest, _))) => damaged(
                    &kept,
                    format!("its SHA-256 is {digest}, not {}", row.sha256),
                ),
                Ok(Err(error)) => damaged(&kept, format!("cannot be unpacked: {error}")),
                Err(error) => damaged(&kept, error.to_string()),
            }
            if let Some(directory) = directory_by_id(&row.publication) {
                if let Some(what) = self.said_otherwise(row, directory, &kept)? {
                    damaged(&kept, what);
                }
                continue;
            }
            let digest = File::open(&table).and_then(|mut file| keep::digest(&mut file));
            match digest {
                Ok((digest, _)) if Some(digest) == source.table_sha256 => {
                    for edition in self
                        .editions()?
                        .iter()
                        .filter(|one| one.source == row.source)
                    {
                        match self.again(edition)? {
                            Again::Same(figures) => found.figures += figures,
                            Again::Otherwise(what) => {
                                damaged(&table, what);
                                break;
                            }
                        }
                    }
                }
                Ok(_) => damaged(
                    &table,
                    "its SHA-256 is not the one noted when it was written".to_owned(),
                ),
                Err(error) => damaged(&table, error.to_string()),
            }
        }
        Ok(found)
    }

    /// Reads a kept file of a directory again; a sentence where the catalogue has other rows.
    fn said_otherwise(
        &self,
        row: &SourceRow,
        directory: &'static dyn Directory,
        kept: &Path,
    ) -> Result<Option<String>, ArchiveError> {
        let mut head = Vec::with_capacity(HEAD);
        let reading = match keep::open(kept) {
            // That it cannot be read has been told.
            Err(_) => return Ok(None),
            Ok(mut rest) => {
                if (&mut rest)
                    .take(HEAD as u64)
                    .read_to_end(&mut head)
                    .is_err()
                {
                    return Ok(None);
                }
                directory.read(Content::Text {
                    head: &head,
                    rest: &mut rest,
                })
            }
        };
        Ok((!self.says(row.source, &reading.said)?)
            .then(|| "its rows say something else of bodies than the catalogue has".to_owned()))
    }

    /// Computes every figure of an edition again from its tidy table.
    fn again(&self, edition: &SourceRow) -> Result<Again, ArchiveError> {
        let measured: String = self.connection()?.query_row(
            "SELECT measures FROM source WHERE id = ?1",
            [edition.source],
            |row| row.get(0),
        )?;
        if measured != definitions_digest(&edition.publication) {
            return Ok(Again::Otherwise(
                "its figures were made by other definitions of the measures; `candour ingest` makes them anew".to_owned(),
            ));
        }
        let observations = match measure_edition(&self.archive.folder, edition) {
            Ok(observations) => observations,
            Err(error) => return Ok(Again::Otherwise(error.to_string())),
        };
        let mut expected: BTreeMap<_, _> = observations
            .iter()
            .map(|one| (one.key.clone(), one))
            .collect();
        let mut statement = self.connection()?.prepare_cached(
            "SELECT measure, body, level, basis, treatment_function, numerator, denominator, value, status, is_over
             FROM observations WHERE source = ?1",
        )?;
        let rows = statement.query_map([edition.id], stored)?;
        let mut figures = 0;
        for row in rows {
            let row = row?;
            match expected.remove(&row.key) {
                Some(again) if *again == row => figures += 1,
                Some(_) => {
                    return Ok(Again::Otherwise(format!(
                        "its rows give another figure for {} of {}",
                        row.key.measure, row.key.body
                    )));
                }
                None => {
                    return Ok(Again::Otherwise(format!(
                        "its rows give no figure for {} of {}",
                        row.key.measure, row.key.body
                    )));
                }
            }
        }
        Ok(match expected.into_keys().next() {
            None => Again::Same(figures),
            Some(key) => Again::Otherwise(format!(
                "the catalogue lacks the figure for {} of {}",
                key.measure, key.body
            )),
        })
    }
}

/// Every figure of an edition, from its tidy table or the two of its files.
pub(crate) fn measure_edition(
    folder: &Folder,
    edition: &SourceRow,
) -> Result<Vec<Observation>, ArchiveError> {
    let publication = family(edition)?;
    if let Some(other) = &edition.other {
        return joined::figures(folder, publication, edition, other);
    }
    let plan = plan(publication)?;
    let mut tally = Tally::new(&plan, edition.period, &edition.present);
    let path = folder.table(&edition.publication, &edition.sha256);
    let table = publication.table();
    let mut reader = TidyReader::open(&path, table, edition.period, &edition.present)?;
    for group in 0..reader.groups() {
        tally.add(&reader.group(group, &[])?);
    }
    let places = RegisterPlaces(Register::bundled());
    Ok(tally.finish(&places, edition.scope).0)
}

enum Again {
    Same(usize),
    Otherwise(String),
}

fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Observation> {
    use crate::snapshot::{parsed, parsed_if_any};
    Ok(Observation {
        key: candour_core::SeriesKey {
            measure: parsed(row, 0)?,
            body: parsed(row, 1)?,
            level: parsed(row, 2)?,
            basis: parsed(row, 3)?,
            treatment_function: parsed_if_any(row, 4)?,
        },
        numerator: row.get(5)?,
        denominator: row.get(6)?,
        value: row.get(7)?,
        status: parsed(row, 8)?,
        over: row.get(9)?,
    })
}
