use std::fmt::Write as _;

use candour_core::{Basis, BodyCode, Level, Month, Role, Scope, TableSchema};

use crate::DefinitionError;
use crate::definition::{Measure, Parts};
use crate::formula::formula;
use crate::places::Places;
use crate::plan::{Class, Plan, Resolved};

/// What the SQL of a measure needs besides its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlContext {
    /// What it reads from.
    pub table: SqlTable,
    /// The region of each parent that occurs in the table: of a board by its code, or of a region by
    /// its published name where the table has no boards. A parent that is not here is in no region.
    pub regions: Vec<(String, BodyCode)>,
    /// The body that stands for what is commissioned by no board but nationally.
    pub nationally_commissioned: BodyCode,
    /// Whether the table holds all of the service; if not, only providers have figures.
    pub scope: Scope,
}

/// What the SQL of a measure reads from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SqlTable {
    /// A table or view of this name.
    Name(String),
    /// These Parquet files, by DuckDB's `read_parquet`.
    Parquet(Vec<String>),
    /// These periods of Parquet files that hold several.
    Periods(Vec<SqlFile>),
}

/// A Parquet file with several periods, of which some are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlFile {
    /// The file.
    pub path: String,
    /// The file with the columns that it lacks, whose rows are joined to its own.
    pub other: Option<String>,
    /// The periods to read.
    pub periods: Vec<Month>,
}

impl SqlContext {
    /// A context for `table`, with the regions that `places` knows for `parents` in `month`.
    #[must_use]
    pub fn new<'a>(
        table: SqlTable,
        parents: impl IntoIterator<Item = &'a str>,
        month: Month,
        places: &dyn Places,
    ) -> Self {
        let region = |parent: &str| {
            places
                .region_of_icb(parent, month)
                .or_else(|| places.region_named(parent, month))
        };
        Self {
            table,
            regions: parents
                .into_iter()
                .filter_map(|parent| Some((parent.to_owned(), region(parent)?)))
                .collect(),
            nationally_commissioned: places.nationally_commissioned(),
            scope: Scope::National,
        }
    }
}

/// The SQL that gives the same figures as the [`Tally`](crate::Tally) from the tidy table.
///
/// Its columns are `measure`, `level`, `basis`, `body`, `treatment_function`, `period` (as
/// `2026-01`), `numerator`, `denominator` and `value`. It has a row for each figure that has a sum:
/// one that is missing, was not submitted or does not apply has no row, and nought of nought has a
/// row without a value. It is standard SQL as far as that goes, runs in DuckDB, and keeps to what
/// Spark takes too. Texts and noughts count as in the tidy tables: a blank text is empty or null, a
/// blank count is null.
///
/// # Errors
/// Where the definition does not fit the table.
///
/// ```
/// use candour_core::{BodyCode, Column, ColumnKind, Role, Scope, TableSchema};
/// use candour_measures::{Catalogue, SqlContext, SqlTable, sql};
///
/// let text = |name: &str, role| Column { name: name.into(), kind: ColumnKind::Text(role) };
/// let schema = TableSchema {
///     name: "ae_attendances",
///     columns: vec![
///         text("period", None),
///         text("org_code", Some(Role::Provider)),
///         text("region_name", Some(Role::ProviderRegionName)),
///         Column { name: "dta_12h".into(), kind: ColumnKind::Count(None) },
///     ],
/// };
/// let context = SqlContext {
///     table: SqlTable::Name("ae_attendances".into()),
///     regions: Vec::new(),
///     nationally_commissioned: BodyCode::new("nobody")?,
///     scope: Scope::National,
/// };
/// let measure = Catalogue::bundled().find("ae-dta-12h").expect("bundled");
/// assert!(sql(measure, &schema, &context).is_ok_and(|text| text.contains("sum(above)")));
/// # Ok::<(), candour_core::CodeError>(())
/// ```
pub fn sql(
    measure: &Measure,
    schema: &TableSchema,
    context: &SqlContext,
) -> Result<String, Vec<DefinitionError>> {
    let mut plan = Plan::compile(&[measure], schema)?;
    let (Some(class), Some(planned)) = (plan.classes.pop(), plan.measures.pop()) else {
        return Ok(String::new());
    };
    if schema.text_index("period").is_none() {
        let message = format!("expected a text column `period` in {}", schema.name);
        return Err(vec![DefinitionError::new(
            &measure.file(),
            "publication",
            message,
        )]);
    }
    let writer = Writer {
        measure,
        class: &class,
        plan: &plan,
        context,
        shape: &planned.shape,
        amounts: measure.parts == Parts::Millionths,
    };
    Ok(writer.write())
}

