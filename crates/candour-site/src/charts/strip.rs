//! The distribution strip: one dot a body, some named.

use std::fmt::Write as _;

use candour_assessment::PointType;
use candour_core::Unit;

use super::axis::Vertical;
use super::marks::{TARGET, point};
use super::svg::{HALO, INK, SOFT, at, escape, line, open, text, width_of};
use super::xmr::Width;
use crate::format;

/// One body on a strip.
#[derive(Debug, Clone, PartialEq)]
pub struct StripDot {
    /// The body's name, shown as a tool tip, and beside the dot where it is highlighted.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Whether it is one of those looked at.
    pub highlighted: bool,
}

/// Everything a strip shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Begins every element id: unique on its page.
    pub id: String,
    /// The finding: `Half of 121 trusts lie between 70.1% and 78.9%`.
    pub title: String,
    /// What the axis counts.
    pub axis: String,
    /// The unit of every number here.
    pub unit: Unit,
    /// The bodies, in any order.
    pub dots: Vec<StripDot>,
    /// The median body's value, where it is known.
    pub median: Option<f64>,
    /// England's value, where it is known.
    pub england: Option<f64>,
    /// The target, where there is one.
    pub target: Option<f64>,
}

/// Sizes of a drawing.
struct Space {
    width: f64,
    left: f64,
    right: f64,
    dot: f64,
    font: f64,
}

impl Space {
    const fn of(width: Width) -> Self {
        match width {
            Width::Wide => Self {
                width: 760.0,
                left: 16.0,
                right: 744.0,
                dot: 4.2,
                font: 14.0,
            },
            Width::Narrow => Self {
                width: 360.0,
                left: 14.0,
                right: 346.0,
                dot: 3.0,
                font: 12.5,
            },
        }
    }

    /// The height of one row of names: each name has its own, so that none overlap.
    fn row(&self) -> f64 {
        self.font * 1.3
    }
}

/// Both drawings of a strip, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn strip_both(chart: &Strip) -> String {
    let (wide, narrow) = (strip(chart, Width::Wide), strip(chart, Width::Narrow));
    format!("<div class=\"c-both\">{wide}{narrow}</div>")
}

/// Draws a strip. Dots that would overlap are stacked.
#[must_use]
pub fn strip(chart: &Strip, width: Width) -> String {
    let space = Space::of(width);
    let id = match width {
        Width::Wide => chart.id.clone(),
        Width::Narrow => format!("{}-n", chart.id),
    };
    let mut dots: Vec<&StripDot> = chart.dots.iter().filter(|d| d.value.is_finite()).collect();
    dots.sort_by(|a, b| {
        a.value
            .total_cmp(&b.value)
            .then_with(|| a.name.cmp(&b.name))
    });
    let extra = [chart.median, chart.england, chart.target];
    let numbers = dots
        .iter()
        .map(|d| d.value)
        .chain(extra.into_iter().flatten());
    // The axis of values lies on its side: what is "up" elsewhere is "right" here.
    let scale = Vertical::fit(numbers, chart.unit, 0.0, space.right - space.left);
    let x = |value: f64| space.right - scale.y(value);

    let places = stack(&dots, &space, x);
    let tallest = places.iter().map(|(_, level)| *level).max().unwrap_or(0);
    let lift = |level: u32| f64::from(level) * space.dot * 2.1;
    let named = dots.iter().filter(|d| d.highlighted).count().min(6);
    let ruled = extra.iter().flatten().count();
    #[expect(clippy::cast_precision_loss, reason = "nine at most")]
    let (ruled, top) = (
        ruled as f64 * space.row(),
        (ruled + named) as f64 * space.row() + 6.0,
    );
    let bottom = top + lift(tallest) + space.dot * 2.0 + 8.0;
    let height = bottom + space.font * 3.6;
    let dot_y = |level: u32| bottom - 7.0 - space.dot - lift(level);

    let mut out = open(
        &id,
        space.width,
        height,
        &chart.title,
        &describe(chart, dots.len()),
    );
    ticks(&mut out, &space, &scale, x, bottom);
    let heading = scale.heading(&chart.axis);
    let heading = if scale.fitted() {
        format!("{heading} (axis not from zero)")
    } else {
        heading
    };
    let style = format!("fill=\"{SOFT}\"");
    out.push_str(&text(
        space.left,
        bottom + space.font * 3.1,
        space.font,
        &style,
        &heading,
    ));
    for (dot, (cx, level)) in dots.iter().zip(&places).filter(|(d, _)| !d.highlighted) {
        let tip = format!("{}: {}", dot.name, format::value(dot.value, chart.unit));
        out.push_str(&point(
            PointType::CommonCause,
            *cx,
            dot_y(*level),
            space.dot * 0.85,
            &tip,
        ));
    }
    rules(&mut out, chart, &space, x, bottom);
    let chosen = dots
        .iter()
        .zip(&places)
        .filter(|(d, _)| d.highlighted)
        .take(6);
    for (row, (dot, (cx, level))) in (1_u32..).zip(chosen) {
        let name_y = f64::from(row).mul_add(space.row(), ruled) - 3.0;
        let words = format!("{} {}", dot.name, format::value(dot.value, chart.unit));
        out.push_str(&line(
            *cx,
            name_y + 3.0,
            *cx,
            dot_y(*level),
            &format!("stroke=\"{INK}\""),
        ));
        let _ = write!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{INK}\" stroke=\"#fff\"><title>{}</title></circle>",
            at(*cx),
            at(dot_y(*level)),
            at(space.dot * 1.5),
            escape(&words)
        );
        side_text(&mut out, &space, *cx, name_y, &words, INK, true);
    }
    out.push_str("</svg>");
    out
}

