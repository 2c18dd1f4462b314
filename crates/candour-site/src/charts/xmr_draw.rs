//! What stands on an XmR chart: grid, gaps, limits, targets, marks, values, labels.

use std::fmt::Write as _;

use candour_assessment::PointType;
use candour_core::{Month, Unit};

use super::axis::{Months, Vertical};
use super::labels::{Label, dodge};
use super::marks::{TARGET, point, point_words};
use super::svg::{FAINT, HALO, INK, LINE, SOFT, at, fill, line, polyline, text, width_of};
use super::xmr::{Frame, Mark, TargetStep, Xmr};
use super::xmr_ahead::PLAN;
use crate::format;

pub(super) fn grid(out: &mut String, chart: &Xmr, space: &Frame, up: &Vertical, across: &Months) {
    let mut heading = up.heading(&chart.axis);
    if up.fitted() {
        let _ = write!(heading, " (axis from {}, not zero)", up.ticks()[0].1);
    }
    out.push_str(&text(0.0, space.font, space.font, &fill(SOFT), &heading));
    for (value, words) in up.ticks() {
        let y = up.y(value);
        out.push_str(&line(
            space.left,
            y,
            space.right,
            y,
            &format!("stroke=\"{FAINT}\""),
        ));
        let style = format!("text-anchor=\"end\" {}", fill(SOFT));
        out.push_str(&text(
            space.left - 6.0,
            y + space.font * 0.35,
            space.font,
            &style,
            &words,
        ));
    }
    let y = space.bottom;
    for (month, words) in across.ticks(space.font) {
        let x = across.x(month);
        out.push_str(&line(x, y, x, y + 5.0, &format!("stroke=\"{SOFT}\"")));
        let half = width_of(&words, space.font) / 2.0;
        let x = x.clamp(half, space.width - half);
        let style = format!("text-anchor=\"middle\" {}", fill(SOFT));
        out.push_str(&text(x, y + space.font * 1.5, space.font, &style, &words));
    }
}

/// A pale band where months have no figure.
pub(super) fn gaps(out: &mut String, chart: &Xmr, space: &Frame, across: &Months) {
    let spans = chart.spans();
    let held = |month| {
        let mut points = spans.iter().zip(&chart.points);
        points.any(|((from, to), p)| *from <= month && month <= *to && p.value.is_some())
    };
    // What lies after the last point was not to be had yet: that is no gap.
    let last = chart
        .points
        .iter()
        .map(|p| p.month)
        .max()
        .unwrap_or(across.first);
    let mut from: Option<Month> = None;
    for month in across.first.through(last.next()) {
        let missing = month <= last && !held(month);
        match (missing, from) {
            (true, None) => from = Some(month),
            (false, Some(start)) => {
                let left = (across.x(start) - across.half()).max(space.left);
                let right = (across.x(month.previous()) + across.half()).min(space.right);
                let _ = write!(
                    out,
                    "<path d=\"M{} {}H{}V{}H{}z\" fill=\"#eef1f2\"><title>No figure: {}</title></path>",
                    at(left),
                    at(space.top),
                    at(right),
                    at(space.bottom),
                    at(left),
                    range_words(start, month.previous()),
                );
                from = None;
            }
            _ => {}
        }
    }
}

fn range_words(from: Month, to: Month) -> String {
    if from == to {
        from.in_words()
    } else {
        format!("{} to {}", from.in_words(), to.in_words())
    }
}

pub(super) fn limits(out: &mut String, chart: &Xmr, up: &Vertical, across: &Months) {
    for group in &chart.groups {
        let (left, right) = stretch(across, group.from, group.to);
        let dotted = format!("stroke=\"{LINE}\" stroke-width=\"1.4\" stroke-dasharray=\"1.5 3.5\"");
        for limit in [group.lower, group.upper]
            .into_iter()
            .filter(|v| up.holds(*v))
        {
            out.push_str(&line(left, up.y(limit), right, up.y(limit), &dotted));
        }
        let y = up.y(group.mean);
        out.push_str(&line(
            left,
            y,
            right,
            y,
            &format!("stroke=\"{LINE}\" stroke-width=\"1.2\""),
        ));
    }
}

/// From half a month before `from` to half a month after `to`, within the axis.
fn stretch(across: &Months, from: Month, to: Month) -> (f64, f64) {
    let from = from.max(across.first);
    let to = to.min(across.last);
    let half = across.half().min(8.0);
    let wide = |month: Month, way: f64| way.mul_add(half, across.x(month));
    (wide(from, -1.0), wide(to, 1.0))
}

pub(super) fn targets(out: &mut String, chart: &Xmr, up: &Vertical, across: &Months) {
    let style = format!("stroke=\"{TARGET}\" stroke-width=\"1.8\" stroke-dasharray=\"7 4\"");
    for target in chart.targets.iter().filter(|t| up.holds(t.value)) {
        let to = target.to.unwrap_or(across.last);
        if target.from > across.last || to < across.first {
            continue;
        }
        let (left, right) = stretch(across, target.from, to);
        let y = up.y(target.value);
        out.push_str(&line(left, y, right, y, &style));
        // A step that has ended has its label where it ended, above its line.
        if to < across.last {
            let name = if target.label.is_empty() {
                "Target".to_owned()
            } else {
                format::capital(&target.label)
            };
            let words = format!("{name} {}", format::target(target.value, chart.unit));
            let size = 12.0;
            let x = right.max(width_of(&words, size) + across.x(across.first) - 8.0);
            let style = format!("text-anchor=\"end\" {HALO} {}", fill("#b01010"));
            out.push_str(&text(x, y - 5.0, size, &style, &words));
        }
    }
}

