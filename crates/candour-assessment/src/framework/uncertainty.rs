//! How sure an average and a rank are: what they would be had other metrics been chosen.
//!
//! **Method, our own.** The metrics of a trust are taken as a sample of all that could have been asked
//! of it. So many are drawn from them again, with replacement, and averaged; the likely range holds the
//! middle 95 per cent of what can come out. No random number is drawn: the chances of every possible
//! sum are computed exactly, by adding the metrics one by one. The publisher's method is not known;
//! [`reconcile`](super::reconcile) compares the ranges with the published ones.
//!
//! A rank moves because its own average does and because the others' do: each trust's segment, with
//! the override as published, and average are drawn apart from the others', and the chances of every
//! rank are added up exactly over the own average.

use candour_core::{BodyCode, Month};
use serde::Serialize;

use super::bands;
use super::published::{Code, Quarter};
use super::{Decimal, Published, Use};

/// The share of what can come out that a likely range holds.
pub const LIKELY: f64 = 0.95;

/// What a chance is at least, to be looked at in the chances of a rank.
const NEGLIGIBLE: f64 = 1e-7;

/// What a chance of a rank is at least, to be carried on: far below what any quantile can feel.
const VANISHING: f64 = 1e-12;

/// Steps of an average in the chances of a rank: hundredths from 1 to 4.
const STEPS: usize = 301;

/// How likely each average is.
#[derive(Debug, Clone, PartialEq)]
pub struct Chances {
    /// How many metrics.
    count: u32,
    /// The sum in hundredths that the first chance belongs to.
    from: i64,
    /// The chance of each sum.
    chances: Vec<f64>,
}

/// From the best to the worst that is likely.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LikelyRange {
    /// The best: the lowest.
    pub best: f64,
    /// The worst: the highest.
    pub worst: f64,
}

/// How sure a trust's standing in a quarter is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Uncertainty {
    /// Whose.
    pub trust: BodyCode,
    /// Its type, by its name in the framework's file.
    pub trust_type: String,
    /// The quarter, named by its last month.
    pub quarter: Month,
    /// How many metrics enter.
    pub metrics: usize,
    /// The likely range of the average.
    pub average: LikelyRange,
    /// The likely range of the rank among those of the type that are held; none where the published
    /// segments do not bound all cut-points.
    pub rank: Option<(u32, u32)>,
    /// The chances of the segments 1 to 4 after the override; none likewise. A cut-point is taken in
    /// the middle of the gap that bounds it.
    pub segments: Option<[f64; 4]>,
}

impl Chances {
    /// The chances of the mean of as many scores as are given, drawn from them with replacement. None
    /// of none, and of more than a hundred or of scores that are no decimals from 0 to 10.
    #[must_use]
    pub fn of(scores: &[Decimal]) -> Option<Self> {
        Self::resampled(&hundredths(scores, 0, 1000)?)
    }

    /// The same of whole hundredths of either sign.
    fn resampled(parts: &[i64]) -> Option<Self> {
        let count = u32::try_from(parts.len())
            .ok()
            .filter(|count| (1..=100).contains(count))?;
        let low = *parts.iter().min()?;
        let high = *parts.iter().max()?;
        let width = usize::try_from(high - low).ok()?;
        let each = 1.0 / f64::from(count);
        let mut steps: Vec<(usize, f64)> = Vec::new();
        for &part in parts {
            let beyond = usize::try_from(part - low).ok()?;
            match steps.iter_mut().find(|(seen, _)| *seen == beyond) {
                Some((_, chance)) => *chance += each,
                None => steps.push((beyond, each)),
            }
        }
        let mut chances = vec![1.0];
        for _ in parts {
            let mut next = vec![0.0; chances.len() + width];
            for &(beyond, chance) in &steps {
                for (to, from) in next[beyond..].iter_mut().zip(&chances) {
                    *to += from * chance;
                }
            }
            chances = next;
        }
        Some(Self {
            count,
            from: low * i64::from(count),
            chances,
        })
    }

