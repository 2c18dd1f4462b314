//! What the archive promises of what it keeps: all or nothing, nothing twice, nothing lost unseen.
//! Every file here is invented.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::fs;

use candour_archive::{Archive, ArchiveError, Cell, OutcomeStatus, Snapshot, Writer};
use candour_core::{Level, Status};
use rusqlite::Connection;
use support::{LONDON, Place, Row, ae_csv, case, figure, gzipped, series, two, workbook, zipped};

/// An archive of one file.
fn one() -> Place {
    let place = Place::new();
    let file = place.file("June-2024.csv", two("JUNE-2024", 1000));
    assert_eq!(place.statuses(&[file]), [OutcomeStatus::Loaded]);
    assert!(place.damaged().is_empty());
    place
}

#[test]
fn loading_twice_changes_nothing() {
    let place = Place::new();
    let files = [
        place.file("May-2024.csv", two("MAY-2024", 900)),
        place.file("June-2024.csv", two("JUNE-2024", 1000)),
    ];
    assert_eq!(place.statuses(&files), [OutcomeStatus::Loaded; 2]);
    let (catalogue, kept) = (place.catalogue(), place.kept());
    assert_eq!(place.statuses(&files), [OutcomeStatus::AlreadyHeld; 2]);
    assert_eq!(place.catalogue(), catalogue);
    assert_eq!(place.kept(), kept);
    // Under another name it is the same file.
    let again = place.file("copy.csv", two("JUNE-2024", 1000));
    assert_eq!(place.statuses(&[again]), [OutcomeStatus::AlreadyHeld]);
    assert_eq!(place.catalogue(), catalogue);
}

#[test]
fn a_file_is_one_source_in_whatever_wrapping() {
    let text = two("JUNE-2024", 1000).into_bytes();
    let wrappings: [&dyn Fn(&Place) -> std::path::PathBuf; 4] = [
        &|place| place.file("June-2024.csv", &text),
        &|place| place.file("June-2024.csv.gz", gzipped(&text)),
        &|place| place.file("a.zip", zipped(&[("deep/June-2024.csv", &text)])),
        &|place| place.file("b.zip", zipped(&[("June-2024.csv.gz", &gzipped(&text))])),
    ];
    for first in wrappings {
        let place = Place::new();
        assert_eq!(place.statuses(&[first(&place)]), [OutcomeStatus::Loaded]);
        let (catalogue, kept) = (place.catalogue(), place.kept());
        for then in wrappings {
            assert_eq!(
                place.statuses(&[then(&place)]),
                [OutcomeStatus::AlreadyHeld]
            );
        }
        assert_eq!((place.catalogue(), place.kept()), (catalogue, kept));
        let archive = place.archive();
        let snapshot = archive.snapshot().unwrap();
        let mut bytes = Vec::new();
        std::io::copy(
            &mut snapshot
                .open_source(&snapshot.sources().unwrap()[0])
                .unwrap(),
            &mut bytes,
        )
        .unwrap();
        assert_eq!(bytes, text);
    }
}

/// Whichever byte of a kept source changes, and whichever bit of it.
#[test]
fn a_flipped_bit_in_a_kept_source_is_found_and_named() {
    every_flip_is_found(".zst");
}

#[test]
fn a_flipped_bit_in_a_tidy_table_is_found_and_named() {
    every_flip_is_found(".parquet");
}

fn every_flip_is_found(ending: &str) {
    let place = one();
    let path = place.kept_as(ending).remove(0);
    let whole = fs::read(&path).unwrap();
    let named = path.strip_prefix(place.root()).unwrap().to_owned();
    let archive = place.archive();
    let snapshot = archive.snapshot().unwrap();
    let mut unseen = Vec::new();
    // Every byte of the ends, where a format keeps what it says of itself; some between.
    let places = (0..whole.len()).filter(|at| *at < 40 || *at + 40 > whole.len() || at % 41 == 0);
    for (at, bit) in places.flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        fs::write(&path, bytes).unwrap();
        let found = snapshot.verify(&mut |_| {}).unwrap().damage;
        if found.len() != 1 || !found[0].path.ends_with(&named) {
            unseen.push((at, bit));
        }
    }
    assert_eq!(unseen, [], "of {} bytes", whole.len());
    fs::write(&path, whole).unwrap();
    assert!(place.damaged().is_empty());
}

