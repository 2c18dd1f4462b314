//! The figures that the issue names, from the published sources.

use super::*;
use crate::bundled;
use crate::commitment::{Against, FactRef, Pledges, Test};
use crate::verdict::{Outcome, Why, judge_comparison};

/// The 42 systems of July 2022, as the facts list them.
const SYSTEMS: &str = "QE1 QF7 QGH QH8 QHG QHL QHM QJ2 QJG QJK QJM QK1 QKK QKS QM7 QMF QMJ QMM QNC QNQ \
                       QNX QOC QOP QOQ QOX QPM QR1 QRL QRV QSL QT1 QT6 QU9 QUA QUE QUY QVV QWE QWO QWU \
                       QXU QYG";

fn summary(of: &str) -> YearSummary {
    let systems: Vec<_> = SYSTEMS.split_whitespace().map(body).collect();
    assert_eq!(systems.len(), 42);
    Positions::bundled().summary(&systems, year(of), LATER, Facts::bundled())
}

fn codes(summary: &YearSummary, standing: Standing) -> Vec<String> {
    summary
        .with(standing)
        .map(|found| found.body.to_string())
        .collect()
}

fn counts(of: &str) -> Vec<(Standing, usize)> {
    let found = summary(of);
    Standing::ALL
        .iter()
        .map(|standing| (*standing, found.count(*standing)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

#[test]
fn every_bundled_row_is_sound() {
    let faults = [
        Positions::of_files(bundled::FINANCE).1,
        Facts::of_files(bundled::FINANCE).1,
        Injections::of_files(bundled::FINANCE).1,
        Balances::of_files(bundled::FINANCE).1,
    ]
    .concat();
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(Positions::bundled().all().len() > 700);
}

/// 25 systems of 42 missed their plan of 2023-24 by the one published count, up from 18 by the same
/// counter, 16 by the regulator's own count.
#[test]
fn the_published_counts_stand_side_by_side() {
    let found = |of| -> Vec<(f64, String)> {
        Facts::bundled()
            .value("systems-missing-plan", year(of))
            .map(|fact| (fact.value, fact.counter.clone()))
            .collect()
    };
    assert_eq!(found("2023-24"), [(25.0, "HSJ".to_owned())]);
    assert_eq!(
        found("2022-23"),
        [(18.0, "HSJ".to_owned()), (16.0, "NHS England".to_owned())]
    );
    assert!(found("2024-25").is_empty(), "nobody's count was found");
    assert_eq!(summary("2023-24").published.len(), 1);
    assert_eq!(summary("2022-23").published.len(), 2);
}

/// 25 is fewer neither than 18 nor than 16: the pledge was not kept, whoever counted.
#[test]
fn many_more_areas_did_not_deliver() {
    let pledge = Pledges::bundled()
        .get("more-areas-will-deliver-2023-24")
        .unwrap();
    let Test::Comparison(comparison) = &pledge.test else {
        panic!("{:?}", pledge.test);
    };
    let Against::Fact(right) = &comparison.right else {
        panic!("{:?}", comparison.right);
    };
    let facts = Facts::bundled();
    let verdict = judge_comparison(
        pledge,
        &BodyCode::england(),
        &facts.seen(&comparison.left),
        &facts.seen(right),
        date(2026, 11, 24),
    );
    assert_eq!(verdict.outcome, Outcome::Missed);
    assert_eq!(verdict.value, Some(25.0));
    assert_eq!(verdict.rests.len(), 3);
    // Of a draft and a plan under one name neither is an outturn.
    let planned = FactRef {
        fact: "planned-deficit".to_owned(),
        year: year("2023-24"),
    };
    assert_eq!(facts.get(&planned).count(), 2);
    assert!(facts.seen(&planned).is_empty());
}

/// Of the 25, full-year rows name seven; the eighth rests on a forecast and is not counted.
#[test]
fn of_the_25_seven_are_named_by_full_year_rows() {
    let found = summary("2023-24");
    assert_eq!(
        codes(&found, Standing::Missed),
        ["QE1", "QJ2", "QJK", "QKS", "QMF", "QOP", "QT1"]
    );
    assert_eq!(found.not_named(25), Some(18));
    assert_eq!(
        found.missed_unverified(),
        1,
        "Devon's source is of May 2023"
    );
    assert_eq!(codes(&found, Standing::OutturnOnly), ["QNC"]);
    assert_eq!(
        codes(&found, Standing::Beside),
        ["QJG", "QM7", "QOC", "QOQ", "QRV", "QUE", "QYG"]
    );
    assert_eq!(
        found.leaning_to_miss(),
        2,
        "QOC by forecast, QYG by month 3"
    );
    assert_eq!(codes(&found, Standing::PlanOnly), ["QH8", "QMJ", "QUA"]);
    assert_eq!(found.count(Standing::Unknown), 24);
    assert_eq!(found.count(Standing::Met), 0);
}

#[test]
fn unknown_stays_unknown_and_is_counted() {
    use Standing::{Beside, DraftOnly, Met, Missed, PlanOnly, Undecided, Unknown};
    assert_eq!(
        counts("2022-23"),
        [(Met, 1), (Beside, 13), (DraftOnly, 9), (Unknown, 19)]
    );
    assert_eq!(
        counts("2024-25"),
        [
            (Missed, 1),
            (Met, 2),
            (Undecided, 1),
            (Beside, 12),
            (PlanOnly, 4),
            (DraftOnly, 1),
            (Unknown, 21)
        ]
    );
    assert_eq!(counts("2025-26"), [(Beside, 1), (Unknown, 41)]);
    let unknown: usize = ["2022-23", "2023-24", "2024-25", "2025-26"]
        .iter()
        .map(|year| summary(year).count(Unknown))
        .sum();
    assert_eq!(unknown, 105);
    for of in ["2022-23", "2023-24", "2024-25", "2025-26"] {
        assert_eq!(counts(of).iter().map(|(_, count)| count).sum::<usize>(), 42);
    }
}

#[test]
fn a_plan_is_held_against_its_outturn() {
    let greater_manchester = surplus("QOP", "2023-24");
    assert_eq!(greater_manchester.verdict.outcome, Outcome::Missed);
    assert_eq!(greater_manchester.verdict.threshold, Some(0.0));
    assert_eq!(greater_manchester.verdict.value, Some(-180.0));
    assert_eq!(greater_manchester.verdict.margin, Some(-180.0));
    assert_eq!(
        greater_manchester.verdict.commitment.as_str(),
        "plan-surplus-2023-24"
    );
    assert_eq!(greater_manchester.verdict.rests.len(), 2);
    let commitment = greater_manchester.commitment().unwrap();
    assert_eq!(commitment.id, greater_manchester.verdict.commitment);

    let before = surplus("QOP", "2022-23");
    assert_eq!(before.verdict.outcome, Outcome::Met);
    assert_eq!(before.gap.unwrap().value, 0.0);
}

/// Both before support: 179.8 worse than the control total.
#[test]
fn lancashire_is_compared_on_one_basis() {
    let found = surplus("QE1", "2024-25");
    assert_eq!(found.verdict.outcome, Outcome::Missed);
    assert_eq!(found.gap.unwrap().value, -179.8);
    assert_eq!(found.gap.unwrap().bound, Bound::Exact);
    assert_eq!(found.ground, Some(Ground::SameBasis));
    assert_eq!(found.plan.unwrap().basis, Basis::BeforeSupport);
    // Reported after support: beside, not in the comparison.
    assert!(
        found
            .beside
            .iter()
            .any(|row| row.basis == Basis::AfterSupport)
    );
}

/// The plan of 2023-24 does not say its basis; even with its support the outturn lies under it.
#[test]
fn support_never_makes_a_position_worse() {
    let found = surplus("QE1", "2023-24");
    assert_eq!(found.verdict.outcome, Outcome::Missed);
    assert_eq!(found.ground, Some(Ground::EitherBasis));
    assert_eq!(found.verdict.value, Some(-148.6));
    let gap = found.gap.unwrap();
    assert_eq!((gap.value, gap.bound), (-68.1, Bound::AtLeast));
}

/// -12 after support against a plan of -90 before it that no source states: nobody can tell.
#[test]
fn shropshire_stays_unknown_with_what_is_implied_said() {
    let found = surplus("QOC", "2024-25");
    assert_eq!(found.verdict.outcome, Outcome::Unknown);
    assert!(matches!(found.verdict.why, Some(Why::DifferentBases(_))));
    assert!(found.plan.is_none());
    assert_eq!(found.outturn.unwrap().number().unwrap().value, -12.0);
    let implied = found.implied.unwrap();
    assert!(
        implied.contains("-90") && implied.contains("-115"),
        "{implied}"
    );
}

#[test]
fn a_control_total_goes_before_the_plan() {
    let found = surplus("QUA", "2024-25");
    let plan = found.plan.unwrap();
    assert_eq!(plan.stage, Stage::ControlTotal);
    assert_eq!(plan.number().unwrap().value, -90.0);
    assert!(found.beside.iter().any(|row| row.stage == Stage::Plan));
    assert_eq!(found.verdict.outcome, Outcome::Unknown);
    assert_eq!(found.verdict.why, Some(Why::OutturnNotFound));
    let so_far = found.prospect.to_date.unwrap();
    assert_eq!((so_far.months, so_far.run_rate), (4, Some(-240.0)));
    assert_eq!(so_far.variance, Some(-30.0));
}

/// A forecast is published, and decides nothing: 148.7 + 49.3 worse than a plan of balance.
#[test]
fn a_forecast_is_beside() {
    let kent = surplus("QKS", "2025-26");
    assert_eq!(kent.verdict.outcome, Outcome::Unknown);
    assert_eq!(kent.prospect.forecast_gap.unwrap().value, -198.0);
    assert_eq!(kent.prospect.leans(), Some(false));
    assert!(kent.prospect.leaning.unwrap().method.contains("forecast"));
    // While the year ran it was at risk.
    let code = body("QKS");
    let ask = Ask::surplus(&code, year("2025-26"), date(2026, 2, 28));
    let then = Positions::bundled().judge(&ask);
    assert_eq!(then.verdict.outcome, Outcome::AtRisk);
    // A forecast of one's own takes the place of the published one; it changes nothing that is known.
    let likelihood = |probability| crate::verdict::Likelihood {
        probability,
        outlook: crate::forecast::Outlook::of(probability),
        month: year("2025-26").last_month(),
        made_at: year("2025-26").month(9),
        method: "invented".to_owned(),
        value: 0.0,
        low: -1.0,
        high: 1.0,
        coverage: 0.8,
    };
    let likely = then.clone().with_likelihood(likelihood(0.9));
    assert_eq!(likely.verdict.outcome, Outcome::NotYetDue);
    let unlikely = then.with_likelihood(likelihood(0.1));
    assert_eq!(unlikely.verdict.outcome, Outcome::AtRisk);
    let known = surplus("QOP", "2023-24").with_likelihood(likelihood(0.9));
    assert_eq!(known.verdict.outcome, Outcome::Missed);
}

#[test]
fn what_was_not_yet_known_is_not_seen() {
    let code = body("QOP");
    let ask = Ask::surplus(&code, year("2023-24"), date(2024, 6, 30));
    let then = Positions::bundled().as_known(date(2024, 6, 30));
    let verdict = then.positions.judge(&ask);
    assert_eq!(verdict.verdict.threshold, Some(0.0));
    assert_eq!(verdict.verdict.why, Some(Why::OutturnNotFound));
    let now = Positions::bundled().as_known(date(2024, 7, 31));
    assert_eq!(now.positions.judge(&ask).verdict.outcome, Outcome::Missed);
    assert_eq!(then.undated, now.undated);
    assert!(then.undated > 0 && then.later > now.later);
}

/// 2.0bn before central support by one account, 1.4bn by the auditors' estimate.
#[test]
fn both_deficits_of_2023_24_stand_with_their_bases() {
    let found: Vec<_> = Facts::bundled()
        .value("combined-deficit", year("2023-24"))
        .map(|fact| (fact.as_surplus(), fact.counter.as_str(), fact.unit))
        .collect();
    assert_eq!(
        found,
        [
            (Some(-2000.0), "HSJ", FactUnit::GbpMillion),
            (Some(-1400.0), "National Audit Office", FactUnit::GbpMillion)
        ]
    );
    let definitions: Vec<_> = Facts::bundled()
        .value("combined-deficit", year("2023-24"))
        .map(|fact| fact.definition.clone())
        .collect();
    assert_ne!(definitions[0], definitions[1]);
}

/// £800m in November 2023, £1.2bn by March 2024, £1.7bn in all: one total as it grew.
#[test]
fn the_injection_is_one_running_total() {
    let injections = Injections::bundled();
    let of = year("2023-24");
    let totals: Vec<f64> = injections.of(of).map(|row| row.total).collect();
    assert_eq!(totals, [800.0, 1200.0, 1700.0]);
    let steps: Vec<f64> = injections.steps(of).iter().map(|step| step.step).collect();
    assert_eq!(steps, [800.0, 400.0, 500.0]);
    assert_eq!(injections.total(of), Some(1700.0));
    let shown = injections.with_and_without(of, -1400.0).unwrap();
    assert_eq!(
        (shown.with, shown.without, shown.total),
        (-1400.0, -3100.0, 1700.0)
    );
    assert_eq!(injections.total(year("2024-25")), None);
    let funding = FactRef {
        fact: "strike-funding".to_owned(),
        year: of,
    };
    let same: Vec<f64> = Facts::bundled()
        .get(&funding)
        .map(|fact| fact.value)
        .collect();
    assert_eq!(same, [1700.0], "the same money, held as a fact too");
    let then = injections.as_known(date(2023, 12, 31));
    assert_eq!(then.total(of), Some(800.0));
}

/// −563 + 119 + 85 + 94 + 374 − 39 = 70; the variances as printed make 71.
#[test]
fn the_balance_of_2025_26_adds_up() {
    let balances = Balances::bundled();
    let balance = balances.of(year("2025-26")).unwrap();
    assert_eq!(balance.parts.len(), 6);
    assert_eq!(balance.parts[0].actual, -563.0);
    assert_eq!(balance.actual, 70.0);
    assert_eq!(balance.total.actual, 70.0);
    assert_eq!((balance.variance, balance.total.variance), (71.0, 70.0));
    assert_eq!(balance.allocation, 198_095.0);
    assert_eq!(balance.plan, 0.0);
    assert_eq!(balance.adds_up(), AddsUp::WithinRounding);
}

/// A trust's forecast stands on the plan's basis; its position of nine months on another.
#[test]
fn a_trust_of_2025_26_has_a_plan_and_a_forecast() {
    let trust = surplus("RF4", "2025-26");
    assert_eq!(trust.plan.as_ref().unwrap().basis, Basis::ExcludingDsf);
    assert_eq!(trust.verdict.threshold, Some(-22.7));
    assert_eq!(trust.prospect.forecast_gap.unwrap().value, -48.1);
    let so_far = trust.prospect.to_date.unwrap();
    assert_eq!((so_far.months, so_far.variance), (9, Some(-36.6)));
    assert_eq!(trust.verdict.outcome, Outcome::Unknown);
    // Two positions that cannot both be right stand marked, and serve no run rate.
    assert!(
        surplus("RL1", "2025-26")
            .prospect
            .to_date
            .unwrap()
            .run_rate
            .is_none()
    );
}

#[test]
fn a_plan_is_flagged_with_its_reasons() {
    let trusts: Vec<_> = Positions::bundled()
        .bodies()
        .filter(|code| code.as_str().starts_with('R'))
        .cloned()
        .collect();
    let code = body("RF4");
    let found = Positions::bundled().realism(&Ask::surplus(&code, year("2025-26"), LATER), &trusts);
    let kinds: Vec<_> = found.flags().map(|check| check.kind).collect();
    assert_eq!(
        kinds,
        [CheckKind::RunRate, CheckKind::Forecast, CheckKind::Peers]
    );
    assert!(
        found
            .flags()
            .all(|check| !check.rests.is_empty() && !check.reason.is_empty())
    );
    assert_eq!(found.silent(), 4);

    // Lancashire: 53.6 better than the outturn of the year before, on one basis, after a missed plan.
    let code = body("QE1");
    let found = Positions::bundled().realism(&Ask::surplus(&code, year("2024-25"), LATER), &[]);
    let by = |kind| {
        found
            .checks
            .iter()
            .find(|check| check.kind == kind)
            .unwrap()
    };
    assert_eq!(by(CheckKind::LastOutturn).finding, Finding::Flagged);
    assert!(by(CheckKind::LastOutturn).reason.contains("53.6"));
    assert_eq!(by(CheckKind::TrackRecord).finding, Finding::Flagged);
    assert_eq!(by(CheckKind::SavingsShare).finding, Finding::CannotSay);
    assert_eq!(by(CheckKind::Forecast).finding, Finding::CannotSay);

    let nobody =
        Positions::bundled().realism(&Ask::surplus(&body("QGH"), year("2024-25"), LATER), &[]);
    assert!(nobody.plan.is_none() && nobody.checks.is_empty());
}
