//! A second way to the same answer: each rule as the rule book words it, window by window, in
//! whole numbers wherever a tie could depend on rounding.

use super::super::{
    Adjacency, Assessment, Options, Point, PointType, Profile, SpecialCause, assess,
};
use super::{each, optional};
use proptest::prelude::*;

/// Quarters, so that every value is exact both as an integer and as a double.
fn as_value(quarters: i64) -> f64 {
    f64::from(i32::try_from(quarters).unwrap_or(i32::MAX)) / 4.0
}

struct Naive {
    mean: f64,
    range: Option<f64>,
    labels: Vec<Option<SpecialCause>>,
}

fn naive(quarters: &[Option<i64>], profile: &Profile, fix_after: Option<usize>) -> Option<Naive> {
    let n = quarters.len();
    let baseline = &quarters[..fix_after.unwrap_or(n).min(n)];
    let known: Vec<i64> = baseline.iter().copied().flatten().collect();
    if known.is_empty() {
        return None;
    }
    let (sum, count) = (
        known.iter().sum::<i64>(),
        i64::try_from(known.len()).unwrap_or(0),
    );
    let mean = as_value(sum) / as_value(4 * count);

    let ranges: Vec<i64> = baseline
        .windows(2)
        .filter_map(|pair| Some((pair[1]? - pair[0]?).abs()))
        .collect();
    let average = |ranges: &[i64]| -> Option<f64> {
        let total: i64 = ranges.iter().sum();
        let many = i64::try_from(ranges.len()).ok().filter(|&many| many > 0)?;
        Some(as_value(total) / as_value(4 * many))
    };
    let range = average(&ranges).map(|first| {
        let kept: Vec<i64> = ranges
            .iter()
            .copied()
            .filter(|&range| !profile.screen || as_value(range) < 3.267 * first)
            .collect();
        average(&kept).unwrap_or(first)
    });

    let side = |at: usize| quarters[at].map(|quarter| (quarter * count - sum).signum());
    let beyond = |at: usize, sigmas: f64| {
        quarters[at].zip(range).is_some_and(|(quarter, range)| {
            (as_value(quarter) - mean).abs() > sigmas / 3.0 * profile.multiplier * range
        })
    };
    let close = |at: usize| beyond(at, 2.0) && !beyond(at, 3.0);
    let counts = |at: usize| close(at) || (profile.two_in_three_counts_outside && beyond(at, 3.0));
    let windows = |at: usize, length: usize| {
        (at.saturating_sub(length - 1)..=at)
            .map(move |start| start..start + length)
            .filter(move |window| window.end <= n)
    };
    let in_shift = |at: usize| {
        windows(at, profile.shift_length).any(|mut window| {
            let first = side(window.start);
            first.is_some_and(|first| first != 0) && window.all(|at| side(at) == first)
        })
    };
    let in_trend = |at: usize, up: bool| {
        windows(at, profile.trend_length).any(|window| {
            (window.start + 1..window.end).all(|at| match (quarters[at - 1], quarters[at]) {
                (Some(before), Some(after)) if up => after > before,
                (Some(before), Some(after)) => after < before,
                _ => false,
            })
        })
    };
    let in_two = |at: usize| {
        counts(at)
            && windows(at, 3).any(|mut window| {
                let first = side(window.start);
                window.clone().filter(|&at| counts(at)).count() >= 2
                    && first.is_some_and(|first| first != 0)
                    && window.all(|at| side(at) == first)
            })
    };
    let trending = |at: usize| at < n && (in_trend(at, true) || in_trend(at, false));
    let labels = (0..n).map(|at| {
        quarters[at]?;
        let above = side(at) == Some(1);
        let pick = |up, down| if above { up } else { down };
        Some(if beyond(at, 3.0) {
            pick(SpecialCause::AboveUcl, SpecialCause::BelowLcl)
        } else if trending(at) {
            let to = if trending(at + 1) { at + 1 } else { at };
            if to > 0 && quarters[to] > quarters[to - 1] {
                SpecialCause::TrendIncreasing
            } else {
                SpecialCause::TrendDecreasing
            }
        } else if in_two(at) {
            pick(SpecialCause::TwoInThreeAbove, SpecialCause::TwoInThreeBelow)
        } else if in_shift(at) {
            pick(SpecialCause::ShiftAbove, SpecialCause::ShiftBelow)
        } else {
            SpecialCause::CommonCause
        })
    });
    Some(Naive {
        mean,
        range,
        labels: labels.collect(),
    })
}

