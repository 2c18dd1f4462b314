//! What a contributor runs: `cargo xtask test`, `lint`, `starter`, `screenshot`.
//!
//! The real published files are found through `CANDOUR_REAL_DATA` (default `../shared/data` beside
//! the project). Where they are absent, the tests that need them say so and pass, unless
//! `CANDOUR_REQUIRE_REAL_DATA=1`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask TASK

  test         every test: Rust, the second engine (DuckDB), the browser
  test rust    the Rust tests alone
  test web     the second engine and the browser alone
  lint         format, clippy and rustdoc, with warnings as errors
  starter      make data/starter anew from the real published files
  screenshot   make the picture in the README anew
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => test_rust() && test_web(),
        ["test", "rust"] => test_rust(),
        ["test", "web"] => test_web(),
        ["lint"] => lint(),
        ["starter"] => starter(),
        ["screenshot"] => build() && node("screenshot.mjs", &[]),
        _ => {
            complain(HELP);
            return ExitCode::from(2);
        }
    };
    if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Dependencies are built once: the tests use the profile that `cargo run --release` uses.
fn test_rust() -> bool {
    cargo(&["test", "--release", "--workspace", "--locked"])
}

fn test_web() -> bool {
    build() && node("second-engine.mjs", &[]) && node("browser.mjs", &[])
}

fn lint() -> bool {
    cargo(&["fmt", "--all", "--check"])
        && cargo(&[
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "--deny",
            "warnings",
        ])
        && run(Command::new("cargo")
            .args(["doc", "--release", "--workspace", "--no-deps", "--locked"])
            .env("RUSTDOCFLAGS", "--deny warnings"))
}

fn starter() -> bool {
    let folder = std::env::temp_dir().join(format!("candour-starter-{}", std::process::id()));
    let archive = folder.display().to_string();
    let data = real_data().display().to_string();
    let to = root().join("data/starter").display().to_string();
    let candour = |words: &[&str]| {
        let mut all = vec![
            "run",
            "--release",
            "--locked",
            "--package",
            "candour",
            "--",
            "--archive",
            &archive,
        ];
        all.extend(words);
        cargo(&all)
    };
    let done = candour(&[
        "ingest",
        &format!("{data}/ae_monthly"),
        &format!("{data}/rtt"),
    ]) && candour(&["make-starter", &to]);
    let _ = std::fs::remove_dir_all(&folder);
    done
}

fn build() -> bool {
    cargo(&["build", "--release", "--locked", "--package", "candour"])
}

/// Runs a script of `tests/web` on the packages that its lock file names.
fn node(script: &str, words: &[&str]) -> bool {
    let folder = root().join("tests/web");
    let installed = folder.join("node_modules/.package-lock.json").is_file();
    // Not `npm ci`: it refuses a lock file without the packages of every other system, which a
    // registry need not have. Versions are exact in package.json, and the lock is not written to.
    let ready = installed
        || run(Command::new("npm")
            .args(["install", "--no-save", "--no-audit", "--no-fund"])
            .current_dir(&folder));
    ready
        && run(Command::new("node")
            .arg(script)
            .args(words)
            .current_dir(&folder)
            .env("CANDOUR", target().join("release/candour"))
            .env("CANDOUR_REAL_DATA", real_data()))
}

fn cargo(words: &[&str]) -> bool {
    run(Command::new("cargo")
        .args(words)
        .env("CANDOUR_REAL_DATA", real_data()))
}

fn run(command: &mut Command) -> bool {
    complain(&format!("$ {command:?}\n"));
    match command.current_dir_or(root()).status() {
        Ok(status) => status.success(),
        Err(error) => {
            complain(&format!("cannot run {command:?}: {error}\n"));
            false
        }
    }
}

/// The project's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_owned)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn real_data() -> PathBuf {
    let given = std::env::var_os("CANDOUR_REAL_DATA").map(PathBuf::from);
    given.unwrap_or_else(|| {
        root()
            .parent()
            .map_or_else(PathBuf::new, |beside| beside.join("shared/data"))
    })
}

trait CurrentDirOr {
    fn current_dir_or(&mut self, folder: PathBuf) -> &mut Self;
}

impl CurrentDirOr for Command {
    fn current_dir_or(&mut self, folder: PathBuf) -> &mut Self {
        if self.get_current_dir().is_none() {
            self.current_dir(folder);
        }
        self
    }
}

fn complain(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
