//! Commands about the register: what it holds and from where, what in it does not fit, and one body.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use candour_archive::{
    AboutBody, Archive, ArchiveError, Cited, FoundRow, Kin, OriginCount, Related,
};
use candour_register::Register;
use jiff::civil::Date;

use crate::cli::{Format, Global, RegisterCheck, RegisterCommand};
use crate::output::{self, Table};

/// How many findings of a kind are shown to a person who did not ask for all.
const SHOWN: usize = 20;

pub(super) fn run(global: &Global, command: &RegisterCommand) -> anyhow::Result<ExitCode> {
    match command {
        RegisterCommand::Check(asked) => check(global, asked),
        RegisterCommand::Status => status(global),
    }
}

/// The register of the archive; the curated rows alone where there is none.
fn register(global: &Global) -> anyhow::Result<Arc<Register>> {
    match Archive::open(&global.archive()) {
        Ok(archive) => Ok(archive.snapshot()?.register()?),
        Err(ArchiveError::NoArchive(_)) => {
            output::tell("no archive: the curated rows alone");
            Ok(Arc::new(Register::bundled_with(
                candour_register::Rows::default(),
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// `links.csv line 12 (ODS change summary)`.
fn shown(cited: &Cited) -> String {
    let line = cited
        .line
        .map_or_else(String::new, |line| format!(" line {line}"));
    let day = cited
        .as_at
        .map_or_else(String::new, |day| format!(", as at {day}"));
    format!("{}{line} ({}{day})", cited.file, cited.source)
}

fn check(global: &Global, asked: &RegisterCheck) -> anyhow::Result<ExitCode> {
    let register = register(global)?;
    let mut found = FoundRow::of(&register);
    let unexplained = found
        .iter()
        .filter(|finding| finding.explanation.is_none())
        .count();
    let all = found.len();
    if asked.unexplained {
        found.retain(|finding| finding.explanation.is_none());
    }
    match global.format {
        Format::Json => output::json(&found)?,
        Format::Csv => output::csv(found.iter().map(|finding| {
            let other = finding.other.as_ref();
            Csv {
                kind: finding.kind,
                body: finding.body.as_str(),
                name: &finding.name,
                message: &finding.message,
                explanation: finding.explanation.as_deref(),
                source: shown(&finding.source),
                other: other.map(shown),
            }
        }))?,
        Format::Table => print(&found, asked.all)?,
    }
    output::tell(&format!(
        "{all} found, {unexplained} of them without an explanation"
    ));
    Ok(if unexplained == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

#[derive(serde::Serialize)]
struct Csv<'a> {
    kind: &'a str,
    body: &'a str,
    name: &'a str,
    message: &'a str,
    explanation: Option<&'a str>,
    source: String,
    other: Option<String>,
}

fn print(found: &[FoundRow], all: bool) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    let mut by_kind: BTreeMap<&str, Vec<&FoundRow>> = BTreeMap::new();
    for finding in found {
        by_kind.entry(finding.kind).or_default().push(finding);
    }
    for (kind, findings) in by_kind {
        writeln!(out, "{kind}: {}", findings.len())?;
        let limit = if all { usize::MAX } else { SHOWN };
        for finding in findings.iter().take(limit) {
            let name = if finding.name.is_empty() {
                String::new()
            } else {
                format!(" {}", finding.name)
            };
            writeln!(out, "  {}{name}: {}", finding.body, finding.message)?;
            writeln!(out, "    says {}", shown(&finding.source))?;
            if let Some(other) = &finding.other {
                writeln!(out, "    says otherwise {}", shown(other))?;
            }
            match &finding.explanation {
                Some(why) => writeln!(out, "    because {why}")?,
                None => writeln!(out, "    not explained")?,
            }
        }
        if findings.len() > limit {
            writeln!(
                out,
                "  and {} more; --all shows them",
                findings.len() - limit
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn status(global: &Global) -> anyhow::Result<ExitCode> {
    let counts = OriginCount::of(&*register(global)?);
    match global.format {
        Format::Json => output::json(&counts)?,
        Format::Csv => output::csv(&counts)?,
        Format::Table => {
            let mut table = Table::new(&[
                "from",
                "file",
                "as at",
                ">bodies",
                ">names",
                ">codes",
                ">links",
                ">successions",
                "title",
            ]);
            for count in &counts {
                table.row([
                    count.authority.to_owned(),
                    count.file.clone(),
                    count
                        .as_at
                        .map_or_else(|| "-".to_owned(), |day| day.to_string()),
                    count.bodies.to_string(),
                    count.names.to_string(),
                    count.codes.to_string(),
                    count.links.to_string(),
                    count.successions.to_string(),
                    count.source.clone(),
                ]);
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn body(global: &Global, code: &str, on: Option<Date>) -> anyhow::Result<ExitCode> {
    let archive = super::archive::open(global)?;
    let today = crate::today()?;
    let snapshot = archive.snapshot()?;
    let mut about = snapshot.about_body(code, on.unwrap_or(today))?;
    // Nothing is in a body that has ended: unless a day is asked for, its last day is told of.
    if let (None, Some(last)) = (on, snapshot.last_day_of(code)?)
        && last < today
    {
        about = snapshot.about_body(code, last)?;
    }
    match global.format {
        Format::Json => output::json(&about)?,
        Format::Csv => output::csv(about.above.iter().chain(&about.parts).map(|related| Near {
            relation: related.relation,
            body: related.code.as_str(),
            name: &related.name,
            kind: related.kind,
            share: related.share.as_deref(),
            source: related.source.as_ref().map(shown),
        }))?,
        Format::Table => tell(&about)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What stands above and below a body, as CSV.
#[derive(serde::Serialize)]
struct Near<'a> {
    relation: &'a str,
    body: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    share: Option<&'a str>,
    source: Option<String>,
}

fn tell(about: &AboutBody) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    writeln!(out, "{} ({})", about.name, about.code)?;
    let kind = about.kind_in_words.unwrap_or("known by its code alone");
    let unknown = || "not known".to_owned();
    writeln!(
        out,
        "{kind}; since {}; until {}",
        about.since.clone().unwrap_or_else(unknown),
        about
            .until
            .clone()
            .unwrap_or_else(|| "now, as far as known".to_owned())
    )?;
    if !about.is_living {
        writeln!(out, "it does not exist on {}", about.on)?;
    }
    if let Some(source) = &about.source {
        writeln!(out, "by {}", shown(source))?;
    }
    for code in &about.codes {
        writeln!(
            out,
            "{} code {}, by {}",
            code.scheme,
            code.code,
            shown(&code.source)
        )?;
    }
    for name in &about.names {
        let kind = name
            .kind
            .map_or_else(String::new, |kind| format!("{kind}: "));
        writeln!(out, "also {kind}{}, by {}", name.name, shown(&name.source))?;
    }
    section(out, &format!("Above it on {}", about.on), &about.above)?;
    section(out, &format!("In it on {}", about.on), &about.parts)?;
    kin(out, "Before it", &about.predecessors)?;
    kin(out, "After it", &about.successors)?;
    if !about.publications.is_empty() {
        writeln!(out, "\nIn the publications")?;
        for known in &about.publications {
            writeln!(
                out,
                "  {} to {} in {}: {}",
                known.first, known.last, known.publication, known.name
            )?;
        }
    }
    if let Some(first) = about.councils.first() {
        writeln!(
            out,
            "\nCouncils that it serves, by {} as at {}",
            first.file, first.as_at
        )?;
        for council in &about.councils {
            writeln!(out, "  {}: {} small areas", council.name, council.lsoas)?;
        }
    }
    Ok(())
}

fn section(out: &mut dyn Write, title: &str, related: &[Related]) -> io::Result<()> {
    if related.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for one in related {
        let share = one
            .share
            .as_ref()
            .map_or_else(String::new, |share| format!(", {share} of it"));
        let source = one
            .source
            .as_ref()
            .map_or_else(String::new, |source| format!(", by {}", shown(source)));
        writeln!(
            out,
            "  {} {} ({}){share}{source}",
            one.relation, one.name, one.code
        )?;
    }
    Ok(())
}

fn kin(out: &mut dyn Write, title: &str, all: &[Kin]) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    branches(out, all, 1)
}

fn branches(out: &mut dyn Write, all: &[Kin], depth: usize) -> io::Result<()> {
    for one in all {
        let indent = "  ".repeat(depth);
        let weight = one
            .weight
            .as_ref()
            .map_or_else(String::new, |weight| format!(", {weight} of it"));
        writeln!(
            out,
            "{indent}{} {} ({}) on {}{weight}, by {}",
            one.relation,
            one.name,
            one.code,
            one.date,
            shown(&one.source)
        )?;
        branches(out, &one.kin, depth + 1)?;
        if one.cut > 0 {
            writeln!(out, "{indent}  and {} more", one.cut)?;
        }
    }
    Ok(())
}
