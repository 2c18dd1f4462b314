//! What if a trust's figures were others: its scores, average, segment and rank then.
//!
//! Ranks move among the organisations that are held only. The score of a changed value is bounded by
//! the ranks of the held trusts with the next better and the next worse value, whose places among all
//! who are ranked their published scores tell. The cut-points between segments stay as published.

mod request;
mod score;
mod standing;

use candour_core::Month;

pub use request::{
    Change, DomainChange, MetricChange, Standing, WhatIf, WhatIfError, WhatIfRequest,
};

use self::score::{Moved, moved};
use super::published::{Code, Quarter};
use super::{Decimal, Published, Scoring, Use};

/// Answers a what-if. With nothing changed the answer is what is published.
///
/// # Errors
/// Where the trust, the quarter or a metric is not held, a metric is not scored for the trust, or a
/// change makes no sense.
pub fn what_if(published: &Published, request: &WhatIfRequest) -> Result<WhatIf, WhatIfError> {
    let quarter = published
        .quarter(request.quarter)
        .ok_or(WhatIfError::NoSuchQuarter(request.quarter))?;
    let trust = quarter
        .position(&request.trust)
        .ok_or_else(|| WhatIfError::NoSuchTrust {
            trust: request.trust.clone(),
            quarter: request.quarter,
        })?;
    let changes = resolve(published, quarter, trust, request)?;
    let moves = moved(published, quarter, trust, &changes);
    Ok(standing::answer(
        published, quarter, trust, request, &changes, moves,
    ))
}

/// The median of the trust's type on a metric: as published, else of the values held.
#[must_use]
pub fn median_of_type(
    published: &Published,
    quarter: Month,
    trust: &candour_core::BodyCode,
    metric: &str,
) -> Option<Decimal> {
    let quarter = published.quarter(quarter)?;
    let at = quarter.position(trust)?;
    median(
        published,
        quarter,
        at,
        published.framework().metric(metric)?,
    )
}

fn median(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    metric: usize,
) -> Option<Decimal> {
    let code = Code::Value(metric);
    if let Some(median) = published
        .row(quarter, trust, code)
        .and_then(|row| row.median)
    {
        return Some(median);
    }
    let kind = &quarter.trusts.get(trust)?.trust_type;
    let mut values: Vec<Decimal> = (0..quarter.trusts.len())
        .filter(|&other| quarter.trusts[other].trust_type == *kind)
        .filter_map(|other| published.value(quarter, other, code))
        .collect();
    values.sort_unstable();
    Decimal::from_f64(super::scoring::quantile(&values, 0.5)?)
}

/// A change, with all that it means looked up.
#[derive(Debug, Clone, Copy)]
enum Resolved {
    Value { metric: usize, value: Decimal },
    Score { metric: usize, score: Decimal },
}

impl Resolved {
    const fn metric(self) -> usize {
        match self {
            Self::Value { metric, .. } | Self::Score { metric, .. } => metric,
        }
    }
}

fn resolve(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    request: &WhatIfRequest,
) -> Result<Vec<Resolved>, WhatIfError> {
    let framework = published.framework();
    let mut changes: Vec<Resolved> = Vec::new();
    for (name, change) in &request.changes {
        let metric = framework
            .metric(name)
            .ok_or_else(|| WhatIfError::NoSuchMetric(name.clone()))?;
        let definition = &framework.metrics[metric];
        let refuse = |why: &str| WhatIfError::Refused {
            metric: definition.id.clone(),
            why: why.to_owned(),
        };
        if changes.iter().any(|earlier| earlier.metric() == metric) {
            return Err(refuse("is changed twice"));
        }
        if !matches!(definition.purpose, Use::Averaged | Use::Part) {
            return Err(refuse("is not scored"));
        }
        if published
            .value(quarter, trust, Code::Score(metric))
            .is_none()
        {
            return Err(refuse("has no published score for this trust and quarter"));
        }
        let value = match change {
            Change::Score(score) => {
                if definition.purpose == Use::Part {
                    return Err(refuse("enters through a combined score: change its value"));
                }
                if !(1.0..=4.0).contains(&score.as_f64()) {
                    return Err(refuse("has scores from 1 to 4 only"));
                }
                let score = *score;
                changes.push(Resolved::Score { metric, score });
                continue;
            }
            Change::Value(value) => *value,
            Change::MedianOfType => median(published, quarter, trust, metric)
                .ok_or_else(|| refuse("has no median: no value is published"))?,
        };
        let by_value = matches!(
            definition.scoring,
            Some(Scoring::Rank(_) | Scoring::Steps { .. })
        );
        if !by_value
            || published
                .value(quarter, trust, Code::Value(metric))
                .is_none()
        {
            return Err(refuse(
                "cannot be scored from a value: its table or its value is not published",
            ));
        }
        changes.push(Resolved::Value { metric, value });
    }
    let scored = |metric: usize| {
        changes.iter().any(
            |change| matches!(change, Resolved::Score { metric: other, .. } if *other == metric),
        )
    };
    for change in &changes {
        if let Resolved::Value { metric, .. } = change
            && let Some(whole) = combined_of(published, *metric)
            && scored(whole)
        {
            return Err(WhatIfError::Refused {
                metric: framework.metrics[whole].id.clone(),
                why: "is changed itself and through a value that enters it".to_owned(),
            });
        }
    }
    Ok(changes)
}

/// The combined metric that a part enters.
fn combined_of(published: &Published, part: usize) -> Option<usize> {
    published.framework().metrics.iter().position(|metric| {
        matches!(&metric.scoring, Some(Scoring::Combination { first, second, .. })
            if *first == part || *second == part)
    })
}

type Moves = Vec<Moved>;
