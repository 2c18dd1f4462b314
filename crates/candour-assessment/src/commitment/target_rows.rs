//! The rows of `targets.csv`.

use candour_core::{FinancialYear, MeasureId, Month};
use candour_curated::{Fault, HalfDate, Row, Span, Table};

use super::indicators::Indicator;
use super::{Asked, Change, Commitment, Due, Evidence, Holder, OwedBy, Test, Threshold};

/// A row as it is read.
pub(super) struct TargetRow {
    pub(super) commitment: Commitment,
    pub(super) indicator: String,
    pub(super) local: bool,
}

const TABLE: Table<'_> = Table {
    file: "targets.csv",
    headings: &[
        "id",
        "indicator",
        "kind",
        "scope",
        "owed_by",
        "measure",
        "operator",
        "threshold",
        "unit",
        "base",
        "times",
        "plus",
        "floor",
        "first_year",
        "last_year",
        "due",
        "until",
        "interim",
        "made_on",
        "superseded_by",
        "evidence",
        "in_words",
        "note",
        "source",
    ],
};

/// Reads `targets.csv`.
pub(super) fn read(
    text: &str,
    indicators: &[Indicator],
    faults: &mut Vec<Fault>,
) -> Vec<TargetRow> {
    TABLE.read(text, faults, |row| target(row, indicators))
}

fn target(row: &mut Row<'_>, indicators: &[Indicator]) -> Option<TargetRow> {
    // Everything is read before anything is given up, so that every fault of the row is told.
    let name = row.required("indicator");
    let indicator = indicators.iter().find(|known| known.id == name);
    if indicator.is_none() && !name.is_empty() {
        row.fault("indicator", format!("`{name}` is not in indicators.csv"));
    }
    let first: Option<FinancialYear> = row.must("first_year");
    let last: Option<FinancialYear> = row.must("last_year");
    if let (Some(first), Some(last)) = (first, last)
        && last < first
    {
        row.fault(
            "last_year",
            format!("expected {first} or later, saw {last}"),
        );
    }
    let due = due(row);
    let asked = asked(row);
    let test = indicator.and_then(|indicator| test(row, indicator, asked.as_ref()));
    let until: Option<Month> = row.parsed("until");
    let scope = row.required("scope");
    if !["national", "local"].contains(&scope.as_str()) {
        row.fault(
            "scope",
            format!("expected national or local, saw `{scope}`"),
        );
    }
    let owed_by = owed_by(row);
    let made_on = row.parsed("made_on");
    let superseded_by = row.parsed("superseded_by");
    let evidence = row.must::<Evidence>("evidence");
    let (id, kind) = (row.must("id"), row.must("kind"));
    let place = row.place();
    let (indicator, due) = (indicator?, due?);
    let interim = row.text("interim") == "yes";
    Some(TargetRow {
        indicator: name,
        local: scope == "local",
        commitment: Commitment {
            id: id?,
            kind: kind?,
            title: title(
                indicator,
                asked.as_ref(),
                row.text("in_words"),
                due,
                interim,
            ),
            text: indicator.counts.clone(),
            owed_by,
            owed_to: String::new(),
            years: Some((first?, last?)),
            made_on,
            in_force: Span {
                from: None,
                to: until.map(|month| HalfDate::day(month.last_day())),
            },
            due,
            document: String::new(),
            asked,
            test: test?,
            superseded_by,
            evidence: evidence?,
            note: row.text("note").to_owned(),
            place,
        },
    })
}

