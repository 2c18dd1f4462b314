//! How many national targets there were each financial year.

use std::fmt::Write as _;

use candour_core::FinancialYear;

use super::Width;
use super::labels::wrap;
use super::scale::Scale;
use super::svg::{
    FAINT, HALO, INK, SOFT, at, escape, fill, hatch, id_at, line, open, small_print, text, width_of,
};

/// A count of targets and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetCount {
    /// How many.
    pub count: u32,
    /// What is counted: `success measures`.
    pub what: String,
    /// Who counts so, or what is to be known of it.
    pub by: String,
}

/// The counts of a financial year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountYear {
    /// The year.
    pub year: FinancialYear,
    /// The counts: none where none was found, several where sources differ, the first the main one.
    pub counts: Vec<TargetCount>,
    /// Why there is none; empty for `count not found`.
    pub note: String,
    /// Whether the count compares with that of the year before, so that a line may lead to it.
    pub follows: bool,
}

/// A number that somebody proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedCount {
    /// The first year it would have held for.
    pub from: FinancialYear,
    /// How many at the most.
    pub count: u32,
    /// Who proposed it: `Hewitt review: at most ten`.
    pub words: String,
}

/// Everything the chart shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetCounts {
    /// Begins every element id of the chart: unique on its page.
    pub id: String,
    /// The finding: `133 national targets in 2022-23, 15 in 2026-27`.
    pub finding: String,
    /// The years, in order, none left out.
    pub years: Vec<CountYear>,
    /// What was proposed.
    pub proposed: Option<ProposedCount>,
    /// Where the figures come from; empty for none.
    pub source: String,
}

/// Both drawings, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn target_counts_both(chart: &TargetCounts) -> String {
    format!(
        "<div class=\"c-both c-both--full\">{}{}</div>",
        target_counts(chart, Width::Wide),
        target_counts(chart, Width::Narrow)
    )
}

