//! Figures that were published again with another value.

use std::collections::BTreeMap;

use candour_archive::{ArchiveError, Series, SeriesQuery};
use candour_core::Month;
use candour_findings::format::{value, value_in_full};
use candour_findings::wording::{in_period, place};
use candour_findings::{links, standard_in};
use candour_measures::{Catalogue, Measure};

use super::Asked;
use crate::item::{Criterion, Item, ItemId, ItemKind, Section, Subject};
use crate::sentence::Sentence;

/// How many revised periods of a measure are told one by one.
const TOLD: usize = 3;

pub(super) fn of(asked: &Asked<'_>) -> Result<Vec<Item>, ArchiveError> {
    if asked.is_by_period() {
        return Ok(Vec::new());
    }
    let (from, to) = asked.lately(asked.scoring.days.revised);
    let mut items = Vec::new();
    for measure in Catalogue::bundled().iter() {
        let carried = |day| asked.snapshot.carriers_of(measure, Some(day));
        let (now, before) = (carried(to)?, carried(from)?);
        let again: Vec<Month> = now
            .iter()
            .filter(|(month, now)| {
                before.get(month).is_some_and(|before| {
                    let id = |carriers: &candour_archive::Carriers| {
                        carriers.asked.first().map(|source| source.id)
                    };
                    id(before).is_some() && id(now) != id(before)
                })
            })
            .map(|(month, _)| *month)
            .collect();
        if again.is_empty() {
            continue;
        }
        let read = |day| {
            let mut query = SeriesQuery::new(measure.id.clone(), asked.body.code.clone());
            query.level = Some(asked.body.level);
            query.as_known = Some(day);
            asked.snapshot.series(&query)
        };
        // A body without the measure at its level has nothing that could be revised.
        let (Ok(now), Ok(before)) = (read(to), read(from)) else {
            continue;
        };
        items.extend(item(measure, &again, &now, &before, asked));
    }
    Ok(items)
}

fn item(
    measure: &'static Measure,
    again: &[Month],
    now: &Series,
    before: &Series,
    asked: &Asked<'_>,
) -> Option<Item> {
    let by_month = |series: &Series| -> BTreeMap<Month, f64> {
        series
            .figures
            .iter()
            .filter_map(|figure| Some((figure.period, figure.value?)))
            .collect()
    };
    let (values, earlier) = (by_month(now), by_month(before));
    let mut changed: Vec<(Month, f64, f64)> = again
        .iter()
        .filter_map(|month| Some((*month, *earlier.get(month)?, *values.get(month)?)))
        .filter(|(_, was, is)| was.total_cmp(is).is_ne())
        .collect();
    if changed.is_empty() {
        return None;
    }
    let size =
        |(_, was, is): &(Month, f64, f64)| (is - was).abs() / was.abs().max(f64::MIN_POSITIVE);
    changed.sort_by(|one, other| size(other).total_cmp(&size(one)).then(other.0.cmp(&one.0)));
    let crosses = changed.iter().any(|(month, was, is)| {
        standard_in(measure, *month)
            .is_some_and(|standard| standard.met_by(*was) != standard.met_by(*is))
    });
    let unit = measure.unit;
    let cadence = candour_archive::cadence(measure);
    let said = |said: Sentence, (month, was, is): (Month, f64, f64)| {
        // Both in full where they round to the same.
        let same = value(was, unit) == value(is, unit);
        let words = |number| {
            if same {
                value_in_full(number, unit)
            } else {
                value(number, unit)
            }
        };
        let (is_words, was_words) = (words(is), words(was));
        said.figure(
            is_words,
            value_in_full(is, unit),
            links::receipt(&now.key, measure, month, links::View::of(now)),
        )
        .text(" from ")
        .figure(
            was_words,
            value_in_full(was, unit),
            links::receipt(&before.key, measure, month, links::View::of(before)),
        )
        .text(format!(" {}", in_period(cadence, month)))
    };
    let (most, rest) = changed.split_first()?;
    let start = Sentence::from(format!(
        "{} {} was revised to ",
        candour_findings::format::capital(&measure.subject),
        place(asked.body.level, &asked.body.name)
    ));
    let headline = said(start, *most);
    let mut detail: Vec<Sentence> = rest
        .iter()
        .take(TOLD)
        .map(|change| said(Sentence::from("Also to "), *change).text("."))
        .collect();
    if rest.len() > TOLD {
        detail.push(Sentence::from(format!(
            "And {} more periods.",
            rest.len() - TOLD
        )));
    }
    if crosses {
        detail.push(Sentence::from(
            "The revision changes whether the national standard was met.",
        ));
    }
    let published = now
        .figures
        .iter()
        .find(|figure| figure.period == most.0)
        .and_then(|figure| figure.source.as_ref()?.published_on);
    let day = published.unwrap_or_else(|| asked.day());
    let amount = if crosses {
        1.0
    } else {
        (size(most) * 20.0).min(1.0)
    };
    let mut amounts = asked.amounts_of_day(
        day,
        (amount, "how far the figure moved"),
        (1.0, "two published files"),
    );
    if let Some(people) = people(measure, most) {
        amounts.push((
            Criterion::People,
            people.max(1.0).log10() / asked.scoring.signal.full_people.max(10.0).log10(),
            format!(
                "about {} counted otherwise",
                candour_findings::format::count(people)
            ),
        ));
    }
    Some(Item {
        id: ItemId::of(
            ItemKind::Revised,
            [
                measure.id.as_str(),
                asked.body.code.as_str(),
                most.0.to_string().as_str(),
                day.to_string().as_str(),
            ],
        ),
        kind: ItemKind::Revised,
        section: Section::Revised,
        subject: Subject {
            bodies: vec![asked.body.code.clone()],
            level: Some(asked.body.level),
            measure: Some(measure.id.clone()),
            period: Some(most.0),
            day: Some(day),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked.scoring.score(ItemKind::Revised, 1.0, amounts),
        series: None,
    })
}

/// How many are counted otherwise, where it is a count.
fn people(measure: &Measure, (_, was, is): &(Month, f64, f64)) -> Option<f64> {
    matches!(
        measure.unit,
        candour_core::Unit::Count | candour_core::Unit::Beds
    )
    .then(|| (is - was).abs())
}
