//! The second layer: metric scores from values.

use super::super::published::{Code, Quarter};
use super::super::ranked::{Ranked, Size, ranked};
use super::super::scoring::{combined_bounds, rank_score, step_score};
use super::super::{Between, Decimal, RankScoring, Scoring};
use super::{Cause, Figure, Finding, Layer, Line, Outcome, Published, TOLERANCE};

pub(super) fn lines(published: &Published, quarter: &Quarter, lines: &mut Vec<Line>) {
    for at in 0..published.framework().metrics.len() {
        let findings = match &published.framework().metrics[at].scoring {
            Some(Scoring::Rank(rule)) => by_rank(published, quarter, at, rule),
            _ => (0..quarter.trusts.len())
                .filter_map(|trust| Some((trust, alone(published, quarter, at, trust)?)))
                .collect(),
        };
        for (trust, finding) in findings {
            let Some(row) = published.row(quarter, trust, Code::Score(at)) else {
                continue;
            };
            let Some(value) = row.value else { continue };
            let kind = (Layer::Scores, Figure::MetricScore);
            lines.push(finding.line(kind, quarter, trust, row, value));
        }
    }
}

/// The score of a trust on a metric by the rule, and what is unsure about it.
pub(in super::super) struct Computed {
    pub(in super::super) ours: Option<Between>,
    pub(in super::super) cause: Cause,
}

/// A score that depends on the trust's own figures alone: by steps, combined, or published only.
/// None for a rank, which depends on others.
pub(in super::super) fn computed(
    published: &Published,
    metric: usize,
    value_of: &dyn Fn(usize) -> Option<Decimal>,
) -> Option<Computed> {
    let definition = &published.framework().metrics[metric];
    let unknown = |cause: Cause| Computed { ours: None, cause };
    Some(match definition.scoring.as_ref()? {
        Scoring::Rank(_) => return None,
        Scoring::PublishedOnly { why } => unknown(Cause::TableUnknown { why: why.clone() }),
        Scoring::Steps { steps, .. } => {
            let Some(value) = value_of(metric) else {
                return Some(unknown(Cause::ValueMissing));
            };
            match step_score(steps, definition.better, value) {
                Some((ours, inferred)) => Computed {
                    ours: Some(ours),
                    cause: if inferred {
                        Cause::CutPointInferred
                    } else {
                        Cause::Agrees
                    },
                },
                None => unknown(Cause::Unexplained),
            }
        }
        Scoring::Combination {
            first,
            second,
            cells,
            ..
        } => {
            let part = |metric: usize| -> Option<Between> {
                // A part is a table of steps: one that is itself combined has no score here.
                match published
                    .framework()
                    .metrics
                    .get(metric)?
                    .scoring
                    .as_ref()?
                {
                    Scoring::Steps { .. } => computed(published, metric, value_of)?.ours,
                    _ => None,
                }
            };
            let (Some(first), Some(second)) = (part(*first), part(*second)) else {
                return Some(unknown(Cause::ValueMissing));
            };
            let (ours, seen) = combined_bounds(cells, first, second);
            let cause = match (seen, ours.figure()) {
                (false, _) => Cause::CellNotSeen,
                (true, None) => Cause::CutPointInferred,
                (true, Some(_)) => Cause::Agrees,
            };
            Computed {
                ours: Some(ours),
                cause,
            }
        }
    })
}

fn alone(published: &Published, quarter: &Quarter, metric: usize, trust: usize) -> Option<Finding> {
    let score = published
        .value(quarter, trust, Code::Score(metric))?
        .as_f64();
    let value_of = |metric: usize| published.value(quarter, trust, Code::Value(metric));
    let Computed { ours, cause } = computed(published, metric, &value_of)?;
    Some(match (ours, ours.and_then(Between::figure)) {
        (_, Some(exact)) => Finding::exact(score, exact, TOLERANCE, Cause::Unexplained),
        (Some(ours), None) => Finding::bounded(score, ours, cause),
        (None, _) => Finding::not_computable(cause),
    })
}

