//! Pages of commitments: a finding, then parts that each say one thing.
//!
//! Targets, plans, pledges and the way to who answers for them are told in the same few forms: sentences,
//! tables whose cells are sentences, charts, facts, a form. Such a page is those forms in order.

use askama::Template;
use askama::filters::HtmlSafe;

use super::control::{Choice, Hidden};
use super::figure::Markup;
use super::map::Map;
use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;
use super::table::{Column, Fact};

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What it says.
    pub said: Prose,
    /// What is said under it in small print; may be empty.
    pub under: Prose,
    /// A small chart in it.
    pub chart: Option<Markup>,
    /// Whether it holds a figure, which stands to the right.
    pub numeric: bool,
}

impl Cell {
    /// A cell of words.
    #[must_use]
    pub fn words(said: impl Into<Prose>) -> Self {
        Self {
            said: said.into(),
            ..Self::default()
        }
    }

    /// A cell with a figure.
    #[must_use]
    pub fn number(said: impl Into<Prose>) -> Self {
        Self {
            said: said.into(),
            numeric: true,
            ..Self::default()
        }
    }

    /// A cell with a small chart alone.
    #[must_use]
    pub fn chart(chart: Option<Markup>) -> Self {
        Self {
            chart,
            ..Self::default()
        }
    }

    /// The same with small print under it.
    #[must_use]
    pub fn under(mut self, under: impl Into<Prose>) -> Self {
        self.under = under.into();
        self
    }
}

/// A row of a table; the first cell is its head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether it is the one that is told of.
    pub here: bool,
}

/// A table whose caption is its finding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/table.html")]
pub struct Table {
    /// Begins every element id: unique on its page.
    pub id: String,
    /// The finding.
    pub caption: String,
    /// The heads.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// What is said under it: where it is from.
    pub source: Prose,
}

impl HtmlSafe for Table {}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tick {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: Prose,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// A form that asks for the same page in another way; it works without script.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/ask.html")]
pub struct Ask {
    /// The page's own path, without its query; may end in a place on it.
    pub action: String,
    /// Parameters to keep.
    pub hidden: Vec<Hidden>,
    /// Lists to choose from: name, label, choices.
    pub lists: Vec<(String, String, Vec<Choice>)>,
    /// Fields to fill: name, label, kind of input, value.
    pub fields: Vec<(String, String, String, String)>,
    /// The name of the boxes.
    pub ticks_name: String,
    /// What the boxes are, said above them.
    pub ticks_legend: String,
    /// The boxes.
    pub ticks: Vec<Tick>,
    /// What the button says.
    pub button: String,
    /// What follows from the choice; may be empty.
    pub note: Prose,
}

impl HtmlSafe for Ask {}

/// One form of telling.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/block.html")]
pub enum Block {
    /// A paragraph.
    Words(Prose),
    /// A paragraph set apart: what must be known before the figures are used.
    Note(Prose),
    /// A paragraph in small print.
    Quiet(Prose),
    /// A list of sentences.
    List(Vec<Prose>),
    /// Links, one of them chosen: text, address, whether it is the one shown.
    Choices(Vec<(Link, bool)>),
    /// Terms and what is said of them.
    Facts(Vec<Fact>),
    /// A chart and what is said under it.
    Chart(Markup, Prose),
    /// A table.
    Table(Box<Table>),
    /// A map and its table.
    Map(Box<Map>),
    /// A form.
    Ask(Box<Ask>),
    /// Steps, each of which leads to the next.
    Steps(Vec<(Link, Prose)>),
    /// Something folded under a line that says what it is.
    Fold(String, Vec<Block>),
    /// Downloads: what is in them, then the links.
    Downloads(String, Vec<Link>),
}

impl HtmlSafe for Block {}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/article_section.html")]
pub struct Section {
    /// Begins every element id of it, and is a place on the page; empty for none.
    pub id: String,
    /// Its heading; empty for none.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl HtmlSafe for Section {}

impl Section {
    /// A part with a heading.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// The same with one more form.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}

/// A page of commitments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "article.html")]
pub struct ArticleView {
    /// Title, trail and banners.
    pub page: Page,
    /// What sort of page it is, above the heading.
    pub kicker: Prose,
    /// The finding.
    pub heading: String,
    /// The finding with its figures, in a sentence or two.
    pub lede: Prose,
    /// The parts.
    pub sections: Vec<Section>,
}
