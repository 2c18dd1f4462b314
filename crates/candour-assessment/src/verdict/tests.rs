//! Verdicts worked by hand, and laws that hold whatever is seen.

use candour_core::{BodyCode, Cadence, FinancialYear, Month, Status};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::commitment::{Commitment, Operator, Targets, Test, Threshold};
use crate::forecast::Scale;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn year(text: &str) -> FinancialYear {
    text.parse().unwrap()
}

fn body() -> BodyCode {
    BodyCode::new("X1").unwrap()
}

fn target(id: &str) -> Commitment {
    Targets::bundled().get(id).unwrap().clone()
}

fn found(month: Month, value: Option<f64>) -> SeenMonth {
    #[expect(clippy::cast_possible_truncation, reason = "a test")]
    SeenMonth {
        month,
        value,
        parts: value.map(|value| ((value * 1000.0).round() as i64, 1000)),
        over: false,
        status: if value.is_some() {
            Status::Reported
        } else {
            Status::NotSubmitted
        },
    }
}

/// Shares from a first month on.
fn seen(first: &str, values: &[Option<f64>]) -> Seen {
    let first = month(first);
    Seen {
        measure: "ae-four-hour".parse().unwrap(),
        body: body(),
        months: values
            .iter()
            .zip(0..)
            .map(|(value, after)| found(first.plus(after), *value))
            .collect(),
    }
}

fn judge_on(target: &Commitment, of: Option<&str>, seen: &Seen, day: Date) -> Verdict {
    judge(target, &body(), of.map(year), Some(seen), day)
}

#[test]
fn a_share_just_under_the_threshold_misses_it() {
    let interim = target("ae-4h-76-2024-03");
    let day = date(2024, 5, 1);
    let verdict = |value| judge_on(&interim, None, &seen("2024-03", &[Some(value)]), day);
    assert_eq!(verdict(0.76).outcome, Outcome::Met);
    // 75.96 per cent is 76.0 in print.
    let near = verdict(0.7596);
    assert_eq!(near.outcome, Outcome::Missed);
    assert!((near.margin.unwrap() + 0.0004).abs() < 1e-12);
    assert_eq!(near.rests.len(), 1);
}

#[test]
fn what_is_due_later_is_not_due_yet_and_what_is_absent_is_unknown() {
    let interim = target("ae-4h-76-2024-03");
    let held = seen("2024-02", &[Some(0.71), None]);
    let outcome = |day| judge_on(&interim, None, &held, day);
    assert_eq!(outcome(date(2024, 3, 30)).outcome, Outcome::NotYetDue);
    let late = outcome(date(2024, 4, 1));
    assert_eq!(late.outcome, Outcome::Unknown);
    assert_eq!(
        late.why,
        Some(Why::Absent(month("2024-03"), Status::NotSubmitted))
    );
    let none = judge_on(
        &interim,
        None,
        &seen("2023-01", &[Some(0.8)]),
        date(2024, 5, 1),
    );
    assert_eq!(none.why, Some(Why::NotHeld(month("2024-03"))));
    let no_figures = judge(&interim, &body(), None, None, date(2024, 5, 1));
    assert_eq!(no_figures.why, Some(Why::NoFigures));
}

#[test]
fn a_standard_is_judged_month_by_month_over_the_year_asked_about() {
    let standard = target("ae-4h-95-standard");
    let mut values = vec![Some(0.96); 3];
    values.extend(vec![Some(0.90); 12]);
    // January to March 2023 met, April 2023 to March 2024 missed.
    let held = seen("2023-01", &values);
    let verdict = judge_on(&standard, Some("2023-24"), &held, date(2024, 6, 1));
    assert_eq!(verdict.outcome, Outcome::Missed);
    assert_eq!(verdict.months, Some((0, 12)));
    assert_eq!(verdict.last_met, Some(month("2023-03")));
    let since = verdict.since.unwrap();
    assert_eq!((since.month, since.at_least), (month("2023-04"), false));
    let before = judge_on(&standard, Some("2022-23"), &held, date(2024, 6, 1));
    // Nine months of 2022-23 are not held: three met do not make the year met.
    assert_eq!(before.outcome, Outcome::Unknown);
    assert_eq!(before.why, Some(Why::NotHeld(month("2022-04"))));
    assert!(before.since.unwrap().at_least);
}