    /// The mean that belongs to a place in the list of chances.
    fn mean(&self, at: usize) -> f64 {
        let sum = self.from + i64::try_from(at).unwrap_or(i64::MAX);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a sum of at most a hundred scores"
        )]
        let sum = sum as f64;
        sum / (100.0 * f64::from(self.count))
    }

    /// The lowest mean that is reached with a chance.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        let mut reached = 0.0;
        for (at, chance) in self.chances.iter().enumerate() {
            reached += chance;
            if reached >= share - 1e-12 {
                return self.mean(at);
            }
        }
        self.mean(self.chances.len().saturating_sub(1))
    }

    /// The middle of what can come out.
    #[must_use]
    pub fn likely(&self) -> LikelyRange {
        LikelyRange {
            best: self.quantile((1.0 - LIKELY) / 2.0),
            worst: self.quantile(f64::midpoint(1.0, LIKELY)),
        }
    }

    /// The chance of each hundredth from 1 to 4, each sum at the nearest.
    fn by_hundredth(&self) -> Vec<f64> {
        let mut steps = vec![0.0; STEPS];
        for (at, chance) in self.chances.iter().enumerate() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a mean of scores, held within the steps"
            )]
            let step = ((self.mean(at) - 1.0) * 100.0).round().clamp(0.0, 300.0) as usize;
            steps[step] += chance;
        }
        steps
    }
}

fn hundredths(scores: &[Decimal], low: i64, high: i64) -> Option<Vec<i64>> {
    scores
        .iter()
        .map(|score| {
            let parts = score.millionths() / 10_000;
            let exact = score.millionths() % 10_000 == 0;
            (exact && (low..=high).contains(&parts)).then_some(parts)
        })
        .collect()
}

/// The published scores of a trust that are averaged, with the places of their metrics.
pub(super) fn scores(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
) -> Vec<(usize, Decimal)> {
    published
        .framework()
        .metrics
        .iter()
        .enumerate()
        .filter(|(_, metric)| metric.purpose == Use::Averaged)
        .filter_map(|(at, _)| Some((at, published.value(quarter, trust, Code::Score(at))?)))
        .collect()
}

/// The likely range of the mean of the differences of two lists of scores, pair by pair.
pub(super) fn likely_difference(pairs: &[(Decimal, Decimal)]) -> Option<LikelyRange> {
    let (before, after): (Vec<Decimal>, Vec<Decimal>) = pairs.iter().copied().unzip();
    let before = hundredths(&before, 0, 1000)?;
    let after = hundredths(&after, 0, 1000)?;
    let changes: Vec<i64> = before.iter().zip(&after).map(|(b, a)| a - b).collect();
    Chances::resampled(&changes).map(|chances| chances.likely())
}

/// How sure each trust's standing in a quarter is, in the order of the rows. Trusts without a score
/// are left out.
#[must_use]
pub fn uncertainty(published: &Published, quarter: Month) -> Vec<Uncertainty> {
    let Some(quarter) = published.quarter(quarter) else {
        return Vec::new();
    };
    let middles = bands::averages(published, quarter).middles();
    let drawn: Vec<Drawn> = (0..quarter.trusts.len())
        .filter_map(|trust| Drawn::of(published, quarter, trust, middles))
        .collect();
    drawn
        .iter()
        .map(|own| {
            let held = &quarter.trusts[own.trust];
            let others: Vec<&Drawn> = drawn
                .iter()
                .filter(|other| other.trust != own.trust)
                .filter(|other| quarter.trusts[other.trust].trust_type == held.trust_type)
                .collect();
            let placed = own.placed.as_ref();
            Uncertainty {
                trust: held.trust.clone(),
                trust_type: held.trust_type.clone(),
                quarter: quarter.month,
                metrics: own.metrics,
                average: own.likely,
                rank: placed.map(|placed| likely_rank(placed, &others)),
                segments: placed.map(|placed| placed.segments),
            }
        })
        .collect()
}

/// What can come out for one trust.
struct Drawn {
    trust: usize,
    metrics: usize,
    likely: LikelyRange,
    placed: Option<Placed>,
}

/// Where it can stand: segment first, then average.
struct Placed {
    /// The chance of each place: hundredths from 1 to 4, with the segment after the override.
    chances: Vec<f64>,
    /// The segment of each place.
    segment: Vec<u8>,
    /// The chance of standing before each place of the same segments, by segment and hundredth.
    before: Vec<[f64; STEPS]>,
    segments: [f64; 4],
}

