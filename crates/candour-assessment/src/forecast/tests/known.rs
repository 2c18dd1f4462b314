//! Worked by hand, and what is refused.

use candour_core::{Cadence, Month};

use super::super::{
    ChanceBasis, Comparison, ForecastError, ForecastOptions, Method, Outlook, Scale, forecast,
};
use super::{monthly, start};

fn last_value(coverage: f64, horizon: usize) -> ForecastOptions {
    ForecastOptions {
        method: Method::LastValue,
        coverage,
        horizon,
        ..ForecastOptions::default()
    }
}

/// The changes are 1, −2, 3, … 11, −12 (a sign each, none alike): of the 12 sizes the interval of 80 in 100
/// takes that of rank ⌈13 × 0.8⌉ = 11, so 11 to either side; that of 50 in 100 rank 7.
#[test]
fn the_interval_is_an_error_of_the_past() {
    let mut values = vec![Some(100.0)];
    let mut level = 100.0;
    for size in 1..=12 {
        level += f64::from(size) * if size % 2 == 0 { -1.0 } else { 1.0 };
        values.push(Some(level));
    }
    let made = forecast(&monthly(values), &last_value(0.8, 1)).unwrap();
    let point = made.points[0];
    assert_eq!(level, 94.0);
    assert_eq!((point.median, point.low, point.high), (94.0, 83.0, 105.0));
    assert_eq!((point.errors, point.errors_ahead), (12, 1));
    assert_eq!(made.interval(point.month, 0.5), Some((87.0, 101.0)));
    // 95 in 100 would take a thirteenth error: ⌈13 × 0.95⌉ = 13.
    assert_eq!(made.interval(point.month, 0.95), None);

    // At least 100: of 94 ± 1 … 94 ± 12 those of +6 to +12 do, 7 of 24; (7 + ½) ÷ 25 = 0.3.
    let chance = made
        .chance_of(Comparison::AtLeast, 100.0, point.month)
        .unwrap();
    assert_eq!(chance.probability, 0.3);
    assert_eq!(chance.outlook, Outlook::AtRisk);
    // Above 100 leaves out +6 itself: 6.5 ÷ 25.
    let above = made.probability_of(Comparison::Above, 100.0, point.month);
    assert_eq!(above, Some(0.26));
    assert_eq!(
        chance.to_string(),
        "at risk: a chance of 30 in 100, by the 12 errors of the forecast from April 2016 so far ahead (the last value goes on)"
    );
}

#[test]
fn each_method_by_hand() {
    // 0, 1, … 12 over thirteen months, then last year's changes are 1 a month.
    let values: Vec<Option<f64>> = (0..13).map(|month| Some(f64::from(month))).collect();
    let of = |method: Method, ahead| method.predict(&values, 12, ahead, 12).unwrap();
    assert_eq!(of(Method::LastValue, 3), 12.0);
    assert_eq!(of(Method::MeanChange, 3), 15.0);
    assert_eq!(of(Method::SeasonalNaive, 3), 3.0);
    assert_eq!(of(Method::SeasonalShift, 3), 15.0);
    let damped = 12.0 + 0.9 + 0.81 + 0.729;
    assert!((of(Method::DampedTrend, 3) - damped).abs() < 1e-12);
    assert!((of(Method::Combined, 3) - (12.0 + 15.0 + damped) / 3.0).abs() < 1e-12);
    // A quarter fades as three months do.
    let quarters: Vec<Option<f64>> = (0..5).map(|quarter| Some(f64::from(quarter))).collect();
    let quarter = Method::DampedTrend.predict(&quarters, 4, 1, 4).unwrap();
    assert!((quarter - (4.0 + 0.729)).abs() < 1e-12);
    // A year before that is absent leaves the last value.
    let short = [Some(5.0), Some(7.0)];
    assert_eq!(Method::Combined.predict(&short, 1, 2, 12), Some(7.0));
    assert_eq!(Method::SeasonalShift.predict(&short, 1, 2, 12), None);
}

