//! `/search`.

use askama::Template;

use super::page::{Banner, Link, Nav, Page};
use crate::format;

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchResult {
    /// Its name and page.
    pub link: Link,
    /// What it is: `NHS trust, RXX`, `measure`.
    pub kind: String,
    /// More, such as its region or definition; may be empty.
    pub detail: String,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "search.html")]
pub struct SearchView {
    /// Title, trail and banners; its `query` is what was searched for.
    pub page: Page,
    /// What was found, the best first.
    pub results: Vec<SearchResult>,
    /// How many there are in all.
    pub total: usize,
    /// Names near what was asked for, where nothing was found.
    pub nearest: Vec<SearchResult>,
}

impl SearchView {
    pub(super) fn heading(&self) -> String {
        if self.page.query.is_empty() {
            return "Search for a body or a measure".to_owned();
        }
        let found = format::plural(self.total, "result", "results");
        let found = if self.total == 0 {
            "Nothing found".to_owned()
        } else {
            found
        };
        format!("{found} for “{}”", self.page.query)
    }
}
