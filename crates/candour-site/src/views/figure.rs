//! A figure on a page, its receipt and its icons.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use candour_assessment::{Assurance, Variation};
use candour_core::{Status, Unit};

use crate::{charts, format};

/// Markup of our own making (a chart), printed as it is. Never put foreign text into one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(String);

impl Markup {
    /// Wraps what a function of [`charts`] returned.
    #[must_use]
    pub const fn of_chart(svg: String) -> Self {
        Self(svg)
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Markup {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        _values: &dyn askama::Values,
    ) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

impl HtmlSafe for Markup {}

/// What a reader must know of a figure beside its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureMark {
    /// Apportioned or modelled.
    Estimate,
    /// From a file that holds some bodies only.
    Partial,
    /// A later file changed it.
    Revised,
}

impl FigureMark {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Estimate => "estimate",
            Self::Partial => "partial",
            Self::Revised => "revised",
        }
    }
}

/// A figure as printed: a link to its receipt, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/figure.html")]
pub struct Figure {
    /// The figure in words (`65.2%`), or why there is none (`not submitted`).
    pub text: String,
    /// Every digit, shown as a tool tip; empty where `text` has them all.
    pub full: String,
    /// The path of its receipt.
    pub receipt: Option<String>,
    /// What must be known beside it.
    pub marks: Vec<FigureMark>,
    /// Whether there is no figure.
    pub absent: bool,
}

impl HtmlSafe for Figure {}

impl Figure {
    /// A figure in the words of its unit, with a receipt.
    #[must_use]
    pub fn of(value: f64, unit: Unit, receipt: impl Into<String>) -> Self {
        Self::worded(
            format::value(value, unit),
            format::value_in_full(value, unit),
            receipt,
        )
    }

    /// [`Figure::of`] beside a target, whose side rounding must not change.
    #[must_use]
    pub fn beside_target(value: f64, target: f64, unit: Unit, receipt: impl Into<String>) -> Self {
        let text = format::value_beside_target(value, target, unit);
        Self::worded(text, format::value_in_full(value, unit), receipt)
    }

    /// A figure whose words are known, such as `over 104 weeks`.
    #[must_use]
    pub fn worded(
        text: impl Into<String>,
        full: impl Into<String>,
        receipt: impl Into<String>,
    ) -> Self {
        let (text, full) = (text.into(), full.into());
        let full = if full == text { String::new() } else { full };
        Self {
            text,
            full,
            receipt: Some(receipt.into()),
            ..Self::default()
        }
    }

    /// No figure, and why.
    #[must_use]
    pub fn absent(status: Status) -> Self {
        let text = match status {
            Status::NotSubmitted => "not submitted",
            Status::Suppressed => "suppressed",
            Status::NotApplicable => "not applicable",
            Status::NoneHeldThen => "not out by then",
            Status::Missing | Status::Reported | Status::Estimate | Status::Partial => "not held",
        };
        Self {
            text: text.to_owned(),
            absent: true,
            ..Self::default()
        }
    }

    /// The same figure with a mark.
    #[must_use]
    pub fn marked(mut self, mark: FigureMark) -> Self {
        self.marks.push(mark);
        self
    }
}

/// When a figure was published: a day in words (`11 December 2025`), or not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishedOn(pub Option<String>);

impl PublishedOn {
    /// For a table's cell.
    pub(super) fn short(&self) -> &str {
        self.0.as_deref().unwrap_or("not known")
    }
}

/// The icons of a series, or why it has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signals {
    /// The variation icon.
    pub variation: Option<Variation>,
    /// The assurance icon; none without a target.
    pub assurance: Option<Assurance>,
    /// Why icons are absent, such as `trial limits: 9 points`; empty where it needs no saying.
    pub instead: String,
}

impl Signals {
    pub(super) fn variation_icon(&self) -> Option<Markup> {
        self.variation
            .map(|v| Markup::of_chart(charts::variation_icon(v)))
    }

    pub(super) fn assurance_icon(&self) -> Option<Markup> {
        self.assurance
            .map(|a| Markup::of_chart(charts::assurance_icon(a)))
    }

    /// What the icons say, for a place with room for words.
    pub(super) fn words(&self) -> String {
        let variation = self.variation.map(charts::variation_words);
        let assurance = self.assurance.map(charts::assurance_words);
        let mut words = Vec::from_iter(variation.into_iter().chain(assurance)).join("; ");
        if words.is_empty() {
            words.clone_from(&self.instead);
        }
        words
    }
}
