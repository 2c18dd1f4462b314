//! Following something: the pages and the API of alerts.
//!
//! The site takes what is asked into the store and sends nothing itself: `candour alerts send` does, or the thread that
//! `candour serve` runs beside it. A page with a token changes nothing before its button is pressed, because programs
//! that look at mails follow links.

mod api;
mod asking;
mod form;
mod steps;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use candour_alerts::{Store, StoreError};
use jiff::Timestamp;

use super::answer::{Answer, Asked, Reading, answer};
use super::error::AppError;
use super::state::Site;

pub(super) use api::{__path_ask, __path_confirm, __path_end, __path_offered};

/// No form of this site is longer.
const LONGEST_FORM: usize = 8 * 1024;

/// Where subscriptions are taken.
pub struct AlertsDesk {
    store: Mutex<Store>,
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

impl AlertsDesk {
    /// A desk over a store, with a clock.
    pub fn new(store: Store, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self {
            store: Mutex::new(store),
            now: Box::new(now),
        }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        (self.now)()
    }
}

impl std::fmt::Debug for AlertsDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AlertsDesk").finish_non_exhaustive()
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::TooMany(why) => Self::bad_request(
                "Too much is asked at once",
                format!("{}.", super::league::capital(why)),
            ),
            StoreError::Address(error) => address_fault(&error),
            other => Self::Internal(other.to_string()),
        }
    }
}

fn address_fault(error: &impl std::fmt::Display) -> AppError {
    AppError::bad_request(
        "That is not an e-mail address that can be written to",
        format!(
            "{}. Nothing was stored.",
            super::league::capital(&error.to_string())
        ),
    )
}

/// The desk, where this copy of the site has one.
fn desk(site: &Site) -> Result<Arc<AlertsDesk>, AppError> {
    site.alerts
        .clone()
        .ok_or_else(|| AppError::not_found("This copy of the site sends no alerts"))
}

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/alerts", get(page).post(ask))
        .route("/alerts/confirm/{token}", get(to_confirm).post(confirm))
        .route("/alerts/unsubscribe/{token}", get(to_end).post(end))
        .route("/api/v1/alerts", get(api::offered).post(api::ask))
        .route("/api/v1/alerts/confirm/{token}", post(api::confirm))
        .route("/api/v1/alerts/unsubscribe/{token}", post(api::end))
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
}

/// An answer that depends on more than the archive: nobody keeps it, and its address, which may hold a token, is told to no
/// page that it leads to.
async fn fresh<F>(site: Arc<Site>, asked: Asked, work: F) -> Response
where
    F: FnOnce(&Reading<'_>) -> Result<Answer, AppError> + Send + 'static,
{
    let mut response = answer(site, asked.anew(), work).await;
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

type Shared = State<Arc<Site>>;

async fn page(State(site): Shared, asked: Asked, RawQuery(query): RawQuery) -> Response {
    let offered = site.alerts.is_some();
    fresh(site, asked, move |reading| {
        asking::page(reading, offered, query.as_deref().unwrap_or_default())
    })
    .await
}

async fn ask(State(site): Shared, asked: Asked, headers: HeaderMap, body: Bytes) -> Response {
    if from_elsewhere(&headers) {
        return asked.refuse(AppError::bad_request(
            "This form was sent by another site",
            "Open /alerts and send the form from there.".to_owned(),
        ));
    }
    let desk = desk(&site);
    fresh(site, asked, move |reading| {
        asking::ask(reading, &*desk?, &body)
    })
    .await
}

/// Whether a browser says that another site's page sent a form. Programs that say nothing are no browsers with somebody's
/// session in them; and there is no session here.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|from| from != "same-origin" && from != "none")
}

async fn to_confirm(State(site): Shared, asked: Asked, Path(token): Path<String>) -> Response {
    let desk = desk(&site);
    fresh(site, asked, move |reading| {
        steps::to_confirm(reading, &*desk?, &token)
    })
    .await
}

async fn confirm(State(site): Shared, asked: Asked, Path(token): Path<String>) -> Response {
    let desk = desk(&site);
    fresh(site, asked, move |reading| {
        steps::confirm(reading, &*desk?, &token)
    })
    .await
}

async fn to_end(State(site): Shared, asked: Asked, Path(token): Path<String>) -> Response {
    let desk = desk(&site);
    fresh(site, asked, move |reading| {
        steps::to_end(reading, &*desk?, &token)
    })
    .await
}

/// Also what a reader of mail posts to at one click (RFC 8058): no cookie, no page of this site, no question.
async fn end(State(site): Shared, asked: Asked, Path(token): Path<String>) -> Response {
    let desk = desk(&site);
    fresh(site, asked, move |reading| {
        steps::end(reading, &*desk?, &token)
    })
    .await
}
