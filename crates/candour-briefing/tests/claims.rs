//! Claims asked of archives: of the real published files, of the starter figures, and of an invented file
//! that is published twice.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use candour_archive::{Archive, Writer};
use candour_briefing::claims::{
    Claim, ClaimShape, ClaimTally, Kept, Ledger, Near, State, Value, bundled, check, check_all,
    check_bundled, keep, read, words,
};
use jiff::civil::date;

use support::real_data;

/// The claim with an expected answer that is a little off.
fn put_off(claim: &Claim, found: &Value) -> Claim {
    let mut other = claim.clone();
    if let Kept::Tested(test) = &mut other.kept {
        test.expected = match (&test.expected, test.near, found) {
            (Value::Words(words), ..) => Value::Words(format!("{words}?")),
            (Value::Number(number), Near::Within(tolerance), _) => {
                // Twice as far as is near enough, or one, or a thousandth of what is small.
                let step = if tolerance > 0.0 {
                    2.0 * tolerance
                } else {
                    1.0
                };
                Value::Number(number + step)
            }
            (Value::Number(number), Near::Rounds(decimals), _) => {
                Value::Number(number + 10_f64.powi(-i32::from(decimals)))
            }
            (Value::Number(_), Near::Side(_), Value::Number(found)) => Value::Number(-found),
            (expected, ..) => expected.clone(),
        };
    }
    other
}

/// All claims hold on the published files, none is beyond them, and each would be broken by an answer that
/// is off by the last digit that it gives.
#[test]
fn every_claim_holds_on_the_published_files_and_can_fail() {
    let families = ["ae_monthly", "rtt", "beds_kh03", "nof"];
    let Some(data) = real_data(&families, "claims") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<std::path::PathBuf> = families.iter().map(|family| data.join(family)).collect();
    let mut writer = Writer::open(folder.path()).unwrap();
    writer.ingest(&paths, None, &mut |_| {}).unwrap();
    drop(writer);
    let archive = Archive::open(folder.path()).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let checked = check_bundled(&snapshot).unwrap();
    for one in &checked {
        let expected = match one.claim.kept {
            Kept::Tested(_) => State::Holds,
            Kept::Recorded(_) => State::RecordedNotChecked,
        };
        assert_eq!(
            one.state,
            expected,
            "{}: expected {}, found {}, {:?}",
            one.claim.id,
            words::expected(one),
            words::found(one),
            one.why
        );
        let Some(found) = &one.found else {
            assert!(one.why.is_some());
            continue;
        };
        assert!(!one.grounds.is_empty(), "{} rests on nothing", one.claim.id);
        let off = put_off(one.claim, found);
        let broken = check(&snapshot, &off).unwrap();
        assert_eq!(broken.state, State::Broken, "{} cannot fail", one.claim.id);
    }
    // Asked for the first time nothing turns; asked again neither.
    assert_eq!(keep(&snapshot, date(2026, 11, 24)).unwrap(), []);
    assert_eq!(keep(&snapshot, date(2026, 11, 25)).unwrap(), []);
    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(
        ledger.since("ae-four-hour-december-2022"),
        Some(date(2026, 11, 24))
    );
    let tally = ClaimTally::of(&checked);
    assert_eq!((tally.broken, tally.not_computed), (0, 0));
    assert!(tally.hold > 100, "{tally:?}");
}

/// Figures that came with the program, without the files, answer some claims and never wrongly.
#[test]
fn starter_figures_break_no_claim() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    writer.load_starter().unwrap();
    drop(writer);
    let archive = Archive::open(folder.path()).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let checked = check_bundled(&snapshot).unwrap();
    let tally = ClaimTally::of(&checked);
    assert_eq!(tally.broken, 0);
    assert!(tally.hold > 50 && tally.not_computed > 20, "{tally:?}");
    // A count of bodies needs all of them: the starter figures name only some.
    for one in checked
        .iter()
        .filter(|one| one.claim.id.contains("providers"))
    {
        assert_eq!(one.state, State::CannotBeComputed, "{}", one.claim.id);
    }
}

