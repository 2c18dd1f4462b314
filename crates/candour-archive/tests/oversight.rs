//! The files of the NHS Oversight Framework in an archive: families without measures. The invented trusts
//! are those of `tests/cases/nof_data` and `nof_league_table`; known answers of the real files are the
//! rule book's.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use candour_archive::{
    Archive, Cell, FoundRow, KnownBody, MonthState, OutcomeStatus, Snapshot, Writer,
};
use candour_core::{BodyCode, Level, Month};
use jiff::civil::{Date, date};
use support::{Place, case};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Takes a file that was published on a day.
fn take(place: &Place, file: PathBuf, published: Option<Date>) -> OutcomeStatus {
    let mut writer = place.writer();
    let outcomes = writer.ingest(&[file], published, &mut |_| {}).unwrap();
    assert_ne!(
        outcomes[0].status,
        OutcomeStatus::Refused,
        "{:?}",
        outcomes[0].diagnostics
    );
    outcomes[0].status
}

/// Two quarters of three invented trusts; as revised, the average of one of them is another.
fn two_quarters() -> (String, String) {
    let first = String::from_utf8(case("nof_data/two-quarters/input.csv")).unwrap();
    let revised = first.replacen(",score,2.2,", ",score,2.25,", 1);
    assert_ne!(first, revised);
    (first, revised)
}

fn average(
    snapshot: &Snapshot<'_>,
    quarter: &str,
    trust: &str,
    as_known: Option<Date>,
) -> Option<i64> {
    let rows = snapshot.oversight(month(quarter), as_known).unwrap();
    let mut own = rows
        .iter()
        .filter(|row| row.trust.as_str() == trust && &*row.metric == "OF5002");
    let found = own.next()?.value;
    assert!(own.next().is_none(), "{trust} twice");
    found
}

#[test]
fn a_family_without_measures_is_kept_and_read_back() {
    let place = Place::new();
    let (first, _) = two_quarters();
    let data = place.file("nof-data-q4-25-26.csv", &first);
    let league = place.file(
        "nof-league-table.csv",
        case("nof_league_table/with-its-quarter/input.csv"),
    );
    let files = [data, league];
    assert_eq!(place.statuses(&files), [OutcomeStatus::Partial; 2]);
    // Taking them again changes nothing.
    let (catalogue, kept) = (place.catalogue(), place.kept());
    assert_eq!(place.statuses(&files), [OutcomeStatus::AlreadyHeld; 2]);
    assert_eq!(place.catalogue(), catalogue);
    assert_eq!(place.kept(), kept);
    assert_eq!(place.damaged(), Vec::<PathBuf>::new());

    let archive = place.archive();
    let mut snapshot = archive.snapshot().unwrap();
    let held = snapshot.holdings().unwrap();
    let of = |id: &str| held.iter().find(|held| held.publication == id).unwrap();
    assert_eq!((of("nof-data").files, of("nof-league-table").files), (1, 1));
    assert_eq!(of("nof-data").first, Some(month("2025-06")));
    assert_eq!(of("nof-data").last, Some(month("2026-03")));
    assert_eq!(of("nof-data").missing, [month("2025-09"), month("2025-12")]);
    let states = snapshot.months("nof-data").unwrap();
    assert_eq!(states[&month("2026-03")], MonthState::Partial);

    let quarters = snapshot.oversight_quarters(None).unwrap();
    let told: Vec<(String, usize, usize)> = quarters
        .iter()
        .map(|held| (held.quarter.to_string(), held.trusts, held.rows))
        .collect();
    assert_eq!(
        told,
        [("2025-06".to_owned(), 3, 27), ("2026-03".to_owned(), 3, 27)]
    );
    let rows = snapshot.oversight(month("2025-06"), None).unwrap();
    assert_eq!(rows.len(), 27);
    // Line 38 of the file: the planned deficit of the second trust, below nought.
    let deficit = rows
        .iter()
        .find(|row| row.trust.as_str() == "ZZ2" && &*row.metric == "OF0079")
        .unwrap();
    assert_eq!(deficit.value, Some(-3_260_000));
    assert_eq!(
        (deficit.median, deficit.lower_quartile),
        (Some(0), Some(-500_000))
    );
    assert_eq!(deficit.rank, Some(3));
    assert_eq!(
        (&*deficit.units, &*deficit.reporting_date),
        ("%", "2025/26 plan")
    );
    // The row as it was published can be had again, to the letter.
    let as_published = snapshot
        .rows_as_published(&deficit.source, &[deficit.row].into_iter().collect(), 5)
        .unwrap();
    let line = first.lines().nth(deficit.row as usize - 1).unwrap();
    assert_eq!(as_published.len(), 1);
    assert_eq!(as_published[0].text, line);
    assert_eq!(
        as_published[0].cells[12],
        ("Value".to_owned(), "-3.26".to_owned())
    );
    assert_eq!(as_published[0].cells[0].0, "Quarter");

    let league = snapshot.oversight_league(month("2026-03"), None).unwrap();
    let last = league.last().unwrap();
    assert_eq!((last.trust.as_str(), last.in_deficit), ("ZZ4", Some(true)));
    assert_eq!(
        (last.score, last.score_range),
        (Some(2_050_000), Some((1_500_000, 2_500_000)))
    );
    assert_eq!(
        (last.segment, last.rank, last.rank_range),
        (Some(3), Some(4), Some((4, 4)))
    );
    assert!(
        snapshot
            .oversight_league(month("2025-06"), None)
            .unwrap()
            .is_empty()
    );

    // A source's page asks these of it.
    for source in snapshot.sources().unwrap() {
        let detail = snapshot.source(&source.sha256.to_string()).unwrap();
        assert_eq!(snapshot.figures_from(&detail.row).unwrap(), 0);
        assert!(!snapshot.arithmetic(&detail.row).unwrap().is_empty());
    }
    let answer = snapshot
        .sql(
            "SELECT publication, period, scope FROM sources WHERE publication = 'nof-league-table'",
        )
        .unwrap();
    assert_eq!(answer.rows.len(), 1);
    assert_eq!(answer.rows[0][1], Cell::Text("2026-03".to_owned()));
    assert!(snapshot.starter().unwrap().sources.lines().count() <= 1);
}

