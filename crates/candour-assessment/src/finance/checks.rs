//! What several rows of plans make together: two plans from one document, an outturn before its plan.

use std::collections::HashMap;

use candour_core::{BodyCode, Diagnostic, FinancialYear};
use candour_curated::{Fault, Hedge};

use super::load::HEADINGS;
use super::position::{Basis, Period, PlanUnit, Position, Quantity, Said, Stage, Word};

/// Every fault of rows that do not go together, at the later row.
pub(super) fn of(rows: &[Position]) -> Vec<Fault> {
    let mut faults = twice(rows);
    faults.extend(too_early(rows));
    faults.extend(before_its_plan(rows));
    faults.sort_by_key(|(line, _)| *line);
    faults.into_iter().map(|(_, fault)| fault).collect()
}

type At = (u32, Fault);

fn at(row: &Position, heading: &str, message: String) -> At {
    let column = HEADINGS.iter().position(|known| *known == heading);
    let column = u32::try_from(column.unwrap_or_default() + 1).unwrap_or(u32::MAX);
    let line = row.place.line;
    let fault = Fault {
        file: row.place.file.clone(),
        diagnostic: Diagnostic::error("plan-row", message).at_field(line, column, heading),
    };
    (line, fault)
}

/// Of what two rows of one document must not both speak. A draft and a forecast are made again and again:
/// there the day is part of it.
type Key<'a> = (
    &'a BodyCode,
    &'a Quantity,
    FinancialYear,
    Period,
    Stage,
    Basis,
    Option<PlanUnit>,
    &'a str,
    Option<candour_curated::HalfDate>,
);

fn key(row: &Position) -> Key<'_> {
    let again = matches!(row.stage, Stage::Draft | Stage::Forecast | Stage::Status);
    (
        &row.body,
        &row.quantity,
        row.year,
        row.period,
        row.stage,
        row.basis,
        row.number().map(|number| number.unit),
        if row.document.is_empty() {
            &row.place.source
        } else {
            &row.document
        },
        row.as_at.filter(|_| again),
    )
}

fn twice(rows: &[Position]) -> Vec<At> {
    let mut seen: HashMap<Key<'_>, &Position> = HashMap::new();
    let mut faults = Vec::new();
    for row in rows {
        let Some(first) = seen.get(&key(row)) else {
            seen.insert(key(row), row);
            continue;
        };
        let of = match row.period {
            Period::Year => row.year.to_string(),
            period => period.to_string(),
        };
        let message = format!(
            "a second {} of {} for {of} from one document: the first is {}",
            row.stage, row.body, first.place
        );
        faults.push(at(row, "stage", message));
    }
    faults
}

/// Whether the row tells what came of its period.
fn is_result(row: &Position) -> bool {
    match row.said {
        Said::Word(word) => matches!(word, Word::Met | Word::Missed),
        Said::Number(_) => matches!(
            row.stage,
            Stage::Outturn | Stage::YearToDate | Stage::Variance
        ),
    }
}

/// The latest day on which the row can have been said; none where no end is known.
fn latest(row: &Position) -> Option<jiff::civil::Date> {
    row.as_at
        .filter(|date| date.hedge() != Some(Hedge::After))
        .map(|date| date.last_day())
}

/// Results that are dated before their period was over.
fn too_early(rows: &[Position]) -> Vec<At> {
    let results = rows.iter().filter(|row| is_result(row));
    let early = results
        .filter(|row| latest(row).is_some_and(|latest| latest < row.period.last_day(row.year)));
    early
        .map(|row| {
            let date = row.as_at.map(|date| date.to_string()).unwrap_or_default();
            let ends = row.period.last_day(row.year);
            let message = format!(
                "the {} of {date} is dated before its period ended ({ends})",
                row.stage
            );
            at(row, "as_at", message)
        })
        .collect()
}

/// Outturns that are dated before the plan that they are held against.
fn before_its_plan(rows: &[Position]) -> Vec<At> {
    let mut plans: HashMap<_, Vec<&Position>> = HashMap::new();
    let about = |row: &Position| (row.body.clone(), row.quantity.clone(), row.year, row.period);
    for row in rows {
        if matches!(row.stage, Stage::Plan | Stage::ControlTotal) && !row.is_implied() {
            plans.entry(about(row)).or_default().push(row);
        }
    }
    let mut faults = Vec::new();
    for row in rows.iter().filter(|row| is_result(row)) {
        let Some(latest) = latest(row) else { continue };
        let plans = plans.get(&about(row)).into_iter().flatten();
        let later = plans
            .filter_map(|plan| plan.as_at.map(|date| (plan, date)))
            .find(|(_, date)| date.hedge() != Some(Hedge::By) && latest < date.first_day());
        if let Some((plan, date)) = later {
            let message = format!(
                "the {} is dated before its plan: {} and {date} ({})",
                row.stage,
                row.as_at.map(|date| date.to_string()).unwrap_or_default(),
                plan.place
            );
            faults.push(at(row, "as_at", message));
        }
    }
    faults
}
