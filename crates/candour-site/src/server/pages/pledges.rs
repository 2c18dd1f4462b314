//! `/pledges` and `/pledges/{id}`: what was said in public, and what came of it.

use candour_assessment::commitment::{Kind, OwedBy, Pledges};
use candour_assessment::verdict::{Outcome, Rests};
use candour_findings::{Judged, Tally, pledges};

use super::target::row_facts;
use crate::format::{capital, plural};
use crate::server::answer::{Answer, Reading};
use crate::server::commitment_files;
use crate::server::dates;
use crate::server::downloads;
use crate::server::error::{AppError, Nearest};
use crate::server::links;
use crate::server::plan_words::pledge_link;
use crate::server::promise_words as words;
use crate::views::{
    ArticleView, Block, Cell, Column, Fact, Link, Nav, Prose, Section, Table, TableRow,
};

/// What came of it beyond the word: days late, the two figures, why nobody can tell.
pub(super) fn outcome_words(judged: &Judged) -> String {
    let verdict = &judged.verdict;
    if let Some(why) = &verdict.why {
        return why.in_words();
    }
    let off = words::off(judged);
    if !off.is_empty() {
        return off;
    }
    match (verdict.value, verdict.threshold) {
        (Some(value), Some(against)) => {
            format!("{} against {}", plain(value), plain(against))
        }
        _ => String::new(),
    }
}

/// A published figure with the digits that it has.
fn plain(value: f64) -> String {
    let text = value.to_string();
    match text.split_once('.') {
        Some(_) => text,
        None => crate::format::count_in_full(value),
    }
}

pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let mut judged = pledges(reading.as_at());
    judged.sort_by_key(|judged| words::urgency(judged.verdict.outcome));
    let tally = Tally::of(&judged);
    let heading = format!(
        "{}: {}",
        plural(
            judged.len(),
            "pledge, milestone or recommendation",
            "pledges, milestones and recommendations"
        ),
        words::tally(tally)
    );
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::Plans;
    let mut sections = Vec::new();
    for kind in Kind::ALL {
        let of: Vec<&Judged> = judged
            .iter()
            .filter(|judged| judged.commitment.kind == *kind)
            .collect();
        if of.is_empty() {
            continue;
        }
        let title = match kind {
            Kind::Funding => "Funding".to_owned(),
            kind => format!("{}s", capital(kind.as_str())),
        };
        let table = Table {
            id: format!("{kind}-table"),
            caption: format!("{title}: {}", words::tally(Tally::of(of.iter().copied()))),
            columns: vec![
                Column::plain("What was said"),
                Column::plain("By whom, to whom"),
                Column::plain("Made, due"),
                Column::plain("Verdict"),
                Column::plain("Proof"),
            ],
            rows: of.iter().map(|judged| row(judged)).collect(),
            source: Prose::default(),
        };
        sections.push(Section::new(kind.as_str(), title).with(Block::Table(Box::new(table))));
    }
    sections.push(commitment_files::section(
        "/pledges",
        reading,
        "every one, with its verdict",
    ));
    let view = ArticleView {
        page,
        kicker: Prose::from("What was said in public, and what came of it"),
        heading,
        lede: Prose::from(
            "A pledge is judged by published figures or by a dated proof that the thing was done. That something was accepted is not that it was done: where no source says, it is unknown.",
        ),
        sections,
    };
    Ok(Answer::html(view.render()?))
}

fn row(judged: &Judged) -> TableRow {
    let commitment = &judged.commitment;
    let said = Prose::default().link(commitment.title.clone(), pledge_link(commitment));
    let mark = words::evidence(commitment.evidence);
    let made = commitment.made_on.map(dates::half_date);
    TableRow {
        cells: vec![
            Cell::words(said).under(mark),
            Cell::words(words::owed_by(&commitment.owed_by)).under(
                match commitment.owed_to.as_str() {
                    "" => String::new(),
                    to => format!("to {to}"),
                },
            ),
            Cell::words(made.unwrap_or_else(|| "no date stated".to_owned()))
                .under(words::due(commitment)),
            Cell::words(Prose::default().verdict(judged.verdict.outcome))
                .under(outcome_words(judged)),
            Cell::words(proof(judged)),
        ],
        here: false,
    }
}

