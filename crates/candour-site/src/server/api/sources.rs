//! `/api/v1/sources/{sha256}`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use candour_core::{Month, PublishedBasis, Scope};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::error::AppError;
use crate::server::links;
use crate::server::state::Site;

/// A published file.
#[derive(Serialize, ToSchema)]
pub(super) struct Source {
    /// The SHA-256 of the unpacked file.
    sha256: String,
    /// Its name.
    file: String,
    /// Its length in bytes, unpacked.
    bytes: u64,
    /// The family that it belongs to.
    publication: String,
    /// Who published it.
    publisher: String,
    /// Under which licence.
    licence: String,
    /// Its layout.
    layout: String,
    /// csv or workbook.
    form: &'static str,
    /// The sheet that row numbers count in; null for a text.
    sheet: Option<String>,
    /// The month.
    #[schema(value_type = String, example = "2026-01")]
    period: Month,
    /// national, or partial: some bodies only.
    #[schema(value_type = String, example = "national")]
    scope: Scope,
    /// The test that decided so.
    scope_reason: String,
    /// When it was published, where that is known.
    #[schema(value_type = Option<String>)]
    published_on: Option<Date>,
    /// How that is known.
    #[schema(value_type = String, example = "file-name")]
    published_basis: PublishedBasis,
    /// How many rows of figures it has.
    rows: u64,
    /// Whether the file itself is held here.
    held: bool,
    /// When it was taken, in UTC.
    taken_at: String,
    /// How many figures come from it.
    figures: u64,
    /// What was found wrong, or worth knowing.
    #[schema(value_type = Vec<Object>)]
    diagnostics: Vec<candour_core::Diagnostic>,
    /// Its page on this site.
    path: String,
    /// The file itself; null where it is not held.
    file_path: Option<String>,
}

/// A published file: what it is, when it came, what was read.
#[utoipa::path(
    get,
    path = "/api/v1/sources/{sha256}",
    params(("sha256" = String, Path, description = "Its SHA-256, or the first eight digits or more")),
    responses(
        (status = 200, description = "The file's facts", body = Source),
        (status = 404, description = "No such file", body = Refusal),
    ),
)]
pub(super) async fn source(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(sha256): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        Answer::json(&read(reading, &sha256)?)
    })
    .await
}

fn read(reading: &Reading<'_>, sha256: &str) -> Result<Source, AppError> {
    let source = reading.snapshot.source(sha256)?;
    let path = links::source(&source.row.sha256);
    Ok(Source {
        figures: reading.snapshot.figures_from(&source.row)?,
        diagnostics: reading.snapshot.diagnostics(&source.row)?,
        sha256: source.row.sha256.to_string(),
        file: source.row.file_name,
        bytes: source.bytes,
        publication: source.row.publication,
        publisher: source.publisher,
        licence: source.licence,
        layout: source.layout,
        form: source.row.form.as_str(),
        sheet: source.sheet,
        period: source.row.period,
        scope: source.row.scope,
        scope_reason: source.scope_reason,
        published_on: source.row.published_on,
        published_basis: source.row.published_basis,
        rows: source.rows,
        held: source.row.held,
        taken_at: source.taken_at,
        file_path: source.row.held.then(|| format!("{path}/file")),
        path,
    })
}
