//! `/accountability`: from a target or a plan to the body that owes it, to the post that answers, to the
//! person on a day, to the evidence.

use candour_archive::KnownBody;
use candour_assessment::commitment::{Commitment, Kind, Pledges, Targets};
use candour_core::{BodyCode, FinancialYear, Level};
use candour_findings::{AsAt, Judged, Rung, ladder, plans_of_body, targets_of_body};
use candour_register::{Accountable, Standing};
use jiff::civil::Date;

use crate::format::{capital, plural};
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::people_words;
use crate::server::plan_words;
use crate::server::promise_words as words;
use crate::server::promises::verdict_under;
use crate::views::{
    ArticleView, Ask, Block, Cell, Choice, Column, Link, Nav, Prose, Section, Table, TableRow,
};

/// The part of the service that a body's financial plan belongs to.
const FINANCE: &str = "finance";

/// What is asked about.
enum Subject {
    /// A target or standard.
    Target(&'static Commitment),
    /// A pledge.
    Pledge(&'static Commitment),
    /// A body's financial plan of a year.
    Plan(FinancialYear),
    /// Nothing yet.
    None,
}

impl Subject {
    /// By target; else by a measure, whose standard in force it is; else by the year of a plan.
    fn of(reading: &Reading<'_>) -> Result<Self, AppError> {
        let params = &reading.params;
        if let Some(id) = &params.commitment {
            let target = Targets::bundled().get(id.as_str()).map(Self::Target);
            let pledge = || Pledges::bundled().get(id.as_str()).map(Self::Pledge);
            return Ok(target.or_else(pledge).unwrap_or(Self::None));
        }
        if let Some(asked) = &params.measure {
            let measure = reading.snapshot.measure(asked)?;
            let of: Vec<&'static Commitment> = Targets::bundled().of_measure(&measure.id).collect();
            let standard = of.iter().find(|target| target.kind == Kind::Standard);
            let latest = || {
                of.iter()
                    .max_by_key(|target| target.years.map(|(_, last)| last))
            };
            return match standard.or_else(latest) {
                Some(target) => Ok(Self::Target(target)),
                None => Err(AppError::not_found(format!(
                    "No target or standard rests on “{}”",
                    measure.title
                ))),
            };
        }
        Ok(params.year.map_or(Self::None, Self::Plan))
    }

    fn title(&self) -> String {
        match self {
            Self::Target(target) | Self::Pledge(target) => target.title.clone(),
            Self::Plan(year) => format!("Financial plan of {year}"),
            Self::None => "Who answers for what".to_owned(),
        }
    }

    /// The part of the service that it belongs to.
    fn area(&self) -> &'static str {
        match self {
            Self::Target(target) => Targets::bundled()
                .indicator(target)
                .map_or("", |indicator| indicator.area.as_str()),
            Self::Plan(_) => FINANCE,
            Self::Pledge(_) | Self::None => "",
        }
    }
}

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let subject = Subject::of(reading)?;
    let code = reading
        .params
        .body
        .clone()
        .unwrap_or_else(|| BodyCode::england().to_string());
    let register = reading.snapshot.register()?;
    let body = if code == BodyCode::england().as_str() {
        reading
            .snapshot
            .body(&code)
            .unwrap_or_else(|_| super::commitment::england())
    } else {
        super::body::find(reading, &register, &code)?
    };
    let day = reading.on();
    let (heading, lede, sections) = match &subject {
        Subject::None => (
            "Who answers for what, and on which day".to_owned(),
            Prose::from("Choose a target and a body: the page leads from the target to the body that owes it, to the posts that answer, to who held them on that day, and to the evidence."),
            Vec::new(),
        ),
        Subject::Pledge(pledge) => (
            format!("{}: {}", pledge.title, words::owed_by(&pledge.owed_by)),
            Prose::from("It was said by somebody whom the register does not hold as a body, so that no post can be named. What came of it: ")
                .link("the pledge, its proof and its row", plan_words::pledge_link(pledge))
                .text("."),
            Vec::new(),
        ),
        subject => told(reading, subject, &body, day)?,
    };
    let mut sections: Vec<Section> = sections;
    sections.push(ask(reading, &subject, &body, day));
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::People;
    let view = ArticleView {
        page,
        kicker: Prose::from(format!(
            "{}, {}, on {}",
            subject.title(),
            body.name,
            dates::day(day)
        )),
        heading,
        lede,
        sections,
    };
    Ok(Answer::html(view.render()?))
}

/// Heading, lede and parts.
type Page = (String, Prose, Vec<Section>);

