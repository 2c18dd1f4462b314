//! Who came and went: posts of the body; of England, every post that the register has.

use candour_archive::ArchiveError;
use candour_findings::format::plural;
use candour_findings::{dates, links};
use candour_register::{HalfDate, People, Post, Standing, Tenure};
use jiff::civil::Date;

use super::Asked;
use crate::item::{Item, ItemId, ItemKind, Section, Subject};
use crate::sentence::Sentence;

pub(super) fn of(asked: &Asked<'_>) -> Result<Vec<Item>, ArchiveError> {
    let people = People::bundled();
    let (from, to) = asked.lately(asked.scoring.days.people);
    let within = |date: HalfDate| {
        // A date known to the year alone is news of no month.
        date.is_exact() && from <= date.first_day() && date.first_day() <= to
    };
    let mut items = Vec::new();
    for tenure in &people.rows().tenures {
        let Some(post) = people.post(&tenure.post) else {
            continue;
        };
        let belongs = asked.is_england()
            || people
                .belongings_of(&post.id)
                .any(|row| row.body == asked.body.code && row.span.covers(asked.day()));
        if !belongs {
            continue;
        }
        if let Some(date) = tenure.span.from.filter(|date| within(*date)) {
            items.extend(came(people, post, tenure, date.first_day(), asked));
        }
        if let Some(date) = tenure.span.to.filter(|date| within(*date)) {
            items.extend(went(people, post, tenure, date.first_day(), asked));
        }
    }
    Ok(items)
}

fn came(
    people: &People,
    post: &Post,
    tenure: &Tenure,
    day: Date,
    asked: &Asked<'_>,
) -> Option<Item> {
    let person = people.person(tenure.person.as_ref()?)?;
    let acting = if tenure.acting { ", acting" } else { "" };
    let said = Sentence::default()
        .link(person.name.clone(), links::person(&person.id, None))
        .text(" became ")
        .link(post.title.clone(), links::post(&post.id, None))
        .text(format!("{acting} on {}", dates::day(day)));
    let mut detail = Vec::new();
    let vacancies = people.vacancies_of(&post.id);
    if let Some(vacancy) = vacancies.iter().find(|vacancy| vacancy.until == Some(day)) {
        let days = usize::try_from(vacancy.days_by(day)).unwrap_or(0);
        if days > 0 {
            let about = if vacancy.about { "about " } else { "" };
            detail.push(Sentence::from(format!(
                "The post had been vacant for {about}{}.",
                plural(days, "day", "days")
            )));
        }
    }
    Some(item(
        ItemKind::PostFilled,
        post,
        tenure,
        day,
        said,
        detail,
        asked,
    ))
}

fn went(
    people: &People,
    post: &Post,
    tenure: &Tenure,
    day: Date,
    asked: &Asked<'_>,
) -> Option<Item> {
    let person = people.person(tenure.person.as_ref()?)?;
    // Whoever follows at once is told as having come.
    if matches!(
        people.standing_on(&post.id, asked.day()),
        Standing::Held(_) | Standing::NotThen
    ) {
        return None;
    }
    let said = Sentence::default()
        .link(person.name.clone(), links::person(&person.id, None))
        .text(" left as ")
        .link(post.title.clone(), links::post(&post.id, None))
        .text(format!(
            " on {}, and who follows is not known",
            dates::day(day)
        ));
    Some(item(
        ItemKind::PostVacated,
        post,
        tenure,
        day,
        said,
        Vec::new(),
        asked,
    ))
}

fn item(
    kind: ItemKind,
    post: &Post,
    tenure: &Tenure,
    day: Date,
    headline: Sentence,
    mut detail: Vec<Sentence>,
    asked: &Asked<'_>,
) -> Item {
    detail.push(Sentence::from(format!("Source: {}.", tenure.origin.source)));
    let bodies = People::bundled()
        .belongings_of(&post.id)
        .filter(|row| row.span.covers(day))
        .map(|row| row.body.clone())
        .collect();
    Item {
        id: ItemId::of(
            kind,
            [
                post.id.as_str(),
                tenure.person.as_ref().map_or("", |person| person.as_str()),
                day.to_string().as_str(),
            ],
        ),
        kind,
        section: Section::People,
        subject: Subject {
            bodies,
            post: Some(post.id.clone()),
            day: Some(day),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked.scoring.score(
            kind,
            1.0,
            asked.amounts_of_day(
                day,
                (0.7, "a post of the register"),
                (1.0, "a row with its source"),
            ),
        ),
        series: None,
    }
}