/// An archive that holds nothing answers what the program's own rows answer, and breaks nothing.
#[test]
fn an_empty_archive_breaks_no_claim() {
    let folder = tempfile::tempdir().unwrap();
    drop(Writer::open(folder.path()).unwrap());
    let archive = Archive::open(folder.path()).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let tally = ClaimTally::of(&check_bundled(&snapshot).unwrap());
    assert_eq!(tally.broken, 0);
    assert!(tally.hold > 30 && tally.not_computed > 60, "{tally:?}");
}

const HEADINGS: &str = "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,A&E attendances Other A&E Department,A&E attendances Booked Appointments Type 1,A&E attendances Booked Appointments Type 2,A&E attendances Booked Appointments Other Department,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,Attendances over 4hrs Booked Appointments Type 1,Attendances over 4hrs Booked Appointments Type 2,Attendances over 4hrs Booked Appointments Other Department,Patients who have waited 4-12 hs from DTA to admission,Patients who have waited 12+ hrs from DTA to admission,Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,Emergency admissions via A&E - Other A&E department,Other emergency admissions\r\n";

/// An invented month with two invented providers.
fn month(seen: u32) -> String {
    let mut text = HEADINGS.to_owned();
    let line = |first: &str, seen: u32, late: u32| {
        format!("{first},{seen},0,0,0,0,0,{late},0,0,0,0,0,0,0,0,0,0,0\r\n")
    };
    let name = "MSitAE-January-2024,ZZ1,NHS ENGLAND LONDON,SYNTHETIC FIRST HOSPITALS";
    text.push_str(&line(name, seen, 100));
    let name = "MSitAE-January-2024,ZZ2,NHS ENGLAND MIDLANDS,SYNTHETIC SECOND HOSPITALS";
    text.push_str(&line(name, 500, 50));
    text.push_str(&line("TOTAL,TOTAL,TOTAL,TOTAL", seen + 500, 150));
    text
}

const MINE: &str = r#"
[[claim]]
id = "seen"
text = "There were [1,500] attendances."
said_by = "a test"
source = "an invented file"
date = "2024-02"
kind = "level"
expected = 1500
unit = "count"
query = { ask = "figure", measure = "ae-attendances", body = "england", period = "2024-01" }

[[claim]]
id = "seen-as-first-printed"
text = "There were [1,500] attendances, as first printed."
said_by = "a test"
source = "an invented file"
date = "2024-02"
kind = "level"
as_known = "2024-02-20"
expected = 1500
unit = "count"
query = { ask = "figure", measure = "ae-attendances", body = "england", period = "2024-01" }
"#;

/// The day that a revision breaks a claim, it says so, with the file; a claim as known before does not turn.
#[test]
fn a_revision_breaks_a_claim_on_its_day() {
    let (claims, faults) = read(&[("mine.toml", MINE)]);
    assert_eq!(faults, []);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    let take = |name: &str, seen: u32, published| {
        let file = folder.path().join(name);
        std::fs::write(&file, month(seen)).unwrap();
        let outcomes = Writer::open(&root)
            .unwrap()
            .ingest(&[file], Some(published), &mut |_| {})
            .unwrap();
        assert!(!outcomes[0].is_failure(), "{:?}", outcomes[0].diagnostics);
    };
    let ask = |day| {
        let archive = Archive::open(&root).unwrap();
        let snapshot = archive.snapshot().unwrap();
        let checked = check_all(&snapshot, &claims).unwrap();
        let mut ledger = Ledger::open(&root).unwrap();
        let turns = ledger.take(&checked, day, &snapshot.version().unwrap());
        ledger.save(&root).unwrap();
        let states: Vec<State> = checked.iter().map(|one| one.state).collect();
        (turns, states)
    };

    take("first.csv", 1_000, date(2024, 2, 8));
    let (turns, states) = ask(date(2024, 2, 8));
    assert_eq!((turns.len(), states), (0, vec![State::Holds; 2]));

    take("revised.csv", 1_004, date(2024, 3, 14));
    let (turns, states) = ask(date(2024, 3, 15));
    assert_eq!(states, [State::Broken, State::Holds]);
    let [turn] = turns.as_slice() else {
        panic!("{turns:?}")
    };
    assert_eq!(
        turn.in_words(),
        "claim seen broke on 2024-03-15: expected 1,500, found 1,504, since revised.csv (published 2024-03-14)"
    );
    let ledger = Ledger::open(&root).unwrap();
    assert_eq!(ledger.broken_since(date(2024, 3, 15)), [turn]);
    assert!(ledger.broken_since(date(2024, 3, 16)).is_empty());
    // Asked again on another day it is still broken, and says nothing new.
    assert_eq!(ask(date(2024, 3, 20)).0, []);
}

