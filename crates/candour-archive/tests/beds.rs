//! The published files of beds in an archive: a file with many periods, a share whose halves stand in
//! two files, sectors and their total. Known answers were counted from the files with another program,
//! in whole millionths.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::path::PathBuf;

use candour_archive::{Archive, Figure, OutcomeStatus, SeriesQuery, Writer};
use candour_core::{Basis, BodyCode, Level, MeasureId, Month, Scope, Status};

const AVAILABLE: &str = "KH03-Available-Overnight-only.csv";
const OCCUPIED: &str = "KH03-Occupied-Overnight-only.csv";

/// The folder of published files of beds; none, said aloud, where it is absent.
fn files() -> Option<PathBuf> {
    Some(support::real_data(&["beds_kh03"], "beds")?.join("beds_kh03"))
}

struct Beds {
    archive: Archive,
    folder: tempfile::TempDir,
}

fn loaded(names: &[&str]) -> Option<Beds> {
    let files = files()?;
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = names.iter().map(|name| files.join(name)).collect();
    let mut writer = Writer::open(folder.path()).unwrap();
    for outcome in writer.ingest(&paths, None, &mut |_| {}).unwrap() {
        assert_eq!(
            outcome.status,
            OutcomeStatus::Loaded,
            "{:?}",
            outcome.diagnostics
        );
    }
    drop(writer);
    Some(Beds {
        archive: Archive::open(folder.path()).unwrap(),
        folder,
    })
}

fn query(measure: &str, body: &str, sector: Option<&str>) -> SeriesQuery {
    SeriesQuery {
        treatment_function: sector.map(|sector| sector.parse().unwrap()),
        ..SeriesQuery::new(
            MeasureId::new(measure).unwrap(),
            BodyCode::new(body).unwrap(),
        )
    }
}

fn figure(beds: &Beds, measure: &str, body: &str, sector: Option<&str>, period: &str) -> Figure {
    let month: Month = period.parse().unwrap();
    let query = SeriesQuery {
        from: Some(month),
        to: Some(month),
        ..query(measure, body, sector)
    };
    let snapshot = beds.archive.snapshot().unwrap();
    snapshot.series(&query).unwrap().figures.remove(0)
}

#[test]
fn beds_of_england_are_those_of_the_files() {
    let Some(beds) = loaded(&[AVAILABLE, OCCUPIED]) else {
        return;
    };
    let (available, occupied) = ("beds-available-overnight", "beds-occupied-overnight");
    for (measure, sector, period, millionths) in [
        (available, None, "2010-06", 144_454_873_626),
        (occupied, None, "2010-06", 122_550_918_795),
        (available, None, "2024-06", 131_862_395_610),
        (available, Some("maternity"), "2010-03", 8_345_704_110),
        (occupied, Some("maternity"), "2001-03", 5_885_649_317),
        (available, Some("general_acute"), "2024-06", 105_634_318_686),
    ] {
        let found = figure(&beds, measure, "england", sector, period);
        assert_eq!(
            found.numerator,
            Some(millionths),
            "{measure} {sector:?} {period}"
        );
        assert_eq!(found.status, Status::Reported);
        #[expect(clippy::cast_precision_loss, reason = "below 2 to the 53rd")]
        let expected = millionths as f64 / 1e6;
        assert_eq!(found.value, Some(expected));
    }
    let found = figure(
        &beds,
        "beds-occupancy",
        "england",
        Some("maternity"),
        "2024-06",
    );
    assert_eq!(
        (found.numerator, found.denominator),
        (Some(4_369_373_626), Some(7_554_549_452))
    );
}

