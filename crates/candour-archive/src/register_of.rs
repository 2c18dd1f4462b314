//! The register as this archive has it.

use std::sync::Arc;

use candour_register::{Register, Rows};

use crate::error::ArchiveError;
use crate::snapshot::Snapshot;

impl Snapshot<'_> {
    /// The curated register.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn register(&self) -> Result<Arc<Register>, ArchiveError> {
        Ok(Arc::new(Register::bundled_with(Rows::default())))
    }
}