#[test]
fn a_further_revision_mends_what_one_broke() {
    let (claims, _) = read(&[("mine.toml", MINE)]);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    let mut ledger = Ledger::default();
    let mut told = Vec::new();
    for (name, seen, day) in [
        ("a.csv", 1_004, date(2024, 2, 8)),
        ("b.csv", 1_000, date(2024, 3, 14)),
        ("c.csv", 999, date(2024, 4, 11)),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, month(seen)).unwrap();
        Writer::open(&root)
            .unwrap()
            .ingest(&[file], Some(day), &mut |_| {})
            .unwrap();
        let archive = Archive::open(&root).unwrap();
        let snapshot = archive.snapshot().unwrap();
        let checked = check_all(&snapshot, &claims[..1]).unwrap();
        let turns = ledger.take(&checked, day, &snapshot.version().unwrap());
        told.extend(turns.iter().map(|turn| (turn.day, turn.holds)));
        let shape = ClaimShape::new(&checked[0], &ledger);
        assert_eq!(shape.since, Some(day.to_string()));
    }
    // Broken from the start is no turn; then it is mended, and broken again.
    assert_eq!(
        told,
        [(date(2024, 3, 14), true), (date(2024, 4, 11), false)]
    );
    // A claim whose expected answer is written anew has no past.
    let (anew, _) = read(&[(
        "mine.toml",
        &MINE.replace("expected = 1500", "expected = 1499"),
    )]);
    let archive = Archive::open(&root).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let checked = check_all(&snapshot, &anew[..1]).unwrap();
    assert_eq!(checked[0].state, State::Holds);
    assert_eq!(ledger.take(&checked, date(2024, 5, 1), "x"), []);
}

/// What is invented is asked nothing real.
#[test]
fn an_invented_sample_breaks_no_claim_of_real_figures() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    let file = folder.path().join("invented.csv");
    // A month of which a bundled claim speaks.
    let text = month(1_000).replace("January-2024", "May-2026");
    std::fs::write(&file, text).unwrap();
    Writer::open(&root)
        .unwrap()
        .ingest(&[file], None, &mut |_| {})
        .unwrap();
    let archive = Archive::open(&root).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let checked = check_bundled(&snapshot).unwrap();
    assert_eq!(ClaimTally::of(&checked).broken, 0);
    let claim = bundled()
        .0
        .iter()
        .find(|claim| claim.id == "ae-attendances-may-2026")
        .unwrap();
    // Asked all the same it would be broken: it can fail.
    assert_eq!(check(&snapshot, claim).unwrap().state, State::Broken);
}

#[test]
fn a_ledger_that_is_none_is_said_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("claims.json"), "{ \"form\": 9").unwrap();
    let refusal = Ledger::open(folder.path()).unwrap_err().to_string();
    assert!(refusal.contains("is no ledger of claims"), "{refusal}");
    let later = "{ \"form\": 9, \"claims\": {}, \"turns\": [] }";
    std::fs::write(folder.path().join("claims.json"), later).unwrap();
    let refusal = Ledger::open(folder.path()).unwrap_err().to_string();
    assert!(refusal.contains("made by a later version"), "{refusal}");
}
