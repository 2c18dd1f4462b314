//! What in the register does not fit together: every disagreement, gap, ring, overlap and orphan, each
//! with the rows that say so.

use std::collections::{BTreeMap, BTreeSet};

use candour_core::BodyCode;

use crate::body::Kind;
use crate::link::{Link, LinkKind, Share};
use crate::origin::{Authority, Origin};
use crate::register::Register;
use candour_curated::HalfDate;
use candour_curated::words;

words! {
    /// What sort of thing was found.
    FindingKind, "a kind of finding", {
        /// Two origins say different things.
        Disagreement = "disagreement",
        /// Something that should be known of a time is not.
        Gap = "gap",
        /// Successions run in a ring.
        Ring = "ring",
        /// Two rows claim the same time, without shares.
        Overlap = "overlap",
        /// A row names a body that no row describes.
        Orphan = "orphan",
        /// Shares of one body do not sum to one.
        Shares = "shares",
        /// Something ends before it begins, or holds before its body began.
        Backwards = "backwards",
        /// A curated row that nobody has confirmed.
        Unverified = "unverified",
    }
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What sort of thing.
    pub kind: FindingKind,
    /// Of which body.
    pub body: BodyCode,
    /// What was found, in a sentence.
    pub message: String,
    /// The row that decides, or the only one.
    pub origin: Origin,
    /// The row that says otherwise.
    pub other: Option<Origin>,
    /// Why it is so, where a person has looked: the note of the deciding row.
    pub explanation: Option<String>,
}

/// Everything in the register that does not fit, by kind and code.
#[must_use]
pub fn check(register: &Register) -> Vec<Finding> {
    let mut found = Vec::new();
    parents(register, &mut found);
    gaps(register, &mut found);
    successions(register, &mut found);
    orphans(register, &mut found);
    dates(register, &mut found);
    unverified(register, &mut found);
    found.sort_by(|a, b| {
        (a.kind, &a.body, &a.message, &a.origin).cmp(&(b.kind, &b.body, &b.message, &b.origin))
    });
    found.dedup();
    found
}

/// What a reader of the register should take from a note: blank notes explain nothing.
fn explained(note: &str) -> Option<String> {
    Some(note.trim().to_owned()).filter(|note| !note.is_empty())
}

/// The links of each child, by kind.
fn by_child(register: &Register) -> BTreeMap<(&BodyCode, LinkKind), Vec<&Link>> {
    let mut links: BTreeMap<_, Vec<&Link>> = BTreeMap::new();
    for link in &register.rows().links {
        links
            .entry((&link.child, link.kind))
            .or_default()
            .push(link);
    }
    links
}

/// Overlaps among dated rows, shares, and files that name another parent than the row that decides.
fn parents(register: &Register, found: &mut Vec<Finding>) {
    for ((child, kind), links) in by_child(register) {
        let dated: Vec<&Link> = links
            .iter()
            .copied()
            .filter(|link| link.origin.as_at.is_none())
            .collect();
        overlaps(child, kind, &dated, found);
        shares(child, &dated, found);
        for link in links {
            let Some(day) = link.origin.as_at else {
                continue;
            };
            let Ok(deciding) = register.parents_on(child, kind, day) else {
                continue;
            };
            if deciding.iter().any(|part| part.body == link.parent) {
                continue;
            }
            let Some(row) = dated.iter().find(|row| row.span.covers(day)) else {
                continue;
            };
            found.push(Finding {
                kind: FindingKind::Disagreement,
                body: child.clone(),
                message: format!(
                    "{kind} {} as at {day} by {}, but {} by {}",
                    link.parent, link.origin.source, row.parent, row.origin
                ),
                origin: row.origin.clone(),
                other: Some(link.origin.clone()),
                explanation: explained(&row.note),
            });
        }
    }
}

fn overlaps(child: &BodyCode, kind: LinkKind, dated: &[&Link], found: &mut Vec<Finding>) {
    // A body may be in several clusters, or a part of several; it has one region and one board.
    if !matches!(kind, LinkKind::InRegion | LinkKind::InSystem) {
        return;
    }
    for (place, one) in dated.iter().enumerate() {
        for other in &dated[place + 1..] {
            let divided = one.share.is_some() && other.share.is_some();
            if divided
                || one.origin.authority != other.origin.authority
                || !one.span.surely_overlaps(&other.span)
            {
                continue;
            }
            found.push(Finding {
                kind: FindingKind::Overlap,
                body: child.clone(),
                message: format!(
                    "{kind} {} and {} at one time, without shares",
                    one.parent, other.parent
                ),
                origin: one.origin.clone(),
                other: Some(other.origin.clone()),
                explanation: explained(&one.note).and(explained(&other.note)),
            });
        }
    }
}

