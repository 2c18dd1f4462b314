//! `plan YEAR`: plans against outturn by system and trust, what is known, what is beside, what is unknown.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use candour_archive::Snapshot;
use candour_assessment::finance::{BodyYear, Ground, Positions, Standing, YearSummary};
use candour_core::BodyCode;
use candour_findings::shapes::{FactShape, PlanShape};
use candour_findings::{self as findings, PlanYear};
use candour_measures::Catalogue;

use super::plan_body;
use super::plan_money::{
    BalanceShape, InjectionShape, National, balance, money, national, without,
};
use super::{as_at, words};
use crate::cli::{self, Format, Global, Injections};
use crate::commands::archive;
use crate::commands::people::NotThere;
use crate::output::{self, Table};

pub(crate) fn plan(global: &Global, asked: &cli::Plan) -> anyhow::Result<ExitCode> {
    let own = match &asked.file {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let name = path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            match taken(&name, &text) {
                Some(own) => Some(own),
                None => return Ok(ExitCode::from(1)),
            }
        }
        None => None,
    };
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    let as_at = as_at(asked.when, Some(asked.year))?;
    let found = findings::plan_year(&snapshot, asked.year, own.as_ref(), as_at)?;
    if found.undated > 0 {
        output::tell(&format!(
            "note: {} rows were left out because no source says when they came out",
            found.undated
        ));
    }
    match &asked.body {
        Some(body) => plan_body::print(global, &snapshot, &found, own.as_ref(), body, as_at)?,
        None => of_year(global, &snapshot, &found, asked.injections)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A body's own rows: all of them, or none and every fault said.
fn taken(name: &str, text: &str) -> Option<Positions> {
    let knows = |id: &candour_core::MeasureId| Catalogue::bundled().get(id).is_some();
    let (rows, faults) = Positions::read(name, text, &knows);
    if faults.is_empty() {
        let count = rows.len();
        output::tell(&format!(
            "{count} rows of {name} stand beside those that came with the program, for this answer only"
        ));
        return Some(Positions::new(rows));
    }
    for fault in &faults {
        output::tell(&format!("error: {fault}"));
    }
    output::tell(&format!(
        "\nnothing of {name} is taken\n\nhint: the form is described in data/commitments/finance/README.md"
    ));
    None
}

/// The name that the register has for a body; its code where it has none.
pub(super) fn name(snapshot: &Snapshot<'_>, body: &BodyCode) -> anyhow::Result<String> {
    Ok(snapshot.register()?.name_or(body.as_str(), body.as_str()))
}

#[derive(serde::Serialize)]
struct GroupShape {
    counts: BTreeMap<&'static str, usize>,
    leaning_to_miss: usize,
    missed_unverified: usize,
    bodies: Vec<PlanShape>,
}

#[derive(serde::Serialize)]
struct Shape {
    year: String,
    systems: GroupShape,
    trusts: GroupShape,
    published: Vec<FactShape>,
    national: Vec<National>,
    injections: Vec<InjectionShape>,
    balance: Option<BalanceShape>,
    undated: usize,
}

fn group(
    snapshot: &Snapshot<'_>,
    year: &PlanYear,
    summary: &YearSummary,
) -> anyhow::Result<GroupShape> {
    let bodies: anyhow::Result<Vec<PlanShape>> = summary
        .bodies
        .iter()
        .map(|found| {
            let name = name(snapshot, &found.body)?;
            Ok(PlanShape::new(found, &name, year.realism.get(&found.body)))
        })
        .collect();
    Ok(GroupShape {
        counts: Standing::ALL
            .iter()
            .map(|standing| (standing.as_str(), summary.count(*standing)))
            .collect(),
        leaning_to_miss: summary.leaning_to_miss(),
        missed_unverified: summary.missed_unverified(),
        bodies: bodies?,
    })
}

fn of_year(
    global: &Global,
    snapshot: &Snapshot<'_>,
    year: &PlanYear,
    injections: Injections,
) -> anyhow::Result<()> {
    if year.systems.bodies.is_empty() && year.trusts.bodies.is_empty() {
        let years: Vec<String> = findings::plan_years()
            .iter()
            .map(ToString::to_string)
            .collect();
        return Err(NotThere::new(
            format!(
                "of {} no system and no row of a plan is held; there are rows of {}",
                year.year,
                years.join(", ")
            ),
            "--file CSV brings your own plan",
        )
        .into());
    }
    let without_shown = injections == Injections::Off;
    let (systems, trusts) = (
        group(snapshot, year, &year.systems)?,
        group(snapshot, year, &year.trusts)?,
    );
    match global.format {
        Format::Json => output::json(&Shape {
            year: year.year.to_string(),
            published: year.systems.published.iter().map(FactShape::from).collect(),
            national: national(year)
                .map(|fact| National {
                    fact: FactShape::from(fact),
                    without_injections: without(year, fact).filter(|_| without_shown),
                })
                .collect(),
            injections: year
                .injections
                .steps(year.year)
                .iter()
                .map(InjectionShape::from)
                .collect(),
            balance: balance(year),
            undated: year.undated,
            systems,
            trusts,
        }),
        Format::Csv => output::csv(
            systems
                .bodies
                .iter()
                .map(|plan| Row::new("system", plan))
                .chain(trusts.bodies.iter().map(|plan| Row::new("trust", plan))),
        ),
        Format::Table => print(snapshot, year, without_shown),
    }
}

/// A plan as a row for a spreadsheet.
#[derive(serde::Serialize)]
struct Row<'a> {
    kind: &'static str,
    body: &'a str,
    name: &'a str,
    year: &'a str,
    standing: &'static str,
    outcome: &'static str,
    why: Option<&'a str>,
    plan: Option<f64>,
    plan_stage: Option<&'static str>,
    plan_basis: Option<&'static str>,
    outturn: Option<f64>,
    outturn_basis: Option<&'static str>,
    unit: Option<&'static str>,
    gap: Option<f64>,
    gap_bound: Option<&'static str>,
    unverified: bool,
    to_date_month: Option<&'a str>,
    to_date_variance: Option<f64>,
    forecast: Option<f64>,
    leaning: Option<&'a str>,
    flags: String,
    source: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn new(kind: &'static str, shape: &'a PlanShape) -> Self {
        let (plan, outturn) = (shape.plan.as_ref(), shape.outturn.as_ref());
        let flags: Vec<&str> = shape
            .checks
            .iter()
            .filter(|check| check.finding == "flagged")
            .map(|check| check.reason.as_str())
            .collect();
        Self {
            kind,
            body: &shape.body,
            name: &shape.name,
            year: &shape.year,
            standing: shape.standing,
            outcome: shape.outcome,
            why: shape.why.as_deref(),
            plan: plan.and_then(|row| row.value),
            plan_stage: plan.map(|row| row.stage),
            plan_basis: plan.map(|row| row.basis),
            outturn: outturn.and_then(|row| row.value),
            outturn_basis: outturn.map(|row| row.basis),
            unit: plan.or(outturn).and_then(|row| row.unit),
            gap: shape.gap.as_ref().map(|gap| gap.value),
            gap_bound: shape.gap.as_ref().map(|gap| gap.bound),
            unverified: shape.unverified,
            to_date_month: shape.to_date.as_ref().map(|found| found.month.as_str()),
            to_date_variance: shape.to_date.as_ref().and_then(|found| found.variance),
            forecast: shape.forecast.as_ref().and_then(|row| row.value),
            leaning: shape.leaning.as_deref(),
            flags: flags.join("; "),
            source: outturn.or(plan).map(|row| row.source.as_str()),
        }
    }
}

