//! `verdicts`: what became of the commitments of a body, or of all bodies.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_archive::{KnownBody, Snapshot};
use candour_assessment::commitment::Targets;
use candour_assessment::finance::PlanVerdict;
use candour_assessment::verdict::{Outcome, Why};
use candour_core::{FinancialYear, Level};
use candour_findings::shapes::{TallyShape, VerdictShape};
use candour_findings::wording::Change;
use candour_findings::{self as findings, AsAt, Judged, Tally};
use jiff::civil::Date;

use super::{as_at, tell_synthetic, words};
use crate::cli::{self, Format, Global};
use crate::commands::archive;
use crate::output::{self, Table};

pub(crate) fn verdicts(global: &Global, asked: &cli::Verdicts) -> anyhow::Result<ExitCode> {
    let archive = archive::open(global)?;
    let snapshot = archive.snapshot()?;
    tell_synthetic(&snapshot)?;
    let as_at = as_at(asked.when, asked.year)?;
    match &asked.body {
        Some(body) => {
            let body = snapshot.body(body.as_str())?;
            of_body(global, asked, &snapshot, &body, as_at)?;
        }
        None => national(global, asked, &snapshot, as_at)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A verdict with what belongs to it: what the series that decides it did of late, or the rows of a plan.
pub(super) struct Item {
    pub(super) judged: Judged,
    pub(super) change: Option<Change>,
    pub(super) plan: Option<PlanVerdict>,
}

impl Item {
    /// A verdict alone.
    pub(super) const fn alone(judged: Judged) -> Self {
        Self {
            judged,
            change: None,
            plan: None,
        }
    }

    /// The shape of the verdict; of a plan the unit is that of its rows.
    pub(super) fn shape(&self) -> VerdictShape {
        let mut shape = VerdictShape::from(&self.judged);
        let number = |plan: &PlanVerdict| plan.plan.as_ref()?.number();
        if let Some(number) = self.plan.as_ref().and_then(number) {
            shape.unit = Some(number.unit.to_string());
        }
        shape
    }

    fn title(&self) -> String {
        match &self.plan {
            Some(plan) => format!(
                "Financial plan of {}: {}",
                plan.year,
                plan.plan
                    .as_ref()
                    .map_or_else(|| "not known".to_owned(), words::position)
            ),
            None => words::title(&self.judged.commitment),
        }
    }
}

#[derive(serde::Serialize)]
struct WithTrend<'a> {
    #[serde(flatten)]
    verdict: VerdictShape,
    name: &'a str,
    trend: Option<&'static str>,
    trend_from: Option<String>,
}

impl<'a> WithTrend<'a> {
    fn new(item: &Item, name: &'a str) -> Self {
        Self {
            verdict: item.shape(),
            name,
            trend: item.change.and_then(words::trend_word),
            trend_from: match item.change {
                Some(Change::Special { from, .. }) => Some(from.to_string()),
                _ => None,
            },
        }
    }
}

/// The last day that a trend may look at: that of the year asked about, or the day of judgement.
fn last_day(as_at: AsAt) -> Date {
    as_at
        .year
        .map_or(as_at.day, |year| year.last_day().min(as_at.day))
}

/// Whether no file that is read here counts what it is about.
fn is_not_counted(judged: &Judged) -> bool {
    judged.measure.is_none() && matches!(judged.verdict.why, Some(Why::NotComputable(_)))
}

/// Whatever a body owes, judged; and the financial plans of which nobody can say, in words.
fn items(
    snapshot: &Snapshot<'_>,
    body: &KnownBody,
    as_at: AsAt,
) -> anyhow::Result<(Vec<Item>, Vec<String>)> {
    let mut items = Vec::new();
    let mut changes: BTreeMap<&str, Option<Change>> = BTreeMap::new();
    for judged in findings::targets_of_body(snapshot, body, as_at)? {
        let change = match judged.measure {
            None => None,
            Some(measure) => match changes.get(measure.id.as_str()) {
                Some(found) => *found,
                None => {
                    let last = last_day(as_at);
                    let found = words::change(snapshot, &judged, as_at.as_known, last)?;
                    changes.insert(measure.id.as_str(), found);
                    found
                }
            },
        };
        items.push(Item {
            judged,
            change,
            plan: None,
        });
    }
    let mut unknown = Vec::new();
    if matches!(body.level, Level::Icb | Level::Provider) {
        let plans = findings::plans_of_body(snapshot, &body.code, as_at)?;
        if let (Some(year), true) = (as_at.year, plans.is_empty()) {
            unknown.push(format!(
                "Financial plan of {year}: unknown: no row of a plan or an outturn is held"
            ));
        }
        for (year, found) in plans {
            match findings::judged_plan(&found, body.level) {
                Some(judged) => items.push(Item {
                    judged,
                    change: None,
                    plan: Some(found.verdict),
                }),
                None => unknown.push(format!(
                    "Financial plan of {year}: unknown: {} (`candour plan {year} --body {}`)",
                    words::why(&found.verdict.verdict),
                    body.code
                )),
            }
        }
    }
    items.sort_by_key(|item| words::order(item.judged.verdict.outcome));
    Ok((items, unknown))
}

fn of_body(
    global: &Global,
    asked: &cli::Verdicts,
    snapshot: &Snapshot<'_>,
    body: &KnownBody,
    as_at: AsAt,
) -> anyhow::Result<()> {
    let (mut all, mut unknown) = items(snapshot, body, as_at)?;
    if let Some(outcome) = asked.outcome {
        all.retain(|item| item.judged.verdict.outcome == outcome);
        if outcome != Outcome::Unknown {
            unknown.clear();
        }
    }
    match global.format {
        Format::Json => output::json(
            &all.iter()
                .map(|item| WithTrend::new(item, &body.name))
                .collect::<Vec<_>>(),
        ),
        Format::Csv => output::csv(all.iter().map(Row::new)),
        Format::Table => print_body(asked, body, as_at, &all, &unknown),
    }
}

/// A verdict as a row for a spreadsheet.
#[derive(serde::Serialize)]
pub(super) struct Row {
    commitment: String,
    title: String,
    body: String,
    level: String,
    outcome: &'static str,
    why: Option<String>,
    measure: Option<String>,
    period: Option<String>,
    value: Option<f64>,
    unit: Option<String>,
    threshold: Option<f64>,
    margin: Option<f64>,
    since: Option<String>,
    since_at_least: Option<bool>,
    last_met: Option<String>,
    months_met: Option<u32>,
    months_judged: Option<u32>,
    late_days: Option<i32>,
    probability: Option<f64>,
    trend: Option<&'static str>,
    evidence: &'static str,
    rests: String,
}

impl Row {
    pub(super) fn new(item: &Item) -> Self {
        let shape = item.shape();
        Self {
            commitment: shape.commitment,
            title: shape.title,
            body: shape.body,
            level: shape.level,
            outcome: shape.outcome,
            why: shape.why,
            measure: shape.measure,
            period: shape.period,
            value: shape.value,
            unit: shape.unit,
            threshold: shape.threshold,
            margin: shape.margin,
            since: shape.since,
            since_at_least: shape.since_at_least,
            last_met: shape.last_met,
            months_met: shape.months_met,
            months_judged: shape.months_judged,
            late_days: shape.late_days,
            probability: shape.likelihood.map(|found| found.probability),
            trend: item.change.and_then(words::trend_word),
            evidence: shape.evidence,
            rests: words::rests(&item.judged).join("; "),
        }
    }
}

fn print_body(
    asked: &cli::Verdicts,
    body: &KnownBody,
    as_at: AsAt,
    all: &[Item],
    unknown: &[String],
) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    writeln!(out, "{} ({}), {}", body.name, body.code, when(as_at))?;
    let (not_counted, shown): (Vec<&Item>, Vec<&Item>) = all
        .iter()
        .partition(|item| !asked.all && is_not_counted(&item.judged));
    if shown.is_empty() {
        writeln!(out, "none of the commitments asked for can be judged here")?;
    } else {
        let tally = Tally::of(shown.iter().map(|item| &item.judged));
        writeln!(out, "{}", words::tally(tally))?;
    }
    for item in &shown {
        print_one(out, item, asked.receipts)?;
    }
    if !unknown.is_empty() {
        writeln!(out)?;
    }
    for line in unknown {
        writeln!(out, "{line}")?;
    }
    if !not_counted.is_empty() {
        let (count, them) = match not_counted.len() {
            1 => ("1 further target is".to_owned(), "it"),
            many => (format!("{many} further targets are"), "them"),
        };
        writeln!(
            out,
            "\n{count} unknown because no file that is read here counts {them} (--all lists {them} with the reason)"
        )?;
    }
    Ok(())
}

