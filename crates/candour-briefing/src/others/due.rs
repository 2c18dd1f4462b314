//! Commitments: what fell due of late and what came of it, and what falls due soon.

use candour_archive::ArchiveError;
use candour_assessment::commitment::{Due, Kind};
use candour_assessment::verdict::{Outcome, Rests};
use candour_core::Month;
use candour_findings::format::{target, value_beside_target, value_in_full};
use candour_findings::{AsAt, Judged, dates, links, pledges, targets_of_body, wording};
use jiff::Span;
use jiff::civil::Date;

use super::Asked;
use crate::item::{Item, ItemId, ItemKind, Section, Subject};
use crate::join::section;
use crate::sentence::Sentence;

pub(super) fn of(asked: &Asked<'_>) -> Result<Vec<Item>, ArchiveError> {
    let as_at = AsAt {
        day: asked.day(),
        as_known: asked.query.as_known(),
        year: None,
    };
    let mut judged = targets_of_body(asked.snapshot, asked.body, as_at)?;
    if asked.is_england() {
        judged.extend(pledges(as_at));
    }
    Ok(judged
        .iter()
        .filter_map(|judged| decided(judged, asked).or_else(|| soon(judged, asked)))
        .collect())
}

/// The last day on which it is due, where it has one.
fn due_on(judged: &Judged) -> Option<Date> {
    match &judged.commitment.due {
        Due::In(month) | Due::Over(_, month) => Some(month.last_day()),
        Due::By(date) => Some(date.last_day()),
        Due::EachMonth | Due::Unknown => None,
    }
}

/// Met or missed, and it became known of late: in the latest period of its publication, or on a day gone by.
fn decided(judged: &Judged, asked: &Asked<'_>) -> Option<Item> {
    let outcome = judged.verdict.outcome;
    if !matches!(outcome, Outcome::Met | Outcome::Missed) {
        return None;
    }
    let due = due_on(judged)?;
    let is_news = match judged.measure {
        Some(measure) => asked.latest.get(measure.publication.as_str()) == Month::of(due).as_ref(),
        None => {
            let (from, to) = asked.lately(asked.scoring.days.decided);
            from <= due && due <= to
        }
    };
    if !is_news {
        return None;
    }
    let did = if outcome == Outcome::Met {
        "met"
    } else {
        "missed"
    };
    let mut said = Sentence::from(format!(
        "{} was {did} {}",
        judged.commitment.title,
        wording::place(judged.level, &asked.body.name)
    ));
    let margin = judged.verdict.margin.unwrap_or(0.0).abs();
    if let (Some(value), Some(threshold), Some(unit), Some(measure)) = (
        judged.verdict.value,
        judged.verdict.threshold,
        judged.unit(),
        judged.measure,
    ) {
        let month = judged.verdict.period?;
        let key = candour_core::SeriesKey {
            measure: measure.id.clone(),
            body: asked.body.code.clone(),
            level: judged.level,
            basis: judged.basis?,
            treatment_function: measure.total_treatment_function().cloned(),
        };
        let view = links::View {
            as_known: asked.query.as_known(),
            boundaries: judged.boundaries,
            on: None,
        };
        said = said.text(", at ").figure(
            value_beside_target(value, threshold, unit),
            value_in_full(value, unit),
            links::receipt(&key, measure, month, view),
        );
        said = said.text(format!(" against {}", target(threshold, unit)));
    }
    let mut detail = Vec::new();
    for rest in &judged.verdict.rests {
        if let Rests::Row { place, says } = rest {
            detail.push(
                Sentence::default()
                    .link(says.clone(), row_link(place))
                    .text("."),
            );
        }
    }
    let size = if judged.measure.is_some() {
        (margin * 10.0).clamp(0.3, 1.0)
    } else {
        0.6
    };
    Some(item(
        ItemKind::DueDecided,
        judged,
        asked,
        due,
        said,
        detail,
        (size, "how far from what was asked"),
    ))
}

/// Where a curated row is shown.
fn row_link(place: &candour_assessment::commitment::RowPlace) -> String {
    format!("/commitments/{}/{}", links::encode(&place.file), place.line)
}

/// Falls due within the days that the scoring names.
fn soon(judged: &Judged, asked: &Asked<'_>) -> Option<Item> {
    let due = due_on(judged)?;
    if asked.is_by_period() {
        return None;
    }
    let until = asked
        .day()
        .checked_add(Span::new().days(asked.scoring.days.due))
        .ok()?;
    if due <= asked.day() || due > until {
        return None;
    }
    let said = Sentence::from(format!(
        "{} falls due on {}",
        judged.commitment.title,
        dates::day(due)
    ));
    Some(item(
        ItemKind::DueSoon,
        judged,
        asked,
        due,
        said,
        Vec::new(),
        (0.6, "a commitment"),
    ))
}

fn item(
    kind: ItemKind,
    judged: &Judged,
    asked: &Asked<'_>,
    due: Date,
    headline: Sentence,
    detail: Vec<Sentence>,
    size: (f64, &str),
) -> Item {
    let commitment = &judged.commitment;
    let section = if kind == ItemKind::DueSoon {
        Section::DueThisWeek
    } else {
        match (judged.measure, commitment.kind) {
            (Some(measure), _) => section(measure.group),
            (None, Kind::Plan | Kind::Funding) => Section::Money,
            (None, _) => Section::Governance,
        }
    };
    let said_where = (1.0, "decided by figures or rows with a source");
    Item {
        id: ItemId::of(
            kind,
            [
                commitment.id.as_str(),
                asked.body.code.as_str(),
                due.to_string().as_str(),
            ],
        ),
        kind,
        section,
        subject: Subject {
            bodies: vec![asked.body.code.clone()],
            level: Some(judged.level),
            measure: judged.measure.map(|measure| measure.id.clone()),
            commitment: Some(commitment.id.clone()),
            period: judged.verdict.period,
            day: Some(due),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked
            .scoring
            .score(kind, 1.0, asked.amounts_of_day(due, size, said_where)),
        series: None,
    }
}
