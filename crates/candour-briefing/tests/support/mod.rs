//! Where the real published files are.

#![allow(unreachable_pub, reason = "a module of several test programs")]

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of the published files, where it has these families; none, said aloud, where one is missing.
/// Where the files are required, that fails.
pub fn real_data(families: &[&str], test: &str) -> Option<PathBuf> {
    let data = std::env::var_os("CANDOUR_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let Some(missing) = families.iter().find(|family| !data.join(family).is_dir()) else {
        return Some(data);
    };
    assert!(
        std::env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_none(),
        "{test}: the real published files are required and there is no {missing}/ in {}",
        data.display()
    );
    let _ = writeln!(
        std::io::stderr().lock(),
        "SKIPPED {test}: no {missing}/ in {} (set CANDOUR_REAL_DATA)",
        data.display()
    );
    None
}
