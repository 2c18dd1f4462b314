use super::files::bundled;
use super::invented::published;
use crate::framework::{
    Bands, Between, Cause, Decimal, Figure, Outcome, Scoring, SegmentRange, SegmentRule,
    by_quartile, combined_bounds, combined_score, quantile, rank_of_score, rank_score, reconcile,
    segment_of, step_score,
};

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

#[test]
fn decimals_are_what_is_printed() {
    for text in ["0", "-0.35", "2.21", "109.98", "-99.5", "0.000001"] {
        assert_eq!(decimal(text).to_string(), text);
    }
    assert_eq!(decimal("1.0"), decimal("1.00"));
    assert_eq!(decimal("2.00").as_whole(), Some(2));
    assert_eq!(decimal("2.5").as_whole(), None);
    for text in [
        "",
        "-",
        ".5",
        "5.",
        "1e3",
        "1.0000001",
        "--1",
        "1,5",
        " 1",
        "9999999999999999",
    ] {
        assert_eq!(Decimal::parse(text), None, "{text}");
    }
}

/// Dorset HealthCare's published scores and the ranks in the type that they belong to where the type
/// is the population: engagement rank 24 of 61 is 2.15, raising concerns rank 23 of 61 is 2.10.
#[test]
fn a_rank_has_its_published_score() {
    for (rank, score) in [(24, 2.15), (23, 2.10), (20, 1.95), (17, 1.80)] {
        assert!(
            (rank_score(rank, 61, 1.0, 4.0) - score).abs() < 0.005,
            "{rank}"
        );
        assert_eq!(rank_of_score(score, 61, 1.0, 4.0), Some(rank));
    }
    assert_eq!(rank_of_score(2.12, 61, 1.0, 4.0), None);
    assert_eq!(rank_of_score(4.2, 61, 1.0, 4.0), None);
    assert_eq!(rank_score(1, 1, 1.0, 4.0).to_bits(), 1.0_f64.to_bits());
    assert_eq!(rank_score(99, 61, 1.0, 4.0).to_bits(), 4.0_f64.to_bits());
}

/// The steps of plan and variance and the cells of the combined score in the rule book.
#[test]
fn finance_scores_as_the_rule_book_reads_it() {
    let framework = bundled("nof-2025-26");
    let score = |code: &str, value: &str| {
        let metric = &framework.metrics[framework.metric(code).unwrap()];
        let Some(Scoring::Steps { steps, .. }) = &metric.scoring else {
            panic!()
        };
        let (between, inferred) = step_score(steps, metric.better, decimal(value)).unwrap();
        (between.best, between.worst, inferred)
    };
    for (value, expected) in [("0", 1.0), ("2.39", 1.0), ("-0.2", 2.0), ("-0.99", 2.0)] {
        assert_eq!(
            score("OF0079", value),
            (expected, expected, false),
            "{value}"
        );
    }
    for (value, expected) in [("-1.12", 3.0), ("-1.96", 3.0), ("-2.52", 4.0), ("-30", 4.0)] {
        assert_eq!(
            score("OF0079", value),
            (expected, expected, false),
            "{value}"
        );
    }
    for (value, expected) in [("0", 1.0), ("-0.01", 2.0), ("-0.48", 2.0), ("-0.53", 3.0)] {
        assert_eq!(
            score("OF0081", value),
            (expected, expected, false),
            "{value}"
        );
    }
    for (value, expected) in [("-0.8", 3.0), ("-1.06", 4.0)] {
        assert_eq!(
            score("OF0081", value),
            (expected, expected, false),
            "{value}"
        );
    }
    // Between what was seen, the cut-point is inferred, and either side's score is possible.
    assert_eq!(score("OF0079", "-1.05"), (2.0, 3.0, true));
    assert_eq!(score("OF0079", "-2.2"), (3.0, 4.0, true));
    assert_eq!(score("OF0081", "-0.9"), (3.0, 4.0, true));
    assert_eq!(score("OF0079", "-0.1"), (1.0, 2.0, true));

    let metric = &framework.metrics[framework.metric("OF1080").unwrap()];
    let Some(Scoring::Combination { cells, .. }) = &metric.scoring else {
        panic!()
    };
    let seen = [
        (1, 1, 1),
        (1, 2, 1),
        (1, 3, 2),
        (1, 4, 3),
        (2, 1, 2),
        (3, 1, 2),
        (3, 2, 3),
        (3, 4, 4),
        (4, 1, 2),
        (4, 2, 3),
        (4, 4, 4),
    ];
    assert_eq!(cells.len(), seen.len());
    for (first, second, score) in seen {
        let found = combined_score(cells, f64::from(first), f64::from(second));
        assert_eq!(found, (Between::exact(f64::from(score)), true));
    }
    // (2, 2) was not seen: no better than (1, 2) and (2, 1), no worse than (3, 2).
    let between = Between {
        best: 2.0,
        worst: 3.0,
    };
    assert_eq!(combined_score(cells, 2.0, 2.0), (between, false));
    let (bounds, _) = combined_bounds(
        cells,
        Between {
            best: 1.0,
            worst: 2.0,
        },
        Between::exact(1.0),
    );
    assert_eq!(
        bounds,
        Between {
            best: 1.0,
            worst: 2.0
        }
    );
}

