//! Bodies that began and ended: boards, trusts, regions. Several of a kind on one day are one item.

use std::collections::BTreeMap;

use candour_archive::ArchiveError;
use candour_core::BodyCode;
use candour_findings::{dates, links};
use candour_register::{Body, HalfDate, Kind};
use jiff::civil::Date;

use super::Asked;
use crate::item::{Item, ItemId, ItemKind, Section, Subject};
use crate::sentence::Sentence;
use crate::tell::number_word;

/// Of how many bodies the names are given.
const NAMED: usize = 6;

pub(super) fn of(asked: &Asked<'_>) -> Result<Vec<Item>, ArchiveError> {
    let register = asked.snapshot.register()?;
    let (from, to) = asked.lately(asked.scoring.days.people);
    let within =
        |date: HalfDate| date.is_exact() && from <= date.first_day() && date.first_day() <= to;
    let mut changes: BTreeMap<(Date, Kind, bool), Vec<&Body>> = BTreeMap::new();
    for body in register.bodies() {
        if !matches!(
            body.kind,
            Kind::Board | Kind::Trust | Kind::CareTrust | Kind::Region | Kind::NationalBody
        ) {
            continue;
        }
        if !asked.is_england() && body.code != asked.body.code {
            continue;
        }
        if let Some(date) = body.span.from.filter(|date| within(*date)) {
            let key = (date.first_day(), body.kind, true);
            changes.entry(key).or_default().push(body);
        }
        if let Some(date) = body.span.to.filter(|date| within(*date)) {
            let key = (date.first_day(), body.kind, false);
            changes.entry(key).or_default().push(body);
        }
    }
    Ok(changes
        .into_iter()
        .map(|((day, kind, began), bodies)| item(day, kind, began, &bodies, asked))
        .collect())
}

fn item(day: Date, kind: Kind, began: bool, bodies: &[&Body], asked: &Asked<'_>) -> Item {
    let did = if began { "began" } else { "ended" };
    let link = |said: Sentence, body: &Body| {
        said.link(
            body.name.clone(),
            links::body(&body.code, links::View::default()),
        )
    };
    let mut detail = Vec::new();
    let headline = match bodies {
        [only] => link(Sentence::default(), only).text(format!(" {did} on {}", dates::day(day))),
        several => {
            let mut said = Sentence::default();
            for (place, body) in several.iter().take(NAMED).enumerate() {
                let joint = match place {
                    0 => "",
                    place if place + 1 == several.len() => " and ",
                    _ => ", ",
                };
                said = link(said.text(joint), body);
            }
            let more = several.len().saturating_sub(NAMED);
            if more > 0 {
                said = said.text(format!(" and {more} more"));
            }
            detail.push(said.text("."));
            Sentence::from(format!(
                "{} {} {did} on {}",
                number_word(several.len(), true),
                many(kind),
                dates::day(day)
            ))
        }
    };
    let codes: Vec<BodyCode> = bodies.iter().map(|body| body.code.clone()).collect();
    #[expect(clippy::cast_precision_loss, reason = "bodies are few")]
    let size = (0.4 + codes.len() as f64 / 20.0).min(1.0);
    let first = codes.first().map_or("", BodyCode::as_str);
    Item {
        id: ItemId::of(
            ItemKind::BodyChanged,
            [kind.as_str(), did, first, day.to_string().as_str()],
        ),
        kind: ItemKind::BodyChanged,
        section: Section::Governance,
        subject: Subject {
            bodies: codes,
            day: Some(day),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked.scoring.score(
            ItemKind::BodyChanged,
            1.0,
            asked.amounts_of_day(day, (size, "how many bodies"), (1.0, "the register's row")),
        ),
        series: None,
    }
}

const fn many(kind: Kind) -> &'static str {
    match kind {
        Kind::Board => "integrated care boards",
        Kind::Trust => "trusts",
        Kind::CareTrust => "care trusts",
        Kind::Region => "regions",
        _ => "national bodies",
    }
}
