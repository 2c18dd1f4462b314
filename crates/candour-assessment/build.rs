//! Puts the files of `data/commitments`, `data/events` and `data/frameworks` into the program, so that
//! a target, a plan, an event or a framework's year is added by adding its row or file and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The name of each table, its folder under `data`, and how its files end.
const TABLES: [(&str, &str, &str); 5] = [
    ("TARGETS", "commitments/targets", "csv"),
    ("FINANCE", "commitments/finance", "csv"),
    ("PLEDGES", "commitments/pledges", "csv"),
    ("EVENTS", "events", "csv"),
    ("FRAMEWORKS", "frameworks", "toml"),
];

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut code = String::new();
    for (name, folder, ending) in TABLES {
        table(
            &mut code,
            name,
            &here.join("../../data").join(folder),
            ending,
        )?;
    }
    fs::write(out.join("bundled.rs"), code)
}

/// Writes a table of the folder's files with this ending: name and text, in the order of names.
fn table(code: &mut String, name: &str, folder: &Path, ending: &str) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == ending) {
            files.push(fs::canonicalize(path)?);
        }
    }
    files.sort();
    let _ = writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[");
    for path in files {
        println!("cargo:rerun-if-changed={}", path.display());
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(
            code,
            "    ({file:?}, include_str!({:?})),",
            path.display().to_string()
        );
    }
    code.push_str("];\n");
    Ok(())
}
