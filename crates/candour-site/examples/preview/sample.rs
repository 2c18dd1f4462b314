//! Invented series. No figure and no provider here exists.

use candour_assessment::{Assurance, PointType, Variation};
use candour_core::{Month, Unit};
use candour_site::charts::{
    EventMark, LimitGroup, Limits, Mark, SparkPoint, Sparkline, SparklineShape, TargetStep, Xmr,
    XmrPoint, sparkline,
};
use candour_site::views::{Banner, Figure, Link, Markup, Page, Signals};

/// A month that is known to exist.
pub(crate) fn month(year: i32, number: u8) -> Month {
    Month::new(year, number).expect("a month of the sample")
}

/// A number between -1 and 1 that looks random and is not.
pub(crate) fn noise(seed: u32) -> f64 {
    let mixed = seed
        .wrapping_mul(2_654_435_761)
        .rotate_left(13)
        .wrapping_mul(2_246_822_519);
    f64::from(mixed >> 8) / f64::from(1_u32 << 23) - 1.0
}

/// The invented providers.
pub(crate) const PROVIDERS: [(&str, &str); 14] = [
    ("ZZ1", "Alderwick Hospitals NHS Trust"),
    ("ZZ2", "Brackenholme NHS Foundation Trust"),
    (
        "ZZ3",
        "Caldermouth University Hospitals NHS Foundation Trust",
    ),
    ("ZZ4", "Dunmarsh and Eastry NHS Trust"),
    ("ZZ5", "Ferrowby Teaching Hospitals NHS Trust"),
    ("ZZ6", "Great Hollin NHS Foundation Trust"),
    ("ZZ7", "Hestercombe Vale NHS Trust"),
    ("ZZ8", "Inglebeck Hospitals NHS Foundation Trust"),
    ("ZZ9", "Kettlewater NHS Trust"),
    ("ZY1", "Lower Thorne Hospitals NHS Trust"),
    ("ZY2", "Marrowdale NHS Foundation Trust"),
    ("ZY3", "Northwold and Saxby NHS Trust"),
    ("ZY4", "Oakhanger NHS Foundation Trust"),
    ("ZY5", "Pellow Bay Hospitals NHS Trust"),
];

/// The invented regions.
pub(crate) const REGIONS: [(&str, &str); 4] = [
    ("ZR1", "North Marches"),
    ("ZR2", "Middle Shires"),
    ("ZR3", "East Fens"),
    ("ZR4", "South Downs and Isles"),
];

/// A page with the sample's banner.
pub(crate) fn page(title: &str, crumbs: &[(&str, &str)]) -> Page {
    Page {
        title: title.to_owned(),
        crumbs: crumbs
            .iter()
            .map(|(text, href)| Link::new(*text, *href))
            .collect(),
        banners: vec![Banner::SyntheticSample],
        ..Page::default()
    }
}

