use std::collections::BTreeSet;
use std::sync::Arc;

use candour_core::{Band, Basis, Level, MeasureId, Role, TableSchema, TreatmentFunction};

use crate::DefinitionError;
use crate::definition::{ColumnRange, Condition, Measure, Parts, Shape, Sum};
use crate::lists::SubmissionList;

/// How the measures of one table are summed, with every column found and every definition checked
/// against the table.
///
/// ```
/// use candour_core::{Column, ColumnKind, Role, TableSchema};
/// use candour_measures::{Catalogue, Plan};
///
/// // A table that lacks a column: the fault is named, and so would be every other.
/// let text = |name: &str, role| Column { name: name.into(), kind: ColumnKind::Text(Some(role)) };
/// let schema = TableSchema {
///     name: "invented",
///     columns: vec![text("org_code", Role::Provider), text("region", Role::ProviderRegionName)],
/// };
/// let measure = Catalogue::bundled().find("ae-dta-12h").expect("bundled");
/// let faults = Plan::compile(&[measure], &schema).expect_err("no such column");
/// assert_eq!(
///     faults[0].to_string(),
///     "ae-dta-12h.toml: numerator.add: expected a count column of invented, saw `dta_12h`"
/// );
/// ```
#[derive(Debug, Clone)]
pub struct Plan {
    pub(crate) table: &'static str,
    pub(crate) names: Names,
    pub(crate) roles: Roles,
    pub(crate) classes: Vec<Class>,
    pub(crate) measures: Vec<Planned>,
    /// Where the total of the treatment functions is summed up from parts.
    pub(crate) summed: Option<SummedTotal>,
}

/// A total that no row states, and the treatment functions that sum to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SummedTotal {
    pub(crate) total: TreatmentFunction,
    pub(crate) parts: Vec<TreatmentFunction>,
}

/// The names of the columns, for messages and receipts.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub(crate) texts: Vec<(String, Option<Role>)>,
    pub(crate) counts: Vec<String>,
    /// For each column of the schema, whether it is a text.
    pub(crate) kinds: Vec<bool>,
}

/// Where the texts stand that say who a row is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Roles {
    pub(crate) provider: Option<usize>,
    pub(crate) provider_parent: Option<usize>,
    pub(crate) provider_region: Option<usize>,
    pub(crate) commissioner: Option<usize>,
    pub(crate) commissioner_parent: Option<usize>,
    pub(crate) treatment_function: Option<usize>,
}

/// The rows that meet the same conditions, and the columns that its measures need of them.
#[derive(Debug, Clone)]
pub(crate) struct Class {
    pub(crate) conditions: Vec<(usize, Condition)>,
    pub(crate) list: Option<Arc<SubmissionList>>,
    /// Places among the counts, rising.
    pub(crate) columns: Vec<usize>,
    pub(crate) levels: BTreeSet<(Basis, Level)>,
}

/// A measure whose columns are found.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub(crate) id: MeasureId,
    pub(crate) class: usize,
    pub(crate) levels: Vec<(Level, Basis)>,
    pub(crate) total: Option<TreatmentFunction>,
    pub(crate) shape: Resolved,
}

/// A shape whose columns are places among the columns of its class.
#[derive(Debug, Clone)]
pub(crate) enum Resolved {
    Count {
        columns: Columns,
        /// How many of the sum's parts make one: [`Parts::to_one`].
        to_one: i64,
    },
    Share {
        numerator: Columns,
        denominator: Columns,
        /// Whether the numerator counts some of what the denominator counts, so that a blank
        /// numerator in a denominator that is given means none.
        part_of_whole: bool,
    },
    Quantile {
        thousandths: u16,
        bands: Vec<(usize, Band)>,
    },
}

/// Columns to add and columns to take away, as places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) add: Vec<usize>,
    pub(crate) take: Vec<usize>,
}

/// One bit of a mask each.
pub(crate) const MOST_CLASSES: usize = 64;

