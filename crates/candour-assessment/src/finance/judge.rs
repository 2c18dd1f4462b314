//! A plan held against what came of it.
//!
//! **The rule.** A control total goes before a body's own plan, and of two at one stage and on one basis
//! the later counts; drafts, numbers that only follow from others, and doubtful ones never do. The outturn
//! is the latest of the whole period. They are compared on one basis; on different bases only where the
//! outcome is the same either way (support never makes a position worse). Where no two numbers can be
//! compared, what a source says in words decides. Positions of the year to date, forecasts and
//! expectations stand beside, uncounted.

use std::collections::BTreeMap;

use candour_core::{Better, BodyCode, FinancialYear};
use jiff::civil::Date;

use super::compare::{Compared, Gap, Ground, Pair, compare};
use super::position::{Basis, Period, PlanUnit, Position, Quantity, Said, Stage, Word};
use super::positions::{Positions, is_plan, plan_rank, said_on};
use super::prospect::{self, Prospect};
use crate::commitment::{Commitment, CommitmentId, Due, Evidence, Kind, OwedBy, Test};
use crate::forecast::AT_RISK_BELOW;
use crate::verdict::{Likelihood, Outcome, Rests, Verdict, Why};

/// Which plan is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask<'a> {
    /// Whose.
    pub body: &'a BodyCode,
    /// Of what.
    pub quantity: &'a Quantity,
    /// Of which year.
    pub year: FinancialYear,
    /// Of the year, or of one of its months.
    pub period: Period,
    /// Which way is better; of money it is higher, whatever is given here.
    pub better: Better,
    /// The day as at which it is judged. It does not hide rows: see [`Positions::as_known`].
    pub day: Date,
}

impl<'a> Ask<'a> {
    /// The surplus or deficit of the year.
    #[must_use]
    pub const fn surplus(body: &'a BodyCode, year: FinancialYear, day: Date) -> Self {
        Self {
            body,
            quantity: &Quantity::Surplus,
            year,
            period: Period::Year,
            better: Better::Higher,
            day,
        }
    }

    fn better(&self) -> Better {
        match self.quantity {
            Quantity::Surplus | Quantity::Savings => Better::Higher,
            Quantity::Turnover => Better::Neither,
            Quantity::Measure(_) => self.better,
        }
    }
}

/// What became of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanVerdict {
    /// The verdict, with `value` the outturn, `threshold` the plan and `margin` the gap, in the unit of the
    /// rows, and the rows that it rests on.
    pub verdict: Verdict,
    /// Of what.
    pub quantity: Quantity,
    /// Of which year.
    pub year: FinancialYear,
    /// Of which part of it.
    pub period: Period,
    /// The plan that counts, where one is known.
    pub plan: Option<Position>,
    /// The outturn that it was held against, or the one that could not be.
    pub outturn: Option<Position>,
    /// The latest row in which a source says met or missed. It decides where two numbers cannot, and must
    /// agree where they can.
    pub said: Option<Position>,
    /// How far off, where two numbers decide.
    pub gap: Option<Gap>,
    /// What decides, where anything does.
    pub ground: Option<Ground>,
    /// What is implied and by no source stated, in a sentence.
    pub implied: Option<String>,
    /// The position so far and the published forecast.
    pub prospect: Prospect,
    /// The other rows about this plan: drafts, plans that were replaced, positions of the year to date,
    /// forecasts, expectations. None of them counts.
    pub beside: Vec<Position>,
}

impl PlanVerdict {
    /// Whether the outcome rests on a row that nobody has confirmed.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        let decides = match self.ground {
            Some(Ground::Stated) => [&self.said, &None],
            Some(_) => [&self.plan, &self.outturn],
            None => [&None, &None],
        };
        decides.into_iter().flatten().any(Position::is_unverified)
    }

    /// The same with how likely the plan is to be kept, by a forecast of its own. Only a plan that is not
    /// yet due is at risk by it; what is decided or unknown stays so.
    #[must_use]
    pub fn with_likelihood(mut self, likelihood: Likelihood) -> Self {
        if matches!(self.verdict.outcome, Outcome::NotYetDue | Outcome::AtRisk) {
            self.verdict.outcome = if likelihood.probability < AT_RISK_BELOW {
                Outcome::AtRisk
            } else {
                Outcome::NotYetDue
            };
        }
        self.verdict.likelihood = Some(likelihood);
        self
    }

    /// The plan as a commitment; none where no plan is known.
    #[must_use]
    pub fn commitment(&self) -> Option<Commitment> {
        let plan = self.plan.as_ref()?;
        let last = match self.period {
            Period::Year => self.year.last_month(),
            Period::Month(month) | Period::To(month) => month,
        };
        Some(Commitment {
            id: self.verdict.commitment.clone(),
            kind: Kind::Plan,
            title: format!("{}: {}", self.quantity, plan.in_words()),
            text: plan.in_words(),
            owed_by: OwedBy::Body(self.verdict.body.clone()),
            owed_to: String::new(),
            years: Some((self.year, self.year)),
            made_on: plan.as_at,
            in_force: candour_curated::Span::default(),
            due: match self.period {
                Period::Month(month) => Due::In(month),
                Period::Year | Period::To(_) => Due::Over(self.year.first_month(), last),
            },
            document: plan.document.clone(),
            asked: None,
            test: Test::Plan,
            superseded_by: None,
            evidence: if plan.is_unverified() {
                Evidence::Unverified
            } else {
                Evidence::Sourced
            },
            note: plan.note.clone(),
            place: plan.place.clone(),
        })
    }
}

