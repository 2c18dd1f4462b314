//! What the archive knows of a source file.

use std::io::Read;

use candour_core::{Diagnostic, Digest};
use candour_publications::{Facts, Publication};
use rusqlite::OptionalExtension as _;

use crate::error::{ArchiveError, NotFound};
use crate::keep;
use crate::snapshot::{Snapshot, parsed_if_any};
use crate::versions::SourceRow;

/// A source file in full.
#[derive(Debug, Clone)]
pub struct SourceDetail {
    /// What the list of editions says: of the period asked about, or of the file's last.
    pub row: SourceRow,
    /// Its length in bytes, unpacked.
    pub bytes: u64,
    /// The gz or zip that it came in, and that one's SHA-256.
    pub container: Option<(String, Digest)>,
    /// Who published it.
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// The name of its layout.
    pub layout: String,
    /// The sheet that row numbers count in; none for a text.
    pub sheet: Option<String>,
    /// The test that decided whether it holds all of the service, and its outcome.
    pub scope_reason: String,
    /// How many rows of figures it has, over all of its periods.
    pub rows: u64,
    /// For each count column of the tidy table, whether this layout has it.
    pub present: Vec<bool>,
    /// The SHA-256 of its tidy table.
    pub table_sha256: Option<Digest>,
    /// When it was taken, in UTC.
    pub taken_at: String,
}

/// A check of the publication's own arithmetic that a file was held to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arithmetic {
    /// Its short name.
    pub name: String,
    /// What was checked, over how much.
    pub detail: String,
    /// Whether it held.
    pub passed: bool,
}

impl SourceDetail {
    /// The family of publications that it belongs to.
    ///
    /// # Errors
    /// Where this program does not know the family: the archive was made by another.
    pub fn family(&self) -> Result<&'static dyn Publication, ArchiveError> {
        family(&self.row)
    }
}

/// The family of an edition.
pub(crate) fn family(row: &SourceRow) -> Result<&'static dyn Publication, ArchiveError> {
    candour_publications::by_id(&row.publication).ok_or_else(|| {
        ArchiveError::Damaged(format!("no publication `{}` is known", row.publication))
    })
}

impl SourceDetail {
    /// What is known of its family, be it of figures or of bodies.
    ///
    /// # Errors
    /// Where this program does not know the family: the archive was made by another.
    pub fn facts(&self) -> Result<&'static Facts, ArchiveError> {
        candour_publications::facts_of(&self.row.publication).ok_or_else(|| {
            ArchiveError::Damaged(format!(
                "no publication `{}` is known",
                self.row.publication
            ))
        })
    }
}

impl Snapshot<'_> {
    /// The source with this SHA-256, or whose SHA-256 starts so (eight digits at least).
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn source(&self, asked: &str) -> Result<SourceDetail, ArchiveError> {
        let nothing = || NotFound::Source(asked.chars().take(64).collect());
        if asked.len() < 8
            || asked.len() > 64
            || !asked.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return Err(nothing().into());
        }
        let asked = asked.to_ascii_lowercase();
        let mut found = self
            .sources()?
            .iter()
            .filter(|row| row.sha256.to_string().starts_with(&asked));
        match (found.next(), found.next()) {
            (Some(row), None) => self.detail(row),
            _ => Err(nothing().into()),
        }
    }

    /// The file of an edition in full; of two files the first.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn detail(&self, edition: &SourceRow) -> Result<SourceDetail, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT bytes, container_name, container_sha256, publisher, licence, layout, sheet, scope_reason,
                 row_count, table_sha256, taken_at
             FROM source WHERE id = ?1",
        )?;
        Ok(statement.query_row([edition.source], |row| {
            let container: Option<String> = row.get(1)?;
            Ok(SourceDetail {
                row: edition.clone(),
                bytes: row.get::<_, i64>(0)?.cast_unsigned(),
                container: container.zip(parsed_if_any(row, 2)?),
                publisher: row.get(3)?,
                licence: row.get(4)?,
                layout: row.get(5)?,
                sheet: row.get(6)?,
                scope_reason: row.get(7)?,
                rows: row.get::<_, i64>(8)?.cast_unsigned(),
                present: edition.present.clone(),
                table_sha256: parsed_if_any(row, 9)?,
                taken_at: row.get(10)?,
            })
        })?)
    }

    /// What was found wrong, or worth knowing, in a source.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn diagnostics(&self, source: &SourceRow) -> Result<Vec<Diagnostic>, ArchiveError> {
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT json FROM diagnostic WHERE source_id = ?1 ORDER BY place")?;
        let rows = statement.query_map([source.source], |row| row.get::<_, String>(0))?;
        rows.map(|json| {
            serde_json::from_str(&json?).map_err(|error| ArchiveError::Damaged(error.to_string()))
        })
        .collect()
    }

    /// The checks that a source was held to.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn arithmetic(&self, source: &SourceRow) -> Result<Vec<Arithmetic>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT name, detail, passed FROM arithmetic WHERE source_id = ?1 ORDER BY place",
        )?;
        let rows = statement.query_map([source.source], |row| {
            Ok(Arithmetic {
                name: row.get(0)?,
                detail: row.get(1)?,
                passed: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many figures come from a source.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn figures_from(&self, source: &SourceRow) -> Result<u64, ArchiveError> {
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT count(*) FROM observation WHERE edition_id IN (SELECT id FROM edition WHERE source_id = ?1 AND other_id IS NULL)")?;
        Ok(statement
            .query_row([source.source], |row| row.get::<_, i64>(0))
            .optional()?
            .unwrap_or(0)
            .cast_unsigned())
    }

    /// The bytes of a kept source, as published.
    ///
    /// # Errors
    /// Where the file is not held.
    pub fn open_source(
        &self,
        source: &SourceRow,
    ) -> Result<impl Read + Send + use<>, ArchiveError> {
        if !source.held {
            return Err(NotFound::Source(source.sha256.to_string()).into());
        }
        keep::open(&self.archive.folder.source(&source.sha256))
    }

    /// Where a source's tidy table lies.
    #[must_use]
    pub fn table_path(&self, source: &SourceRow) -> std::path::PathBuf {
        self.archive
            .folder
            .table(&source.publication, &source.sha256)
    }
}
