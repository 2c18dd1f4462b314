//! Sentences with figures in them.

use serde::{Deserialize, Serialize};

/// A stretch of a sentence. Spaces between stretches are the writer's.
///
/// An address is a path of the site (`/receipts/…`), without the site's name: a page uses it as it is, a mail
/// and a feed put the name before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "run", rename_all = "kebab-case")]
pub enum Run {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A figure.
    Figure {
        /// As printed: rounded, never across a target.
        text: String,
        /// With all its digits.
        full: String,
        /// Its receipt.
        href: String,
    },
    /// Words that lead somewhere.
    Link {
        /// The words.
        text: String,
        /// Where to.
        href: String,
    },
}

impl Run {
    /// As printed.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text { text } | Self::Figure { text, .. } | Self::Link { text, .. } => text,
        }
    }

    /// Where it leads to.
    #[must_use]
    pub fn href(&self) -> Option<&str> {
        match self {
            Self::Text { .. } => None,
            Self::Figure { href, .. } | Self::Link { href, .. } => Some(href),
        }
    }
}

/// A sentence, or two that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sentence(pub Vec<Run>);

impl Sentence {
    /// Adds words.
    #[must_use]
    pub fn text(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self.0.last_mut() {
            Some(Run::Text { text }) => text.push_str(&words),
            _ => self.0.push(Run::Text { text: words }),
        }
        self
    }

    /// Adds a figure.
    #[must_use]
    pub fn figure(
        mut self,
        text: impl Into<String>,
        full: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        self.0.push(Run::Figure {
            text: text.into(),
            full: full.into(),
            href: href.into(),
        });
        self
    }

    /// Adds words that lead somewhere.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.0.push(Run::Link {
            text: text.into(),
            href: href.into(),
        });
        self
    }

    /// Adds what another says.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        for run in more.0 {
            match run {
                Run::Text { text } => self = self.text(text),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The figures, in the order in which they stand.
    pub fn figures(&self) -> impl Iterator<Item = &Run> {
        self.0
            .iter()
            .filter(|run| matches!(run, Run::Figure { .. }))
    }
}

/// The words alone, as they are read.
impl std::fmt::Display for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|run| f.write_str(run.text()))
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Self {
        Self::default().text(words)
    }
}

impl From<String> for Sentence {
    fn from(words: String) -> Self {
        Self::default().text(words)
    }
}
