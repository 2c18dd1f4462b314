//! `/plans` and `/plans/{year}`: plan against outturn by system and trust.

use candour_assessment::finance::{BodyYear, Standing};
use candour_core::FinancialYear;
use candour_findings::{PlanYear, plan_year, plan_years};

use super::plan_parts as parts;
use super::{plan_files, plan_money};
use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::commitment_files;
use crate::server::downloads;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::plan_words;
use crate::server::wording::listed;
use crate::views::{ArticleView, Block, Cell, Column, Link, Nav, Prose, Section, Table, TableRow};

/// The plans of a year as the query asks for them.
pub(in crate::server) fn read(reading: &Reading<'_>, text: &str) -> Result<PlanYear, AppError> {
    let known = plan_years();
    let list: Vec<String> = known.iter().map(ToString::to_string).collect();
    let year = text
        .parse::<FinancialYear>()
        .ok()
        .filter(|year| known.contains(year))
        .ok_or_else(|| {
            AppError::not_found(format!(
                "No plan of that year is held: there are {}",
                listed(&list)
            ))
        })?;
    Ok(plan_year(reading.snapshot, year, None, reading.as_at())?)
}

/// Every year.
pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let mut rows = Vec::new();
    let mut said = String::new();
    for year in plan_years().into_iter().rev() {
        let of_year = plan_year(reading.snapshot, year, None, reading.as_at())?;
        let systems = &of_year.systems;
        if said.is_empty() && systems.count(Standing::Missed) + systems.count(Standing::Met) > 0 {
            said = heading(&of_year);
        }
        let mut published = Prose::default();
        for fact in &systems.published {
            if !published.is_empty() {
                published = published.text("; ");
            }
            published = published
                .and(plan_words::fact(fact))
                .text(format!(" ({})", fact.counter));
        }
        if published.is_empty() {
            published = Prose::from("no count found");
        }
        let unknown =
            systems.bodies.len() - systems.count(Standing::Missed) - systems.count(Standing::Met);
        rows.push(TableRow {
            cells: vec![
                Cell::words(
                    Prose::default().link(year.to_string(), plan_words::year_link(reading, year)),
                ),
                Cell::number(systems.bodies.len().to_string()),
                Cell::number(systems.count(Standing::Missed).to_string()),
                Cell::words(published),
                Cell::number(systems.count(Standing::Met).to_string()),
                Cell::number(systems.count(Standing::Beside).to_string()),
                Cell::number(unknown.to_string()),
                Cell::number(of_year.trusts.bodies.len().to_string()),
            ],
            here: false,
        });
    }
    let heading = if said.is_empty() {
        "No plan is known to have been kept or missed".to_owned()
    } else {
        said
    };
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::Plans;
    let table = Table {
        id: "years".to_owned(),
        caption: "Financial plans by year: what rows name, beside what others counted".to_owned(),
        columns: vec![
            Column::plain("Year"),
            Column::numeric("Systems"),
            Column::numeric("Missed, by full-year rows"),
            Column::plain("Missed, as published"),
            Column::numeric("Met, by full-year rows"),
            Column::numeric("Resting on year to date or forecast"),
            Column::numeric("Neither met nor missed known"),
            Column::numeric("Trusts with rows"),
        ],
        rows,
        source: Prose::from(
            "Those that rest on a year to date or a forecast are among those of which neither is known: nothing before the year’s end decides.",
        ),
    };
    let view = ArticleView {
        page,
        kicker: Prose::from("Plans and what came of them"),
        heading,
        lede: Prose::from(
            "Each year’s plan of every system against its outturn. Draft, plan, year to date, forecast and outturn are different things here and never mixed; what no row says is unknown, and counted as that.",
        ),
        sections: vec![
            Section::new("by-year", "").with(Block::Table(Box::new(table))),
            Section::new("more", "").with(Block::Words(
                Prose::default()
                    .link(
                        "Who is off plan or off target",
                        format!("/off-plan{}", links::query(reading.view().pairs())),
                    )
                    .text(" · ")
                    .link(
                        "Pledges, milestones and recommendations",
                        format!("/pledges{}", links::query(reading.view().pairs())),
                    ),
            )),
        ],
    };
    Ok(Answer::html(view.render()?))
}

/// `Of 42 systems 9 are known to have missed their plan of 2023-24; 25 by the published count`.
fn heading(of: &PlanYear) -> String {
    let missed = of.systems.count(Standing::Missed);
    let all = of.systems.bodies.len();
    let published: Vec<String> = of
        .systems
        .published
        .iter()
        .map(|fact| format!("{:.0}", fact.value))
        .collect();
    let number = match missed {
        0 => "None".to_owned(),
        some => some.to_string(),
    };
    let are = if missed == 1 || missed == 0 {
        "is"
    } else {
        "are"
    };
    let known = format!(
        "{number} of {all} systems {are} known by name to have missed the plan of {}",
        of.year
    );
    match published.len() {
        0 => format!("{known}; no published count was found"),
        1 => format!("{known}; {} by the published count", published.join("")),
        _ => format!("{known}; {} by published counts", published.join(" or ")),
    }
}

