//! The same figures a second way: row by row, body by body, with none of the crate's machinery.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeMap;

use candour_core::{Basis, Level, Scope, Status};
use proptest::prelude::*;
use support::{COUNTS, Country, OLD, Row, TODAY, batches, plan, rows, tally};

/// Measure, level, basis, body, treatment function.
type Key = (&'static str, Level, Basis, String, &'static str);
/// Numerator, denominator, value, whether it is a lower bound, status.
type Value = (Option<i64>, Option<i64>, Option<f64>, bool, Status);

fn bodies(row: &Row) -> Vec<(Level, Basis, String)> {
    let [_, parent, provider, board, commissioner, ..] = row.texts;
    let mut all = vec![
        (Level::Provider, Basis::Provider, provider.to_owned()),
        (Level::England, Basis::Provider, "england".to_owned()),
        (Level::SubIcb, Basis::Commissioner, commissioner.to_owned()),
        (
            Level::Icb,
            Basis::Commissioner,
            if board.is_empty() {
                "nationally"
            } else {
                board
            }
            .to_owned(),
        ),
    ];
    if !parent.is_empty() {
        all.push((Level::Icb, Basis::Provider, parent.to_owned()));
    }
    match parent {
        "BA" | "BB" => all.push((Level::Region, Basis::Provider, "RA".to_owned())),
        "BC" => all.push((Level::Region, Basis::Provider, "RB".to_owned())),
        _ => {}
    }
    all
}

/// The cells of some columns in some rows, as far as the layout has them.
fn cells(rows: &[&Row], columns: &[&str], present: &[bool]) -> Vec<i64> {
    let mut all = vec![];
    for row in rows {
        for (place, name) in COUNTS.iter().enumerate() {
            if columns.contains(name) && present[place] {
                all.extend(row.counts[place].map(i64::from));
            }
        }
    }
    all
}

fn has(columns: &[&str], present: &[bool]) -> bool {
    COUNTS
        .iter()
        .zip(present)
        .any(|(name, present)| columns.contains(name) && *present)
}

fn sum(cells: &[i64]) -> Option<i64> {
    (!cells.is_empty()).then(|| cells.iter().sum())
}

fn value(measure: &str, rows: &[&Row], present: &[bool]) -> Option<Value> {
    let bands = ["b0", "b1", "b2", "b3", "old_open"];
    let of = |columns: &[&str]| sum(&cells(rows, columns, present));
    let count = |count: Option<i64>| {
        count.map(|count| {
            (
                Some(count),
                None,
                Some(count as f64),
                false,
                Status::Reported,
            )
        })
    };
    let share = |above: i64, below: i64| {
        let value = (below != 0).then(|| above as f64 / below as f64);
        let status = if below == 0 {
            Status::NotApplicable
        } else {
            Status::Reported
        };
        (Some(above), Some(below), value, false, status)
    };
    match measure {
        "waiting" | "starts" => count(of(&["total"])),
        "late" if !has(&["b2", "b3"], present) => {
            Some((None, None, None, false, Status::NotApplicable))
        }
        "late" => count(of(&["b2", "b3"])),
        "early-share" => {
            let below = of(&bands)?;
            Some(share(of(&["b0"]).unwrap_or(0), below))
        }
        "rest-share" => Some(share(of(&["total"])? - of(&["b0"])?, of(&["total"])?)),
        _ => {
            let mut line: Vec<(f64, bool)> = vec![];
            let (lower, open) = (
                ["b0", "b1", "b2"],
                if present[3] { "b3" } else { "old_open" },
            );
            of(&bands)?;
            for (band, from) in lower.iter().zip([0.0, 1.0, 2.0]) {
                let held = of(&[band]).unwrap_or(0);
                line.extend((1..=held).map(|nth| (from + nth as f64 / held as f64, false)));
            }
            let edge = if present[3] { 3.0 } else { 1.0 };
            line.extend((0..of(&[open]).unwrap_or(0)).map(|_| (edge, true)));
            let all = line.len();
            let rank = all.div_ceil(2);
            let Some((upper, over)) = rank.checked_sub(1).map(|place| line[place]) else {
                return Some((None, Some(0), None, false, Status::NotApplicable));
            };
            // Where half of an odd number falls between two, half of the upper one's step.
            let within: Vec<f64> = line
                .iter()
                .filter(|(point, open)| !open && point.ceil() == upper.ceil())
                .map(|(point, _)| *point)
                .collect();
            let step = 1.0 / within.len() as f64;
            let exact = if over || all.is_multiple_of(2) {
                upper
            } else {
                upper - step / 2.0
            };
            Some((None, Some(all as i64), Some(exact), over, Status::Reported))
        }
    }
}

fn naive(rows: &[Row], present: &[bool]) -> BTreeMap<Key, Value> {
    let mut groups: BTreeMap<Key, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let [_, _, _, _, commissioner, part, function] = row.texts;
        for (level, basis, body) in bodies(row) {
            for measure in [
                "waiting",
                "late",
                "early-share",
                "rest-share",
                "median",
                "starts",
            ] {
                let kept = match measure {
                    "starts" => part == "S" || part == "U",
                    _ => part == "P" && commissioner != "ZNO",
                };
                if kept {
                    groups
                        .entry((measure, level, basis, body.clone(), function))
                        .or_default()
                        .push(row);
                }
            }
        }
    }
    let figures = groups.into_iter().filter_map(|(key, rows)| {
        let found = value(key.0, &rows, present)?;
        Some((key, found))
    });
    figures.collect()
}

proptest! {
    #[test]
    fn both_ways_agree(rows in rows(), old in any::<bool>()) {
        let present = if old { OLD } else { TODAY };
        let plan = plan();
        let (found, _) = tally(&plan, &batches(&rows, 8, &present), &present).finish(&Country, Scope::National);
        let mut expected = naive(&rows, &present);
        for observation in found {
            let key = observation.key;
            let function = key.treatment_function.unwrap();
            let at = expected
                .keys()
                .find(|known| {
                    known.0 == key.measure.as_str()
                        && (known.1, known.2) == (key.level, key.basis)
                        && known.3 == key.body.as_str()
                        && known.4 == function.as_str()
                })
                .cloned();
            prop_assert!(at.is_some(), "not expected: {} {} {}", key.measure, key.level, key.body);
            let (numerator, denominator, value, over, status) = expected.remove(&at.unwrap()).unwrap();
            prop_assert_eq!(observation.numerator, numerator);
            prop_assert_eq!(observation.denominator, denominator);
            prop_assert_eq!(observation.status, status);
            prop_assert_eq!(observation.over, over);
            prop_assert_eq!(observation.value.is_some(), value.is_some());
            if let (Some(one), Some(other)) = (observation.value, value) {
                prop_assert!((one - other).abs() < 1e-12, "{} {one} {other}", key.measure);
            }
        }
        prop_assert!(expected.is_empty(), "not found: {expected:?}");
    }
}
