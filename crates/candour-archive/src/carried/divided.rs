//! At which levels a measure stands on other boundaries, and which of its units are divided there.

use candour_core::{Basis, BodyCode, Level, Month};
use candour_measures::Measure;
use candour_register::{Boundaries, Share, Step, readable};
use rusqlite::OptionalExtension as _;

use crate::catalogue;
use crate::error::ArchiveError;
use crate::series::Series;
use crate::snapshot::{Snapshot, parsed};

use super::gather::carried_from;

/// Whether a measure has figures at a level by a basis: where its files add up to that level, or, on
/// other boundaries than theirs, where the units in them can be carried there.
#[must_use]
pub fn has_level_on(measure: &Measure, level: Level, basis: Basis, boundaries: Boundaries) -> bool {
    measure.has_level(level, basis)
        || !boundaries.is_as_reported() && carried_from(measure, level, basis, true).is_some()
}

/// A unit of which only a part belongs to a body, so that what is counted of it is an estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Divided {
    /// Its code.
    pub unit: BodyCode,
    /// The name that the latest file gives it.
    pub name: String,
    /// The part that belongs to the body.
    pub share: Share,
    /// All the bodies that it is divided between.
    pub between: Vec<BodyCode>,
    /// The rows of the register that divide it.
    pub steps: Vec<Step>,
}

impl Snapshot<'_> {
    /// The units of a carried series that are divided on the boundaries of `month`, in the order of
    /// their codes. None as reported.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn divided(&self, series: &Series, month: Month) -> Result<Vec<Divided>, ArchiveError> {
        let key = &series.key;
        let Some(day) = series.boundaries.day(month) else {
            return Ok(Vec::new());
        };
        let measure = self.measure(key.measure.as_str())?;
        let Some(unit_level) = carried_from(measure, key.level, key.basis, true) else {
            return Ok(Vec::new());
        };
        let homes = self.homes(key.level, day)?;
        let register = self.register()?;
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT code, name FROM body WHERE id = ?1 AND level = ?2")?;
        let mut all = Vec::new();
        for unit in homes.units_of(&key.body) {
            let Some(parts) = homes.parts(*unit).filter(|parts| parts.len() > 1) else {
                continue;
            };
            let named: Option<(BodyCode, String)> = statement
                .query_row((*unit, catalogue::level_number(unit_level)), |row| {
                    Ok((parsed(row, 0)?, row.get(1)?))
                })
                .optional()?;
            let Some((code, name)) = named else {
                continue;
            };
            let mut steps = register.way_home(&code, key.level, day);
            steps.retain(|step| step.share.is_some_and(|share| !share.is_whole()));
            all.extend(
                parts
                    .iter()
                    .filter(|part| part.body == key.body)
                    .map(|part| Divided {
                        unit: code.clone(),
                        name: register.name_or(code.as_str(), &readable(&name)),
                        share: part.share,
                        between: parts.iter().map(|part| part.body.clone()).collect(),
                        steps: steps.clone(),
                    }),
            );
        }
        all.sort_by(|one, other| one.unit.cmp(&other.unit));
        Ok(all)
    }
}
