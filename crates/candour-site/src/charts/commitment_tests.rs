//! Charts of plans, targets, scores and money put in, from invented bodies.

use candour_core::{FinancialYear, Month, Unit};

use super::*;

fn month(year: i32, number: u8) -> Month {
    Month::new(year, number).expect("a month")
}

fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

fn row(name: &str, plan: Option<f64>, outturn: Option<f64>) -> PlanGapRow {
    PlanGapRow {
        name: name.to_owned(),
        plan,
        outturn,
        others: vec![],
        highlighted: false,
    }
}

fn gaps() -> PlanGaps {
    PlanGaps {
        id: "g".to_owned(),
        finding: "Two of four invented systems missed".to_owned(),
        axis: "Balance, £ million".to_owned(),
        rows: vec![
            row("Nobody knows", None, None),
            row("Alder", Some(-10.0), Some(-4.0)),
            row("Birch", Some(0.0), Some(-30.5)),
            PlanGapRow {
                others: vec![(ResultBasis::Forecast, -50.0)],
                ..row("Cedar", Some(-5.0), None)
            },
            row("Damson", Some(3.0), Some(2.0)),
        ],
        notes: vec![],
        source: String::new(),
    }
}

#[test]
fn plans_and_outturns() {
    insta::assert_snapshot!(lines(&plan_gaps(&gaps(), Width::Wide)));
}

#[test]
fn bodies_stand_by_their_gap_and_the_unknown_last() {
    let svg = plan_gaps(&gaps(), Width::Narrow);
    let places: Vec<usize> = ["Birch", "Damson", "Alder", "Cedar", "Nobody knows"]
        .map(|name| svg.find(&format!(">{name}</text>")).expect("a name"))
        .to_vec();
    assert!(places.is_sorted(), "{places:?}");
    assert!(svg.contains("−30.5") && svg.contains("+6.0"));
    assert!(svg.contains(">unknown</text>") && svg.contains(">no outturn</text>"));
    assert!(svg.contains("5 bodies: 3 with plan and outturn, of which 2 below plan; 1 with other figures only; 1 of which nothing is known."));
}

#[test]
fn only_an_outturn_is_joined_to_a_plan() {
    let bars = |chart: &PlanGaps| {
        plan_gaps(chart, Width::Wide)
            .matches("fill-opacity")
            .count()
    };
    assert_eq!(bars(&gaps()), 3);
    let mut without = gaps();
    without.rows.iter_mut().for_each(|row| {
        if let Some(outturn) = row.outturn.take() {
            row.others.push((ResultBasis::YearToDate, outturn));
        }
    });
    assert_eq!(bars(&without), 0);
    assert!(plan_gaps(&without, Width::Wide).contains("year to date"));
}

fn counts() -> TargetCounts {
    let year = |begins, counts: &[(u32, &str)], follows| CountYear {
        year: FinancialYear::beginning(begins).expect("a year"),
        counts: counts
            .iter()
            .map(|(count, by)| TargetCount {
                count: *count,
                what: "invented targets".to_owned(),
                by: (*by).to_owned(),
            })
            .collect(),
        note: String::new(),
        follows,
    };
    TargetCounts {
        id: "c".to_owned(),
        finding: "An invented count".to_owned(),
        years: vec![
            year(2021, &[], false),
            year(2022, &[(100, "")], false),
            year(2023, &[(32, "one"), (31, "another")], true),
        ],
        proposed: FinancialYear::beginning(2023).map(|from| ProposedCount {
            from,
            count: 10,
            words: "Ten at the most".to_owned(),
        }),
        source: String::new(),
    }
}

#[test]
fn counts_of_targets() {
    insta::assert_snapshot!(lines(&target_counts(&counts(), Width::Wide)));
    let svg = target_counts(&counts(), Width::Narrow);
    assert!(svg.contains("not found") && svg.contains("32 or 31"));
    assert!(
        svg.contains("url(#c-c-n-h)"),
        "each drawing has its own hatching"
    );
}

