//! `/api/v1/events`: the dated events that charts bear.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use candour_assessment::events::EventShape;

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, answer};
use crate::server::pages;
use crate::server::state::Site;

/// Strikes and other dated events, each with its source. They are marks on charts; no figure is left
/// out because of one. A number that is not known is null.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    params(
        ("from" = Option<String>, Query, description = "Only events that go on in this month or later", example = "2023-01"),
        ("to" = Option<String>, Query, description = "Only events that go on in this month or earlier", example = "2023-12"),
    ),
    responses(
        (status = 200, description = "The events, in the order of their first days", body = Vec<serde_json::Value>),
        (status = 400, description = "A parameter cannot be", body = Refusal),
    ),
)]
pub(super) async fn events(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let shapes: Vec<EventShape> = pages::events::asked(reading)
            .into_iter()
            .map(EventShape::from)
            .collect();
        Answer::json(&shapes)
    })
    .await
}
