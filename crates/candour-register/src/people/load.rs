//! The curated files of posts and people: all rows that can be read, and every fault.

use super::faults;
use super::post::{Belonging, Post, Remit, RemitOf};
use super::reports::{Report, ReportsTo};
use super::tenure::{Person, Tenure};
use crate::origin::origin;
use crate::register::Register;
use candour_curated::{Fault, Row, Table};

/// The curated files of posts and people as texts.
#[derive(Debug, Clone, Copy)]
pub struct PeopleFiles<'a> {
    /// `people.csv`
    pub people: &'a str,
    /// `posts.csv`
    pub posts: &'a str,
    /// `post_bodies.csv`
    pub post_bodies: &'a str,
    /// `tenures.csv`
    pub tenures: &'a str,
    /// `reports.csv`
    pub reports: &'a str,
    /// `remits.csv`
    pub remits: &'a str,
}

/// What the files say: rows that can be read, each with its origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleRows {
    /// People.
    pub people: Vec<Person>,
    /// Posts.
    pub posts: Vec<Post>,
    /// The bodies that posts belong to.
    pub belongings: Vec<Belonging>,
    /// People in posts.
    pub tenures: Vec<Tenure>,
    /// Posts that answer to others.
    pub reports: Vec<Report>,
    /// What posts answer for.
    pub remits: Vec<Remit>,
}

impl PeopleFiles<'static> {
    /// The files as they stand in the project.
    pub const BUNDLED: Self = Self {
        people: include_str!("../../../../data/register/people.csv"),
        posts: include_str!("../../../../data/register/posts.csv"),
        post_bodies: include_str!("../../../../data/register/post_bodies.csv"),
        tenures: include_str!("../../../../data/register/tenures.csv"),
        reports: include_str!("../../../../data/register/reports.csv"),
        remits: include_str!("../../../../data/register/remits.csv"),
    };
}

pub(super) const PEOPLE: Table = Table {
    file: "people.csv",
    headings: &["id", "name", "also", "note", "source"],
};
pub(super) const POSTS: Table = Table {
    file: "posts.csv",
    headings: &[
        "id",
        "title",
        "valid_from",
        "valid_to",
        "seats",
        "succeeds",
        "note",
        "source",
    ],
};
pub(super) const POST_BODIES: Table = Table {
    file: "post_bodies.csv",
    headings: &[
        "post",
        "body",
        "announced",
        "valid_from",
        "valid_to",
        "note",
        "source",
    ],
};
pub(super) const TENURES: Table = Table {
    file: "tenures.csv",
    headings: &[
        "post", "person", "from", "to", "seen", "acting", "note", "source",
    ],
};
pub(super) const REPORTS: Table = Table {
    file: "reports.csv",
    headings: &["post", "reports_to", "kind", "from", "to", "note", "source"],
};
pub(super) const REMITS: Table = Table {
    file: "remits.csv",
    headings: &["post", "remit", "valid_from", "valid_to", "note", "source"],
};

impl PeopleFiles<'_> {
    /// Reads the files: every row that can be read, and every fault with its file, line and column,
    /// also of rows that do not go together: a person in a post before there was such a post, a post
    /// or body that no row describes, two holders of one post at one time, a ring of reporting.
    #[must_use]
    pub fn read(&self, register: &Register) -> (PeopleRows, Vec<Fault>) {
        let mut faults = Vec::new();
        let rows = PeopleRows {
            people: PEOPLE.read(self.people, &mut faults, person),
            posts: POSTS.read(self.posts, &mut faults, post),
            belongings: POST_BODIES.read(self.post_bodies, &mut faults, belonging),
            tenures: TENURES.read(self.tenures, &mut faults, tenure),
            reports: REPORTS.read(self.reports, &mut faults, report),
            remits: REMITS.read(self.remits, &mut faults, |row| remit(row, register)),
        };
        faults.extend(faults::of(&rows, register));
        (rows, faults)
    }
}

fn person(row: &mut Row<'_>) -> Option<Person> {
    Some(Person {
        name: row.required("name"),
        also: row.several("also"),
        note: row.text("note").to_owned(),
        origin: origin(row),
        id: row.must("id")?,
    })
}

fn post(row: &mut Row<'_>) -> Option<Post> {
    let mut succeeds = Vec::new();
    for text in row.several("succeeds") {
        match text.parse() {
            Ok(id) => succeeds.push(id),
            Err(error) => {
                let error: super::id::IdError = error;
                row.fault("succeeds", error.to_string());
            }
        }
    }
    let seats = row.parsed("seats").unwrap_or(1);
    if seats == 0 {
        row.fault("seats", "expected 1 or more, saw 0");
    }
    Some(Post {
        title: row.required("title"),
        span: row.span("valid_from", "valid_to"),
        seats,
        succeeds,
        note: row.text("note").to_owned(),
        origin: origin(row),
        id: row.must("id")?,
    })
}

fn belonging(row: &mut Row<'_>) -> Option<Belonging> {
    Some(Belonging {
        announced: row.parsed("announced"),
        span: row.span("valid_from", "valid_to"),
        note: row.text("note").to_owned(),
        origin: origin(row),
        body: row.must("body")?,
        post: row.must("post")?,
    })
}

fn tenure(row: &mut Row<'_>) -> Option<Tenure> {
    let acting = match row.text("acting") {
        "" | "no" => false,
        "yes" => true,
        other => {
            let message = format!("expected yes or nothing, saw `{other}`");
            row.fault("acting", message);
            false
        }
    };
    // Without a first day, or a day by which it had begun, a tenure would reach back for ever.
    row.required("from");
    let found = Tenure {
        person: row.parsed("person"),
        span: row.span("from", "to"),
        seen: row.parsed("seen"),
        acting,
        note: row.text("note").to_owned(),
        origin: origin(row),
        post: row.must("post")?,
    };
    let early = found
        .seen
        .zip(found.span.from)
        .is_some_and(|(seen, from)| seen.last_day() < from.first_day());
    let late = found
        .seen
        .zip(found.span.to)
        .is_some_and(|(seen, to)| to.last_day() < seen.first_day());
    if early || late {
        let message = format!(
            "expected a day of the tenure, {} to {}, saw {}",
            row.text("from"),
            row.text("to"),
            row.text("seen")
        );
        row.fault("seen", message);
    }
    Some(found)
}

fn report(row: &mut Row<'_>) -> Option<Report> {
    let to = match row.required("kind").as_str() {
        "post" => row.must("reports_to").map(ReportsTo::Post),
        "body" => row.must("reports_to").map(ReportsTo::Body),
        "" => None,
        other => {
            let message = format!("expected post or body, saw `{other}`");
            row.fault("kind", message);
            None
        }
    };
    Some(Report {
        span: row.span("from", "to"),
        note: row.text("note").to_owned(),
        origin: origin(row),
        post: row.must("post")?,
        to: to?,
    })
}

fn remit(row: &mut Row<'_>, register: &Register) -> Option<Remit> {
    let text = row.required("remit");
    let body = candour_core::BodyCode::new(&text)
        .ok()
        .filter(|code| register.body(code).is_some());
    Some(Remit {
        of: body.map_or(RemitOf::Matter(text), RemitOf::Body),
        span: row.span("valid_from", "valid_to"),
        note: row.text("note").to_owned(),
        origin: origin(row),
        post: row.must("post")?,
    })
}
