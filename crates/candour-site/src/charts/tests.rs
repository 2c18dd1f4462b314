//! Charts drawn from hostile, scant and broken series.

use candour_assessment::{Assurance, PointType, Variation};
use candour_core::{Month, Unit};

use super::*;

fn month(year: i32, number: u8) -> Month {
    Month::new(year, number).expect("a month")
}

fn point(month: Month, value: Option<f64>) -> XmrPoint {
    XmrPoint {
        month,
        value,
        kind: PointType::CommonCause,
        note: String::new(),
    }
}

fn chart(points: Vec<XmrPoint>) -> Xmr {
    Xmr {
        id: "a".to_owned(),
        finding: "A finding".to_owned(),
        axis: "Share".to_owned(),
        unit: Unit::Share,
        points,
        groups: vec![],
        targets: vec![],
        plans: vec![],
        forecast: None,
        injections: vec![],
        rebases: vec![],
        events: vec![],
        trial: false,
        boundaries: String::new(),
        source: String::new(),
    }
}

fn year() -> Vec<XmrPoint> {
    month(2025, 1)
        .through(month(2025, 12))
        .map(|m| point(m, Some(0.7)))
        .collect()
}

/// How often `part` stands in `whole`.
fn times(whole: &str, part: &str) -> usize {
    whole.matches(part).count()
}

