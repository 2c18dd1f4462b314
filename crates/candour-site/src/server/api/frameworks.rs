//! `/api/v1/frameworks`: the oversight frameworks, re-scored in the open.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use candour_core::BodyCode;
use candour_findings::oversight::{
    self, FrameworkShape, ReconciliationShape, StepsShape, TableShape, WhatIfShape,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, answer};
use crate::server::error::AppError;
use crate::server::pages::{
    framework_reconciliation, framework_trust, framework_what_if, frameworks as pages,
};
use crate::server::state::Site;

/// A framework and the league of a quarter.
#[derive(Serialize, ToSchema)]
pub(super) struct FrameworkAnswer {
    /// What is known of it and what is held.
    framework: FrameworkShape,
    /// The league of the quarter; null where no figures are held.
    league: Option<TableShape>,
}

/// The frameworks, what is known of each, and the quarters held.
#[utoipa::path(
    get,
    path = "/api/v1/frameworks",
    params(("as_known" = Option<String>, Query, description = "Only what was published by this day", example = "2026-03-12")),
    responses((status = 200, description = "The frameworks", body = Vec<FrameworkShape>)),
)]
pub(super) async fn frameworks(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let mut shapes = Vec::new();
        for framework in oversight::frameworks() {
            shapes.push(pages::held(reading, &framework.id)?.shape());
        }
        Answer::json(&shapes)
    })
    .await
}

/// One framework and the league of a quarter: every trust held, with how sure its place is.
#[utoipa::path(
    get,
    path = "/api/v1/frameworks/{id}",
    params(
        ("id" = String, Path, description = "Its name", example = "nof-2025-26"),
        ("quarter" = Option<String>, Query, description = "The quarter, or the month that it ends in; else the latest held", example = "2026-03"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day"),
    ),
    responses(
        (status = 200, description = "The framework", body = FrameworkAnswer),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such framework, or the quarter is not held", body = Refusal),
    ),
)]
pub(super) async fn framework(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let held = pages::held(reading, &id)?;
        let wanted = reading.params.framework.quarter;
        let league = if held.quarters().is_empty() && wanted.is_none() {
            None
        } else {
            Some(TableShape::clone(&held.table(held.quarter(wanted)?)))
        };
        Answer::json(&FrameworkAnswer {
            framework: held.shape(),
            league,
        })
    })
    .await
}

fn code(text: &str) -> Result<BodyCode, AppError> {
    BodyCode::new(&text.to_uppercase()).map_err(|_| AppError::not_found("There is no such trust"))
}

/// The steps that set one trust's segment in a quarter.
#[utoipa::path(
    get,
    path = "/api/v1/frameworks/{id}/trusts/{code}",
    params(
        ("id" = String, Path, description = "The framework's name", example = "nof-2025-26"),
        ("code" = String, Path, description = "The trust's code"),
        ("quarter" = Option<String>, Query, description = "The quarter; else the latest that has the trust", example = "2026-03"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day"),
    ),
    responses(
        (status = 200, description = "The steps", body = StepsShape),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such framework, or the trust is not held; the nearest are named", body = Refusal),
    ),
)]
pub(super) async fn trust(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path((id, trust)): Path<(String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        let held = pages::held(reading, &id)?;
        let (_, steps) = framework_trust::find(reading, &held, &code(&trust)?)?;
        Answer::json(&steps)
    })
    .await
}

/// Every published figure held against the rules: the counts, and the figures that do not simply agree.
#[utoipa::path(
    get,
    path = "/api/v1/frameworks/{id}/reconciliation",
    params(
        ("id" = String, Path, description = "The framework's name", example = "nof-2025-26"),
        ("quarter" = Option<String>, Query, description = "Only this quarter; else all", example = "2026-03"),
        ("trust" = Option<String>, Query, description = "Only this trust"),
        ("cause" = Option<String>, Query, description = "Only figures with this cause", example = "segment not determinable"),
        ("all" = Option<String>, Query, description = "1: the figures that agree too"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day"),
    ),
    responses(
        (status = 200, description = "The reconciliation", body = ReconciliationShape),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such framework, or the quarter is not held", body = Refusal),
    ),
)]
pub(super) async fn reconciliation(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let held = pages::held(reading, &id)?;
        held.quarter(reading.params.framework.quarter)?;
        Answer::json(&held.reconciled(&framework_reconciliation::wanted(reading)))
    })
    .await
}

/// Where a trust would stand with other figures. Ranks move among the trusts held only.
#[utoipa::path(
    get,
    path = "/api/v1/frameworks/{id}/what-if",
    params(
        ("id" = String, Path, description = "The framework's name", example = "nof-2025-26"),
        ("trust" = String, Query, description = "The trust's code"),
        ("quarter" = Option<String>, Query, description = "The quarter; else the latest held", example = "2026-03"),
        ("what_if" = Option<String>, Query, description = "METRIC=VALUE, METRIC=median or METRIC=score:N; may stand several times", example = "OF0082=median"),
        ("override" = Option<String>, Query, description = "The flag of the financial override: published, on or off"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day"),
    ),
    responses(
        (status = 200, description = "The answer", body = WhatIfShape),
        (status = 400, description = "A parameter cannot be, or the change makes no sense", body = Refusal),
        (status = 404, description = "No such framework, or the trust or the quarter is not held", body = Refusal),
    ),
)]
pub(super) async fn what_if(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let held = pages::held(reading, &id)?;
        let params = &reading.params.framework;
        let trust = super::needed(params.trust.clone(), "trust", "the code of a trust")?;
        let quarter = held.quarter(params.quarter)?;
        let request = framework_what_if::request(reading, &trust, quarter);
        Answer::json(&WhatIfShape {
            framework: held.framework().id.clone(),
            quarter_name: oversight::quarter_name(quarter),
            answer: held.what_if(&request)?,
        })
    })
    .await
}
