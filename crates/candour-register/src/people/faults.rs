//! Rows of posts and people that can each be read and do not go together.

use std::collections::{BTreeMap, BTreeSet};

use candour_core::{BodyCode, Diagnostic};
use jiff::civil::Date;

use super::id::{PersonId, PostId};
use super::load::{PEOPLE, POST_BODIES, POSTS, PeopleRows, REMITS, REPORTS, TENURES};
use super::post::Post;
use super::reports::ReportsTo;
use super::tenure::Tenure;
use crate::origin::Origin;
use crate::register::Register;
use candour_curated::{Fault, Table};
use candour_curated::{HalfDate, Hedge, Span};

/// Every such fault, in the order of the files.
pub(super) fn of(rows: &PeopleRows, register: &Register) -> Vec<Fault> {
    let mut faults = Faults::default();
    let posts: BTreeMap<&PostId, &Post> = rows.posts.iter().map(|post| (&post.id, post)).collect();
    let known = |body: &BodyCode| register.body(body).is_some();
    twice(rows, &mut faults);
    for post in &rows.posts {
        for earlier in &post.succeeds {
            if *earlier == post.id {
                faults.add(
                    &POSTS,
                    &post.origin,
                    "succeeds",
                    "a post does not come after itself",
                );
            } else if !posts.contains_key(earlier) {
                faults.unknown_post(&POSTS, &post.origin, "succeeds", earlier);
            }
        }
    }
    for row in &rows.belongings {
        if faults.post(
            &POST_BODIES,
            &row.origin,
            &posts,
            &row.post,
            row.span,
            "valid_from",
        ) {
            continue;
        }
        match register.body(&row.body) {
            None => faults.unknown_body(&POST_BODIES, &row.origin, "body", &row.body),
            Some(body) => faults.within(
                &POST_BODIES,
                &row.origin,
                ["valid_from", "valid_to"],
                row.span,
                body.span,
                &format!("the body {}", body.code),
            ),
        }
    }
    let people: BTreeSet<&PersonId> = rows.people.iter().map(|person| &person.id).collect();
    for row in &rows.tenures {
        if let Some(person) = &row.person
            && !people.contains(person)
        {
            let message = format!("no row of people.csv has the person `{person}`");
            faults.add(&TENURES, &row.origin, "person", message);
        }
        faults.post(&TENURES, &row.origin, &posts, &row.post, row.span, "from");
    }
    two_holders(rows, &posts, &mut faults);
    for row in &rows.reports {
        faults.post(&REPORTS, &row.origin, &posts, &row.post, row.span, "from");
        match &row.to {
            ReportsTo::Post(to) if *to == row.post => {
                let message = "a post does not answer to itself";
                faults.add(&REPORTS, &row.origin, "reports_to", message);
            }
            ReportsTo::Post(to) if !posts.contains_key(to) => {
                faults.unknown_post(&REPORTS, &row.origin, "reports_to", to);
            }
            ReportsTo::Body(to) if !known(to) => {
                faults.unknown_body(&REPORTS, &row.origin, "reports_to", to);
            }
            ReportsTo::Post(_) | ReportsTo::Body(_) => {}
        }
    }
    rings(rows, &mut faults);
    for row in &rows.remits {
        faults.post(
            &REMITS,
            &row.origin,
            &posts,
            &row.post,
            row.span,
            "valid_from",
        );
    }
    faults.0
}

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, table: &Table, at: &Origin, heading: &str, message: impl Into<String>) {
        let column = table.headings.iter().position(|known| *known == heading);
        let column = u32::try_from(column.unwrap_or(0) + 1).unwrap_or(u32::MAX);
        self.0.push(Fault {
            file: table.file.into(),
            diagnostic: Diagnostic::error("register-row", message)
                .at_field(at.line, column, heading),
        });
    }

    fn unknown_post(&mut self, table: &Table, at: &Origin, heading: &str, post: &PostId) {
        let message = format!("no row of posts.csv has the post `{post}`");
        self.add(table, at, heading, message);
    }

    fn unknown_body(&mut self, table: &Table, at: &Origin, heading: &str, body: &BodyCode) {
        let message = format!("no row of bodies.csv has the body `{body}`");
        self.add(table, at, heading, message);
    }

    /// The post of a row: whether it is known, and existed for as long. True where there was a fault.
    fn post(
        &mut self,
        table: &Table,
        at: &Origin,
        posts: &BTreeMap<&PostId, &Post>,
        id: &PostId,
        span: Span,
        from: &str,
    ) -> bool {
        let before = self.0.len();
        match posts.get(id) {
            None => self.unknown_post(table, at, "post", id),
            Some(post) => {
                let to = if from == "from" { "to" } else { "valid_to" };
                let whole = format!("the post {id}");
                self.within(table, at, [from, to], span, post.span, &whole);
            }
        }
        self.0.len() > before
    }

    /// A row that surely begins before the whole that it is of, or surely goes on after it.
    fn within(
        &mut self,
        table: &Table,
        at: &Origin,
        [from, to]: [&str; 2],
        part: Span,
        whole: Span,
        name: &str,
    ) {
        if let (Some(begins), Some(first)) = (part.from, whole.from)
            && first.hedge() != Some(Hedge::By)
            && begins.last_day() < first.first_day()
        {
            let message = format!("{begins} is before {name} existed, from {first}");
            self.add(table, at, from, message);
        }
        let Some(last) = whole.to.filter(|last| last.hedge() != Some(Hedge::After)) else {
            return;
        };
        if let Some(begins) = part.from
            && begins.hedge() != Some(Hedge::By)
            && last.last_day() < begins.first_day()
        {
            let message = format!("{begins} is after {name} ended, {last}");
            self.add(table, at, from, message);
        }
        if let Some(ends) = part.to
            && ends.hedge() != Some(Hedge::By)
            && last.last_day() < ends.first_day()
        {
            let message = format!("{ends} is after {name} ended, {last}");
            self.add(table, at, to, message);
        }
    }
}

