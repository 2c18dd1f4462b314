//! What changed in a body through time.

use candour_core::BodyCode;

use super::directory::People;
use super::post::{Belonging, Post};
use super::tenure::Person;
use crate::origin::Origin;
use crate::register::Register;
use candour_curated::words;
use candour_curated::{HalfDate, Hedge};

words! {
    /// What changed.
    ChangeKind, "a kind of change", {
        /// The body began.
        BodyBegan = "body-began",
        /// The body came after another.
        CameAfter = "came-after",
        /// A post was announced for the body.
        PostAnnounced = "post-announced",
        /// A post was created.
        PostCreated = "post-created",
        /// A post that existed came to belong to the body.
        PostJoined = "post-joined",
        /// A person took up a post.
        PersonCame = "person-came",
        /// A person left a post.
        PersonWent = "person-went",
        /// A post that goes on elsewhere no longer belongs to the body.
        PostLeft = "post-left",
        /// A post ended.
        PostEnded = "post-ended",
        /// The body went into another, or closed.
        WentInto = "went-into",
        /// The body ended.
        BodyEnded = "body-ended",
    }
}

/// One change, with the row that says so.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// When, as far as known.
    pub date: HalfDate,
    /// What.
    pub kind: ChangeKind,
    /// The post, where it is about one.
    pub post: Option<&'a Post>,
    /// The person, where it is about one.
    pub person: Option<&'a Person>,
    /// The other body of a succession.
    pub other: Option<&'a BodyCode>,
    /// What has to be known of the row.
    pub note: &'a str,
    /// Where the row comes from.
    pub origin: &'a Origin,
}

/// A date by which something was already so is no date of a change.
fn happened(date: Option<HalfDate>) -> Option<HalfDate> {
    date.filter(|date| date.hedge() != Some(Hedge::By))
}

impl People {
    /// What changed in a body, the earliest first: when it began and ended, what came before and
    /// after it, posts announced, created and ended, and who came and went.
    #[must_use]
    pub fn changes_of<'a>(&'a self, register: &'a Register, body: &'a BodyCode) -> Vec<Change<'a>> {
        let mut found = Vec::new();
        of_body(register, body, &mut found);
        for row in self
            .rows()
            .belongings
            .iter()
            .filter(|row| row.body == *body)
        {
            if let Some(post) = self.post(&row.post) {
                of_post(post, row, &mut found);
                self.of_holders(post, row, &mut found);
            }
        }
        found.sort_by_key(|change| (change.date.first_day(), change.kind));
        found
    }

    fn of_holders<'a>(&'a self, post: &'a Post, row: &Belonging, found: &mut Vec<Change<'a>>) {
        for tenure in self.tenures_of_post(&post.id) {
            let Some(person) = tenure.person.as_ref().and_then(|id| self.person(id)) else {
                continue;
            };
            let change = |date, kind| Change {
                date,
                kind,
                post: Some(post),
                person: Some(person),
                other: None,
                note: &tenure.note,
                origin: &tenure.origin,
            };
            if let Some(from) = happened(tenure.span.from)
                && row.span.covers(from.first_day())
            {
                found.push(change(from, ChangeKind::PersonCame));
            }
            if let Some(to) = tenure.span.to
                && row.span.covers(to.last_day())
            {
                found.push(change(to, ChangeKind::PersonWent));
            }
        }
    }
}

fn of_post<'a>(post: &'a Post, row: &'a Belonging, found: &mut Vec<Change<'a>>) {
    let change = |date, kind| Change {
        date,
        kind,
        post: Some(post),
        person: None,
        other: None,
        note: if row.note.is_empty() {
            &post.note
        } else {
            &row.note
        },
        origin: &row.origin,
    };
    let from = happened(row.span.from).filter(|from| from.hedge() != Some(Hedge::Announced));
    // Announced and in being from the same time is one change.
    let apart =
        |announced: &HalfDate| from.is_none_or(|from| from.first_day() != announced.first_day());
    if let Some(announced) = row.announced.filter(apart) {
        found.push(change(announced, ChangeKind::PostAnnounced));
    }
    if let Some(from) = from {
        let is_new = post.span.from.map(HalfDate::first_day) == Some(from.first_day());
        let kind = if is_new {
            ChangeKind::PostCreated
        } else {
            ChangeKind::PostJoined
        };
        found.push(change(from, kind));
    }
    if let Some(to) = row.span.to {
        let ended = post
            .span
            .to
            .is_some_and(|end| end.last_day() <= to.last_day());
        let kind = if ended {
            ChangeKind::PostEnded
        } else {
            ChangeKind::PostLeft
        };
        found.push(change(to, kind));
    }
}

fn of_body<'a>(register: &'a Register, code: &'a BodyCode, found: &mut Vec<Change<'a>>) {
    let change = |date, kind, other, note, origin| Change {
        date,
        kind,
        post: None,
        person: None,
        other,
        note,
        origin,
    };
    if let Some(body) = register.body(code) {
        if let Some(from) = happened(body.span.from) {
            found.push(change(from, ChangeKind::BodyBegan, None, "", &body.origin));
        }
        if let Some(to) = body.span.to {
            found.push(change(to, ChangeKind::BodyEnded, None, "", &body.origin));
        }
    }
    for row in register.successions_to(code) {
        let other = Some(&row.predecessor);
        found.push(change(
            row.date,
            ChangeKind::CameAfter,
            other,
            &row.note,
            &row.origin,
        ));
    }
    for row in register.successions_of(code) {
        let other = row.successor.as_ref();
        found.push(change(
            row.date,
            ChangeKind::WentInto,
            other,
            &row.note,
            &row.origin,
        ));
    }
}
