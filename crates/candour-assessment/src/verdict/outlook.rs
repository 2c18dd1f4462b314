//! How likely a commitment that is not yet due will be met.

use candour_core::{Cadence, FinancialYear, Month};
use jiff::civil::Date;

use super::{Likelihood, Outcome, Seen, Verdict, Why};
use crate::commitment::{Commitment, Due, Operator, Test};
use crate::forecast::{
    AT_RISK_BELOW, Chance, Comparison, Forecast, ForecastOptions, Scale, forecast,
};

/// The coverage of the intervals that a verdict carries.
const COVERAGE: f64 = 0.8;
/// The most periods ahead that a forecast goes.
const MOST_AHEAD: usize = 24;

/// Adds the chance of being met to a verdict that is not yet due, from a forecast of what was seen up to
/// `day`; at risk where it is likelier missed than met. Where no forecast can be made the verdict says why.
pub fn add_outlook(
    verdict: &mut Verdict,
    commitment: &Commitment,
    seen: &Seen,
    year: Option<FinancialYear>,
    (scale, cadence): (Scale, Cadence),
    day: Date,
) {
    if verdict.outcome != Outcome::NotYetDue {
        return;
    }
    match chance(verdict, commitment, seen, year, (scale, cadence), day) {
        Ok((chance, made, month)) => {
            if chance.probability < AT_RISK_BELOW {
                verdict.outcome = Outcome::AtRisk;
            }
            let point = made.point(month);
            verdict.likelihood = point.map(|point| Likelihood {
                probability: chance.probability,
                outlook: chance.outlook,
                method: format!("{chance}. {}", made.words()),
                month,
                value: point.median,
                low: point.low,
                high: point.high,
                coverage: point.coverage,
                made_at: made.made_at,
            });
        }
        Err(why) => verdict.why = Some(Why::NoForecast(why)),
    }
}

fn chance(
    verdict: &Verdict,
    commitment: &Commitment,
    seen: &Seen,
    year: Option<FinancialYear>,
    (scale, cadence): (Scale, Cadence),
    day: Date,
) -> Result<(Chance, Forecast, Month), String> {
    let threshold = verdict.threshold.ok_or("it names no level")?;
    let last = match (commitment.due, year) {
        (Due::In(month), _) => month,
        (Due::By(date), _) => Month::of(date.last_day()).ok_or("its date is out of range")?,
        (Due::EachMonth, Some(year)) => year.last_month(),
        (Due::Over(..), _) => return Err("the sums of a year are not forecast".to_owned()),
        (Due::EachMonth, None) | (Due::Unknown, _) => return Err("it has no last day".to_owned()),
    };
    let known: Vec<(Month, Option<f64>)> = seen
        .months
        .iter()
        .filter(|found| found.month.last_day() <= day)
        .map(|found| (found.month, found.value.filter(|_| !found.over)))
        .collect();
    let held = known.iter().rev().find(|(_, value)| value.is_some());
    let Some((held, _)) = held else {
        return Err("no figure is held to forecast from".to_owned());
    };
    let horizon = cadence.periods(held.next(), last).count();
    if horizon > MOST_AHEAD {
        return Err(format!(
            "{} lies {horizon} periods after {}, the last that is held; no forecast goes further than {MOST_AHEAD}",
            last.in_words(),
            held.in_words()
        ));
    }
    let options = ForecastOptions {
        cadence,
        horizon: horizon.max(1),
        coverage: COVERAGE,
        scale,
        ..ForecastOptions::default()
    };
    let made = forecast(&known, &options).map_err(|error| error.to_string())?;
    let operator = match &commitment.test {
        Test::Level { threshold, .. } => threshold.operator,
        Test::Change { change, .. } => change.operator,
        _ => return Err("no measure decides it".to_owned()),
    };
    if scale == Scale::Count && threshold == 0.0 {
        return Err(
            "the errors of a count that is above none say nothing of reaching none".to_owned(),
        );
    }
    let comparison = match operator {
        Operator::AtLeast => Comparison::AtLeast,
        Operator::Above => Comparison::Above,
        Operator::Below => Comparison::Below,
        // None is the least that a count can be.
        Operator::AtMost | Operator::Exactly => Comparison::AtMost,
    };
    let found = match (commitment.due, year) {
        (Due::EachMonth, Some(year)) => {
            let months: Vec<(Month, f64)> = cadence
                .periods(year.first_month(), last)
                .map(|month| (month, threshold))
                .collect();
            made.chance_of_each(comparison, &months)
        }
        _ => made.chance_of(comparison, threshold, last),
    };
    let found = found.ok_or_else(|| format!("no forecast reaches {}", last.in_words()))?;
    Ok((found, made, last))
}
