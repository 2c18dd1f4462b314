//! Where the trust would stand: average, segments and rank.

use super::super::bands::{self, segment_of};
use super::super::published::{Code, Quarter};
use super::super::reconcile::SUPPORTED;
use super::super::scoring::mean;
use super::super::steps::averaged;
use super::super::{Bands, Between, Decimal, Published, SegmentRange, Use};
use super::score::Moved;
use super::{DomainChange, MetricChange, Moves, Resolved, Standing, WhatIf, WhatIfRequest};

pub(super) fn answer(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    request: &WhatIfRequest,
    changes: &[Resolved],
    moves: Moves,
) -> WhatIf {
    let framework = published.framework();
    let seen = Seen {
        published,
        quarter,
        trust,
        bands: bands::averages(published, quarter),
    };
    let before_average = seen.average(None, Code::Average);
    let after_average = seen.shifted(before_average, &moves, None);
    let published_flag = published
        .whole(quarter, trust, Code::Override)
        .map(|flag| flag == 1);
    let flag = request.financial_override.or(published_flag);
    let unadjusted = published
        .whole(quarter, trust, Code::Unadjusted)
        .map(SegmentRange::exact);
    let before = seen.standing(before_average, unadjusted, published_flag, &[]);
    let after = if unmoved(&moves) {
        seen.standing(before_average, unadjusted, flag, &[])
    } else {
        let range = after_average.and_then(|average| seen.segment(&seen.bands, average));
        seen.standing(after_average, range, flag, &moves)
    };
    WhatIf {
        trust: request.trust.clone(),
        quarter: quarter.month,
        domains: seen.domains(&moves),
        before,
        after,
        notes: notes(&seen, request, changes, &moves),
        metrics: moves
            .into_iter()
            .map(|moved| MetricChange {
                metric: framework.metrics[moved.metric].id.clone(),
                title: framework.metrics[moved.metric].title.clone(),
                value_before: published.value(quarter, trust, Code::Value(moved.metric)),
                value_after: moved.value,
                score_before: moved.before,
                score_after: moved.after,
                population: moved.population,
                held: moved.held,
            })
            .collect(),
    }
}

/// Whether every score is what it was.
fn unmoved(moves: &[Moved]) -> bool {
    moves.iter().all(|moved| {
        let before = moved.before.as_f64();
        (moved.after.best - before).abs() < 1e-12 && (moved.after.worst - before).abs() < 1e-12
    })
}

struct Seen<'p> {
    published: &'p Published,
    quarter: &'p Quarter,
    trust: usize,
    bands: Bands,
}

/// To the nearest hundredth, as averages are published.
fn hundredth(average: f64) -> Option<Decimal> {
    Decimal::from_f64((average * 100.0).round() / 100.0)
}

