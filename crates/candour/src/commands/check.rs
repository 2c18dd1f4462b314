//! `check`: which figures of a story hold.

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use candour_briefing::{check_story, story_reader};
use candour_documents::story::{Checked, MOST_BYTES, Mark, Verdict, text_of};
use serde::Serialize;

use crate::cli::{self, Format, Global};
use crate::output;

/// A figure of a story as a row of a table.
#[derive(Debug, Serialize)]
struct Row<'a> {
    number: usize,
    text: &'a str,
    start: usize,
    end: usize,
    kind: &'a str,
    verdict: &'static str,
    why: Option<&'static str>,
    words: &'a str,
    body: Option<&'a str>,
    measure: Option<&'a str>,
    period: Option<&'a str>,
    stated: Option<&'a str>,
    ours: Option<&'a str>,
    apart: Option<&'a str>,
    said_by: Option<&'a str>,
    receipt: Option<&'a str>,
}

impl<'a> From<&'a Mark> for Row<'a> {
    fn from(mark: &'a Mark) -> Self {
        Self {
            number: mark.number,
            text: &mark.text,
            start: mark.given_start,
            end: mark.given_end,
            kind: mark.kind,
            verdict: mark.verdict.in_words(),
            why: mark.why.map(candour_documents::story::Why::in_words),
            words: &mark.words,
            body: mark.body.as_deref(),
            measure: mark.measure.as_deref(),
            period: mark.period.as_deref(),
            stated: mark.stated.as_deref(),
            ours: mark.ours.as_deref(),
            apart: mark.apart.as_deref(),
            said_by: mark.said_by.as_deref(),
            receipt: mark.receipts.first().map(|receipt| receipt.href.as_str()),
        }
    }
}

pub(super) fn run(global: &Global, asked: &cli::Check) -> anyhow::Result<ExitCode> {
    let bytes = read(&asked.file)?;
    let text = text_of(&bytes)?;
    let date = match asked.date {
        Some(date) => date,
        None => crate::today()?,
    };
    let archive = super::archive::open(global)?;
    let snapshot = archive.snapshot()?;
    let reader = story_reader(&snapshot)?;
    let checked = check_story(&snapshot, &reader, text, date, asked.as_known)?;
    match global.format {
        Format::Json => output::json(&checked)?,
        Format::Csv => output::csv(checked.figures.iter().map(Row::from))?,
        Format::Table => print(&checked, &mut io::stdout().lock())?,
    }
    let failed = asked.strict && checked.summary.differ > 0;
    Ok(if failed {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// The story's bytes: no more of them than can be read, and one more, so that the refusal can say so.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let most = MOST_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)
            .and_then(|file| file.take(most).read_to_end(&mut bytes))
            .with_context(|| path.display().to_string())?;
    }
    Ok(bytes)
}

/// Marks that are told apart without colour.
const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "=",
        Verdict::Differs => "≠",
        Verdict::CannotCheck => "?",
    }
}

fn print(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", checked.summary.in_words())?;
    for note in &checked.notes {
        writeln!(out, "note: {note}")?;
    }
    for mark in &checked.figures {
        writeln!(out)?;
        let verdict = mark.verdict.in_words();
        let why = mark
            .why
            .map_or_else(String::new, |why| format!(" ({})", why.in_words()));
        writeln!(
            out,
            "{} {}. “{}”: {verdict}{why}",
            sign(mark.verdict),
            mark.number,
            one_line(&mark.text)
        )?;
        writeln!(out, "     {}", one_line(&mark.sentence))?;
        writeln!(out, "     {}", mark.words)?;
        let about: Vec<&str> = [&mark.measure, &mark.body_name, &mark.period]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect();
        if !about.is_empty() {
            writeln!(out, "     {}", about.join(", "))?;
        }
        if let Some(ours) = mark
            .ours
            .as_ref()
            .filter(|ours| !mark.words.contains(*ours))
        {
            writeln!(out, "     our figure: {ours}")?;
        }
        if let Some(who) = &mark.said_by {
            writeln!(out, "     said by {who}")?;
        }
        if !mark.candidates.is_empty() {
            let names: Vec<&str> = mark
                .candidates
                .iter()
                .take(5)
                .map(|candidate| candidate.name.as_str())
                .collect();
            writeln!(out, "     it may be {}", names.join("; or "))?;
        }
        if let Some(receipt) = mark.receipts.first() {
            writeln!(out, "     receipt: {}", receipt.href)?;
        }
    }
    Ok(())
}

/// A text on one line, cut where it is long.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 240;
    let joined: Vec<&str> = text.split_whitespace().collect();
    let joined = joined.join(" ");
    match joined.char_indices().nth(LONGEST) {
        Some((place, _)) => format!("{}…", &joined[..place]),
        None => joined,
    }
}
