//! Likely ranges: against the published ones, and a second way.

use super::files::{quarter, real, real_data};
use super::invented::{QUARTER, published};
use crate::framework::{Chances, Decimal, Figure, Move, reconcile, segment_changes, uncertainty};
use candour_core::Month;

fn decimals(texts: &[&str]) -> Vec<Decimal> {
    texts
        .iter()
        .map(|text| Decimal::parse(text).unwrap())
        .collect()
}

/// Every mean that drawing so many with replacement can give, one by one.
fn all_draws(scores: &[Decimal]) -> Vec<f64> {
    let count = scores.len();
    let mut means: Vec<f64> = (0..count.pow(u32::try_from(count).unwrap()))
        .map(|mut draw| {
            let mut sum = 0;
            for _ in 0..count {
                sum += scores[draw % count].millionths() / 10_000;
                draw /= count;
            }
            f64::from(i32::try_from(sum).unwrap())
                / 100.0
                / f64::from(u32::try_from(count).unwrap())
        })
        .collect();
    means.sort_by(f64::total_cmp);
    means
}

#[test]
fn the_chances_are_those_of_every_draw() {
    for texts in [
        &["1.5", "2.26", "4", "3.1", "1"][..],
        &["2", "2", "2"],
        &["3.77"],
        &["1", "4", "4", "2.05"],
    ] {
        let scores = decimals(texts);
        let chances = Chances::of(&scores).unwrap();
        let draws = all_draws(&scores);
        for share in [0.025, 0.1, 0.5, 0.9, 0.975] {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a place in a list of some thousands"
            )]
            let at = ((draws.len() as f64 * share - 1e-9).ceil() as usize).max(1) - 1;
            let ours = chances.quantile(share);
            assert!(
                (ours - draws[at]).abs() < 1e-9,
                "{texts:?} {share}: {ours} {}",
                draws[at]
            );
        }
    }
    assert_eq!(Chances::of(&[]), None);
    assert_eq!(Chances::of(&decimals(&["1.005"])), None);
    assert_eq!(Chances::of(&decimals(&["99"])), None);
}

/// Three invented providers with two or three metrics: every draw of all of them together.
#[test]
fn the_likely_ranks_are_those_of_every_draw() {
    let scores: [&[&str]; 3] = [&["1", "1.4", "3.7"], &["1.5", "2.5", "3.2"], &["2", "3.9"]];
    // Averages and segments that bound all cut-points at 1.5, 2.25 and 3.
    let published = published(&[
        (1, "S1", "1"),
        (1, "S3", "1.4"),
        (2, "S1", "1.5"),
        (2, "S3", "2.5"),
        (3, "S1", "2"),
        (3, "S3", "3.9"),
        (1, "AV", "1.4"),
        (1, "UN", "1"),
        (2, "AV", "1.6"),
        (2, "UN", "2"),
        (3, "AV", "2.9"),
        (3, "UN", "3"),
    ]);
    // Without a trust in segment 4 the last cut-point is not bounded, and no rank is given.
    let found = uncertainty(&published, Month::new(QUARTER.0, QUARTER.1).unwrap());
    assert!(
        found
            .iter()
            .all(|one| one.rank.is_none() && one.segments.is_none())
    );
    let draws: Vec<Vec<f64>> = scores.map(|texts| all_draws(&decimals(texts))).to_vec();
    let cuts = [1.5, 2.25, 3.0];
    let rows: Vec<(usize, String, String)> = scores
        .iter()
        .enumerate()
        .flat_map(|(at, texts)| {
            let code = ["S1", "S3", "S9"];
            texts
                .iter()
                .enumerate()
                .map(move |(number, text)| (at + 1, code[number].to_owned(), (*text).to_owned()))
        })
        .chain(
            [
                ("1.4", "1"),
                ("1.6", "2"),
                ("2.1", "2"),
                ("2.4", "3"),
                ("2.9", "3"),
                ("3.1", "4"),
            ]
            .iter()
            .enumerate()
            .flat_map(|(at, (average, segment))| {
                [
                    (at + 4, "AV".to_owned(), (*average).to_owned()),
                    (at + 4, "UN".to_owned(), (*segment).to_owned()),
                ]
            }),
        )
        .collect();
    let rows = rows
        .iter()
        .map(|(number, code, value)| super::invented::row(*number, code, value))
        .collect();
    let (published, _) = crate::framework::Published::new(&super::invented::framework(), rows);
    let found = uncertainty(&published, Month::new(QUARTER.0, QUARTER.1).unwrap());
    assert_eq!(found.len(), 3);
    // Segment first, then the average to the hundredth: the segment follows from the average here.
    let place = |mean: f64| (mean * 100.0).round();
    for (own, one) in found.iter().enumerate() {
        let mut ranks = [0.0; 3];
        for mine in &draws[own] {
            let mut ahead = [1.0, 0.0, 0.0];
            let mut counted = 0;
            for (other, theirs) in draws.iter().enumerate().filter(|(other, _)| *other != own) {
                let _ = other;
                let before = theirs
                    .iter()
                    .filter(|mean| place(**mean) < place(*mine))
                    .count();
                #[expect(clippy::cast_precision_loss, reason = "some dozens")]
                let before = before as f64 / theirs.len() as f64;
                counted += 1;
                for at in (1..=counted).rev() {
                    ahead[at] = ahead[at] * (1.0 - before) + ahead[at - 1] * before;
                }
                ahead[0] *= 1.0 - before;
            }
            for (rank, share) in ranks.iter_mut().zip(ahead) {
                #[expect(clippy::cast_precision_loss, reason = "some dozens")]
                let each = share / draws[own].len() as f64;
                *rank += each;
            }
        }
        let quantile = |share: f64| {
            let mut reached = 0.0;
            ranks.iter().position(|chance| {
                reached += chance;
                reached >= share - 1e-9
            })
        };
        let (best, worst) = one.rank.unwrap();
        assert_eq!(quantile(0.025).map(|at| at + 1), usize::try_from(best).ok());
        assert_eq!(
            quantile(0.975).map(|at| at + 1),
            usize::try_from(worst).ok()
        );
        let first = draws[own]
            .iter()
            .filter(|mean| place(**mean) <= cuts[0] * 100.0)
            .count();
        #[expect(clippy::cast_precision_loss, reason = "some dozens")]
        let first = first as f64 / draws[own].len() as f64;
        assert!((one.segments.unwrap()[0] - first).abs() < 1e-9);
    }
}

