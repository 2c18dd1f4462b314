//! `/api/v1/bodies/{code}`: a body in time.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use candour_core::{BodyCode, Level, Month};
use candour_register::{HalfDate, Kind, Register, Share, Span, Succession};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::error::AppError;
use crate::server::links;
use crate::server::pages::body::find;
use crate::server::pages::body_parts::{day_of, inside};
use crate::server::state::Site;

/// A body of the health service in time. A date is written as far as it is known: `2022-07-01`,
/// `2022-07`, `2022`, or one of these after `announced`, `about`, `by`, `after`, `early`, `late`.
#[derive(Serialize, ToSchema)]
pub(super) struct BodyInTime {
    /// Its code; `england` is the nation.
    code: String,
    /// Its name; the latest, where it had several.
    name: String,
    /// What it is: `icb`, `trust`, `ccg`; null where only files know it.
    #[schema(example = "icb")]
    kind: Option<String>,
    /// The level at which its figures stand; null where it has none.
    #[schema(value_type = Option<String>, example = "icb")]
    level: Option<Level>,
    /// Its first day; null where that is not known.
    #[schema(example = "2022-07-01")]
    since: Option<String>,
    /// Its last day; null where it has none or that is not known.
    #[schema(example = "2026-03-31")]
    until: Option<String>,
    /// Whether its last day has passed.
    ended: bool,
    /// Other names that it has or had.
    names: Vec<OtherName>,
    /// Its codes in other schemes.
    codes: Vec<CodeOf>,
    /// Who went before it.
    predecessors: Vec<Relation>,
    /// Who came after it.
    successors: Vec<Relation>,
    /// The day of which `parents` and `parts` speak: the one asked for; else today, or its last day
    /// where it has ended, or its first where it has not begun.
    #[schema(value_type = String, example = "2026-04-01")]
    on: Date,
    /// The boards and regions that it belonged to on that day, by the register.
    parents: Vec<Parent>,
    /// The bodies in it on that day, by the register.
    parts: Vec<PartOf>,
    /// The code of the body that the latest file puts it under.
    parent: Option<String>,
    /// That body's name.
    parent_name: Option<String>,
    /// The first month in which a file names it; null where only the register knows it.
    #[schema(value_type = Option<String>, example = "2022-07")]
    first: Option<Month>,
    /// The last month in which a file names it.
    #[schema(value_type = Option<String>, example = "2026-01")]
    last: Option<Month>,
    /// Where the row that names it is from: file, line and source; null where only files know it.
    source: Option<String>,
    /// Its page on this site.
    path: String,
}

/// A name that a body has or had.
#[derive(Serialize, ToSchema)]
struct OtherName {
    name: String,
    /// official, short or former.
    kind: String,
    /// Since when it is the name, as far as known.
    from: Option<String>,
    /// Until when.
    to: Option<String>,
}

/// A body's code in another scheme.
#[derive(Serialize, ToSchema)]
struct CodeOf {
    /// ods or ons.
    #[schema(example = "ons")]
    scheme: String,
    #[schema(example = "E54000025")]
    code: String,
    from: Option<String>,
    to: Option<String>,
}

/// A body before or after another.
#[derive(Serialize, ToSchema)]
struct Relation {
    code: String,
    /// Its name; null where only the code is recorded.
    name: Option<String>,
    /// merger, split, rename or acquisition.
    kind: String,
    /// The first day of the successor's charge.
    date: String,
    /// Which part of the predecessor went to the successor, such as 679/857; null where all of it did or
    /// nobody states it.
    share: Option<String>,
    /// What the share counts.
    basis: String,
    /// What has to be known of the row.
    note: String,
    /// Where the row is from: file, line and source.
    source: String,
}

/// A body above another.
#[derive(Serialize, ToSchema)]
struct Parent {
    code: String,
    name: String,
    /// icb or region.
    #[schema(value_type = String, example = "icb")]
    level: Level,
    /// How much of it belongs there; null where all of it does.
    share: Option<String>,
}

/// A body in another.
#[derive(Serialize, ToSchema)]
struct PartOf {
    code: String,
    name: String,
    /// What it is: `trust`, `sub-icb`.
    kind: Option<String>,
}

