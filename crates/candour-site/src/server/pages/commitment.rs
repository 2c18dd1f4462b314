//! `/commitments/{file}/{line}`: a curated row, what it says, and the verdicts that rest on it.

use candour_archive::KnownBody;
use candour_assessment::commitment::{Commitment, Pledges, RowPlace, Targets, curated_row};
use candour_assessment::verdict::Rests;
use candour_core::{BodyCode, Level};
use candour_findings::{plan_year, plan_years, pledges};

use crate::format::{capital, plural};
use crate::server::answer::{Answer, Reading};
use crate::server::error::AppError;
use crate::server::links;
use crate::server::people_words;
use crate::server::plan_words;
use crate::server::promise_words as words;
use crate::views::{ArticleView, Block, Fact, Nav, Prose, Section};

/// England, for whom something can be asked before any file is held.
pub(super) fn england() -> KnownBody {
    KnownBody {
        code: BodyCode::england(),
        name: "England".to_owned(),
        level: Level::England,
        parent: None,
        parent_name: None,
        first: None,
        last: None,
    }
}

pub(in crate::server) fn answer(
    reading: &Reading<'_>,
    file: &str,
    line: &str,
) -> Result<Answer, AppError> {
    let none = || AppError::not_found("There is no such row of a file of commitments");
    let line: u32 = line.parse().map_err(|_| none())?;
    let row = curated_row(file, line).ok_or_else(none)?;
    let named = commitment_at(file, line);
    let heading = match named {
        Some(commitment) => commitment.title.clone(),
        None => row_title(&row.cells),
    };
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::None;
    let cells = row
        .cells
        .iter()
        .filter(|(name, cell)| !cell.is_empty() && name != "source")
        .map(|(name, cell)| {
            Fact::new(
                capital(&name.replace('_', " ")),
                body_or_text(reading, name, cell),
            )
        })
        .collect();
    let mut sections = vec![
        Section::new("row", "What the row says").with(Block::Facts(cells)),
        Section::new("from", "Where it is from").with(Block::Facts(vec![
            Fact::new("Source", people_words::source(row.cell("source"))),
            Fact::new("File", Prose::from(format!("{}/{}", row.folder, row.file))),
            Fact::new(
                "Line",
                Prose::from(format!("{line}, the header being line 1")),
            ),
        ])),
    ];
    sections.push(rests(reading, file, line)?);
    let view = ArticleView {
        page,
        kicker: Prose::from(format!("Receipt: {} line {line}", row.file)),
        heading,
        lede: Prose::from(
            "A row of the project’s own files, taken by hand from the source that it names. It is shown as it stands.",
        ),
        sections,
    };
    Ok(Answer::html(view.render()?))
}

/// The commitment of which this is the row.
fn commitment_at(file: &str, line: u32) -> Option<&'static Commitment> {
    let targets = Targets::bundled().all().iter();
    targets
        .chain(Pledges::bundled().all())
        .find(|commitment| *commitment.place.file == *file && commitment.place.line == line)
}

/// A body's code as a link with its name; everything else as it stands.
fn body_or_text(reading: &Reading<'_>, name: &str, cell: &str) -> Prose {
    match BodyCode::new(cell) {
        Ok(code) if name == "body" => Prose::default()
            .link(
                people_words::body_name(&code),
                links::body(&code, reading.view()),
            )
            .text(format!(" ({code})")),
        _ => Prose::from(cell.to_owned()),
    }
}

/// What to call a row that has no title of its own.
fn row_title(cells: &[(String, String)]) -> String {
    let cell = |name: &str| {
        cells
            .iter()
            .find(|(heading, _)| heading == name)
            .map(|(_, cell)| cell.as_str())
            .unwrap_or_default()
    };
    let body = BodyCode::new(cell("body")).map(|code| people_words::body_name(&code));
    let first = body.unwrap_or_else(|_| {
        let named = ["fact", "line", "title"].map(cell);
        let named = named.into_iter().find(|name| !name.is_empty());
        capital(&named.unwrap_or("A row of figures").replace('-', " "))
    });
    let rest: Vec<&str> = ["indicator", "stage", "year", "period"]
        .into_iter()
        .map(cell)
        .filter(|cell| !cell.is_empty())
        .collect();
    match rest.is_empty() {
        true => first,
        false => format!("{first}: {}", rest.join(", ")),
    }
}

/// The verdicts that rest on the row.
fn rests(reading: &Reading<'_>, file: &str, line: u32) -> Result<Section, AppError> {
    let is_it = |place: &RowPlace| *place.file == *file && place.line == line;
    let on_it = |rests: &[Rests]| {
        rests.iter().any(|rests| match rests {
            Rests::Row { place, .. } => is_it(place),
            Rests::Figure { .. } => false,
        })
    };
    let as_at = reading.as_at();
    let mut lines = Vec::new();
    for judged in pledges(as_at) {
        if is_it(&judged.commitment.place) || on_it(&judged.verdict.rests) {
            lines.push(
                Prose::default()
                    .link(
                        judged.commitment.title.clone(),
                        plan_words::pledge_link(&judged.commitment),
                    )
                    .text(": ")
                    .verdict(judged.verdict.outcome),
            );
        }
    }
    if let Some(target) = Targets::bundled()
        .all()
        .iter()
        .find(|target| is_it(&target.place))
    {
        lines.push(Prose::from("Every verdict on it: ").link(
            target.title.clone(),
            words::target_link(target, reading.view()),
        ));
    }
    for year in plan_years() {
        let of_year = plan_year(reading.snapshot, year, None, as_at)?;
        for body in of_year.systems.bodies.iter().chain(&of_year.trusts.bodies) {
            let beside = body.verdict.beside.iter().any(|row| is_it(&row.place));
            if !on_it(&body.verdict.verdict.rests) && !beside {
                continue;
            }
            let name = people_words::body_name(&body.body);
            let said = Prose::default()
                .link(
                    format!("{name}, plan of {year}"),
                    plan_words::body_plan_link(reading, &body.body, year),
                )
                .text(": ")
                .verdict(body.verdict.verdict.outcome);
            lines.push(if beside {
                said.text(" (the row stands beside and does not count)")
            } else {
                said
            });
        }
    }
    let words = match lines.len() {
        0 => "No verdict rests on it.".to_owned(),
        some => format!("{} on it.", plural(some, "verdict rests", "verdicts rest")),
    };
    let section = Section::new("rests", "What rests on it").with(Block::Words(Prose::from(words)));
    Ok(if lines.is_empty() {
        section
    } else {
        section.with(Block::List(lines))
    })
}
