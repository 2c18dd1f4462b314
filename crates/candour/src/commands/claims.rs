//! `claims`: sentences that are kept true; `corrections`: what Candour itself got wrong.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use candour_archive::Archive;
use candour_briefing::claims::{
    self, Checked, ClaimShape, ClaimTally, Ledger, State, check_bundled, words,
};
use candour_briefing::corrections::{CorrectionShape, corrections};

use super::NotThere;
use super::archive::open;
use crate::cli::{self, Format, Global};
use crate::output::{self, Table};

pub(super) fn run(global: &Global, asked: &cli::Claims) -> anyhow::Result<ExitCode> {
    for fault in &claims::bundled().1 {
        output::tell(&format!("warning: {fault}"));
    }
    let archive = open(global)?;
    let snapshot = archive.snapshot()?;
    let ledger = Ledger::open(archive.root())?;
    let mut checked = check_bundled(&snapshot)?;
    if let Some(id) = &asked.id {
        checked.retain(|one| one.claim.id == *id);
        if checked.is_empty() {
            return Err(NotThere::new(
                format!("there is no claim `{id}`"),
                "`candour claims` lists them all",
            )
            .into());
        }
    }
    // The broken first; each state in the order of the files.
    checked.sort_by_key(|one| one.state);
    let tally = ClaimTally::of(&checked);
    if asked.broken {
        checked.retain(|one| one.state == State::Broken);
    }
    let shapes = || checked.iter().map(|one| ClaimShape::new(one, &ledger));
    match global.format {
        Format::Json => output::json(&shapes().collect::<Vec<_>>())?,
        Format::Csv => output::csv(shapes().map(Row::from))?,
        Format::Table if asked.id.is_some() => checked.iter().for_each(|one| tell(one, &ledger)),
        Format::Table => table(&checked, tally)?,
    }
    Ok(if tally.broken > 0 {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// A claim as a line of CSV.
#[derive(serde::Serialize)]
struct Row {
    id: String,
    state: &'static str,
    text: String,
    kind: &'static str,
    expected: String,
    found: String,
    off: Option<f64>,
    unit: Option<&'static str>,
    why: Option<String>,
    said_by: String,
    source: String,
    date: String,
    as_known: Option<String>,
    note: Option<String>,
    unverified: Option<String>,
    receipt: Option<String>,
    since: Option<String>,
    place: String,
}

impl From<ClaimShape> for Row {
    fn from(shape: ClaimShape) -> Self {
        let plain = |value: Option<serde_json::Value>| match value {
            None => String::new(),
            Some(serde_json::Value::String(text)) => text,
            Some(other) => other.to_string(),
        };
        Self {
            id: shape.id,
            state: shape.state,
            text: shape.text,
            kind: shape.kind,
            expected: plain(shape.expected),
            found: plain(shape.found),
            off: shape.off,
            unit: shape.unit,
            why: shape.why,
            said_by: shape.said_by,
            source: shape.source,
            date: shape.date,
            as_known: shape.as_known,
            note: shape.note,
            unverified: shape.unverified,
            receipt: shape.receipt,
            since: shape.since,
            place: shape.place,
        }
    }
}

fn table(checked: &[Checked<'_>], tally: ClaimTally) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    io::Write::write_fmt(out, format_args!("{}\n\n", tally.in_words()))?;
    let mut table = Table::new(&["state", "claim", ">expected", ">found", "id", "receipt"]);
    for one in checked {
        let unverified = if one.unverified.is_empty() {
            ""
        } else {
            " [unverified]"
        };
        table.row([
            one.state.to_string(),
            format!("{}{unverified}", shortened(&one.claim.plain())),
            words::expected(one),
            words::found(one),
            one.claim.id.clone(),
            one.href().or(one.why.as_deref()).unwrap_or("–").to_owned(),
        ]);
    }
    table.print(out)?;
    output::tell("`candour claims --id ID` tells one in full; /claims has them with links.");
    Ok(())
}

/// So much of a sentence as leaves room for the rest of its line.
fn shortened(text: &str) -> String {
    const MOST: usize = 90;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let short: String = text.chars().take(MOST - 1).collect();
    format!("{}…", short.trim_end())
}

/// One claim in full.
fn tell(one: &Checked<'_>, ledger: &Ledger) {
    let claim = one.claim;
    let mut lines = vec![claim.plain(), String::new()];
    let mut line = |head: &str, words: &str| {
        if !words.is_empty() {
            lines.push(format!("{head:<12}{words}"));
        }
    };
    line("state", one.state.as_str());
    line("expected", &words::expected(one));
    line("found", &words::found(one));
    line("off", &words::off(one));
    line("why", one.why.as_deref().unwrap_or_default());
    line("unverified", &one.unverified);
    line("said by", &claim.said_by);
    line("source", &claim.source);
    line("date", &claim.date.to_string());
    if let Some(day) = claim.as_known {
        line("as known", &day.to_string());
    }
    line("note", &claim.note);
    for ground in &one.grounds {
        let href = ground.href.as_deref().unwrap_or_default();
        line("rests on", format!("{} {href}", ground.words).trim_end());
    }
    for turn in ledger.turns_of(&claim.id) {
        line("turn", &turn.in_words());
    }
    line(
        "stands in",
        &format!("data/claims/{} line {}", claim.file, claim.line),
    );
    let mut out = io::stdout().lock();
    for text in lines {
        if io::Write::write_fmt(&mut out, format_args!("{text}\n")).is_err() {
            return;
        }
    }
}

/// Asks every claim again after files were taken, and tells the turns: what a revision broke or mended. A
/// fault of the ledger is told and refuses nothing, since the files are in.
pub(super) fn after_ingest(root: &Path) -> anyhow::Result<()> {
    let archive = Archive::open(root)?;
    let snapshot = archive.snapshot()?;
    match claims::keep(&snapshot, crate::today()?) {
        Ok(turns) => {
            for turn in turns {
                output::tell(&turn.in_words());
            }
        }
        Err(error) => output::tell(&format!("warning: claims were not asked again: {error}")),
    }
    Ok(())
}

pub(super) fn all_corrections(global: &Global) -> anyhow::Result<ExitCode> {
    let (rows, faults) = corrections();
    for fault in faults {
        output::tell(&format!("warning: {fault}"));
    }
    let shapes = rows.iter().map(CorrectionShape::from);
    match global.format {
        Format::Json => output::json(&shapes.collect::<Vec<_>>())?,
        Format::Csv => output::csv(shapes)?,
        Format::Table => {
            let mut table = Table::new(&["found", "mended", "printed", "right", "told"]);
            for shape in shapes {
                table.row([
                    shape.found_on,
                    shape.mended_on,
                    shape.printed,
                    shape.right,
                    shape.told,
                ]);
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
