//! The server: routes, typed queries, one reading of the archive a request.
//!
//! A handler names the route; what it shows is a pure function from a `Reading` to
//! a view model or a JSON shape. Nothing a user typed reaches a page but through the templates, which
//! escape it.

mod accountable;
mod alerts;
mod answer;
mod api;
mod boundaries;
mod briefing_routes;
mod briefings;
mod check;
mod commitment_files;
mod common;
mod downloads;
mod error;
mod events;
mod files;
mod framework_params;
mod intervals;
mod kin;
mod league;
mod maps;
mod outcome_map;
mod pages;
mod params;
mod people_words;
mod plan_words;
mod promise_words;
mod promises;
mod routes;
mod state;
mod told;
mod told_charts;
mod told_news;

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use candour_archive::Archive;
use candour_findings::{dates, links, wording};
use jiff::civil::Date;

pub use alerts::AlertsDesk;
pub use api::openapi;
pub use intervals::share_interval;

/// The whole site over an archive, by the machine's clock.
pub fn router(archive: Arc<Archive>) -> Router {
    routes::router(archive, Arc::new(state::by_the_clock), None)
}

/// The whole site as it is on `today`: for tests, whose pages must not change overnight.
pub fn router_on(archive: Arc<Archive>, today: Date) -> Router {
    routes::router(archive, Arc::new(move || today), None)
}

/// The whole site as it is on `today`, with a desk where subscriptions are taken.
pub fn router_with_alerts(archive: Arc<Archive>, today: Date, desk: AlertsDesk) -> Router {
    routes::router(archive, Arc::new(move || today), Some(Arc::new(desk)))
}

/// Serves the site until `shutdown`, then lets what is under way end.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    archive: Arc<Archive>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(archive))
        .with_graceful_shutdown(shutdown)
        .await
}

/// Serves the site, with a desk where subscriptions are taken, until `shutdown`.
///
/// # Errors
/// Where the listener fails.
pub async fn serve_with_alerts(
    listener: tokio::net::TcpListener,
    archive: Arc<Archive>,
    desk: AlertsDesk,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let today = Arc::new(state::by_the_clock);
    axum::serve(
        listener,
        routes::router(archive, today, Some(Arc::new(desk))),
    )
    .with_graceful_shutdown(shutdown)
    .await
}

/// Whether a query is one that the site reads; else what was expected. It takes any text.
///
/// ```
/// use candour_site::server::check_query;
/// assert_eq!(check_query("as_known=2026-03-12&all=1"), Ok(()));
/// assert!(check_query("as_known=soon").is_err_and(|expected| expected.contains("2026-03-12")));
/// ```
///
/// # Errors
/// What was expected in the place of a value that cannot be.
pub fn check_query(query: &str) -> Result<(), String> {
    match params::Params::parse(query) {
        Ok(_) => Ok(()),
        Err(error::AppError::BadRequest { hint, .. }) => Err(hint),
        Err(_) => Err("a query".to_owned()),
    }
}