#[test]
fn a_revision_at_another_address_is_kept_beside_the_first() {
    let place = Place::new();
    let (first, revised) = two_quarters();
    take(
        &place,
        place.file("data-q4.csv", &first),
        Some(date(2026, 6, 11)),
    );
    take(
        &place,
        place.file("data-q4-v2.csv", &revised),
        Some(date(2026, 6, 20)),
    );
    // A third of which nobody knows when it was published does not go before a dated one.
    let undated = first.replacen(",score,2.2,", ",score,2.27,", 1);
    take(&place, place.file("data-q4-v3.csv", &undated), None);
    let archive = place.archive();
    let snapshot = archive.snapshot().unwrap();
    assert_eq!(snapshot.sources().unwrap().len(), 3);
    let at = |as_known| average(&snapshot, "2026-03", "ZZ2", as_known);
    assert_eq!(at(None), Some(2_250_000));
    assert_eq!(at(Some(date(2026, 6, 20))), Some(2_250_000));
    assert_eq!(at(Some(date(2026, 6, 19))), Some(2_200_000));
    assert_eq!(at(Some(date(2026, 6, 10))), None);
    let held = snapshot.oversight_quarters(None).unwrap();
    assert_eq!(held.len(), 2);
    assert_eq!(held[1].source.file_name, "data-q4-v2.csv");
    let others: Vec<&str> = held[1].others.iter().map(|row| &*row.file_name).collect();
    assert_eq!(others, ["data-q4.csv", "data-q4-v3.csv"]);
    let before = snapshot
        .oversight_quarters(Some(date(2026, 6, 19)))
        .unwrap();
    assert_eq!((before[1].undated, before[1].later), (1, 1));
    assert_eq!(place.damaged(), Vec::<PathBuf>::new());
}

