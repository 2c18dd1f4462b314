//! What in the rows of posts and people does not fit together, or is in doubt, without being a fault.

use candour_core::BodyCode;

use super::directory::People;
use super::id::PostId;
use super::tenure::Tenure;
use crate::check::{Finding, FindingKind};
use crate::origin::Origin;

/// Overlaps and doubts among posts and people, by kind and body: a holder who stays while another post
/// has taken the place of theirs, posts of which no holder is known, rows that nobody has confirmed.
/// The body of a finding is the post's first.
#[must_use]
pub fn check_people(people: &People) -> Vec<Finding> {
    let mut found = Vec::new();
    stayed(people, &mut found);
    nobody(people, &mut found);
    unverified(people, &mut found);
    found.sort_by(|a, b| {
        (a.kind, &a.body, &a.message, &a.origin).cmp(&(b.kind, &b.body, &b.message, &b.origin))
    });
    found
}

fn first_body(people: &People, post: &PostId) -> BodyCode {
    people
        .belongings_of(post)
        .next()
        .map_or_else(BodyCode::england, |row| row.body.clone())
}

fn explained(note: &str) -> Option<String> {
    Some(note.trim().to_owned()).filter(|note| !note.is_empty())
}

fn name(people: &People, tenure: &Tenure) -> String {
    tenure
        .person
        .as_ref()
        .and_then(|person| people.person(person))
        .map_or_else(|| "nobody".to_owned(), |person| person.name.clone())
}

/// Holders who stay while the posts that took the place of theirs are held.
fn stayed(people: &People, found: &mut Vec<Finding>) {
    for tenure in people
        .rows()
        .tenures
        .iter()
        .filter(|row| row.person.is_some())
    {
        let Some(post) = people.post(&tenure.post) else {
            continue;
        };
        let beside: Vec<(&Tenure, String)> = people
            .successors_of(&tenure.post)
            .flat_map(|next| {
                let held = people.tenures_of_post(&next.id);
                held.into_iter().map(move |row| (row, next.title.clone()))
            })
            .filter(|(next, _)| next.person.is_some())
            .filter(|(next, _)| next.shown().surely_overlaps(&tenure.shown()))
            .collect();
        let Some((first, _)) = beside.first() else {
            continue;
        };
        let words: Vec<String> = beside
            .iter()
            .map(|(next, title)| {
                let from = next
                    .span
                    .from
                    .map_or_else(String::new, |from| format!(" from {from}"));
                format!("{} ({title}{from})", name(people, next))
            })
            .collect();
        let until = tenure
            .span
            .to
            .map_or_else(String::new, |to| format!(" until {to}"));
        found.push(Finding {
            kind: FindingKind::Overlap,
            body: first_body(people, &post.id),
            message: format!(
                "{} is {}{until} beside whoever came after: {}",
                name(people, tenure),
                post.title,
                words.join(" and ")
            ),
            origin: tenure.origin.clone(),
            other: Some(first.origin.clone()),
            explanation: explained(&tenure.note),
        });
    }
}

/// Posts of which no holder is known at any time.
fn nobody(people: &People, found: &mut Vec<Finding>) {
    for post in &people.rows().posts {
        if people.tenures_of_post(&post.id).is_empty() {
            found.push(Finding {
                kind: FindingKind::Gap,
                body: first_body(people, &post.id),
                message: format!("no holder of the post {} is known", post.title),
                origin: post.origin.clone(),
                other: None,
                explanation: explained(&post.note),
            });
        }
    }
}

fn unverified(people: &People, found: &mut Vec<Finding>) {
    let rows = people.rows();
    let mut doubt = |post: &PostId, what: &str, note: &str, origin: &Origin| {
        if note.trim_start().starts_with("unverified") {
            found.push(Finding {
                kind: FindingKind::Unverified,
                body: first_body(people, post),
                message: format!("{what} of the post {post}"),
                origin: origin.clone(),
                other: None,
                explanation: explained(note),
            });
        }
    };
    for row in &rows.posts {
        doubt(&row.id, "the row", &row.note, &row.origin);
    }
    for row in &rows.belongings {
        doubt(&row.post, "a body", &row.note, &row.origin);
    }
    for row in &rows.tenures {
        doubt(&row.post, "a holder", &row.note, &row.origin);
    }
    for row in &rows.reports {
        doubt(&row.post, "the reporting", &row.note, &row.origin);
    }
    for row in &rows.remits {
        doubt(&row.post, "a remit", &row.note, &row.origin);
    }
}
