use std::sync::Arc;

use candour_core::{
    Basis, Batch, Diagnostic, Level, MeasureId, Month, Observation, Role, RowSet, Scope, SeriesKey,
    Status, TextColumn,
};

use crate::definition::Condition;
use crate::figure::{Figure, NOTHING, figure, parts, plus};
use crate::lists::SubmissionList;
use crate::places::Places;
use crate::plan::{Names, Plan, Planned};
use crate::rollup::observation;
use crate::standing::{Standing, Stands};
use crate::total::TotalParts;

/// One figure, summed again from the rows of its file: the proof behind a receipt.
///
/// It keeps which rows it came from: those that meet the measure's conditions and belong to the
/// body, whether or not a cell in them is blank.
pub struct Selection<'a> {
    key: SeriesKey,
    measure: Planned,
    names: Names,
    /// Place among the class's columns, and place among the counts.
    needed: Vec<(usize, usize)>,
    layout: Vec<bool>,
    tests: Vec<Test>,
    stands: Stands<'a>,
    period: Month,
    scope: Scope,
    not_submitted: bool,
    sums: Vec<i64>,
    rows: RowSet,
    found: bool,
    fits: bool,
    /// Where the figure is a total that is summed up from parts: the parts found so far.
    total: Option<TotalParts>,
}

/// A figure summed again.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomputed {
    /// The figure; [`Status::Missing`] where the file has none.
    pub observation: Observation,
    /// The rows that it came from; none for a figure that was not submitted.
    pub rows: RowSet,
    /// What hindered the sum; none as a rule.
    pub diagnostics: Vec<Diagnostic>,
}

/// What one row gives to a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contribution {
    /// Who and what the row is about: its codes and names, as far as they were read.
    pub about: Vec<String>,
    /// The columns that the figure uses and the file has, and the row's cells; amounts in
    /// millionths.
    pub cells: Vec<(String, Option<i64>)>,
    /// What the row gives above the line.
    pub numerator: Option<i64>,
    /// What it gives below it; for a quantile, how many its bands hold.
    pub denominator: Option<i64>,
}

/// Why a figure cannot be summed again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// The measure is not read from this table.
    #[error("{measure} is not read from {table}")]
    Measure {
        /// The measure.
        measure: MeasureId,
        /// The table.
        table: &'static str,
    },
    /// The measure has no such level.
    #[error("{measure} has no level {level} by {basis}")]
    Level {
        /// The measure.
        measure: MeasureId,
        /// The level.
        level: Level,
        /// The basis.
        basis: Basis,
    },
    /// A treatment function is needed, or none may be given.
    #[error("{measure}: expected {expected}")]
    TreatmentFunction {
        /// The measure.
        measure: MeasureId,
        /// What was expected.
        expected: &'static str,
    },
}

/// Whether a text lets its row be kept, asked once for each text.
pub(crate) struct Test {
    pub(crate) column: usize,
    what: What,
    verdicts: Vec<bool>,
}

impl Test {
    /// Judges the texts of a batch that were not seen before.
    pub(crate) fn learn(
        &mut self,
        batch: &Batch,
        key: &SeriesKey,
        stands: &Stands<'_>,
        period: Month,
    ) {
        let Some(column) = batch.texts.get(self.column) else {
            return;
        };
        for text in column.dictionary.iter().skip(self.verdicts.len()) {
            self.verdicts
                .push(self.what.admits(text, key, stands, period));
        }
    }

    /// Whether a row is kept, as far as this column goes.
    pub(crate) fn admits(&self, batch: &Batch, row: usize) -> bool {
        let id = batch
            .texts
            .get(self.column)
            .and_then(|text| text.ids.get(row));
        id.and_then(|id| self.verdicts.get(*id as usize))
            .copied()
            .unwrap_or(false)
    }
}

enum What {
    Condition(Condition),
    Is(String),
    OneOf(Vec<String>),
    Any,
    /// The unit or parent by which the row belongs to the body.
    Stands,
    NotListed(Arc<SubmissionList>),
}

impl<'a> Selection<'a> {
    /// Selects the figure of `key` in a file of `period`, whose count columns are `present`.
    ///
    /// # Errors
    /// Where the plan has no such measure or level, or a treatment function is missing or too many.
    pub fn new(
        plan: &Plan,
        key: &SeriesKey,
        period: Month,
        present: &[bool],
        places: &'a dyn Places,
        scope: Scope,
    ) -> Result<Self, SelectionError> {
        let measure = planned(plan, key)?;
        let class = &plan.classes[measure.class];
        let has = |column: &usize| present.get(*column).copied().unwrap_or(false);
        let list = class.list.as_ref();
        let at_provider = key.level == Level::Provider;
        Ok(Self {
            names: plan.names.clone(),
            needed: measure
                .shape
                .columns()
                .into_iter()
                .map(|place| (place, class.columns[place]))
                .collect(),
            layout: class.columns.iter().map(has).collect(),
            tests: tests(plan, &measure, key),
            stands: Stands::new(plan, key.basis, period, places),
            not_submitted: at_provider
                && list.is_some_and(|list| list.holds(key.body.as_str(), period)),
            sums: vec![NOTHING; class.columns.len()],
            total: TotalParts::new(plan, key),
            key: key.clone(),
            measure,
            period,
            scope,
            rows: RowSet::default(),
            found: false,
            fits: true,
        })
    }

