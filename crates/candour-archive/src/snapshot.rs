//! Reading: any number of readers, each of which sees one state of the archive from start to end.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use candour_core::{Digest, Month, PublishedBasis};
use candour_publications::Form;
use candour_register::Register;
use rusqlite::{Connection, Row};

use crate::carried::{BandsCache, HomesCache, KnownFigures};
use crate::catalogue;
use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::oversight::OversightCache;
use crate::versions::{Other, SourceRow};

/// An archive opened for reading. Cheap to share between threads.
#[derive(Debug)]
pub struct Archive {
    pub(crate) folder: Folder,
    idle: Mutex<Vec<Connection>>,
    pub(crate) homes: HomesCache,
    pub(crate) bands: BandsCache,
    /// The register of the latest state that was asked for, under that state's version.
    pub(crate) register: Mutex<Option<(String, Arc<Register>)>>,
    pub(crate) figures: KnownFigures,
    pub(crate) oversight: OversightCache,
}

impl Archive {
    /// Opens the archive in the folder `root`.
    ///
    /// # Errors
    /// Where there is none, or it was made by a later version.
    pub fn open(root: &Path) -> Result<Self, ArchiveError> {
        let folder = Folder::new(root);
        if !folder.catalogue().is_file() {
            return Err(ArchiveError::NoArchive(root.to_owned()));
        }
        let connection = catalogue::open_for_reading(&folder.catalogue())?;
        Ok(Self {
            folder,
            idle: Mutex::new(vec![connection]),
            homes: HomesCache::default(),
            bands: BandsCache::default(),
            register: Mutex::new(None),
            figures: KnownFigures::default(),
            oversight: OversightCache::default(),
        })
    }

    /// The archive's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// The state of the archive at this moment, unchanged by what a writer does meanwhile.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, ArchiveError> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .pop();
        let connection = match idle {
            Some(connection) => connection,
            None => catalogue::open_for_reading(&self.folder.catalogue())?,
        };
        connection.execute_batch("BEGIN")?;
        // A deferred transaction takes its snapshot at the first reading: take it now.
        connection.query_row("SELECT count(*) FROM setting", [], |_| Ok(()))?;
        Ok(Snapshot {
            archive: self,
            connection: Some(connection),
            editions: OnceLock::new(),
            sources: OnceLock::new(),
        })
    }
}

/// One state of the archive.
#[derive(Debug)]
pub struct Snapshot<'a> {
    pub(crate) archive: &'a Archive,
    connection: Option<Connection>,
    editions: OnceLock<Vec<Arc<SourceRow>>>,
    sources: OnceLock<Vec<Arc<SourceRow>>>,
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("ROLLBACK").is_ok()
        {
            self.archive
                .idle
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push(connection);
        }
    }
}

impl<'a> Snapshot<'a> {
    /// Another reading of the same archive, for a question that needs a reading to itself.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn another(&self) -> Result<Snapshot<'a>, ArchiveError> {
        self.archive.snapshot()
    }

    /// The archive's folder.
    #[must_use]
    pub fn root(&self) -> &'a Path {
        self.archive.root()
    }
}

impl Snapshot<'_> {
    pub(crate) fn connection(&self) -> Result<&Connection, ArchiveError> {
        self.connection.as_ref().ok_or_else(|| {
            ArchiveError::Damaged("the catalogue's connection was given back".to_owned())
        })
    }

    pub(crate) fn connection_mut(&mut self) -> Result<&mut Connection, ArchiveError> {
        self.connection.as_mut().ok_or_else(|| {
            ArchiveError::Damaged("the catalogue's connection was given back".to_owned())
        })
    }

    /// Every file of every publication, in the order in which they were taken, each as the edition of
    /// its last period.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn sources(&self) -> Result<&[Arc<SourceRow>], ArchiveError> {
        if let Some(sources) = self.sources.get() {
            return Ok(sources);
        }
        let mut last: BTreeMap<i64, &Arc<SourceRow>> = BTreeMap::new();
        for edition in self.editions()?.iter().filter(|row| row.other.is_none()) {
            let found = last.entry(edition.source).or_insert(edition);
            if edition.period > found.period {
                *found = edition;
            }
        }
        let found = last.into_values().cloned().collect();
        Ok(self.sources.get_or_init(|| found))
    }

    /// Every edition of every publication: each period of each file, and of two files together.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn editions(&self) -> Result<&[Arc<SourceRow>], ArchiveError> {
        if let Some(editions) = self.editions.get() {
            return Ok(editions);
        }
        let mut statement = self.connection()?.prepare_cached(
            "SELECT edition, source_id, sha256, file_name, publication, form, period, scope, published_on,
                 published_basis, held, present, other_sha256, other_present FROM editions ORDER BY edition",
        )?;
        let rows = statement.query_map([], edition)?;
        let mut found: Vec<SourceRow> = rows.collect::<Result<_, _>>()?;
        let mut spans: BTreeMap<i64, (Month, Month)> = BTreeMap::new();
        for row in &found {
            let span = spans.entry(row.source).or_insert(row.span);
            *span = (span.0.min(row.period), span.1.max(row.period));
        }
        for row in &mut found {
            row.span = spans.get(&row.source).copied().unwrap_or(row.span);
        }
        let found = found.into_iter().map(Arc::new).collect();
        Ok(self.editions.get_or_init(|| found))
    }

    /// A text that changes whenever a source is taken: what a cache may depend on.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn version(&self) -> Result<String, ArchiveError> {
        let sources = self.editions()?;
        Ok(match sources.last() {
            Some(last) => format!("{}-{}-{}", sources.len(), last.id, last.sha256.short()),
            None => "0".to_owned(),
        })
    }
}

fn edition(row: &Row<'_>) -> rusqlite::Result<SourceRow> {
    let period = parsed(row, 6)?;
    let other_present: Option<String> = row.get(13)?;
    let other = parsed_if_any::<Digest>(row, 12)?.zip(other_present);
    Ok(SourceRow {
        id: row.get(0)?,
        source: row.get(1)?,
        sha256: parsed::<Digest>(row, 2)?,
        file_name: row.get(3)?,
        publication: row.get(4)?,
        form: match row.get_ref(5)?.as_str()? {
            "csv" => Form::Csv,
            "geojson" => Form::GeoJson,
            _ => Form::Workbook,
        },
        period,
        span: (period, period),
        scope: parsed(row, 7)?,
        published_on: parsed_if_any(row, 8)?,
        published_basis: parsed::<PublishedBasis>(row, 9)?,
        held: row.get(10)?,
        present: bits(row.get_ref(11)?.as_str()?),
        other: other.map(|(sha256, present)| Other {
            sha256,
            present: bits(&present),
        }),
    })
}

/// A 1 or 0 for each column.
pub(crate) fn bits(text: &str) -> Vec<bool> {
    text.bytes().map(|byte| byte == b'1').collect()
}

/// A text column read as what it stands for.
pub(crate) fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

pub(crate) fn parsed_if_any<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => parsed(row, column).map(Some),
    }
}
