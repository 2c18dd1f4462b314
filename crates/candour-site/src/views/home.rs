//! `/`.

use askama::Template;

use super::control::{Choice, Control, Downloads, Hidden};
use super::figure::{Figure, Markup, PublishedOn, Signals};
use super::map::Map;
use super::page::{Banner, Link, Nav, Page};
use super::prose::{NotSubmitted, Prose};

/// A sentence that a reader should not miss today.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MustRead {
    /// The finding, its figures linked to their receipts.
    pub sentence: Prose,
    /// What it is measured against and where to look: quieter, under the sentence.
    pub more: Prose,
    /// A [`sparkline`](crate::charts::sparkline()) of the series.
    pub sparkline: Markup,
}

/// One measure of the England strip.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StripRow {
    /// The measure, linked to its page.
    pub measure: Link,
    /// The latest value.
    pub latest: Figure,
    /// Its month, short: `Jan 2026`.
    pub month: String,
    /// The same month a year before.
    pub year_before: Figure,
    /// The icons.
    pub signals: Signals,
    /// A sparkline of 24 months.
    pub sparkline: Markup,
    /// When the latest value was published.
    pub published: PublishedOn,
}

/// What is held of a publication, or late.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeldLine {
    /// The publication.
    pub publication: String,
    /// What is held of it: `82 months, April 2019 to January 2026`.
    pub held: Prose,
    /// What is late or missing; empty where nothing is.
    pub late: Prose,
}

/// The map of systems, and the form that chooses what colours it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HomeMap {
    /// The map with the table beside it.
    pub map: Map,
    /// The measures to choose from, sent as `measure`.
    pub measures: Vec<Choice>,
    /// Parameters that the form keeps.
    pub hidden: Vec<Hidden>,
    /// The page of the measure that colours it.
    pub measure: Link,
    /// The map alone, as a `.svg` file.
    pub svg: String,
}

/// The home page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "home.html")]
pub struct HomeView {
    /// Title, trail and banners.
    pub page: Page,
    /// Today in words: `14 May 2026`.
    pub today: String,
    /// How many boards and regions the service has on the day looked at, linked to them.
    pub bodies: Prose,
    /// What was promised, in a line that leads to targets and plans.
    pub promises: Prose,
    /// Three to seven must-reads, the first the most telling.
    pub must_reads: Vec<MustRead>,
    /// The England strip, in stable order; empty where nothing is held.
    pub strip: Vec<StripRow>,
    /// The map of systems; `None` where no measure can be had by board.
    pub map: Option<HomeMap>,
    /// Who did not submit, by kind of figure.
    pub not_submitted: Vec<NotSubmitted>,
    /// What must be said of the strip, such as
    /// [`headline_excludes_estimates`](super::headline_excludes_estimates).
    pub notes: Vec<Prose>,
    /// What is held, and what is late.
    pub held: Vec<HeldLine>,
    /// Downloads of the strip.
    pub downloads: Downloads,
    /// As known on a day.
    pub control: Control,
}
