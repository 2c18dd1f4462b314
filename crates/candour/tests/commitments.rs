//! The commands about commitments: JSON shapes as snapshots on invented files, what a stranger reads, and
//! bad input at the command line.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{ae_csv, json, run};

const LONDON: &str = "NHS ENGLAND LONDON";
const MIDLANDS: &str = "NHS ENGLAND MIDLANDS ";
/// As at this day, whatever day it is.
const ON: [&str; 2] = ["--on", "2024-06-30"];

/// The months of 2023-24 of two invented providers: in March 2024 England is at exactly 76 per cent.
fn archive(folder: &Path) -> PathBuf {
    let files = folder.join("files");
    fs::create_dir(&files).unwrap();
    let months = [
        "APRIL-2023",
        "MAY-2023",
        "JUNE-2023",
        "JULY-2023",
        "AUGUST-2023",
        "SEPTEMBER-2023",
        "OCTOBER-2023",
        "NOVEMBER-2023",
        "DECEMBER-2023",
        "JANUARY-2024",
        "FEBRUARY-2024",
        "MARCH-2024",
    ];
    for (place, month) in (0_u32..).zip(months) {
        let over = if *month == *"MARCH-2024" {
            240
        } else {
            300 + place
        };
        let providers = [("ZZ1", LONDON, 1000, over), ("ZZ2", MIDLANDS, 500, 120)];
        fs::write(
            files.join(format!("{month}-revised-110424-a.csv")),
            ae_csv(month, &providers),
        )
        .unwrap();
    }
    let archive = folder.join("archive");
    let output = run(&archive, &["ingest", files.to_str().unwrap()]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    archive
}

fn told(archive: &Path, words: &[&str]) -> (String, String, Option<i32>) {
    let output = run(archive, words);
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code(),
    )
}

fn found<'a>(all: &'a serde_json::Value, commitment: &str) -> &'a serde_json::Value {
    all.as_array()
        .unwrap()
        .iter()
        .find(|verdict| verdict["commitment"] == commitment)
        .unwrap_or_else(|| panic!("no {commitment} in {all:#}"))
}

#[test]
fn verdicts_of_a_body() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let words = [
        &["verdicts", "--body", "england", "--year", "2023-24"][..],
        &ON,
    ]
    .concat();
    let all = json(&archive, &words);
    // (1,500 − 360) ÷ 1,500 is 76 per cent to the last unit: met.
    let march = found(&all, "ae-4h-76-2024-03");
    assert_eq!(march["outcome"], "met");
    assert_eq!(march["margin"], 0.0);
    let standard = found(&all, "ae-4h-95-standard");
    assert_eq!(standard["outcome"], "missed");
    assert_eq!(standard["months_judged"], 12);
    assert_eq!(standard["months_met"], 0);
    assert_eq!(standard["since"], "2023-04");
    assert_eq!(standard["since_at_least"], true);
    insta::assert_json_snapshot!("verdicts", [march, standard]);
    // Missed stands first, unknown last.
    let outcomes: Vec<&str> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|verdict| verdict["outcome"].as_str().unwrap())
        .collect();
    let order = ["missed", "at-risk", "met", "not-yet-due", "unknown"];
    let places: Vec<usize> = outcomes
        .iter()
        .map(|outcome| order.iter().position(|word| word == outcome).unwrap())
        .collect();
    assert!(places.is_sorted(), "{outcomes:?}");
    let (table, _, _) = told(&archive, &words);
    insta::assert_snapshot!("verdicts-table", table);
    let missed = json(&archive, &[&words[..], &["--outcome", "missed"]].concat());
    assert!(
        missed
            .as_array()
            .unwrap()
            .iter()
            .all(|verdict| verdict["outcome"] == "missed")
    );
}