fn shares(child: &BodyCode, dated: &[&Link], found: &mut Vec<Finding>) {
    let mut by_start: BTreeMap<Option<HalfDate>, Vec<&Link>> = BTreeMap::new();
    for link in dated.iter().filter(|link| link.share.is_some()) {
        by_start.entry(link.span.from).or_default().push(link);
    }
    for links in by_start.into_values() {
        if let Some(finding) =
            sums_to_one(child, links.iter().map(|link| (link.share, &link.origin)))
        {
            found.push(finding);
        }
    }
}

fn sums_to_one<'a>(
    body: &BodyCode,
    shares: impl Iterator<Item = (Option<Share>, &'a Origin)>,
) -> Option<Finding> {
    let shares: Vec<(Share, &Origin)> = shares
        .filter_map(|(share, origin)| Some((share?, origin)))
        .collect();
    let (_, origin) = shares.first()?;
    let whole: u128 = shares
        .iter()
        .map(|(share, _)| u128::from(share.whole))
        .product();
    let sum: u128 = shares
        .iter()
        .map(|(share, _)| whole / u128::from(share.whole) * u128::from(share.part))
        .sum();
    (sum != whole).then(|| {
        let all: Vec<String> = shares.iter().map(|(share, _)| share.to_string()).collect();
        Finding {
            kind: FindingKind::Shares,
            body: body.clone(),
            message: format!("the shares {} do not sum to one", all.join(", ")),
            origin: (*origin).clone(),
            other: None,
            explanation: None,
        }
    })
}

/// Boards without a region, trusts and sub-ICB locations without a board, on the first or last day of
/// any of their times since boards began.
fn gaps(register: &Register, found: &mut Vec<Finding>) {
    let boards_began = register
        .bodies()
        .filter(|body| body.kind == Kind::Board)
        .filter_map(|body| body.span.from)
        .map(HalfDate::first_day)
        .min();
    let Some(boards_began) = boards_began else {
        return;
    };
    for body in register.bodies() {
        let kind = match body.kind {
            Kind::Board => LinkKind::InRegion,
            Kind::SubIcb | Kind::Trust | Kind::CareTrust => LinkKind::InSystem,
            _ => continue,
        };
        if body.origin.authority != Authority::Curated {
            continue;
        }
        let starts = register
            .links_up(&body.code)
            .filter(|link| link.kind == kind)
            .filter_map(|link| link.span.from)
            .map(HalfDate::first_day);
        let begun = body.span.from.map_or(boards_began, HalfDate::first_day);
        let last = body.span.to.map(HalfDate::last_day);
        let days: BTreeSet<_> = starts
            .chain([begun.max(boards_began)])
            .chain(last)
            .filter(|day| *day >= boards_began && body.span.covers(*day))
            .collect();
        let missing = days
            .into_iter()
            .find(|day| register.parents_on(&body.code, kind, *day).is_err());
        if let Some(day) = missing {
            found.push(Finding {
                kind: FindingKind::Gap,
                body: body.code.clone(),
                message: format!("no {kind} link on {day}"),
                origin: body.origin.clone(),
                other: None,
                explanation: None,
            });
        }
    }
}

fn successions(register: &Register, found: &mut Vec<Finding>) {
    let mut predecessors: BTreeSet<&BodyCode> = BTreeSet::new();
    for succession in &register.rows().successions {
        predecessors.insert(&succession.predecessor);
    }
    for code in predecessors {
        rings(register, code, found);
        let of = |authority| {
            register
                .successions_of(code)
                .filter(move |row| row.origin.authority == authority)
        };
        let weights: Vec<_> = of(Authority::Curated).collect();
        if let Some(finding) =
            sums_to_one(code, weights.iter().map(|row| (row.weight, &row.origin)))
        {
            found.push(finding);
        }
        // What a directory says of a body for which a curated row decides.
        let curated: BTreeSet<_> = weights
            .iter()
            .filter_map(|row| row.successor.as_ref())
            .collect();
        let Some(first) = weights.first() else {
            continue;
        };
        for other in of(Authority::Directory) {
            let Some(successor) = &other.successor else {
                continue;
            };
            if !curated.contains(successor) {
                found.push(Finding {
                    kind: FindingKind::Disagreement,
                    body: code.clone(),
                    message: format!(
                        "succeeded by {successor} on {} by {}, but by {} by {}",
                        other.date,
                        other.origin.source,
                        curated
                            .iter()
                            .map(|code| code.as_str())
                            .collect::<Vec<_>>()
                            .join(" and "),
                        first.origin
                    ),
                    origin: first.origin.clone(),
                    other: Some(other.origin.clone()),
                    explanation: explained(&first.note),
                });
            }
        }
    }
}