#[test]
fn a_shortened_or_lengthened_or_missing_file_is_found_and_named() {
    for ending in [".zst", ".parquet"] {
        let place = one();
        let path = place.kept_as(ending).remove(0);
        let whole = fs::read(&path).unwrap();
        let named = path.strip_prefix(place.root()).unwrap().to_owned();
        for length in [0, 1, 7, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(
                place.damaged(),
                std::slice::from_ref(&named),
                "{length} bytes of {}",
                whole.len()
            );
        }
        for more in [&b"\0"[..], b"more", &whole] {
            fs::write(&path, [&whole, more].concat()).unwrap();
            assert_eq!(
                place.damaged(),
                std::slice::from_ref(&named),
                "{} bytes more",
                more.len()
            );
        }
        fs::remove_file(&path).unwrap();
        assert_eq!(place.damaged(), [named]);
    }
}

/// A figure changed behind the archive's back no longer is what its rows give.
#[test]
fn a_changed_figure_in_the_catalogue_is_found() {
    for change in [
        "UPDATE observation SET numerator = numerator + 1 WHERE level = 4",
        "UPDATE observation SET status = 5 WHERE level = 0",
        "DELETE FROM observation WHERE level = 3",
        "INSERT INTO observation SELECT edition_id, 2, basis, 0, body_id, measure_id, 1, 1, 1, 0, 0 FROM observation LIMIT 1",
    ] {
        let place = one();
        let connection = Connection::open(place.root().join("catalogue.sqlite")).unwrap();
        assert!(connection.execute(change, []).unwrap() > 0);
        drop(connection);
        assert_eq!(place.damaged().len(), 1, "{change}");
    }
}

#[test]
fn a_revision_supersedes_by_its_day_of_publication_in_whatever_order_they_come() {
    let versions = [
        ("June-2024-abc.csv", 1000, None),
        ("June-2024-110724-abc.csv", 1010, Some("2024-07-11")),
        ("June-2024-revised-141124-abc.csv", 1020, Some("2024-11-14")),
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let place = Place::new();
        for version in order {
            let (name, seen, day) = versions[version];
            let file = place.file(name, two("JUNE-2024", seen));
            let outcome = place.load(&[file]).remove(0);
            assert_eq!(
                outcome.published_on.map(|day| day.to_string()).as_deref(),
                day
            );
        }
        let known = |day| {
            let figure = figure(&place, "ae-attendances", "ZZ1", "2024-06", day);
            (figure.status, figure.numerator)
        };
        assert_eq!(known(None), (Status::Reported, Some(1020)), "{order:?}");
        assert_eq!(known(Some("2024-11-14")), (Status::Reported, Some(1020)));
        assert_eq!(known(Some("2024-11-13")), (Status::Reported, Some(1010)));
        assert_eq!(known(Some("2024-07-11")), (Status::Reported, Some(1010)));
        assert_eq!(known(Some("2024-07-10")), (Status::NoneHeldThen, None));
        let archive = place.archive();
        let snapshot = archive.snapshot().unwrap();
        assert_eq!(
            series(&snapshot, "ae-attendances", "england", Some("2024-11-14")).undated,
            1
        );
        assert_eq!(snapshot.sources().unwrap().len(), 3);
        assert!(place.damaged().is_empty());
    }
}

#[test]
fn two_forms_of_a_month_are_compared_and_never_added() {
    let sheets = String::from_utf8(case("ae_monthly/workbook/input.sheets")).unwrap();
    let forms = [
        case("ae_monthly/layout-from-august-2020/input.csv"),
        workbook(&sheets),
    ];
    for order in [[0, 1], [1, 0]] {
        let place = Place::new();
        let names = ["June-2025.csv", "June-2025.xlsx"];
        let files = order.map(|form| place.file(names[form], &forms[form]));
        let outcomes = place.load(&files);
        let about: Vec<&str> = outcomes[1]
            .diagnostics
            .iter()
            .map(|fault| fault.code.as_str())
            .filter(|code| code.starts_with("forms"))
            .collect();
        assert_eq!(about, ["forms-agree"], "{outcomes:#?}");
        let figure = figure(&place, "ae-attendances", "england", "2025-06", None);
        assert_eq!(figure.numerator, Some(20_820));
        assert_eq!(figure.source.unwrap().file_name, "June-2025.csv");
    }
}

