//! Forms, downloads and citations.

use askama::Template;
use askama::filters::HtmlSafe;

/// One entry of a drop-down list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one in force.
    pub chosen: bool,
}

/// A query parameter that a form carries along unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hidden {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The one line that asks for another day's knowledge or other boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/control.html")]
pub struct Control {
    /// The page's own path, without its query.
    pub action: String,
    /// `as_known` as an ISO date; empty for today.
    pub as_known: String,
    /// `on` as an ISO date: the day on which the service is looked at; empty for today.
    pub on: String,
    /// Boundaries to choose from; the field is left out where there is nothing to choose.
    pub boundaries: Vec<Choice>,
    /// Other parameters to keep.
    pub hidden: Vec<Hidden>,
    /// What follows from the choice, such as `3 files without a publication date are left out`.
    pub note: String,
}

impl HtmlSafe for Control {}

/// Downloads of what a page shows: its own path with another ending.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/downloads.html")]
pub struct Downloads {
    /// The page's path without an ending, such as `/measures/ae-four-hour/R0A`.
    pub base: String,
    /// The query with its question mark, so that a download has the page's options; may be empty.
    pub query: String,
    /// What is in them, such as `England, all months`.
    pub what: String,
}

impl HtmlSafe for Downloads {}

impl Downloads {
    pub(super) const fn endings(&self) -> [(&'static str, &'static str); 4] {
        [
            ("csv", "CSV"),
            ("json", "JSON"),
            ("xlsx", "Excel (xlsx)"),
            ("parquet", "Parquet"),
        ]
    }
}

/// A citation that can be copied, and the address that keeps showing what it cites.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/citation.html")]
pub struct Citation {
    /// The citation, ready to paste.
    pub text: String,
    /// The address with `as_known` frozen.
    pub permalink: String,
}

impl HtmlSafe for Citation {}
