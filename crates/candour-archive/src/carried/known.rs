//! Carried figures that are known already: a file never changes, and where its units belong changes only
//! with the archive, so that what was summed once for a page serves the next.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use candour_core::{Basis, BodyCode, Level};
use candour_register::Boundaries;
use jiff::civil::Date;

use crate::error::ArchiveError;
use crate::series::Figure;
use crate::snapshot::Snapshot;

use super::gather::Ask;

/// The figures of one measure in one month, of every body of a level.
pub(super) type OfMonth = Arc<HashMap<BodyCode, Figure>>;

/// What the sums of one month depend on beside the measure.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// The catalogue's numbers of the month's sources.
    pub(super) sources: Vec<i64>,
    pub(super) basis: Basis,
    /// The catalogue's number of the treatment function.
    pub(super) function: i64,
    pub(super) level: Level,
    pub(super) day: Date,
}

/// What is asked for again and again: everything but the body, the measures and the months.
type Kind = (String, Basis, i64, Level, Boundaries);

/// The figures known for one state of the archive; a later state starts anew.
#[derive(Debug, Default)]
pub(crate) struct KnownFigures(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    version: String,
    months: HashMap<Place, BTreeMap<i64, OfMonth>>,
    held: usize,
    asked: HashMap<Kind, u32>,
}

/// How many figures are kept: some hundred bytes each. Ten years of a dozen measures of 42 boards are
/// 60,000.
const MOST_FIGURES: usize = 400_000;
/// How many kinds of questions are told apart before the counting starts anew.
const MOST_KINDS: usize = 1_000;

impl KnownFigures {
    fn lock(&self, version: &str) -> MutexGuard<'_, Known> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.version != version {
            *known = Known {
                version: version.to_owned(),
                ..Known::default()
            };
        }
        known
    }

    /// What is known of a month, by the catalogue's number of the measure.
    pub(super) fn get(&self, version: &str, place: &Place) -> BTreeMap<i64, OfMonth> {
        let known = self.lock(version);
        known.months.get(place).cloned().unwrap_or_default()
    }

    pub(super) fn put(&self, version: &str, place: Place, found: &BTreeMap<i64, OfMonth>) {
        let mut known = self.lock(version);
        let more: usize = found.values().map(|of_month| of_month.len()).sum();
        if known.held + more > MOST_FIGURES {
            known.months.clear();
            known.held = 0;
        }
        known.held += more;
        let of_place = known.months.entry(place).or_default();
        of_place.extend(found.iter().map(|(id, of_month)| (*id, of_month.clone())));
    }
}

impl Snapshot<'_> {
    /// Whether all bodies are to be summed at once, so that the next question is answered from memory.
    ///
    /// The first question about a body is answered for it alone, which is the quickest for a command
    /// that ends with it. A second of its kind tells that there will be more.
    pub(super) fn sums_all(
        &self,
        version: &str,
        ask: &Ask<'_>,
        publication: &str,
        function: i64,
    ) -> bool {
        if ask.body.is_none() {
            return true;
        }
        let mut known = self.archive.figures.lock(version);
        if known.asked.len() >= MOST_KINDS {
            known.asked.clear();
        }
        let kind = (
            publication.to_owned(),
            ask.basis,
            function,
            ask.level,
            ask.boundaries,
        );
        let asked = known.asked.entry(kind).or_default();
        *asked = asked.saturating_add(1);
        *asked > 1
    }

    /// The figures of a month of these measures (by their numbers) for every body of the level.
    pub(super) fn of_month(
        &self,
        version: &str,
        place: Place,
        wanted: impl IntoIterator<Item = i64>,
        sum: impl FnOnce(&[i64]) -> Result<BTreeMap<i64, HashMap<BodyCode, Figure>>, ArchiveError>,
    ) -> Result<BTreeMap<i64, OfMonth>, ArchiveError> {
        let mut known = self.archive.figures.get(version, &place);
        let missing: Vec<i64> = wanted
            .into_iter()
            .filter(|number| !known.contains_key(number))
            .collect();
        if missing.is_empty() {
            return Ok(known);
        }
        let mut found = sum(&missing)?;
        let found: BTreeMap<i64, OfMonth> = missing
            .iter()
            .map(|number| (*number, Arc::new(found.remove(number).unwrap_or_default())))
            .collect();
        self.archive.figures.put(version, place, &found);
        known.extend(found);
        Ok(known)
    }
}

/// The figures of one body out of those of a month; of all bodies where none is named.
pub(super) fn bodies_of<'a>(
    of_month: &'a OfMonth,
    body: Option<&'a BodyCode>,
) -> impl Iterator<Item = (&'a BodyCode, &'a Figure)> {
    let one = body.and_then(|body| of_month.get_key_value(body));
    let all = body.is_none().then(|| of_month.iter());
    one.into_iter().chain(all.into_iter().flatten())
}

/// Which sources a month has, by number.
pub(super) fn source_numbers(carriers: &crate::versions::Carriers) -> Vec<i64> {
    carriers.asked.iter().map(|source| source.id).collect()
}
