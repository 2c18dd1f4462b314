//! `/people` and `/posts`.

use askama::Template;
use askama::filters::HtmlSafe;

use super::control::Hidden;
use super::figure::Markup;
use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;
use super::table::Fact;

/// The one line that asks for another day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/on.html")]
pub struct OnControl {
    /// The page's own path, without its query.
    pub action: String,
    /// The day as an ISO date.
    pub on: String,
    /// Other parameters to keep.
    pub hidden: Vec<Hidden>,
    /// What follows from the choice.
    pub note: String,
}

impl HtmlSafe for OnControl {}

/// A post and its holder on the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostRow {
    /// Its title and page.
    pub post: Link,
    /// Who holds it, or that it is vacant and how long, or that nobody is known.
    pub holder: Prose,
    /// Whether it is vacant.
    pub vacant: bool,
    /// Since when.
    pub since: String,
    /// How sure that is; empty where it is known.
    pub sure: String,
    /// The other bodies that it belongs to, or that it answers for the body by its remit.
    pub shared: Prose,
    /// To whom it answers.
    pub answers_to: Prose,
}

/// Posts of one body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostsGroup {
    /// The body.
    pub body: Link,
    /// The finding, which is the table's caption.
    pub finding: String,
    /// The posts, the highest first.
    pub rows: Vec<PostRow>,
}

/// A change in a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeLine {
    /// When, as far as known.
    pub date: String,
    /// What.
    pub what: Prose,
    /// Where it is stated.
    pub source: Prose,
}

/// Posts and who holds them on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "posts.html")]
pub struct PostsView {
    /// Title, trail and banners.
    pub page: Page,
    /// The finding.
    pub heading: String,
    /// What else is to be said first: vacancies, unknown holders.
    pub state: Prose,
    /// The day.
    pub control: OnControl,
    /// The posts by body.
    pub groups: Vec<PostsGroup>,
    /// What changed in the body through time, where the page is of one body.
    pub changes: Vec<ChangeLine>,
    /// The caption of the changes.
    pub changes_finding: String,
}

/// A holder of a post, or a post of a holder, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TenureRow {
    /// The person on a post's page, the post on a person's; no link for a vacancy.
    pub who: Prose,
    /// Since when, as far as known.
    pub from: String,
    /// Until when, as far as known.
    pub to: String,
    /// The bodies, on a person's page.
    pub bodies: Prose,
    /// What has to be known of it.
    pub note: String,
    /// Where it is stated.
    pub source: Prose,
    /// Whether it is so on the day asked for.
    pub here: bool,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "post.html")]
pub struct PostView {
    /// Title, trail and banners.
    pub page: Page,
    /// Of which bodies: `Post of NHS England and NHS Improvement`.
    pub kicker: String,
    /// Its title.
    pub title: String,
    /// Who holds it on the day, in a sentence.
    pub state: Prose,
    /// The vacancy clock: `154 days`; empty where it is not vacant.
    pub clock: String,
    /// What the clock counts, in a sentence.
    pub clock_words: String,
    /// The day.
    pub control: OnControl,
    /// The timeline of holders.
    pub chart: Markup,
    /// The finding of the timeline, which is its caption.
    pub finding: String,
    /// The holders, the latest first.
    pub tenures: Vec<TenureRow>,
    /// The lines of reporting from it to the top, a list each.
    pub paths: Vec<Vec<Link>>,
    /// The posts that answer to it.
    pub below: Vec<Link>,
    /// Bodies, remit, predecessors, successors, notes, source.
    pub facts: Vec<Fact>,
    /// The day in words.
    pub day: String,
}

/// A person who holds a post on the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonRow {
    /// Name and page.
    pub person: Link,
    /// The post.
    pub post: Link,
    /// Its bodies on the day.
    pub bodies: Prose,
    /// Since when.
    pub since: String,
    /// How sure that is; empty where it is known.
    pub sure: String,
}

/// People in posts on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "people.html")]
pub struct PeopleView {
    /// Title, trail and banners.
    pub page: Page,
    /// The finding.
    pub heading: String,
    /// The day.
    pub control: OnControl,
    /// A row for each person and post.
    pub rows: Vec<PersonRow>,
    /// The caption of the rows.
    pub finding: String,
    /// People who held posts at other times.
    pub others: Vec<Link>,
}

/// A person and their posts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "person.html")]
pub struct PersonView {
    /// Title, trail and banners.
    pub page: Page,
    /// Their name.
    pub name: String,
    /// What they hold on the day, in a sentence.
    pub state: Prose,
    /// The day.
    pub control: OnControl,
    /// The timeline of posts.
    pub chart: Markup,
    /// The finding of the timeline.
    pub finding: String,
    /// Their posts, the latest first.
    pub tenures: Vec<TenureRow>,
    /// Where the name is stated.
    pub source: Prose,
}

/// A post that answers for a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountableRow {
    /// Its title and page.
    pub post: Link,
    /// Who holds it, since when, how sure, and shared with whom, in a sentence.
    pub said: Prose,
}

/// Who answers for a body on a day: a part of the body's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/accountable.html")]
pub struct AccountableView {
    /// The day in words.
    pub day: String,
    /// The posts that stand highest.
    pub rows: Vec<AccountableRow>,
    /// The other posts, which stand folded.
    pub further: Vec<AccountableRow>,
    /// All of them on a page of their own.
    pub all: Link,
}

impl HtmlSafe for AccountableView {}

impl AccountableView {
    pub(super) fn further_words(&self) -> String {
        crate::format::plural(self.further.len(), "further post", "further posts")
    }
}
