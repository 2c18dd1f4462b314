//! `/measures/{measure}`.

use askama::Template;

use super::EventsView;
use super::body::Multiple;
use super::control::{Citation, Control, Downloads, Hidden};
use super::figure::{Figure, Markup, Signals};
use super::map::Map;
use super::page::{Banner, Link, Nav, Page};
use super::prose::{NotSubmitted, Prose};
use super::table::{Column, Fact};

/// One body in a table of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BodyRow {
    /// The body, linked to its chart of this measure.
    pub body: Link,
    /// Its code, which the compare form sends.
    pub code: String,
    /// The latest value.
    pub value: Figure,
    /// The interval it lies in by chance (`61.0% to 69.4%`); empty where there is none.
    pub interval: String,
    /// The same month a year before.
    pub year_before: Figure,
    /// The icons.
    pub signals: Signals,
    /// A sparkline; `None` in a long table.
    pub sparkline: Option<Markup>,
    /// Whether the body is one of those compared.
    pub chosen: bool,
}

/// The sorted table of bodies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct League {
    /// The finding, which is the table's caption.
    pub caption: String,
    /// Who is in it: `Providers with a type 1 department.`, with a link to all of them.
    pub scope: Prose,
    /// Heads of the columns, in this order: body, value, interval (where any row has one), a year
    /// before, variation, assurance, sparkline (where rows have one).
    pub columns: Vec<Column>,
    /// The bodies, sorted.
    pub rows: Vec<BodyRow>,
    /// What the interval is; empty where the table has none.
    pub interval_note: String,
}

/// A measure's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "measure.html")]
pub struct MeasureView {
    /// Title, trail and banners.
    pub page: Page,
    /// The measure's name, above the finding.
    pub name: String,
    /// The finding for England: the page's heading.
    pub finding: String,
    /// The finding's figures: latest, a year before, target; each linked to its receipt.
    pub summary: Prose,
    /// England's icons.
    pub signals: Signals,
    /// [`xmr_both`](crate::charts::xmr_both) of England.
    pub chart: Markup,
    /// The page of England's chart, with its table of points.
    pub chart_page: String,
    /// What must be said of the figures.
    pub notes: Vec<Prose>,
    /// The dated events of the chart's months.
    pub events: Option<EventsView>,
    /// Who did not submit.
    pub not_submitted: Vec<NotSubmitted>,
    /// Why it matters.
    pub why: Prose,
    /// Definition, levels, what is left out, source, author, reviewed.
    pub definition: Vec<Fact>,
    /// The regions; caption and columns as in [`League`]. `None` where the measure has no such level.
    pub regions: Option<League>,
    /// The league; `None` where nothing is held at that level.
    pub league: Option<League>,
    /// The boards on a map, with the table beside it; `None` where the measure cannot be had by board.
    pub map: Option<Map>,
    /// The map alone, as a `.svg` file.
    pub map_svg: String,
    /// [`strip_both`](crate::charts::strip_both) of the league's bodies.
    pub strip: Option<Markup>,
    /// Bodies compared (six at most), each as a panel.
    pub compared: Vec<Multiple>,
    /// Why bodies asked for are not compared, such as `Only six bodies can be compared`; may be empty.
    pub compare_note: String,
    /// The page's own path, for the compare form.
    pub action: String,
    /// Parameters that the compare form keeps (sort order, scope, `as_known`).
    pub compare_hidden: Vec<Hidden>,
    /// How it can be followed.
    pub follow: Prose,
    /// Downloads of the measure.
    pub downloads: Downloads,
    /// As known on a day.
    pub control: Control,
    /// The citation.
    pub citation: Citation,
}

impl MeasureView {
    /// Whether a table of bodies shows an interval.
    pub(super) fn has_interval(&self, rows: &[BodyRow]) -> bool {
        rows.iter().any(|row| !row.interval.is_empty())
    }

    /// The measure's pages: a link back to no comparison.
    pub(super) fn plain(&self) -> Link {
        Link::new("Clear the comparison", self.action.clone())
    }
}
