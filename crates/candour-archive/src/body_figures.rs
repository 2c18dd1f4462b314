//! Many series at once, in one reading of each source: all measures of a body, or one measure of all
//! bodies of a level. Each is what [`Snapshot::series`] gives, figure by figure.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use candour_core::{
    Basis, BodyCode, Cadence, Level, MeasureId, Month, SeriesKey, Status, TreatmentFunction,
};
use candour_measures::{Catalogue, Measure};
use candour_register::Boundaries;
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row};

use crate::catalogue;
use crate::error::ArchiveError;
use crate::series::{Figure, Series, cadence};
use crate::snapshot::Snapshot;
use crate::versions::{Carriers, SourceRow};

/// The figures found for one series, month by month.
type Found = BTreeMap<Month, Figure>;

/// Measures that are read by the same range of the observations.
pub(crate) struct Bundle<'a> {
    publication: &'a str,
    pub(crate) basis: Basis,
    pub(crate) treatment_function: Option<&'a TreatmentFunction>,
    pub(crate) measures: Vec<&'a Measure>,
}

impl Snapshot<'_> {
    /// Every measure of a body at its level, by every basis that the measure has there, all treatment
    /// functions together, in the order of the measures. A series without any figure is left out.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn figures_of_body(
        &self,
        body: &BodyCode,
        level: Level,
        boundaries: Boundaries,
        as_known: Option<Date>,
    ) -> Result<Vec<Series>, ArchiveError> {
        if !boundaries.is_as_reported() && level != Level::England {
            return self.carried_figures_of_body(body, level, boundaries, as_known);
        }
        let Some(number) = self.number_in("SELECT id FROM body WHERE code = ?1", body.as_str())?
        else {
            return Ok(Vec::new());
        };
        let ids = self.measure_numbers()?;
        let mut series = Vec::new();
        for bundle in self.by_carriers(bundles(level))? {
            let Some(function) = self.function_number(bundle.treatment_function)? else {
                continue;
            };
            let months = self.carriers_of(bundle.measures[0], as_known)?;
            let mut found: HashMap<i64, Found> = HashMap::new();
            let mut statement = self.connection()?.prepare_cached(
                "SELECT numerator, denominator, value, status, is_over, measure_id FROM observation
                 WHERE edition_id = ?1 AND level = ?2 AND basis = ?3 AND treatment_function_id = ?4 AND body_id = ?5",
            )?;
            for (month, source) in asked(&months) {
                let place = (
                    source.id,
                    catalogue::level_number(level),
                    catalogue::basis_number(bundle.basis),
                    function,
                    number,
                );
                let mut rows = statement.query(place)?;
                while let Some(row) = rows.next()? {
                    let figure = figure(row, source)?;
                    found
                        .entry(row.get(5)?)
                        .or_default()
                        .entry(*month)
                        .or_insert(figure);
                }
            }
            for measure in bundle.measures {
                let Some(found) = ids.get(measure.id.as_str()).and_then(|id| found.remove(id))
                else {
                    continue;
                };
                let key = SeriesKey {
                    measure: measure.id.clone(),
                    body: body.clone(),
                    level,
                    basis: bundle.basis,
                    treatment_function: bundle.treatment_function.cloned(),
                };
                series.push(whole(key, found, &months, cadence(measure), as_known));
            }
        }
        let place: HashMap<&MeasureId, usize> = Catalogue::bundled()
            .iter()
            .map(|measure| &measure.id)
            .zip(0..)
            .collect();
        series.sort_by_key(|series| (place.get(&series.key.measure).copied(), series.key.basis));
        Ok(series)
    }

    /// A measure of every body of a level through time, in the order of their codes. Without a
    /// treatment function: all together.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn figures_of_level(
        &self,
        measure: &Measure,
        level: Level,
        basis: Basis,
        treatment_function: Option<&TreatmentFunction>,
        boundaries: Boundaries,
        as_known: Option<Date>,
    ) -> Result<Vec<Series>, ArchiveError> {
        if !boundaries.is_as_reported() && level != Level::England {
            return self.carried_figures_of_level(
                measure,
                level,
                basis,
                treatment_function,
                boundaries,
                as_known,
            );
        }
        let treatment_function = treatment_function.or_else(|| measure.total_treatment_function());
        let (Some(function), Some(number)) = (
            self.function_number(treatment_function)?,
            self.number_in(
                "SELECT id FROM measure WHERE code = ?1",
                measure.id.as_str(),
            )?,
        ) else {
            return Ok(Vec::new());
        };
        let months = self.carriers_of(measure, as_known)?;
        let mut found: HashMap<i64, Found> = HashMap::new();
        let mut statement = self.connection()?.prepare_cached(
            "SELECT numerator, denominator, value, status, is_over, body_id FROM observation
             WHERE edition_id = ?1 AND level = ?2 AND basis = ?3 AND treatment_function_id = ?4 AND measure_id = ?5",
        )?;
        for (month, source) in asked(&months) {
            let place = (
                source.id,
                catalogue::level_number(level),
                catalogue::basis_number(basis),
                function,
                number,
            );
            let mut rows = statement.query(place)?;
            while let Some(row) = rows.next()? {
                let figure = figure(row, source)?;
                found
                    .entry(row.get(5)?)
                    .or_default()
                    .entry(*month)
                    .or_insert(figure);
            }
        }
        let mut codes = self
            .connection()?
            .prepare_cached("SELECT id, code FROM body ORDER BY code")?;
        let mut rows = codes.query([])?;
        let mut series = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(found) = found.remove(&row.get(0)?) else {
                continue;
            };
            let key = SeriesKey {
                measure: measure.id.clone(),
                body: crate::snapshot::parsed(row, 1)?,
                level,
                basis,
                treatment_function: treatment_function.cloned(),
            };
            series.push(whole(key, found, &months, cadence(measure), as_known));
        }
        Ok(series)
    }

    /// Bundles whose measures are carried by the same editions: in a publication whose layouts have
    /// not all columns, measures of different columns stand in different files.
    pub(crate) fn by_carriers<'m>(
        &self,
        bundles: Vec<Bundle<'m>>,
    ) -> Result<Vec<Bundle<'m>>, ArchiveError> {
        let mut split = Vec::new();
        for bundle in bundles {
            let mut layouts: Vec<&Arc<SourceRow>> = Vec::new();
            for row in self
                .editions()?
                .iter()
                .filter(|row| row.publication == bundle.publication)
            {
                let same = |known: &&Arc<SourceRow>| {
                    (&known.present, &known.other) == (&row.present, &row.other)
                };
                if !layouts.iter().any(same) {
                    layouts.push(row);
                }
            }
            let mut parts: BTreeMap<Vec<bool>, Vec<&'m Measure>> = BTreeMap::new();
            for measure in &bundle.measures {
                let carried = layouts.iter().map(|row| row.applies_to(measure)).collect();
                parts.entry(carried).or_default().push(measure);
            }
            split.extend(
                parts
                    .into_values()
                    .map(|measures| Bundle { measures, ..bundle }),
            );
        }
        Ok(split)
    }

    fn number_in(&self, sql: &str, code: &str) -> Result<Option<i64>, ArchiveError> {
        Ok(self
            .connection()?
            .prepare_cached(sql)?
            .query_row([code], |row| row.get(0))
            .optional()?)
    }

    /// Nought stands for a measure that has no treatment functions.
    pub(crate) fn function_number(
        &self,
        code: Option<&TreatmentFunction>,
    ) -> Result<Option<i64>, ArchiveError> {
        match code {
            None => Ok(Some(0)),
            Some(code) => self.number_in(
                "SELECT id FROM treatment_function WHERE code = ?1",
                code.as_str(),
            ),
        }
    }

    pub(crate) fn measure_numbers(&self) -> Result<HashMap<String, i64>, ArchiveError> {
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT code, id FROM measure")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The measures of a level, bundled by what one range of the observations holds.
fn bundles(level: Level) -> Vec<Bundle<'static>> {
    bundles_of(|measure, basis| measure.has_level(level, basis))
}

