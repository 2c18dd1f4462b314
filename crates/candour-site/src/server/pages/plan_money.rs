//! The money of a year as a whole: published definitions, money put in, how the accounts add up.

use crate::charts::{InjectionStep, Injections, injections_both};
use crate::format::{capital, plural};
use crate::server::answer::Reading;
use crate::server::dates;
use crate::server::params::InYearMoney;
use crate::server::people_words;
use crate::server::plan_words as words;
use crate::server::promise_words;
use crate::views::{Block, Cell, Column, Link, Markup, Prose, Section, Table, TableRow};
use candour_assessment::finance::AddsUp;
use candour_findings::PlanYear;

/// National figures: definitions of the deficit side by side, money put in, every other count.
pub(super) fn national(reading: &Reading<'_>, of: &PlanYear) -> Vec<Section> {
    let mut sections = Vec::new();
    let deficits: Vec<_> = of.facts.value("combined-deficit", of.year).collect();
    let left = reading.params.injections == InYearMoney::Left;
    if !deficits.is_empty() {
        let rows = deficits.iter().map(|fact| {
            let mut cells = vec![
                Cell::words(capital(&fact.definition)).under(fact.counter.clone()),
                Cell::number(words::fact(fact)),
                Cell::words(fact.as_at.map(dates::half_date).unwrap_or_default()),
            ];
            if left {
                let without = fact
                    .as_surplus()
                    .and_then(|position| of.injections.with_and_without(of.year, position));
                cells.push(Cell::number(match without {
                    Some(found) => words::money(found.without),
                    None => "not known".to_owned(),
                }));
            }
            TableRow { cells, here: false }
        });
        let mut columns = vec![
            Column::plain("Definition, and who counted"),
            Column::numeric("Deficit as published"),
            Column::plain("Published"),
        ];
        if left {
            columns.push(Column::numeric(
                "Without the money put in, if it is in the figure",
            ));
        }
        let table = Table {
            id: "deficits".to_owned(),
            caption: match deficits.len() {
                1 => format!("The deficit of all systems in {}", of.year),
                some => format!(
                    "{some} published deficits of all systems in {}, on different bases",
                    of.year
                ),
            },
            columns,
            rows: rows.collect(),
            source: Prose::from(
                "They stand side by side because they do not count the same thing; neither is preferred here.",
            ),
        };
        sections.push(
            Section::new("deficit", "How large the deficit was, by each definition")
                .with(Block::Table(Box::new(table))),
        );
    }
    sections.extend(injections(reading, of));
    let rows: Vec<TableRow> = of
        .facts
        .all()
        .iter()
        .filter(|fact| fact.of.year == of.year)
        .map(|fact| {
            let period = match fact.period.month() {
                Some(month) => format!("{}, to {}", fact.stage, month.in_words()),
                None => fact.stage.to_string(),
            };
            TableRow {
                cells: vec![
                    Cell::words(capital(&fact.of.fact.replace('-', " ")))
                        .under(fact.definition.clone()),
                    Cell::number(words::fact(fact)),
                    Cell::words(period),
                    Cell::words(fact.counter.clone()),
                    Cell::words(
                        fact.as_at
                            .map(dates::half_date)
                            .unwrap_or_else(|| "no date stated".to_owned()),
                    ),
                ],
                here: false,
            }
        })
        .collect();
    if !rows.is_empty() {
        let line = format!(
            "{} of {}",
            plural(
                rows.len(),
                "published national figure",
                "published national figures"
            ),
            of.year
        );
        let table = Table {
            id: "national-table".to_owned(),
            caption: line.clone(),
            columns: vec![
                Column::plain("What"),
                Column::numeric("Figure"),
                Column::plain("Stage"),
                Column::plain("Who counted"),
                Column::plain("When"),
            ],
            rows,
            source: Prose::default(),
        };
        sections.push(
            Section::new("national", "What else was published of the year")
                .with(Block::Fold(line, vec![Block::Table(Box::new(table))])),
        );
    }
    sections
}

