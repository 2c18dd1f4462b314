//! Where each unit belongs on the boundaries of a day, worked out once for a state of the archive.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use candour_core::{BodyCode, Level};
use candour_register::{Lost, Part, Register, Share};
use jiff::civil::Date;
use serde::Serialize;

use crate::error::ArchiveError;
use crate::snapshot::{Snapshot, parsed};

/// The homes of all units at one level on one day.
#[derive(Debug, Default)]
pub(crate) struct Homes {
    /// By the catalogue's number of the unit.
    parts: HashMap<i64, Arc<[Part]>>,
    /// Which units have a part in a body.
    units_of: HashMap<BodyCode, Vec<i64>>,
    lost: BTreeMap<BodyCode, Lost>,
}

/// A unit that has no known home, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unattributed {
    /// Its code.
    pub code: BodyCode,
    /// The name that the latest file gives it.
    pub name: String,
    /// Why it has none.
    pub reason: String,
}

impl Homes {
    fn new(register: &Register, units: &[(i64, BodyCode)], level: Level, day: Date) -> Self {
        let mut homes = Self::default();
        let nowhere = register
            .unattributed()
            .map_or_else(BodyCode::england, |body| body.code.clone());
        for (number, unit) in units {
            let parts = register.home(unit, level, day).unwrap_or_else(|lost| {
                homes.lost.insert(unit.clone(), lost);
                vec![Part {
                    body: nowhere.clone(),
                    share: Share::WHOLE,
                }]
            });
            for part in &parts {
                homes
                    .units_of
                    .entry(part.body.clone())
                    .or_default()
                    .push(*number);
            }
            homes.parts.insert(*number, parts.into());
        }
        homes
    }

    /// The units of which a body has all or a part.
    pub(crate) fn units_of(&self, body: &BodyCode) -> &[i64] {
        self.units_of.get(body).map_or(&[], Vec::as_slice)
    }

    /// The bodies that a unit belongs to, with their shares.
    pub(crate) fn parts(&self, unit: i64) -> Option<&Arc<[Part]>> {
        self.parts.get(&unit)
    }

    pub(crate) fn lost(&self) -> &BTreeMap<BodyCode, Lost> {
        &self.lost
    }
}

/// The homes worked out so far for one state of the archive; a later state starts anew.
#[derive(Debug, Default)]
pub(crate) struct HomesCache(Mutex<(String, ByLevelAndDay)>);

type ByLevelAndDay = HashMap<(Level, Date), Arc<Homes>>;

/// Two hundred months of `then`, or as many days asked for.
const MOST_DAYS: usize = 256;

impl Snapshot<'_> {
    pub(crate) fn homes(&self, level: Level, day: Date) -> Result<Arc<Homes>, ArchiveError> {
        let version = self.register_version()?;
        let cache = || {
            self.archive
                .homes
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        {
            let known = cache();
            if known.0 == version
                && let Some(homes) = known.1.get(&(level, day))
            {
                return Ok(homes.clone());
            }
        }
        let homes = Arc::new(Homes::new(&*self.register()?, &self.units()?, level, day));
        let mut known = cache();
        if known.0 != version || known.1.len() >= MOST_DAYS {
            *known = (version, HashMap::new());
        }
        known.1.insert((level, day), homes.clone());
        Ok(homes)
    }

    /// Every code that a file names, with the catalogue's number.
    fn units(&self) -> Result<Vec<(i64, BodyCode)>, ArchiveError> {
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT id, code FROM body ORDER BY code")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, parsed(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The bodies named in files that have no known home at `level` on `day`, and why.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn unattributed(&self, level: Level, day: Date) -> Result<Vec<Unattributed>, ArchiveError> {
        let homes = self.homes(level, day)?;
        homes
            .lost()
            .iter()
            .map(|(code, lost)| {
                Ok(Unattributed {
                    code: code.clone(),
                    name: self
                        .body(code.as_str())
                        .map_or_else(|_| code.to_string(), |body| body.name),
                    reason: lost.to_string(),
                })
            })
            .collect()
    }
}