/// A four-hour series with a gap, a rebase, events and signals.
pub(crate) fn waits(id: &str) -> Xmr {
    let (first, last) = (month(2019, 4), month(2026, 1));
    let split = month(2021, 6);
    let gone = [month(2020, 3), month(2020, 4), month(2020, 5)];
    let points = first
        .through(last)
        .zip(0_u32..)
        .map(|(m, i)| {
            let season = if matches!(m.month(), 12 | 1 | 2) {
                -0.018
            } else {
                0.0
            };
            let level = if m < split { 0.823 } else { 0.742 };
            let drop = if m == month(2022, 12) { -0.075 } else { 0.0 };
            let late = if m >= month(2025, 6) { 0.020 } else { 0.0 };
            let kind = match m {
                m if m == month(2022, 12) => PointType::Concern,
                m if m >= month(2025, 6) => PointType::Improvement,
                _ => PointType::CommonCause,
            };
            XmrPoint {
                month: m,
                value: (!gone.contains(&m))
                    .then(|| level + season + drop + late + 0.012 * noise(i + 7)),
                kind,
                note: match kind {
                    PointType::Concern => "below the lower limit".to_owned(),
                    PointType::Improvement => "7 points above the mean".to_owned(),
                    _ => String::new(),
                },
            }
        })
        .collect();
    Xmr {
        id: id.to_owned(),
        finding: "A&E waits in England have been shorter than usual since June 2025".to_owned(),
        axis: "Share within 4 hours".to_owned(),
        unit: Unit::Share,
        points,
        groups: vec![
            LimitGroup {
                from: first,
                to: split.previous(),
                mean: 0.818,
                lower: 0.779,
                upper: 0.857,
            },
            LimitGroup {
                from: split,
                to: last,
                mean: 0.741,
                lower: 0.699,
                upper: 0.783,
            },
        ],
        targets: vec![
            TargetStep {
                from: month(2010, 6),
                to: Some(month(2023, 3)),
                value: 0.95,
                label: String::new(),
            },
            TargetStep {
                from: month(2023, 4),
                to: Some(month(2025, 2)),
                value: 0.76,
                label: String::new(),
            },
            TargetStep {
                from: month(2025, 3),
                to: None,
                value: 0.78,
                label: String::new(),
            },
        ],
        rebases: vec![Mark {
            month: split,
            words: "services reopened after the pandemic".to_owned(),
        }],
        plans: Vec::new(),
        forecast: None,
        injections: Vec::new(),
        events: strikes(),
        trial: false,
        boundaries: String::new(),
        source: "Synthetic sample: no figure in this chart is real.".to_owned(),
    }
}

/// Invented strikes of neighbouring months, one alone, one only announced, and an event that lasted.
pub(crate) fn strikes() -> Vec<EventMark> {
    let strike = |at: Month, days: u32, group: &str, certain| EventMark {
        month: at,
        to: None,
        words: format!("strikes on {days} days: {group}"),
        groups: vec![group.to_owned()],
        also: String::new(),
        certain,
    };
    let mut marks = vec![EventMark {
        month: month(2019, 5),
        to: Some(month(2021, 5)),
        words: "Invented trial of another standard, May 2019 to May 2021".to_owned(),
        groups: Vec::new(),
        also: String::new(),
        certain: true,
    }];
    for m in month(2022, 12).through(month(2023, 8)) {
        let group = if m.month() % 2 == 0 {
            "nurses"
        } else {
            "porters"
        };
        marks.push(strike(m, 2, group, true));
    }
    marks.push(strike(month(2024, 6), 4, "junior doctors", true));
    marks.push(strike(month(2025, 7), 5, "resident doctors", true));
    marks.push(strike(
        month(2025, 10),
        5,
        "resident doctors (announced)",
        false,
    ));
    marks
}

/// How an invented small series looks.
#[derive(Clone, Copy)]
pub(crate) struct Small {
    /// The unit.
    pub(crate) unit: Unit,
    /// Where it lies.
    pub(crate) level: f64,
    /// How much it moves.
    pub(crate) spread: f64,
    /// The target.
    pub(crate) target: Option<f64>,
    /// The last seven points are of this kind, and lie off the mean.
    pub(crate) ends: PointType,
    /// Which noise.
    pub(crate) seed: u32,
}

/// Draws an invented small series.
pub(crate) fn small(id: &str, title: &str, series: Small, shape: SparklineShape) -> Markup {
    let last = month(2026, 1);
    let first = last.plus(-23);
    let lift = match series.ends {
        PointType::CommonCause => 0.0,
        PointType::Improvement | PointType::NeutralHigh => 1.6,
        PointType::Concern | PointType::NeutralLow => -1.6,
    };
    let points = first
        .through(last)
        .zip(0_u32..)
        .map(|(m, i)| {
            let ends = i >= 17 && series.ends != PointType::CommonCause;
            let off = if ends { lift } else { 0.0 };
            SparkPoint {
                month: m,
                value: Some(series.level + series.spread * (noise(i * 31 + series.seed) + off)),
                kind: if ends {
                    series.ends
                } else {
                    PointType::CommonCause
                },
            }
        })
        .collect();
    let chart = Sparkline {
        id: id.to_owned(),
        title: title.to_owned(),
        unit: series.unit,
        points,
        limits: Some(Limits {
            mean: series.level,
            lower: series.level - 2.6 * series.spread,
            upper: series.level + 2.6 * series.spread,
        }),
        target: series.target,
        events: vec![last.plus(-13), last.plus(-6), last.plus(-2), last.plus(-1)],
    };
    Markup::of_chart(sparkline(&chart, shape))
}

