//! `/`.

use askama::Template;

use super::briefing::{MustReads, NewsPart};
use super::control::{Choice, Control, Downloads, Hidden};
use super::figure::{Figure, Markup, PublishedOn, Signals};
use super::map::Map;
use super::page::{Banner, Link, Nav, Page};
use super::prose::{NotSubmitted, Prose};

/// Today's briefing as the home page tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HomeNews {
    /// What is taken as known; empty where it is all that is held.
    pub standing: String,
    /// Said where nothing is news.
    pub quiet: Prose,
    /// Three to seven must-reads, the first the most telling.
    pub must_reads: MustReads,
    /// The first items of each section.
    pub sections: Vec<NewsPart>,
    /// The way to the whole briefing and to others.
    pub more: Prose,
    /// The same in other forms.
    pub forms: Vec<Link>,
    /// How it can be followed.
    pub follow: Prose,
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
    /// Today's briefing; none before any file is held.
    pub news: Option<HomeNews>,
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
