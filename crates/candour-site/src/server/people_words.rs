//! Posts, holders, vacancies and changes in words, and as bars of a timeline.

use candour_core::BodyCode;
use candour_register::{
    Accountable, Change, ChangeKind, HalfDate, Hedge, Holder, People, Post, Precision, Register,
    ReportsTo, Standing, Sureness, Tenure, Vacancy,
};
use jiff::civil::Date;

use super::dates;
use super::links;
use super::wording::listed;
use crate::charts::{Part, Stretch};
use crate::format::{count_in_full, plural};
use crate::views::{ChangeLine, PostRow, Prose};

/// `since 1 April 2025`; what is known only so far says so.
pub(super) fn since(from: Option<HalfDate>) -> String {
    let Some(from) = from else {
        return String::new();
    };
    let plain = plain(from);
    match from.hedge() {
        Some(Hedge::Announced) => format!("announced {plain}"),
        Some(Hedge::By) => format!("by {plain}"),
        Some(Hedge::After) => format!("after {plain}"),
        Some(hedge) => format!("{} {plain}", hedge.as_str()),
        None => plain,
    }
}

/// A date without what is said instead of a plain date.
fn plain(date: HalfDate) -> String {
    let words = dates::half_date(date);
    match date.hedge() {
        Some(Hedge::Announced) => words.trim_end_matches(" (announced)").to_owned(),
        Some(hedge) => words
            .trim_start_matches(hedge.as_str())
            .trim_start()
            .to_owned(),
        None => words,
    }
}

/// The same behind a name in a sentence: `, since 1 April 2025`.
fn since_sentence(from: Option<HalfDate>) -> String {
    let Some(from) = from else {
        return String::new();
    };
    let plain = plain(from);
    match from.hedge() {
        Some(Hedge::Announced) if from.precision() == Precision::Day => {
            format!(", whose appointment was announced on {plain}")
        }
        Some(Hedge::Announced) => format!(", whose appointment was announced in {plain}"),
        Some(Hedge::By) => format!(", in post by {plain}"),
        Some(Hedge::After) => format!(", since some time after {plain}"),
        Some(hedge) => format!(", since {} {plain}", hedge.as_str()),
        None => format!(", since {plain}"),
    }
}

/// How sure it is, where it is not known.
pub(super) fn sure(holder: &Holder<'_>) -> String {
    match (holder.sureness, holder.tenure.seen_until()) {
        (Sureness::Known, _) => String::new(),
        (Sureness::About, _) => "about then".to_owned(),
        (Sureness::LastKnown, Some(seen)) => format!("last known, {}", plain(seen)),
        (Sureness::LastKnown, None) => "last known".to_owned(),
    }
}

fn acting(tenure: &Tenure) -> &'static str {
    if tenure.acting { " (acting)" } else { "" }
}

/// `about 154 days`.
pub(super) fn days(days: i32, about: bool) -> String {
    let about = if about { "about " } else { "" };
    let unit = if days == 1 { "day" } else { "days" };
    format!("{about}{} {unit}", count_in_full(f64::from(days)))
}

/// What the vacancy clock counts, in a sentence.
pub(super) fn clock_words(vacancy: &Vacancy<'_>, day: Date) -> String {
    let from = dates::day(vacancy.from);
    let so_far = format!("vacant on {}, counted from {from}.", dates::day(day));
    let all = match (vacancy.until, vacancy.days()) {
        (Some(until), Some(all)) if until > day => format!(
            " It was filled on {}, after {}.",
            dates::day(until),
            days(all, vacancy.about)
        ),
        _ => String::new(),
    };
    let why = if vacancy.about {
        " “About”, because a date that it is counted from is known only so far."
    } else {
        ""
    };
    format!("{so_far}{all}{why}")
}

