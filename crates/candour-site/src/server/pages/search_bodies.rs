//! A body as a search finds it: by which former name or other code, and what became of it.

use candour_archive::KnownBody;
use candour_core::{BodyCode, Level};
use candour_register::{Body, Kind, Lost, NameKind, Register, Scheme};

use crate::server::answer::Reading;
use crate::server::dates;
use crate::server::wording::{self, listed};
use crate::views::SearchResult;

/// What was searched for, and where.
pub(super) struct Found<'a> {
    reading: &'a Reading<'a>,
    register: &'a Register,
    words: Vec<String>,
}

impl<'a> Found<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, register: &'a Register, asked: &str) -> Self {
        Self {
            reading,
            register,
            words: words(asked),
        }
    }

    /// A body that has figures, or could.
    pub(super) fn body(&self, body: &KnownBody) -> SearchResult {
        let Some(known) = self.register.body(&body.code) else {
            let (kind, _) = wording::level_words(body.level);
            let parent = body.parent_name.as_ref();
            return SearchResult {
                link: self.reading.body_link(&body.code, &body.name),
                kind: format!("{kind}, {}", body.code),
                detail: parent
                    .map(|parent| format!("In {parent}"))
                    .unwrap_or_default(),
            };
        };
        self.known(known)
    }

    /// A body of the register.
    pub(super) fn known(&self, body: &Body) -> SearchResult {
        let became = self.became(body);
        let detail: Vec<String> = [self.found_by(body), became.or_else(|| self.place(body))]
            .into_iter()
            .flatten()
            .collect();
        SearchResult {
            link: self.reading.body_link(&body.code, &body.name),
            kind: format!("{}, {}", body.kind.in_words(), body.code),
            detail: detail.join(" "),
        }
    }

    /// By which other name or code it was found, where its own do not say.
    fn found_by(&self, body: &Body) -> Option<String> {
        if holds(&self.words, &body.name, &body.code) {
            return None;
        }
        let mut names = self.register.names_of(&body.code);
        if let Some(name) = names.find(|name| holds(&self.words, &name.name, &body.code)) {
            return Some(match name.kind {
                NameKind::Former => format!("Formerly {}.", name.name),
                NameKind::Official | NameKind::Short => format!("Also called {}.", name.name),
            });
        }
        let mut codes = self.register.codes_of(&body.code);
        let code = codes.find(|code| holds(&self.words, &code.code, &body.code))?;
        Some(match code.scheme {
            Scheme::Ods => format!("Code {}.", code.code),
            Scheme::Ons => format!("Code of the Office for National Statistics {}.", code.code),
        })
    }

    /// That it ended, and who has its charge today.
    fn became(&self, body: &Body) -> Option<String> {
        let last = body.span.to?;
        let ended = dates::half_date(last);
        if !dates::has_passed(last, self.reading.today) {
            return Some(format!("Ends on {ended}."));
        }
        let (verb, heirs): (_, Vec<BodyCode>) =
            match self.register.on(&body.code, self.reading.today) {
                Ok(parts) => (
                    "now part of",
                    parts.into_iter().map(|part| part.body).collect(),
                ),
                Err(Lost::Unweighted { between, .. }) => ("now part of", between),
                // Whoever came next is said, also where the line breaks off after them.
                Err(_) => {
                    let rows = self.register.after(&body.code);
                    let next = rows.into_iter().filter_map(|row| row.successor.clone());
                    ("went to", next.collect())
                }
            };
        let mut names: Vec<String> = heirs
            .iter()
            .map(|code: &BodyCode| self.register.name_or(code.as_str(), code.as_str()))
            .collect();
        names.sort();
        if names.len() > 6 {
            let rest = names.split_off(5).len();
            names.push(format!("{rest} others"));
        }
        Some(if names.is_empty() {
            format!("Ended on {ended}; no successor is recorded.")
        } else {
            format!("Ended on {ended}; {verb} {}.", listed(&names))
        })
    }

    /// Where it is today: its board, else its region.
    fn place(&self, body: &Body) -> Option<String> {
        let at = body.kind.level()?;
        let above = [Level::Icb, Level::Region]
            .into_iter()
            .filter(|level| *level > at);
        above
            .filter_map(|level| {
                self.register
                    .home(&body.code, level, self.reading.today)
                    .ok()
            })
            .find_map(|parts| {
                let names: Vec<String> = parts
                    .iter()
                    .map(|part| {
                        self.register
                            .name_or(part.body.as_str(), part.body.as_str())
                    })
                    .collect();
                (!names.is_empty()).then(|| format!("In {}", listed(&names)))
            })
    }
}

/// Bodies without figures by their kind (departments, partnerships) whose name or code holds every word.
pub(super) fn without_figures<'a>(register: &'a Register, asked: &str) -> Vec<&'a Body> {
    let words = words(asked);
    let mut found: Vec<&Body> = register
        .bodies()
        .filter(|body| body.kind.level().is_none() && body.kind != Kind::Unattributed)
        .filter(|body| {
            let mut names = register.names_of(&body.code);
            holds(&words, &body.name, &body.code)
                || names.any(|name| holds(&words, &name.name, &body.code))
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn words(asked: &str) -> Vec<String> {
    asked
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

fn holds(words: &[String], name: &str, code: &BodyCode) -> bool {
    let (name, code) = (name.to_lowercase(), code.as_str().to_lowercase());
    words
        .iter()
        .all(|word| name.contains(word.as_str()) || code == *word)
}