#[test]
fn a_total_of_two_sectors_out_of_four_is_none() {
    let Some(beds) = loaded(&[AVAILABLE, OCCUPIED]) else {
        return;
    };
    let snapshot = beds.archive.snapshot().unwrap();
    for measure in [
        "beds-available-overnight",
        "beds-occupied-overnight",
        "beds-occupancy",
    ] {
        for body in ["england", "RP1"] {
            let series = snapshot.series(&query(measure, body, None)).unwrap();
            for figure in &series.figures {
                let before = figure.period.to_string().as_str() < "2010-06";
                let expected = if before {
                    Status::NotApplicable
                } else {
                    Status::Reported
                };
                assert_eq!(
                    figure.status, expected,
                    "{measure} {body} {}",
                    figure.period
                );
            }
        }
    }
}

#[test]
fn a_series_steps_by_years_and_then_by_quarters() {
    let Some(beds) = loaded(&[AVAILABLE]) else {
        return;
    };
    let snapshot = beds.archive.snapshot().unwrap();
    let series = snapshot
        .series(&query(
            "beds-available-overnight",
            "england",
            Some("maternity"),
        ))
        .unwrap();
    assert_eq!(series.figures.len(), 10 + 57);
    assert!(series.figures.iter().all(|figure| figure.value.is_some()));
    let holdings = snapshot.holdings().unwrap();
    let held = holdings
        .iter()
        .find(|held| held.publication == "kh03-beds")
        .unwrap();
    assert_eq!((held.files, held.missing.len()), (1, 0));
    assert_eq!(snapshot.sources().unwrap().len(), 1);
    assert_eq!(snapshot.editions().unwrap().len(), 67);
}

#[test]
fn a_share_of_two_files_has_both_in_its_receipt_whichever_came_first() {
    for names in [[AVAILABLE, OCCUPIED], [OCCUPIED, AVAILABLE]] {
        let Some(beds) = loaded(&names) else {
            return;
        };
        let snapshot = beds.archive.snapshot().unwrap();
        let month = "2023-06".parse().unwrap();
        // More beds of RP1 were occupied than available: 176.494505 of 137.956044.
        let of_sector = query("beds-occupancy", "RP1", Some("mental_illness"));
        let receipt = snapshot.explain(&of_sector, month).unwrap();
        let inputs: Vec<_> = receipt
            .inputs
            .iter()
            .map(|input| {
                (
                    input.source.row.file_name.as_str(),
                    input.rows.to_string(),
                    input.numerator,
                    input.denominator,
                )
            })
            .collect();
        assert_eq!(
            inputs,
            [
                (OCCUPIED, "2594".to_owned(), Some(176_494_505), None),
                (AVAILABLE, "3788".to_owned(), None, Some(137_956_044)),
            ]
        );
        let rows = snapshot
            .rows_behind(&receipt.key, &receipt.inputs[0], 10)
            .unwrap();
        assert_eq!(rows[0].cells, [("occupied".to_owned(), Some(176_494_505))]);
        let all = snapshot
            .explain(&query("beds-occupancy", "RP1", None), month)
            .unwrap();
        let rows: Vec<String> = all
            .inputs
            .iter()
            .map(|input| input.rows.to_string())
            .collect();
        assert_eq!(rows, ["2594 2911 3349 3927", "3788 3984 4168 4352"]);
        assert!(all.versions.is_empty());
    }
}

#[test]
fn a_half_without_the_other_is_no_share() {
    let Some(beds) = loaded(&[AVAILABLE]) else {
        return;
    };
    let found = figure(
        &beds,
        "beds-occupancy",
        "england",
        Some("maternity"),
        "2024-06",
    );
    assert_eq!((found.value, found.status), (None, Status::NotApplicable));
}

