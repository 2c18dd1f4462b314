//! `/api/v1/people`, `/api/v1/posts` and what changed in a body.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use candour_register::{ChangeShape, People, PersonShape, PostShape, Register, Standing};

use super::answers::Refusal;
use crate::server::answer::{Answer, Asked, Reading, answer};
use crate::server::pages;
use crate::server::state::Site;

fn day(reading: &Reading<'_>) -> jiff::civil::Date {
    reading.params.on.unwrap_or(reading.today)
}

/// People in posts, by name or body: those who hold a post on the day, or everybody of a name.
#[utoipa::path(
    get,
    path = "/api/v1/people",
    params(
        ("search" = Option<String>, Query, description = "Words of a name; else everybody who holds a post on the day"),
        ("on" = Option<String>, Query, description = "The day; else today", example = "2024-03-01"),
        ("body" = Option<String>, Query, description = "Only whoever holds a post that answers for this body on the day", example = "nhs-england"),
    ),
    responses(
        (status = 200, description = "The people", body = Vec<PersonShape>),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such body", body = Refusal),
    ),
)]
pub(super) async fn people(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let people = People::bundled();
        let day = day(reading);
        let mut found = people.find_people(&reading.params.q);
        if let Some(code) = &reading.params.body {
            let body = pages::posts::body(code)?;
            let of_body = people.accountable_for(&body, day);
            let holders: Vec<_> = of_body
                .iter()
                .filter_map(|one| match &one.standing {
                    Standing::Held(held) => Some(held),
                    _ => None,
                })
                .flatten()
                .map(|holder| &holder.person.id)
                .collect();
            found.retain(|person| holders.contains(&&person.id));
        }
        let shapes = found
            .into_iter()
            .map(|person| PersonShape::new(people, person, day))
            .filter(|person| {
                !reading.params.q.is_empty()
                    || person.posts.iter().any(|post| post.sureness.is_some())
            });
        Answer::json(&shapes.collect::<Vec<_>>())
    })
    .await
}

/// One person and their posts.
#[utoipa::path(
    get,
    path = "/api/v1/people/{id}",
    params(
        ("id" = String, Path, description = "Their id", example = "stephen-powis"),
        ("on" = Option<String>, Query, description = "The day; else today", example = "2024-03-01"),
    ),
    responses(
        (status = 200, description = "The person", body = PersonShape),
        (status = 404, description = "No such person; the nearest are named", body = Refusal),
    ),
)]
pub(super) async fn person(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let person = pages::people::find(&id)?;
        Answer::json(&PersonShape::new(People::bundled(), person, day(reading)))
    })
    .await
}

/// Posts, who holds them on the day, and their holders through time.
#[utoipa::path(
    get,
    path = "/api/v1/posts",
    params(
        ("search" = Option<String>, Query, description = "Words of a title; else every post that there is on the day"),
        ("on" = Option<String>, Query, description = "The day; else today", example = "2024-03-01"),
        ("body" = Option<String>, Query, description = "Only posts that answer for this body on the day", example = "nhs-england"),
        ("vacant" = Option<String>, Query, description = "1: only posts that are vacant on the day"),
    ),
    responses(
        (status = 200, description = "The posts", body = Vec<PostShape>),
        (status = 400, description = "A parameter cannot be", body = Refusal),
        (status = 404, description = "No such body", body = Refusal),
    ),
)]
pub(super) async fn posts(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, |reading| {
        let people = People::bundled();
        let day = day(reading);
        let mut found = people.find_posts(&reading.params.q);
        if let Some(code) = &reading.params.body {
            let of_body = people.accountable_for(&pages::posts::body(code)?, day);
            let matching = found;
            found = of_body
                .into_iter()
                .map(|one| one.post)
                .filter(|post| matching.iter().any(|other| other.id == post.id))
                .collect();
        } else if reading.params.q.is_empty() {
            found.retain(|post| people.exists_on(&post.id, day));
        }
        let shapes = found
            .into_iter()
            .map(|post| PostShape::new(people, Register::bundled(), post, day))
            .filter(|post| !reading.params.vacant || post.vacancy.is_some());
        Answer::json(&shapes.collect::<Vec<_>>())
    })
    .await
}

/// One post.
#[utoipa::path(
    get,
    path = "/api/v1/posts/{id}",
    params(
        ("id" = String, Path, description = "Its id", example = "national-medical-director"),
        ("on" = Option<String>, Query, description = "The day; else today", example = "2024-03-01"),
    ),
    responses(
        (status = 200, description = "The post", body = PostShape),
        (status = 404, description = "No such post; the nearest are named", body = Refusal),
    ),
)]
pub(super) async fn post(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(id): Path<String>,
) -> Response {
    answer(site, asked, move |reading| {
        let post = pages::posts::find(&id)?;
        let shape = PostShape::new(People::bundled(), Register::bundled(), post, day(reading));
        Answer::json(&shape)
    })
    .await
}

/// What changed in a body through time, the earliest first: posts, holders, mergers.
#[utoipa::path(
    get,
    path = "/api/v1/bodies/{code}/changes",
    params(("code" = String, Path, description = "Its code", example = "nhs-improvement")),
    responses(
        (status = 200, description = "The changes", body = Vec<ChangeShape>),
        (status = 404, description = "No such body", body = Refusal),
    ),
)]
pub(super) async fn changes(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(code): Path<String>,
) -> Response {
    answer(site, asked, move |_| {
        let body = pages::posts::body(&code)?;
        let changes = People::bundled().changes_of(Register::bundled(), &body);
        Answer::json(&changes.iter().map(ChangeShape::from).collect::<Vec<_>>())
    })
    .await
}
