//! `/measures/{measure}/{body}`.

use askama::Template;
use candour_assessment::PointType;

use super::EventsView;
use super::body::Multiple;
use super::control::{Choice, Citation, Control, Downloads, Hidden};
use super::figure::{Figure, Markup, PublishedOn, Signals};
use super::page::{Banner, Link, Nav, Page};
use super::prose::{NotSubmitted, Prose};
use crate::charts;

/// A point of the chart, in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointRow {
    /// The month in words.
    pub month: String,
    /// The numerator with every digit; `None` where the measure has none (a count, a quantile).
    pub numerator: Option<String>,
    /// The denominator with every digit.
    pub denominator: Option<String>,
    /// The value.
    pub value: Figure,
    /// The same month a year before.
    pub year_before: Figure,
    /// What the rules found.
    pub kind: PointType,
    /// The rule's words: `7 points below the mean`; empty for common cause.
    pub rule: String,
    /// The events of the month; empty where there is none.
    pub event: String,
    /// When it was published.
    pub published: PublishedOn,
}

impl PointRow {
    pub(super) fn cause(&self) -> String {
        if self.value.absent {
            return String::new();
        }
        match (self.kind, self.rule.as_str()) {
            (PointType::CommonCause, _) => "usual".to_owned(),
            (kind, "") => charts::point_words(kind).to_owned(),
            (kind, rule) => {
                let words = charts::point_words(kind).trim_start_matches("special cause, ");
                format!("{words}: {rule}")
            }
        }
    }

    pub(super) fn special(&self) -> bool {
        self.kind != PointType::CommonCause && !self.value.absent
    }
}

/// In the place of a chart of nothing: the same series on boundaries on which it has figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "carried_offer.html")]
pub struct CarriedOfferView {
    /// Title, trail and banners.
    pub page: Page,
    /// What is not reported, for whom.
    pub heading: String,
    /// Why not, and what can be had.
    pub why: String,
    /// The measure.
    pub measure: Link,
    /// The body.
    pub body: Link,
    /// The series on each of the boundaries that it can be had on.
    pub instead: Vec<Multiple>,
}

/// The form that sets limits anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RebaseForm {
    /// The page's own path.
    pub action: String,
    /// Months of rebase now, `2020-04, 2022-07`; sent as `rebase`.
    pub rebase: String,
    /// Rule profiles, sent as `profile`.
    pub profiles: Vec<Choice>,
    /// Parameters to keep.
    pub hidden: Vec<Hidden>,
}

/// Code that shows the chart on another page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Embed {
    /// HTML to paste: the chart with its words, in a frame.
    pub code: String,
    /// HTML to paste: the chart as a picture; empty where there is none.
    pub picture: String,
    /// The day whose knowledge it shows, in words.
    pub as_known: String,
    /// What is left out of it that stands on this page; empty for nothing.
    pub left_out: String,
}

/// A chart's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "chart.html")]
pub struct ChartView {
    /// Title, trail and banners.
    pub page: Page,
    /// The measure.
    pub measure: Link,
    /// The body.
    pub body: Link,
    /// The finding: the page's heading.
    pub finding: String,
    /// Latest, a year before, target; each figure linked to its receipt.
    pub summary: Prose,
    /// The icons.
    pub signals: Signals,
    /// [`xmr_both`](crate::charts::xmr_both).
    pub chart: Markup,
    /// The chart alone, as a `.svg` file.
    pub svg: Option<String>,
    /// Mean, limits and rebases in words, one sentence each.
    pub limits: Vec<Prose>,
    /// What must be said of the figures, trial limits among it.
    pub notes: Vec<Prose>,
    /// The dated events of its months.
    pub events: Option<EventsView>,
    /// For England or a region: who did not submit.
    pub not_submitted: Vec<NotSubmitted>,
    /// The table's caption: its finding.
    pub caption: String,
    /// The unit of the value, in the head of its column: `Share within 4 hours`.
    pub value_label: String,
    /// What the numerator counts; `None` leaves the columns of numerator and denominator out.
    pub numerator_label: Option<String>,
    /// What the denominator counts.
    pub denominator_label: String,
    /// The points, latest first.
    pub points: Vec<PointRow>,
    /// Where the figures come from, under the table.
    pub source: Prose,
    /// The rule profile used, in a sentence.
    pub profile: Prose,
    /// The form that sets limits anew.
    pub rebase: RebaseForm,
    /// Code that shows the chart elsewhere.
    pub embed: Option<Embed>,
    /// Downloads of the points.
    pub downloads: Downloads,
    /// As known on a day, on which boundaries.
    pub control: Control,
    /// The citation.
    pub citation: Citation,
}
