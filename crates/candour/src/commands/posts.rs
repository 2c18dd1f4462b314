//! `posts`: who holds them, vacancies and how long, who they answer to, what changed.

use std::io::{self, Write as _};
use std::process::ExitCode;

use candour_core::BodyCode;
use candour_register::{
    ChangeShape, HolderShape, People, Post, PostShape, Register, ReportsToShape, VacancyShape,
};
use jiff::civil::Date;

use super::people::{NotThere, day, known, or_dash, sure_words};
use crate::cli::{self, Format, Global};
use crate::output::{self, Table};

pub(super) fn run(global: &Global, asked: &cli::Posts) -> anyhow::Result<ExitCode> {
    let (people, register) = (People::bundled(), Register::bundled());
    if let Some(body) = &asked.body {
        known(register, body)?;
        if asked.changes {
            return changes(global, people, register, body);
        }
    }
    let day = day(asked.on)?;
    let words = asked.words.join(" ");
    let mut found: Vec<&Post> = people.find_posts(&words);
    if let Some(body) = &asked.body {
        let matching = found;
        found = people
            .accountable_for(body, day)
            .into_iter()
            .map(|one| one.post)
            .filter(|post| matching.iter().any(|other| other.id == post.id))
            .collect();
    } else if words.is_empty() {
        found.retain(|post| people.exists_on(&post.id, day));
    }
    if found.is_empty() && !words.is_empty() {
        let shown: String = words.chars().take(60).collect();
        return Err(NotThere::new(
            format!("no post has a title like `{shown}`"),
            "`candour posts` lists the posts that there are; --on YYYY-MM-DD asks for another day",
        )
        .into());
    }
    let mut shapes: Vec<PostShape> = found
        .into_iter()
        .map(|post| PostShape::new(people, register, post, day))
        .collect();
    if asked.vacant {
        shapes.retain(|post| post.vacancy.is_some());
    }
    match global.format {
        Format::Json => output::json(&shapes)?,
        Format::Csv => output::csv(shapes.iter().flat_map(rows))?,
        Format::Table => match shapes.as_slice() {
            [post] if !words.is_empty() => detail(people, register, post, day)?,
            _ => print(&shapes, asked.vacant, day)?,
        },
    }
    Ok(ExitCode::SUCCESS)
}

/// A post and a holder as a row for a spreadsheet; a post without one has a row too.
#[derive(serde::Serialize)]
struct Row<'a> {
    post: &'a str,
    title: &'a str,
    bodies: String,
    on: &'a str,
    standing: &'static str,
    person: Option<&'a str>,
    name: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    seen: Option<&'a str>,
    sureness: Option<&'static str>,
    vacant_from: Option<&'a str>,
    vacant_days: Option<i32>,
    vacant_about: Option<bool>,
    reports_to: String,
    source: &'a str,
}

fn rows(post: &PostShape) -> Vec<Row<'_>> {
    if post.holders.is_empty() {
        return vec![row(post, None)];
    }
    post.holders
        .iter()
        .map(|holder| row(post, Some(holder)))
        .collect()
}

fn row<'a>(post: &'a PostShape, holder: Option<&'a HolderShape>) -> Row<'a> {
    let vacancy = post.vacancy.as_ref();
    Row {
        post: &post.id,
        title: &post.title,
        bodies: codes(post).join("; "),
        on: &post.on,
        standing: post.standing,
        person: holder.map(|holder| holder.person.as_str()),
        name: holder.map(|holder| holder.name.as_str()),
        from: holder.and_then(|holder| holder.from.as_deref()),
        to: holder.and_then(|holder| holder.to.as_deref()),
        seen: holder.and_then(|holder| holder.seen.as_deref()),
        sureness: holder.map(|holder| holder.sureness),
        vacant_from: vacancy.map(|vacancy| vacancy.from.as_str()),
        vacant_days: vacancy.map(|vacancy| vacancy.days),
        vacant_about: vacancy.map(|vacancy| vacancy.about),
        reports_to: titles(&post.reports_to).join("; "),
        source: &post.source,
    }
}

fn codes(post: &PostShape) -> Vec<&str> {
    post.bodies.iter().map(|body| body.code.as_str()).collect()
}

fn titles(all: &[ReportsToShape]) -> Vec<&str> {
    all.iter().map(|one| one.title.as_str()).collect()
}

fn days(vacancy: &VacancyShape) -> String {
    let about = if vacancy.about { "about " } else { "" };
    let unit = if vacancy.days == 1 { "day" } else { "days" };
    format!("{about}{} {unit}", vacancy.days)
}