/// Icons that go with an invented small series.
pub(crate) fn signals(series: Small) -> Signals {
    Signals {
        variation: Some(match series.ends {
            PointType::CommonCause => Variation::CommonCause,
            PointType::Improvement => Variation::ImprovementHigh,
            PointType::Concern => Variation::ConcernLow,
            PointType::NeutralHigh => Variation::NeutralHigh,
            PointType::NeutralLow => Variation::NeutralLow,
        }),
        assurance: series.target.map(|target| {
            let reach = 2.6 * series.spread;
            // Of the sample's counts with a target, fewer is better.
            let higher = series.unit == Unit::Share;
            match target {
                t if t > series.level + reach && higher => Assurance::ConsistentFail,
                t if t < series.level - reach && !higher => Assurance::ConsistentFail,
                t if (t - series.level).abs() > reach => Assurance::ConsistentPass,
                _ => Assurance::Inconsistent,
            }
        }),
        instead: String::new(),
    }
}

/// An invented figure with a receipt.
pub(crate) fn figure(value: f64, unit: Unit) -> Figure {
    Figure::of(value, unit, "receipt.html")
}

/// The measures of the England strip: name, unit, level, spread, target, ending.
pub(crate) const MEASURES: [(&str, Small); 9] = [
    (
        "A&E: seen within 4 hours, all types",
        series(
            Unit::Share,
            0.741,
            0.016,
            Some(0.78),
            PointType::Improvement,
            3,
        ),
    ),
    (
        "A&E: seen within 4 hours, type 1",
        series(
            Unit::Share,
            0.602,
            0.018,
            Some(0.78),
            PointType::CommonCause,
            11,
        ),
    ),
    (
        "A&E attendances",
        series(
            Unit::Count,
            2_290_000.0,
            90_000.0,
            None,
            PointType::NeutralHigh,
            5,
        ),
    ),
    (
        "Waits over 12 hours after a decision to admit",
        series(
            Unit::Count,
            48_300.0,
            6_000.0,
            Some(0.0),
            PointType::CommonCause,
            8,
        ),
    ),
    (
        "Emergency admissions",
        series(
            Unit::Count,
            541_000.0,
            14_000.0,
            None,
            PointType::CommonCause,
            13,
        ),
    ),
    (
        "Pathways waiting for treatment",
        series(
            Unit::Count,
            7_310_000.0,
            60_000.0,
            None,
            PointType::NeutralLow,
            21,
        ),
    ),
    (
        "Waiting 18 weeks or less",
        series(
            Unit::Share,
            0.612,
            0.006,
            Some(0.92),
            PointType::Concern,
            34,
        ),
    ),
    (
        "Waiting over 52 weeks",
        series(
            Unit::Count,
            134_000.0,
            9_000.0,
            Some(0.0),
            PointType::CommonCause,
            55,
        ),
    ),
    (
        "Median wait",
        series(Unit::Weeks, 13.6, 0.4, None, PointType::CommonCause, 89),
    ),
];

const fn series(
    unit: Unit,
    level: f64,
    spread: f64,
    target: Option<f64>,
    ends: PointType,
    seed: u32,
) -> Small {
    Small {
        unit,
        level,
        spread,
        target,
        ends,
        seed,
    }
}
