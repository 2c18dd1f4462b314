//! Puts every file of `data/measures` into the program, so that a measure is added by adding its
//! file and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let data = here.join("../../data/measures");
    let mut code = String::new();
    table(&mut code, "DEFINITIONS", &data, "toml")?;
    table(&mut code, "LISTS", &data.join("lists"), "csv")?;
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
    let _ = writeln!(code, "const {name}: &[(&str, &str)] = &[");
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
