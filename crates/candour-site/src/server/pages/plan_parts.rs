//! Parts of the page of a year's plans.

use crate::charts::{PlanGapRow, PlanGaps, ResultBasis, plan_gaps_both};
use crate::format::plural;
use crate::server::answer::Reading;
use crate::server::links;
use crate::server::maps::short;
use crate::server::outcome_map;
use crate::server::params::Sort;
use crate::server::people_words;
use crate::server::plan_words as words;
use crate::views::{Block, Cell, Column, Link, Markup, Order, Prose, Section, Table, TableRow};
use candour_assessment::finance::{BodyYear, CheckKind, Stage, Standing};
use candour_core::{BodyCode, FinancialYear, Unit};
use candour_findings::{AsAt, PlanYear, pledges};
use std::cmp::Ordering;

/// A body's name without what all of its kind share.
pub(super) fn short_name(body: &BodyCode) -> String {
    short(&people_words::body_name(body)).to_owned()
}

fn value(row: Option<&candour_assessment::finance::Position>) -> Option<f64> {
    row?.value_in(candour_assessment::finance::PlanUnit::GbpMillion)
}

/// As asked; else what is known first: missed, met, undecided, beside, then the widest gap.
pub(super) fn sort(reading: &Reading<'_>, bodies: &mut [&BodyYear]) {
    let sort = reading.params.sort;
    let descending = reading.params.order == Some(Order::Descending);
    let number = |body: &BodyYear| match sort {
        Some(Sort::Plan) => value(body.verdict.plan.as_ref()),
        Some(Sort::Outturn) => value(body.verdict.outturn.as_ref()),
        _ => body.verdict.gap.map(|gap| gap.value),
    };
    bodies.sort_by(|one, other| {
        let by_name = || short_name(&one.body).cmp(&short_name(&other.body));
        let by_number = || match (number(one), number(other)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let by = match sort {
            Some(Sort::Name) => by_name(),
            Some(Sort::Plan | Sort::Outturn | Sort::Margin) => by_number(),
            _ => one.standing.cmp(&other.standing).then_with(by_number),
        };
        let by = if descending { by.reverse() } else { by };
        if by == Ordering::Equal { by_name() } else { by }
    });
}

/// Bodies with their plan, outturn, gap and what stands beside.
pub(super) fn table(
    reading: &Reading<'_>,
    of: &PlanYear,
    bodies: &[&BodyYear],
    id: &str,
    what: &str,
) -> Table {
    let head = |label: &str, key: Sort, name: &str, numeric: bool| {
        let order = reading.params.order.unwrap_or(Order::Ascending);
        let now = (reading.params.sort == Some(key)).then_some(order);
        let next = if now == Some(Order::Ascending) {
            "desc"
        } else {
            "asc"
        };
        let href = format!(
            "{}{}#{id}",
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
    Table {
        id: format!("{id}-table"),
        caption: format!(
            "{} of which anything is known of {}: surplus, or deficit below nought",
            plural(bodies.len(), what.trim_end_matches('s'), what),
            of.year
        ),
        columns: vec![
            head("Body", Sort::Name, "name", false),
            head("Plan", Sort::Plan, "plan", true),
            head("Outturn", Sort::Outturn, "outturn", true),
            head("Verdict, how far off", Sort::Verdict, "verdict", false),
            Column::plain("Beside, not counted"),
            Column::plain("Speaks against the plan"),
            Column::plain("Who answers"),
        ],
        rows: bodies.iter().map(|body| row(reading, of, body)).collect(),
        source: Prose::from(
            "A control total goes before a body’s own plan; drafts never count. Every amount is a link to its row and source.",
        ),
    }
}

fn row(reading: &Reading<'_>, of: &PlanYear, body: &BodyYear) -> TableRow {
    let found = &body.verdict;
    let stage = found.plan.as_ref().map(|plan| plan.stage);
    let mut plan = words::cell(found.plan.as_ref());
    if stage == Some(Stage::ControlTotal) {
        plan.under = Prose::from("control total; ").and(plan.under);
    }
    TableRow {
        cells: vec![
            Cell::words(Prose::default().link(
                short_name(&body.body),
                words::body_plan_link(reading, &body.body, of.year),
            ))
            .under(body.body.to_string()),
            plan,
            words::cell(found.outturn.as_ref()),
            words::verdict_cell(body),
            words::beside_cell(body),
            realism_cell(of, &body.body),
            Cell::words(Prose::default().link(
                "who answers",
                words::accountability_link(&body.body, of.year, reading.on()),
            )),
        ],
        here: reading.params.body.as_deref() == Some(body.body.as_str()),
    }
}

const fn check_words(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::RunRate => "run rate",
        CheckKind::Forecast => "forecast",
        CheckKind::LastOutturn => "last outturn",
        CheckKind::TrackRecord => "track record",
        CheckKind::SavingsMade => "savings made",
        CheckKind::SavingsShare => "savings share",
        CheckKind::Peers => "peers",
    }
}

/// The checks that speak against a plan, with their reasons, and how many could not be made.
fn realism_cell(of: &PlanYear, body: &BodyCode) -> Cell {
    let Some(realism) = of
        .realism
        .get(body)
        .filter(|realism| realism.plan.is_some())
    else {
        return Cell::words("no plan to check");
    };
    let flags: Vec<String> = realism
        .flags()
        .map(|check| format!("{}: {}", check_words(check.kind), check.reason))
        .collect();
    let said = if flags.is_empty() {
        "nothing found".to_owned()
    } else {
        flags.join("; ")
    };
    Cell::words(said).under(match realism.silent() {
        0 => String::new(),
        silent => format!(
            "{} of {} could not be made",
            silent,
            plural(realism.checks.len(), "check", "checks")
        ),
    })
}

/// Plan and outturn as a chart, of the systems that have either.
pub(super) fn gaps_chart(of: &PlanYear) -> Option<Section> {
    let rows: Vec<PlanGapRow> = of
        .systems
        .bodies
        .iter()
        .map(|body| {
            let prospect = &body.verdict.prospect;
            let mut others = Vec::new();
            if let Some(found) = prospect
                .to_date
                .as_ref()
                .and_then(|found| value(found.position.as_ref()))
            {
                others.push((ResultBasis::YearToDate, found));
            }
            if let Some(found) = value(prospect.forecast.as_ref()) {
                others.push((ResultBasis::Forecast, found));
            }
            PlanGapRow {
                name: short_name(&body.body),
                plan: value(body.verdict.plan.as_ref()),
                outturn: value(body.verdict.outturn.as_ref()),
                others,
                highlighted: false,
            }
        })
        .filter(|row| row.plan.is_some() || row.outturn.is_some() || !row.others.is_empty())
        .collect();
    if rows.is_empty() {
        return None;
    }
    let chart = PlanGaps {
        id: "gaps".to_owned(),
        finding: format!(
            "{} of {}: {} missed, {} met by full-year rows",
            plural(rows.len(), "system with a number", "systems with a number"),
            of.systems.bodies.len(),
            of.systems.count(Standing::Missed),
            of.systems.count(Standing::Met)
        ),
        axis: "Surplus, or deficit below nought, £ million".to_owned(),
        rows,
        notes: vec![
            "Bases differ between systems; the table says on which each stands.".to_owned(),
        ],
        source: "Curated rows, each with its source: see the table".to_owned(),
    };
    Some(
        Section::new("chart", "Plan, outturn and what stands beside").with(Block::Chart(
            Markup::of_chart(plan_gaps_both(&chart)),
            Prose::default(),
        )),
    )
}

/// Which systems are known to have missed or met, on the map: too few gaps are known for a scale.
pub(super) fn map(reading: &Reading<'_>, of: &PlanYear) -> Option<Section> {
    let places: Vec<outcome_map::Place> = of
        .systems
        .bodies
        .iter()
        .map(|body| outcome_map::Place {
            code: body.body.clone(),
            value: match body.standing {
                Standing::Missed => Some(1.0),
                Standing::Met => Some(0.0),
                _ => None,
            },
            figure: Prose::from(match body.standing {
                Standing::Missed => "missed",
                Standing::Met => "met",
                Standing::Beside => "beside",
                Standing::Unknown => "unknown",
                _ => "undecided",
            }),
            href: words::body_plan_link(reading, &body.body, of.year),
        })
        .collect();
    let known = places.iter().filter(|place| place.value.is_some()).count();
    if known < 2 {
        return None;
    }
    let map = outcome_map::of(
        &outcome_map::Of {
            id: "plan-map",
            finding: format!(
                "{}: {} of {} systems missed and {} met, by full-year rows",
                of.year,
                of.systems.count(Standing::Missed),
                places.len(),
                of.systems.count(Standing::Met)
            ),
            counted: "1 is missed, 0 is met".to_owned(),
            unit: Unit::Count,
            day: of.year.last_day(),
        },
        places,
    )?;
    Some(Section::new("map", "On the map").with(Block::Map(Box::new(map))))
}

/// Pledges about the year and how they turned out.
pub(super) fn pledges_of(reading: &Reading<'_>, year: FinancialYear) -> Option<Section> {
    let as_at = AsAt {
        year: Some(year),
        ..reading.as_at()
    };
    let lines: Vec<Prose> = pledges(as_at)
        .iter()
        .map(|judged| {
            let said = Prose::default()
                .link(
                    judged.commitment.title.clone(),
                    words::pledge_link(&judged.commitment),
                )
                .text(": ")
                .verdict(judged.verdict.outcome);
            let off = super::pledges::outcome_words(judged);
            if off.is_empty() {
                said
            } else {
                said.text(format!(", {off}"))
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        Section::new(
            "pledges",
            format!("What was said of {year}, and how it turned out"),
        )
        .with(Block::List(lines))
    })
}

/// The trusts with rows of the year.
pub(super) fn trusts(reading: &Reading<'_>, of: &PlanYear) -> Option<Section> {
    let mut bodies: Vec<&BodyYear> = of.trusts.bodies.iter().collect();
    if bodies.is_empty() {
        return None;
    }
    sort(reading, &mut bodies);
    let summary = &of.trusts;
    let line = format!(
        "{}: {} missed and {} met by full-year rows; {} rest on a year to date or forecast, {} of them leaning towards a miss",
        plural(bodies.len(), "trust", "trusts"),
        summary.count(Standing::Missed),
        summary.count(Standing::Met),
        summary.count(Standing::Beside),
        summary.leaning_to_miss()
    );
    let table = table(reading, of, &bodies, "trusts", "trusts");
    Some(
        Section::new("trusts", "Trust by trust")
            .with(Block::Words(Prose::from(format!("{line}."))))
            .with(Block::Fold(
                "Every trust".to_owned(),
                vec![Block::Table(Box::new(table))],
            )),
    )
}

/// A body's plans, one row a year, for its own page.
pub(in crate::server) fn of_body(
    reading: &Reading<'_>,
    body: &BodyCode,
    found: &[(FinancialYear, BodyYear)],
) -> Table {
    let missed = found
        .iter()
        .filter(|(_, body)| body.standing == Standing::Missed)
        .count();
    Table {
        id: "plans-of-body".to_owned(),
        caption: format!("Financial plans by year: {missed} known to have been missed"),
        columns: vec![
            Column::plain("Year"),
            Column::numeric("Plan"),
            Column::numeric("Outturn"),
            Column::plain("Verdict, how far off"),
            Column::plain("Beside, not counted"),
            Column::plain("Who answers"),
        ],
        rows: found
            .iter()
            .map(|(year, of_year)| TableRow {
                cells: vec![
                    Cell::words(
                        Prose::default()
                            .link(format!("Plan of {year}"), words::year_link(reading, *year)),
                    ),
                    words::cell(of_year.verdict.plan.as_ref()),
                    words::cell(of_year.verdict.outturn.as_ref()),
                    words::verdict_cell(of_year),
                    words::beside_cell(of_year),
                    Cell::words(Prose::default().link(
                        "who answers for it",
                        words::accountability_link(body, *year, reading.on()),
                    )),
                ],
                here: false,
            })
            .collect(),
        source: Prose::from(
            "Surplus, or deficit below nought. Every amount leads to its row and source.",
        ),
    }
}

/// Where the whole of a year's plans stands.
pub(in crate::server) fn link_of(reading: &Reading<'_>, year: FinancialYear) -> Link {
    Link::new(
        format!("Plans of {year}"),
        format!("/plans/{year}{}", links::query(reading.view().pairs())),
    )
}
