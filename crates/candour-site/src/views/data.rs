//! `/data`.

use askama::Template;

use super::control::Downloads;
use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;

/// How a month of a publication is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Holding {
    /// The national file is held.
    Held,
    /// A file is held, but of some bodies only.
    Partial,
    /// No file is held.
    Missing,
    /// A file was read and refused.
    Refused,
    /// Not yet due, or before the publication began.
    #[default]
    None,
}

impl Holding {
    /// The one sign that stands in the grid.
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Held => "✓",
            Self::Partial => "½",
            Self::Missing => "–",
            Self::Refused => "×",
            Self::None => "",
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Partial => "partial",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::None => "",
        }
    }
}

/// One cell of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeldMonth {
    /// How the month is held.
    pub holding: Holding,
    /// The month in words, for a listener.
    pub month: String,
    /// The source's page; `None` where no file is held.
    pub href: Option<String>,
}

/// A calendar year of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearRow {
    /// The year.
    pub year: String,
    /// January to December: twelve cells.
    pub months: Vec<HeldMonth>,
}

/// A publication family.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// The finding: `82 of 82 months are held`.
    pub finding: String,
    /// Publisher, latest month, last published, licence.
    pub facts: Prose,
    /// The years, latest first.
    pub years: Vec<YearRow>,
    /// Its measures.
    pub measures: Vec<Link>,
}

/// What is held.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "data.html")]
pub struct DataView {
    /// Title, trail and banners.
    pub page: Page,
    /// The finding: `2 publications, 118 files, 82 months`.
    pub heading: String,
    /// The families; empty where nothing is held.
    pub families: Vec<Family>,
    /// The licence of the figures, in a sentence.
    pub licence: Prose,
    /// Ways to everything: API, SQL, export; a sentence each.
    pub ways: Vec<Prose>,
    /// Downloads of everything.
    pub downloads: Downloads,
}

impl DataView {
    pub(super) const fn months(&self) -> [&'static str; 12] {
        [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
    }
}