#[test]
fn each_type_of_trust_comes_from_its_own_file() {
    let place = Place::new();
    let (first, _) = two_quarters();
    let other = first
        .replace("Mental health and community trust", "Ambulance trust")
        .replace(",ZZ1,", ",ZZ5,")
        .replace(",ZZ2,", ",ZZ6,")
        .replace(",ZZ3,", ",ZZ7,");
    take(
        &place,
        place.file("community.csv", &first),
        Some(date(2026, 6, 11)),
    );
    take(
        &place,
        place.file("ambulance.csv", &other),
        Some(date(2026, 6, 12)),
    );
    let archive = place.archive();
    let snapshot = archive.snapshot().unwrap();
    let rows = snapshot.oversight(month("2026-03"), None).unwrap();
    assert_eq!(rows.len(), 54);
    for row in &rows {
        let file = match &*row.trust_type {
            "Ambulance trust" => "ambulance.csv",
            _ => "community.csv",
        };
        assert_eq!(row.source.file_name, file);
    }
    let held = snapshot.oversight_quarters(None).unwrap();
    assert_eq!(held.len(), 4);
    assert!(held.iter().all(|held| held.others.is_empty()));
}

#[test]
fn a_trust_that_no_other_file_names_is_found_and_one_that_has_figures_stays_where_they_stand() {
    let ae = support::ae_csv(
        "JUNE-2025",
        &[support::Row::new("ZZ1", support::LONDON, 1_000, 100)],
    );
    let (first, _) = two_quarters();
    let mut told = Vec::new();
    // Whichever comes first, and though the table of scores is of a later period.
    for ae_first in [true, false] {
        let place = Place::new();
        let (ae, nof) = (place.file("ae.csv", &ae), place.file("nof.csv", &first));
        let files = if ae_first { [ae, nof] } else { [nof, ae] };
        assert!(!place.statuses(&files).contains(&OutcomeStatus::Refused));
        let archive = place.archive();
        let snapshot = archive.snapshot().unwrap();
        let found = snapshot.bodies("brambleford", 5).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, BodyCode::new("ZZ2").unwrap());
        assert_eq!(found[0].level, Level::Provider);
        assert_eq!(found[0].name, "Brambleford Community NHS Foundation Trust");
        assert_eq!(found[0].parent_name.as_deref(), Some("South West"));
        assert_eq!(found[0].last, Some(month("2026-03")));
        let east = snapshot.body("ZZ1").unwrap();
        // The A&E file puts it in London, and is the one with figures.
        assert_eq!(east.parent_name.as_deref(), Some("London"));
        assert_eq!(east.last, Some(month("2025-06")));
        told.push((found, east));
    }
    assert_eq!(told[0], told[1]);
}

fn real() -> Option<(tempfile::TempDir, Archive)> {
    let files = support::real_data(&["nof"], "oversight")?.join("nof");
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    for outcome in writer.ingest(&[files], None, &mut |_| {}).unwrap() {
        assert_eq!(
            outcome.status,
            OutcomeStatus::Partial,
            "{:?}",
            outcome.diagnostics
        );
    }
    drop(writer);
    let archive = Archive::open(folder.path()).unwrap();
    Some((folder, archive))
}

#[test]
fn the_real_files_give_every_quarter_quickly() {
    let Some((_folder, archive)) = real() else {
        return;
    };
    let snapshot = archive.snapshot().unwrap();
    let started = Instant::now();
    let held = snapshot.oversight_quarters(None).unwrap();
    let rows: Vec<usize> = held
        .iter()
        .map(|held| snapshot.oversight(held.quarter, None).unwrap().len())
        .collect();
    let cold = started.elapsed();
    assert_eq!(rows, [2_242, 2_260, 2_137, 2_132]);
    assert!(
        held.iter()
            .all(|held| held.trusts == 61 && held.rows > 2_000)
    );
    // A tenth of a second is what they are meant to take; a machine with other work gets more.
    assert!(cold < Duration::from_millis(500), "{cold:?}");
    let started = Instant::now();
    for held in &held {
        assert_eq!(
            snapshot.oversight(held.quarter, None).unwrap().len(),
            held.rows
        );
    }
    let warm = started.elapsed();
    assert!(warm < Duration::from_millis(100), "{warm:?}");
    let _ = std::io::Write::write_fmt(
        &mut std::io::stderr().lock(),
        format_args!("four quarters: {cold:?} cold, {warm:?} warm\n"),
    );
    // Dorset HealthCare (rule book 1.5 and 1.6).
    for (quarter, score) in [
        ("2025-06", 2_260_000),
        ("2025-09", 2_150_000),
        ("2026-03", 2_210_000),
    ] {
        assert_eq!(
            average(&snapshot, quarter, "RDY", None),
            Some(score),
            "{quarter}"
        );
    }
    let league = snapshot.oversight_league(month("2026-03"), None).unwrap();
    let dorset = league
        .iter()
        .find(|row| row.trust.as_str() == "RDY")
        .unwrap();
    assert_eq!((dorset.rank, dorset.rank_range), (Some(24), Some((6, 49))));
    assert_eq!(dorset.score_range, Some((1_720_000, 2_730_000)));
    // Its line, as it stands in the kept file.
    let rows = [dorset.row].into_iter().collect();
    let line = &snapshot
        .rows_as_published(&dorset.source, &rows, 1)
        .unwrap()[0];
    assert_eq!(
        line.text,
        "Q4 2025/26,South West,Mental health and community trust,Mental Health and Learning Disability,RDY,\
         Dorset Healthcare University NHS Foundation Trust,2.21,1.72 to 2.73,2.0,No,24.0,6 to 49"
    );
    // The same trusts in both files.
    let trusts = |rows: &mut dyn Iterator<Item = BodyCode>| rows.collect::<BTreeSet<_>>();
    let data = snapshot.oversight(month("2026-03"), None).unwrap();
    assert_eq!(
        trusts(&mut data.iter().map(|row| row.trust.clone())),
        trusts(&mut league.iter().map(|row| row.trust.clone()))
    );
    assert!(snapshot.verify(&mut |_| {}).unwrap().damage.is_empty());
}

