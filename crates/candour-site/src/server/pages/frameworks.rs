//! `/frameworks` and `/frameworks/{id}`.

use candour_assessment::framework::{Certainty, Framework};
use candour_core::{BodyCode, Month};
use candour_findings::oversight::{self, Oversight, TableShape, TrustRow};

use super::framework_league::league;
use crate::charts::{ScoreRange, ScoreRow, SegmentBand, score_range_both};
use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::framework_params as paths;
use crate::server::links;
use crate::views::{
    Choice, Fact, Figure, FrameworkLine, FrameworkView, FrameworksView, Link, Markup, Nav, Prose,
    QuarterControl, SegmentLine,
};

pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let mut lines = Vec::new();
    let mut quarters = 0;
    for framework in oversight::frameworks().iter().rev() {
        let held = held(reading, &framework.id)?;
        quarters += held.quarters().len();
        lines.push(FrameworkLine {
            framework: Link::new(
                framework.title.clone(),
                paths::framework(&framework.id, None),
            ),
            held: held_line(framework, &held),
            facts: facts(framework),
            unknown: unknown(framework),
        });
    }
    let heading = match quarters {
        0 => "No scores of an oversight framework are held yet".to_owned(),
        quarters => format!(
            "{} of published scores re-scored in the open",
            plural(quarters, "quarter", "quarters")
        ),
    };
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::Frameworks;
    let view = FrameworksView {
        page,
        heading,
        state: Prose::from(
            "An oversight framework puts each trust in a segment from 1, the best, to 4 or 5. Where the figures behind it are published, the score is made again here from them, metric by metric, and every difference is named.",
        ),
        how: (quarters == 0).then(how),
        lines,
    };
    Ok(Answer::html(view.render()?))
}

/// How to get the files.
pub(super) fn how() -> Prose {
    let facts = candour_publications::by_id("nof-data").map(|family| family.facts());
    let prose = Prose::from(
        "Nothing is held yet. Download the data file and the league table of the NHS Oversight Framework, as they are published, ",
    );
    let prose = match facts.and_then(|facts| Some((facts.publisher, facts.landing_page?))) {
        Some((publisher, page)) => prose.text("from ").link(publisher, page),
        None => prose.text("from their publisher"),
    };
    prose.text(", and take them: candour ingest FILE.")
}

fn held_line(framework: &Framework, held: &Oversight) -> Prose {
    let quarters = held.quarters();
    if quarters.is_empty() {
        return Prose::from(if framework.summary.is_some() {
            "No figures are held yet."
        } else {
            "No published figures were found: nothing is scored."
        });
    }
    let mut prose = Prose::from("Held: ");
    for (place, quarter) in quarters.iter().rev().enumerate() {
        prose = prose.text(if place == 0 { "" } else { ", " }).link(
            oversight::quarter_name(*quarter),
            paths::framework(&framework.id, Some(*quarter)),
        );
    }
    prose.text(".")
}

fn facts(framework: &Framework) -> Vec<Fact> {
    let from = framework.in_force_from.as_ref().map_or_else(
        || "since when is not known".to_owned(),
        |from| format!("from {from}"),
    );
    let to = framework.in_force_to.as_ref().map_or_else(
        || "until when is not known".to_owned(),
        |to| format!("until {to}"),
    );
    vec![
        Fact::new("In force", format!("{from}; {to}")),
        Fact::new("Score and segment", oversight::what_it_is(framework)),
        Fact::new(
            "Metrics known",
            plural(framework.metrics.len(), "metric", "metrics"),
        ),
        Fact::new(
            "Rules",
            Prose::default().link(framework.source.clone(), framework.source.clone()),
        ),
    ]
}

fn unknown(framework: &Framework) -> Vec<String> {
    let unknown = framework.unknown.iter();
    unknown
        .map(|unknown| {
            format!(
                "{}: {}.",
                capital(&unknown.what.replace('_', " ")),
                unknown.why
            )
        })
        .collect()
}

pub(super) fn capital(text: &str) -> String {
    crate::server::league::capital(text)
}

/// A framework with what is held of it.
pub(in crate::server) fn held(
    reading: &Reading<'_>,
    id: &str,
) -> Result<std::sync::Arc<Oversight>, AppError> {
    Ok(oversight::oversight(
        reading.snapshot,
        id,
        reading.params.as_known,
    )?)
}

/// The trail of a page below the list.
pub(super) fn crumbs(reading: &Reading<'_>) -> Vec<Link> {
    vec![
        reading.root(),
        Link::new("Oversight frameworks", "/frameworks"),
    ]
}

/// The quarters held, the latest first.
pub(super) fn choices(held: &Oversight, chosen: Option<Month>) -> Vec<Choice> {
    let quarters = held.quarters().into_iter().rev();
    quarters
        .map(|quarter| Choice {
            value: quarter.to_string(),
            label: oversight::quarter_name(quarter),
            chosen: chosen == Some(quarter),
        })
        .collect()
}

