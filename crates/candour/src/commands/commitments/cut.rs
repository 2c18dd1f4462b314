//! `targets --cut-to`, `targets --keep`: what is lost when a year's targets are cut to a few.

use std::borrow::Cow;
use std::io::{self, Write as _};

use candour_assessment::commitment::Targets;
use candour_assessment::verdict::{Verdict, Why};
use candour_core::{BodyCode, FinancialYear, Level};
use candour_findings::shapes::{TallyShape, VerdictShape};
use candour_findings::{self as findings, Cut, CutRule, Judged};
use candour_register::Boundaries;

use super::targets::named;
use super::words;
use crate::cli::{self, Format, Global};
use crate::output::{self, Table};

/// A part of the service that loses targets.
#[derive(serde::Serialize)]
struct AreaShape<'a> {
    area: &'a str,
    kept: usize,
    dropped: usize,
    dropped_missed: usize,
    standard: bool,
}

#[derive(serde::Serialize)]
struct CutShape<'a> {
    year: String,
    rule: &'static str,
    rule_in_words: &'static str,
    kept: Vec<VerdictShape>,
    dropped: Vec<VerdictShape>,
    dropped_by_outcome: TallyShape,
    areas: Vec<AreaShape<'a>>,
}

pub(super) fn print(
    global: &Global,
    asked: &cli::Targets,
    england: &[Judged],
    year: FinancialYear,
) -> anyhow::Result<()> {
    let chosen = named(&asked.keep, year)?;
    let (rule, most) = match asked.cut_to {
        Some(most) => (asked.rule, most),
        None => (CutRule::Chosen, chosen.len()),
    };
    let england = with_others(england, year);
    let found = findings::cut(&england, year, rule, most, &chosen);
    match global.format {
        Format::Json => output::json(&CutShape {
            year: year.to_string(),
            rule: rule.as_str(),
            rule_in_words: rule_words(rule),
            kept: found.kept.iter().map(VerdictShape::from).collect(),
            dropped: found.dropped.iter().map(VerdictShape::from).collect(),
            dropped_by_outcome: found.tally.into(),
            areas: areas(&found),
        }),
        Format::Csv => output::csv(areas(&found)),
        Format::Table => print_words(&found),
    }
}

/// England's verdicts and the targets of the year that are asked of boards or trusts alone: a cut chooses
/// among all of them.
fn with_others(england: &[Judged], year: FinancialYear) -> Vec<Judged> {
    let mut all = england.to_vec();
    for found in Targets::bundled().by_year() {
        let target = found.target;
        if found.year != year || all.iter().any(|one| one.commitment.id == target.id) {
            continue;
        }
        let verdict = Verdict::unknown(target.id.clone(), BodyCode::england());
        all.push(Judged {
            verdict: verdict.because(Why::NotComputable(
                "it is not asked of England as a whole".to_owned(),
            )),
            commitment: Cow::Borrowed(target),
            measure: None,
            basis: None,
            boundaries: Boundaries::AsReported,
            level: Level::England,
        });
    }
    all
}

/// The rule in the words of the command line, where nothing is ticked.
const fn rule_words(rule: CutRule) -> &'static str {
    match rule {
        CutRule::Chosen => "those named, and no others",
        _ => rule.in_words(),
    }
}

fn areas(cut: &Cut) -> Vec<AreaShape<'_>> {
    cut.areas
        .iter()
        .map(|(area, lost)| AreaShape {
            area,
            kept: lost.kept,
            dropped: lost.dropped,
            dropped_missed: lost.missed,
            standard: lost.standard,
        })
        .collect()
}

fn print_words(cut: &Cut) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    let all = cut.kept.len() + cut.dropped.len();
    writeln!(
        out,
        "{}: of {all} national targets {} are kept: {}",
        cut.year,
        cut.kept.len(),
        rule_words(cut.rule)
    )?;
    writeln!(
        out,
        "standards of the constitution are not cut: they bind whatever a planning round picks\n\nkept"
    )?;
    list(out, &cut.kept)?;
    writeln!(out, "\nlost")?;
    list(out, &cut.dropped)?;
    writeln!(out, "\nof those lost, England: {}", words::tally(cut.tally))?;
    let mut table = Table::new(&[
        "part of the service",
        ">kept",
        ">lost",
        ">lost and missed",
        "still held to",
    ]);
    for area in areas(cut) {
        let still = match (area.kept > 0, area.standard) {
            (true, _) => "a target",
            (false, true) => "a standard only",
            (false, false) => "nothing",
        };
        table.row([
            area.area.to_owned(),
            area.kept.to_string(),
            area.dropped.to_string(),
            area.dropped_missed.to_string(),
            still.to_owned(),
        ]);
    }
    writeln!(out)?;
    table.print(out)?;
    let unwatched: Vec<&str> = cut.unwatched().map(|(area, _)| area).collect();
    if !unwatched.is_empty() {
        writeln!(out, "\nno target would be left in {}", unwatched.join(", "))?;
    }
    output::tell(
        "the rule is an example and nobody’s policy: --rule areas|missed|counted|listed, or --keep ID,… for a choice of your own",
    );
    Ok(())
}

fn list(out: &mut impl io::Write, all: &[Judged]) -> io::Result<()> {
    for judged in all {
        writeln!(
            out,
            "  {} ({}), England {}",
            words::title(&judged.commitment),
            judged.commitment.id,
            words::outcome(judged.verdict.outcome)
        )?;
    }
    Ok(())
}
