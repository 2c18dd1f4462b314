//! The JSON shapes, which are a contract: whole answers as snapshots, on invented files.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::fs;
use std::path::Path;

use support::{ae_csv, candour, json, run};

const LONDON: &str = "NHS ENGLAND LONDON";
const MIDLANDS: &str = "NHS ENGLAND MIDLANDS ";

/// Three months of two providers, February missing, March in two versions.
fn archive(folder: &Path) -> std::path::PathBuf {
    let files = folder.join("files");
    fs::create_dir(&files).unwrap();
    let providers = |over| [("ZZ1", LONDON, 1000, over), ("ZZ2", MIDLANDS, 600, 60)];
    fs::write(
        files.join("January-2024-revised-010224-a.csv"),
        ae_csv("JANUARY-2024", &providers(300)),
    )
    .unwrap();
    fs::write(
        files.join("March-2024-revised-010424-b.csv"),
        ae_csv("MARCH-2024", &providers(200)),
    )
    .unwrap();
    fs::write(
        files.join("March-2024-revised-010624-c.csv"),
        ae_csv("MARCH-2024", &providers(210)),
    )
    .unwrap();
    fs::write(
        files.join("April-2024.csv"),
        ae_csv("APRIL-2024", &providers(190)),
    )
    .unwrap();
    fs::write(files.join("read me.txt"), "synthetic sample").unwrap();
    let archive = folder.join("archive");
    assert!(
        run(&archive, &["ingest", files.to_str().unwrap()])
            .status
            .success()
    );
    archive
}

#[test]
fn ingest() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let files = folder.path().join("files");
    let again = json(&archive, &["ingest", files.to_str().unwrap()]);
    let mut fresh = json(
        &folder.path().join("fresh"),
        &["ingest", files.to_str().unwrap()],
    );
    for outcome in fresh.as_array_mut().unwrap() {
        let file = outcome["file"].as_str().unwrap();
        outcome["file"] = Path::new(file)
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .into();
    }
    insta::assert_json_snapshot!("ingest", fresh);
    let statuses: Vec<&str> = again
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| outcome["status"].as_str().unwrap())
        .collect();
    assert_eq!(
        statuses,
        [
            "already-held",
            "already-held",
            "already-held",
            "already-held",
            "not-recognised"
        ]
    );
}

#[test]
fn series() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    insta::assert_json_snapshot!(
        "series",
        json(&archive, &["series", "ae-four-hour", "--body", "england"])
    );
    let known = json(
        &archive,
        &[
            "series",
            "ae-four-hour",
            "--body",
            "ZZ1",
            "--as-known",
            "2024-05-01",
        ],
    );
    insta::assert_json_snapshot!("series-as-known", known);
    let level = json(
        &archive,
        &[
            "series",
            "ae-attendances",
            "--level",
            "region",
            "--from",
            "2024-04",
        ],
    );
    assert_eq!(level.as_array().unwrap().len(), 2);
}

#[test]
fn explain() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let receipt = json(
        &archive,
        &[
            "explain",
            "ae-four-hour",
            "--body",
            "england",
            "--period",
            "2024-03",
        ],
    );
    insta::assert_json_snapshot!("explain", receipt);
}

#[test]
fn assess_and_spc_speak_alike() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let assessed = json(&archive, &["assess", "ae-four-hour", "--body", "england"]);
    insta::assert_json_snapshot!("assess", assessed);
    let file = folder.path().join("own.csv");
    let rows: String = (1..=20)
        .map(|day| format!("2026-01-{day:02},{}\n", 10 + day % 3))
        .collect();
    fs::write(&file, format!("date,value\n{rows}")).unwrap();
    let own = json(
        &archive,
        &[
            "spc",
            file.to_str().unwrap(),
            "--improvement",
            "decrease",
            "--target",
            "4",
        ],
    );
    let keys = |value: &serde_json::Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&own["facets"][0]), keys(&assessed["facets"][0]));
    assert_eq!(
        keys(&own["facets"][0]["points"][0]),
        keys(&assessed["facets"][0]["points"][0])
    );
    assert_eq!(own["facets"][0]["facet"], "all");
    assert_eq!(own["facets"][0]["points"][0]["date"], "2026-01-01");
    assert_eq!(assessed["facets"][0]["points"][0]["date"], "2024-01");
}

