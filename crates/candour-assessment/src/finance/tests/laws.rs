//! What holds for any rows.

use candour_core::Month;
use candour_curated::HalfDate;
use proptest::prelude::*;

use super::*;
use crate::verdict::Outcome;

fn rows() -> impl Strategy<Value = Vec<Position>> {
    let stage = proptest::sample::select(Stage::ALL);
    let basis = proptest::sample::select(Basis::ALL);
    let bound = proptest::sample::select(Bound::ALL);
    let word = proptest::sample::select(Word::ALL);
    let row = (
        0..3_u8,
        stage,
        basis,
        bound,
        word,
        -50..50_i32,
        1..=12_u8,
        proptest::option::of(0..48_i32),
    );
    proptest::collection::vec(row, 0..24).prop_map(|rows| {
        let rows = rows.into_iter().zip(2..);
        rows.map(
            |((who, stage, basis, bound, word, value, month, dated), line)| {
                let of = year("2024-25");
                Position {
                    body: body(&format!("X{who}")),
                    quantity: Quantity::Surplus,
                    year: of,
                    period: match stage {
                        Stage::YearToDate | Stage::Variance => Period::To(of.month(month)),
                        _ => Period::Year,
                    },
                    stage,
                    said: if stage == Stage::Status {
                        Said::Word(word)
                    } else {
                        Said::Number(Number {
                            value: f64::from(value),
                            unit: PlanUnit::GbpMillion,
                            bound,
                        })
                    },
                    basis: if stage == Stage::Status {
                        Basis::NotStated
                    } else {
                        basis
                    },
                    as_at: dated.map(|months| {
                        let first: Month = "2023-01".parse().unwrap();
                        first.plus(months).to_string().parse::<HalfDate>().unwrap()
                    }),
                    document: String::new(),
                    note: String::new(),
                    place: candour_curated::RowPlace {
                        file: "invented.csv".into(),
                        line,
                        source: "invented".into(),
                    },
                }
            },
        )
        .collect()
    })
}

fn day() -> impl Strategy<Value = Date> {
    (2023..2028_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| date(year, month, day))
}

fn outcomes(positions: &Positions) -> Vec<Outcome> {
    ["X0", "X1", "X2"]
        .iter()
        .map(|code| {
            let code = body(code);
            let ask = Ask::surplus(&code, year("2024-25"), LATER);
            positions.judge(&ask).verdict.outcome
        })
        .collect()
}

proptest! {
    /// What was known on a day is known on every later day.
    #[test]
    fn as_known_is_monotone(rows in rows(), one in day(), other in day()) {
        let (first, second) = (one.min(other), one.max(other));
        let all = Positions::new(rows);
        let (early, late) = (all.as_known(first), all.as_known(second));
        for row in early.positions.all() {
            prop_assert!(late.positions.all().contains(row));
        }
        prop_assert_eq!(early.undated, late.undated);
        let counted = early.positions.all().len() + early.later + early.undated;
        prop_assert_eq!(counted, all.all().len());
    }

    /// Drafts, positions of the year to date, forecasts and what is implied decide nothing.
    #[test]
    fn what_does_not_count_changes_no_outcome(rows in rows()) {
        let all = Positions::new(rows);
        let kept = all.all().iter().filter(|row| {
            !matches!(row.stage, Stage::Draft | Stage::YearToDate | Stage::Variance | Stage::Forecast)
                && !row.is_implied()
        });
        let counting = Positions::new(kept.cloned().collect());
        prop_assert_eq!(outcomes(&all), outcomes(&counting));
    }

    /// Every body of a year has one standing, and the standings add up to the bodies.
    #[test]
    fn the_standings_add_up(rows in rows()) {
        let bodies: Vec<_> = ["X0", "X1", "X2", "X3"].into_iter().map(body).collect();
        let found = Positions::new(rows).summary(&bodies, year("2024-25"), LATER, &Facts::default());
        let sum: usize = Standing::ALL.iter().map(|standing| found.count(*standing)).sum();
        prop_assert_eq!(sum, bodies.len());
        prop_assert_eq!(found.count(Standing::Unknown) >= 1, true, "of X3 there is no row");
    }

    /// The outcome of two numbers on one basis is that of the plain comparison.
    #[test]
    fn two_numbers_compare_as_they_are(plan in -99..99_i32, outturn in -99..99_i32) {
        let positions = invented(&format!(
            "X0,surplus,2024-25,,plan,{plan},GBP m,,,,plan,,invented\n\
             X0,surplus,2024-25,,outturn,{outturn},GBP m,,,,accounts,,invented\n"
        ));
        let expected = if outturn >= plan { Outcome::Met } else { Outcome::Missed };
        prop_assert_eq!(outcomes(&positions)[0], expected);
    }

    /// The steps of a running total add up to its last value.
    #[test]
    fn steps_sum_to_the_last_total(steps in proptest::collection::vec(0..5000_i32, 1..12)) {
        let of = year("2023-24");
        let mut total = 0;
        let rows = steps.iter().map(|step| {
            total += step;
            Injection {
                year: of,
                total: f64::from(total),
                as_at: "2023-11".parse().unwrap(),
                note: String::new(),
                place: candour_curated::RowPlace {
                    file: "invented.csv".into(),
                    line: 2,
                    source: "invented".into(),
                },
            }
        }).collect();
        let injections = Injections::new(rows);
        let sum: f64 = injections.steps(of).iter().map(|step| step.step).sum();
        prop_assert_eq!(Some(sum), injections.total(of));
        prop_assert_eq!(injections.total(of), Some(f64::from(total)));
    }

    /// No text makes the reader panic, and a file is taken whole or not at all.
    #[test]
    fn any_text_is_read_or_refused(text in "[a-z0-9,\"\n -]{0,200}") {
        let text = format!("{}\n{text}", super::super::load::HEADINGS.join(","));
        let (rows, faults) = Positions::read("any.csv", &text, &|_| true);
        prop_assert!(rows.is_empty() || faults.is_empty());
    }
}
