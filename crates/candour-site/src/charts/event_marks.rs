//! Dated events at the top edge of a chart through time: a pennant a month, a bar for what lasts.
//!
//! Where pennants crowd, one letter stands for all of them; the note beneath says what they are, and
//! each pennant has its own words as a tool tip.

use std::fmt::Write as _;

use candour_core::Month;

use super::axis::Months;
use super::svg::{INK, at, escape, fill, line, text};
use super::xmr::{EventMark, Frame};
use super::xmr_text::letter;

/// Letters nearer than this many units would run together.
const APART: f64 = 15.0;

/// Pennants that share a letter, or one bar.
pub(super) struct Cluster<'a> {
    pub(super) marks: Vec<&'a EventMark>,
    from: f64,
    to: f64,
}

/// Puts the events within the axis into clusters, in the order of their first months.
pub(super) fn clusters<'a>(events: &'a [EventMark], across: &Months) -> Vec<Cluster<'a>> {
    let inside = |mark: &&EventMark| {
        mark.month <= across.last && mark.to.unwrap_or(mark.month) >= across.first
    };
    let mut sorted: Vec<&EventMark> = events.iter().filter(inside).collect();
    sorted.sort_by_key(|mark| (mark.month, mark.to));
    let mut found: Vec<Cluster<'a>> = Vec::new();
    for mark in sorted {
        let from = across.x(mark.month.max(across.first));
        if let Some(last) = mark.to {
            found.push(Cluster {
                marks: vec![mark],
                from,
                to: across.x(last.min(across.last)),
            });
            continue;
        }
        let near = found
            .iter_mut()
            .rev()
            .find(|cluster| cluster.marks[0].to.is_none())
            .filter(|cluster| from - cluster.to < APART);
        match near {
            Some(cluster) => {
                cluster.marks.push(mark);
                cluster.to = from;
            }
            None => found.push(Cluster {
                marks: vec![mark],
                from,
                to: from,
            }),
        }
    }
    found.sort_by(|a, b| a.from.total_cmp(&b.from));
    found
}

/// Draws the pennants and bars just above the plot, and their letters.
pub(super) fn draw(out: &mut String, clusters: &[Cluster<'_>], space: &Frame, across: &Months) {
    let mut free = f64::NEG_INFINITY;
    for (index, cluster) in clusters.iter().enumerate() {
        let lasting = cluster.marks.iter().any(|mark| mark.to.is_some());
        let wanted = if lasting {
            cluster.from
        } else {
            f64::midpoint(cluster.from, cluster.to)
        };
        if lasting {
            let y = space.top - 3.0;
            let _ = write!(
                out,
                "<path d=\"M{} {}H{}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"2.5\"><title>{}</title></path>",
                at(cluster.from),
                at(y),
                at(cluster.to.max(cluster.from + 2.0)),
                escape(&cluster.marks[0].words),
            );
        } else {
            for mark in &cluster.marks {
                // Neighbouring months keep a pennant each, however narrow the months are.
                let half = (across.half() * 0.9).clamp(1.2, 3.6);
                pennant(out, mark, across.x(mark.month), space.top - 6.0, half);
            }
            if cluster.to > cluster.from {
                let y = space.top - 16.0;
                let style = format!("stroke=\"{INK}\" stroke-width=\"1\"");
                out.push_str(&line(cluster.from - 3.0, y, cluster.to + 3.0, y, &style));
            }
        }
        let x = wanted.max(free);
        free = x + 13.0;
        let style = format!("text-anchor=\"middle\" font-weight=\"bold\" {}", fill(INK));
        out.push_str(&text(x, space.top - 18.0, 11.0, &style, &letter(index)));
    }
}

/// A pennant that points at its month; hollow where it is not known that it was held.
fn pennant(out: &mut String, mark: &EventMark, x: f64, y: f64, half: f64) {
    let colour = if mark.certain { INK } else { "#fff" };
    let _ = write!(
        out,
        "<path d=\"M{} {}l-{h} -7h{}z\" fill=\"{colour}\" stroke=\"{INK}\" stroke-width=\".8\"><title>{}</title></path>",
        at(x),
        at(y),
        at(half * 2.0),
        escape(&format!("{}: {}", mark.month.in_words(), mark.words)),
        h = at(half),
    );
}

/// What a cluster is, for the line beneath the chart.
pub(super) fn words(cluster: &Cluster<'_>) -> String {
    let Some(first) = cluster.marks.first() else {
        return String::new();
    };
    if first.to.is_some() {
        return first.words.clone();
    }
    let [_, .., last] = cluster.marks.as_slice() else {
        return format!("{}: {}", first.month.in_words(), first.words);
    };
    let held: Vec<&&EventMark> = cluster
        .marks
        .iter()
        .filter(|mark| mark.certain && !mark.groups.is_empty())
        .collect();
    let mut said = Vec::new();
    if !held.is_empty() {
        let mut groups: Vec<&str> = Vec::new();
        for group in held.iter().flat_map(|mark| &mark.groups) {
            if !groups.contains(&group.as_str()) {
                groups.push(group);
            }
        }
        said.push(format!(
            "strikes in {}, by {}",
            crate::format::plural(months(&held), "month", "months"),
            groups.join(", ")
        ));
    }
    for mark in &cluster.marks {
        let rest = if mark.certain && !mark.groups.is_empty() {
            &mark.also
        } else {
            &mark.words
        };
        if !rest.is_empty() {
            said.push(format!("{}: {rest}", mark.month.in_short()));
        }
    }
    format!(
        "{} to {}: {}",
        first.month.in_words(),
        last.month.in_words(),
        said.join("; ")
    )
}

fn months(marks: &[&&EventMark]) -> usize {
    let mut months: Vec<Month> = marks.iter().map(|mark| mark.month).collect();
    months.dedup();
    months.len()
}
