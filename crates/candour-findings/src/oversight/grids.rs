//! The same answers as flat tables, for spreadsheets: the command line and the site's downloads.

use candour_assessment::framework::{Between, LikelyRange, SegmentRange, WhatIf};
use candour_export::table::Cell;

use super::held::Receipt;
use super::shapes::{LineShape, StepsShape, TableShape};

/// Columns and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    fn new(columns: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> Self {
        Self {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows: rows.collect(),
        }
    }
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn words(words: Option<&String>) -> Cell {
    words.map_or(Cell::Null, |words| Cell::Text(words.clone()))
}

fn real(number: Option<f64>) -> Cell {
    number.map_or(Cell::Null, Cell::Real)
}

fn whole(number: Option<impl Into<i64>>) -> Cell {
    number.map_or(Cell::Null, |number| Cell::Integer(number.into()))
}

fn flag(flag: Option<bool>) -> Cell {
    whole(flag.map(i64::from))
}

fn receipt(receipt: Option<&Receipt>) -> [Cell; 3] {
    receipt.map_or([Cell::Null, Cell::Null, Cell::Null], |receipt| {
        [
            text(receipt.file.clone()),
            text(receipt.sha256.clone()),
            Cell::Integer(receipt.row.into()),
        ]
    })
}

fn between(between: Option<Between>) -> [Cell; 2] {
    [
        real(between.map(|range| range.best)),
        real(between.map(|range| range.worst)),
    ]
}

fn likely(range: Option<LikelyRange>) -> [Cell; 2] {
    [
        real(range.map(|range| range.best)),
        real(range.map(|range| range.worst)),
    ]
}

fn ranks(ranks: Option<&Vec<u32>>) -> [Cell; 2] {
    let at = |at: usize| whole(ranks.and_then(|ranks| ranks.get(at).copied()));
    [at(0), at(1)]
}

/// The league of a quarter, a row a trust.
#[must_use]
pub fn league_grid(table: &TableShape) -> Grid {
    let rows = table.trusts.iter().map(|row| {
        let change = row.change.as_ref();
        let mut cells = vec![
            text(table.quarter.clone()),
            text(row.trust.clone()),
            text(row.name.clone()),
            text(row.trust_type.clone()),
            text(row.region.clone()),
            whole(row.rank),
            real(row.average),
        ];
        cells.extend(likely(row.likely));
        cells.extend(likely(row.likely_published));
        cells.extend(ranks(row.likely_rank.as_ref()));
        cells.extend(ranks(row.likely_rank_published.as_ref()));
        cells.extend([
            whole(row.unadjusted),
            whole(row.segment),
            words(row.set_by.as_ref()),
            flag(row.financial_override),
            whole(change.and_then(|change| change.segment_before)),
            real(change.and_then(|change| change.average_before)),
            words(change.map(|change| &change.verdict)),
        ]);
        cells.extend(receipt(row.average_receipt.as_ref()));
        cells
    });
    Grid::new(
        &[
            "quarter",
            "trust",
            "name",
            "trust_type",
            "region",
            "rank",
            "average",
            "likely_best",
            "likely_worst",
            "published_likely_best",
            "published_likely_worst",
            "likely_best_rank",
            "likely_worst_rank",
            "published_likely_best_rank",
            "published_likely_worst_rank",
            "unadjusted_segment",
            "segment",
            "set_by",
            "financial_override",
            "segment_before",
            "average_before",
            "change",
            "file",
            "sha256",
            "row",
        ],
        rows,
    )
}