#[test]
fn too_little_history_says_how_much_it_takes() {
    let months = |count: u8| monthly((0..count).map(|at| Some(f64::from(at % 5))));
    let refused = forecast(&months(11), &last_value(0.8, 12)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "too little history: 11 periods with a value, at least 12 needed; 10 errors of the method one period ahead, at least 8 needed"
    );
    let made = forecast(&months(12), &last_value(0.8, 12)).unwrap();
    // Eight errors are known up to four months ahead; beyond, those are widened by √(12 ÷ 4).
    let (fourth, last) = (made.points[3], made.points[11]);
    assert_eq!((fourth.errors, fourth.errors_ahead), (8, 4));
    assert_eq!((last.errors, last.errors_ahead), (8, 4));
    let widened = (fourth.high - fourth.low) * 3.0_f64.sqrt();
    assert!(widened > 1.0 && (last.high - last.low - widened).abs() < 1e-12);
    let chance = made
        .chance_of(Comparison::AtLeast, 9.0, last.month)
        .unwrap();
    assert_eq!(chance.basis, ChanceBasis::WidenedErrors);
    // 95 in 100 needs 19 errors, so 20 values.
    for (count, enough) in [(19, false), (20, true)] {
        assert_eq!(
            forecast(&months(count), &last_value(0.95, 1)).is_ok(),
            enough
        );
    }
    assert!(matches!(
        forecast(&[], &last_value(0.8, 1)),
        Err(ForecastError::TooLittleHistory { values: 0, .. })
    ));
}

/// An absent month makes no error to it or from it, and what comes after the last value is not history.
#[test]
fn a_gap_is_a_gap() {
    let mut values: Vec<Option<f64>> = (0..20_u8).map(|at| Some(f64::from(at % 7))).collect();
    values[10] = None;
    values.extend([None, None]);
    let made = forecast(&monthly(values), &last_value(0.8, 2)).unwrap();
    assert_eq!(made.made_at, start().plus(19));
    assert_eq!((made.history.values, made.history.absent), (19, 1));
    // Of 19 changes of a month two touch the gap; of 18 of two months two.
    assert_eq!((made.points[0].errors, made.points[1].errors), (17, 16));
    // A month of the past without a value is not decided, one with a value is known.
    assert_eq!(
        made.probability_of(Comparison::AtLeast, 1.0, start().plus(10)),
        None
    );
    let known = made
        .chance_of(Comparison::AtLeast, 4.0, start().plus(5))
        .unwrap();
    assert_eq!((known.basis, known.probability), (ChanceBasis::Known, 1.0));
}

/// The months of an invented year that rise and fall together: the chance of all of them is far above the
/// product of the chances of each.
#[test]
fn months_that_go_together_count_as_they_go() {
    let level = |at: u32| {
        if (at / 12).is_multiple_of(2) {
            0.0
        } else {
            10.0
        }
    };
    let values = (0..84).map(|at| Some(level(at) + f64::from(at % 3)));
    let made = forecast(&monthly(values), &last_value(0.8, 6)).unwrap();
    let months: Vec<(Month, f64)> = made
        .points
        .iter()
        .map(|point| (point.month, point.median - 4.0))
        .collect();
    let all = made.chance_of_each(Comparison::AtLeast, &months).unwrap();
    assert_eq!(all.basis, ChanceBasis::Paths);
    let product: f64 = months
        .iter()
        .map(|(month, threshold)| {
            made.probability_of(Comparison::AtLeast, *threshold, *month)
                .unwrap()
        })
        .product();
    assert!(all.probability > product, "{all:?} {product}");
    assert_eq!(made.chance_of_each(Comparison::AtLeast, &[]), None);

    // With a year of history no course of six months is known eight times.
    let short = (0..12_u8).map(|at| Some(f64::from(at % 3)));
    let made = forecast(&monthly(short), &last_value(0.8, 6)).unwrap();
    let months: Vec<(Month, f64)> = made.points.iter().map(|point| (point.month, 1.0)).collect();
    let all = made.chance_of_each(Comparison::AtLeast, &months).unwrap();
    assert_eq!(all.basis, ChanceBasis::AtMostTheWeakest);
}

