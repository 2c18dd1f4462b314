//! `/posts` and `/posts/{id}`.

use std::collections::BTreeMap;

use candour_core::BodyCode;
use candour_register::{
    Accountable, People, Post, PostId, Register, RemitOf, ReportsTo, Standing, Tenure, Vacancy,
};
use jiff::civil::Date;

use super::people::day;
use crate::charts::{self, Bar, Part, Stretch, Timeline};
use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::error::{AppError, Nearest};
use crate::server::links;
use crate::server::people_words as words;
use crate::views::{
    Fact, Link, Markup, Nav, OnControl, PostView, PostsGroup, PostsView, Prose, TenureRow,
};

/// Every post that there is on the day, by body; or those that answer for one body.
pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let (people, register) = (People::bundled(), Register::bundled());
    let day = day(reading);
    let on = reading.params.on;
    let of = match &reading.params.body {
        None => None,
        Some(code) => Some(body(code)?),
    };
    let mut bodies: Vec<BodyCode> = match &of {
        Some(code) => vec![code.clone()],
        None => {
            let mut all: Vec<BodyCode> = Vec::new();
            for row in &people.rows().belongings {
                if row.span.covers(day) && !all.contains(&row.body) {
                    all.push(row.body.clone());
                }
            }
            all
        }
    };
    // The bodies with most posts first.
    let answers: BTreeMap<BodyCode, Vec<Accountable<'_>>> = bodies
        .iter()
        .map(|code| (code.clone(), people.accountable_for(code, day)))
        .collect();
    bodies.sort_by_key(|code| std::cmp::Reverse(answers.get(code).map_or(0, Vec::len)));
    let wanted = |one: &&Accountable<'_>| {
        !reading.params.vacant || matches!(one.standing, Standing::Vacant(_))
    };
    let groups: Vec<PostsGroup> = bodies
        .iter()
        .filter_map(|code| {
            let rows: Vec<&Accountable<'_>> = answers.get(code)?.iter().filter(wanted).collect();
            (!rows.is_empty()).then(|| PostsGroup {
                body: Link::new(words::body_name(code), links::posts_of(code, on)),
                finding: format!(
                    "On {}: {}",
                    dates::day(day),
                    words::tally(rows.iter().map(|one| &one.standing))
                ),
                rows: rows
                    .iter()
                    .map(|one| words::post_row(one, day, on))
                    .collect(),
            })
        })
        .collect();
    let posts: Vec<&Post> = match &of {
        Some(code) => answers
            .get(code)
            .into_iter()
            .flatten()
            .map(|one| one.post)
            .collect(),
        None => {
            let all = people.rows().posts.iter();
            all.filter(|post| post.span.covers(day)).collect()
        }
    };
    let vacant: Vec<&Post> = posts
        .iter()
        .copied()
        .filter(|post| matches!(people.standing_on(&post.id, day), Standing::Vacant(_)))
        .collect();
    let mut state = match vacant.len() {
        0 => Prose::from("No post is known to be vacant."),
        one => Prose::from(format!(
            "{} known to be vacant: ",
            plural(one, "post is", "posts are")
        )),
    };
    for (place, post) in vacant.iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        state = state
            .text(comma)
            .link(post.title.clone(), links::post(&post.id, on));
    }
    let name = of.as_ref().map(words::body_name);
    let heading = match &name {
        Some(name) => format!(
            "{name}: {} on {}",
            plural(posts.len(), "post", "posts"),
            dates::day(day)
        ),
        None => format!(
            "{} on {}",
            plural(posts.len(), "post", "posts"),
            dates::day(day)
        ),
    };
    let mut crumbs = vec![reading.root()];
    if of.is_some() {
        crumbs.push(Link::new("Posts", "/posts"));
    }
    let mut page = reading.page(heading.clone(), crumbs, false);
    page.nav = Nav::People;
    let changes = of
        .as_ref()
        .map_or_else(Vec::new, |code| people.changes_of(register, code));
    let view = PostsView {
        page,
        heading,
        state,
        control: OnControl {
            action: "/posts".to_owned(),
            on: day.to_string(),
            hidden: reading.hidden(&["on"]),
            note: String::new(),
        },
        groups,
        changes_finding: format!(
            "{} through time, the latest first",
            plural(changes.len(), "change", "changes")
        ),
        changes: changes.iter().rev().map(words::change).collect(),
    };
    Ok(Answer::html(view.render()?))
}

