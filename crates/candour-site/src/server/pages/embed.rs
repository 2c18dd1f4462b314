//! `/embed/chart/{measure}/{body}` and `/embed/figure/{measure}/{body}/{month}`: for a frame on another site.
//!
//! With `as_known`, a page of these shows the same figures for ever: what was published later is not known to it.

use candour_archive::{KnownBody, cadence};
use candour_core::{Month, Status};
use candour_measures::Measure;

use super::measure::source_line;
use crate::charts::{escape, xmr_both};
use crate::format::plural;
use crate::server::answer::{Answer, Policy, Reading};
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::told::Told;
use crate::server::wording;
use crate::views::{EmbedView, Link, Markup, Prose};

/// How high the frame of a chart is, in pixels: enough for a narrow one too.
pub(in crate::server) const CHART_HEIGHT: u32 = 640;
/// And of a figure.
pub(in crate::server) const FIGURE_HEIGHT: u32 = 260;

/// `/embed/chart/{measure}/{body}`.
pub(in crate::server) fn chart(
    reading: &Reading<'_>,
    measure: &str,
    body: &str,
) -> Result<Answer, AppError> {
    let (measure, body) = (
        reading.snapshot.measure(measure)?,
        reading.snapshot.body(body)?,
    );
    let told = told(reading, measure, &body)?;
    let latest = told.latest().filter(|figure| figure.source.is_some());
    let view = EmbedView {
        title: told.heading(),
        summary: told.summary(),
        chart: Some(Markup::of_chart(xmr_both(
            &told.xmr("xmr", source_line(measure)),
        ))),
        receipt: latest.map(|figure| {
            Link::new(
                "The receipt of the latest figure",
                told.receipt_path(figure.period),
            )
        }),
        whole: Link::new("Every point in figures", told.chart_path()),
        ..common(reading, &told)
    };
    framed(&view)
}

/// `/embed/figure/{measure}/{body}/{month}`.
pub(in crate::server) fn figure(
    reading: &Reading<'_>,
    measure: &str,
    body: &str,
    month: &str,
) -> Result<Answer, AppError> {
    let (measure, body) = (
        reading.snapshot.measure(measure)?,
        reading.snapshot.body(body)?,
    );
    let month: Month = month.parse().map_err(|_| {
        let seen: String = month.chars().take(20).collect();
        AppError::bad_request(
            format!("“{seen}” is not a month"),
            "Write a month as a year and two digits, such as 2026-01.".to_owned(),
        )
    })?;
    let told = told(reading, measure, &body)?;
    let Some(found) = told.at(month).filter(|figure| figure.source.is_some()) else {
        return Err(AppError::not_found(format!(
            "No file that is held gives {} {} {}",
            measure.title,
            wording::place(told.series.key.level, &body.name),
            wording::in_period(cadence(measure), month)
        )));
    };
    let title = format!(
        "{} {} {}{}",
        wording::subject(&measure.title),
        wording::place(told.series.key.level, &body.name),
        wording::in_period(cadence(measure), month),
        told.suffix()
    );
    let before = month.year_before();
    let mut summary = Prose::default();
    if let Some(earlier) = told.at(before).filter(|figure| figure.value.is_some()) {
        summary = Prose::from("It was ")
            .figure(told.figure(earlier))
            .text(format!(
                " {}.",
                wording::in_period(cadence(measure), before)
            ));
    }
    let mut notes = Vec::new();
    if found.status == Status::Estimate {
        notes.push(Prose::from("An estimate."));
    }
    let shared = common(reading, &told);
    let view = EmbedView {
        title,
        figure: Prose::default().figure(told.figure(found)),
        summary,
        notes: notes.into_iter().chain(shared.notes.clone()).collect(),
        receipt: Some(Link::new(
            "The receipt of this figure",
            told.receipt_path(month),
        )),
        whole: Link::new("The figure through time", told.chart_path()),
        ..shared
    };
    framed(&view)
}

fn framed(view: &EmbedView) -> Result<Answer, AppError> {
    Ok(Answer {
        policy: Policy::Framed,
        ..Answer::html(view.render()?)
    })
}

fn told(
    reading: &Reading<'_>,
    measure: &'static Measure,
    body: &KnownBody,
) -> Result<Told, AppError> {
    let series = reading
        .snapshot
        .series(&reading.query(measure, &body.code))?;
    if series.figures.is_empty() {
        return Err(AppError::not_found(format!(
            "{} has no figures for {}",
            measure.title, body.name
        )));
    }
    let told = Told::with(
        reading.snapshot,
        series,
        &body.name,
        &reading.assess_options(),
    )?;
    Ok(told.marked(reading))
}

/// What both say: their dates, their source and its licence.
fn common(reading: &Reading<'_>, told: &Told) -> EmbedView {
    let facts = candour_publications::by_id(told.measure.publication.as_str());
    let licence = facts.map_or("", |known| known.facts().licence);
    let mut notes = Vec::new();
    if told.series.undated > 0 {
        notes.push(Prose::from(format!(
            "{} without a known day of publication left out.",
            plural(told.series.undated, "file", "files")
        )));
    }
    EmbedView {
        synthetic: reading.synthetic,
        notes,
        dates: format!(
            "As known on {}, made on {}.",
            dates::day(reading.frozen()),
            dates::day(reading.today)
        ),
        source: format!(
            "{}. {licence}. Candour, independent of the NHS.",
            source_line(told.measure)
        ),
        ..EmbedView::default()
    }
}

/// What a frozen chart leaves out of what this page shows: files whose day of publication nobody knows. Empty
/// where it leaves out nothing.
pub(in crate::server) fn left_out(reading: &Reading<'_>, told: &Told) -> Result<String, AppError> {
    let body = &told.series.key.body;
    let mut query = reading.query(told.measure, body);
    query.as_known = Some(reading.frozen());
    let undated = reading.snapshot.series(&query)?.undated;
    Ok(match undated {
        0 => String::new(),
        some => format!(
            "It leaves out {} whose day of publication is not known.",
            plural(some, "file", "files")
        ),
    })
}

/// Markup that shows a page of ours on another site, pinned to what is known today. `path`: of the embed, without
/// its query. `height`: in pixels, for a frame as wide as a column of text.
pub(in crate::server) fn code(
    reading: &Reading<'_>,
    path: &str,
    title: &str,
    height: u32,
) -> String {
    let address = escape(&reading.absolute(&reading.permalink(path)));
    format!(
        "<iframe src=\"{address}\" title=\"{}\" width=\"100%\" height=\"{height}\" style=\"border:0;max-width:900px\" \
         loading=\"lazy\"></iframe>",
        escape(title)
    )
}

/// The path of a chart's embed.
pub(in crate::server) fn chart_path(told: &Told) -> String {
    let key = &told.series.key;
    format!(
        "/embed/chart/{}/{}",
        links::encode(key.measure.as_str()),
        links::encode(key.body.as_str())
    )
}

/// The path of a figure's embed.
pub(in crate::server) fn figure_path(told: &Told, month: Month) -> String {
    let key = &told.series.key;
    format!(
        "/embed/figure/{}/{}/{month}",
        links::encode(key.measure.as_str()),
        links::encode(key.body.as_str())
    )
}
