//! Trusts by average score, each with its likely range, over the bands of the segments.

use std::fmt::Write as _;

use super::Width;
use super::scale::{Scale, number};
use super::svg::{
    HALO, INK, LINE, SOFT, at, cut, escape, fill, hatch, id_at, line, open, small_print, text,
    width_of,
};

/// A trust's score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRow {
    /// The trust.
    pub name: String,
    /// Its average score; a low one is better.
    pub score: f64,
    /// The likely range of the score; `None` where none can be given.
    pub range: Option<(f64, f64)>,
    /// What else the tool tip says: `published segment 3, rank 81`.
    pub note: String,
    /// Whether it is the trust that is told of.
    pub highlighted: bool,
}

/// The scores that are known to lie in a segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentBand {
    /// The segment.
    pub segment: u8,
    /// The lowest score seen in it.
    pub from: f64,
    /// The highest.
    pub to: f64,
}

/// Everything the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRange {
    /// Begins every element id of the chart: unique on its page.
    pub id: String,
    /// The finding.
    pub finding: String,
    /// What the axis counts: `Average score, Q4 2025/26 (lower is better)`.
    pub axis: String,
    /// The trusts, in any order.
    pub rows: Vec<ScoreRow>,
    /// The bands, in order. What lies between two of them cannot be told.
    pub bands: Vec<SegmentBand>,
    /// What the range is and how it was made, and anything else to be said beneath.
    pub notes: Vec<String>,
    /// Where the figures come from; empty for none.
    pub source: String,
}

/// Both drawings, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn score_range_both(chart: &ScoreRange) -> String {
    format!(
        "<div class=\"c-both c-both--full\">{}{}</div>",
        score_range(chart, Width::Wide),
        score_range(chart, Width::Narrow)
    )
}

/// Up to how many trusts each have their name beside them.
const NAMED: usize = 30;

