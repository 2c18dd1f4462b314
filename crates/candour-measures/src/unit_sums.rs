use std::collections::{BTreeMap, BTreeSet};

use candour_core::{Basis, Batch, Level, Month, Observation, RowSet, Scope, SeriesKey, Status};

use crate::figure::{Figure, NOTHING, figure, plus};
use crate::places::Places;
use crate::plan::{Plan, Planned};
use crate::rollup::observation;
use crate::selection::{SelectionError, Test, planned, tests, wanted};
use crate::standing::Stands;

/// One measure of one file, summed by unit: by provider, or by commissioner. What stands on other
/// boundaries than the file's is put together from these, and its receipt names their rows.
///
/// Units that did not submit are left out, as they are from every higher level. A total that no row
/// states is not summed here: it takes more than adding.
pub struct UnitSums<'a> {
    key: SeriesKey,
    measure: Planned,
    plan: &'a Plan,
    /// The column of the units' codes.
    unit: usize,
    /// Only these; all where none are given.
    only: Option<BTreeSet<String>>,
    needed: Vec<(usize, usize)>,
    layout: Vec<bool>,
    tests: Vec<Test>,
    stands: Stands<'a>,
    period: Month,
    width: usize,
    places: Vec<Option<usize>>,
    units: Vec<Unit>,
    place_of: BTreeMap<String, usize>,
}

/// What one unit has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// A sum for each column that the measure's conditions share; to be added and divided with
    /// those of other units, and turned into a figure by [`UnitSums::figure`].
    pub sums: Vec<i64>,
    /// The rows of the file.
    pub rows: RowSet,
}

impl Unit {
    /// Whether any cell of a column has a value: what has none is left alone by sums and shares.
    #[must_use]
    pub const fn is_given(sum: i64) -> bool {
        sum != NOTHING
    }

    /// Adds the sums of another unit, or a part of them.
    pub fn add(into: &mut [i64], more: &[i64]) {
        for (sum, more) in into.iter_mut().zip(more) {
            if *more != NOTHING {
                *sum = plus(*sum, *more);
            }
        }
    }
}

impl<'a> UnitSums<'a> {
    /// Sums the measure, basis and treatment function of `key` (its body and level play no part) in a
    /// file of `period` whose count columns are `present`; of the units in `only`, or of all.
    ///
    /// # Errors
    /// Where the plan has no such measure or basis, or a treatment function is missing or too many.
    pub fn new(
        plan: &'a Plan,
        key: &SeriesKey,
        only: Option<BTreeSet<String>>,
        period: Month,
        present: &[bool],
        places: &'a dyn Places,
    ) -> Result<Self, SelectionError> {
        let level = match key.basis {
            Basis::Provider => Level::Provider,
            Basis::Commissioner => Level::SubIcb,
        };
        let measure = planned(
            plan,
            &SeriesKey {
                level,
                ..key.clone()
            },
        )?;
        let class = &plan.classes[measure.class];
        let unit = match key.basis {
            Basis::Provider => plan.roles.provider,
            Basis::Commissioner => plan.roles.commissioner,
        };
        let unit = unit.ok_or_else(|| SelectionError::Level {
            measure: key.measure.clone(),
            level,
            basis: key.basis,
        })?;
        // As for the nation: every row that meets the conditions, but for those not submitted.
        let nation = SeriesKey {
            level: Level::England,
            ..key.clone()
        };
        Ok(Self {
            needed: measure
                .shape
                .columns()
                .into_iter()
                .map(|place| (place, class.columns[place]))
                .collect(),
            layout: class
                .columns
                .iter()
                .map(|column| present.get(*column).copied().unwrap_or(false))
                .collect(),
            tests: tests(plan, &measure, &nation),
            stands: Stands::new(plan, key.basis, period, places),
            width: class.columns.len(),
            key: nation,
            measure,
            plan,
            unit,
            only,
            period,
            places: Vec::new(),
            units: Vec::new(),
            place_of: BTreeMap::new(),
        })
    }

    /// Which columns it needs, for each column of the table in its order.
    #[must_use]
    pub fn columns(&self) -> Vec<bool> {
        wanted(&self.plan.names, &self.needed, |column, _| {
            column == self.unit || self.tests.iter().any(|test| test.column == column)
        })
    }

    /// Adds what a batch has. A batch that lacks a needed column adds nothing.
    pub fn add(&mut self, batch: &Batch) {
        for test in &mut self.tests {
            test.learn(batch, &self.key, &self.stands, self.period);
        }
        let Some(units) = batch.texts.get(self.unit) else {
            return;
        };
        for text in units.dictionary.iter().skip(self.places.len()) {
            let taken = self.only.as_ref().is_none_or(|only| only.contains(&**text));
            let place = taken.then(|| {
                *self.place_of.entry(text.to_string()).or_insert_with(|| {
                    self.units.push(Unit {
                        code: text.to_string(),
                        sums: vec![NOTHING; self.width],
                        rows: RowSet::default(),
                    });
                    self.units.len() - 1
                })
            });
            self.places.push(place);
        }
        let mut kept = Vec::new();
        for (row, id) in units.ids.iter().enumerate() {
            if let Some(Some(unit)) = self.places.get(*id as usize)
                && self.tests.iter().all(|test| test.admits(batch, row))
            {
                self.units[*unit].rows.push(batch.rows[row]);
                kept.push((row, *unit));
            }
        }
        for (place, column) in &self.needed {
            for (row, unit) in &kept {
                if let Some(number) = batch.number(*column, *row) {
                    let sum = &mut self.units[*unit].sums[*place];
                    *sum = plus(*sum, number);
                }
            }
        }
    }

    /// Each unit that has rows, in the order of the codes.
    #[must_use]
    pub fn units(&self) -> Vec<&Unit> {
        let mut units: Vec<&Unit> = self
            .units
            .iter()
            .filter(|unit| !unit.rows.is_empty())
            .collect();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        units
    }

    /// The figure that sums of units give, for the body and level of `key`; [`Status::Missing`] where
    /// none of the cells that it needs has a value.
    #[must_use]
    pub fn figure(&self, key: &SeriesKey, sums: &[i64], scope: Scope) -> Observation {
        let found = if sums.len() == self.width {
            figure(&self.measure.shape, &self.layout, sums)
        } else {
            Ok(None)
        };
        let found = found
            .ok()
            .flatten()
            .unwrap_or(Figure::absent(Status::Missing));
        let about = (key.body.clone(), key.treatment_function.clone());
        observation(&self.measure, (key.level, key.basis), &about, found, scope)
    }

    /// No sums: what the first unit is added to.
    #[must_use]
    pub fn nothing(&self) -> Vec<i64> {
        vec![NOTHING; self.width]
    }
}
