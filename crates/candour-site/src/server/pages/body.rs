//! `/bodies/{code}`.

use candour_archive::{KnownBody, usual_basis};
use candour_core::{Basis, Level, Month, Status};
use candour_register::Register;

use crate::server::answer::{Answer, Reading};
use crate::server::common::{caveats, latest_month, publishers, starter, undated};
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::league::capital;
use crate::server::links;
use crate::server::told::Told;
use crate::server::wording::{self, Tally};
use crate::views::{BodyEnd, BodyView, Fact, MeasureGroup, Multiple, PartsGroup, Prose};

pub(in crate::server) fn answer(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    let (code, ending) = downloads::split(last)?;
    let body = reading.snapshot.body(code)?;
    if let Some(ending) = ending {
        return file(reading, &body, ending);
    }
    let all = reading.all_of(&body.code, body.level, &body.name)?;
    let mut tally = Tally::default();
    // A board's measures have two series each; the usual one counts.
    let usual = usual_basis(body.level);
    all.iter()
        .filter(|told| told.series.key.basis == usual)
        .for_each(|told| tally.add(told.change()));
    let latest = latest_month(&all);
    let path = links::body(&body.code, links::View::default());
    let ended = ended(&body, reading);
    let title = match &ended {
        Some(end) => format!("{} ended on {}", body.name, end.on),
        None => format!("{}: {}", body.name, tally_title(tally, latest)),
    };
    let known = Register::bundled().body(&body.code);
    let view = BodyView {
        page: reading.page(title, crumbs(reading, &body), starter(&all)),
        name: body.name.clone(),
        code: body.code.to_string(),
        kind: capital(known.map_or_else(
            || wording::level_words(body.level).0,
            |known| known.kind.in_words(),
        )),
        facts: facts(reading, &body),
        ended,
        state: state(reading, tally, latest, &body),
        groups: groups(&all),
        notes: caveats(all.iter().map(|told| told.measure)),
        months_not_submitted: all.iter().filter_map(not_submitted).collect(),
        not_submitted: reading.all_not_submitted(&all)?,
        parts: parts(reading, &body)?,
        downloads: reading.downloads(&path, "every figure of this body"),
        control: reading.control(&path, undated(&all)),
        citation: reading.citation(
            &path,
            &body.name,
            &publishers(all.iter().map(|told| told.measure)),
        ),
    };
    Ok(Answer::html(view.render()?))
}

fn file(reading: &Reading<'_>, body: &KnownBody, ending: Ending) -> Result<Answer, AppError> {
    let all = reading.snapshot.figures_of_body(
        &body.code,
        body.level,
        reading.boundaries(),
        reading.params.as_known,
    )?;
    downloads::figures(reading, &all, ending, body.code.as_str(), &body.name)
}

fn tally_title(tally: Tally, latest: Option<Month>) -> String {
    let Some(latest) = latest else {
        return "no figures are held".to_owned();
    };
    let month = latest.in_words();
    let count = |number, words: &str| {
        format!(
            "{} {words} than usual",
            crate::format::plural(number, "measure", "measures")
        )
    };
    match (tally.worse, tally.better) {
        (0, 0) if tally.usual + tally.moved == 0 => format!("figures up to {month}"),
        (0, 0) => format!("no measure better or worse than usual in {month}"),
        (worse, 0) => format!("{} in {month}", count(worse, "worse")),
        (0, better) => format!("{} in {month}", count(better, "better")),
        (worse, better) => format!("{}, {better} better, in {month}", count(worse, "worse")),
    }
}

fn state(reading: &Reading<'_>, tally: Tally, latest: Option<Month>, body: &KnownBody) -> Prose {
    match (latest, reading.params.as_known) {
        (None, Some(day)) => Prose::from(format!(
            "No figure of this body was out by {}.",
            dates::day(day)
        )),
        _ => {
            let words = tally.in_words(latest);
            match body
                .last
                .filter(|last| latest.is_some_and(|latest| latest > *last))
            {
                Some(last) => Prose::from(format!(
                    "{words} Files last named it in {}.",
                    last.in_words()
                )),
                None => Prose::from(words),
            }
        }
    }
}

fn crumbs(reading: &Reading<'_>, body: &KnownBody) -> Vec<crate::views::Link> {
    let mut crumbs = vec![reading.root()];
    if let (Some(parent), Some(name)) = (&body.parent, &body.parent_name)
        && !parent.is_england()
    {
        crumbs.push(reading.body_link(parent, name));
    }
    if body.level == Level::England {
        crumbs.clear();
    }
    crumbs
}

