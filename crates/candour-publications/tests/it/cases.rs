//! Every case under `tests/cases`: a small made-up file, and what is to be read from it. All
//! providers there are invented. `UPDATE_CASES=1` writes what is read as what is expected; look
//! at the difference before you keep it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{Read1, read_named};
use crate::{directories, sheets};
use candour_core::{Month, Severity};

/// Invented providers whose code begins so are known not to have submitted four-hour figures.
fn known(code: &str, _: Month) -> bool {
    code.starts_with("ZZF")
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(of)
        .unwrap_or_else(|fault| panic!("{}: {fault}", of.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

#[test]
fn every_case_reads_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let update = std::env::var_os("UPDATE_CASES").is_some_and(|value| value == "1");
    let mut failed = Vec::new();
    let mut cases = 0;
    // Stories are cases of another reader.
    let families = folders(&root);
    let families = families.iter().filter(|family| !family.ends_with("story"));
    for case in families.flat_map(|family| folders(family)) {
        cases += 1;
        let seen = rendered(&case);
        let path = case.join("expected.txt");
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if seen == expected {
            continue;
        }
        if update {
            fs::write(&path, seen).unwrap();
        } else {
            failed.push(format!(
                "{}\n--- expected\n{expected}\n--- seen\n{seen}",
                case.display()
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(cases > 50, "only {cases} cases");
}

fn rendered(case: &Path) -> String {
    // The name of the file, where it plays a part.
    let name = fs::read_to_string(case.join("name.txt")).unwrap_or_default();
    let render = |bytes: &[u8]| render(bytes, name.trim());
    for name in ["input.csv", "input.geojson"] {
        let text = case.join(name);
        if text.exists() {
            return render(&fs::read(text).unwrap());
        }
    }
    let sheets = sheets::parse(&fs::read_to_string(case.join("input.sheets")).unwrap());
    let seen = render(&sheets::xlsx(&sheets));
    // The same cells in the older form must read the same.
    assert_eq!(
        render(&sheets::xls(&sheets)),
        seen,
        "{} as .xls",
        case.display()
    );
    seen
}

fn render(bytes: &[u8], name: &str) -> String {
    if let Some((directory, layout, reading)) = directories::read(bytes) {
        return directories::rendered(directory, layout, &reading);
    }
    let refused = directories::refusal(bytes);
    match read_named(bytes, &known, name).map_err(|refusal| refused.unwrap_or(refusal)) {
        Ok(read) => of_reading(&read),
        Err(refusal) => {
            let closest = refusal.closest.unwrap_or("none");
            let mut out = format!("not recognised, closest: {closest}\n{refusal}\n");
            if let Some(hint) = refusal.hint {
                writeln!(out, "hint: {hint}").unwrap();
            }
            out
        }
    }
}

fn of_reading(read: &Read1) -> String {
    let mut out = String::new();
    let reading = &read.reading;
    let id = read.publication.facts().id;
    let taken = if reading.refused() {
        "refused"
    } else {
        "taken"
    };
    writeln!(out, "{taken}: {id}, {}", read.layout).unwrap();
    if let Some(sheet) = &reading.sheet {
        writeln!(out, "sheet: {sheet}").unwrap();
    }
    let periods: Vec<String> = reading.periods.keys().map(Month::to_string).collect();
    match &periods[..] {
        [] => writeln!(out, "period: none").unwrap(),
        [only] => writeln!(out, "period: {only}").unwrap(),
        more => writeln!(out, "periods: {}", more.join(" ")).unwrap(),
    }
    if let Some(date) = reading.published_on {
        writeln!(out, "published on: {date}").unwrap();
    }
    writeln!(out, "scope: {}: {}", reading.scope, reading.scope_reason).unwrap();
    let table = read.publication.table();
    let absent: Vec<&str> = table
        .counts()
        .zip(&reading.present)
        .filter(|(_, present)| !**present)
        .map(|((column, _), _)| &*column.name)
        .collect();
    match absent[..] {
        [] => {}
        [first, .., last] => writeln!(
            out,
            "not in the layout: {first} to {last}, {}",
            absent.len()
        )
        .unwrap(),
        [only] => writeln!(out, "not in the layout: {only}").unwrap(),
    }
    for check in &reading.checks {
        let held = if check.passed { "holds" } else { "fails" };
        writeln!(out, "check {}: {held}: {}", check.name, check.detail).unwrap();
    }
    for fault in &reading.diagnostics {
        let severity = match fault.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        writeln!(out, "{severity} {}: {fault}", fault.code).unwrap();
        if let Some(hint) = &fault.hint {
            writeln!(out, "  hint: {hint}").unwrap();
        }
    }
    rows(read, &mut out);
    out
}

fn rows(read: &Read1, out: &mut String) {
    let table = read.publication.table();
    for batch in &read.kept.0 {
        let period = batch.period.unwrap();
        assert!(read.reading.periods.contains_key(&period), "{period}");
        for row in 0..batch.len() {
            write!(out, "row {}:", batch.rows[row]).unwrap();
            for (index, (column, _)) in table.texts().enumerate() {
                write!(out, " {}={:?}", column.name, batch.text(index, row)).unwrap();
            }
            for (index, (column, _)) in table.counts().enumerate() {
                if let Some(count) = batch.number(index, row) {
                    write!(out, " {}={count}", column.name).unwrap();
                }
            }
            out.push('\n');
        }
    }
}