/// Rebases as upright lines; they are said underneath.
pub(super) fn rebases(out: &mut String, chart: &Xmr, space: &Frame, across: &Months) {
    let inside = |m: &&Mark| m.month >= across.first && m.month <= across.last;
    for rebase in chart.rebases.iter().filter(inside) {
        let x = across.x(rebase.month) - across.half().min(8.0);
        let style = format!("stroke=\"{INK}\" stroke-width=\"1\" stroke-dasharray=\"4 2\"");
        out.push_str(&line(x, space.top - 4.0, x, space.bottom, &style));
    }
}

pub(super) fn values(out: &mut String, chart: &Xmr, space: &Frame, up: &Vertical, across: &Months) {
    let style = format!("stroke=\"{LINE}\" stroke-width=\"1.6\" stroke-linejoin=\"round\"");
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut previous: Option<Month> = None;
    for (p, (from, _)) in chart.points.iter().zip(chart.spans()) {
        let Some(value) = p.value.filter(|v| v.is_finite()) else {
            continue;
        };
        let neighbours = previous.is_some_and(|month| month.next() == from);
        // No line runs over a missing month, nor over a rebase, where the process changed.
        if !neighbours || chart.rebases.iter().any(|r| r.month == p.month) {
            out.push_str(&polyline(&run, &style));
            run.clear();
        }
        run.push((across.x(p.month), up.y(value)));
        previous = Some(p.month);
    }
    out.push_str(&polyline(&run, &style));
    for p in &chart.points {
        let Some(value) = p.value.filter(|v| v.is_finite()) else {
            continue;
        };
        let mut tip = format!(
            "{}: {}, {}",
            p.month.in_words(),
            format::value(value, chart.unit),
            point_words(p.kind)
        );
        if !p.note.is_empty() {
            let _ = write!(tip, " ({})", p.note);
        }
        // Where months stand close, discs shrink so that they do not run together.
        let room = space.dot.min((across.half() * 1.3).max(1.5));
        let r = if p.kind == PointType::CommonCause {
            room * 0.85
        } else {
            (room * 1.15).max(2.4)
        };
        out.push_str(&point(p.kind, across.x(p.month), up.y(value), r, &tip));
    }
}

/// The labels at the right ends of the lines.
pub(super) fn ends(out: &mut String, chart: &Xmr, space: &Frame, up: &Vertical, last: Month) {
    let mut labels: Vec<Label> = Vec::new();
    let mut add = |value: f64, words: String, colour, bold| {
        if up.holds(value) {
            labels.push(Label {
                y: up.y(value),
                words,
                colour,
                bold,
            });
        }
    };
    let current: Vec<&TargetStep> = chart
        .targets
        .iter()
        .filter(|t| t.from <= last && t.to.is_none_or(|to| to >= last))
        .collect();
    let latest = chart
        .points
        .iter()
        .rev()
        .find_map(|p| p.value.filter(|v| v.is_finite()));
    if let Some(group) = chart.groups.last() {
        let trial = if chart.trial { "Trial " } else { "" };
        let number = |v| short(v, chart.unit);
        add(
            group.upper,
            format!("{trial}upper limit {}", number(group.upper)),
            SOFT,
            false,
        );
        add(
            group.mean,
            format!("mean {}", number(group.mean)),
            SOFT,
            false,
        );
        add(
            group.lower,
            format!("{trial}lower limit {}", number(group.lower)),
            SOFT,
            false,
        );
    }
    for target in &current {
        let name = if target.label.is_empty() {
            "target"
        } else {
            &target.label
        };
        let value = abridge(format::target(target.value, chart.unit));
        add(target.value, format!("{name} {value}"), "#b01010", true);
    }
    for plan in &chart.plans {
        if let Some((_, value)) = plan.points.last() {
            let words = format!("{} {}", plan.label, short(*value, chart.unit));
            add(*value, words, PLAN, true);
        }
    }
    if let Some(end) = chart.forecast.iter().flat_map(|f| &f.points).next_back() {
        let words = format!("forecast {}", short(end.median, chart.unit));
        add(end.median, words, SOFT, false);
    }
    if let Some(value) = latest {
        // The value is written with as many digits as keep it on its side of every target.
        let words = current
            .iter()
            .map(|t| format::value_beside_target(value, t.value, chart.unit))
            .max_by_key(String::len)
            .unwrap_or_else(|| format::value(value, chart.unit));
        add(value, words, INK, true);
    }
    let x = space.right + 6.0;
    let room = space.width - x;
    let size = space.font * 0.93;
    for label in dodge(labels, space.font * 1.15, space.top, space.bottom) {
        let weight = if label.bold {
            "font-weight=\"bold\" "
        } else {
            ""
        };
        let style = format!("{weight}{}", fill(label.colour));
        let mut words = label.words;
        // Cut step by step, and no further than the room asks.
        for (long, cut) in ABRIDGED {
            // The estimate of a width is generous; the page's margin takes the rest.
            if width_of(&words, size) * 0.93 > room {
                words = words.replace(long, cut);
            }
        }
        out.push_str(&text(x, label.y + size * 0.35, size, &style, &words));
    }
}

/// How the words of a label are cut, the gentlest first.
const ABRIDGED: [(&str, &str); 7] = [
    (" standard", ""),
    (" target", ""),
    ("Trial ", ""),
    ("upper limit", "upper"),
    ("lower limit", "lower"),
    ("constitutional", "const."),
    ("forecast", "fcst"),
];

/// A number for a label with little room.
pub(super) fn short(value: f64, unit: Unit) -> String {
    abridge(format::value(value, unit))
}

fn abridge(words: String) -> String {
    words
        .replace(" million", "m")
        .replace(" billion", "bn")
        .replace(" weeks", " wk")
}
