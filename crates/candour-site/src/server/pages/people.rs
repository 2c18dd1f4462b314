//! `/people` and `/people/{id}`.

use candour_register::{People, Person, PersonId, Tenure};
use jiff::civil::Date;

use super::posts::until;
use crate::charts::{self, Bar, Timeline};
use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::error::{AppError, Nearest};
use crate::server::links;
use crate::server::people_words as words;
use crate::views::{
    Link, Markup, Nav, OnControl, PeopleView, PersonRow, PersonView, Prose, TenureRow,
};

/// The day asked for, else today.
pub(super) fn day(reading: &Reading<'_>) -> Date {
    reading.params.on.unwrap_or(reading.today)
}

pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let people = People::bundled();
    let day = day(reading);
    let on = reading.params.on;
    let mut rows = Vec::new();
    let mut others = Vec::new();
    let mut everybody: Vec<&Person> = people.rows().people.iter().collect();
    everybody.sort_by_key(|person| surname(&person.name));
    for person in everybody {
        let before = rows.len();
        for tenure in people.tenures_of_person(&person.id) {
            let holders = people.holders_on(&tenure.post, day);
            let held = holders
                .iter()
                .find(|holder| std::ptr::eq(holder.tenure, tenure));
            let (Some(holder), Some(post)) = (held, people.post(&tenure.post)) else {
                continue;
            };
            let bodies = people.bodies_on(&post.id, day);
            let sure = words::sure(holder);
            rows.push(PersonRow {
                person: Link::new(person.name.clone(), links::person(&person.id, on)),
                post: Link::new(post.title.clone(), links::post(&post.id, on)),
                bodies: words::bodies(bodies.iter().map(|row| &row.body), on),
                since: words::since(tenure.span.from),
                sure: if sure.is_empty() {
                    "known".to_owned()
                } else {
                    sure
                },
            });
        }
        if rows.len() == before {
            others.push(Link::new(
                person.name.clone(),
                links::person(&person.id, on),
            ));
        }
    }
    let count = people.rows().people.len() - others.len();
    let heading = match count {
        0 => format!("Nobody is known to hold a post on {}", dates::day(day)),
        _ => format!(
            "{} of public posts on {}",
            plural(count, "holder", "holders"),
            dates::day(day)
        ),
    };
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::People;
    let last = rows
        .iter()
        .filter(|row| row.sure.starts_with("last known"))
        .count();
    let view = PeopleView {
        page,
        heading,
        control: OnControl {
            action: "/people".to_owned(),
            on: day.to_string(),
            hidden: reading.hidden(&["on"]),
            note: String::new(),
        },
        finding: match last {
            0 => format!("{} in posts, by surname", plural(count, "person", "people")),
            last => format!(
                "{} in posts, by surname; for {} of {} no source held here is as late as this day",
                plural(count, "person", "people"),
                last,
                plural(rows.len(), "row", "rows")
            ),
        },
        rows,
        others,
    };
    Ok(Answer::html(view.render()?))
}

fn surname(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or(name).to_lowercase()
}

/// A person by their id; else the nearest by the words of it.
pub(in crate::server) fn find(id: &str) -> Result<&'static Person, AppError> {
    let people = People::bundled();
    let found = id
        .parse::<PersonId>()
        .ok()
        .and_then(|id| people.person(&id));
    found.ok_or_else(|| {
        let shown: String = id.chars().take(60).collect();
        let mut nearest: Vec<Nearest> = Vec::new();
        for word in shown.split(['-', ' ']).filter(|word| word.len() > 2) {
            for person in people.find_people(word) {
                if nearest.len() < 6 && !nearest.iter().any(|near| near.id == person.id.as_str()) {
                    nearest.push(Nearest {
                        id: person.id.to_string(),
                        name: person.name.clone(),
                        kind: "person",
                        path: links::person(&person.id, None),
                    });
                }
            }
        }
        AppError::NotFound {
            heading: format!("There is no holder of a post “{shown}”"),
            nearest,
        }
    })
}

pub(in crate::server) fn one(reading: &Reading<'_>, id: &str) -> Result<Answer, AppError> {
    let people = People::bundled();
    let person = find(id)?;
    let day = day(reading);
    let on = reading.params.on;
    let tenures = people.tenures_of_person(&person.id);
    let state = state(people, &tenures, day, on);
    let finding = format!(
        "{} known here",
        plural(tenures.len(), "post is", "posts are")
    );
    let title = |tenure: &Tenure| {
        people
            .post(&tenure.post)
            .map_or_else(String::new, |post| post.title.clone())
    };
    let bars = tenures.iter().map(|tenure| {
        let end = people
            .post(&tenure.post)
            .and_then(|post| post.span.to)
            .map_or(day, |to| to.last_day().min(day));
        Bar {
            label: title(tenure),
            parts: words::stretches(tenure, end),
        }
    });
    let desc: Vec<String> = tenures
        .iter()
        .map(|tenure| {
            format!(
                "{}: {} to {}.",
                title(tenure),
                words::since(tenure.span.from),
                until(tenure)
            )
        })
        .collect();
    let chart = Timeline {
        id: "posts-chart".to_owned(),
        title: format!("{}: {finding}", person.name),
        desc: desc.join(" "),
        bars: bars.filter(|bar| !bar.parts.is_empty()).collect(),
        on: day,
        on_words: dates::day(day),
    };
    let rows = tenures.iter().rev().map(|tenure| {
        let holders = people.holders_on(&tenure.post, day);
        TenureRow {
            who: Prose::default().link(title(tenure), links::post(&tenure.post, on)),
            from: words::since(tenure.span.from),
            to: until(tenure),
            bodies: words::bodies(people.belongings_of(&tenure.post).map(|row| &row.body), on),
            note: tenure.note.clone(),
            source: words::source(&tenure.origin.source),
            here: holders
                .iter()
                .any(|holder| std::ptr::eq(holder.tenure, *tenure)),
        }
    });
    let mut page = reading.page(
        person.name.clone(),
        vec![reading.root(), Link::new("People", "/people")],
        false,
    );
    page.nav = Nav::People;
    let view = PersonView {
        page,
        name: person.name.clone(),
        state,
        control: OnControl {
            action: links::person(&person.id, None),
            on: day.to_string(),
            hidden: reading.hidden(&["on"]),
            note: String::new(),
        },
        chart: Markup::of_chart(charts::timeline_both(&chart)),
        finding,
        tenures: rows.collect(),
        source: words::source(&person.origin.source),
    };
    Ok(Answer::html(view.render()?))
}

/// What the person holds on the day, in a sentence.
fn state(people: &People, tenures: &[&Tenure], day: Date, on: Option<Date>) -> Prose {
    let mut prose = Prose::default();
    for tenure in tenures {
        let holders = people.holders_on(&tenure.post, day);
        let held = holders
            .iter()
            .find(|holder| std::ptr::eq(holder.tenure, *tenure));
        let (Some(holder), Some(post)) = (held, people.post(&tenure.post)) else {
            continue;
        };
        let sure = words::sure(holder);
        let space = if prose.is_empty() { "" } else { " " };
        prose = prose
            .text(space)
            .link(post.title.clone(), links::post(&post.id, on))
            .text(if sure.is_empty() {
                format!(" on {}.", dates::day(day))
            } else {
                format!(" ({sure}).")
            });
    }
    if prose.is_empty() {
        return Prose::from(format!("In no post known here on {}.", dates::day(day)));
    }
    prose
}
