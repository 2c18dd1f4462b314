//! Pages for what went wrong.

use askama::Template;

use super::page::{Banner, Link, Nav, Page};
use super::search::SearchResult;

/// 404: there is no such page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "not_found.html")]
pub struct NotFoundView {
    /// Title, trail and banners.
    pub page: Page,
    /// What is not there: `There is no body with the code R0Z`.
    pub heading: String,
    /// The nearest bodies and measures.
    pub nearest: Vec<SearchResult>,
}

/// 400: the address asks for something that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "bad_request.html")]
pub struct BadRequestView {
    /// Title, trail and banners.
    pub page: Page,
    /// What is wrong: `"2026-13" is not a month`.
    pub heading: String,
    /// What was expected: `Write a month as 2026-01`.
    pub hint: String,
    /// The page without the faulty option.
    pub instead: Option<Link>,
}

/// 500: the fault is ours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "server_error.html")]
pub struct ServerErrorView {
    /// Title, trail and banners.
    pub page: Page,
    /// What the log calls this fault; empty where there is none.
    pub reference: String,
}
