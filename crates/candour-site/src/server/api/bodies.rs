//! `/api/v1/bodies`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use candour_archive::KnownBody;
use candour_core::{Level, Month};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, answer};
use crate::server::links;
use crate::server::state::Site;

/// How many bodies one answer holds.
const MOST: usize = 2_000;

/// A body of the health service.
#[derive(Serialize, ToSchema)]
pub(super) struct Body {
    /// Its code; `england` is the nation.
    code: String,
    /// Its name.
    name: String,
    /// The level at which its figures stand.
    #[schema(value_type = String, example = "provider")]
    level: Level,
    /// The code of the body that the latest file puts it under.
    parent: Option<String>,
    /// That body's name.
    parent_name: Option<String>,
    /// The first month in which a file names it; null where only the register knows it.
    #[schema(value_type = Option<String>, example = "2019-04")]
    first: Option<Month>,
    /// The last month in which a file names it.
    #[schema(value_type = Option<String>, example = "2026-01")]
    last: Option<Month>,
    /// Its page on this site.
    path: String,
}

impl From<KnownBody> for Body {
    fn from(body: KnownBody) -> Self {
        Self {
            path: links::body(&body.code, links::View::default()),
            code: body.code.to_string(),
            name: body.name,
            level: body.level,
            parent: body.parent.map(|parent| parent.to_string()),
            parent_name: body.parent_name,
            first: body.first,
            last: body.last,
        }
    }
}

/// Bodies by name or code: the nation and regions first, then boards, then the rest.
#[utoipa::path(
    get,
    path = "/api/v1/bodies",
    params(
        ("search" = Option<String>, Query, description = "Words of a name, or a code; else every body"),
        ("level" = Option<String>, Query, description = "Only bodies of this level"),
    ),
    responses(
        (status = 200, description = "The bodies, 2,000 at the most", body = Vec<Body>),
        (status = 400, description = "A parameter cannot be", body = Refusal),
    ),
)]
pub(super) async fn bodies(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let found = reading.snapshot.bodies(&reading.params.q, usize::MAX)?;
        let wanted = found
            .into_iter()
            .filter(|body| reading.params.level.is_none_or(|level| level == body.level));
        Answer::json(&wanted.take(MOST).map(Body::from).collect::<Vec<_>>())
    })
    .await
}
