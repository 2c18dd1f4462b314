//! Which address is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use candour_archive::Archive;
use percent_encoding::percent_decode_str;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::alerts::AlertsDesk;
use super::answer::{Asked, answer};
use super::error::AppError;
use super::state::{Site, Today};
use super::{alerts, api, briefing_routes, files, pages};
use crate::assets;

/// No address of this site is longer.
const LONGEST: usize = 4_096;

/// Everything from this site alone, nothing inline, shown in no other page.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

pub(super) fn router(archive: Arc<Archive>, today: Today, desk: Option<Arc<AlertsDesk>>) -> Router {
    let site = Arc::new(Site::new(archive, today, desk));
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(home))
        .route("/bodies/{code}", get(body))
        .route("/measures/{measure}", get(measure))
        .route("/measures/{measure}/map.svg", get(map))
        .route("/measures/{measure}/{body}", get(chart))
        .route("/receipts/{measure}/{body}/{month}", get(receipt))
        .route("/sources", get(sources))
        .route("/sources/{sha256}", get(source))
        .route("/sources/{sha256}/file", get(files::file))
        .route("/sources/{sha256}/rows/{row}", get(source_row))
        .route("/frameworks", get(frameworks))
        .route("/frameworks/{id}", get(framework))
        .route("/frameworks/{id}/{of}", get(framework_of))
        .route("/data", get(data))
        .route("/data.{ending}", get(data_file))
        .route("/events", get(events))
        .route("/events.{ending}", get(events_file))
        .route("/people", get(people))
        .route("/people/{id}", get(person))
        .route("/posts", get(posts))
        .route("/posts/{id}", get(post))
        .route("/targets", get(targets))
        .route("/targets.{ending}", get(targets_file))
        .route("/targets/{id}", get(target))
        .route("/plans", get(plans))
        .route("/plans/{year}", get(plan))
        .route("/off-plan", get(off_plan))
        .route("/off-plan.{ending}", get(off_plan_file))
        .route("/pledges", get(pledges))
        .route("/pledges.{ending}", get(pledges_file))
        .route("/pledges/{id}", get(pledge))
        .route("/claims", get(claims))
        .route("/claims.{ending}", get(claims_file))
        .route("/claims/{id}", get(claim))
        .route("/corrections", get(corrections))
        .route("/corrections.csv", get(corrections_csv))
        .route("/corrections.json", get(corrections_json))
        .route("/accountability", get(accountability))
        .route("/commitments/{file}/{line}", get(commitment))
        .route("/search", get(search))
        .route(
            assets::CSS_PATH,
            get(|| asset("text/css; charset=utf-8", assets::CSS)),
        )
        .route(
            assets::JS_PATH,
            get(|| asset("text/javascript; charset=utf-8", assets::JS)),
        )
        .route("/robots.txt", get(robots))
        .route("/health", get(health))
        .merge(briefing_routes::routes())
        .merge(api::routes())
        .merge(alerts::routes())
        .merge(super::check::routes())
        .fallback(nowhere)
        .with_state(site)
        .layer(middleware::from_fn(check_address))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ))
        .layer(CompressionLayer::new().gzip(true))
}

/// Turns away what no route could read, so that every refusal has the same face.
async fn check_address(asked: Asked, request: Request, next: Next) -> Response {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST {
        let hint = format!("No address of this site is longer than {LONGEST} letters.");
        return asked.refuse(AppError::bad_request("The address is too long", hint));
    }
    if percent_decode_str(uri.path()).decode_utf8().is_err() {
        return asked.refuse(AppError::bad_request(
            "The address cannot be read",
            "Its letters are not UTF-8.".to_owned(),
        ));
    }
    next.run(request).await
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned());
    let words = words
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    AppError::Internal(format!("a panic: {words}")).answer(false)
}

async fn asset(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        // The name changes with the content.
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, text).into_response()
}

async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /api/\nDisallow: /search\n"
}

type Shared = State<Arc<Site>>;

async fn health(State(site): Shared) -> Response {
    let state = tokio::task::spawn_blocking(move || site.archive.snapshot()?.version()).await;
    match state {
        Ok(Ok(version)) => {
            axum::Json(serde_json::json!({ "status": "ok", "archive": version })).into_response()
        }
        Ok(Err(error)) => AppError::from(error).answer(true),
        Err(error) => AppError::Internal(error.to_string()).answer(true),
    }
}

async fn home(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::home::answer).await
}

async fn body(State(site): Shared, asked: Asked, Path(code): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::body::answer(reading, &code)
    })
    .await
}

async fn measure(State(site): Shared, asked: Asked, Path(measure): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::measure::answer(reading, &measure)
    })
    .await
}

