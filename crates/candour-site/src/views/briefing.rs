//! `/briefings/{day}`, and the items of a briefing wherever they stand.

use askama::Template;
use askama::filters::HtmlSafe;

use super::control::Choice;
use super::figure::Markup;
use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;
use super::table::Fact;

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewsItem {
    /// A place on the page: the item's own id.
    pub id: String,
    /// The finding, its figures linked to their receipts.
    pub headline: Prose,
    /// What it is compared with and rests on.
    pub more: Prose,
    /// A [`sparkline`](crate::charts::sparkline()) of the series, for a must-read that has one.
    pub sparkline: Option<Markup>,
    /// Why it stands where it stands.
    pub why: String,
    /// The same, criterion by criterion.
    pub criteria: Vec<String>,
}

/// A section of a briefing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/news_part.html")]
pub struct NewsPart {
    /// A place on the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its items.
    pub items: Vec<NewsItem>,
    /// The way to the others, where not all stand here.
    pub more: Option<Link>,
}

impl HtmlSafe for NewsPart {}

/// Must-reads in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/news_first.html")]
pub struct MustReads(pub Vec<NewsItem>);

impl HtmlSafe for MustReads {}

/// The page of a briefing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "briefing.html")]
pub struct BriefingView {
    /// Title, trail and banners.
    pub page: Page,
    /// What it is, for whom and of which day.
    pub kicker: String,
    /// The heading.
    pub heading: String,
    /// What was taken as known; empty where it is all that is held.
    pub standing: String,
    /// Said where nothing is news.
    pub quiet: Prose,
    /// The must-reads.
    pub must_reads: MustReads,
    /// All other items.
    pub sections: Vec<NewsPart>,
    /// What is to be known of it.
    pub notes: Vec<Prose>,
    /// What it rests on.
    pub held: Vec<Fact>,
    /// What was found and is no news, each with the reason.
    pub left_out: Vec<Prose>,
    /// The briefing before and the one after, and all of them.
    pub around: Vec<Link>,
    /// The same in other forms.
    pub forms: Vec<Link>,
    /// For whom a briefing can be had.
    pub scopes: Vec<Choice>,
    /// The path of this page, for the form.
    pub action: String,
    /// How it can be followed.
    pub follow: Prose,
}
