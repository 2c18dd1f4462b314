//! `/api/v1`: the same figures as JSON, with a receipt for each value.

pub(in crate::server) mod answers;
mod assess;
mod bodies;
mod body;
mod briefing;
mod claims;
mod commitments;
mod events;
mod explain;
mod frameworks;
mod measures;
mod people;
mod series;
mod shapes;
mod sources;
mod status;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use utoipa::OpenApi as _;

pub(super) use answers::Refusal;

use super::alerts;
use super::answer::{Answer, Asked, answer};
use super::check;
use super::error::AppError;
use super::state::Site;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Candour",
        description = "Published figures of the health service in England, each with the receipt that leads to \
                       the rows of the file it came from. Values of a share are fractions of 1; months are \
                       written 2026-01; an absent cell is null and its status says why. The body `england` is the nation.",
        license(
            name = "Open Government Licence v3.0 (figures)",
            url = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
        ),
    ),
    paths(
        series::series,
        explain::explain,
        assess::assess,
        alerts::offered,
        alerts::ask,
        alerts::confirm,
        alerts::end,
        bodies::bodies,
        body::body,
        check::check_text,
        briefing::briefing,
        events::events,
        frameworks::frameworks,
        frameworks::framework,
        frameworks::trust,
        frameworks::reconciliation,
        frameworks::what_if,
        measures::measures,
        measures::measure,
        commitments::commitments,
        commitments::commitment,
        commitments::verdicts,
        commitments::plans,
        commitments::accountability,
        claims::claims,
        claims::claim,
        claims::corrections,
        people::people,
        people::person,
        people::posts,
        people::post,
        people::changes,
        status::status,
        sources::source,
    )
)]
struct Description;

/// The description of the API.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/api/v1/series", get(series::series))
        .route("/api/v1/explain", get(explain::explain))
        .route("/api/v1/assess", get(assess::assess))
        .route("/api/v1/bodies", get(bodies::bodies))
        .route("/api/v1/bodies/{code}", get(body::body))
        .route("/api/v1/briefing", get(briefing::briefing))
        .route("/api/v1/events", get(events::events))
        .route("/api/v1/frameworks", get(frameworks::frameworks))
        .route("/api/v1/frameworks/{id}", get(frameworks::framework))
        .route(
            "/api/v1/frameworks/{id}/trusts/{code}",
            get(frameworks::trust),
        )
        .route(
            "/api/v1/frameworks/{id}/reconciliation",
            get(frameworks::reconciliation),
        )
        .route("/api/v1/frameworks/{id}/what-if", get(frameworks::what_if))
        .route("/api/v1/measures", get(measures::measures))
        .route("/api/v1/measures/{id}", get(measures::measure))
        .route("/api/v1/commitments", get(commitments::commitments))
        .route("/api/v1/commitments/{id}", get(commitments::commitment))
        .route("/api/v1/verdicts", get(commitments::verdicts))
        .route("/api/v1/plans/{year}", get(commitments::plans))
        .route("/api/v1/accountability", get(commitments::accountability))
        .route("/api/v1/claims", get(claims::claims))
        .route("/api/v1/claims/{id}", get(claims::claim))
        .route("/api/v1/corrections", get(claims::corrections))
        .route("/api/v1/people", get(people::people))
        .route("/api/v1/people/{id}", get(people::person))
        .route("/api/v1/posts", get(people::posts))
        .route("/api/v1/posts/{id}", get(people::post))
        .route("/api/v1/bodies/{code}/changes", get(people::changes))
        .route("/api/v1/status", get(status::status))
        .route("/api/v1/sources/{sha256}", get(sources::source))
        .route("/api/v1/openapi.json", get(description))
}

async fn description(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |_| Answer::json(&openapi())).await
}

/// A parameter without which nothing can be answered.
fn needed<T>(given: Option<T>, name: &str, example: &str) -> Result<T, AppError> {
    given.ok_or_else(|| {
        AppError::bad_request(
            format!("{name} is missing"),
            format!("Give {name}={example}."),
        )
    })
}
