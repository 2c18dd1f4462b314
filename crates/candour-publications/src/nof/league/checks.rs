//! The arithmetic of the league table.

use std::collections::BTreeMap;

use candour_core::{Diagnostic, Diagnostics, MILLIONTHS, Month, decimal};

use super::read::LeagueRows;
use super::table::{
    NUMBERS, RANK, RANK_HIGH, RANK_LOW, SCORE, SCORE_AT, SCORE_HIGH, SCORE_LOW, SCORE_RANGE_AT,
    SEGMENT, SEGMENT_AT, TRUST_CODE, TRUST_TYPE,
};
use crate::Check;
use crate::nof::quarter::written;
use crate::text::counted;

/// What of a row cannot be what it says: the column, and the fault. Segment 5 is the Provider Improvement
/// Programme; scores go from 1.00, the best, to 4.00 (methodology manual 2025/26).
pub(super) fn off_scale(numbers: &[Option<i64>; NUMBERS]) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    if let Some(segment) = numbers[SEGMENT].filter(|segment| *segment > 5) {
        let message = format!("expected a segment from 1 to 5, saw {segment}");
        found.push((SEGMENT_AT, Diagnostic::error("scale", message)));
    }
    for (place, column) in [
        (SCORE, SCORE_AT),
        (SCORE_LOW, SCORE_RANGE_AT),
        (SCORE_HIGH, SCORE_RANGE_AT),
    ] {
        let outside = |score: &i64| !(MILLIONTHS..=4 * MILLIONTHS).contains(score);
        if let Some(score) = numbers[place].filter(outside) {
            let message = format!("expected a score from 1.00 to 4.00, saw {}", decimal(score));
            found.push((column, Diagnostic::error("scale", message)));
        }
    }
    found
}

/// Every check but those that a row is held to as it is read.
pub(super) fn all(rows: &LeagueRows, faults: &mut Diagnostics) -> Vec<Check> {
    vec![ranges(rows, faults), order(rows, faults)]
}

fn ranges(rows: &LeagueRows, faults: &mut Diagnostics) -> Check {
    let before = faults.errors();
    let mut judged = 0_u64;
    for (_, row) in rows.each() {
        for (what, [low, at, high], shown) in [
            (
                "average score",
                [SCORE_LOW, SCORE, SCORE_HIGH],
                decimal as fn(i64) -> String,
            ),
            ("rank", [RANK_LOW, RANK, RANK_HIGH], |rank| rank.to_string()),
        ] {
            let (Some(low), Some(at), Some(high)) =
                (row.numbers[low], row.numbers[at], row.numbers[high])
            else {
                continue;
            };
            judged += 1;
            if low > at || at > high {
                let message = format!(
                    "expected the {what} of {} within its likely range of {} to {}, saw {}",
                    rows.text(row, TRUST_CODE),
                    shown(low),
                    shown(high),
                    shown(at)
                );
                faults.push(Diagnostic::error("range", message).at_line(row.line));
            }
        }
    }
    Check {
        name: "range",
        detail: format!(
            "{} of scores and ranks have what they are the range of.",
            counted(judged, "likely range")
        ),
        passed: faults.errors() == before,
    }
}

/// A trust's place in the table.
struct Placed<'a> {
    /// Segment first, then average score: what the table is in the order of.
    by: (i64, i64),
    rank: i64,
    code: &'a str,
    line: u32,
}

/// The rank is one more than the number of trusts with a better segment or, in the same segment, a lower
/// average score, so that equal scores share a rank and the next ranks are skipped.
fn order(rows: &LeagueRows, faults: &mut Diagnostics) -> Check {
    let mut tables: BTreeMap<(Month, &str), Option<Vec<Placed<'_>>>> = BTreeMap::new();
    for (period, row) in rows.each() {
        let table = tables
            .entry((period, rows.text(row, TRUST_TYPE)))
            .or_insert_with(|| Some(Vec::new()));
        let numbers = &row.numbers;
        match (numbers[SEGMENT], numbers[SCORE], numbers[RANK]) {
            (Some(segment), Some(score), Some(rank)) => {
                if let Some(placed) = table {
                    placed.push(Placed {
                        by: (segment, score),
                        rank,
                        code: rows.text(row, TRUST_CODE),
                        line: row.line,
                    });
                }
            }
            // Of a table in which a trust has no segment, score or rank, the order cannot be judged.
            _ => *table = None,
        }
    }
    let before = faults.errors();
    let mut judged = 0_u64;
    for ((period, _), table) in tables {
        let mut table = table.unwrap_or_default();
        table.sort_by_key(|placed| placed.by);
        judged += table.len() as u64;
        let mut expected = 1;
        for tied in table.chunk_by(|a, b| a.by == b.by) {
            for placed in tied.iter().filter(|placed| placed.rank != expected) {
                let message = format!(
                    "expected {} at rank {expected} in {}, by segment {} and average score {}, saw {}",
                    placed.code,
                    written(period),
                    placed.by.0,
                    decimal(placed.by.1),
                    placed.rank
                );
                faults.push(Diagnostic::error("rank", message).at_line(placed.line));
            }
            expected += i64::try_from(tied.len()).unwrap_or(i64::MAX);
        }
    }
    Check {
        name: "rank",
        detail: format!(
            "{} in the order of segment and average score, equal scores on one rank and the next skipped.",
            if judged == 1 {
                "1 trust stands".to_owned()
            } else {
                format!("{} stand", counted(judged, "trust"))
            }
        ),
        passed: faults.errors() == before,
    }
}
