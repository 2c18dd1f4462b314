//! The published files themselves, where they are held: in the folder that `CANDOUR_REAL_DATA`
//! names, `../shared/data` beside the project otherwise. `CANDOUR_REQUIRE_REAL_DATA=1` makes their
//! absence a failure.

#![expect(
    clippy::print_stderr,
    reason = "a test that is skipped must say so aloud"
)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{Read1, nobody, read};
use candour_core::{Scope, Severity};

/// The folder of published files; none, said aloud, where it is absent.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("CANDOUR_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let required = std::env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_some_and(|value| value == "1");
    assert!(!required, "{} is not a folder", folder.display());
    eprintln!("SKIPPED: no published files in {}", folder.display());
    None
}

fn accepted(path: &Path) -> Read1 {
    let bytes = fs::read(path).unwrap();
    let read = read(&bytes, &nobody).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    assert!(
        !read.reading.refused() && read.reading.io.is_none(),
        "{}: {:?}",
        path.display(),
        read.faults()
    );
    assert!(
        read.reading
            .checks
            .iter()
            .all(|check| check.passed || check.name == "over-attendances"),
        "{}: {:?}",
        path.display(),
        read.reading.checks
    );
    read
}

fn everyone(_: &candour_core::Batch, _: usize) -> bool {
    true
}

#[test]
fn every_ae_file_is_accepted() {
    let Some(folder) = folder("ae_monthly") else {
        return;
    };
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 70);
    let mut warnings = Vec::new();
    let mut layouts = std::collections::BTreeMap::new();
    for path in &files {
        let read = accepted(path);
        assert_eq!(read.reading.scope, Scope::National, "{}", path.display());
        let month = read.reading.period.unwrap().in_words();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for word in month.split(' ') {
            assert!(name.contains(word), "{name} is not of {month}");
        }
        *layouts.entry(read.layout).or_insert(0) += 1;
        // The trusts that tested new standards reported no four-hour figures in these months.
        let field_test = ("2019-05".parse().unwrap()..="2023-05".parse().unwrap())
            .contains(&read.reading.period.unwrap());
        for fault in &read.reading.diagnostics {
            let expected = field_test && fault.code == "no-breaches-reported";
            if fault.severity != Severity::Note && !expected {
                warnings.push(format!("{name}: {} {fault}", fault.code));
            }
        }
    }
    assert_eq!(
        layouts.into_iter().collect::<Vec<_>>(),
        [
            ("A&E by-provider workbook", 1),
            ("A&E from August 2020", 56),
            ("A&E of April to July 2020", 4),
            ("A&E to March 2020", 9),
        ]
    );
    assert_eq!(warnings, Vec::<String>::new());
}

const ATTENDANCES: [&str; 3] = [
    "attendances_type1",
    "attendances_type2",
    "attendances_other",
];
const BOOKED: [&str; 3] = ["booked_type1", "booked_type2", "booked_other"];

fn sums(read: &Read1, columns: &[&str]) -> i64 {
    columns
        .iter()
        .map(|column| read.sum(column, everyone))
        .sum()
}

#[test]
fn ae_totals_are_those_published() {
    let Some(folder) = folder("ae_monthly") else {
        return;
    };
    let june = accepted(&folder.join("Monthly-AE-June-2025-1-1.csv"));
    assert_eq!(sums(&june, &ATTENDANCES), 2_267_068);
    assert_eq!(sums(&june, &BOOKED), 83_410);
    let admissions = [
        "admissions_type1",
        "admissions_type2",
        "admissions_other",
        "other_admissions",
    ];
    assert_eq!(sums(&june, &admissions), 536_896);
    let december = accepted(&folder.join("December-2022-revised-110523-iii999.csv"));
    assert_eq!(
        sums(&december, &ATTENDANCES) + sums(&december, &BOOKED),
        2_294_079
    );
    let first = accepted(&folder.join("March-2019-CSV-plaor.csv"));
    assert_eq!(sums(&first, &ATTENDANCES), 1_373_061 + 50_490 + 744_000);
    assert!(
        !first.reading.present[first
            .publication
            .table()
            .count_index("booked_type1")
            .unwrap()]
    );
    let region = first.text_index("region_name");
    assert!(
        first.kept.0[0].texts[region]
            .dictionary
            .iter()
            .all(|region| !region.contains('('))
    );
}