pub(in crate::server) fn one(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    let (text, ending) = downloads::split(last)?;
    let of = read(reading, text)?;
    if let Some(ending) = ending {
        return commitment_files::table(
            &plan_files::columns(),
            &plan_files::file_rows(&of),
            ending.as_str(),
            &format!("plans-{}", of.year),
        );
    }
    let heading = heading(&of);
    let mut page = reading.page(
        heading.clone(),
        vec![
            reading.root(),
            Link::new(
                "Plans",
                format!("/plans{}", links::query(reading.view().pairs())),
            ),
        ],
        false,
    );
    page.nav = Nav::Plans;
    let mut sections = vec![
        Section::new("years", "").with(years(reading, of.year)),
        counts(&of),
    ];
    sections.extend(parts::gaps_chart(&of));
    sections.push(systems(reading, &of));
    sections.extend(parts::map(reading, &of));
    sections.extend(plan_money::national(reading, &of));
    sections.extend(plan_money::balance(&of));
    sections.extend(parts::pledges_of(reading, of.year));
    sections.extend(parts::trusts(reading, &of));
    sections.push(commitment_files::section(
        &format!("/plans/{}", of.year),
        reading,
        "every system and trust of the year",
    ));
    let view = ArticleView {
        page,
        kicker: Prose::from(format!("Plan against outturn, {}", of.year)),
        heading,
        lede: lede(&of),
        sections,
    };
    Ok(Answer::html(view.render()?))
}

fn years(reading: &Reading<'_>, chosen: FinancialYear) -> Block {
    Block::Choices(
        plan_years()
            .into_iter()
            .map(|year| {
                let link = Link::new(year.to_string(), plan_words::year_link(reading, year));
                (link, year == chosen)
            })
            .collect(),
    )
}

fn lede(of: &PlanYear) -> Prose {
    let systems = &of.systems;
    let mut said = Prose::from(format!(
        "By rows of the whole year {} missed and {} met.",
        systems.count(Standing::Missed),
        systems.count(Standing::Met)
    ));
    let unverified = systems.missed_unverified();
    if unverified > 0 {
        said = said.text(format!(
            " Of those that missed {unverified} rest on a row that nobody has confirmed."
        ));
    }
    for fact in &systems.published {
        said = said
            .text(format!(" {} counted ", fact.counter))
            .and(plan_words::fact(fact))
            .text(format!(" ({})", fact.definition));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small whole number of the rows"
        )]
        let counted = fact.value.max(0.0) as usize;
        said = match systems.not_named(counted) {
            Some(0) => said.text(", all of them named here."),
            Some(others) => said.text(format!(
                ", of which {others} are named by no full-year row held here."
            )),
            None => said.text(", fewer than the rows name: the two do not count the same thing."),
        };
    }
    let beside = systems.count(Standing::Beside);
    if beside > 0 {
        said = said.text(format!(
            " Of {beside} more only a year to date or a forecast is known, {} of them leaning towards a miss; they stand beside and are not counted.",
            systems.leaning_to_miss()
        ));
    }
    said.text(format!(
        " Of {} nothing is known.",
        systems.count(Standing::Unknown)
    ))
}

/// What is known, by kind.
fn counts(of: &PlanYear) -> Section {
    let rows = Standing::ALL.iter().filter_map(|standing| {
        let bodies: Vec<&BodyYear> = of.systems.with(*standing).collect();
        (!bodies.is_empty()).then(|| {
            let names: Vec<String> = bodies
                .iter()
                .map(|body| parts::short_name(&body.body))
                .collect();
            let names = if *standing == Standing::Unknown {
                String::new()
            } else {
                listed(&names)
            };
            TableRow {
                cells: vec![
                    Cell::words(crate::format::capital(plan_words::standing(*standing))),
                    Cell::number(bodies.len().to_string()),
                    Cell::words(names),
                ],
                here: *standing == Standing::Missed,
            }
        })
    });
    let mut table = Table {
        id: "standings".to_owned(),
        caption: format!(
            "{}, each in one of these",
            plural(of.systems.bodies.len(), "system", "systems")
        ),
        columns: vec![
            Column::plain("What is known"),
            Column::numeric("Systems"),
            Column::plain("Which"),
        ],
        rows: rows.collect(),
        source: Prose::default(),
    };
    if of.undated > 0 {
        table.source = Prose::from(format!(
            "{} left out, since no source says when they came out.",
            plural(of.undated, "row was", "rows were")
        ));
    }
    Section::new("counts", "How many, and how sure").with(Block::Table(Box::new(table)))
}

fn systems(reading: &Reading<'_>, of: &PlanYear) -> Section {
    let mut bodies: Vec<&BodyYear> = of.systems.bodies.iter().collect();
    parts::sort(reading, &mut bodies);
    let (known, unknown): (Vec<&BodyYear>, Vec<&BodyYear>) = bodies
        .into_iter()
        .partition(|body| body.standing != Standing::Unknown);
    let table = parts::table(reading, of, &known, "systems", "systems");
    let names: Vec<Prose> = unknown
        .iter()
        .map(|body| {
            Prose::default().link(
                parts::short_name(&body.body),
                links::body(&body.body, reading.view()),
            )
        })
        .collect();
    let mut section =
        Section::new("systems", "System by system").with(Block::Table(Box::new(table)));
    if !names.is_empty() {
        section = section.with(Block::Fold(
            format!(
                "{} of which nothing is known",
                plural(names.len(), "system", "systems")
            ),
            vec![Block::List(names)],
        ));
    }
    section
}
