//! From the sums of providers and commissioners to those of boards, regions and England.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use candour_core::{
    Basis, BodyCode, Diagnostic, Level, Month, Observation, Scope, SeriesKey, Status,
    TreatmentFunction,
};

use crate::figure::{Figure, NOTHING, figure, plus};
use crate::places::Places;
use crate::plan::{Class, Plan, Planned};
use crate::standing::{Standing, Stands};
use crate::sums::ClassSums;
use crate::tally::PathSums;

/// Every figure of every measure, in the order of path, level, measure, body and treatment function.
pub(crate) fn observations(
    plan: &Plan,
    period: Month,
    present: &[bool],
    paths: &[PathSums],
    places: &dyn Places,
    scope: Scope,
) -> (Vec<Observation>, Vec<Diagnostic>) {
    let mut rollup = Rollup {
        plan,
        period,
        scope,
        layouts: plan
            .classes
            .iter()
            .map(|class| layout(class, present))
            .collect(),
        observations: Vec::new(),
        faults: BTreeMap::new(),
        england: HashMap::new(),
    };
    for path in paths {
        let stands = Stands::new(plan, path.basis, period, places);
        for level in levels(plan, path.basis, scope) {
            rollup.level(path, &stands, level);
        }
        if scope == Scope::National {
            rollup.compare_england(path, &stands);
        }
    }
    (rollup.observations, rollup.faults.into_values().collect())
}

fn layout(class: &Class, present: &[bool]) -> Vec<bool> {
    class
        .columns
        .iter()
        .map(|column| present.get(*column).copied().unwrap_or(false))
        .collect()
}

/// The levels by this basis at which anything stands in a file of this scope.
fn levels(plan: &Plan, basis: Basis, scope: Scope) -> BTreeSet<Level> {
    plan.classes
        .iter()
        .flat_map(|class| &class.levels)
        .filter(|(found, level)| {
            *found == basis
                && (scope == Scope::National
                    || (*level, basis) == (Level::Provider, Basis::Provider))
        })
        .map(|(_, level)| *level)
        .collect()
}

struct Rollup<'a> {
    plan: &'a Plan,
    period: Month,
    scope: Scope,
    /// For each class, which of its columns the file has.
    layouts: Vec<Vec<bool>>,
    observations: Vec<Observation>,
    /// By code and message, so that each is said once.
    faults: BTreeMap<(String, String), Diagnostic>,
    /// What the first path gave England, by class and treatment function.
    england: HashMap<(usize, Option<TreatmentFunction>), Vec<i64>>,
}

/// The bodies of a level: which cell belongs to which.
struct Groups {
    of_cell: Vec<Option<u32>>,
    /// The same for the total that is summed up from parts, where there is one.
    of_total: Vec<Option<u32>>,
    about: Vec<(BodyCode, Option<TreatmentFunction>)>,
}

