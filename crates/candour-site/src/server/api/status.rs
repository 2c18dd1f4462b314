//! `/api/v1/status`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use candour_core::Month;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::error::AppError;
use crate::server::state::Site;

/// What is held, what is missing, and who did not submit.
#[derive(Serialize, ToSchema)]
pub(super) struct Status {
    /// Family by family.
    holdings: Vec<Holding>,
    /// For each measure, who did not submit it in the latest month in which anybody did not.
    not_submitted: Vec<NotSubmitted>,
}

/// What is held of a family of publications.
#[derive(Serialize, ToSchema)]
pub(super) struct Holding {
    /// The family.
    publication: String,
    /// How many files, all versions and forms counted.
    files: usize,
    /// How many of them are known by starter figures alone.
    not_held: usize,
    /// The first month.
    #[schema(value_type = Option<String>)]
    first: Option<Month>,
    /// The last month.
    #[schema(value_type = Option<String>)]
    last: Option<Month>,
    /// Months between of which nothing is held.
    #[schema(value_type = Vec<String>)]
    missing: Vec<Month>,
    /// Months of which only a part is held.
    #[schema(value_type = Vec<String>)]
    partial: Vec<Month>,
    /// The latest known day of publication.
    #[schema(value_type = Option<String>)]
    last_published: Option<Date>,
    /// How many files have no known day of publication.
    undated: usize,
    /// How many warnings there are in the files.
    warnings: usize,
}

/// Who did not submit a measure in a month.
#[derive(Serialize, ToSchema)]
pub(super) struct NotSubmitted {
    /// The measure's id.
    measure: String,
    /// The month.
    #[schema(value_type = String, example = "2023-05")]
    month: Month,
    /// The bodies' codes and names.
    #[schema(value_type = Vec<Vec<String>>)]
    bodies: Vec<(String, String)>,
}

/// What is held, what is missing, and who did not submit.
#[utoipa::path(
    get,
    path = "/api/v1/status",
    responses((status = 200, description = "The state of the archive", body = Status)),
)]
pub(super) async fn status(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| Answer::json(&read(reading)?)).await
}

fn read(reading: &Reading<'_>) -> Result<Status, AppError> {
    let holdings = reading
        .snapshot
        .holdings()?
        .into_iter()
        .map(|held| Holding {
            publication: held.publication,
            files: held.files,
            not_held: held.not_held,
            first: held.first,
            last: held.last,
            missing: held.missing,
            partial: held.partial,
            last_published: held.last_published,
            undated: held.undated,
            warnings: held.warnings,
        });
    let not_submitted = reading
        .snapshot
        .latest_not_submitted()?
        .into_iter()
        .map(|told| NotSubmitted {
            measure: told.measure.to_string(),
            month: told.month,
            bodies: told
                .bodies
                .into_iter()
                .map(|(code, name)| (code.to_string(), name))
                .collect(),
        });
    Ok(Status {
        holdings: holdings.collect(),
        not_submitted: not_submitted.collect(),
    })
}