fn ids(markup: &str) -> Vec<&str> {
    markup
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn hostile_text_is_escaped() {
    let evil = "</title><script>alert('\"&\")</script>\u{0}";
    let mut drawn = chart(year());
    drawn.id = evil.to_owned();
    drawn.finding = evil.to_owned();
    drawn.axis = evil.to_owned();
    drawn.source = evil.to_owned();
    drawn.points[3].note = evil.to_owned();
    drawn.events = vec![EventMark {
        month: month(2025, 3),
        to: None,
        words: evil.to_owned(),
        groups: vec![evil.to_owned()],
        also: evil.to_owned(),
        certain: true,
    }];
    drawn.rebases = vec![Mark {
        month: month(2025, 6),
        words: evil.to_owned(),
    }];
    let dot = StripDot {
        name: evil.to_owned(),
        value: 0.5,
        highlighted: true,
    };
    let strip_of = Strip {
        id: evil.to_owned(),
        title: evil.to_owned(),
        axis: evil.to_owned(),
        unit: Unit::Share,
        dots: vec![
            dot.clone(),
            StripDot {
                highlighted: false,
                ..dot
            },
        ],
        median: None,
        england: None,
        target: None,
    };
    for svg in [xmr_both(&drawn), strip_both(&strip_of)] {
        assert!(!svg.contains("<script"), "{svg}");
        assert!(!svg.contains('\u{0}'));
        assert!(svg.contains("&lt;script&gt;"));
        assert_eq!(times(&svg, "<title"), times(&svg, "</title>"));
    }
}

#[test]
fn ids_are_unique_on_a_page() {
    let mut other = chart(year());
    other.id = "b".to_owned();
    let page = xmr_both(&chart(year())) + &xmr_both(&other);
    let all = ids(&page);
    let mut unique = all.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(
        all.len(),
        8,
        "a title and a description in each of four drawings"
    );
    assert_eq!(unique.len(), all.len());
}

#[test]
fn a_chart_is_a_picture_with_title_and_description() {
    let svg = xmr(&chart(year()), Width::Wide);
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(svg.contains("role=\"img\""));
    assert!(svg.contains("<title id=\"c-a-t\">A finding</title>"));
    assert!(svg.contains("Latest 70.0%."));
    assert!(
        !svg.contains("style="),
        "a strict content security policy must not spoil a chart"
    );
}

#[test]
fn no_line_crosses_a_missing_month() {
    let lines = |points| {
        times(
            &xmr(&chart(points), Width::Wide),
            "stroke-linejoin=\"round\"",
        )
    };
    assert_eq!(lines(year()), 1);
    let mut without_value = year();
    without_value[5].value = None;
    let svg = xmr(&chart(without_value.clone()), Width::Wide);
    assert!(svg.contains("No figure: June 2025"));
    assert!(svg.contains("1 month without a figure."));
    assert_eq!(lines(without_value), 2);
    let mut left_out = year();
    left_out.drain(4..7);
    assert!(
        xmr(&chart(left_out.clone()), Width::Wide).contains("No figure: May 2025 to July 2025")
    );
    assert_eq!(lines(left_out), 2);
}

/// Quarters stand next to one another: a line joins them, and only one that is absent is a gap.
#[test]
fn a_quarter_reaches_back_to_the_one_before() {
    let quarters = |absent: Option<usize>| {
        let value = |place: usize| (Some(place) != absent).then_some(0.8);
        let points = (0..8_i32)
            .zip(0_usize..)
            .map(|(after, place)| point(month(2024, 3).plus(3 * after), value(place)));
        xmr(&chart(points.collect()), Width::Wide)
    };
    let whole = quarters(None);
    assert_eq!(times(&whole, "No figure: "), 0);
    assert!(!whole.contains("without a figure"));
    assert_eq!(times(&whole, "stroke-linejoin=\"round\""), 1);
    let broken = quarters(Some(4));
    assert!(
        broken.contains("No figure: January 2025 to March 2025"),
        "{broken}"
    );
    assert!(broken.contains("1 period without a figure."));
    assert_eq!(times(&broken, "stroke-linejoin=\"round\""), 2);
}

#[test]
fn one_point_and_no_points_are_drawn() {
    let one = xmr(
        &chart(vec![point(month(2025, 1), Some(0.5))]),
        Width::Narrow,
    );
    assert!(one.contains("Jan 2025"));
    assert!(!one.contains("NaN"));
    for points in [
        vec![],
        vec![point(month(2025, 1), None)],
        vec![point(month(2025, 1), Some(f64::NAN))],
    ] {
        let svg = xmr(&chart(points), Width::Wide);
        assert!(svg.contains("No figures are held."));
        assert!(!svg.contains("NaN"));
    }
}

#[test]
fn a_share_is_fitted_and_says_so_and_a_count_begins_at_nought() {
    let svg = xmr(&chart(year()), Width::Wide);
    assert!(svg.contains("not zero"), "{svg}");
    let mut count = chart(year());
    count.unit = Unit::Count;
    for point in &mut count.points {
        point.value = Some(2_300_000.0);
    }
    let svg = xmr(&count, Width::Wide);
    assert!(!svg.contains("not zero"));
    assert!(svg.contains("Share, millions"));
    assert!(svg.contains(">0.0</text>") || svg.contains(">0</text>"));
}

#[test]
fn a_target_is_labelled_and_the_latest_value_does_not_cross_it() {
    let mut drawn = chart(year());
    drawn.points[11].value = Some(0.7798);
    drawn.targets = vec![
        TargetStep {
            from: month(2020, 1),
            to: Some(month(2025, 6)),
            value: 0.76,
            label: String::new(),
        },
        TargetStep {
            from: month(2025, 7),
            to: None,
            value: 0.78,
            label: String::new(),
        },
    ];
    let svg = xmr(&drawn, Width::Wide);
    assert!(svg.contains("target 78%"));
    assert!(svg.contains("Target 76%"));
    assert!(svg.contains(">77.98%</text>"), "78.0% would read as met");
}

#[test]
fn signals_have_shapes_and_words() {
    let mut drawn = chart(year());
    drawn.points[11].kind = PointType::Concern;
    let svg = xmr(&drawn, Width::Wide);
    assert!(svg.contains(CONCERN));
    assert!(svg.contains(
        "1 month of special cause; the latest is December 2025 (special cause, concern)."
    ));
    let shapes: Vec<String> = [
        PointType::CommonCause,
        PointType::Improvement,
        PointType::Concern,
        PointType::NeutralHigh,
        PointType::NeutralLow,
    ]
    .map(|kind| marks::path(kind, 0.0, 0.0, 5.0))
    .to_vec();
    for (index, shape) in shapes.iter().enumerate() {
        assert!(
            !shapes[..index].contains(shape),
            "each kind has a shape of its own"
        );
    }
}

#[test]
fn sparklines_hold_gaps_and_nothing() {
    let mut line = Sparkline {
        id: "s".to_owned(),
        title: "A <measure>".to_owned(),
        unit: Unit::Weeks,
        points: vec![],
        limits: None,
        target: None,
        events: vec![],
    };
    assert!(sparkline(&line, SparklineShape::Row).contains("no figures"));
    line.points = month(2025, 1)
        .through(month(2025, 6))
        .map(|m| SparkPoint {
            month: m,
            value: (m.month() != 3).then_some(13.6),
            kind: PointType::CommonCause,
        })
        .collect();
    line.limits = Some(Limits {
        mean: 13.6,
        lower: 13.6,
        upper: 13.6,
    });
    for shape in [SparklineShape::Row, SparklineShape::Panel] {
        let svg = sparkline(&line, shape);
        assert_eq!(times(&svg, "stroke-linejoin"), 2, "{svg}");
        assert!(svg.contains("A &lt;measure&gt;. June 2025: 13.6 weeks, usual variation"));
        assert!(!svg.contains("NaN"));
    }
}

#[test]
fn icons_say_what_they_show() {
    let variations = [
        Variation::CommonCause,
        Variation::ImprovementHigh,
        Variation::ImprovementLow,
        Variation::ConcernHigh,
        Variation::ConcernLow,
        Variation::NeutralHigh,
        Variation::NeutralLow,
    ];
    let mut seen = Vec::new();
    for variation in variations {
        let icon = variation_icon(variation);
        assert!(icon.contains(variation_words(variation)));
        assert!(!seen.contains(&icon));
        seen.push(icon);
    }
    assert!(variation_icon(Variation::ConcernLow).contains(">L</text>"));
    for assurance in [
        Assurance::ConsistentPass,
        Assurance::ConsistentFail,
        Assurance::Inconsistent,
    ] {
        assert!(assurance_icon(assurance).contains(assurance_words(assurance)));
    }
}

#[test]
fn a_strip_stacks_names_and_survives_emptiness() {
    let mut of = Strip {
        id: "s".to_owned(),
        title: "t".to_owned(),
        axis: "Waiting".to_owned(),
        unit: Unit::Count,
        dots: vec![],
        median: None,
        england: None,
        target: None,
    };
    assert!(!strip(&of, Width::Wide).contains("NaN"));
    of.dots = vec![
        StripDot {
            name: "x".repeat(90),
            value: 12.0,
            highlighted: true
        };
        9
    ];
    of.target = Some(0.0);
    let svg = strip(&of, Width::Narrow);
    assert!(
        svg.contains("… 12</text>"),
        "a long name is cut, its value is not"
    );
    assert!(svg.contains("9 bodies shown"));
}
