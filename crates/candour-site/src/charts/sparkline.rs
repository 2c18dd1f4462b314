//! Small charts: a word-sized line for a table row, and a panel for a grid of measures.

use std::fmt::Write as _;

use candour_assessment::PointType;
use candour_core::{Month, Unit};

use super::axis::Months;
use super::marks::{TARGET, point, point_words};
use super::svg::{FAINT, INK, LINE, SOFT, line, open, polyline, text};
use crate::format;

/// How a small chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SparklineShape {
    /// 132 by 34: beside words or in a table row. No labels.
    #[default]
    Row,
    /// 310 by 104: in a grid, with first and last month and the target named.
    Panel,
}

/// One month of a small chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SparkPoint {
    /// The month.
    pub month: Month,
    /// The value; `None` breaks the line.
    pub value: Option<f64>,
    /// What the rules found.
    pub kind: PointType,
}

/// Mean and limits that hold at the last point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The centre line.
    pub mean: f64,
    /// The lower process limit.
    pub lower: f64,
    /// The upper process limit.
    pub upper: f64,
}

/// Everything a small chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline {
    /// Begins every element id: unique on its page.
    pub id: String,
    /// What is read out and shown as a tool tip: the finding, or measure and body.
    pub title: String,
    /// The unit of every number here.
    pub unit: Unit,
    /// The months, in order; by custom the last 24.
    pub points: Vec<SparkPoint>,
    /// Mean and limits, where there are any.
    pub limits: Option<Limits>,
    /// The target now, where there is one.
    pub target: Option<f64>,
    /// Months with an event, each a tick at the top edge.
    pub events: Vec<Month>,
}

