//! `/bodies/{code}`.

use askama::Template;

use super::control::{Citation, Control, Downloads};
use super::figure::{Figure, Markup, Signals};
use super::page::{Banner, Link, Nav, Page};
use super::prose::{NotSubmitted, Prose};
use super::table::Fact;
use super::{AccountableView, Section};

/// A measure of a body, as one of many.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Multiple {
    /// The measure (or the body, where bodies are compared), linked to its chart.
    pub title: Link,
    /// The latest value.
    pub latest: Figure,
    /// Its month in words.
    pub month: String,
    /// The same month a year before; `None` where the measure was not yet published then.
    pub year_before: Option<Figure>,
    /// The icons.
    pub signals: Signals,
    /// A [`sparkline`](crate::charts::sparkline()) as a panel.
    pub chart: Markup,
    /// What else must be known: the basis, trial limits, an estimate after a split.
    pub note: String,
}

/// Measures that belong together: urgent care, waiting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeasureGroup {
    /// The group's name.
    pub title: String,
    /// Its measures, in stable order.
    pub measures: Vec<Multiple>,
}

/// Bodies that are part of a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartsGroup {
    /// What they are: `Trusts`, `Sub-ICB locations`.
    pub title: String,
    /// The bodies.
    pub bodies: Vec<Link>,
    /// What has to be known of the list; may be empty.
    pub note: String,
}

/// A body that is no more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BodyEnd {
    /// Its last day in words.
    pub on: String,
    /// Who came after it: a body, how much of it, since when.
    pub successors: Vec<Prose>,
    /// Where its history goes on: the successors' figures on the boundaries of their first day.
    pub figures: Vec<Link>,
}

/// A body's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "body.html")]
pub struct BodyView {
    /// Title, trail and banners.
    pub page: Page,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// What it is: `NHS trust`, `Integrated care board`.
    pub kind: String,
    /// Region, ICB, since when: as `Fact`s with links.
    pub facts: Vec<Fact>,
    /// Set where the body has ended.
    pub ended: Option<BodyEnd>,
    /// What a body of an uncommon kind is; may be empty.
    pub about: &'static str,
    /// One sentence of state.
    pub state: Prose,
    /// What it promised and what came of it; none where it owes nothing known here.
    pub promises: Option<Section>,
    /// On whose boundaries the figures are; empty where there are none.
    pub boundaries: Prose,
    /// The measures.
    pub groups: Vec<MeasureGroup>,
    /// What must be said of the figures.
    pub notes: Vec<Prose>,
    /// Months that the body did not submit, one sentence a measure.
    pub months_not_submitted: Vec<Prose>,
    /// For a region or England: who did not submit.
    pub not_submitted: Vec<NotSubmitted>,
    /// What has no known home, where this page stands for it: each with the reason.
    pub unattributed: Vec<Prose>,
    /// The day on which its parts are looked at, in words.
    pub on: String,
    /// Its parts on that day.
    pub parts: Vec<PartsGroup>,
    /// What has to be said of that day; may be empty.
    pub parts_note: Prose,
    /// A [`family tree`](crate::charts::family_tree_both), where anybody came before it or after it.
    pub tree: Option<Markup>,
    /// Who came before it.
    pub before: Vec<Prose>,
    /// Who came after it, where it has not ended.
    pub after: Vec<Prose>,
    /// Who answers for it on the day; none where no post is known to.
    pub accountable: Option<AccountableView>,
    /// Where each fact is from: `bodies.csv line 12: …`.
    pub origins: Vec<Prose>,
    /// How it can be followed; empty for a body without figures.
    pub follow: Prose,
    /// Downloads of every figure of the body.
    pub downloads: Downloads,
    /// As known on a day, on which boundaries.
    pub control: Control,
    /// The citation.
    pub citation: Citation,
}