/// A published figure with its row.
pub(super) fn figure(words: Option<String>, receipt: Option<&oversight::Receipt>) -> Figure {
    let Some(words) = words else {
        return Figure {
            text: "–".to_owned(),
            absent: true,
            ..Figure::default()
        };
    };
    Figure {
        text: words,
        receipt: receipt.map(paths::row),
        ..Figure::default()
    }
}

pub(in crate::server) fn one(reading: &Reading<'_>, asked: &str) -> Result<Answer, AppError> {
    let (id, ending) = downloads::split(asked)?;
    let held = held(reading, id)?;
    let asked = reading.params.framework.quarter;
    if held.quarters().is_empty() {
        return nothing(reading, &held);
    }
    let quarter = held.quarter(asked)?;
    let table = held.table(quarter);
    match ending {
        None => {}
        Some(Ending::Json) => return Answer::json(&*table),
        Some(Ending::Csv) => {
            let grid = oversight::league_grid(&table);
            return downloads::table(&grid.columns, &grid.rows, &format!("{id}-{quarter}.csv"));
        }
        Some(_) => return Err(no_such_file()),
    }
    let framework = held.framework();
    let heading = heading(&table);
    let mut page = reading.page(heading.clone(), crumbs(reading), false);
    page.nav = Nav::Frameworks;
    let path = paths::framework(id, None);
    let view = FrameworkView {
        page,
        kicker: format!("{}, {}", framework.title, table.name),
        heading,
        what: oversight::what_it_is(framework),
        state: oversight::what_set_them(&table),
        held: Prose::from(oversight::held_words(&table.held)),
        control: Some(QuarterControl {
            action: path.clone(),
            quarters: choices(&held, Some(quarter)),
            hidden: reading.hidden(&["quarter"]),
        }),
        programme: table.segments.iter().any(|one| one.by_programme > 0),
        segments: segments(&table),
        chart: Markup::of_chart(score_range_both(&chart(&table, None))),
        leagues: framework
            .trust_types
            .iter()
            .filter_map(|kind| league(reading, &table, quarter, (&kind.id, &kind.title)))
            .collect(),
        reconciliation: reconciliation(&held),
        facts: facts(framework),
        statements: framework
            .statements
            .iter()
            .map(|said| {
                let sure = match said.status {
                    Certainty::Stated => "stated",
                    Certainty::Deduced => "read off the published figures",
                    Certainty::Unverified => "unverified",
                };
                format!("{} ({sure}: {}).", said.text, said.basis)
            })
            .collect(),
        unknown: unknown(framework),
        faults: held
            .faults()
            .iter()
            .map(|fault| fault.message.clone())
            .collect(),
        downloads: files(&path, &[("quarter", quarter.to_string())]),
    };
    Ok(Answer::html(view.render()?))
}

/// The links to the same page as files.
pub(super) fn files(path: &str, query: &[(&str, String)]) -> Vec<Link> {
    let query = links::query(query.iter().map(|(name, value)| (*name, value.as_str())));
    [("csv", "CSV"), ("json", "JSON")]
        .map(|(ending, name)| Link::new(name, format!("{path}.{ending}{query}")))
        .to_vec()
}

pub(super) fn no_such_file() -> AppError {
    AppError::not_found("This page can be had as .csv and .json")
}

fn nothing(reading: &Reading<'_>, held: &Oversight) -> Result<Answer, AppError> {
    let framework = held.framework();
    let heading = format!("{}: no figures are held", framework.title);
    let mut page = reading.page(heading.clone(), crumbs(reading), false);
    page.nav = Nav::Frameworks;
    let view = FrameworkView {
        page,
        kicker: framework.title.clone(),
        heading,
        what: oversight::what_it_is(framework),
        held: if framework.summary.is_some() {
            how()
        } else {
            Prose::from(
                "No published figures of this framework were found, so that nothing is scored here. What is known of it stands below.",
            )
        },
        facts: facts(framework),
        statements: framework
            .statements
            .iter()
            .map(|said| format!("{} ({}: {}).", said.text, said.status, said.basis))
            .collect(),
        unknown: unknown(framework),
        ..FrameworkView::default()
    };
    Ok(Answer::html(view.render()?))
}

fn heading(table: &TableShape) -> String {
    let overridden: usize = table.segments.iter().map(|one| one.by_override).sum();
    let all: usize = table.segments.iter().map(|one| one.trusts).sum();
    match overridden {
        0 => format!(
            "The score alone set the segments of {all} trusts in {}",
            table.name
        ),
        overridden => format!(
            "The financial override set the segment of {overridden} of {all} trusts in {}",
            table.name
        ),
    }
}

