//! Invented pages: home and body.

use candour_core::Unit;
use candour_site::charts::SparklineShape;
use candour_site::views::{
    BodyEnd, BodyView, Choice, Citation, Control, Downloads, Fact, Figure, FigureMark, HeldLine,
    HomeNews, HomeView, Link, MeasureGroup, Multiple, MustReads, Nav, NewsItem, NotSubmitted,
    PartsGroup, Prose, PublishedOn, StripRow, headline_excludes_estimates,
};

use super::sample::{MEASURES, PROVIDERS, Small, figure, page, signals, small};

/// An invented SHA-256.
pub(crate) const SHA: &str = "5a1f0c77e2b94d1c8a60f3d2b7e9a4c15d8e6f7a0b3c2d1e4f5a6b7c8d9e0f12";

fn published(day: &str) -> PublishedOn {
    PublishedOn(Some(day.to_owned()))
}

pub(crate) fn control(action: &str) -> Control {
    Control {
        action: action.to_owned(),
        as_known: "2026-05-14".to_owned(),
        boundaries: vec![
            Choice {
                value: String::new(),
                label: "as they were in each month".to_owned(),
                chosen: true,
            },
            Choice {
                value: "2026-04-01".to_owned(),
                label: "of 1 April 2026".to_owned(),
                chosen: false,
            },
        ],
        note: "3 files have no known publication date and are left out.".to_owned(),
        ..Control::default()
    }
}

pub(crate) fn downloads(base: &str, what: &str) -> Downloads {
    Downloads {
        base: base.to_owned(),
        query: String::new(),
        what: what.to_owned(),
    }
}

pub(crate) fn citation() -> Citation {
    Citation {
        text: "Candour (2026). A&E: seen within 4 hours, all types; England, January 2026 (synthetic sample). \
               As known on 14 May 2026. https://candour.example/measures/ae-four-hour/england?as_known=2026-05-14"
            .to_owned(),
        permalink: "/measures/ae-four-hour/england?as_known=2026-05-14".to_owned(),
    }
}

pub(crate) fn did_not_submit() -> NotSubmitted {
    NotSubmitted {
        what: "four-hour figures".to_owned(),
        month: "January 2026".to_owned(),
        bodies: PROVIDERS[9..]
            .iter()
            .map(|(_, name)| Link::new(*name, "body.html"))
            .collect(),
        why: "They tested new standards in that month; their attendances are counted.".to_owned(),
    }
}

pub(crate) fn home() -> HomeView {
    let mut view = HomeView {
        page: page("What changed in England", &[]),
        today: "14 May 2026".to_owned(),
        ..HomeView::default()
    };
    view.page.nav = Nav::Home;
    let must = |index: usize, sentence: Prose, more: &str| {
        let (name, series) = MEASURES[index];
        NewsItem {
            headline: sentence,
            more: Prose::from(more).link("See the chart", "chart.html"),
            sparkline: Some(small(
                &format!("must-{index}"),
                name,
                series,
                SparklineShape::Row,
            )),
            why: "A page of invented figures has no score.".to_owned(),
            ..NewsItem::default()
        }
    };
    let must_reads = vec![
        must(
            6,
            Prose::from("Waits for treatment in England worsened beyond usual variation: ")
                .figure(Figure::beside_target(
                    0.6023,
                    0.92,
                    Unit::Share,
                    "receipt.html",
                ))
                .text(" waited 18 weeks or less in January 2026, against ")
                .figure(figure(0.6141, Unit::Share))
                .text(" in January 2025."),
            "Usual is 59.6% to 62.8%. The target is 92%. ",
        ),
        must(
            0,
            Prose::from("A&E waits in England have been shorter than usual since June 2025: ")
                .figure(figure(0.768, Unit::Share))
                .text(" were seen within 4 hours in January 2026."),
            "Seven months above the mean of 74.1%. The target is 78%. ",
        ),
        must(
            2,
            Prose::from("More people came to A&E in England than usual: ")
                .figure(figure(2_418_220.0, Unit::Count))
                .text(" attendances in January 2026, against ")
                .figure(figure(2_301_845.0, Unit::Count))
                .text(" in January 2025."),
            "Neither direction is better. ",
        ),
    ];
    view.news = Some(HomeNews {
        must_reads: MustReads(must_reads),
        ..HomeNews::default()
    });
    view.strip = MEASURES
        .iter()
        .zip(0..)
        .map(|((name, series), index)| StripRow {
            measure: Link::new(*name, "measure.html"),
            latest: figure(series.level * 1.01, series.unit),
            month: "Jan 2026".to_owned(),
            year_before: figure(series.level * 0.985, series.unit),
            signals: signals(*series),
            sparkline: small(
                &format!("strip-{index}"),
                name,
                *series,
                SparklineShape::Row,
            ),
            published: if index == 3 {
                PublishedOn(None)
            } else {
                published("12 Mar 2026")
            },
        })
        .collect();
    view.not_submitted = vec![did_not_submit()];
    view.notes = vec![headline_excludes_estimates()];
    view.held = vec![
        HeldLine {
            publication: "A&E attendances and emergency admissions".to_owned(),
            held: Prose::from("82 months, April 2019 to January 2026. "),
            late: Prose::from("3 months are missing: March to May 2020."),
        },
        HeldLine {
            publication: "Referral to treatment waiting times".to_owned(),
            held: Prose::from("2 months, November 2024 and January 2026. "),
            late: Prose::from("February 2026 was due on 9 April 2026."),
        },
    ];
    view.downloads = downloads("/england", "the table");
    view.control = control("/");
    view.control.boundaries.clear();
    view
}

