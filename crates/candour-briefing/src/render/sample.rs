//! A briefing with invented figures, for the tests of what is made from one.

use candour_core::{BodyCode, Level};
use jiff::civil::date;

use crate::{
    Briefing, Criterion, Held, Item, ItemId, ItemKind, Knowledge, LeftOut, Scope, Score, ScorePart,
    Section, Sentence, Subject,
};

pub(crate) const BASE: &str = "https://candour.example";

fn score(points: f64) -> Score {
    Score {
        points,
        kind_factor: 0.9,
        parts: vec![ScorePart {
            criterion: Criterion::Size,
            amount: 0.75,
            weight: 40.0,
            because: "the figure is 2.5 limits' widths below its mean".to_owned(),
        }],
    }
}

fn item(kind: ItemKind, section: Section, parts: &[&str], headline: Sentence) -> Item {
    Item {
        id: ItemId::of(kind, parts.iter().copied()),
        kind,
        section,
        subject: Subject::default(),
        headline,
        detail: Vec::new(),
        score: score(61.4),
        series: None,
    }
}

/// A national briefing with three must-reads, two sections, markup in its words, and something left out.
pub(crate) fn briefing() -> Briefing {
    let receipt = "/receipts/ae-four-hour/england/2024-12";
    let mut first = item(
        ItemKind::SpecialCauseBegan,
        Section::UrgentCare,
        &["ae-four-hour", "england", "2024-12"],
        Sentence::from(
            "A&E within four hours in England worsened beyond chance in December 2024, to ",
        )
        .figure("61.2%", "61.2345678%", receipt),
    );
    first.subject = Subject {
        bodies: vec![BodyCode::england()],
        level: Some(Level::England),
        measure: Some("ae-four-hour".parse().unwrap()),
        period: Some("2024-12".parse().unwrap()),
        ..Subject::default()
    };
    first.detail = vec![
        Sentence::from("It was ")
            .figure(
                "70.4%",
                "70.4012345%",
                "/receipts/ae-four-hour/england/2023-12",
            )
            .text(" in December 2023; the usual range is 66.1% to 72.9%."),
        Sentence::from("Of ")
            .figure("2.05 million", "2,045,795", receipt)
            .text(" people, ")
            .figure("794,000", "793,912", receipt)
            .text(" waited longer. ")
            .link("See the chart", "/measures/ae-four-hour/england")
            .text("."),
    ];
    let mut second = item(
        ItemKind::PostVacated,
        Section::People,
        &["a-post", "2024-12-09"],
        Sentence::from("The post of ")
            .link("chief executive of SYNTHETIC <One> & Two", "/posts/a-post")
            .text(" has been vacant since 9 December 2024"),
    );
    second.subject.day = Some(date(2024, 12, 9));
    let mut due = item(
        ItemKind::DueSoon,
        Section::DueThisWeek,
        &["a-pledge", "2025-01-17"],
        Sentence::from("SYNTHETIC Board’s report is due on 17 January 2025"),
    );
    due.subject.day = Some(date(2025, 1, 17));
    let revised = item(
        ItemKind::Revised,
        Section::Revised,
        &["ae-attendances", "ZZ1", "2024-11"],
        Sentence::from("SYNTHETIC ZZ1 HOSPITALS’ attendances of November 2024 are now ")
            .figure("1,020", "1,020", "/receipts/ae-attendances/ZZ1/2024-11")
            .text(", not 1,010 as first published"),
    );
    Briefing {
        on: date(2025, 1, 14),
        scope: Scope {
            body: BodyCode::england(),
            name: "England".to_owned(),
            level: Level::England,
        },
        knowledge: Knowledge::Today,
        title: "A&E within four hours in England worsened beyond chance in December 2024, to 61.2%"
            .to_owned(),
        must_reads: vec![first, second],
        sections: vec![
            (Section::Waits, Vec::new()),
            (Section::DueThisWeek, vec![due]),
            (Section::Revised, vec![revised]),
        ],
        notes: vec![Sentence::from(
            "Nobody who sent no figures in both months is compared.",
        )],
        held: vec![
            Held {
                publication: "A&E Attendances and Emergency Admissions".to_owned(),
                latest: Some("2024-12".parse().unwrap()),
                published_on: Some(date(2025, 1, 9)),
            },
            Held {
                publication: "A publication of nothing".to_owned(),
                latest: None,
                published_on: None,
            },
        ],
        left_out: vec![LeftOut {
            headline: Sentence::from("Attendances in England fell"),
            because: "the month lies within its limits".to_owned(),
        }],
    }
}
