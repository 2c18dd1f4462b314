//! What speaks against a plan: each check with its reason and the rows that it rests on. A check that
//! lacks its rows says so; it never passes for want of them.
//!
//! The checks are comparisons an analyst would make by hand, with no threshold of their own save that a
//! comparison with peers needs [`MIN_PEERS`] of them and flags the outer quarter.

use candour_core::{BodyCode, FinancialYear};
use candour_curated::words;

use super::compare::tidy;
use super::judge::{Ask, PlanVerdict};
use super::position::{Period, PlanUnit, Position, Quantity, Stage};
use super::positions::{Positions, is_plan, plan_rank, said_on};
use crate::verdict::{Outcome, Rests};

/// How many peers a comparison needs. Our own convention: a quarter of fewer is nobody.
pub const MIN_PEERS: usize = 4;

words! {
    /// What a plan is held against.
    CheckKind, "a check of realism", {
        /// The position so far, carried on to the end of the year, and its variance.
        RunRate = "run-rate",
        /// What the body itself, or its regulator, forecast.
        Forecast = "forecast",
        /// The outturn of the year before: what the plan asks for beyond it.
        LastOutturn = "last-outturn",
        /// Whether the plan of the year before was kept.
        TrackRecord = "track-record",
        /// Planned savings against those that were made the year before.
        SavingsMade = "savings-made",
        /// Planned savings as a share of turnover, against peers.
        SavingsShare = "savings-share",
        /// The improvement asked for, or the variance so far as a share of turnover, against peers.
        Peers = "peers",
    }
}

words! {
    /// What a check found.
    Finding, "a finding", {
        /// It speaks against the plan.
        Flagged = "flagged",
        /// It does not.
        Clear = "clear",
        /// What it needs is not held.
        CannotSay = "cannot-say",
    }
}

/// One check of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Against what.
    pub kind: CheckKind,
    /// What it found.
    pub finding: Finding,
    /// Why, in a sentence with the numbers.
    pub reason: String,
    /// The rows that it rests on; empty where nothing can be said.
    pub rests: Vec<Rests>,
}

/// All checks of one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Realism {
    /// The plan that was checked; none where none is known.
    pub plan: Option<Position>,
    /// Every check, in the order of [`CheckKind::ALL`]; empty where no plan is known.
    pub checks: Vec<Check>,
}

impl Realism {
    /// The checks that speak against the plan.
    pub fn flags(&self) -> impl Iterator<Item = &Check> {
        self.checks
            .iter()
            .filter(|check| check.finding == Finding::Flagged)
    }

    /// How many checks could not be made.
    #[must_use]
    pub fn silent(&self) -> usize {
        self.checks
            .iter()
            .filter(|check| check.finding == Finding::CannotSay)
            .count()
    }
}

/// What a check found, before it is named: finding, reason, rows.
type Found<'a> = (Finding, String, Vec<&'a Position>);

fn cannot<'a>(reason: impl Into<String>) -> Found<'a> {
    (Finding::CannotSay, reason.into(), Vec::new())
}

fn flagged_if<'a>(flag: bool, reason: String, rows: Vec<&'a Position>) -> Found<'a> {
    let finding = if flag {
        Finding::Flagged
    } else {
        Finding::Clear
    };
    (finding, reason, rows)
}