#[test]
fn two_forms_that_differ_are_named_and_the_csv_stands() {
    let sheets = String::from_utf8(case("ae_monthly/workbook/input.sheets")).unwrap();
    let place = Place::new();
    let csv = place.file(
        "June-2025.csv",
        ae_csv("JUNE-2025", &[Row::new("ZZ1", LONDON, 9000, 3000)]),
    );
    let book = place.file("June-2025.xlsx", workbook(&sheets));
    let outcomes = place.load(&[csv, book]);
    let differs: Vec<_> = outcomes[1]
        .diagnostics
        .iter()
        .filter(|fault| fault.code == "forms-differ")
        .collect();
    assert!(!differs.is_empty());
    assert!(
        differs[0].message.contains("June-2025.csv"),
        "{}",
        differs[0].message
    );
    assert_eq!(
        figure(&place, "ae-attendances", "england", "2025-06", None).numerator,
        Some(9000)
    );
}

/// England's attendances, month by month.
fn seen(snapshot: &Snapshot<'_>) -> Vec<(String, Option<i64>)> {
    let figures = series(snapshot, "ae-attendances", "england", None).figures;
    figures
        .into_iter()
        .map(|figure| (figure.period.to_string(), figure.numerator))
        .collect()
}

#[test]
fn a_snapshot_does_not_change_while_a_writer_commits() {
    let place = one();
    let later = place.file("July-2024.csv", two("JULY-2024", 2000));
    let revised = place.file("June-2024-revised-141124-a.csv", two("JUNE-2024", 1001));
    let archive = place.archive();
    let before = archive.snapshot().unwrap();
    let old = vec![("2024-06".to_owned(), Some(1500))];
    let new = vec![
        ("2024-06".to_owned(), Some(1501)),
        ("2024-07".to_owned(), Some(2500)),
    ];
    let mut writer = place.writer();
    for file in [later, revised] {
        writer.ingest(&[file], None, &mut |_| {}).unwrap();
        assert_eq!(seen(&before), old);
        assert_eq!(before.sources().unwrap().len(), 1);
    }
    let after = archive.snapshot().unwrap();
    assert_eq!(seen(&after), new);
    assert_eq!(seen(&before), old);
    assert_ne!(before.version().unwrap(), after.version().unwrap());
    drop(before);
    drop(after);
    assert_eq!(seen(&archive.snapshot().unwrap()), new);
}

#[test]
fn a_second_writer_is_refused_while_the_first_lives() {
    let place = one();
    let first = place.writer();
    let second = Writer::open(&place.root());
    assert!(
        matches!(&second, Err(ArchiveError::Locked(root)) if *root == place.root()),
        "{second:?}"
    );
    // Readers come and go meanwhile.
    assert_eq!(
        figure(&place, "ae-attendances", "england", "2024-06", None).numerator,
        Some(1500)
    );
    drop(first);
    place.writer();
}

#[test]
fn a_reader_of_a_folder_without_an_archive_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        Archive::open(folder.path()),
        Err(ArchiveError::NoArchive(_))
    ));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Files at fault, each with what becomes of it.
fn bad() -> Vec<(&'static str, Vec<u8>, OutcomeStatus)> {
    use OutcomeStatus::{NotRecognised, Refused};
    let good = two("JULY-2024", 700);
    let changed = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1).into_bytes()
    };
    let mut cut_zip = zipped(&[("June-2024.csv", good.as_bytes())]);
    cut_zip.truncate(cut_zip.len() / 2);
    let mut wrong_sum = zipped(&[("June-2024.csv", good.as_bytes())]);
    wrong_sum[60] ^= 0xff;
    let mut cut_gzip = gzipped(good.as_bytes());
    cut_gzip.truncate(cut_gzip.len() - 9);
    vec![
        (
            "cut-short.csv",
            good.as_bytes()[..good.len() - 60].to_vec(),
            Refused,
        ),
        (
            "total-row.csv",
            changed("TOTAL,1200", "TOTAL,1201"),
            Refused,
        ),
        (
            "two-periods.csv",
            changed("MSitAE-JULY-2024,ZZ2", "MSitAE-JUNE-2024,ZZ2"),
            Refused,
        ),
        (
            "negative.csv",
            changed("HOSPITALS,700", "HOSPITALS,-700"),
            Refused,
        ),
        (
            "text.csv",
            changed("HOSPITALS,700", "HOSPITALS,seven hundred"),
            Refused,
        ),
        ("duplicate.csv", changed(",ZZ2,", ",ZZ1,"), Refused),
        (
            "header.csv",
            changed("Org Code,Parent Org", "Parent Org,Org Code"),
            Refused,
        ),
        (
            "error-page.csv",
            b"<!DOCTYPE html><html><title>404</title></html>".to_vec(),
            NotRecognised,
        ),
        ("empty.csv", Vec::new(), NotRecognised),
        ("noughts.csv", vec![0; 5000], NotRecognised),
        (
            "utf-16.csv",
            good.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            NotRecognised,
        ),
        ("no-lines.csv", vec![b'7'; 3 << 20], NotRecognised),
        ("cut-short.zip", cut_zip, NotRecognised),
        ("wrong-sum.zip", wrong_sum, Refused),
        ("cut-short.csv.gz", cut_gzip, Refused),
        (
            "bomb.csv.gz",
            gzipped(&vec![b'\n'; 70 << 20]),
            NotRecognised,
        ),
    ]
}

