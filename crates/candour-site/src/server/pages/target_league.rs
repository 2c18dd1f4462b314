//! The bodies that owe a target: sorted, mapped, and who met it longest ago.

use super::target::Told;
use crate::format::plural;
use crate::server::answer::Reading;
use crate::server::links;
use crate::server::outcome_map;
use crate::server::params::Sort;
use crate::server::promise_words as words;
use crate::views::{Block, Cell, Column, Order, Prose, Section, Table, TableRow};
use candour_assessment::commitment::Commitment;
use candour_assessment::verdict::{Outcome, Verdict};
use candour_core::{Level, Month};
use candour_findings::{Judged, Tally};
use candour_register::Boundaries;
use std::cmp::Ordering;

/// How many bodies stand in the list of those that met it longest ago.
const LONGEST_SINCE: usize = 10;

/// The bodies of a level, sorted as asked.
pub(super) fn league(
    reading: &Reading<'_>,
    told: &Told,
    level: Level,
    of: &[Judged],
    title: &str,
) -> Section {
    let mut rows: Vec<(&Judged, String)> = of
        .iter()
        .map(|judged| (judged, told.name(&judged.verdict.body)))
        .collect();
    let sort = reading.params.sort.unwrap_or(Sort::Margin);
    let order = reading.params.order.unwrap_or(Order::Ascending);
    rows.sort_by(|(one, one_name), (other, other_name)| {
        let by = compare(&one.verdict, &other.verdict, sort).then_with(|| one_name.cmp(other_name));
        let by = if sort == Sort::Name {
            one_name.cmp(other_name)
        } else {
            by
        };
        if order == Order::Descending {
            by.reverse()
        } else {
            by
        }
    });
    let place = if level == Level::Icb {
        "boards"
    } else {
        "trusts"
    };
    let head = |label: &str, key: Sort, name: &str, numeric: bool| {
        let now = (sort == key).then_some(order);
        let next = if now == Some(Order::Ascending) {
            "desc"
        } else {
            "asc"
        };
        let href = format!(
            "{}{}#{place}",
            reading.path,
            reading.params.but(
                &["sort", "order", "page"],
                &[("sort", name), ("order", next)]
            )
        );
        let column = if numeric {
            Column::numeric(label)
        } else {
            Column::plain(label)
        };
        column.sorted_by(href, now)
    };
    let table = Table {
        id: format!("{place}-table"),
        caption: format!(
            "{} {}: {}",
            of.len(),
            title.to_lowercase(),
            words::tally(Tally::of(of))
        ),
        columns: vec![
            head("Body", Sort::Name, "name", false),
            head("Seen", Sort::Value, "value", true),
            head("Verdict", Sort::Verdict, "verdict", false),
            head("How far off", Sort::Margin, "margin", false),
            head("Since, last met", Sort::Since, "since", false),
            Column::plain("Who answers"),
        ],
        rows: rows
            .into_iter()
            .map(|(judged, name)| league_row(reading, told.target, judged, &name))
            .collect(),
        source: standing_words(of),
    };
    let block = Block::Table(Box::new(table));
    // A long table stands folded until somebody sorts it.
    let folded = level == Level::Provider && reading.params.sort.is_none();
    Section::new(place, title).with(if folded {
        Block::Fold(
            format!("{} trusts: {}", of.len(), words::tally(Tally::of(of))),
            vec![block],
        )
    } else {
        block
    })
}

fn standing_words(of: &[Judged]) -> Prose {
    let carried = of
        .iter()
        .any(|judged| judged.boundaries == Boundaries::Then);
    Prose::from(if carried {
        "Figures of providers, carried to the board in which each lay in that month."
    } else {
        "Figures as reported. Order tells nothing of chance: the measure’s page has the intervals."
    })
}