/// Holders with links and commas.
fn names(holders: &[Holder<'_>], on: Option<Date>) -> Prose {
    let mut prose = Prose::default();
    for (place, holder) in holders.iter().enumerate() {
        if place > 0 {
            prose = prose.text(if place + 1 == holders.len() {
                " and "
            } else {
                ", "
            });
        }
        prose = prose
            .link(
                holder.person.name.clone(),
                links::person(&holder.person.id, on),
            )
            .text(acting(holder.tenure));
    }
    prose
}

/// Who holds a post on a day, for a cell.
pub(super) fn holder(standing: &Standing<'_>, day: Date, on: Option<Date>) -> Prose {
    match standing {
        Standing::NotThen => Prose::from("no such post then"),
        Standing::Held(holders) => names(holders, on),
        Standing::Vacant(vacancy) => Prose::from(format!(
            "vacant, {}",
            days(vacancy.days_by(day), vacancy.about)
        )),
        Standing::NoneKnown { .. } => Prose::from("no holder known"),
    }
}

/// Who holds a post on a day, in a sentence.
pub(super) fn sentence(post: &Post, standing: &Standing<'_>, day: Date, on: Option<Date>) -> Prose {
    let on_day = dates::day(day);
    match standing {
        Standing::NotThen => {
            let span = match (post.span.from, post.span.to) {
                (Some(from), _) if day < from.first_day() => {
                    format!("It is known here from {}.", since(Some(from)))
                }
                (_, Some(to)) => format!("It ended: {}.", dates::half_date(to)),
                _ => String::new(),
            };
            Prose::from(format!("There was no such post on {on_day}. {span}"))
        }
        Standing::Held(holders) => {
            let mut prose = match holders.first().map(|holder| holder.sureness) {
                Some(Sureness::LastKnown) => Prose::from("Last known holder: "),
                _ if holders.len() > 1 => Prose::from(format!("Holders on {on_day}: ")),
                _ => Prose::from("Held by "),
            };
            for (place, holder) in holders.iter().enumerate() {
                if place > 0 {
                    prose = prose.text("; ");
                }
                prose = prose
                    .link(
                        holder.person.name.clone(),
                        links::person(&holder.person.id, on),
                    )
                    .text(acting(holder.tenure))
                    .text(since_sentence(holder.tenure.span.from))
                    .text(doubt(holder));
            }
            prose.text(".")
        }
        Standing::Vacant(vacancy) => {
            let prose = Prose::from(format!("Vacant on {on_day}"));
            let Some(person) = vacancy.before.and_then(left) else {
                return prose.text(".");
            };
            let same = vacancy.before.is_some_and(|before| before.post == post.id);
            prose
                .text(": ")
                .link(person.name.clone(), links::person(&person.id, on))
                .text(if same {
                    " had left, and nobody had come."
                } else {
                    " had left the post whose place this one took, and nobody had come."
                })
        }
        Standing::NoneKnown { since: Some(end) } => Prose::from(format!(
            "No holder is known on {on_day}: the last that is known ended in {}.",
            dates::half_date(*end)
        )),
        Standing::NoneKnown { since: None } => {
            Prose::from(format!("No holder is known on {on_day}, nor before."))
        }
    }
}

fn left(tenure: &Tenure) -> Option<&'static candour_register::Person> {
    People::bundled().person(tenure.person.as_ref()?)
}

fn doubt(holder: &Holder<'_>) -> String {
    match (holder.sureness, holder.tenure.seen_until()) {
        (Sureness::Known, _) => String::new(),
        (Sureness::About, _) => " (a date is known only so far)".to_owned(),
        (Sureness::LastKnown, Some(seen)) if holder.tenure.seen.is_some() => format!(
            "; no end is recorded, and the last source that shows it is of {}",
            plain(seen)
        ),
        (Sureness::LastKnown, _) => "; no end is recorded, and no later source shows it".to_owned(),
    }
}

/// Bodies with links.
pub(super) fn bodies<'a>(codes: impl IntoIterator<Item = &'a BodyCode>, on: Option<Date>) -> Prose {
    let mut prose = Prose::default();
    for code in codes {
        if !prose.is_empty() {
            prose = prose.text(", ");
        }
        prose = prose.link(body_name(code), links::posts_of(code, on));
    }
    prose
}

