//! What the archive promises of files that tell of bodies, and what its register then knows. Invented
//! files, and the published ones where they are held.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use candour_archive::{Archive, Outcome, OutcomeStatus, Writer};
use candour_core::{BodyCode, Level};
use candour_register::{Authority, FindingKind, Kind, LinkKind, check};
use jiff::civil::date;
use support::{Place, two};

fn code(text: &str) -> BodyCode {
    BodyCode::new(text).unwrap()
}

/// A list of one trust, closed or not, in the region and system given.
fn list(code: &str, region: &str, system: &str, closed: &str) -> String {
    let mut fields = vec![""; 27];
    (fields[0], fields[1]) = (code, "SYNTHETIC NHS TRUST");
    (fields[2], fields[3]) = (region, system);
    (fields[10], fields[11]) = ("20100401", closed);
    let quoted: Vec<String> = fields.iter().map(|field| format!("\"{field}\"")).collect();
    format!("{}\r\n", quoted.join(","))
}

const CHAIN: &str = "old_code,new_code,date\nZZ1,ZZ2,2001-04-01\n";
const BACK: &str = "old_code,new_code,date\nZZ2,ZZ1,2002-04-01\n";

#[test]
fn a_directory_is_taken_once_and_damage_is_found() {
    let place = Place::new();
    let files = [
        place.file("etr.csv", list("ZZ1", "Y56", "QMF", "")),
        place.file("succession.csv", CHAIN),
        place.file(
            "boards_April_2023.geojson",
            support::case("ons_boundaries/boards/input.geojson"),
        ),
        place.file(
            "lookup.csv",
            support::case("lsoa_lookup/with-councils/input.csv"),
        ),
    ];
    assert_eq!(place.statuses(&files), [OutcomeStatus::Loaded; 4]);
    assert!(place.damaged().is_empty());
    let (catalogue, kept) = (place.catalogue(), place.kept());
    assert_eq!(place.statuses(&files), [OutcomeStatus::AlreadyHeld; 4]);
    assert_eq!((place.catalogue(), place.kept()), (catalogue, kept));

    let connection = rusqlite::Connection::open(place.root().join("catalogue.sqlite")).unwrap();
    for damage in [
        "UPDATE register_row SET other = 'ZZ9' WHERE kind = 'succession'",
        "UPDATE area_shape SET rings = x'00000000'",
        "UPDATE lsoa_count SET lsoas = lsoas + 1",
        "DELETE FROM register_row WHERE kind = 'body'",
    ] {
        let before = place.damaged().len();
        connection.execute(damage, []).unwrap();
        assert!(place.damaged().len() >= before.max(1), "{damage}");
    }
}

#[test]
fn nothing_is_stored_of_a_file_at_fault() {
    for (name, case) in [
        ("etr.csv", "ods_organisations/bad-dates/input.csv"),
        ("a.csv", "ods_organisations/bad-code-twice/input.csv"),
        ("b.geojson", "ons_boundaries/bad-rings/input.geojson"),
        ("c.geojson", "ons_boundaries/bad-projection/input.geojson"),
        ("d.csv", "lsoa_lookup/bad-conflicts/input.csv"),
        ("e.csv", "ods_succession/bad-rows/input.csv"),
        ("f.csv", "ods_succession/bad-ring/input.csv"),
    ] {
        let place = Place::new();
        let file = place.file(name, support::case(case));
        assert_eq!(place.statuses(&[file]), [OutcomeStatus::Refused], "{case}");
        let snapshot = place.archive();
        let snapshot = snapshot.snapshot().unwrap();
        assert!(snapshot.sources().unwrap().is_empty(), "{case}");
        assert!(snapshot.directories().unwrap().is_empty(), "{case}");
        assert!(place.kept().is_empty(), "{case}");
    }
}

#[test]
fn a_ring_that_two_files_make_together_is_a_finding() {
    let place = Place::new();
    let files = [
        place.file("succession.csv", CHAIN),
        place.file("later.csv", BACK),
    ];
    assert_eq!(place.statuses(&files), [OutcomeStatus::Loaded; 2]);
    let archive = place.archive();
    let register = archive.snapshot().unwrap().register().unwrap();
    let rings: Vec<_> = check(&register)
        .into_iter()
        .filter(|finding| finding.kind == FindingKind::Ring)
        .collect();
    assert_eq!(rings.len(), 2);
    assert_eq!(&*rings[0].origin.file, "later.csv");
    assert!(rings[0].origin.line > 1);
}

