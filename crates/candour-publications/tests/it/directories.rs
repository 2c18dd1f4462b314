//! Files that tell of bodies: how a case of one is shown, and the published files themselves.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use candour_core::{Level, Severity};
use candour_publications::{
    Content, Directory, DirectoryReading, HEAD, Recognised, Relation, Said, SaidKind, Unrecognised,
    recognise_any,
};

use crate::common::is_workbook;
use crate::real_files::folder;

/// Reads a file of a directory; none where it is none.
pub(crate) fn read(
    bytes: &[u8],
) -> Option<(&'static dyn Directory, &'static str, DirectoryReading)> {
    if is_workbook(bytes) {
        return None;
    }
    let (head, mut rest) = bytes.split_at(bytes.len().min(HEAD));
    let mut nothing = io::empty();
    let content = Content::Text {
        head,
        rest: &mut nothing,
    };
    let Ok((Recognised::Directory(directory), layout, _)) = recognise_any(&content) else {
        return None;
    };
    let reading = directory.read(Content::Text {
        head,
        rest: &mut rest,
    });
    Some((directory, layout, reading))
}

/// Why a text belongs to no family at all, where it does not.
pub(crate) fn refusal(bytes: &[u8]) -> Option<Unrecognised> {
    let mut nothing = io::empty();
    let content = Content::Text {
        head: &bytes[..bytes.len().min(HEAD)],
        rest: &mut nothing,
    };
    (!is_workbook(bytes))
        .then(|| recognise_any(&content).err())
        .flatten()
}

/// A reading as `expected.txt` has it.
pub(crate) fn rendered(
    directory: &dyn Directory,
    layout: &str,
    reading: &DirectoryReading,
) -> String {
    let mut out = String::new();
    let taken = if reading.refused() {
        "refused"
    } else {
        "taken"
    };
    writeln!(out, "{taken}: {}, {layout}", directory.facts().id).unwrap();
    match &reading.as_at {
        Some(as_at) => writeln!(out, "as at: {}, by {}", as_at.day, as_at.reason).unwrap(),
        None => writeln!(out, "as at: not known").unwrap(),
    }
    writeln!(out, "rows: {}", reading.rows).unwrap();
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
    for row in &reading.said {
        writeln!(out, "line {}: {}", row.line, one(&row.said)).unwrap();
    }
    out
}

fn one(said: &Said) -> String {
    let day =
        |day: &Option<jiff::civil::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    match said {
        Said::Body {
            code,
            kind,
            name,
            from,
            to,
        } => format!(
            "body {code} {} {name:?} {} to {}",
            kind.as_str(),
            day(from),
            day(to)
        ),
        Said::OnsCode { code, ons } => format!("ons-code {code} {ons}"),
        Said::Link {
            child,
            parent,
            relation,
        } => format!("link {child} {} {parent}", relation.as_str()),
        Said::Succession {
            predecessor,
            successor,
            date,
        } => format!("succession {predecessor} {successor} {date}"),
        Said::LsoaCount {
            sub_icb,
            board,
            council,
            lsoas,
        } => format!("lsoas {sub_icb} {board} {council:?} {lsoas}"),
        Said::Shape {
            ons,
            name,
            level,
            polygons,
        } => format!("shape {ons} {name:?} {level} {polygons:?}"),
    }
}

/// A published file of a directory, which must be taken.
fn accepted(path: &Path) -> DirectoryReading {
    let mut bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|ending| ending == "gz") {
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        bytes = unpacked;
    }
    let (_, _, reading) = read(&bytes).unwrap_or_else(|| panic!("{}", path.display()));
    assert!(
        !reading.refused() && reading.io.is_none(),
        "{}: {:#?}",
        path.display(),
        reading.diagnostics
    );
    assert!(
        reading.checks.iter().all(|check| check.passed),
        "{:?}",
        reading.checks
    );
    reading
}

fn of_kind(reading: &DirectoryReading, wanted: SaidKind) -> usize {
    let is = |said: &Said| matches!(said, Said::Body { kind, .. } if *kind == wanted);
    reading.said.iter().filter(|row| is(&row.said)).count()
}

#[test]
fn lists_of_organisations_have_the_rows_that_their_provenance_says() {
    let Some(folder) = folder("ods") else { return };
    // Counts of lines, by PROVENANCE.csv beside the files.
    for (name, trusts) in [
        ("etr_2020ish_with_header.csv", 239),
        ("etr_2022-03.csv", 218),
        ("etr_2025-07.csv", 210),
        ("etr_2026-01.csv", 273),
    ] {
        let reading = accepted(&folder.join(name));
        assert_eq!(reading.rows, trusts, "{name}");
        assert_eq!(of_kind(&reading, SaidKind::Trust) as u64, trusts, "{name}");
    }
    let latest = accepted(&folder.join("etr_2026-01.csv"));
    // The one trust whose code has five characters: North London, since November 2024.
    let five = latest.said.iter().find_map(|row| match &row.said {
        Said::Body {
            code, name, from, ..
        } if code.as_str().len() == 5 => Some((code.as_str(), name.as_str(), from.unwrap())),
        _ => None,
    });
    assert_eq!(
        five,
        Some((
            "G6V2S",
            "NORTH LONDON NHS FOUNDATION TRUST",
            jiff::civil::date(2024, 11, 1)
        ))
    );
}