#[test]
fn a_target_that_has_ended_needs_every_month() {
    let none = target("rtt-52w-0-2019-20");
    let mut values = vec![Some(5.0); 11];
    values.push(Some(0.0));
    let held = seen("2019-04", &values);
    let verdict = judge_on(&none, None, &held, date(2024, 1, 1));
    assert_eq!(
        (verdict.outcome, verdict.months),
        (Outcome::Missed, Some((1, 12)))
    );
    let held = seen("2019-04", &[Some(0.0); 12]);
    assert_eq!(
        judge_on(&none, None, &held, date(2024, 1, 1)).outcome,
        Outcome::Met
    );
    // In its year, with nothing out yet, it is not due yet.
    let early = judge_on(
        &none,
        Some("2019-20"),
        &seen("2019-01", &[Some(0.0)]),
        date(2019, 5, 2),
    );
    assert_eq!(early.outcome, Outcome::NotYetDue);
}

#[test]
fn a_gap_breaks_the_run_that_it_lies_in() {
    let standard = target("ae-4h-95-standard");
    let held = seen("2023-04", &[Some(0.9), None, Some(0.9), Some(0.9)]);
    let verdict = judge_on(&standard, None, &held, date(2024, 1, 1));
    let since = verdict.since.unwrap();
    assert_eq!((since.month, since.at_least), (month("2023-06"), true));
}

#[test]
fn over_a_year_sums_are_divided_and_shares_are_not_averaged() {
    let mut year_target = target("ae-4h-80-incentive-2024-25");
    year_target.test = Test::Level {
        measure: "ae-four-hour".parse().unwrap(),
        threshold: Threshold {
            operator: Operator::AtLeast,
            value: 0.5,
        },
    };
    let mut held = seen("2024-04", &[Some(0.9); 12]);
    for found in held.months.iter_mut().take(6) {
        // Six months of a tenth of the weight: the mean of shares would be over a half.
        found.parts = Some((90, 100));
        found.value = Some(0.9);
    }
    for found in held.months.iter_mut().skip(6) {
        found.parts = Some((400, 1000));
        found.value = Some(0.4);
    }
    let verdict = judge_on(&year_target, None, &held, date(2025, 6, 1));
    let by_hand = (6.0 * 90.0 + 6.0 * 400.0) / (6.0 * 100.0 + 6.0 * 1000.0);
    assert!((verdict.value.unwrap() - by_hand).abs() < 1e-12);
    assert_eq!(verdict.outcome, Outcome::Missed);
    held.months.pop();
    let short = judge_on(&year_target, None, &held, date(2025, 6, 1));
    assert_eq!(short.why, Some(Why::NotHeld(month("2025-03"))));
}

#[test]
fn a_lower_bound_decides_only_what_it_can() {
    let none = target("rtt-65w-0-2024-03");
    let mut held = seen("2024-03", &[Some(1.0)]);
    held.months[0].over = true;
    assert_eq!(
        judge_on(&none, None, &held, date(2024, 6, 1)).outcome,
        Outcome::Missed
    );
    let interim = target("ae-4h-76-2024-03");
    let mut held = seen("2024-03", &[Some(0.7)]);
    held.months[0].over = true;
    let verdict = judge_on(&interim, None, &held, date(2024, 6, 1));
    assert_eq!(verdict.why, Some(Why::OnlyABound(month("2024-03"))));
}

#[test]
fn better_of_takes_the_harder_level_for_each_body() {
    let improve = target("rtt-18w-improve-plus-5-2026-03");
    let level = |base: f64| {
        let mut held = seen("2024-11", &[Some(base); 17]);
        held.months.last_mut().unwrap().value = Some(0.61);
        judge_on(&improve, None, &held, date(2026, 6, 1))
    };
    // From 50 per cent the floor of 60 asks more than 55; from 58 the five points ask 63.
    assert_eq!(level(0.50).threshold, Some(0.60));
    assert_eq!(level(0.50).outcome, Outcome::Met);
    assert!((level(0.58).threshold.unwrap() - 0.63).abs() < 1e-12);
    assert_eq!(level(0.58).outcome, Outcome::Missed);
    let no_base = judge_on(
        &improve,
        None,
        &seen("2026-03", &[Some(0.7)]),
        date(2026, 6, 1),
    );
    assert_eq!(no_base.why, Some(Why::BaseNotHeld(month("2024-11"))));
}

