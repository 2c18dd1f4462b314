//! The arithmetic of the data file, over all of its rows.

use std::collections::{BTreeMap, HashMap};

use candour_core::{Diagnostic, Diagnostics, Month};

use super::read::DataRows;
use super::table::{DESCRIPTION, METRIC, RANK, TRUST_CODE, TRUST_TYPE, UNITS, VALUE};
use crate::Check;
use crate::nof::quarter::written;
use crate::text::{counted, grouped, shown};

/// Adjusted segment, average metric score, unadjusted segment, financial override: what every trust
/// that is scored has.
const SUMMARY: [&str; 4] = ["OF5000", "OF5002", "OF5003", "OF5004"];

/// What a domain's score is called, and its segment: `OF4000` and `OF4100`.
const DOMAIN_SCORE: &str = "OF40";
const DOMAIN_SEGMENT: &str = "OF41";

/// Every check but those that a row is held to as it is read.
pub(super) fn all(rows: &DataRows, faults: &mut Diagnostics) -> Vec<Check> {
    vec![
        metrics(rows, faults),
        summaries(rows, faults),
        domains(rows, faults),
        ranks(rows, faults),
    ]
}

/// A metric has one unit in a file, and one description in a quarter. That a description differs from
/// one quarter to the next only warns: the publisher may word it anew, and the id is what is read.
fn metrics(rows: &DataRows, faults: &mut Diagnostics) -> Check {
    let mut units: HashMap<u32, u32> = HashMap::new();
    let mut described: HashMap<(Month, u32), u32> = HashMap::new();
    let mut at_first: HashMap<u32, (Month, u32)> = HashMap::new();
    let mut passed = true;
    for (period, row) in rows.each() {
        let metric = row.ids[METRIC];
        let (unit, description) = (row.ids[UNITS], row.ids[DESCRIPTION]);
        let name = || rows.text(row, METRIC);
        if *units.entry(metric).or_insert(unit) != unit {
            passed = false;
            let seen = shown(rows.text(row, UNITS).as_bytes());
            let message = format!(
                "expected one unit for {} throughout the file, saw {seen} after another",
                name()
            );
            faults.push(Diagnostic::error("metric", message).at_line(row.line));
        }
        let seen = || shown(rows.text(row, DESCRIPTION).as_bytes());
        let known = described.get(&(period, metric)).copied();
        described.insert((period, metric), description);
        match known {
            Some(known) if known != description => {
                passed = false;
                let message = format!(
                    "expected one description for {} in a quarter, saw {} after another",
                    name(),
                    seen()
                );
                faults.push(Diagnostic::error("metric", message).at_line(row.line));
            }
            Some(_) => {}
            None => {
                let (first, before) = *at_first.entry(metric).or_insert((period, description));
                if before != description {
                    passed = false;
                    let message = format!(
                        "{} is described otherwise than in {}: {}",
                        name(),
                        written(first),
                        seen()
                    );
                    faults.push(Diagnostic::warning("metric", message).at_line(row.line));
                }
            }
        }
    }
    Check {
        name: "metric",
        detail: format!(
            "Each of {} has one unit and one description.",
            counted(units.len() as u64, "metric")
        ),
        passed,
    }
}

/// Which metrics each trust has in each quarter, and the line of its first.
fn by_trust(rows: &DataRows) -> BTreeMap<(Month, &str), (u32, Vec<&str>)> {
    let mut found: BTreeMap<(Month, &str), (u32, Vec<&str>)> = BTreeMap::new();
    for (period, row) in rows.each() {
        found
            .entry((period, rows.text(row, TRUST_CODE)))
            .or_insert((row.line, Vec::new()))
            .1
            .push(rows.text(row, METRIC));
    }
    found
}

fn summaries(rows: &DataRows, faults: &mut Diagnostics) -> Check {
    let trusts = by_trust(rows);
    let before = faults.errors();
    for ((period, code), (line, metrics)) in &trusts {
        let lacking: Vec<&str> = SUMMARY
            .into_iter()
            .filter(|metric| !metrics.contains(metric))
            .collect();
        if !lacking.is_empty() {
            let message = format!(
                "{code} has no {} in {}: expected a segment before and after the override, an average \
                 score and a flag for every trust",
                lacking.join(", "),
                written(*period)
            );
            faults.push(Diagnostic::error("summary", message).at_line(*line));
        }
    }
    Check {
        name: "summary",
        detail: format!(
            "Each trust has its segments, average score and override flag in each quarter, {} in all.",
            grouped(i64::try_from(trusts.len()).unwrap_or(i64::MAX))
        ),
        passed: faults.errors() == before,
    }
}

