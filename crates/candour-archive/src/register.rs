//! The register of an archive: the curated rows, what the directories taken say, and what the
//! statistics themselves say of the bodies in them.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use candour_register::{Origin, Register};
use jiff::civil::Date;
use serde::Serialize;

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
    pub(crate) fn register_version(&self) -> Result<String, ArchiveError> {
        let stated: String = self.connection()?.query_row(
            "SELECT coalesce(group_concat(source_id || as_at), '') FROM vintage WHERE basis = 'stated'",
            [],
            |row| row.get(0),
        )?;
        Ok(format!("{} {stated}", self.version()?))
    }
}

/// How many rows of the register come from one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OriginCount {
    /// `curated`, `directory` or `statistic`.
    pub authority: &'static str,
    /// The file; `every month` for what a statistic says of the bodies in it.
    pub file: String,
    /// The title of the published file; empty for a curated one, whose rows name theirs.
    pub source: String,
    /// The day as at which a published file speaks; of statistics the last.
    pub as_at: Option<Date>,
    /// How many bodies it describes.
    pub bodies: usize,
    /// How many names.
    pub names: usize,
    /// How many codes in other schemes.
    pub codes: usize,
    /// How many links.
    pub links: usize,
    /// How many successions.
    pub successions: usize,
}

impl OriginCount {
    /// What a register holds, by the files that it comes from, the weightiest first.
    #[must_use]
    pub fn of(register: &Register) -> Vec<Self> {
        let mut counts: BTreeMap<_, Self> = BTreeMap::new();
        let rows = register.rows();
        let mut add = |origin: &Origin, count: fn(&mut Self) -> &mut usize| {
            let curated = origin.as_at.is_none();
            let of_statistic = origin.authority == candour_register::Authority::Statistic;
            let file = if of_statistic {
                "every month"
            } else {
                &*origin.file
            };
            let source = if curated { "" } else { &*origin.source };
            let day = origin.as_at.filter(|_| !of_statistic);
            let key = (origin.authority, source.to_owned(), file.to_owned(), day);
            let known = counts.entry(key).or_insert_with(|| Self {
                authority: origin.authority.as_str(),
                file: file.to_owned(),
                source: source.to_owned(),
                as_at: None,
                bodies: 0,
                names: 0,
                codes: 0,
                links: 0,
                successions: 0,
            });
            known.as_at = known.as_at.max(origin.as_at);
            *count(known) += 1;
        };
        for row in &rows.bodies {
            add(&row.origin, |known| &mut known.bodies);
        }
        for row in &rows.names {
            add(&row.origin, |known| &mut known.names);
        }
        for row in &rows.codes {
            add(&row.origin, |known| &mut known.codes);
        }
        for row in &rows.links {
            add(&row.origin, |known| &mut known.links);
        }
        for row in &rows.successions {
            add(&row.origin, |known| &mut known.successions);
        }
        counts.into_values().collect()
    }
}