#[test]
fn a_verdict_rests_on_figures_whose_receipts_can_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let words = [
        &["explain", "ae-4h-76-2024-03", "--body", "england"][..],
        &ON,
    ]
    .concat();
    let receipt = json(&archive, &words);
    insta::assert_json_snapshot!("explain-commitment", receipt);
    let (text, _, _) = told(&archive, &words);
    let command = text
        .split('`')
        .find(|part| part.starts_with("candour explain"))
        .unwrap_or_else(|| panic!("no command in {text}"));
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let figure = json(&archive, &words);
    assert_eq!(figure["value"], receipt["verdict"]["value"]);
    assert_eq!(figure["numerator"], 1140);
}

/// As known in April 2023 the months that came out a year later are not seen.
#[test]
fn as_known_hides_what_came_later() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let words = [
        "verdicts",
        "--body",
        "england",
        "--year",
        "2023-24",
        "--as-known",
        "2024-04-10",
    ];
    let all = json(&archive, &[&words[..], &ON].concat());
    assert_eq!(found(&all, "ae-4h-76-2024-03")["outcome"], "unknown");
}

#[test]
fn national_counts() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let words = [&["verdicts", "--year", "2023-24"][..], &ON].concat();
    let all = json(&archive, &words);
    let england: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["commitment"] == "ae-4h-76-2024-03" && row["level"] == "england")
        .collect();
    insta::assert_json_snapshot!("verdicts-national", england);
}

#[test]
fn targets_by_year() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let years = json(&archive, &[&["targets"][..], &ON].concat());
    // The rule book counts 33 rows for 2023-24; the counts of others stand beside.
    let year = years
        .as_array()
        .unwrap()
        .iter()
        .find(|year| year["year"] == "2023-24")
        .unwrap();
    let of = |word: &str| year[word].as_u64().unwrap();
    assert_eq!(of("standards") + of("targets") + of("local"), 33);
    assert_eq!(year["counts"][0]["count"], 31);
    let (table, _, _) = told(&archive, &[&["targets"][..], &ON].concat());
    for count in [
        "133 targets",
        "31 national objectives",
        "32 success measures",
    ] {
        assert!(table.contains(count), "{count}: {table}");
    }
    let of_year = json(
        &archive,
        &[&["targets", "--year", "2024-25"][..], &ON].concat(),
    );
    let target = of_year["targets"]
        .as_array()
        .unwrap()
        .iter()
        .find(|target| target["target"]["id"] == "ae-4h-78-2025-03")
        .unwrap();
    assert_eq!(target["change"], "raised");
    insta::assert_json_snapshot!("targets", target);
    let (indicator, _, _) = told(
        &archive,
        &[&["targets", "--indicator", "ae-4h"][..], &ON].concat(),
    );
    for level in ["at least 76%", "at least 78%", "at least 95%"] {
        assert!(indicator.contains(level), "{level}: {indicator}");
    }
    let no_archive = folder.path().join("none");
    let (table, note, code) = told(&no_archive, &["targets", "--year", "2023-24"]);
    assert_eq!(code, Some(0), "{note}");
    assert!(table.contains("at least 76% in March 2024"), "{table}");
    assert!(note.contains("nothing is judged"), "{note}");
}

#[test]
fn a_set_cut_to_ten_says_what_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let words = [&["targets", "--year", "2023-24", "--cut-to", "10"][..], &ON].concat();
    let cut = json(&archive, &words);
    assert_eq!(cut["kept"].as_array().unwrap().len(), 10);
    assert_eq!(cut["rule"], "areas");
    let areas = cut["areas"].as_array().unwrap();
    let dropped: u64 = areas
        .iter()
        .map(|area| area["dropped"].as_u64().unwrap())
        .sum();
    assert_eq!(dropped as usize, cut["dropped"].as_array().unwrap().len());
    let keep = [
        &["targets", "--year", "2023-24", "--keep", "ae-4h"][..],
        &ON,
    ]
    .concat();
    let kept = json(&archive, &keep);
    assert_eq!(kept["kept"][0]["commitment"], "ae-4h-76-2024-03");
    assert_eq!(kept["rule"], "chosen");
}

