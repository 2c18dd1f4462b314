//! `targets`: the national targets by year, what changed, England's verdict, who is accountable.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_archive::{ArchiveError, Snapshot};
use candour_assessment::commitment::{Commitment, CommitmentId, Targets};
use candour_core::FinancialYear;
use candour_findings::shapes::{AnsweringShape, CommitmentShape, VerdictShape};
use candour_findings::{self as findings, AsAt, Judged, Move};
use candour_register::People;
use jiff::civil::Date;

use super::target_years::{CountShape, count_words, counts_of, kinds, overview};
use super::{as_at, cut, tell_synthetic, words};
use crate::cli::{self, Format, Global};
use crate::commands::archive;
use crate::commands::people::{NotThere, sure_words};
use crate::output::{self, Table};

pub(crate) fn targets(global: &Global, asked: &cli::Targets) -> anyhow::Result<ExitCode> {
    let as_at = as_at(asked.when, asked.year)?;
    if let Some(indicator) = &asked.indicator
        && !Targets::bundled()
            .indicators()
            .iter()
            .any(|known| known.id == *indicator)
    {
        let all: Vec<&str> = Targets::bundled()
            .indicators()
            .iter()
            .map(|known| known.id.as_str())
            .collect();
        let shown: String = indicator.chars().take(60).collect();
        return Err(NotThere::new(
            format!(
                "no indicator is called `{shown}`; there are {}",
                all.join(", ")
            ),
            "`candour targets --year 2025-26` lists the targets of a year with their indicators",
        )
        .into());
    }
    let archive = match archive::open(global) {
        Ok(archive) => Some(archive),
        Err(error)
            if matches!(
                error.downcast_ref::<ArchiveError>(),
                Some(ArchiveError::NoArchive(_))
            ) && asked.cut_to.is_none()
                && asked.keep.is_empty() =>
        {
            output::tell(
                "note: there is no archive, so that nothing is judged: `candour ingest DIR` makes one",
            );
            None
        }
        Err(error) => return Err(error),
    };
    let snapshot = archive
        .as_ref()
        .map(|archive| archive.snapshot())
        .transpose()?;
    let snapshot = snapshot.as_ref();
    if let Some(snapshot) = snapshot {
        tell_synthetic(snapshot)?;
    }
    match (asked.year, &asked.indicator) {
        (Some(year), None) if asked.cut_to.is_some() || !asked.keep.is_empty() => {
            cut::print(global, asked, &england(snapshot, as_at)?, year)?;
        }
        (Some(year), None) => of_year(global, &england(snapshot, as_at)?, year, as_at.day)?,
        (year, Some(indicator)) => of_indicator(global, snapshot, indicator, year, as_at)?,
        (None, None) => overview(global, snapshot, as_at)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// England's verdicts; none at all where there is no archive.
pub(super) fn england(snapshot: Option<&Snapshot<'_>>, as_at: AsAt) -> anyhow::Result<Vec<Judged>> {
    let Some(snapshot) = snapshot else {
        return Ok(Vec::new());
    };
    Ok(findings::national(snapshot, as_at)?)
}

/// A target of a year.
#[derive(serde::Serialize)]
struct TargetShape {
    year: String,
    indicator: String,
    area: String,
    local: bool,
    change: Option<&'static str>,
    target: CommitmentShape,
    england: Option<VerdictShape>,
}

/// Who answers nationally for a part of the service.
#[derive(serde::Serialize)]
struct AreaShape {
    area: &'static str,
    on: String,
    posts: Vec<AnsweringShape>,
}

#[derive(serde::Serialize)]
struct OfYear {
    year: String,
    counts: Vec<CountShape>,
    targets: Vec<TargetShape>,
    gone: Vec<CommitmentShape>,
    answering: Vec<AreaShape>,
}

/// The targets of a year: what each asks, what changed, and England's verdict.
fn of_year(
    global: &Global,
    england: &[Judged],
    year: FinancialYear,
    day: Date,
) -> anyhow::Result<()> {
    let targets: Vec<&'static Commitment> = Targets::bundled()
        .by_year()
        .filter(|found| found.year == year)
        .map(|found| found.target)
        .collect();
    if targets.is_empty() {
        let years = Targets::bundled().years();
        let known = years.map_or_else(String::new, |(first, last)| format!("{first} to {last}"));
        return Err(NotThere::new(
            format!("no target of {year} is held: the rows are of {known}"),
            "`candour targets` lists the years",
        )
        .into());
    }
    let moves = findings::moves(year);
    let change = |target: &Commitment| {
        let indicator = Targets::bundled().indicator(target)?;
        let moved = moves
            .iter()
            .find(|moved| moved.indicator.id == indicator.id)?;
        let is_of_it = moved.now.iter().any(|now| now.id == target.id);
        is_of_it.then_some(moved)
    };
    // Whoever answered at the end of the year; of a year that goes on, whoever answers on the day.
    let on = day.min(year.last_day());
    let areas = areas(&targets, on);
    let gone: Vec<&Commitment> = moves
        .iter()
        .filter(|moved| moved.change == Move::Gone)
        .flat_map(|moved| moved.before.iter().copied())
        .collect();
    let verdict = |target: &Commitment| {
        england
            .iter()
            .find(|judged| judged.commitment.id == target.id)
    };
    let shape = |target: &&'static Commitment| {
        let indicator = Targets::bundled().indicator(target);
        TargetShape {
            year: year.to_string(),
            indicator: indicator.map_or_else(String::new, |indicator| indicator.id.clone()),
            area: indicator.map_or_else(String::new, |indicator| indicator.area.clone()),
            local: Targets::bundled().is_local(target),
            change: change(target).map(|moved| moved.change.as_str()),
            target: CommitmentShape::from(*target),
            england: verdict(target).map(VerdictShape::from),
        }
    };
    match global.format {
        Format::Json => output::json(&OfYear {
            year: year.to_string(),
            counts: counts_of(year).map(CountShape::from).collect(),
            targets: targets.iter().map(shape).collect(),
            gone: gone.into_iter().map(CommitmentShape::from).collect(),
            answering: areas,
        }),
        Format::Csv => output::csv(targets.iter().map(shape).map(CsvRow::from)),
        Format::Table => {
            let out = &mut io::stdout().lock();
            let counts: Vec<String> = counts_of(year).map(count_words).collect();
            let (standards, ours, local) = kinds(year);
            writeln!(
                out,
                "{year}: {standards} standards, {ours} targets{}; by others’ counts {}\n",
                if local == 0 {
                    String::new()
                } else {
                    format!(", {local} that somebody agreed for themselves")
                },
                if counts.is_empty() {
                    "no number was found".to_owned()
                } else {
                    counts.join("; ")
                }
            )?;
            let mut table = Table::new(&[
                "target",
                "what it asks",
                "kind",
                "since last year",
                "England",
                "seen",
            ]);
            for target in &targets {
                table.row(row(target, verdict(target), change(target)));
            }
            table.print(out)?;
            if !gone.is_empty() {
                writeln!(out, "\nasked in {} and no longer", year.previous())?;
                for target in gone {
                    writeln!(out, "  {} ({})", words::title(target), target.id)?;
                }
            }
            writeln!(out, "\nwho answers nationally, on {on}")?;
            for area in &areas {
                print_area(out, area)?;
            }
            output::tell(
                "`candour explain TARGET --body england` gives the row and the receipt; `candour accountability TARGET --body CODE` who answers for a body",
            );
            Ok(())
        }
    }
}

fn row(
    target: &Commitment,
    verdict: Option<&Judged>,
    moved: Option<&findings::Moved>,
) -> [String; 6] {
    let mut title = words::title(target);
    if target.evidence != candour_assessment::commitment::Evidence::Sourced {
        title.push_str(&format!(" [{}]", target.evidence));
    }
    [
        target.id.to_string(),
        title,
        target.kind.to_string(),
        moved.map_or_else(|| "-".to_owned(), |moved| moved.change.as_str().to_owned()),
        verdict.map_or_else(
            || "-".to_owned(),
            |judged| words::outcome(judged.verdict.outcome).to_owned(),
        ),
        verdict.map_or_else(String::new, |judged| {
            match (words::seen(judged), words::far(judged)) {
                (Some(seen), Some(far)) => format!("{seen}: {far}"),
                (Some(seen), None) => seen,
                _ => words::why(&judged.verdict),
            }
        }),
    ]
}

#[derive(serde::Serialize)]
struct CsvRow {
    year: String,
    target: String,
    title: String,
    kind: &'static str,
    indicator: String,
    area: String,
    operator: Option<&'static str>,
    asked: Option<f64>,
    unit: Option<String>,
    due: Option<String>,
    owed_by: String,
    change: Option<&'static str>,
    evidence: &'static str,
    england: Option<&'static str>,
    value: Option<f64>,
    threshold: Option<f64>,
    margin: Option<f64>,
    why: Option<String>,
    file: String,
    line: u32,
    source: String,
}

impl From<TargetShape> for CsvRow {
    fn from(shape: TargetShape) -> Self {
        let target = shape.target;
        let england = shape.england.as_ref();
        Self {
            year: shape.year,
            title: target.title,
            kind: target.kind,
            indicator: shape.indicator,
            area: shape.area,
            operator: target.operator,
            asked: target.asked,
            unit: target.unit,
            due: target.due,
            owed_by: target.owed_by,
            change: shape.change,
            evidence: target.evidence,
            england: england.map(|verdict| verdict.outcome),
            value: england.and_then(|verdict| verdict.value),
            threshold: england.and_then(|verdict| verdict.threshold),
            margin: england.and_then(|verdict| verdict.margin),
            why: england.and_then(|verdict| verdict.why.clone()),
            file: target.file,
            line: target.line,
            source: target.source,
            target: target.id,
        }
    }
}

/// Who answers for each part of the service that the targets speak of.
fn areas(targets: &[&'static Commitment], on: Date) -> Vec<AreaShape> {
    let mut areas: BTreeMap<&'static str, Vec<AnsweringShape>> = BTreeMap::new();
    for target in targets {
        if let Some(indicator) = Targets::bundled().indicator(target) {
            areas.entry(indicator.area.as_str()).or_insert_with(|| {
                let posts = People::bundled().answering_for(&indicator.area, on);
                posts.iter().map(AnsweringShape::from).collect()
            });
        }
    }
    areas
        .into_iter()
        .map(|(area, posts)| AreaShape {
            area,
            on: on.to_string(),
            posts,
        })
        .collect()
}

fn print_area(out: &mut impl io::Write, area: &AreaShape) -> io::Result<()> {
    if area.posts.is_empty() {
        return writeln!(
            out,
            "  {}: no source that was read names a post with this remit",
            area.area
        );
    }
    for post in &area.posts {
        let holders: Vec<String> = post
            .holders
            .iter()
            .map(|holder| {
                let sure = sure_words(holder.sureness, holder.seen.as_deref());
                format!("{} ({sure})", holder.name)
            })
            .collect();
        let said = match (post.standing, holders.is_empty()) {
            (_, false) => holders.join(" and "),
            ("vacant", true) => "vacant".to_owned(),
            (_, true) => "no holder known".to_owned(),
        };
        writeln!(out, "  {}: {}: {said}", area.area, post.title)?;
    }
    Ok(())
}

/// The targets of one indicator through the years.
fn of_indicator(
    global: &Global,
    snapshot: Option<&Snapshot<'_>>,
    indicator: &str,
    year: Option<FinancialYear>,
    as_at: AsAt,
) -> anyhow::Result<()> {
    let mut shapes = Vec::new();
    let mut table = Table::new(&["year", "target", "what it asks", "kind", "England", "seen"]);
    let years: Vec<FinancialYear> = Targets::bundled()
        .by_year()
        .filter(|found| {
            let of = Targets::bundled().indicator(found.target);
            of.is_some_and(|of| of.id == indicator)
        })
        .map(|found| found.year)
        .filter(|found| year.is_none_or(|year| year == *found))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    for year in years {
        let england = england(
            snapshot,
            AsAt {
                year: Some(year),
                ..as_at
            },
        )?;
        let of_year = Targets::bundled()
            .of_indicator(indicator)
            .filter(|target| target.stands_in(year));
        for target in of_year {
            let verdict = england
                .iter()
                .find(|judged| judged.commitment.id == target.id);
            let [id, title, kind, _, outcome, seen] = row(target, verdict, None);
            let title = match &target.superseded_by {
                Some(next) => format!("{title} [replaced by {next}]"),
                None => title,
            };
            table.row([year.to_string(), id, title, kind, outcome, seen]);
            let known = Targets::bundled().indicator(target);
            shapes.push(TargetShape {
                year: year.to_string(),
                indicator: indicator.to_owned(),
                area: known.map_or_else(String::new, |known| known.area.clone()),
                local: Targets::bundled().is_local(target),
                change: None,
                target: CommitmentShape::from(target),
                england: verdict.map(VerdictShape::from),
            });
        }
    }
    match global.format {
        Format::Json => output::json(&shapes),
        Format::Csv => output::csv(shapes.into_iter().map(CsvRow::from)),
        Format::Table => {
            let out = &mut io::stdout().lock();
            let known = Targets::bundled()
                .indicators()
                .iter()
                .find(|known| known.id == indicator);
            if let Some(known) = known {
                writeln!(out, "{}: {}", known.title, known.counts)?;
                if !known.not_computable.is_empty() {
                    writeln!(out, "not judged here: {}", known.not_computable)?;
                }
                writeln!(out)?;
            }
            table.print(out)?;
            Ok(())
        }
    }
}

/// The targets that the reader names, by their own ids or by those of their indicators.
pub(super) fn named(keep: &[String], year: FinancialYear) -> Result<Vec<CommitmentId>, NotThere> {
    let mut found = Vec::new();
    for name in keep {
        let before = found.len();
        let of_year = Targets::bundled()
            .by_year()
            .filter(|target| target.year == year)
            .map(|target| target.target);
        for target in of_year {
            let indicator = Targets::bundled().indicator(target);
            let is_named = target.id.as_str() == name
                || indicator.is_some_and(|indicator| indicator.id == *name);
            if is_named {
                found.push(target.id.clone());
            }
        }
        if found.len() == before {
            let shown: String = name.chars().take(60).collect();
            return Err(NotThere::new(
                format!("no target and no indicator of {year} is called `{shown}`"),
                "`candour targets --year YEAR` lists them",
            ));
        }
    }
    Ok(found)
}
