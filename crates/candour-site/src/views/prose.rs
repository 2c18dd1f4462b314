//! Sentences with figures and links in them.

use askama::Template;
use askama::filters::HtmlSafe;

use candour_assessment::verdict::Outcome;
use candour_briefing::claims::State;
use candour_briefing::{Run, Sentence};

use super::figure::{Figure, Markup};
use super::page::Link;
use crate::charts::{claim_mark, verdict_mark, verdict_word};

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// A figure, linked to its receipt.
    Figure(Figure),
    /// Words that lead somewhere.
    Link(Link),
    /// What came of a commitment: its shape and its word.
    Verdict(Outcome),
    /// The state of a claim: its shape and its word.
    Claim(State),
}

/// A sentence or two. Spaces between spans are the writer's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/prose.html")]
pub struct Prose(pub Vec<Span>);

impl HtmlSafe for Prose {}

impl Prose {
    /// Adds words.
    #[must_use]
    pub fn text(mut self, words: impl Into<String>) -> Self {
        self.0.push(Span::Text(words.into()));
        self
    }

    /// Adds a figure.
    #[must_use]
    pub fn figure(mut self, figure: Figure) -> Self {
        self.0.push(Span::Figure(figure));
        self
    }

    /// Adds a link.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.0.push(Span::Link(Link::new(text, href)));
        self
    }

    /// Adds what came of a commitment.
    #[must_use]
    pub fn verdict(mut self, outcome: Outcome) -> Self {
        self.0.push(Span::Verdict(outcome));
        self
    }

    /// Adds the state of a claim.
    #[must_use]
    pub fn claim(mut self, state: State) -> Self {
        self.0.push(Span::Claim(state));
        self
    }

    /// Adds what another says.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Span {
    /// The shape of an outcome, for the template.
    pub(super) fn mark(outcome: &Outcome) -> Markup {
        Markup::of_chart(verdict_mark(*outcome))
    }

    /// The end of its class: broken claims and those that hold are told as verdicts are.
    pub(super) const fn claim_class(state: &State) -> &'static str {
        match state {
            State::Broken => "broken",
            State::Holds => "holds",
            State::CannotBeComputed | State::RecordedNotChecked => "open",
        }
    }

    /// The shape of a claim's state, for the template.
    pub(super) fn claim_mark(state: &State) -> Markup {
        Markup::of_chart(claim_mark(*state))
    }

    /// The word of an outcome, for the template.
    pub(super) const fn word(outcome: &Outcome) -> &'static str {
        verdict_word(*outcome)
    }
}

impl From<&str> for Prose {
    fn from(words: &str) -> Self {
        Self::default().text(words)
    }
}

/// A sentence with its figures, as the briefing and its claims write it.
impl From<&Sentence> for Prose {
    fn from(sentence: &Sentence) -> Self {
        let mut prose = Self::default();
        for run in &sentence.0 {
            prose = match run {
                Run::Text { text } => prose.text(text.clone()),
                Run::Link { text, href } => prose.link(text.clone(), href.clone()),
                Run::Figure { text, full, href } => {
                    prose.figure(Figure::worded(text.clone(), full.clone(), href.clone()))
                }
            };
        }
        prose
    }
}

impl From<String> for Prose {
    fn from(words: String) -> Self {
        Self::default().text(words)
    }
}

/// Who did not submit in a month: said on every England and region figure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/not_submitted.html")]
pub struct NotSubmitted {
    /// What was not submitted, such as `four-hour figures`.
    pub what: String,
    /// The month in words.
    pub month: String,
    /// The bodies that did not submit it; empty says that all expected bodies did.
    pub bodies: Vec<Link>,
    /// Why, where it is known: `they tested new standards from May 2019 to May 2023`; may be empty.
    pub why: String,
}

impl HtmlSafe for NotSubmitted {}

impl NotSubmitted {
    pub(super) fn count_words(&self) -> String {
        crate::format::plural(self.bodies.len(), "body", "bodies")
    }
}

/// What every page with referral-to-treatment figures says.
#[must_use]
pub fn headline_excludes_estimates() -> Prose {
    Prose::from(
        "These are the figures that were reported. NHS England’s headline adds estimates for trusts \
         that did not submit, so its totals can be higher.",
    )
}
