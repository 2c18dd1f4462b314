//! A body's own file: what is refused, and where it says so. Every body here is invented.

use super::*;
use crate::verdict::Outcome;

const GOOD: &str = "X1,surplus,2025-26,,plan,-4.5,GBP m,,,2025-05,board paper of May,,our own file";

fn faults(rows: &str) -> Vec<String> {
    let text = format!("{}\n{rows}\n", super::super::load::HEADINGS.join(","));
    let (taken, faults) = Positions::read("ours.csv", &text, &|id| id.as_str() == "ae-four-hour");
    assert!(
        taken.is_empty() || faults.is_empty(),
        "all of a file or none of it"
    );
    faults.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn refused(rows: &str, expected: &[&str]) {
    assert_eq!(faults(rows), expected);
}

#[test]
fn a_good_file_is_taken() {
    assert!(faults(GOOD).is_empty());
    let text = format!(
        "\u{feff}{}\r\n{GOOD}\r\n",
        super::super::load::HEADINGS.join(",")
    );
    let (rows, faults) = Positions::read("ours.csv", &text, &|_| false);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(rows[0].number().unwrap().value, -4.5);
    assert_eq!(rows[0].place.line, 2);
}

#[test]
fn a_plan_without_a_year_is_refused() {
    refused(
        "X1,surplus,,,plan,-4.5,GBP m,,,,,,our own file",
        &[
            "ours.csv line 2, column 3 (year): a plan without a year: expected the year that it is of, such as 2025-26",
        ],
    );
}

#[test]
fn a_value_without_a_unit_is_refused() {
    refused(
        "X1,surplus,2025-26,,plan,-4.5,,,,,,,our own file",
        &[
            "ours.csv line 2, column 7 (unit): a value without a unit: expected one of GBP m, % of turnover, %, count, weeks, beds",
        ],
    );
    refused(
        "X1,ae-four-hour,2025-26,2025-12,plan,78,GBP m,,,,,,our own file",
        &["ours.csv line 2, column 7 (unit): `ae-four-hour` is not counted in `GBP m`"],
    );
}

#[test]
fn two_plans_from_one_document_are_refused() {
    let other = GOOD.replace("-4.5", "-5.0");
    refused(
        &format!("{GOOD}\n{other}"),
        &[
            "ours.csv line 3, column 5 (stage): a second plan of X1 for 2025-26 from one document: the first is ours.csv line 2",
        ],
    );
    // Another document, another body, another month: each is a plan of its own.
    let rows = [
        GOOD.to_owned(),
        GOOD.replace("paper of May", "paper of June"),
        GOOD.replace("X1", "X2"),
        GOOD.replace("2025-26,,", "2025-26,2025-12,"),
    ];
    assert!(faults(&rows.join("\n")).is_empty());
}

#[test]
fn an_outturn_before_its_plan_is_refused() {
    let plan = GOOD.replace("2025-05", "2026-07");
    let outturn = "X1,surplus,2025-26,,outturn,-6,GBP m,,,2026-05,accounts,,our own file";
    refused(
        &format!("{plan}\n{outturn}"),
        &[
            "ours.csv line 3, column 10 (as_at): the outturn is dated before its plan: 2026-05 and 2026-07 (ours.csv line 2)",
        ],
    );
    refused(
        &outturn.replace("2026-05", "2025-12"),
        &[
            "ours.csv line 2, column 10 (as_at): the outturn of 2025-12 is dated before its period ended (2026-03-31)",
        ],
    );
    // Known by then, so perhaps long before: nothing is wrong.
    let plan = GOOD.replace("2025-05", "by 2026-07");
    assert!(faults(&format!("{plan}\n{outturn}")).is_empty());
}

#[test]
fn a_word_that_is_not_known_is_refused() {
    refused(
        &GOOD.replace(",plan,", ",promise,"),
        &[
            "ours.csv line 2, column 5 (stage): `promise` is not a stage: expected one of draft, plan, control-total, year-to-date, variance, forecast, outturn, status",
        ],
    );
    refused(
        &GOOD.replace("surplus", "ae-five-hour"),
        &[
            "ours.csv line 2, column 2 (indicator): `ae-five-hour` is not a measure: expected surplus, savings, turnover or the id of a measure",
        ],
    );
}

#[test]
fn a_month_outside_the_year_is_refused() {
    for period in ["2026-04", "to 2025-03"] {
        let month = period.trim_start_matches("to ");
        refused(
            &GOOD.replace("2025-26,,", &format!("2025-26,{period},")),
            &[&format!(
                "ours.csv line 2, column 4 (period): {month} lies outside 2025-26"
            )],
        );
    }
    refused(
        "X1,surplus,2025-26,,year-to-date,-4.5,GBP m,,,,,,our own file",
        &[
            "ours.csv line 2, column 4 (period): a year-to-date needs the month to which it runs, such as `to 2025-12`",
        ],
    );
    refused(
        "X1,surplus,2025-26,to 2025-12,outturn,-4.5,GBP m,,,,,,our own file",
        &[
            "ours.csv line 2, column 4 (period): a part of a year is not its outturn: expected the stage year-to-date",
        ],
    );
}

#[test]
fn every_fault_of_a_file_is_said() {
    let rows = [
        "X1,surplus,,,plan,x,,,,,,,our own file",
        GOOD,
        "X1,surplus,2025-26,,plan,inf,GBP m,,before-tea,,board paper of June,,",
        "X1,surplus,2025-26,,status,met,GBP m,,,,,,our own file",
        "short,row",
    ];
    let found = faults(&rows.join("\n"));
    let places: Vec<_> = found
        .iter()
        .map(|fault| fault.split(": ").next().unwrap())
        .collect();
    assert_eq!(
        places,
        [
            "ours.csv line 2, column 3 (year)",
            "ours.csv line 2, column 6 (value)",
            "ours.csv line 2, column 7 (unit)",
            "ours.csv line 4, column 6 (value)",
            "ours.csv line 4, column 9 (basis)",
            "ours.csv line 4, column 13 (source)",
            "ours.csv line 5, column 7 (unit)",
            "ours.csv line 6",
        ]
    );
    assert_eq!(faults("").len(), 0, "a file without rows says nothing");
}

/// A trajectory of a measure: months of plan and of what came, in per cent.
#[test]
fn a_body_can_load_a_trajectory() {
    let ours = invented(
        "X1,ae-four-hour,2025-26,2025-11,plan,76,%,,,2025-05,plan,,our own file\n\
         X1,ae-four-hour,2025-26,2025-12,plan,77,%,,,2025-05,plan,,our own file\n\
         X1,ae-four-hour,2025-26,2025-12,plan,78,%,,,2025-09,revised plan,,our own file\n\
         X1,ae-four-hour,2025-26,2025-12,outturn,77.5,%,,,2026-01,dashboard,,our own file\n",
    );
    let quantity: Quantity = "ae-four-hour".parse().unwrap();
    let code = body("X1");
    let trajectory: Vec<_> = ours
        .trajectory(&code, &quantity)
        .into_iter()
        .map(|(month, row)| (month.to_string(), row.in_measure_unit().unwrap()))
        .collect();
    assert_eq!(
        trajectory,
        [("2025-11".to_owned(), 0.76), ("2025-12".to_owned(), 0.78)]
    );
    let ask = |month: &str, better| Ask {
        body: &code,
        quantity: &quantity,
        year: year("2025-26"),
        period: Period::Month(month.parse().unwrap()),
        better,
        day: LATER,
    };
    let december = ours.judge(&ask("2025-12", candour_core::Better::Higher));
    assert_eq!(december.verdict.outcome, Outcome::Missed);
    assert_eq!(december.verdict.margin, Some(-0.5));
    assert_eq!(
        december.verdict.commitment.as_str(),
        "plan-ae-four-hour-2025-12"
    );
    let fewer = ours.judge(&ask("2025-12", candour_core::Better::Lower));
    assert_eq!(fewer.verdict.outcome, Outcome::Met);
    assert_eq!(fewer.verdict.margin, Some(0.5));
    let november = ours.judge(&ask("2025-11", candour_core::Better::Higher));
    assert_eq!(november.verdict.outcome, Outcome::Unknown);
    let neither = ours.judge(&ask("2025-12", candour_core::Better::Neither));
    assert_eq!(neither.verdict.outcome, Outcome::Unknown);
}

/// A bound decides only what it must: a deficit of more than 40 planned, 35 reached.
#[test]
fn a_bound_decides_only_what_it_must() {
    let judged = |plan: &str, outturn: &str| {
        let rows = format!(
            "X1,surplus,2025-26,,plan,{plan},,2025-05,plan,,our own file\n\
             X1,surplus,2025-26,,outturn,{outturn},,2026-06,accounts,,our own file\n"
        );
        let code = body("X1");
        let found = invented(&rows).judge(&Ask::surplus(&code, year("2025-26"), LATER));
        (found.verdict.outcome, found.gap.map(|gap| gap.bound))
    };
    use Bound::{About, AtLeast, Exact};
    use Outcome::{Met, Missed, Unknown};
    assert_eq!(
        judged("-40,GBP m,exact", "-40,GBP m,exact"),
        (Met, Some(Exact))
    );
    assert_eq!(
        judged("-40,GBP m,at-least", "-35,GBP m,exact"),
        (Met, Some(AtLeast))
    );
    assert_eq!(
        judged("-40,GBP m,at-least", "-45,GBP m,exact"),
        (Unknown, None)
    );
    assert_eq!(
        judged("-40,GBP m,exact", "-45,GBP m,at-least"),
        (Missed, Some(AtLeast))
    );
    assert_eq!(
        judged("-50,GBP m,about", "-51,GBP m,exact"),
        (Unknown, None)
    );
    assert_eq!(
        judged("-50,GBP m,about", "-60,GBP m,exact"),
        (Missed, Some(About))
    );
    assert_eq!(
        judged("-50,GBP m,implied", "-60,GBP m,exact"),
        (Unknown, None)
    );
    assert_eq!(
        judged("-5,% of turnover,exact", "-60,GBP m,exact"),
        (Unknown, None)
    );
}

/// Two sources that do not agree are both shown, and nothing is decided.
#[test]
fn sources_that_disagree_decide_nothing() {
    let rows = "X1,surplus,2025-26,,plan,-4,GBP m,,,2025-05,plan,,our own file\n\
                X1,surplus,2025-26,,outturn,-6,GBP m,,,2026-06,accounts,,our own file\n\
                X1,surplus,2025-26,,status,met,,,,2026-06,letter,,our own file\n";
    let code = body("X1");
    let found = invented(rows).judge(&Ask::surplus(&code, year("2025-26"), LATER));
    assert_eq!(found.verdict.outcome, Outcome::Unknown);
    assert!(
        found
            .verdict
            .why
            .unwrap()
            .in_words()
            .contains("do not agree")
    );
    assert!(found.gap.is_none() && found.ground.is_none());
}
