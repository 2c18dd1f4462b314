//! Money put in within a year: one running total, in steps.

use std::fmt::Write as _;

use candour_core::Month;

use super::Width;
use super::axis::Months;
use super::scale::{Scale, number};
use super::svg::{
    FAINT, HALO, INK, SOFT, at, escape, fill, id_at, line, open, small_print, text, width_of,
};

/// A published total.
#[derive(Debug, Clone, PartialEq)]
pub struct InjectionStep {
    /// The month by which it was published.
    pub month: Month,
    /// The total so far, £ million; not what was added.
    pub total: f64,
    /// Its date and what the source says: `by March 2024`.
    pub words: String,
}

/// Everything the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Injections {
    /// Begins every element id of the chart: unique on its page.
    pub id: String,
    /// The finding: `£1,700 million was put in for strikes in 2023-24`.
    pub finding: String,
    /// The totals, in order.
    pub steps: Vec<InjectionStep>,
    /// Where the figures come from; empty for none.
    pub source: String,
}

/// Both drawings, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn injections_both(chart: &Injections) -> String {
    format!(
        "<div class=\"c-both c-both--full\">{}{}</div>",
        injections(chart, Width::Wide),
        injections(chart, Width::Narrow)
    )
}

/// Draws the running total: each published number is a level, and what was added is the rise to it.
#[must_use]
pub fn injections(chart: &Injections, width: Width) -> String {
    let (wide, font, left, right, bottom) = match width {
        Width::Wide => (900.0, 14.0, 60.0, 880.0, 300.0),
        Width::Narrow => (360.0, 12.5, 44.0, 352.0, 270.0),
    };
    let top = font * 3.2;
    let id = id_at(&chart.id, width);
    let (Some(first), Some(last)) = (chart.steps.first(), chart.steps.last()) else {
        let mut out = open(&id, wide, 40.0, &chart.finding, "No figures are held.");
        out.push_str(&text(0.0, 24.0, font, &fill(SOFT), "No figures are held."));
        out.push_str("</svg>");
        return out;
    };
    // Room to the right of the last step for its level and words.
    let across = Months::new(
        first.month.plus(-2),
        last.month.plus(3),
        left + 8.0,
        right - 8.0,
    );
    let totals = chart.steps.iter().map(|step| step.total);
    let up = Scale::fit(totals.chain([0.0]), bottom, top, 52.0);

    let mut body = String::new();
    body.push_str(&text(
        0.0,
        font,
        font,
        &fill(SOFT),
        "Running total, £ million",
    ));
    for (value, words) in up.ticks() {
        let y = up.at(value);
        body.push_str(&line(left, y, right, y, &format!("stroke=\"{FAINT}\"")));
        let style = format!("text-anchor=\"end\" {}", fill(SOFT));
        body.push_str(&text(left - 6.0, y + font * 0.35, font, &style, &words));
    }
    for (month, words) in across.ticks(font) {
        let x = across.x(month);
        body.push_str(&line(
            x,
            bottom,
            x,
            bottom + 5.0,
            &format!("stroke=\"{SOFT}\""),
        ));
        let half = width_of(&words, font) / 2.0;
        let style = format!("text-anchor=\"middle\" {}", fill(SOFT));
        body.push_str(&text(
            x.clamp(half, wide - half),
            bottom + font * 1.5,
            font,
            &style,
            &words,
        ));
    }
    let mut before = 0.0;
    let mut d = format!("M{} {}", at(left), at(up.at(0.0)));
    for step in &chart.steps {
        let (x, y) = (across.x(step.month), up.at(step.total));
        let _ = write!(d, "H{}V{}", at(x), at(y));
        let tip = format!(
            "{}: £{} million in all, {} more ({})",
            step.month.in_words(),
            number(step.total, 0),
            number(step.total - before, 0),
            step.words
        );
        let _ = write!(
            body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"4.5\" fill=\"{INK}\"><title>{}</title></circle>",
            at(x),
            at(y),
            escape(&tip)
        );
        // The words stand left of their step, where the line is still lower.
        let style = format!(
            "text-anchor=\"end\" font-weight=\"bold\" {HALO} {}",
            fill(INK)
        );
        let total = format!("£{}m", number(step.total, 0));
        let x = (x - 9.0).max(left + width_of(&total, font) + 4.0);
        body.push_str(&text(x, y + 2.0, font, &style, &total));
        let style = format!("text-anchor=\"end\" {HALO} {}", fill(SOFT));
        let month = match width {
            Width::Wide => step.month.in_words(),
            Width::Narrow => step.month.in_short(),
        };
        let added = if before > 0.0 {
            format!("+{}, {month}", number(step.total - before, 0))
        } else {
            month
        };
        let x = x.max(left + width_of(&added, font * 0.9) + 4.0);
        body.push_str(&text(x, y + font * 1.25, font * 0.9, &style, &added));
        before = step.total;
    }
    let _ = write!(d, "H{}", at(right));
    let drawn = format!(
        "<path d=\"{d}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"2.2\" stroke-linejoin=\"round\"/>{body}"
    );
    let mut body = drawn;
    let mut lines: Vec<String> = chart
        .steps
        .iter()
        .map(|step| format!("£{} million: {}", number(step.total, 0), step.words))
        .collect();
    lines.push(
        "One running total: each number holds the one before, and they are never added together."
            .to_owned(),
    );
    lines.extend((!chart.source.is_empty()).then(|| chart.source.clone()));
    let end = small_print(&mut body, &lines, bottom + font * 2.2, wide, font * 0.93);
    let mut out = open(&id, wide, end + 8.0, &chart.finding, &describe(chart));
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

fn describe(chart: &Injections) -> String {
    let mut before = 0.0;
    let mut said = Vec::new();
    for step in &chart.steps {
        said.push(format!(
            "{} in {}, {} more than before",
            number(step.total, 0),
            step.month.in_words(),
            number(step.total - before, 0)
        ));
        before = step.total;
    }
    format!(
        "Running total in £ million by the month of its publication: {}. The numbers are not added together.",
        said.join("; ")
    )
}
