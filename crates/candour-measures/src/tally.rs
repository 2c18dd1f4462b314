use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use candour_core::{Basis, Batch, Diagnostic, Month, Observation, Scope};

use crate::places::Places;
use crate::plan::{Class, Plan};
use crate::rollup;
use crate::sums::{ClassSums, Mix};

/// The sums of all measures of a file, taken as its batches pass.
///
/// A row costs a few lookups: the conditions are decided once for each text that occurs, measures
/// with the same conditions are one *class* of rows, and a class sums only the columns that its
/// measures use, by provider and by commissioner. Boards, regions and England come from those
/// sums at the end, in whole numbers.
#[derive(Debug)]
pub struct Tally<'a> {
    plan: &'a Plan,
    period: Month,
    present: Vec<bool>,
    conditions: Vec<ConditionColumn>,
    pub(crate) paths: Vec<PathSums>,
    kept: Vec<Kept>,
    /// The counts of the kept rows of one column, for a moment.
    gathered: Vec<i32>,
    /// The same for amounts.
    gathered_amounts: Vec<i64>,
    faults: Vec<Diagnostic>,
}

/// A text column on which some class has a condition.
#[derive(Debug)]
struct ConditionColumn {
    text: usize,
    /// For each text seen, the classes whose conditions on this column it meets, a bit each.
    admits: Vec<u64>,
}

/// The rows of one batch that a class keeps, and the cell that each belongs to on each path.
#[derive(Debug, Default)]
struct Kept {
    rows: Vec<u32>,
    cells: Vec<Vec<u32>>,
}

/// The sums by one basis.
#[derive(Debug)]
pub(crate) struct PathSums {
    pub(crate) basis: Basis,
    pub(crate) unit: Text,
    pub(crate) parent: Option<Text>,
    pub(crate) treatment_function: Option<Text>,
    cells: HashMap<Key, u32, BuildHasherDefault<Mix>>,
    pub(crate) keys: Vec<Key>,
    pub(crate) classes: Vec<ClassSums>,
}

/// The numbers that stand for the texts of unit, parent and treatment function.
pub(crate) type Key = (u32, u32, u32);

/// A text column and the texts seen in it.
#[derive(Debug)]
pub(crate) struct Text {
    column: usize,
    pub(crate) texts: Vec<Arc<str>>,
}

