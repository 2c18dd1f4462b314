//! `/api/v1/commitments`, `/api/v1/verdicts`, `/api/v1/plans` and `/api/v1/accountability`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use candour_assessment::commitment::{Commitment, Pledges, Targets};
use candour_assessment::finance::{Standing, YearSummary};
use candour_core::BodyCode;
use candour_findings::shapes::{CommitmentShape, FactShape, PlanShape, RungShape, VerdictShape};
use candour_findings::{
    Judged, PlanYear, judged_plan, ladder, plans_of_body, pledges as judged_pledges,
    targets_of_body,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Refusal;
use super::needed;
use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::error::AppError;
use crate::server::pages;
use crate::server::people_words;
use crate::server::state::Site;

/// Every commitment that there is a row of.
fn every() -> impl Iterator<Item = &'static Commitment> {
    Targets::bundled()
        .all()
        .iter()
        .chain(Pledges::bundled().all())
}

/// What somebody is held to: targets, standards, pledges, milestones, recommendations.
#[utoipa::path(
    get,
    path = "/api/v1/commitments",
    params(
        ("search" = Option<String>, Query, description = "Words of its title or text"),
        ("year" = Option<String>, Query, description = "Only those that stand in this financial year", example = "2023-24"),
        ("measure" = Option<String>, Query, description = "Only those that this measure decides", example = "ae-four-hour"),
    ),
    responses(
        (status = 200, description = "The commitments", body = Vec<CommitmentShape>),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such measure", body = Refusal),
    ),
)]
pub(super) async fn commitments(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let params = &reading.params;
        let measure = match &params.measure {
            Some(asked) => Some(reading.snapshot.measure(asked)?),
            None => None,
        };
        let words: Vec<String> = params
            .q
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let shapes: Vec<CommitmentShape> = every()
            .filter(|found| params.year.is_none_or(|year| found.stands_in(year)))
            .filter(|found| measure.is_none_or(|measure| found.test.measure() == Some(&measure.id)))
            .filter(|found| {
                let text = format!("{} {} {}", found.id, found.title, found.text).to_lowercase();
                words.iter().all(|word| text.contains(word.as_str()))
            })
            .map(CommitmentShape::from)
            .collect();
        Answer::json(&shapes)
    })
    .await
}

/// A commitment and the verdicts on it.
#[derive(Serialize, ToSchema)]
pub(super) struct CommitmentAnswer {
    commitment: CommitmentShape,
    /// England first, then boards and trusts by code; of a pledge one.
    verdicts: Vec<VerdictShape>,
}

/// One commitment, and what became of it for every body that owes it.
#[utoipa::path(
    get,
    path = "/api/v1/commitments/{id}",
    params(
        ("id" = String, Path, description = "Its name", example = "ae-4h-76-2024-03"),
        ("on" = Option<String>, Query, description = "Judged as at this day; else today", example = "2024-04-30"),
        ("year" = Option<String>, Query, description = "What is due each month is judged over this year", example = "2023-24"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day", example = "2024-04-30"),
    ),
    responses(
        (status = 200, description = "The commitment and its verdicts", body = CommitmentAnswer),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such commitment; the nearest are named", body = Refusal),
    ),
)]
pub(super) async fn commitment(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let pledge = judged_pledges(reading.as_at())
            .into_iter()
            .find(|judged| judged.commitment.id.as_str() == id);
        let shape = match pledge {
            Some(judged) => CommitmentAnswer {
                commitment: CommitmentShape::from(judged.commitment.as_ref()),
                verdicts: vec![VerdictShape::from(&judged)],
            },
            None => {
                let target = pages::target::find(&id)?;
                let told = pages::target::read(reading, target)?;
                CommitmentAnswer {
                    commitment: CommitmentShape::from(target),
                    verdicts: told.all().map(VerdictShape::from).collect(),
                }
            }
        };
        Answer::json(&shape)
    })
    .await
}