#[test]
fn quartiles_a_second_way() {
    // R's quantile(c(0.11, 0.34, 0.7, 2.25, 9.03)) and of six, by hand: type 7.
    let five: Vec<Decimal> = ["0.11", "0.34", "0.7", "2.25", "9.03"]
        .map(decimal)
        .to_vec();
    let at = |values: &[Decimal], share| quantile(values, share).unwrap();
    assert!((at(&five, 0.25) - 0.34).abs() < 1e-12);
    assert!((at(&five, 0.75) - 2.25).abs() < 1e-12);
    let four = &five[..4];
    assert!((at(four, 0.5) - 0.52).abs() < 1e-12);
    assert!((at(four, 0.25) - (0.11 * 0.25 + 0.34 * 0.75)).abs() < 1e-12);
    assert_eq!(quantile(&[], 0.5), None);
    let cuts = by_quartile(&five).unwrap();
    assert!((cuts[1] - 0.7).abs() < 1e-12);
}

/// The bands of Q4 2025/26 in the rule book's words: 1 to 2.02; 2 from 2.11 to 2.29; 3 from 2.31 to
/// 2.57; 4 from 2.60.
#[test]
fn a_score_in_a_gap_is_not_determinable() {
    let bands = Bands::of(
        [
            ("1.53", 1),
            ("2.02", 1),
            ("2.11", 2),
            ("2.29", 2),
            ("2.31", 3),
            ("2.57", 3),
            ("2.60", 4),
            ("3.34", 4),
        ]
        .map(|(average, segment)| (decimal(average), segment)),
    );
    let segment = |average: &str| bands.segment(decimal(average));
    for (average, expected) in [
        ("1", 1),
        ("2.02", 1),
        ("2.11", 2),
        ("2.2", 2),
        ("2.29", 2),
        ("2.31", 3),
        ("2.57", 3),
        ("2.6", 4),
        ("4", 4),
    ] {
        assert_eq!(segment(average), SegmentRange::exact(expected), "{average}");
    }
    assert_eq!(segment("2.03"), SegmentRange { best: 1, worst: 2 });
    assert_eq!(segment("2.3"), SegmentRange { best: 2, worst: 3 });
    assert_eq!(segment("2.59"), SegmentRange { best: 3, worst: 4 });
    let nothing = Bands::default();
    assert_eq!(
        nothing.segment(decimal("2")),
        SegmentRange { best: 1, worst: 4 }
    );
    // Bands that overlap: an average in both can be in either.
    let overlap =
        Bands::of([("1", 1), ("2.1", 1), ("2", 2), ("3", 2)].map(|(a, s)| (decimal(a), s)));
    assert_eq!(
        overlap.segment(decimal("2.05")),
        SegmentRange { best: 1, worst: 2 }
    );
}

#[test]
fn thresholds_and_judgement_are_rules_too() {
    let cuts = ["1.5", "2.5", "3.5"].map(decimal);
    let status = crate::framework::Certainty::Stated;
    let rule = SegmentRule::Threshold {
        cuts: Some(cuts),
        status,
    };
    let segment = |average: &str| segment_of(&rule, &Bands::default(), decimal(average));
    assert_eq!(segment("1.5"), Some(SegmentRange::exact(1)));
    assert_eq!(segment("1.51"), Some(SegmentRange::exact(2)));
    assert_eq!(segment("3.51"), Some(SegmentRange::exact(4)));
    for rule in [
        SegmentRule::Threshold { cuts: None, status },
        SegmentRule::Judgement { status },
    ] {
        assert_eq!(segment_of(&rule, &Bands::default(), decimal("2")), None);
    }
}

/// Three invented providers that are all there are: scores 1, 2.5 and 4, exactly.
#[test]
fn a_whole_type_is_scored_exactly() {
    let published = published(&[
        (1, "V1", "90"),
        (2, "V1", "80"),
        (3, "V1", "70"),
        (1, "S1", "1"),
        (2, "S1", "2.5"),
        (3, "S1", "3.9"),
        (1, "V2", "0.5"),
        (1, "S2", "1"),
        (1, "S3", "2"),
        (1, "AV", "1.5"),
        (2, "AV", "2.5"),
        (3, "AV", "3.95"),
    ]);
    let report = reconcile(&published, &[]);
    let outcomes: Vec<(&str, usize, Outcome, &str)> = report
        .lines
        .iter()
        .map(|line| {
            (
                line.code.as_str(),
                line.place,
                line.outcome,
                line.cause.kind(),
            )
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            ("AV", 1, Outcome::Agrees, "agrees"),
            ("AV", 2, Outcome::Agrees, "agrees"),
            ("AV", 3, Outcome::Differs, "unexplained"),
            ("S1", 1, Outcome::Agrees, "agrees"),
            ("S1", 2, Outcome::Agrees, "agrees"),
            ("S1", 3, Outcome::Differs, "off the grid"),
            ("S2", 1, Outcome::Agrees, "agrees"),
            ("S3", 1, Outcome::NotComputable, "table or rule unknown"),
        ]
    );
}

