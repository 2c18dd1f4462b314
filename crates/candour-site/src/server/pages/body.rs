//! `/bodies/{code}`.

use candour_archive::{KnownBody, usual_basis};
use candour_core::{Basis, BodyCode, Level, Month, Status};
use candour_register::{Body, Boundaries, Kind, Register};
use jiff::civil::Date;

use crate::charts::family_tree_both;

use crate::server::accountable::accountable;
use crate::server::answer::{Answer, Reading};
use crate::server::briefings::feed_link;
use crate::server::common::{caveats, latest_month, publishers, starter, undated};
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::league::capital;
use crate::server::links;
use crate::server::promises;
use crate::server::told::Told;
use crate::server::wording::{self, Tally};
use crate::views::{BodyView, Fact, Link, Markup, MeasureGroup, Multiple, Prose};

use super::body_facts::Subject;
use super::body_parts::{day_of, parts};
use super::briefings::feed_path;

pub(in crate::server) fn answer(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    if let Some(code) = last.strip_suffix(".atom") {
        return super::feeds::of_body(reading, code);
    }
    let (code, ending) = downloads::split(last)?;
    let register = reading.snapshot.register()?;
    let body = find(reading, &register, code)?;
    let known = register.body(&body.code);
    let day = day_of(reading, known);
    let Shown { own, all, said } = shown(reading, known, &body, day)?;
    let reading = own.as_ref().unwrap_or(reading);
    if let Some(ending) = ending {
        return file(reading, &body, ending);
    }
    let mut tally = Tally::default();
    // A board's measures have two series each; the usual one counts.
    let usual = usual_basis(body.level);
    all.iter()
        .filter(|told| told.series.key.basis == usual)
        .for_each(|told| tally.add(told.change()));
    let latest = latest_month(&all);
    let path = links::body(&body.code, links::View::default());
    let subject = Subject {
        reading,
        register: &register,
        body: &body,
        known,
        day,
    };
    let ended = subject.ended();
    let title = match (&ended, latest) {
        (Some(end), _) => format!("{} ended on {}", body.name, end.on),
        (None, Some(_)) => format!("{}: {}", body.name, tally_title(tally, latest)),
        (None, None) => body.name.clone(),
    };
    let (parts, parts_note) = parts(reading, &register, &body, day)?;
    let tree = reading.family_tree(&register, &body.code, &body.name);
    let mut page = reading.page(title, crumbs(&subject), starter(&all));
    // A body without figures has no briefing.
    let mut follow = Prose::default();
    if !all.is_empty() {
        let feed = feed_path(&body.code);
        follow = reading.follow(&feed, &format!("body:{}", body.code), Some(&body.code));
        page.feed = Some(feed_link(&body.name, feed));
    }
    let view = BodyView {
        page,
        follow,
        name: body.name.clone(),
        code: body.code.to_string(),
        kind: capital(known.map_or_else(
            || wording::level_words(body.level).0,
            |known| known.kind.in_words(),
        )),
        facts: facts(&subject)?,
        before: subject.before(),
        after: if ended.is_some() {
            Vec::new()
        } else {
            subject.after()
        },
        ended,
        tree: tree.map(|tree| Markup::of_chart(family_tree_both(&tree))),
        about: about(known.map(|known| known.kind)),
        unattributed: subject.unattributed()?,
        state: state(reading, tally, latest, &body),
        promises: promises::section(reading, &body, &all)?,
        boundaries: if all.is_empty() {
            Prose::default()
        } else {
            said
        },
        groups: groups(&all),
        notes: caveats(all.iter().map(|told| told.measure)),
        months_not_submitted: all.iter().filter_map(not_submitted).collect(),
        not_submitted: reading.all_not_submitted(&all)?,
        on: dates::day(day),
        parts,
        parts_note,
        accountable: accountable(&body.code, day),
        origins: subject.origins(),
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

/// What the register says of it and, of a trust, its place in the oversight framework.
fn facts(subject: &Subject<'_>) -> Result<Vec<Fact>, AppError> {
    let mut facts = subject.facts();
    if subject.body.level == Level::Provider {
        facts.extend(super::frameworks::of_body(
            subject.reading,
            &subject.body.code,
        )?);
    }
    Ok(facts)
}

/// The body with this code. Bodies that have no figures by their kind (a department, a partnership) are
/// known to the register alone and have pages all the same.
pub(in crate::server) fn find(
    reading: &Reading<'_>,
    register: &Register,
    code: &str,
) -> Result<KnownBody, AppError> {
    let fault = match reading.snapshot.body(code) {
        Ok(body) => return Ok(body),
        Err(fault) => fault,
    };
    let spellings = [code.to_owned(), code.to_lowercase(), code.to_uppercase()];
    let known = spellings
        .iter()
        .filter_map(|code| BodyCode::new(code).ok())
        .find_map(|code| register.body(&code));
    let Some(known) = known else {
        return Err(fault.into());
    };
    Ok(KnownBody {
        code: known.code.clone(),
        name: known.name.clone(),
        level: known.kind.level().unwrap_or(Level::Provider),
        parent: None,
        parent_name: None,
        first: None,
        last: None,
    })
}

/// The figures to show, and on whose boundaries.
struct Shown<'a> {
    /// The reading that has them, where it is not that of the address.
    own: Option<Reading<'a>>,
    all: Vec<Told>,
    /// What to say of the boundaries.
    said: Prose,
}

/// A body's figures on the boundaries asked for. Where none are asked for and no file speaks of the body
/// under its own code (it has only just begun), on those of its first day: its history is its
/// predecessors'.
fn shown<'a>(
    reading: &Reading<'a>,
    known: Option<&Body>,
    body: &KnownBody,
    day: Date,
) -> Result<Shown<'a>, AppError> {
    let all = reading.all_of(&body.code, body.level, &body.name)?;
    let boundaries = reading.boundaries();
    let own_day = known
        .filter(|_| all.is_empty() && !reading.params.names_boundaries())
        .and_then(|known| {
            match (known.kind, known.span.from) {
                (Kind::Unattributed, _) => Some(day),
                // One that ended without a file that names it has no figures on any boundaries of its own.
                (kind, Some(from))
                    if kind.level().is_some()
                        && known
                            .span
                            .to
                            .is_none_or(|to| !dates::has_passed(to, reading.today)) =>
                {
                    Some(from.first_day())
                }
                _ => None,
            }
        });
    if let Some(own_day) = own_day {
        let own = reading.on_boundaries(Boundaries::On(own_day));
        let all = own.all_of(&body.code, body.level, &body.name)?;
        if !all.is_empty() {
            let said = match known.map(|known| known.kind) {
                Some(Kind::Unattributed) => on_words(own_day),
                _ => format!(
                    "No file held speaks of this body under its own code yet, so its figures are shown on its own boundaries, those of {}: earlier months are the sums of what now belongs to it.",
                    dates::day(own_day)
                ),
            };
            return Ok(Shown {
                own: Some(own),
                all,
                said: Prose::from(said),
            });
        }
    }
    let said = match boundaries {
        Boundaries::AsReported => "Figures are as reported: each month stands under the bodies that its file names.".to_owned(),
        Boundaries::Then => "Figures of each month stand under the bodies of that month, as the register knows them.".to_owned(),
        Boundaries::On(day) => on_words(day),
    };
    Ok(Shown {
        own: None,
        all,
        said: Prose::from(said),
    })
}

