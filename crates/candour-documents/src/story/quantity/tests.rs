//! Tests of `quantity`.

use super::*;
use crate::story::words::tokens;

fn one(text: &str) -> Quantity {
    let tokens = tokens(text);
    let taken = vec![false; tokens.len()];
    let found = find(&tokens, &taken);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0].clone()
}

#[test]
fn numbers_as_people_write_them() {
    for (text, value, unit, hedge) in [
        ("65.2 per cent of patients", 65.2, Unit::Share, Hedge::None),
        ("65pc", 65.0, Unit::Share, Hedge::None),
        (
            "nearly two thirds of patients",
            200.0 / 3.0,
            Unit::Share,
            Hedge::Nearly,
        ),
        (
            "more than half of those",
            50.0,
            Unit::Share,
            Hedge::MoreThan,
        ),
        ("one in three", 100.0 / 3.0, Unit::Share, Hedge::None),
        ("nine out of ten", 90.0, Unit::Share, Hedge::None),
        (
            "around 7.25 million",
            7_250_000.0,
            Unit::Count,
            Hedge::About,
        ),
        ("1.2m people", 1_200_000.0, Unit::Count, Hedge::None),
        ("£650m", 650_000_000.0, Unit::Money, Hedge::None),
        ("£2bn", 2e9, Unit::Money, Hedge::None),
        (
            "fell by 3.1 percentage points",
            3.1,
            Unit::Points,
            Hedge::None,
        ),
        ("a median of 13.4 weeks", 13.4, Unit::Weeks, Hedge::None),
        (
            "nineteen thousand nurses",
            19_000.0,
            Unit::Count,
            Hedge::None,
        ),
        ("twenty-five of them", 25.0, Unit::Count, Hedge::None),
        ("just under 54,600", 54_600.0, Unit::Count, Hedge::Nearly),
        ("a quarter of patients", 25.0, Unit::Share, Hedge::None),
        ("some 133,000", 133_000.0, Unit::Count, Hedge::About),
    ] {
        let found = one(text);
        assert!(
            (found.written.value - value).abs() < 1e-6,
            "{text}: {found:?}"
        );
        assert_eq!((found.unit, found.hedge), (unit, hedge), "{text}");
    }
    assert_eq!(one("25 of 42 systems").out_of, Some(42.0));
    assert_eq!(one("25 of England's 42 systems").out_of, Some(42.0));
    assert!((one("65.2%").written.step - 0.1).abs() < 1e-9);
    assert!((one("19,000").written.round - 1_000.0).abs() < 1e-9);
    assert!((one("7.25 million").written.step - 10_000.0).abs() < 1e-6);
}

#[test]
fn what_is_no_figure_is_passed_over() {
    for text in [
        "the 14th of the month",
        "a 47-year-old",
        "two hospitals",
        "covid19",
        "1. First",
        "a third hospital",
        "v2x",
    ] {
        let tokens = tokens(text);
        let taken = vec![false; tokens.len()];
        let found = find(&tokens, &taken);
        assert!(
            found.iter().all(|found| found.unit == Unit::Time),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn ends_of_a_range_are_marked() {
    for text in ["60 to 65 per cent", "60-65%", "between 60% and 65%"] {
        let tokens = tokens(text);
        let found = find(&tokens, &vec![false; tokens.len()]);
        assert_eq!(found.len(), 2, "{text}");
        assert!(
            found.iter().all(|one| one.range && one.unit == Unit::Share),
            "{text}: {found:?}"
        );
    }
    let tokens = tokens("from 60% to 65%");
    let found = find(&tokens, &vec![false; tokens.len()]);
    assert!(found.iter().all(|one| !one.range));
}
