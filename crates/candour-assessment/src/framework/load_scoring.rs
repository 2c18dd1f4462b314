//! Reading how a metric scores: by rank, by steps, by a combination, or not at all.

use super::fields::{Fields, decimal};
use super::load::{Names, certainty, quarter};
use super::{Among, Cell, Direction, Edge, Failing, Population, RankScoring, Scoring, Step};

pub(super) fn scoring(
    fields: &mut Fields<'_, '_, '_, '_>,
    names: &Names,
    better: Option<Direction>,
) -> Option<Scoring> {
    match fields.text("rule")?.as_str() {
        "rank" => rank(fields, names),
        "steps" => steps(fields, better),
        "combination" => combination(fields, names),
        "published-only" => Some(Scoring::PublishedOnly {
            why: fields.text("why")?,
        }),
        other => {
            let message =
                format!("expected rank, steps, combination or published-only, saw `{other}`");
            fields.fault("framework-key", "rule", &message);
            None
        }
    }
}

fn rank(fields: &mut Fields<'_, '_, '_, '_>, names: &Names) -> Option<Scoring> {
    let among = fields.word("among", Among::ALL, Among::as_str);
    let mut end = |key: &'static str, usual: f64| {
        if fields.has(key) {
            fields.score(key)
        } else {
            let _ = fields.get(key);
            Some(usual)
        }
    };
    let (best, worst) = (end("best", 1.0), end("worst", 4.0));
    if let (Some(best), Some(worst)) = (best, worst)
        && best >= worst
    {
        fields.fault(
            "framework-key",
            "worst",
            "expected more than the best score",
        );
    }
    let populations = fields.each("population", |fields| {
        let quarter = quarter(fields);
        let trust_type = fields.optional("trust_type");
        if let Some(name) = &trust_type
            && !names.trust_types.contains(name)
        {
            let message = format!("`{name}` is not a type of this framework");
            fields.fault("framework-no-such-type", "trust_type", &message);
        }
        let organisations = fields.whole("organisations");
        if !fields.has("organisations") || organisations == Some(1) {
            let message = "expected how many organisations are ranked, two or more";
            fields.fault("framework-key", "organisations", message);
        }
        let status = certainty(fields);
        Some(Population {
            quarter: quarter?,
            trust_type,
            organisations: organisations?,
            status: status?,
        })
    });
    for (at, population) in populations.iter().enumerate() {
        let twice = populations[..at].iter().any(|earlier| {
            earlier.quarter == population.quarter && earlier.trust_type == population.trust_type
        });
        if twice {
            let message = "two populations for one quarter and type";
            fields.fault("framework-duplicate", "population", message);
        }
    }
    let failing = fields.within("failing", |fields| {
        if !fields.has("beyond") {
            fields.fault("framework-key", "beyond", "expected a number, saw nothing");
        }
        let (beyond, score) = (fields.decimal("beyond"), fields.score("score"));
        Some(Failing {
            beyond: beyond?,
            score: score?,
        })
    });
    Some(Scoring::Rank(RankScoring {
        among: among?,
        best: best?,
        worst: worst?,
        populations,
        failing: failing.flatten(),
    }))
}