#[test]
fn the_real_trusts_are_found_with_their_regions() {
    let Some((_folder, archive)) = real() else {
        return;
    };
    let snapshot = archive.snapshot().unwrap();
    let found = snapshot.bodies("norfolk community", 5).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.as_str(), "RY3");
    // Printed as `East`.
    assert_eq!(found[0].parent_name.as_deref(), Some("East of England"));
    let providers = snapshot.bodies_at(Level::Provider).unwrap();
    assert_eq!(providers.len(), 61);
    assert!(providers.iter().all(|body| body.parent.is_some()));
    let unexplained: Vec<_> = FoundRow::of(&snapshot.register().unwrap())
        .into_iter()
        .filter(|finding| finding.explanation.is_none())
        .collect();
    assert!(unexplained.is_empty(), "{unexplained:?}");
}

#[test]
fn what_files_with_figures_say_of_a_body_is_not_disturbed() {
    let Some(data) = support::real_data(&["nof", "ae_monthly", "rtt"], "oversight and figures")
    else {
        return;
    };
    let figures = [
        data.join("ae_monthly/Monthly-AE-June-2025-1-1.csv"),
        data.join("rtt/20260131-RTT-January-2026-full-extract.csv.gz"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    writer.ingest(&figures, None, &mut |_| {}).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    let known = |archive: &Archive| {
        let snapshot = archive.snapshot().unwrap();
        let bodies = snapshot.bodies("", usize::MAX).unwrap();
        bodies
            .into_iter()
            .map(|body| (body.code.clone(), body))
            .collect::<BTreeMap<_, _>>()
    };
    let unexplained = |archive: &Archive| {
        let register = archive.snapshot().unwrap().register().unwrap();
        let mut found = FoundRow::of(&register);
        found.retain(|finding| finding.explanation.is_none());
        found
            .into_iter()
            .map(|finding| format!("{} {}: {}", finding.kind, finding.body, finding.message))
            .collect::<Vec<_>>()
    };
    let (before, findings) = (known(&archive), unexplained(&archive));
    writer
        .ingest(&[data.join("nof")], None, &mut |_| {})
        .unwrap();
    let after = known(&archive);
    for (code, body) in &before {
        let now = &after[code];
        // That a file names a body is news of when it was named; whatever else was known stays.
        assert!(now.first <= body.first, "{code}");
        let parent = |body: &KnownBody| body.parent.clone();
        assert_eq!(
            (&now.name, now.level, now.last, parent(now)),
            (
                &body.name,
                body.level,
                body.last,
                parent(body).or(parent(now))
            ),
            "{code}"
        );
    }
    assert_eq!(unexplained(&archive), findings);
    // The trusts that neither of the two names are known now, each with its region.
    let new: Vec<_> = after
        .iter()
        .filter(|(code, _)| !before.contains_key(*code))
        .collect();
    assert!(!new.is_empty() && new.len() <= 61, "{}", new.len());
    for (code, body) in new {
        assert!(body.parent_name.is_some(), "{code}");
    }
}