impl Positions {
    /// What speaks against a body's surplus plan. `peers` are bodies of its kind in that year; the body
    /// itself may be among them.
    #[must_use]
    pub fn realism(&self, ask: &Ask<'_>, peers: &[BodyCode]) -> Realism {
        let verdict = self.judge(ask);
        let before = self.judge(&Ask {
            year: ask.year.previous(),
            ..*ask
        });
        let plan = verdict
            .plan
            .as_ref()
            .and_then(|plan| Some((plan, plan.value_in(PlanUnit::GbpMillion)?)));
        let Some((plan, value)) = plan.filter(|_| *ask.quantity == Quantity::Surplus) else {
            return Realism {
                plan: verdict.plan,
                checks: Vec::new(),
            };
        };
        let found = [
            (CheckKind::RunRate, run_rate(&verdict, plan, value)),
            (CheckKind::Forecast, forecast(&verdict, plan)),
            (CheckKind::LastOutturn, self.last_outturn(ask, plan, value)),
            (CheckKind::TrackRecord, track_record(&before)),
            (CheckKind::SavingsMade, self.savings_made(ask)),
            (CheckKind::SavingsShare, self.savings_share(ask, peers)),
            (CheckKind::Peers, self.against_peers(ask, peers)),
        ];
        let checks = found
            .into_iter()
            .map(|(kind, (finding, reason, rows))| Check {
                kind,
                finding,
                reason,
                rests: rows.into_iter().map(rests).collect(),
            })
            .collect();
        Realism {
            plan: verdict.plan.clone(),
            checks,
        }
    }

    /// The outturn of the year before on the basis of `plan`.
    fn outturn_before(&self, body: &BodyCode, plan: &Position) -> Option<&Position> {
        self.of(body)
            .iter()
            .filter(|row| {
                row.quantity == Quantity::Surplus
                    && row.year == plan.year.previous()
                    && row.period == Period::Year
                    && row.stage == Stage::Outturn
                    && row.basis == plan.basis
                    && row.value_in(PlanUnit::GbpMillion).is_some()
                    && !row.is_implied()
                    && !row.is_doubtful()
            })
            .max_by_key(|row| said_on(row))
    }

