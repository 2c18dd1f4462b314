//! Figures that the publisher or the rule book states, against those that Candour makes from the
//! published files themselves. One archive of all real files serves every test.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::sync::OnceLock;

use candour_archive::{Archive, Figure, Outcome, OutcomeStatus, Series, SeriesQuery, Writer};
use candour_core::{Basis, BodyCode, Level, MeasureId, Month, Status};
use candour_register::Boundaries;

struct Real {
    archive: Archive,
    outcomes: Vec<Outcome>,
    // Removed when the process ends with the static: it is left to the system's temporary folder.
    _folder: tempfile::TempDir,
}

/// The archive of all real files, or none, said out loud; where they are required, their absence fails.
fn real() -> Option<&'static Real> {
    static REAL: OnceLock<Option<Real>> = OnceLock::new();
    REAL.get_or_init(|| {
        let data = support::real_data(&["ae_monthly", "rtt"], "known answers")?;
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path()).unwrap();
        let outcomes = writer
            .ingest(
                &[data.join("ae_monthly"), data.join("rtt")],
                None,
                &mut |_| {},
            )
            .unwrap();
        drop(writer);
        Some(Real {
            archive: Archive::open(folder.path()).unwrap(),
            outcomes,
            _folder: folder,
        })
    })
    .as_ref()
}

fn query(measure: &str, body: &str) -> SeriesQuery {
    SeriesQuery::new(
        MeasureId::new(measure).unwrap(),
        BodyCode::new(body).unwrap(),
    )
}

fn figure(real: &Real, query: &SeriesQuery, month: &str) -> Figure {
    let month: Month = month.parse().unwrap();
    let query = SeriesQuery {
        from: Some(month),
        to: Some(month),
        ..query.clone()
    };
    real.archive
        .snapshot()
        .unwrap()
        .series(&query)
        .unwrap()
        .figures
        .remove(0)
}

fn value(real: &Real, measure: &str, body: &str, month: &str) -> f64 {
    figure(real, &query(measure, body), month).value.unwrap()
}

#[test]
fn every_file_is_taken_or_named() {
    let Some(real) = real() else { return };
    let count = |status| {
        real.outcomes
            .iter()
            .filter(|outcome| outcome.status == status)
            .count()
    };
    let told: Vec<_> = real
        .outcomes
        .iter()
        .filter(|outcome| outcome.status == OutcomeStatus::Refused)
        .collect();
    assert!(told.is_empty(), "{told:#?}");
    assert_eq!(count(OutcomeStatus::Loaded), 70 + 1);
    assert_eq!(count(OutcomeStatus::Partial), 1);
    let unknown: Vec<&str> = real
        .outcomes
        .iter()
        .filter(|outcome| outcome.status == OutcomeStatus::NotRecognised)
        .map(|outcome| outcome.file.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        unknown,
        [
            "Admitted-Commissioner-Dec24-XLSX-2M-revised.xlsx",
            "New-Periods-Provider-Apr23.xls"
        ]
    );
}

#[test]
fn rtt_january_2026_is_what_the_publisher_states() {
    let Some(real) = real() else { return };
    let month = "2026-01";
    assert_eq!(value(real, "rtt-waiting", "england", month), 7_155_958.0);
    assert_eq!(
        value(real, "rtt-over-52-weeks", "england", month),
        133_860.0
    );
    assert_eq!(
        value(real, "rtt-completed-admitted", "england", month),
        301_671.0
    );
    assert_eq!(
        value(real, "rtt-completed-non-admitted", "england", month),
        1_246_943.0
    );
    assert_eq!(
        value(real, "rtt-clock-starts", "england", month),
        1_767_584.0
    );
    assert_eq!(
        format!(
            "{:.2}",
            value(real, "rtt-within-18-weeks", "england", month) * 100.0
        ),
        "61.43"
    );
    assert_eq!(
        format!("{:.4}", value(real, "rtt-median-wait", "england", month)),
        "13.6209"
    );
    assert_eq!(
        format!("{:.4}", value(real, "rtt-p92-wait", "england", month)),
        "40.3475"
    );

    let snapshot = real.archive.snapshot().unwrap();
    let measure = snapshot.measure("rtt-waiting").unwrap();
    let boards = snapshot
        .league(
            measure,
            Level::Icb,
            Basis::Commissioner,
            None,
            month.parse().unwrap(),
            Boundaries::AsReported,
            None,
        )
        .unwrap();
    let (national, boards): (Vec<_>, Vec<_>) = boards
        .iter()
        .partition(|row| row.body.as_str() == "nhs-england-commissioned");
    let sum = |rows: &[&candour_archive::LeagueRow]| {
        rows.iter()
            .map(|row| row.figure.numerator.unwrap())
            .sum::<i64>()
    };
    assert_eq!((boards.len(), sum(&boards)), (42, 7_019_467));
    assert_eq!((national.len(), sum(&national)), (1, 136_491));
    for (level, basis) in [
        (Level::Provider, Basis::Provider),
        (Level::SubIcb, Basis::Commissioner),
        (Level::Icb, Basis::Provider),
        (Level::Region, Basis::Provider),
    ] {
        let all = snapshot
            .league(
                measure,
                level,
                basis,
                None,
                month.parse().unwrap(),
                Boundaries::AsReported,
                None,
            )
            .unwrap();
        assert_eq!(
            sum(&all.iter().collect::<Vec<_>>()),
            7_155_958,
            "{level} by {basis}"
        );
    }
}

