//! The items of a briefing as a page tells them.

use candour_archive::SeriesQuery;
use candour_briefing::render::score_words;
use candour_briefing::{Briefing, Item, Knowledge, Run, Sentence};
use candour_register::Boundaries;

use super::answer::Reading;
use super::error::AppError;
use super::told::Told;
use crate::charts::SparklineShape;
use crate::views::{Figure, Link, Markup, NewsItem, NewsPart, Prose};

/// A sentence with its figures linked to their receipts.
pub(super) fn prose(sentence: &Sentence) -> Prose {
    let mut said = Prose::default();
    for run in &sentence.0 {
        said = match run {
            Run::Text { text } => said.text(text.clone()),
            Run::Figure { text, full, href } => {
                said.figure(Figure::worded(text.clone(), full.clone(), href.clone()))
            }
            Run::Link { text, href } => said.link(text.clone(), href.clone()),
        };
    }
    said
}

/// The must-reads, each with its small chart.
pub(super) fn must_reads(
    reading: &Reading<'_>,
    briefing: &Briefing,
) -> Result<Vec<NewsItem>, AppError> {
    let told = briefing.must_reads.iter().enumerate().map(|(place, item)| {
        Ok(NewsItem {
            sparkline: sparkline(reading, briefing, item, &format!("must-{place}"))?,
            ..news(item)
        })
    });
    told.collect()
}

/// The sections, each with `most` items at the most, and the way to the others.
pub(super) fn sections(briefing: &Briefing, most: usize, all: &str) -> Vec<NewsPart> {
    let parts = briefing.sections.iter();
    parts
        .filter(|(_, items)| !items.is_empty())
        .map(|(section, items)| NewsPart {
            id: section.as_str().to_owned(),
            title: section.title().to_owned(),
            items: items.iter().take(most).map(news).collect(),
            more: (items.len() > most).then(|| {
                Link::new(
                    format!("All {} in {}", items.len(), section.title().to_lowercase()),
                    format!("{all}#{}", section.as_str()),
                )
            }),
        })
        .collect()
}

fn news(item: &Item) -> NewsItem {
    let (why, criteria) = score_words(&item.score);
    let mut more = Prose::default();
    for sentence in &item.detail {
        if !more.is_empty() {
            more = more.text(" ");
        }
        more = more.and(prose(sentence));
    }
    NewsItem {
        id: item.id.as_str().replace('/', "-"),
        headline: prose(&item.headline).text("."),
        more,
        sparkline: None,
        why: format!("{why}."),
        criteria,
    }
}

/// The small chart of the series that an item is about, with what the briefing took as known.
fn sparkline(
    reading: &Reading<'_>,
    briefing: &Briefing,
    item: &Item,
    id: &str,
) -> Result<Option<Markup>, AppError> {
    let Some(key) = &item.series else {
        return Ok(None);
    };
    let (as_known, to) = match briefing.knowledge {
        Knowledge::Today => (None, None),
        Knowledge::AsKnown { day } => (Some(day), None),
        Knowledge::UpTo { month } => (None, Some(month)),
    };
    // As a briefing does: what no file gives for a level is carried to where each unit belonged then.
    let measure = reading.snapshot.measure(key.measure.as_str())?;
    let reported = measure.has_level(key.level, key.basis);
    let query = SeriesQuery {
        boundaries: if reported {
            Boundaries::AsReported
        } else {
            Boundaries::Then
        },
        level: Some(key.level),
        basis: Some(key.basis),
        treatment_function: key.treatment_function.clone(),
        as_known,
        to,
        ..SeriesQuery::new(key.measure.clone(), key.body.clone())
    };
    let body = reading.snapshot.body(key.body.as_str())?;
    let told = Told::new(
        reading.snapshot,
        reading.snapshot.series(&query)?,
        &body.name,
    )?
    .marked(reading);
    let shown = told.latest().is_some_and(|figure| figure.value.is_some());
    Ok(shown.then(|| told.sparkline(id, SparklineShape::Row)))
}