    fn last_outturn<'a>(&'a self, ask: &Ask<'_>, plan: &'a Position, value: f64) -> Found<'a> {
        let before = ask.year.previous();
        let Some(outturn) = self.outturn_before(ask.body, plan) else {
            return cannot(format!(
                "no outturn of {before} on the basis of the plan ({}) is held",
                plan.basis.in_words()
            ));
        };
        let came = outturn.value_in(PlanUnit::GbpMillion).unwrap_or(value);
        let asked = tidy(value - came);
        let reason = if asked > 0.0 {
            format!("the plan is {asked} better than what came of {before} ({came}), £m")
        } else {
            format!("the plan asks for no more than what came of {before} ({came}), £m")
        };
        flagged_if(asked > 0.0, reason, vec![plan, outturn])
    }

    /// A number of another quantity for a year: of the stage `wanted`, the latest.
    fn number_of(
        &self,
        body: &BodyCode,
        quantity: &Quantity,
        year: FinancialYear,
        wanted: impl Fn(&Position) -> bool,
    ) -> Option<(&Position, f64)> {
        self.of(body)
            .iter()
            .filter(|row| {
                row.quantity == *quantity
                    && row.year == year
                    && row.period == Period::Year
                    && wanted(row)
                    && !row.is_implied()
                    && !row.is_doubtful()
            })
            .filter_map(|row| Some((row, row.value_in(PlanUnit::GbpMillion)?)))
            .max_by_key(|(row, _)| plan_rank(row))
    }

    fn savings_made<'a>(&'a self, ask: &Ask<'_>) -> Found<'a> {
        let before = ask.year.previous();
        let planned = self.number_of(ask.body, &Quantity::Savings, ask.year, is_plan);
        let made = self.number_of(ask.body, &Quantity::Savings, before, |row| {
            row.stage == Stage::Outturn
        });
        match (planned, made) {
            (Some((plan, planned)), Some((outturn, made))) => flagged_if(
                planned > made,
                format!("savings of {planned} are planned; {made} were made in {before}, £m"),
                vec![plan, outturn],
            ),
            (None, _) => cannot(format!("no planned savings of {} are held", ask.year)),
            (Some(_), None) => cannot(format!("what was saved in {before} is not held")),
        }
    }

    /// Planned savings as a fraction of turnover, with the two rows.
    fn share(&self, body: &BodyCode, year: FinancialYear) -> Option<(f64, [&Position; 2])> {
        let (plan, savings) = self.number_of(body, &Quantity::Savings, year, is_plan)?;
        let (row, turnover) = self.number_of(body, &Quantity::Turnover, year, |row| {
            is_plan(row) || row.stage == Stage::Outturn
        })?;
        (turnover > 0.0).then(|| (savings / turnover, [plan, row]))
    }

    fn savings_share<'a>(&'a self, ask: &Ask<'_>, peers: &[BodyCode]) -> Found<'a> {
        let Some((share, rows)) = self.share(ask.body, ask.year) else {
            return cannot("planned savings and turnover of one year are not both held");
        };
        let mut others: Vec<f64> = others(ask.body, peers)
            .filter_map(|peer| Some(self.share(peer, ask.year)?.0))
            .collect();
        let Some(upper) = quantile(&mut others, 0.75) else {
            return cannot(too_few("savings and turnover", others.len()));
        };
        let per_cent = |share: f64| tidy((share * 1e4).round() / 1e2);
        flagged_if(
            share > upper,
            format!(
                "savings are {} per cent of turnover; the upper quartile of {} peers is {}",
                per_cent(share),
                others.len(),
                per_cent(upper)
            ),
            rows.to_vec(),
        )
    }

    /// By how much a body's plan is better than its last outturn, £ million, with the two rows.
    fn improvement(&self, ask: &Ask<'_>, body: &BodyCode) -> Option<(f64, Vec<&Position>)> {
        let plan = self.judge(&Ask { body, ..*ask }).plan?;
        let outturn = self.outturn_before(body, &plan)?;
        let value = plan.value_in(PlanUnit::GbpMillion)?;
        let held = self.of(body).iter().find(|row| row.place == plan.place)?;
        Some((
            tidy(value - outturn.value_in(PlanUnit::GbpMillion)?),
            vec![held, outturn],
        ))
    }

    /// The latest variance of the year to date as a share of turnover, in per cent.
    fn variance_share(&self, ask: &Ask<'_>, body: &BodyCode) -> Option<(Period, f64, &Position)> {
        self.about(body, &Quantity::Surplus, ask.year)
            .filter(|row| row.stage == Stage::Variance && !row.is_doubtful())
            .filter(|row| matches!(row.period, Period::To(_)))
            .filter_map(|row| {
                let value = row.value_in(PlanUnit::PercentOfTurnover)?;
                Some((row.period, value, row))
            })
            .max_by_key(|(period, _, row)| (*period, said_on(row)))
            .and_then(|(period, value, row)| {
                let place = &row.place;
                let held = self.of(body).iter().find(|row| row.place == *place)?;
                Some((period, value, held))
            })
    }

    fn against_peers<'a>(&'a self, ask: &Ask<'_>, peers: &[BodyCode]) -> Found<'a> {
        if let Some((asked, rows)) = self.improvement(ask, ask.body) {
            let mut improvements: Vec<f64> = others(ask.body, peers)
                .filter_map(|peer| Some(self.improvement(ask, peer)?.0))
                .collect();
            if let Some(upper) = quantile(&mut improvements, 0.75) {
                let reason = format!(
                    "the plan asks for {asked} more than the last outturn; the upper quartile of {} peers is {}, £m",
                    improvements.len(),
                    tidy(upper)
                );
                return flagged_if(asked > upper, reason, rows);
            }
        }
        let Some((period, own, row)) = self.variance_share(ask, ask.body) else {
            return cannot(
                "neither a plan and the outturn before it on one basis with enough peers, nor a variance as a share of turnover, is held",
            );
        };
        let mut variances: Vec<f64> = others(ask.body, peers)
            .filter_map(|peer| self.variance_share(ask, peer))
            .filter(|(of, _, _)| *of == period)
            .map(|(_, value, _)| value)
            .collect();
        let Some(lower) = quantile(&mut variances, 0.25) else {
            return cannot(too_few(
                "a variance as a share of turnover",
                variances.len(),
            ));
        };
        flagged_if(
            own < lower,
            format!(
                "{period} the variance is {own} per cent of turnover; the lower quartile of {} peers is {}",
                variances.len(),
                tidy(lower)
            ),
            vec![row],
        )
    }
}

