//! `targets` without a year: how many there were each year, by the rows and by others' counts.

use std::io;

use candour_archive::Snapshot;
use candour_assessment::commitment::{Kind, TargetCount, Targets};
use candour_core::FinancialYear;
use candour_findings::shapes::TallyShape;
use candour_findings::{AsAt, Tally};

use super::targets::england;
use super::words;
use crate::cli::{Format, Global};
use crate::output::{self, Table};

/// A count by others.
#[derive(serde::Serialize)]
pub(super) struct CountShape {
    count: Option<u32>,
    counts: Option<String>,
    counter: Option<String>,
    note: Option<String>,
    source: String,
}

impl From<&TargetCount> for CountShape {
    fn from(of: &TargetCount) -> Self {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            count: of.count,
            counts: said(&of.counts),
            counter: said(&of.counter),
            note: said(&of.note),
            source: of.place.source.to_string(),
        }
    }
}

pub(super) fn counts_of(year: FinancialYear) -> impl Iterator<Item = &'static TargetCount> {
    Targets::bundled()
        .counts
        .iter()
        .filter(move |count| count.year == year)
}

/// `133 targets (NHS Confederation)`; `no count was found`.
pub(super) fn count_words(count: &TargetCount) -> String {
    match count.count {
        Some(number) => format!("{number} {} ({})", count.counts, count.counter),
        None => count.note.clone(),
    }
}

#[derive(serde::Serialize)]
struct YearShape {
    year: String,
    standards: usize,
    targets: usize,
    local: usize,
    decided_by_a_held_file: usize,
    england: Option<TallyShape>,
    counts: Vec<CountShape>,
}

/// How many of each kind stand in a year: standards, targets of the nation, those of somebody for
/// themselves.
pub(super) fn kinds(year: FinancialYear) -> (usize, usize, usize) {
    let targets = Targets::bundled();
    let of_year = || {
        targets
            .by_year()
            .filter(|found| found.year == year)
            .map(|found| found.target)
    };
    let standards = of_year()
        .filter(|target| target.kind == Kind::Standard)
        .count();
    let local = of_year().filter(|target| targets.is_local(target)).count();
    (standards, of_year().count() - standards - local, local)
}

pub(super) fn overview(
    global: &Global,
    snapshot: Option<&Snapshot<'_>>,
    as_at: AsAt,
) -> anyhow::Result<()> {
    let mut shapes = Vec::new();
    let mut table = Table::new(&[
        "year",
        ">standards",
        ">targets",
        ">local",
        ">judged",
        "England",
        "how many by others’ counts",
    ]);
    let years = Targets::bundled().years();
    for year in years
        .into_iter()
        .flat_map(|(first, last)| first.through(last))
    {
        let judged = england(
            snapshot,
            AsAt {
                year: Some(year),
                ..as_at
            },
        )?;
        let decided = || judged.iter().filter(|one| one.measure.is_some());
        let tally = Tally::of(decided());
        let (standards, targets, local) = kinds(year);
        let counts: Vec<&TargetCount> = counts_of(year).collect();
        let words: Vec<String> = counts.iter().map(|count| count_words(count)).collect();
        table.row([
            year.to_string(),
            standards.to_string(),
            targets.to_string(),
            local.to_string(),
            decided().count().to_string(),
            if snapshot.is_some() {
                words::tally(tally)
            } else {
                "-".to_owned()
            },
            words.join("; "),
        ]);
        shapes.push(YearShape {
            year: year.to_string(),
            standards,
            targets,
            local,
            decided_by_a_held_file: decided().count(),
            england: snapshot.map(|_| tally.into()),
            counts: counts.into_iter().map(CountShape::from).collect(),
        });
    }
    match global.format {
        Format::Json => output::json(&shapes),
        Format::Csv => output::csv(shapes.iter().map(|shape| {
            let counts: Vec<String> = shape
                .counts
                .iter()
                .filter_map(|count| Some(format!("{} ({})", count.count?, count.counter.as_ref()?)))
                .collect();
            OverviewRow {
                year: &shape.year,
                standards: shape.standards,
                targets: shape.targets,
                local: shape.local,
                judged: shape.decided_by_a_held_file,
                missed: shape.england.map(|tally| tally.missed),
                met: shape.england.map(|tally| tally.met),
                counted_by_others: counts.join("; "),
            }
        })),
        Format::Table => {
            table.print(&mut io::stdout().lock())?;
            output::tell(
                "standards bind until the law changes; the others stand in a year's guidance. `judged` are those that a measure of the archive decides. Counts by others count different things and are no series.",
            );
            Ok(())
        }
    }
}

#[derive(serde::Serialize)]
struct OverviewRow<'a> {
    year: &'a str,
    standards: usize,
    targets: usize,
    local: usize,
    judged: usize,
    missed: Option<usize>,
    met: Option<usize>,
    counted_by_others: String,
}
