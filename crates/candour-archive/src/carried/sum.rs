//! Adding the figures of units.

use std::sync::Arc;

use candour_core::{BodyCode, Level, Month, Status};
use candour_measures::{Measure, Shape};
use candour_register::{Part, Share, apportion};

use crate::series::Figure;
use crate::versions::SourceRow;

/// The sum of units' figures of one month.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sum {
    numerator: Option<i64>,
    denominator: Option<i64>,
    /// How many units gave a figure.
    given: usize,
    /// Whether a part of a divided unit went into it.
    estimate: bool,
    /// Whether a unit did not submit.
    not_submitted: bool,
    partial: bool,
    source: Option<Arc<SourceRow>>,
}

/// The part of a unit's figure that belongs to `body`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartOf {
    pub(crate) numerator: Option<i64>,
    pub(crate) denominator: Option<i64>,
    pub(crate) divided: bool,
}

/// What of a unit's figure belongs to `body`; none where it has no part in the unit.
pub(crate) fn part_of(figure: &Figure, parts: &[Part], body: &BodyCode) -> Option<PartOf> {
    let place = parts.iter().position(|part| part.body == *body)?;
    if parts.len() == 1 {
        return Some(PartOf {
            numerator: figure.numerator,
            denominator: figure.denominator,
            divided: false,
        });
    }
    let shares: Vec<Share> = parts.iter().map(|part| part.share).collect();
    let below = figure
        .denominator
        .map(|denominator| apportion(denominator, &shares));
    let above = figure.numerator.map(|numerator| {
        let parts = apportion(numerator, &shares);
        match &below {
            Some(below) if figure.numerator <= figure.denominator => within(parts, below),
            _ => parts,
        }
    });
    Some(PartOf {
        numerator: above.map(|parts| parts[place]),
        denominator: below.map(|parts| parts[place]),
        divided: true,
    })
}

/// Moves single units so that no part of the numerator is larger than its part of the denominator,
/// which rounding each by itself can do to a handful: a share is never more than all.
fn within(mut above: Vec<i64>, below: &[i64]) -> Vec<i64> {
    for place in 0..above.len() {
        while above[place] > below[place] {
            let Some(room) = (0..above.len()).find(|other| above[*other] < below[*other]) else {
                return above;
            };
            above[place] -= 1;
            above[room] += 1;
        }
    }
    above
}

impl Sum {
    /// Adds what of a unit's figure belongs to the body.
    pub(crate) fn add(&mut self, figure: &Figure, part: PartOf) {
        self.source = self.source.take().or_else(|| figure.source.clone());
        match figure.status {
            Status::NotSubmitted => {
                self.not_submitted = true;
                return;
            }
            Status::Missing | Status::Suppressed | Status::NoneHeldThen => return,
            Status::Partial => self.partial = true,
            Status::Reported | Status::Estimate | Status::NotApplicable => {}
        }
        self.given += 1;
        self.estimate |= part.divided || figure.status == Status::Estimate;
        let plus = |sum: Option<i64>, more: Option<i64>| match (sum, more) {
            (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
            (sum, more) => sum.or(more),
        };
        self.numerator = plus(self.numerator, part.numerator);
        self.denominator = plus(self.denominator, part.denominator);
    }

    pub(crate) fn is_estimate(&self) -> bool {
        self.estimate
    }

    /// What is absent, and why; none where there is something to divide.
    ///
    /// A trust's figure needs all of its parts: where one did not submit, the whole did not. A board,
    /// a region and the nation leave such a trust out above and below the line, as the publisher does.
    pub(crate) fn absence(&self, level: Level) -> Option<Status> {
        if self.not_submitted && (self.given == 0 || level == Level::Provider) {
            return Some(Status::NotSubmitted);
        }
        (self.given == 0).then_some(Status::Missing)
    }

    pub(crate) fn status(&self) -> Status {
        if self.estimate {
            Status::Estimate
        } else if self.partial {
            Status::Partial
        } else {
            Status::Reported
        }
    }

    pub(crate) fn source(&self) -> Option<Arc<SourceRow>> {
        self.source.clone()
    }

    /// The figure of a count or a share.
    pub(crate) fn figure(&self, measure: &Measure, level: Level, month: Month) -> Figure {
        let mut figure = Figure {
            source: self.source(),
            ..Figure::absent(month, Status::Missing)
        };
        if let Some(status) = self.absence(level) {
            figure.status = status;
            return figure;
        }
        figure.numerator = self.numerator;
        figure.denominator = self.denominator;
        figure.value = match (&measure.shape, self.numerator, self.denominator) {
            (Shape::Count(_), Some(count), _) => Some(float(count) / float(measure.parts.to_one())),
            (Shape::Share { .. }, Some(above), Some(below)) if below != 0 => {
                Some(float(above) / float(below))
            }
            _ => None,
        };
        figure.status = if figure.value.is_some() {
            self.status()
        } else {
            Status::NotApplicable
        };
        figure
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the division, or the count, at the very end"
)]
fn float(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_more_than_all() {
        assert_eq!(within(vec![1, 1, 0], &[0, 1, 1]), [0, 1, 1]);
        assert_eq!(within(vec![3, 1], &[2, 2]), [2, 2]);
        assert_eq!(within(vec![2, 1], &[2, 2]), [2, 1]);
    }
}
