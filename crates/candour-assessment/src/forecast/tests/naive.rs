//! The intervals and chances a second way: no tables, no ranks kept, every past forecast made again from a
//! copy of the series that ends where it was made.

use candour_core::Month;
use proptest::prelude::*;

use super::super::{Comparison, ForecastOptions, Method, forecast};
use super::monthly;

/// What the last of `known` says of so many months later, by the words of each method.
fn said(known: &[Option<f64>], method: Method, ahead: usize) -> Option<f64> {
    let last = known.len() as i64 - 1;
    let value = |place: i64| {
        usize::try_from(place)
            .ok()
            .and_then(|place| known.get(place).copied().flatten())
    };
    let now = value(last)?;
    let target = last + ahead as i64;
    let mut same_month = target;
    let mut years = 0;
    while same_month > last {
        same_month -= 12;
        years += 1;
    }
    match method {
        Method::LastValue => Some(now),
        Method::MeanChange => value(last - 12).map(|then| now + ahead as f64 * (now - then) / 12.0),
        Method::SeasonalNaive => value(same_month),
        Method::SeasonalShift => Some(value(same_month)? + now - value(last - 12 * years)?),
        Method::DampedTrend => {
            let a_month = (now - value(last - 12)?) / 12.0;
            Some((1..=ahead).fold(now, |sum, month| sum + a_month * 0.9_f64.powi(month as i32)))
        }
        Method::Combined => {
            let parts: Vec<f64> = [
                Method::LastValue,
                Method::SeasonalShift,
                Method::DampedTrend,
            ]
            .into_iter()
            .filter_map(|part| said(known, part, ahead))
            .collect();
            (!parts.is_empty()).then(|| parts.iter().sum::<f64>() / parts.len() as f64)
        }
    }
}

/// The sizes of the errors made so many months ahead, in the order in which they came to be known.
fn errors(values: &[Option<f64>], method: Method, ahead: usize) -> Vec<f64> {
    let mut found = Vec::new();
    for end in 1..=values.len() {
        let came = values.get(end - 1 + ahead).copied().flatten();
        if let (Some(said), Some(came)) = (said(&values[..end], method, ahead), came) {
            found.push((came - said).abs());
        }
    }
    found
}

/// The smallest width that covers at least the share asked of the errors and of one more, which is beyond all.
fn half_width(errors: &[f64], coverage: f64) -> f64 {
    let wanted = coverage * (errors.len() + 1) as f64;
    let mut widths = errors.to_vec();
    widths.sort_by(|one, other| one.partial_cmp(other).unwrap());
    widths
        .into_iter()
        .find(|width| errors.iter().filter(|error| *error <= width).count() as f64 + 1e-9 >= wanted)
        .unwrap()
}

fn series() -> impl Strategy<Value = Vec<Option<f64>>> {
    let row = prop::option::weighted(0.93, -40_i32..41);
    prop::collection::vec(row, 30..80).prop_map(|mut rows| {
        rows.push(Some(3));
        if rows[0].is_none() {
            rows[0] = Some(1);
        }
        let mut level = 0;
        rows.into_iter()
            .map(|row| {
                row.map(|row| {
                    level += row / 8;
                    f64::from(level * 4 + row)
                })
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn intervals_and_chances_are_those_of_the_errors(
        values in series(),
        method in prop::sample::select(Method::ALL.to_vec()),
        coverage in prop::sample::select(vec![0.5, 0.8, 0.9]),
        threshold in -60_i32..61,
    ) {
        let options = ForecastOptions { method, coverage, ..ForecastOptions::default() };
        let Ok(made) = forecast(&monthly(values.clone()), &options) else {
            let held = values.iter().flatten().count();
            let first = errors(&values, method, 1).len();
            prop_assert!(held < 12 || first < 9, "{held} values, {first} errors");
            return Ok(());
        };
        for point in &made.points {
            let middle = said(&values, method, point.ahead).unwrap();
            prop_assert!((point.median - middle).abs() < 1e-9);
            // The horizon itself, else the longest shorter one with enough errors.
            let enough = if coverage == 0.9 { 9 } else { 8 };
            let from = (1..=point.ahead)
                .rev()
                .find(|from| errors(&values, method, *from).len() >= enough)
                .unwrap();
            let widen = (point.ahead as f64 / from as f64).sqrt();
            let mut sizes: Vec<f64> = errors(&values, method, from).iter().map(|size| size * widen).collect();
            sizes.drain(..sizes.len().saturating_sub(36));
            let half = half_width(&sizes, coverage);
            prop_assert_eq!((point.errors_ahead, point.errors), (from, sizes.len()));
            prop_assert!((point.high - point.low - 2.0 * half).abs() < 1e-9);

            // Away from ties, which the last digit of a sum decides.
            let threshold = f64::from(threshold) + 0.123_456_7;
            let both: Vec<f64> = sizes.iter().flat_map(|size| [middle + size, middle - size]).collect();
            let met = both.iter().filter(|value| **value >= threshold).count() as f64;
            let chance = made.probability_of(Comparison::AtLeast, threshold, point.month).unwrap();
            prop_assert!((chance - (met + 0.5) / (both.len() + 1) as f64).abs() < 1e-12);
        }
        let months: Vec<Month> = made.points.iter().map(|point| point.month).collect();
        prop_assert!(months.iter().all(|month| *month > made.made_at));
    }
}
