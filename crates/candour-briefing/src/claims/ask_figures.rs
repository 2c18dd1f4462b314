//! Questions that the series of the archive answer.

use candour_archive::{Cell, Figure, Series, SeriesQuery, Snapshot, basis_at, cadence};
use candour_core::{BodyCode, Level, MILLIONTHS, Month, Unit};
use candour_measures::{Measure, Parts};
use jiff::civil::Date;

use super::claim::{ClaimUnit, Extreme, Part, SeriesAsked, Side, Value};
use super::evidence::{Found, Gap, Ground, absent, needs, of_figure, of_page};

/// A series as a claim asks for it.
fn series(
    snapshot: &Snapshot<'_>,
    of: &SeriesAsked,
    span: (Month, Month),
    as_known: Option<Date>,
) -> Result<(Series, &'static Measure), Gap> {
    let measure = snapshot.measure(of.measure.as_str())?;
    let query = SeriesQuery {
        level: of.level,
        basis: of.basis,
        treatment_function: of.function.clone(),
        from: Some(span.0),
        to: Some(span.1),
        as_known,
        boundaries: of.boundaries,
        ..SeriesQuery::new(measure.id.clone(), of.body.clone())
    };
    Ok((snapshot.series(&query)?, measure))
}

/// A sum as it is counted: beds are kept in millionths.
#[expect(
    clippy::cast_precision_loss,
    reason = "no sum of the service has sixteen digits"
)]
fn counted(measure: &Measure, sum: i64) -> f64 {
    match measure.parts {
        Parts::Whole => sum as f64,
        Parts::Millionths => sum as f64 / MILLIONTHS as f64,
    }
}

/// A value in the claim's unit.
fn in_unit(measure: &Measure, value: f64, unit: ClaimUnit) -> f64 {
    match measure.unit {
        Unit::Share => value * unit.of_share(),
        Unit::Count | Unit::Weeks | Unit::Beds => value,
    }
}

/// One number of a figure.
fn part_of(figure: &Figure, measure: &Measure, part: Part, unit: ClaimUnit) -> Option<f64> {
    match part {
        Part::Value => figure
            .value
            .filter(|_| !figure.over)
            .map(|value| in_unit(measure, value, unit)),
        Part::Numerator => figure.numerator.map(|sum| counted(measure, sum)),
        Part::Denominator => figure.denominator.map(|sum| counted(measure, sum)),
        Part::Rest => figure
            .denominator
            .zip(figure.numerator)
            .map(|(all, some)| counted(measure, all - some)),
    }
}

/// A figure of one period, or of several: their sums are added and then divided, never averaged.
pub(super) fn figure(
    snapshot: &Snapshot<'_>,
    of: &SeriesAsked,
    span: (Month, Month),
    part: Part,
    unit: ClaimUnit,
    as_known: Option<Date>,
) -> Result<Found, Gap> {
    let (series, measure) = series(snapshot, of, span, as_known)?;
    let periods: Vec<Month> = cadence(measure).periods(span.0, span.1).collect();
    let mut grounds = Vec::new();
    let mut numbers = Vec::new();
    let (mut above, mut below) = (0, 0);
    for period in &periods {
        let figure = series
            .figures
            .iter()
            .find(|figure| figure.period == *period);
        let value = figure.and_then(|figure| part_of(figure, measure, part, unit));
        let (Some(figure), Some(value)) = (figure, value) else {
            return Err(absent(measure, *period, figure.map(|figure| figure.status)));
        };
        above += figure.numerator.unwrap_or_default();
        below += figure.denominator.unwrap_or_default();
        numbers.push(value);
        grounds.push(of_figure(&series, measure, figure));
    }
    let value = match (numbers.as_slice(), measure.unit, part) {
        ([], ..) => return Err(Gap::because("the claim names no reporting period")),
        ([one], ..) => *one,
        (_, Unit::Share, Part::Value) => {
            if below == 0 {
                return Err(Gap::because("there is nothing to divide by"));
            }
            in_unit(
                measure,
                counted(measure, above) / counted(measure, below),
                unit,
            )
        }
        (_, Unit::Count, Part::Value)
        | (_, _, Part::Numerator | Part::Denominator | Part::Rest) => numbers.iter().sum(),
        // Weeks and beds of several periods cannot be added.
        (_, Unit::Weeks | Unit::Beds, Part::Value) => {
            return Err(Gap::because(
                "such figures of several periods are not added",
            ));
        }
    };
    Ok(Found::number(value, grounds))
}