#[test]
fn a_part_of_the_extract_stands_at_provider_level_only() {
    let Some(real) = real() else { return };
    let one = figure(real, &query("rtt-waiting", "RBD"), "2024-11");
    assert_eq!(one.status, Status::Partial);
    assert!(one.value.unwrap() > 10_000.0);
    assert_eq!(
        figure(real, &query("rtt-waiting", "england"), "2024-11").status,
        Status::Missing
    );
}

#[test]
fn ae_june_2025_is_what_the_publisher_states() {
    let Some(real) = real() else { return };
    assert_eq!(
        value(real, "ae-attendances", "england", "2025-06"),
        2_350_478.0
    );
    assert_eq!(
        value(real, "ae-emergency-admissions", "england", "2025-06"),
        536_896.0
    );
    // The workbook prints 0.7554501680083796 and, for type 1, 0.6171880414094443.
    assert_eq!(
        value(real, "ae-four-hour", "england", "2025-06"),
        0.755_450_168_008_379_6
    );
    assert_eq!(
        value(real, "ae-four-hour-type1", "england", "2025-06"),
        0.617_188_041_409_444_3
    );
    assert_eq!(value(real, "ae-dta-4h", "england", "2025-06"), 118_171.0);
    assert_eq!(value(real, "ae-dta-12h", "england", "2025-06"), 38_683.0);
}

#[test]
fn the_workbook_of_june_2025_agrees_with_the_csv_and_is_not_added_to_it() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    let receipt = snapshot
        .explain(
            &query("ae-attendances", "england"),
            "2025-06".parse().unwrap(),
        )
        .unwrap();
    assert_eq!(receipt.inputs.len(), 1);
    assert!(
        receipt.inputs[0]
            .source
            .row
            .file_name
            .ends_with("June-2025-1-1.csv")
    );
    assert_eq!(receipt.compared.len(), 1);
    assert_eq!(receipt.compared[0].differences, 0);
    assert!(receipt.compared[0].cells > 3000);
}

#[test]
fn the_field_test_trusts_leave_the_four_hour_share() {
    let Some(real) = real() else { return };
    let england = figure(real, &query("ae-four-hour", "england"), "2022-12");
    assert_eq!(
        (england.numerator, england.denominator),
        (Some(1_333_914), Some(2_045_795))
    );
    assert_eq!(format!("{:.2}", england.value.unwrap() * 100.0), "65.20");
    assert_eq!(
        value(real, "ae-attendances", "england", "2022-12"),
        2_294_079.0
    );
    let trust = figure(real, &query("ae-four-hour", "RYJ"), "2022-12");
    assert_eq!((trust.status, trust.value), (Status::NotSubmitted, None));
    assert!(value(real, "ae-attendances", "RYJ", "2022-12") > 0.0);
    let snapshot = real.archive.snapshot().unwrap();
    let absent = snapshot
        .not_submitted(
            snapshot.measure("ae-four-hour").unwrap(),
            "2022-12".parse().unwrap(),
            None,
        )
        .unwrap();
    assert_eq!(absent.len(), 14);
    // Their reporting begins again in June 2023.
    assert_eq!(
        figure(real, &query("ae-four-hour", "RYJ"), "2023-06").status,
        Status::Reported
    );
}

#[test]
fn dates_of_publication_are_read_where_they_are_said() {
    let Some(real) = real() else { return };
    let of = |name: &str| {
        let outcome = real
            .outcomes
            .iter()
            .find(|outcome| outcome.file.ends_with(name))
            .unwrap();
        (
            outcome.published_on.map(|day| day.to_string()),
            outcome.published_basis.unwrap().as_str(),
        )
    };
    assert_eq!(
        of("September-2023-revised-91123-pqr333.csv"),
        (Some("2023-11-09".to_owned()), "file-name")
    );
    assert_eq!(
        of("April-2020-revised-260421-abc123.csv"),
        (Some("2021-04-26".to_owned()), "file-name")
    );
    assert_eq!(
        of("June-2025-AE-by-provider-3euC4-1.xlsx"),
        (Some("2025-07-10".to_owned()), "cell")
    );
    assert_eq!(of("Monthly-AE-June-2025-1-1.csv"), (None, "unknown"));
    assert_eq!(
        of("20260131-RTT-January-2026-full-extract.csv.gz"),
        (None, "unknown")
    );
}

