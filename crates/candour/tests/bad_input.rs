//! Bad input: one clear error each, exit code not 0, nothing stored, the rest of the batch loaded.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use support::{ae_csv, candour, json, run};

const REGION: &str = "NHS ENGLAND LONDON";

fn good() -> String {
    ae_csv(
        "JANUARY-2024",
        &[("ZZ1", REGION, 1000, 250), ("ZZ2", REGION, 500, 5)],
    )
}

/// Loads `bytes` under `name` beside a good file of another month; gives the outcome and the exit
/// code, and proves that nothing of it was stored and that the good file was.
fn refused(name: &str, bytes: &[u8]) -> (serde_json::Value, i32) {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join(name);
    fs::write(&bad, bytes).unwrap();
    let other = folder.path().join("other.csv");
    fs::write(&other, ae_csv("MARCH-2024", &[("ZZ1", REGION, 10, 1)])).unwrap();
    let archive = folder.path().join("archive");
    let output = candour(&archive)
        .args(["ingest", "--format", "json"])
        .arg(&bad)
        .arg(&other)
        .output()
        .unwrap();
    let outcomes: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&output.stderr)));
    assert!(
        !String::from_utf8_lossy(&output.stderr).contains("panicked"),
        "{name} panicked"
    );
    let all = outcomes.as_array().unwrap();
    let good = all
        .iter()
        .find(|outcome| outcome["file"].as_str().unwrap().ends_with("other.csv"))
        .unwrap();
    assert_eq!(good["status"], "loaded");
    let sources = json(&archive, &["sql", "SELECT file_name FROM sources"]);
    assert_eq!(
        sources.as_array().unwrap().len(),
        1,
        "something of {name} was stored: {sources}"
    );
    assert_eq!(kept(&archive), 2, "a file of {name} stayed in the archive");
    let bad = all
        .iter()
        .find(|outcome| !outcome["file"].as_str().unwrap().ends_with("other.csv"))
        .unwrap();
    (bad.clone(), output.status.code().unwrap())
}

/// How many files there are in `sources/`, `tables/` and `staging/`.
fn kept(archive: &Path) -> usize {
    fn count(folder: &Path) -> usize {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { count(&path) } else { 1 })
            .sum()
    }
    ["sources", "tables", "staging"]
        .iter()
        .map(|name| count(&archive.join(name)))
        .sum()
}

/// Asserts that the file is refused or not recognised, and that a diagnostic says `expected`.
fn says(name: &str, bytes: &[u8], status: &str, expected: &str) {
    let (outcome, code) = refused(name, bytes);
    assert_eq!(outcome["status"], status, "{name}: {outcome:#}");
    assert_eq!(code, 1, "{name}");
    let told = outcome["diagnostics"].to_string();
    assert!(
        told.contains(expected),
        "{name} should say `{expected}`: {outcome:#}"
    );
}

#[test]
fn a_truncated_file() {
    let text = good();
    says(
        "truncated.csv",
        &text.as_bytes()[..text.len() - 40],
        "refused",
        "fields",
    );
    // Cut between two lines: whole rows, and no total.
    let end = text.trim_end().rfind('\n').unwrap();
    says("no-total.csv", &text.as_bytes()[..=end], "refused", "total");
}