/// Two rows with one id.
fn twice(rows: &PeopleRows, faults: &mut Faults) {
    let mut lines: BTreeMap<&PostId, u32> = BTreeMap::new();
    for post in &rows.posts {
        match lines.get(&post.id) {
            Some(line) => {
                let message = format!("the post `{}` stands on line {line} already", post.id);
                faults.add(&POSTS, &post.origin, "id", message);
            }
            None => {
                lines.insert(&post.id, post.origin.line);
            }
        }
    }
    let mut lines: BTreeMap<&PersonId, u32> = BTreeMap::new();
    for person in &rows.people {
        match lines.get(&person.id) {
            Some(line) => {
                let message = format!("the person `{}` stands on line {line} already", person.id);
                faults.add(&PEOPLE, &person.origin, "id", message);
            }
            None => {
                lines.insert(&person.id, person.origin.line);
            }
        }
    }
}

/// More holders of one post at one time than it has seats, however half-known dates are read.
fn two_holders(rows: &PeopleRows, posts: &BTreeMap<&PostId, &Post>, faults: &mut Faults) {
    let mut by_post: BTreeMap<&PostId, Vec<&Tenure>> = BTreeMap::new();
    for tenure in &rows.tenures {
        by_post.entry(&tenure.post).or_default().push(tenure);
    }
    for (id, tenures) in by_post {
        let seats = posts.get(id).map_or(1, |post| usize::from(post.seats));
        for (place, one) in tenures.iter().enumerate() {
            let at_once: Vec<&&Tenure> = tenures[..place]
                .iter()
                .filter(|other| one.shown().surely_overlaps(&other.shown()))
                .collect();
            let Some(other) = at_once.last().filter(|_| at_once.len() >= seats) else {
                continue;
            };
            let message = format!(
                "{} and {} (line {}) hold the post {id} at one time",
                who(one),
                who(other),
                other.origin.line
            );
            faults.add(&TENURES, &one.origin, "from", message);
        }
    }
}

fn who(tenure: &Tenure) -> &str {
    tenure
        .person
        .as_ref()
        .map_or("nobody", |person| person.as_str())
}

/// Lines of reporting that lead back to where they begin on some day: each ring once. A ring holds, if
/// ever, on the day on which the last of its rows begins.
fn rings(rows: &PeopleRows, faults: &mut Faults) {
    let days: BTreeSet<Date> = rows
        .reports
        .iter()
        .map(|row| row.span.from.map_or(Date::MIN, HalfDate::first_day))
        .collect();
    let mut told: BTreeSet<&PostId> = BTreeSet::new();
    for day in days {
        let lines: Vec<(&PostId, &PostId, &Origin)> = rows
            .reports
            .iter()
            .filter(|row| row.span.covers(day))
            .filter_map(|row| match &row.to {
                ReportsTo::Post(to) if *to != row.post => Some((&row.post, to, &row.origin)),
                ReportsTo::Post(_) | ReportsTo::Body(_) => None,
            })
            .collect();
        for (post, to, origin) in &lines {
            if told.contains(post) {
                continue;
            }
            let Some(ring) = ring(&lines, post, to) else {
                continue;
            };
            let words: Vec<&str> = ring.iter().map(|post| post.as_str()).collect();
            let message = format!(
                "the lines of reporting run in a ring: {}",
                words.join(", then ")
            );
            told.extend(ring);
            faults.add(&REPORTS, origin, "reports_to", message);
        }
    }
}

/// The way from `post` by way of `to` back to `post`, where there is one.
fn ring<'a>(
    lines: &[(&'a PostId, &'a PostId, &Origin)],
    post: &'a PostId,
    to: &'a PostId,
) -> Option<Vec<&'a PostId>> {
    // Each post reached, and the one below it by which it was reached.
    let mut below: BTreeMap<&PostId, &PostId> = BTreeMap::from([(to, post)]);
    let mut next = vec![to];
    while let Some(reached) = next.pop() {
        for (_, higher, _) in lines.iter().filter(|(from, _, _)| *from == reached) {
            if !below.contains_key(higher) {
                below.insert(higher, reached);
                next.push(higher);
            }
        }
    }
    let mut ring = vec![post];
    let mut at = *below.get(post)?;
    while at != post {
        ring.push(at);
        at = below.get(at)?;
    }
    ring.push(post);
    ring.reverse();
    Some(ring)
}