impl Plan {
    /// Finds the columns of `measures` in a table.
    ///
    /// # Errors
    /// Every definition that does not fit the table, and why.
    pub fn compile(
        measures: &[&Measure],
        schema: &TableSchema,
    ) -> Result<Self, Vec<DefinitionError>> {
        let mut faults = Vec::new();
        let mut plan = Self {
            table: schema.name,
            names: Names {
                texts: schema
                    .texts()
                    .map(|(column, role)| (column.name.clone(), role))
                    .collect(),
                counts: schema
                    .counts()
                    .map(|(column, _)| column.name.clone())
                    .collect(),
                kinds: schema
                    .columns
                    .iter()
                    .map(|column| matches!(column.kind, candour_core::ColumnKind::Text(_)))
                    .collect(),
            },
            roles: Roles {
                provider: schema.role_index(Role::Provider),
                provider_parent: schema.role_index(Role::ProviderParent),
                provider_region: schema.role_index(Role::ProviderRegionName),
                commissioner: schema.role_index(Role::Commissioner),
                commissioner_parent: schema.role_index(Role::CommissionerParent),
                treatment_function: schema.role_index(Role::TreatmentFunction),
            },
            classes: Vec::new(),
            measures: Vec::new(),
            summed: None,
        };
        for measure in measures {
            let mut finder = Finder {
                measure,
                schema,
                faults: &mut faults,
            };
            finder.check_levels(&plan.roles);
            finder.check_treatment_functions(&plan.roles);
            finder.check_total(&mut plan.summed);
            let conditions = finder.conditions();
            let shape = finder.shape();
            plan.enter(measure, conditions, shape);
        }
        if plan.classes.len() > MOST_CLASSES {
            let message = format!(
                "expected at most {MOST_CLASSES} different sets of conditions over {}, saw {}",
                schema.name,
                plan.classes.len()
            );
            faults.push(DefinitionError::new(schema.name, "", message));
        }
        if faults.is_empty() {
            plan.narrow();
            Ok(plan)
        } else {
            Err(faults)
        }
    }

    fn enter(&mut self, measure: &Measure, conditions: Vec<(usize, Condition)>, shape: Resolved) {
        let same =
            |class: &Class| class.conditions == conditions && class.list == measure.not_submitted;
        let class = self.classes.iter().position(same).unwrap_or_else(|| {
            self.classes.push(Class {
                conditions,
                list: measure.not_submitted.clone(),
                columns: Vec::new(),
                levels: BTreeSet::new(),
            });
            self.classes.len() - 1
        });
        let found = &mut self.classes[class];
        found
            .levels
            .extend(measure.levels.iter().map(|(level, basis)| (*basis, *level)));
        found.columns.extend(shape.columns());
        self.measures.push(Planned {
            id: measure.id.clone(),
            class,
            levels: measure.levels.clone(),
            total: measure.total_treatment_function().cloned(),
            shape,
        });
    }

    /// Sorts the columns of each class, and turns the measures' places among the counts into
    /// places among them.
    fn narrow(&mut self) {
        for class in &mut self.classes {
            class.columns.sort_unstable();
            class.columns.dedup();
        }
        for measure in &mut self.measures {
            let columns = &self.classes[measure.class].columns;
            measure
                .shape
                .each_place(|place| *place = columns.binary_search(place).unwrap_or(0));
        }
    }

    /// The measure with this id.
    pub(crate) fn measure(&self, id: &MeasureId) -> Option<&Planned> {
        self.measures.iter().find(|measure| measure.id == *id)
    }
}

impl Resolved {
    fn each_place(&mut self, mut change: impl FnMut(&mut usize)) {
        let mut sum = |sum: &mut Columns| {
            sum.add
                .iter_mut()
                .chain(&mut sum.take)
                .for_each(&mut change);
        };
        match self {
            Self::Count { columns, .. } => sum(columns),
            Self::Share {
                numerator,
                denominator,
                ..
            } => {
                sum(numerator);
                sum(denominator);
            }
            Self::Quantile { bands, .. } => bands.iter_mut().for_each(|(place, _)| change(place)),
        }
    }

    /// Every place that it needs.
    pub(crate) fn columns(&self) -> BTreeSet<usize> {
        let mut all = BTreeSet::new();
        self.clone().each_place(|place| {
            all.insert(*place);
        });
        all
    }
}

/// Looks the columns of one measure up, and collects what it does not find.
struct Finder<'a> {
    measure: &'a Measure,
    schema: &'a TableSchema,
    faults: &'a mut Vec<DefinitionError>,
}