#[test]
fn a_file_at_fault_stores_nothing_and_the_rest_of_the_batch_is_taken() {
    let place = one();
    let (catalogue, kept) = (place.catalogue(), place.kept());
    let mut files = Vec::new();
    for (name, bytes, status) in bad() {
        let file = place.file(name, bytes);
        let outcomes = place.load(std::slice::from_ref(&file));
        assert_eq!(outcomes.len(), 1, "{name}");
        assert_eq!(
            outcomes[0].status, status,
            "{name}: {:?}",
            outcomes[0].diagnostics
        );
        assert!(!outcomes[0].diagnostics.is_empty(), "{name}");
        assert!(outcomes[0].is_failure(), "{name}");
        assert_eq!(place.catalogue(), catalogue, "{name}");
        assert_eq!(place.kept(), kept, "{name}");
        files.push(file);
    }
    let before = files.len();
    files.insert(0, place.file("May-2024.csv", two("MAY-2024", 900)));
    files.insert(5, place.file("August-2024.csv", two("AUGUST-2024", 901)));
    files.push(place.file("September-2024.csv", two("SEPTEMBER-2024", 902)));
    let loaded = place
        .statuses(&files)
        .into_iter()
        .filter(|status| *status == OutcomeStatus::Loaded)
        .count();
    assert_eq!((loaded, files.len()), (3, before + 3));
    assert_eq!(
        place.archive().snapshot().unwrap().sources().unwrap().len(),
        4
    );
    assert!(place.damaged().is_empty());
}