/// A series that falls by 1 a month: each of the 18 courses of two months is (−1, −2), and to the other side
/// (1, 2). Both months at least a half above their middles: the 18 to the other side, (18 + ½) ÷ 37. The
/// second more than 2 above: none, ½ ÷ 37.
#[test]
fn courses_of_errors_are_taken_to_both_sides() {
    let falling = (0..20_u8).map(|at| Some(100.0 - f64::from(at)));
    let made = forecast(&monthly(falling), &last_value(0.8, 2)).unwrap();
    let [first, second] = made.points[..] else {
        panic!()
    };
    let chance = |second_by: f64| {
        let months = [
            (first.month, first.median + 0.5),
            (second.month, second.median + second_by),
        ];
        made.chance_of_each(Comparison::AtLeast, &months).unwrap()
    };
    assert_eq!((chance(0.5).probability, chance(0.5).errors), (0.5, 18));
    assert_eq!(chance(0.5).basis, ChanceBasis::Paths);
    assert_eq!(chance(2.5).probability, 0.5 / 37.0);
}

#[test]
fn what_cannot_be_forecast_is_refused() {
    type Rows = Vec<(Month, Option<f64>)>;
    let good: Rows = monthly((0..30_u8).map(|at| Some(f64::from(at % 5))));
    let with = |change: &dyn Fn(&mut Rows), options: ForecastOptions| {
        let mut rows = good.clone();
        change(&mut rows);
        forecast(&rows, &options).unwrap_err().to_string()
    };
    let usual = ForecastOptions::default();
    for (message, seen) in [
        (
            "the value of 2015-05 is not a finite number; leave it out if it is missing",
            with(&|rows| rows[1].1 = Some(f64::NAN), usual),
        ),
        (
            "2015-05 stands twice; keep one value a period",
            with(&|rows| rows[2].0 = rows[1].0, usual),
        ),
        (
            "the value of 2015-06 is 2, which lies outside the scale of the series",
            with(
                &|_| (),
                ForecastOptions {
                    scale: Scale::Share,
                    ..usual
                },
            ),
        ),
        (
            "no period ends in 2015-04 at this cadence",
            with(
                &|_| (),
                ForecastOptions {
                    cadence: Cadence::Quarterly {
                        yearly_before: None,
                    },
                    ..usual
                },
            ),
        ),
        (
            "25 periods ahead were asked for; from 1 to 24 can be",
            with(
                &|_| (),
                ForecastOptions {
                    horizon: 25,
                    ..usual
                },
            ),
        ),
        (
            "a coverage of 1 is not between 0 and 1, both left out",
            with(
                &|_| (),
                ForecastOptions {
                    coverage: 1.0,
                    ..usual
                },
            ),
        ),
        (
            "the values are too large: give them in a larger unit",
            with(
                &|rows| {
                    rows[28].1 = Some(f64::MAX);
                    rows[29].1 = Some(f64::MIN);
                },
                usual,
            ),
        ),
    ] {
        assert_eq!(seen, message);
    }
}

/// A quarterly series: years before the first quarter are left out, a year is four periods.
#[test]
fn quarters_are_periods() {
    let june = Month::new(2010, 6).unwrap();
    let mut rows = vec![(Month::new(2010, 3).unwrap(), Some(900.0))];
    rows.extend((0..20).map(|at| (june.plus(3 * at), Some(f64::from(at % 4)))));
    let options = ForecastOptions {
        method: Method::SeasonalNaive,
        cadence: Cadence::Quarterly {
            yearly_before: Some(june),
        },
        horizon: 4,
        ..ForecastOptions::default()
    };
    let made = forecast(&rows, &options).unwrap();
    assert_eq!(made.history.from, june);
    let told: Vec<(String, f64)> = made
        .points
        .iter()
        .map(|point| (point.month.to_string(), point.median))
        .collect();
    let expected = [
        ("2015-06", 0.0),
        ("2015-09", 1.0),
        ("2015-12", 2.0),
        ("2016-03", 3.0),
    ];
    assert_eq!(
        told,
        expected.map(|(month, value)| (month.to_owned(), value))
    );
}