/// As at when, in words.
pub(super) fn when(as_at: AsAt) -> String {
    let mut words = format!("as at {}", as_at.day);
    if let Some(year) = as_at.year {
        words = format!("financial year {year}, {words}");
    }
    if let Some(known) = as_at.as_known {
        words.push_str(&format!(", as known on {known}"));
    }
    words
}

/// One verdict as a block of lines.
pub(super) fn print_one(out: &mut impl io::Write, item: &Item, receipts: bool) -> io::Result<()> {
    let judged = &item.judged;
    let verdict = &judged.verdict;
    writeln!(
        out,
        "\n{}: {}{}",
        words::outcome(verdict.outcome).to_uppercase(),
        item.title(),
        words::marks(judged)
    )?;
    let mut line = |name: &str, text: Option<String>| match text {
        Some(text) if !text.is_empty() => writeln!(out, "  {name:<10}{text}"),
        _ => Ok(()),
    };
    line("why", Some(words::why(verdict)))?;
    line("level", words::own_level(judged))?;
    let (seen, far) = match &item.plan {
        Some(plan) => (
            plan.outturn
                .as_ref()
                .map(|row| format!("outturn {}", words::position(row))),
            plan.gap.map(words::gap),
        ),
        None => (words::seen(judged), words::far(judged)),
    };
    match (seen, far) {
        (Some(seen), Some(far)) => line("seen", Some(format!("{seen}: {far}")))?,
        (Some(seen), None) => line("seen", Some(seen))?,
        (None, far) => line("late", far)?,
    }
    line("since", words::since(judged))?;
    line("likely", words::likelihood(judged))?;
    let leaning = item
        .plan
        .as_ref()
        .and_then(|plan| plan.prospect.leaning.as_ref());
    let decided = matches!(verdict.outcome, Outcome::Met | Outcome::Missed);
    if !decided {
        let side = |met| if met { "met" } else { "missed" };
        line(
            "leans to",
            leaning.map(|leaning| format!("{}, by the {}", side(leaning.met), leaning.method)),
        )?;
    }
    if verdict.outcome != Outcome::Unknown {
        line("trend", item.change.and_then(words::trend))?;
    }
    let rests = words::rests(judged);
    match rests.as_slice() {
        [one] => line("rests on", Some(one.clone()))?,
        [first, ..] if !receipts => line(
            "rests on",
            Some(format!(
                "{first}; and {} more (--receipts)",
                rests.len() - 1
            )),
        )?,
        all => {
            for (place, one) in all.iter().enumerate() {
                line(if place == 0 { "rests on" } else { "" }, Some(one.clone()))?;
            }
        }
    }
    // The row of a plan is among what the verdict rests on.
    if item.plan.is_some() {
        return Ok(());
    }
    let place = &judged.commitment.place;
    line(
        "row",
        Some(format!(
            "{}, {place}; {}",
            judged.commitment.id, place.source
        )),
    )
}

