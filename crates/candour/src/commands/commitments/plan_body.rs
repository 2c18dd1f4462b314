//! `plan YEAR --body CODE`: one plan with its rows, what stands beside, and what speaks against it.

use std::io::{self, Write as _};

use candour_archive::{KnownBody, Snapshot};
use candour_assessment::finance::{
    BodyYear, Ground, PlanUnit, PlanVerdict, Position, Positions, Quantity,
};
use candour_assessment::forecast::Landing;
use candour_assessment::verdict::Outcome;
use candour_core::{BodyCode, Level};
use candour_findings::shapes::{PlanShape, VerdictShape};
use candour_findings::{self as findings, AsAt, Judged, PlanYear};

use super::plan::{name, standing_words};
use super::words;
use crate::cli::{Format, Global};
use crate::commands::people::NotThere;
use crate::output::{self, Table};

/// A body's plan, where its variance may land, and its plans for measures.
#[derive(serde::Serialize)]
struct Shape {
    #[serde(flatten)]
    plan: PlanShape,
    landing: Option<Landing>,
    trajectories: Vec<VerdictShape>,
}

pub(super) fn print(
    global: &Global,
    snapshot: &Snapshot<'_>,
    year: &PlanYear,
    own: Option<&Positions>,
    body: &BodyCode,
    as_at: AsAt,
) -> anyhow::Result<()> {
    let code = upper(year, body);
    let Some(found) = year.body(&code) else {
        let known = snapshot.body(body.as_str())?;
        return Err(NotThere::new(
            format!(
                "unknown: no row of a plan or an outturn of {} ({}) for {} is held",
                known.name, known.code, year.year
            ),
            "--file CSV brings your own; `candour plan YEAR` lists the bodies of which rows are held",
        )
        .into());
    };
    let name = name(snapshot, &found.body)?;
    let landing = landing(snapshot, found, own, as_at)?;
    let trajectories = trajectories(snapshot, year, own, &found.body, as_at)?;
    let realism = year.realism.get(&found.body);
    match global.format {
        Format::Json => output::json(&Shape {
            plan: PlanShape::new(found, &name, realism),
            landing,
            trajectories: trajectories.iter().map(VerdictShape::from).collect(),
        }),
        Format::Csv => output::csv(rows(&found.verdict).map(|(role, row)| Row::new(role, row))),
        Format::Table => {
            let out = &mut io::stdout().lock();
            verdict(out, year, found, &name)?;
            prospect(out, &found.verdict)?;
            if let Some(landing) = &landing {
                writeln!(
                    out,
                    "likely    a variance of {}% of turnover by the year’s end, from {}% to {}%; at the same rate {}%. {}",
                    two(landing.median),
                    two(landing.low),
                    two(landing.high),
                    two(landing.run_rate),
                    landing.words()
                )?;
            }
            checks(out, realism)?;
            all_rows(out, &found.verdict)?;
            months(out, &trajectories)
        }
    }
}

/// The code as it is held, whatever its case.
fn upper(year: &PlanYear, body: &BodyCode) -> BodyCode {
    let upper = BodyCode::new(&body.as_str().to_uppercase());
    match upper {
        Ok(upper) if year.body(body).is_none() => upper,
        _ => body.clone(),
    }
}

fn two(value: f64) -> String {
    format!("{value:.2}").replace('-', "−")
}