#[test]
fn another_publication_and_what_is_no_publication() {
    says(
        "budget.csv",
        b"Department,Amount\nHealth,1\n",
        "not-recognised",
        "Department",
    );
    says(
        "page.csv",
        b"<!DOCTYPE html><html><body>Not found</body></html>",
        "not-recognised",
        "HTML",
    );
    says(
        "rubbish.csv",
        &(0..4096)
            .map(|byte| (byte * 7 % 256) as u8)
            .collect::<Vec<_>>(),
        "not-recognised",
        "binary",
    );
    says("empty.csv", b"", "not-recognised", "empty");
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(good().encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    says("wide.csv", &wide, "not-recognised", "UTF-16");
}

#[test]
fn cells_that_are_not_counts() {
    let text = good();
    for (was, is, told) in [
        (
            "SYNTHETIC ZZ1 HOSPITALS,1000,",
            "SYNTHETIC ZZ1 HOSPITALS,-5,",
            "whole number",
        ),
        (
            "SYNTHETIC ZZ1 HOSPITALS,1000,",
            "SYNTHETIC ZZ1 HOSPITALS,many,",
            "whole number",
        ),
        (
            "SYNTHETIC ZZ1 HOSPITALS,1000,",
            "SYNTHETIC ZZ1 HOSPITALS,10.5,",
            "whole number",
        ),
        (
            "SYNTHETIC ZZ1 HOSPITALS,1000,",
            "SYNTHETIC ZZ1 HOSPITALS,99999999999,",
            "2,147,483,647",
        ),
    ] {
        assert!(text.contains(was));
        let (outcome, code) = refused("cells.csv", text.replace(was, is).as_bytes());
        assert_eq!((outcome["status"].as_str(), code), (Some("refused"), 1));
        let fault = outcome["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .find(|fault| fault["message"].as_str().unwrap().contains(told))
            .unwrap_or_else(|| panic!("{is}: {outcome:#}"));
        assert_eq!(fault["line"], 2);
        assert_eq!(fault["column"], 5);
        assert_eq!(fault["heading"], "A&E attendances Type 1");
    }
}

#[test]
fn sums_rows_and_headers_that_do_not_fit() {
    let text = good();
    says(
        "sums.csv",
        text.replace("TOTAL,1500", "TOTAL,1501").as_bytes(),
        "refused",
        "1,501",
    );
    let first = text.lines().nth(1).unwrap();
    let twice = text
        .replacen(first, &format!("{first}\r\n{first}"), 1)
        .replace("TOTAL,1500", "TOTAL,2500")
        .replace(",255,0", ",505,0");
    says("twice.csv", twice.as_bytes(), "refused", "ZZ1");
    says(
        "periods.csv",
        text.replacen("MSitAE-JANUARY-2024,ZZ2", "MSitAE-MAY-2024,ZZ2", 1)
            .as_bytes(),
        "refused",
        "2024",
    );
    says(
        "order.csv",
        text.replacen("Period,Org Code", "Org Code,Period", 1)
            .as_bytes(),
        "refused",
        "Org Code",
    );
}

#[test]
fn every_fault_of_a_file_is_told() {
    let text = good().replace(",1000,", ",x,").replace(",500,", ",y,");
    let (outcome, _) = refused("faults.csv", text.as_bytes());
    let lines: Vec<u64> = outcome["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|fault| fault["message"].as_str().unwrap().contains("whole number"))
        .map(|fault| fault["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn one_line_without_end() {
    let mut text = good().into_bytes();
    text.truncate(text.iter().position(|byte| *byte == b'\n').unwrap() + 1);
    text.resize(text.len() + (64 << 20), b'x');
    says("line.csv", &text, "refused", "line");
}

#[test]
fn bombs_and_paths_in_a_zip() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.gz");
    let mut packed = flate2::write::GzEncoder::new(
        fs::File::create(&path).unwrap(),
        flate2::Compression::best(),
    );
    packed
        .write_all(good().lines().next().unwrap().as_bytes())
        .unwrap();
    packed.write_all(b"\n").unwrap();
    let nothing = vec![b'0'; 1 << 20];
    (0..200).for_each(|_| packed.write_all(&nothing).unwrap());
    packed.finish().unwrap();
    says(
        "bomb.csv.gz",
        &fs::read(&path).unwrap(),
        "refused",
        "packed size",
    );

    let path = folder.path().join("paths.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file(
        "../../../evil.csv",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    zip.write_all(good().as_bytes()).unwrap();
    zip.finish().unwrap();
    says(
        "paths.zip",
        &fs::read(&path).unwrap(),
        "refused",
        "leads out",
    );
}

#[test]
fn workbooks_of_rubbish() {
    says(
        "broken.xlsx",
        b"PK\x03\x04 and then nothing of a workbook",
        "not-recognised",
        "",
    );
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.resize(8192, 0x41);
    says("broken.xls", &old, "not-recognised", "");
}

#[test]
fn exit_codes_tell_a_named_file_from_one_found() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    fs::write(files.join("good.csv"), good()).unwrap();
    fs::write(files.join("notes.txt"), "bread, milk").unwrap();
    let archive = folder.path().join("archive");
    let found = run(&archive, &["ingest", files.to_str().unwrap()]);
    assert_eq!(
        found.status.code(),
        Some(0),
        "a stray file in a folder is listed, no failure"
    );
    assert!(String::from_utf8_lossy(&found.stdout).contains("not-recognised"));
    let named = run(
        &archive,
        &["ingest", files.join("notes.txt").to_str().unwrap()],
    );
    assert_eq!(named.status.code(), Some(1));
    let absent = run(
        &archive,
        &["ingest", files.join("nowhere.csv").to_str().unwrap()],
    );
    assert_eq!(absent.status.code(), Some(1));
    let again = json(
        &archive,
        &["ingest", files.join("good.csv").to_str().unwrap()],
    );
    assert_eq!(again[0]["status"], "already-held");
    for wrong in [
        &["series"][..],
        &[
            "series",
            "ae-attendances",
            "--body",
            "england",
            "--from",
            "2024-13",
        ],
        &["nonsense"],
    ] {
        assert_eq!(run(&archive, wrong).status.code(), Some(2), "{wrong:?}");
    }
    for absent in [
        &["series", "nothing", "--body", "england"][..],
        &["series", "ae-attendances", "--body", "NOBODY"],
    ] {
        assert_eq!(run(&archive, absent).status.code(), Some(1), "{absent:?}");
    }
    assert_eq!(
        run(&folder.path().join("none"), &["status"]).status.code(),
        Some(1)
    );
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("good.csv");
    fs::write(&file, good()).unwrap();
    let archive = folder.path().join("archive");
    assert!(
        run(&archive, &["ingest", file.to_str().unwrap()])
            .status
            .success()
    );
    for statement in [
        "DELETE FROM source",
        "DROP TABLE source",
        "UPDATE source SET period = '1999-01'",
        "INSERT INTO setting VALUES ('a', 'b')",
        "PRAGMA journal_mode = delete",
        "ATTACH 'elsewhere.sqlite' AS elsewhere",
        "SELECT 1; DELETE FROM source",
        "not sql",
        "",
    ] {
        let output = run(&archive, &["sql", statement]);
        assert_eq!(output.status.code(), Some(1), "{statement}");
        assert!(output.stdout.is_empty(), "{statement}");
    }
    assert!(!Path::new("elsewhere.sqlite").exists());
    assert_eq!(
        json(&archive, &["sql", "SELECT count(*) AS n FROM sources"])[0]["n"],
        1
    );
}
