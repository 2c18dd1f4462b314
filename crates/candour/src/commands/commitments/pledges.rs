//! `pledges`: public statements, milestones, recommendations and funding, and what became of them.

use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_assessment::commitment::{Commitment, Due, OwedBy};
use candour_findings::shapes::{CommitmentShape, VerdictShape};
use candour_findings::{self as findings, Judged, Tally};

use super::verdicts::{Item, Row, print_one, when};
use super::{as_at, words};
use crate::cli::{self, Format, Global};
use crate::output;

/// What was said, and what became of it.
#[derive(serde::Serialize)]
struct Told {
    promise: CommitmentShape,
    verdict: VerdictShape,
}

pub(crate) fn pledges(global: &Global, asked: &cli::Pledges) -> anyhow::Result<ExitCode> {
    let as_at = as_at(asked.when, None)?;
    let mut all = findings::pledges(as_at);
    all.retain(|judged| {
        asked
            .outcome
            .is_none_or(|outcome| judged.verdict.outcome == outcome)
    });
    all.sort_by_key(|judged| words::order(judged.verdict.outcome));
    match global.format {
        Format::Json => output::json(
            &all.iter()
                .map(|judged| Told {
                    promise: CommitmentShape::from(judged.commitment.as_ref()),
                    verdict: VerdictShape::from(judged),
                })
                .collect::<Vec<_>>(),
        )?,
        Format::Csv => output::csv(all.into_iter().map(|judged| Row::new(&Item::alone(judged))))?,
        Format::Table => print(&all, asked.receipts, &when(as_at))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(all: &[Judged], receipts: bool, when: &str) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    writeln!(
        out,
        "Pledges, milestones, recommendations and funding, {when}"
    )?;
    writeln!(out, "{}", words::tally(Tally::of(all)))?;
    for judged in all {
        print_one(out, &Item::alone(judged.clone()), receipts)?;
        promise(out, &judged.commitment)?;
    }
    Ok(())
}

/// Who said it, to whom, when, and when it was due.
fn promise(out: &mut impl io::Write, commitment: &Commitment) -> io::Result<()> {
    let by = match &commitment.owed_by {
        OwedBy::Other(words) => words.clone(),
        OwedBy::Body(code) => code.to_string(),
        OwedBy::Every(holders) => {
            let words: Vec<&str> = holders.iter().map(|holder| holder.as_str()).collect();
            words.join(" and ")
        }
    };
    let to = if commitment.owed_to.is_empty() {
        String::new()
    } else {
        format!("; to {}", commitment.owed_to)
    };
    writeln!(out, "  {:<10}{}", "kind", commitment.kind)?;
    writeln!(out, "  {:<10}{by}{to}", "owed by")?;
    let made = commitment
        .made_on
        .map_or_else(|| "no source says when".to_owned(), |date| date.to_string());
    let due = match commitment.due {
        Due::Unknown => "no date set".to_owned(),
        due => due.in_words(),
    };
    writeln!(out, "  {:<10}{made}; due: {due}", "made")?;
    if !commitment.note.is_empty() {
        writeln!(out, "  {:<10}{}", "note", commitment.note)?;
    }
    Ok(())
}
