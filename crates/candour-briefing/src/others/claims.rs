//! Claims that held and are broken, from the ledger that is kept at every ingest.

use jiff::Span;

use super::Asked;
use crate::claims::{Ledger, Turn};
use crate::item::{Item, ItemId, ItemKind, Section, Subject};
use crate::sentence::Sentence;

/// Of England's briefing only: a claim names no body that it could be matched by. A ledger that cannot be read
/// says nothing here; `candour claims` names its fault.
pub(super) fn of(asked: &Asked<'_>) -> Vec<Item> {
    if asked.is_by_period() || !asked.is_england() {
        return Vec::new();
    }
    let (_, to) = asked.lately(asked.scoring.days.revised);
    let Ok(from) = to.checked_sub(Span::new().days(asked.scoring.days.revised)) else {
        return Vec::new();
    };
    let Ok(ledger) = Ledger::open(asked.snapshot.root()) else {
        return Vec::new();
    };
    ledger
        .broken_since(from)
        .into_iter()
        .filter(|turn| turn.day <= to)
        .map(|turn| item(turn, asked))
        .collect()
}

fn item(turn: &Turn, asked: &Asked<'_>) -> Item {
    let headline = Sentence::from("The claim ")
        .link(turn.claim.clone(), format!("/claims/{}", turn.claim))
        .text(format!(
            " no longer holds: expected {}, found {}",
            turn.expected, turn.found
        ));
    let mut detail = Vec::new();
    if !turn.files.is_empty() {
        detail.push(Sentence::from(format!(
            "It now rests on {}.",
            candour_findings::wording::listed(&turn.files)
        )));
    }
    Item {
        id: ItemId::of(
            ItemKind::ClaimBroken,
            [turn.claim.as_str(), turn.day.to_string().as_str()],
        ),
        kind: ItemKind::ClaimBroken,
        section: Section::Revised,
        subject: Subject {
            day: Some(turn.day),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked.scoring.score(
            ItemKind::ClaimBroken,
            1.0,
            asked.amounts_of_day(
                turn.day,
                (0.8, "a claim that held"),
                (1.0, "asked again of the archive"),
            ),
        ),
        series: None,
    }
}
