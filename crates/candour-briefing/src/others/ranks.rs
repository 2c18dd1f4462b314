//! Places among peers that moved further than the bodies' own variation explains.
//!
//! A place alone says little: of two providers a point apart either may stand first next month. So a place is
//! a range, from the bodies that surely stand better to those that surely stand worse. Two bodies surely differ
//! where their values lie further apart than `rank_sigmas` times the root of the sum of their squared sigmas,
//! each the sigma of its own XmR chart. A move is news where the range of a year before and that of now do not
//! overlap.

use candour_core::{Better, Month};
use candour_findings::format::capital;
use candour_findings::wording::in_period;

use super::Asked;
use crate::gather::Gathered;
use crate::item::{Criterion, Item, ItemId, ItemKind, Subject};
use crate::join::section;
use crate::reading::Line;
use crate::score_line::{common, reach};
use crate::sentence::Sentence;
use crate::tell::with_figure;

/// From the best place it may have to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Places {
    best: usize,
    worst: usize,
}

impl Places {
    const fn overlaps(self, other: Self) -> bool {
        self.best <= other.worst && other.best <= self.worst
    }
}

pub(super) fn of(gathered: &Gathered, asked: &Asked<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for (measure, quiet) in &gathered.peers {
        let mut peers: Vec<&Line> = quiet.iter().collect();
        peers.extend(gathered.below.iter().map(|told| &told.line).filter(|line| {
            line.measure.id == *measure && line.level() == candour_core::Level::Provider
        }));
        peers.sort_by(|one, other| one.body().cmp(other.body()));
        items.extend(moved(&peers, asked));
    }
    items
}

/// Value and sigma of each at a month, those without either left out.
fn standing_at(peers: &[&Line], month: Month) -> Vec<(usize, f64, f64)> {
    peers
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let value = line.at_month(month)?.value?;
            Some((at, value, line.limits()?.sigma()))
        })
        .collect()
}

fn places(standing: &[(usize, f64, f64)], better: Better, sigmas: f64) -> Vec<(usize, Places)> {
    standing
        .iter()
        .map(|(at, value, sigma)| {
            let surely = |ahead: bool| {
                standing
                    .iter()
                    .filter(|(_, other, its)| {
                        let gap = match better {
                            Better::Lower => value - other,
                            Better::Higher | Better::Neither => other - value,
                        };
                        let gap = if ahead { gap } else { -gap };
                        gap > sigmas * sigma.hypot(*its)
                    })
                    .count()
            };
            let places = Places {
                best: 1 + surely(true),
                worst: standing.len() - surely(false),
            };
            (*at, places)
        })
        .collect()
}

fn moved(peers: &[&Line], asked: &Asked<'_>) -> Vec<Item> {
    let Some(first) = peers.first() else {
        return Vec::new();
    };
    let (measure, month) = (first.measure, first.period());
    if measure.better == Better::Neither {
        return Vec::new();
    }
    let then = month.plus(-asked.scoring.peers.rank_months);
    let of = |month| {
        places(
            &standing_at(peers, month),
            measure.better,
            asked.scoring.peers.rank_sigmas,
        )
    };
    let (now, before) = (of(month), of(then));
    let count = now.len();
    let mut items = Vec::new();
    for (at, is) in now {
        let Some((_, was)) = before.iter().find(|(other, _)| *other == at) else {
            continue;
        };
        if is.overlaps(*was) {
            continue;
        }
        items.push(item(
            peers[at],
            (*was, before.len()),
            (is, count),
            then,
            asked,
        ));
    }
    items
}

fn words(places: Places, of: usize) -> String {
    if places.best == places.worst {
        format!("place {} of {of}", places.best)
    } else {
        format!("place {} to {} of {of}", places.best, places.worst)
    }
}

fn item(
    line: &Line,
    (was, of_then): (Places, usize),
    (is, of_now): (Places, usize),
    then: Month,
    asked: &Asked<'_>,
) -> Item {
    let month = line.period();
    let up = is.worst < was.best;
    let start = Sentence::from(format!(
        "{} moved {} among its peers {}: from {} to {} in {}, at ",
        capital(&line.short_name()),
        if up { "up" } else { "down" },
        in_period(line.cadence(), month),
        words(was, of_then),
        words(is, of_now),
        line.measure.subject,
    ));
    let headline = with_figure(start, line, month, line.value());
    let mut detail = Vec::new();
    if let Some(value) = line.at_month(then).and_then(|figure| figure.value) {
        let said = Sentence::from(format!("It was {} ", in_period(line.cadence(), then)));
        detail.push(with_figure(said.text("at "), line, then, value).text("."));
    }
    detail.push(Sentence::from(
        "A place is a range: bodies that differ by less than their own variation share it.",
    ));
    let gap = if up {
        was.best - is.worst
    } else {
        is.best - was.worst
    };
    #[expect(clippy::cast_precision_loss, reason = "bodies are few")]
    let size = gap as f64 / of_now.max(1) as f64;
    let mut amounts = common(line, asked.scoring);
    amounts.retain(|(criterion, _, _)| *criterion != Criterion::Reach);
    amounts.push((
        Criterion::Size,
        size * 4.0,
        format!("{gap} places between the ranges, of {of_now}"),
    ));
    amounts.push(reach(line.level(), None, asked.scoring));
    Item {
        id: ItemId::of(
            ItemKind::RankMoved,
            [
                line.measure.id.as_str(),
                line.body().as_str(),
                month.to_string().as_str(),
            ],
        ),
        kind: ItemKind::RankMoved,
        section: section(line.measure.group),
        subject: Subject {
            bodies: vec![line.body().clone()],
            level: Some(line.level()),
            measure: Some(line.measure.id.clone()),
            period: Some(month),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked.scoring.score(ItemKind::RankMoved, 1.0, amounts),
        series: Some(line.series.key.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second way: a body's place is counted among all orders in which neighbours that do not surely differ
    /// may stand either way.
    #[test]
    fn a_place_is_a_range_from_the_surely_better_to_the_surely_worse() {
        // Sigma 1 each: two surely differ where they lie more than 3 × √2 = 4.24 apart.
        let standing = [
            (0, 90.0, 1.0),
            (1, 87.0, 1.0),
            (2, 84.0, 1.0),
            (3, 70.0, 1.0),
        ];
        let found = places(&standing, Better::Higher, 3.0);
        let range = |best, worst| Places { best, worst };
        assert_eq!(
            found,
            [
                (0, range(1, 2)), // may change with the second, not with the third
                (1, range(1, 3)),
                (2, range(2, 3)),
                (3, range(4, 4)),
            ]
        );
        // Where lower is better the last is first.
        let found = places(&standing, Better::Lower, 3.0);
        assert_eq!(found[3], (3, range(1, 1)));
        assert_eq!(found[0], (0, range(3, 4)));
    }

    #[test]
    fn ranges_that_touch_are_no_move() {
        let range = |best, worst| Places { best, worst };
        assert!(range(1, 4).overlaps(range(4, 9)));
        assert!(!range(1, 3).overlaps(range(4, 9)));
        assert!(!range(4, 9).overlaps(range(1, 3)));
    }
}
