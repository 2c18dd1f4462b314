//! What lies beside and ahead of the observed values: plans, a forecast, money put in.

use std::fmt::Write as _;

use candour_core::Month;

use super::axis::{Months, Vertical};
use super::svg::{HALO, INK, LINE, SOFT, at, escape, fill, line, polyline, text};
use super::xmr::{Frame, Xmr};
use crate::format;

/// A plan: dark blue, dash and dot.
pub(super) const PLAN: &str = "#1f3f8f";

/// A plan's line, broken where a month has no plan.
pub(super) fn plans(out: &mut String, chart: &Xmr, up: &Vertical, across: &Months) {
    let style = format!(
        "stroke=\"{PLAN}\" stroke-width=\"2\" stroke-dasharray=\"9 3 2 3\" stroke-linejoin=\"round\""
    );
    for plan in &chart.plans {
        let held: Vec<(Month, f64)> = plan
            .points
            .iter()
            .copied()
            .filter(|(month, value)| *month >= across.first && value.is_finite())
            .collect();
        for run in held.chunk_by(|(a, _), (b, _)| b.since(*a) == 1) {
            let places: Vec<(f64, f64)> = run
                .iter()
                .map(|(month, value)| (across.x(*month), up.y(*value)))
                .collect();
            match places.as_slice() {
                // A plan for a year's end alone is a short level line at its month.
                [(x, y)] => {
                    let half = across.half().clamp(5.0, 14.0);
                    out.push_str(&line(x - half, *y, x + half, *y, &style));
                }
                _ => out.push_str(&polyline(&places, &style)),
            }
        }
        for (month, value) in held {
            let _ = write!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"#fff\" fill-opacity=\"0\"><title>{}</title></circle>",
                at(across.x(month)),
                at(up.y(value)),
                escape(&format!(
                    "{}, {}: {}",
                    format::capital(&plan.label),
                    month.in_words(),
                    format::value(value, chart.unit)
                ))
            );
        }
    }
}

/// The forecast: a hatched fan with a dashed middle, behind a line that ends what was observed.
pub(super) fn fan(out: &mut String, chart: &Xmr, space: &Frame, up: &Vertical, across: &Months) {
    let Some(forecast) = &chart.forecast else {
        return;
    };
    let held: Vec<_> = forecast
        .points
        .iter()
        .filter(|p| [p.lower, p.median, p.upper].iter().all(|v| v.is_finite()))
        .collect();
    let (Some(first), Some(last)) = (held.first(), held.last()) else {
        return;
    };
    let half = across.half().min(8.0);
    let border = across.x(first.month) - half;
    out.push_str(&line(
        border,
        space.top,
        border,
        space.bottom,
        &format!("stroke=\"{SOFT}\" stroke-dasharray=\"2 3\""),
    ));
    // A fan of one month still needs a width.
    let (from, to) = (border, (across.x(last.month) + half).min(space.right));
    let y = |value: f64| up.y(value.max(up.low).min(up.high));
    let upper = held.iter().map(|p| (across.x(p.month), y(p.upper)));
    let lower = held.iter().map(|p| (across.x(p.month), y(p.lower)));
    let edge = |value: f64, x: f64| (x, y(value));
    let top: Vec<(f64, f64)> = std::iter::once(edge(first.upper, from))
        .chain(upper)
        .chain([edge(last.upper, to)])
        .collect();
    let foot: Vec<(f64, f64)> = std::iter::once(edge(first.lower, from))
        .chain(lower)
        .chain([edge(last.lower, to)])
        .collect();
    let mut d = String::new();
    for (index, (x, y)) in top.iter().chain(foot.iter().rev()).enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{letter}{} {}", at(*x), at(*y));
    }
    let _ = write!(
        out,
        "<path d=\"{d}z\" fill=\"#e4e8eb\" fill-opacity=\".75\"/>"
    );
    let dashed = format!("stroke=\"{LINE}\" stroke-width=\"1\" stroke-dasharray=\"2 2\"");
    out.push_str(&polyline(&top, &dashed));
    out.push_str(&polyline(&foot, &dashed));
    let middle: Vec<(f64, f64)> = held
        .iter()
        .map(|p| (across.x(p.month), y(p.median)))
        .collect();
    let style = format!("stroke=\"{INK}\" stroke-width=\"1.4\" stroke-dasharray=\"5 3\"");
    out.push_str(&polyline(&middle, &style));
    for point in &held {
        let words = |v| format::value(v, chart.unit);
        let tip = format!(
            "{}, forecast: {}, {} interval {} to {}",
            point.month.in_words(),
            words(point.median),
            forecast.interval,
            words(point.lower),
            words(point.upper)
        );
        let _ = write!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"2.6\" fill=\"#fff\" stroke=\"{INK}\"><title>{}</title></circle>",
            at(across.x(point.month)),
            at(y(point.median)),
            escape(&tip)
        );
    }
    let size = space.font * 0.86;
    let y = space.bottom - 6.0;
    // Where the months ahead have no room for their word, the label at the line's end says it.
    if space.right - border > super::svg::width_of("forecast", size) + 6.0 {
        let style = format!("text-anchor=\"end\" {HALO} {}", fill(SOFT));
        out.push_str(&text(border - 4.0, y, size, &style, "observed"));
        let style = format!("{HALO} {}", fill(SOFT));
        out.push_str(&text(border + 4.0, y, size, &style, "forecast"));
    }
}

/// Money put in: a pound sign in a ring on the bottom edge.
pub(super) fn injections(out: &mut String, chart: &Xmr, space: &Frame, across: &Months) {
    for mark in &chart.injections {
        if mark.month < across.first || mark.month > across.last {
            continue;
        }
        let (x, y) = (across.x(mark.month), space.bottom - 11.0);
        let style = format!("stroke=\"{INK}\" stroke-width=\"1\" stroke-dasharray=\"1 3\"");
        out.push_str(&line(x, space.top, x, y - 8.0, &style));
        let _ = write!(
            out,
            "<g><circle cx=\"{}\" cy=\"{}\" r=\"8\" fill=\"#fff\" stroke=\"{INK}\"/>",
            at(x),
            at(y)
        );
        let style = format!("text-anchor=\"middle\" font-weight=\"bold\" {}", fill(INK));
        out.push_str(&text(x, y + 4.0, 11.0, &style, "£"));
        let tip = format!("{}: {}", mark.month.in_words(), mark.words);
        let _ = write!(out, "<title>{}</title></g>", escape(&tip));
    }
}