fn vacant(vacancy: &VacancyShape) -> String {
    match &vacancy.until {
        Some(until) => format!("vacant from {} to {until}: {}", vacancy.from, days(vacancy)),
        None => format!("vacant since {}: {} so far", vacancy.from, days(vacancy)),
    }
}

fn holder(post: &PostShape) -> String {
    let names: Vec<&str> = post.holders.iter().map(|one| one.name.as_str()).collect();
    match (post.standing, &post.vacancy) {
        ("held", _) => names.join(" and "),
        (_, Some(vacancy)) => vacant(vacancy),
        ("not-then", _) => format!("no such post on {}", post.on),
        _ => "no holder known".to_owned(),
    }
}

fn print(shapes: &[PostShape], only_vacant: bool, day: Date) -> anyhow::Result<()> {
    let mut table = Table::new(&["post", "title", "bodies", "holder", "since", "how sure"]);
    for post in shapes {
        let first = post.holders.first();
        table.row([
            post.id.clone(),
            post.title.clone(),
            codes(post).join(", "),
            holder(post),
            or_dash(first.and_then(|one| one.from.as_deref())),
            first.map_or_else(
                || "-".to_owned(),
                |one| sure_words(one.sureness, one.seen.as_deref()),
            ),
        ]);
    }
    table.print(&mut io::stdout().lock())?;
    let count = shapes.len();
    let posts = if count == 1 { "post" } else { "posts" };
    output::tell(&if !only_vacant {
        format!("{count} {posts} on {day}, as far as known")
    } else if count == 0 {
        format!("no post is known to be vacant on {day}")
    } else {
        format!("{count} {posts} vacant on {day}")
    });
    Ok(())
}

fn detail(people: &People, register: &Register, post: &PostShape, day: Date) -> anyhow::Result<()> {
    let out = &mut io::stdout().lock();
    writeln!(out, "{}\n{}\n", post.id, post.title)?;
    writeln!(out, "on {day}   {}", holder(post))?;
    if let Some(one) = post.holders.first() {
        writeln!(
            out,
            "how sure        {}",
            sure_words(one.sureness, one.seen.as_deref())
        )?;
    }
    for body in &post.bodies {
        let (from, to) = (body.from.as_deref(), body.to.as_deref());
        write!(
            out,
            "body            {} ({}), {} to {}",
            body.name,
            body.code,
            or_dash(from),
            or_dash(to)
        )?;
        match &body.announced {
            Some(announced) => writeln!(out, ", announced {announced}")?,
            None => writeln!(out)?,
        }
    }
    for path in post
        .id
        .parse()
        .map_or_else(|_| Vec::new(), |id| people.paths_up(&id, day))
    {
        let steps: Vec<String> = path
            .iter()
            .map(|to| ReportsToShape::new(people, register, to).title)
            .collect();
        writeln!(out, "reports to      {}", steps.join(", then "))?;
    }
    for earlier in &post.succeeds {
        writeln!(out, "took the place  of {earlier}, which was another post")?;
    }
    for vacancy in &post.vacancies {
        writeln!(out, "vacancy         {}", vacant(vacancy))?;
    }
    if let Some(note) = &post.note {
        writeln!(out, "note            {note}")?;
    }
    writeln!(out, "source          {}\n", post.source)?;
    let mut table = Table::new(&["holder", "since", "until", "last shown", "source"]);
    for tenure in &post.tenures {
        table.row([
            tenure.name.clone().unwrap_or_else(|| "(vacant)".to_owned()),
            or_dash(tenure.from.as_deref()),
            or_dash(tenure.to.as_deref()),
            or_dash(tenure.seen.as_deref()),
            tenure.source.clone(),
        ]);
    }
    table.print(out)?;
    Ok(())
}

fn changes(
    global: &Global,
    people: &People,
    register: &Register,
    body: &BodyCode,
) -> anyhow::Result<ExitCode> {
    let changes: Vec<ChangeShape> = people
        .changes_of(register, body)
        .iter()
        .map(ChangeShape::from)
        .collect();
    match global.format {
        Format::Json => output::json(&changes)?,
        Format::Csv => output::csv(&changes)?,
        Format::Table => {
            let mut table = Table::new(&["date", "what", "post", "person or body", "source"]);
            for change in &changes {
                table.row([
                    change.date.clone(),
                    change.kind.to_owned(),
                    or_dash(change.title.as_deref()),
                    or_dash(change.name.as_deref().or(change.other.as_deref())),
                    change.source.clone(),
                ]);
            }
            table.print(&mut io::stdout().lock())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
