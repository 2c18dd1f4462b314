use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong in the archive itself. Faults of a published file are not here: they are
/// [`Diagnostic`](candour_core::Diagnostic)s of that file.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The catalogue refused a statement.
    #[error("the catalogue: {0}")]
    Catalogue(#[from] rusqlite::Error),
    /// A tidy table could not be written or read.
    #[error("the tidy table {}: {source}", path.display())]
    Table {
        /// Which.
        path: PathBuf,
        /// Why.
        source: parquet::errors::ParquetError,
    },
    /// There is no archive in the folder.
    #[error("{} holds no archive", .0.display())]
    NoArchive(PathBuf),
    /// Another process is writing.
    #[error("another candour is writing to {}; wait until it has ended", .0.display())]
    Locked(PathBuf),
    /// The archive was made by a later version.
    #[error(
        "this archive has the shape of version {found}, this program knows those up to {known}; use a newer candour"
    )]
    Newer {
        /// The archive's version.
        found: i64,
        /// The highest that this program knows.
        known: i64,
    },
    /// The archive was made by an earlier version, and no writer has brought it to today's shape.
    #[error("this archive has an earlier shape; `candour ingest` on any file brings it to today's")]
    Older,
    /// What the archive holds does not fit together; `verify` says more.
    #[error("{0}; `candour verify` names what is damaged")]
    Damaged(String),
    /// The definitions of the measures do not fit the publication's table.
    #[error("the measures: {0}")]
    Measures(String),
    /// The caller asked for something that is not there.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The starter figures that came with the program cannot be read.
    #[error("the starter figures: {0}")]
    Starter(String),
    /// The caller's SQL was refused, or took too long.
    #[error("{0}")]
    Sql(String),
}

/// A question about something that the archive does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// No such measure.
    #[error("no measure `{asked}`")]
    Measure {
        /// What was asked for.
        asked: String,
        /// The nearest that there is.
        nearest: Option<String>,
    },
    /// No such body.
    #[error("no body `{asked}` in this archive")]
    Body {
        /// What was asked for.
        asked: String,
        /// The nearest that there are: code and name.
        nearest: Vec<(String, String)>,
    },
    /// The body is known, the measure is known, and there is no figure.
    #[error("no figure: {0}")]
    Figure(String),
    /// No such source file.
    #[error("no source file `{0}` in this archive")]
    Source(String),
}

/// Names the file in an error of the operating system.
pub(crate) trait WithPath<T> {
    fn with_path(self, path: &Path) -> Result<T, ArchiveError>;
}

impl<T> WithPath<T> for io::Result<T> {
    fn with_path(self, path: &Path) -> Result<T, ArchiveError> {
        self.map_err(|source| ArchiveError::Io {
            path: path.to_owned(),
            source,
        })
    }
}

impl<T> WithPath<T> for Result<T, parquet::errors::ParquetError> {
    fn with_path(self, path: &Path) -> Result<T, ArchiveError> {
        self.map_err(|source| ArchiveError::Table {
            path: path.to_owned(),
            source,
        })
    }
}