/// The table of steps, from the best value to the worst: the first has no end on the better side,
/// the last none on the worse, and each begins where the one before it ends.
fn steps(fields: &mut Fields<'_, '_, '_, '_>, better: Option<Direction>) -> Option<Scoring> {
    let status = certainty(fields);
    let steps = fields.each("step", step);
    if steps.is_empty() {
        fields.fault("framework-key", "step", "expected at least one step");
        return None;
    }
    let better = better?;
    let near = |step: &Step| match better {
        Direction::Higher => step.to,
        Direction::Lower => step.from,
    };
    let far = |step: &Step| match better {
        Direction::Higher => step.from,
        Direction::Lower => step.to,
    };
    let say = |fields: &mut Fields<'_, '_, '_, '_>, code: &str, number: usize, what: &str| {
        fields.fault(code, "step", &format!("step {number}: {what}"));
    };
    for (at, step) in steps.iter().enumerate() {
        let number = at + 1;
        if let (Some(from), Some(to)) = (step.from, step.to)
            && (from.at > to.at || (from.at == to.at && !(from.included && to.included)))
        {
            say(
                fields,
                "framework-step",
                number,
                "its ends are the wrong way round",
            );
        }
        let before = at.checked_sub(1).map(|at| &steps[at]);
        if let Some(before) = before
            && before.score >= step.score
        {
            let what = "expected a worse score than the step before";
            say(fields, "framework-step", number, what);
        }
        match (before.map(far), near(step)) {
            (None, None) => {}
            (None, Some(_)) => say(
                fields,
                "framework-step-gap",
                number,
                "the first step leaves better values without a score",
            ),
            (Some(Some(end)), Some(start)) => {
                let beyond = match better {
                    Direction::Higher => start.at.cmp(&end.at),
                    Direction::Lower => end.at.cmp(&start.at),
                };
                match (beyond, end.included, start.included) {
                    (std::cmp::Ordering::Less, ..) | (std::cmp::Ordering::Equal, false, false) => {
                        say(
                            fields,
                            "framework-step-gap",
                            number,
                            "values between it and the step before have no score",
                        );
                    }
                    (std::cmp::Ordering::Greater, ..) | (std::cmp::Ordering::Equal, true, true) => {
                        say(
                            fields,
                            "framework-step-overlap",
                            number,
                            "values of the step before have a second score here",
                        );
                    }
                    (std::cmp::Ordering::Equal, ..) => {}
                }
            }
            (Some(_), _) => say(
                fields,
                "framework-step-overlap",
                number,
                "values of the step before have a second score here",
            ),
        }
    }
    if steps.last().and_then(far).is_some() {
        let what = "the last step leaves worse values without a score";
        say(fields, "framework-step-gap", steps.len(), what);
    }
    Some(Scoring::Steps {
        steps,
        status: status?,
    })
}

fn step(fields: &mut Fields<'_, '_, '_, '_>) -> Option<Step> {
    let score = fields.score("score");
    let mut edge = |included: &'static str, excluded: &'static str| {
        let (with, without) = (fields.decimal(included), fields.decimal(excluded));
        match (with, without) {
            (Some(_), Some(_)) => {
                let message = format!("expected either {included} or {excluded}, saw both");
                fields.fault("framework-key", excluded, &message);
                None
            }
            (Some(at), None) => Some(Edge { at, included: true }),
            (None, Some(at)) => Some(Edge {
                at,
                included: false,
            }),
            (None, None) => None,
        }
    };
    let (from, to) = (edge("at_least", "above"), edge("at_most", "below"));
    let seen = (fields.decimal("seen_from"), fields.decimal("seen_to"));
    Some(Step {
        score: score?,
        from,
        to,
        seen: (seen != (None, None)).then_some(seen),
    })
}

fn combination(fields: &mut Fields<'_, '_, '_, '_>, names: &Names) -> Option<Scoring> {
    let status = certainty(fields);
    let of = fields.texts("of");
    let mut places = Vec::new();
    for name in &of {
        match names.metrics.get(name) {
            Some(&at) => places.push(at),
            None => {
                let message = format!("`{name}` is not a metric of this framework");
                fields.fault("framework-no-such-metric", "of", &message);
            }
        }
    }
    if of.len() != 2 {
        fields.fault("framework-key", "of", "expected two metrics");
    }
    let cells = fields
        .get("cells")
        .and_then(|value| value.get_ref().as_array())
        .and_then(|rows| {
            rows.iter()
                .map(|row| {
                    let numbers: Option<Vec<f64>> = row
                        .get_ref()
                        .as_array()?
                        .iter()
                        .map(|value| decimal(value.get_ref()).map(super::Decimal::as_f64))
                        .collect();
                    match numbers?.as_slice() {
                        &[first, second, score]
                            if [first, second, score]
                                .iter()
                                .all(|score| (1.0..=4.0).contains(score)) =>
                        {
                            Some(Cell {
                                first,
                                second,
                                score,
                            })
                        }
                        _ => None,
                    }
                })
                .collect::<Option<Vec<Cell>>>()
        });
    let Some(cells) = cells else {
        let message = "expected a list of three scores from 1 to 4 each";
        fields.fault("framework-key", "cells", message);
        return None;
    };
    #[expect(
        clippy::float_cmp,
        reason = "whole numbers as they are written in the file"
    )]
    let twice = cells.iter().enumerate().any(|(at, cell)| {
        cells[..at]
            .iter()
            .any(|other| other.first == cell.first && other.second == cell.second)
    });
    if twice {
        fields.fault("framework-duplicate", "cells", "a cell stands twice");
    }
    match places.as_slice() {
        &[first, second] => Some(Scoring::Combination {
            first,
            second,
            cells,
            status: status?,
        }),
        _ => None,
    }
}