#[test]
fn as_known_on_a_day_leaves_out_what_was_not_out() {
    let Some(real) = real() else { return };
    let day = |text: &str| Some(text.parse().unwrap());
    let asked = |as_known| SeriesQuery {
        as_known,
        ..query("ae-four-hour", "england")
    };
    assert_eq!(
        figure(real, &asked(day("2023-05-10")), "2022-12").status,
        Status::NoneHeldThen
    );
    assert_eq!(
        figure(real, &asked(day("2023-05-11")), "2022-12").status,
        Status::Reported
    );
    // The CSV of June 2025 is undated; the workbook says 10 July 2025.
    assert_eq!(
        figure(real, &asked(day("2025-07-09")), "2025-06").status,
        Status::NoneHeldThen
    );
    let known = figure(real, &asked(day("2025-07-10")), "2025-06");
    assert!(known.source.unwrap().file_name.ends_with(".xlsx"));
}

#[test]
fn receipts_name_the_rows_that_give_the_figure() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    let receipt = snapshot
        .explain(
            &query("ae-four-hour", "england"),
            "2022-12".parse().unwrap(),
        )
        .unwrap();
    // Lines 2 to 206 are the providers, 207 the total; fourteen did not submit.
    let input = &receipt.inputs[0];
    assert_eq!(
        input.rows.len() + 14,
        usize::try_from(input.source.rows).unwrap()
    );
    assert!(!input.rows.contains(1));
    let rows = snapshot
        .rows_behind(&receipt.key, input, usize::MAX)
        .unwrap();
    assert_eq!(
        rows.iter().filter_map(|row| row.numerator).sum::<i64>(),
        1_333_914
    );
    assert_eq!(
        rows.iter().filter_map(|row| row.denominator).sum::<i64>(),
        2_045_795
    );

    // The rows' own lines in the kept file hold the same numbers.
    use std::io::Read as _;
    let mut text = String::new();
    snapshot
        .open_source(&input.source.row)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut attendances = 0;
    for row in input.rows.iter() {
        let line = lines[row as usize - 1];
        // The names of this month have no comma; the numbers are the last eighteen fields.
        let fields: Vec<&str> = line.rsplitn(19, ',').collect();
        attendances += fields[12..18]
            .iter()
            .map(|field| field.trim().parse::<i64>().unwrap())
            .sum::<i64>();
    }
    assert_eq!(attendances, 2_045_795);
}

#[test]
fn the_archive_of_all_real_files_is_sound() {
    let Some(real) = real() else { return };
    let found = real
        .archive
        .snapshot()
        .unwrap()
        .verify(&mut |_| {})
        .unwrap();
    assert_eq!(found.damage, []);
    assert_eq!(found.sources, 72);
    assert!(found.figures > 100_000, "{}", found.figures);
}

#[test]
fn a_carried_series_is_the_same_alone_from_memory_and_among_all() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    let day = "2026-04-01".parse().unwrap();
    for (measure, body, month) in [
        ("ae-four-hour", "S1Y5D", "2022-12"),
        // A divided unit, and a median from summed bands.
        ("rtt-waiting", "S0E4D", "2026-01"),
        ("rtt-median-wait", "S0E4D", "2026-01"),
    ] {
        let query = SeriesQuery {
            boundaries: Boundaries::On(day),
            ..query(measure, body)
        };
        let told = |series: &Series| format!("{:?}", series.figures);
        let first = snapshot.series(&query).unwrap();
        assert!(first.figures.iter().any(|figure| figure.value.is_some()));
        for _ in 0..3 {
            assert_eq!(told(&snapshot.series(&query).unwrap()), told(&first));
        }
        let month: Month = month.parse().unwrap();
        let rows = snapshot
            .league(
                snapshot.measure(measure).unwrap(),
                first.key.level,
                first.key.basis,
                None,
                month,
                query.boundaries,
                None,
            )
            .unwrap();
        let row = rows.iter().find(|row| row.body == query.body).unwrap();
        let alone = first.figures.iter().find(|figure| figure.period == month);
        assert_eq!(
            row.figure.value.map(f64::to_bits),
            alone.unwrap().value.map(f64::to_bits),
            "{measure}"
        );
    }
}