pub(crate) fn home_empty() -> HomeView {
    HomeView {
        page: page("Nothing is held yet", &[]),
        today: "14 May 2026".to_owned(),
        ..HomeView::default()
    }
}

pub(crate) fn body() -> BodyView {
    let multiple = |index: usize| {
        let (name, series) = MEASURES[index];
        let latest = match series.unit {
            Unit::Count | Unit::Beds => series.level / 90.0,
            Unit::Share | Unit::Weeks => series.level * 0.93,
        };
        let series = Small {
            level: latest,
            spread: series.spread * latest / series.level,
            ..series
        };
        Multiple {
            title: Link::new(name, "chart.html"),
            latest: match series.target {
                Some(target) => Figure::beside_target(latest, target, series.unit, "receipt.html"),
                None => figure(latest, series.unit),
            },
            month: "January 2026".to_owned(),
            year_before: Some(figure(latest * 1.02, series.unit)),
            signals: signals(series),
            chart: small(
                &format!("body-{index}"),
                name,
                series,
                SparklineShape::Panel,
            ),
            note: if index == 8 {
                "By provider.".to_owned()
            } else {
                String::new()
            },
        }
    };
    let group = |title: &str, range: std::ops::Range<usize>| MeasureGroup {
        title: title.to_owned(),
        measures: range.map(multiple).collect(),
    };
    let mut groups = vec![
        group("Urgent care", 0..5),
        group("Waiting for treatment", 5..9),
    ];
    groups[0].measures[1].latest = groups[0].measures[1]
        .latest
        .clone()
        .marked(FigureMark::Revised);
    groups[1].measures[3].signals = candour_site::views::Signals {
        instead: "Trial limits: 9 points".to_owned(),
        ..Default::default()
    };
    BodyView {
        page: page(
            "Alderwick Hospitals NHS Trust",
            &[("England", "home.html"), ("North Marches", "body.html")],
        ),
        name: "Alderwick Hospitals NHS Trust".to_owned(),
        code: "ZZ1".to_owned(),
        kind: "NHS trust".to_owned(),
        facts: vec![
            Fact::new(
                "Region",
                Prose::default().link("North Marches", "body.html"),
            ),
            Fact::new(
                "Integrated care board",
                Prose::default().link("Alder Valley", "body.html"),
            ),
        ],
        state: Prose::from(
            "Of 9 measures held for January 2026, 1 is better than usual, 1 is worse than usual and 5 show usual variation.",
        ),
        groups,
        notes: vec![headline_excludes_estimates()],
        months_not_submitted: vec![Prose::from("A&E four-hour figures: May 2019 to May 2023.")],
        parts: vec![PartsGroup {
            title: "Sites".to_owned(),
            bodies: vec![
                Link::new("Alderwick General", "body.html"),
                Link::new("Alder Cross", "body.html"),
            ],
            note: String::new(),
        }],
        on: "12 March 2026".to_owned(),
        downloads: downloads("/bodies/ZZ1", "every figure of this trust"),
        control: control("/bodies/ZZ1"),
        citation: citation(),
        ..BodyView::default()
    }
}

pub(crate) fn body_ended() -> BodyView {
    BodyView {
        page: page(
            "Old Alder NHS Trust ended on 31 March 2021",
            &[("England", "home.html")],
        ),
        name: "Old Alder NHS Trust".to_owned(),
        code: "ZX9".to_owned(),
        kind: "NHS trust".to_owned(),
        ended: Some(BodyEnd {
            on: "31 March 2021".to_owned(),
            successors: vec![
                Prose::default()
                    .link("Alderwick Hospitals NHS Trust", "body.html")
                    .text(", all of it, by merger, from 1 April 2021."),
            ],
            figures: Vec::new(),
        }),
        state: Prose::from("Its last figures are of March 2021."),
        control: control("/bodies/ZX9"),
        citation: citation(),
        downloads: downloads("/bodies/ZX9", ""),
        ..BodyView::default()
    }
}
