use candour_assessment::finance::{
    BodyYear, Check, Fact, Gap, Ground, PlanVerdict, Position, Realism, Said, ToDate,
};
use serde::Serialize;

use super::{RestsShape, said, text};

/// One published number, or one published word, about a plan or what came of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PositionShape {
    /// `draft`, `plan`, `control-total`, `year-to-date`, `variance`, `forecast`, `outturn` or `status`.
    pub stage: &'static str,
    /// The part of the year: null for all of it, a month, or `to 2025-12`.
    pub period: Option<String>,
    /// The number in `unit`; a deficit is below nought.
    pub value: Option<f64>,
    /// `GBP m`, `% of turnover`, `%`, `count`, `weeks` or `beds`.
    pub unit: Option<&'static str>,
    /// `exact`, `about`, `at-least` or `implied`.
    pub bound: Option<&'static str>,
    /// The word, where it is one: `met`, `missed`, `balance-expected`, `remark`.
    pub word: Option<&'static str>,
    /// `before-support`, `excluding-dsf`, `including-dsf`, `after-support` or `not-stated`.
    pub basis: &'static str,
    /// When it was said, as far as known.
    pub as_at: Option<String>,
    /// The document.
    pub document: Option<String>,
    /// What is special or doubtful about it.
    pub note: Option<String>,
    /// The file that the row stands in.
    pub file: String,
    /// Its line, the header being 1.
    pub line: u32,
    /// The source that it names.
    pub source: String,
}

impl From<&Position> for PositionShape {
    fn from(row: &Position) -> Self {
        let number = row.number();
        let period = row.period.to_string();
        Self {
            stage: row.stage.as_str(),
            period: said(&period),
            value: number.map(|number| number.value),
            unit: number.map(|number| number.unit.as_str()),
            bound: number.map(|number| number.bound.as_str()),
            word: match row.said {
                Said::Word(word) => Some(word.as_str()),
                Said::Number(_) => None,
            },
            basis: row.basis.as_str(),
            as_at: text(row.as_at),
            document: said(&row.document),
            note: said(&row.note),
            file: row.place.file.to_string(),
            line: row.place.line,
            source: row.place.source.to_string(),
        }
    }
}

/// How far an outturn or a forecast is on the good side of its plan.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct GapShape {
    /// Below nought where it is worse.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// `exact`, `about` or `at-least`.
    pub bound: &'static str,
}

impl From<Gap> for GapShape {
    fn from(gap: Gap) -> Self {
        Self {
            value: gap.value,
            unit: gap.unit.as_str(),
            bound: gap.bound.as_str(),
        }
    }
}

/// A position from April to a month.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ToDateShape {
    /// To which month.
    pub month: String,
    /// How many months that is.
    pub months: u8,
    /// The position.
    pub position: Option<PositionShape>,
    /// The plan to that month.
    pub plan: Option<PositionShape>,
    /// By how much it differs from plan; below nought where adverse.
    pub variance: Option<f64>,
    /// The position carried on at the same pace to the end of the year.
    pub run_rate: Option<f64>,
    /// The unit of variance and run rate.
    pub unit: &'static str,
}

impl From<&ToDate> for ToDateShape {
    fn from(found: &ToDate) -> Self {
        Self {
            month: found.month.to_string(),
            months: found.months,
            position: found.position.as_ref().map(PositionShape::from),
            plan: found.plan.as_ref().map(PositionShape::from),
            variance: found.variance,
            run_rate: found.run_rate,
            unit: found.unit.as_str(),
        }
    }
}

/// Something that a plan was held against.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CheckShape {
    /// `run-rate`, `forecast`, `last-outturn`, `track-record`, `savings-made`, `savings-share` or `peers`.
    pub check: &'static str,
    /// `flagged`, `clear` or `cannot-say`.
    pub finding: &'static str,
    /// Why, with the numbers.
    pub reason: String,
    /// The rows that it rests on.
    pub rests: Vec<RestsShape>,
}

impl From<&Check> for CheckShape {
    fn from(check: &Check) -> Self {
        Self {
            check: check.kind.as_str(),
            finding: check.finding.as_str(),
            reason: check.reason.clone(),
            rests: check.rests.iter().map(RestsShape::from).collect(),
        }
    }
}

