//! The invariants of ARCHITECTURE.md, as tests.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// Every file of the project that git would track, by its path from the root.
fn files() -> Vec<(String, PathBuf)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, PathBuf)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if [
                "target",
                "node_modules",
                ".git",
                "candour-demo",
                "candour-archive",
            ]
            .contains(&name.as_str())
                && !path.starts_with(root.join("crates"))
            {
                continue;
            }
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.push((
                    path.strip_prefix(root)
                        .unwrap()
                        .to_string_lossy()
                        .into_owned(),
                    path,
                ));
            }
        }
    }
    let root = root();
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found
}

fn rust() -> Vec<(String, String)> {
    files()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".rs"))
        .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
        .collect()
}

/// The part of a source file before its tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap()
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/")
        || name.ends_with("/tests.rs")
        || name.contains("/examples/")
        || name.contains("/benches/")
}

#[test]
fn a_crate_depends_only_on_what_the_map_says() {
    let allowed: BTreeMap<&str, &[&str]> = [
        ("candour-core", &[][..]),
        ("candour-curated", &["core"]),
        ("candour-register", &["core", "curated"]),
        ("candour-publications", &["core"]),
        ("candour-measures", &["core"]),
        ("candour-assessment", &["core", "curated"]),
        ("candour-export", &["core"]),
        (
            "candour-documents",
            &["core", "curated", "register", "measures"],
        ),
        (
            "candour-archive",
            &["core", "register", "publications", "measures"],
        ),
        (
            "candour-findings",
            &[
                "core",
                "register",
                "publications",
                "measures",
                "archive",
                "assessment",
                "export",
            ],
        ),
        (
            "candour-briefing",
            &[
                "documents",
                "core",
                "curated",
                "register",
                "publications",
                "measures",
                "archive",
                "assessment",
                "findings",
            ],
        ),
        (
            "candour-alerts",
            &[
                "core",
                "curated",
                "measures",
                "archive",
                "assessment",
                "findings",
                "briefing",
            ],
        ),
        (
            "candour-site",
            &[
                "alerts",
                "documents",
                "briefing",
                "findings",
                "core",
                "register",
                "publications",
                "measures",
                "archive",
                "assessment",
                "export",
            ],
        ),
        (
            "candour",
            &[
                "alerts",
                "curated",
                "documents",
                "core",
                "register",
                "publications",
                "measures",
                "archive",
                "assessment",
                "export",
                "briefing",
                "findings",
                "site",
            ],
        ),
    ]
    .into();
    for (name, path) in files()
        .iter()
        .filter(|(name, _)| name.starts_with("crates/") && name.ends_with("Cargo.toml"))
    {
        let text = fs::read_to_string(path).unwrap();
        let krate = name.split('/').nth(1).unwrap();
        let normal = text.split("[dev-dependencies]").next().unwrap();
        let used: BTreeSet<&str> = normal
            .lines()
            .filter_map(|line| line.strip_prefix("candour-"))
            .filter_map(|rest| rest.split(['.', ' ', '=']).next())
            .collect();
        let allowed: BTreeSet<&str> = allowed[krate].iter().copied().collect();
        assert!(
            used.is_subset(&allowed),
            "{krate} depends on {used:?}, the map says {allowed:?}"
        );
    }
}

#[test]
fn the_pure_crates_touch_no_file_clock_or_network() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant::now",
        "Zoned::now",
        "std::env::",
    ];
    for (name, text) in rust() {
        let pure = [
            "candour-core/src",
            "candour-curated/src",
            "candour-measures/src",
            "candour-register/src",
            "candour-assessment/src",
            "candour-documents/src",
        ];
        if !pure.iter().any(|folder| name.contains(folder)) || is_test(&name) {
            continue;
        }
        for word in forbidden {
            assert!(!code(&text).contains(word), "{name} uses {word}");
        }
    }
}

/// A quoted text that has the shape of an ODS code of a trust, a board or a region.
fn organisation_codes(text: &str) -> Vec<String> {
    text.split('"')
        .skip(1)
        .step_by(2)
        .filter(|quoted| {
            let bytes = quoted.as_bytes();
            bytes.len() == 3
                && matches!(bytes[0], b'R' | b'Q' | b'Y' | b'T')
                && bytes[1..]
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
                && bytes[1..].iter().any(u8::is_ascii_digit)
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn only_the_register_knows_organisations() {
    for (name, text) in rust() {
        if name.contains("candour-register/") || is_test(&name) {
            continue;
        }
        let text: String = code(&text)
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        let found = organisation_codes(&text);
        assert!(
            found.is_empty(),
            "{name} has the organisation codes {found:?}"
        );
    }
}

#[test]
fn nothing_is_overwritten() {
    for (name, text) in rust().into_iter().filter(|(name, _)| !is_test(name)) {
        assert!(
            !code(&text).contains("UPDATE observation"),
            "{name} changes an observation"
        );
    }
}

#[test]
fn no_file_is_longer_than_600_lines() {
    for (name, text) in rust() {
        assert!(
            text.lines().count() <= 600,
            "{name} has {} lines",
            text.lines().count()
        );
    }
}

#[test]
fn no_published_file_and_no_address_of_a_download_is_in_the_project() {
    for (name, path) in files() {
        let bytes = fs::metadata(&path).unwrap().len();
        assert!(bytes < 2_000_000, "{name} has {bytes} bytes");
        let lower = name.to_lowercase();
        assert!(
            !["xls", "xlsx", "ods", "gz", "zip"]
                .iter()
                .any(|ending| lower.ends_with(&format!(".{ending}"))),
            "{name} looks like a published file"
        );
        if name.ends_with("package-lock.json") {
            assert!(
                !fs::read_to_string(&path)
                    .unwrap()
                    .contains("\"resolved\": \"http"),
                "{name} names a registry"
            );
        }
    }
}

#[test]
fn every_crate_is_on_the_map() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let name = entry
            .unwrap()
            .file_name()
            .into_string()
            .expect("a crate's name is text");
        assert!(
            map.contains(&format!("`crates/{name}`")),
            "ARCHITECTURE.md does not map crates/{name}"
        );
    }
}