impl Seen<'_> {
    /// A published average or domain score; else the mean of the published scores.
    fn average(&self, domain: Option<usize>, code: Code) -> Option<Between> {
        let printed = self.published.value(self.quarter, self.trust, code);
        let ours = || mean(&averaged(self.published, self.quarter, self.trust, domain));
        printed
            .map(Decimal::as_f64)
            .or_else(ours)
            .map(Between::exact)
    }

    /// An average moved by what the scores that enter it are moved by.
    fn shifted(
        &self,
        before: Option<Between>,
        moves: &[Moved],
        domain: Option<usize>,
    ) -> Option<Between> {
        let framework = self.published.framework();
        let before = before?;
        let count = averaged(self.published, self.quarter, self.trust, domain).len();
        let count = f64::from(u32::try_from(count).ok().filter(|&count| count > 0)?);
        let entering = || {
            moves.iter().filter(|moved| {
                let metric = &framework.metrics[moved.metric];
                metric.purpose == Use::Averaged
                    && domain.is_none_or(|domain| metric.domain == domain)
            })
        };
        let shift = |of: &dyn Fn(&Moved) -> f64| {
            entering()
                .map(|moved| of(moved) - moved.before.as_f64())
                .sum::<f64>()
                / count
        };
        Some(Between {
            best: before.best + shift(&|moved| moved.after.best),
            worst: before.worst + shift(&|moved| moved.after.worst),
        })
    }

    fn segment(&self, bands: &Bands, average: Between) -> Option<SegmentRange> {
        let rule = &self.published.framework().segments;
        let of = |average: f64| segment_of(rule, bands, hundredth(average)?);
        Some(of(average.best)?.or(of(average.worst)?))
    }

    fn standing(
        &self,
        average: Option<Between>,
        unadjusted: Option<SegmentRange>,
        flag: Option<bool>,
        moves: &[Moved],
    ) -> Standing {
        let rule = self.published.framework().financial_override.as_ref();
        let adjusted = match (rule, flag) {
            (None, _) | (Some(_), Some(false)) => unadjusted,
            (Some(rule), Some(true)) => {
                unadjusted.map(|range| range.no_better_than(rule.no_better_than))
            }
            (Some(_), None) => None,
        };
        let programme = self
            .published
            .whole(self.quarter, self.trust, Code::Programme)
            == Some(1);
        let kind = &self.quarter.trusts[self.trust].trust_type;
        let of = self
            .quarter
            .trusts
            .iter()
            .filter(|held| held.trust_type == *kind)
            .count();
        Standing {
            average: average.unwrap_or(Between {
                best: 1.0,
                worst: 4.0,
            }),
            unadjusted,
            adjusted,
            final_segment: if programme {
                Some(SegmentRange::exact(SUPPORTED))
            } else {
                adjusted
            },
            rank: average.zip(adjusted).map(|(average, segment)| {
                (
                    self.rank((segment.best, average.best), moves, |shift| shift.1),
                    self.rank((segment.worst, average.worst), moves, |shift| shift.2),
                )
            }),
            of: u32::try_from(of).unwrap_or(u32::MAX),
        }
    }

    /// The rank among those of the type that are held: by segment, then by average to the hundredth.
    /// The others keep their segments; their averages move as the changed trust passes them.
    fn rank(
        &self,
        (segment, average): (u8, f64),
        moves: &[Moved],
        shift: impl Fn(&(usize, f64, f64)) -> f64,
    ) -> u32 {
        let kind = &self.quarter.trusts[self.trust].trust_type;
        let own = (segment, hundredth(average));
        let ahead = (0..self.quarter.trusts.len())
            .filter(|&other| other != self.trust)
            .filter(|&other| self.quarter.trusts[other].trust_type == *kind)
            .filter_map(|other| {
                let whole = self.published.whole(self.quarter, other, Code::Adjusted)?;
                let average = self
                    .published
                    .value(self.quarter, other, Code::Average)?
                    .as_f64();
                let passed: f64 = moves
                    .iter()
                    .flat_map(|moved| &moved.others)
                    .filter(|(whose, ..)| *whose == other)
                    .map(&shift)
                    .sum();
                let count = averaged(self.published, self.quarter, other, None).len();
                let count = f64::from(u32::try_from(count).ok()?.max(1));
                Some((whole, hundredth(average + passed / count)))
            })
            .filter(|other| *other < own)
            .count();
        u32::try_from(ahead + 1).unwrap_or(u32::MAX)
    }

    fn domains(&self, moves: &[Moved]) -> Vec<DomainChange> {
        let framework = self.published.framework();
        framework
            .domains
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                moves
                    .iter()
                    .any(|moved| framework.metrics[moved.metric].domain == *at)
            })
            .filter_map(|(at, domain)| {
                let before = self.average(Some(at), Code::DomainScore(at))?;
                let own: Vec<Moved> = moves
                    .iter()
                    .filter(|moved| framework.metrics[moved.metric].domain == at)
                    .cloned()
                    .collect();
                let after = self.shifted(Some(before), &own, Some(at))?;
                let segment = self
                    .published
                    .whole(self.quarter, self.trust, Code::DomainSegment(at))
                    .map(SegmentRange::exact);
                Some(DomainChange {
                    domain: domain.id.clone(),
                    title: domain.title.clone(),
                    before,
                    after,
                    segment_before: segment,
                    segment_after: if unmoved(&own) {
                        segment
                    } else {
                        let bands = bands::domain(self.published, self.quarter, at);
                        self.segment(&bands, after)
                    },
                })
            })
            .collect()
    }
}

fn notes(
    seen: &Seen<'_>,
    request: &WhatIfRequest,
    changes: &[Resolved],
    moves: &[Moved],
) -> Vec<String> {
    let framework = seen.published.framework();
    let mut notes: Vec<String> = moves
        .iter()
        .filter_map(|moved| moved.note.clone())
        .collect();
    if changes.is_empty() && request.financial_override.is_none() {
        return notes;
    }
    let held = seen.quarter.trusts.len();
    notes.push(framework.organisations().map_or_else(
        || format!("Ranks move among the {held} organisations held"),
        |all| format!("Ranks move among the {held} organisations held, of {all}"),
    ));
    notes.push(
        "The cut-points between segments, and the other organisations' segments, stay as published"
            .to_owned(),
    );
    let by_score = changes
        .iter()
        .any(|change| matches!(change, Resolved::Score { .. }));
    if by_score {
        notes.push(
            "A score that is set moves no other organisation: which value it stands for is not asked"
                .to_owned(),
        );
    }
    let deficit = framework.financial_override.as_ref();
    let finance = deficit.is_some_and(|rule| {
        changes
            .iter()
            .any(|change| rule.deficit_in.contains(&change.metric()))
    });
    if finance && request.financial_override.is_none() {
        notes.push(
            "The financial override is as published: its flag is not simply the sign of plan and variance, so that it must be asked about itself"
                .to_owned(),
        );
    }
    notes
}
