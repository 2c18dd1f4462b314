//! The routes of `/check`: bodies of requests, which no other route has.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use candour_documents::story::{Checked, MOST_BYTES};

use super::answer::{Answer, Asked, answer};
use super::api::answers::Refusal;
use super::error::AppError;
use super::pages::check::{self, AskedStory};
use super::state::Site;

/// The most bytes of a request: a story as it stands, with a little for what stands beside it. Percent-encoded
/// by a form, a story of mostly other letters than Latin ones reaches it sooner.
const MOST_SENT: usize = MOST_BYTES + 64 * 1024;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/check", get(form).post(check_form))
        .route("/api/v1/check", post(check_text))
        .layer(DefaultBodyLimit::max(MOST_SENT))
}

type Sent = Result<Bytes, BytesRejection>;

fn bytes(sent: Sent) -> Result<Bytes, AppError> {
    sent.map_err(|_| {
        AppError::bad_request(
            "The story is too long",
            format!("{MOST_BYTES} bytes are read at most."),
        )
    })
}

/// What was sent is kept nowhere, the answer neither.
fn unkept(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn form(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    answer(site, asked, check::form).await
}

async fn check_form(State(site): State<Arc<Site>>, asked: Asked, sent: Sent) -> Response {
    let story = match bytes(sent).and_then(|sent| AskedStory::of_form(&sent)) {
        Ok(story) => story,
        Err(error) => return asked.refuse(error),
    };
    let of = site.clone();
    unkept(
        answer(site, asked, move |reading| {
            check::answer(&of, reading, &story)
        })
        .await,
    )
}

/// Which figures of a story hold: each with a verdict, our figure and its receipt. The body is the story as
/// it stands: plain text, Markdown or HTML. Nothing of it is kept.
#[utoipa::path(
    post,
    path = "/api/v1/check",
    request_body(content = String, content_type = "text/plain", description = "The story, up to a megabyte"),
    params(
        ("on" = Option<String>, Query, description = "The day on which the story was written; today where it is not given", example = "2023-02-10"),
        ("as_known" = Option<String>, Query, description = "Only what was published by this day", example = "2023-06-01"),
    ),
    responses(
        (status = 200, description = "The story's figures and names", body = Checked),
        (status = 400, description = "The text is too long, or is not text", body = Refusal),
    ),
)]
pub(super) async fn check_text(
    State(site): State<Arc<Site>>,
    asked: Asked,
    sent: Sent,
) -> Response {
    let sent = match bytes(sent) {
        Ok(sent) => sent,
        Err(error) => return asked.refuse(error),
    };
    let of = site.clone();
    let told = answer(site, asked, move |reading| {
        let story = AskedStory::of_text(&sent, reading.params.on, reading.params.as_known)?;
        Answer::json(&check::checked(&of, reading, &story)?)
    })
    .await;
    unkept(told)
}