/// Money put in within the year: one running total.
fn injections(reading: &Reading<'_>, of: &PlanYear) -> Option<Section> {
    let total = of.injections.total(of.year)?;
    let steps = of.injections.steps(of.year);
    let path = |value: &str| {
        format!(
            "{}{}#money",
            reading.path,
            reading
                .params
                .but(&["injections", "page"], &[("injections", value)])
        )
    };
    let left = reading.params.injections == InYearMoney::Left;
    let chart = Injections {
        id: "injections".to_owned(),
        finding: format!(
            "{} was put in within {}, as one running total",
            words::money(total),
            of.year
        ),
        steps: steps
            .iter()
            .filter_map(|step| {
                Some(InjectionStep {
                    month: candour_core::Month::of(step.to.as_at.last_day())?,
                    total: step.to.total,
                    words: format!("{} ({})", step.to.note, dates::half_date(step.to.as_at)),
                })
            })
            .collect(),
        source: String::new(),
    };
    let mut lines = Vec::new();
    for step in &steps {
        lines.push(
            Prose::from(format!("{} more, which made ", words::money(step.step)))
                .link(
                    words::money(step.to.total),
                    promise_words::row_link(&step.to.place),
                )
                .text(format!(": {}", step.to.note)),
        );
    }
    Some(
        Section::new("money", "Money put in within the year")
            .with(Block::Words(Prose::from(format!(
                "{} was put in for strikes in {}, published as a total that grew. The totals are never added to one another. The two switches show the published deficits with it and without it.",
                words::money(total),
                of.year
            ))))
            .with(Block::Choices(vec![
                (Link::new("As published", path("on")), !left),
                (Link::new("Without the money put in", path("off")), left),
            ]))
            .with(Block::Chart(Markup::of_chart(injections_both(&chart)), Prose::default()))
            .with(Block::List(lines)),
    )
}

/// The accounts of the year and whether they add up.
pub(super) fn balance(of: &PlanYear) -> Option<Section> {
    let balance = of.balance()?;
    let line = |line: &candour_assessment::finance::Line, here: bool| TableRow {
        cells: vec![
            Cell::words(Prose::default().link(
                capital(&line.name.replace('-', " ")),
                promise_words::row_link(&line.place),
            )),
            Cell::number(words::money(line.plan)),
            Cell::number(words::money(line.actual)),
            Cell::number(words::money(line.variance)),
        ],
        here,
    };
    let mut rows: Vec<TableRow> = balance.parts.iter().map(|part| line(part, false)).collect();
    rows.push(line(balance.total, true));
    let added = match balance.adds_up() {
        AddsUp::Exactly => "every column adds up to the printed total".to_owned(),
        AddsUp::WithinRounding => format!(
            "plans and actuals add up; the variances as printed make {} against {}, which is rounding",
            words::money(balance.variance),
            words::money(balance.total.variance)
        ),
        AddsUp::Not => "they do not add up to the printed total".to_owned(),
    };
    let table = Table {
        id: "balance-table".to_owned(),
        caption: format!(
            "The {} parts and the printed total: {added}",
            balance.parts.len()
        ),
        columns: vec![
            Column::plain("Part of the service"),
            Column::numeric("Plan"),
            Column::numeric("Actual"),
            Column::numeric("Against plan, as printed"),
        ],
        rows,
        source: people_words::source(&balance.total.place.source),
    };
    Some(
        Section::new("balance", "How the whole adds up")
            .with(Block::Words(Prose::from(format!(
                "The actuals of {} parts add up to {}; the printed total is {} ({}).",
                balance.parts.len(),
                words::money(balance.actual),
                words::money(balance.total.actual),
                balance.total.basis
            ))))
            .with(Block::Table(Box::new(table))),
    )
}