    /// Which columns it needs, for each column of the table in its order.
    #[must_use]
    pub fn columns(&self) -> Vec<bool> {
        wanted(&self.names, &self.needed, |column, _| {
            self.tests.iter().any(|test| test.column == column)
        })
    }

    /// The same and, besides, those that name the row's provider, commissioner and so on, for
    /// [`Contribution::about`].
    #[must_use]
    pub fn columns_with_names(&self) -> Vec<bool> {
        wanted(&self.names, &self.needed, |column, named| {
            named || self.tests.iter().any(|test| test.column == column)
        })
    }

    /// Adds what a batch has of the figure. Columns that [`Self::columns`] does not name may be
    /// empty.
    pub fn add(&mut self, batch: &Batch) {
        let excluded = self.scope == Scope::Partial && self.key.level != Level::Provider;
        if excluded || !self.check(batch) {
            return;
        }
        for test in &mut self.tests {
            test.learn(batch, &self.key, &self.stands, self.period);
        }
        let kept: Vec<usize> = (0..batch.len())
            .filter(|row| self.tests.iter().all(|test| test.admits(batch, *row)))
            .collect();
        self.found |= !kept.is_empty();
        if self.not_submitted {
            return;
        }
        if let Some(total) = &mut self.total {
            total.add(batch, &kept, &self.needed, &self.layout);
            return;
        }
        for row in &kept {
            self.rows.push(batch.rows[*row]);
        }
        for (place, column) in &self.needed {
            for row in &kept {
                if let Some(number) = batch.number(*column, *row) {
                    self.sums[*place] = plus(self.sums[*place], number);
                }
            }
        }
    }

    fn check(&mut self, batch: &Batch) -> bool {
        let rows = batch.len();
        let text_fits = |column: &TextColumn| {
            let known = column.dictionary.len();
            column.ids.len() == rows && column.ids.iter().all(|id| (*id as usize) < known)
        };
        let fits = self
            .tests
            .iter()
            .all(|test| batch.texts.get(test.column).is_some_and(text_fits))
            && self.needed.iter().all(|(_, column)| {
                batch
                    .counts
                    .get(*column)
                    .is_some_and(|counts| counts.is_empty() || counts.len() == rows)
                    && [0, rows].contains(&batch.amounts(*column).len())
            });
        self.fits &= fits;
        fits
    }

    /// What row `row` (its place in the batch) gives to the figure. Only the rows of
    /// [`Recomputed::rows`] give anything: it is not asked here whether this is one of them.
    #[must_use]
    pub fn row_contribution(&self, batch: &Batch, row: usize) -> Contribution {
        let cell = |column: usize| batch.number(column, row);
        let mut sums = vec![NOTHING; self.sums.len()];
        for (place, column) in &self.needed {
            sums[*place] = cell(*column).unwrap_or(NOTHING);
        }
        // The cells of one row are counts of 32 bits or amounts of 40: their sum is never too large.
        let (numerator, denominator) = parts(&self.measure.shape, &sums).unwrap_or_default();
        let about = batch
            .texts
            .iter()
            .enumerate()
            .filter(|(place, _)| self.tells(*place));
        let cells = self.needed.iter().filter(|(place, _)| self.layout[*place]);
        Contribution {
            about: about
                .filter_map(|(_, text)| text.dictionary.get(*text.ids.get(row)? as usize))
                .filter(|text| !text.is_empty())
                .map(|text| text.to_string())
                .collect(),
            cells: cells
                .map(|(_, column)| (self.names.counts[*column].clone(), cell(*column)))
                .collect(),
            numerator,
            denominator,
        }
    }

    /// Whether a text column says who or what a row is about, for a reader who must find it again:
    /// who gave the care, who bought it, and which.
    fn tells(&self, column: usize) -> bool {
        self.names.texts.get(column).is_some_and(|(_, role)| {
            matches!(
                role,
                Some(
                    Role::Provider
                        | Role::ProviderName
                        | Role::Commissioner
                        | Role::CommissionerName
                        | Role::TreatmentFunctionName
                )
            )
        })
    }

