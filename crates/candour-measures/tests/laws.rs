//! What must hold of the sums of any table.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeMap;

use candour_core::{Basis, Level, Observation, Scope, SeriesKey, Severity, Status};
use candour_measures::{Selection, SelectionError};
use proptest::prelude::*;
use support::{Country, MONTH, OLD, Row, TODAY, batches, plan, rows, tally};

fn observations(rows: &[Row], size: usize) -> Vec<Observation> {
    let plan = plan();
    let (found, faults) =
        tally(&plan, &batches(rows, size, &TODAY), &TODAY).finish(&Country, Scope::National);
    assert!(
        faults
            .iter()
            .all(|fault| fault.severity == Severity::Warning),
        "{faults:?}"
    );
    found
}

/// The sum of a count's numerators over all bodies of a level.
fn total(all: &[Observation], measure: &str, level: Level, basis: Basis, function: &str) -> i64 {
    all.iter()
        .filter(|found| {
            let key = &found.key;
            key.measure.as_str() == measure
                && (key.level, key.basis) == (level, basis)
                && key
                    .treatment_function
                    .as_ref()
                    .is_some_and(|code| code.as_str() == function)
        })
        .filter_map(|found| found.numerator)
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_level_sums_to_england(rows in rows()) {
        let all = observations(&rows, 7);
        for measure in ["waiting", "starts", "late"] {
            for function in ["T", "A", "B"] {
                let sum = |level, basis| total(&all, measure, level, basis, function);
                let england = sum(Level::England, Basis::Provider);
                prop_assert_eq!(sum(Level::Provider, Basis::Provider), england);
                prop_assert_eq!(sum(Level::SubIcb, Basis::Commissioner), england);
                prop_assert_eq!(sum(Level::Icb, Basis::Commissioner), england);
                let in_none: i64 = sum(Level::Provider, Basis::Provider) - sum(Level::Icb, Basis::Provider);
                prop_assert!(in_none >= 0);
                let unknown: i64 = all
                    .iter()
                    .filter(|found| found.key.body.as_str() == "BX" && found.key.measure.as_str() == measure)
                    .filter(|found| found.key.treatment_function.as_ref().is_some_and(|code| code.as_str() == function))
                    .filter_map(|found| found.numerator)
                    .sum();
                prop_assert_eq!(sum(Level::Region, Basis::Provider) + unknown + in_none, england);
            }
        }
    }

    #[test]
    fn how_rows_are_cut_into_batches_does_not_matter(rows in rows(), size in 1_usize..12) {
        prop_assert_eq!(observations(&rows, size), observations(&rows, 1000));
    }

    #[test]
    fn the_order_of_rows_and_batches_does_not_matter(rows in rows(), seed in any::<u64>()) {
        let expected = observations(&rows, 5);
        let mut turned = rows.clone();
        turned.rotate_left((seed as usize) % rows.len().max(1));
        turned.reverse();
        prop_assert_eq!(&observations(&turned, 5), &expected);
        let plan = plan();
        let mut cut = batches(&rows, 5, &TODAY);
        cut.reverse();
        let (found, _) = tally(&plan, &cut, &TODAY).finish(&Country, Scope::National);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_blank_row_changes_no_figure(rows in rows(), at in any::<prop::sample::Index>()) {
        let expected = observations(&rows, 5);
        if let Some(row) = (!rows.is_empty()).then(|| at.get(&rows).clone()) {
            let mut more = rows.clone();
            more.push(Row { counts: [None; 6], ..row });
            prop_assert_eq!(observations(&more, 5), expected);
        }
    }

    #[test]
    fn one_figure_selected_again_is_the_same(rows in rows(), old in any::<bool>(), partial in any::<bool>()) {
        let present = if old { OLD } else { TODAY };
        let scope = if partial { Scope::Partial } else { Scope::National };
        let plan = plan();
        let cut = batches(&rows, 6, &present);
        let (all, _) = tally(&plan, &cut, &present).finish(&Country, scope);
        for observation in &all {
            let mut selection = Selection::new(&plan, &observation.key, MONTH, &present, &Country, scope).unwrap();
            cut.iter().for_each(|batch| selection.add(batch));
            // The rows say together what the figure says.
            let gives = |row: u32| {
                let batch = cut.iter().find(|batch| batch.rows.contains(&row)).unwrap();
                let place = batch.rows.iter().position(|known| *known == row).unwrap();
                selection.row_contribution(batch, place)
            };
            let lines: Vec<u32> = (2..rows.len() as u32 + 2).collect();
            let each: BTreeMap<u32, _> = lines.into_iter().map(|row| (row, gives(row))).collect();
            let again = selection.finish();
            prop_assert_eq!(&again.observation, observation);
            prop_assert!(!again.rows.is_empty());
            if observation.key.measure.as_str() == "waiting" {
                let sum: i64 = again.rows.iter().filter_map(|row| each[&row].numerator).sum();
                prop_assert_eq!(Some(sum), observation.numerator);
            }
        }
    }

    #[test]
    fn a_partial_file_has_only_providers(rows in rows()) {
        let plan = plan();
        let (found, faults) = tally(&plan, &batches(&rows, 9, &TODAY), &TODAY).finish(&Country, Scope::Partial);
        prop_assert!(faults.is_empty());
        let national = observations(&rows, 9);
        let providers: Vec<_> = national.iter().filter(|found| found.key.level == Level::Provider).collect();
        prop_assert_eq!(found.len(), providers.len());
        for (part, whole) in found.iter().zip(providers) {
            prop_assert_eq!(&part.key, &whole.key);
            prop_assert_eq!(part.value, whole.value);
            let expected = if whole.status == Status::Reported { Status::Partial } else { whole.status };
            prop_assert_eq!(part.status, expected);
        }
    }
}

#[test]
fn what_cannot_be_selected_says_why() {
    let plan = plan();
    let key = |text: &str| serde_json::from_str::<SeriesKey>(text).unwrap();
    let fault = |text: &str| {
        Selection::new(&plan, &key(text), MONTH, &TODAY, &Country, Scope::National)
            .err()
            .unwrap()
    };
    let unknown = fault(
        r#"{"measure":"nothing","body":"ZP1","level":"provider","basis":"provider","treatment_function":"T"}"#,
    );
    assert_eq!(
        unknown.to_string(),
        "nothing is not read from invented_pathways"
    );
    let level = fault(
        r#"{"measure":"waiting","body":"RA","level":"region","basis":"commissioner","treatment_function":"T"}"#,
    );
    assert_eq!(
        level.to_string(),
        "waiting has no level region by commissioner"
    );
    let function = fault(
        r#"{"measure":"waiting","body":"ZP1","level":"provider","basis":"provider","treatment_function":null}"#,
    );
    assert!(matches!(function, SelectionError::TreatmentFunction { .. }));
}

#[test]
fn a_selection_reads_only_what_it_needs() {
    let plan = plan();
    let key: SeriesKey = serde_json::from_str(
        r#"{"measure":"waiting","body":"RA","level":"region","basis":"provider","treatment_function":"T"}"#,
    )
    .unwrap();
    let selection = Selection::new(&plan, &key, MONTH, &TODAY, &Country, Scope::National).unwrap();
    let names = |wanted: Vec<bool>| -> Vec<String> {
        let schema = support::schema();
        let columns = schema.columns.into_iter().zip(wanted);
        columns
            .filter(|(_, wanted)| *wanted)
            .map(|(column, _)| column.name)
            .collect()
    };
    assert_eq!(
        names(selection.columns()),
        [
            "provider_parent",
            "commissioner",
            "part",
            "treatment_function",
            "total"
        ]
    );
    assert_eq!(names(selection.columns_with_names()).len(), 7);

    // The other columns may be empty, and the figure is the same.
    let rows = [Row {
        texts: ["P-JANUARY-2026", "BA", "ZP1", "BA", "ZC1", "P", "T"],
        counts: [Some(1), None, None, None, None, Some(4)],
    }];
    let mut batch = batches(&rows, 1, &TODAY).remove(0);
    for (wanted, place) in selection.columns().into_iter().zip(0..) {
        if !wanted && place < 7 {
            batch.texts[place].ids.clear();
        } else if !wanted {
            batch.counts[place - 7].clear();
        }
    }
    let mut selection = selection;
    selection.add(&batch);
    let contribution = selection.row_contribution(&batch, 0);
    // Who and which, for a reader: conditions and parents are not told again.
    assert_eq!(contribution.about, ["ZC1"]);
    assert_eq!(contribution.cells, [("total".to_owned(), Some(4))]);
    let again = selection.finish();
    assert_eq!(again.observation.value, Some(4.0));
    assert_eq!(again.rows.to_string(), "2");
}

#[test]
fn a_region_that_nobody_knows_is_named_once() {
    let rows: Vec<Row> = ["ZP5", "ZP7"]
        .iter()
        .map(|provider| Row {
            texts: ["P-JANUARY-2026", "BX", provider, "BA", "ZC1", "P", "T"],
            counts: [Some(1); 6],
        })
        .collect();
    let plan = plan();
    let (found, faults) =
        tally(&plan, &batches(&rows, 9, &TODAY), &TODAY).finish(&Country, Scope::National);
    let messages: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        ["no region is known for `BX`: its rows count for England and for no region"]
    );
    assert!(found.iter().all(|found| found.key.level != Level::Region));
}