#[test]
fn plans_of_a_year() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let year = json(&archive, &[&["plan", "2023-24"][..], &ON].concat());
    // 25 by one published count; full-year rows name seven.
    assert_eq!(year["published"][0]["value"], 25.0);
    assert_eq!(year["systems"]["counts"]["missed"], 7);
    assert_eq!(year["systems"]["bodies"].as_array().unwrap().len(), 42);
    let steps: Vec<f64> = year["injections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["step"].as_f64().unwrap())
        .collect();
    assert_eq!(steps, [800.0, 400.0, 500.0]);
    let body = json(
        &archive,
        &[&["plan", "2023-24", "--body", "QOP"][..], &ON].concat(),
    );
    insta::assert_json_snapshot!("plan", body);
    let (table, _, _) = told(
        &archive,
        &[&["plan", "2023-24", "--injections", "off"][..], &ON].concat(),
    );
    for said in [
        "of 42 systems 7 are known to have missed",
        "published: 25 missed, as HSJ counted; 18 of these no full-year row names",
        "£1,700m in all",
        "−£180m",
    ] {
        assert!(table.contains(said), "{said}: {table}");
    }
    let balance = json(&archive, &["plan", "2025-26", "--on", "2026-06-30"]);
    assert_eq!(balance["balance"]["total"]["actual"], 70.0);
    assert_eq!(balance["balance"]["sum_of_actuals"], 70.0);
    assert_eq!(balance["balance"]["adds_up"], "within-rounding");
}

const HEADINGS: &str =
    "body,indicator,year,period,stage,value,unit,bound,basis,as_at,document,note,source\n";

fn own(folder: &Path, rows: &str) -> PathBuf {
    let file = folder.join("our-plan.csv");
    fs::write(&file, format!("{HEADINGS}{rows}")).unwrap();
    file
}

#[test]
fn a_body_brings_its_own_plan_and_months() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let file = own(
        folder.path(),
        "ZZ1,surplus,2023-24,,plan,-4.5,GBP m,,excluding-dsf,2023-05,board paper,,our own file\n\
         ZZ1,surplus,2023-24,,outturn,-6,GBP m,,excluding-dsf,2024-05,board paper,,our own file\n\
         ZZ1,ae-four-hour,2023-24,2024-03,plan,78,%,,,2023-05,board paper,,our own file\n",
    );
    let words = [
        "plan",
        "2023-24",
        "--body",
        "ZZ1",
        "--file",
        file.to_str().unwrap(),
    ];
    let found = json(&archive, &[&words[..], &ON].concat());
    assert_eq!(found["standing"], "missed");
    assert_eq!(found["gap"]["value"], -1.5);
    // 760 of 1,000 within four hours against 78 per cent.
    assert_eq!(found["trajectories"][0]["outcome"], "missed");
    assert_eq!(found["trajectories"][0]["value"], 0.76);
    let (text, _, _) = told(&archive, &[&words[..], &ON].concat());
    assert!(text.contains("£1.5m worse than plan"), "{text}");
    assert!(text.contains("2.0 points short"), "{text}");
}

/// Each fault of a file is said with file, line and reason, and nothing of the file is taken.
#[test]
fn a_plan_at_fault_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let sound = "ZZ1,surplus,2023-24,,plan,-4.5,GBP m,,,2023-05,board paper,,our own file\n";
    for (rows, expected) in [
        (
            "ZZ1,surplus,,,plan,-4.5,GBP m,,,2023-05,board paper,,our own file\n".to_owned(),
            "our-plan.csv line 2, column 3 (year): a plan without a year",
        ),
        (
            "ZZ1,surplus,2023-24,,plan,-4.5,,,,2023-05,board paper,,our own file\n".to_owned(),
            "our-plan.csv line 2, column 7 (unit)",
        ),
        (format!("{sound}{sound}"), "our-plan.csv line 3"),
        (
            format!(
                "{sound}ZZ1,surplus,2023-24,,outturn,-5,GBP m,,,2023-04,board paper,,our own file\n"
            ),
            "our-plan.csv line 3",
        ),
        (
            "ZZ1,no-such-measure,2023-24,2023-05,plan,78,%,,,2023-05,board paper,,our own file\n"
                .to_owned(),
            "our-plan.csv line 2",
        ),
    ] {
        let file = own(folder.path(), &rows);
        let (out, err, code) = told(
            &archive,
            &[
                "plan",
                "2023-24",
                "--body",
                "ZZ1",
                "--file",
                file.to_str().unwrap(),
            ],
        );
        assert_eq!(code, Some(1), "{rows}: {err}");
        assert!(err.contains(expected), "{rows}: {err}");
        assert!(err.contains("nothing of our-plan.csv is taken"), "{err}");
        assert_eq!(out, "", "{rows}");
    }
}