#[test]
fn the_day_as_at_which_a_file_speaks_is_stated_named_or_read() {
    let text = list("ZZ1", "Y56", "QMF", "20240930");
    let as_at = |name: &str, stated| {
        let place = Place::new();
        let file = place.file(name, &text);
        let outcomes = place.writer().ingest(&[file], stated, &mut |_| {}).unwrap();
        assert_eq!(outcomes[0].status, OutcomeStatus::Loaded);
        let archive = place.archive();
        archive.snapshot().unwrap().directories().unwrap()[0].last
    };
    let stated = date(2025, 7, 3);
    assert_eq!(as_at("etr_2026-01.csv", Some(stated)), stated);
    assert_eq!(as_at("etr_2026-01.csv", None), date(2026, 1, 31));
    assert_eq!(as_at("etr.csv", None), date(2024, 9, 30));
}

#[test]
fn the_later_of_two_vintages_decides_and_both_are_kept() {
    let place = Place::new();
    let files = [
        place.file("etr_2023-01.csv", list("ZZ1", "Y56", "QMF", "")),
        place.file("etr_2025-01.csv", list("ZZ1", "Y60", "QHL", "")),
    ];
    assert_eq!(place.statuses(&files), [OutcomeStatus::Loaded; 2]);
    let archive = place.archive();
    let register = archive.snapshot().unwrap().register().unwrap();
    let board = |day| register.parents_on(&code("ZZ1"), LinkKind::InSystem, day);
    assert_eq!(board(date(2024, 6, 30)).unwrap()[0].body, code("QMF"));
    assert_eq!(board(date(2025, 6, 30)).unwrap()[0].body, code("QHL"));
    assert_eq!(register.bodies_of(&code("ZZ1")).count(), 2);
}

#[test]
fn statistics_say_who_is_in_them_and_since_when_no_more() {
    let place = Place::new();
    let one = support::ae_csv(
        "JULY-2024",
        &[support::Row::new("ZZ1", support::MIDLANDS, 10, 1)],
    );
    let files = [
        place.file("June-2024.csv", two("JUNE-2024", 1000)),
        place.file("July-2024.csv", one),
    ];
    assert_eq!(place.statuses(&files), [OutcomeStatus::Loaded; 2]);
    let archive = place.archive();
    let snapshot = archive.snapshot().unwrap();
    let register = snapshot.register().unwrap();
    let kept = register.body(&code("ZZ1")).unwrap();
    assert_eq!((kept.kind, kept.span.to), (Kind::Provider, None));
    assert_eq!(kept.origin.authority, Authority::Statistic);
    // Named in June and not in July.
    let gone = register.body(&code("ZZ2")).unwrap();
    assert_eq!(
        gone.span.to.map(|to| to.to_string()).as_deref(),
        Some("2024-06")
    );
    // In London in June, in the Midlands in July: a link for each change.
    let regions: Vec<_> = register
        .links_up(&code("ZZ1"))
        .map(|link| (link.parent.to_string(), link.origin.as_at.unwrap()))
        .collect();
    assert_eq!(
        regions,
        [
            ("Y60".to_owned(), date(2024, 7, 31)),
            ("Y56".to_owned(), date(2024, 6, 30))
        ]
    );
    // The same state is shared, another is made anew.
    assert!(std::sync::Arc::ptr_eq(
        &register,
        &snapshot.register().unwrap()
    ));
    place.statuses(&[place.file("succession.csv", CHAIN)]);
    let later = archive.snapshot().unwrap().register().unwrap();
    assert!(!std::sync::Arc::ptr_eq(&register, &later));
}

#[test]
fn a_council_is_found_by_name_with_who_serves_it() {
    let place = Place::new();
    let file = place.file(
        "lookup.csv",
        support::case("lsoa_lookup/with-councils/input.csv"),
    );
    place.statuses(&[file]);
    let archive = place.archive();
    let snapshot = archive.snapshot().unwrap();
    let found = snapshot.local_authorities("inventedSHIRE").unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].lsoas, 3);
    let served: Vec<_> = found[0]
        .served_by
        .iter()
        .map(|by| (by.sub_icb.as_str(), by.board.as_str(), by.lsoas))
        .collect();
    assert_eq!(served, [("ZZ1", "QZZ", 2), ("ZZ2", "QZZ", 1)]);
    assert_eq!(snapshot.local_authorities("").unwrap().len(), 2);
    assert_eq!(snapshot.councils_served(&code("ZZ2")).unwrap().len(), 1);
    assert!(snapshot.local_authorities("nowhere").unwrap().is_empty());
    let about = snapshot.about_body("zz1", date(2022, 12, 31)).unwrap();
    assert_eq!(about.code, code("ZZ1"));
    assert_eq!(about.codes[0].code, "E38999901");
    assert_eq!(about.councils.len(), 2);
    assert!(snapshot.about_body("ZZ9", date(2022, 12, 31)).is_err());
}