/// Draws a level for each year; a year whose count was not found is hatched and has no level, and where
/// sources differ the second is a dashed level.
#[must_use]
pub fn target_counts(chart: &TargetCounts, width: Width) -> String {
    let (wide, font, left, right, bottom) = match width {
        Width::Wide => (900.0, 14.0, 44.0, 892.0, 330.0),
        Width::Narrow => (360.0, 12.5, 32.0, 358.0, 250.0),
    };
    let top = font * 3.4;
    let id = id_at(&chart.id, width);
    let counts = chart.years.iter().flat_map(|year| &year.counts);
    let most = counts.map(|count| f64::from(count.count));
    let up = Scale::fit(most.chain([0.0, 1.0]), bottom, top, 52.0);
    #[expect(clippy::cast_precision_loss, reason = "tens of years")]
    let column = (right - left) / (chart.years.len().max(1) as f64);
    let (pattern, hatched) = hatch(&id);

    let mut body = pattern;
    body.push_str(&text(
        0.0,
        font,
        font,
        &fill(SOFT),
        "National targets, by the count of each year",
    ));
    for (value, words) in up.ticks() {
        let y = up.at(value);
        body.push_str(&line(left, y, right, y, &format!("stroke=\"{FAINT}\"")));
        let style = format!("text-anchor=\"end\" {}", fill(SOFT));
        body.push_str(&text(left - 6.0, y + font * 0.35, font, &style, &words));
    }
    let mut x = left;
    let mut before: Option<f64> = None;
    let mut labels = String::new();
    for year in &chart.years {
        let place = Column {
            x,
            width: column,
            wide: width == Width::Wide,
            font,
            top,
            bottom,
        };
        draw_year(&mut body, &mut labels, year, &place, &up, before, &hatched);
        before = year.counts.first().map(|count| up.at(count.count.into()));
        x += column;
    }
    body.push_str(&labels);
    if let Some(proposed) = &chart.proposed {
        let index = chart.years.iter().position(|y| y.year >= proposed.from);
        #[expect(clippy::cast_precision_loss, reason = "tens of years")]
        let from = (index.unwrap_or(0) as f64).mul_add(column, left);
        let y = up.at(proposed.count.into());
        let style = "stroke=\"#de1b1b\" stroke-width=\"1.8\" stroke-dasharray=\"7 4\"";
        body.push_str(&line(from, y, right, y, style));
    }
    let mut lines = Vec::new();
    if let Some(proposed) = &chart.proposed {
        lines.push(format!("Red dashes: {}.", proposed.words));
    }
    lines.extend(chart.years.iter().map(year_words));
    lines.extend((!chart.source.is_empty()).then(|| chart.source.clone()));
    let end = small_print(&mut body, &lines, bottom + font * 2.0, wide, font * 0.93);
    let desc = chart
        .years
        .iter()
        .map(year_words)
        .chain(chart.proposed.iter().map(|p| format!("{}.", p.words)))
        .collect::<Vec<_>>()
        .join(" ");
    let mut out = open(&id, wide, end + 8.0, &chart.finding, &desc);
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

struct Column {
    x: f64,
    width: f64,
    wide: bool,
    font: f64,
    top: f64,
    bottom: f64,
}

fn draw_year(
    out: &mut String,
    labels: &mut String,
    year: &CountYear,
    at_: &Column,
    up: &Scale,
    before: Option<f64>,
    hatched: &str,
) {
    let (left, right, font) = (at_.x, at_.x + at_.width, at_.font);
    let middle = f64::midpoint(left, right);
    let centred = |colour| format!("text-anchor=\"middle\" {HALO} {}", fill(colour));
    let name = year.year.to_string();
    let short = name.get(2..).unwrap_or(&name).to_owned();
    let (name, size) = if at_.wide {
        (name, font)
    } else {
        (short, font * 0.86)
    };
    let style = format!("text-anchor=\"middle\" {}", fill(SOFT));
    out.push_str(&text(middle, at_.bottom + font * 1.4, size, &style, &name));
    let Some(main) = year.counts.first() else {
        let _ = write!(
            out,
            "<path d=\"M{} {}H{}V{}H{}z\" {hatched}><title>{}</title></path>",
            at(left + 1.0),
            at(at_.top),
            at(right - 1.0),
            at(at_.bottom),
            at(left + 1.0),
            escape(&year_words(year))
        );
        let y = f64::midpoint(at_.top, at_.bottom);
        if at_.wide {
            labels.push_str(&text(middle, y, font, &centred(SOFT), "not found"));
        } else {
            let turned = format!(
                "transform=\"rotate(-90 {} {})\" {}",
                at(middle),
                at(y),
                centred(SOFT)
            );
            labels.push_str(&text(middle, y + 4.0, font, &turned, "not found"));
        }
        return;
    };
    for (index, count) in year.counts.iter().enumerate() {
        let y = up.at(count.count.into());
        let dashes = if index > 0 {
            " stroke-dasharray=\"4 3\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<path d=\"M{} {}H{}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"3\"{dashes}><title>{}</title></path>",
            at(left),
            at(y),
            at(right),
            escape(&format!(
                "{}: {} {} ({})",
                year.year, count.count, count.what, count.by
            ))
        );
    }
    let y = up.at(main.count.into());
    if let Some(before) = before.filter(|_| year.follows) {
        out.push_str(&line(
            left,
            before,
            left,
            y,
            &format!("stroke=\"{INK}\" stroke-width=\"1.2\""),
        ));
    }
    // Above the highest of the levels, so that no label lies on one.
    let highest = year
        .counts
        .iter()
        .map(|count| up.at(count.count.into()))
        .fold(y, f64::min);
    let numbers: Vec<String> = year.counts.iter().map(|c| c.count.to_string()).collect();
    let bold = format!("font-weight=\"bold\" {}", centred(INK));
    let number = numbers.join(" or ");
    let size = if width_of(&number, font) > at_.width {
        font * 0.8
    } else {
        font
    };
    let mut top = highest - 6.0;
    if at_.wide {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a dozen letters"
        )]
        let letters = (at_.width / (font * 0.86 * 0.54)).floor() as usize;
        for words in wrap(&main.what, letters).iter().rev() {
            labels.push_str(&text(middle, top, font * 0.86, &centred(SOFT), words));
            top -= font;
        }
    }
    labels.push_str(&text(middle, top, size, &bold, &number));
}

/// A year in a sentence.
fn year_words(year: &CountYear) -> String {
    if year.counts.is_empty() {
        return match year.note.as_str() {
            "" => format!("{}: count not found.", year.year),
            note => format!("{}: no count ({note}).", year.year),
        };
    }
    let counts: Vec<String> = year
        .counts
        .iter()
        .map(|count| match count.by.as_str() {
            "" => format!("{} {}", count.count, count.what),
            by => format!("{} {} ({by})", count.count, count.what),
        })
        .collect();
    format!("{}: {}.", year.year, counts.join("; or "))
}