async fn map(State(site): Shared, asked: Asked, Path(measure): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::measure::map(reading, &measure)
    })
    .await
}

async fn chart(
    State(site): Shared,
    asked: Asked,
    Path((measure, body)): Path<(String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        pages::chart::answer(reading, &measure, &body)
    })
    .await
}

async fn receipt(
    State(site): Shared,
    asked: Asked,
    Path((measure, body, month)): Path<(String, String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        pages::receipt::answer(reading, &measure, &body, &month)
    })
    .await
}

async fn sources(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::sources::answer).await
}

async fn source(State(site): Shared, asked: Asked, Path(sha256): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::source::answer(reading, &sha256)
    })
    .await
}

async fn source_row(
    State(site): Shared,
    asked: Asked,
    Path((sha256, row)): Path<(String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        pages::source_row::answer(reading, &sha256, &row)
    })
    .await
}

async fn frameworks(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::frameworks::all).await
}

async fn framework(State(site): Shared, asked: Asked, Path(id): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::frameworks::one(reading, &id)
    })
    .await
}

async fn framework_of(
    State(site): Shared,
    asked: Asked,
    Path((id, of)): Path<(String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        pages::framework_trust::answer(reading, &id, &of)
    })
    .await
}

async fn data(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::data::answer).await
}

async fn data_file(State(site): Shared, asked: Asked, Path(ending): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::data::file(reading, &ending)
    })
    .await
}

async fn events(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::events::answer).await
}

async fn events_file(State(site): Shared, asked: Asked, Path(ending): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::events::file(reading, &ending)
    })
    .await
}

async fn search(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::search::answer).await
}

async fn people(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::people::all).await
}

async fn person(State(site): Shared, asked: Asked, Path(id): Path<String>) -> Response {
    answer(site, asked, move |reading| pages::people::one(reading, &id)).await
}

async fn posts(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::posts::all).await
}

async fn post(State(site): Shared, asked: Asked, Path(id): Path<String>) -> Response {
    answer(site, asked, move |reading| pages::posts::one(reading, &id)).await
}

async fn targets(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::targets::answer).await
}

async fn targets_file(State(site): Shared, asked: Asked, Path(ending): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::targets::file(reading, &ending)
    })
    .await
}

async fn target(State(site): Shared, asked: Asked, Path(id): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::target::answer(reading, &id)
    })
    .await
}

async fn plans(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::plans::all).await
}

async fn plan(State(site): Shared, asked: Asked, Path(year): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::plans::one(reading, &year)
    })
    .await
}

async fn off_plan(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::off_plan::answer).await
}

async fn off_plan_file(State(site): Shared, asked: Asked, Path(ending): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::off_plan::file(reading, &ending)
    })
    .await
}

async fn pledges(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::pledges::all).await
}

async fn pledges_file(State(site): Shared, asked: Asked, Path(ending): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::pledges::file(reading, &ending)
    })
    .await
}

async fn pledge(State(site): Shared, asked: Asked, Path(id): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::pledges::one(reading, &id)
    })
    .await
}

async fn accountability(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::accountability::answer).await
}

async fn commitment(
    State(site): Shared,
    asked: Asked,
    Path((file, line)): Path<(String, String)>,
) -> Response {
    answer(site, asked, move |reading| {
        pages::commitment::answer(reading, &file, &line)
    })
    .await
}

async fn claims(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::claims::all).await
}

async fn claims_file(State(site): Shared, asked: Asked, Path(ending): Path<String>) -> Response {
    answer(site, asked, move |reading| {
        pages::claims::file(reading, &ending)
    })
    .await
}

async fn claim(State(site): Shared, asked: Asked, Path(id): Path<String>) -> Response {
    answer(site, asked, move |reading| pages::claims::one(reading, &id)).await
}

async fn corrections(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, pages::corrections::all).await
}

async fn corrections_csv(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, |_| pages::corrections::file("csv")).await
}

async fn corrections_json(State(site): Shared, asked: Asked) -> Response {
    answer(site, asked, |_| pages::corrections::file("json")).await
}

/// No route: the nearest body or measure to the last part of the address.
async fn nowhere(State(site): Shared, asked: Asked) -> Response {
    let wanted = asked
        .path()
        .rsplit('/')
        .find(|part| !part.is_empty())
        .unwrap_or_default();
    let wanted = percent_decode_str(wanted).decode_utf8_lossy().into_owned();
    answer(site, asked, move |reading| {
        Err(AppError::NotFound {
            heading: "There is no such page".to_owned(),
            nearest: pages::search::nearest(reading, &wanted)?,
        })
    })
    .await
}
