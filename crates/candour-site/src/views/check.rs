//! `/check`: a story with marks.

use askama::Template;

use super::page::{Banner, Link, Nav, Page};

/// A stretch of a story: plain, or a figure with its mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryRun {
    /// The words.
    pub text: String,
    /// The number of the figure's note; none where the stretch is plain.
    pub note: Option<usize>,
    /// The mark: `holds`, `differs` or `cannot-check`.
    pub mark: &'static str,
}

/// What is said of one figure of a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryNote {
    /// Its number, by which the text refers to it.
    pub number: usize,
    /// The words of the figure.
    pub text: String,
    /// The mark: `holds`, `differs` or `cannot-check`.
    pub mark: &'static str,
    /// The verdict in words.
    pub verdict: &'static str,
    /// What keeps it from being checked; may be empty.
    pub why: &'static str,
    /// What is said of it.
    pub words: String,
    /// Measure, body and period, where settled.
    pub about: String,
    /// Our figure, where it is not in the words; may be empty.
    pub ours: String,
    /// Who is quoted with it; may be empty.
    pub said_by: String,
    /// Whom a name may mean; may be empty.
    pub candidates: String,
    /// What our figure rests on.
    pub receipts: Vec<Link>,
}

/// A story that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryRead {
    /// How many figures hold, differ and cannot be checked.
    pub summary: String,
    /// What has to be known of the reading.
    pub remarks: Vec<String>,
    /// The story, in paragraphs of stretches.
    pub paragraphs: Vec<Vec<StoryRun>>,
    /// What is said of each figure.
    pub notes: Vec<StoryNote>,
}

/// The page with the box for a story, and the story that was put in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "check.html")]
pub struct CheckView {
    /// Title, trail and banners.
    pub page: Page,
    /// What stands in the box.
    pub story: String,
    /// The day on which the story was written.
    pub date: String,
    /// How long a story may be, in words.
    pub limits: String,
    /// What was read; none before a story is put in.
    pub read: Option<StoryRead>,
}
