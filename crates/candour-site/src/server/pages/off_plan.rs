//! `/off-plan`: who is off plan or off target, over the whole service, and how sure that is.

use std::collections::BTreeMap;

use candour_assessment::finance::{BodyYear, Standing};
use candour_assessment::verdict::Outcome;
use candour_core::{BodyCode, FinancialYear, Level, Unit};
use candour_export::table::Cell as FileCell;
use candour_findings::{AsAt, Judged, PlanYear, Tally, all_targets, plan_year, plan_years};

use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::commitment_files;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::outcome_map;
use crate::server::params::Sort;
use crate::server::people_words;
use crate::server::plan_words;
use crate::server::promise_words as words;
use crate::views::{ArticleView, Block, Cell, Column, Nav, Order, Prose, Section, Table, TableRow};

/// What a body owes of one year, and what came of it.
struct Owed {
    body: BodyCode,
    name: String,
    tally: Tally,
    missed: Vec<Judged>,
    plan: Option<BodyYear>,
}

/// The whole service in one year.
pub(in crate::server) struct Service {
    year: FinancialYear,
    boards: Vec<Owed>,
    trusts: Vec<Owed>,
    plans: Option<PlanYear>,
}

/// The year asked for; else the last that held files cover to its end.
fn year(reading: &Reading<'_>) -> Result<Option<FinancialYear>, AppError> {
    if reading.params.year.is_some() {
        return Ok(reading.params.year);
    }
    let last = reading
        .snapshot
        .holdings()?
        .into_iter()
        .filter_map(|holding| holding.last)
        .max();
    let last = match (last, reading.last_month()) {
        (Some(last), Some(asked)) => Some(last.min(asked)),
        (last, asked) => last.or(asked),
    };
    // Of a year that is under way most is not due yet: the one before it tells more.
    let year = last.map(|last| match FinancialYear::of(last) {
        year if year.last_month() <= last => year,
        year => year.previous(),
    });
    Ok(year.or(reading.year_now()))
}

pub(in crate::server) fn read(reading: &Reading<'_>) -> Result<Service, AppError> {
    let Some(year) = year(reading)? else {
        return Err(AppError::not_found("No year is held"));
    };
    let as_at = AsAt {
        year: Some(year),
        ..reading.as_at()
    };
    let plans = if plan_years().contains(&year) {
        Some(plan_year(reading.snapshot, year, None, as_at)?)
    } else {
        None
    };
    let mut by_body: BTreeMap<(Level, BodyCode), Vec<Judged>> = BTreeMap::new();
    for judged in all_targets(reading.snapshot, as_at)? {
        by_body
            .entry((judged.level, judged.verdict.body.clone()))
            .or_default()
            .push(judged);
    }
    if let Some(plans) = &plans {
        for (level, summary) in [
            (Level::Icb, &plans.systems),
            (Level::Provider, &plans.trusts),
        ] {
            for body in &summary.bodies {
                by_body.entry((level, body.body.clone())).or_default();
            }
        }
    }
    let mut names = BTreeMap::new();
    for level in [Level::Icb, Level::Provider] {
        names.extend(
            reading
                .snapshot
                .bodies_at(level)?
                .into_iter()
                .map(|body| (body.code, body.name)),
        );
    }
    let (mut boards, mut trusts) = (Vec::new(), Vec::new());
    for ((level, body), all) in by_body {
        let into = match level {
            Level::Icb => &mut boards,
            Level::Provider => &mut trusts,
            _ => continue,
        };
        let plan = plans.as_ref().and_then(|plans| plans.body(&body)).cloned();
        let mut tally = Tally::of(&all);
        if let Some(plan) = &plan {
            tally.add(plan.verdict.verdict.outcome);
        }
        into.push(Owed {
            name: names
                .get(&body)
                .cloned()
                .unwrap_or_else(|| people_words::body_name(&body)),
            tally,
            missed: all
                .into_iter()
                .filter(|judged| judged.verdict.outcome == Outcome::Missed)
                .collect(),
            plan,
            body,
        });
    }
    Ok(Service {
        year,
        boards,
        trusts,
        plans,
    })
}

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let service = read(reading)?;
    let heading = heading(&service);
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::Plans;
    let mut sections = vec![
        Section::new("years", "").with(reading.year_choices(None, Some(service.year), "")),
        certainty(&service),
    ];
    if let Some(map) = map(reading, &service) {
        sections.push(map);
    }
    for (id, title, of) in [
        ("boards", "Systems", &service.boards),
        ("trusts", "Trusts", &service.trusts),
    ] {
        if !of.is_empty() {
            sections.push(league(reading, &service, id, title, of));
        }
    }
    sections.push(commitment_files::section(
        "/off-plan",
        reading,
        "every body of the year",
    ));
    let view = ArticleView {
        page,
        kicker: Prose::from(format!("Who is off plan or off target, {}", service.year)),
        heading,
        lede: Prose::from(format!(
            "The national targets and standards of {} that held files can judge, and the financial plan of the year. A standard is missed where any month of the year missed it. What is not yet due or cannot be told is counted apart.",
            service.year
        )),
        sections,
    };
    Ok(Answer::html(view.render()?))
}