#[test]
fn the_workbook_of_june_2025_is_the_text_of_june_2025() {
    let Some(folder) = folder("ae_monthly") else {
        return;
    };
    let text = accepted(&folder.join("Monthly-AE-June-2025-1-1.csv"));
    let book = accepted(&folder.join("June-2025-AE-by-provider-3euC4-1.xlsx"));
    assert_eq!(book.reading.sheet.as_deref(), Some("Provider Level Data"));
    assert_eq!(book.reading.published_on.unwrap().to_string(), "2025-07-10");
    assert_eq!(book.reading.period, text.reading.period);
    assert_eq!(book.kept.0[0].rows[0], 19);
    assert_eq!(by_code(&book), by_code(&text));
}

fn by_code(read: &Read1) -> std::collections::BTreeMap<String, Vec<Option<i32>>> {
    let code = read.text_index("org_code");
    let counts = read.publication.table().counts().count();
    read.kept
        .0
        .iter()
        .flat_map(|batch| {
            (0..batch.len()).map(move |row| {
                let figures = (0..counts).map(|count| batch.count(count, row)).collect();
                (batch.text(code, row).to_owned(), figures)
            })
        })
        .collect()
}

#[test]
fn trusts_that_tested_new_standards_are_noticed() {
    let Some(folder) = folder("ae_monthly") else {
        return;
    };
    let bytes = fs::read(folder.join("December-2022-revised-110523-iii999.csv")).unwrap();
    let unknown = read(&bytes, &nobody).unwrap();
    let known = read(&bytes, &|_, _| true).unwrap();
    let warned = |read: &Read1| {
        let faults = read.reading.diagnostics.iter();
        faults
            .filter(|fault| fault.code == "no-breaches-reported")
            .count()
    };
    assert_eq!(warned(&unknown), 14);
    assert_eq!(warned(&known), 0);
    assert!(
        known
            .faults()
            .iter()
            .any(|fault| fault.contains("field-test: 14 providers"))
    );
}

#[test]
fn rtt_extracts_are_accepted() {
    let Some(folder) = folder("rtt") else {
        return;
    };
    let one = accepted(&folder.join("20241130-RTT-November-2024-RBD.csv"));
    assert_eq!(one.reading.scope, Scope::Partial);
    assert_eq!(one.reading.rows, 512);
    let packed = folder.join("20260131-RTT-January-2026-full-extract.csv.gz");
    // The crate reads unpacked files only; the tests have no unpacker of their own either.
    let unpacked = std::process::Command::new("gzip")
        .arg("-dc")
        .arg(packed)
        .output()
        .unwrap();
    let all = read(&unpacked.stdout, &nobody).unwrap();
    assert_eq!(all.faults(), Vec::<String>::new());
    assert!(all.reading.checks.iter().all(|check| check.passed));
    assert_eq!(all.reading.scope, Scope::National);
    assert_eq!(all.reading.rows, 183_417);
    assert_eq!(all.reading.period.unwrap().to_string(), "2026-01");
    let part = all.text_index("part");
    let function = all.text_index("treatment_function");
    let commissioner = all.text_index("commissioner");
    let waiting = |batch: &candour_core::Batch, row| {
        batch.text(part, row) == "Part_2" && batch.text(function, row) == "C_999"
    };
    assert_eq!(all.sum("total_all", waiting), 7_187_677);
    let english = all.sum("total_all", |batch, row| {
        waiting(batch, row) && batch.text(commissioner, row) != "NONC"
    });
    assert_eq!(english, 7_155_958);
    let over_52: i64 = all
        .publication
        .table()
        .counts()
        .filter(|(column, band)| {
            band.is_some_and(|band| band.from >= 52) && column.name != "gt_52_open"
        })
        .map(|(column, _)| {
            all.sum(&column.name, |batch, row| {
                waiting(batch, row) && batch.text(commissioner, row) != "NONC"
            })
        })
        .sum();
    assert_eq!(over_52, 133_860);
}

#[test]
fn other_workbooks_are_named_as_such() {
    let Some(folder) = folder("rtt") else {
        return;
    };
    for name in [
        "New-Periods-Provider-Apr23.xls",
        "Admitted-Commissioner-Dec24-XLSX-2M-revised.xlsx",
    ] {
        let bytes = fs::read(folder.join(name)).unwrap();
        let refusal = read(&bytes, &nobody).map(|_| ()).unwrap_err();
        assert_eq!(refusal.closest, Some("rtt-full-extract"), "{refusal}");
        assert!(refusal.reason.contains("text only"), "{refusal}");
    }
}

/// Everything else that is held: most is of families not yet known, and must be named as such.
#[test]
fn files_of_other_families_are_not_recognised() {
    for name in [
        "diagnostics_dm01",
        "cancelled_ops",
        "tidy_series",
        "beds_kh03",
        "mhsds",
        "geo",
    ] {
        let Some(folder) = folder(name) else {
            return;
        };
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            assert!(read(&bytes, &nobody).is_err(), "{}", path.display());
        }
    }
}
