use proptest::prelude::*;

use super::*;

fn subject(bodies: &[&str], measure: Option<&str>, commitment: Option<&str>) -> Subject {
    Subject {
        bodies: bodies
            .iter()
            .map(|code| BodyCode::new(code).unwrap())
            .collect(),
        measure: measure.map(|id| MeasureId::new(id).unwrap()),
        commitment: commitment.map(|id| id.parse().unwrap()),
        ..Subject::default()
    }
}

fn rules(follows: &[&str]) -> Rules {
    (1..)
        .zip(follows)
        .map(|(subscription, follow)| Rule {
            subscription,
            follow: follow.parse().unwrap(),
            held: None,
        })
        .collect()
}

fn told(follows: &[&str], subjects: &[Subject]) -> Vec<(SubscriptionId, usize)> {
    let subjects: Vec<&Subject> = subjects.iter().collect();
    rules(follows)
        .evaluate(News {
            subjects: &subjects,
            ..News::default()
        })
        .deliveries
}

#[test]
fn a_rule_is_told_of_what_it_names_and_of_nothing_else() {
    let news = [
        subject(&["ZZ1"], Some("ae-four-hour"), None),
        subject(&["ZZ2", "ZZ1", "ZZ2"], Some("rtt-waiting"), None),
        subject(&["england"], Some("ae-four-hour"), Some("ae-4h-76")),
        subject(&[], None, None),
    ];
    assert_eq!(told(&["body:ZZ1"], &news), [(1, 0), (1, 1)]);
    assert_eq!(
        told(&["body:ZZ2"], &news),
        [(1, 1)],
        "named twice, told once"
    );
    assert_eq!(told(&["measure:ae-four-hour"], &news), [(1, 0), (1, 2)]);
    assert_eq!(told(&["measure:ae-four-hour@ZZ1"], &news), [(1, 0)]);
    assert_eq!(told(&["measure:rtt-waiting@ZZ3"], &news), []);
    assert_eq!(told(&["commitment:ae-4h-76"], &news), [(1, 2)]);
    assert_eq!(told(&["commitment:ae-4h-76@england"], &news), [(1, 2)]);
    assert_eq!(told(&["commitment:ae-4h-76@ZZ1"], &news), []);
    assert_eq!(told(&["briefing:england"], &news), []);
}

#[test]
fn a_briefing_is_told_whole() {
    let news = [
        subject(&["ZZ1"], None, None),
        subject(&["england"], None, None),
    ];
    let news: Vec<&Subject> = news.iter().collect();
    let found = rules(&["briefing:england", "briefing:ZZ1", "body:england"]).evaluate(News {
        subjects: &news,
        briefings: &[(BodyCode::england(), vec![1, 0])],
        ..News::default()
    });
    assert_eq!(found.deliveries, [(1, 0), (1, 1), (3, 1)]);
}

#[test]
fn a_query_speaks_when_its_side_changes_and_only_then() {
    let look = |held, value| {
        let rules: Rules = [Rule {
            subscription: 7,
            follow: "query:ae-four-hour@ZZ1<0.7".parse().unwrap(),
            held,
        }]
        .into_iter()
        .collect();
        assert_eq!(rules.asked_for().len(), 1);
        rules.evaluate(News {
            standings: &[Standing {
                measure: MeasureId::new("ae-four-hour").unwrap(),
                body: BodyCode::new("ZZ1").unwrap(),
                value,
            }],
            ..News::default()
        })
    };
    let crossing = |holds| Crossing {
        subscription: 7,
        standing: 0,
        holds,
    };
    assert_eq!(look(None, 0.6).first_seen, [crossing(true)]);
    assert_eq!(look(None, 0.6).crossings, []);
    assert_eq!(look(Some(true), 0.65), Evaluation::default());
    assert_eq!(look(Some(true), 0.7).crossings, [crossing(false)]);
    assert_eq!(look(Some(false), 0.7), Evaluation::default());
    assert_eq!(look(Some(false), 0.69).crossings, [crossing(true)]);
}

/// The second way: every rule against every item.
fn one_by_one(rules: &[Rule], subjects: &[&Subject]) -> Vec<(SubscriptionId, usize)> {
    let mut told = Vec::new();
    for rule in rules {
        for (item, subject) in subjects.iter().enumerate() {
            let at = |body: &Option<BodyCode>| {
                body.as_ref()
                    .is_none_or(|body| subject.bodies.contains(body))
            };
            let meant = match &rule.follow {
                Follow::Body(body) => subject.bodies.contains(body),
                Follow::Measure(id, body) => subject.measure.as_ref() == Some(id) && at(body),
                Follow::Commitment(id, body) => subject.commitment.as_ref() == Some(id) && at(body),
                Follow::Query(_) | Follow::Briefing(_) => false,
            };
            if meant {
                told.push((rule.subscription, item));
            }
        }
    }
    told.sort_unstable();
    told
}

proptest! {
    #[test]
    fn the_index_finds_what_trying_each_finds(
        follows in prop::collection::vec("(body:Z[1-4]|measure:m-[1-3](@Z[1-4])?|commitment:c-[1-2](@Z[1-4])?)", 0..40),
        news in prop::collection::vec((prop::collection::vec("Z[1-4]", 0..4), prop::option::of("m-[1-3]"), prop::option::of("c-[1-2]")), 0..20),
    ) {
        let rules: Vec<Rule> = (1..)
            .zip(&follows)
            .map(|(subscription, follow)| Rule { subscription, follow: follow.parse().unwrap(), held: None })
            .collect();
        let subjects: Vec<Subject> = news
            .iter()
            .map(|(bodies, measure, commitment)| {
                let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
                subject(&bodies, measure.as_deref(), commitment.as_deref())
            })
            .collect();
        let subjects: Vec<&Subject> = subjects.iter().collect();
        let found = rules.iter().cloned().collect::<Rules>().evaluate(News { subjects: &subjects, ..News::default() });
        prop_assert_eq!(found.deliveries, one_by_one(&rules, &subjects));
    }
}