fn verdict(
    out: &mut impl io::Write,
    year: &PlanYear,
    found: &BodyYear,
    name: &str,
) -> io::Result<()> {
    let plan = &found.verdict;
    writeln!(
        out,
        "{name} ({}), financial plan of {}\n",
        found.body, year.year
    )?;
    let unverified = if plan.is_unverified() {
        ", by a row that nobody has confirmed"
    } else {
        ""
    };
    let at_risk = match plan.verdict.outcome {
        Outcome::AtRisk => "at risk: ",
        _ => "",
    };
    writeln!(
        out,
        "verdict   {at_risk}{}{unverified}",
        standing_words(found.standing)
    )?;
    let why = words::why(&plan.verdict);
    if !why.is_empty() {
        writeln!(out, "why       {why}")?;
    }
    if let Some(gap) = plan.gap {
        let ground = match plan.ground {
            Some(Ground::EitherBasis) => {
                " than plan, the least that it can be: plan and outturn stand on different bases, and support never makes a position worse"
            }
            _ => " than plan",
        };
        let ground = if gap.value == 0.0 { "" } else { ground };
        writeln!(out, "gap       {}{ground}", words::gap(gap))?;
    }
    if plan.ground == Some(Ground::Stated) {
        writeln!(
            out,
            "by        what a source says in words; there are no two numbers to compare"
        )?;
    }
    for (role, row) in [
        ("plan", &plan.plan),
        ("outturn", &plan.outturn),
        ("said", &plan.said),
    ] {
        if let Some(row) = row {
            writeln!(
                out,
                "{role:<10}{}\n          {}",
                words::row(row),
                receipt(row)
            )?;
        }
    }
    if let Some(implied) = &plan.implied {
        writeln!(out, "implied   {implied}")?;
    }
    Ok(())
}

/// Where a row stands and what it rests on.
fn receipt(row: &Position) -> String {
    let note = if row.note.is_empty() {
        String::new()
    } else {
        format!("; {}", row.note)
    };
    format!("{}; {}{note}", row.place, row.place.source)
}

fn prospect(out: &mut impl io::Write, plan: &PlanVerdict) -> io::Result<()> {
    if let Some(found) = &plan.prospect.to_date {
        let mut parts = Vec::new();
        if let Some(variance) = found.variance {
            let size = words::amount(variance.abs(), found.unit);
            parts.push(if variance < 0.0 {
                format!("{size} behind plan")
            } else if variance > 0.0 {
                format!("{size} ahead of plan")
            } else {
                "on plan".to_owned()
            });
        }
        if let Some(run_rate) = found.run_rate {
            parts.push(format!(
                "at the same pace about {} by the year’s end",
                words::amount((run_rate * 10.0).round() / 10.0, found.unit)
            ));
        }
        writeln!(
            out,
            "to date   {}, month {}: {}",
            found.month.in_words(),
            found.months,
            parts.join("; ")
        )?;
    }
    if let Some(forecast) = &plan.prospect.forecast {
        writeln!(
            out,
            "{}",
            words::row(forecast).replacen("forecast: ", "forecast  ", 1)
        )?;
    }
    let decided = matches!(plan.verdict.outcome, Outcome::Met | Outcome::Missed);
    if let Some(leaning) = plan.prospect.leaning.as_ref().filter(|_| !decided) {
        let side = if leaning.met { "met" } else { "missed" };
        writeln!(out, "leans     to {side}, by the {}", leaning.method)?;
    }
    Ok(())
}

fn checks(
    out: &mut impl io::Write,
    realism: Option<&candour_assessment::finance::Realism>,
) -> io::Result<()> {
    let Some(realism) = realism.filter(|realism| !realism.checks.is_empty()) else {
        return writeln!(
            out,
            "\nno plan is known that could be held against anything: nothing can be said of its realism"
        );
    };
    writeln!(out, "\nwhat speaks against the plan")?;
    let mut table = Table::new(&["check", "finding", "reason"]);
    for check in &realism.checks {
        table.row([
            check.kind.to_string(),
            check.finding.to_string().replace('-', " "),
            check.reason.clone(),
        ]);
    }
    table.print(out)
}

/// Every row of the plan with the part that it plays.
fn rows(plan: &PlanVerdict) -> impl Iterator<Item = (&'static str, &Position)> {
    let used = [
        ("plan", &plan.plan),
        ("outturn", &plan.outturn),
        ("said", &plan.said),
    ];
    used.into_iter()
        .filter_map(|(role, row)| Some((role, row.as_ref()?)))
        .chain(plan.beside.iter().map(|row| ("beside", row)))
}

#[derive(serde::Serialize)]
struct Row<'a> {
    role: &'static str,
    stage: &'static str,
    period: String,
    value: Option<f64>,
    unit: Option<&'static str>,
    word: Option<&'static str>,
    basis: &'static str,
    as_at: Option<String>,
    note: &'a str,
    file: &'a str,
    line: u32,
    source: &'a str,
}

