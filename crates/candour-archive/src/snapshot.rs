//! Reading: any number of readers, each of which sees one state of the archive from start to end.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use candour_core::{Digest, PublishedBasis};
use candour_publications::Form;
use rusqlite::{Connection, Row};

use crate::carried::{BandsCache, HomesCache, KnownFigures};
use crate::catalogue;
use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::register_of::RegisterCache;
use crate::versions::SourceRow;

/// An archive opened for reading. Cheap to share between threads.
#[derive(Debug)]
pub struct Archive {
    pub(crate) folder: Folder,
    idle: Mutex<Vec<Connection>>,
    pub(crate) homes: HomesCache,
    pub(crate) bands: BandsCache,
    pub(crate) register: RegisterCache,
    pub(crate) figures: KnownFigures,
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
            register: RegisterCache::default(),
            figures: KnownFigures::default(),
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
            sources: OnceLock::new(),
        })
    }
}

/// One state of the archive.
#[derive(Debug)]
pub struct Snapshot<'a> {
    pub(crate) archive: &'a Archive,
    connection: Option<Connection>,
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

    /// Every source of every publication, in the order in which they were taken.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn sources(&self) -> Result<&[Arc<SourceRow>], ArchiveError> {
        if let Some(sources) = self.sources.get() {
            return Ok(sources);
        }
        let mut statement = self
            .connection()?
            .prepare_cached(&format!("SELECT {SOURCE_COLUMNS} FROM source ORDER BY id"))?;
        let rows = statement.query_map([], source_row)?;
        let found: Vec<Arc<SourceRow>> = rows
            .map(|row| row.map(Arc::new))
            .collect::<Result<_, _>>()?;
        Ok(self.sources.get_or_init(|| found))
    }

    /// A text that changes whenever a source is taken: what a cache may depend on.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn version(&self) -> Result<String, ArchiveError> {
        let sources = self.sources()?;
        Ok(match sources.last() {
            Some(last) => format!("{}-{}-{}", sources.len(), last.id, last.sha256.short()),
            None => "0".to_owned(),
        })
    }
}

/// The columns of `source` that [`source_row`] reads, in its order.
pub(crate) const SOURCE_COLUMNS: &str =
    "id, sha256, file_name, publication, form, period, scope, published_on, published_basis, held";

pub(crate) fn source_row(row: &Row<'_>) -> rusqlite::Result<SourceRow> {
    Ok(SourceRow {
        id: row.get(0)?,
        sha256: parsed::<Digest>(row, 1)?,
        file_name: row.get(2)?,
        publication: row.get(3)?,
        form: if row.get_ref(4)?.as_str()? == "csv" {
            Form::Csv
        } else {
            Form::Workbook
        },
        period: parsed(row, 5)?,
        scope: parsed(row, 6)?,
        published_on: parsed_if_any(row, 7)?,
        published_basis: parsed::<PublishedBasis>(row, 8)?,
        held: row.get(9)?,
    })
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
