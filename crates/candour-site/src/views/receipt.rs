//! `/receipts/…`.

use askama::Template;

use super::control::{Citation, Downloads};
use super::figure::PublishedOn;
use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;
use crate::format;

/// A file that a figure was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Input {
    /// The file's name, linked to its page.
    pub file: Link,
    /// Who published it.
    pub publisher: String,
    /// Its licence.
    pub licence: String,
    /// Its SHA-256, all 64 digits.
    pub sha256: String,
    /// When it was published.
    pub published: PublishedOn,
    /// How that is known: `a cell of the file`, `the file's name`; empty where it is not.
    pub published_basis: String,
    /// The rows used: `2 to 201, 203`, with the sheet where there is one.
    pub rows: String,
    /// Its part of the numerator, every digit; empty where there is none.
    pub numerator: String,
    /// Its part of the denominator, every digit; empty where there is none.
    pub denominator: String,
}

impl Input {
    pub(super) fn short_sha(&self) -> String {
        format::short_sha(&self.sha256)
    }
}

/// A row of a file, as far as the figure uses it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceiptRow {
    /// Begins the rows of a unit: whose they are. Empty as reported, and for every further row.
    pub heading: String,
    /// Its physical line; the header is line 1.
    pub number: String,
    /// Whose row it is.
    pub whose: String,
    /// The cells of the used columns, as in the file.
    pub cells: Vec<String>,
}

/// A unit that a figure on other boundaries is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartLine {
    /// Its name, linked to the receipt of its own figure.
    pub unit: Link,
    /// Its code.
    pub code: String,
    /// How much of it belongs to the body: `all`, `101/440`.
    pub share: String,
    /// What of it was counted above the line; of a divided unit also of how many: `2,834 of 12,345`.
    pub numerator: String,
    /// And below it.
    pub denominator: String,
    /// Why nothing was counted: `not submitted`; empty where something was.
    pub absent: String,
    /// Its rows in the file.
    pub rows: String,
    /// The rows of the register that led it to the body, each with its source; or why it has no known
    /// home.
    pub way: Vec<Prose>,
}

/// The units that a figure on other boundaries is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// The table's caption: how many, and of what.
    pub caption: String,
    /// What stands above the line; `None` where nothing does.
    pub numerator_label: Option<String>,
    /// What stands below it; `None` where nothing does.
    pub denominator_label: Option<String>,
    /// The units.
    pub lines: Vec<PartLine>,
}

/// The rows that a figure was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ReceiptRows {
    /// The file is not held (starter figures).
    #[default]
    NotHeld,
    /// The file is held.
    Held {
        /// Names of the columns used.
        columns: Vec<String>,
        /// The rows shown.
        rows: Vec<ReceiptRow>,
        /// How many rows the figure uses.
        of: usize,
        /// Where the others are shown.
        more: Option<Link>,
    },
}

/// The same figure as another version of the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Version {
    /// When it was published.
    pub published: PublishedOn,
    /// The figure then.
    pub value: String,
    /// The file.
    pub file: Link,
    /// What changed: `12 more attendances within 4 hours`; may be empty.
    pub change: String,
    /// Whether it is the one of this receipt.
    pub this: bool,
}

/// A receipt's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "receipt.html")]
pub struct ReceiptView {
    /// HTML that shows the figure on another page; empty where there is none.
    pub embed: String,
    /// Title, trail and banners.
    pub page: Page,
    /// The figure in a sentence: `65.2% of attendances in England in December 2022 …`.
    pub heading: String,
    /// The value with the digits a reader could check: `65.2027%`.
    pub value: String,
    /// The formula in words: `attendances within 4 hours ÷ all attendances`.
    pub formula_words: String,
    /// The formula with the numbers in it: `1,333,914 ÷ 2,045,795 = 65.2027%`.
    pub formula: String,
    /// What the figure is: `as reported`, `estimate`, `partial`.
    pub status: String,
    /// What must be said of it.
    pub notes: Vec<Prose>,
    /// The files.
    pub inputs: Vec<Input>,
    /// On other boundaries: the units that it is made of. Without lines as reported.
    pub parts: Parts,
    /// Their rows.
    pub rows: ReceiptRows,
    /// Earlier and later versions of the figure, this one among them; empty where there is one only.
    pub versions: Vec<Version>,
    /// The file as held; `None` where it is not.
    pub download: Option<Link>,
    /// Other forms of the publication that agree (or do not), a sentence each.
    pub agreeing: Vec<Prose>,
    /// The series that the figure is a point of.
    pub series: Link,
    /// The command that prints the same: `candour explain …`.
    pub command: String,
    /// The receipt in other forms.
    pub downloads: Downloads,
    /// The citation.
    pub citation: Citation,
}