fn told(
    reading: &Reading<'_>,
    subject: &Subject,
    body: &KnownBody,
    day: Date,
) -> Result<Page, AppError> {
    let area = subject.area();
    let rungs = ladder(reading.snapshot, &body.code, body.level, area, day)?;
    let evidence = evidence(reading, subject, body)?;
    // The first rung with a post is who answers nearest to what was owed.
    let first = rungs.iter().find(|rung| !rung.posts.is_empty());
    let heading = match first.and_then(|rung| Some((rung, rung.posts.first()?))) {
        // Who stands above is no answer for the body itself, and the heading says so.
        Some((rung, post)) if rung.body != body.code && body.level != Level::England => format!(
            "No post of {} is known; above it: {}",
            body.name,
            holder_words(post)
        ),
        Some((_, post)) => holder_words(post),
        None => format!("Nobody is known who answered for it on {}", dates::day(day)),
    };
    let named: usize = rungs.iter().map(|rung| rung.posts.len()).sum();
    let silent = rungs.iter().filter(|rung| rung.posts.is_empty()).count();
    let mut lede = evidence.said;
    lede = lede.text(format!(
        " {} on {} from the body that owes it to the top of the service.",
        plural(named, "post answers", "posts answer"),
        dates::day(day)
    ));
    if silent > 0 {
        lede = lede.text(format!(
            " Of {} no post is known here, which is not to say that there is none.",
            plural(silent, "body", "bodies")
        ));
    }
    let mut steps = vec![(
        subject_link(reading, subject),
        Prose::from(subject_words(subject)),
    )];
    let mut sections = Vec::new();
    for (place, rung) in rungs.iter().enumerate() {
        steps.push((
            Link::new(rung.name.clone(), links::body(&rung.body, reading.view())),
            rung_words(rung, day),
        ));
        if !rung.posts.is_empty() {
            sections.push(posts(rung, place, day));
        }
    }
    let mut parts =
        vec![Section::new("way", "From the target to the person").with(Block::Steps(steps))];
    parts.extend(evidence.section);
    parts.extend(sections);
    Ok((heading, lede, parts))
}

/// Who held a post, in a few words for a heading, with how sure that is.
fn holder_words(one: &Accountable<'_>) -> String {
    let title = &one.post.title;
    match &one.standing {
        Standing::Held(holders) => {
            let names: Vec<String> = holders
                .iter()
                .map(|holder| {
                    let sure = people_words::sure(holder);
                    match sure.is_empty() {
                        true => holder.person.name.clone(),
                        false => format!("{} ({sure})", holder.person.name),
                    }
                })
                .collect();
            format!("{title}, {}", crate::server::wording::listed(&names))
        }
        Standing::Vacant(_) => format!("{title}, vacant"),
        Standing::NoneKnown { .. } => format!("{title}, of whom no holder is known"),
        Standing::NotThen => format!("{title}, of which there was none"),
    }
}

/// Why the body stands here, and who answered, with the way to their pages.
fn rung_words(rung: &Rung, day: Date) -> Prose {
    let mut said = Prose::from(format!("{}: ", capital(&rung.why)));
    if rung.posts.is_empty() {
        return said.text("no post is known here.");
    }
    let on = Some(day);
    for (place, one) in rung.posts.iter().take(3).enumerate() {
        let space = if place > 0 { "; " } else { "" };
        said = said
            .text(space)
            .link(one.post.title.clone(), links::post(&one.post.id, on))
            .text(": ")
            .and(people_words::holder(&one.standing, day, on));
        let sure = people_words::post_row(one, day, on).sure;
        if !sure.is_empty() {
            said = said.text(format!(" ({sure})"));
        }
    }
    match rung.posts.len().saturating_sub(3) {
        0 => said.text("."),
        more => said.text(format!(
            "; and {}.",
            plural(more, "further post", "further posts")
        )),
    }
}

fn posts(rung: &Rung, place: usize, day: Date) -> Section {
    let on = Some(day);
    let rows = rung.posts.iter().map(|one| {
        let row = people_words::post_row(one, day, on);
        TableRow {
            cells: vec![
                Cell::words(Prose::default().link(row.post.text, row.post.href)),
                Cell::words(row.holder).under(row.sure),
                Cell::words(row.since),
                Cell::words(row.answers_to),
            ],
            here: false,
        }
    });
    let id = format!("rung-{place}");
    let table = Table {
        caption: format!("Who answered on {}", dates::day(day)),
        id: format!("{id}-table"),
        columns: vec![
            Column::plain("Post"),
            Column::plain("Holder"),
            Column::plain("Since"),
            Column::plain("Answers to"),
        ],
        rows: rows.collect(),
        source: Prose::default(),
    };
    Section::new(id, format!("{}: {}", rung.name, rung.why)).with(Block::Table(Box::new(table)))
}