impl Finder<'_> {
    fn fault(&mut self, key: &str, message: String) {
        self.faults
            .push(DefinitionError::new(&self.measure.file(), key, message));
    }

    fn check_levels(&mut self, roles: &Roles) {
        for (level, basis) in &self.measure.levels {
            let missing = match (basis, level) {
                (Basis::Provider, _) if roles.provider.is_none() => Some("providers"),
                (Basis::Provider, Level::Icb) if roles.provider_parent.is_none() => {
                    Some("providers' boards")
                }
                (Basis::Provider, Level::Region)
                    if roles.provider_parent.is_none() && roles.provider_region.is_none() =>
                {
                    Some("regions")
                }
                (Basis::Commissioner, _) if roles.commissioner.is_none() => Some("commissioners"),
                (Basis::Commissioner, Level::Icb) if roles.commissioner_parent.is_none() => {
                    Some("commissioners' boards")
                }
                _ => None,
            };
            if let Some(missing) = missing {
                let table = self.schema.name;
                let message = format!("expected no level {level}: {table} has no {missing}");
                self.fault(&format!("levels.{basis}"), message);
            }
        }
    }

    fn check_treatment_functions(&mut self, roles: &Roles) {
        let table = self.schema.name;
        match (roles.treatment_function, &self.measure.treatment_functions) {
            (Some(_), None) => self.fault(
                "treatment_functions",
                format!("expected `total`, since the rows of {table} with all treatment functions together must not be added to the others"),
            ),
            (None, Some(_)) => self.fault(
                "treatment_functions",
                format!("expected none: {table} has no treatment functions"),
            ),
            _ => {}
        }
    }

    /// The rows of a table have one way of being split, so its measures agree on the total.
    fn check_total(&mut self, summed: &mut Option<SummedTotal>) {
        let Some(functions) = &self.measure.treatment_functions else {
            return;
        };
        if functions.parts.is_empty() {
            return;
        }
        let ours = SummedTotal {
            total: functions.total.clone(),
            parts: functions.parts.clone(),
        };
        if summed.get_or_insert_with(|| ours.clone()) != &ours {
            let table = self.schema.name;
            self.fault(
                "treatment_functions",
                format!("expected the total and parts of the other measures of {table}"),
            );
        }
    }

    fn conditions(&mut self) -> Vec<(usize, Condition)> {
        let measure = self.measure;
        let mut found = Vec::new();
        for condition in &measure.conditions {
            match self.schema.text_index(&condition.column) {
                Some(place) => found.push((place, condition.clone())),
                None => {
                    let key = if condition.keep { "keep" } else { "leave_out" };
                    let (table, column) = (self.schema.name, &condition.column);
                    let message = format!("expected a text column of {table}, saw `{column}`");
                    self.fault(key, message);
                }
            }
        }
        found
    }

    fn shape(&mut self) -> Resolved {
        match &self.measure.shape {
            Shape::Count(sum) => Resolved::Count {
                columns: self.sum("numerator", sum),
                to_one: self.measure.parts.to_one(),
            },
            Shape::Share {
                numerator,
                denominator,
            } => {
                let numerator = self.sum("numerator", numerator);
                let denominator = self.sum("denominator", denominator);
                let part_of_whole = numerator.take.is_empty()
                    && denominator.take.is_empty()
                    && numerator
                        .add
                        .iter()
                        .all(|place| denominator.add.contains(place));
                Resolved::Share {
                    numerator,
                    denominator,
                    part_of_whole,
                }
            }
            Shape::Quantile { thousandths, .. } => {
                let mut bands: Vec<_> = self
                    .schema
                    .counts()
                    .enumerate()
                    .filter_map(|(place, (_, band))| Some((place, band?)))
                    .collect();
                bands.sort_by_key(|(_, band)| (band.from, band.to.unwrap_or(u16::MAX)));
                if bands.is_empty() {
                    let table = self.schema.name;
                    self.fault(
                        "quantile.bands",
                        format!("expected a table with bands, saw {table}"),
                    );
                }
                Resolved::Quantile {
                    thousandths: *thousandths,
                    bands,
                }
            }
        }
    }

    fn sum(&mut self, key: &str, sum: &Sum) -> Columns {
        let columns = Columns {
            add: self.columns(&format!("{key}.add"), &sum.add),
            take: self.columns(&format!("{key}.take"), &sum.take),
        };
        let mut seen = BTreeSet::new();
        for place in columns.add.iter().chain(&columns.take) {
            if !seen.insert(*place) {
                let name = self
                    .schema
                    .counts()
                    .nth(*place)
                    .map_or("", |(column, _)| &column.name)
                    .to_owned();
                self.fault(
                    key,
                    format!("expected each column once, saw `{name}` again"),
                );
            }
        }
        columns
    }

    fn columns(&mut self, key: &str, ranges: &[ColumnRange]) -> Vec<usize> {
        let mut all = Vec::new();
        for range in ranges {
            let ends = [&range.first, &range.last].map(|name| self.schema.count_index(name));
            let table = self.schema.name;
            match ends {
                [Some(first), Some(last)] if first <= last => {
                    self.check_kind(key, range, first..=last);
                    all.extend(first..=last);
                }
                [Some(_), Some(_)] => {
                    self.fault(
                        key,
                        format!("expected columns in the order of {table}, saw `{range}`"),
                    );
                }
                _ => self.fault(
                    key,
                    format!("expected a count column of {table}, saw `{range}`"),
                ),
            }
        }
        all
    }

    /// Counts are added to counts, amounts to amounts.
    fn check_kind(
        &mut self,
        key: &str,
        range: &ColumnRange,
        mut places: std::ops::RangeInclusive<usize>,
    ) {
        let amounts = self.measure.parts == Parts::Millionths;
        let schema = self.schema;
        let kinds: Vec<bool> = schema
            .counts()
            .map(|(column, _)| matches!(column.kind, candour_core::ColumnKind::Amount))
            .collect();
        if places.any(|place| kinds[place] != amounts) {
            let what = if amounts { "amounts" } else { "counts" };
            let parts = self.measure.parts.as_str();
            self.fault(
                key,
                format!("expected columns of {what}, as its parts are {parts}, saw `{range}`"),
            );
        }
    }
}