fn by_rank(
    published: &Published,
    quarter: &Quarter,
    metric: usize,
    rule: &RankScoring,
) -> Vec<(usize, Finding)> {
    let mut findings = Vec::new();
    for list in ranked(published, quarter, metric) {
        let broken = out_of_order(&list, rule);
        for (at, entry) in list.entries.iter().enumerate() {
            let Some(score) = entry.published.map(Decimal::as_f64) else {
                continue;
            };
            let finding = match list.size {
                Size::Unknown => Finding::not_computable(Cause::PopulationUnknown),
                Size::SmallerThanHeld(population) => {
                    let held = list.held();
                    Finding::not_computable(Cause::PopulationSmaller { population, held })
                }
                Size::Known(size) => placed(&list, at, rule, size, score, broken[at]),
            };
            findings.push((entry.trust, finding));
        }
        for entry in &list.failing {
            let (Some(score), Some(failing)) = (entry.published, &rule.failing) else {
                continue;
            };
            let finding =
                Finding::exact(score.as_f64(), failing.score, TOLERANCE, Cause::Unexplained);
            findings.push((entry.trust, finding));
        }
    }
    // A score without a value of its own cannot be ranked.
    let ranked: Vec<usize> = findings.iter().map(|(trust, _)| *trust).collect();
    for trust in (0..quarter.trusts.len()).filter(|trust| !ranked.contains(trust)) {
        if published
            .value(quarter, trust, Code::Score(metric))
            .is_some()
        {
            findings.push((trust, Finding::not_computable(Cause::ValueMissing)));
        }
    }
    findings.sort_by_key(|(trust, _)| *trust);
    findings
}

/// A trust among so many: exact where all are held, else within the ranks that its value leaves: after
/// the held trusts with a better value and before those with a worse, whose published scores tell
/// their ranks. Its own published score takes no part.
fn placed(
    list: &Ranked,
    at: usize,
    rule: &RankScoring,
    size: u32,
    score: f64,
    out_of_order: bool,
) -> Finding {
    let entry = &list.entries[at];
    let others = list.others().unwrap_or(0);
    let exact = rank_score(entry.ahead + 1, size, rule.best, rule.worst);
    if others == 0 && (score - exact).abs() <= TOLERANCE + 1e-9 {
        return Finding::exact(score, exact, TOLERANCE, Cause::Agrees);
    }
    let counted = (entry.ahead + 1, entry.ahead + entry.tied + others);
    let (first, last) = match list.neighbours(at, rule, size) {
        _ if others == 0 => counted,
        (first, last) if first <= last => (first.max(counted.0), last.min(counted.1)),
        _ => counted,
    };
    let ours = Between {
        best: rank_score(first, size, rule.best, rule.worst),
        worst: rank_score(last, size, rule.best, rule.worst),
    };
    let rank = entry.place(rule, size);
    let cause = match rank {
        None => Cause::OffTheGrid { population: size },
        Some(rank) if rank < counted.0 || rank > counted.1 => Cause::OutsideBounds,
        Some(rank) if out_of_order || rank < first || rank > last => Cause::OrderBroken,
        Some(_) if others == 0 && entry.tied > 1 => Cause::TiedThroughRounding { tied: entry.tied },
        Some(_) if others == 0 => Cause::Unexplained,
        Some(_) if first == last => Cause::Agrees,
        Some(_) => Cause::PopulationLarger {
            population: size,
            held: list.held(),
            rank,
        },
    };
    let outcome = match cause {
        Cause::Agrees => Outcome::Agrees,
        Cause::TiedThroughRounding { .. } | Cause::PopulationLarger { .. } => Outcome::Consistent,
        _ => Outcome::Differs,
    };
    Finding {
        ours: Some(ours),
        outcome,
        cause,
    }
}

/// Which trusts of a list, the best value first, are out of order: of those that are not held, as
/// many or more must be ahead of a trust as of one with a better value.
fn out_of_order(list: &Ranked, rule: &RankScoring) -> Vec<bool> {
    let mut broken = vec![false; list.entries.len()];
    let Size::Known(size) = list.size else {
        return broken;
    };
    let mut most: i64 = 0;
    let mut start = 0;
    while start < list.entries.len() {
        // Those with one printed value and one rank stand together.
        let rank = list.entries[start].place(rule, size);
        let value = list.entries[start].value;
        let together = list.entries[start..]
            .iter()
            .take_while(|entry| entry.value == value && entry.place(rule, size) == rank)
            .count();
        if let Some(rank) = rank {
            let ahead = i64::from(rank) - 1 - i64::try_from(start).unwrap_or(i64::MAX);
            if ahead < most {
                broken[start..start + together].fill(true);
            }
            most = most.max(ahead);
        }
        start += together;
    }
    broken
}