fn missing(of: &[Owed]) -> usize {
    of.iter().filter(|owed| owed.tally.missed > 0).count()
}

fn heading(service: &Service) -> String {
    format!(
        "{} of {} and {} of {} missed a target or their plan in {}",
        missing(&service.boards),
        plural(service.boards.len(), "system", "systems"),
        missing(&service.trusts),
        plural(service.trusts.len(), "trust", "trusts"),
        service.year
    )
}

/// The count and its uncertainty.
fn certainty(service: &Service) -> Section {
    let sum = |of: &[Owed]| {
        let mut all = Tally::default();
        for owed in of {
            all.met += owed.tally.met;
            all.missed += owed.tally.missed;
            all.at_risk += owed.tally.at_risk;
            all.not_yet_due += owed.tally.not_yet_due;
            all.unknown += owed.tally.unknown;
        }
        all
    };
    let mut lines = vec![
        Prose::from(format!(
            "Systems: {} verdicts, {}.",
            sum(&service.boards).all(),
            words::tally(sum(&service.boards))
        )),
        Prose::from(format!(
            "Trusts: {} verdicts, {}.",
            sum(&service.trusts).all(),
            words::tally(sum(&service.trusts))
        )),
    ];
    if let Some(plans) = &service.plans {
        let systems = &plans.systems;
        let mut said = Prose::from(format!(
            "Financial plans of systems: {} known from full-year rows to have missed, {} to have met; {} rest on a year to date or a forecast and are not counted, {} of them leaning towards a miss; of {} nothing is known.",
            systems.count(Standing::Missed),
            systems.count(Standing::Met),
            systems.count(Standing::Beside),
            systems.leaning_to_miss(),
            systems.count(Standing::Unknown)
        ));
        for fact in &systems.published {
            said = said
                .text(" Published: ")
                .and(plan_words::fact(fact))
                .text(format!(" ({}).", fact.counter));
        }
        lines.push(said);
    }
    Section::new("certainty", "How many, and how sure").with(Block::List(lines))
}

fn map(reading: &Reading<'_>, service: &Service) -> Option<Section> {
    let places: Vec<outcome_map::Place> = service
        .boards
        .iter()
        .map(|owed| {
            let judged = owed.tally.missed + owed.tally.met;
            #[expect(clippy::cast_precision_loss, reason = "a few dozen promises")]
            let value = (judged > 0).then_some(owed.tally.missed as f64);
            outcome_map::Place {
                code: owed.body.clone(),
                value,
                figure: Prose::from(match value {
                    Some(_) => format!("{} of {judged}", owed.tally.missed),
                    None => "none can be judged".to_owned(),
                }),
                href: body_link(reading, owed, service.year),
            }
        })
        .collect();
    let known = places.iter().filter(|place| place.value.is_some()).count();
    if known < 2 {
        return None;
    }
    let map = outcome_map::of(
        &outcome_map::Of {
            id: "off-plan-map",
            finding: format!(
                "Promises missed of those that can be judged, by system, {}",
                service.year
            ),
            counted: "Promises missed".to_owned(),
            unit: Unit::Count,
            day: service.year.last_day().min(reading.on()),
        },
        places,
    )?;
    Some(Section::new("map", "On the map").with(Block::Map(Box::new(map))))
}

fn body_link(reading: &Reading<'_>, owed: &Owed, year: FinancialYear) -> String {
    plan_words::body_plan_link(reading, &owed.body, year)
}

