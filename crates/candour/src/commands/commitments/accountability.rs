//! `accountability`: from a target to the body, the post, the person on that day, and the evidence.

use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_archive::{KnownBody, Snapshot};
use candour_assessment::commitment::{Commitment, Targets};
use candour_core::BodyCode;
use candour_findings::shapes::{CommitmentShape, RungShape, VerdictShape};
use candour_findings::{self as findings, AsAt, Judged};
use candour_measures::Catalogue;
use jiff::civil::Date;

use super::{tell_synthetic, words};
use crate::cli::{self, Format, Global};
use crate::commands::archive;
use crate::commands::people::{NotThere, day, sure_words};
use crate::output;

pub(crate) fn accountability(
    global: &Global,
    asked: &cli::Accountability,
) -> anyhow::Result<ExitCode> {
    let day = day(asked.on)?;
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    tell_synthetic(&snapshot)?;
    let england = BodyCode::england();
    let body = snapshot.body(asked.body.as_ref().unwrap_or(&england).as_str())?;
    let targets = targets_of(&asked.what, day)?;
    let judged = findings::targets_of_body(&snapshot, &body, AsAt::day(day))?;
    let mut answers = Vec::new();
    for target in targets {
        answers.push(Answer::new(&snapshot, target, &judged, &body, day)?);
    }
    match global.format {
        Format::Json => output::json(&answers.iter().map(Shape::from).collect::<Vec<_>>())?,
        Format::Csv => output::csv(answers.iter().flat_map(rows))?,
        Format::Table => {
            let out = &mut io::stdout().lock();
            for (place, answer) in answers.iter().enumerate() {
                if place > 0 {
                    writeln!(out)?;
                }
                print(out, answer, &body, day)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The target of this id, or those of the measure of this id: the ones that bind in the month of the day,
/// or, where none does, all of them.
fn targets_of(what: &str, day: Date) -> anyhow::Result<Vec<&'static Commitment>> {
    let targets = Targets::bundled();
    if let Some(target) = targets.get(what) {
        return Ok(vec![target]);
    }
    if let Some(measure) = Catalogue::bundled().find(what) {
        let month = candour_core::Month::of(day);
        let all: Vec<_> = targets.of_measure(&measure.id).collect();
        let binding: Vec<_> = all
            .iter()
            .copied()
            .filter(|target| month.is_some_and(|month| target.binds_in(month)))
            .collect();
        if !all.is_empty() {
            return Ok(if binding.is_empty() { all } else { binding });
        }
        return Err(NotThere::new(
            format!(
                "no national target is decided by the measure `{}`",
                measure.id
            ),
            "`candour targets` lists the targets of each year",
        )
        .into());
    }
    let of = |target: &&'static Commitment| {
        let indicator = targets.indicator(target);
        indicator.is_some_and(|indicator| indicator.id == what)
    };
    let indicator: Vec<_> = targets.all().iter().filter(of).collect();
    if !indicator.is_empty() {
        return Ok(indicator);
    }
    let shown: String = what.chars().take(60).collect();
    Err(NotThere::new(
        format!("no measure and no target is called `{shown}`"),
        "`candour measures` lists the measures, `candour targets --year 2025-26` the targets of a year",
    )
    .into())
}

/// A target, what became of it for the body, and who answers.
struct Answer {
    judged: Judged,
    owes: bool,
    area: &'static str,
    rungs: Vec<findings::Rung>,
}

impl Answer {
    fn new(
        snapshot: &Snapshot<'_>,
        target: &'static Commitment,
        all: &[Judged],
        body: &KnownBody,
        day: Date,
    ) -> anyhow::Result<Self> {
        let area = Targets::bundled()
            .indicator(target)
            .map_or("", |indicator| indicator.area.as_str());
        let judged = all
            .iter()
            .find(|judged| judged.commitment.id == target.id)
            .cloned();
        let owes = judged.is_some();
        let judged = judged.unwrap_or_else(|| not_owed(target, body));
        Ok(Self {
            judged,
            owes,
            area,
            rungs: findings::ladder(snapshot, &body.code, body.level, area, day)?,
        })
    }
}

/// A target that is not the body's, or was not known yet: there is no verdict.
fn not_owed(target: &'static Commitment, body: &KnownBody) -> Judged {
    Judged {
        verdict: candour_assessment::verdict::Verdict::unknown(
            target.id.clone(),
            body.code.clone(),
        ),
        commitment: std::borrow::Cow::Borrowed(target),
        measure: None,
        basis: None,
        boundaries: candour_register::Boundaries::AsReported,
        level: body.level,
    }
}

#[derive(serde::Serialize)]
struct Shape {
    target: CommitmentShape,
    area: &'static str,
    owes: bool,
    verdict: Option<VerdictShape>,
    answering: Vec<RungShape>,
}

impl From<&Answer> for Shape {
    fn from(answer: &Answer) -> Self {
        Self {
            target: CommitmentShape::from(answer.judged.commitment.as_ref()),
            area: answer.area,
            owes: answer.owes,
            verdict: answer.owes.then(|| VerdictShape::from(&answer.judged)),
            answering: answer.rungs.iter().map(RungShape::from).collect(),
        }
    }
}

/// A holder of a post that answers, as a row for a spreadsheet; a rung without one has a row too.
#[derive(serde::Serialize)]
struct Row {
    target: String,
    outcome: Option<&'static str>,
    body: String,
    name: String,
    why: String,
    post: Option<String>,
    title: Option<String>,
    standing: Option<&'static str>,
    person: Option<String>,
    sureness: Option<&'static str>,
    source: Option<String>,
}

fn rows(answer: &Answer) -> Vec<Row> {
    let row = |rung: &RungShape| Row {
        target: answer.judged.commitment.id.to_string(),
        outcome: answer.owes.then(|| answer.judged.verdict.outcome.as_str()),
        body: rung.body.clone(),
        name: rung.name.clone(),
        why: rung.why.clone(),
        post: None,
        title: None,
        standing: None,
        person: None,
        sureness: None,
        source: None,
    };
    let mut rows = Vec::new();
    for rung in answer.rungs.iter().map(RungShape::from) {
        if rung.posts.is_empty() {
            rows.push(row(&rung));
        }
        for post in &rung.posts {
            let of_post = |holder: Option<(&candour_register::HolderShape, &String)>| Row {
                post: Some(post.post.clone()),
                title: Some(post.title.clone()),
                standing: Some(post.standing),
                person: holder.map(|(holder, _)| holder.name.clone()),
                sureness: holder.map(|(holder, _)| holder.sureness),
                source: holder
                    .map(|(_, source)| source.clone())
                    .or_else(|| post.sources.first().cloned()),
                ..row(&rung)
            };
            if post.holders.is_empty() {
                rows.push(of_post(None));
            }
            let holders = post.holders.iter().zip(&post.sources);
            rows.extend(holders.map(|holder| of_post(Some(holder))));
        }
    }
    rows
}

fn print(
    out: &mut impl io::Write,
    answer: &Answer,
    body: &KnownBody,
    day: Date,
) -> anyhow::Result<()> {
    let judged = &answer.judged;
    writeln!(
        out,
        "{}{}\n{} ({}), on {day}",
        words::title(&judged.commitment),
        words::marks(judged),
        body.name,
        body.code
    )?;
    writeln!(
        out,
        "\ntarget    {}, {}; {}",
        judged.commitment.id, judged.commitment.place, judged.commitment.place.source
    )?;
    if answer.owes {
        write!(out, "verdict   {}", words::outcome(judged.verdict.outcome))?;
        if let Some(seen) = words::seen(judged) {
            write!(out, ": {seen}")?;
        }
        if let Some(far) = words::far(judged) {
            write!(out, ", {far}")?;
        }
        let why = words::why(&judged.verdict);
        if !why.is_empty() {
            write!(out, ": {why}")?;
        }
        writeln!(out)?;
        for rest in words::rests(judged) {
            writeln!(out, "evidence  {rest}")?;
        }
    } else {
        writeln!(
            out,
            "verdict   none: this body does not owe it, or it was not known on the day"
        )?;
    }
    for rung in answer.rungs.iter().map(RungShape::from) {
        writeln!(out, "\n{} ({}): {}", rung.name, rung.body, rung.why)?;
        if rung.posts.is_empty() {
            writeln!(out, "  no source that was read names a post that answers")?;
        }
        for post in &rung.posts {
            let said = match post.standing {
                "held" => String::new(),
                "vacant" => "vacant".to_owned(),
                _ => "no holder known".to_owned(),
            };
            writeln!(out, "  {} ({}): {said}", post.title, post.post)?;
            for (holder, source) in post.holders.iter().zip(&post.sources) {
                let acting = if holder.acting { ", acting" } else { "" };
                writeln!(
                    out,
                    "    {}{acting}, {}; {source}",
                    holder.name,
                    sure_words(holder.sureness, holder.seen.as_deref())
                )?;
            }
        }
    }
    Ok(())
}
