//! The scores after a change: the trust's own, and those of the trusts that its rank passes.

use super::super::published::{Code, Quarter};
use super::super::ranked::{Entry, Ranked, Size, fails, list_of};
use super::super::reconcile::computed;
use super::super::scoring::{compare, rank_score};
use super::super::{Between, Decimal, Direction, Published, RankScoring, Scoring};
use super::{Moves, Resolved, combined_of};

/// A metric whose score was looked at anew.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    pub(super) metric: usize,
    pub(super) value: Option<Decimal>,
    pub(super) before: Decimal,
    pub(super) after: Between,
    pub(super) population: Option<u32>,
    pub(super) held: Option<u32>,
    /// How the scores of other trusts change: where the own one is at its best, and at its worst.
    pub(super) others: Vec<(usize, f64, f64)>,
    pub(super) note: Option<String>,
}

pub(super) fn moved(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    changes: &[Resolved],
) -> Moves {
    let mut moves: Moves = Vec::new();
    for change in changes {
        match *change {
            Resolved::Score { metric, score } => {
                let after = Between::exact(score.as_f64());
                moves.extend(simple(published, quarter, trust, metric, None, after, None));
            }
            Resolved::Value { metric, value } => {
                match &published.framework().metrics[metric].scoring {
                    Some(Scoring::Rank(rule)) => {
                        moves.extend(by_rank(published, quarter, trust, metric, value, rule));
                    }
                    _ => by_steps(published, quarter, trust, metric, changes, &mut moves),
                }
            }
        }
    }
    moves
}

fn simple(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    metric: usize,
    value: Option<Decimal>,
    after: Between,
    note: Option<String>,
) -> Option<Moved> {
    Some(Moved {
        metric,
        value,
        before: published.value(quarter, trust, Code::Score(metric))?,
        after,
        population: None,
        held: None,
        others: Vec::new(),
        note,
    })
}

/// A value that is scored by steps, and the combined score that it enters.
fn by_steps(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    metric: usize,
    changes: &[Resolved],
    moves: &mut Moves,
) {
    let changed = |metric: usize| {
        changes.iter().find_map(|change| match change {
            Resolved::Value {
                metric: other,
                value,
            } if *other == metric => Some(*value),
            _ => None,
        })
    };
    let value_of = |metric: usize| {
        changed(metric).or_else(|| published.value(quarter, trust, Code::Value(metric)))
    };
    for at in [Some(metric), combined_of(published, metric)]
        .into_iter()
        .flatten()
    {
        if moves.iter().any(|earlier| earlier.metric == at) {
            continue;
        }
        let same = changed(at)
            .is_some_and(|value| published.value(quarter, trust, Code::Value(at)) == Some(value));
        let Some(before) = published.value(quarter, trust, Code::Score(at)) else {
            continue;
        };
        let unmoved = |metric: usize| {
            changed(metric).is_none_or(|value| {
                published.value(quarter, trust, Code::Value(metric)) == Some(value)
            })
        };
        // Where nothing that enters has moved, the published score stands.
        let stands = match &published.framework().metrics[at].scoring {
            Some(Scoring::Combination { first, second, .. }) => unmoved(*first) && unmoved(*second),
            _ => same,
        };
        let found = computed(published, at, &value_of);
        let (after, note) = match found {
            _ if stands => (Between::exact(before.as_f64()), None),
            Some(found) => {
                let note = found
                    .ours
                    .is_none_or(|ours| ours.figure().is_none())
                    .then(|| {
                        format!(
                            "{}: {}",
                            published.framework().metrics[at].title,
                            found.cause
                        )
                    });
                (found.ours.unwrap_or(ANY), note)
            }
            None => (ANY, None),
        };
        moves.extend(simple(
            published,
            quarter,
            trust,
            at,
            changed(at),
            after,
            note,
        ));
    }
}

/// A score of which nothing is known.
const ANY: Between = Between {
    best: 1.0,
    worst: 4.0,
};

