//! Where a year was heading, before its outturn: the position so far and what was forecast. Beside the
//! verdict, never in its place.

use candour_core::{Better, FinancialYear, Month};

use super::compare::{Compared, Gap, Pair, compare, tidy};
use super::judge::Ask;
use super::position::{Basis, Period, PlanUnit, Position, Stage};
use super::positions::{is_plan, plan_rank, said_on};

/// A position from April to a month, held against the plan to that month.
#[derive(Debug, Clone, PartialEq)]
pub struct ToDate {
    /// To which month.
    pub month: Month,
    /// How many months that is: 1 is April only.
    pub months: u8,
    /// The position, where it was published.
    pub position: Option<Position>,
    /// The plan to that month, where it was published on the same basis.
    pub plan: Option<Position>,
    /// By how much it differs from plan, below nought where adverse: as published, or position less plan.
    pub variance: Option<f64>,
    /// The row that publishes the variance; none where it was reckoned.
    pub variance_row: Option<Position>,
    /// The position carried on at the same pace to the end of the year: position × 12 ÷ months. Simple on
    /// purpose; savings that come late make it too bleak.
    pub run_rate: Option<f64>,
    /// The unit of all of these.
    pub unit: PlanUnit,
}

/// Which way a year leans that nothing has decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaning {
    /// Towards being met.
    pub met: bool,
    /// By which stage and how, in a sentence.
    pub method: String,
}

/// The position so far and the published forecast of one plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prospect {
    /// The latest position of the year to date.
    pub to_date: Option<ToDate>,
    /// The latest published forecast of the whole period.
    pub forecast: Option<Position>,
    /// The forecast against the plan that counts, where they stand on one basis.
    pub forecast_gap: Option<Gap>,
    /// Which way it leans: by the forecast where it can be held against the plan, otherwise by the
    /// variance of the year to date.
    pub leaning: Option<Leaning>,
}

impl Prospect {
    /// Whether it leans towards being met; none where nothing says.
    #[must_use]
    pub fn leans(&self) -> Option<bool> {
        self.leaning.as_ref().map(|leaning| leaning.met)
    }
}

pub(super) fn of<'a>(
    rows: impl Iterator<Item = &'a Position> + Clone,
    ask: &Ask<'_>,
    plan: Option<&Position>,
    better: Better,
) -> Prospect {
    let sound = rows.filter(|row| !row.is_doubtful() && !row.is_implied());
    let of_period = |row: &&Position| row.period == ask.period && row.stage == Stage::Forecast;
    let forecasts = sound.clone().filter(of_period);
    let fits = |row: &&Position| plan.is_some_and(|plan| plan.basis == row.basis);
    let forecast = forecasts
        .clone()
        .filter(fits)
        .max_by_key(|row| said_on(row))
        .or_else(|| forecasts.max_by_key(|row| said_on(row)));
    let compared = plan
        .zip(forecast)
        .map(|(plan, forecast)| compare(plan, forecast, better));
    let pair = match compared {
        Some(Compared::Decided(pair)) => Some(pair),
        _ => None,
    };
    let to_date = match ask.period {
        Period::Year => to_date(sound, ask.year),
        Period::Month(_) | Period::To(_) => None,
    };
    let leaning = pair
        .as_ref()
        .map(by_forecast)
        .or_else(|| by_variance(to_date.as_ref()?, better));
    Prospect {
        forecast: forecast.cloned(),
        forecast_gap: pair.map(|pair| pair.gap),
        leaning,
        to_date,
    }
}

fn by_forecast(pair: &Pair<'_>) -> Leaning {
    let side = if pair.met { "not worse" } else { "worse" };
    Leaning {
        met: pair.met,
        method: format!(
            "published {}, {side} than {}",
            pair.outturn.in_words(),
            pair.plan.in_words()
        ),
    }
}

fn by_variance(to_date: &ToDate, better: Better) -> Option<Leaning> {
    let variance = to_date.variance?;
    // A variance of money is adverse below nought as published; of a measure where lower is better, above.
    let met = match better {
        Better::Higher => variance >= 0.0,
        Better::Lower => variance <= 0.0,
        Better::Neither => return None,
    };
    let side = if met { "not behind" } else { "behind" };
    Some(Leaning {
        met,
        method: format!(
            "year to date, month {}: {side} plan by {} {}",
            to_date.months,
            tidy(variance.abs()),
            to_date.unit
        ),
    })
}

/// The latest month to which a position or a variance is known, and what is known of it.
fn to_date<'a>(
    rows: impl Iterator<Item = &'a Position> + Clone,
    year: FinancialYear,
) -> Option<ToDate> {
    let dated = rows.filter_map(|row| match row.period {
        Period::To(month) => Some((month, row)),
        Period::Year | Period::Month(_) => None,
    });
    let tells = |stage| matches!(stage, Stage::YearToDate | Stage::Variance);
    let month = dated
        .clone()
        .filter(|(_, row)| tells(row.stage))
        .map(|(month, _)| month)
        .max()?;
    let here = dated.filter(|(at, _)| *at == month).map(|(_, row)| row);
    let latest = |stage: Stage, unit: Option<PlanUnit>, basis: Option<Basis>| {
        here.clone()
            .filter(|row| row.stage == stage)
            .filter(|row| basis.is_none_or(|basis| row.basis == basis))
            .filter(|row| {
                unit.is_none_or(|unit| row.number().is_some_and(|number| number.unit == unit))
            })
            // Pounds before hundredths of turnover, then the latest.
            .max_by_key(|row| {
                let unit = row.number().map(|number| number.unit);
                (std::cmp::Reverse(unit), said_on(row))
            })
    };
    let position = latest(Stage::YearToDate, None, None);
    let variance_row = latest(
        Stage::Variance,
        position
            .and_then(|row| row.number())
            .map(|number| number.unit),
        None,
    );
    let unit = position.or(variance_row)?.number()?.unit;
    let plan = position.and_then(|position| {
        here.clone()
            .filter(|row| {
                is_plan(row) && row.basis == position.basis && row.value_in(unit).is_some()
            })
            .max_by_key(|row| plan_rank(row))
    });
    let value = position.and_then(|row| row.value_in(unit));
    let reckoned = value
        .zip(plan.and_then(|row| row.value_in(unit)))
        .map(|(value, plan)| tidy(value - plan));
    let months = u8::try_from(month.since(year.first_month()) + 1).unwrap_or(12);
    let carried = |value: f64| tidy(value * 12.0 / f64::from(months));
    Some(ToDate {
        month,
        months,
        position: position.cloned(),
        plan: plan.cloned(),
        variance: variance_row.and_then(|row| row.value_in(unit)).or(reckoned),
        variance_row: variance_row.cloned(),
        // A share or a median does not add up over months.
        run_rate: value.filter(|_| unit == PlanUnit::GbpMillion).map(carried),
        unit,
    })
}
