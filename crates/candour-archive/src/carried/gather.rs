//! Finding the figures of units, and adding them up by where they belong.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use candour_core::{Basis, BodyCode, Level, Month, Scope, Status, TreatmentFunction};
use candour_measures::{Measure, Shape};
use candour_register::Boundaries;
use jiff::civil::Date;
use rusqlite::Row;

use crate::catalogue;
use crate::error::ArchiveError;
use crate::series::Figure;
use crate::snapshot::Snapshot;
use crate::versions::SourceRow;

use super::homes::Homes;
use super::known::{Place, bodies_of, source_numbers};
use super::sum::{Sum, part_of};

/// What is to be gathered: measures of one publication and basis that the same editions carry, for one
/// body or for all of a level.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub(crate) measures: Vec<&'a Measure>,
    pub(crate) basis: Basis,
    pub(crate) treatment_function: Option<&'a TreatmentFunction>,
    pub(crate) level: Level,
    pub(crate) body: Option<&'a BodyCode>,
    pub(crate) boundaries: Boundaries,
    pub(crate) as_known: Option<Date>,
    pub(crate) from: Option<Month>,
    pub(crate) to: Option<Month>,
}

impl Ask<'_> {
    pub(crate) fn wants(&self, month: Month) -> bool {
        self.from.is_none_or(|from| from <= month) && self.to.is_none_or(|to| month <= to)
    }
}

/// The figures gathered, by body and by measure's place in the question.
#[derive(Debug, Default)]
pub(crate) struct Gathered<'a> {
    figures: BTreeMap<BodyCode, Vec<BTreeMap<Month, Figure>>>,
    measures: Vec<&'a Measure>,
}

impl Gathered<'_> {
    fn add(&mut self, body: &BodyCode, place: usize, month: Month, figure: Figure) {
        // A body's code is copied once, not for each of its thousand figures.
        if !self.figures.contains_key(body) {
            let empty = vec![BTreeMap::new(); self.measures.len()];
            self.figures.insert(body.clone(), empty);
        }
        let of_body = self.figures.get_mut(body);
        if let Some(figures) = of_body.and_then(|of_body| of_body.get_mut(place)) {
            figures.insert(month, figure);
        }
    }

    /// The figures of one measure of one body.
    pub(crate) fn take(&mut self, body: &BodyCode, measure: &Measure) -> BTreeMap<Month, Figure> {
        let place = self
            .measures
            .iter()
            .position(|known| known.id == measure.id);
        let of_body = self.figures.get_mut(body);
        place
            .and_then(|place| of_body?.get_mut(place).map(std::mem::take))
            .unwrap_or_default()
    }

    /// Body by body, where one measure was asked for.
    pub(crate) fn into_bodies(self) -> impl Iterator<Item = (BodyCode, BTreeMap<Month, Figure>)> {
        self.figures
            .into_iter()
            .filter_map(|(body, figures)| Some((body, figures.into_iter().next()?)))
    }
}

/// A unit's figure as the catalogue has it.
pub(super) struct UnitFigure {
    pub(super) unit: i64,
    pub(super) measure: i64,
    pub(super) figure: Figure,
}

