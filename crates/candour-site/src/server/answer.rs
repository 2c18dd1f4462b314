//! From a request to its answer: one reading of the archive, off the threads that serve connections.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use candour_archive::{Archive, Snapshot};
use candour_register::Boundaries;
use jiff::civil::Date;

use super::briefings::Briefings;
use super::error::AppError;
use super::params::Params;
use super::state::Site;
use crate::views::{Banner, Link, Nav, Page};

/// How long an answer may take, waiting included.
const LONGEST: Duration = Duration::from_secs(20);
/// What a browser may do with an answer, and who may show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Policy {
    /// As every page: everything from this site, shown in no other page.
    #[default]
    Usual,
    /// A picture that other sites may show.
    Picture,
    /// A page that other sites may show in a frame: our stylesheet and nothing else.
    Framed,
    /// A mail: its styles stand in it, and it asks for nothing.
    Mail,
}

impl Policy {
    /// The content security policy, where it is not the usual one.
    const fn text(self) -> Option<&'static str> {
        match self {
            Self::Usual => None,
            Self::Picture => Some("default-src 'none'; frame-ancestors *"),
            Self::Framed => Some(
                "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
                 frame-ancestors *",
            ),
            Self::Mail => Some(
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'none'",
            ),
        }
    }

    const fn is_for_others(self) -> bool {
        matches!(self, Self::Picture | Self::Framed)
    }
}

/// What a request asks, as far as every route needs it.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    uri: Uri,
    known: Option<HeaderValue>,
    /// Scheme and host by which the reader came here; empty where they are not plain.
    origin: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            uri: parts.uri.clone(),
            known: parts.headers.get(header::IF_NONE_MATCH).cloned(),
            origin: origin(&parts.headers),
        })
    }
}

/// The address of this site as its reader wrote it, for citations and embeds. A host with anything
/// but letters, digits, dots, hyphens, colons and brackets is none.
fn origin(headers: &HeaderMap) -> String {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let host = text("host");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.is_empty() || host.len() > 255 || !host.chars().all(plain) {
        return String::new();
    }
    let scheme = if text("x-forwarded-proto") == "https" {
        "https"
    } else {
        "http"
    };
    format!("{scheme}://{host}")
}

impl Asked {
    /// Whether a fault is told as JSON.
    fn json(&self) -> bool {
        let path = self.uri.path();
        path.starts_with("/api/")
            || std::path::Path::new(path)
                .extension()
                .is_some_and(|ending| ending == "json")
    }

    /// An error without a reading of the archive.
    pub(super) fn refuse(&self, error: AppError) -> Response {
        error.answer(self.json())
    }

    pub(super) fn path(&self) -> &str {
        self.uri.path()
    }

    /// The same by somebody who holds no earlier answer: for answers that depend on more than the archive.
    pub(super) fn anew(mut self) -> Self {
        self.known = None;
        self
    }
}

/// One reading of the archive for one request.
pub(super) struct Reading<'a> {
    pub(super) snapshot: &'a Snapshot<'a>,
    pub(super) params: Params,
    pub(super) today: Date,
    pub(super) path: &'a str,
    origin: &'a str,
    pub(super) synthetic: bool,
    pub(super) briefings: &'a Briefings,
}

/// What is sent.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) content_type: &'static str,
    pub(super) body: Vec<u8>,
    /// The name under which a browser is to keep it.
    pub(super) file_name: Option<String>,
    /// What a browser may do with it.
    pub(super) policy: Policy,
}

impl Answer {
    pub(super) fn new(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            content_type,
            body: body.into(),
            file_name: None,
            policy: Policy::Usual,
        }
    }

    pub(super) fn html(html: String) -> Self {
        Self::new("text/html; charset=utf-8", html)
    }

    pub(super) fn json(value: &impl serde::Serialize) -> Result<Self, AppError> {
        let mut body = serde_json::to_vec(value)?;
        body.push(b'\n');
        Ok(Self::new("application/json", body))
    }

    fn into_response(self, tag: &HeaderValue) -> Response {
        let mut response = Body::from(self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(self.content_type),
        );
        fresh(headers, tag);
        if let Some(name) = &self.file_name {
            headers.insert(header::CONTENT_DISPOSITION, attachment(name));
        }
        if let Some(policy) = self.policy.text() {
            headers.insert(
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(policy),
            );
        }
        if self.policy.is_for_others() {
            headers.insert(
                "cross-origin-resource-policy",
                HeaderValue::from_static("cross-origin"),
            );
        }
        response
    }
}

/// A `Content-Disposition` that a name cannot break out of.
pub(super) fn attachment(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '(' | ')') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let full = format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        super::links::encode(name)
    );
    HeaderValue::from_str(&full).unwrap_or(HeaderValue::from_static("attachment"))
}

fn fresh(headers: &mut HeaderMap, tag: &HeaderValue) {
    headers.insert(header::ETAG, tag.clone());
    // Kept by whoever likes, asked for again each time: a revision shows at once.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
}