/// A body of the register.
pub(in crate::server) fn body(code: &str) -> Result<BodyCode, AppError> {
    let shown: String = code.chars().take(40).collect();
    BodyCode::new(code)
        .ok()
        .filter(|code| Register::bundled().body(code).is_some())
        .ok_or_else(|| {
            AppError::not_found(format!(
                "There is no body with the code “{shown}” in the register"
            ))
        })
}

/// A post by its id; else the nearest by its words.
pub(in crate::server) fn find(id: &str) -> Result<&'static Post, AppError> {
    let people = People::bundled();
    let found = id.parse::<PostId>().ok().and_then(|id| people.post(&id));
    found.ok_or_else(|| {
        let shown: String = id.chars().take(60).collect();
        let mut nearest: Vec<Nearest> = Vec::new();
        for word in shown.split(['-', ' ']).filter(|word| word.len() > 3) {
            for post in people.find_posts(word) {
                if nearest.len() < 6 && !nearest.iter().any(|near| near.id == post.id.as_str()) {
                    nearest.push(Nearest {
                        id: post.id.to_string(),
                        name: post.title.clone(),
                        kind: "post",
                        path: links::post(&post.id, None),
                    });
                }
            }
        }
        AppError::NotFound {
            heading: format!("There is no post “{shown}”"),
            nearest,
        }
    })
}

pub(in crate::server) fn one(reading: &Reading<'_>, id: &str) -> Result<Answer, AppError> {
    let people = People::bundled();
    let post = find(id)?;
    let day = day(reading);
    let on = reading.params.on;
    let standing = people.standing_on(&post.id, day);
    let bodies = people.bodies_on(&post.id, day);
    let kicker = if bodies.is_empty() {
        let ever = people.belongings_of(&post.id).map(|row| &row.body);
        format!("Post, at one time of {}", words::body_names(ever))
    } else {
        format!(
            "Post of {}",
            words::body_names(bodies.iter().map(|row| &row.body))
        )
    };
    let (clock, clock_words) = match &standing {
        Standing::Vacant(vacancy) => (
            words::days(vacancy.days_by(day), vacancy.about),
            words::clock_words(vacancy, day),
        ),
        _ => (String::new(), String::new()),
    };
    let tenures = people.tenures_of_post(&post.id);
    let vacancies = people.vacancies_of(&post.id);
    let finding = finding(&tenures, &vacancies);
    let mut page = reading.page(
        format!("{}: {}", post.title, plain_holder(&standing)),
        vec![reading.root(), Link::new("Posts", "/posts")],
        false,
    );
    page.nav = Nav::People;
    let mut below: Vec<Link> = people
        .reports_to(&post.id, day)
        .into_iter()
        .map(|row| words::step(&ReportsTo::Post(row.post.clone()), on))
        .collect();
    below.sort_by(|a, b| a.text.cmp(&b.text));
    let view = PostView {
        page,
        kicker,
        title: post.title.clone(),
        state: words::sentence(post, &standing, day, on),
        clock,
        clock_words,
        control: OnControl {
            action: links::post(&post.id, None),
            on: day.to_string(),
            hidden: reading.hidden(&["on"]),
            note: String::new(),
        },
        chart: Markup::of_chart(charts::timeline_both(&chart(
            people, post, &tenures, &vacancies, &finding, day,
        ))),
        finding,
        tenures: rows(people, &tenures, &vacancies, day, on),
        paths: people
            .paths_up(&post.id, day)
            .iter()
            .map(|path| path.iter().map(|to| words::step(to, on)).collect())
            .collect(),
        below,
        facts: facts(people, post, day, on),
        day: dates::day(day),
    };
    Ok(Answer::html(view.render()?))
}

