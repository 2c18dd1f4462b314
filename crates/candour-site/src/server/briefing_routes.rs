//! The addresses of briefings, feeds and embeds.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use super::answer::{Asked, answer};
use super::pages::{briefings, embed, feeds};
use super::state::Site;

type Shared = State<Arc<Site>>;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/briefings", get(all))
        .route("/briefings/{of}", get(one))
        .route("/feeds/{name}", get(feed))
        .route("/embed/chart/{measure}/{body}", get(embed_chart))
        .route("/embed/figure/{measure}/{body}/{month}", get(embed_figure))
}

async fn all(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, briefings::all).await
}

async fn one(State(site): Shared, asked: Asked, Path(of): Path<String>) -> Response {
    answer(site, asked, move |reading| briefings::one(reading, &of)).await
}

async fn feed(State(site): Shared, asked: Asked, Path(name): Path<String>) -> Response {
    answer(site, asked, move |reading| feeds::named(reading, &name)).await
}

async fn embed_chart(
    State(site): Shared,
    asked: Asked,
    Path((measure, body)): Path<(String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        embed::chart(reading, &measure, &body)
    })
    .await
}

async fn embed_figure(
    State(site): Shared,
    asked: Asked,
    Path((measure, body, month)): Path<(String, String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        embed::figure(reading, &measure, &body, &month)
    })
    .await
}
