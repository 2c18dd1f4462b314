//! The oversight framework at the command line: on invented trusts as snapshots, on the real files against
//! the rule book and the committed report.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::path::{Path, PathBuf};

use support::{json, real_data, run};

const ID: &str = "nof-2025-26";

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/cases")
        .join(name)
        .join("input.csv")
}

/// Two quarters of three invented trusts, and a league table.
fn archive(folder: &Path) -> PathBuf {
    let data = folder.join("data.csv");
    let league = folder.join("league-table.csv");
    std::fs::copy(case("nof_data/two-quarters"), &data).unwrap();
    std::fs::copy(case("nof_league_table/with-its-quarter"), &league).unwrap();
    let archive = folder.join("archive");
    let files = [data.to_str().unwrap(), league.to_str().unwrap()];
    let taken = run(&archive, &["ingest", files[0], files[1]]);
    assert!(taken.status.success(), "{taken:?}");
    archive
}

fn printed(archive: &Path, words: &[&str]) -> String {
    let output = run(archive, words);
    assert!(
        output.status.success(),
        "{words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn whole_runs() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    insta::assert_snapshot!("frameworks", printed(&archive, &["frameworks"]));
    let first = ["framework", ID, "--quarter", "Q1 2025/26"];
    insta::assert_snapshot!("league", printed(&archive, &first));
    let trust = [&first[..], &["--trust", "ZZ2"]].concat();
    insta::assert_snapshot!("steps", printed(&archive, &trust));
    let what_if = [
        &trust[..],
        &["--what-if", "OF0084=median", "--financial-override", "off"],
    ]
    .concat();
    insta::assert_snapshot!("what_if", printed(&archive, &what_if));
    let reconciled = [&first[..], &["--reconcile", "--trust", "ZZ2"]].concat();
    insta::assert_snapshot!("reconciled", printed(&archive, &reconciled));
    for (words, columns) in [
        (&first[..], "quarter,trust,name,"),
        (&trust[..], "quarter,trust,domain,metric,"),
        (&what_if[..], "figure,of,before_best,"),
        (&reconciled[..], "quarter,layer,figure,trust,"),
        (&["frameworks"], "id,title,in_force_from,"),
    ] {
        let csv = printed(&archive, &[words, &["--format", "csv"]].concat());
        assert!(csv.starts_with(columns), "{words:?}: {csv}");
    }
}

#[test]
fn messages_name_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let nowhere = folder.path().join("nowhere");
    for (at, words, code, said) in [
        (
            &archive,
            &["framework", "nof-1999"][..],
            1,
            "there are nof-2022-23, nof-2025-26, nof-2026-27",
        ),
        (
            &nowhere,
            &["framework", "nof-1999"],
            1,
            "there are nof-2022-23",
        ),
        (&nowhere, &["framework", ID], 1, "candour ingest"),
        (
            &archive,
            &["framework", "nof-2026-27"],
            1,
            "no published figures of NHS Oversight Framework 2026/27 are held",
        ),
        (
            &archive,
            &["framework", ID, "--quarter", "Q3 2025/26"],
            1,
            "held are Q1 2025/26, Q4 2025/26",
        ),
        (
            &archive,
            &["framework", ID, "--quarter", "Q5 2025/26"],
            2,
            "such as \"Q4 2025/26\"",
        ),
        (
            &archive,
            &["framework", ID, "--trust", "ZZ9"],
            1,
            "no figures of ZZ9 are held for Q4 2025/26",
        ),
        (
            &archive,
            &[
                "framework",
                ID,
                "--trust",
                "ZZ2",
                "--what-if",
                "OF0084=high",
            ],
            2,
            "METRIC=median",
        ),
        (
            &archive,
            &["framework", ID, "--what-if", "OF0084=median"],
            2,
            "--trust",
        ),
        (
            &archive,
            &["framework", ID, "--trust", "ZZ2", "--what-if", "OF9999=1"],
            1,
            "no metric `OF9999`",
        ),
        (
            &archive,
            &["framework", ID, "--format", "markdown"],
            1,
            "--reconcile --format markdown",
        ),
        (
            &archive,
            &["status", "--format", "markdown"],
            1,
            "only a briefing or a reconciliation",
        ),
    ] {
        let output = run(at, words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {told}");
        assert!(told.contains(said), "{words:?}: {told}");
        assert!(output.stdout.is_empty(), "{words:?}");
    }
    // Without a file what is known of the frameworks is told all the same, and how to get one.
    let output = run(&nowhere, &["frameworks"]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("NHS Oversight Framework 2026/27"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no figures are held yet"));
}

/// An archive of the real files; none, said aloud, where they are absent.
fn real(folder: &Path, test: &str) -> Option<PathBuf> {
    let files = real_data(test)?.join("nof");
    assert!(files.is_dir(), "{test}: no folder nof beside the others");
    let archive = folder.join("archive");
    let taken = run(&archive, &["ingest", files.to_str().unwrap()]);
    assert!(
        taken.status.success(),
        "{}",
        String::from_utf8_lossy(&taken.stderr)
    );
    Some(archive)
}

/// The report under `docs/` is what the command writes from the published files.
#[test]
fn the_committed_report_is_what_the_command_writes() {
    let folder = tempfile::tempdir().unwrap();
    let Some(archive) = real(folder.path(), "the_committed_report") else {
        return;
    };
    let report = printed(
        &archive,
        &["framework", ID, "--reconcile", "--format", "markdown"],
    );
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reconciliation-nof-2025-26.md");
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == report,
        "docs/reconciliation-nof-2025-26.md is not what `candour framework {ID} --reconcile --format markdown` writes: write it anew and look at what changed"
    );
}

/// Figures of the rule book and of the published files: Q4 2025/26.
#[test]
fn the_real_quarter() {
    let folder = tempfile::tempdir().unwrap();
    let Some(archive) = real(folder.path(), "the_real_quarter") else {
        return;
    };
    let league = json(&archive, &["framework", ID, "--quarter", "Q4 2025/26"]);
    assert_eq!(league["trusts"].as_array().unwrap().len(), 61);
    // The first line of the league table: rank 1 of 61, 1.53, likely 1.2 to 1.89.
    let first = &league["trusts"][0];
    assert_eq!(
        (&first["trust"], &first["rank"]),
        (&"RYY".into(), &1.into())
    );
    assert_eq!(first["average"], 1.53);
    assert_eq!(first["likely_published"]["worst"], 1.89);
    // The cut-points of the rule book, as far as the published segments bound them.
    let bands: Vec<(f64, f64)> = league["bands"]["bands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|band| {
            (
                band["best"].as_f64().unwrap(),
                band["worst"].as_f64().unwrap(),
            )
        })
        .collect();
    assert_eq!(bands[0].1, 2.02);
    assert_eq!(bands[1], (2.11, 2.29));
    assert_eq!(bands[2], (2.31, 2.57));
    assert_eq!(bands[3].0, 2.6);
    // The worked example: eleven metrics, a mean of 2.2100.
    let steps = json(&archive, &["framework", ID, "--trust", "RDY"]);
    assert_eq!(steps["average"]["metrics"], 11);
    assert!((steps["average"]["mean"].as_f64().unwrap() - 2.21).abs() < 0.00006);
    assert_eq!(steps["average"]["published"], 2.21);
    // All 244 averages and 1,205 domain scores.
    let report = json(&archive, &["framework", ID, "--reconcile"]);
    let total = |figure: &str| {
        let totals = report["totals"].as_array().unwrap();
        let count = totals
            .iter()
            .find(|count| count["figure"] == figure)
            .unwrap();
        (count["compared"].clone(), count["agree"].clone())
    };
    assert_eq!(total("average"), (244.into(), 244.into()));
    assert_eq!(total("domain score"), (1205.into(), 1205.into()));
}
