//! The XmR chart: values, mean, process limits, targets, rebases and events.

use candour_assessment::PointType;
use candour_core::{Month, Unit};

use super::axis::{Months, Vertical};
use super::event_marks;
use super::labels::wrap;
use super::svg::{SOFT, fill, open, text};
use super::xmr_ahead::{fan, injections, plans};
use super::xmr_draw::{ends, gaps, grid, limits, rebases, targets, values};
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
    /// What it is called where several bind at once: `constitutional standard`, `interim target`; empty
    /// for `target`.
    pub label: String,
}

/// A dated mark: why limits were rebased, or money put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The month it stands at.
    pub month: Month,
    /// What happened, in a few words.
    pub words: String,
}

/// The dated events of one month, or one that lasted. A mark, never a reason to leave a point out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMark {
    /// The month it stands at, or the first of an event that lasted.
    pub month: Month,
    /// The last month of an event that lasted, which is a bar; `None` for a pennant at one month.
    pub to: Option<Month>,
    /// What happened, without the month: `strikes on 3 days: nurses 15 and 20; …`.
    pub words: String,
    /// Who struck, for the line beneath where one letter stands for several months.
    pub groups: Vec<String>,
    /// What else than strikes the month had, for that line.
    pub also: String,
    /// Whether it is known to have taken place; a hollow pennant where it is not.
    pub certain: bool,
}

/// What a plan says for each month.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanLine {
    /// What it is called at the line's end: `plan`, `mid-year plan`.
    pub label: String,
    /// Month and value in the chart's unit, in order. A month left out breaks the line.
    pub points: Vec<(Month, f64)>,
}

/// A month of a forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForecastPoint {
    /// The month.
    pub month: Month,
    /// The middle of what is expected.
    pub median: f64,
    /// The lower end of the interval.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

/// Months that have not been observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The months, in order.
    pub points: Vec<ForecastPoint>,
    /// What the interval holds: `80 per cent`.
    pub interval: String,
    /// The method in a sentence, for the line beneath.
    pub method: String,
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
    /// The targets through time; several may bind in one month, each with a label.
    pub targets: Vec<TargetStep>,
    /// Plans by month, each with its own line.
    pub plans: Vec<PlanLine>,
    /// What is expected of the next months.
    pub forecast: Option<Forecast>,
    /// Money put in within the year, marked at the bottom edge.
    pub injections: Vec<Mark>,
    /// Where limits were rebased and why.
    pub rebases: Vec<Mark>,
    /// Events, marked at the top edge.
    pub events: Vec<EventMark>,
    /// Whether the limits are trial limits (fewer than 13 points).
    pub trial: bool,
    /// On whose boundaries the figures stand and which of them are estimates there, as sentences; empty
    /// as reported.
    pub boundaries: String,
    /// A line under the chart: `Source: NHS England, …`; empty for none.
    pub source: String,
}

impl Xmr {
    /// The months that each point speaks for, the first and the last. Where points stand a month apart
    /// anywhere, each is a month, and a month left out is a gap; where none do they are quarters or years,
    /// every one of which stands among the points, and each reaches back to the one before.
    pub(super) fn spans(&self) -> Vec<(Month, Month)> {
        let months = || self.points.iter().map(|p| p.month);
        let step = months()
            .zip(months().skip(1))
            .map(|(a, b)| b.since(a))
            .filter(|step| *step > 0)
            .min()
            .unwrap_or(1);
        let mut previous: Option<Month> = None;
        months()
            .map(|month| {
                let first = match previous {
                    _ if step == 1 => month,
                    Some(before) => before.next().max(month.plus(-11)),
                    None => month.plus(1 - step),
                };
                previous = Some(month);
                (first, month)
            })
            .collect()
    }
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
    pub(super) fn of(width: Width, events: bool) -> Self {
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
    let Some((across, up)) = axes(chart, &space) else {
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
    let mut body = String::new();
    grid(&mut body, chart, &space, &up, &across);
    gaps(&mut body, chart, &space, &across);
    limits(&mut body, chart, &up, &across);
    targets(&mut body, chart, &up, &across);
    let clusters = event_marks::clusters(&chart.events, &across);
    rebases(&mut body, chart, &space, &across);
    injections(&mut body, chart, &space, &across);
    event_marks::draw(&mut body, &clusters, &space, &across);
    fan(&mut body, chart, &space, &up, &across);
    plans(&mut body, chart, &up, &across);
    let notes = notes(chart, &clusters);
    values(&mut body, chart, &space, &up, &across);
    ends(&mut body, chart, &space, &up, across.last);

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

    let mut out = open(
        &id,
        space.width,
        y + 4.0,
        &chart.finding,
        &describe(chart, &clusters),
    );
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

/// The two axes of a chart; `None` where no point has a value.
pub(super) fn axes(chart: &Xmr, space: &Frame) -> Option<(Months, Vertical)> {
    let (first, last) = span(chart)?;
    let across = Months::new(first, last, space.left + 8.0, space.right - 8.0);
    let up = Vertical::fit(
        extent(chart, first, last),
        chart.unit,
        space.top,
        space.bottom,
    );
    Some((across, up))
}

/// The first month of the points and the last of points, plans and forecast; `None` where no point has
/// a value.
fn span(chart: &Xmr) -> Option<(Month, Month)> {
    chart
        .points
        .iter()
        .find(|p| p.value.is_some_and(f64::is_finite))?;
    let first = chart.points.iter().map(|p| p.month).min()?;
    let observed = chart.points.iter().map(|p| p.month);
    let planned = chart.plans.iter().flat_map(|plan| &plan.points);
    let expected = chart.forecast.iter().flat_map(|forecast| &forecast.points);
    let last = observed
        .chain(planned.map(|(month, _)| *month))
        .chain(expected.map(|point| point.month))
        .max()?;
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
    let plans = chart
        .plans
        .iter()
        .flat_map(|plan| &plan.points)
        .filter(move |(month, _)| *month >= first)
        .map(|(_, value)| *value);
    let forecast = chart
        .forecast
        .iter()
        .flat_map(|forecast| &forecast.points)
        .flat_map(|p| [p.lower, p.median, p.upper]);
    values
        .chain(limits.chain(forecast).map(move |v| v.max(floor)))
        .chain(targets)
        .chain(plans)
}