/// `each-month`, `2024-03`, `2021-04 to 2021-09`, `year 2023-24`, `by 2028`, `unknown`.
fn due(row: &mut Row<'_>) -> Option<Due> {
    let text = row.required("due");
    let read = || {
        if text == "each-month" {
            return Some(Due::EachMonth);
        }
        if text == "unknown" {
            return Some(Due::Unknown);
        }
        if let Some(year) = text.strip_prefix("year ") {
            let year: FinancialYear = year.parse().ok()?;
            return Some(Due::Over(year.first_month(), year.last_month()));
        }
        if let Some(date) = text.strip_prefix("by ") {
            return Some(Due::By(date.parse().ok()?));
        }
        if let Some((first, last)) = text.split_once(" to ") {
            let (first, last): (Month, Month) = (first.parse().ok()?, last.parse().ok()?);
            return (first <= last).then_some(Due::Over(first, last));
        }
        Some(Due::In(text.parse().ok()?))
    };
    let found = read();
    if found.is_none() {
        row.fault(
            "due",
            format!(
                "`{text}` is not a due date: expected each-month, a month such as 2024-03, \
                 `2021-04 to 2021-09`, `year 2023-24`, `by 2028` or unknown"
            ),
        );
    }
    found
}

/// What the row asks, in its own unit. A threshold without a unit is a fault.
fn asked(row: &mut Row<'_>) -> Option<Asked> {
    let value: f64 = row.parsed("threshold")?;
    if !value.is_finite() {
        row.fault("threshold", "expected a number");
        return None;
    }
    let unit = row.text("unit").to_owned();
    if unit.is_empty() {
        row.fault(
            "unit",
            "a threshold without a unit: expected %, pathways, minutes or another",
        );
        return None;
    }
    Some(Asked {
        operator: row.must("operator")?,
        value,
        unit,
    })
}

fn test(row: &mut Row<'_>, indicator: &Indicator, asked: Option<&Asked>) -> Option<Test> {
    let measure: Option<MeasureId> = row.parsed("measure");
    let base: Option<Month> = row.parsed("base");
    let Some(measure) = measure else {
        let why = if indicator.not_computable.is_empty() {
            row.text("note").to_owned()
        } else {
            indicator.not_computable.clone()
        };
        if why.is_empty() {
            row.fault("note", "no measure decides it: expected the reason");
        }
        return Some(Test::InWords(why));
    };
    let percent = row.text("unit") == "%";
    let scale = |value: f64| if percent { value / 100.0 } else { value };
    if let Some(base) = base {
        let number = |row: &mut Row<'_>, heading| row.parsed::<f64>(heading);
        let times = number(row, "times");
        let plus = number(row, "plus");
        if times.is_none() && plus.is_none() {
            row.fault("base", "a base month without times or plus says nothing");
        }
        return Some(Test::Change {
            measure,
            change: Change {
                operator: row.must("operator")?,
                base,
                times: times.unwrap_or(1.0),
                plus: scale(plus.unwrap_or(0.0)),
                floor: number(row, "floor").map(scale),
            },
        });
    }
    let Some(asked) = asked else {
        row.fault(
            "threshold",
            "a measure without a threshold: expected a number, or base and plus or times",
        );
        return None;
    };
    Some(Test::Level {
        measure,
        threshold: Threshold {
            operator: asked.operator,
            value: scale(asked.value),
        },
    })
}

fn owed_by(row: &mut Row<'_>) -> OwedBy {
    let several = row.several("owed_by");
    let holders: Vec<Holder> = several
        .iter()
        .filter_map(|word| word.parse().ok())
        .collect();
    if holders.len() == several.len() && !holders.is_empty() {
        OwedBy::Every(holders)
    } else {
        OwedBy::Other(row.required("owed_by"))
    }
}

/// What is asked, in a line: `A&E within four hours: at least 76% in March 2024`.
fn title(
    indicator: &Indicator,
    asked: Option<&Asked>,
    in_words: &str,
    due: Due,
    interim: bool,
) -> String {
    let level = match asked {
        Some(asked) => asked.in_words(),
        None => in_words.to_owned(),
    };
    let when = due.in_words();
    let mut title = indicator.title.clone();
    if !level.is_empty() {
        title = format!("{title}: {level}");
    }
    if !when.is_empty() {
        title = format!("{title} {when}");
    }
    if interim {
        title.push_str(" (interim)");
    }
    title
}
