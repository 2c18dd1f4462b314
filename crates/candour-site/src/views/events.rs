//! Dated events: the list beneath a chart, and `/events`.

use askama::Template;
use askama::filters::HtmlSafe;

use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;

/// A row of a list of events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventRow {
    /// Its name here.
    pub id: String,
    /// Its days in words.
    pub days: String,
    /// What it was: `Strike by nurses`.
    pub what: String,
    /// The unions; empty for none.
    pub unions: String,
    /// Where; may be empty.
    pub scope: String,
    /// Whether it took place; empty where it did.
    pub status: String,
    /// Published effect, notes, and what is unverified.
    pub notes: String,
    /// The sources; one without an address is words.
    pub sources: Vec<Link>,
}

/// The events of a chart's months.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/events.html")]
pub struct EventsView {
    /// How many there are, and that nothing is left out because of them.
    pub statement: Prose,
    /// The events, the latest first.
    pub rows: Vec<EventRow>,
    /// Whether the list is in a box that opens.
    pub folded: bool,
}

impl HtmlSafe for EventsView {}

/// `/events`: every event that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "events.html")]
pub struct EventsPageView {
    /// Title, trail and banners.
    pub page: Page,
    /// The finding.
    pub heading: String,
    /// What the figures are and are not.
    pub notes: Vec<Prose>,
    /// The events, the latest first.
    pub events: EventsView,
    /// The rows as files.
    pub files: Vec<Link>,
}