/// Every measure, bundled by publication and basis, at whichever levels its files have it.
pub(crate) fn bundles_of_any_level() -> Vec<Bundle<'static>> {
    bundles_of(|measure, basis| measure.levels.iter().any(|(_, known)| *known == basis))
}

fn bundles_of(wanted: impl Fn(&Measure, Basis) -> bool) -> Vec<Bundle<'static>> {
    let mut bundles: Vec<Bundle<'static>> = Vec::new();
    for measure in Catalogue::bundled() {
        for basis in Basis::ALL.iter().filter(|basis| wanted(measure, **basis)) {
            let publication = measure.publication.as_str();
            let treatment_function = measure.total_treatment_function();
            let fitting = bundles.iter_mut().find(|bundle| {
                (bundle.publication, bundle.basis, bundle.treatment_function)
                    == (publication, *basis, treatment_function)
            });
            match fitting {
                Some(bundle) => bundle.measures.push(measure),
                None => bundles.push(Bundle {
                    publication,
                    basis: *basis,
                    treatment_function,
                    measures: vec![measure],
                }),
            }
        }
    }
    bundles
}

/// Every month with each of its sources, in the order in which they are asked.
fn asked(months: &BTreeMap<Month, Carriers>) -> impl Iterator<Item = (&Month, &Arc<SourceRow>)> {
    months
        .iter()
        .flat_map(|(month, carriers)| carriers.asked.iter().map(move |source| (month, source)))
}

fn figure(row: &Row<'_>, source: &Arc<SourceRow>) -> rusqlite::Result<Figure> {
    Ok(Figure {
        period: source.period,
        numerator: row.get(0)?,
        denominator: row.get(1)?,
        value: row.get(2)?,
        status: catalogue::status(row.get(3)?).unwrap_or(Status::Missing),
        over: row.get(4)?,
        source: Some(source.clone()),
    })
}

/// A series with every reporting period from its first to its last.
pub(crate) fn whole(
    key: SeriesKey,
    mut found: Found,
    months: &BTreeMap<Month, Carriers>,
    cadence: Cadence,
    as_known: Option<Date>,
) -> Series {
    for (month, _) in months
        .iter()
        .filter(|(_, carriers)| carriers.asked.is_empty())
    {
        found.insert(*month, Figure::absent(*month, Status::NoneHeldThen));
    }
    let span = found
        .keys()
        .next()
        .copied()
        .zip(found.keys().next_back().copied());
    Series {
        key,
        as_known,
        boundaries: Boundaries::AsReported,
        figures: span.map_or_else(Vec::new, |(first, last)| {
            let months = cadence.periods(first, last);
            months
                .map(|month| {
                    found
                        .remove(&month)
                        .unwrap_or_else(|| Figure::absent(month, Status::Missing))
                })
                .collect()
        }),
        undated: if as_known.is_some() {
            months.values().map(|carriers| carriers.undated).sum()
        } else {
            0
        },
    }
}
