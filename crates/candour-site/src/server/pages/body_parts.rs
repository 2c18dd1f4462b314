//! What is in a body on a day: regions, boards, trusts and sub-ICB locations.

use candour_archive::KnownBody;
use candour_core::{BodyCode, Level, Month};
use candour_register::{Body, Kind, LinkKind, Register};
use jiff::civil::Date;

use crate::server::answer::Reading;
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::league::capital;
use crate::server::wording;
use crate::views::{Link, PartsGroup, Prose};

/// Bodies of one sort in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct Inside {
    /// What they are, in words for a heading.
    pub(in crate::server) title: &'static str,
    /// The bodies, by name.
    pub(in crate::server) bodies: Vec<BodyCode>,
}

/// The day on which a body is looked at: the one asked for; else today, or its last day where it has
/// ended, or its first where it has not begun.
pub(in crate::server) fn day_of(reading: &Reading<'_>, body: Option<&Body>) -> Date {
    let span = body.map(|body| body.span).unwrap_or_default();
    match (reading.params.on, span.from, span.to) {
        (Some(day), _, _) => day,
        (None, _, Some(to)) if dates::has_passed(to, reading.today) => to.last_day(),
        (None, Some(from), _) if from.first_day() > reading.today => from.first_day(),
        (None, _, _) => reading.today,
    }
}

/// The bodies that the register puts under one on a day.
pub(in crate::server) fn inside(
    register: &Register,
    code: &BodyCode,
    kind: Kind,
    day: Date,
) -> Vec<Inside> {
    let mut all: Vec<BodyCode> = Vec::new();
    match kind {
        Kind::Nation => {
            all.extend(
                register
                    .boards_on(day)
                    .into_iter()
                    .map(|body| body.code.clone()),
            );
            let regions = register
                .bodies()
                .filter(|body| body.kind == Kind::Region && body.span.covers(day));
            all.extend(regions.map(|body| body.code.clone()));
        }
        Kind::Region => {
            all.extend(register.children_on(code, LinkKind::InRegion, day));
            let boards: Vec<BodyCode> = register
                .boards_on(day)
                .into_iter()
                .filter(|board| {
                    register.region_of_board(board.code.as_str(), day).as_ref() == Some(code)
                })
                .map(|board| board.code.clone())
                .collect();
            for board in &boards {
                let trusts = register.children_on(board, LinkKind::InSystem, day);
                all.extend(
                    trusts
                        .into_iter()
                        .filter(|code| sort(register, code) == TRUSTS),
                );
            }
            all.extend(boards);
        }
        _ => {
            for kind in [
                LinkKind::InSystem,
                LinkKind::PartOf,
                LinkKind::Hosts,
                LinkKind::Cluster,
            ] {
                all.extend(register.children_on(code, kind, day));
            }
        }
    }
    all.sort_by_cached_key(|code| (register.name_or(code.as_str(), ""), code.clone()));
    all.dedup();
    let titles = [
        "Regions",
        "Integrated care boards",
        SUB_ICBS,
        TRUSTS,
        "Other providers",
        "Other bodies",
    ];
    titles
        .into_iter()
        .map(|title| Inside {
            title,
            bodies: all
                .iter()
                .filter(|code| sort(register, code) == title)
                .cloned()
                .collect(),
        })
        .filter(|inside| !inside.bodies.is_empty())
        .collect()
}

const TRUSTS: &str = "Trusts";
const SUB_ICBS: &str = "Sub-ICB locations";

/// Under which heading a body stands.
fn sort(register: &Register, code: &BodyCode) -> &'static str {
    match register.body(code).map(|body| body.kind) {
        Some(Kind::Region) => "Regions",
        Some(Kind::Board) => "Integrated care boards",
        Some(Kind::SubIcb | Kind::Ccg) => SUB_ICBS,
        Some(Kind::Trust | Kind::CareTrust) => TRUSTS,
        Some(Kind::Provider | Kind::Site) => "Other providers",
        _ => "Other bodies",
    }
}

/// What is in a body on a day, for its page: what the register puts there, then what the files put there
/// that the register does not know. With it, what has to be said of that day.
pub(super) fn parts(
    reading: &Reading<'_>,
    register: &Register,
    body: &KnownBody,
    day: Date,
) -> Result<(Vec<PartsGroup>, Prose), AppError> {
    let known = register.body(&body.code);
    let kind = known.map_or(Kind::Provider, |known| known.kind);
    let is_living = register.is_living(&body.code, day);
    let mut groups = Vec::new();
    if is_living {
        for inside in inside(register, &body.code, kind, day) {
            let links = inside.bodies.iter().map(|code| {
                let name = register.name_or(code.as_str(), code.as_str());
                Link {
                    text: with_share(register, code, &body.code, name, day),
                    ..reading.body_link(code, "")
                }
            });
            groups.push(PartsGroup {
                title: inside.title.to_owned(),
                bodies: links.collect(),
                note: String::new(),
            });
        }
    }
    groups.extend(by_files(reading, register, body)?);
    Ok((groups, said(register, body, kind, is_living, day)))
}

/// A name, with how much of the body lies there where it is divided.
fn with_share(
    register: &Register,
    child: &BodyCode,
    parent: &BodyCode,
    name: String,
    day: Date,
) -> String {
    let share = register
        .parents_on(child, LinkKind::InSystem, day)
        .ok()
        .and_then(|parts| parts.into_iter().find(|part| part.body == *parent))
        .map(|part| part.share)
        .filter(|share| !share.is_whole());
    match share {
        Some(share) => format!("{name} (a part: {share})"),
        None => name,
    }
}

/// Bodies that files put under this one and the register does not know.
fn by_files(
    reading: &Reading<'_>,
    register: &Register,
    body: &KnownBody,
) -> Result<Vec<PartsGroup>, AppError> {
    let mut all = reading.snapshot.parts(&body.code)?;
    all.retain(|part| register.body(&part.code).is_none() && part.code != body.code);
    if let Some(month) = reading.params.on.and_then(Month::of) {
        all.retain(|part| {
            part.first.is_none_or(|first| first <= month)
                && part.last.is_none_or(|last| month <= last)
        });
    }
    let levels = [Level::Region, Level::Icb, Level::SubIcb, Level::Provider];
    let group = |level| {
        let bodies: Vec<Link> = all
            .iter()
            .filter(|part| part.level == level)
            .map(|part| reading.body_link(&part.code, &part.name))
            .collect();
        (!bodies.is_empty()).then(|| PartsGroup {
            title: capital(wording::level_words(level).1),
            bodies,
            note: "As the latest file that names them says; the register does not know them."
                .to_owned(),
        })
    };
    Ok(levels.into_iter().filter_map(group).collect())
}

/// What has to be said of the day.
fn said(register: &Register, body: &KnownBody, kind: Kind, is_living: bool, day: Date) -> Prose {
    let on = dates::day(day);
    if !is_living {
        let from = register.body(&body.code).and_then(|known| known.span.from);
        return Prose::from(match from {
            Some(from) if from.first_day() > day => format!("On {on} it had not begun."),
            _ => format!("On {on} it was no more."),
        });
    }
    if kind != Kind::Nation {
        return Prose::default();
    }
    let boards = register.boards_on(day).len();
    let first = register.board_days().into_iter().min();
    Prose::from(match first {
        Some(first) if boards == 0 && day < first => format!(
            "Before {} there were no integrated care boards in law: partnerships and systems had no code that figures are reported under.",
            dates::day(first)
        ),
        _ => format!(
            "{} in law.",
            crate::format::plural(boards, "integrated care board", "integrated care boards")
        ),
    })
}