/// Of one target, how many bodies of a level have which verdict.
struct OfTarget<'a> {
    judged: &'a Judged,
    tally: Tally,
}

fn national(
    global: &Global,
    asked: &cli::Verdicts,
    snapshot: &Snapshot<'_>,
    as_at: AsAt,
) -> anyhow::Result<()> {
    let all = findings::all_targets(snapshot, as_at)?;
    match asked.outcome {
        Some(outcome) => listed(global, &all, outcome, as_at),
        None => counted(global, &all, as_at),
    }
}

/// Every verdict with one outcome, of whatever body.
fn listed(global: &Global, all: &[Judged], outcome: Outcome, as_at: AsAt) -> anyhow::Result<()> {
    let found = all
        .iter()
        .filter(|judged| judged.verdict.outcome == outcome);
    match global.format {
        Format::Json => output::json(&found.map(VerdictShape::from).collect::<Vec<_>>()),
        Format::Csv => output::csv(found.map(|judged| Row::new(&Item::alone(judged.clone())))),
        Format::Table => {
            let last = if outcome == Outcome::Unknown {
                "why"
            } else {
                "since"
            };
            let mut table = Table::new(&["target", "body", "level", "seen", "how far", last]);
            let mut count = 0_usize;
            for judged in found {
                count += 1;
                table.row([
                    judged.commitment.id.to_string(),
                    judged.verdict.body.to_string(),
                    judged.level.to_string(),
                    words::seen(judged).unwrap_or_else(|| "-".to_owned()),
                    words::far(judged).unwrap_or_else(|| "-".to_owned()),
                    match outcome {
                        Outcome::Unknown => words::why(&judged.verdict),
                        _ => words::since(judged).unwrap_or_default(),
                    },
                ]);
            }
            table.print(&mut io::stdout().lock())?;
            let verdicts = if count == 1 { "verdict" } else { "verdicts" };
            output::tell(&format!(
                "{count} {verdicts}: {}, {}",
                words::outcome(outcome),
                when(as_at)
            ));
            Ok(())
        }
    }
}