fn league(reading: &Reading<'_>, service: &Service, id: &str, title: &str, of: &[Owed]) -> Section {
    let sort = reading.params.sort.unwrap_or(Sort::Value);
    let order = reading.params.order.unwrap_or(if sort == Sort::Name {
        Order::Ascending
    } else {
        Order::Descending
    });
    let mut rows: Vec<&Owed> = of.iter().collect();
    rows.sort_by(|one, other| {
        let number = |owed: &Owed| match sort {
            Sort::Plan => usize::from(
                owed.plan
                    .as_ref()
                    .is_some_and(|plan| plan.standing == Standing::Missed),
            ),
            Sort::Verdict => owed.tally.at_risk,
            _ => owed.tally.missed,
        };
        let by = match sort {
            Sort::Name => one.name.cmp(&other.name),
            _ => number(one).cmp(&number(other)),
        };
        let by = if order == Order::Descending {
            by.reverse()
        } else {
            by
        };
        by.then_with(|| one.name.cmp(&other.name))
    });
    let head = |label: &str, key: Sort, name: &str, numeric: bool| {
        let now = (sort == key).then_some(order);
        let next = if now == Some(Order::Descending) {
            "asc"
        } else {
            "desc"
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
    let table = Table {
        id: format!("{id}-table"),
        caption: format!(
            "{title}: {} of {} missed at least one promise of {}",
            missing(of),
            of.len(),
            service.year
        ),
        columns: vec![
            head("Body", Sort::Name, "name", false),
            head("Missed", Sort::Value, "value", true),
            Column::plain("Which"),
            head("At risk", Sort::Verdict, "verdict", true),
            Column::numeric("Met"),
            Column::numeric("Not due, unknown"),
            head("Financial plan", Sort::Plan, "plan", false),
        ],
        rows: rows
            .into_iter()
            .map(|owed| row(reading, service, owed))
            .collect(),
        source: Prose::from(
            "A name leads to the body’s promises of the year, each with its receipt.",
        ),
    };
    let block = Block::Table(Box::new(table));
    let folded = id == "trusts" && reading.params.sort.is_none();
    Section::new(id, title).with(if folded {
        let line = format!("{} of {} missed at least one", missing(of), of.len());
        Block::Fold(line, vec![block])
    } else {
        block
    })
}

fn row(reading: &Reading<'_>, service: &Service, owed: &Owed) -> TableRow {
    let mut which = Prose::default();
    for (place, judged) in owed.missed.iter().enumerate() {
        let space = if place > 0 { "; " } else { "" };
        which = which
            .text(space)
            .link(
                words::title(&judged.commitment),
                words::target_link(&judged.commitment, reading.view()),
            )
            .text(format!(" ({})", words::off(judged)));
    }
    let plan = match &owed.plan {
        Some(plan) => plan_words::verdict_cell(plan),
        None => Cell::words("no row held"),
    };
    TableRow {
        cells: vec![
            Cell::words(
                Prose::default().link(owed.name.clone(), body_link(reading, owed, service.year)),
            ),
            Cell::number(owed.tally.missed.to_string()),
            Cell::words(which),
            Cell::number(owed.tally.at_risk.to_string()),
            Cell::number(owed.tally.met.to_string()),
            Cell::number(format!(
                "{}, {}",
                owed.tally.not_yet_due, owed.tally.unknown
            )),
            plan,
        ],
        here: false,
    }
}

/// The same as csv or JSON.
pub(in crate::server) fn file(reading: &Reading<'_>, ending: &str) -> Result<Answer, AppError> {
    let service = read(reading)?;
    let columns = [
        "body",
        "name",
        "level",
        "year",
        "missed",
        "at_risk",
        "met",
        "not_yet_due",
        "unknown",
        "missed_targets",
        "plan_outcome",
        "plan_standing",
    ]
    .map(str::to_owned);
    let whole = |number: usize| FileCell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let rows: Vec<Vec<FileCell>> = [("icb", &service.boards), ("provider", &service.trusts)]
        .into_iter()
        .flat_map(|(level, of)| of.iter().map(move |owed| (level, owed)))
        .map(|(level, owed)| {
            let missed: Vec<&str> = owed
                .missed
                .iter()
                .map(|judged| judged.commitment.id.as_str())
                .collect();
            let plan = owed.plan.as_ref();
            vec![
                FileCell::Text(owed.body.to_string()),
                FileCell::Text(owed.name.clone()),
                FileCell::Text(level.to_owned()),
                FileCell::Text(service.year.to_string()),
                whole(owed.tally.missed),
                whole(owed.tally.at_risk),
                whole(owed.tally.met),
                whole(owed.tally.not_yet_due),
                whole(owed.tally.unknown),
                FileCell::Text(missed.join(" ")),
                plan.map_or(FileCell::Null, |plan| {
                    FileCell::Text(plan.verdict.verdict.outcome.to_string())
                }),
                plan.map_or(FileCell::Null, |plan| {
                    FileCell::Text(plan.standing.to_string())
                }),
            ]
        })
        .collect();
    commitment_files::table(
        &columns,
        &rows,
        ending,
        &format!("off-plan-{}", service.year),
    )
}

/// Where the page is.
pub(in crate::server) fn path(reading: &Reading<'_>) -> String {
    format!("/off-plan{}", links::query(reading.view().pairs()))
}
