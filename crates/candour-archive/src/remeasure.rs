//! Where a definition changed, the figures of the files held are made anew from their tidy tables.

use candour_publications::all;

use crate::error::ArchiveError;
use crate::ingest::Writer;
use crate::record::{definitions_digest, insert_observations};
use crate::snapshot::Archive;
use crate::verify::measure_table;

impl Writer {
    /// Makes anew the figures of every source whose measures were defined otherwise when it was
    /// taken. Gives how many sources that were. Each is one transaction.
    ///
    /// # Errors
    /// Where a tidy table cannot be read or the catalogue not written.
    pub fn remeasure(&mut self) -> Result<usize, ArchiveError> {
        let mut done = 0;
        for publication in all() {
            let id = publication.facts().id;
            let today = definitions_digest(id);
            let stale: Vec<(i64, String)> = self
                .connection
                .prepare("SELECT id, sha256 FROM source WHERE publication = ?1 AND held = 1 AND measures <> ?2")?
                .query_map((id, &today), |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (source, digest) in stale {
                let detail = Archive::open(self.folder().root())?
                    .snapshot()?
                    .source(&digest)?;
                let table = self.folder().table(id, &detail.row.sha256);
                let observations = measure_table(&table, &detail)?;
                let transaction = self.connection.transaction()?;
                transaction.execute("DELETE FROM observation WHERE source_id = ?1", [source])?;
                insert_observations(&transaction, source, &observations, &|_| String::new())?;
                transaction.execute(
                    "UPDATE source SET measures = ?2 WHERE id = ?1",
                    (source, &today),
                )?;
                transaction.commit()?;
                done += 1;
            }
        }
        Ok(done)
    }
}