impl Rollup<'_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.faults
            .insert((fault.code.clone(), fault.message.clone()), fault);
    }

    fn level(&mut self, path: &PathSums, stands: &Stands<'_>, level: Level) {
        let groups = self.groups(path, stands, level);
        for (index, class) in self.plan.classes.iter().enumerate() {
            if class.levels.contains(&(path.basis, level)) {
                let sums = self.sums(path, &groups, index, level);
                self.figures(path, &groups, &sums, index, level);
            }
        }
    }

    /// The bodies of a level with their treatment functions, in the order of their codes, and which
    /// of them each cell belongs to.
    fn groups(&mut self, path: &PathSums, stands: &Stands<'_>, level: Level) -> Groups {
        let functions = self.treatment_functions(path);
        let bodies = self.bodies(path, stands, level);
        let (body_order, body_ranks) = ranked(bodies.values().flatten());
        let total = self
            .plan
            .summed
            .as_ref()
            .map(|summed| Some(summed.total.clone()));
        let (function_order, function_ranks) = ranked(functions.iter().chain(&total));
        let width = function_order.len();
        let rows: HashMap<&(u32, u32), usize> = bodies
            .iter()
            .filter_map(|(key, body)| Some((key, body_ranks.get(body.as_ref()?)? * width)))
            .collect();
        let columns: Vec<Option<&usize>> = functions
            .iter()
            .map(|function| function_ranks.get(function))
            .collect();
        let slots: Vec<Option<usize>> = path
            .keys
            .iter()
            .map(|(unit, parent, function)| {
                Some(rows.get(&(*unit, *parent))? + (*columns.get(*function as usize)?)?)
            })
            .collect();
        let total_column = total.as_ref().and_then(|total| function_ranks.get(total));
        let of_total: Vec<Option<usize>> = path
            .keys
            .iter()
            .map(|(unit, parent, function)| {
                self.part(functions.get(*function as usize)?.as_ref())?;
                Some(rows.get(&(*unit, *parent))? + total_column?)
            })
            .collect();
        let mut used = vec![None; body_order.len() * width];
        for slot in slots.iter().chain(&of_total).flatten() {
            used[*slot] = Some(0);
        }
        let mut about = Vec::new();
        for (slot, place) in used
            .iter_mut()
            .enumerate()
            .filter(|(_, place)| place.is_some())
        {
            *place = u32::try_from(about.len()).ok();
            about.push((
                body_order[slot / width].clone(),
                function_order[slot % width].clone(),
            ));
        }
        Groups {
            of_cell: slots.iter().map(|slot| used[(*slot)?]).collect(),
            of_total: of_total.iter().map(|slot| used[(*slot)?]).collect(),
            about,
        }
    }

    /// The body of a level to which the rows of each unit and parent belong.
    fn bodies(
        &mut self,
        path: &PathSums,
        stands: &Stands<'_>,
        level: Level,
    ) -> HashMap<(u32, u32), Option<BodyCode>> {
        let mut bodies = HashMap::new();
        for (unit, parent, _) in &path.keys {
            bodies.entry((*unit, *parent)).or_insert_with(|| {
                let parent = path
                    .parent
                    .as_ref()
                    .map_or("", |text| &text.texts[*parent as usize]);
                match stands.body(level, &path.unit.texts[*unit as usize], parent) {
                    Standing::In(body) => Some(body),
                    Standing::Nowhere(fault) => {
                        self.fault(fault);
                        None
                    }
                }
            });
        }
        bodies
    }

    /// The codes of the treatment functions seen, by their numbers; one that stands for none where
    /// the table has none.
    fn treatment_functions(&mut self, path: &PathSums) -> Vec<Option<TreatmentFunction>> {
        let Some(text) = &path.treatment_function else {
            return vec![None];
        };
        let used: BTreeSet<u32> = path.keys.iter().map(|(_, _, function)| *function).collect();
        let mut codes = Vec::with_capacity(text.texts.len());
        for (text, id) in text.texts.iter().zip(0..) {
            let code = TreatmentFunction::new(text);
            if let Err(error) = &code
                && used.contains(&id)
            {
                self.fault(Diagnostic::error("treatment-function", error.to_string()));
            }
            codes.push(code.ok());
        }
        codes
    }

    /// The place of a treatment function among the parts of a summed total.
    fn part(&self, function: Option<&TreatmentFunction>) -> Option<usize> {
        let summed = self.plan.summed.as_ref()?;
        summed.parts.iter().position(|part| Some(part) == function)
    }

    /// For each cell, which part of a summed total it is.
    fn parts(&self, path: &PathSums) -> Vec<Option<usize>> {
        let by_text: Vec<Option<usize>> =
            path.treatment_function
                .as_ref()
                .map_or_else(Vec::new, |text| {
                    let codes = text
                        .texts
                        .iter()
                        .map(|text| TreatmentFunction::new(text).ok());
                    codes.map(|code| self.part(code.as_ref())).collect()
                });
        path.keys
            .iter()
            .map(|(_, _, function)| by_text.get(*function as usize).copied().flatten())
            .collect()
    }

    /// Whether the period has every part of a summed total; where it does not, the total would be
    /// of something less, and is not applicable.
    fn has_every_part(&self, path: &PathSums) -> bool {
        let Some(summed) = &self.plan.summed else {
            return true;
        };
        let found: BTreeSet<usize> = self.parts(path).into_iter().flatten().collect();
        found.len() == summed.parts.len()
    }

    /// For each cell, to which group's total of a measure it counts. A unit that lacks a number for a
    /// part counts to none, so that no total is of less than it says, and those above and below a
    /// line are of the same units.
    fn counted_to_total(
        &self,
        path: &PathSums,
        groups: &Groups,
        measure: &Planned,
    ) -> Vec<Option<u32>> {
        let parts = self.parts(path);
        if !self.has_every_part(path) {
            return groups.of_total.clone();
        }
        let found = &path.classes[measure.class];
        let layout = &self.layouts[measure.class];
        let mut columns = measure.shape.columns();
        columns.retain(|column| layout[*column]);
        let given = |cell: usize| {
            let sum = |column: &usize| found.columns[*column].get(cell);
            columns
                .iter()
                .all(|column| sum(column).is_some_and(|sum| sum.sum() != NOTHING))
        };
        let mut complete: HashMap<u32, BTreeSet<usize>> = HashMap::new();
        for (cell, (part, (unit, _, _))) in parts.iter().zip(&path.keys).enumerate() {
            if let Some(part) = part.filter(|_| given(cell)) {
                complete.entry(*unit).or_default().insert(part);
            }
        }
        let all = self
            .plan
            .summed
            .as_ref()
            .map_or(0, |summed| summed.parts.len());
        groups
            .of_total
            .iter()
            .zip(&path.keys)
            .map(|(group, (unit, _, _))| {
                group.filter(|_| complete.get(unit).is_some_and(|found| found.len() == all))
            })
            .collect()
    }

    /// The sums of each group: a row of the class's columns for each.
    fn sums(&self, path: &PathSums, groups: &Groups, class: usize, level: Level) -> Sums {
        let columns = self.plan.classes[class].columns.len();
        let mut sums = Sums {
            columns,
            values: vec![NOTHING; columns * groups.about.len()],
            touched: vec![false; groups.about.len()],
        };
        let of_cell = self.counted(path, groups, class, level);
        let found = &path.classes[class];
        sums.take(found, &of_cell);
        sums
    }

    /// The same for the totals of a measure that are summed up from parts.
    fn totals(&self, path: &PathSums, groups: &Groups, measure: &Planned) -> Sums {
        let columns = self.plan.classes[measure.class].columns.len();
        let mut sums = Sums {
            columns,
            values: vec![NOTHING; columns * groups.about.len()],
            touched: vec![false; groups.about.len()],
        };
        let of_cell = self.counted_to_total(path, groups, measure);
        sums.take(&path.classes[measure.class], &of_cell);
        sums
    }

    /// To which group each cell counts: to none where its provider did not submit.
    fn counted(
        &self,
        path: &PathSums,
        groups: &Groups,
        class: usize,
        level: Level,
    ) -> Vec<Option<u32>> {
        let mut of_cell = groups.of_cell.clone();
        if level != Level::Provider
            && let Some(list) = &self.plan.classes[class].list
        {
            for (cell, (unit, _, _)) in of_cell.iter_mut().zip(&path.keys) {
                if list.holds(&path.unit.texts[*unit as usize], self.period) {
                    *cell = None;
                }
            }
        }
        of_cell
    }

    fn figures(
        &mut self,
        path: &PathSums,
        groups: &Groups,
        sums: &Sums,
        class: usize,
        level: Level,
    ) {
        let plan = self.plan;
        let stand = (level, path.basis);
        let summed = plan.summed.as_ref().map(|summed| &summed.total);
        let every_part = self.has_every_part(path);
        let list = plan.classes[class]
            .list
            .as_ref()
            .filter(|_| stand.0 == Level::Provider);
        let listed: Vec<bool> = groups
            .about
            .iter()
            .map(|(body, _)| list.is_some_and(|list| list.holds(body.as_str(), self.period)))
            .collect();
        for measure in &plan.measures {
            if measure.class != class || !measure.levels.contains(&stand) {
                continue;
            }
            self.observations.reserve(groups.about.len());
            let totals = summed.map(|_| self.totals(path, groups, measure));
            for (place, about) in groups.about.iter().enumerate() {
                let is_total = summed.is_some() && about.1.as_ref() == summed;
                let sums = totals.as_ref().filter(|_| is_total).unwrap_or(sums);
                if !sums.touched[place] {
                    continue;
                }
                let found = if listed[place] {
                    Ok(Some(Figure::absent(Status::NotSubmitted)))
                } else if !every_part && is_total {
                    Ok(Some(Figure::absent(Status::NotApplicable)))
                } else {
                    figure(&measure.shape, &self.layouts[class], sums.row(place))
                };
                match found {
                    Ok(Some(figure)) => {
                        let observed = observation(measure, stand, about, figure, self.scope);
                        self.observations.push(observed);
                    }
                    Ok(None) => {}
                    Err(_) => {
                        let message = format!(
                            "the sum of {} for {} is too large to be true",
                            measure.id, about.0
                        );
                        self.fault(Diagnostic::error("sum-too-large", message));
                    }
                }
            }
        }
    }

    /// England by commissioner is England by provider. Should it ever not be, rows were lost.
    fn compare_england(&mut self, path: &PathSums, stands: &Stands<'_>) {
        let groups = self.groups(path, stands, Level::England);
        for class in 0..self.plan.classes.len() {
            if !self.plan.classes[class].stands_by(path.basis) {
                continue;
            }
            let sums = self.sums(path, &groups, class, Level::England);
            for (place, (_, function)) in groups.about.iter().enumerate() {
                let key = (class, function.clone());
                let row = sums.row(place);
                let other = self.england.entry(key).or_insert_with(|| row.to_vec());
                if other != row {
                    let which = function.as_ref().map_or("all", TreatmentFunction::as_str);
                    let message = format!(
                        "England by {} differs from England by provider (treatment function {which})",
                        path.basis
                    );
                    self.fault(Diagnostic::error("england-differs", message));
                }
            }
        }
    }
}