fn league_row(reading: &Reading<'_>, target: &Commitment, judged: &Judged, name: &str) -> TableRow {
    let verdict = &judged.verdict;
    let why = verdict
        .why
        .as_ref()
        .map(candour_assessment::verdict::Why::in_words);
    TableRow {
        cells: vec![
            Cell::words(Prose::default().link(name, links::body(&verdict.body, reading.view()))),
            Cell::number(words::seen(judged, reading.view())).under(
                verdict
                    .period
                    .filter(|_| verdict.value.is_some())
                    .map(Month::in_words)
                    .unwrap_or_default(),
            ),
            Cell::words(Prose::default().verdict(verdict.outcome)),
            Cell::words(why.unwrap_or_else(|| words::off(judged))).under(words::likelihood(judged)),
            Cell::words(words::since(verdict)),
            Cell::words(Prose::default().link(
                "who answers",
                words::accountability_link(
                    target,
                    &verdict.body,
                    words::day_of(judged, reading.on()),
                ),
            )),
        ],
        here: false,
    }
}

/// By a column, those without anything to compare last.
fn compare(one: &Verdict, other: &Verdict, sort: Sort) -> Ordering {
    let number = |verdict: &Verdict| match sort {
        Sort::Value => verdict.value,
        _ => verdict.margin,
    };
    match sort {
        Sort::Verdict => words::urgency(one.outcome).cmp(&words::urgency(other.outcome)),
        Sort::Since => {
            let month = |verdict: &Verdict| verdict.since.map(|since| since.month);
            present_first(month(one), month(other), Ord::cmp)
        }
        _ => present_first(number(one), number(other), f64::total_cmp),
    }
}

fn present_first<T>(one: Option<T>, other: Option<T>, by: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => by(&one, &other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

/// The boards on the map.
pub(super) fn map(reading: &Reading<'_>, told: &Told) -> Option<Section> {
    let month = told
        .boards
        .iter()
        .filter_map(|judged| judged.verdict.period)
        .max()?;
    let unit = told.boards.first()?.unit()?;
    let finding = format!(
        "{}: {}",
        told.target.title,
        words::tally(Tally::of(&told.boards))
    );
    let bodies = told.boards.iter().map(|judged| outcome_map::Place {
        code: judged.verdict.body.clone(),
        value: judged.verdict.value,
        figure: words::seen(judged, reading.view()),
        href: links::body(&judged.verdict.body, reading.view()),
    });
    let map = outcome_map::of(
        &outcome_map::Of {
            id: "target-map",
            finding,
            counted: format!("{}, {}", words::title(told.target), month.in_words()),
            unit,
            day: month.last_day(),
        },
        bodies.collect(),
    )?;
    Some(Section::new("map", "System by system").with(Block::Map(Box::new(map))))
}

/// Who met it longest ago, of those that miss it.
pub(super) fn longest(reading: &Reading<'_>, told: &Told) -> Option<Section> {
    let mut missed: Vec<&Judged> = told
        .boards
        .iter()
        .chain(&told.trusts)
        .filter(|judged| {
            judged.verdict.outcome == Outcome::Missed && judged.verdict.months.is_some()
        })
        .collect();
    if missed.is_empty() {
        return None;
    }
    let never = missed
        .iter()
        .filter(|judged| judged.verdict.last_met.is_none())
        .count();
    missed.retain(|judged| judged.verdict.last_met.is_some());
    missed.sort_by_key(|judged| judged.verdict.last_met);
    let rows = missed.iter().take(LONGEST_SINCE).map(|judged| {
        Prose::default()
            .link(
                told.name(&judged.verdict.body),
                links::body(&judged.verdict.body, reading.view()),
            )
            .text(format!(
                ": last met in {}",
                judged
                    .verdict
                    .last_met
                    .map(Month::in_words)
                    .unwrap_or_default()
            ))
    });
    let mut section =
        Section::new("longest", "Longest since met").with(Block::Words(Prose::from(format!(
            "{} met it in no month that is held. Of the others, the longest since:",
            plural(never, "body that misses it", "bodies that miss it")
        ))));
    section = section.with(Block::List(rows.collect()));
    Some(section)
}
