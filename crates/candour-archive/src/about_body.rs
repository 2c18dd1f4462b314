//! Everything that is known of one body, gathered for a page, a command and the API alike.

use std::collections::{BTreeMap, BTreeSet};

use candour_core::{BodyCode, Month};
use candour_publications::facts_of;
use candour_register::{
    Body, HalfDate, Kind, LinkKind, NameKind, Origin, Register, Span, Succession, readable,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::councils::Council;
use crate::error::ArchiveError;
use crate::snapshot::{Snapshot, parsed};

/// A body on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AboutBody {
    /// Its code.
    pub code: BodyCode,
    /// Its name in full.
    pub name: String,
    /// What it is: the register's word; none where only a link or a succession names it.
    pub kind: Option<&'static str>,
    /// The same in words.
    pub kind_in_words: Option<&'static str>,
    /// Its first day, as far as known: `2022-07-01`, `2019-04`, `by 2013`.
    pub since: Option<String>,
    /// Its last day, likewise.
    pub until: Option<String>,
    /// The day that the links and parts below are of.
    pub on: Date,
    /// Whether it exists on that day, as far as known.
    pub is_living: bool,
    /// Who says that it is so.
    pub source: Option<Cited>,
    /// Every name that any file or row gives it, the one above left out.
    pub names: Vec<NamedBy>,
    /// Its codes in other schemes.
    pub codes: Vec<CodeBy>,
    /// Its region, its board and whatever else stands above it on that day.
    pub above: Vec<Related>,
    /// What lies in it on that day: trusts, sub-ICB locations, boards.
    pub parts: Vec<Related>,
    /// Who went before it, and who before them.
    pub predecessors: Vec<Kin>,
    /// Who came after it, and who after them.
    pub successors: Vec<Kin>,
    /// What each publication calls it, and from when to when it is in its files.
    pub publications: Vec<KnownBy>,
    /// The councils of whose areas it serves a part.
    pub councils: Vec<Council>,
}

/// Where a row of the register comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cited {
    /// `curated`, `directory` or `statistic`.
    pub authority: &'static str,
    /// The file: one of `data/register`, or a published one.
    pub file: String,
    /// Its line; none where the file is not read by lines.
    pub line: Option<u32>,
    /// The source that a curated row names, or the title of the published file.
    pub source: String,
    /// The day as at which a published file speaks.
    pub as_at: Option<Date>,
}

/// A name of a body, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedBy {
    /// The name.
    pub name: String,
    /// `official`, `short`, `former`, or none where a file merely uses it.
    pub kind: Option<&'static str>,
    /// From when, as far as known.
    pub since: Option<String>,
    /// Until when, likewise.
    pub until: Option<String>,
    /// Who says so.
    pub source: Cited,
}

/// A code of a body in another scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeBy {
    /// By whom: `ons`.
    pub scheme: &'static str,
    /// The code.
    pub code: String,
    /// Who says so.
    pub source: Cited,
}

/// A body that stands above or below another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Its code.
    pub code: BodyCode,
    /// Its name; its code where it has none.
    pub name: String,
    /// What it is.
    pub kind: Option<&'static str>,
    /// In which way they are linked: `in-region`, `in-system`.
    pub relation: &'static str,
    /// Which part of the smaller belongs to the larger, where it is not all: `118/470`.
    pub share: Option<String>,
    /// The row that decides.
    pub source: Option<Cited>,
}

/// A predecessor or successor, with its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kin {
    /// Its code.
    pub code: BodyCode,
    /// Its name; its code where it has none.
    pub name: String,
    /// What it is.
    pub kind: Option<&'static str>,
    /// The first day of the successor, as far as known.
    pub date: String,
    /// In which way: `merger`, `split`, `rename`, `acquisition`.
    pub relation: &'static str,
    /// Which part of the predecessor went to the successor, where stated.
    pub weight: Option<String>,
    /// What the weight counts.
    pub basis: String,
    /// What has to be known of the row.
    pub note: String,
    /// The row.
    pub source: Cited,
    /// Further on in the same direction. Empty where a body stands on the way already.
    pub kin: Vec<Kin>,
    /// How many are further on and not told, where the tree is cut for its size.
    pub cut: usize,
}

