//! `/api/v1/explain`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::answers::Refusal;
use super::needed;
use super::shapes::Explained;
use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::error::AppError;
use crate::server::links;
use crate::server::pages::receipt_rows::rows;
use crate::server::state::Site;

/// How many rows an answer holds, as on the command line.
const ROWS: usize = 500;

/// The receipt of a figure: formula, numbers, files and rows, computed again from the kept file.
#[utoipa::path(
    get,
    path = "/api/v1/explain",
    params(
        ("measure" = String, Query, description = "The measure's id or one of its other names", example = "ae-four-hour"),
        ("body" = String, Query, description = "The body's code", example = "england"),
        ("period" = String, Query, description = "The month", example = "2022-12"),
        ("rows" = Option<String>, Query, description = "1 for the rows themselves"),
        ("level" = Option<String>, Query, description = "The level to take the body at"),
        ("basis" = Option<String>, Query, description = "provider or commissioner"),
        ("treatment_function" = Option<String>, Query, description = "As published, such as C_110; else all together"),
        ("sector" = Option<String>, Query, description = "The same for beds: general_acute, learning_disabilities, maternity or mental_illness"),
        ("boundaries" = Option<String>, Query, description = "as-reported (usual), then (the bodies of each month), now, or a day whose bodies all history is carried onto", example = "2026-04-01"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day, such as 2026-03-12"),
    ),
    responses(
        (status = 200, description = "The receipt", body = Explained),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such figure", body = Refusal),
    ),
)]
pub(super) async fn explain(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| Answer::json(&read(reading)?)).await
}

fn read(reading: &Reading<'_>) -> Result<Explained, AppError> {
    let params = &reading.params;
    let measure = reading.snapshot.measure(needed(
        params.measure.as_deref(),
        "measure",
        "ae-four-hour",
    )?)?;
    let body = reading
        .snapshot
        .body(needed(params.body.as_deref(), "body", "england")?)?;
    let month = needed(params.period, "period", "2026-01")?;
    let receipt = reading
        .snapshot
        .explain(&reading.query(measure, &body.code), month)?;
    let details = if params.rows {
        Some(rows(reading, &receipt, ROWS)?)
    } else {
        None
    };
    let path = links::receipt(
        &receipt.key,
        measure,
        month,
        links::View {
            as_known: receipt.as_known,
            boundaries: receipt.boundaries,
            on: None,
        },
    );
    Ok(Explained::new(&receipt, path, details))
}
