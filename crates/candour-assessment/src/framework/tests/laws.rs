use proptest::prelude::*;

use super::invented::{QUARTER, row, trust};
use crate::framework::{
    Bands, Change, Decimal, Direction, Figure, Framework, Outcome, Published, Scoring,
    WhatIfRequest, rank_of_score, rank_score, reconcile, segment_of, step_score, what_if,
};
use candour_core::Month;

/// Values of trusts that are all there are, each scored as the rule says, in digits as printed.
fn scored(values: &[i64], better: &str) -> (Framework, Published) {
    let text = super::invented::FILE
        .replace(
            "organisations = 3",
            &format!("organisations = {}", values.len()),
        )
        .replacen("better = \"higher\"", &format!("better = \"{better}\""), 1);
    let (framework, faults) = Framework::from_toml("invented.toml", &text);
    assert_eq!(faults, []);
    let framework = framework.unwrap();
    let size = u32::try_from(values.len()).unwrap();
    let mut rows = Vec::new();
    for (number, value) in values.iter().enumerate() {
        let ahead = values
            .iter()
            .filter(|other| {
                if better == "higher" {
                    *other > value
                } else {
                    *other < value
                }
            })
            .count();
        let rank = u32::try_from(ahead).unwrap() + 1;
        let score = format!("{:.2}", rank_score(rank, size, 1.0, 4.0));
        let value = Decimal::from_hundredths(*value).unwrap().to_string();
        rows.push(row(number, "V1", &value));
        rows.push(row(number, "S1", &score));
        rows.push(row(number, "AV", &score));
        rows.push(row(number, "UN", "2"));
        rows.push(row(number, "AD", "2"));
        rows.push(row(number, "FL", "0"));
    }
    let (published, faults) = Published::new(&framework, rows);
    assert_eq!(faults, []);
    (framework, published)
}