fn rests(row: &Position) -> Rests {
    Rests::Row {
        place: row.place.clone(),
        says: row.in_words(),
    }
}

fn others<'a>(body: &BodyCode, peers: &'a [BodyCode]) -> impl Iterator<Item = &'a BodyCode> {
    peers.iter().filter(move |peer| *peer != body)
}

fn too_few(what: &str, peers: usize) -> String {
    format!("of {what} only {peers} peers are held; {MIN_PEERS} are needed")
}

/// The quantile of the values, linear between ranks; none of fewer than [`MIN_PEERS`].
fn quantile(values: &mut [f64], at: f64) -> Option<f64> {
    if values.len() < MIN_PEERS {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let last = u32::try_from(values.len() - 1).ok()?;
    let place = f64::from(last) * at;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank among the values, not below nought"
    )]
    let below = place.floor() as usize;
    let low = *values.get(below)?;
    let high = *values.get(below + 1).unwrap_or(&low);
    Some(low + (high - low) * place.fract())
}

fn run_rate<'a>(verdict: &'a PlanVerdict, plan: &'a Position, value: f64) -> Found<'a> {
    let Some(so_far) = &verdict.prospect.to_date else {
        return cannot("no position of the year to date is held");
    };
    let of_plan = |row: &&Position| row.basis == plan.basis;
    let carried = so_far
        .run_rate
        .filter(|_| so_far.position.as_ref().filter(of_plan).is_some());
    let variance = so_far.variance;
    if carried.is_none() && variance.is_none() {
        return cannot(
            "the position of the year to date is on another basis than the plan, and its variance is not held",
        );
    }
    let mut parts = Vec::new();
    if let Some(carried) = carried {
        parts.push(format!(
            "month {} carried on at the same pace makes {carried}, against a plan of {value}, £m",
            so_far.months
        ));
    }
    if let Some(variance) = variance {
        parts.push(format!(
            "{variance} {} against plan after {} months",
            so_far.unit, so_far.months
        ));
    }
    let flag =
        carried.is_some_and(|carried| carried < value) || variance.is_some_and(|found| found < 0.0);
    let rows = [
        Some(plan),
        so_far.position.as_ref(),
        so_far.plan.as_ref(),
        so_far.variance_row.as_ref(),
    ];
    flagged_if(flag, parts.join("; "), rows.into_iter().flatten().collect())
}

fn forecast<'a>(verdict: &'a PlanVerdict, plan: &'a Position) -> Found<'a> {
    let Some(forecast) = &verdict.prospect.forecast else {
        return cannot("no forecast of the year is held");
    };
    let Some(gap) = verdict.prospect.forecast_gap else {
        return cannot(
            "the forecast cannot be held against the plan: another basis or unit, or approximate numbers that overlap",
        );
    };
    let side = if gap.value < 0.0 {
        "worse than plan"
    } else {
        "better than plan, or as planned"
    };
    let reason = format!("the forecast is {} {} {side}", gap.value.abs(), gap.unit);
    flagged_if(gap.value < 0.0, reason, vec![plan, forecast])
}

fn track_record(before: &PlanVerdict) -> Found<'_> {
    let word = match before.verdict.outcome {
        Outcome::Missed => "missed",
        Outcome::Met => "met",
        Outcome::AtRisk | Outcome::NotYetDue | Outcome::Unknown => {
            return cannot(format!(
                "whether the plan of {} was kept is not known",
                before.year
            ));
        }
    };
    let by = before
        .gap
        .map(|gap| format!(" by {} {}", gap.value.abs(), gap.unit))
        .unwrap_or_default();
    flagged_if(
        before.verdict.outcome == Outcome::Missed,
        format!("the plan of {} was {word}{by}", before.year),
        before.plan.iter().chain(&before.outturn).collect(),
    )
}