#[test]
fn the_workbooks_and_the_texts_make_one_series() {
    let Some(beds) = loaded(&[
        AVAILABLE,
        OCCUPIED,
        "Beds-Open-Overnight-Web_File-Q2-2024-25.xlsx",
        "Beds-Open-Overnight-Web_File-Q4-2024-25.xlsx",
        "Beds-Open-Overnight-Web_File-Q1-2025-26.xlsx",
    ]) else {
        return;
    };
    let snapshot = beds.archive.snapshot().unwrap();
    let series = snapshot
        .series(&query("beds-occupancy", "england", None))
        .unwrap();
    let last: Vec<_> = series.figures.iter().rev().take(5).collect();
    let of = |nth: usize| (last[nth].period.to_string(), last[nth].status);
    assert_eq!(of(0), ("2025-06".to_owned(), Status::Reported));
    // The workbook of October to December 2024 is not held.
    assert_eq!(of(2), ("2024-12".to_owned(), Status::Missing));
    // As the workbook prints it: 0.8924261162252686.
    assert!((last[0].value.unwrap() - 0.892_426_116_225).abs() < 1e-9);
    let measure = snapshot.measure("beds-occupancy").unwrap();
    for (period, trusts) in [("2024-06", 187), ("2025-06", 181)] {
        let league = snapshot
            .league(
                measure,
                Level::Provider,
                Basis::Provider,
                None,
                period.parse().unwrap(),
                candour_register::Boundaries::AsReported,
                None,
            )
            .unwrap();
        // One of the trusts of each has no bed at all, and so no share.
        assert_eq!(league.len(), trusts, "{period}");
        let named = league
            .iter()
            .find(|row| row.body.as_str() == "R1H")
            .unwrap();
        assert_eq!(named.name, "Barts Health NHS Trust", "{period}");
    }
    let sources = snapshot.sources().unwrap();
    assert_eq!(sources.len(), 5);
    assert!(sources.iter().all(|source| source.scope == Scope::National));
}

#[test]
fn everything_can_be_computed_again() {
    let Some(beds) = loaded(&[
        OCCUPIED,
        AVAILABLE,
        "Beds-Open-Overnight-Web_File-Q1-2025-26.xlsx",
    ]) else {
        return;
    };
    let found = beds
        .archive
        .snapshot()
        .unwrap()
        .verify(&mut |_| {})
        .unwrap();
    assert!(found.damage.is_empty(), "{:?}", found.damage);
    assert_eq!(found.sources, 3);
    let Beds { archive, folder } = beds;
    drop(archive);
    let catalogue = folder.path().join("catalogue.sqlite");
    let figures = || -> i64 {
        let connection = rusqlite::Connection::open(&catalogue).unwrap();
        connection
            .query_row(
                "SELECT count(*) FROM figures WHERE status = 'reported'",
                [],
                |row| row.get(0),
            )
            .unwrap()
    };
    let before = figures();
    rusqlite::Connection::open(&catalogue)
        .unwrap()
        .execute_batch("UPDATE source SET measures = 'other'; DELETE FROM observation; DELETE FROM edition_measure;")
        .unwrap();
    assert_eq!(figures(), 0);
    let mut writer = Writer::open(folder.path()).unwrap();
    assert_eq!(writer.remeasure().unwrap(), 3);
    drop(writer);
    assert_eq!(figures(), before);
    let archive = Archive::open(folder.path()).unwrap();
    let again = archive.snapshot().unwrap().verify(&mut |_| {}).unwrap();
    assert!(again.damage.is_empty(), "{:?}", again.damage);
    assert_eq!(again.figures, found.figures);
}

#[test]
fn a_file_is_loaded_once() {
    let Some(beds) = loaded(&[AVAILABLE, OCCUPIED]) else {
        return;
    };
    let path = files().unwrap().join(AVAILABLE);
    let Beds { archive, folder } = beds;
    drop(archive);
    let mut writer = Writer::open(folder.path()).unwrap();
    let outcome = writer.ingest(&[path], None, &mut |_| {}).unwrap().remove(0);
    assert_eq!(outcome.status, OutcomeStatus::AlreadyHeld);
    let months = [outcome.first_period, outcome.period].map(|month| month.unwrap().to_string());
    assert_eq!(months, ["2001-03", "2024-06"]);
}