pub(super) fn body_name(code: &BodyCode) -> String {
    Register::bundled().name_or(code.as_str(), code.as_str())
}

/// The names of bodies in words.
pub(super) fn body_names<'a>(codes: impl IntoIterator<Item = &'a BodyCode>) -> String {
    let names: Vec<String> = codes.into_iter().map(body_name).collect();
    listed(&names)
}

/// The link of one step of a line of reporting.
pub(super) fn step(to: &ReportsTo, on: Option<Date>) -> crate::views::Link {
    match to {
        ReportsTo::Post(id) => crate::views::Link::new(
            People::bundled()
                .post(id)
                .map_or_else(|| id.to_string(), |post| post.title.clone()),
            links::post(id, on),
        ),
        ReportsTo::Body(code) => crate::views::Link::new(body_name(code), String::new()),
    }
}

/// A row of a table of posts.
pub(super) fn post_row(one: &Accountable<'_>, day: Date, on: Option<Date>) -> PostRow {
    let people = People::bundled();
    let holders = match &one.standing {
        Standing::Held(holders) => holders.as_slice(),
        _ => &[],
    };
    let mut answers_to = Prose::default();
    for report in people.reports_of(&one.post.id, day) {
        if !answers_to.is_empty() {
            answers_to = answers_to.text("; ");
        }
        let link = step(&report.to, on);
        answers_to = if link.href.is_empty() {
            answers_to.text(link.text)
        } else {
            answers_to.link(link.text, link.href)
        };
    }
    let own = people.bodies_on(&one.post.id, day);
    let shared = match one.belonging {
        Some(_) => bodies(&one.shared_with, on),
        None => Prose::from("a post of ").and(bodies(own.iter().map(|row| &row.body), on)),
    };
    let mut sure_words: Vec<String> = holders
        .iter()
        .map(sure)
        .filter(|words| !words.is_empty())
        .collect();
    sure_words.dedup();
    PostRow {
        post: crate::views::Link::new(one.post.title.clone(), links::post(&one.post.id, on)),
        holder: holder(&one.standing, day, on),
        vacant: matches!(one.standing, Standing::Vacant(_)),
        since: holders
            .iter()
            .map(|holder| since(holder.tenure.span.from))
            .collect::<Vec<_>>()
            .join("; "),
        sure: sure_words.join("; "),
        shared,
        answers_to,
    }
}

/// `31 posts, 1 vacant, 3 without a known holder`.
pub(super) fn tally<'a>(standings: impl IntoIterator<Item = &'a Standing<'a>>) -> String {
    let (mut all, mut vacant, mut unknown, mut last) = (0, 0, 0, 0);
    for standing in standings {
        all += 1;
        match standing {
            Standing::Vacant(_) => vacant += 1,
            Standing::NoneKnown { .. } => unknown += 1,
            Standing::Held(held) if held.iter().all(|one| one.sureness == Sureness::LastKnown) => {
                last += 1;
            }
            Standing::Held(_) | Standing::NotThen => {}
        }
    }
    let mut words = vec![plural(all, "post", "posts")];
    if vacant > 0 {
        words.push(format!("{vacant} vacant"));
    }
    if last > 0 {
        words.push(format!("{last} by the last known holder only"));
    }
    if unknown > 0 {
        words.push(format!("{unknown} without a known holder"));
    }
    words.join(", ")
}

/// A source with its addresses as links.
pub(super) fn source(text: &str) -> Prose {
    let mut prose = Prose::default();
    let mut rest = text;
    while let Some(start) = rest.find("https://").or_else(|| rest.find("http://")) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|letter: char| letter.is_whitespace() || letter == ';')
            .unwrap_or(from.len());
        let (address, after) = from.split_at(end);
        let host = address
            .split("://")
            .nth(1)
            .and_then(|rest| rest.split('/').next())
            .unwrap_or(address)
            .trim_start_matches("www.");
        prose = prose.text(before).link(host, address);
        rest = after;
    }
    prose.text(rest)
}

