//! Bodies, people and posts by the names that texts give them, as of a day.

use std::collections::{BTreeMap, BTreeSet};

use candour_core::BodyCode;
use candour_curated::{Fault, Span, Table};
use candour_register::{Body, Kind, NameKind, People, PersonId, PostId, Register};
use jiff::civil::Date;

use super::phrases::{Joined, Phrase, Phrases};
use super::words::Token;

const SHORT_FORMS: &str = include_str!("../../../../data/documents/short_forms.csv");
const TABLE: Table<'static> = Table {
    file: "short_forms.csv",
    headings: &["form", "code", "valid_from", "valid_to", "source"],
};

/// Words of which one makes a trust's name more than a place's.
const OF_A_TRUST: &[&str] = &[
    "hospital",
    "hospitals",
    "health",
    "healthcare",
    "care",
    "partnership",
    "ambulance",
    "infirmary",
    "children",
    "orthopaedic",
    "teaching",
    "christie",
    "marsden",
    "clatterbridge",
    "papworth",
    "community",
    "mental",
    "psychiatric",
    "trust",
    "eye",
    "barts",
    "whittington",
    "moorfields",
];
/// First words of trusts' names that are no place.
const NO_PLACE: &[&str] = &[
    "the",
    "university",
    "royal",
    "east",
    "west",
    "north",
    "south",
    "mid",
    "central",
    "great",
    "new",
    "nhs",
    "st",
    "queen",
    "king",
    "james",
    "avon",
    "northern",
    "southern",
    "western",
    "eastern",
    "united",
    "guy",
    "homerton",
    "whittington",
    "barts",
    "chelsea",
    "alder",
    "countess",
    "airedale",
    "sheffield's",
    "women",
    "england",
    "london",
    "greater",
    "black",
    "isle",
    "city",
    "county",
    "hospitals",
    "first",
    "care",
    "health",
    "community",
    "dorset",
    "pennine",
    "solent",
    "oxleas",
    "moorfields",
];
/// Words with a capital before a place that make another place of it.
const BEFORE_A_PLACE: &[&str] = &[
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
    "greater", "mid", "new", "inner", "outer", "royal", "great", "upper", "lower", "public",
];
/// Words with a capital behind a place that leave it what it is.
const AFTER_A_PLACE: &[&str] = &[
    "nhs",
    "icb",
    "ics",
    "a&e",
    "a&es",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "rtt",
    "emergency",
    "hospitals",
    "and",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Whom a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    /// One body.
    Body(BodyCode),
    /// One of several, or a place that is none of them: the candidates.
    Several(Vec<BodyCode>),
    /// A person.
    Person(PersonId),
    /// A post.
    Post(Vec<PostId>),
}

/// A name found in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) who: Who,
}

/// What a phrase names.
#[derive(Debug, Clone, Default)]
struct Entry {
    bodies: Vec<(BodyCode, Span)>,
    /// Bodies whose names begin with the word, for a place that is the name of none.
    beginning: Vec<(BodyCode, Span)>,
    /// Whether it is a bare place's name, which its neighbours may change.
    place: bool,
    person: Option<PersonId>,
    posts: Vec<PostId>,
}

/// Every name of the register, to be found in texts.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    phrases: Phrases,
    entries: Vec<Entry>,
    levels: BTreeMap<BodyCode, Option<candour_core::Level>>,
}

/// The short forms that came with the program, with their spans, and every fault of the file.
fn short_forms(faults: &mut Vec<Fault>) -> Vec<(String, BodyCode, Span)> {
    TABLE.read(SHORT_FORMS, faults, |row| {
        row.required("source");
        Some((
            row.required("form"),
            row.must("code")?,
            row.span("valid_from", "valid_to"),
        ))
    })
}

#[derive(Default)]
struct Names {
    all: BTreeMap<String, (Phrase, Entry)>,
}

impl Names {
    fn entry(&mut self, text: &str) -> Option<&mut Entry> {
        let phrase = Phrase::named(text);
        if phrase.joined().is_empty() {
            return None;
        }
        let found = self.all.entry(phrase.joined().to_owned());
        Some(&mut found.or_insert_with(|| (phrase, Entry::default())).1)
    }

    fn body(&mut self, text: &str, code: &BodyCode, span: Span) {
        if let Some(entry) = self.entry(text)
            && !entry.bodies.iter().any(|(known, _)| known == code)
        {
            entry.bodies.push((code.clone(), span));
        }
    }

    fn place(&mut self, text: &str, code: &BodyCode, span: Span) {
        self.body(text, code, span);
        if let Some(entry) = self.entry(text) {
            entry.place = true;
        }
    }