#[test]
fn a_family_tree_is_told_in_both_directions_and_ends_in_a_ring() {
    let place = Place::new();
    let tree = "old_code,new_code,date\nZZ1,ZZ3,2001-04-01\nZZ2,ZZ3,2001-04-01\nZZ3,ZZ4,2006-10-01\nZZ3,ZZ5,2006-10-01\n";
    let back = "old_code,new_code,date\nZZ5,ZZ3,2010-04-01\n";
    place.statuses(&[
        place.file("succession.csv", tree),
        place.file("back.csv", back),
    ]);
    let archive = place.archive();
    let snapshot = archive.snapshot().unwrap();
    let about = snapshot.about_body("ZZ1", date(2020, 1, 1)).unwrap();
    assert!(about.predecessors.is_empty());
    let first = &about.successors[0];
    assert_eq!((first.code.as_str(), first.relation), ("ZZ3", "merger"));
    let next: Vec<_> = first.kin.iter().map(|kin| kin.code.as_str()).collect();
    assert_eq!(next, ["ZZ4", "ZZ5"]);
    // From ZZ5 it goes back to ZZ3, which stands on the way already.
    assert_eq!(first.kin[1].kin[0].code.as_str(), "ZZ3");
    assert!(first.kin[1].kin[0].kin.is_empty());
}

/// An archive of the published lists, lookups and maps, the A&E months and the RTT month; none, said
/// aloud, where they are absent.
fn real(folders: &[&str]) -> Option<(Archive, Vec<Outcome>, tempfile::TempDir)> {
    let data = support::real_data(folders, "directories")?;
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    let paths: Vec<PathBuf> = folders.iter().map(|name| data.join(name)).collect();
    let outcomes = writer.ingest(&paths, None, &mut |_| {}).unwrap();
    drop(writer);
    Some((Archive::open(folder.path()).unwrap(), outcomes, folder))
}

#[test]
fn the_published_directories_make_a_register() {
    let Some((archive, outcomes, _folder)) = real(&["ods", "geo"]) else {
        return;
    };
    let refused: Vec<_> = outcomes
        .iter()
        .filter(|outcome| outcome.status == OutcomeStatus::Refused)
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
    let loaded = |outcome: &&Outcome| outcome.status == OutcomeStatus::Loaded;
    // Five lists, the successions, two lookups, names, regions of trusts, three maps.
    assert_eq!(outcomes.iter().filter(loaded).count(), 13);
    let snapshot = archive.snapshot().unwrap();
    for (level, areas) in [(Level::Icb, 42), (Level::SubIcb, 106), (Level::Region, 7)] {
        let shapes = snapshot.shapes(level).unwrap();
        assert_eq!(shapes.len(), areas);
        let unknown: Vec<_> = shapes
            .iter()
            .filter(|shape| shape.body.is_none())
            .map(|shape| (&shape.ons, &shape.name))
            .collect();
        assert!(unknown.is_empty(), "{level}: {unknown:?}");
    }
    let register = snapshot.register().unwrap();
    // Its list says North Central London, and that it opened on 1 November 2024.
    let trust = register.body(&code("G6V2S")).unwrap();
    assert_eq!(trust.span.from.unwrap().first_day(), date(2024, 11, 1));
    let parents = register.parents_on(&code("G6V2S"), LinkKind::InSystem, date(2025, 1, 31));
    assert_eq!(parents.unwrap()[0].body, code("QMJ"));
    // Halton: 79 small areas of 2011, all of them served by one location.
    let halton = snapshot.local_authorities("Halton").unwrap();
    assert_eq!(halton.len(), 1);
    assert_eq!(halton[0].served_by.len(), 1);
    assert_eq!(halton[0].served_by[0].sub_icb, code("01F"));
    let all: u32 = snapshot
        .local_authorities("")
        .unwrap()
        .iter()
        .map(|council| council.lsoas)
        .sum();
    assert_eq!(all, 32_844);
}

#[test]
fn the_register_of_everything_held_is_made_quickly() {
    let Some((archive, _, _folder)) = real(&["ods", "geo", "ae_monthly", "rtt"]) else {
        return;
    };
    let snapshot = archive.snapshot().unwrap();
    let began = Instant::now();
    let register = snapshot.register().unwrap();
    let taken = began.elapsed();
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{} rows in {taken:?}", register.rows().len());
    // The reach is 150 ms on a quiet machine; ten times that tells of something broken.
    assert!(taken.as_millis() < 1500, "{taken:?}");
    // The workbook of June 2025 puts every provider in a system.
    let said = register.rows().links.iter().filter(|link| {
        link.origin.authority == Authority::Statistic
            && link.kind == LinkKind::InSystem
            && link.origin.as_at == Some(date(2025, 6, 30))
    });
    assert!(said.count() > 180);
}