/// Of each target and level, how many bodies have which outcome.
#[derive(serde::Serialize)]
struct Counts {
    commitment: String,
    title: String,
    level: String,
    evidence: &'static str,
    met: usize,
    missed: usize,
    at_risk: usize,
    not_yet_due: usize,
    unknown: usize,
}

fn counted(global: &Global, all: &[Judged], as_at: AsAt) -> anyhow::Result<()> {
    let mut targets: Vec<OfTarget<'_>> = Vec::new();
    for judged in all {
        let same = |of: &OfTarget<'_>| {
            of.judged.commitment.id == judged.commitment.id && of.judged.level == judged.level
        };
        match targets.iter_mut().rev().find(|of| same(of)) {
            Some(of) => of.tally.add(judged.verdict.outcome),
            None => {
                let mut tally = Tally::default();
                tally.add(judged.verdict.outcome);
                targets.push(OfTarget { judged, tally });
            }
        }
    }
    let place = |of: &OfTarget<'_>| {
        Targets::bundled()
            .all()
            .iter()
            .position(|target| target.id == of.judged.commitment.id)
    };
    targets.sort_by_key(place);
    let rows = targets.iter().map(|of| {
        let tally = TallyShape::from(of.tally);
        Counts {
            commitment: of.judged.commitment.id.to_string(),
            title: of.judged.commitment.title.clone(),
            level: of.judged.level.to_string(),
            evidence: of.judged.commitment.evidence.as_str(),
            met: tally.met,
            missed: tally.missed,
            at_risk: tally.at_risk,
            not_yet_due: tally.not_yet_due,
            unknown: tally.unknown,
        }
    });
    match global.format {
        Format::Json => output::json(&rows.collect::<Vec<_>>()),
        Format::Csv => output::csv(rows),
        Format::Table => print_counts(&targets, all, as_at),
    }
}

fn print_counts(targets: &[OfTarget<'_>], all: &[Judged], as_at: AsAt) -> anyhow::Result<()> {
    let mut table = Table::new(&[
        "target",
        "what it asks",
        "level",
        ">missed",
        ">at risk",
        ">met",
        ">not due",
        ">unknown",
    ]);
    for of in targets {
        let tally = of.tally;
        table.row([
            of.judged.commitment.id.to_string(),
            format!(
                "{}{}",
                words::title(&of.judged.commitment),
                words::marks(of.judged)
            ),
            of.judged.level.to_string(),
            tally.missed.to_string(),
            tally.at_risk.to_string(),
            tally.met.to_string(),
            tally.not_yet_due.to_string(),
            tally.unknown.to_string(),
        ]);
    }
    table.print(&mut io::stdout().lock())?;
    let of = |level: Level| words::tally(Tally::of(all.iter().filter(|one| one.level == level)));
    output::tell(&format!(
        "{}. England: {}. Boards: {}. Trusts: {}.\nTargets that no file that is read here counts are not among them: `candour targets{}` lists them.",
        when(as_at),
        of(Level::England),
        of(Level::Icb),
        of(Level::Provider),
        year_option(as_at.year)
    ));
    Ok(())
}

fn year_option(year: Option<FinancialYear>) -> String {
    year.map_or_else(String::new, |year| format!(" --year {year}"))
}