    fn board(&mut self, name: &str, body: &Body) {
        let (code, span) = (&body.code, body.span);
        let base = name.trim_start_matches("NHS ");
        let base = base
            .trim_end_matches(" Integrated Care Board")
            .trim_end_matches(" ICB");
        self.place(base, code, span);
        for suffix in [
            "ICB",
            "ICS",
            "integrated care board",
            "integrated care system",
            "system",
            "health system",
            "health and care system",
        ] {
            self.body(&format!("{base} {suffix}"), code, span);
            self.body(&format!("NHS {base} {suffix}"), code, span);
        }
        self.body(&format!("NHS {base}"), code, span);
        // `the Lancashire ICS`: the first part of a name of several.
        let parts: Vec<&str> = base
            .split([',', '&'])
            .flat_map(|part| part.split(" and "))
            .collect();
        if let [first, _, ..] = parts.as_slice() {
            for suffix in [
                "ICB",
                "ICS",
                "integrated care board",
                "integrated care system",
            ] {
                self.body(&format!("{} {suffix}", first.trim()), code, span);
            }
        }
    }

    fn trust(&mut self, name: &str, body: &Body) {
        let (code, span) = (&body.code, body.span);
        let base = [
            " NHS Foundation Trust",
            " NHS Trust",
            " Foundation Trust",
            " Trust",
        ]
        .iter()
        .find_map(|ending| {
            let cut = name.len().checked_sub(ending.len())?;
            let (base, end) = name.split_at_checked(cut)?;
            end.eq_ignore_ascii_case(ending).then_some(base)
        })
        .unwrap_or(name);
        let bases = [base, base.strip_prefix("The ").unwrap_or(base)];
        for base in bases {
            for ending in [
                "NHS Foundation Trust",
                "NHS Trust",
                "trust",
                "foundation trust",
                "NHS FT",
                "FT",
            ] {
                self.body(&format!("{base} {ending}"), code, span);
            }
            let words: Vec<String> = base.split([' ', '\'']).map(str::to_lowercase).collect();
            let is_more_than_a_place = words.iter().any(|word| OF_A_TRUST.contains(&word.as_str()));
            let is_letters = base.len() <= 6 && base.chars().all(|c| c.is_ascii_uppercase());
            if is_more_than_a_place && words.len() > 1 || is_letters {
                self.body(base, code, span);
            } else {
                self.beginning(base, code, span);
            }
            if let Some(first) = words.first().filter(|first| {
                first.len() > 3 && !NO_PLACE.contains(&first.as_str()) && words.len() > 1
            }) {
                let written: String = base.chars().take(first.chars().count()).collect();
                self.beginning(&written, code, span);
            }
        }
    }

    fn beginning(&mut self, text: &str, code: &BodyCode, span: Span) {
        if let Some(entry) = self.entry(text)
            && !entry.beginning.iter().any(|(known, _)| known == code)
        {
            entry.beginning.push((code.clone(), span));
            entry.place = true;
        }
    }

    fn region(&mut self, name: &str, body: &Body) {
        for form in [
            format!("{name} region"),
            format!("{name} of England region"),
            format!("NHS {name}"),
            format!("NHS England {name}"),
            format!("{name} NHS region"),
        ] {
            self.body(&form, &body.code, body.span);
        }
        // Without `region` the name is a place too, whose bounds are others' as well.
        self.beginning(name, &body.code, body.span);
    }
}

impl Gazetteer {
    pub(crate) fn new(register: &Register, people: &People) -> Self {
        let mut names = Names::default();
        let mut levels = BTreeMap::new();
        for body in register.bodies() {
            levels.insert(body.code.clone(), body.kind.level());
            let mut forms: Vec<(String, Span)> = vec![(body.name.clone(), body.span)];
            for name in register.names_of(&body.code) {
                // A name in law or a former one is the body's, whenever the body was there.
                let span = if name.kind == NameKind::Short {
                    name.span
                } else {
                    body.span
                };
                forms.push((name.name.clone(), span));
            }
            for (form, _) in &forms {
                match body.kind {
                    Kind::Board => names.board(form, body),
                    Kind::Trust | Kind::CareTrust => names.trust(form, body),
                    Kind::Region => names.region(form, body),
                    Kind::Nation => names.place(form, &body.code, body.span),
                    Kind::NationalBody | Kind::Other if form == "Government" => {}
                    Kind::SubIcb | Kind::ReportingEntity => {}
                    Kind::Ccg | Kind::HealthAuthority if !form.contains(' ') => {}
                    Kind::Unattributed | Kind::NationalCommissioner | Kind::CommissioningHub => {}
                    _ => names.body(form, &body.code, body.span),
                }
            }
        }
        for (form, code, span) in short_forms(&mut Vec::new()) {
            let is_place = !form.contains(' ') && form.chars().skip(1).all(char::is_lowercase);
            if is_place {
                names.place(&form, &code, span);
            } else {
                names.body(&form, &code, span);
            }
        }
        for person in &people.rows().people {
            for name in std::iter::once(&person.name).chain(&person.also) {
                let plain: Vec<&str> = name
                    .split(' ')
                    .filter(|word| {
                        !matches!(
                            *word,
                            "Sir" | "Dame" | "Dr" | "Professor" | "Lord" | "Baroness"
                        )
                    })
                    .collect();
                if let Some(entry) = names.entry(&plain.join(" ")) {
                    entry.person = Some(person.id.clone());
                }
            }
        }
        let mut posts: BTreeMap<String, Vec<PostId>> = BTreeMap::new();
        for post in &people.rows().posts {
            posts
                .entry(post.title.to_lowercase())
                .or_default()
                .push(post.id.clone());
        }
        for (title, ids) in posts {
            if let Some(entry) = names.entry(&title) {
                entry.posts = ids;
            }
        }
        let (phrases, entries): (Vec<Phrase>, Vec<Entry>) = names.all.into_values().unzip();
        Self {
            // Without an automaton no name is found, and no claim is settled.
            phrases: Phrases::new(&phrases).unwrap_or_else(|_| Phrases::none()),
            entries,
            levels,
        }
    }