proptest! {
    #[test]
    fn a_score_rises_with_the_rank_and_stays_between(size in 2_u32..300, rank in 1_u32..400) {
        let score = rank_score(rank, size, 1.0, 4.0);
        prop_assert!((1.0..=4.0).contains(&score));
        prop_assert!(rank_score(rank + 1, size, 1.0, 4.0) >= score);
    }

    /// Up to 301 organisations no two ranks print alike.
    #[test]
    fn a_printed_score_tells_the_rank(size in 2_u32..=300, share in 0.0..1.0_f64) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the size")]
        let rank = (f64::from(size) * share) as u32 + 1;
        let printed = (rank_score(rank, size, 1.0, 4.0) * 100.0).round() / 100.0;
        prop_assert_eq!(rank_of_score(printed, size, 1.0, 4.0), Some(rank));
    }

    /// What follows the rule is reproduced to the last trust, in either direction, whatever ties.
    #[test]
    fn what_follows_the_rule_agrees(
        values in prop::collection::vec(-50_i64..50, 2..40),
        better in prop::sample::select(vec!["higher", "lower"]),
    ) {
        let (_, published) = scored(&values, better);
        let report = reconcile(&published, &[]);
        let count = report.total(Figure::MetricScore).unwrap();
        prop_assert_eq!((count.compared, count.agree), (values.len(), values.len()));
    }

    /// The order of the rows changes nothing.
    #[test]
    fn the_order_of_rows_is_nothing(values in prop::collection::vec(-50_i64..50, 2..20)) {
        let (_, published) = scored(&values, "lower");
        let mut reversed = values.clone();
        reversed.reverse();
        let (_, other) = scored(&reversed, "lower");
        prop_assert_eq!(reconcile(&published, &[]).totals, reconcile(&other, &[]).totals);
    }

    /// Setting a value to itself changes nothing, and a better value never gives a worse score.
    #[test]
    fn what_if_is_the_identity_and_monotone(
        values in prop::collection::vec(-50_i64..50, 2..20),
        asked in prop::collection::vec(-60_i64..60, 2),
    ) {
        let (_, published) = scored(&values, "higher");
        let ask = |value: i64| {
            what_if(&published, &WhatIfRequest {
                trust: trust(0),
                quarter: Month::new(QUARTER.0, QUARTER.1).unwrap(),
                changes: vec![(
                    "ranked".to_owned(),
                    Change::Value(Decimal::from_hundredths(value).unwrap()),
                )],
                financial_override: None,
            }).unwrap()
        };
        let same = ask(values[0]);
        prop_assert_eq!(&same.before, &same.after);
        let (low, high) = (asked[0].min(asked[1]), asked[0].max(asked[1]));
        if ![low, high].contains(&values[0]) && low < high {
            let (worse, better) = (ask(low), ask(high));
            prop_assert!(
                better.metrics[0].score_after.best <= worse.metrics[0].score_after.best + 1e-9
            );
            prop_assert!(
                better.metrics[0].score_after.worst <= worse.metrics[0].score_after.worst + 1e-9
            );
            for answer in [worse, better] {
                let after = answer.metrics[0].score_after;
                prop_assert!(after.best >= 1.0 && after.worst <= 4.0 && after.best <= after.worst);
                let (first, last) = answer.after.rank.unwrap();
                prop_assert!(first >= 1 && first <= last && last <= answer.after.of);
            }
        }
    }

    /// A worse value never has a better step.
    #[test]
    fn steps_fall_with_the_value(first in -500_i64..500, second in -500_i64..500) {
        let framework = super::files::bundled("nof-2025-26");
        for code in ["OF0079", "OF0081"] {
            let metric = &framework.metrics[framework.metric(code).unwrap()];
            let Some(Scoring::Steps { steps, .. }) = &metric.scoring else { panic!() };
            let score = |value: i64| {
                let value = Decimal::from_hundredths(value).unwrap();
                step_score(steps, Direction::Higher, value).unwrap().0
            };
            let (low, high) = (score(first.min(second)), score(first.max(second)));
            prop_assert!(high.best <= low.best && high.worst <= low.worst);
        }
    }

    /// A worse average never has a better segment, whatever the bands.
    #[test]
    fn segments_rise_with_the_average(
        mut averages in prop::collection::vec(100_i64..400, 8),
        asked in prop::collection::vec(100_i64..400, 2),
    ) {
        averages.sort_unstable();
        let decimal = |hundredths: i64| Decimal::from_hundredths(hundredths).unwrap();
        let bands = Bands::of(
            averages.iter().zip([1, 1, 2, 2, 3, 3, 4, 4]).map(|(a, s)| (decimal(*a), s)),
        );
        let rule = super::invented::framework().segments;
        let segment = |average: i64| segment_of(&rule, &bands, decimal(average)).unwrap();
        let (low, high) = (segment(asked[0].min(asked[1])), segment(asked[0].max(asked[1])));
        prop_assert!(low.best <= high.best && low.worst <= high.worst);
        prop_assert!(low.best <= low.worst);
    }

    /// Nothing that a file can hold makes the reader panic, and rubbish is never taken.
    #[test]
    fn no_text_panics(text in "\\PC{0,200}", cut in 0_usize..3000) {
        let _ = Framework::from_toml("x.toml", &text);
        let file = super::invented::FILE;
        let end = (0..=cut.min(file.len())).rev().find(|&at| file.is_char_boundary(at)).unwrap_or(0);
        let (framework, faults) = Framework::from_toml("invented.toml", &file[..end]);
        prop_assert_eq!(framework.is_some(), faults.is_empty());
    }

    #[test]
    fn decimals_come_back(parts in any::<i64>()) {
        let decimal = Decimal::from_millionths(parts.saturating_add(1));
        prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
    }

    /// Scores that follow no rule never pass as agreeing all together unless they are the rule's.
    #[test]
    fn a_changed_score_is_found(values in prop::collection::vec(-5000_i64..5000, 5..30)) {
        let mut distinct = values.clone();
        distinct.sort_unstable();
        distinct.dedup();
        prop_assume!(distinct.len() == values.len());
        let (framework, _) = scored(&values, "higher");
        let best = values.iter().enumerate().max_by_key(|(_, value)| **value).unwrap().0;
        let size = u32::try_from(values.len()).unwrap();
        let rows = values.iter().enumerate().flat_map(|(number, value)| {
            let ahead = values.iter().filter(|other| *other > value).count();
            let rank = u32::try_from(ahead).unwrap() + 1;
            let mut score = rank_score(rank, size, 1.0, 4.0);
            if number == best {
                score += 0.03;
            }
            let value = Decimal::from_hundredths(*value).unwrap().to_string();
            [row(number, "V1", &value), row(number, "S1", &format!("{score:.2}"))]
        }).collect();
        let (published, _) = Published::new(&framework, rows);
        let report = reconcile(&published, &[]);
        let differ = report.lines.iter().filter(|line| line.outcome == Outcome::Differs).count();
        prop_assert_eq!(differ, 1);
    }

    /// Whatever figures stand in the rows, nothing panics.
    #[test]
    fn no_figures_panic(
        cells in prop::collection::vec(
            (
                0_usize..4,
                prop::sample::select(vec![
                    "V1", "S1", "V2", "S2", "S3", "S7", "AV", "UN", "AD", "FL", "D1", "G1",
                ]),
                prop_oneof![
                    any::<i64>(),
                    (-300_i64..500).prop_map(|hundredths| hundredths * 10_000),
                    (0_i64..7).prop_map(|whole| whole * 1_000_000),
                ],
                proptest::option::of(any::<u32>()),
            ),
            0..60,
        ),
        asked in any::<i64>(),
    ) {
        let rows = cells.iter().map(|(number, code, value, rank)| {
            let mut row = row(*number, code, "");
            row.value = (value % 7 != 6).then(|| Decimal::from_millionths(*value));
            row.rank = *rank;
            row.median = row.value;
            row
        }).collect();
        let (published, _) = Published::new(&super::invented::framework(), rows);
        let quarter = Month::new(QUARTER.0, QUARTER.1).unwrap();
        let report = reconcile(&published, &[]);
        let counted: usize = report.totals.iter().map(|count| count.compared).sum();
        prop_assert_eq!(counted, report.lines.len());
        let _ = crate::framework::markdown(published.framework(), &report, &[]);
        for one in crate::framework::uncertainty(&published, quarter) {
            prop_assert!(one.average.best <= one.average.worst);
        }
        let _ = crate::framework::segment_changes(&published, quarter, quarter);
        for number in 0..4 {
            let _ = crate::framework::steps(&published, &trust(number), quarter);
            for metric in ["ranked", "plan", "opinion"] {
                for change in [
                    Change::Value(Decimal::from_millionths(asked)),
                    Change::Score(Decimal::from_millionths(asked)),
                    Change::MedianOfType,
                ] {
                    let _ = what_if(&published, &WhatIfRequest {
                        trust: trust(number),
                        quarter,
                        changes: vec![(metric.to_owned(), change)],
                        financial_override: Some(true),
                    });
                }
            }
        }
    }
}