fn subject_link(reading: &Reading<'_>, subject: &Subject) -> Link {
    match subject {
        Subject::Target(target) => Link::new(
            target.title.clone(),
            words::target_link(target, reading.view()),
        ),
        Subject::Plan(year) => super::plan_parts::link_of(reading, *year),
        Subject::Pledge(_) | Subject::None => Link::default(),
    }
}

fn subject_words(subject: &Subject) -> String {
    match subject {
        Subject::Target(target) => {
            let mark = words::evidence(target.evidence);
            let mark = if mark.is_empty() {
                String::new()
            } else {
                format!(" ({mark})")
            };
            format!(
                "Owed by {}{mark}. A part of {}.",
                words::owed_by(&target.owed_by),
                subject.area()
            )
        }
        Subject::Plan(_) => {
            "A body’s own plan, or the control total set for it. A part of finance.".to_owned()
        }
        Subject::Pledge(_) | Subject::None => String::new(),
    }
}

/// What came of it for the body.
struct Evidence {
    said: Prose,
    section: Option<Section>,
}

fn evidence(
    reading: &Reading<'_>,
    subject: &Subject,
    body: &KnownBody,
) -> Result<Evidence, AppError> {
    let none = |words: &str| Evidence {
        said: Prose::from(words),
        section: None,
    };
    match subject {
        Subject::Plan(year) => {
            let as_at = AsAt {
                day: reading.today.max(reading.on()),
                year: Some(*year),
                ..reading.as_at()
            };
            let found = plans_of_body(reading.snapshot, &body.code, as_at)?;
            let Some((_, of_year)) = found.first() else {
                return Ok(none("No row about this plan is held."));
            };
            let table = super::plan_parts::of_body(reading, &body.code, &found);
            Ok(Evidence {
                said: Prose::default()
                    .verdict(of_year.verdict.verdict.outcome)
                    .text("."),
                section: Some(
                    Section::new("evidence", "The evidence").with(Block::Table(Box::new(table))),
                ),
            })
        }
        Subject::Target(target) => {
            let as_at = AsAt {
                day: reading.on(),
                year: None,
                ..reading.as_at()
            };
            let found = targets_of_body(reading.snapshot, body, as_at)?
                .into_iter()
                .find(|judged| judged.commitment.id == target.id);
            Ok(match found {
                Some(judged) => of_target(reading, &judged),
                None => none("This body does not owe it, or it was not made by this day."),
            })
        }
        Subject::Pledge(_) | Subject::None => Ok(none("")),
    }
}

fn of_target(reading: &Reading<'_>, judged: &Judged) -> Evidence {
    let verdict = &judged.verdict;
    let seen = words::seen(judged, reading.view());
    let mut said = Prose::default().verdict(verdict.outcome);
    if let (false, Some(period)) = (seen.is_empty(), verdict.period) {
        said = said
            .text(", ")
            .and(seen)
            .text(format!(" in {}", period.in_words()));
    }
    for more in [verdict_under(judged), words::since(verdict)] {
        if !more.is_empty() {
            said = said.text(format!("; {}", more.trim_end_matches('.')));
        }
    }
    Evidence {
        said: said.text("."),
        section: None,
    }
}

/// The form that asks about another target, body or day.
fn ask(reading: &Reading<'_>, subject: &Subject, body: &KnownBody, day: Date) -> Section {
    let chosen = match subject {
        Subject::Target(target) => target.id.as_str(),
        _ => "",
    };
    let mut targets = vec![Choice {
        value: String::new(),
        label: "a body’s financial plan".to_owned(),
        chosen: chosen.is_empty(),
    }];
    targets.extend(Targets::bundled().all().iter().map(|target| Choice {
        value: target.id.to_string(),
        label: match target.years {
            Some((first, _)) if target.kind == Kind::Target => {
                format!("{} ({first})", target.title)
            }
            _ => target.title.clone(),
        },
        chosen: target.id.as_str() == chosen,
    }));
    let year = reading
        .params
        .year
        .map(|year| year.to_string())
        .unwrap_or_default();
    let form = Ask {
        action: "/accountability".to_owned(),
        hidden: reading.hidden(&["target", "measure", "body", "on", "year", "page"]),
        lists: vec![("target".to_owned(), "For".to_owned(), targets)],
        fields: vec![
            (
                "body".to_owned(),
                "Code of the body".to_owned(),
                "text".to_owned(),
                body.code.to_string(),
            ),
            (
                "year".to_owned(),
                "Year of the plan".to_owned(),
                "text".to_owned(),
                year,
            ),
            (
                "on".to_owned(),
                "On".to_owned(),
                "date".to_owned(),
                day.to_string(),
            ),
        ],
        button: "Show who answers".to_owned(),
        ..Ask::default()
    };
    Section::new("ask", "Ask about another").with(Block::Ask(Box::new(form)))
}
