//! The receipt of a carried figure: the units that it is made of, the rows of each, and the rows of the
//! register that led them there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use candour_core::{Basis, BodyCode, Level, Month, RowSet, SeriesKey, Status};
use candour_measures::{Shape, formula_in_words};
use candour_register::{Register, Share, Step};

use crate::error::{ArchiveError, NotFound};
use crate::explain::{Input, Receipt};
use crate::series::{Figure, SeriesQuery};
use crate::snapshot::Snapshot;
use crate::versions::SourceRow;

use super::gather::{Ask, unit_level};
use super::sum::part_of;

/// A unit that a carried figure is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedPart {
    /// Its code.
    pub unit: BodyCode,
    /// The name that the file gives it.
    pub name: String,
    /// How much of it belongs to the body; none where all of it does.
    pub share: Option<Share>,
    /// The rows of the register that were followed, from the unit to the body.
    pub steps: Vec<Step>,
    /// Why it has no known home, where it has none.
    pub lost: Option<String>,
    /// What the unit has above the line, all of it.
    pub numerator: Option<i64>,
    /// What it has below it.
    pub denominator: Option<i64>,
    /// What of that was counted for the body, above the line.
    pub counted_numerator: Option<i64>,
    /// And below it.
    pub counted_denominator: Option<i64>,
    /// What the unit's figure is.
    pub status: Status,
    /// Its rows in the file; empty where the file is not held or the unit did not submit.
    pub rows: RowSet,
}

/// What the units of one source give.
struct OfSource {
    source: Arc<SourceRow>,
    parts: Vec<(Figure, CarriedPart)>,
}