    /// The level at which a body's figures stand; none where it has none.
    pub(crate) fn level(&self, body: &BodyCode) -> Option<candour_core::Level> {
        self.levels.get(body).copied().flatten()
    }

    /// The names in a sentence, as of a day.
    pub(crate) fn find(&self, tokens: &[Token], joined: &Joined, day: Date) -> Vec<Named> {
        self.phrases
            .longest(tokens, joined)
            .into_iter()
            .filter_map(|found| {
                let entry = self.entries.get(found.phrase)?;
                let mut who = self.who(entry, day)?;
                if entry.place && is_part_of_a_name(tokens, found.first, found.end) {
                    who = Who::Several(match who {
                        Who::Body(code) => vec![code],
                        Who::Several(all) => all,
                        _ => Vec::new(),
                    });
                }
                Some(Named {
                    first: found.first,
                    end: found.end,
                    who,
                })
            })
            .collect()
    }

    fn who(&self, entry: &Entry, day: Date) -> Option<Who> {
        if let Some(person) = &entry.person {
            return Some(Who::Person(person.clone()));
        }
        if !entry.posts.is_empty() {
            return Some(Who::Post(entry.posts.clone()));
        }
        let on = |rows: &[(BodyCode, Span)]| -> BTreeSet<BodyCode> {
            let there: BTreeSet<BodyCode> = rows
                .iter()
                .filter(|(_, span)| span.covers(day))
                .map(|(code, _)| code.clone())
                .collect();
            if !there.is_empty() {
                return there;
            }
            // A name of the past, where nobody bears it now.
            rows.iter()
                .filter(|(_, span)| span.to.is_some_and(|to| to.last_day() < day))
                .map(|(code, _)| code.clone())
                .collect()
        };
        let bodies = on(&entry.bodies);
        let beginning = on(&entry.beginning);
        match (bodies.len(), bodies.first()) {
            (1, Some(only)) if !self.shares_its_name(only, &beginning, entry) => {
                Some(Who::Body(only.clone()))
            }
            (0, _) if beginning.is_empty() => None,
            _ => Some(Who::Several(bodies.union(&beginning).cloned().collect())),
        }
    }

    /// Whether a bare place is the whole name of a trust as well as of a board: `Somerset`, `Frimley`.
    fn shares_its_name(
        &self,
        only: &BodyCode,
        beginning: &BTreeSet<BodyCode>,
        entry: &Entry,
    ) -> bool {
        let is_board = self.level(only) == Some(candour_core::Level::Icb);
        entry.place
            && is_board
            && !beginning.is_empty()
            && beginning.iter().any(|code| code != only)
    }
}

/// Whether a place's name is a piece of a longer one that the register does not know.
fn is_part_of_a_name(tokens: &[Token], first: usize, end: usize) -> bool {
    let before = first.checked_sub(1).and_then(|place| tokens.get(place));
    let earlier = first.checked_sub(2).and_then(|place| tokens.get(place));
    let is_name = |token: &Token, at_start: bool| token.capital && !at_start;
    if let Some(before) = before {
        if before.capital && before.is_any(BEFORE_A_PLACE) {
            return true;
        }
        // `Sport England`, `Bank of England`; not `Across England`, with which a sentence begins.
        if is_name(before, first == 1) && !before.is_any(AFTER_A_PLACE) && before.norm.len() > 1 {
            return true;
        }
        if before.is("of") && earlier.is_some_and(|earlier| is_name(earlier, first == 2)) {
            return true;
        }
    }
    let behind = tokens.get(end);
    behind.is_some_and(|next| {
        next.capital && !next.is_any(AFTER_A_PLACE) && next.norm.chars().all(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests;
