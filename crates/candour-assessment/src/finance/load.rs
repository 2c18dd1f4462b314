//! Reads rows of plans and of what came of them: every row that can be read, and every fault.

use candour_core::MeasureId;
use candour_curated::{Fault, HalfDate, Row, Table};

use super::checks;
use super::position::{
    Basis, Bound, Number, Period, PlanUnit, Position, Quantity, Said, Stage, Word,
};

pub(super) const HEADINGS: &[&str] = &[
    "body",
    "indicator",
    "year",
    "period",
    "stage",
    "value",
    "unit",
    "bound",
    "basis",
    "as_at",
    "document",
    "note",
    "source",
];

/// Whether there is a measure of this name.
pub type KnowsMeasure<'a> = &'a dyn Fn(&MeasureId) -> bool;

/// The rows of one file that can be read, and the faults of the others. What several rows make together
/// is looked at by [`checks::of`].
pub(super) fn rows(
    file: &str,
    text: &str,
    knows: KnowsMeasure<'_>,
    faults: &mut Vec<Fault>,
) -> Vec<Position> {
    let table = Table {
        file,
        headings: HEADINGS,
    };
    table.read(text, faults, |row| position(row, knows))
}

/// A body's own file: all of its rows, or none and every fault.
pub(super) fn read(file: &str, text: &str, knows: KnowsMeasure<'_>) -> (Vec<Position>, Vec<Fault>) {
    let mut faults = Vec::new();
    let found = rows(file, text, knows, &mut faults);
    faults.extend(checks::of(&found));
    if faults.is_empty() {
        (found, faults)
    } else {
        (Vec::new(), faults)
    }
}

fn position(row: &mut Row<'_>, knows: KnowsMeasure<'_>) -> Option<Position> {
    let stage: Option<Stage> = row.must("stage");
    let what = stage.map_or("row", Stage::as_str);
    let body = row.must("body");
    let quantity = quantity(row, knows);
    let year = year(row, what);
    let period = period(row, year, stage);
    let said = said(row, stage, quantity.as_ref());
    let basis = basis(row, stage, quantity.as_ref());
    let as_at: Option<HalfDate> = row.parsed("as_at");
    let place = row.place();
    Some(Position {
        body: body?,
        quantity: quantity?,
        year: year?,
        period: period?,
        stage: stage?,
        said: said?,
        basis: basis?,
        as_at,
        document: row.text("document").to_owned(),
        note: row.text("note").to_owned(),
        place,
    })
}

fn quantity(row: &mut Row<'_>, knows: KnowsMeasure<'_>) -> Option<Quantity> {
    let quantity = row.must("indicator")?;
    if let Quantity::Measure(id) = &quantity
        && !knows(id)
    {
        row.fault(
            "indicator",
            format!(
                "`{id}` is not a measure: expected surplus, savings, turnover or the id of a measure"
            ),
        );
        return None;
    }
    Some(quantity)
}

fn year(row: &mut Row<'_>, what: &str) -> Option<candour_core::FinancialYear> {
    if row.text("year").is_empty() {
        row.fault(
            "year",
            format!("a {what} without a year: expected the year that it is of, such as 2025-26"),
        );
        return None;
    }
    row.parsed("year")
}

fn period(
    row: &mut Row<'_>,
    year: Option<candour_core::FinancialYear>,
    stage: Option<Stage>,
) -> Option<Period> {
    let period: Period = match row.text("period").parse() {
        Ok(period) => period,
        Err(error) => {
            row.fault("period", error);
            return None;
        }
    };
    if let (Some(month), Some(year)) = (period.month(), year)
        && !(year.first_month() <= month && month <= year.last_month())
    {
        row.fault("period", format!("{month} lies outside {year}"));
        return None;
    }
    match (stage, period) {
        (Some(Stage::YearToDate), Period::Year | Period::Month(_)) => {
            row.fault(
                "period",
                "a year-to-date needs the month to which it runs, such as `to 2025-12`",
            );
            None
        }
        (Some(stage @ (Stage::Outturn | Stage::Forecast)), Period::To(_)) => {
            row.fault(
                "period",
                format!("a part of a year is not its {stage}: expected the stage year-to-date"),
            );
            None
        }
        _ => Some(period),
    }
}

fn said(row: &mut Row<'_>, stage: Option<Stage>, quantity: Option<&Quantity>) -> Option<Said> {
    if stage == Some(Stage::Status) {
        for heading in ["unit", "bound"] {
            if !row.text(heading).is_empty() {
                row.fault(heading, format!("a status has no {heading}"));
            }
        }
        return row.must::<Word>("value").map(Said::Word);
    }
    let value: Option<f64> = row.must("value");
    let value = value.filter(|value| {
        let sound = value.is_finite() && value.abs() < 1e12;
        if !sound {
            row.fault("value", "expected a number below a million million");
        }
        sound
    });
    let unit = unit(row, quantity);
    let bound = if row.text("bound").is_empty() {
        Some(Bound::Exact)
    } else {
        row.parsed("bound")
    };
    Some(Said::Number(Number {
        value: value?,
        unit: unit?,
        bound: bound?,
    }))
}

fn unit(row: &mut Row<'_>, quantity: Option<&Quantity>) -> Option<PlanUnit> {
    if row.text("unit").is_empty() {
        let all: Vec<_> = PlanUnit::ALL.iter().map(|unit| unit.as_str()).collect();
        row.fault(
            "unit",
            format!("a value without a unit: expected one of {}", all.join(", ")),
        );
        return None;
    }
    let unit = row.parsed("unit")?;
    let fits = match quantity? {
        Quantity::Turnover => unit == PlanUnit::GbpMillion,
        Quantity::Surplus | Quantity::Savings => {
            matches!(unit, PlanUnit::GbpMillion | PlanUnit::PercentOfTurnover)
        }
        Quantity::Measure(_) => !matches!(unit, PlanUnit::GbpMillion | PlanUnit::PercentOfTurnover),
    };
    if !fits {
        let message = format!("`{}` is not counted in `{unit}`", row.text("indicator"));
        row.fault("unit", message);
        return None;
    }
    Some(unit)
}

fn basis(row: &mut Row<'_>, stage: Option<Stage>, quantity: Option<&Quantity>) -> Option<Basis> {
    if row.text("basis").is_empty() {
        return Some(Basis::NotStated);
    }
    let basis = row.parsed("basis")?;
    let allowed = stage != Some(Stage::Status)
        && (basis == Basis::NotStated || quantity == Some(&Quantity::Surplus));
    if !allowed {
        row.fault("basis", "only a number of the surplus has a basis");
        return None;
    }
    Some(basis)
}
