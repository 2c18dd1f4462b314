//! `/api/v1/assess`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use candour_assessment::FacetAssessment;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Refusal;
use super::needed;
use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::error::AppError;
use crate::server::links;
use crate::server::state::Site;
use candour_findings as findings;

/// Assessments, one a series: the shape of the command's `assess`.
#[derive(Serialize, ToSchema)]
pub(super) struct Assessments {
    facets: Vec<Facet>,
}

/// One series assessed.
#[derive(Serialize, ToSchema)]
pub(super) struct Facet {
    /// The body's code.
    facet: String,
    /// Mean and limits by rebase group.
    groups: Vec<Group>,
    /// One entry a month.
    points: Vec<Point>,
    /// The variation icon: common_cause, improvement_high, improvement_low, concern_high, concern_low,
    /// neutral_high or neutral_low; null below 13 points.
    variation: Option<String>,
    /// The assurance icon: consistent_pass, consistent_fail or inconsistent; null without a target.
    assurance: Option<String>,
    /// Whether the limits are trial limits: fewer than 13 points.
    trial_limits: bool,
    /// The month that the variation icon speaks of.
    as_of: Option<String>,
    /// Every parameter of the rules used.
    #[schema(value_type = Object)]
    profile: serde_json::Value,
    /// What a reader should be told.
    #[schema(value_type = Vec<Object>)]
    warnings: Vec<serde_json::Value>,
}

/// Mean and limits of one rebase group.
#[derive(Serialize, ToSchema)]
pub(super) struct Group {
    rebase_group: usize,
    n: usize,
    mean: Option<f64>,
    lpl: Option<f64>,
    upl: Option<f64>,
    near_lpl: Option<f64>,
    near_upl: Option<f64>,
    short: bool,
}

/// One month.
#[derive(Serialize, ToSchema)]
pub(super) struct Point {
    /// The month.
    #[schema(example = "2026-01")]
    date: String,
    value: Option<f64>,
    rebase_group: usize,
    /// -1 below, 0 on, 1 above the mean.
    relative_to_mean: Option<i8>,
    outside_limits: Option<bool>,
    close_to_limits: Option<bool>,
    /// The rule that marks the point, such as `7 Points Above CL`.
    special_cause: Option<String>,
    /// What that means, such as `special_cause_concern`.
    point_type: Option<String>,
    /// The path of the value's receipt.
    receipt: Option<String>,
}

/// A series with its limits, signals and icons (XmR, as in "Making Data Count").
#[utoipa::path(
    get,
    path = "/api/v1/assess",
    params(
        ("measure" = String, Query, description = "The measure's id or one of its other names", example = "ae-four-hour"),
        ("body" = String, Query, description = "The body's code", example = "england"),
        ("profile" = Option<String>, Query, description = "nhsr-0.2.2 or mdc-excel"),
        ("rebase" = Option<String>, Query, description = "Months from which limits are set anew, with commas between", example = "2021-06"),
        ("target" = Option<f64>, Query, description = "A target in the unit of the values; else the national standard"),
        ("level" = Option<String>, Query, description = "The level to take the body at"),
        ("basis" = Option<String>, Query, description = "provider or commissioner"),
        ("treatment_function" = Option<String>, Query, description = "As published, such as C_110; else all together"),
        ("sector" = Option<String>, Query, description = "The same for beds: general_acute, learning_disabilities, maternity or mental_illness"),
        ("from" = Option<String>, Query, description = "The first month"),
        ("to" = Option<String>, Query, description = "The last month"),
        ("boundaries" = Option<String>, Query, description = "as-reported (usual), then (the bodies of each month), now, or a day whose bodies all history is carried onto", example = "2026-04-01"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day, such as 2026-03-12"),
    ),
    responses(
        (status = 200, description = "The assessment", body = Assessments),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such measure or body", body = Refusal),
    ),
)]
pub(super) async fn assess(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| Answer::json(&read(reading)?)).await
}

fn read(reading: &Reading<'_>) -> Result<serde_json::Value, AppError> {
    let params = &reading.params;
    let measure = reading.snapshot.measure(needed(
        params.measure.as_deref(),
        "measure",
        "ae-four-hour",
    )?)?;
    let body = reading
        .snapshot
        .body(needed(params.body.as_deref(), "body", "england")?)?;
    let series = reading
        .snapshot
        .series(&reading.query(measure, &body.code))?;
    let assessment = findings::assess(&series, measure, &reading.assess_options())?;
    let mut told = findings::by_month(&[FacetAssessment {
        facet: body.code.to_string(),
        assessment,
    }])?;
    let points = told
        .pointer_mut("/facets/0/points")
        .and_then(serde_json::Value::as_array_mut);
    for (point, figure) in points.into_iter().flatten().zip(&series.figures) {
        if let Some(point) = point.as_object_mut() {
            let receipt = figure.source.as_ref().map(|_| {
                links::receipt(
                    &series.key,
                    measure,
                    figure.period,
                    links::View::of(&series),
                )
            });
            point.insert("receipt".to_owned(), receipt.into());
        }
    }
    Ok(told)
}