fn plain_holder(standing: &Standing<'_>) -> String {
    match standing {
        Standing::NotThen => "no such post then".to_owned(),
        Standing::Held(holders) => {
            let names: Vec<String> = holders.iter().map(|one| one.person.name.clone()).collect();
            crate::server::wording::listed(&names)
        }
        Standing::Vacant(_) => "vacant".to_owned(),
        Standing::NoneKnown { .. } => "no holder known".to_owned(),
    }
}

fn finding(tenures: &[&Tenure], vacancies: &[Vacancy<'_>]) -> String {
    let holders = tenures.iter().filter(|row| row.person.is_some()).count();
    let mut words = match holders {
        0 => "No holder is known".to_owned(),
        _ => format!("{} known", plural(holders, "holder is", "holders are")),
    };
    for vacancy in vacancies {
        match vacancy.days() {
            Some(days) => words.push_str(&format!(
                "; vacant for {}",
                words::days(days, vacancy.about)
            )),
            None => words.push_str("; vacant now"),
        }
    }
    words
}

fn chart(
    people: &People,
    post: &Post,
    tenures: &[&Tenure],
    vacancies: &[Vacancy<'_>],
    finding: &str,
    day: Date,
) -> Timeline {
    let end = post.span.to.map_or(day, |to| to.last_day().min(day));
    let mut bars: Vec<(Date, Bar)> = Vec::new();
    for (place, tenure) in tenures.iter().enumerate() {
        let Some(person) = tenure.person.as_ref().and_then(|id| people.person(id)) else {
            continue;
        };
        let next = tenures
            .iter()
            .skip(place + usize::from(post.seats))
            .find_map(|next| next.span.from);
        let until = next.map_or(end, |next| next.first_day().min(end));
        let parts = words::stretches(tenure, until);
        if let Some(first) = parts.first().map(|part| part.from) {
            bars.push((
                first,
                Bar {
                    label: person.name.clone(),
                    parts,
                },
            ));
        }
    }
    for vacancy in vacancies {
        let part = Part {
            from: vacancy.from,
            until: vacancy.until.unwrap_or(day),
            kind: Stretch::Vacant,
        };
        let days = words::days(vacancy.days_by(part.until), vacancy.about);
        // Whoever left the post whose place this one took.
        if let Some(before) = vacancy.before.filter(|before| before.post != post.id)
            && let Some(person) = before.person.as_ref().and_then(|id| people.person(id))
        {
            let parts = words::stretches(before, vacancy.from);
            let label = format!("{}, post before", person.name);
            let first = parts.first().map_or(vacancy.from, |part| part.from);
            bars.push((first, Bar { label, parts }));
        }
        let bar = Bar {
            label: format!("vacant, {days}"),
            parts: vec![part],
        };
        bars.push((vacancy.from, bar));
    }
    bars.sort_by_key(|(from, _)| *from);
    let desc: Vec<String> = tenures
        .iter()
        .filter_map(|tenure| {
            let person = people.person(tenure.person.as_ref()?)?;
            let to = tenure
                .span
                .to
                .map_or_else(|| "no end recorded".to_owned(), dates::half_date);
            Some(format!(
                "{}: {} to {to}.",
                person.name,
                words::since(tenure.span.from)
            ))
        })
        .collect();
    Timeline {
        id: "holders-chart".to_owned(),
        title: format!("{}: {finding}", post.title),
        desc: desc.join(" "),
        bars: bars.into_iter().map(|(_, bar)| bar).collect(),
        on: day,
        on_words: dates::day(day),
    }
}

/// Holders and vacancies, the latest first.
fn rows(
    people: &People,
    tenures: &[&Tenure],
    vacancies: &[Vacancy<'_>],
    day: Date,
    on: Option<Date>,
) -> Vec<TenureRow> {
    let mut rows: Vec<(Date, TenureRow)> = Vec::new();
    for tenure in tenures {
        let Some(person) = tenure.person.as_ref().and_then(|id| people.person(id)) else {
            continue;
        };
        let here = people
            .holders_on(&tenure.post, day)
            .iter()
            .any(|holder| std::ptr::eq(holder.tenure, *tenure));
        let from = tenure.span.from.map_or(Date::MIN, |from| from.first_day());
        rows.push((
            from,
            TenureRow {
                who: Prose::default().link(person.name.clone(), links::person(&person.id, on)),
                from: words::since(tenure.span.from),
                to: until(tenure),
                note: tenure.note.clone(),
                source: words::source(&tenure.origin.source),
                here,
                ..TenureRow::default()
            },
        ));
    }
    for vacancy in vacancies {
        let source = vacancy.stated.map_or_else(
            || Prose::from("the dates of the holders"),
            |row| words::source(&row.origin.source),
        );
        rows.push((
            vacancy.from,
            TenureRow {
                who: Prose::from("vacant"),
                from: dates::day(vacancy.from),
                to: vacancy.until.map_or_else(
                    || "no end recorded".to_owned(),
                    |until| format!("until {}", dates::day(until)),
                ),
                note: words::days(
                    vacancy.days().unwrap_or_else(|| vacancy.days_by(day)),
                    vacancy.about,
                ),
                source,
                here: vacancy.covers(day),
                ..TenureRow::default()
            },
        ));
    }
    rows.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The end of a tenure, or what was last seen of it.
pub(super) fn until(tenure: &Tenure) -> String {
    match (tenure.span.to, tenure.seen) {
        (Some(to), _) => dates::half_date(to),
        (None, Some(seen)) => format!("no end recorded; last shown {}", dates::half_date(seen)),
        (None, None) => "no end recorded".to_owned(),
    }
}

fn facts(people: &People, post: &Post, day: Date, on: Option<Date>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let span = |from, to: Option<candour_register::HalfDate>| {
        let to = to.map_or_else(String::new, |to| {
            format!(", ended {}", dates::half_date(to))
        });
        format!("{}{to}", words::since(from))
    };
    facts.push(Fact::new("Since", span(post.span.from, post.span.to)));
    for row in people.belongings_of(&post.id) {
        let mut said = Prose::default()
            .link(words::body_name(&row.body), links::posts_of(&row.body, on))
            .text(format!(": {}", span(row.span.from, row.span.to)));
        if let Some(announced) = row.announced {
            said = said.text(format!("; announced in {}", dates::half_date(announced)));
        }
        if !row.note.is_empty() {
            said = said.text(format!("; {}", row.note));
        }
        let said = said.text(". ").and(words::source(&row.origin.source));
        facts.push(Fact::new("Body", said));
    }
    for remit in people
        .remits_of(&post.id)
        .filter(|row| row.span.covers(day))
    {
        let said = match &remit.of {
            RemitOf::Body(code) => words::bodies([code], on),
            RemitOf::Matter(matter) => Prose::from(matter.clone()),
        };
        facts.push(Fact::new("Answers for", said));
    }
    if post.seats > 1 {
        facts.push(Fact::new(
            "Seats",
            format!("{} people may hold it at one time", post.seats),
        ));
    }
    let linked = |posts: Vec<&Post>| {
        let mut prose = Prose::default();
        for other in posts {
            if !prose.is_empty() {
                prose = prose.text(", ");
            }
            prose = prose.link(other.title.clone(), links::post(&other.id, on));
        }
        prose
    };
    let before = post
        .succeeds
        .iter()
        .filter_map(|id| people.post(id))
        .collect::<Vec<_>>();
    if !before.is_empty() {
        facts.push(Fact::new("Took the place of", linked(before)));
    }
    let after = people.successors_of(&post.id).collect::<Vec<_>>();
    if !after.is_empty() {
        facts.push(Fact::new("Its place was taken by", linked(after)));
    }
    if !post.note.is_empty() {
        facts.push(Fact::new("Note", post.note.clone()));
    }
    facts.push(Fact::new("Source", words::source(&post.origin.source)));
    facts
}
