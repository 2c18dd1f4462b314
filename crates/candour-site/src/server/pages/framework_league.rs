//! The league of a framework's quarter: the trusts of one type, sorted.

use std::cmp::Ordering;

use candour_core::Month;
use candour_findings::oversight::{self, TableShape, TrustRow};

use super::frameworks::figure;
use crate::format::plural;
use crate::server::answer::Reading;
use crate::server::framework_params::{self as paths, By};
use crate::server::links;
use crate::views::{Column, FrameworkLeague, LeagueLine, Link, Order};

fn changed(row: &TrustRow) -> bool {
    row.change.as_ref().is_some_and(|change| {
        change.segment_before.is_some() && change.segment_before != row.segment
    })
}

/// What is more than noise, or changed the segment, stands out.
fn strong(row: &TrustRow) -> bool {
    changed(row)
        || row.change.as_ref().is_some_and(|change| {
            change.verdict == "more than noise" || change.verdict == "score moved, segment did not"
        })
}

pub(super) fn league(
    reading: &Reading<'_>,
    table: &TableShape,
    quarter: Month,
    (id, title): (&str, &str),
) -> Option<FrameworkLeague> {
    let mut rows: Vec<&TrustRow> = table
        .trusts
        .iter()
        .filter(|row| row.trust_type == id)
        .collect();
    if rows.is_empty() {
        return None;
    }
    let by = reading.params.framework.by.unwrap_or(By::Rank);
    let order = reading.params.order.unwrap_or(Order::Ascending);
    rows.sort_by(|a, b| {
        let sorted = compare(by, a, b);
        if order == Order::Descending {
            sorted.reverse()
        } else {
            sorted
        }
    });
    let changed: Vec<&TrustRow> = rows.iter().copied().filter(|row| changed(row)).collect();
    let of = |verdict: &str| {
        let verdicts = changed.iter().filter_map(|row| row.change.as_ref());
        verdicts.filter(|change| change.verdict == verdict).count()
    };
    let finding = match &table.before {
        None => format!(
            "{} in {}",
            plural(rows.len(), "trust", "trusts"),
            table.name
        ),
        Some(_) => format!(
            "{} in {}: since the quarter before {} changed segment, {} of them by more than noise and {} by the override",
            plural(rows.len(), "trust", "trusts"),
            table.name,
            changed.len(),
            of("more than noise"),
            of("by the override")
        ),
    };
    let column = |label: &str, of: By, numeric: bool| {
        let next = if of == by && order == Order::Ascending {
            "desc"
        } else {
            "asc"
        };
        let column = if numeric {
            Column::numeric(label)
        } else {
            Column::plain(label)
        };
        let pairs = [
            ("quarter", quarter.to_string()),
            ("by", of.as_str().to_owned()),
            ("order", next.to_owned()),
        ];
        column.sorted_by(
            format!(
                "/frameworks/{}{}",
                links::encode(&table.framework),
                links::query(pairs)
            ),
            (of == by).then_some(order),
        )
    };
    Some(FrameworkLeague {
        title: title.to_owned(),
        finding,
        columns: vec![
            column("Trust", By::Trust, false),
            column("Rank", By::Rank, true),
            column("Average score", By::Average, true),
            column("Likely range, ours", By::Likely, true),
            Column::numeric("As published"),
            column("Segment", By::Segment, true),
            column("Set by", By::Decider, false),
            column("Since the quarter before", By::Change, false),
        ],
        rows: rows
            .into_iter()
            .map(|row| LeagueLine {
                trust: Link::new(
                    row.name.clone(),
                    paths::trust(&table.framework, &row.trust, Some(quarter)),
                ),
                rank: figure(
                    row.rank.map(|rank| rank.to_string()),
                    row.segment_receipt.as_ref(),
                ),
                average: figure(
                    row.average.map(oversight::score_words),
                    row.average_receipt.as_ref(),
                ),
                likely: row
                    .likely
                    .map_or_else(|| "–".to_owned(), oversight::likely_words),
                likely_published: figure(
                    row.likely_published.map(oversight::likely_words),
                    row.league_receipt.as_ref(),
                ),
                segment: figure(
                    row.segment.map(|segment| segment.to_string()),
                    row.segment_receipt.as_ref(),
                ),
                set_by: short(row.set_by.as_deref()).to_owned(),
                change: oversight::change_words(row),
                strong: strong(row),
            })
            .collect(),
    })
}

/// What set a segment, in the narrow column of a league.
fn short(set_by: Option<&str>) -> &'static str {
    match set_by {
        Some("average score") => "score",
        Some("financial override") => "override",
        Some("intensive support programme") => "programme",
        _ => "not known",
    }
}

fn compare(by: By, a: &TrustRow, b: &TrustRow) -> Ordering {
    // What is unknown stands last.
    let number = |of: fn(&TrustRow) -> Option<f64>| {
        let value = |row: &TrustRow| of(row).unwrap_or(f64::INFINITY);
        value(a).total_cmp(&value(b))
    };
    let moved = |row: &TrustRow| {
        let before = row.change.as_ref()?.average_before?;
        Some(row.average? - before)
    };
    let first = match by {
        By::Rank => number(|row| row.rank.map(f64::from)),
        By::Trust => a.name.cmp(&b.name),
        By::Average => number(|row| row.average),
        By::Likely => number(|row| Some(row.likely?.best)),
        By::Segment => number(|row| row.segment.map(f64::from)),
        By::Decider => a.set_by.cmp(&b.set_by),
        By::Change => moved(a)
            .unwrap_or(f64::INFINITY)
            .total_cmp(&moved(b).unwrap_or(f64::INFINITY)),
    };
    first.then_with(|| number(|row| row.rank.map(f64::from)))
}