#[test]
fn a_code_that_is_none_is_an_error() {
    let rows = [Row {
        texts: ["P-JANUARY-2026", "BA", "Z P", "BA", "ZC1", "P", "T<"],
        counts: [Some(1); 6],
    }];
    let plan = plan();
    let (_, faults) =
        tally(&plan, &batches(&rows, 9, &TODAY), &TODAY).finish(&Country, Scope::National);
    let codes: Vec<_> = faults.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(codes, ["body-code", "treatment-function"]);
}

#[test]
fn a_batch_of_another_shape_is_an_error_and_no_panic() {
    let rows = [Row {
        texts: ["P-JANUARY-2026", "BA", "ZP1", "BA", "ZC1", "P", "T"],
        counts: [Some(1); 6],
    }];
    let plan = plan();
    let spoil: [fn(&mut candour_core::Batch); 4] = [
        |batch| batch.texts.clear(),
        |batch| batch.texts[2].ids.push(0),
        |batch| batch.texts[2].ids[0] = 9,
        |batch| batch.counts[0].push(1),
    ];
    for spoil in spoil {
        let mut batch = batches(&rows, 1, &TODAY).remove(0);
        spoil(&mut batch);
        let (found, faults) = tally(&plan, &[batch], &TODAY).finish(&Country, Scope::National);
        assert!(found.is_empty());
        assert_eq!(faults[0].code, "batch-shape");
    }
}