/// The rows that decide, as links.
fn proof(judged: &Judged) -> Prose {
    let mut said = Prose::default();
    for rests in &judged.verdict.rests {
        if let Rests::Row { place, says } = rests {
            let space = if said.is_empty() { "" } else { "; " };
            said = said.text(space).link(says.clone(), words::row_link(place));
        }
    }
    if said.is_empty() {
        said = Prose::from("none found");
    }
    said
}

pub(in crate::server) fn one(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    let (id, ending) = downloads::split(last)?;
    let judged = pledges(reading.as_at())
        .into_iter()
        .find(|judged| judged.commitment.id.as_str() == id)
        .ok_or_else(|| not_found(id))?;
    if let Some(ending) = ending {
        return commitment_files::file([&judged], ending.as_str(), id);
    }
    let commitment = &judged.commitment;
    let outcome = judged.verdict.outcome;
    let off = outcome_words(&judged);
    let heading = match outcome {
        Outcome::Unknown => commitment.title.clone(),
        _ => format!(
            "{}: {}",
            commitment.title,
            crate::charts::verdict_word(outcome)
        ),
    };
    let mut page = reading.page(
        heading.clone(),
        vec![
            reading.root(),
            Link::new(
                "Pledges",
                format!("/pledges{}", links::query(reading.view().pairs())),
            ),
        ],
        false,
    );
    page.nav = Nav::Plans;
    page = page.following(&commitment.title, &format!("commitment:{}", commitment.id));
    let mut lede =
        Prose::from(format!("{}. ", commitment.text.trim_end_matches('.'))).verdict(outcome);
    if !off.is_empty() {
        lede = lede.text(format!(": {off}"));
    }
    lede = lede.text(".");
    let mut facts = vec![
        Fact::new("By whom", Prose::from(words::owed_by(&commitment.owed_by))),
        Fact::new(
            "Made on",
            Prose::from(
                commitment
                    .made_on
                    .map_or_else(|| "no date stated".to_owned(), dates::half_date),
            ),
        ),
        Fact::new("Due", Prose::from(words::due(commitment))),
        Fact::new("Decided by", proof(&judged)),
    ];
    if !commitment.owed_to.is_empty() {
        facts.insert(
            1,
            Fact::new("To whom", Prose::from(commitment.owed_to.clone())),
        );
    }
    if let OwedBy::Body(body) = &commitment.owed_by {
        facts.push(Fact::new(
            "Who answers for it",
            Prose::default().link(
                "From the pledge to the person on the day",
                words::accountability_link(commitment, body, words::day_of(&judged, reading.on())),
            ),
        ));
    }
    facts.extend(row_facts(commitment));
    let view = ArticleView {
        page,
        kicker: Prose::from(capital(commitment.kind.as_str())),
        heading,
        lede,
        sections: vec![
            Section::new("facts", "What it rests on").with(Block::Facts(facts)),
            commitment_files::section(
                &format!("/pledges/{}", links::encode(id)),
                reading,
                "it, with its verdict",
            ),
        ],
    };
    Ok(Answer::html(view.render()?))
}

/// The same as csv or JSON.
pub(in crate::server) fn file(reading: &Reading<'_>, ending: &str) -> Result<Answer, AppError> {
    commitment_files::file(&pledges(reading.as_at()), ending, "pledges")
}

fn not_found(id: &str) -> AppError {
    let shown: String = id.chars().take(60).collect();
    let first = shown.split('-').next().unwrap_or_default().to_owned();
    AppError::NotFound {
        heading: format!("There is no pledge “{shown}”"),
        nearest: Pledges::bundled()
            .all()
            .iter()
            .filter(|pledge| !first.is_empty() && pledge.id.as_str().contains(&first))
            .take(6)
            .map(|pledge| Nearest {
                id: pledge.id.to_string(),
                name: pledge.title.clone(),
                kind: "pledge",
                path: pledge_link(pledge),
            })
            .collect(),
    }
}