/// One body, with its names, codes and family, and what was above and in it on a day.
#[utoipa::path(
    get,
    path = "/api/v1/bodies/{code}",
    params(
        ("code" = String, Path, description = "Its code", example = "england"),
        ("on" = Option<String>, Query, description = "The day whose parents and parts are told, such as 2026-04-01"),
    ),
    responses(
        (status = 200, description = "The body", body = BodyInTime),
        (status = 404, description = "No such body; the nearest are named", body = Refusal),
    ),
)]
pub(super) async fn body(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(code): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        Answer::json(&BodyInTime::new(reading, &code)?)
    })
    .await
}

impl BodyInTime {
    fn new(reading: &Reading<'_>, code: &str) -> Result<Self, AppError> {
        let register = &*reading.snapshot.register()?;
        let found = find(reading, register, code)?;
        let known = register.body(&found.code);
        let code = &found.code;
        let span = known.map(|known| known.span).unwrap_or_default();
        let day = day_of(reading, known);
        let names = register.names_of(code).map(|name| OtherName {
            name: name.name.clone(),
            kind: name.kind.to_string(),
            from: told(name.span.from),
            to: told(name.span.to),
        });
        let codes = register.codes_of(code).map(|other| CodeOf {
            scheme: other.scheme.to_string(),
            code: other.code.clone(),
            from: told(other.span.from),
            to: told(other.span.to),
        });
        let before = register.before(code);
        let after = register.after(code);
        Ok(Self {
            path: links::body(code, links::View::default()),
            kind: known.map(|known| known.kind.to_string()),
            level: known.map_or(Some(found.level), |known| known.kind.level()),
            since: told(span.from),
            until: told(span.to),
            ended: span
                .to
                .is_some_and(|to| crate::server::dates::has_passed(to, reading.today)),
            names: names.collect(),
            codes: codes.collect(),
            predecessors: before
                .into_iter()
                .map(|row| Relation::new(register, row, &row.predecessor))
                .collect(),
            successors: after
                .into_iter()
                .filter_map(|row| Some(Relation::new(register, row, row.successor.as_ref()?)))
                .collect(),
            on: day,
            parents: parents(register, code, known.map(|known| known.kind), span, day),
            parts: parts(register, code, known.map(|known| known.kind), day),
            source: known.map(|known| format!("{}: {}", known.origin, known.origin.source)),
            code: found.code.to_string(),
            name: found.name,
            parent: found.parent.map(|parent| parent.to_string()),
            parent_name: found.parent_name,
            first: found.first,
            last: found.last,
        })
    }
}

fn told(date: Option<HalfDate>) -> Option<String> {
    date.map(|date| date.to_string())
}

impl Relation {
    fn new(register: &Register, row: &Succession, other: &BodyCode) -> Self {
        Self {
            code: other.to_string(),
            name: register.body(other).map(|body| body.name.clone()),
            kind: row.kind.to_string(),
            date: row.date.to_string(),
            share: row.weight.map(|share| share.to_string()),
            basis: row.basis.clone(),
            note: row.note.clone(),
            source: format!("{}: {}", row.origin, row.origin.source),
        }
    }
}

/// The boards and regions of a body on a day on which it stood.
fn parents(
    register: &Register,
    code: &BodyCode,
    kind: Option<Kind>,
    span: Span,
    day: Date,
) -> Vec<Parent> {
    let Some(own) = kind.and_then(Kind::level).filter(|_| span.covers(day)) else {
        return Vec::new();
    };
    let mut parents = Vec::new();
    for level in [Level::Icb, Level::Region]
        .into_iter()
        .filter(|level| *level > own)
    {
        let homes = register.home(code, level, day).unwrap_or_default();
        for part in homes
            .into_iter()
            .filter(|part| register.is_living(&part.body, day))
        {
            parents.push(Parent {
                name: register.name_or(part.body.as_str(), part.body.as_str()),
                code: part.body.to_string(),
                level,
                share: Some(part.share)
                    .filter(|share: &Share| !share.is_whole())
                    .map(|share| share.to_string()),
            });
        }
    }
    parents
}

fn parts(register: &Register, code: &BodyCode, kind: Option<Kind>, day: Date) -> Vec<PartOf> {
    let Some(kind) = kind.filter(|_| register.is_living(code, day)) else {
        return Vec::new();
    };
    let inside = inside(register, code, kind, day);
    inside
        .into_iter()
        .flat_map(|sort| sort.bodies)
        .map(|part| PartOf {
            name: register.name_or(part.as_str(), part.as_str()),
            kind: register.body(&part).map(|body| body.kind.to_string()),
            code: part.to_string(),
        })
        .collect()
}
