//! Stories checked against an archive of the real files: a labelled set of sentences, a story with planted
//! errors, and what is asked of any text.
//!
//! The labels come from the published files, added up without Candour. No verdict may be wrong; how many
//! of the checkable claims are settled is counted and printed.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use candour_archive::{Archive, Writer};
use candour_briefing::{check_story, story_reader};
use candour_documents::story::{Checked, Mark, Verdict};
use jiff::civil::Date;
use serde::Deserialize;

use support::real_data;

/// A sentence with its label.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    date: Date,
    /// The words of the figure that is labelled.
    figure: Option<String>,
    /// The kind of the claim that is labelled, where it has no figure of its own.
    kind: Option<String>,
    expect: Expected,
    /// What the figure is labelled with beside: the measure, where it is settled.
    measure: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expected {
    Holds,
    Differs,
    CannotCheck,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/story")
}

fn cases(half: &str) -> Vec<(String, Case)> {
    let mut files: Vec<PathBuf> = fs::read_dir(cases_folder().join(half))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let found: Cases =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        all.extend(found.case.into_iter().map(|case| (name.clone(), case)));
    }
    all
}

/// An archive of the files that the labels were made from.
fn archive(data: &Path) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = vec![data.join("ae_monthly"), data.join("beds_kh03")];
    paths.push(data.join("rtt/20260131-RTT-January-2026-full-extract.csv.gz"));
    let mut writer = Writer::open(folder.path()).unwrap();
    writer.ingest(&paths, None, &mut |_| {}).unwrap();
    drop(writer);
    let archive = Archive::open(folder.path()).unwrap();
    (folder, archive)
}

fn found<'a>(checked: &'a Checked, case: &Case) -> Option<&'a Mark> {
    checked
        .figures
        .iter()
        .find(|mark| match (&case.figure, &case.kind) {
            (Some(figure), _) => mark.text.contains(figure.as_str()),
            (None, Some(kind)) => mark.kind == kind,
            (None, None) => true,
        })
}

const fn expected(verdict: Verdict) -> Expected {
    match verdict {
        Verdict::Holds => Expected::Holds,
        Verdict::Differs => Expected::Differs,
        Verdict::CannotCheck => Expected::CannotCheck,
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// No verdict on a labelled sentence is wrong. One that is given where the label says that none can be is
/// wrong too; one that is not given where it could be is only counted.
#[test]
fn no_verdict_on_the_labelled_sentences_is_wrong() {
    let Some(data) = real_data(
        &["ae_monthly", "rtt", "beds_kh03"],
        "the labelled sentences",
    ) else {
        return;
    };
    let (_folder, archive) = archive(&data);
    let snapshot = archive.snapshot().unwrap();
    let reader = story_reader(&snapshot).unwrap();
    let mut wrong = Vec::new();
    for half in ["first", "second", "third", "fourth"] {
        let mut counts: BTreeMap<(Expected, Expected), usize> = BTreeMap::new();
        for (file, case) in cases(half) {
            let checked = check_story(&snapshot, &reader, &case.text, case.date, None).unwrap();
            let mark = found(&checked, &case);
            let given = mark.map_or(Expected::CannotCheck, |mark| expected(mark.verdict));
            *counts.entry((case.expect, given)).or_default() += 1;
            let words = mark.map_or("no such figure was found", |mark| mark.words.as_str());
            if given != case.expect {
                let what = case
                    .figure
                    .as_deref()
                    .or(case.kind.as_deref())
                    .unwrap_or("");
                let line = format!(
                    "{half}/{file}: {:?} is labelled {:?}, given {given:?} ({words}): {}",
                    what, case.expect, case.text
                );
                if given == Expected::CannotCheck {
                    say(&format!("not settled: {line}"));
                } else {
                    wrong.push(line);
                }
            } else if let (Some(asked), Some(mark)) = (&case.measure, mark) {
                assert_eq!(
                    mark.measure.as_deref(),
                    Some(asked.as_str()),
                    "{}",
                    case.text
                );
            }
        }
        let of = |label: Expected| -> (usize, usize) {
            let all = counts.iter().filter(|((is, _), _)| *is == label);
            let all: usize = all.map(|(_, count)| count).sum();
            (counts.get(&(label, label)).copied().unwrap_or(0), all)
        };
        let (holds, all_hold) = of(Expected::Holds);
        let (differs, all_differ) = of(Expected::Differs);
        let (cannot, all_cannot) = of(Expected::CannotCheck);
        say(&format!(
            "{half}: {} sentences; hold {holds} of {all_hold}, differ {differs} of {all_differ}, \
             cannot check {cannot} of {all_cannot}; settled {} of {}",
            all_hold + all_differ + all_cannot,
            holds + differs,
            all_hold + all_differ
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The timing is printed and not judged: machines differ.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let done = work();
    say(&format!(
        "{what}: {:.1} ms",
        begin.elapsed().as_secs_f64() * 1000.0
    ));
    done
}

/// The planted errors of `planted.txt`: the figure, and of what.
const PLANTED: &[(&str, &str)] = &[
    ("56.0%", "ae-four-hour"),
    ("83.6%", "ae-four-hour"),
    ("85.5%", "ae-four-hour"),
    ("115,634", "beds-available-overnight"),
    ("103,085", "rtt-waiting"),
];

/// A story written from the archive, with errors put in: those differ and nothing else does.
#[test]
fn the_planted_errors_are_found_and_nothing_else() {
    let Some(data) = real_data(&["ae_monthly", "rtt", "beds_kh03"], "the planted story") else {
        return;
    };
    let (_folder, archive) = archive(&data);
    let snapshot = archive.snapshot().unwrap();
    let reader = timed("a reader of stories made", || story_reader(&snapshot)).unwrap();
    let story = fs::read_to_string(cases_folder().join("planted.txt")).unwrap();
    let date: Date = "2026-07-10".parse().unwrap();
    let checked = timed("a story read for the first time", || {
        check_story(&snapshot, &reader, &story, date, None)
    })
    .unwrap();
    let again = timed("the same story again", || {
        check_story(&snapshot, &reader, &story, date, None)
    })
    .unwrap();
    assert_eq!(checked, again);
    say(&format!(
        "{} words; {}",
        story.split_whitespace().count(),
        checked.summary.in_words()
    ));
    let differ: Vec<(&str, &str)> = checked
        .figures
        .iter()
        .filter(|mark| mark.verdict == Verdict::Differs)
        .map(|mark| {
            (
                mark.stated.as_deref().unwrap_or_default(),
                mark.measure.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(differ, PLANTED);
    assert!(checked.summary.hold >= 25, "{}", checked.summary.in_words());
    for mark in &checked.figures {
        if mark.verdict != Verdict::CannotCheck {
            assert!(!mark.receipts.is_empty(), "{}", mark.sentence);
        }
        assert_eq!(mark.text, story[mark.given_start..mark.given_end]);
    }
    let said: Vec<&str> = checked
        .figures
        .iter()
        .filter_map(|mark| mark.said_by.as_deref())
        .collect();
    assert_eq!(said, ["Jane Example"]);
    // The headline with estimates is not ours to call wrong; ours stands beside it.
    let headline = checked
        .figures
        .iter()
        .find(|mark| mark.text.contains("7.25 million"))
        .unwrap();
    assert_eq!(headline.verdict, Verdict::CannotCheck);
    assert!(headline.words.contains("estimates"), "{}", headline.words);
    assert_eq!(headline.ours.as_deref(), Some("7,155,958"));
}