#[test]
fn commissioners_are_told_apart() {
    let Some(folder) = folder("ods") else { return };
    let reading = accepted(&folder.join("eccg_2026-01.csv"));
    assert_eq!(reading.rows, 320);
    // 106 sub-ICB locations, as the boundaries and the lookups have them too.
    assert_eq!(of_kind(&reading, SaidKind::SubIcb), 106);
    assert_eq!(of_kind(&reading, SaidKind::ReportingEntity), 37);
    assert_eq!(of_kind(&reading, SaidKind::CommissioningHub), 35);
    assert_eq!(of_kind(&reading, SaidKind::Ccg), 142);
    // A hub's office lies in a system; the hub does not.
    let hubs: BTreeSet<_> = reading
        .said
        .iter()
        .filter_map(|row| match &row.said {
            Said::Body {
                code,
                kind: SaidKind::CommissioningHub,
                ..
            } => Some(code),
            _ => None,
        })
        .collect();
    assert!(
        reading
            .said
            .iter()
            .all(|row| !matches!(&row.said, Said::Link { child, .. } if hubs.contains(child)))
    );
}

#[test]
fn the_succession_table_is_whole() {
    let Some(folder) = folder("ods") else { return };
    let reading = accepted(&folder.join("succession_old_new.csv"));
    assert_eq!(reading.rows, 25_480);
    assert_eq!(reading.said.len(), 25_480 - 39);
    let told: Vec<_> = reading
        .diagnostics
        .iter()
        .map(|fault| {
            (
                fault.code.as_str(),
                fault.message.split(' ').next().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [("self-succession", "39")]);
    assert_eq!(reading.as_at.unwrap().day, jiff::civil::date(2022, 4, 1));
}

#[test]
fn lookups_count_every_small_area_of_england() {
    let Some(folder) = folder("ods") else { return };
    for (name, areas) in [
        ("lookup_lsoa11_sicbl22_icb22_ltla22.csv.gz", 32_844),
        ("lookup_lsoa21_sicbl24_icb24.csv.gz", 33_755),
    ] {
        let reading = accepted(&folder.join(name));
        let counted: u32 = reading
            .said
            .iter()
            .map(|row| match &row.said {
                Said::LsoaCount { lsoas, .. } => *lsoas,
                _ => 0,
            })
            .sum();
        assert_eq!(counted, areas, "{name}");
        assert_eq!(of_kind(&reading, SaidKind::SubIcb), 106, "{name}");
        assert_eq!(of_kind(&reading, SaidKind::Board), 42, "{name}");
        let links = reading.said.iter().filter(|row| {
            matches!(
                row.said,
                Said::Link {
                    relation: Relation::InSystem,
                    ..
                }
            )
        });
        assert_eq!(links.count(), 106, "{name}");
    }
}

#[test]
fn boards_and_regions_have_codes_of_both_schemes() {
    let Some(folder) = folder("ods") else { return };
    let ons = |reading: &DirectoryReading| {
        let is = |said: &Said| matches!(said, Said::OnsCode { .. });
        reading.said.iter().filter(|row| is(&row.said)).count()
    };
    assert_eq!(
        ons(&accepted(&folder.join("icb_names_codes_dec_2024.csv"))),
        42
    );
    let trusts = accepted(&folder.join("lookup_nhs_trusts22_nhs_region21.csv"));
    assert_eq!((trusts.rows, ons(&trusts)), (214, 7));
}

#[test]
fn boundaries_are_of_42_boards_106_locations_and_7_regions() {
    let Some(folder) = folder("geo") else { return };
    for (name, level, areas) in [
        (
            "Integrated_Care_Boards_April_2023_EN_BSC.geojson",
            Level::Icb,
            42,
        ),
        ("NHS_SubICB_April_2023_EN_BSC.geojson", Level::SubIcb, 106),
        (
            "NHS_England_Regions_January_2024_EN_BSC.geojson",
            Level::Region,
            7,
        ),
    ] {
        let reading = accepted(&folder.join(name));
        let shapes = reading.said.iter().filter(|row| {
            matches!(&row.said, Said::Shape { level: of, polygons, .. } if *of == level && !polygons.is_empty())
        });
        assert_eq!(shapes.count(), areas, "{name}");
    }
}

#[test]
fn hostile_bytes_are_refused_without_a_panic() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    for family in [
        "ods_organisations",
        "ods_succession",
        "lsoa_lookup",
        "ons_names",
        "trust_regions",
        "ons_boundaries",
    ] {
        for case in fs::read_dir(cases.join(family)).unwrap() {
            for file in fs::read_dir(case.unwrap().path()).unwrap() {
                let file = file.unwrap().path();
                if file.file_stem().is_none_or(|stem| stem != "input") {
                    continue;
                }
                let whole = fs::read(&file).unwrap();
                for at in 0..whole.len() {
                    let _ = read(&whole[..at]);
                    let mut other = whole.clone();
                    other[at] = other[at].wrapping_add(13);
                    let _ = read(&other);
                }
            }
        }
    }
}
