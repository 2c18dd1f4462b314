//! The briefing on history: the real A&E months, each with only the periods up to it. From the versions held:
//! by period, not by publication.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeSet;

use candour_briefing::{Briefing, ItemKind, Knowledge, Run};
use candour_core::{BodyCode, MeasureId, Month};
use candour_findings::{format, standard_in};
use candour_measures::Catalogue;

use support::{about, ask, real, up_to};

/// The must-read of England on a measure, in words with what belongs to it.
fn must(briefing: &Briefing, measure: &str) -> Option<(ItemKind, String)> {
    let item = briefing.must_reads.iter().find(|item| {
        item.subject
            .measure
            .as_ref()
            .is_some_and(|id| id.as_str() == measure)
            && item.subject.bodies == [BodyCode::england()]
    })?;
    Some((item.kind, item.headline.to_string()))
}

#[test]
fn december_2022_is_told_first() {
    let Some(held) = real("the briefing of December 2022") else {
        return;
    };
    let briefing = up_to(held, "2022-12", None);
    let (kind, words) = must(&briefing, "ae-four-hour").unwrap();
    assert_eq!(kind, ItemKind::Record);
    assert!(
        words.contains("fell to 65.2% in December 2022, the lowest"),
        "{words}"
    );
    assert!(briefing.title.contains("65.2%"), "{}", briefing.title);
}

#[test]
fn the_recovery_of_january_2023_is_told() {
    let Some(held) = real("the briefing of January 2023") else {
        return;
    };
    let briefing = up_to(held, "2023-01", None);
    let (kind, words) = must(&briefing, "ae-four-hour").unwrap();
    assert_eq!(kind, ItemKind::Step);
    assert!(
        words.contains("rose to 72.5% in January 2023 from 65.2% the month before"),
        "{words}"
    );
}

/// In June 2023 England's share went from 74.0% to 73.3% while the trusts of the field test began to report
/// again. Nothing may be told of it: of England, of regions or of boards.
#[test]
fn no_fall_is_found_where_only_the_reporting_changed() {
    let Some(held) = real("the briefing of June 2023") else {
        return;
    };
    let briefing = up_to(held, "2023-06", None);
    for item in briefing.items() {
        let four_hour = item
            .subject
            .measure
            .as_ref()
            .is_some_and(|id| id.as_str().starts_with("ae-four-hour"));
        let worse = ["fell", "worsened", "lowest"]
            .iter()
            .any(|word| item.headline.to_string().contains(word));
        let provider = item.subject.level == Some(candour_core::Level::Provider);
        assert!(!(four_hour && worse && !provider), "{}", item.headline);
    }
    // The trusts that report again are told to have neither fallen nor risen: they have no history.
    assert_eq!(about(&briefing, "ae-four-hour", "england").count(), 0);
}

/// The months without such a story give none: England's four-hour share is told of in few months only.
#[test]
fn a_month_within_its_limits_is_no_news() {
    let Some(held) = real("quiet months") else {
        return;
    };
    for month in [
        "2022-05", "2022-08", "2022-09", "2022-11", "2023-02", "2023-03", "2023-05", "2023-07",
    ] {
        let briefing = up_to(held, month, None);
        let told: Vec<String> = about(&briefing, "ae-four-hour", "england")
            .filter(|item| item.kind != ItemKind::Standing)
            .map(|item| item.headline.to_string())
            .collect();
        assert!(told.is_empty(), "{month}: {told:?}");
    }
}

#[test]
fn the_same_question_has_the_same_answer() {
    let Some(held) = real("the same answer") else {
        return;
    };
    let text = |briefing: &Briefing| serde_json::to_string(briefing).unwrap();
    let (one, other) = (up_to(held, "2022-12", None), up_to(held, "2022-12", None));
    assert_eq!(text(&one), text(&other));
    // No item is told twice, and must-reads are among three and seven.
    let ids: BTreeSet<_> = one.items().map(|item| item.id.clone()).collect();
    assert_eq!(ids.len(), one.items().count());
    assert!((3..=7).contains(&one.must_reads.len()));
}

/// Every figure of a briefing leads to a receipt, and its series has that value, printed so.
#[test]
fn every_figure_can_be_computed_again() {
    let Some(held) = real("figures of briefings") else {
        return;
    };
    let snapshot = held.archive.snapshot().unwrap();
    let mut checked = 0;
    let briefings = [
        up_to(held, "2022-12", None),
        up_to(held, "2023-01", None),
        ask(held, None, Knowledge::Today),
        up_to(held, "2022-12", Some("RJ1")),
    ];
    for briefing in &briefings {
        for item in briefing.items() {
            for run in item
                .detail
                .iter()
                .chain([&item.headline])
                .flat_map(|said| &said.0)
            {
                let Run::Figure { text, href, .. } = run else {
                    continue;
                };
                let Some(path) = href.strip_prefix("/receipts/") else {
                    continue;
                };
                let (path, query) = path.split_once('?').unwrap_or((path, ""));
                let parts: Vec<&str> = path.split('/').collect();
                let [measure, body, month] = parts[..] else {
                    panic!("{href}");
                };
                let month: Month = month.parse().unwrap();
                let mut asked = candour_archive::SeriesQuery::new(
                    MeasureId::new(measure).unwrap(),
                    BodyCode::new(body).unwrap(),
                );
                (asked.from, asked.to) = (Some(month), Some(month));
                if query.contains("boundaries=then") {
                    asked.boundaries = candour_register::Boundaries::Then;
                }
                let figure = snapshot.series(&asked).unwrap().figures.remove(0);
                let value = figure.value.unwrap();
                let measure = Catalogue::bundled().find(measure).unwrap();
                let mut printed = vec![
                    format::value(value, measure.unit),
                    format::value_in_full(value, measure.unit),
                ];
                if let Some(standard) = standard_in(measure, month) {
                    printed.push(format::value_beside_target(
                        value,
                        standard.value,
                        measure.unit,
                    ));
                }
                assert!(
                    printed.contains(text),
                    "{href}: {text} is not among {printed:?}"
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "{checked}");
}
