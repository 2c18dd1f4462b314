//! `/api/v1/briefing`: what changed and matters.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use candour_briefing::render::BriefingShape;

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, answer};
use crate::server::state::Site;

/// What changed and matters, for England or a body: each item with its sentences, every figure of which leads to
/// its receipt, and with the score that put it where it stands. Without parameters it is today's; a day gone by
/// is asked for with `as_known`, and gives the same answer for ever.
#[utoipa::path(
    get,
    path = "/api/v1/briefing",
    params(
        ("for" = Option<String>, Query, description = "A body's code; else England", example = "QOP"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day; not with `up_to`", example = "2026-03-12"),
        ("up_to" = Option<String>, Query, description = "Only periods up to this month, as the files hold them now", example = "2022-12"),
        ("on" = Option<String>, Query, description = "The day of the briefing: what falls due, who is in post, how old news is; where it stands alone, periods that were over by then. Else today, the day of `as_known` or the last of `up_to`", example = "2026-03-12"),
    ),
    responses(
        (status = 200, description = "The briefing", body = BriefingShape),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such body", body = Refusal),
    ),
)]
pub(super) async fn briefing(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let briefing = reading.briefing(&reading.briefing_asked()?)?;
        Answer::json(&BriefingShape::from(&*briefing))
    })
    .await
}
