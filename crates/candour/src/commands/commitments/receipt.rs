//! `explain COMMITMENT`: the receipt of one verdict: the row of the commitment, the test, the evidence.

use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_archive::Snapshot;
use candour_assessment::commitment::{Commitment, CommitmentId, Pledges, Targets};
use candour_core::{BodyCode, FinancialYear};
use candour_findings::shapes::{CommitmentShape, VerdictShape};
use candour_findings::{self as findings, AsAt, Judged};

use candour_register::Register;

use super::verdicts::{Item, Row, when};
use super::{plan_body, words};

use crate::cli::{Explain, Format, Global};
use crate::commands::archive;
use crate::commands::people::{NotThere, day};
use crate::output;

fn find(id: &str) -> Option<&'static Commitment> {
    Targets::bundled()
        .get(id)
        .or_else(|| Pledges::bundled().get(id))
}

/// The year of which a commitment's id names the financial plan.
fn plan_of(id: &str) -> Option<FinancialYear> {
    findings::plan_years()
        .into_iter()
        .find(|year| CommitmentId::of_plan("surplus", *year, None).as_str() == id)
}

/// Whether what is to be explained is a commitment: no month is given, and it is the id of one.
pub(crate) fn is_commitment(asked: &Explain) -> bool {
    let id = &asked.which.measure;
    asked.period.is_none() && (find(id).is_some() || plan_of(id).is_some())
}

pub(crate) fn explain(global: &Global, asked: &Explain) -> anyhow::Result<ExitCode> {
    let id = &asked.which.measure;
    let as_at = AsAt {
        day: day(asked.on)?,
        as_known: asked.which.as_known,
        year: asked.year,
    };
    if let Some(year) = plan_of(id) {
        let archive = archive::open(global)?;
        let snapshot = archive.snapshot()?;
        let found = findings::plan_year(&snapshot, year, None, as_at)?;
        plan_body::print(global, &snapshot, &found, None, &asked.body, as_at)?;
        return Ok(ExitCode::SUCCESS);
    }
    let judged = if Pledges::bundled().get(id).is_some() {
        findings::pledges(as_at)
            .into_iter()
            .find(|judged| judged.commitment.id.as_str() == id)
    } else {
        let archive = archive::open(global)?;
        let snapshot = archive.snapshot()?;
        of_target(&snapshot, id, &asked.body, as_at)?
    };
    let Some(judged) = judged else {
        return Err(NotThere::new(
            format!(
                "`{id}` is no commitment of {} {}",
                asked.body,
                when(as_at)
            ),
            "`candour verdicts --body CODE` lists what a body owes; a commitment is known from the day on which it was made",
        )
        .into());
    };
    match global.format {
        Format::Json => output::json(&Shape {
            commitment: CommitmentShape::from(judged.commitment.as_ref()),
            verdict: VerdictShape::from(&judged),
            by_month: by_month(&judged),
        })?,
        Format::Csv => output::csv([Row::new(&Item::alone(judged))])?,
        Format::Table => print(&judged, as_at)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn of_target(
    snapshot: &Snapshot<'_>,
    id: &str,
    body: &BodyCode,
    as_at: AsAt,
) -> anyhow::Result<Option<Judged>> {
    let body = snapshot.body(body.as_str())?;
    let all = findings::targets_of_body(snapshot, &body, as_at)?;
    Ok(all
        .into_iter()
        .find(|judged| judged.commitment.id.as_str() == id))
}

/// The receipt of a verdict.
#[derive(serde::Serialize)]
struct Shape {
    commitment: CommitmentShape,
    verdict: VerdictShape,
    by_month: Vec<MonthShape>,
}

#[derive(serde::Serialize)]
struct MonthShape {
    period: String,
    met: bool,
}

fn by_month(judged: &Judged) -> Vec<MonthShape> {
    judged
        .verdict
        .by_month
        .iter()
        .map(|(month, met)| MonthShape {
            period: month.to_string(),
            met: *met,
        })
        .collect()
}

fn print(judged: &Judged, as_at: AsAt) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    let (commitment, verdict) = (&judged.commitment, &judged.verdict);
    writeln!(
        out,
        "{}{}\n{} ({}), {}\n",
        words::title(commitment),
        words::marks(judged),
        Register::bundled().name_or(verdict.body.as_str(), verdict.body.as_str()),
        verdict.body,
        when(as_at)
    )?;
    let mut line = |name: &str, text: &str| {
        if text.is_empty() {
            Ok(())
        } else {
            writeln!(out, "{name:<13}{text}")
        }
    };
    line("verdict", words::outcome(verdict.outcome))?;
    line("why", &words::why(verdict))?;
    line("seen", &words::seen(judged).unwrap_or_default())?;
    line("how far", &words::far(judged).unwrap_or_default())?;
    line("since", &words::since(judged).unwrap_or_default())?;
    line("likely", &words::likelihood(judged).unwrap_or_default())?;
    let missed: Vec<String> = verdict
        .by_month
        .iter()
        .filter(|(_, met)| !met)
        .map(|(month, _)| month.to_string())
        .collect();
    if as_at.year.is_some() {
        line("missed in", &missed.join(", "))?;
    }
    line("level", &words::own_level(judged).unwrap_or_default())?;
    line(
        "\ncommitment",
        &format!("{} ({})", commitment.id, commitment.kind),
    )?;
    line("what", &commitment.text)?;
    line(
        "made",
        &commitment
            .made_on
            .map_or_else(|| "no source says when".to_owned(), |date| date.to_string()),
    )?;
    line("document", &commitment.document)?;
    line("row", &commitment.place.to_string())?;
    line("source", &commitment.place.source)?;
    line("confirmed", &commitment.evidence.to_string())?;
    line("note", &commitment.note)?;
    for (place, rest) in words::rests(judged).iter().enumerate() {
        line(if place == 0 { "\nrests on" } else { "rests on" }, rest)?;
    }
    Ok(())
}
