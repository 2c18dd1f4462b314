use std::sync::Arc;

use candour_core::{Basis, Better, Level, MeasureId, TreatmentFunction, Unit};

use crate::DefinitionError;
use crate::definition::{
    ColumnRange, Condition, Group, League, Measure, Parts, Shape, Split, Stage, Sum,
    TreatmentFunctions,
};
use crate::fields::Fields;
use crate::lists::SubmissionList;

impl Measure {
    /// Reads a definition, and every fault of it: the measure is there only if there is none.
    ///
    /// `lists` are the lists that a definition may name. Whether the columns that it names exist
    /// is found when a [`Plan`](crate::Plan) is made of it, since only then the table is known.
    ///
    /// ```
    /// use candour_measures::Measure;
    /// let (measure, faults) = Measure::from_toml("invented.toml", "id = \"Invented\"\ncolour = 1", &[]);
    /// assert!(measure.is_none());
    /// let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    /// assert!(faults[0].starts_with("invented.toml: id: `Invented` is not a measure's id"));
    /// assert!(faults.contains(&"invented.toml: title: expected a text, saw nothing".to_owned()));
    /// assert!(faults.iter().any(|fault| fault.starts_with("invented.toml: colour: expected no such key")));
    /// ```
    #[must_use]
    pub fn from_toml(
        file: &str,
        text: &str,
        lists: &[Arc<SubmissionList>],
    ) -> (Option<Self>, Vec<DefinitionError>) {
        let mut faults = Vec::new();
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                faults.push(DefinitionError::new(file, "", error.to_string().trim()));
                return (None, faults);
            }
        };
        let mut fields = Fields::new(file, "", table, &mut faults);
        let measure = measure(&mut fields, file, lists);
        fields.finish();
        (measure.filter(|_| faults.is_empty()), faults)
    }
}

/// Reads every key before it gives up on any, so that no fault hides another.
fn measure(fields: &mut Fields<'_>, file: &str, lists: &[Arc<SubmissionList>]) -> Option<Measure> {
    let id: Option<MeasureId> = fields.parsed("id");
    if let Some(id) = &id
        && file != format!("{id}.toml")
    {
        fields.fault("id", format!("expected the name of the file, saw `{id}`"));
    }
    let title = fields.text("title");
    let short = fields.text("short");
    let subject = fields.text("subject");
    let group = fields.word("group", Group::ALL, Group::as_str);
    let order = fields.whole("order");
    let why = fields.text("why");
    let definition = fields.text("definition");
    let left_out = fields.text("left_out");
    let unit = fields.word("unit", Unit::ALL, Unit::as_str);
    let better = fields.word("better", Better::ALL, Better::as_str);
    let publication = fields.parsed("publication");
    let mut conditions = conditions(fields, "keep", true);
    conditions.extend(self::conditions(fields, "leave_out", false));
    conditions.sort();
    let shape = shape(fields, unit);
    let treatment_functions = fields.within("treatment_functions", |fields| {
        let split = if fields.has("split") {
            fields.word("split", Split::ALL, Split::as_str)
        } else {
            Some(Split::TreatmentFunction)
        };
        let total = fields.parsed::<TreatmentFunction>("total");
        let parts = codes(fields, "parts");
        if total.as_ref().is_some_and(|total| parts.contains(total)) {
            fields.fault("parts", "expected the total not to be one of its parts");
        }
        Some(TreatmentFunctions {
            split: split?,
            total: total?,
            parts,
        })
    });
    let parts = if fields.has("parts") {
        fields.word("parts", Parts::ALL, Parts::as_str)
    } else {
        Some(Parts::Whole)
    };
    if let (Some(unit), Some(parts)) = (unit, parts) {
        check_parts(fields, unit, parts);
    }
    let levels = levels(fields);
    let not_submitted = list(fields, &levels, lists);
    let league = fields.within("league", |fields| {
        let (measure, words) = (fields.parsed("measure"), fields.text("words"));
        Some(League {
            measure: measure?,
            words: words?,
        })
    });
    let aliases = fields.texts("aliases");
    let author = fields.text("author");
    let reviewed = fields.parsed("reviewed");
    let stage = fields.word("status", Stage::ALL, Stage::as_str);
    let source = fields.text("source");
    Some(Measure {
        id: id?,
        title: title?,
        short: short?,
        subject: subject?,
        group: group?,
        order: order?,
        why: why?,
        definition: definition?,
        left_out: left_out?,
        unit: unit?,
        better: better?,
        publication: publication?,
        conditions,
        shape: shape?,
        treatment_functions,
        parts: parts?,
        levels,
        not_submitted,
        league,
        aliases,
        author: author?,
        reviewed: reviewed?,
        stage: stage?,
        source: source?,
    })
}

/// Beds are averages and so in millionths; nothing counted whole is. A share may be of either.
fn check_parts(fields: &mut Fields<'_>, unit: Unit, parts: Parts) {
    let expected = match unit {
        Unit::Beds => Parts::Millionths,
        Unit::Count | Unit::Weeks => Parts::Whole,
        Unit::Share => return,
    };
    if parts != expected {
        let message = format!(
            "expected `{}` for the unit {unit}, saw `{}`",
            expected.as_str(),
            parts.as_str()
        );
        fields.fault("parts", message);
    }
}

fn codes(fields: &mut Fields<'_>, key: &str) -> Vec<TreatmentFunction> {
    let mut codes = Vec::new();
    for text in fields.texts(key) {
        match text.parse::<TreatmentFunction>() {
            Ok(code) if codes.contains(&code) => {
                fields.fault(key, format!("expected `{code}` once"));
            }
            Ok(code) => codes.push(code),
            Err(error) => fields.fault(key, error.to_string()),
        }
    }
    codes
}