impl<'a> Row<'a> {
    fn new(role: &'static str, row: &'a Position) -> Self {
        let shape = candour_findings::shapes::PositionShape::from(row);
        Self {
            role,
            stage: shape.stage,
            period: row.period.to_string(),
            value: shape.value,
            unit: shape.unit,
            word: shape.word,
            basis: shape.basis,
            as_at: shape.as_at,
            note: &row.note,
            file: &row.place.file,
            line: row.place.line,
            source: &row.place.source,
        }
    }
}

fn all_rows(out: &mut impl io::Write, plan: &PlanVerdict) -> io::Result<()> {
    if plan.beside.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nbeside, and not counted")?;
    for row in &plan.beside {
        writeln!(out, "  {}\n    {}", words::row(row), receipt(row))?;
    }
    Ok(())
}

/// Where the variance so far may land: by how trusts moved of which both ends are published.
fn landing(
    snapshot: &Snapshot<'_>,
    found: &BodyYear,
    own: Option<&Positions>,
    as_at: AsAt,
) -> anyhow::Result<Option<Landing>> {
    let plan = &found.verdict;
    let Some(to_date) = &plan.prospect.to_date else {
        return Ok(None);
    };
    let running = !matches!(plan.verdict.outcome, Outcome::Met | Outcome::Missed);
    let percent = match (to_date.variance, to_date.unit) {
        (Some(variance), PlanUnit::PercentOfTurnover) => Some(variance),
        (Some(variance), PlanUnit::GbpMillion) => {
            // The turnover of the same months, taken as so many twelfths of the year's.
            turnover(found, own)
                .map(|turnover| variance / (turnover * f64::from(to_date.months) / 12.0) * 100.0)
        }
        _ => None,
    };
    match percent.filter(|_| running && to_date.months < 12) {
        Some(percent) => Ok(findings::landing(
            snapshot,
            plan.year,
            to_date.months,
            percent,
            as_at.as_known,
        )?),
        None => Ok(None),
    }
}

/// The turnover of the year, where a row of the body states it.
fn turnover(found: &BodyYear, own: Option<&Positions>) -> Option<f64> {
    let of = |positions: &Positions| {
        positions
            .about(&found.body, &Quantity::Turnover, found.verdict.year)
            .filter_map(|row| row.value_in(PlanUnit::GbpMillion))
            .find(|turnover| *turnover > 0.0)
    };
    own.and_then(of).or_else(|| of(Positions::bundled()))
}

/// The plans of a body for measures by month, judged on the figures of the archive.
fn trajectories(
    snapshot: &Snapshot<'_>,
    year: &PlanYear,
    own: Option<&Positions>,
    body: &BodyCode,
    as_at: AsAt,
) -> anyhow::Result<Vec<Judged>> {
    let positions = own.unwrap_or_else(|| Positions::bundled());
    let known = snapshot.body(body.as_str()).unwrap_or_else(|_| KnownBody {
        code: body.clone(),
        name: body.to_string(),
        level: Level::Provider,
        parent: None,
        parent_name: None,
        first: None,
        last: None,
    });
    let mut found = Vec::new();
    for measure in findings::planned_measures(positions, &known) {
        found.extend(findings::trajectory(
            snapshot, positions, &known, &measure, year.year, as_at,
        )?);
    }
    Ok(found)
}

fn months(out: &mut impl io::Write, trajectories: &[Judged]) -> anyhow::Result<()> {
    if trajectories.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nplans by month, on the figures of the archive")?;
    let mut table = Table::new(&["plan", "verdict", "seen", "how far", "why"]);
    for judged in trajectories {
        table.row([
            judged.commitment.title.clone(),
            words::outcome(judged.verdict.outcome).to_owned(),
            words::seen(judged).unwrap_or_else(|| "-".to_owned()),
            words::far(judged).unwrap_or_else(|| "-".to_owned()),
            words::why(&judged.verdict),
        ]);
    }
    table.print(out)?;
    Ok(())
}