fn ended(body: &KnownBody, reading: &Reading<'_>) -> Option<BodyEnd> {
    let last = Register::bundled().body(&body.code)?.span.to?;
    dates::has_passed(last, reading.today).then(|| BodyEnd {
        on: dates::half_date(last),
        successors: Vec::new(),
    })
}

fn facts(reading: &Reading<'_>, body: &KnownBody) -> Vec<Fact> {
    let mut facts = Vec::new();
    let known = Register::bundled().body(&body.code);
    if let (Some(parent), Some(name)) = (&body.parent, &body.parent_name)
        && !parent.is_england()
    {
        let link = reading.body_link(parent, name);
        let kind = Register::bundled()
            .body(parent)
            .map_or("part of", |parent| parent.kind.in_words());
        facts.push(Fact::new(
            capital(kind),
            Prose::default().link(link.text, link.href),
        ));
    }
    if let Some(since) = known.and_then(|known| known.span.from) {
        facts.push(Fact::new("Since", dates::half_date(since)));
    }
    if let (Some(first), Some(last)) = (body.first, body.last) {
        let seen = if first == last {
            first.in_words()
        } else {
            format!("{} to {}", first.in_words(), last.in_words())
        };
        facts.push(Fact::new("Named in files of", seen));
    }
    facts
}

/// The measures by their group; those of a board twice, for its residents and for who is treated
/// there, which differ.
fn groups(all: &[Told]) -> Vec<MeasureGroup> {
    let mut groups = Vec::new();
    for of_group in all.chunk_by(|one, next| one.measure.group == next.measure.group) {
        for basis in [Basis::Commissioner, Basis::Provider] {
            let of_basis = of_group
                .iter()
                .filter(|told| told.series.key.basis == basis);
            let multiples: Vec<Multiple> = of_basis.map(multiple).collect();
            let Some(first) = of_group.first().filter(|_| !multiples.is_empty()) else {
                continue;
            };
            let title = first.measure.group.in_words();
            groups.push(MeasureGroup {
                title: match (first.series.key.level, basis) {
                    (Level::Icb, Basis::Commissioner) => {
                        format!("{title}: its residents, by commissioner")
                    }
                    (Level::Icb, Basis::Provider) => {
                        format!("{title}: everybody treated there, by provider")
                    }
                    _ => title.to_owned(),
                },
                measures: multiples,
            });
        }
    }
    groups
}

fn multiple(told: &Told) -> Multiple {
    let id = format!("{}-{}", told.measure.id, told.series.key.basis);
    told.multiple(&id, &told.measure.title, String::new())
}

/// The months that the body itself did not submit.
fn not_submitted(told: &Told) -> Option<Prose> {
    let figures = told.series.figures.iter();
    let months: Vec<Month> = figures
        .filter(|figure| figure.status == Status::NotSubmitted)
        .map(|figure| figure.period)
        .collect();
    (!months.is_empty()).then(|| {
        Prose::from(format!(
            "{}: {}.",
            told.measure.title,
            dates::months(&months)
        ))
    })
}

/// The bodies under this one: those that the files put there, and those that the register does.
fn parts(reading: &Reading<'_>, body: &KnownBody) -> Result<Vec<PartsGroup>, AppError> {
    let mut inside = reading.snapshot.parts(&body.code)?;
    let level = match body.level {
        Level::England => Some(Level::Region),
        Level::Region => Some(Level::Icb),
        _ => None,
    };
    if let Some(level) = level {
        for other in reading.snapshot.bodies_at(level)? {
            let region = Register::bundled().region_of_board(
                other.code.as_str(),
                other.last.map_or(reading.today, Month::last_day),
            );
            let belongs = level == Level::Region || region.as_ref() == Some(&body.code);
            if belongs && !inside.iter().any(|known| known.code == other.code) {
                inside.push(other);
            }
        }
    }
    let mut groups = Vec::new();
    for level in [Level::Region, Level::Icb, Level::SubIcb, Level::Provider] {
        let bodies: Vec<_> = inside
            .iter()
            .filter(|part| part.level == level && part.code != body.code)
            .map(|part| reading.body_link(&part.code, &part.name))
            .collect();
        if !bodies.is_empty() {
            groups.push(PartsGroup {
                title: capital(wording::level_words(level).1),
                bodies,
            });
        }
    }
    Ok(groups)
}