fn conditions(fields: &mut Fields<'_>, key: &str, keep: bool) -> Vec<Condition> {
    let found = fields.within(key, |fields| {
        let mut all = Vec::new();
        for column in fields.keys() {
            let mut values = fields.texts(&column);
            if values.is_empty() {
                fields.fault(&column, "expected a list of at least one text");
            }
            values.sort();
            all.push(Condition {
                column,
                keep,
                values,
            });
        }
        Some(all)
    });
    found.unwrap_or_default()
}

fn shape(fields: &mut Fields<'_>, unit: Option<Unit>) -> Option<Shape> {
    let (has_denominator, has_quantile) = (fields.has("denominator"), fields.has("quantile"));
    let numerator = fields.within("numerator", sum);
    let denominator = fields.within("denominator", sum);
    let quantile = fields.within("quantile", quantile);
    let expected = match unit? {
        Unit::Count | Unit::Beds => {
            if !has_denominator && !has_quantile {
                return numerator
                    .map(Shape::Count)
                    .or_else(|| needs(fields, "numerator", "count"));
            }
            "a count has a numerator and nothing else"
        }
        Unit::Share => {
            if !has_quantile {
                if !has_denominator {
                    return needs(fields, "denominator", "share");
                }
                let (numerator, denominator) = (numerator?, denominator?);
                return Some(Shape::Share {
                    numerator,
                    denominator,
                });
            }
            "a share has a numerator and a denominator and nothing else"
        }
        Unit::Weeks => {
            if numerator.is_none() && !has_denominator {
                return quantile.or_else(|| needs(fields, "quantile", "measure in weeks"));
            }
            "a measure in weeks has a quantile and nothing else"
        }
    };
    fields.fault("unit", format!("expected other keys: {expected}"));
    None
}

fn needs<T>(fields: &mut Fields<'_>, key: &str, what: &str) -> Option<T> {
    fields.fault(
        key,
        format!("expected one that can be read, which a {what} needs"),
    );
    None
}

fn sum(fields: &mut Fields<'_>) -> Option<Sum> {
    let words = fields.text("words");
    let add = columns(fields, "add");
    let take = columns(fields, "take");
    if add.is_empty() {
        fields.fault("add", "expected a list of at least one column");
        return None;
    }
    Some(Sum {
        words: words?,
        add,
        take,
    })
}

fn columns(fields: &mut Fields<'_>, key: &str) -> Vec<ColumnRange> {
    fields
        .texts(key)
        .into_iter()
        .map(|text| {
            let (first, last) = text.split_once("..").unwrap_or((&text, &text));
            ColumnRange {
                first: first.trim().to_owned(),
                last: last.trim().to_owned(),
            }
        })
        .collect()
}

fn quantile(fields: &mut Fields<'_>) -> Option<Shape> {
    let p = fields.number("p");
    let bands = fields.text("bands");
    let words = fields.text("words");
    if bands.is_some_and(|bands| bands != "all") {
        fields.fault("bands", "expected `all`: every band of the table");
    }
    let p = p?;
    let thousandths = (p * 1000.0).round();
    if !(p > 0.0 && p < 1.0) || (thousandths / 1000.0 - p).abs() > 1e-12 {
        let message = "expected a share between 0 and 1 with three places at the most";
        fields.fault("p", format!("{message}, saw `{p}`"));
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1000"
    )]
    let thousandths = thousandths as u16;
    Some(Shape::Quantile {
        thousandths,
        words: words?,
    })
}

fn levels(fields: &mut Fields<'_>) -> Vec<(Level, Basis)> {
    let found = fields.within("levels", |fields| {
        let mut all = Vec::new();
        for basis in Basis::ALL {
            for text in fields.texts(basis.as_str()) {
                match text.parse::<Level>() {
                    Ok(level) if !allowed(level, *basis) => {
                        let message = format!("expected no level {level} by {basis}: it has none, or is that by provider");
                        fields.fault(basis.as_str(), message);
                    }
                    Ok(level) if all.contains(&(level, *basis)) => {
                        fields.fault(basis.as_str(), format!("expected {level} once"));
                    }
                    Ok(level) => all.push((level, *basis)),
                    Err(error) => fields.fault(basis.as_str(), error.to_string()),
                }
            }
        }
        Some(all)
    });
    let levels = found.unwrap_or_default();
    if levels.is_empty() {
        fields.fault(
            "levels",
            "expected a table with lists `provider` and, where it has any, `commissioner`",
        );
    }
    levels
}

/// Which levels a basis has. England is one whichever way it is summed, and the region of an
/// observation is that of the provider.
const fn allowed(level: Level, basis: Basis) -> bool {
    match basis {
        Basis::Provider => !matches!(level, Level::SubIcb),
        Basis::Commissioner => matches!(level, Level::SubIcb | Level::Icb),
    }
}

fn list(
    fields: &mut Fields<'_>,
    levels: &[(Level, Basis)],
    lists: &[Arc<SubmissionList>],
) -> Option<Arc<SubmissionList>> {
    let key = "not_submitted";
    let name: String = fields.parsed_if_given(key)?;
    if levels
        .iter()
        .any(|(_, basis)| *basis == Basis::Commissioner)
    {
        fields.fault(
            key,
            "expected none: a list names providers, and the measure stands by commissioner too",
        );
    }
    let found = lists.iter().find(|list| list.name == name).cloned();
    if found.is_none() {
        let names: Vec<_> = lists.iter().map(|list| list.name.as_str()).collect();
        fields.fault(
            key,
            format!(
                "expected one of the lists ({}), saw `{name}`",
                names.join(", ")
            ),
        );
    }
    found
}
