//! The rows of a kept file as they were published, for a receipt that cites rows of a family without
//! measures.

use candour_core::RowSet;
use candour_publications::{Form, PublishedRow, rows_as_published};

use crate::error::{ArchiveError, WithPath as _};
use crate::snapshot::Snapshot;
use crate::versions::SourceRow;

impl Snapshot<'_> {
    /// The rows of a kept text that are among `rows`, at most `limit`, each as it was published: the
    /// line itself, and its cells under their headings. Empty for a workbook, whose rows are of a sheet.
    ///
    /// # Errors
    /// Where the file is not held or cannot be unpacked.
    pub fn rows_as_published(
        &self,
        source: &SourceRow,
        rows: &RowSet,
        limit: usize,
    ) -> Result<Vec<PublishedRow>, ArchiveError> {
        if source.form != Form::Csv {
            return Ok(Vec::new());
        }
        let kept = self.open_source(source)?;
        let path = self.archive.folder.source(&source.sha256);
        rows_as_published(kept, rows, limit).with_path(&path)
    }
}
