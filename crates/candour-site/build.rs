//! Builds the stylesheet from `web/` and hands its content-hashed name to the crate.
//!
//! The sources are copied into `OUT_DIR` first, so that a build writes nothing into the tree.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fmt, fs, io};

/// A fault of the build, shown as it reads and not as a quoted string.
struct Fault(String);

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const NO_NODE: &str = "Node 20 or later is needed to build the stylesheet: `node` and `npm` must be \
on the path.\nhint: install Node.js 20 or later, then build again.";

fn main() -> Result<(), Fault> {
    let sources = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../../web");
    let out = PathBuf::from(variable("OUT_DIR")?);
    let work = out.join("web");

    for entry in [
        "package.json",
        "package-lock.json",
        ".npmrc",
        "styles",
        "scripts",
    ] {
        println!("cargo::rerun-if-changed={}", sources.join(entry).display());
    }
    copy_sources(&sources, &work)?;
    check_node()?;
    install(&work)?;
    let css = compile(&work)?;
    let script = read(&work.join("scripts/cite.js"))?;

    write(&out.join("candour.css"), &css)?;
    write(&out.join("candour.js"), &script)?;
    let names = format!(
        "/// Where the stylesheet is served; the name changes with its content.\n\
         pub const CSS_PATH: &str = \"/assets/candour-{:016x}.css\";\n\
         /// Where the script is served; the name changes with its content.\n\
         pub const JS_PATH: &str = \"/assets/candour-{:016x}.js\";\n",
        fnv1a(css.as_bytes()),
        fnv1a(script.as_bytes()),
    );
    write(&out.join("asset_names.rs"), &names)
}

fn variable(name: &str) -> Result<String, Fault> {
    env::var(name).map_err(|error| Fault(format!("{name}: {error}")))
}

fn copy_sources(from: &Path, to: &Path) -> Result<(), Fault> {
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        write(&to.join(file), &read(&from.join(file))?)?;
    }
    for folder in ["styles", "scripts"] {
        // A source that was removed must not linger in the copy.
        match fs::remove_dir_all(to.join(folder)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(at(&to.join(folder), &error));
            }
            _ => {}
        }
        let listed = fs::read_dir(from.join(folder)).map_err(|e| at(&from.join(folder), &e))?;
        for entry in listed {
            let path = entry.map_err(|e| at(&from.join(folder), &e))?.path();
            if let Some(name) = path.file_name().filter(|_| path.is_file()) {
                write(&to.join(folder).join(name), &read(&path)?)?;
            }
        }
    }
    Ok(())
}

fn check_node() -> Result<(), Fault> {
    let output = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|_| Fault(NO_NODE.into()))?;
    let seen = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = seen
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|n| n.parse::<u32>().ok());
    match major {
        Some(major) if major >= 20 => Ok(()),
        _ => Err(Fault(format!("{NO_NODE}\nfound: node {seen}"))),
    }
}

/// `npm ci`, once a lock file.
fn install(work: &Path) -> Result<(), Fault> {
    let lock = read(&work.join("package-lock.json"))?;
    let stamp = work.join("installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run(&mut command, work, "npm ci")?;
    write(&stamp, &lock)
}

fn compile(work: &Path) -> Result<String, Fault> {
    let mut command = Command::new("node");
    command.args([
        "node_modules/sass/sass.js",
        "--load-path=node_modules",
        "--quiet-deps",
        "--no-source-map",
        "--no-charset",
        "--style=compressed",
        "styles/candour.scss",
    ]);
    run(&mut command, work, "sass")
}

fn run(command: &mut Command, folder: &Path, name: &str) -> Result<String, Fault> {
    let output = command
        .current_dir(folder)
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Fault(NO_NODE.into()),
            _ => Fault(format!("{name}: {error}")),
        })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Fault(format!(
        "`{name}` failed while building the stylesheet ({}).\n{}\n\
         hint: the first build fetches two npm packages, so it needs the npm registry or a filled npm cache.",
        output.status,
        String::from_utf8_lossy(&output.stderr).trim(),
    )))
}

fn read(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|error| at(path, &error))
}

fn write(path: &Path, text: &str) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
    }
    fs::write(path, text).map_err(|error| at(path, &error))
}

fn at(path: &Path, error: &io::Error) -> Fault {
    Fault(format!("{}: {error}", path.display()))
}

/// FNV-1a, 64 bits: enough to tell one build's stylesheet from the next, with no dependency.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