/// What one publication calls a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownBy {
    /// The publication's id.
    pub publication: String,
    /// Its title.
    pub title: String,
    /// The name as published.
    pub name: String,
    /// The first month in which it stands so.
    pub first: Month,
    /// The last.
    pub last: Month,
}

/// How many bodies a family tree shows in one direction: a page of them.
const MOST_KIN: usize = 200;

impl Snapshot<'_> {
    /// Everything that is known of a body, its place being that of `on`.
    ///
    /// # Errors
    /// Where neither the register nor any file knows the code; the error offers the nearest.
    pub fn about_body(&self, asked: &str, on: Date) -> Result<AboutBody, ArchiveError> {
        let register = self.register()?;
        let upper = asked.to_uppercase();
        let code = [asked, upper.as_str()]
            .into_iter()
            .filter_map(|text| BodyCode::new(text).ok())
            .find(|code| register.knows(code));
        let Some(code) = code else {
            return Err(self.no_body(asked)?.into());
        };
        let mut about = about(&register, &code, on);
        about.publications = self.known_by(&code)?;
        about.councils = self.councils_served(&code)?;
        if register.body(&code).is_none()
            && let Some(known) = about.publications.last()
        {
            about.name = readable(&known.name);
        }
        Ok(about)
    }

    /// The last day of a body, as far as known; none where it goes on.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn last_day_of(&self, code: &str) -> Result<Option<Date>, ArchiveError> {
        let register = self.register()?;
        let body = |code: &str| {
            let code = BodyCode::new(code).ok()?;
            register.body(&code)
        };
        let found = body(code).or_else(|| body(&code.to_uppercase()));
        Ok(found.and_then(|body| body.span.to).map(HalfDate::last_day))
    }

    /// What each publication calls a body: a row for each name, by publication and month.
    fn known_by(&self, code: &BodyCode) -> Result<Vec<KnownBy>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT e.publication, n.name, min(e.period), max(e.period)
             FROM body b JOIN body_in_edition n ON n.body_id = b.id JOIN editions e ON e.edition = n.edition_id
             WHERE b.code = ?1 GROUP BY e.publication, n.name ORDER BY e.publication, max(e.period)",
        )?;
        let rows = statement.query_map([code.as_str()], |row| {
            let publication: String = row.get(0)?;
            Ok(KnownBy {
                title: facts_of(&publication)
                    .map_or("", |facts| facts.title)
                    .to_owned(),
                publication,
                name: row.get(1)?,
                first: parsed(row, 2)?,
                last: parsed(row, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// What the register knows of a body.
fn about(register: &Register, code: &BodyCode, on: Date) -> AboutBody {
    let body = register.body(code);
    let shown = |date: Option<HalfDate>| date.map(|date| date.to_string());
    let span = body.map_or(Span::default(), |body| body.span);
    AboutBody {
        code: code.clone(),
        name: body.map_or_else(|| code.to_string(), |body| body.name.clone()),
        kind: body.map(|body| body.kind.as_str()),
        kind_in_words: body.map(|body| body.kind.in_words()),
        since: shown(span.from),
        until: shown(span.to),
        on,
        is_living: register.is_living(code, on),
        source: body.map(|body| cited(&body.origin)),
        names: names(register, code, body),
        codes: codes(register, code),
        above: above(register, code, on),
        parts: parts(register, code, on),
        predecessors: kin(register, code, Direction::Before),
        successors: kin(register, code, Direction::After),
        publications: Vec::new(),
        councils: Vec::new(),
    }
}

/// An origin as answers have it.
#[must_use]
pub fn cited(origin: &Origin) -> Cited {
    Cited {
        authority: origin.authority.as_str(),
        file: origin.file.to_string(),
        line: Some(origin.line).filter(|line| *line > 0),
        source: origin.source.to_string(),
        as_at: origin.as_at,
    }
}

/// Each name once, by the weightiest row that has it.
fn names(register: &Register, code: &BodyCode, body: Option<&Body>) -> Vec<NamedBy> {
    let plain = |name: &str| name.to_lowercase();
    let mut seen: BTreeSet<String> = body.iter().map(|body| plain(&body.name)).collect();
    let mut found: Vec<NamedBy> = Vec::new();
    let named = register.names_of(code).map(|name| {
        let kind: NameKind = name.kind;
        (&name.name, Some(kind.as_str()), name.span, &name.origin)
    });
    let called = register
        .bodies_of(code)
        .map(|body| (&body.name, None, Span::default(), &body.origin));
    for (name, kind, span, origin) in named.chain(called) {
        if seen.insert(plain(name)) {
            found.push(NamedBy {
                name: name.clone(),
                kind,
                since: span.from.map(|date| date.to_string()),
                until: span.to.map(|date| date.to_string()),
                source: cited(origin),
            });
        }
    }
    found
}

/// Each code once.
fn codes(register: &Register, code: &BodyCode) -> Vec<CodeBy> {
    let mut seen = BTreeSet::new();
    register
        .codes_of(code)
        .filter(|other| seen.insert((other.scheme, other.code.clone())))
        .map(|other| CodeBy {
            scheme: other.scheme.as_str(),
            code: other.code.clone(),
            source: cited(&other.origin),
        })
        .collect()
}

fn related(register: &Register, code: &BodyCode, relation: LinkKind) -> Related {
    let body = register.body(code);
    Related {
        code: code.clone(),
        name: body.map_or_else(|| code.to_string(), |body| body.name.clone()),
        kind: body.map(|body| body.kind.as_str()),
        relation: relation.as_str(),
        share: None,
        source: None,
    }
}

/// The row by which a child stands under a parent: the weightiest that covers the day, or the
/// weightiest of all; where none names this parent, the one from which it was carried on.
fn row_of(
    register: &Register,
    child: &BodyCode,
    parent: &BodyCode,
    kind: LinkKind,
    on: Date,
) -> Option<Cited> {
    let links = || {
        register
            .links_up(child)
            .filter(|link| link.kind == kind && link.parent == *parent)
    };
    links()
        .find(|link| link.span.covers(on))
        .or_else(|| links().next())
        // The parent came after the one that a row names: that row is where it began.
        .or_else(|| register.links_up(child).find(|link| link.kind == kind))
        .map(|link| cited(&link.origin))
}

fn above(register: &Register, code: &BodyCode, on: Date) -> Vec<Related> {
    let mut found = Vec::new();
    for kind in LinkKind::ALL {
        for part in register.parents_on(code, *kind, on).unwrap_or_default() {
            found.push(Related {
                share: (!part.share.is_whole()).then(|| part.share.to_string()),
                source: row_of(register, code, &part.body, *kind, on),
                ..related(register, &part.body, *kind)
            });
        }
    }
    // A trust lies in the region of its board, also where no row says so.
    let has_region = found
        .iter()
        .any(|above| above.relation == LinkKind::InRegion.as_str());
    let board = found
        .iter()
        .find(|above| above.relation == LinkKind::InSystem.as_str())
        .map(|above| above.code.clone());
    if let (false, Some(board)) = (has_region, board) {
        let regions = register.parents_on(&board, LinkKind::InRegion, on);
        for part in regions.unwrap_or_default() {
            found.push(Related {
                source: row_of(register, &board, &part.body, LinkKind::InRegion, on),
                ..related(register, &part.body, LinkKind::InRegion)
            });
        }
    }
    found
}

/// What lies in a body: of a region its boards, of a board its trusts and sub-ICB locations.
fn parts(register: &Register, code: &BodyCode, on: Date) -> Vec<Related> {
    let is_region = register
        .body(code)
        .is_some_and(|body| body.kind == Kind::Region);
    let mut found = Vec::new();
    for kind in LinkKind::ALL {
        for child in register.children_on(code, *kind, on) {
            let part = Related {
                source: row_of(register, &child, code, *kind, on),
                ..related(register, &child, *kind)
            };
            // What lies in one of the region's boards is shown there.
            let of_board = is_region && part.kind != Some(Kind::Board.as_str());
            if !of_board || register.parents_on(&child, LinkKind::InSystem, on).is_err() {
                found.push(part);
            }
        }
    }
    let order = |part: &Related| {
        let kind: Option<Kind> = part.kind.and_then(|kind| kind.parse().ok());
        (kind, part.name.clone())
    };
    found.sort_by_key(order);
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Before,
    After,
}

/// The family tree of a body in one direction, breadth first, so that what is cut is what is far away.
fn kin(register: &Register, of: &BodyCode, direction: Direction) -> Vec<Kin> {
    let mut left = MOST_KIN;
    let mut seen: BTreeSet<BodyCode> = BTreeSet::from([of.clone()]);
    // For each body on the way its own kin, in the order in which they were found.
    let mut tree: BTreeMap<BodyCode, (Vec<Kin>, usize)> = BTreeMap::new();
    let mut next = vec![of.clone()];
    while !next.is_empty() {
        let mut further = Vec::new();
        for code in next {
            let mut of_code = Vec::new();
            let mut cut = 0;
            let mut told = BTreeSet::new();
            for (row, other) in rows(register, &code, direction) {
                if !told.insert((other.clone(), row.date)) {
                    continue;
                }
                if left == 0 {
                    cut += 1;
                    continue;
                }
                left -= 1;
                if seen.insert(other.clone()) {
                    further.push(other.clone());
                }
                of_code.push(one(register, row, other));
            }
            tree.insert(code, (of_code, cut));
        }
        next = further;
    }
    joined(of, &mut tree).0
}

/// The rows that decide who went before or came after a body: those of the weightiest authority.
fn rows<'a>(
    register: &'a Register,
    code: &BodyCode,
    direction: Direction,
) -> Vec<(&'a Succession, BodyCode)> {
    let all: Vec<&Succession> = match direction {
        Direction::Before => register.successions_to(code).collect(),
        Direction::After => register.successions_of(code).collect(),
    };
    let weightiest = all.first().map(|row| row.origin.authority);
    all.into_iter()
        // Another file's predecessors of one body are no contradiction of the first's.
        .filter(|row| direction == Direction::Before || Some(row.origin.authority) == weightiest)
        .filter_map(|row| {
            let other = match direction {
                Direction::Before => Some(row.predecessor.clone()),
                Direction::After => row.successor.clone(),
            };
            Some((row, other?))
        })
        .collect()
}

fn one(register: &Register, row: &Succession, other: BodyCode) -> Kin {
    let body = register.body(&other);
    Kin {
        name: body.map_or_else(|| other.to_string(), |body| body.name.clone()),
        kind: body.map(|body| body.kind.as_str()),
        date: row.date.to_string(),
        relation: row.kind.as_str(),
        weight: row.weight.map(|weight| weight.to_string()),
        basis: row.basis.clone(),
        note: row.note.clone(),
        source: cited(&row.origin),
        kin: Vec::new(),
        cut: 0,
        code: other,
    }
}

/// Hangs each body's kin under it; each stands once.
fn joined(of: &BodyCode, tree: &mut BTreeMap<BodyCode, (Vec<Kin>, usize)>) -> (Vec<Kin>, usize) {
    let Some((mut kin, cut)) = tree.remove(of) else {
        return (Vec::new(), 0);
    };
    for one in &mut kin {
        (one.kin, one.cut) = joined(&one.code, tree);
    }
    (kin, cut)
}
