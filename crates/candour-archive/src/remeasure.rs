//! Where a definition changed, the figures of the files held are made anew from their tidy tables.

use candour_publications::all;

use crate::error::ArchiveError;
use crate::ingest::Writer;
use crate::record::{definitions_digest, function_name, insert_measures, insert_observations};
use crate::snapshot::Archive;
use crate::verify::measure_edition;

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
            let stale: Vec<i64> = self
                .connection
                .prepare(
                    "SELECT id FROM source WHERE publication = ?1 AND held = 1 AND measures <> ?2",
                )?
                .query_map((id, &today), |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for source in stale {
                let archive = Archive::open(self.folder().root())?;
                let editions: Vec<_> = archive
                    .snapshot()?
                    .editions()?
                    .iter()
                    .filter(|edition| edition.source == source)
                    .cloned()
                    .collect();
                let mut measured = Vec::with_capacity(editions.len());
                for edition in &editions {
                    measured.push((edition, measure_edition(self.folder(), edition)?));
                }
                let transaction = self.connection.transaction()?;
                for (edition, observations) in measured {
                    transaction.execute(
                        "DELETE FROM observation WHERE edition_id = ?1",
                        [edition.id],
                    )?;
                    insert_measures(&transaction, edition.id, *publication, &|measure| {
                        let applies = edition.applies_to(measure);
                        (edition.other.is_none() || applies).then_some(applies)
                    })?;
                    insert_observations(&transaction, edition.id, &observations, &|code| {
                        function_name(*publication, "", code)
                    })?;
                }
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
