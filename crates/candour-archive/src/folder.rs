use std::fs;
use std::path::{Path, PathBuf};

use candour_core::Digest;

use crate::error::{ArchiveError, WithPath as _};

/// The folder of an archive, and where in it everything lies.
///
/// ```text
/// catalogue.sqlite                        what there is: the commit point
/// sources/79/79f16f25….zst                each published file, byte for byte, compressed
/// tables/rtt-full-extract/79f16f25….parquet   its tidy table
/// staging/                                work in hand; swept when the next writer starts
/// writer.lock                             held by the one writer
/// ```
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.sqlite")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join("writer.lock")
    }

    pub(crate) fn staging(&self) -> PathBuf {
        self.root.join("staging")
    }

    pub(crate) fn sources(&self) -> PathBuf {
        self.root.join("sources")
    }

    pub(crate) fn tables(&self) -> PathBuf {
        self.root.join("tables")
    }

    /// Where the source with this digest is kept.
    pub(crate) fn source(&self, digest: &Digest) -> PathBuf {
        let name = digest.to_string();
        self.sources().join(&name[..2]).join(format!("{name}.zst"))
    }

    /// Where the tidy table of the source with this digest is kept.
    pub(crate) fn table(&self, publication: &str, digest: &Digest) -> PathBuf {
        self.tables()
            .join(publication)
            .join(format!("{digest}.parquet"))
    }

    pub(crate) fn create(&self) -> Result<(), ArchiveError> {
        for folder in [
            self.root.clone(),
            self.staging(),
            self.sources(),
            self.tables(),
        ] {
            fs::create_dir_all(&folder).with_path(&folder)?;
        }
        Ok(())
    }
}

/// Puts a finished file in its place. The rename is atomic: a reader sees the whole file or none.
pub(crate) fn place(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    if let Some(parent) = to.parent()
        && !parent.is_dir()
    {
        fs::create_dir_all(parent).with_path(parent)?;
        sync_folder(parent)?;
    }
    fs::rename(from, to).with_path(to)?;
    sync_folder(to)
}

/// Makes a rename last through a loss of power.
fn sync_folder(file: &Path) -> Result<(), ArchiveError> {
    match file.parent() {
        Some(parent) => fs::File::open(parent)
            .and_then(|folder| folder.sync_all())
            .with_path(parent),
        None => Ok(()),
    }
}
