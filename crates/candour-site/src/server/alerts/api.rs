//! `/api/v1/alerts`: the same for programs.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use candour_alerts::store::{Confirmed, Ended};
use candour_alerts::{Cadence, EmailAddress, Follow};
use serde::{Deserialize, Serialize};

use super::asking::{WHEN, take};
use super::{address_fault, desk, fresh};
use crate::server::answer::{Answer, Asked};
use crate::server::api::Refusal;
use crate::server::error::AppError;
use crate::server::state::Site;

/// Whether this copy of the site sends alerts, and of what.
#[derive(Serialize, utoipa::ToSchema)]
pub(in crate::server) struct AlertsOffer {
    /// Whether it takes subscriptions.
    offered: bool,
    /// The forms of what can be followed.
    follow: Vec<&'static str>,
    /// How often.
    cadences: Vec<&'static str>,
    /// When somebody is told.
    when: Vec<&'static str>,
}

/// What somebody asks for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct AlertsWish {
    /// The address; a mail asks it to confirm.
    #[schema(example = "ada@example.org")]
    email: String,
    /// What to follow.
    #[schema(example = "query:ae-four-hour@england<0.7")]
    follow: String,
    /// How often: `at-once`, `daily` or `weekly`.
    #[schema(example = "daily")]
    cadence: String,
}

/// What became of it.
#[derive(Serialize, utoipa::ToSchema)]
pub(in crate::server) struct AlertsStep {
    /// `asked`, `confirmed` or `ended`.
    state: &'static str,
    /// What it is about, in words.
    about: Vec<String>,
}

/// Whether this copy of the site sends alerts, and what can be followed.
#[utoipa::path(
    get,
    path = "/api/v1/alerts",
    responses((status = 200, description = "What can be followed", body = AlertsOffer)),
)]
pub(in crate::server) async fn offered(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    let offered = site.alerts.is_some();
    fresh(site, asked, move |_| {
        Answer::json(&AlertsOffer {
            offered,
            follow: vec![
                "body:CODE",
                "measure:ID",
                "measure:ID@CODE",
                "commitment:ID",
                "commitment:ID@CODE",
                "query:ID@CODE<VALUE",
                "query:ID@CODE>VALUE",
                "briefing:CODE",
            ],
            cadences: Cadence::ALL.map(Cadence::as_str).to_vec(),
            when: WHEN.to_vec(),
        })
    })
    .await
}

/// Asks for alerts by e-mail. The answer is the same whether or not the address was known before.
#[utoipa::path(
    post,
    path = "/api/v1/alerts",
    request_body = AlertsWish,
    responses(
        (status = 202, description = "A mail asks the address to confirm", body = AlertsStep),
        (status = 400, description = "The address, what is followed or how often cannot be", body = Refusal),
        (status = 404, description = "This copy of the site sends no alerts, or there is no such body, measure or commitment", body = Refusal),
    ),
)]
pub(in crate::server) async fn ask(
    State(site): State<Arc<Site>>,
    asked: Asked,
    body: Bytes,
) -> Response {
    let desk = desk(&site);
    let mut response = fresh(site, asked, move |reading| {
        let desk = desk?;
        let fault = |heading: &'static str| {
            move |error: String| AppError::bad_request(heading, format!("{error}."))
        };
        let wish: AlertsWish = serde_json::from_slice(&body)
            .map_err(|error| fault("The body cannot be read")(error.to_string()))?;
        let email: EmailAddress = wish.email.parse().map_err(|error| address_fault(&error))?;
        let follow: Follow =
            wish.follow
                .parse()
                .map_err(|error: candour_alerts::FollowError| {
                    fault("That cannot be followed")(error.to_string())
                })?;
        let cadence: Cadence =
            wish.cadence
                .parse()
                .map_err(|error: candour_alerts::CadenceError| {
                    fault("How often is not said")(error.to_string())
                })?;
        let words = take(reading, &desk, &email, &follow, cadence)?;
        Answer::json(&AlertsStep {
            state: "asked",
            about: vec![words],
        })
    })
    .await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::ACCEPTED;
    }
    response
}

/// Confirms what a mail asked to confirm.
#[utoipa::path(
    post,
    path = "/api/v1/alerts/confirm/{token}",
    params(("token" = String, Path, description = "The last part of the link in the mail")),
    responses(
        (status = 200, description = "It is confirmed", body = AlertsStep),
        (status = 404, description = "There is no such token, or it is more than seven days old", body = Refusal),
    ),
)]
pub(in crate::server) async fn confirm(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(token): Path<String>,
) -> Response {
    let desk = desk(&site);
    fresh(site, asked, move |_| {
        let desk = desk?;
        let found = desk.store().confirm(&token, desk.now())?;
        let Confirmed::Yes(id) = found else {
            return Err(super::steps::not_confirmed(&found));
        };
        Answer::json(&AlertsStep {
            state: "confirmed",
            about: super::steps::words(&desk, id)?,
        })
    })
    .await
}

/// Ends what a link is for. Doing it twice is no fault.
#[utoipa::path(
    post,
    path = "/api/v1/alerts/unsubscribe/{token}",
    params(("token" = String, Path, description = "The last part of the link in the mail")),
    responses(
        (status = 200, description = "It has ended", body = AlertsStep),
        (status = 404, description = "This site gave no such link", body = Refusal),
    ),
)]
pub(in crate::server) async fn end(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(token): Path<String>,
) -> Response {
    let desk = desk(&site);
    fresh(site, asked, move |_| {
        let desk = desk?;
        match desk.store().end(&token, desk.now())? {
            Ended::Yes(about) => Answer::json(&AlertsStep {
                state: "ended",
                about,
            }),
            Ended::Unknown => Err(super::steps::unknown()),
        }
    })
    .await
}
