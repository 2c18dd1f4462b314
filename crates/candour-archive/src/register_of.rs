//! The register as this archive has it.

use std::sync::{Arc, Mutex, PoisonError};

use candour_register::{Register, Rows};

use crate::error::ArchiveError;
use crate::snapshot::Snapshot;

/// The register made for one state of the archive: a page asks for it many times over, and to index
/// its rows takes longer than to answer.
#[derive(Debug, Default)]
pub(crate) struct RegisterCache(Mutex<Option<(String, Arc<Register>)>>);

impl Snapshot<'_> {
    /// The curated register.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn register(&self) -> Result<Arc<Register>, ArchiveError> {
        let version = self.version()?;
        let mut known = self
            .archive
            .register
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((of, register)) = &*known
            && *of == version
        {
            return Ok(register.clone());
        }
        let register = Arc::new(Register::bundled_with(Rows::default()));
        *known = Some((version, register.clone()));
        Ok(register)
    }
}
