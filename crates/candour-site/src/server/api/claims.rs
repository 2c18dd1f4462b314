//! `/api/v1/claims` and `/api/v1/corrections`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use candour_briefing::claims::ClaimShape;
use candour_briefing::corrections::{CorrectionShape, corrections as all_corrections};

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, answer};
use crate::server::pages;
use crate::server::state::Site;

/// Sentences that are kept true, each as it stands now: the broken first.
#[utoipa::path(
    get,
    path = "/api/v1/claims",
    responses((status = 200, description = "The claims", body = Vec<ClaimShape>)),
)]
pub(super) async fn claims(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        Answer::json(&pages::claims::shapes(reading)?)
    })
    .await
}

/// One claim as it stands now, with every turn that it took.
#[utoipa::path(
    get,
    path = "/api/v1/claims/{id}",
    params(("id" = String, Path, description = "Its name", example = "ae-four-hour-december-2022")),
    responses(
        (status = 200, description = "The claim", body = ClaimShape),
        (status = 404, description = "No such claim; the nearest are named", body = Refusal),
    ),
)]
pub(super) async fn claim(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let one = pages::claims::find(reading, &id)?;
        let ledger = pages::claims::ledger(reading)?;
        Answer::json(&ClaimShape::new(&one, &ledger))
    })
    .await
}

/// What Candour itself got wrong, the latest found first.
#[utoipa::path(
    get,
    path = "/api/v1/corrections",
    responses((status = 200, description = "The corrections", body = Vec<CorrectionShape>)),
)]
pub(super) async fn corrections(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |_| {
        let shapes: Vec<CorrectionShape> = all_corrections()
            .0
            .iter()
            .map(CorrectionShape::from)
            .collect();
        Answer::json(&shapes)
    })
    .await
}