#[test]
fn a_report_was_due_on_a_day_and_came_twenty_days_late() {
    let pledges = crate::commitment::Pledges::bundled();
    let verdict = |id: &str, day| judge(pledges.get(id).unwrap(), &body(), None, None, day);
    let last = verdict("hewitt-final", date(2024, 1, 1));
    assert_eq!(last.outcome, Outcome::Missed);
    assert_eq!(
        last.late,
        Some(Late {
            days: 20,
            at_least: false
        })
    );
    assert_eq!(
        verdict("hewitt-final", date(2023, 3, 1)).outcome,
        Outcome::NotYetDue
    );
    // As at a day on which it was overdue and had not come.
    assert_eq!(
        verdict("hewitt-final", date(2023, 3, 20)).outcome,
        Outcome::Unknown
    );
    assert_eq!(
        verdict("hewitt-interim", date(2024, 1, 1)).why,
        Some(Why::NoSource)
    );
    assert_eq!(
        verdict("hewitt-prevention-share", date(2024, 1, 1)).outcome,
        Outcome::Missed
    );
}

#[test]
fn what_is_far_below_its_target_shortly_before_is_at_risk() {
    let interim = target("ae-4h-76-2024-03");
    let values: Vec<Option<f64>> = (0..60)
        .map(|place| Some(0.60 + 0.001 * f64::from(place % 7)))
        .collect();
    let held = seen("2019-01", &values);
    let day = date(2024, 1, 1);
    let mut verdict = judge_on(&interim, None, &held, day);
    assert_eq!(verdict.outcome, Outcome::NotYetDue);
    let how = (Scale::Share, Cadence::Monthly);
    add_outlook(&mut verdict, &interim, &held, None, how, day);
    assert_eq!(verdict.outcome, Outcome::AtRisk);
    let likelihood = verdict.likelihood.unwrap();
    assert!(likelihood.probability < 0.1 && likelihood.low <= likelihood.value);
    assert!(
        likelihood.method.contains("in 100"),
        "{}",
        likelihood.method
    );
    let mut short = judge_on(&interim, None, &seen("2023-11", &[Some(0.7)]), day);
    add_outlook(
        &mut short,
        &interim,
        &seen("2023-11", &[Some(0.7)]),
        None,
        how,
        day,
    );
    assert!(matches!(short.why, Some(Why::NoForecast(_))));
}

proptest! {
    /// Naive: month by month, without the runs.
    #[test]
    fn months_met_are_counted_as_one_would_by_hand(
        values in prop::collection::vec(prop::option::of(0.90_f64..1.0), 1..40),
    ) {
        let standard = target("ae-4h-95-standard");
        let held = seen("2020-01", &values);
        let verdict = judge_on(&standard, None, &held, date(2026, 1, 1));
        let known: Vec<bool> = values.iter().flatten().map(|value| *value >= 0.95).collect();
        if known.is_empty() {
            prop_assert_eq!(verdict.outcome, Outcome::Unknown);
        } else {
            let met = u32::try_from(known.iter().filter(|met| **met).count()).unwrap();
            let all = u32::try_from(known.len()).unwrap();
            prop_assert_eq!(verdict.months, Some((met, all)));
            let last = *known.last().unwrap();
            prop_assert_eq!(verdict.outcome == Outcome::Met, last);
            // The run: from the end back while alike and without a gap.
            let mut run = 0;
            let mut place = values.len();
            let mut reached_gap = false;
            while values[place - 1].is_none() {
                place -= 1;
            }
            while place > 0 {
                match values[place - 1] {
                    Some(value) if (value >= 0.95) == last => run += 1,
                    Some(_) => break,
                    None => { reached_gap = true; break; }
                }
                place -= 1;
            }
            let since = verdict.since.unwrap();
            let first = month("2020-01").plus(i32::try_from(place).unwrap());
            prop_assert!(run > 0);
            prop_assert_eq!(since.month, first);
            prop_assert_eq!(since.at_least, reached_gap || place == 0);
        }
    }

    #[test]
    fn a_harder_threshold_is_never_met_where_an_easier_one_is_missed(
        value in 0.0_f64..1.0, easier in 0.0_f64..1.0, more in 0.0_f64..0.5,
    ) {
        prop_assert!(!Operator::AtLeast.holds(value, easier + more) || Operator::AtLeast.holds(value, easier));
        prop_assert_eq!(Operator::AtLeast.margin(value, easier) >= 0.0, Operator::AtLeast.holds(value, easier));
        prop_assert_eq!(Operator::AtMost.margin(value, easier) >= 0.0, Operator::AtMost.holds(value, easier));
    }
}