fn print(snapshot: &Snapshot<'_>, year: &PlanYear, without_shown: bool) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    counts(out, year)?;
    for (title, summary) in [("system", &year.systems), ("trust", &year.trusts)] {
        let known: Vec<&BodyYear> = summary
            .bodies
            .iter()
            .filter(|found| found.standing != Standing::Unknown)
            .collect();
        if known.is_empty() {
            continue;
        }
        let mut table = Table::new(&[
            title,
            "name",
            "verdict",
            ">plan",
            ">outturn",
            "gap",
            "beside, not counted",
            "flags",
        ]);
        for found in known {
            table.row(row(snapshot, year, found)?);
        }
        writeln!(out)?;
        table.print(out)?;
    }
    let unknown: Vec<&str> = year
        .systems
        .with(Standing::Unknown)
        .map(|found| found.body.as_str())
        .collect();
    if !unknown.is_empty() {
        writeln!(
            out,
            "\nunknown: no row is held of {} systems: {}",
            unknown.len(),
            unknown.join(", ")
        )?;
    }
    money(out, year, without_shown)?;
    output::tell(&format!(
        "`candour plan {} --body CODE` gives the rows, the receipts and what speaks against a plan",
        year.year
    ));
    Ok(())
}

/// The counts known from rows beside those that others published.
fn counts(out: &mut impl io::Write, year: &PlanYear) -> io::Result<()> {
    let systems = &year.systems;
    let count = |standing| systems.count(standing);
    writeln!(
        out,
        "{}: of {} systems {} are known to have missed their financial plan and {} to have met it",
        year.year,
        systems.bodies.len(),
        count(Standing::Missed),
        count(Standing::Met)
    )?;
    for fact in &systems.published {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of systems, checked when it was read"
        )]
        let published = fact.value as usize;
        let rest = match systems.not_named(published) {
            Some(0) => String::new(),
            Some(rest) => format!("; {rest} of these no full-year row names"),
            None => "; the rows name more, so the two do not count the same thing".to_owned(),
        };
        writeln!(
            out,
            "published: {published} missed, as {} counted{rest}",
            fact.counter
        )?;
    }
    if systems.published.is_empty() {
        writeln!(out, "published: nobody’s count was found")?;
    }
    let rest = [
        (
            Standing::Undecided,
            "with plan and outturn that do not decide",
        ),
        (Standing::OutturnOnly, "with an outturn and no plan"),
        (
            Standing::Beside,
            "of which only a year to date, a forecast or an expectation is known",
        ),
        (Standing::PlanOnly, "with a plan and nothing of what came"),
        (Standing::DraftOnly, "with drafts or remarks only"),
        (Standing::Unknown, "of which nothing is known"),
    ];
    for (standing, words) in rest {
        let number = count(standing);
        if number > 0 {
            let lean = match standing {
                Standing::Beside => leaning(systems),
                _ => String::new(),
            };
            writeln!(out, "not counted: {number} {words}{lean}")?;
        }
    }
    let unverified = systems.missed_unverified();
    if unverified > 0 {
        let rest = if unverified == 1 { "rests" } else { "rest" };
        writeln!(
            out,
            "of the missed, {unverified} {rest} on a row that nobody has confirmed"
        )?;
    }
    let trusts = &year.trusts;
    if !trusts.bodies.is_empty() {
        let by: Vec<String> = Standing::ALL
            .iter()
            .map(|standing| (trusts.count(*standing), standing))
            .filter(|(count, _)| *count > 0)
            .map(|(count, standing)| format!("{count} {}", standing_words(*standing)))
            .collect();
        writeln!(
            out,
            "trusts: of {} with any row {}{}",
            trusts.bodies.len(),
            by.join(", "),
            leaning(trusts)
        )?;
    }
    Ok(())
}