/// Text to the right of a place, or to the left where it would not fit, or cut where neither would.
fn side_text(
    out: &mut String,
    space: &Space,
    x: f64,
    y: f64,
    words: &str,
    colour: &str,
    bold: bool,
) {
    let wide = width_of(words, space.font) * if bold { 1.08 } else { 1.0 };
    let weight = if bold { "font-weight=\"bold\" " } else { "" };
    let (x, anchor) = match (x + wide + 8.0 <= space.width, x - wide - 8.0 >= 0.0) {
        (true, _) => (x + 5.0, "start"),
        (false, true) => (x - 5.0, "end"),
        (false, false) => (0.0, "start"),
    };
    let style = format!("{weight}text-anchor=\"{anchor}\" fill=\"{colour}\" {HALO}");
    let words = if wide <= space.width {
        words.to_owned()
    } else {
        cut(words, space)
    };
    out.push_str(&text(x, y, space.font, &style, &words));
}

/// A long name cut to the drawing's width; the value at its end stays.
fn cut(words: &str, space: &Space) -> String {
    let (name, value) = words.rsplit_once(' ').unwrap_or((words, ""));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "tens of letters"
    )]
    let most = (space.width / (space.font * 0.6)) as usize;
    let kept: String = name
        .chars()
        .take(most.saturating_sub(value.len() + 2))
        .collect();
    format!("{}… {value}", kept.trim_end())
}

fn ticks(out: &mut String, space: &Space, scale: &Vertical, x: impl Fn(f64) -> f64, bottom: f64) {
    let style = format!("stroke=\"{SOFT}\"");
    out.push_str(&line(space.left, bottom, space.right, bottom, &style));
    let ticks = scale.ticks();
    let widest = ticks
        .iter()
        .map(|(_, words)| width_of(words, space.font))
        .fold(1.0, f64::max);
    let apart =
        (space.right - space.left) / f64::from(u32::try_from(ticks.len()).unwrap_or(1)).max(1.0);
    let skip = if apart < widest * 1.3 { 2 } else { 1 };
    for (value, words) in ticks.into_iter().step_by(skip) {
        let at = x(value);
        out.push_str(&line(at, bottom, at, bottom + 5.0, &style));
        let half = width_of(&words, space.font) / 2.0;
        let at = at.clamp(half, space.width - half);
        let style = format!("text-anchor=\"middle\" fill=\"{SOFT}\"");
        out.push_str(&text(
            at,
            bottom + space.font * 1.6,
            space.font,
            &style,
            &words,
        ));
    }
}

/// Upright lines for the median, England and the target, each named in a row of its own.
fn rules(out: &mut String, chart: &Strip, space: &Space, x: impl Fn(f64) -> f64, bottom: f64) {
    let rules = [
        (chart.median, "median", INK, " stroke-dasharray=\"4 3\""),
        (chart.england, "England", INK, ""),
        (chart.target, "target", TARGET, " stroke-dasharray=\"7 4\""),
    ];
    let mut y = -3.0;
    for (value, name, colour, dash) in rules {
        let Some(value) = value else { continue };
        y += space.row();
        let at = x(value);
        let style = format!("stroke=\"{colour}\" stroke-width=\"1.5\"{dash}");
        out.push_str(&line(at, y - space.font * 0.7, at, bottom, &style));
        let (ink, words) = match name {
            "target" => ("#b01010", format::target(value, chart.unit)),
            _ => (INK, format::value(value, chart.unit)),
        };
        side_text(out, space, at, y, &format!("{name} {words}"), ink, false);
    }
}

/// The place of each dot: across by value, up by how many lie there already.
fn stack(dots: &[&StripDot], space: &Space, x: impl Fn(f64) -> f64) -> Vec<(f64, u32)> {
    let mut taken: Vec<f64> = Vec::new();
    let mut places = Vec::with_capacity(dots.len());
    for dot in dots {
        let cx = x(dot.value);
        let free = taken.iter().position(|last| cx - last >= space.dot * 1.9);
        let level = free.unwrap_or_else(|| {
            taken.push(cx);
            taken.len() - 1
        });
        taken[level] = cx;
        places.push((cx, u32::try_from(level).unwrap_or(u32::MAX)));
    }
    places
}

fn describe(chart: &Strip, bodies: usize) -> String {
    let mut desc = format!(
        "{} shown as dots by value.",
        format::plural(bodies, "body", "bodies")
    );
    for (name, value) in [
        ("Median", chart.median),
        ("England", chart.england),
        ("Target", chart.target),
    ] {
        if let Some(value) = value {
            let _ = write!(desc, " {name} {}.", format::value(value, chart.unit));
        }
    }
    for dot in chart.dots.iter().filter(|d| d.highlighted).take(6) {
        let _ = write!(
            desc,
            " {}: {}.",
            dot.name,
            format::value(dot.value, chart.unit)
        );
    }
    desc
}
