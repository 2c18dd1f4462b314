//! What must hold of any invented files whatever.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use candour_archive::{Archive, SeriesQuery, usual_basis};
use candour_core::{Level, Status};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use support::{COUNTS, LONDON, MIDLANDS, Place, Row, ae_csv, query, two};

/// The first day after the month that the versions are about.
const FIRST: Date = date(2024, 7, 1);

fn day(after: u16) -> Date {
    FIRST.saturating_add(i64::from(after).days())
}

/// The name of a version, with its day of publication as a publisher writes it.
fn name(version: usize, published: Option<u16>) -> String {
    match published {
        Some(after) => format!("June-2024-{}-v{version}.csv", day(after).strftime("%d%m%y")),
        None => format!("June-2024-v{version}.csv"),
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let counts = prop::array::uniform18(0..20_000_u32);
    prop::collection::vec((any::<bool>(), counts), 1..12).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(place, (north, mut counts))| {
            // Nobody waits who did not come.
            for at in 0..6 {
                counts[at + 6] = counts[at + 6].min(counts[at]);
            }
            Row {
                code: format!("ZZ{place:X}"),
                region: if north { LONDON } else { MIDLANDS },
                counts,
            }
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// What is known only grows: on a later day the same version is known, or one published later;
    /// and the version known on a day is the last one published by then, whatever the order of loading.
    #[test]
    fn as_known_is_monotone(published in prop::collection::vec(prop::option::of(1..300_u16), 1..6)) {
        let place = Place::new();
        let files: Vec<_> = published
            .iter()
            .enumerate()
            .map(|(version, published)| {
                let seen = 1000 + u32::try_from(version).unwrap();
                place.file(&name(version, *published), two("JUNE-2024", seen))
            })
            .collect();
        place.load(&files);
        let archive: Archive = place.archive();
        let snapshot = archive.snapshot().unwrap();
        let mut last: Option<Date> = None;
        for after in (0..301).step_by(7) {
            let known = snapshot
                .series(&SeriesQuery { as_known: Some(day(after)), ..query("ae-attendances", "ZZ1") })
                .unwrap()
                .figures
                .remove(0);
            let expected = published.iter().filter_map(|published| *published).filter(|published| *published <= after).max();
            let source = known.source.as_ref().map(|source| source.published_on.unwrap());
            prop_assert_eq!(source, expected.map(day));
            prop_assert_eq!(known.status == Status::NoneHeldThen, expected.is_none());
            prop_assert!(source >= last);
            if let Some(seen) = known.numerator {
                let version = usize::try_from(seen - 1000).unwrap();
                prop_assert_eq!(published[version], expected);
            }
            last = source;
        }
        let today = snapshot.series(&query("ae-attendances", "ZZ1")).unwrap().figures.remove(0);
        prop_assert_eq!(today.status, Status::Reported);
        prop_assert_eq!(today.source.unwrap().published_on, published.iter().filter_map(|published| *published).max().map(day));
    }

    /// Providers sum to their regions and to the nation, above the line and below it; a rate is the
    /// one divided by the other; and the figures are what the rows give.
    #[test]
    fn providers_sum_to_england(rows in rows()) {
        let place = Place::new();
        let file = place.file("June-2024.csv", ae_csv("JUNE-2024", &rows));
        let outcome = place.load(&[file]).remove(0);
        prop_assert_eq!(outcome.rows, Some(rows.len() as u64), "{:?}", outcome.diagnostics);
        let archive = place.archive();
        let snapshot = archive.snapshot().unwrap();
        let month = "2024-06".parse().unwrap();
        for measure in candour_measures::Catalogue::bundled().iter().filter(|measure| measure.publication.as_str() == "ae-monthly") {
            let sums = [Level::Provider, Level::Region, Level::England].map(|level| {
                let league = snapshot.league(measure, level, usual_basis(level), None, month, candour_register::Boundaries::AsReported, None).unwrap();
                let sum = |of: &dyn Fn(&candour_archive::Figure) -> Option<i64>| -> i64 {
                    league.iter().filter_map(|row| of(&row.figure)).sum()
                };
                (sum(&|figure| figure.numerator), sum(&|figure| figure.denominator), league)
            });
            for at in 0..2 {
                prop_assert_eq!((sums[at].0, sums[at].1), (sums[2].0, sums[2].1), "{}", measure.id);
            }
            let england = &sums[2].2[0].figure;
            if let (Some(numerator), Some(denominator), Some(value)) = (england.numerator, england.denominator, england.value) {
                #[expect(clippy::cast_precision_loss, reason = "invented counts are small")]
                let share = numerator as f64 / denominator as f64;
                prop_assert_eq!(value, share, "{}", measure.id);
            }
        }
        let attended: u32 = rows.iter().map(|row| row.counts[..6].iter().sum::<u32>()).sum();
        let england = snapshot.series(&query("ae-attendances", "england")).unwrap().figures.remove(0);
        prop_assert_eq!(england.numerator, Some(i64::from(attended)));
        let receipt = snapshot.explain(&query("ae-attendances", "england"), month).unwrap();
        prop_assert_eq!(receipt.inputs.len(), 1);
        let verified = snapshot.verify(&mut |_| {}).unwrap();
        prop_assert_eq!(verified.damage, []);
        prop_assert_eq!(COUNTS, 18);
    }
}