impl Snapshot<'_> {
    /// The receipt of a carried series' figure of one month.
    pub(crate) fn explain_carried(
        &self,
        query: &SeriesQuery,
        month: Month,
    ) -> Result<Receipt, ArchiveError> {
        let query = SeriesQuery {
            from: Some(month),
            to: Some(month),
            ..query.clone()
        };
        let series = self.series(&query)?;
        let measure = self.measure(series.key.measure.as_str())?;
        let nothing = || {
            NotFound::Figure(format!(
                "{} of {} in {month} {}",
                series.key.measure,
                series.key.body,
                query.boundaries.in_words()
            ))
        };
        let figure = series.figures.first().cloned().ok_or_else(nothing)?;
        if figure.source.is_none() {
            return Err(nothing().into());
        }
        let ask = Ask {
            measures: vec![measure],
            basis: series.key.basis,
            treatment_function: series.key.treatment_function.as_ref(),
            level: series.key.level,
            body: Some(&series.key.body),
            boundaries: query.boundaries,
            as_known: query.as_known,
            from: Some(month),
            to: Some(month),
        };
        let mut inputs = Vec::new();
        let mut parts = Vec::new();
        for of_source in self.units_behind(&ask, month)? {
            let simple = of_source.source.other.is_none()
                && measure
                    .treatment_functions
                    .as_ref()
                    .is_none_or(|functions| functions.parts.is_empty());
            let (mut found_inputs, mut found) = if simple || !of_source.source.held {
                self.input(&series.key, of_source, &measure.shape)?
            } else {
                self.inputs_unit_by_unit(&series.key, of_source)?
            };
            inputs.append(&mut found_inputs);
            parts.append(&mut found);
        }
        if inputs.is_empty() {
            return Err(nothing().into());
        }
        Ok(Receipt {
            unit: measure.unit,
            as_known: query.as_known,
            boundaries: query.boundaries,
            formula: formula_in_words(measure),
            inputs,
            parts,
            versions: Vec::new(),
            compared: Vec::new(),
            key: series.key,
            figure,
        })
    }

    /// The units behind a figure, source by source.
    fn units_behind(&self, ask: &Ask<'_>, month: Month) -> Result<Vec<OfSource>, ArchiveError> {
        let (Some(measure), Some(body)) = (ask.measures.first(), ask.body) else {
            return Ok(Vec::new());
        };
        let months = self.carriers_of(measure, ask.as_known)?;
        let (Some(carriers), Some(day)) = (months.get(&month), ask.boundaries.day(month)) else {
            return Ok(Vec::new());
        };
        let Some(function) = self.function_number(ask.treatment_function)? else {
            return Ok(Vec::new());
        };
        let number = self.measure_numbers()?.get(measure.id.as_str()).copied();
        let wanted: HashMap<i64, usize> = number.map(|number| (number, 0)).into_iter().collect();
        let homes = self.homes(ask.level, day)?;
        let register = self.register()?;
        let mut all = Vec::new();
        for source in &carriers.asked {
            let Some(level) = unit_level(measure, ask, source) else {
                continue;
            };
            let mut found = Vec::new();
            self.each_unit(ask, source, level, function, &homes, &wanted, |unit| {
                if wanted.contains_key(&unit.measure) {
                    found.push(unit);
                }
            })?;
            let mut parts = Vec::new();
            for unit in found {
                let (code, name) = self.named(unit.unit, source.id)?;
                let homes_of_unit = homes.parts(unit.unit).map(|parts| &**parts);
                let Some(part) = part_of(&unit.figure, homes_of_unit.unwrap_or_default(), body)
                else {
                    continue;
                };
                let share = homes_of_unit
                    .unwrap_or_default()
                    .iter()
                    .find(|home| home.body == *body)
                    .map(|home| home.share)
                    .filter(|share| !share.is_whole());
                parts.push((
                    unit.figure.clone(),
                    CarriedPart {
                        name,
                        share,
                        steps: steps_to(&register, &code, ask, day),
                        lost: homes.lost().get(&code).map(ToString::to_string),
                        numerator: unit.figure.numerator,
                        denominator: unit.figure.denominator,
                        counted_numerator: part.numerator,
                        counted_denominator: part.denominator,
                        status: unit.figure.status,
                        rows: RowSet::default(),
                        unit: code,
                    },
                ));
            }
            if !parts.is_empty() {
                parts.sort_by(|a, b| a.1.unit.cmp(&b.1.unit));
                all.push(OfSource {
                    source: source.clone(),
                    parts,
                });
            }
        }
        Ok(all)
    }

    /// The rows of the units in one source, summed again and compared with the catalogue.
    fn input(
        &self,
        key: &SeriesKey,
        of_source: OfSource,
        shape: &Shape,
    ) -> Result<(Vec<Input>, Vec<CarriedPart>), ArchiveError> {
        let parts = of_source.parts;
        let mut input = Input {
            rows: RowSet::default(),
            numerator: None,
            denominator: None,
            source: self.detail(&of_source.source)?,
        };
        let mut rows_of: BTreeMap<String, RowSet> = BTreeMap::new();
        if input.source.row.held {
            let only: BTreeSet<String> = parts
                .iter()
                .filter(|(figure, _)| figure.status != Status::NotSubmitted)
                .map(|(_, part)| part.unit.to_string())
                .collect();
            rows_of = self.unit_sums(key, &input.source, Some(only), |sums| {
                for unit in sums.units() {
                    let again = sums.figure(key, &unit.sums, input.source.row.scope);
                    let known = parts
                        .iter()
                        .find(|(_, part)| part.unit.as_str() == unit.code);
                    if let Some((figure, _)) = known
                        && (again.numerator, again.denominator)
                            != (figure.numerator, figure.denominator)
                    {
                        return Err(ArchiveError::Damaged(format!(
                            "the rows of {} no longer give the figure of {} for {} in {}",
                            input.source.row.file_name,
                            key.measure,
                            unit.code,
                            input.source.row.period
                        )));
                    }
                }
                Ok(sums
                    .units()
                    .into_iter()
                    .map(|unit| (unit.code.clone(), unit.rows.clone()))
                    .collect())
            })?;
        }
        let mut all_rows: Vec<u32> = Vec::new();
        let mut found = Vec::with_capacity(parts.len());
        for (_, mut part) in parts {
            part.rows = rows_of.remove(part.unit.as_str()).unwrap_or_default();
            all_rows.extend(part.rows.iter());
            input.denominator = plus(input.denominator, part.counted_denominator);
            if !matches!(shape, Shape::Quantile { .. }) {
                input.numerator = plus(input.numerator, part.counted_numerator);
            }
            found.push(part);
        }
        all_rows.sort_unstable();
        input.rows = all_rows.into_iter().collect();
        Ok((vec![input], found))
    }

    /// The same where a figure is more than the sum of one file's rows: a total that no row states, or a
    /// share whose halves stand in two files. Each unit is computed again as its own receipt does it.
    fn inputs_unit_by_unit(
        &self,
        key: &SeriesKey,
        of_source: OfSource,
    ) -> Result<(Vec<Input>, Vec<CarriedPart>), ArchiveError> {
        let mut inputs: Vec<Input> = Vec::new();
        let mut found = Vec::with_capacity(of_source.parts.len());
        for (figure, mut part) in of_source.parts {
            let unit = SeriesKey {
                body: part.unit.clone(),
                level: match key.basis {
                    Basis::Provider => Level::Provider,
                    Basis::Commissioner => Level::SubIcb,
                },
                ..key.clone()
            };
            let (again, of_unit) = self.recompute(&unit, &of_source.source)?;
            if (again.numerator, again.denominator) != (figure.numerator, figure.denominator) {
                return Err(ArchiveError::Damaged(format!(
                    "the rows of {} no longer give the figure of {} for {} in {}",
                    of_source.source.file_name, key.measure, part.unit, of_source.source.period
                )));
            }
            for (place, input) in of_unit.into_iter().enumerate() {
                // Rows are of the file that stands first.
                if place == 0 {
                    part.rows = input.rows.clone();
                }
                match inputs
                    .iter_mut()
                    .find(|known| known.source.row.sha256 == input.source.row.sha256)
                {
                    Some(known) => add(known, &input),
                    None => inputs.push(input),
                }
            }
            found.push(part);
        }
        Ok((inputs, found))
    }

    /// A body's code, and the name that one file gives it.
    fn named(&self, number: i64, source: i64) -> Result<(BodyCode, String), ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT b.code, coalesce(n.name, b.name, b.code) FROM body b
             LEFT JOIN body_in_edition n ON n.body_id = b.id AND n.edition_id = ?2
             WHERE b.id = ?1 LIMIT 1",
        )?;
        Ok(statement.query_row([number, source], |row| {
            Ok((
                crate::snapshot::parsed(row, 0)?,
                candour_register::readable(&row.get::<_, String>(1)?),
            ))
        })?)
    }
}

