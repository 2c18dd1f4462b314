//! What can go wrong with a request, and how it is told: one type, turned into an answer at the edge.

use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use candour_archive::{ArchiveError, NotFound};
use candour_assessment::SpcError;
use candour_briefing::BriefingError;
use candour_export::ExportError;
use candour_findings::oversight::OversightError;
use candour_measures::Catalogue;
use serde::Serialize;

use super::links;
use crate::views::{BadRequestView, Link, NotFoundView, Page, SearchResult, ServerErrorView};

/// Something that somebody may have meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Nearest {
    /// Its code or id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// `body`, `measure`, `post` or `person`.
    pub(super) kind: &'static str,
    /// Its page.
    pub(super) path: String,
}

/// Why a request has no answer.
#[derive(Debug)]
pub(super) enum AppError {
    /// 404.
    NotFound {
        heading: String,
        nearest: Vec<Nearest>,
    },
    /// 400.
    BadRequest {
        heading: String,
        hint: String,
        instead: Option<Link>,
    },
    /// 500: what happened is for the log alone.
    Internal(String),
    /// 503.
    Busy,
}

impl AppError {
    pub(super) fn bad_request(heading: impl Into<String>, hint: String) -> Self {
        Self::BadRequest {
            heading: heading.into(),
            hint,
            instead: None,
        }
    }

    pub(super) fn not_found(heading: impl Into<String>) -> Self {
        Self::NotFound {
            heading: heading.into(),
            nearest: Vec::new(),
        }
    }

    /// The answer: JSON for the API and `.json`, a page for all others.
    pub(super) fn answer(self, json: bool) -> Response {
        let (status, mut response) = if json {
            self.into_json()
        } else {
            self.into_page()
        };
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }

    fn into_json(self) -> (StatusCode, Response) {
        let (status, message, expected, nearest) = match self {
            Self::NotFound { heading, nearest } => (StatusCode::NOT_FOUND, heading, None, nearest),
            Self::BadRequest { heading, hint, .. } => {
                (StatusCode::BAD_REQUEST, heading, Some(hint), Vec::new())
            }
            Self::Internal(what) => {
                let reference = log(&what);
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    format!("the fault is ours; the server's log calls it {reference}"),
                    None,
                    Vec::new(),
                )
            }
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "the server is busy; ask again".to_owned(),
                None,
                Vec::new(),
            ),
        };
        let body = serde_json::json!({
            "error": { "status": status.as_u16(), "message": message, "expected": expected, "nearest": nearest }
        });
        (status, axum::Json(body).into_response())
    }

    fn into_page(self) -> (StatusCode, Response) {
        let page = |title: &str| Page {
            title: title.to_owned(),
            ..Page::default()
        };
        let (status, html) = match self {
            Self::NotFound { heading, nearest } => {
                let view = NotFoundView {
                    page: page(&heading),
                    heading,
                    nearest: nearest.into_iter().map(result).collect(),
                };
                (StatusCode::NOT_FOUND, view.render())
            }
            Self::BadRequest {
                heading,
                hint,
                instead,
            } => (
                StatusCode::BAD_REQUEST,
                BadRequestView {
                    page: page(&heading),
                    heading,
                    hint,
                    instead,
                }
                .render(),
            ),
            Self::Internal(what) => {
                let view = ServerErrorView {
                    page: page("This page could not be made"),
                    reference: log(&what),
                };
                (StatusCode::INTERNAL_SERVER_ERROR, view.render())
            }
            Self::Busy => {
                let view = ServerErrorView {
                    page: page("The server is busy"),
                    reference: String::new(),
                };
                (StatusCode::SERVICE_UNAVAILABLE, view.render())
            }
        };
        // A template that cannot be written leaves nothing better to say.
        let html = html.unwrap_or_else(|_| "This page could not be made.".to_owned());
        (status, axum::response::Html(html).into_response())
    }
}

fn result(nearest: Nearest) -> SearchResult {
    SearchResult {
        kind: if nearest.kind == "body" {
            nearest.id
        } else {
            nearest.kind.to_owned()
        },
        link: Link::new(nearest.name, nearest.path),
        detail: String::new(),
    }
}

/// Writes a fault to standard error and gives the reference by which a reader can speak of it.
fn log(what: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    let reference = format!("{:x}-{count}", std::process::id());
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "fault {reference}: {what}");
    reference
}

pub(super) fn near_measure(measure: &candour_measures::Measure) -> Nearest {
    Nearest {
        id: measure.id.to_string(),
        name: measure.title.clone(),
        kind: "measure",
        path: links::measure(&measure.id, links::View::default()),
    }
}

pub(super) fn near_body(code: &str, name: &str) -> Nearest {
    Nearest {
        id: code.to_owned(),
        name: name.to_owned(),
        kind: "body",
        path: format!("/bodies/{}", links::encode(code)),
    }
}

impl From<ArchiveError> for AppError {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::NotFound(NotFound::Measure { asked, nearest }) => Self::NotFound {
                heading: format!("There is no measure “{asked}”"),
                nearest: nearest
                    .and_then(|id| Catalogue::bundled().find(&id))
                    .map(near_measure)
                    .into_iter()
                    .collect(),
            },
            ArchiveError::NotFound(NotFound::Body { asked, nearest }) => Self::NotFound {
                heading: format!("There is no body with the code “{asked}” here"),
                nearest: nearest
                    .iter()
                    .map(|(code, name)| near_body(code, name))
                    .collect(),
            },
            ArchiveError::NotFound(NotFound::Figure(what)) => {
                Self::not_found(format!("There is no such figure: {what}"))
            }
            ArchiveError::NotFound(NotFound::Source(asked)) => {
                let asked: String = asked.chars().take(12).collect();
                Self::not_found(format!("No file with the SHA-256 “{asked}…” is held"))
            }
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<BriefingError> for AppError {
    fn from(error: BriefingError) -> Self {
        match error {
            BriefingError::Archive(error) => error.into(),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<OversightError> for AppError {
    fn from(error: OversightError) -> Self {
        match error {
            OversightError::NoSuchFramework { asked, known } => Self::NotFound {
                heading: format!("There is no oversight framework “{asked}”"),
                nearest: known
                    .into_iter()
                    .map(|id| Nearest {
                        name: id.clone(),
                        path: format!("/frameworks/{}", links::encode(&id)),
                        kind: "framework",
                        id,
                    })
                    .collect(),
            },
            OversightError::WhatIf(_) => {
                Self::bad_request("The what-if has no answer", format!("{error}."))
            }
            OversightError::Archive(error) => error.into(),
            OversightError::NothingHeld(_)
            | OversightError::NoSuchQuarter { .. }
            | OversightError::NoSuchTrust { .. } => {
                let words = error.to_string();
                Self::not_found(super::league::capital(&words))
            }
        }
    }
}

impl From<SpcError> for AppError {
    fn from(error: SpcError) -> Self {
        Self::bad_request("The series cannot be assessed so", error.to_string())
    }
}

impl From<ExportError> for AppError {
    fn from(error: ExportError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