fn segments(table: &TableShape) -> Vec<SegmentLine> {
    let counts = table.segments.iter();
    counts
        .map(|one| {
            let bands = table.bands.bands.iter();
            let band = bands.clone().find(|band| band.segment == one.segment);
            SegmentLine {
                segment: one.segment.to_string(),
                trusts: one.trusts.to_string(),
                by_score: one.by_score.to_string(),
                by_override: one.by_override.to_string(),
                by_programme: one.by_programme.to_string(),
                averages: band.map_or_else(
                    || "–".to_owned(),
                    |band| format!("{:.2} to {:.2}", band.best.as_f64(), band.worst.as_f64()),
                ),
            }
        })
        .collect()
}

/// Every trust by average, over the bands of the segments; one of them told of.
pub(super) fn chart(table: &TableShape, told: Option<&str>) -> ScoreRange {
    let rows = table.trusts.iter().filter_map(|row| {
        Some(ScoreRow {
            name: row.name.clone(),
            score: row.average?,
            range: row.likely.map(|range| (range.best, range.worst)),
            note: match (row.segment, row.rank) {
                (Some(segment), Some(rank)) => format!("published segment {segment}, rank {rank}"),
                (Some(segment), None) => format!("published segment {segment}"),
                _ => String::new(),
            },
            highlighted: told == Some(row.trust.as_str()),
        })
    });
    let bands = table.bands.bands.iter();
    ScoreRange {
        id: "scores".to_owned(),
        finding: match told.and_then(|told| table.trusts.iter().find(|row| row.trust == told)) {
            Some(row) => format!("{} among the trusts held, {}", row.name, table.name),
            None => format!("{} by average score, {}", plural(table.trusts.len(), "trust", "trusts"), table.name),
        },
        axis: format!("Average score, {} (lower is better)", table.name),
        rows: rows.collect(),
        bands: bands
            .map(|band| SegmentBand {
                segment: band.segment,
                from: band.best.as_f64(),
                to: band.worst.as_f64(),
            })
            .collect(),
        notes: vec![
            "Line: the likely range of the average had other metrics been drawn from the trust’s own, 95 in 100. Shaded: the averages seen in each segment before the financial override.".to_owned(),
        ],
        source: String::new(),
    }
}

/// A figure with a minus sign, not a hyphen.
pub(super) fn signed(figure: f64) -> String {
    oversight::figure_words(figure).replace('-', "−")
}

fn reconciliation(held: &Oversight) -> Prose {
    let report = held.reconciliation();
    let sum = |of: &dyn Fn(&candour_assessment::framework::Count) -> usize| -> usize {
        report.totals.iter().map(of).sum()
    };
    let compared = sum(&|count| count.compared);
    Prose::default()
        .link(
            "Every published figure beside ours",
            format!("/frameworks/{}/reconciliation", links::encode(&held.framework().id)),
        )
        .text(format!(
            ": of {} compared over all quarters, {} agree, {} are consistent with bounds, {} cannot be computed and {} differ, each with its cause.",
            whole(compared),
            whole(sum(&|count| count.agree)),
            whole(sum(&|count| count.consistent)),
            whole(sum(&|count| count.not_computable)),
            whole(sum(&|count| count.differ)),
        ))
}

/// A count in full, with commas.
pub(super) fn whole(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
    crate::format::count_in_full(count as f64)
}

/// What the latest quarter held says of a body, for its own page; none where none of its figures is held.
pub(in crate::server) fn of_body(
    reading: &Reading<'_>,
    body: &BodyCode,
) -> Result<Option<Fact>, AppError> {
    for framework in oversight::frameworks().iter().rev() {
        let held = held(reading, &framework.id)?;
        let quarters = held.quarters();
        let of = |quarter: &&Month| {
            let trusts = held.published().trusts(**quarter);
            trusts.iter().any(|one| one.trust == *body)
        };
        let Some(quarter) = quarters.iter().rev().find(of) else {
            continue;
        };
        let table = held.table(*quarter);
        let Some(row) = table.trusts.iter().find(|row| row.trust == body.as_str()) else {
            continue;
        };
        let words = standing_words(row, &table.name);
        let link = paths::trust(&framework.id, body.as_str(), Some(*quarter));
        return Ok(Some(Fact::new(
            "Oversight framework",
            Prose::default().link(words, link),
        )));
    }
    Ok(None)
}

/// `Segment 3 in Q4 2025/26, set by the financial override`.
pub(super) fn standing_words(row: &TrustRow, quarter: &str) -> String {
    match (row.segment, row.set_by.as_deref()) {
        (Some(segment), Some(set_by)) => format!(
            "Segment {segment} in {quarter}, set {}",
            oversight::set_by_words(set_by)
        ),
        (Some(segment), None) => format!("Segment {segment} in {quarter}"),
        _ => format!("No segment is published in {quarter}"),
    }
}