fn domains(rows: &DataRows, faults: &mut Diagnostics) -> Check {
    let before = faults.errors();
    let mut pairs = 0_u64;
    for ((period, code), (line, metrics)) in by_trust(rows) {
        for metric in &metrics {
            let (this, other) = if let Some(domain) = metric.strip_prefix(DOMAIN_SCORE) {
                pairs += 1;
                ("score", format!("{DOMAIN_SEGMENT}{domain}"))
            } else if let Some(domain) = metric.strip_prefix(DOMAIN_SEGMENT) {
                ("segment", format!("{DOMAIN_SCORE}{domain}"))
            } else {
                continue;
            };
            if !metrics.contains(&other.as_str()) {
                let message = format!(
                    "{code} has a domain {this} {metric} in {} and no {other}: expected each with the \
                     other",
                    written(period)
                );
                faults.push(Diagnostic::error("domain", message).at_line(line));
            }
        }
    }
    Check {
        name: "domain",
        detail: format!(
            "Each of {} stands beside its segment.",
            counted(pairs, "domain score")
        ),
        passed: faults.errors() == before,
    }
}

/// A trust's value and rank, and its line.
struct Ranked {
    rank: i64,
    value: i64,
    line: u32,
}

/// Ranks go up or down with the values of a metric, equal ranks are of equal values, and after a tie
/// the next ranks are skipped. It only warns: ranks are the publisher's, made from values that are
/// published rounded (so that equal values may have different ranks), among trusts of which one may
/// stand in no row, and of a metric that may be ranked by its distance from a plan.
fn ranks(rows: &DataRows, faults: &mut Diagnostics) -> Check {
    let mut groups: BTreeMap<(Month, &str, &str), Vec<Ranked>> = BTreeMap::new();
    for (period, row) in rows.each() {
        if let (Some(value), Some(rank)) = (row.numbers[VALUE], row.numbers[RANK]) {
            let key = (period, rows.text(row, METRIC), rows.text(row, TRUST_TYPE));
            groups.entry(key).or_default().push(Ranked {
                rank,
                value,
                line: row.line,
            });
        }
    }
    let judged = groups.values().map(Vec::len).sum::<usize>() as u64;
    let many = groups.len() as u64;
    let mut passed = true;
    for ((period, metric, _), mut ranked) in groups {
        ranked.sort_by_key(|row| (row.rank, row.value, row.line));
        if let Some((line, why)) = out_of_order(&ranked) {
            passed = false;
            let message = format!("{metric} in {}: {why}", written(period));
            faults.push(Diagnostic::warning("rank", message).at_line(line));
        }
    }
    Check {
        name: "rank",
        detail: format!(
            "{} in {}, each of a metric and a quarter, follow the values: one direction throughout, \
             equal ranks for equal values only, the next ranks skipped after a tie.",
            counted(judged, "rank"),
            counted(many, "list")
        ),
        passed,
    }
}

/// The first row, in the order of their ranks, that does not fit to those before it.
fn out_of_order(ranked: &[Ranked]) -> Option<(u32, String)> {
    let mut direction = None;
    let mut expected = 1;
    for (place, tied) in ranked.chunk_by(|a, b| a.rank == b.rank).enumerate() {
        let (first, last) = (tied.first()?, tied.last()?);
        if first.value != last.value {
            let rank = first.rank;
            return Some((
                last.line,
                format!("rank {rank} is shared by different values"),
            ));
        }
        if first.rank != expected {
            let why = format!("expected rank {expected}, saw {}", first.rank);
            return Some((first.line, why));
        }
        expected += i64::try_from(tied.len()).unwrap_or(i64::MAX);
        let before = usize::try_from(first.rank - 2)
            .ok()
            .and_then(|before| ranked.get(before))
            .filter(|_| place > 0);
        if let Some(before) = before {
            let this = first.value.cmp(&before.value);
            if this.is_ne() && *direction.get_or_insert(this) != this {
                let rank = first.rank;
                let why = format!("the value at rank {rank} goes against the order of the others");
                return Some((first.line, why));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(ranked: &[(i64, i64)]) -> Option<String> {
        let rows: Vec<Ranked> = ranked
            .iter()
            .map(|(rank, value)| Ranked {
                rank: *rank,
                value: *value,
                line: 2,
            })
            .collect();
        out_of_order(&rows).map(|(_, why)| why)
    }

    #[test]
    fn ranks_follow_values_in_either_direction() {
        assert_eq!(judged(&[(1, 10), (2, 20), (2, 20), (4, 30)]), None);
        assert_eq!(judged(&[(1, 30), (2, 20), (3, 20), (4, 10)]), None);
        assert_eq!(judged(&[]), None);
        for (ranked, words) in [
            (&[(1, 10), (1, 20)][..], "shared by different values"),
            (
                &[(1, 10), (2, 20), (2, 20), (3, 30)],
                "expected rank 4, saw 3",
            ),
            (&[(1, 10), (2, 20), (3, 15)], "rank 3 goes against"),
            (&[(2, 10)], "expected rank 1, saw 2"),
        ] {
            let why = judged(ranked).unwrap();
            assert!(why.contains(words), "{why}");
        }
    }
}
