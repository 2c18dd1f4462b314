//! The briefing on invented months: revisions as known, other bodies reporting, noise.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use candour_briefing::{ItemKind, Knowledge, Section};
use candour_core::Month;
use jiff::civil::date;

use support::{Provider, about, ask, invented, up_to};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Two years in which a share wobbles by a point.
fn quiet(providers: &[&'static str]) -> Vec<(Month, Option<&'static str>, Vec<Provider>)> {
    (0..24_u32)
        .map(|at| {
            let over = if at % 2 == 0 { 2_000 } else { 2_100 };
            (
                month("2021-01").plus(i32::try_from(at).unwrap()),
                None,
                providers.iter().map(|code| (*code, 10_000, over)).collect(),
            )
        })
        .collect()
}

#[test]
fn noise_is_no_news() {
    let held = invented(&quiet(&["XA1", "XA2", "XA3"]));
    let briefing = ask(&held, None, Knowledge::Today);
    let news: Vec<String> = briefing
        .items()
        .filter(|item| !matches!(item.kind, ItemKind::Standing | ItemKind::Late))
        .filter(|item| item.subject.measure.is_some())
        .map(|item| item.headline.to_string())
        .collect();
    assert!(news.is_empty(), "{news:?}");
}

#[test]
fn a_fall_of_all_is_told_of_england() {
    let mut months = quiet(&["XA1", "XA2", "XA3"]);
    months.push((
        month("2023-01"),
        None,
        vec![
            ("XA1", 10_000, 4_000),
            ("XA2", 10_000, 4_000),
            ("XA3", 10_000, 4_000),
        ],
    ));
    let held = invented(&months);
    let briefing = ask(&held, None, Knowledge::Today);
    let told: Vec<_> = about(&briefing, "ae-four-hour", "england").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, ItemKind::Record);
    assert!(
        told[0]
            .headline
            .to_string()
            .contains("fell to 60.0% in January 2023")
    );
    let detail: Vec<String> = told[0].detail.iter().map(ToString::to_string).collect();
    assert!(
        detail
            .iter()
            .any(|said| said.contains("all three providers")),
        "{detail:?}"
    );
}

/// A large body that reports for the first time, and is worse than the others, moves the whole. That is no
/// fall of the service.
#[test]
fn a_fall_that_comes_with_another_body_is_left_out_with_its_reason() {
    let mut months = quiet(&["XA1", "XA2"]);
    months.push((
        month("2023-01"),
        None,
        vec![
            ("XA1", 10_000, 2_000),
            ("XA2", 10_000, 2_000),
            ("XA9", 20_000, 9_000),
        ],
    ));
    let held = invented(&months);
    let briefing = ask(&held, None, Knowledge::Today);
    assert_eq!(
        about(&briefing, "ae-four-hour", "england")
            .filter(|item| item.kind != ItemKind::Standing)
            .count(),
        0
    );
    let left = briefing
        .left_out
        .iter()
        .find(|left| {
            left.headline
                .to_string()
                .contains("within four hours in England")
        })
        .unwrap();
    assert!(
        left.because.contains("1 body began or stopped reporting"),
        "{}",
        left.because
    );
    assert!(left.because.contains("80.0%"), "{}", left.because);
    // The same fall among those that reported all along stands.
    let last = months.len() - 1;
    months[last].2[0].2 = 5_000;
    months[last].2[1].2 = 5_000;
    let held = invented(&months);
    let briefing = ask(&held, None, Knowledge::Today);
    let told: Vec<_> = about(&briefing, "ae-four-hour", "england").collect();
    assert_eq!(told[0].kind, ItemKind::Record);
}

/// December 2022 came out at 80.0% and was revised to 60.0%, with a day in each file's name.
fn revised() -> support::Held {
    let mut months: Vec<_> = quiet(&["XA1", "XA2"])
        .into_iter()
        .map(|(month, _, providers)| (month, Some("010622"), providers))
        .filter(|(of, _, _)| *of < month("2022-06"))
        .collect();
    for at in 6..12 {
        let of = month("2022-01").plus(at - 1);
        months.push((
            of,
            Some("120123"),
            vec![("XA1", 10_000, 2_000), ("XA2", 10_000, 2_100)],
        ));
    }
    months.push((
        month("2022-12"),
        Some("120123"),
        vec![("XA1", 10_000, 2_000), ("XA2", 10_000, 2_000)],
    ));
    months.push((
        month("2022-12"),
        Some("110523"),
        vec![("XA1", 10_000, 4_000), ("XA2", 10_000, 4_000)],
    ));
    invented(&months)
}

#[test]
fn as_known_before_a_revision_the_revised_figure_is_not_told() {
    let held = revised();
    let before = ask(
        &held,
        None,
        Knowledge::AsKnown {
            day: date(2023, 5, 10),
        },
    );
    let words: Vec<String> = before
        .items()
        .map(|item| item.headline.to_string())
        .collect();
    assert!(
        !words.iter().any(|said| said.contains("60.0%")),
        "{words:?}"
    );
    assert!(
        !words.iter().any(|said| said.contains("revised")),
        "{words:?}"
    );
    let after = ask(
        &held,
        None,
        Knowledge::AsKnown {
            day: date(2023, 5, 12),
        },
    );
    let revised: Vec<String> = after
        .items()
        .filter(|item| item.section == Section::Revised)
        .map(|item| item.headline.to_string())
        .collect();
    assert!(
        revised
            .iter()
            .any(|said| said.contains("was revised to 60.0% from 80.0% in December 2022")),
        "{revised:?}"
    );
    let four_hour: Vec<_> = about(&after, "ae-four-hour", "england").collect();
    // With 23 values before it, too few for a record.
    assert!(
        four_hour
            .iter()
            .any(|item| item.kind == ItemKind::SpecialCauseBegan)
    );
    // Long after, the revision is no news, and what was known before is still what was known before.
    let later = ask(
        &held,
        None,
        Knowledge::AsKnown {
            day: date(2023, 9, 1),
        },
    );
    assert!(!later.items().any(|item| item.section == Section::Revised));
    assert_eq!(
        before,
        ask(
            &held,
            None,
            Knowledge::AsKnown {
                day: date(2023, 5, 10)
            }
        )
    );
}

#[test]
fn by_period_it_says_that_it_is_not_what_was_known() {
    let held = revised();
    let briefing = up_to(&held, "2022-12", None);
    let notes: Vec<String> = briefing.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes
            .iter()
            .any(|note| note.contains("not what was known then")),
        "{notes:?}"
    );
    assert!(
        briefing
            .must_reads
            .iter()
            .any(|item| item.headline.to_string().contains("60.0%"))
    );
}