#[test]
fn a_metric_without_a_population_scores_nothing() {
    // Two of the three providers: who else is ranked is not known.
    let published = published(&[
        (1, "V1", "90"),
        (2, "V1", "80"),
        (1, "S1", "1"),
        (2, "S1", "4"),
    ]);
    let report = reconcile(&published, &[]);
    let count = report.total(Figure::MetricScore).unwrap();
    assert_eq!((count.compared, count.not_computable), (2, 2));
    assert!(report.lines.iter().all(|line| line.ours.is_none()));
    assert!(
        report
            .lines
            .iter()
            .all(|line| line.cause == Cause::PopulationUnknown)
    );
}

/// What no rank allows is told, and what hidden digits allow is not a difference.
#[test]
fn scores_out_of_order_and_out_of_bounds_are_told() {
    let kinds = |rows: &[(usize, &str, &str)]| -> Vec<&'static str> {
        reconcile(&published(rows), &[])
            .lines
            .iter()
            .map(|line| line.cause.kind())
            .collect()
    };
    // Ties share the better rank; printed alike with other scores, they lie in hidden digits.
    assert_eq!(
        kinds(&[
            (1, "V1", "9"),
            (2, "V1", "9"),
            (3, "V1", "7"),
            (1, "S1", "1"),
            (2, "S1", "1"),
            (3, "S1", "4")
        ]),
        ["agrees", "agrees", "agrees"]
    );
    assert_eq!(
        kinds(&[
            (1, "V1", "9"),
            (2, "V1", "9"),
            (3, "V1", "7"),
            (1, "S1", "2.5"),
            (2, "S1", "1"),
            (3, "S1", "4")
        ]),
        ["tied through rounding", "agrees", "agrees"]
    );
    // The better value with the worse score is possible for no rank.
    assert_eq!(
        kinds(&[
            (1, "V1", "9"),
            (2, "V1", "8"),
            (3, "V1", "7"),
            (1, "S1", "4"),
            (2, "S1", "2.5"),
            (3, "S1", "1")
        ]),
        ["outside the bounds", "agrees", "outside the bounds"]
    );
}

/// Eight invented providers that are all there are: two to a quartile, whatever segment is printed.
#[test]
fn where_everybody_is_held_the_quartiles_decide() {
    let text = super::invented::FILE.replace("organisations = 3", "organisations = 8");
    let framework = crate::framework::Framework::from_toml("invented.toml", &text)
        .0
        .unwrap();
    let averages = ["1.1", "1.5", "1.9", "2", "2.4", "2.5", "3", "3.7"];
    let printed = ["1", "1", "2", "2", "3", "2", "4", "4"];
    let mut rows = Vec::new();
    for (number, (average, segment)) in averages.iter().zip(printed).enumerate() {
        rows.push(super::invented::row(number, "AV", average));
        rows.push(super::invented::row(number, "UN", segment));
    }
    let (published, _) = crate::framework::Published::new(&framework, rows);
    let report = reconcile(&published, &[]);
    let count = report.total(Figure::Unadjusted).unwrap();
    assert_eq!((count.compared, count.agree, count.differ), (8, 7, 1));
    let wrong = report
        .lines
        .iter()
        .find(|line| line.outcome == Outcome::Differs)
        .unwrap();
    assert_eq!((wrong.place, wrong.ours), (5, Some(Between::exact(3.0))));
}

/// More have a value than are ranked together: those of one type are, in any case.
#[test]
fn more_held_than_ranked_falls_back_on_the_type() {
    let text = super::invented::FILE.replace(
        "[[domain]]",
        "[[trust_type]]\nid = \"other\"\ntitle = \"Other kind\"\norganisations = 2\n\n[[domain]]",
    );
    let text = text.replace(
        "among = \"all\"",
        "among = \"all\"\npopulation = [{ organisations = 3, status = \"deduced\" }]",
    );
    let framework = crate::framework::Framework::from_toml("invented.toml", &text)
        .0
        .unwrap();
    let mut rows = Vec::new();
    for (number, (value, score)) in [("9", "1"), ("8", "2.5"), ("7", "4"), ("6", "1"), ("5", "4")]
        .into_iter()
        .enumerate()
    {
        for (code, figure) in [("V1", value), ("S1", score)] {
            let mut row = super::invented::row(number, code, figure);
            if number > 2 {
                row.trust_type = "Other kind".to_owned();
            }
            rows.push(row);
        }
    }
    let (published, faults) = crate::framework::Published::new(&framework, rows);
    assert_eq!(faults, []);
    let report = reconcile(&published, &[]);
    let kinds: Vec<&str> = report.lines.iter().map(|line| line.cause.kind()).collect();
    assert_eq!(
        kinds,
        [
            "agrees",
            "agrees",
            "agrees",
            "population larger than held",
            "population larger than held"
        ]
    );
}
