//! From values to scores: interpolation by rank, steps, combination.

use std::cmp::Ordering;

use serde::Serialize;

use super::{Cell, Decimal, Direction, Step};

/// Half of the last printed decimal of a score, and a little for the binary fraction.
const HALF: f64 = 0.005 + 1e-9;

/// A figure as far as it can be known: from the best that it can be to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Between {
    /// The best: the lowest.
    pub best: f64,
    /// The worst: the highest.
    pub worst: f64,
}

impl Between {
    /// A figure that is known.
    #[must_use]
    pub const fn exact(figure: f64) -> Self {
        Self {
            best: figure,
            worst: figure,
        }
    }

    /// The figure, where it is known.
    #[must_use]
    pub fn figure(self) -> Option<f64> {
        (self.worst - self.best < 1e-9).then_some(self.best)
    }

    /// Whether a figure that is printed with two decimals can lie in it.
    #[must_use]
    pub fn holds(self, printed: f64) -> bool {
        printed >= self.best - HALF && printed <= self.worst + HALF
    }
}

/// How two values compare for a direction: `Less` where the first is the better one.
#[must_use]
pub fn compare(first: Decimal, second: Decimal, better: Direction) -> Ordering {
    match better {
        Direction::Higher => second.cmp(&first),
        Direction::Lower => first.cmp(&second),
    }
}

/// The score of a rank: `best + (worst - best) × (rank - 1) / (n - 1)`, rank 1 being the best. A rank
/// beyond `organisations` has the score of the last; one organisation alone has the best.
///
/// ```
/// use candour_assessment::framework::rank_score;
/// assert_eq!(rank_score(1, 61, 1.0, 4.0), 1.0);
/// assert_eq!(rank_score(61, 61, 1.0, 4.0), 4.0);
/// assert_eq!(rank_score(31, 61, 1.0, 4.0), 2.5);
/// ```
#[must_use]
pub fn rank_score(rank: u32, organisations: u32, best: f64, worst: f64) -> f64 {
    let last = organisations.saturating_sub(1);
    let behind = rank.saturating_sub(1).min(last);
    if last == 0 {
        return best;
    }
    best + (worst - best) * f64::from(behind) / f64::from(last)
}

/// The rank that a printed score belongs to; none where no rank of so many organisations has it, to
/// half of the last printed decimal. Where two ranks do, the better one.
#[must_use]
pub fn rank_of_score(score: f64, organisations: u32, best: f64, worst: f64) -> Option<u32> {
    let last = organisations.saturating_sub(1);
    if last == 0 || worst <= best {
        return ((score - best).abs() <= HALF).then_some(1);
    }
    let behind = ((score - HALF - best) / (worst - best) * f64::from(last)).ceil();
    if !(behind.is_finite() && behind <= f64::from(last)) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between nought and the number of organisations"
    )]
    let rank = behind.max(0.0) as u32 + 1;
    ((rank_score(rank, organisations, best, worst) - score).abs() <= HALF).then_some(rank)
}

/// The score of a value by a table of steps, and whether the cut-point that decides it is an
/// inference: then it lies between the scores of the steps on both sides of it. None where no step
/// has the value, which a table that was loaded rules out.
#[must_use]
pub fn step_score(steps: &[Step], better: Direction, value: Decimal) -> Option<(Between, bool)> {
    let inside = |step: &Step| {
        let above = step
            .from
            .is_none_or(|edge| value > edge.at || (edge.included && value == edge.at));
        let below = step
            .to
            .is_none_or(|edge| value < edge.at || (edge.included && value == edge.at));
        above && below
    };
    let at = steps.iter().position(inside)?;
    let score = steps[at].score;
    let Some((low, high)) = steps[at].seen else {
        return Some((Between::exact(score), false));
    };
    let beyond =
        |edge: Option<Decimal>, side: Ordering| edge.is_some_and(|edge| value.cmp(&edge) == side);
    // Beyond what was seen towards the better side, the step before may reach as far as here.
    let (towards_better, towards_worse) = match better {
        Direction::Higher => (beyond(high, Ordering::Greater), beyond(low, Ordering::Less)),
        Direction::Lower => (beyond(low, Ordering::Less), beyond(high, Ordering::Greater)),
    };
    let before = at.checked_sub(1).and_then(|at| steps.get(at));
    let after = steps.get(at + 1);
    let best = before
        .filter(|_| towards_better)
        .map_or(score, |step| step.score);
    let worst = after
        .filter(|_| towards_worse)
        .map_or(score, |step| step.score);
    Some((Between { best, worst }, best < score || worst > score))
}

/// The combined score of two, and whether its cell was seen. Of a cell that was not, the bounds are
/// those of the cells that were: a combined score is taken not to fall where one of the two rises.
#[must_use]
pub fn combined_score(cells: &[Cell], first: f64, second: f64) -> (Between, bool) {
    let mut between = Between {
        best: 1.0,
        worst: 4.0,
    };
    for cell in cells {
        if (cell.first - first).abs() < 1e-9 && (cell.second - second).abs() < 1e-9 {
            return (Between::exact(cell.score), true);
        }
        if cell.first <= first && cell.second <= second {
            between.best = between.best.max(cell.score);
        }
        if cell.first >= first && cell.second >= second {
            between.worst = between.worst.min(cell.score);
        }
    }
    between.worst = between.worst.max(between.best);
    (between, false)
}

/// The same of two scores of which one or both are known within bounds only.
#[must_use]
pub fn combined_bounds(cells: &[Cell], first: Between, second: Between) -> (Between, bool) {
    let (best, best_seen) = combined_score(cells, first.best, second.best);
    let (worst, worst_seen) = combined_score(cells, first.worst, second.worst);
    let between = Between {
        best: best.best,
        worst: worst.worst.max(best.best),
    };
    (between, best_seen && worst_seen)
}

/// The mean of scores; none of none. They are added in the order given.
#[must_use]
pub fn mean(scores: &[f64]) -> Option<f64> {
    let count = u32::try_from(scores.len())
        .ok()
        .filter(|&count| count > 0)?;
    Some(scores.iter().sum::<f64>() / f64::from(count))
}

/// A quantile by linear interpolation between the values in order (Hyndman and Fan's type 7), which
/// is how the published quartiles are made. None of no values.
#[must_use]
pub fn quantile(sorted: &[Decimal], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list of some hundreds"
    )]
    let (at, beyond) = {
        let place = last as f64 * share.clamp(0.0, 1.0);
        (place as usize, place.fract())
    };
    let low = sorted.get(at)?.as_f64();
    let high = sorted.get(at + 1).map_or(low, |value| value.as_f64());
    Some(low + beyond * (high - low))
}