/// Every verdict on what a body owes, its financial plans last.
#[utoipa::path(
    get,
    path = "/api/v1/verdicts",
    params(
        ("body" = String, Query, description = "The body's code; `england` is the nation", example = "QOP"),
        ("year" = Option<String>, Query, description = "Only commitments of this financial year", example = "2023-24"),
        ("on" = Option<String>, Query, description = "Judged as at this day; else today", example = "2024-04-30"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day", example = "2024-04-30"),
    ),
    responses(
        (status = 200, description = "The verdicts", body = Vec<VerdictShape>),
        (status = 400, description = "A parameter cannot be, or the body is missing", body = Refusal),
        (status = 404, description = "No such body; the nearest are named", body = Refusal),
    ),
)]
pub(super) async fn verdicts(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let code = needed(reading.params.body.clone(), "body", "QOP")?;
        let register = reading.snapshot.register()?;
        let body = pages::body::find(reading, &register, &code)?;
        let as_at = reading.as_at();
        let mut all: Vec<Judged> = targets_of_body(reading.snapshot, &body, as_at)?;
        let plans = plans_of_body(reading.snapshot, &body.code, as_at)?;
        all.extend(
            plans
                .iter()
                .filter_map(|(_, plan)| judged_plan(plan, body.level)),
        );
        Answer::json(&all.iter().map(VerdictShape::from).collect::<Vec<_>>())
    })
    .await
}

/// Plans of one kind of body.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanGroup {
    /// How many bodies stand how: `missed`, `met`, `undecided`, `outturn-only`, `beside`, `plan-only`,
    /// `draft-only`, `unknown`.
    #[schema(value_type = Object)]
    counts: BTreeMap<&'static str, usize>,
    /// Of those beside, how many lean towards a miss.
    leaning_to_miss: usize,
    /// Of those missed, how many rest on a row that nobody has confirmed.
    missed_unverified: usize,
    bodies: Vec<PlanShape>,
}

/// A running total of money put in, and by how much it grew: never to be added up.
#[derive(Serialize, ToSchema)]
pub(super) struct Injected {
    /// Millions of pounds more than the total before.
    step: f64,
    /// The total so far, in millions of pounds.
    total: f64,
    as_at: String,
    note: String,
    file: String,
    line: u32,
    source: String,
}

/// The plans of a year.
#[derive(Serialize, ToSchema)]
pub(super) struct PlansAnswer {
    #[schema(example = "2023-24")]
    year: String,
    systems: PlanGroup,
    trusts: PlanGroup,
    /// How many systems missed their plan, by each published count.
    published: Vec<FactShape>,
    /// Every national figure of the year.
    national: Vec<FactShape>,
    injections: Vec<Injected>,
    /// Rows that were left out, since no source says when they came out.
    undated: usize,
}

fn group(year: &PlanYear, of: &YearSummary) -> PlanGroup {
    PlanGroup {
        counts: Standing::ALL
            .iter()
            .map(|standing| (standing.as_str(), of.count(*standing)))
            .collect(),
        leaning_to_miss: of.leaning_to_miss(),
        missed_unverified: of.missed_unverified(),
        bodies: of
            .bodies
            .iter()
            .map(|body| {
                let name = people_words::body_name(&body.body);
                PlanShape::new(body, &name, year.realism.get(&body.body))
            })
            .collect(),
    }
}