/// The publisher's method is not known. Ours gives its ranges of averages within 0.02 at both ends
/// for 58 of 61 trusts (within 0.04 for all), and its ranges of ranks within one rank for all.
#[test]
fn the_published_likely_ranges() {
    let Some(folder) = real_data("the_published_likely_ranges") else {
        return;
    };
    let (published, league) = real(&folder);
    let report = reconcile(&published, &league);
    for figure in [Figure::LikelyBest, Figure::LikelyWorst] {
        let count = report.total(figure).unwrap();
        assert_eq!(count.compared, 61);
        assert!(count.agree >= 58, "{count:?}");
        let most = report
            .lines
            .iter()
            .filter(|line| line.figure == figure)
            .map(|line| line.difference.unwrap().abs())
            .fold(0.0, f64::max);
        assert!(most <= 0.04, "{figure}: {most}");
    }
    for figure in [Figure::LikelyBestRank, Figure::LikelyWorstRank] {
        let count = report.total(figure).unwrap();
        assert_eq!((count.compared, count.agree), (61, 61), "{figure}");
    }
    // Dorset in the rule book: score 2.21, range 1.72 to 2.73; rank 24, range 6 to 49.
    let dorset = uncertainty(&published, quarter("Q4 2025/26"))
        .into_iter()
        .find(|one| one.trust.as_str() == "RDY")
        .unwrap();
    assert!(
        (dorset.average.best - 1.72).abs() <= 0.02,
        "{:?}",
        dorset.average
    );
    assert!(
        (dorset.average.worst - 2.73).abs() <= 0.02,
        "{:?}",
        dorset.average
    );
    let (best, worst) = dorset.rank.unwrap();
    assert!(best.abs_diff(6) <= 1 && worst.abs_diff(49) <= 1);
    assert!((dorset.segments.unwrap().iter().sum::<f64>() - 1.0).abs() < 1e-9);
}

/// The rule book's lesson: most changes of segment are noise. Of 38 in the second quarter, over all
/// types, NHS England called 8 significant and put 6 to the override.
#[test]
fn most_moves_of_segment_are_noise() {
    let Some(folder) = real_data("most_moves") else {
        return;
    };
    let (published, _) = real(&folder);
    let quarters: Vec<Month> = published.quarters().collect();
    for pair in quarters.windows(2) {
        let changes = segment_changes(&published, pair[0], pair[1]);
        assert_eq!(changes.len(), 61);
        let count = |verdict: Move| changes.iter().filter(|one| one.verdict == verdict).count();
        assert_eq!(count(Move::NotComparable), 0);
        assert!(
            count(Move::WithinNoise) > count(Move::MoreThanNoise),
            "{pair:?}"
        );
        for one in &changes {
            let moved = one.segments.0 != one.segments.1;
            assert_eq!(moved, !matches!(one.verdict, Move::None | Move::ScoreOnly));
            if one.verdict == Move::ByOverride {
                assert_eq!(one.unadjusted.0, one.unadjusted.1);
            }
        }
    }
    let same = segment_changes(&published, quarters[0], quarters[0]);
    assert!(
        same.iter()
            .all(|one| one.verdict == Move::None && one.moved == 0)
    );
}
