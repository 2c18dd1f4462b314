//! Parts of tables.

use askama::Template;
use askama::filters::HtmlSafe;

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Least first.
    Ascending,
    /// Most first.
    Descending,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/column.html")]
pub struct Column {
    /// Its words, with the unit.
    pub label: String,
    /// Where a click sorts by it: the same page with another order. `None` where it cannot be sorted.
    pub href: Option<String>,
    /// How it is sorted now.
    pub order: Option<Order>,
    /// Whether it holds figures, which stand to the right.
    pub numeric: bool,
}

impl HtmlSafe for Column {}

impl Column {
    /// A column of words that cannot be sorted.
    #[must_use]
    pub fn plain(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..Self::default()
        }
    }

    /// A column of figures that cannot be sorted.
    #[must_use]
    pub fn numeric(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            numeric: true,
            ..Self::default()
        }
    }

    /// The same column with a link that sorts by it.
    #[must_use]
    pub fn sorted_by(mut self, href: impl Into<String>, order: Option<Order>) -> Self {
        self.href = Some(href.into());
        self.order = order;
        self
    }

    pub(super) fn aria_sort(&self) -> Option<&'static str> {
        self.href.as_ref()?;
        Some(match self.order {
            Some(Order::Ascending) => "ascending",
            Some(Order::Descending) => "descending",
            None => "none",
        })
    }
}

/// A term and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fact {
    /// The term.
    pub term: String,
    /// What is said.
    pub said: super::prose::Prose,
}

impl Fact {
    /// A fact.
    #[must_use]
    pub fn new(term: impl Into<String>, said: impl Into<super::prose::Prose>) -> Self {
        Self {
            term: term.into(),
            said: said.into(),
        }
    }
}
