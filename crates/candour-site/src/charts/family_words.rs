//! A family tree in words: on its cards, along its lines, and for a listener.

use std::fmt::Write as _;

use super::family_tree::{FamilyMember, FamilyTie};
use super::labels::wrap;
use crate::format::plural;

/// Code and dates in lines of at most `most` letters, broken before the last day where they must be.
pub(super) fn dated(member: &FamilyMember, most: usize) -> Vec<String> {
    let dates = dates(member);
    if dates.is_empty() {
        return vec![member.code.clone()];
    }
    let whole = format!("{}, {dates}", member.code);
    match dates.split_once(" to ") {
        Some((since, until)) if whole.chars().count() > most => {
            let mut lines = wrap(&format!("{}, {since}", member.code), most);
            lines.extend(wrap(&format!("to {until}"), most));
            lines
        }
        _ if whole.chars().count() > most => {
            let mut lines = vec![format!("{},", member.code)];
            lines.extend(wrap(&dates, most));
            lines
        }
        _ => vec![whole],
    }
}

/// `1 July 2022 to 31 March 2026`, `since 1 April 2026`, `until 31 March 2021`.
pub(super) fn dates(member: &FamilyMember) -> String {
    match (member.since.as_str(), member.until.as_str()) {
        ("", "") => String::new(),
        (since, "") => format!("since {since}"),
        ("", until) => format!("until {until}"),
        (since, until) => format!("{since} to {until}"),
    }
}

/// `split, 79%`.
pub(super) fn kind_and_share(tie: &FamilyTie) -> String {
    match tie.share {
        Some(share) => format!("{}, {}", tie.kind, per_cent(share)),
        None => tie.kind.clone(),
    }
}

/// A share in whole per cent, but never all or nothing where it is neither.
fn per_cent(share: f64) -> String {
    let whole = (share * 100.0).round();
    match whole {
        _ if share <= 0.0 || share >= 1.0 => format!("{whole:.0}%"),
        _ if whole < 1.0 => "under 1%".to_owned(),
        _ if whole > 99.0 => "over 99%".to_owned(),
        _ => format!("{whole:.0}%"),
    }
}

/// How a member came to the one nearer to the middle, or after it: `split from QM7, 79%, 1 April 2026`.
pub(super) fn tie_words(
    tie: &FamilyTie,
    number: usize,
    members: &[FamilyMember],
    columns: &[Option<i32>],
) -> Option<String> {
    let (from, to) = (columns[tie.from]?, columns[tie.to]?);
    let share = tie
        .share
        .map(|share| format!(", {}", per_cent(share)))
        .unwrap_or_default();
    if number == tie.from && from < 0 {
        Some(format!(
            "{} into {}{share}, {}",
            tie.kind, members[tie.to].code, tie.on
        ))
    } else if number == tie.to && to > 0 {
        Some(format!(
            "{} from {}{share}, {}",
            tie.kind, members[tie.from].code, tie.on
        ))
    } else {
        None
    }
}

/// What a listener needs: the body, what it came from, what came after it, and the rest.
pub(super) fn describe(members: &[FamilyMember], ties: &[&FamilyTie], undrawn: usize) -> String {
    let Some(subject) = members.first() else {
        return "Nothing is known of it.".to_owned();
    };
    let mut desc = format!("{}, {}", subject.name, subject.code);
    let span = dates(subject);
    if !span.is_empty() {
        let _ = write!(desc, ", {span}");
    }
    desc.push('.');
    let told = |tie: &FamilyTie, other: usize| {
        format!(
            "{}, {} ({}, {})",
            members[other].name,
            members[other].code,
            kind_and_share(tie),
            tie.on
        )
    };
    let before: Vec<String> = ties
        .iter()
        .filter(|tie| tie.to == 0)
        .map(|tie| told(tie, tie.from))
        .collect();
    let after: Vec<String> = ties
        .iter()
        .filter(|tie| tie.from == 0)
        .map(|tie| told(tie, tie.to))
        .collect();
    for (heading, list) in [("Before it", before), ("After it", after)] {
        if list.is_empty() {
            let _ = write!(desc, " {heading}: nobody is recorded.");
        } else {
            let _ = write!(desc, " {heading}: {}.", list.join("; "));
        }
    }
    let further: Vec<String> = ties
        .iter()
        .filter(|tie| tie.from != 0 && tie.to != 0)
        .map(|tie| {
            format!(
                "{} to {} ({}, {})",
                members[tie.from].code,
                members[tie.to].code,
                kind_and_share(tie),
                tie.on
            )
        })
        .collect();
    if !further.is_empty() {
        let _ = write!(desc, " Further: {}.", further.join("; "));
    }
    if undrawn > 0 {
        let _ = write!(
            desc,
            " {} not drawn.",
            plural(undrawn, "body is", "bodies are")
        );
    }
    desc
}