/// Answers from one reading of the archive, or says that what the reader holds is still so.
pub(super) async fn answer<F>(site: Arc<Site>, asked: Asked, work: F) -> Response
where
    F: FnOnce(&Reading<'_>) -> Result<Answer, AppError> + Send + 'static,
{
    let json = asked.json();
    let reading = async move {
        let permit = Arc::clone(&site.readings)
            .acquire_owned()
            .await
            .map_err(|_| AppError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even where nobody waits for it any more.
            let _permit = permit;
            read(&site, &asked, work)
        });
        done.await
            .map_err(|fault| AppError::Internal(fault.to_string()))?
    };
    match tokio::time::timeout(LONGEST, reading).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => error.answer(json),
        Err(_) => AppError::Busy.answer(json),
    }
}

fn read<F>(site: &Site, asked: &Asked, work: F) -> Result<Response, AppError>
where
    F: FnOnce(&Reading<'_>) -> Result<Answer, AppError>,
{
    let params =
        Params::parse(asked.uri.query().unwrap_or_default()).map_err(|error| match error {
            AppError::BadRequest { heading, hint, .. } => AppError::BadRequest {
                heading,
                hint,
                instead: Some(Link::new("The page without this option", asked.path())),
            },
            other => other,
        })?;
    let archive: &Archive = &site.archive;
    let snapshot = archive.snapshot()?;
    let today = site.today();
    let tag = tag(&snapshot, asked, today)?;
    if let Some(known) = &asked.known
        && matches(known, &tag)
    {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        fresh(response.headers_mut(), &tag);
        return Ok(response);
    }
    let reading = Reading {
        synthetic: site.synthetic(&snapshot)?,
        snapshot: &snapshot,
        params,
        today,
        path: asked.path(),
        origin: &asked.origin,
        briefings: &site.briefings,
    };
    Ok(work(&reading)?.into_response(&tag))
}

/// What an answer depends on: the archive's state, the address, the day, and this program.
fn tag(snapshot: &Snapshot<'_>, asked: &Asked, today: Date) -> Result<HeaderValue, AppError> {
    let mut hasher = DefaultHasher::new();
    snapshot.version()?.hash(&mut hasher);
    // A file that takes the place of its starter figures changes what is held and no number.
    snapshot
        .sources()?
        .iter()
        .filter(|source| source.held)
        .count()
        .hash(&mut hasher);
    asked
        .uri
        .path_and_query()
        .map(axum::http::uri::PathAndQuery::as_str)
        .hash(&mut hasher);
    (
        &asked.origin,
        today.to_string(),
        env!("CARGO_PKG_VERSION"),
        crate::assets::CSS_PATH,
    )
        .hash(&mut hasher);
    HeaderValue::from_str(&format!("W/\"{:016x}\"", hasher.finish()))
        .map_err(|error| AppError::Internal(error.to_string()))
}

fn matches(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else {
        return false;
    };
    known
        .split(',')
        .any(|one| one.trim() == "*" || bare(one) == bare(tag))
}

impl<'a> Reading<'a> {
    /// The same reading as if its address asked for these boundaries.
    pub(super) fn on_boundaries(&self, boundaries: Boundaries) -> Reading<'a> {
        Reading {
            snapshot: self.snapshot,
            params: self.params.with_boundaries(boundaries),
            today: self.today,
            path: self.path,
            origin: self.origin,
            synthetic: self.synthetic,
            briefings: self.briefings,
        }
    }
}

impl Reading<'_> {
    /// Title, trail and banners. `starter`: whether a figure shown comes from a file not held.
    pub(super) fn page(&self, title: impl Into<String>, crumbs: Vec<Link>, starter: bool) -> Page {
        let synthetic = self.synthetic.then_some(Banner::SyntheticSample);
        Page {
            title: title.into(),
            description: String::new(),
            crumbs,
            banners: synthetic
                .into_iter()
                .chain(starter.then_some(Banner::StarterFigures))
                .collect(),
            query: String::new(),
            nav: Nav::None,
            follow: None,
            feed: None,
        }
    }

    /// An address with scheme and host, for use on another site.
    pub(super) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The day whose knowledge a permanent link freezes.
    pub(super) fn frozen(&self) -> Date {
        self.params.as_known.unwrap_or(self.today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let header = attachment("a\"; filename=evil\r\nX: y.csv");
        let text = header.to_str().unwrap();
        assert!(
            text.starts_with(
                "attachment; filename=\"a__ filename_evil__X_ y.csv\"; filename*=UTF-8''a%22"
            ),
            "{text}"
        );
        assert!(!text.contains(['\r', '\n']));
    }

    #[test]
    fn tags_match_weakly_and_in_lists() {
        let tag = HeaderValue::from_static("W/\"1\"");
        for (known, same) in [
            ("W/\"1\"", true),
            ("\"1\"", true),
            ("\"0\", W/\"1\"", true),
            ("*", true),
            ("\"2\"", false),
        ] {
            assert_eq!(
                matches(&HeaderValue::from_static(known), &tag),
                same,
                "{known}"
            );
        }
    }

    #[test]
    fn a_hostile_host_is_none() {
        let with = |host: &'static str| {
            origin(&HeaderMap::from_iter([(
                header::HOST,
                HeaderValue::from_static(host),
            )]))
        };
        assert_eq!(with("candour.example:8414"), "http://candour.example:8414");
        assert_eq!(with("\"><script>"), "");
    }
}