/// The plan of a body for a year, and what became of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlanShape {
    /// The body.
    pub body: String,
    /// Its name.
    pub name: String,
    /// The year.
    pub year: String,
    /// `missed`, `met`, `undecided`, `outturn-only`, `beside`, `plan-only`, `draft-only` or `unknown`.
    pub standing: &'static str,
    /// `met`, `missed`, `at-risk`, `not-yet-due` or `unknown`.
    pub outcome: &'static str,
    /// Why it is unknown, as a clause.
    pub why: Option<String>,
    /// The plan that counts.
    pub plan: Option<PositionShape>,
    /// The outturn that it was held against, or the one that could not be.
    pub outturn: Option<PositionShape>,
    /// The row in which a source says met or missed.
    pub said: Option<PositionShape>,
    /// How far off, where two numbers decide.
    pub gap: Option<GapShape>,
    /// What decides: `same-basis`, `either-basis` (the least that the gap can be) or `stated`.
    pub ground: Option<&'static str>,
    /// What is implied and by no source stated.
    pub implied: Option<String>,
    /// Whether the outcome rests on a row that nobody has confirmed.
    pub unverified: bool,
    /// The position so far: beside, not counted.
    pub to_date: Option<ToDateShape>,
    /// The latest published forecast: beside, not counted.
    pub forecast: Option<PositionShape>,
    /// The forecast against the plan, where they stand on one basis.
    pub forecast_gap: Option<GapShape>,
    /// Whether it leans towards being met, where nothing has decided.
    pub leans_to_met: Option<bool>,
    /// By what.
    pub leaning: Option<String>,
    /// The other rows about the plan.
    pub beside: Vec<PositionShape>,
    /// What the plan was held against.
    pub checks: Vec<CheckShape>,
}

impl PlanShape {
    /// The plan of a body called `name`, with what speaks against it.
    #[must_use]
    pub fn new(found: &BodyYear, name: &str, realism: Option<&Realism>) -> Self {
        let plan: &PlanVerdict = &found.verdict;
        let leaning = plan.prospect.leaning.as_ref();
        Self {
            body: found.body.to_string(),
            name: name.to_owned(),
            year: plan.year.to_string(),
            standing: found.standing.as_str(),
            outcome: plan.verdict.outcome.as_str(),
            why: plan.verdict.why.as_ref().map(|why| why.in_words()),
            plan: plan.plan.as_ref().map(PositionShape::from),
            outturn: plan.outturn.as_ref().map(PositionShape::from),
            said: plan.said.as_ref().map(PositionShape::from),
            gap: plan.gap.map(GapShape::from),
            ground: plan.ground.map(|ground| match ground {
                Ground::SameBasis => "same-basis",
                Ground::EitherBasis => "either-basis",
                Ground::Stated => "stated",
            }),
            implied: plan.implied.clone(),
            unverified: plan.is_unverified(),
            to_date: plan.prospect.to_date.as_ref().map(ToDateShape::from),
            forecast: plan.prospect.forecast.as_ref().map(PositionShape::from),
            forecast_gap: plan.prospect.forecast_gap.map(GapShape::from),
            leans_to_met: leaning.map(|leaning| leaning.met),
            leaning: leaning.map(|leaning| leaning.method.clone()),
            beside: plan.beside.iter().map(PositionShape::from).collect(),
            checks: realism
                .map(|realism| realism.checks.iter().map(CheckShape::from).collect())
                .unwrap_or_default(),
        }
    }
}

/// A published national figure, with who counted.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FactShape {
    /// Its name.
    pub fact: String,
    /// Its year.
    pub year: String,
    /// The part of the year: null for all of it.
    pub period: Option<String>,
    /// The stage, as of a position.
    pub stage: &'static str,
    /// The figure; `sign` says what a number above nought stands for.
    pub value: f64,
    /// `count`, `GBP m`, `GBP` or `%`.
    pub unit: &'static str,
    /// `count`, `amount`, `deficit`, `overspend` or `surplus`.
    pub sign: &'static str,
    /// `exact`, `about`, `at-least` or `implied`.
    pub bound: &'static str,
    /// What was counted, and on what basis.
    pub definition: String,
    /// Who counted.
    pub counter: String,
    /// When it was published, as far as known.
    pub as_at: Option<String>,
    /// What is special about it.
    pub note: Option<String>,
    /// The file that the row stands in.
    pub file: String,
    /// Its line, the header being 1.
    pub line: u32,
    /// The source that it names.
    pub source: String,
}

impl From<&Fact> for FactShape {
    fn from(fact: &Fact) -> Self {
        Self {
            fact: fact.of.fact.clone(),
            year: fact.of.year.to_string(),
            period: said(&fact.period.to_string()),
            stage: fact.stage.as_str(),
            value: fact.value,
            unit: fact.unit.as_str(),
            sign: fact.sign.as_str(),
            bound: fact.bound.as_str(),
            definition: fact.definition.clone(),
            counter: fact.counter.clone(),
            as_at: text(fact.as_at),
            note: said(&fact.note),
            file: fact.place.file.to_string(),
            line: fact.place.line,
            source: fact.place.source.to_string(),
        }
    }
}
