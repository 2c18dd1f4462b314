//! Quantiles on other boundaries: the bands of the units are read from the tidy table, summed, and the
//! point is found in the sum. Medians are never averaged.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use candour_core::{BodyCode, Month, RowSet, Scope, SeriesKey, Status};
use candour_measures::{Measure, Unit, UnitSums};
use candour_register::{Part, Register, Share, apportion};

use crate::error::ArchiveError;
use crate::pass::{RegisterPlaces, plan};
use crate::series::Figure;
use crate::snapshot::Snapshot;
use crate::source::SourceDetail;
use crate::tidy::TidyReader;

use super::gather::Ask;
use super::homes::Homes;
use super::sum::Sum;

/// The band sums of every unit of a source.
type Bands = BTreeMap<String, Vec<i64>>;

/// The band sums read so far. They are of a source, which never changes, so nothing goes stale.
#[derive(Debug, Default)]
pub(crate) struct BandsCache(Mutex<HashMap<(i64, SeriesKey), Arc<Bands>>>);

/// A month of RTT has some 650 units of 105 bands: half a megabyte each.
const MOST: usize = 32;

impl Snapshot<'_> {
    /// The figure of a quantile for a body of a level other than the file's.
    pub(super) fn quantile_figure(
        &self,
        ask: &Ask<'_>,
        measure: &Measure,
        body: &BodyCode,
        sum: &Sum,
        homes: &Homes,
        month: Month,
    ) -> Result<Figure, ArchiveError> {
        let mut figure = Figure {
            source: sum.source(),
            ..Figure::absent(month, sum.absence(ask.level).unwrap_or(Status::Missing))
        };
        let Some(source) = sum.source().filter(|source| source.held) else {
            return Ok(figure);
        };
        if sum.absence(ask.level).is_some() {
            return Ok(figure);
        }
        let key = SeriesKey {
            measure: measure.id.clone(),
            body: body.clone(),
            level: ask.level,
            basis: ask.basis,
            treatment_function: ask.treatment_function.cloned(),
        };
        let detail = self.detail(&source)?;
        let bands = self.bands(&key, &detail)?;
        let publication = detail.family()?;
        let plan = plan(publication)?;
        let places = RegisterPlaces(Register::bundled());
        let sums = UnitSums::new(&plan, &key, None, month, &detail.present, &places)
            .map_err(|error| ArchiveError::Measures(error.to_string()))?;
        let mut total = sums.nothing();
        for unit in homes.units_of(body) {
            let (Some(code), Some(parts)) = (self.code_of(*unit)?, homes.parts(*unit)) else {
                continue;
            };
            if let Some(held) = bands.get(code.as_str())
                && let Some(part) = part_of_bands(held, parts, body)
            {
                Unit::add(&mut total, &part);
            }
        }
        let found = sums.figure(&key, &total, Scope::National);
        figure.denominator = found.denominator;
        figure.value = found.value;
        figure.over = found.over;
        figure.status = if sum.is_estimate() && found.value.is_some() {
            Status::Estimate
        } else {
            found.status
        };
        Ok(figure)
    }

    fn bands(&self, key: &SeriesKey, source: &SourceDetail) -> Result<Arc<Bands>, ArchiveError> {
        let place = (
            source.row.id,
            SeriesKey {
                body: BodyCode::england(),
                level: candour_core::Level::England,
                ..key.clone()
            },
        );
        let cache = || {
            self.archive
                .bands
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = cache().get(&place) {
            return Ok(known.clone());
        }
        let bands = self.unit_sums(key, source, None, |sums| {
            Ok(sums
                .units()
                .into_iter()
                .map(|unit| (unit.code.clone(), unit.sums.clone()))
                .collect::<Bands>())
        })?;
        let bands = Arc::new(bands);
        let mut known = cache();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(place, bands.clone());
        Ok(bands)
    }

    /// The rows of every unit that a measure of a held source is made of.
    pub(crate) fn rows_of_units(
        &self,
        key: &SeriesKey,
        source: &SourceDetail,
    ) -> Result<BTreeMap<String, RowSet>, ArchiveError> {
        self.unit_sums(key, source, None, |sums| {
            Ok(sums
                .units()
                .into_iter()
                .map(|unit| (unit.code.clone(), unit.rows.clone()))
                .collect())
        })
    }

    /// Sums a measure of a held source by unit, from its tidy table.
    pub(super) fn unit_sums<T>(
        &self,
        key: &SeriesKey,
        source: &SourceDetail,
        only: Option<std::collections::BTreeSet<String>>,
        work: impl FnOnce(&UnitSums<'_>) -> Result<T, ArchiveError>,
    ) -> Result<T, ArchiveError> {
        let publication = source.family()?;
        let plan = plan(publication)?;
        let places = RegisterPlaces(Register::bundled());
        let mut sums = UnitSums::new(
            &plan,
            key,
            only,
            source.row.period,
            &source.present,
            &places,
        )
        .map_err(|error| ArchiveError::Measures(error.to_string()))?;
        let path = self
            .archive
            .folder
            .table(&source.row.publication, &source.row.sha256);
        let mut reader = TidyReader::open(
            &path,
            publication.table(),
            source.row.period,
            &source.present,
        )?;
        let wanted = sums.columns();
        for group in 0..reader.groups() {
            sums.add(&reader.group(group, &wanted)?);
        }
        work(&sums)
    }

    fn code_of(&self, number: i64) -> Result<Option<String>, ArchiveError> {
        use rusqlite::OptionalExtension as _;
        Ok(self
            .connection()?
            .prepare_cached("SELECT code FROM body WHERE id = ?1")?
            .query_row([number], |row| row.get(0))
            .optional()?)
    }
}

/// What of a unit's bands belongs to `body`: all, or of each band its share, to whole numbers.
fn part_of_bands(bands: &[i64], parts: &[Part], body: &BodyCode) -> Option<Vec<i64>> {
    let place = parts.iter().position(|part| part.body == *body)?;
    if parts.len() == 1 {
        return Some(bands.to_vec());
    }
    let shares: Vec<Share> = parts.iter().map(|part| part.share).collect();
    Some(
        bands
            .iter()
            .map(|band| {
                if Unit::is_given(*band) {
                    apportion(*band, &shares)[place]
                } else {
                    *band
                }
            })
            .collect(),
    )
}