impl<'a> Tally<'a> {
    /// Starts a tally of a file of `period`. `present` says for each count column of the table, in
    /// its order, whether the file's layout has it.
    #[must_use]
    pub fn new(plan: &'a Plan, period: Month, present: &[bool]) -> Self {
        let mut present = present.to_vec();
        present.resize(plan.names.counts.len(), false);
        let mut texts: Vec<usize> = plan
            .classes
            .iter()
            .flat_map(|class| class.conditions.iter().map(|(text, _)| *text))
            .collect();
        texts.sort_unstable();
        texts.dedup();
        let roles = &plan.roles;
        let path = |basis, unit: Option<usize>, parent: Option<usize>| {
            Some(PathSums {
                basis,
                unit: Text::new(unit?),
                parent: parent.map(Text::new),
                treatment_function: roles.treatment_function.map(Text::new),
                cells: HashMap::default(),
                keys: Vec::new(),
                classes: plan.classes.iter().map(ClassSums::new).collect(),
            })
        };
        let by_provider = path(
            Basis::Provider,
            roles.provider,
            roles.provider_parent.or(roles.provider_region),
        );
        let by_commissioner = path(
            Basis::Commissioner,
            roles.commissioner,
            roles.commissioner_parent,
        );
        let paths: Vec<_> = by_provider
            .into_iter()
            .chain(by_commissioner)
            .filter(|path| plan.classes.iter().any(|class| class.stands_by(path.basis)))
            .collect();
        let kept = || Kept {
            rows: Vec::new(),
            cells: vec![Vec::new(); paths.len()],
        };
        Self {
            plan,
            period,
            present,
            conditions: texts
                .into_iter()
                .map(|text| ConditionColumn {
                    text,
                    admits: Vec::new(),
                })
                .collect(),
            kept: plan.classes.iter().map(|_| kept()).collect(),
            paths,
            gathered: Vec::new(),
            gathered_amounts: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Adds the rows of a batch.
    pub fn add(&mut self, batch: &Batch) {
        if !self.fits(batch) {
            let message = format!(
                "a batch of {} does not have the table's shape",
                self.plan.table
            );
            self.faults.push(Diagnostic::error("batch-shape", message));
            return;
        }
        for column in &mut self.conditions {
            column.decide(&batch.texts[column.text].dictionary, &self.plan.classes);
        }
        for path in &mut self.paths {
            path.learn(batch);
        }
        self.keep(batch);
        for (index, class) in self.plan.classes.iter().enumerate() {
            let kept = &self.kept[index];
            if kept.rows.is_empty() {
                continue;
            }
            let mut paths: Vec<_> = self
                .paths
                .iter_mut()
                .zip(&kept.cells)
                .filter(|(path, _)| class.stands_by(path.basis))
                .map(|(path, cells)| (path.keys.len(), &mut path.classes[index], cells))
                .collect();
            for (known, sums, cells) in &mut paths {
                sums.touch(*known, cells);
            }
            // Column by column, so that one is still at hand for the second path.
            for (place, column) in class.columns.iter().enumerate() {
                let counts = &batch.counts[*column];
                let amounts = batch.amounts(*column);
                if !amounts.is_empty() {
                    self.gathered_amounts.clear();
                    self.gathered_amounts
                        .extend(kept.rows.iter().map(|row| amounts[*row as usize]));
                    for (known, sums, cells) in &mut paths {
                        sums.add_amounts(place, *known, &self.gathered_amounts, cells);
                    }
                }
                if counts.is_empty() {
                    continue;
                }
                self.gathered.clear();
                self.gathered
                    .extend(kept.rows.iter().map(|row| counts[*row as usize]));
                for (known, sums, cells) in &mut paths {
                    sums.add(place, *known, &self.gathered, cells);
                }
            }
        }
    }

    /// Whether every text that is needed has a number for each row that its dictionary knows, and
    /// every column of counts is empty or as long as there are rows.
    fn fits(&self, batch: &Batch) -> bool {
        let rows = batch.len();
        let texts = self.conditions.iter().map(|column| column.text);
        let texts = texts.chain(self.paths.iter().flat_map(PathSums::columns));
        u32::try_from(rows).is_ok()
            && texts.into_iter().all(|text| {
                batch.texts.get(text).is_some_and(|column| {
                    let known = column.dictionary.len();
                    column.ids.len() == rows && column.ids.iter().all(|id| (*id as usize) < known)
                })
            })
            && batch.counts.len() == self.present.len()
            && batch
                .counts
                .iter()
                .all(|counts| counts.is_empty() || counts.len() == rows)
            && (batch.amounts.is_empty() || batch.amounts.len() == self.present.len())
            && batch
                .amounts
                .iter()
                .all(|amounts| amounts.is_empty() || amounts.len() == rows)
    }

    /// Decides for each row which classes keep it, and to which cells it belongs.
    fn keep(&mut self, batch: &Batch) {
        for kept in &mut self.kept {
            kept.rows.clear();
            kept.cells.iter_mut().for_each(Vec::clear);
        }
        let all = all_classes(self.plan.classes.len());
        let conditions: Vec<(&[u64], &[u32])> = self
            .conditions
            .iter()
            .map(|column| {
                (
                    column.admits.as_slice(),
                    batch.texts[column.text].ids.as_slice(),
                )
            })
            .collect();
        let mut cells = vec![0; self.paths.len()];
        for row in 0..batch.len() {
            let mut classes = conditions
                .iter()
                .fold(all, |mask, (admits, ids)| mask & admits[ids[row] as usize]);
            if classes == 0 {
                continue;
            }
            for (path, cell) in self.paths.iter_mut().zip(&mut cells) {
                *cell = path.cell(batch, row);
            }
            while classes != 0 {
                let kept = &mut self.kept[classes.trailing_zeros() as usize];
                #[expect(clippy::cast_possible_truncation, reason = "`fits` has looked")]
                kept.rows.push(row as u32);
                for (list, cell) in kept.cells.iter_mut().zip(&cells) {
                    list.push(*cell);
                }
                classes &= classes - 1;
            }
        }
    }

    /// Ends the tally: every figure of every measure, and what is to be said of the file.
    ///
    /// A file of [`Scope::Partial`] gives figures of providers only, marked partial. An error among
    /// the diagnostics means that the figures must not be used.
    #[must_use]
    pub fn finish(self, places: &dyn Places, scope: Scope) -> (Vec<Observation>, Vec<Diagnostic>) {
        if !self.faults.is_empty() {
            return (Vec::new(), self.faults);
        }
        rollup::observations(
            self.plan,
            self.period,
            &self.present,
            &self.paths,
            places,
            scope,
        )
    }
}

/// A mask with a bit for each of so many classes.
const fn all_classes(classes: usize) -> u64 {
    if classes >= u64::BITS as usize {
        u64::MAX
    } else {
        (1 << classes) - 1
    }
}

impl Class {
    /// Whether any measure of the class stands at a level by this basis.
    pub(crate) fn stands_by(&self, basis: Basis) -> bool {
        self.levels.iter().any(|(found, _)| *found == basis)
    }
}

impl ConditionColumn {
    /// Decides for the texts that are new in `dictionary`.
    fn decide(&mut self, dictionary: &[Arc<str>], classes: &[Class]) {
        for text in dictionary.iter().skip(self.admits.len()) {
            let mut mask = all_classes(classes.len());
            for (bit, class) in classes.iter().enumerate() {
                let met = class
                    .conditions
                    .iter()
                    .all(|(column, condition)| *column != self.text || condition.admits(text));
                if !met {
                    mask &= !(1 << bit);
                }
            }
            self.admits.push(mask);
        }
    }
}

impl Text {
    const fn new(column: usize) -> Self {
        Self {
            column,
            texts: Vec::new(),
        }
    }

    fn learn(&mut self, batch: &Batch) {
        let dictionary = &batch.texts[self.column].dictionary;
        if let Some(new) = dictionary.get(self.texts.len()..) {
            self.texts.extend_from_slice(new);
        }
    }

    fn id(&self, batch: &Batch, row: usize) -> u32 {
        batch.texts[self.column].ids[row]
    }
}

impl PathSums {
    fn columns(&self) -> impl Iterator<Item = usize> {
        let texts = [
            Some(&self.unit),
            self.parent.as_ref(),
            self.treatment_function.as_ref(),
        ];
        texts.into_iter().flatten().map(|text| text.column)
    }

    fn learn(&mut self, batch: &Batch) {
        self.unit.learn(batch);
        self.parent.iter_mut().for_each(|text| text.learn(batch));
        self.treatment_function
            .iter_mut()
            .for_each(|text| text.learn(batch));
    }

    fn cell(&mut self, batch: &Batch, row: usize) -> u32 {
        let id = |text: &Option<Text>| text.as_ref().map_or(0, |text| text.id(batch, row));
        let key = (
            self.unit.id(batch, row),
            id(&self.parent),
            id(&self.treatment_function),
        );
        *self.cells.entry(key).or_insert_with(|| {
            self.keys.push(key);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "there are no more cells than rows"
            )]
            let cell = (self.keys.len() - 1) as u32;
            cell
        })
    }
}