/// Draws a small chart. The last point is always marked; others only where they are signals.
#[must_use]
pub fn sparkline(chart: &Sparkline, shape: SparklineShape) -> String {
    let (width, height) = match shape {
        SparklineShape::Row => (132.0, 34.0),
        SparklineShape::Panel => (310.0, 104.0),
    };
    let panel = shape == SparklineShape::Panel;
    let held: Vec<(SparkPoint, f64)> = chart
        .points
        .iter()
        .filter_map(|p| p.value.filter(|v| v.is_finite()).map(|v| (*p, v)))
        .collect();
    let (Some(first), Some(last), Some((latest, value))) =
        (chart.points.first(), chart.points.last(), held.last())
    else {
        let mut out = open(
            &chart.id,
            width,
            height,
            &format!("{}: no figures", chart.title),
            "",
        );
        let style = format!("fill=\"{SOFT}\"");
        out.push_str(&text(0.0, height / 2.0 + 4.0, 12.0, &style, "no figures"));
        out.push_str("</svg>");
        return out;
    };
    let mut marked: Vec<Month> = chart
        .events
        .iter()
        .copied()
        .filter(|month| *month >= first.month && *month <= last.month)
        .collect();
    marked.sort_unstable();
    marked.dedup();
    let mut title = format!(
        "{}. {}: {}, {}",
        chart.title,
        latest.month.in_words(),
        format::value(*value, chart.unit),
        point_words(latest.kind)
    );
    if !marked.is_empty() {
        let _ = write!(
            title,
            ". Ticks at the top: {} with strikes or other events",
            format::plural(marked.len(), "month", "months")
        );
    }
    let (top, bottom) = if panel {
        (8.0, height - 22.0)
    } else {
        (5.0, height - 5.0)
    };
    let (left, right) = if panel {
        (6.0, width - if chart.target.is_some() { 62.0 } else { 8.0 })
    } else {
        (4.0, width - 8.0)
    };
    let across = Months::new(first.month, last.month, left, right);
    let y = scale(chart, &held, top, bottom, panel);

    let mut out = open(&chart.id, width, height, &title, "");
    for month in &marked {
        let length = if panel { 5.0 } else { 3.5 };
        let x = across.x(*month);
        let style = format!("stroke=\"{INK}\" stroke-width=\"1.6\"");
        out.push_str(&line(x, 0.0, x, length, &style));
    }
    if panel {
        axis(&mut out, first.month, last.month, left, right, bottom);
    }
    if let Some(limits) = chart.limits {
        let dotted = format!("stroke=\"{LINE}\" stroke-dasharray=\"1.5 3\"");
        for limit in [limits.lower, limits.upper] {
            // In a row the limits may lie beyond the drawing; a line on its edge would mislead.
            let at = y(limit);
            if at >= top - 3.0 && at <= bottom + 3.0 {
                out.push_str(&line(left, at, right, at, &dotted));
            }
        }
        let at = y(limits.mean);
        out.push_str(&line(
            left,
            at,
            right,
            at,
            &format!("stroke=\"{LINE}\" stroke-opacity=\".6\""),
        ));
    }
    if let Some(target) = chart.target {
        let at = y(target);
        if panel || (at >= top - 3.0 && at <= bottom + 3.0) {
            let style =
                format!("stroke=\"{TARGET}\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"");
            out.push_str(&line(left, at, right, at, &style));
        }
        if panel {
            let words = format::target(target, chart.unit)
                .replace(" million", "m")
                .replace(" weeks", " wk");
            let style = "fill=\"#b01010\"";
            let at = at.clamp(13.0, bottom - 2.0);
            out.push_str(&text(right + 6.0, at - 2.0, 11.5, style, "target"));
            out.push_str(&text(right + 6.0, at + 10.5, 11.5, style, &words));
        }
    }
    lines(&mut out, &held, &across, &y);
    let r = if panel { 3.0 } else { 2.1 };
    for (p, v) in &held {
        let is_last = p.month == latest.month;
        if panel || is_last || p.kind != PointType::CommonCause {
            let size = match (is_last, p.kind) {
                (true, _) => r * 1.35,
                (false, PointType::CommonCause) => r * 0.6,
                (false, _) => r,
            };
            out.push_str(&point(p.kind, across.x(p.month), y(*v), size, ""));
        }
    }
    out.push_str("</svg>");
    out
}

/// Where a value stands. A row is fitted to its values; a panel to limits and target too.
fn scale(
    chart: &Sparkline,
    held: &[(SparkPoint, f64)],
    top: f64,
    bottom: f64,
    panel: bool,
) -> impl Fn(f64) -> f64 + use<> {
    let mut numbers: Vec<f64> = held.iter().map(|(_, v)| *v).collect();
    if panel {
        numbers.extend(chart.limits.iter().flat_map(|l| [l.lower, l.upper]));
        numbers.extend(chart.target);
    }
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = high - low;
    move |value| {
        if range > 0.0 {
            bottom - (value - low) / range * (bottom - top)
        } else {
            f64::midpoint(top, bottom)
        }
    }
}

fn axis(out: &mut String, first: Month, last: Month, left: f64, right: f64, bottom: f64) {
    let y = bottom + 6.0;
    out.push_str(&line(left, y, right, y, &format!("stroke=\"{FAINT}\"")));
    let style = format!("fill=\"{SOFT}\"");
    out.push_str(&text(left, y + 14.0, 11.5, &style, &first.in_short()));
    if first != last {
        let style = format!("text-anchor=\"end\" fill=\"{SOFT}\"");
        out.push_str(&text(right, y + 14.0, 11.5, &style, &last.in_short()));
    }
}

fn lines(out: &mut String, held: &[(SparkPoint, f64)], across: &Months, y: &impl Fn(f64) -> f64) {
    let style = format!("stroke=\"{LINE}\" stroke-width=\"1.5\" stroke-linejoin=\"round\"");
    for run in held.chunk_by(|(a, _), (b, _)| b.month.since(a.month) == 1) {
        let places: Vec<(f64, f64)> = run
            .iter()
            .map(|(p, v)| (across.x(p.month), y(*v)))
            .collect();
        let mut drawn = polyline(&places, &style);
        if places.len() == 1 {
            // A lone month between gaps is still a figure.
            let (x, y) = places[0];
            let _ = write!(
                drawn,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.2\" fill=\"{LINE}\"/>"
            );
        }
        out.push_str(&drawn);
    }
}
