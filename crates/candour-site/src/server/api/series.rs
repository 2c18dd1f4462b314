//! `/api/v1/series`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use candour_archive::{Series, SeriesRow, basis_at, usual_basis};
use candour_core::Level;
use candour_measures::Measure;
use candour_register::Boundaries;

use super::answers::Refusal;
use super::needed;
use super::shapes::Figure;
use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::error::AppError;
use crate::server::links;
use crate::server::state::Site;

/// How many figures one answer holds.
const MOST: usize = 50_000;

/// A measure of a body, or of every body of a level, through time.
#[utoipa::path(
    get,
    path = "/api/v1/series",
    params(
        ("measure" = String, Query, description = "The measure's id or one of its other names", example = "ae-four-hour"),
        ("body" = Option<String>, Query, description = "The body's code; this or `level` must be given", example = "england"),
        ("level" = Option<String>, Query, description = "Every body of this level: provider, sub-icb, icb, region or england"),
        ("basis" = Option<String>, Query, description = "provider or commissioner; else commissioner for boards and their parts, provider for all others"),
        ("treatment_function" = Option<String>, Query, description = "As published, such as C_110; else all together"),
        ("sector" = Option<String>, Query, description = "The same for beds: general_acute, learning_disabilities, maternity or mental_illness"),
        ("from" = Option<String>, Query, description = "The first month, such as 2025-01"),
        ("to" = Option<String>, Query, description = "The last month"),
        ("boundaries" = Option<String>, Query, description = "as-reported (usual), then (the bodies of each month), now, or a day whose bodies all history is carried onto", example = "2026-04-01"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day, such as 2026-03-12"),
    ),
    responses(
        (status = 200, description = "Every figure, month by month; absent months say why", body = Vec<Figure>),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such measure or body", body = Refusal),
    ),
)]
pub(super) async fn series(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| Answer::json(&read(reading)?)).await
}

fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, AppError> {
    let params = &reading.params;
    let measure = reading.snapshot.measure(needed(
        params.measure.as_deref(),
        "measure",
        "ae-four-hour",
    )?)?;
    let all = match (&params.body, params.level) {
        (Some(body), _) => {
            let body = reading.snapshot.body(body)?;
            vec![
                reading
                    .snapshot
                    .series(&reading.query(measure, &body.code))?,
            ]
        }
        (None, Some(level)) => of_level(reading, measure, level)?,
        (None, None) => {
            return Err(AppError::bad_request(
                "body is missing",
                "Give body=england, or level=region for every body of a level.".to_owned(),
            ));
        }
    };
    let mut figures = Vec::new();
    for series in &all {
        let rows = SeriesRow::all(series, measure.unit).zip(&series.figures);
        figures.extend(rows.map(|(row, figure)| {
            let receipt = figure.source.as_ref().map(|_| {
                links::receipt(&series.key, measure, figure.period, links::View::of(series))
            });
            Figure::new(row, receipt)
        }));
        if figures.len() > MOST {
            return Err(AppError::bad_request(
                format!("There are more than {MOST} figures"),
                "Narrow it with from and to, such as from=2025-01.".to_owned(),
            ));
        }
    }
    Ok(figures)
}

fn of_level(
    reading: &Reading<'_>,
    measure: &Measure,
    level: Level,
) -> Result<Vec<Series>, AppError> {
    let params = &reading.params;
    let basis = params.basis.unwrap_or(match reading.boundaries() {
        Boundaries::AsReported => usual_basis(level),
        Boundaries::Then | Boundaries::On(_) => basis_at(measure, level),
    });
    let function = params.treatment_function.as_ref();
    let mut all = reading.snapshot.figures_of_level(
        measure,
        level,
        basis,
        function,
        reading.boundaries(),
        params.as_known,
    )?;
    for series in &mut all {
        let wanted = |month| {
            params.from.is_none_or(|from| from <= month) && params.to.is_none_or(|to| month <= to)
        };
        series.figures.retain(|figure| wanted(figure.period));
    }
    Ok(all)
}