/// Writes the SQL of one measure, a named query at a time.
pub(crate) struct Writer<'a> {
    measure: &'a Measure,
    pub(crate) class: &'a Class,
    pub(crate) plan: &'a Plan,
    context: &'a SqlContext,
    pub(crate) shape: &'a Resolved,
    /// Whether its columns are amounts.
    pub(crate) amounts: bool,
}

/// What a figure is about, and so what is grouped by.
pub(crate) const KEYS: &str = "level, basis, body, treatment_function, period";

impl Writer<'_> {
    fn write(&self) -> String {
        let mut parts = vec![self.source()];
        parts.extend(self.regions());
        parts.extend(self.not_submitted());
        parts.push(self.kept());
        parts.extend(self.with_totals());
        parts.push(self.placed());
        parts.push(self.summed());
        parts.extend(self.figures());
        let last = format!(
            "SELECT {} AS measure, {KEYS}, numerator, denominator, value\nFROM figures\nWHERE {}\nORDER BY {KEYS};\n",
            quoted(self.measure.id.as_str()),
            self.known(),
        );
        let about = format!("{}: {}", self.measure.id, self.measure.title);
        format!(
            "-- {}\n-- {}\nWITH {}\n{last}",
            about.replace(['\n', '\r'], " "),
            formula(self.measure).replace(['\n', '\r'], " "),
            parts.join(",\n")
        )
    }

    /// The table with the period as a month: publications of one month write `RTT-January-2026`,
    /// those of several `2026-01`.
    fn source(&self) -> String {
        if let Some(period) = self.with_role(Role::Period) {
            let month = identifier(period);
            return format!(
                "source AS (\n  SELECT *, {month} AS month\n  FROM {}\n)",
                self.table()
            );
        }
        let mut months = String::new();
        let names = (1..=12).filter_map(|month| Month::new(2000, month));
        for month in names {
            let words = month.in_words();
            let name = words.split(' ').next().unwrap_or_default().to_uppercase();
            let _ = write!(
                months,
                " WHEN {} THEN '{:02}'",
                quoted(&name),
                month.month()
            );
        }
        format!(
            "source AS (\n  SELECT *, concat(trim(split_part(period, '-', 3)), '-', CASE upper(trim(split_part(period, '-', 2))){months} END) AS month\n  FROM {}\n)",
            self.table()
        )
    }

    fn with_role(&self, role: Role) -> Option<&str> {
        let mut texts = self.plan.names.texts.iter();
        let (name, _) = texts.find(|(_, known)| *known == Some(role))?;
        Some(name)
    }

    fn table(&self) -> String {
        match &self.context.table {
            SqlTable::Name(name) => name
                .split('.')
                .map(identifier)
                .collect::<Vec<_>>()
                .join("."),
            SqlTable::Parquet(files) => {
                let files: Vec<_> = files.iter().map(|file| quoted(file)).collect();
                format!("read_parquet([{}])", files.join(", "))
            }
            SqlTable::Periods(files) => {
                let parts: Vec<_> = files.iter().map(|file| self.periods_of(file)).collect();
                format!("(\n    {}\n  ) AS parts", parts.join("\n    UNION ALL "))
            }
        }
    }

    /// Some periods of a file; where it lacks columns, joined row by row to the file that has them.
    fn periods_of(&self, file: &SqlFile) -> String {
        let period = identifier(self.with_role(Role::Period).unwrap_or("period"));
        let periods: Vec<_> = file
            .periods
            .iter()
            .map(|month| quoted(&month.to_string()))
            .collect();
        let kept = format!("{period} IN ({})", periods.join(", "));
        let from = format!("read_parquet({})", quoted(&file.path));
        let Some(other) = &file.other else {
            return format!("SELECT * FROM {from} WHERE {kept}");
        };
        let keys: Vec<String> = [
            Role::Period,
            Role::Provider,
            Role::Commissioner,
            Role::TreatmentFunction,
        ]
        .into_iter()
        .filter_map(|role| Some(identifier(self.with_role(role)?)))
        .map(|name| format!("one.{name} = other.{name}"))
        .collect();
        let texts = self.plan.names.texts.iter();
        let texts = texts.map(|(name, _)| format!("one.{0} AS {0}", identifier(name)));
        let numbers: Vec<String> = self
            .plan
            .names
            .counts
            .iter()
            .map(|name| format!("coalesce(one.{0}, other.{0})", identifier(name)))
            .collect();
        let named = self.plan.names.counts.iter().zip(&numbers);
        let named = named.map(|(name, number)| format!("{number} AS {}", identifier(name)));
        let given: Vec<_> = numbers
            .iter()
            .map(|number| format!("{number} IS NOT NULL"))
            .collect();
        format!(
            "SELECT one.\"row\" AS \"row\", {} FROM {from} AS one JOIN read_parquet({}) AS other ON {} WHERE one.{kept} AND {}",
            texts.chain(named).collect::<Vec<_>>().join(", "),
            quoted(other),
            keys.join(" AND "),
            given.join(" AND ")
        )
    }

    /// The kept rows and, where a total is summed up from parts, those of each unit that has a number
    /// for every part once more, as the total.
    fn with_totals(&self) -> Vec<String> {
        let (Some(summed), Some(basis)) = (
            &self.plan.summed,
            Basis::ALL
                .iter()
                .find(|basis| self.levels().any(|(_, found)| found == **basis)),
        ) else {
            return Vec::new();
        };
        let parts: Vec<_> = summed
            .parts
            .iter()
            .map(|part| quoted(part.as_str()))
            .collect();
        let parts = format!("treatment_function IN ({})", parts.join(", "));
        let given: Vec<_> = self
            .sum_names()
            .iter()
            .map(|name| format!(" AND {name} IS NOT NULL"))
            .collect();
        let rest: Vec<_> = self
            .levels()
            .map(|(_, basis)| basis)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .flat_map(|basis| {
                let (unit, parent) = self.unit_and_parent(basis);
                let unit = unit.map(|_| format!("{basis}_unit"));
                unit.into_iter()
                    .chain(parent.map(|_| format!("{basis}_parent")))
            })
            .chain(self.sum_names())
            .map(|name| format!("kept.{name}"))
            .collect();
        vec![
            format!(
                "whole AS (\n  SELECT period, {basis}_unit AS unit\n  FROM kept\n  WHERE {parts}{}\n  GROUP BY period, {basis}_unit\n  HAVING count(DISTINCT treatment_function) = {}\n)",
                given.concat(),
                summed.parts.len()
            ),
            format!(
                "with_totals AS (\n  SELECT * FROM kept\n  UNION ALL SELECT kept.period, {} AS treatment_function, {}\n  FROM kept JOIN whole ON whole.period = kept.period AND whole.unit = kept.{basis}_unit\n  WHERE {parts}\n)",
                quoted(summed.total.as_str()),
                rest.join(", ")
            ),
        ]
    }

    fn regions(&self) -> Option<String> {
        if !self.levels().any(|(level, _)| level == Level::Region) {
            return None;
        }
        let rows: Vec<_> = self
            .context
            .regions
            .iter()
            .map(|(parent, region)| format!("({}, {})", quoted(parent), quoted(region.as_str())))
            .collect();
        Some(values("regions (parent, region)", 2, &rows))
    }

    fn not_submitted(&self) -> Option<String> {
        let list = self.class.list.as_ref()?;
        let rows: Vec<_> = list
            .rows
            .iter()
            .map(|row| {
                let last = row
                    .to
                    .map_or_else(|| "9999-12".to_owned(), |month| month.to_string());
                format!("({}, '{}', '{last}')", quoted(row.body.as_str()), row.from)
            })
            .collect();
        Some(values(
            "not_submitted (body, first_month, last_month)",
            3,
            &rows,
        ))
    }

    fn levels(&self) -> impl Iterator<Item = (Level, Basis)> {
        let partial = self.context.scope == Scope::Partial;
        let levels = self
            .class
            .levels
            .iter()
            .map(|(basis, level)| (*level, *basis));
        levels.filter(move |(level, _)| !partial || *level == Level::Provider)
    }

    fn text(&self, place: Option<usize>) -> Option<&str> {
        self.plan
            .names
            .texts
            .get(place?)
            .map(|(name, _)| name.as_str())
    }

    fn unit_and_parent(&self, basis: Basis) -> (Option<&str>, Option<&str>) {
        let roles = &self.plan.roles;
        let (unit, parent) = match basis {
            Basis::Provider => (
                roles.provider,
                roles.provider_parent.or(roles.provider_region),
            ),
            Basis::Commissioner => (roles.commissioner, roles.commissioner_parent),
        };
        (self.text(unit), self.text(parent))
    }

    /// The rows that meet the conditions, with what they give above and below the line.
    fn kept(&self) -> String {
        let mut columns = vec!["month AS period".to_owned()];
        let function = self.text(self.plan.roles.treatment_function);
        columns.push(match function {
            Some(name) => format!("{} AS treatment_function", identifier(name)),
            None => "CAST(NULL AS STRING) AS treatment_function".to_owned(),
        });
        for basis in Basis::ALL {
            if self.levels().any(|(_, found)| found == *basis) {
                let (unit, parent) = self.unit_and_parent(*basis);
                let texts = [(unit, "unit"), (parent, "parent")];
                for (name, what) in texts
                    .into_iter()
                    .filter_map(|(name, what)| Some((name?, what)))
                {
                    columns.push(format!(
                        "coalesce({}, '') AS {basis}_{what}",
                        identifier(name)
                    ));
                }
            }
        }
        columns.extend(self.row_sums());
        let mut conditions: Vec<String> = self
            .class
            .conditions
            .iter()
            .map(|(_, condition)| {
                let values: Vec<_> = condition.values.iter().map(|value| quoted(value)).collect();
                let not = if condition.keep { "" } else { "NOT " };
                format!(
                    "coalesce({}, '') {not}IN ({})",
                    identifier(&condition.column),
                    values.join(", ")
                )
            })
            .collect();
        if let (Some(_), (Some(unit), _)) =
            (&self.class.list, self.unit_and_parent(Basis::Provider))
        {
            conditions.push(format!(
                "NOT EXISTS (SELECT 1 FROM not_submitted WHERE not_submitted.body = source.{} AND source.month BETWEEN not_submitted.first_month AND not_submitted.last_month)",
                identifier(unit)
            ));
        }
        let mut text = format!(
            "kept AS (\n  SELECT {}\n  FROM source",
            columns.join(",\n    ")
        );
        if !conditions.is_empty() {
            let _ = write!(text, "\n  WHERE {}", conditions.join("\n    AND "));
        }
        text.push_str("\n)");
        text
    }

    /// Each kept row once for each level at which it stands.
    fn placed(&self) -> String {
        let rows = if self.plan.summed.is_some() {
            "with_totals"
        } else {
            "kept"
        };
        let parts: Vec<_> = self
            .levels()
            .map(|(level, basis)| {
                let (body, more) = match (level, basis) {
                    (Level::England, _) => (quoted(BodyCode::england().as_str()), String::new()),
                    (Level::Provider | Level::SubIcb, _) => (format!("{basis}_unit"), String::new()),
                    (Level::Icb, Basis::Commissioner) => (
                        format!(
                            "CASE WHEN {basis}_parent = '' THEN {} ELSE {basis}_parent END",
                            quoted(self.context.nationally_commissioned.as_str())
                        ),
                        String::new(),
                    ),
                    (Level::Icb, Basis::Provider) => {
                        (format!("{basis}_parent"), format!(" WHERE {basis}_parent <> ''"))
                    }
                    (Level::Region, _) => (
                        "regions.region".to_owned(),
                        format!(" JOIN regions ON regions.parent = {rows}.{basis}_parent"),
                    ),
                };
                format!("SELECT '{level}' AS level, '{basis}' AS basis, {body} AS body, {rows}.* FROM {rows}{more}")
            })
            .collect();
        format!("placed AS (\n  {}\n)", parts.join("\n  UNION ALL "))
    }
}

/// A list of rows as a table; one without rows where there are none.
pub(crate) fn values(name: &str, columns: usize, rows: &[String]) -> String {
    if rows.is_empty() {
        let blanks = vec!["''"; columns].join(", ");
        return format!("{name} AS (\n  SELECT {blanks} WHERE 1 = 0\n)");
    }
    format!("{name} AS (\n  VALUES {}\n)", rows.join(", "))
}

/// A text as SQL writes it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A column's name. Those of the tidy tables need no quotes; another is quoted as the standard has it.
pub(crate) fn identifier(name: &str) -> String {
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !name.bytes().next().is_none_or(|byte| byte.is_ascii_digit());
    if plain {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}