#[test]
fn what_no_row_names_is_swept_at_the_next_start() {
    let place = one();
    let (catalogue, kept) = (place.catalogue(), place.kept());
    let root = place.root();
    let stray = "0123456789abcdef".repeat(4);
    fs::create_dir_all(root.join("sources/01")).unwrap();
    for left in [
        format!("staging/{stray}.zst"),
        format!("staging/{stray}.parquet"),
        "staging/anything".to_owned(),
        format!("sources/01/{stray}.zst"),
        format!("tables/ae-monthly/{stray}.parquet"),
    ] {
        fs::write(root.join(left), b"half a file").unwrap();
    }
    assert_eq!(place.kept().len(), kept.len() + 5);
    drop(place.writer());
    assert_eq!((place.catalogue(), place.kept()), (catalogue, kept));
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let place = one();
    let (catalogue, kept) = (place.catalogue(), place.kept());
    let archive = place.archive();
    let mut snapshot = archive.snapshot().unwrap();
    let other = place.root().join("other.sqlite").display().to_string();
    for refused in [
        "",
        "-- nothing",
        "DELETE FROM observation",
        "INSERT INTO setting VALUES ('a', 'b')",
        "UPDATE source SET file_name = 'x'",
        "UPDATE source SET file_name = 'x' RETURNING file_name",
        "DELETE FROM source RETURNING sha256",
        "DROP TABLE observation",
        "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)",
        "CREATE VIEW v AS SELECT 1",
        &format!("ATTACH '{other}' AS other"),
        &format!("VACUUM INTO '{other}'"),
        "VACUUM",
        "REINDEX",
        "ANALYZE",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "PRAGMA journal_mode = delete",
        "PRAGMA user_version = 7",
        "PRAGMA cache_size = -9999999",
        "PRAGMA hard_heap_limit = 1",
        "PRAGMA temp_store_directory = '.'",
        "PRAGMA wal_checkpoint",
        "SELECT * FROM pragma_hard_heap_limit(1)",
        "COMMIT",
        "BEGIN",
        "ROLLBACK",
        "SAVEPOINT s",
        "SELECT 1; DELETE FROM observation",
        "SELECT 1; SELECT 2",
        "SELECT load_extension('x')",
        "SELECT writefile('x', 'y')",
        "SELECT * FROM no_such_table",
        "SELECT zeroblob(2000000000)",
        "SELECT length(hex(zeroblob(900000000)))",
    ] {
        let answer = snapshot.sql(refused);
        assert!(
            matches!(answer, Err(ArchiveError::Sql(_))),
            "{refused}: {answer:?}"
        );
    }
    // The snapshot is still the one it was.
    let answer = snapshot
        .sql("SELECT count(*), 1.5, NULL, 'text' FROM sources;")
        .unwrap();
    assert_eq!(
        answer.rows,
        [[
            Cell::Integer(1),
            Cell::Real(1.5),
            Cell::Null,
            Cell::Text("text".to_owned())
        ]]
    );
    for allowed in [
        "SELECT * FROM figures WHERE level = 'england' ORDER BY measure",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT sum(i) FROM n",
        "SELECT name FROM pragma_table_info('observations')",
        "SELECT name, sql FROM sqlite_schema",
        "EXPLAIN QUERY PLAN SELECT * FROM figures",
        "VALUES (1), (2)",
    ] {
        assert!(!snapshot.sql(allowed).unwrap().rows.is_empty(), "{allowed}");
    }
    assert_eq!(
        series(&snapshot, "ae-attendances", "england", None)
            .figures
            .len(),
        1
    );
    drop(snapshot);
    assert_eq!((place.catalogue(), place.kept()), (catalogue, kept));
    assert!(!place.root().join("other.sqlite").exists());
}

#[test]
fn sql_gives_so_many_rows_and_says_that_there_are_more() {
    let place = one();
    let archive = place.archive();
    let mut snapshot = archive.snapshot().unwrap();
    let answer = snapshot
        .sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
        .unwrap();
    assert_eq!(
        (answer.rows.len(), answer.cut),
        (candour_archive::MOST_ROWS, true)
    );
}

#[test]
fn figures_made_by_other_definitions_are_made_anew() {
    let place = Place::new();
    let files = [
        place.file("May-2024.csv", two("MAY-2024", 900)),
        place.file("June-2024.csv", two("JUNE-2024", 1000)),
    ];
    place.load(&files);
    let (catalogue, kept) = (place.catalogue(), place.kept());
    let connection = Connection::open(place.root().join("catalogue.sqlite")).unwrap();
    connection
        .execute_batch(
            "UPDATE source SET measures = 'of another version' WHERE id = (SELECT source_id FROM edition WHERE period = '2024-06');
             DELETE FROM observation WHERE edition_id = 2 AND level = 0;
             UPDATE observation SET numerator = 1 WHERE edition_id = 2;",
        )
        .unwrap();
    drop(connection);
    assert_eq!(place.damaged().len(), 1);
    assert_ne!(place.catalogue(), catalogue);
    assert!(place.load(&[]).is_empty());
    assert_eq!(place.catalogue(), catalogue);
    assert_eq!(place.kept(), kept);
    assert!(place.damaged().is_empty());
    assert_eq!(place.writer().remeasure().unwrap(), 0);
}

#[test]
fn every_level_of_a_month_sums_to_the_nation() {
    let place = one();
    let archive = place.archive();
    let snapshot = archive.snapshot().unwrap();
    let measure = snapshot.measure("ae-attendances").unwrap();
    for level in [Level::Provider, Level::Region, Level::England] {
        let rows = snapshot
            .league(
                measure,
                level,
                candour_archive::usual_basis(level),
                None,
                "2024-06".parse().unwrap(),
                candour_register::Boundaries::AsReported,
                None,
            )
            .unwrap();
        assert_eq!(
            rows.iter()
                .filter_map(|row| row.figure.numerator)
                .sum::<i64>(),
            1500,
            "{level}"
        );
    }
}