/// Plan against outturn of every system and trust of a financial year.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{year}",
    params(
        ("year" = String, Path, description = "The financial year", example = "2023-24"),
        ("on" = Option<String>, Query, description = "Judged as at this day; else today", example = "2024-04-30"),
        ("as_known" = Option<String>, Query, description = "Only what was surely published by this day", example = "2024-04-30"),
    ),
    responses(
        (status = 200, description = "The plans", body = PlansAnswer),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No plan of that year is held", body = Refusal),
    ),
)]
pub(super) async fn plans(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(year): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let of = pages::plans::read(reading, &year)?;
        let national = of.facts.all().iter().filter(|fact| fact.of.year == of.year);
        Answer::json(&PlansAnswer {
            year: of.year.to_string(),
            systems: group(&of, &of.systems),
            trusts: group(&of, &of.trusts),
            published: of.systems.published.iter().map(FactShape::from).collect(),
            national: national.map(FactShape::from).collect(),
            injections: of
                .injections
                .steps(of.year)
                .iter()
                .map(|step| Injected {
                    step: step.step,
                    total: step.to.total,
                    as_at: step.to.as_at.to_string(),
                    note: step.to.note.clone(),
                    file: step.to.place.file.to_string(),
                    line: step.to.place.line,
                    source: step.to.place.source.to_string(),
                })
                .collect(),
            undated: of.undated,
        })
    })
    .await
}

/// The way from a target to whoever answers for it.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountabilityAnswer {
    target: CommitmentShape,
    /// The part of the service that it belongs to.
    #[schema(example = "elective care")]
    area: String,
    /// Whether the body owes it.
    owes: bool,
    /// What became of it for the body; null where it does not owe it.
    verdict: Option<VerdictShape>,
    /// The body that owes it, those that oversee it, and who answers nationally; without posts where none
    /// is known.
    answering: Vec<RungShape>,
}

/// Target, body, post, person on a day, evidence: one for each target asked for.
#[utoipa::path(
    get,
    path = "/api/v1/accountability",
    params(
        ("target" = Option<String>, Query, description = "A target's name", example = "ae-4h-95-standard"),
        ("measure" = Option<String>, Query, description = "Else every target that this measure decides", example = "ae-four-hour"),
        ("body" = Option<String>, Query, description = "The body's code; else England", example = "QOP"),
        ("on" = Option<String>, Query, description = "The day; else today", example = "2024-03-31"),
    ),
    responses(
        (status = 200, description = "The ways", body = Vec<AccountabilityAnswer>),
        (status = 400, description = "A parameter cannot be, or neither target nor measure is given", body = Refusal),
        (status = 404, description = "No such measure or body", body = Refusal),
    ),
)]
pub(super) async fn accountability(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| Answer::json(&ways(reading)?)).await
}

fn ways(reading: &Reading<'_>) -> Result<Vec<AccountabilityAnswer>, AppError> {
    let params = &reading.params;
    let asked: Vec<&'static Commitment> = match (&params.commitment, &params.measure) {
        (Some(id), _) => vec![pages::target::find(id.as_str())?],
        (None, Some(measure)) => {
            let measure = reading.snapshot.measure(measure)?;
            Targets::bundled().of_measure(&measure.id).collect()
        }
        (None, None) => {
            return Err(AppError::bad_request(
                "target is missing",
                "Give target=ae-4h-95-standard, or measure=ae-four-hour.".to_owned(),
            ));
        }
    };
    let england = BodyCode::england().to_string();
    let code = params.body.clone().unwrap_or(england);
    let register = reading.snapshot.register()?;
    let body = pages::body::find(reading, &register, &code)?;
    let judged = targets_of_body(reading.snapshot, &body, reading.as_at())?;
    asked
        .into_iter()
        .map(|target| {
            let indicator = Targets::bundled().indicator(target);
            let area = indicator.map_or("", |indicator| indicator.area.as_str());
            let of_body = judged
                .iter()
                .find(|judged| judged.commitment.id == target.id);
            let rungs = ladder(reading.snapshot, &body.code, body.level, area, reading.on())?;
            Ok(AccountabilityAnswer {
                target: CommitmentShape::from(target),
                area: area.to_owned(),
                owes: of_body.is_some(),
                verdict: of_body.map(VerdictShape::from),
                answering: rungs.iter().map(RungShape::from).collect(),
            })
        })
        .collect()
}
