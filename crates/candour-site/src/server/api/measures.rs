//! `/api/v1/measures`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use candour_core::{Basis, Better, Level, Month, Unit};
use candour_measures::{Catalogue, formula_in_words};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, answer};
use crate::server::links;
use crate::server::state::Site;

/// What is counted.
#[derive(Serialize, ToSchema)]
pub(super) struct Measure {
    /// Its id.
    #[schema(example = "ae-four-hour")]
    id: String,
    /// Its name.
    title: String,
    /// A few words.
    short: String,
    /// The part of the service that it belongs to.
    #[schema(example = "urgent-care")]
    group: &'static str,
    /// Why it matters.
    why: String,
    /// What is counted.
    definition: String,
    /// What is left out.
    left_out: String,
    /// How it is computed, in words.
    formula: String,
    /// share, count or weeks.
    #[schema(value_type = String, example = "share")]
    unit: Unit,
    /// higher, lower or neither.
    #[schema(value_type = String, example = "higher")]
    better: Better,
    /// The family of published files that it is read from.
    #[schema(example = "ae-monthly")]
    publication: String,
    /// At which levels it stands, by which basis.
    levels: Vec<Standing>,
    /// The national standards that it is judged by.
    standards: Vec<Standard>,
    /// Other names by which it can be asked for.
    aliases: Vec<String>,
    /// When its definition was last reviewed.
    #[schema(value_type = String, example = "2026-05-14")]
    reviewed: Date,
    /// Where the definition comes from.
    source: String,
    /// Its page on this site.
    path: String,
}

/// A level and a basis.
#[derive(Serialize, ToSchema)]
pub(super) struct Standing {
    #[schema(value_type = String, example = "region")]
    level: Level,
    #[schema(value_type = String, example = "provider")]
    basis: Basis,
}

/// A national standard.
#[derive(Serialize, ToSchema)]
pub(super) struct Standard {
    /// The bound, in the unit of the values.
    value: f64,
    /// `>=` or `<=`: on which side of it a value must lie.
    operator: &'static str,
    /// The first month in which it holds.
    #[schema(value_type = String, example = "2018-04")]
    from: Month,
    /// The last; null while it holds.
    #[schema(value_type = Option<String>)]
    to: Option<Month>,
    /// What it is called.
    label: String,
    /// Where it is stated.
    source: String,
    /// The commitment, at `/api/v1/commitments/{id}`.
    commitment: String,
}

impl From<&candour_measures::Measure> for Measure {
    fn from(measure: &candour_measures::Measure) -> Self {
        let standards = candour_findings::standards(measure)
            .iter()
            .map(|standard| Standard {
                commitment: standard.commitment.id.to_string(),
                value: standard.value,
                operator: standard.operator.as_str(),
                from: standard.from,
                to: standard.to,
                label: standard.label(),
                source: standard.commitment.place.source.to_string(),
            });
        Self {
            id: measure.id.to_string(),
            title: measure.title.clone(),
            short: measure.short.clone(),
            group: measure.group.as_str(),
            why: measure.why.trim().to_owned(),
            definition: measure.definition.trim().to_owned(),
            left_out: measure.left_out.trim().to_owned(),
            formula: formula_in_words(measure),
            unit: measure.unit,
            better: measure.better,
            publication: measure.publication.to_string(),
            levels: measure
                .levels
                .iter()
                .map(|(level, basis)| Standing {
                    level: *level,
                    basis: *basis,
                })
                .collect(),
            standards: standards.collect(),
            aliases: measure.aliases.clone(),
            reviewed: measure.reviewed,
            source: measure.source.clone(),
            path: links::measure(&measure.id, links::View::default()),
        }
    }
}

/// Every measure, in the order in which pages show them.
#[utoipa::path(
    get,
    path = "/api/v1/measures",
    responses((status = 200, description = "The measures", body = Vec<Measure>)),
)]
pub(super) async fn measures(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |_| {
        Answer::json(
            &Catalogue::bundled()
                .iter()
                .map(Measure::from)
                .collect::<Vec<_>>(),
        )
    })
    .await
}

/// One measure.
#[utoipa::path(
    get,
    path = "/api/v1/measures/{id}",
    params(("id" = String, Path, description = "Its id or one of its other names", example = "ae-four-hour")),
    responses(
        (status = 200, description = "The measure", body = Measure),
        (status = 404, description = "No such measure; the nearest is named", body = Refusal),
    ),
)]
pub(super) async fn measure(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        Answer::json(&Measure::from(reading.snapshot.measure(&id)?))
    })
    .await
}
