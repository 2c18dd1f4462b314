//! The register of an archive: the curated rows, what the directories taken say, and what the
//! statistics themselves say of the bodies in them.

use std::sync::{Arc, PoisonError};

use candour_register::Register;

use crate::error::ArchiveError;
use crate::snapshot::Snapshot;

impl Snapshot<'_> {
    /// The register as this state of the archive has it. It is made once a state and then shared.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn register(&self) -> Result<Arc<Register>, ArchiveError> {
        let version = self.register_version()?;
        let cached = || {
            let cache = self.archive.register.lock();
            let cache = cache.unwrap_or_else(PoisonError::into_inner);
            cache
                .as_ref()
                .filter(|(of, _)| *of == version)
                .map(|(_, register)| register.clone())
        };
        if let Some(register) = cached() {
            return Ok(register);
        }
        let mut rows = self.said()?;
        rows.extend(self.statistics_say()?);
        let register = Arc::new(Register::bundled_with(rows));
        let cache = self.archive.register.lock();
        *cache.unwrap_or_else(PoisonError::into_inner) = Some((version, register.clone()));
        Ok(register)
    }

    /// Changes with every source, and where the day as at which a file speaks was stated anew.
    fn register_version(&self) -> Result<String, ArchiveError> {
        let stated: String = self.connection()?.query_row(
            "SELECT coalesce(group_concat(source_id || as_at), '') FROM vintage WHERE basis = 'stated'",
            [],
            |row| row.get(0),
        )?;
        Ok(format!("{} {stated}", self.version()?))
    }
}