/// A trust's metrics, a row a metric.
#[must_use]
pub fn steps_grid(steps: &StepsShape) -> Grid {
    let rows = steps.metrics.iter().map(|metric| {
        let mut cells = vec![
            text(steps.quarter.clone()),
            text(steps.standing.trust.clone()),
            words(metric.domain.as_ref()),
            text(metric.metric.clone()),
            words(metric.code.as_ref()),
            text(metric.title.clone()),
            text(metric.unit.clone()),
            text(metric.better.clone()),
            text(metric.purpose.clone()),
            text(metric.reporting_date.clone()),
            real(metric.value),
            real(metric.median),
            whole(metric.rank_in_type),
            whole(metric.population),
            whole(metric.held),
            real(metric.score),
        ];
        cells.extend(between(metric.ours));
        cells.extend([words(metric.outcome.as_ref()), words(metric.cause.as_ref())]);
        cells.extend(receipt(metric.value_receipt.as_ref()));
        cells.extend(receipt(metric.score_receipt.as_ref()));
        cells
    });
    Grid::new(
        &[
            "quarter",
            "trust",
            "domain",
            "metric",
            "code",
            "title",
            "unit",
            "better",
            "purpose",
            "reporting_date",
            "value",
            "median",
            "rank_in_type",
            "population",
            "held",
            "score",
            "ours_best",
            "ours_worst",
            "outcome",
            "cause",
            "value_file",
            "value_sha256",
            "value_row",
            "score_file",
            "score_sha256",
            "score_row",
        ],
        rows,
    )
}

/// The lines of a reconciliation, a row a figure.
#[must_use]
pub fn lines_grid(lines: &[LineShape]) -> Grid {
    let rows = lines.iter().map(|line| {
        let mut cells = vec![
            text(line.quarter.clone()),
            text(line.layer.clone()),
            text(line.figure.clone()),
            words(line.trust.as_ref()),
            text(line.trust_type.clone()),
            text(line.code.clone()),
            words(line.description.as_ref()),
            Cell::Real(line.published),
        ];
        cells.extend(between(line.ours));
        cells.extend([
            real(line.difference),
            text(line.outcome.clone()),
            text(line.cause.clone()),
            text(line.why.clone()),
        ]);
        cells.extend(receipt(line.receipt.as_ref()));
        cells
    });
    Grid::new(
        &[
            "quarter",
            "layer",
            "figure",
            "trust",
            "trust_type",
            "code",
            "description",
            "published",
            "ours_best",
            "ours_worst",
            "difference",
            "outcome",
            "cause",
            "why",
            "file",
            "sha256",
            "row",
        ],
        rows,
    )
}

/// A what-if, a row a figure before and after.
#[must_use]
pub fn what_if_grid(answer: &WhatIf) -> Grid {
    let row = |what: &str, which: &str, before: [Cell; 2], after: [Cell; 2]| {
        let mut cells = vec![text(what), text(which)];
        cells.extend(before);
        cells.extend(after);
        cells
    };
    let segment = |range: Option<SegmentRange>| {
        [
            whole(range.map(|range| range.best)),
            whole(range.map(|range| range.worst)),
        ]
    };
    let rank = |rank: Option<(u32, u32)>| {
        [
            whole(rank.map(|rank| rank.0)),
            whole(rank.map(|rank| rank.1)),
        ]
    };
    let mut rows = Vec::new();
    for metric in &answer.metrics {
        let before = Between::exact(metric.score_before.as_f64());
        rows.push(row(
            "metric score",
            &metric.metric,
            between(Some(before)),
            between(Some(metric.score_after)),
        ));
    }
    for domain in &answer.domains {
        rows.push(row(
            "domain score",
            &domain.domain,
            between(Some(domain.before)),
            between(Some(domain.after)),
        ));
    }
    let (before, after) = (&answer.before, &answer.after);
    rows.push(row(
        "average",
        "",
        between(Some(before.average)),
        between(Some(after.average)),
    ));
    for (what, old, new) in [
        ("unadjusted segment", before.unadjusted, after.unadjusted),
        ("adjusted segment", before.adjusted, after.adjusted),
        ("final segment", before.final_segment, after.final_segment),
    ] {
        rows.push(row(what, "", segment(old), segment(new)));
    }
    rows.push(row(
        "rank among those held",
        "",
        rank(before.rank),
        rank(after.rank),
    ));
    Grid::new(
        &[
            "figure",
            "of",
            "before_best",
            "before_worst",
            "after_best",
            "after_worst",
        ],
        rows.into_iter(),
    )
}
