//! `/embed/…`: a chart or a figure for a frame on another site.

use askama::Template;

use super::figure::Markup;
use super::page::Link;
use super::prose::Prose;

/// A page for a frame: no script, no navigation, and all that a reader of the other site needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "embed.html")]
pub struct EmbedView {
    /// The finding.
    pub title: String,
    /// Said above everything else where the figures are invented.
    pub synthetic: bool,
    /// The figure alone; empty for a chart.
    pub figure: Prose,
    /// What the figure is, or latest and a year before.
    pub summary: Prose,
    /// The chart; none for a figure.
    pub chart: Option<Markup>,
    /// What must be said of it.
    pub notes: Vec<Prose>,
    /// `As known on 14 May 2026, made on 20 May 2026.`
    pub dates: String,
    /// The source and its licence.
    pub source: String,
    /// The receipt of the figure, or of the latest figure of the chart.
    pub receipt: Option<Link>,
    /// The page on this site.
    pub whole: Link,
}

impl EmbedView {
    /// The stylesheet's path.
    const fn css(&self) -> &'static str {
        crate::assets::CSS_PATH
    }
}
