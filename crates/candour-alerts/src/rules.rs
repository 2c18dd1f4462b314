//! Who is to be told of what: rules against news, by look-up and not by trying each.
//!
//! This is pure: rules and news in, deliveries out, in one order. A rule about a body, a measure or a
//! commitment is told of the items that a briefing keeps, which are never noise. A query is told when its figure
//! has come to the other side of its value since it was last told, and then it is also told whether that
//! move is within the usual variation.

use std::collections::HashMap;

use candour_assessment::commitment::CommitmentId;
use candour_briefing::Subject;
use candour_core::{BodyCode, MeasureId};

use crate::follow::{Follow, Query};

/// Which subscription a rule is of.
pub type SubscriptionId = i64;

/// What a confirmed subscription asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The subscription.
    pub subscription: SubscriptionId,
    /// What it follows.
    pub follow: Follow,
    /// Of a query: whether it held when its side was last told; none before the first look.
    pub held: Option<bool>,
}

/// A figure as it stands: the latest of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The measure.
    pub measure: MeasureId,
    /// The body.
    pub body: BodyCode,
    /// The figure, in the measure's unit.
    pub value: f64,
}

/// What there is to tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct News<'a> {
    /// What each item is about, in the order of the briefing.
    pub subjects: &'a [&'a Subject],
    /// Of each body that has a briefing of its own: which items are in it.
    pub briefings: &'a [(BodyCode, Vec<usize>)],
    /// The latest figures that queries ask for.
    pub standings: &'a [Standing],
}

/// What follows from the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evaluation {
    /// Subscription and item (its place in the news), each pair once, in order.
    pub deliveries: Vec<(SubscriptionId, usize)>,
    /// Queries whose figure came to the other side.
    pub crossings: Vec<Crossing>,
    /// Queries seen for the first time: where they stand is noted and nothing is told.
    pub first_seen: Vec<Crossing>,
}

/// A query and the side on which its figure is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// The subscription.
    pub subscription: SubscriptionId,
    /// The figure: its place in the news.
    pub standing: usize,
    /// Whether the query holds now.
    pub holds: bool,
}

/// Whose query, what it asks, and whether it held when it was last seen.
type Asking = (SubscriptionId, Query, Option<bool>);

/// Rules, by what they look at.
#[derive(Debug, Default)]
pub struct Rules {
    bodies: HashMap<BodyCode, Vec<SubscriptionId>>,
    measures: HashMap<(MeasureId, Option<BodyCode>), Vec<SubscriptionId>>,
    commitments: HashMap<(CommitmentId, Option<BodyCode>), Vec<SubscriptionId>>,
    briefings: HashMap<BodyCode, Vec<SubscriptionId>>,
    queries: HashMap<(MeasureId, BodyCode), Vec<Asking>>,
}

impl FromIterator<Rule> for Rules {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        let mut all = Self::default();
        for rule in rules {
            let id = rule.subscription;
            match rule.follow {
                Follow::Body(body) => all.bodies.entry(body).or_default().push(id),
                Follow::Measure(measure, at) => {
                    all.measures.entry((measure, at)).or_default().push(id);
                }
                Follow::Commitment(commitment, at) => {
                    let key = (commitment, at);
                    all.commitments.entry(key).or_default().push(id);
                }
                Follow::Briefing(body) => all.briefings.entry(body).or_default().push(id),
                Follow::Query(query) => {
                    let key = (query.measure.clone(), query.body.clone());
                    all.queries
                        .entry(key)
                        .or_default()
                        .push((id, query, rule.held));
                }
            }
        }
        all
    }
}

impl Rules {
    /// The series that queries ask for, each once, in order.
    #[must_use]
    pub fn asked_for(&self) -> Vec<(MeasureId, BodyCode)> {
        let mut asked: Vec<_> = self.queries.keys().cloned().collect();
        asked.sort();
        asked
    }

    /// The bodies whose whole briefing somebody follows, in order.
    #[must_use]
    pub fn briefings(&self) -> Vec<BodyCode> {
        let mut bodies: Vec<_> = self.briefings.keys().cloned().collect();
        bodies.sort();
        bodies
    }

    /// Who is to be told of what.
    #[must_use]
    pub fn evaluate(&self, news: News<'_>) -> Evaluation {
        let mut found = Evaluation::default();
        for (item, subject) in news.subjects.iter().enumerate() {
            let mut tell = |ids: Option<&Vec<SubscriptionId>>| {
                let ids = ids.into_iter().flatten();
                found.deliveries.extend(ids.map(|id| (*id, item)));
            };
            if let Some(measure) = &subject.measure {
                tell(self.measures.get(&(measure.clone(), None)));
            }
            if let Some(commitment) = &subject.commitment {
                tell(self.commitments.get(&(commitment.clone(), None)));
            }
            for body in &subject.bodies {
                tell(self.bodies.get(body));
                if let Some(measure) = &subject.measure {
                    tell(self.measures.get(&(measure.clone(), Some(body.clone()))));
                }
                if let Some(commitment) = &subject.commitment {
                    tell(
                        self.commitments
                            .get(&(commitment.clone(), Some(body.clone()))),
                    );
                }
            }
        }
        for (body, items) in news.briefings {
            for id in self.briefings.get(body).into_iter().flatten() {
                found
                    .deliveries
                    .extend(items.iter().map(|item| (*id, *item)));
            }
        }
        for (standing, figure) in news.standings.iter().enumerate() {
            let key = (figure.measure.clone(), figure.body.clone());
            for (subscription, query, held) in self.queries.get(&key).into_iter().flatten() {
                let now = Crossing {
                    subscription: *subscription,
                    standing,
                    holds: query.holds(figure.value),
                };
                match held {
                    None => found.first_seen.push(now),
                    Some(before) if *before != now.holds => found.crossings.push(now),
                    Some(_) => {}
                }
            }
        }
        // An item may name a body twice, and a body's briefing an item that the body's rules found too.
        found.deliveries.sort_unstable();
        found.deliveries.dedup();
        found.crossings.sort_unstable();
        found.first_seen.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests;