/// Each of some things once, in order, and the place of each.
fn ranked<'a, T: Ord + std::hash::Hash + Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
) -> (Vec<T>, HashMap<T, usize>) {
    let order: Vec<T> = all.collect::<BTreeSet<_>>().into_iter().cloned().collect();
    let ranks = order.iter().cloned().zip(0..).collect();
    (order, ranks)
}

/// A row of sums for each group.
struct Sums {
    columns: usize,
    values: Vec<i64>,
    touched: Vec<bool>,
}

impl Sums {
    fn take(&mut self, found: &ClassSums, of_cell: &[Option<u32>]) {
        for (touched, group) in found.touched.iter().zip(of_cell) {
            if let (true, Some(group)) = (*touched, group) {
                self.touched[*group as usize] = true;
            }
        }
        for (column, sums) in found.columns.iter().enumerate() {
            for (sum, group) in sums.iter().zip(of_cell) {
                let sum = sum.sum();
                if let (true, Some(group)) = (sum != NOTHING, group) {
                    let into = &mut self.values[*group as usize * self.columns + column];
                    *into = plus(*into, sum);
                }
            }
        }
    }

    fn row(&self, group: usize) -> &[i64] {
        &self.values[group * self.columns..(group + 1) * self.columns]
    }
}

/// A figure with what it is about.
pub(crate) fn observation(
    measure: &Planned,
    (level, basis): (Level, Basis),
    (body, treatment_function): &(BodyCode, Option<TreatmentFunction>),
    figure: Figure,
    scope: Scope,
) -> Observation {
    Observation {
        key: SeriesKey {
            measure: measure.id.clone(),
            body: body.clone(),
            level,
            basis,
            treatment_function: treatment_function.clone(),
        },
        numerator: figure.numerator,
        denominator: figure.denominator,
        value: figure.value,
        over: figure.over,
        status: match (figure.status, scope) {
            (Status::Reported, Scope::Partial) => Status::Partial,
            (status, _) => status,
        },
    }
}
