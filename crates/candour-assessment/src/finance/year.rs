//! A year's plans over many bodies: how many were missed and met by full-year rows, what only stands
//! beside, and how many are unknown; next to what others counted.

use candour_core::{BodyCode, FinancialYear};
use candour_curated::words;
use jiff::civil::Date;

use super::judge::{Ask, PlanVerdict};
use super::national::{Fact, Facts};
use super::position::{Period, Position, Said, Stage, Word};
use super::positions::Positions;
use crate::verdict::Outcome;

/// The fact that counts the systems which ended worse than their plan.
const MISSING_PLAN: &str = "systems-missing-plan";

words! {
    /// What is known of a body's plan for a year. Each body of a year has exactly one.
    Standing, "a standing", {
        /// Missed, by full-year rows: two numbers, or a source that says so.
        Missed = "missed",
        /// Met, by full-year rows.
        Met = "met",
        /// Plan and outturn are known and cannot decide: other bases, a bound, sources that disagree.
        Undecided = "undecided",
        /// Only an outturn is known.
        OutturnOnly = "outturn-only",
        /// What is known of the outcome is of the year to date, a forecast or an expectation: beside, not
        /// counted.
        Beside = "beside",
        /// Only a plan is known.
        PlanOnly = "plan-only",
        /// There are rows, and none of them says anything that counts: drafts and remarks.
        DraftOnly = "draft-only",
        /// There is no row.
        Unknown = "unknown",
    }
}

/// A body in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyYear {
    /// The body.
    pub body: BodyCode,
    /// What is known.
    pub standing: Standing,
    /// The verdict, with all that it rests on and all that is beside.
    pub verdict: PlanVerdict,
}

/// The surplus plans of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearSummary {
    /// The year.
    pub year: FinancialYear,
    /// Every body asked about, in the order given.
    pub bodies: Vec<BodyYear>,
    /// How many systems missed their plan, as others counted; several counts can stand for one year.
    pub published: Vec<Fact>,
}

impl YearSummary {
    /// How many bodies have this standing.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.with(standing).count()
    }

    /// The bodies that have it.
    pub fn with(&self, standing: Standing) -> impl Iterator<Item = &BodyYear> {
        self.bodies
            .iter()
            .filter(move |body| body.standing == standing)
    }

    /// Of the bodies beside, how many lean towards missing their plan. They are not among the missed.
    #[must_use]
    pub fn leaning_to_miss(&self) -> usize {
        self.with(Standing::Beside)
            .filter(|body| body.verdict.prospect.leans() == Some(false))
            .count()
    }

    /// Of the bodies that missed, how many rest on a row that nobody has confirmed.
    #[must_use]
    pub fn missed_unverified(&self) -> usize {
        self.with(Standing::Missed)
            .filter(|body| body.verdict.is_unverified())
            .count()
    }

    /// Of the `counted` bodies that somebody counted as having missed, how many no full-year row names.
    /// It is none where the rows name more than were counted: then the two do not count the same thing.
    #[must_use]
    pub fn not_named(&self, counted: usize) -> Option<usize> {
        counted.checked_sub(self.count(Standing::Missed))
    }
}

impl Positions {
    /// The surplus plans of `bodies` for `year`, judged as at `day`. Which bodies there were in that year
    /// the register knows.
    #[must_use]
    pub fn summary(
        &self,
        bodies: &[BodyCode],
        year: FinancialYear,
        day: Date,
        facts: &Facts,
    ) -> YearSummary {
        let of = |body: &BodyCode| {
            let verdict = self.judge(&Ask::surplus(body, year, day));
            BodyYear {
                standing: standing(&verdict),
                body: body.clone(),
                verdict,
            }
        };
        YearSummary {
            year,
            bodies: bodies.iter().map(of).collect(),
            published: facts.value(MISSING_PLAN, year).cloned().collect(),
        }
    }
}

/// Whether a row tells of the outcome without being one.
fn is_beside(row: &Position) -> bool {
    match row.said {
        Said::Word(word) => word == Word::BalanceExpected,
        Said::Number(_) => matches!(
            (row.stage, row.period),
            (Stage::YearToDate | Stage::Variance, Period::To(_)) | (Stage::Forecast, Period::Year)
        ),
    }
}

fn standing(verdict: &PlanVerdict) -> Standing {
    match verdict.verdict.outcome {
        Outcome::Missed => return Standing::Missed,
        Outcome::Met => return Standing::Met,
        Outcome::AtRisk | Outcome::NotYetDue | Outcome::Unknown => {}
    }
    let disputed = matches!(
        verdict.verdict.why,
        Some(crate::verdict::Why::Disputed(_) | crate::verdict::Why::DifferentBases(_))
    );
    match (&verdict.plan, &verdict.outturn) {
        _ if disputed => Standing::Undecided,
        (Some(_), Some(_)) => Standing::Undecided,
        (None, Some(_)) => Standing::OutturnOnly,
        _ if verdict.beside.iter().any(is_beside) => Standing::Beside,
        (Some(_), None) => Standing::PlanOnly,
        (None, None) if verdict.beside.is_empty() => Standing::Unknown,
        (None, None) => Standing::DraftOnly,
    }
}
