use candour_core::{BodyCode, Month};
use serde::Serialize;

use super::definition::words;
use super::published::{Code, Quarter};
use super::uncertainty::{likely_difference, scores};
use super::{Decimal, LikelyRange, Published};

words! {
    /// Whether a trust's move between two quarters is more than noise.
    ///
    /// **Rule, our own.** The scores of the metrics that are scored in both quarters are compared one
    /// by one. If the likely range of their mean difference, by the method of the
    /// [uncertainty](super::uncertainty()), leaves nought out, and the average moved the same way, the
    /// move is more than noise. Above what change NHS England calls a move significant is not known.
    Move {
        /// The adjusted segment is the same and the average moved no more than noise.
        None = "no move",
        /// The segment is the same; the average moved by more than noise.
        ScoreOnly = "score moved, segment did not",
        /// The segment changed with the average, by more than noise.
        MoreThanNoise = "more than noise",
        /// The segment changed; the average moved no more than noise.
        WithinNoise = "within noise",
        /// The segment changed because the override was set or lifted, or changed what it hides; the
        /// segment before the override is the same.
        ByOverride = "by the override",
        /// No two scores to compare, or no segment in one of the quarters.
        NotComparable = "not comparable",
    }
}

/// A trust's standing in two quarters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentChange {
    /// Whose.
    pub trust: BodyCode,
    /// The earlier quarter.
    pub from: Month,
    /// The later quarter.
    pub to: Month,
    /// The adjusted segments.
    pub segments: (Option<u8>, Option<u8>),
    /// The segments before the override.
    pub unadjusted: (Option<u8>, Option<u8>),
    /// The published averages.
    pub averages: (Option<Decimal>, Option<Decimal>),
    /// How many metrics are scored in both.
    pub metrics: usize,
    /// How many of them have another score in the later quarter.
    pub moved: usize,
    /// The likely range of the mean difference of their scores, later less earlier; above nought is worse.
    pub likely: Option<LikelyRange>,
    /// The verdict.
    pub verdict: Move,
}

/// The moves between two quarters of every trust that is held in both, in the order of the later one.
#[must_use]
pub fn segment_changes(published: &Published, from: Month, to: Month) -> Vec<SegmentChange> {
    let (Some(earlier), Some(later)) = (published.quarter(from), published.quarter(to)) else {
        return Vec::new();
    };
    later
        .trusts
        .iter()
        .enumerate()
        .filter_map(|(at, held)| {
            let before = earlier.position(&held.trust)?;
            Some(change(published, (earlier, before), (later, at)))
        })
        .collect()
}

fn change(
    published: &Published,
    (earlier, before): (&Quarter, usize),
    (later, after): (&Quarter, usize),
) -> SegmentChange {
    let old = scores(published, earlier, before);
    let pairs: Vec<(Decimal, Decimal)> = scores(published, later, after)
        .into_iter()
        .filter_map(|(metric, new)| {
            let (_, old) = old.iter().find(|(other, _)| *other == metric)?;
            Some((*old, new))
        })
        .collect();
    let both = |code: Code| {
        (
            published.whole(earlier, before, code),
            published.whole(later, after, code),
        )
    };
    let averages = (
        published.value(earlier, before, Code::Average),
        published.value(later, after, Code::Average),
    );
    let (segments, unadjusted) = (both(Code::Adjusted), both(Code::Unadjusted));
    let likely = likely_difference(&pairs);
    SegmentChange {
        trust: later.trusts[after].trust.clone(),
        from: earlier.month,
        to: later.month,
        segments,
        unadjusted,
        averages,
        metrics: pairs.len(),
        moved: pairs.iter().filter(|(old, new)| old != new).count(),
        likely,
        verdict: verdict(segments, unadjusted, averages, likely),
    }
}

fn verdict(
    segments: (Option<u8>, Option<u8>),
    unadjusted: (Option<u8>, Option<u8>),
    averages: (Option<Decimal>, Option<Decimal>),
    likely: Option<LikelyRange>,
) -> Move {
    let ((Some(old), Some(new)), (Some(before), Some(after)), Some(likely)) =
        (segments, averages, likely)
    else {
        return Move::NotComparable;
    };
    let real = (likely.best > 1e-9 && after > before) || (likely.worst < -1e-9 && after < before);
    match (old == new, real) {
        (true, false) => Move::None,
        (true, true) => Move::ScoreOnly,
        (false, _) if matches!(unadjusted, (Some(old), Some(new)) if old == new) => {
            Move::ByOverride
        }
        (false, true) => Move::MoreThanNoise,
        (false, false) => Move::WithinNoise,
    }
}