fn on_words(day: Date) -> String {
    format!(
        "Figures are on the boundaries of {}: every month is carried onto the bodies of that day.",
        dates::day(day)
    )
}

/// What a body of an uncommon kind is, in a sentence.
const fn about(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Unattributed) => {
            "Figures that have no known home on the boundaries shown stand here, so that all boards together are England as reported, to the last unit. It is no body: it is a word of this site’s own."
        }
        Some(Kind::Ccg) => {
            "Clinical commissioning groups bought care for a place from April 2013 to June 2022, when integrated care boards took over."
        }
        Some(Kind::HealthAuthority) => {
            "Primary care trusts and health authorities bought care for a place until March 2013, when clinical commissioning groups took over."
        }
        Some(Kind::System) => {
            "Partnerships and systems had no standing in law and no figures of their own."
        }
        Some(Kind::NationalBody | Kind::Other) => {
            "No statistics are reported under a code of this body."
        }
        Some(Kind::NationalCommissioner) => {
            "What NHS England itself commissions belongs to no integrated care board."
        }
        _ => "",
    }
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
        (None, None) => Prose::from(if body.first.is_some() {
            "Files name it, but no measure held here is reported at its level."
        } else {
            "Only the register knows it: no file held here reports figures under its code."
        }),
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

/// England, the region and the board on the day; for a body that only files know, what they put it under.
fn crumbs(subject: &Subject<'_>) -> Vec<Link> {
    let body = subject.body;
    if body.level == Level::England {
        return Vec::new();
    }
    let mut crumbs = vec![subject.reading.root()];
    let above = [subject.region(), subject.board_on(subject.day)];
    for code in above.into_iter().flatten() {
        let name = subject.register.name_or(code.as_str(), code.as_str());
        crumbs.push(subject.reading.body_link(&code, &name));
    }
    if crumbs.len() == 1
        && subject.known.is_none()
        && let (Some(parent), Some(name)) = (&body.parent, &body.parent_name)
        && !parent.is_england()
    {
        crumbs.push(subject.reading.body_link(parent, name));
    }
    crumbs
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
