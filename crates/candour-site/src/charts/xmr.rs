//! The XmR chart: values, mean, process limits, targets, rebases and events.

use candour_assessment::PointType;
use candour_core::{Month, Unit};

use super::axis::{Months, Vertical};
use super::labels::wrap;
use super::svg::{SOFT, fill, open, text};
use super::xmr_draw::{ends, gaps, grid, limits, marks, targets, values};
use super::xmr_text::{describe, notes};

/// How wide a chart is drawn. Both are legible at their size; a page carries both and shows one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// 900 units: a page, print, an embed.
    #[default]
    Wide,
    /// 360 units: a phone, down to 320 pixels.
    Narrow,
}

/// One month of an XmR chart.
#[derive(Debug, Clone, PartialEq)]
pub struct XmrPoint {
    /// The month.
    pub month: Month,
    /// The value in the chart's unit (a share is a fraction); `None` where there is no figure, which
    /// breaks the line.
    pub value: Option<f64>,
    /// What the rules found.
    pub kind: PointType,
    /// Words for the tool tip after month, value and kind, such as `7 points above the mean`.
    pub note: String,
}

/// Mean and process limits of one rebase group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitGroup {
    /// The first month that they hold for.
    pub from: Month,
    /// The last.
    pub to: Month,
    /// The centre line.
    pub mean: f64,
    /// The lower process limit.
    pub lower: f64,
    /// The upper process limit.
    pub upper: f64,
}

/// A target for as long as it held.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetStep {
    /// The first month that it held for.
    pub from: Month,
    /// The last; `None` while it holds.
    pub to: Option<Month>,
    /// The target, in the chart's unit.
    pub value: f64,
}

/// A dated mark: why limits were rebased, or an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The month it stands at.
    pub month: Month,
    /// What happened, in a few words.
    pub words: String,
}

/// Everything an XmR chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Xmr {
    /// Begins every element id of the chart: unique on its page.
    pub id: String,
    /// The finding, which is the chart's title: `A&E waits worsened beyond chance in December 2022`.
    pub finding: String,
    /// What the vertical axis counts, without its unit: `Share within 4 hours`.
    pub axis: String,
    /// The unit of every number here.
    pub unit: Unit,
    /// The months, in order. A month left out is a gap, as is one without a value.
    pub points: Vec<XmrPoint>,
    /// Limits by rebase group, in order; none where there are too few points.
    pub groups: Vec<LimitGroup>,
    /// The targets through time, in order.
    pub targets: Vec<TargetStep>,
    /// Where limits were rebased and why.
    pub rebases: Vec<Mark>,
    /// Events, marked at the top edge.
    pub events: Vec<Mark>,
    /// Whether the limits are trial limits (fewer than 13 points).
    pub trial: bool,
    /// On whose boundaries the figures stand and which of them are estimates there, as sentences; empty
    /// as reported.
    pub boundaries: String,
    /// A line under the chart: `Source: NHS England, …`; empty for none.
    pub source: String,
}

/// Sizes of a drawing.
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) font: f64,
    pub(super) dot: f64,
}

impl Frame {
    fn of(width: Width, events: bool) -> Self {
        let lift = if events { 16.0 } else { 0.0 };
        match width {
            Width::Wide => Self {
                width: 900.0,
                left: 52.0,
                right: 770.0,
                top: 40.0 + lift,
                bottom: 360.0 + lift,
                font: 14.0,
                dot: 3.6,
            },
            Width::Narrow => Self {
                width: 360.0,
                left: 40.0,
                right: 268.0,
                top: 34.0 + lift,
                bottom: 250.0 + lift,
                font: 12.5,
                dot: 2.8,
            },
        }
    }
}

/// Both drawings of a chart, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn xmr_both(chart: &Xmr) -> String {
    format!(
        "<div class=\"c-both c-both--full\">{}{}</div>",
        xmr(chart, Width::Wide),
        xmr(chart, Width::Narrow)
    )
}

/// Draws an XmR chart.
#[must_use]
pub fn xmr(chart: &Xmr, width: Width) -> String {
    let space = Frame::of(width, !chart.events.is_empty());
    let id = match width {
        Width::Wide => chart.id.clone(),
        Width::Narrow => format!("{}-n", chart.id),
    };
    let Some((first, last)) = span(chart) else {
        let mut out = open(
            &id,
            space.width,
            60.0,
            &chart.finding,
            "No figures are held.",
        );
        out.push_str(&text(
            0.0,
            34.0,
            space.font,
            &fill(SOFT),
            "No figures are held.",
        ));
        out.push_str("</svg>");
        return out;
    };
    let across = Months::new(first, last, space.left + 8.0, space.right - 8.0);
    let up = Vertical::fit(
        extent(chart, first, last),
        chart.unit,
        space.top,
        space.bottom,
    );

    let mut body = String::new();
    grid(&mut body, chart, &space, &up, &across);
    gaps(&mut body, chart, &space, &across);
    limits(&mut body, chart, &up, &across);
    targets(&mut body, chart, &up, &across);
    let notes = notes(chart);
    marks(&mut body, chart, &space, &across);
    values(&mut body, chart, &space, &up, &across);
    ends(&mut body, chart, &space, &up, last);

    let height = space.bottom + space.font * 2.2;
    let letters = (space.width / (space.font * 0.52)).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "tens of letters"
    )]
    let lines: Vec<String> = notes
        .iter()
        .flat_map(|n| wrap(n, letters as usize))
        .collect();
    let mut y = height;
    for words in &lines {
        y += space.font * 1.35;
        body.push_str(&text(
            0.0,
            y - space.font * 0.4,
            space.font * 0.93,
            &fill(SOFT),
            words,
        ));
    }

    let mut out = open(&id, space.width, y + 4.0, &chart.finding, &describe(chart));
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

/// The first and last month of the points; `None` where no point has a value.
fn span(chart: &Xmr) -> Option<(Month, Month)> {
    chart
        .points
        .iter()
        .find(|p| p.value.is_some_and(f64::is_finite))?;
    let first = chart.points.iter().map(|p| p.month).min()?;
    let last = chart.points.iter().map(|p| p.month).max()?;
    Some((first, last))
}

/// Every number that the vertical axis should hold.
fn extent(chart: &Xmr, first: Month, last: Month) -> impl Iterator<Item = f64> {
    let values = chart.points.iter().filter_map(|p| p.value);
    let limits = chart.groups.iter().flat_map(|g| [g.lower, g.mean, g.upper]);
    let targets = chart
        .targets
        .iter()
        .filter(move |t| t.from <= last && t.to.is_none_or(|to| to >= first))
        .map(|t| t.value);
    // A count or a wait below nought cannot be; the axis does not go there for a limit's sake.
    let floor = 0.0;
    values
        .chain(limits.map(move |v| v.max(floor)))
        .chain(targets)
}