impl Snapshot<'_> {
    /// Adds up what was asked for, month by month.
    pub(crate) fn gather<'a>(&self, ask: &Ask<'a>) -> Result<Gathered<'a>, ArchiveError> {
        let mut gathered = Gathered {
            measures: ask.measures.clone(),
            ..Gathered::default()
        };
        let Some(first) = ask.measures.first() else {
            return Ok(gathered);
        };
        let Some(function) = self.function_number(ask.treatment_function)? else {
            return Ok(gathered);
        };
        let numbers = self.measure_numbers()?;
        let places: HashMap<i64, usize> = ask
            .measures
            .iter()
            .enumerate()
            .filter_map(|(place, measure)| Some((*numbers.get(measure.id.as_str())?, place)))
            .collect();
        let version = self.register_version()?;
        let sums_all = self.sums_all(&version, ask, first.publication.as_str(), function);
        for (month, carriers) in self.carriers_of(first, ask.as_known)? {
            let Some(day) = ask.boundaries.day(month).filter(|_| ask.wants(month)) else {
                continue;
            };
            if !sums_all {
                for ((body, place), figure) in
                    self.sum_month(ask, &carriers.asked, month, day, function, &places)?
                {
                    gathered.add(&body, place, month, figure);
                }
                continue;
            }
            let key = Place {
                sources: source_numbers(&carriers),
                basis: ask.basis,
                function,
                level: ask.level,
                day,
            };
            let known = self.of_month(&version, key, places.keys().copied(), |missing| {
                let all = Ask {
                    body: None,
                    ..ask.clone()
                };
                let mut wanted = places.clone();
                wanted.retain(|number, _| missing.contains(number));
                let mut found: BTreeMap<i64, HashMap<BodyCode, Figure>> = BTreeMap::new();
                let sums = self.sum_month(&all, &carriers.asked, month, day, function, &wanted)?;
                for ((body, place), figure) in sums {
                    let number = wanted.iter().find(|(_, known)| **known == place);
                    if let Some((number, _)) = number {
                        found.entry(*number).or_default().insert(body, figure);
                    }
                }
                Ok(found)
            })?;
            for (number, place) in &places {
                let Some(of_month) = known.get(number) else {
                    continue;
                };
                for (body, figure) in bodies_of(of_month, ask.body) {
                    gathered.add(body, *place, month, figure.clone());
                }
            }
        }
        Ok(gathered)
    }

    /// The figures of one month, by body and by the measure's place in the question.
    fn sum_month(
        &self,
        ask: &Ask<'_>,
        sources: &[Arc<SourceRow>],
        month: Month,
        day: Date,
        function: i64,
        places: &HashMap<i64, usize>,
    ) -> Result<BTreeMap<(BodyCode, usize), Figure>, ArchiveError> {
        let mut found = BTreeMap::new();
        let Some(first) = ask.measures.first() else {
            return Ok(found);
        };
        let homes = self.homes(ask.level, day)?;
        let mut sums: BTreeMap<(BodyCode, usize), Sum> = BTreeMap::new();
        for source in sources {
            let Some(unit_level) = unit_level(first, ask, source) else {
                continue;
            };
            self.each_unit(ask, source, unit_level, function, &homes, places, |unit| {
                let (Some(place), Some(parts)) =
                    (places.get(&unit.measure), homes.parts(unit.unit))
                else {
                    return;
                };
                for part in parts.iter() {
                    if ask.body.is_some_and(|body| part.body != *body) {
                        continue;
                    }
                    if let Some(of_body) = part_of(&unit.figure, parts, &part.body) {
                        sums.entry((part.body.clone(), *place))
                            .or_default()
                            .add(&unit.figure, of_body);
                    }
                }
            })?;
        }
        for ((body, place), sum) in sums {
            let measure = ask.measures[place];
            let figure = match measure.shape {
                Shape::Quantile { .. } => {
                    self.quantile_figure(ask, measure, &body, &sum, &homes, month)?
                }
                _ => sum.figure(measure, ask.level, month),
            };
            found.insert((body, place), figure);
        }
        Ok(found)
    }

    /// Shows each figure of a unit that may matter.
    #[expect(clippy::too_many_arguments, reason = "one call, in the loop above")]
    pub(super) fn each_unit(
        &self,
        ask: &Ask<'_>,
        source: &Arc<SourceRow>,
        unit_level: Level,
        function: i64,
        homes: &Homes,
        measures: &HashMap<i64, usize>,
        mut take: impl FnMut(UnitFigure),
    ) -> Result<(), ArchiveError> {
        const COLUMNS: &str =
            "numerator, denominator, value, status, is_over, body_id, measure_id FROM observation
             WHERE edition_id = ?1 AND level = ?2 AND basis = ?3 AND treatment_function_id = ?4";
        let place = (
            source.id,
            catalogue::level_number(unit_level),
            catalogue::basis_number(ask.basis),
            function,
        );
        let connection = self.connection()?;
        match (ask.body, measures.len()) {
            (Some(body), _) => {
                let mut statement =
                    connection.prepare_cached(&format!("SELECT {COLUMNS} AND body_id = ?5"))?;
                for unit in homes.units_of(body) {
                    let mut rows = statement.query((place.0, place.1, place.2, place.3, *unit))?;
                    while let Some(row) = rows.next()? {
                        take(unit_figure(row, source)?);
                    }
                }
            }
            (None, 1) => {
                let measure = measures.keys().next().copied().unwrap_or_default();
                let mut statement =
                    connection.prepare_cached(&format!("SELECT {COLUMNS} AND measure_id = ?5"))?;
                let mut rows = statement.query((place.0, place.1, place.2, place.3, measure))?;
                while let Some(row) = rows.next()? {
                    take(unit_figure(row, source)?);
                }
            }
            (None, _) => {
                let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS}"))?;
                let mut rows = statement.query(place)?;
                while let Some(row) = rows.next()? {
                    take(unit_figure(row, source)?);
                }
            }
        }
        Ok(())
    }
}

fn unit_figure(row: &Row<'_>, source: &Arc<SourceRow>) -> rusqlite::Result<UnitFigure> {
    Ok(UnitFigure {
        unit: row.get(5)?,
        measure: row.get(6)?,
        figure: Figure {
            period: source.period,
            numerator: row.get(0)?,
            denominator: row.get(1)?,
            value: row.get(2)?,
            status: catalogue::status(row.get(3)?).unwrap_or(Status::Missing),
            over: row.get(4)?,
            source: Some(source.clone()),
        },
    })
}

/// The level of the smallest units of which a source has figures, if what is asked for can be made of
/// them. A file that is held has its providers or sub-ICB locations; starter figures have no providers.
/// Files of some bodies only say nothing beyond their providers.
pub(super) fn unit_level(measure: &Measure, ask: &Ask<'_>, source: &SourceRow) -> Option<Level> {
    if source.scope == Scope::Partial && ask.level != Level::Provider {
        return None;
    }
    carried_from(measure, ask.level, ask.basis, source.held)
}

/// The level of the smallest units that a measure's figures at `level` can be made of. A file that is
/// held has its providers or sub-ICB locations; starter figures begin at boards and regions.
pub(super) fn carried_from(
    measure: &Measure,
    level: Level,
    basis: Basis,
    held: bool,
) -> Option<Level> {
    let smallest = measure
        .levels
        .iter()
        .filter(|(at, by)| *by == basis && (held || *at > Level::Provider))
        .map(|(at, _)| *at)
        .min()?;
    // A provider is no part of a sub-ICB location, nor the other way round.
    let fits = match level {
        Level::Provider | Level::SubIcb => smallest == level,
        level => smallest <= level,
    };
    fits.then_some(smallest)
}