/// Whether a row may decide.
fn counts(row: &Position) -> bool {
    !row.is_implied() && !row.is_doubtful()
}

/// Pounds are shown before the same as a share of turnover.
fn pounds_first(row: &Position) -> bool {
    row.value_in(PlanUnit::GbpMillion).is_some()
}

/// Of rows that are numbers, the best by basis and unit.
type ByBasis<'a> = BTreeMap<(Basis, PlanUnit), &'a Position>;

fn best<'a, K: Ord>(
    rows: impl Iterator<Item = &'a Position>,
    rank: impl Fn(&Position) -> K,
) -> ByBasis<'a> {
    let mut best = ByBasis::new();
    for row in rows {
        let Some(number) = row.number() else { continue };
        best.entry((row.basis, number.unit))
            .and_modify(|held| {
                if rank(held) <= rank(row) {
                    *held = row;
                }
            })
            .or_insert(row);
    }
    best
}

/// The plans that count: those of the regulator where there are any, otherwise the body's own.
fn plans<'a>(rows: impl Iterator<Item = &'a Position> + Clone) -> ByBasis<'a> {
    let plans = rows.filter(|row| is_plan(row) && counts(row));
    let controlled = plans.clone().any(|row| row.stage == Stage::ControlTotal);
    best(
        plans.filter(|row| !controlled || row.stage == Stage::ControlTotal),
        plan_rank,
    )
}

impl Positions {
    /// What became of a plan, by the rule of this module.
    #[must_use]
    pub fn judge(&self, ask: &Ask<'_>) -> PlanVerdict {
        let about = self.about(ask.body, ask.quantity, ask.year);
        let of_period = about.clone().filter(|row| row.period == ask.period);
        let plans = plans(of_period.clone());
        let outturns = best(
            of_period
                .clone()
                .filter(|row| row.stage == Stage::Outturn && counts(row)),
            said_on,
        );
        let word = of_period
            .clone()
            .filter(|row| matches!(row.said, Said::Word(Word::Met | Word::Missed)))
            .max_by_key(|row| said_on(row));
        let plan = plans
            .values()
            .copied()
            .max_by_key(|row| (pounds_first(row), plan_rank(row)));
        let prospect = prospect::of(about.clone(), ask, plan, ask.better());
        let id = CommitmentId::of_plan(ask.quantity.as_str(), ask.year, ask.period.month());
        let mut found = PlanVerdict {
            verdict: Verdict::unknown(id, ask.body.clone()),
            quantity: ask.quantity.clone(),
            year: ask.year,
            period: ask.period,
            plan: plan.cloned(),
            outturn: outturns
                .values()
                .copied()
                .max_by_key(|row| (pounds_first(row), said_on(row)))
                .cloned(),
            said: word.cloned(),
            gap: None,
            ground: None,
            implied: implied(of_period.clone()),
            prospect,
            beside: Vec::new(),
        };
        found.verdict.period = Some(ask.period.month().unwrap_or(ask.year.last_month()));
        decide(&mut found, ask, &plans, &outturns, word);
        let used: Vec<_> = [&found.plan, &found.outturn, &found.said]
            .into_iter()
            .flatten()
            .map(|row| row.place.clone())
            .collect();
        found.beside = about
            .filter(|row| row.period == ask.period || ask.period == Period::Year)
            .filter(|row| !used.contains(&row.place))
            .cloned()
            .collect();
        found
    }
}

