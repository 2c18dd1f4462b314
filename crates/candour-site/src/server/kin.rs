//! A body's family as the site draws it and says it.

use candour_core::{BodyCode, Unit};
use candour_register::{Register, Share, Succession, SuccessionKind};

use super::answer::Reading;
use super::dates;
use super::league::capital;
use super::wording::listed;
use crate::charts::{FamilyMember, FamilyTie, FamilyTree};
use crate::format;
use crate::views::Prose;

/// How many bodies a family tree shows.
const MOST: usize = 40;

impl Reading<'_> {
    /// The family tree of a body; none where the register knows nobody before it or after it.
    pub(super) fn family_tree(
        &self,
        register: &Register,
        code: &BodyCode,
        name: &str,
    ) -> Option<FamilyTree> {
        let family = register.family(code, MOST);
        if family.ties.is_empty() {
            return None;
        }
        let place = |code: &BodyCode| family.members.iter().position(|member| member == code);
        let ties = family.ties.iter().filter_map(|row| {
            Some(FamilyTie {
                from: place(&row.predecessor)?,
                to: place(row.successor.as_ref()?)?,
                kind: row.kind.as_str().to_owned(),
                share: row.weight.map(fraction),
                on: dates::half_date(row.date),
            })
        });
        let members = family
            .members
            .iter()
            .map(|member| self.member(register, member, member == code));
        Some(FamilyTree {
            id: "family".to_owned(),
            title: family_title(register, code, name),
            ties: ties.collect(),
            members: members.collect(),
            more: family.more,
        })
    }

    fn member(&self, register: &Register, code: &BodyCode, is_subject: bool) -> FamilyMember {
        let body = register.body(code);
        let last = body.and_then(|body| body.span.to);
        // A body without a row of its own is known by what came after it alone.
        let gone = match (body, last) {
            (_, Some(last)) => dates::has_passed(last, self.today),
            (None, None) => !register.is_living(code, self.today),
            (Some(_), None) => false,
        };
        FamilyMember {
            code: code.to_string(),
            name: body.map_or_else(
                || "no name is recorded".to_owned(),
                |body| short(&body.name),
            ),
            since: body
                .and_then(|body| body.span.from)
                .map(dates::half_date)
                .unwrap_or_default(),
            until: last.map(dates::half_date).unwrap_or_default(),
            ended: gone,
            link: (body.is_some() && !is_subject).then(|| self.body_link(code, "").href),
        }
    }

    /// Who a row of succession leads to (or came from), how much of it, and since when: `NHS Central East
    /// ICB: 79% of it (an estimate: 679/857, LSOAs by sub-ICB location), from 1 April 2026.`
    pub(super) fn relation(
        &self,
        register: &Register,
        row: &Succession,
        forwards: bool,
    ) -> Option<Prose> {
        let other = if forwards {
            row.successor.as_ref()?
        } else {
            &row.predecessor
        };
        let mut told = match register.body(other) {
            Some(body) => {
                let link = self.body_link(other, &body.name);
                Prose::default().link(link.text, link.href)
            }
            None => Prose::from(format!("{other}, of which only the code is recorded")),
        };
        let what = match (row.kind, row.weight, forwards) {
            (SuccessionKind::Merger, None, true) => "all of it, by merger".to_owned(),
            (SuccessionKind::Merger, None, false) => "by merger".to_owned(),
            (SuccessionKind::Acquisition, None, _) => "by acquisition".to_owned(),
            (SuccessionKind::Rename, None, _) => {
                "the same body under another code or name".to_owned()
            }
            (SuccessionKind::Closure, None, _) => "by closure".to_owned(),
            (SuccessionKind::Split, None, _) => "a part; how large, nobody states".to_owned(),
            (_, Some(share), _) => format!(
                "{} of {} (an estimate: {share}{})",
                format::value(fraction(share), Unit::Share),
                if forwards { "it" } else { "that body" },
                if row.basis.is_empty() {
                    String::new()
                } else {
                    format!(", {}", row.basis)
                }
            ),
        };
        told = told.text(format!(", {what}, from {}.", dates::half_date(row.date)));
        if !row.note.is_empty() {
            told = told.text(format!(" {}.", capital(row.note.trim_end_matches('.'))));
        }
        Some(told)
    }
}

fn fraction(share: Share) -> f64 {
    share.as_fraction()
}

/// What the tree shows, in a sentence.
fn family_title(register: &Register, code: &BodyCode, name: &str) -> String {
    let name = short(name);
    let names = |rows: &[&Succession], forwards: bool| {
        let all: Vec<String> = rows
            .iter()
            .filter_map(|row| {
                if forwards {
                    row.successor.as_ref()
                } else {
                    Some(&row.predecessor)
                }
            })
            .map(|code| short(&register.name_or(code.as_str(), code.as_str())))
            .collect();
        match all.len() {
            0..=4 => listed(&all),
            more => format!("{more} bodies"),
        }
    };
    let (before, after) = (register.before(code), register.after(code));
    match (before.is_empty(), after.is_empty()) {
        (_, true) => format!("{name} came from {}", names(&before, false)),
        (true, false) => format!("{name} went to {}", names(&after, true)),
        (false, false) => format!(
            "{name} came from {} and went to {}",
            names(&before, false),
            names(&after, true)
        ),
    }
}

/// A name with its last words as people shorten them.
pub(super) fn short(name: &str) -> String {
    name.replace("Integrated Care Board", "ICB")
        .replace("NHS Foundation Trust", "NHS FT")
}