/// A drifting walk: signals of every kind turn up often, ties too.
fn series() -> impl Strategy<Value = Vec<Option<i64>>> {
    let step = prop_oneof![4 => -6_i64..7, 1 => Just(0), 1 => 1_i64..4, 1 => -40_i64..41];
    let row = (step, prop::bool::weighted(0.95), prop::bool::weighted(0.3));
    prop::collection::vec(row, 1..80).prop_map(|rows| {
        let mut level = 0;
        let mut quarters = Vec::new();
        for (step, present, walks) in rows {
            if walks {
                level += step;
            }
            quarters.push(present.then_some(level + if walks { 0 } else { step }));
        }
        quarters
    })
}

/// Whether a value lies so near a limit that rounding may put it on either side.
pub(super) fn on_a_limit(chart: &Assessment) -> bool {
    chart.points.iter().any(|point| {
        let group = &chart.groups[point.rebase_group];
        [group.lpl, group.upl, group.near_lpl, group.near_upl]
            .into_iter()
            .flatten()
            .any(|limit| {
                point
                    .value
                    .is_some_and(|value| (value - limit).abs() < 1e-9)
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_words_of_the_rule_book(
        quarters in series(),
        screen: bool,
        counts_outside: bool,
        lengths in (5_usize..9, 5_usize..9),
        fix_after in prop::option::of(12_usize..30),
    ) {
        let profile = Profile {
            screen,
            two_in_three_counts_outside: counts_outside,
            shift_length: lengths.0,
            trend_length: lengths.1,
            ..Profile::nhsr_0_2_2()
        };
        let points: Vec<Point> = optional(quarters.iter().map(|quarter| quarter.map(as_value)));
        let options = Options { profile, fix_after, ..Options::default() };
        let chart = assess(&points, &options)?;
        prop_assume!(!on_a_limit(&chart));

        let group = chart.groups[0];
        let Some(expected) = naive(&quarters, &profile, fix_after) else {
            prop_assert_eq!(group.mean, None);
            prop_assert!(chart.points.iter().all(|point| point.point_type.is_none()));
            return Ok(());
        };
        prop_assert!(group.mean.is_some_and(|mean| (mean - expected.mean).abs() < 1e-9));
        match (group.upl, expected.range) {
            (Some(upl), Some(range)) => {
                prop_assert!((upl - expected.mean - 2.66 * range).abs() < 1e-9);
            }
            (upl, range) => prop_assert!(upl.is_none() && range.is_none()),
        }
        prop_assert_eq!(each(&chart, |point| point.special_cause), expected.labels);

        // A calendar without missing months changes nothing.
        let by_month = Options { adjacency: Adjacency::Months, ..options };
        prop_assert_eq!(assess(&points, &by_month)?, chart);
    }
}

/// The random series must reach every label, or the law above says little.
#[test]
fn random_series_reach_every_rule() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..2000 {
        let Ok(tree) = series().new_tree(&mut runner) else {
            continue;
        };
        let points = optional(tree.current().iter().map(|quarter| quarter.map(as_value)));
        if let Ok(chart) = assess(&points, &Options::default()) {
            seen.extend(
                chart
                    .points
                    .iter()
                    .filter_map(|p| p.special_cause)
                    .map(|c| c.as_str()),
            );
            let concern = |p: &&super::AssessedPoint| p.point_type == Some(PointType::Concern);
            seen.extend(chart.points.iter().find(concern).map(|_| "concern"));
        }
    }
    assert_eq!(seen.len(), 10, "{seen:?}");
}