/// Draws every trust as a dot on its range, the best at the top. Up to thirty have names; of more only
/// those highlighted have.
#[must_use]
pub fn score_range(chart: &ScoreRange, width: Width) -> String {
    let (wide, font) = match width {
        Width::Wide => (900.0, 14.0),
        Width::Narrow => (360.0, 12.5),
    };
    let id = id_at(&chart.id, width);
    let mut rows: Vec<&ScoreRow> = chart.rows.iter().filter(|r| r.score.is_finite()).collect();
    rows.sort_by(|a, b| a.score.total_cmp(&b.score).then(a.name.cmp(&b.name)));
    if rows.is_empty() {
        let mut out = open(&id, wide, 40.0, &chart.finding, "No scores are held.");
        out.push_str(&text(0.0, 24.0, font, &fill(SOFT), "No scores are held."));
        out.push_str("</svg>");
        return out;
    }
    let named = rows.len() <= NAMED && width == Width::Wide;
    let (left, right) = (if named { 290.0 } else { 8.0 }, wide - 8.0);
    #[expect(clippy::cast_precision_loss, reason = "a few hundred rows")]
    let count = rows.len() as f64;
    let step = if named {
        21.0
    } else {
        (620.0 / count).clamp(2.6, 16.0)
    };
    let top = font * 4.6;
    let bottom = step.mul_add(count, top) + 6.0;
    let ends = rows.iter().flat_map(|row| {
        let (low, high) = row.range.unwrap_or((row.score, row.score));
        [row.score, low, high]
    });
    let bands = chart.bands.iter().flat_map(|band| [band.from, band.to]);
    let across = Scale::fit(ends.chain(bands), left, right, font * 5.0);
    let (pattern, hatched) = hatch(&id);

    let mut body = pattern;
    body.push_str(&text(0.0, font, font, &fill(SOFT), &chart.axis));
    segments(
        &mut body,
        &chart.bands,
        &across,
        (top, bottom),
        font,
        &hatched,
    );
    for (value, words) in across.ticks() {
        let x = across.at(value);
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
    let mut told = String::new();
    let mut y = step.mul_add(0.5, top);
    for row in &rows {
        // What is told of is drawn last, over its neighbours.
        let into = if row.highlighted {
            &mut told
        } else {
            &mut body
        };
        draw(into, row, &across, y, step);
        if named {
            let style = format!("text-anchor=\"end\" {}", weight(row));
            let name = cut(&row.name, left - 16.0, font);
            into.push_str(&text(left - 10.0, y + font * 0.35, font, &style, &name));
        } else if row.highlighted {
            label(into, row, &across, y, (left, right), font);
        }
        y += step;
    }
    body.push_str(&told);
    let mut lines = chart.notes.clone();
    if chart.bands.len() > 1 {
        lines.push(
            "Hatched: between the segments, where the published scores do not tell the segment."
                .to_owned(),
        );
    }
    lines.extend((!chart.source.is_empty()).then(|| chart.source.clone()));
    let end = small_print(&mut body, &lines, bottom + font * 2.0, wide, font * 0.93);
    let mut out = open(
        &id,
        wide,
        end + 8.0,
        &chart.finding,
        &describe(&rows, &chart.bands),
    );
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

fn weight(row: &ScoreRow) -> String {
    if row.highlighted {
        format!("font-weight=\"bold\" {}", fill(INK))
    } else {
        fill(INK)
    }
}

fn segments(
    out: &mut String,
    bands: &[SegmentBand],
    across: &Scale,
    (top, bottom): (f64, f64),
    font: f64,
    hatched: &str,
) {
    let area = |from: f64, to: f64, look: &str, tip: &str| {
        format!(
            "<path d=\"M{} {}H{}V{}H{}z\" {look}><title>{}</title></path>",
            at(across.at(from)),
            at(top),
            at(across.at(to)),
            at(bottom),
            at(across.at(from)),
            escape(tip)
        )
    };
    for (index, band) in bands.iter().enumerate() {
        let look = if index % 2 == 0 {
            "fill=\"#eef1f2\""
        } else {
            "fill=\"#dfe5e8\""
        };
        let tip = format!(
            "Segment {}: {} to {}",
            band.segment,
            number(band.from, 2),
            number(band.to, 2)
        );
        out.push_str(&area(band.from, band.to, look, &tip));
        let middle = f64::midpoint(across.at(band.from), across.at(band.to));
        let room = (across.at(band.to) - across.at(band.from)).abs();
        let long = format!("segment {}", band.segment);
        let (words, size) = if width_of(&long, font) < room {
            (long, font)
        } else {
            (band.segment.to_string(), font)
        };
        let style = format!("text-anchor=\"middle\" font-weight=\"bold\" {}", fill(SOFT));
        out.push_str(&text(middle, top - 6.0, size, &style, &words));
    }
    for pair in bands.windows(2) {
        if let [a, b] = pair
            && b.from > a.to
        {
            let tip = format!(
                "{} to {}: segment not determinable",
                number(a.to, 2),
                number(b.from, 2)
            );
            out.push_str(&area(a.to, b.from, hatched, &tip));
        }
    }
}

fn draw(out: &mut String, row: &ScoreRow, across: &Scale, y: f64, step: f64) {
    let (colour, thick, r) = if row.highlighted {
        (INK, 2.4, 5.0)
    } else {
        (LINE, 1.0, (step * 0.5).clamp(1.3, 3.4))
    };
    let mut tip = format!("{}: {}", row.name, number(row.score, 2));
    if let Some((low, high)) = row.range {
        let _ = write!(tip, ", likely {} to {}", number(low, 2), number(high, 2));
    }
    if !row.note.is_empty() {
        let _ = write!(tip, " ({})", row.note);
    }
    let _ = write!(out, "<g><title>{}</title>", escape(&tip));
    if let Some((low, high)) = row.range {
        let style = format!("stroke=\"{colour}\" stroke-width=\"{thick}\"");
        out.push_str(&line(across.at(low), y, across.at(high), y, &style));
        if row.highlighted {
            for end in [low, high] {
                let x = across.at(end);
                out.push_str(&line(x, y - 5.0, x, y + 5.0, &style));
            }
        }
    }
    let _ = write!(
        out,
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{colour}\"/></g>",
        at(across.at(row.score)),
        at(y),
        at(r)
    );
}

/// Name and score of a trust that is told of, on whichever side has room.
fn label(
    out: &mut String,
    row: &ScoreRow,
    across: &Scale,
    y: f64,
    (left, right): (f64, f64),
    font: f64,
) {
    let score = number(row.score, 2);
    let room = (right - left) * 0.8 - width_of(&score, font);
    let name = cut(&row.name, room, font);
    let words = format!("{name} {score}");
    let (low, high) = row.range.unwrap_or((row.score, row.score));
    let wide = width_of(&words, font);
    let (x, anchor, y) = if across.at(high) + 10.0 + wide <= right {
        (across.at(high) + 10.0, "start", y)
    } else if across.at(low) - 10.0 - wide >= left {
        (across.at(low) - 10.0, "end", y)
    } else {
        // Neither side: above its own line, kept within the drawing.
        let half = wide / 2.0;
        let x = across
            .at(row.score)
            .clamp(left + half, (right - half).max(left + half));
        (x, "middle", y - font)
    };
    let style = format!(
        "text-anchor=\"{anchor}\" font-weight=\"bold\" {HALO} {}",
        fill(INK)
    );
    out.push_str(&text(x, y + font * 0.35, font, &style, &words));
}

fn describe(rows: &[&ScoreRow], bands: &[SegmentBand]) -> String {
    let mut desc = format!(
        "{} by average score, the lowest and best first: {} to {}.",
        crate::format::plural(rows.len(), "trust", "trusts"),
        number(rows.first().map_or(0.0, |r| r.score), 2),
        number(rows.last().map_or(0.0, |r| r.score), 2)
    );
    for band in bands {
        let _ = write!(
            desc,
            " Segment {}: {} to {}.",
            band.segment,
            number(band.from, 2),
            number(band.to, 2)
        );
    }
    for row in rows.iter().filter(|row| row.highlighted) {
        let place = rows.iter().filter(|other| other.score < row.score).count() + 1;
        let _ = write!(
            desc,
            " {}: {}, place {place}",
            row.name,
            number(row.score, 2)
        );
        if let Some((low, high)) = row.range {
            let _ = write!(
                desc,
                ", likely between {} and {}",
                number(low, 2),
                number(high, 2)
            );
        }
        desc.push('.');
    }
    desc
}