fn steps() -> TargetSteps {
    TargetSteps {
        id: "s".to_owned(),
        finding: "Invented: missed since March".to_owned(),
        axis: "Share".to_owned(),
        unit: Unit::Share,
        points: month(2025, 1)
            .through(month(2025, 6))
            .map(|m| StepPoint {
                month: m,
                value: (m.month() != 4).then_some(0.8),
                met: (m.month() != 4).then_some(m.month() < 3),
            })
            .collect(),
        thresholds: vec![
            TargetStep {
                from: month(2024, 1),
                to: Some(month(2025, 2)),
                value: 0.76,
                label: String::new(),
            },
            TargetStep {
                from: month(2025, 3),
                to: None,
                value: 0.82,
                label: "interim target".to_owned(),
            },
            TargetStep {
                from: month(2010, 1),
                to: None,
                value: 0.95,
                label: "constitutional standard".to_owned(),
            },
        ],
        notes: vec![],
        source: String::new(),
    }
}

#[test]
fn thresholds_through_time() {
    let svg = target_steps(&steps(), Width::Wide);
    insta::assert_snapshot!(lines(&svg));
    assert!(svg.contains("The target was met in 2 months and missed in 3; 1 cannot be told."));
    assert_eq!(svg.matches(": met</title>").count(), 2);
    assert_eq!(svg.matches(": missed</title>").count(), 3);
    let mut none = steps();
    none.points.clear();
    assert!(target_steps(&none, Width::Wide).contains("No figures are held."));
}

#[test]
fn scores_and_segments() {
    let band = |segment, from, to| SegmentBand { segment, from, to };
    let mut chart = ScoreRange {
        id: "r".to_owned(),
        finding: "Invented".to_owned(),
        axis: "Average score".to_owned(),
        rows: (0..3)
            .map(|i| ScoreRow {
                name: format!("Invented trust {i}"),
                score: 2.0 + 0.2 * f64::from(i),
                range: (i > 0).then_some((1.9, 2.5)),
                note: String::new(),
                highlighted: i == 1,
            })
            .collect(),
        bands: vec![band(1, 1.8, 2.02), band(2, 2.11, 2.5)],
        notes: vec![],
        source: String::new(),
    };
    let svg = score_range(&chart, Width::Wide);
    insta::assert_snapshot!(lines(&svg));
    assert!(svg.contains("2.02 to 2.11: segment not determinable"));
    assert!(svg.contains("Invented trust 1: 2.20, place 2, likely between 1.90 and 2.50."));
    chart.rows.clear();
    assert!(score_range(&chart, Width::Narrow).contains("No scores are held."));
}

#[test]
fn money_put_in_is_one_running_total() {
    let step = |number, total| InjectionStep {
        month: month(2024, number),
        total,
        words: "invented".to_owned(),
    };
    let chart = Injections {
        id: "m".to_owned(),
        finding: "Invented".to_owned(),
        steps: vec![step(1, 800.0), step(4, 1200.0), step(6, 1700.0)],
        source: String::new(),
    };
    let svg = injections(&chart, Width::Wide);
    insta::assert_snapshot!(lines(&svg));
    for words in ["£800m", "+400, April 2024", "+500, June 2024", "£1,700m"] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(!svg.contains("3,700"), "never summed as three");
}

fn planned() -> Xmr {
    let end = month(2025, 12);
    Xmr {
        id: "x".to_owned(),
        finding: "Invented".to_owned(),
        axis: "Share".to_owned(),
        unit: Unit::Share,
        points: month(2025, 1)
            .through(end)
            .map(|month| XmrPoint {
                month,
                value: Some(0.7),
                kind: candour_assessment::PointType::CommonCause,
                note: String::new(),
            })
            .collect(),
        groups: vec![],
        targets: steps().thresholds,
        plans: vec![PlanLine {
            label: "plan".to_owned(),
            points: vec![(end.previous(), 0.71), (end, 0.72), (month(2026, 3), 0.75)],
        }],
        forecast: Some(Forecast {
            points: vec![
                ForecastPoint {
                    month: month(2026, 1),
                    median: 0.7,
                    lower: 0.68,
                    upper: 0.72,
                },
                ForecastPoint {
                    month: month(2026, 2),
                    median: 0.7,
                    lower: 0.67,
                    upper: 0.73,
                },
            ],
            interval: "80 per cent".to_owned(),
            method: "Invented.".to_owned(),
        }),
        injections: vec![Mark {
            month: month(2025, 11),
            words: "£8 million, invented".to_owned(),
        }],
        rebases: vec![],
        events: vec![],
        trial: false,
        boundaries: String::new(),
        source: String::new(),
    }
}

