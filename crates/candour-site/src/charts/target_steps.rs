//! One measure against its targets through time: thresholds as steps, the performance, and a strip that
//! says by shape whether each month met them.

use std::fmt::Write as _;

use candour_assessment::PointType;
use candour_core::{Month, Unit};

use super::Width;
use super::axis::Months;
use super::svg::{INK, SOFT, at, escape, fill, line, open, small_print, text};
use super::xmr::{Frame, TargetStep, Xmr, XmrPoint, axes};
use super::xmr_draw::{ends, gaps, grid, targets, values};
use crate::format;

/// A month and whether it met what bound it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepPoint {
    /// The month.
    pub month: Month,
    /// The value in the chart's unit; `None` where there is no figure.
    pub value: Option<f64>,
    /// Whether the target in force was met; `None` where none was in force or there is no figure.
    pub met: Option<bool>,
}

/// Everything the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetSteps {
    /// Begins every element id of the chart: unique on its page.
    pub id: String,
    /// The finding: `The four-hour target was last met in July 2015`.
    pub finding: String,
    /// What the vertical axis counts.
    pub axis: String,
    /// The unit of every number here.
    pub unit: Unit,
    /// The months, in order.
    pub points: Vec<StepPoint>,
    /// The thresholds through time; several may bind at once, each with a label.
    pub thresholds: Vec<TargetStep>,
    /// Which threshold the strip judges by, and anything else to be said beneath.
    pub notes: Vec<String>,
    /// Where the figures come from; empty for none.
    pub source: String,
}

/// Both drawings, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn target_steps_both(chart: &TargetSteps) -> String {
    format!(
        "<div class=\"c-both c-both--full\">{}{}</div>",
        target_steps(chart, Width::Wide),
        target_steps(chart, Width::Narrow)
    )
}

/// Draws the performance against its steps. In the strip a month that met its target is a solid bar
/// above the line, one that missed it a hollow bar below, one that cannot be told nothing.
#[must_use]
pub fn target_steps(chart: &TargetSteps, width: Width) -> String {
    let id = super::svg::id_at(&chart.id, width);
    let space = Frame::of(width, false);
    let drawn = as_xmr(chart);
    let Some((across, up)) = axes(&drawn, &space) else {
        let mut out = open(
            &id,
            space.width,
            60.0,
            &chart.finding,
            "No figures are held.",
        );
        let style = fill(SOFT);
        out.push_str(&text(0.0, 34.0, space.font, &style, "No figures are held."));
        out.push_str("</svg>");
        return out;
    };
    let mut body = String::new();
    grid(&mut body, &drawn, &space, &up, &across);
    gaps(&mut body, &drawn, &space, &across);
    targets(&mut body, &drawn, &up, &across);
    values(&mut body, &drawn, &space, &up, &across);
    ends(&mut body, &drawn, &space, &up, across.last);

    let middle = space.bottom + space.font * 3.4;
    strip(&mut body, chart, &across, middle, &space);
    let mut lines = chart.notes.clone();
    lines.extend((!chart.source.is_empty()).then(|| chart.source.clone()));
    let end = small_print(
        &mut body,
        &lines,
        middle + space.font * 1.4,
        space.width,
        space.font * 0.93,
    );
    let mut out = open(
        &id,
        space.width,
        end + 8.0,
        &chart.finding,
        &describe(chart),
    );
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

/// The same drawing as an XmR chart has of values and targets, without limits.
fn as_xmr(chart: &TargetSteps) -> Xmr {
    Xmr {
        id: chart.id.clone(),
        finding: chart.finding.clone(),
        axis: chart.axis.clone(),
        unit: chart.unit,
        points: chart
            .points
            .iter()
            .map(|point| XmrPoint {
                month: point.month,
                value: point.value,
                kind: PointType::CommonCause,
                note: match point.met {
                    Some(true) => "met".to_owned(),
                    Some(false) => "missed".to_owned(),
                    None => String::new(),
                },
            })
            .collect(),
        groups: Vec::new(),
        targets: chart.thresholds.clone(),
        plans: Vec::new(),
        forecast: None,
        injections: Vec::new(),
        rebases: Vec::new(),
        events: Vec::new(),
        trial: false,
        boundaries: String::new(),
        source: String::new(),
    }
}

fn strip(out: &mut String, chart: &TargetSteps, across: &Months, middle: f64, space: &Frame) {
    let half = (across.half() * 0.8).clamp(0.8, 5.0);
    let tall = space.font * 0.85;
    for point in &chart.points {
        let Some(met) = point.met else { continue };
        let x = across.x(point.month);
        let (from, to, look) = if met {
            (middle - tall, middle, format!("fill=\"{INK}\""))
        } else {
            (
                middle,
                middle + tall,
                format!("fill=\"#fff\" stroke=\"{INK}\" stroke-width=\".9\""),
            )
        };
        let words = if met { "met" } else { "missed" };
        let _ = write!(
            out,
            "<path d=\"M{} {}H{}V{}H{}z\" {look}><title>{}</title></path>",
            at(x - half),
            at(from),
            at(x + half),
            at(to),
            at(x - half),
            escape(&format!("{}: {words}", point.month.in_words()))
        );
    }
    let style = format!("stroke=\"{SOFT}\"");
    out.push_str(&line(space.left, middle, space.right, middle, &style));
    let size = space.font * 0.86;
    out.push_str(&text(
        space.right + 6.0,
        middle - 3.0,
        size,
        &fill(INK),
        "met (solid)",
    ));
    out.push_str(&text(
        space.right + 6.0,
        middle + size,
        size,
        &fill(INK),
        "missed (open)",
    ));
}

fn describe(chart: &TargetSteps) -> String {
    let count = |met| {
        let found = chart.points.iter().filter(|point| point.met == Some(met));
        found.count()
    };
    let (met, missed) = (count(true), count(false));
    let untold = chart.points.len() - met - missed;
    let mut desc = format!(
        "{} by month. The target was met in {} and missed in {missed}",
        chart.axis,
        format::plural(met, "month", "months")
    );
    if untold > 0 {
        let _ = write!(desc, "; {untold} cannot be told");
    }
    desc.push('.');
    if let Some(last) = chart.points.iter().rev().find(|p| p.met == Some(true)) {
        let _ = write!(desc, " Last met in {}.", last.month.in_words());
    }
    if let Some((point, value)) = chart
        .points
        .iter()
        .rev()
        .find_map(|point| Some((point, point.value?)))
    {
        let _ = write!(
            desc,
            " Latest {}: {}.",
            point.month.in_words(),
            format::value(value, chart.unit)
        );
    }
    for step in &chart.thresholds {
        let name = if step.label.is_empty() {
            "Target"
        } else {
            &step.label
        };
        let until = step
            .to
            .map_or_else(String::new, |to| format!(" to {}", to.in_words()));
        let _ = write!(
            desc,
            " {} {} from {}{until}.",
            format::capital(name),
            format::target(step.value, chart.unit),
            step.from.in_words()
        );
    }
    desc
}