/// Adds what another unit has in the same file.
fn add(into: &mut Input, more: &Input) {
    let mut rows: Vec<u32> = into.rows.iter().chain(more.rows.iter()).collect();
    rows.sort_unstable();
    into.rows = rows.into_iter().collect();
    into.numerator = plus(into.numerator, more.numerator);
    into.denominator = plus(into.denominator, more.denominator);
}

fn plus(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    match (sum, more) {
        (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
        (sum, more) => sum.or(more),
    }
}

/// The steps from a unit to its home; of a divided unit only those that lead to the body.
fn steps_to(
    register: &Register,
    unit: &BodyCode,
    ask: &Ask<'_>,
    day: jiff::civil::Date,
) -> Vec<Step> {
    let steps = register.way_home(unit, ask.level, day);
    let Some(body) = ask.body else {
        return steps;
    };
    // Backwards from the body, the steps that lead to it.
    let mut reached: BTreeSet<&BodyCode> = BTreeSet::from([body]);
    let mut kept: Vec<bool> = vec![false; steps.len()];
    for (place, step) in steps.iter().enumerate().rev() {
        if reached.contains(&step.to) {
            reached.insert(&step.from);
            kept[place] = true;
        }
    }
    if !kept.iter().any(|kept| *kept) {
        return steps;
    }
    steps
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(step, _)| step.clone())
        .collect()
}
