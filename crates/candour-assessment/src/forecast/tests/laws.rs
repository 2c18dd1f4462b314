//! What must hold of every series.

use candour_core::{Cadence, Month};
use proptest::prelude::*;

use super::super::{
    BackTestOptions, Comparison, ForecastOptions, Method, Scale, back_test, forecast,
    past_forecasts,
};
use super::monthly;

fn shares() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.95, 0_i32..1001), 0..70).prop_map(|rows| {
        rows.into_iter()
            .map(|row| row.map(|row| f64::from(row) / 1000.0))
            .collect()
    })
}

/// Whole numbers, so that sums are exact.
fn counts() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.95, 0_i32..4001), 20..70)
        .prop_map(|rows| rows.into_iter().map(|row| row.map(f64::from)).collect())
}

const COMPARISONS: [Comparison; 4] = [
    Comparison::AtLeast,
    Comparison::AtMost,
    Comparison::Above,
    Comparison::Below,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_constant_added_moves_the_forecast_by_it(
        values in counts(),
        method in prop::sample::select(Method::ALL.to_vec()),
        by in -900_i32..900,
    ) {
        let by = f64::from(by);
        let options = ForecastOptions { method, ..ForecastOptions::default() };
        let moved = monthly(values.iter().map(|value| value.map(|value| value + by)));
        let (before, after) = (forecast(&monthly(values), &options), forecast(&moved, &options));
        match (before, after) {
            (Ok(before), Ok(after)) => {
                prop_assert_eq!(&before.tested.len(), &after.tested.len());
                for (before, after) in before.points.iter().zip(&after.points) {
                    for (before, after) in [
                        (before.median, after.median), (before.low, after.low), (before.high, after.high),
                    ] {
                        prop_assert!((before + by - after).abs() < 1e-8);
                    }
                }
            }
            (before, after) => prop_assert_eq!(before.map(drop), after.map(drop)),
        }
    }

    #[test]
    fn a_higher_threshold_is_never_easier_to_reach(
        values in shares(), one in 0.0..1.0_f64, more in 0.0..0.5_f64,
    ) {
        let options = ForecastOptions { scale: Scale::Share, ..ForecastOptions::default() };
        let Ok(made) = forecast(&monthly(values), &options) else { return Ok(()) };
        for point in &made.points {
            let chance = |comparison, threshold| made.probability_of(comparison, threshold, point.month).unwrap();
            for (upward, downward) in [
                (Comparison::AtLeast, Comparison::Below), (Comparison::Above, Comparison::AtMost),
            ] {
                prop_assert!(chance(upward, one) >= chance(upward, one + more));
                prop_assert!(chance(downward, one) <= chance(downward, one + more));
                prop_assert!((chance(upward, one) + chance(downward, one) - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn intervals_lie_within_one_another_and_within_the_scale(values in shares()) {
        let options = ForecastOptions { scale: Scale::Share, ..ForecastOptions::default() };
        let Ok(made) = forecast(&monthly(values), &options) else { return Ok(()) };
        for point in &made.points {
            let mut inner = (point.median, point.median);
            for coverage in [0.2, 0.5, 0.7, 0.8] {
                let (low, high) = made.interval(point.month, coverage).unwrap();
                prop_assert!(0.0 <= low && low <= inner.0 && inner.1 <= high && high <= 1.0);
                inner = (low, high);
            }
            prop_assert_eq!(inner, (point.low, point.high));
            prop_assert_eq!(made.probability_of(Comparison::AtMost, 1.0, point.month), Some(1.0));
            prop_assert_eq!(made.probability_of(Comparison::Above, 1.0, point.month), Some(0.0));
        }
    }

    /// The same answer to the last bit, whatever the order of the rows, and nothing learned from later ones.
    #[test]
    fn the_order_of_rows_and_what_came_later_do_not_matter(
        (rows, shuffled) in counts().prop_flat_map(|values| {
            let rows = monthly(values);
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
        cut in 14_usize..60,
    ) {
        let options = ForecastOptions { scale: Scale::Count, ..ForecastOptions::default() };
        prop_assert_eq!(forecast(&rows, &options), forecast(&shuffled, &options));
        let Some(&(_, Some(_))) = rows.get(cut - 1) else { return Ok(()) };
        let told = past_forecasts(&rows, &options, 3).unwrap();
        let made_at = rows[cut - 1].0;
        let known = forecast(&rows[..cut], &options);
        let Some(told) = told.iter().find(|told| told.made_at == made_at) else { return Ok(()) };
        let point = *known.unwrap().point(told.month).unwrap();
        prop_assert_eq!(point.median, Scale::Count.clamp(point.median));
        prop_assert!((told.median - point.median).abs() < 1e-9);
        prop_assert!((told.high - point.high).abs() < 1e-9);
        prop_assert_eq!(told.held, told.low <= told.came + 1e-9 && told.came <= told.high + 1e-9);
    }

    /// What a forecast says of its past is what the harness counts.
    #[test]
    fn a_forecast_and_the_harness_count_alike(values in counts(), coverage in 0.05..0.9_f64) {
        let rows = monthly(values);
        let options = ForecastOptions { coverage, ..ForecastOptions::default() };
        let Ok(made) = forecast(&rows, &options) else { return Ok(()) };
        let harness = BackTestOptions {
            methods: vec![Method::Combined], horizons: (1..=12).collect(), coverages: vec![coverage],
            ..BackTestOptions::default()
        };
        for (tested, row) in made.tested.iter().zip(back_test(&rows, &harness).unwrap()) {
            prop_assert_eq!(tested.intervals, row.intervals + row.widened);
            prop_assert_eq!(tested.held, row.held + row.widened_held);
            let told = past_forecasts(&rows, &options, tested.ahead).unwrap();
            prop_assert_eq!(told.len(), tested.intervals);
            prop_assert_eq!(told.iter().filter(|told| told.held).count(), tested.held);
        }
    }

    /// All months are no likelier than the weakest of them, and a month already missed decides.
    #[test]
    fn every_month_is_no_likelier_than_one(values in shares(), threshold in 0.0..1.0_f64) {
        let options = ForecastOptions { scale: Scale::Share, ..ForecastOptions::default() };
        let rows = monthly(values);
        let Ok(made) = forecast(&rows, &options) else { return Ok(()) };
        for comparison in COMPARISONS {
            let months: Vec<(Month, f64)> =
                made.points.iter().map(|point| (point.month, threshold)).collect();
            let all = made.chance_of_each(comparison, &months).unwrap();
            for (month, threshold) in &months {
                let one = made.chance_of(comparison, *threshold, *month).unwrap();
                prop_assert!(all.probability <= one.probability);
            }
            let (last, value) = (made.made_at, rows.iter().rev().find_map(|row| row.1).unwrap());
            if !comparison.holds(value, threshold) {
                let with_last = [&[(last, threshold)], &months[..]].concat();
                prop_assert_eq!(made.chance_of_each(comparison, &with_last).unwrap().probability, 0.0);
            }
        }
    }

    /// Any doubles at all: refused or forecast, never a panic, and no number that is none.
    #[test]
    fn no_input_panics(
        values in prop::collection::vec(prop::option::of(any::<f64>()), 0..40),
        horizon in 0_usize..30,
        coverage in prop_oneof![any::<f64>(), 0.0..1.0_f64],
        quarterly in any::<bool>(),
    ) {
        let cadence = if quarterly { Cadence::Quarterly { yearly_before: None } } else { Cadence::Monthly };
        let step = if quarterly { 3 } else { 1 };
        let rows: Vec<_> = (0..).zip(values).map(|(at, value)| (Month::new(2015, 3).unwrap().plus(at * step), value)).collect();
        let options = ForecastOptions { cadence, horizon, coverage, ..ForecastOptions::default() };
        if let Ok(made) = forecast(&rows, &options) {
            for point in &made.points {
                prop_assert!(point.low.is_finite() && point.median.is_finite() && point.high.is_finite());
            }
        }
    }
}