#[test]
fn global_options_stand_before_or_after_the_subcommand() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let before = std::process::Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(["--format", "json", "--archive"])
        .arg(&archive)
        .arg("status")
        .output()
        .unwrap();
    let after = std::process::Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(["status", "--format", "json"])
        .env("CANDOUR_ARCHIVE", &archive)
        .output()
        .unwrap();
    assert_eq!(before.stdout, after.stdout);
    insta::assert_snapshot!("status", String::from_utf8(after.stdout).unwrap());
}

#[test]
fn exports_are_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    for (name, start) in [
        ("a.csv", &b"measure,"[..]),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.parquet", b"PAR1"),
        ("a.json", b"["),
    ] {
        let file = folder.path().join(name);
        let output = candour(&archive)
            .args(["export", "ae-attendances", "--level", "region", "--to-file"])
            .arg(&file)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(fs::read(&file).unwrap().starts_with(start), "{name}");
    }
    let file = folder.path().join("library.csv");
    let output = run(
        &archive,
        &[
            "export",
            "ae-attendances",
            "--body",
            "england",
            "--shape",
            "cml",
            "--to-file",
            file.to_str().unwrap(),
        ],
    );
    assert!(output.status.success());
    assert!(folder.path().join("library-dimensions.csv").is_file());
}

#[test]
fn people_and_posts() {
    let nowhere = tempfile::tempdir().unwrap();
    let archive = nowhere.path().join("none");
    let vacant = json(&archive, &["posts", "--vacant", "--on", "2024-03-01"]);
    insta::assert_json_snapshot!("posts", vacant);
    let person = json(&archive, &["people", "kendall", "--on", "2020-01-01"]);
    insta::assert_json_snapshot!("people", person);
    let changes = json(
        &archive,
        &["posts", "--body", "nhs-improvement", "--changes"],
    );
    insta::assert_json_snapshot!("changes", changes[0]);
    let csv = run(
        &archive,
        &[
            "posts",
            "--body",
            "nhs-england",
            "--on",
            "2019-06-01",
            "--format",
            "csv",
        ],
    );
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert!(
        csv.starts_with("post,title,bodies,on,standing,person,name,"),
        "{csv}"
    );
    assert!(csv.contains("national-medical-director,"));
    for (words, code, said) in [
        (
            &["people", "nobody-of-this-name"][..],
            1,
            "`candour people` lists",
        ),
        (
            &["posts", "nothing-of-this-title"],
            1,
            "`candour posts` lists",
        ),
        (
            &["posts", "--body", "XX"],
            1,
            "no body `XX` in the register",
        ),
        (&["posts", "--changes"], 2, "--body"),
        (&["people", "--on", "soon"], 2, "soon"),
    ] {
        let output = run(&archive, words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {told}");
        assert!(told.contains(said), "{words:?}: {told}");
    }
    assert!(!archive.exists(), "no archive is needed, and none is made");
}

#[test]
fn invented_figures_say_so_beside_every_answer() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    for words in [
        &["series", "ae-attendances", "--body", "england"][..],
        &[
            "explain",
            "ae-attendances",
            "--body",
            "england",
            "--period",
            "2024-01",
        ],
        &["assess", "ae-attendances", "--body", "england"],
        &["export", "ae-attendances", "--body", "england"],
    ] {
        let output = run(&archive, words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("synthetic sample"), "{words:?}: {told}");
    }
}

#[test]
fn help_has_an_example_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "ingest",
        "status",
        "verify",
        "bodies",
        "people",
        "posts",
        "measures",
        "frameworks",
        "framework",
        "series",
        "explain",
        "verdicts",
        "targets",
        "plan",
        "accountability",
        "pledges",
        "events",
        "assess",
        "spc",
        "export",
        "sql",
        "serve",
        "demo",
        "completions",
    ] {
        let help = run(folder.path(), &[command, "--help"]);
        assert!(
            String::from_utf8_lossy(&help.stdout).contains("Example"),
            "{command}"
        );
    }
}