/// The period of the highest or lowest value; of equals the earliest.
pub(super) fn record(
    snapshot: &Snapshot<'_>,
    of: &SeriesAsked,
    span: (Month, Month),
    extreme: Extreme,
    held: usize,
    as_known: Option<Date>,
) -> Result<Found, Gap> {
    let (series, measure) = series(snapshot, of, span, as_known)?;
    let with: Vec<(&Figure, f64)> = series
        .figures
        .iter()
        .filter_map(|figure| Some((figure, figure.value.filter(|_| !figure.over)?)))
        .collect();
    if with.len() < held {
        return Err(Gap::because(format!(
            "{} of the {held} periods that it speaks of are held",
            with.len()
        )));
    }
    let mut best: Option<(&Figure, f64)> = None;
    for (figure, value) in with {
        let further = best.is_none_or(|(_, known)| match extreme {
            Extreme::Highest => value > known,
            Extreme::Lowest => value < known,
        });
        if further {
            best = Some((figure, value));
        }
    }
    let (figure, _) = best.ok_or_else(|| Gap::because("no period has a value"))?;
    Ok(Found::words(
        figure.period.to_string(),
        vec![of_figure(&series, measure, figure)],
    ))
}

/// How many bodies of a level lie on a side of a bound.
pub(super) fn bodies(
    snapshot: &Snapshot<'_>,
    of: &SeriesAsked,
    level: Level,
    period: Month,
    bound: Option<(Side, f64)>,
    unit: ClaimUnit,
    as_known: Option<Date>,
) -> Result<Found, Gap> {
    let measure = snapshot.measure(of.measure.as_str())?;
    let mut grounds = needs(snapshot, measure.publication.as_str(), period, as_known)?;
    let basis = of.basis.unwrap_or_else(|| basis_at(measure, level));
    let rows = snapshot.league(
        measure,
        level,
        basis,
        of.function.as_ref(),
        period,
        of.boundaries,
        as_known,
    )?;
    let unit = match unit {
        // What is counted are bodies; a bound on a share is told in per cent.
        ClaimUnit::Count if measure.unit == Unit::Share => ClaimUnit::PerCent,
        unit => unit,
    };
    let values: Vec<(&BodyCode, f64)> = rows
        .iter()
        // Whoever has nothing to divide by has no share, and what has no home is no body.
        .filter_map(|row| Some((&row.body, row.figure.value?)))
        .map(|(body, value)| (body, in_unit(measure, value, unit)))
        .collect();
    if values.is_empty() {
        return Err(absent(measure, period, None));
    }
    let counted = values
        .iter()
        .filter(|(_, value)| bound.is_none_or(|(side, bound)| side.holds(*value, bound)))
        .count();
    let league =
        candour_findings::links::measure(&measure.id, candour_findings::links::View::default());
    grounds.push(of_page(format!("{}, every body", measure.short), league));
    grounds.reverse();
    Ok(Found::number(whole(counted), grounds))
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "nobody counts so many bodies")]
pub(super) const fn whole(count: usize) -> f64 {
    count as f64
}

/// What one row of one column says.
pub(super) fn sql(
    snapshot: &Snapshot<'_>,
    statement: &str,
    needed: &[(String, Month)],
    as_known: Option<Date>,
) -> Result<Found, Gap> {
    if as_known.is_some() {
        // The views speak of today; an as-known question of them would be another.
        return Err(Gap::because(
            "SQL over the views cannot be asked as known on a day",
        ));
    }
    let mut grounds: Vec<Ground> = Vec::new();
    for (publication, period) in needed {
        grounds.extend(needs(snapshot, publication, *period, None)?);
    }
    let mut own = snapshot.another()?;
    let answer = own.sql(statement)?;
    let [row] = answer.rows.as_slice() else {
        return Err(Gap::because(format!(
            "the statement gives {} rows and not one",
            answer.rows.len()
        )));
    };
    let [cell] = row.as_slice() else {
        return Err(Gap::because("the statement gives more than one column"));
    };
    let value = match cell {
        Cell::Null => return Err(Gap::because("the statement finds nothing")),
        #[expect(
            clippy::cast_precision_loss,
            reason = "no count of the service is so large"
        )]
        Cell::Integer(whole) => Value::Number(*whole as f64),
        Cell::Real(number) => Value::Number(*number),
        Cell::Text(text) => Value::Words(text.clone()),
    };
    Ok(Found {
        value,
        grounds,
        unverified: String::new(),
    })
}