/// The stretches of a tenure: known, known only so far, and not recorded until `until`.
pub(super) fn stretches(tenure: &Tenure, until: Date) -> Vec<Part> {
    let Some(from) = tenure.span.from else {
        return Vec::new();
    };
    let next = |date: HalfDate| date.last_day().tomorrow().unwrap_or(date.last_day());
    let kind = if tenure.person.is_some() {
        Stretch::Known
    } else {
        Stretch::Vacant
    };
    let mut parts = Vec::new();
    let mut add = |from: Date, until: Date, kind: Stretch| {
        if from < until {
            parts.push(Part { from, until, kind });
        }
    };
    // What is known only to a month or a year is pale up to its last possible day.
    let begun = if from.is_exact() {
        from.first_day()
    } else {
        next(from)
    };
    let seen = tenure.seen_until().map_or(begun, next);
    let end = match tenure.span.to {
        Some(to) if to.hedge() == Some(Hedge::By) => seen.max(begun).min(next(to)),
        Some(to) if !to.is_exact() => to.first_day().max(begun.min(next(to))),
        Some(to) => next(to),
        None => seen.max(begun),
    };
    add(from.first_day(), begun.min(end), Stretch::About);
    add(begun.min(end), end, kind);
    match tenure.span.to {
        Some(to) => add(end, next(to), Stretch::About),
        None => add(end, until, Stretch::Unrecorded),
    }
    parts
}

/// A change in a body, in words.
pub(super) fn change(change: &Change<'_>) -> ChangeLine {
    let post = |prose: Prose| match change.post {
        Some(post) => prose.link(post.title.clone(), links::post(&post.id, None)),
        None => prose,
    };
    let person = |prose: Prose| match change.person {
        Some(person) => prose.link(person.name.clone(), links::person(&person.id, None)),
        None => prose,
    };
    let other = || change.other.map_or_else(|| "nothing".to_owned(), body_name);
    let start = Prose::default();
    let what = match change.kind {
        ChangeKind::BodyBegan => start.text("The body began"),
        ChangeKind::BodyEnded => start.text("The body ended"),
        ChangeKind::CameAfter => start.text(format!("Came after {}", other())),
        ChangeKind::WentInto => start.text(format!("Went into {}", other())),
        ChangeKind::PostAnnounced => post(start.text("Post announced: ")),
        ChangeKind::PostCreated => post(start.text("Post created: ")),
        ChangeKind::PostJoined => post(start.text("Post became one of this body’s too: ")),
        ChangeKind::PostLeft => post(start.text("Post no longer one of this body’s: ")),
        ChangeKind::PostEnded => post(start.text("Post ended: ")),
        ChangeKind::PersonCame => post(person(start).text(" became ")),
        ChangeKind::PersonWent => post(person(start).text(" left as ")),
    };
    ChangeLine {
        date: since(Some(change.date)),
        what,
        source: source(&change.origin.source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_leads_to_where_it_is_stated() {
        let prose = source("HSJ, May 2018; https://www.example.org/a/b (2018-12-11)");
        let html = askama::Template::render(&prose).unwrap();
        assert_eq!(
            html.trim(),
            "HSJ, May 2018; <a href=\"https://www.example.org/a/b\">example.org</a> (2018-12-11)"
        );
    }

    #[test]
    fn beginnings_are_said_as_far_as_they_are_known() {
        let said = |text: &str| since(Some(text.parse().unwrap()));
        assert_eq!(
            [
                "2025-04-01",
                "2018",
                "by 2012",
                "announced 2024-06-03",
                "after 2025-04"
            ]
            .map(said),
            [
                "1 April 2025",
                "2018",
                "by 2012",
                "announced 3 June 2024",
                "after April 2025"
            ]
        );
        let in_sentence = |text: &str| since_sentence(Some(text.parse().unwrap()));
        assert_eq!(
            [
                "announced 2018-12",
                "announced 2024-06-03",
                "by 2012",
                "2018"
            ]
            .map(in_sentence),
            [
                ", whose appointment was announced in December 2018",
                ", whose appointment was announced on 3 June 2024",
                ", in post by 2012",
                ", since 2018",
            ]
        );
    }
}