/// Whether following the successions of a body leads back to it.
fn rings(register: &Register, start: &BodyCode, found: &mut Vec<Finding>) {
    let mut seen: BTreeSet<&BodyCode> = BTreeSet::new();
    let mut next: Vec<&BodyCode> = vec![start];
    while let Some(code) = next.pop() {
        for row in register.successions_of(code) {
            let Some(successor) = &row.successor else {
                continue;
            };
            if successor == start {
                found.push(Finding {
                    kind: FindingKind::Ring,
                    body: start.clone(),
                    message: format!("comes after itself, by way of {code}"),
                    origin: row.origin.clone(),
                    other: None,
                    explanation: explained(&row.note),
                });
            } else if seen.insert(successor) {
                next.push(successor);
            }
        }
    }
}

fn orphans(register: &Register, found: &mut Vec<Finding>) {
    let mut orphan = |code: &BodyCode, origin: &Origin, what: &str| {
        if register.body(code).is_none() && origin.authority == Authority::Curated {
            found.push(Finding {
                kind: FindingKind::Orphan,
                body: code.clone(),
                message: format!("named as {what}, and no row describes it"),
                origin: origin.clone(),
                other: None,
                explanation: None,
            });
        }
    };
    for link in &register.rows().links {
        orphan(&link.child, &link.origin, "a child");
        orphan(&link.parent, &link.origin, "a parent");
    }
    for succession in &register.rows().successions {
        if let Some(successor) = &succession.successor {
            orphan(successor, &succession.origin, "a successor");
        }
    }
    for name in &register.rows().names {
        orphan(&name.body, &name.origin, "having a name");
    }
}

/// Rows of a body that hold before it began, and dates on which files and curated rows differ.
fn dates(register: &Register, found: &mut Vec<Finding>) {
    for link in &register.rows().links {
        let Some(body) = register.body(&link.child) else {
            continue;
        };
        let (Some(begins), Some(from)) = (body.span.from, link.span.from) else {
            continue;
        };
        if from.last_day() < begins.first_day() {
            found.push(Finding {
                kind: FindingKind::Backwards,
                body: link.child.clone(),
                message: format!(
                    "{} {} from {from}, before it began on {begins}",
                    link.kind, link.parent
                ),
                origin: link.origin.clone(),
                other: Some(body.origin.clone()),
                explanation: explained(&link.note),
            });
        }
    }
    for other in &register.rows().bodies {
        if other.origin.authority != Authority::Directory {
            continue;
        }
        let Some(body) = register.body(&other.code) else {
            continue;
        };
        for (what, decided, stated) in [
            ("begins", body.span.from, other.span.from),
            ("ends", body.span.to, other.span.to),
        ] {
            let (Some(decided), Some(stated)) = (decided, stated) else {
                continue;
            };
            let apart =
                decided.last_day() < stated.first_day() || stated.last_day() < decided.first_day();
            if apart {
                found.push(Finding {
                    kind: FindingKind::Disagreement,
                    body: body.code.clone(),
                    message: format!(
                        "{what} on {stated} by {}, but on {decided} by {}",
                        other.origin.source, body.origin
                    ),
                    origin: body.origin.clone(),
                    other: Some(other.origin.clone()),
                    explanation: next_day(decided, stated)
                        .then(|| NEXT_DAY.to_owned())
                        .filter(|_| what == "ends"),
                });
            }
        }
    }
}

/// Why a directory's last day may be a day later than ours.
const NEXT_DAY: &str = "the directory names as its last day the first day of its successor";

/// Whether `stated` is the day after `decided`, both known to the day.
fn next_day(decided: HalfDate, stated: HalfDate) -> bool {
    decided.is_exact()
        && stated.is_exact()
        && decided.first_day().tomorrow().ok() == Some(stated.first_day())
}

fn unverified(register: &Register, found: &mut Vec<Finding>) {
    let rows = register.rows();
    let mut unverified = |body: &BodyCode, what: String, note: &str, origin: &Origin| {
        if note.trim_start().starts_with("unverified") {
            found.push(Finding {
                kind: FindingKind::Unverified,
                body: body.clone(),
                message: what,
                origin: origin.clone(),
                other: None,
                explanation: explained(note),
            });
        }
    };
    for link in &rows.links {
        let what = format!("{} {}", link.kind, link.parent);
        unverified(&link.child, what, &link.note, &link.origin);
    }
    for row in &rows.successions {
        let what = match &row.successor {
            Some(successor) => format!("{} into {successor}", row.kind),
            None => row.kind.to_string(),
        };
        unverified(&row.predecessor, what, &row.note, &row.origin);
    }
    for code in &rows.codes {
        let what = format!("{} code {}", code.scheme, code.code);
        unverified(&code.body, what, &code.note, &code.origin);
    }
}