#[test]
fn who_answers() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let words = ["accountability", "ae-4h-76-2024-03", "--on", "2024-05-01"];
    let found = json(&archive, &words);
    insta::assert_json_snapshot!("accountability", found);
    let (text, _, _) = told(&archive, &words);
    assert!(
        text.contains("answers nationally for urgent and emergency care"),
        "{text}"
    );
    let (_, err, code) = told(&archive, &["accountability", "no-such-thing"]);
    assert_eq!(code, Some(1));
    assert!(
        err.contains("no measure and no target is called `no-such-thing`"),
        "{err}"
    );
}

#[test]
fn pledges_and_events_need_no_archive() {
    let nowhere = tempfile::tempdir().unwrap();
    let archive = nowhere.path().join("none");
    let pledges = json(&archive, &[&["pledges"][..], &ON].concat());
    let of = |id: &str| {
        pledges
            .as_array()
            .unwrap()
            .iter()
            .find(|pledge| pledge["promise"]["id"] == id)
            .unwrap()
            .clone()
    };
    assert_eq!(
        of("more-areas-will-deliver-2023-24")["verdict"]["outcome"],
        "missed"
    );
    let late = of("hewitt-final");
    assert_eq!(late["verdict"]["late_days"], 20);
    insta::assert_json_snapshot!("pledges", late);
    let (text, _, _) = told(
        &archive,
        &[&["pledges", "--outcome", "missed"][..], &ON].concat(),
    );
    assert!(text.contains("20 days late"), "{text}");
    let all = json(&archive, &["events"]);
    let strikes = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"] == "strike")
        .count();
    assert_eq!(strikes, 37, "the rule book lists 37");
    assert!(!archive.exists(), "no archive is needed, and none is made");
}

#[test]
fn what_is_not_there_is_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    for (words, code, said) in [
        (&["verdicts", "--body", "ZZZ9"][..], 1, "ZZZ9"),
        (
            &["verdicts", "--year", "2023"],
            2,
            "is not a financial year",
        ),
        (&["verdicts", "--outcome", "lost"], 2, "is not an outcome"),
        (&["verdicts", "--all"], 2, "--body"),
        (
            &["targets", "--indicator", "nothing"],
            1,
            "no indicator is called `nothing`",
        ),
        (
            &["targets", "--year", "1999-00"],
            1,
            "no target of 1999-00 is held",
        ),
        (&["targets", "--keep", "ae-4h"], 2, "--year"),
        (
            &["targets", "--year", "2023-24", "--keep", "nothing"],
            1,
            "no target and no indicator of 2023-24 is called `nothing`",
        ),
        (
            &["targets", "--year", "2023-24", "--cut-to", "many"],
            2,
            "many",
        ),
        (&["plan", "2023"], 2, "is not a financial year"),
        (
            &["plan", "2023-24", "--file", "nowhere.csv"],
            1,
            "nowhere.csv",
        ),
        (
            &["plan", "2023-24", "--body", "ZZ1"],
            1,
            "unknown: no row of a plan",
        ),
        (
            &["explain", "nothing", "--body", "ZZ1"],
            1,
            "names no commitment",
        ),
        (&["explain", "ae-four-hour", "--body", "ZZ1"], 1, "--period"),
    ] {
        let output = run(&archive, words);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {err}");
        assert!(err.contains(said), "{words:?}: {err}");
        assert!(!err.contains("panicked"), "{words:?}: {err}");
    }
}