fn by_rank(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    metric: usize,
    value: Decimal,
    rule: &RankScoring,
) -> Option<Moved> {
    let definition = &published.framework().metrics[metric];
    let better = definition.better;
    let before = published.value(quarter, trust, Code::Score(metric))?;
    let list = list_of(published, quarter, metric, trust)?;
    let mut moved = simple(published, quarter, trust, metric, Some(value), ANY, None)?;
    moved.held = Some(list.held());
    let Size::Known(size) = list.size else {
        moved.after = Between {
            best: rule.best,
            worst: rule.worst,
        };
        moved.note = Some(format!(
            "{}: how many organisations are ranked together is not known, so that its score can be any",
            definition.title
        ));
        return Some(moved);
    };
    moved.population = Some(size);
    if published.value(quarter, trust, Code::Value(metric)) == Some(value) {
        moved.after = Between::exact(before.as_f64());
        return Some(moved);
    }
    let others = without(&list, trust, rule, size);
    let to = if fails(rule, better, value) {
        None
    } else {
        Some(places(&others, value, better, size))
    };
    moved.after = match (to, &rule.failing) {
        (None, Some(failing)) => Between::exact(failing.score),
        (None, None) => ANY,
        (Some((best, worst)), _) => Between {
            best: rank_score(best, size, rule.best, rule.worst),
            worst: rank_score(worst, size, rule.best, rule.worst),
        },
    };
    moved.others = others
        .iter()
        .map(|other| {
            let shift = |place: Option<u32>| {
                let after = other.place + u32::from(place.is_some_and(|own| other.place >= own));
                rank_score(after, size, rule.best, rule.worst)
                    - rank_score(other.published, size, rule.best, rule.worst)
            };
            (
                other.trust,
                shift(to.map(|to| to.0)),
                shift(to.map(|to| to.1)),
            )
        })
        .filter(|(_, best, worst)| best.abs() > 1e-12 || worst.abs() > 1e-12)
        .collect();
    if list.held() < size {
        moved.note = Some(format!(
            "{}: {size} organisations are ranked and {} of them held; the score is bounded by the held ones next to the value",
            definition.title,
            list.held()
        ));
    }
    Some(moved)
}

/// Another trust of the list, with the place that it would have were the own trust not there.
struct Other {
    trust: usize,
    value: Decimal,
    published: u32,
    place: u32,
}

fn without(list: &Ranked, trust: usize, rule: &RankScoring, size: u32) -> Vec<Other> {
    let own = list.find(trust).and_then(|entry| entry.place(rule, size));
    let other = |entry: &Entry| {
        let published = entry.place(rule, size)?;
        Some(Other {
            trust: entry.trust,
            value: entry.value,
            published,
            place: published - u32::from(own.is_some_and(|own| published > own)),
        })
    };
    list.entries
        .iter()
        .filter(|entry| entry.trust != trust)
        .filter_map(other)
        .collect()
}

/// The best and the worst place that a value can have among all who are ranked.
fn places(others: &[Other], value: Decimal, better: Direction, size: u32) -> (u32, u32) {
    let against = |other: &&Other| compare(other.value, value, better);
    // Two trusts with this very value and one rank tie in truth: a third would share it.
    let tied: Vec<u32> = others
        .iter()
        .filter(|other| against(other).is_eq())
        .map(|other| other.place)
        .collect();
    if let [first, _, ..] = tied.as_slice()
        && tied.iter().all(|place| place == first)
    {
        return (*first, *first);
    }
    let last_better = others
        .iter()
        .filter(|other| against(other).is_lt())
        .map(|other| other.place)
        .max();
    let best = last_better.map_or(1, |place| {
        let sharing = others
            .iter()
            .filter(|other| against(other).is_lt() && other.place == place)
            .count();
        place.saturating_add(u32::try_from(sharing).unwrap_or(u32::MAX))
    });
    let worst = others
        .iter()
        .filter(|other| against(other).is_gt())
        .map(|other| other.place)
        .min()
        .unwrap_or(size);
    let best = best.min(size);
    (best, worst.clamp(best, size))
}