    /// The figure and its rows.
    #[must_use]
    pub fn finish(mut self) -> Recomputed {
        let mut diagnostics = Vec::new();
        let every_part = self.total.as_ref().is_none_or(TotalParts::has_every_part);
        if let Some(total) = self.total.take() {
            let mut rows: Vec<u32> = Vec::new();
            self.found = false;
            for part in total.counted() {
                self.found = true;
                rows.push(part.row);
                for (place, number) in &part.numbers {
                    self.sums[*place] = plus(self.sums[*place], *number);
                }
            }
            rows.sort_unstable();
            self.rows = rows.into_iter().collect();
        }
        let found = if !self.fits {
            let message = "a batch lacks columns that the figure needs".to_owned();
            diagnostics.push(Diagnostic::error("batch-shape", message));
            Figure::absent(Status::Missing)
        } else if !self.found {
            Figure::absent(Status::Missing)
        } else if self.not_submitted {
            Figure::absent(Status::NotSubmitted)
        } else if !every_part {
            Figure::absent(Status::NotApplicable)
        } else {
            match figure(&self.measure.shape, &self.layout, &self.sums) {
                Ok(found) => found.unwrap_or(Figure::absent(Status::Missing)),
                Err(_) => {
                    let message =
                        format!("the sum of {} is too large to be true", self.key.measure);
                    diagnostics.push(Diagnostic::error("sum-too-large", message));
                    Figure::absent(Status::Missing)
                }
            }
        };
        let stand = (self.key.level, self.key.basis);
        let about = (self.key.body, self.key.treatment_function);
        Recomputed {
            observation: observation(&self.measure, stand, &about, found, self.scope),
            rows: self.rows,
            diagnostics,
        }
    }
}

/// For each column of the table whether it is read: the counts that are needed, and the texts for which
/// `text` says so, given their place and whether they have a role.
pub(crate) fn wanted(
    names: &Names,
    needed: &[(usize, usize)],
    text: impl Fn(usize, bool) -> bool,
) -> Vec<bool> {
    let (mut texts, mut counts) = (0.., 0..);
    let kinds = names.kinds.iter();
    kinds
        .map(|is_text| {
            let place = if *is_text {
                texts.next()
            } else {
                counts.next()
            };
            let place = place.unwrap_or_default();
            if *is_text {
                text(place, names.texts[place].1.is_some())
            } else {
                needed.iter().any(|(_, column)| *column == place)
            }
        })
        .collect()
}

pub(crate) fn planned(plan: &Plan, key: &SeriesKey) -> Result<Planned, SelectionError> {
    let measure = key.measure.clone();
    let Some(planned) = plan.measure(&key.measure) else {
        return Err(SelectionError::Measure {
            measure,
            table: plan.table,
        });
    };
    if !planned.levels.contains(&(key.level, key.basis)) {
        return Err(SelectionError::Level {
            measure,
            level: key.level,
            basis: key.basis,
        });
    }
    match (&planned.total, &key.treatment_function) {
        (Some(_), None) => Err(SelectionError::TreatmentFunction {
            measure,
            expected: "a treatment function",
        }),
        (None, Some(_)) => Err(SelectionError::TreatmentFunction {
            measure,
            expected: "no treatment function",
        }),
        _ => Ok(planned.clone()),
    }
}

/// What a row must meet to be one of the figure's.
pub(crate) fn tests(plan: &Plan, measure: &Planned, key: &SeriesKey) -> Vec<Test> {
    let class = &plan.classes[measure.class];
    let roles = &plan.roles;
    let (unit, parent) = match key.basis {
        Basis::Provider => (
            roles.provider,
            roles.provider_parent.or(roles.provider_region),
        ),
        Basis::Commissioner => (roles.commissioner, roles.commissioner_parent),
    };
    let mut wanted: Vec<(Option<usize>, What)> = Vec::new();
    for (column, condition) in &class.conditions {
        wanted.push((Some(*column), What::Condition(condition.clone())));
    }
    if let Some(code) = &key.treatment_function {
        let summed = plan.summed.as_ref().filter(|summed| summed.total == *code);
        let what = summed.map_or_else(
            || What::Is(code.to_string()),
            |summed| What::OneOf(summed.parts.iter().map(ToString::to_string).collect()),
        );
        wanted.push((roles.treatment_function, what));
        if summed.is_some() {
            // Whether a unit has every part is asked of each unit; this keeps its column at hand.
            wanted.push((unit, What::Any));
        }
    }
    match key.level {
        Level::England => {}
        Level::Provider | Level::SubIcb => wanted.push((unit, What::Is(key.body.to_string()))),
        Level::Icb | Level::Region => wanted.push((parent, What::Stands)),
    }
    if let Some(list) = class.list.clone().filter(|_| key.level != Level::Provider) {
        wanted.push((unit, What::NotListed(list)));
    }
    wanted
        .into_iter()
        .filter_map(|(column, what)| {
            Some(Test {
                column: column?,
                what,
                verdicts: Vec::new(),
            })
        })
        .collect()
}

impl What {
    fn admits(&self, text: &str, key: &SeriesKey, stands: &Stands<'_>, period: Month) -> bool {
        match self {
            Self::Condition(condition) => condition.admits(text),
            Self::Is(code) => code == text,
            Self::OneOf(codes) => codes.iter().any(|code| code == text),
            Self::Any => true,
            Self::Stands => {
                matches!(stands.body(key.level, "", text), Standing::In(body) if body == key.body)
            }
            Self::NotListed(list) => !list.holds(text, period),
        }
    }
}