#[test]
fn plan_forecast_and_several_targets() {
    let svg = xmr(&planned(), Width::Wide);
    insta::assert_snapshot!(lines(&svg));
    for words in [
        "interim target 82%",
        "constitutional 95%",
        "plan 75.0%",
        "forecast 70.0%",
        "Forecast, not observed",
        "Plan, March 2026: 75.0%",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(!svg.contains("No figure:"), "months ahead are no gaps");
    assert!(!svg.contains("NaN"));
}

fn strike(at: Month, group: &str, certain: bool) -> EventMark {
    EventMark {
        month: at,
        to: None,
        words: format!("strike on 1 day: {group}"),
        groups: vec![group.to_owned()],
        also: String::new(),
        certain,
    }
}

#[test]
fn events_that_crowd_share_a_letter_and_keep_their_words() {
    let mut chart = planned();
    chart.points = month(2019, 1)
        .through(month(2025, 12))
        .map(|month| XmrPoint {
            month,
            value: Some(0.7),
            kind: candour_assessment::PointType::CommonCause,
            note: String::new(),
        })
        .collect();
    chart.events = vec![
        strike(month(2022, 12), "nurses", true),
        strike(month(2023, 1), "porters", true),
        strike(month(2025, 6), "doctors", false),
        EventMark {
            to: Some(month(2020, 5)),
            groups: vec![],
            words: "A trial, May 2019 to May 2020".to_owned(),
            ..strike(month(2019, 5), "", true)
        },
        strike(month(2030, 1), "nobody", true),
    ];
    for width in [Width::Wide, Width::Narrow] {
        let svg = xmr(&chart, width);
        for words in [
            "A A trial, May 2019 to May 2020",
            "B December 2022 to January 2023: strikes in 2 months, by nurses, porters",
            "No month is left out because of an event.",
            "December 2022: strike on 1 day: nurses</title>",
            "January 2023: strike on 1 day: porters</title>",
        ] {
            let joined = svg.replace("</text>", "");
            let whole = joined.contains(words) || svg.contains(words);
            // A phone's line may be wrapped within its words.
            assert!(whole || width == Width::Narrow, "{words}");
        }
        assert_eq!(
            svg.matches("fill=\"#fff\" stroke=\"#212b32\" stroke-width=\".8\"")
                .count(),
            1
        );
        assert!(!svg.contains("nobody"), "outside the months shown");
    }
    let bare = Xmr {
        events: vec![],
        ..chart.clone()
    };
    let points = |chart: &Xmr| xmr(chart, Width::Wide).matches("usual variation").count();
    assert_eq!(points(&bare), points(&chart), "a mark leaves no month out");
}

#[test]
fn a_small_chart_ticks_its_events() {
    let of = |events| Sparkline {
        id: "s".to_owned(),
        title: "Invented".to_owned(),
        unit: Unit::Share,
        points: month(2025, 1)
            .through(month(2025, 6))
            .map(|month| SparkPoint {
                month,
                value: Some(0.7),
                kind: candour_assessment::PointType::CommonCause,
            })
            .collect(),
        limits: None,
        target: None,
        events,
    };
    let march = month(2025, 3);
    let svg = sparkline(&of(vec![march, march, month(2020, 1)]), SparklineShape::Row);
    assert!(svg.contains("Ticks at the top: 1 month with strikes or other events"));
    assert_eq!(svg.matches("stroke-width=\"1.6\"").count(), 1);
    assert!(!sparkline(&of(vec![]), SparklineShape::Panel).contains("Ticks"));
}
