//! A kept file, sent as it was published, a piece at a time.

use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use candour_publications::Form;
use http_body::Frame;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::answer::{Asked, attachment};
use super::error::AppError;
use super::state::Site;

/// How much is read at a time.
const PIECE: usize = 64 * 1024;
/// How many pieces wait for a slow reader.
const WAITING: usize = 4;

/// A file as it was published, under its own name.
pub(super) async fn file(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Path(sha256): Path<String>,
) -> Response {
    let Ok(permit) = Arc::clone(&site.streams).try_acquire_owned() else {
        return asked.refuse(AppError::Busy);
    };
    let opened = tokio::task::spawn_blocking(move || open(&site, &sha256)).await;
    match opened {
        Ok(Ok(file)) => send(file, permit),
        Ok(Err(error)) => asked.refuse(error),
        Err(error) => asked.refuse(AppError::Internal(error.to_string())),
    }
}

struct Opened {
    reader: Box<dyn Read + Send>,
    name: String,
    bytes: u64,
    content_type: &'static str,
    tag: String,
}

fn open(site: &Site, sha256: &str) -> Result<Opened, AppError> {
    let snapshot = site.archive.snapshot()?;
    let source = snapshot.source(sha256)?;
    if !source.row.held {
        return Err(AppError::not_found(
            "This file is not held: its figures came with Candour",
        ));
    }
    let is_old = |name: &str| {
        std::path::Path::new(name)
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("xls"))
    };
    let content_type = match source.row.form {
        Form::Csv => "text/csv",
        Form::GeoJson => "application/geo+json",
        Form::Workbook if is_old(&source.row.file_name) => "application/vnd.ms-excel",
        Form::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    Ok(Opened {
        reader: Box::new(snapshot.open_source(&source.row)?),
        name: source.row.file_name,
        bytes: source.bytes,
        content_type,
        tag: format!("\"{}\"", source.row.sha256),
    })
}

fn send(file: Opened, permit: OwnedSemaphorePermit) -> Response {
    let (sender, pieces) = mpsc::channel(WAITING);
    let mut reader = file.reader;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        loop {
            let mut piece = vec![0; PIECE];
            let sent = match reader.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => {
                    piece.truncate(read);
                    sender.blocking_send(Ok(Bytes::from(piece)))
                }
                Err(error) => sender.blocking_send(Err(error)),
            };
            // The reader of the answer has gone away.
            if sent.is_err() {
                break;
            }
        }
    });
    let mut response = Body::new(Pieces(pieces)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(file.content_type),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.bytes));
    headers.insert(header::CONTENT_DISPOSITION, attachment(&file.name));
    // The address holds the content's own digest: it can never change.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    if let Ok(tag) = HeaderValue::from_str(&file.tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The pieces of a file as the body of an answer.
struct Pieces(mpsc::Receiver<std::io::Result<Bytes>>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.0
            .poll_recv(context)
            .map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
