//! `people`: who holds which post.

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_core::BodyCode;
use candour_register::{People, PersonShape, Register, Standing, TenureShape};
use jiff::civil::Date;

use crate::cli::{self, Format, Global};
use crate::output::{self, Table};

/// What is not among the curated rows, and what to do about it.
#[derive(Debug)]
pub(crate) struct NotThere {
    what: String,
    pub(crate) hint: &'static str,
}

impl NotThere {
    pub(super) fn new(what: String, hint: &'static str) -> Self {
        Self { what, hint }
    }
}

impl fmt::Display for NotThere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for NotThere {}

/// The day asked for, else the day by the machine's clock.
pub(super) fn day(asked: Option<Date>) -> anyhow::Result<Date> {
    asked.map_or_else(crate::today, Ok)
}

/// A body that the register has.
pub(super) fn known<'a>(
    register: &'a Register,
    body: &BodyCode,
) -> Result<&'a candour_register::Body, NotThere> {
    register.body(body).ok_or_else(|| {
        NotThere::new(
            format!("no body `{body}` in the register"),
            "`candour posts` lists the posts with the codes of their bodies",
        )
    })
}

pub(super) fn run(global: &Global, asked: &cli::People) -> anyhow::Result<ExitCode> {
    let (people, register) = (People::bundled(), Register::bundled());
    let day = day(asked.on)?;
    let words = asked.name.join(" ");
    let mut found = people.find_people(&words);
    if let Some(body) = &asked.body {
        known(register, body)?;
        let holders: Vec<&str> = people
            .accountable_for(body, day)
            .into_iter()
            .filter_map(|one| match one.standing {
                Standing::Held(held) => Some(held),
                _ => None,
            })
            .flatten()
            .map(|holder| holder.person.id.as_str())
            .collect();
        found.retain(|person| holders.contains(&person.id.as_str()));
    }
    if found.is_empty() && !words.is_empty() {
        let shown: String = words.chars().take(60).collect();
        return Err(NotThere::new(
            format!("no holder of a post has a name like `{shown}`"),
            "`candour people` lists everybody who holds a post; --on YYYY-MM-DD asks for another day",
        )
        .into());
    }
    let mut shapes: Vec<PersonShape> = found
        .into_iter()
        .map(|person| PersonShape::new(people, person, day))
        .collect();
    if words.is_empty() {
        shapes.retain(|person| person.posts.iter().any(|post| post.sureness.is_some()));
    }
    match global.format {
        Format::Json => output::json(&shapes)?,
        Format::Csv => output::csv(shapes.iter().flat_map(rows))?,
        Format::Table => print(&shapes, words.is_empty(), day)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A tenure as a row for a spreadsheet.
#[derive(serde::Serialize)]
struct Row<'a> {
    person: &'a str,
    name: &'a str,
    post: &'a str,
    title: &'a str,
    bodies: String,
    from: &'a Option<String>,
    to: &'a Option<String>,
    seen: &'a Option<String>,
    on: &'a str,
    sureness: Option<&'static str>,
    acting: bool,
    note: &'a Option<String>,
    source: &'a str,
}

fn rows(person: &PersonShape) -> impl Iterator<Item = Row<'_>> {
    person.posts.iter().map(|post| Row {
        person: &person.id,
        name: &person.name,
        post: &post.post,
        title: &post.title,
        bodies: post.bodies.join("; "),
        from: &post.from,
        to: &post.to,
        seen: &post.seen,
        on: &person.on,
        sureness: post.sureness,
        acting: post.acting,
        note: &post.note,
        source: &post.source,
    })
}

pub(super) fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("-").to_owned()
}

/// How sure a tenure is on the day, in words.
pub(super) fn sure_words(sureness: &str, seen: Option<&str>) -> String {
    match (sureness, seen) {
        ("known", _) => "known".to_owned(),
        ("about", _) => "about: a date is known only so far".to_owned(),
        (_, Some(seen)) => format!("last known: shown by a source of {seen}"),
        (_, None) => "last known".to_owned(),
    }
}

fn print(shapes: &[PersonShape], of_the_day: bool, day: Date) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    if let ([person], false) = (shapes, of_the_day) {
        writeln!(out, "{}\n", person.name)?;
        for post in &person.posts {
            one(out, post, day)?;
        }
        return Ok(());
    }
    let mut table = Table::new(&["person", "post", "bodies", "since", "until", "how sure"]);
    let posts = shapes.iter().flat_map(|person| {
        let posts = person.posts.iter();
        posts
            .filter(|post| !of_the_day || post.sureness.is_some())
            .map(move |post| (person, post))
    });
    for (person, post) in posts {
        table.row([
            person.name.clone(),
            post.title.clone(),
            post.bodies.join(", "),
            or_dash(post.from.as_deref()),
            or_dash(post.to.as_deref()),
            post.sureness.map_or_else(
                || format!("not on {day}"),
                |sureness| sure_words(sureness, post.seen.as_deref()),
            ),
        ]);
    }
    table.print(out)?;
    let count = shapes.len();
    output::tell(&match (count, of_the_day) {
        (0, _) => format!("nobody is known to hold a post on {day}"),
        (1, true) => format!("1 person holds a post on {day}, as far as known"),
        (_, true) => format!("{count} people hold posts on {day}, as far as known"),
        (_, false) => format!("{count} people"),
    });
    Ok(())
}

fn one(out: &mut impl io::Write, post: &TenureShape, day: Date) -> io::Result<()> {
    writeln!(out, "{}", post.title)?;
    writeln!(out, "  post      {}", post.post)?;
    writeln!(out, "  bodies    {}", post.bodies.join(", "))?;
    writeln!(out, "  since     {}", or_dash(post.from.as_deref()))?;
    writeln!(out, "  until     {}", or_dash(post.to.as_deref()))?;
    let held = post.sureness.map_or_else(
        || "not held".to_owned(),
        |sureness| sure_words(sureness, post.seen.as_deref()),
    );
    writeln!(out, "  {day}  {held}")?;
    if let Some(note) = &post.note {
        writeln!(out, "  note      {note}")?;
    }
    writeln!(out, "  source    {}\n", post.source)
}
