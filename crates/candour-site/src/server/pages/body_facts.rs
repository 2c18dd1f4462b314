//! What the register says of a body: region and board on the day, dates, codes, names, who came before and
//! after, and where each of these facts is from.

use std::collections::BTreeSet;

use candour_archive::KnownBody;
use candour_core::{BodyCode, Level};
use candour_register::{Body, Kind, LinkKind, NameKind, Origin, Register, Scheme, Span};
use jiff::civil::Date;

use crate::server::answer::Reading;
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::league::capital;
use crate::server::wording::listed;
use crate::views::{BodyEnd, Fact, Link, Prose};

/// A body with the register's word on it.
pub(super) struct Subject<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) register: &'a Register,
    pub(super) body: &'a KnownBody,
    pub(super) known: Option<&'a Body>,
    /// The day on which it is looked at.
    pub(super) day: Date,
}

impl Subject<'_> {
    fn code(&self) -> &BodyCode {
        &self.body.code
    }

    fn link(&self, code: &BodyCode) -> Link {
        let name = self.register.name_or(code.as_str(), code.as_str());
        self.reading.body_link(code, &name)
    }

    /// The region that it lies in on the day; none where it is one, or nobody says.
    pub(super) fn region(&self) -> Option<BodyCode> {
        if matches!(self.known?.kind, Kind::Region | Kind::Nation) {
            return None;
        }
        self.only_home(Level::Region, self.day)
    }

    /// The board that it belongs to on a day; none where it is one, or there was none.
    pub(super) fn board_on(&self, day: Date) -> Option<BodyCode> {
        if self.known?.kind.level() == Some(Level::Icb)
            || !self.register.is_living(self.code(), day)
        {
            return None;
        }
        self.only_home(Level::Icb, day)
            .filter(|board| self.register.is_living(board, day))
    }

    fn only_home(&self, level: Level, day: Date) -> Option<BodyCode> {
        let mut parts = self.register.home(self.code(), level, day).ok()?;
        let only = parts.len() == 1;
        parts.pop().filter(|_| only).map(|part| part.body)
    }

    /// The boards that it belonged to one after another, up to the day.
    fn boards_in_time(&self) -> Option<Prose> {
        let mut days: Vec<Date> = self.register.board_days();
        let links = self.register.links_up(self.code());
        for link in links.filter(|link| link.kind == LinkKind::InSystem) {
            days.extend(link.span.from.map(candour_register::HalfDate::first_day));
            days.extend(link.span.to.and_then(|to| to.last_day().tomorrow().ok()));
        }
        days.extend(
            self.known
                .and_then(|known| known.span.from)
                .map(candour_register::HalfDate::first_day),
        );
        // There were no boards in law before the first of them began.
        let first = self.register.board_days().into_iter().min()?;
        days.retain(|day| *day >= first && *day <= self.day);
        days.sort_unstable();
        days.dedup();
        let mut runs: Vec<(Date, Option<BodyCode>)> = Vec::new();
        for day in days {
            let board = self.board_on(day);
            if runs.last().is_none_or(|(_, last)| *last != board) {
                runs.push((day, board));
            }
        }
        let mut told = Prose::default();
        for (place, (from, board)) in runs.iter().enumerate() {
            let Some(board) = board else { continue };
            if !told.is_empty() {
                told = told.text("; ");
            }
            let link = self.link(board);
            let until = runs
                .get(place + 1)
                .and_then(|(next, _)| next.yesterday().ok());
            told = told.link(link.text, link.href).text(match until {
                Some(until) => format!(", {} to {}", dates::day(*from), dates::day(until)),
                None => format!(", since {}", dates::day(*from)),
            });
        }
        (!told.is_empty()).then_some(told)
    }

    /// The facts, for the top of the page.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some(region) = self.region() {
            let link = self.link(&region);
            facts.push(Fact::new(
                "Region of NHS England",
                Prose::default().link(link.text, link.href),
            ));
        }
        if let Some(boards) = self.boards_in_time() {
            facts.push(Fact::new("Integrated care board", boards));
        } else if self.known.is_none()
            && let (Some(parent), Some(name)) = (&self.body.parent, &self.body.parent_name)
            && !parent.is_england()
        {
            let link = self.reading.body_link(parent, name);
            let kind = self
                .register
                .body(parent)
                .map_or("part of", |parent| parent.kind.in_words());
            facts.push(Fact::new(
                capital(kind),
                Prose::default()
                    .link(link.text, link.href)
                    .text(", as the latest file that names it says"),
            ));
        }
        facts.extend(self.cluster());
        if let Some(known) = self.known {
            if let Some(since) = known.span.from {
                facts.push(Fact::new("Since", dates::half_date(since)));
            }
            if let Some(until) = known.span.to {
                facts.push(Fact::new("Until", dates::half_date(until)));
            }
        }
        facts.extend(self.codes());
        facts.extend(self.names());
        if let (Some(first), Some(last)) = (self.body.first, self.body.last) {
            let seen = if first == last {
                first.in_words()
            } else {
                format!("{} to {}", first.in_words(), last.in_words())
            };
            facts.push(Fact::new("Named in files of", seen));
        }
        facts
    }

    /// Its cluster on the day and the boards that share it.
    fn cluster(&self) -> Option<Fact> {
        let cluster = self.register.links_up(self.code()).find(|link| {
            link.kind == LinkKind::Cluster
                && link.span.covers(self.day)
                && link.parent != *self.code()
        })?;
        let link = self.link(&cluster.parent);
        let mut told = Prose::default().link(link.text, link.href);
        let others: Vec<BodyCode> = self
            .register
            .children_on(&cluster.parent, LinkKind::Cluster, self.day)
            .into_iter()
            .filter(|code| code != self.code())
            .collect();
        for (place, other) in others.iter().enumerate() {
            told = told.text(if place == 0 { ", with " } else { " and " });
            let link = self.link(other);
            told = told.link(link.text, link.href);
        }
        if !cluster.note.is_empty() {
            told = told.text(format!(": {}", cluster.note));
        }
        Some(Fact::new("Cluster", told))
    }

    fn codes(&self) -> Option<Fact> {
        let mut codes = vec![format!("{} (Organisation Data Service)", self.code())];
        // What is no code of that service's is a word of the register's own.
        if !self
            .code()
            .as_str()
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        {
            codes.clear();
        }
        // Directories say again what a curated row says already.
        let mut said = BTreeSet::new();
        for code in self.register.codes_of(self.code()) {
            if !said.insert((code.scheme, &code.code)) {
                continue;
            }
            let by = match code.scheme {
                Scheme::Ods => "Organisation Data Service",
                Scheme::Ons => "Office for National Statistics",
            };
            codes.push(format!("{} ({by}{})", code.code, within(code.span)));
        }
        codes.dedup();
        (!codes.is_empty()).then(|| {
            Fact::new(
                if codes.len() == 1 { "Code" } else { "Codes" },
                codes.join("; "),
            )
        })
    }

    /// The names that it has, had, and is known by in publications.
    fn names(&self) -> Vec<Fact> {
        let of = |kinds: &[NameKind]| -> Vec<String> {
            self.register
                .names_of(self.code())
                .filter(|name| kinds.contains(&name.kind) && name.name != self.body.name)
                .map(|name| format!("{}{}", name.name, in_brackets(name.span)))
                .collect()
        };
        let published = self
            .known
            .map(|known| known.published_names.clone())
            .unwrap_or_default();
        [
            ("Also called", of(&[NameKind::Short, NameKind::Official])),
            ("Formerly", of(&[NameKind::Former])),
            ("In publications", published),
        ]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(term, names)| Fact::new(term, names.join("; ")))
        .collect()
    }

    /// Who came before it.
    pub(super) fn before(&self) -> Vec<Prose> {
        let rows = self.register.before(self.code());
        rows.iter()
            .filter_map(|row| self.reading.relation(self.register, row, false))
            .collect()
    }

    /// Who came after it, with the places of which it consisted that went there.
    pub(super) fn after(&self) -> Vec<Prose> {
        let rows = self.register.after(self.code());
        let split = rows.len() > 1;
        rows.iter()
            .filter_map(|row| {
                let told = self.reading.relation(self.register, row, true)?;
                let places = row.successor.as_ref().filter(|_| split);
                let places = places
                    .map(|to| self.places_to(to, row.date.first_day()))
                    .unwrap_or_default();
                Some(match places.is_empty() {
                    true => told,
                    false => told.text(format!(" With it went {}.", listed(&places))),
                })
            })
            .collect()
    }

    /// The sub-ICB locations that went whole to a successor.
    fn places_to(&self, successor: &BodyCode, on: Date) -> Vec<String> {
        let Ok(last) = on.yesterday() else {
            return Vec::new();
        };
        let children = self
            .register
            .children_on(self.code(), LinkKind::InSystem, last);
        children
            .iter()
            .filter(|child| {
                self.register
                    .body(child)
                    .is_some_and(|body| body.kind == Kind::SubIcb)
            })
            .filter(|child| {
                self.register.home(child, Level::Icb, on).is_ok_and(
                    |parts| matches!(parts.as_slice(), [only] if only.body == *successor),
                )
            })
            .map(|child| self.register.name_or(child.as_str(), child.as_str()))
            .collect()
    }

    /// That it has ended, who came after it, and where its history goes on.
    pub(super) fn ended(&self) -> Option<BodyEnd> {
        let last = self.known?.span.to?;
        if !dates::has_passed(last, self.reading.today) {
            return None;
        }
        let rows = self.register.after(self.code());
        let carried = rows.iter().filter_map(|row| {
            let successor = row.successor.as_ref()?;
            let name = &self.register.body(successor)?.name;
            let day = row.date.first_day();
            let on = self
                .reading
                .on_boundaries(candour_register::Boundaries::On(day));
            Some(Link::new(
                format!("{name} on the boundaries of {}", dates::day(day)),
                on.body_link(successor, name).href,
            ))
        });
        Some(BodyEnd {
            on: dates::half_date(last),
            successors: self.after(),
            figures: carried.collect(),
        })
    }

    /// Where each fact is from.
    pub(super) fn origins(&self) -> Vec<Prose> {
        let mut told: Vec<(String, String)> = Vec::new();
        let mut add = |what: String, origin: &Origin| {
            let from = format!("{origin}: {}", origin.source);
            if !told.iter().any(|(known, _)| *known == from) {
                told.push((from, what));
            }
        };
        if let Some(known) = self.known {
            add("Name, kind and dates".to_owned(), &known.origin);
        }
        for name in self.register.names_of(self.code()) {
            add(format!("The name {}", name.name), &name.origin);
        }
        for code in self.register.codes_of(self.code()) {
            add(format!("The code {}", code.code), &code.origin);
        }
        let in_time = |link: &&candour_register::Link| link.origin.as_at.is_none();
        for link in self.register.links_up(self.code()).filter(in_time) {
            let parent = self
                .register
                .name_or(link.parent.as_str(), link.parent.as_str());
            let words = match link.kind {
                LinkKind::InRegion => "In the region",
                LinkKind::InSystem => "In the system of",
                LinkKind::Cluster => "In the cluster",
                LinkKind::Hosts => "Hosted by",
                LinkKind::PartOf => "Part of",
            };
            add(format!("{words} {parent}"), &link.origin);
        }
        for row in self.register.before(self.code()) {
            add(format!("After {}", row.predecessor), &row.origin);
        }
        for row in self.register.after(self.code()) {
            let successor = row.successor.as_ref().map_or("nobody", BodyCode::as_str);
            add(format!("Before {successor}"), &row.origin);
        }
        told.into_iter()
            .map(|(from, what)| Prose::from(format!("{what}: {from}")))
            .collect()
    }

    /// What has no known home, where this is the body that stands for it.
    pub(super) fn unattributed(&self) -> Result<Vec<Prose>, AppError> {
        if self
            .known
            .is_none_or(|known| known.kind != Kind::Unattributed)
        {
            return Ok(Vec::new());
        }
        let lost = self.reading.snapshot.unattributed(Level::Icb, self.day)?;
        Ok(lost
            .into_iter()
            .map(|lost| {
                let link = self.reading.body_link(&lost.code, &lost.name);
                Prose::default()
                    .link(link.text, link.href)
                    .text(format!(", {}: {}", lost.code, lost.reason))
            })
            .collect())
    }
}

/// `, by 2022`, `, 1 July 2022 to 31 March 2026`; empty where nothing is known.
fn within(span: Span) -> String {
    let text = in_brackets(span);
    text.strip_prefix(" (")
        .and_then(|text| text.strip_suffix(')'))
        .map(|text| format!(", {text}"))
        .unwrap_or_default()
}

fn in_brackets(span: Span) -> String {
    match (span.from, span.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" (since {})", dates::half_date(from)),
        (None, Some(to)) => format!(" (until {})", dates::half_date(to)),
        (Some(from), Some(to)) => {
            format!(" ({} to {})", dates::half_date(from), dates::half_date(to))
        }
    }
}