impl Drawn {
    fn of(
        published: &Published,
        quarter: &Quarter,
        trust: usize,
        middles: Option<[f64; 3]>,
    ) -> Option<Self> {
        let scores: Vec<Decimal> = scores(published, quarter, trust)
            .into_iter()
            .map(|(_, score)| score)
            .collect();
        let chances = Chances::of(&scores)?;
        let rule = published.framework().financial_override.as_ref();
        let flag = published.whole(quarter, trust, Code::Override) == Some(1);
        let floor = rule.filter(|_| flag).map_or(1, |rule| rule.no_better_than);
        Some(Self {
            trust,
            metrics: scores.len(),
            likely: chances.likely(),
            placed: middles.map(|middles| Placed::of(&chances, middles, floor)),
        })
    }
}

impl Placed {
    fn of(chances: &Chances, middles: [f64; 3], floor: u8) -> Self {
        let chances = chances.by_hundredth();
        let mut segments = [0.0; 4];
        let segment: Vec<u8> = (0_u32..)
            .take(STEPS)
            .map(|step| {
                let average = 1.0 + f64::from(step) / 100.0;
                let beyond: u8 = middles.iter().map(|&cut| u8::from(average > cut)).sum();
                (beyond + 1).max(floor)
            })
            .collect();
        for (chance, &segment) in chances.iter().zip(&segment) {
            segments[usize::from(segment - 1)] += chance;
        }
        let mut before = Vec::with_capacity(4);
        for own in 1..=4_u8 {
            let mut table = [0.0; STEPS];
            let better: f64 = segments[..usize::from(own - 1)].iter().sum();
            let mut reached = better;
            for step in 0..STEPS {
                table[step] = reached;
                if segment[step] == own {
                    reached += chances[step];
                }
            }
            before.push(table);
        }
        Self {
            chances,
            segment,
            before,
            segments,
        }
    }
}

/// The middle of the ranks that can come out: 1 and the trusts that stand before, each of which does
/// so or not apart from the others once the own place is given.
fn likely_rank(own: &Placed, others: &[&Drawn]) -> (u32, u32) {
    let others: Vec<&Placed> = others
        .iter()
        .filter_map(|other| other.placed.as_ref())
        .collect();
    let mut ranks = vec![0.0; others.len() + 1];
    let mut ahead = vec![0.0; others.len() + 1];
    for step in 0..STEPS {
        let chance = own.chances[step];
        if chance < NEGLIGIBLE {
            continue;
        }
        let table = usize::from(own.segment[step] - 1);
        ahead.fill(0.0);
        ahead[0] = 1.0;
        // Those who certainly stand before only shift the rank; the uncertain ones are counted, from
        // the fewest to the most of them that have any chance left.
        let (mut shift, mut fewest, mut most) = (0, 0, 0);
        for other in &others {
            let before = other.before[table][step];
            if before > 1.0 - NEGLIGIBLE {
                shift += 1;
            } else if before > NEGLIGIBLE {
                most += 1;
                for at in (fewest + 1..=most).rev() {
                    ahead[at] = ahead[at] * (1.0 - before) + ahead[at - 1] * before;
                }
                ahead[fewest] *= 1.0 - before;
                while fewest < most && ahead[fewest] < VANISHING {
                    ahead[fewest] = 0.0;
                    fewest += 1;
                }
                while most > fewest && ahead[most] < VANISHING {
                    ahead[most] = 0.0;
                    most -= 1;
                }
            }
        }
        for (at, share) in ahead[..=most].iter().enumerate().skip(fewest) {
            ranks[at + shift] += chance * share;
        }
    }
    let total: f64 = ranks.iter().sum();
    let quantile = |share: f64| {
        let mut reached = 0.0;
        let at = ranks.iter().position(|chance| {
            reached += chance;
            reached >= share * total - 1e-12
        });
        u32::try_from(at.unwrap_or(ranks.len() - 1) + 1).unwrap_or(u32::MAX)
    };
    (
        quantile((1.0 - LIKELY) / 2.0),
        quantile(f64::midpoint(1.0, LIKELY)),
    )
}
