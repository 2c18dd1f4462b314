//! `/sources` and `/sources/{sha256}`.

use askama::Template;
use candour_core::Severity;

use super::figure::PublishedOn;
use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;
use super::receipt::Version;
use super::table::{Column, Fact};
use crate::format;

/// A fault or a remark from reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosticLine {
    /// How grave it is.
    pub severity: Severity,
    /// Where: `line 12, column "Org Code"`; may be empty.
    pub place: String,
    /// What was expected and what was seen.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
}

impl DiagnosticLine {
    pub(super) const fn severity_words(&self) -> &'static str {
        match self.severity {
            Severity::Note => "Note",
            Severity::Warning => "Warning",
            Severity::Error => "Error",
        }
    }
}

/// A check of the publication's own arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TotalsCheck {
    /// What was added up.
    pub what: String,
    /// What the file says.
    pub stated: String,
    /// What its rows sum to.
    pub summed: String,
    /// Whether they agree.
    pub agrees: bool,
}

/// A source file's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "source.html")]
pub struct SourceView {
    /// Title, trail and banners.
    pub page: Page,
    /// What it is, as a heading: `A&E attendances, December 2022`.
    pub heading: String,
    /// One sentence: whether it was taken whole, and what it holds.
    pub state: Prose,
    /// Whether it holds some bodies only.
    pub partial: bool,
    /// File name, publisher, licence, published, came, size, rows, layout.
    pub facts: Vec<Fact>,
    /// Its SHA-256, all 64 digits.
    pub sha256: String,
    /// Faults and remarks.
    pub diagnostics: Vec<DiagnosticLine>,
    /// Checks of its arithmetic.
    pub checks: Vec<TotalsCheck>,
    /// Files of the same month, this one among them; empty where there is one only.
    pub versions: Vec<Version>,
    /// How many figures depend on it.
    pub figures: usize,
    /// Examples of them, a sentence each.
    pub examples: Vec<Prose>,
    /// The file as held; `None` where it is not.
    pub download: Option<Link>,
}

impl SourceView {
    /// Whether the checks come with their numbers.
    pub(super) fn has_sums(&self) -> bool {
        self.checks.iter().any(|check| !check.stated.is_empty())
    }

    pub(super) fn figures_words(&self) -> String {
        if self.figures == 0 {
            // A list of bodies, or scores that nobody may sum.
            return "No figure depends".to_owned();
        }
        format::plural(self.figures, "figure depends", "figures depend")
    }
}

/// A source file in the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceLine {
    /// Its name, linked to its page.
    pub file: Link,
    /// The publication.
    pub publication: String,
    /// The period in words.
    pub period: String,
    /// When it was published.
    pub published: PublishedOn,
    /// `loaded`, `partial`, `refused`, `superseded`.
    pub status: String,
    /// How many rows it has.
    pub rows: String,
    /// Its SHA-256, all 64 digits.
    pub sha256: String,
}

impl SourceLine {
    pub(super) fn short_sha(&self) -> String {
        format::short_sha(&self.sha256)
    }
}

/// The list of source files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "sources.html")]
pub struct SourcesView {
    /// Title, trail and banners.
    pub page: Page,
    /// The finding: `118 files are held; 2 were refused`.
    pub heading: String,
    /// Heads of the columns: file, publication, period, published, status, rows, SHA-256.
    pub columns: Vec<Column>,
    /// The files, sorted.
    pub files: Vec<SourceLine>,
    /// The next page of the list.
    pub more: Option<Link>,
}
