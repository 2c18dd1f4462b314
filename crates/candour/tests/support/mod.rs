//! What the tests of the command share.

#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
#![allow(unreachable_pub, reason = "a module of several test programs")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The command itself.
pub fn candour(archive: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candour"));
    command
        .env_remove("CANDOUR_ARCHIVE")
        .arg("--archive")
        .arg(archive);
    command
}

pub fn run(archive: &Path, words: &[&str]) -> Output {
    candour(archive).args(words).output().unwrap()
}

/// What a run printed as JSON.
pub fn json(archive: &Path, words: &[&str]) -> serde_json::Value {
    let output = candour(archive)
        .args(words)
        .args(["--format", "json"])
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!(
            "{words:?} printed no JSON; standard error: {}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

/// The folder of the real published files, or none, said out loud; where they are required, their
/// absence fails the test.
pub fn real_data(test: &str) -> Option<PathBuf> {
    let given = std::env::var_os("CANDOUR_REAL_DATA").map(PathBuf::from);
    let folder =
        given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    if folder.join("ae_monthly").is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_none(),
        "{test}: the real published files are required and not in {}",
        folder.display()
    );
    // Past the test harness's capture: a skip must be seen.
    let _ = writeln!(
        std::io::stderr().lock(),
        "SKIPPED {test}: no real published files in {} (set CANDOUR_REAL_DATA)",
        folder.display()
    );
    None
}

/// An A&E file of today's layout with invented providers. Providers: code, region, attendances
/// type 1, over four hours type 1.
pub fn ae_csv(month: &str, providers: &[(&str, &str, u32, u32)]) -> String {
    let mut text = String::from(
        "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,A&E attendances Other A&E Department,A&E attendances Booked Appointments Type 1,A&E attendances Booked Appointments Type 2,A&E attendances Booked Appointments Other Department,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,Attendances over 4hrs Booked Appointments Type 1,Attendances over 4hrs Booked Appointments Type 2,Attendances over 4hrs Booked Appointments Other Department,Patients who have waited 4-12 hs from DTA to admission,Patients who have waited 12+ hrs from DTA to admission,Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,Emergency admissions via A&E - Other A&E department,Other emergency admissions\r\n",
    );
    let (mut attendances, mut over) = (0, 0);
    for (code, region, seen, late) in providers {
        attendances += seen;
        over += late;
        text.push_str(&format!(
            "MSitAE-{month},{code},{region},SYNTHETIC {code} HOSPITALS,{seen},0,0,0,0,0,{late},0,0,0,0,0,0,0,0,0,0,0\r\n"
        ));
    }
    text.push_str(&format!(
        "TOTAL,TOTAL,TOTAL,TOTAL,{attendances},0,0,0,0,0,{over},0,0,0,0,0,0,0,0,0,0,0\r\n"
    ));
    text
}