fn decide(
    found: &mut PlanVerdict,
    ask: &Ask<'_>,
    plans: &ByBasis<'_>,
    outturns: &ByBasis<'_>,
    word: Option<&Position>,
) {
    let mut decided: Vec<Pair<'_>> = Vec::new();
    let (mut within, mut other) = (false, None);
    for plan in plans.values() {
        for outturn in outturns.values() {
            match compare(plan, outturn, ask.better()) {
                Compared::Decided(pair) => decided.push(pair),
                Compared::WithinBounds => within = true,
                Compared::OtherBasis => other = Some((*plan, *outturn)),
                Compared::No => {}
            }
        }
    }
    // Before its last day nothing decides a plan, whatever came out later.
    if ask.day <= ask.period.last_day(ask.year) {
        decided.clear();
    }
    let word = word.filter(|_| ask.day > ask.period.last_day(ask.year));
    let said = word.map(|row| (row, row.said == Said::Word(Word::Met)));
    let first = decided
        .iter()
        .max_by_key(|pair| (pair.ground == Ground::SameBasis, pounds_first(pair.plan)));
    let outcomes = decided
        .iter()
        .map(|pair| pair.met)
        .chain(said.map(|(_, met)| met));
    let (mut any_met, mut any_missed) = (false, false);
    for met in outcomes {
        any_met |= met;
        any_missed |= !met;
    }
    let rests = |row: &Position| Rests::Row {
        place: row.place.clone(),
        says: row.in_words(),
    };
    if let Some(pair) = first {
        found.plan = Some(pair.plan.clone());
        found.outturn = Some(pair.outturn.clone());
        found.gap = Some(pair.gap);
        found.ground = Some(pair.ground);
        found.verdict.margin = Some(pair.gap.value);
    } else if said.is_some() {
        found.ground = Some(Ground::Stated);
    }
    let value = |row: &Option<Position>| row.as_ref()?.number().map(|number| number.value);
    found.verdict.threshold = value(&found.plan);
    found.verdict.value = value(&found.outturn);
    let rows = found.plan.iter().chain(&found.outturn).chain(word);
    found.verdict.rests = rows.map(rests).collect();

    match (any_met, any_missed) {
        (true, true) => {
            found.verdict.why = Some(Why::Disputed(disagree(&decided, said)));
            found.ground = None;
            found.gap = None;
            found.verdict.margin = None;
        }
        (true, false) => found.verdict.outcome = Outcome::Met,
        (false, true) => found.verdict.outcome = Outcome::Missed,
        (false, false) => undecided(found, ask, within, other),
    }
}

/// How the sources do not agree.
fn disagree(decided: &[Pair<'_>], said: Option<(&Position, bool)>) -> String {
    let word = |met| if met { "met" } else { "missed" };
    let mut parts: Vec<String> = decided
        .iter()
        .map(|pair| {
            let (plan, outturn) = (pair.plan.in_words(), pair.outturn.in_words());
            format!("{plan} and {outturn} say {}", word(pair.met))
        })
        .collect();
    if let Some((row, met)) = said {
        parts.push(format!("{} says {}", row.place, word(met)));
    }
    format!("the sources do not agree: {}", parts.join("; "))
}

fn undecided(
    found: &mut PlanVerdict,
    ask: &Ask<'_>,
    within: bool,
    other: Option<(&Position, &Position)>,
) {
    let running = ask.day <= ask.period.last_day(ask.year);
    let why = match (&found.plan, &found.outturn) {
        (Some(_), Some(_)) if within => {
            Why::OnlyABound(ask.period.month().unwrap_or(ask.year.last_month()))
        }
        (Some(_), Some(_)) => match other {
            Some((plan, outturn)) => {
                Why::DifferentBases(format!("{}; {}", plan.in_words(), outturn.in_words()))
            }
            None => Why::NotComputable(
                "plan and outturn are in different units, or neither way is better".to_owned(),
            ),
        },
        (Some(_), None) if running => {
            found.verdict.outcome = if found.prospect.leans() == Some(false) {
                Outcome::AtRisk
            } else {
                Outcome::NotYetDue
            };
            return;
        }
        (Some(_), None) => Why::OutturnNotFound,
        (None, Some(outturn)) => match &found.implied {
            Some(implied) => Why::DifferentBases(format!("{}; {implied}", outturn.in_words())),
            None => Why::PlanNotFound,
        },
        (None, None) => Why::NoSource,
    };
    found.verdict.why = Some(why);
}

/// What rows of the period imply, in a sentence.
fn implied<'a>(rows: impl Iterator<Item = &'a Position>) -> Option<String> {
    let parts: Vec<String> = rows
        .filter(|row| row.is_implied())
        .map(Position::in_words)
        .collect();
    (!parts.is_empty()).then(|| format!("by no source stated: {}", parts.join("; ")))
}