/// Of those beside, how many lean towards a miss.
fn leaning(summary: &YearSummary) -> String {
    match summary.leaning_to_miss() {
        0 => String::new(),
        1 => " (1 leans towards a miss)".to_owned(),
        many => format!(" ({many} lean towards a miss)"),
    }
}

/// What is known of a plan, in a word or three.
pub(super) const fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Missed => "missed",
        Standing::Met => "met",
        Standing::Undecided => "undecided",
        Standing::OutturnOnly => "outturn only",
        Standing::Beside => "not decided yet",
        Standing::PlanOnly => "plan only",
        Standing::DraftOnly => "draft only",
        Standing::Unknown => "unknown",
    }
}

fn row(snapshot: &Snapshot<'_>, year: &PlanYear, found: &BodyYear) -> anyhow::Result<[String; 8]> {
    let plan = &found.verdict;
    let dash = || "-".to_owned();
    // Where the year is decided, where it was heading is history: `--body` tells it.
    let decided = matches!(found.standing, Standing::Met | Standing::Missed);
    let beside = words::heading(&plan.prospect)
        .filter(|_| !decided)
        .unwrap_or_else(dash);
    let stated = plan.ground == Some(Ground::Stated);
    let flags = year
        .realism
        .get(&found.body)
        .map_or(0, |realism| realism.flags().count());
    let mut verdict = standing_words(found.standing).to_owned();
    if plan.verdict.outcome == candour_assessment::verdict::Outcome::AtRisk {
        verdict = words::outcome(plan.verdict.outcome).to_owned();
    }
    if plan.is_unverified() {
        verdict.push_str(" [unverified]");
    }
    Ok([
        found.body.to_string(),
        name(snapshot, &found.body)?,
        verdict,
        plan.plan.as_ref().map_or_else(dash, words::position),
        plan.outturn.as_ref().map_or_else(dash, words::position),
        match plan.gap {
            Some(gap) => words::gap(gap),
            None if stated => "as a source says".to_owned(),
            None => dash(),
        },
        beside,
        if flags == 0 {
            dash()
        } else {
            flags.to_string()
        },
    ])
}
