//! Finding a body, and what the archive knows of it.

use candour_core::{BodyCode, Level, Month};
use candour_register::{Register, readable};
use rusqlite::OptionalExtension as _;
use serde::Serialize;

use crate::catalogue;
use crate::error::{ArchiveError, NotFound};
use crate::snapshot::{Snapshot, parsed};

/// A body as the archive knows it: the register's name where it is curated, else the name that the
/// latest file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownBody {
    /// Its code.
    pub code: BodyCode,
    /// Its name.
    pub name: String,
    /// The level at which its figures stand.
    pub level: Level,
    /// The body that the latest file puts it under.
    pub parent: Option<BodyCode>,
    /// That body's name.
    pub parent_name: Option<String>,
    /// The first month in which a file names it; none where only the register knows it.
    pub first: Option<Month>,
    /// The last month in which a file names it; one with figures, where any does.
    pub last: Option<Month>,
}

impl KnownBody {
    /// Whether it is an ambulance trust, which no list that is read here says but by its name.
    #[must_use]
    pub fn is_ambulance_trust(&self) -> bool {
        self.level == Level::Provider && self.name.to_lowercase().contains("ambulance")
    }
}

impl Snapshot<'_> {
    /// The body with this code, whatever its case.
    ///
    /// # Errors
    /// Where the archive has none; the error offers the nearest.
    pub fn body(&self, asked: &str) -> Result<KnownBody, ArchiveError> {
        match self.body_if_any(asked)? {
            Some(body) => Ok(body),
            None => {
                let upper = self.body_if_any(&asked.to_uppercase())?;
                match upper.map_or_else(
                    || self.body_if_any(&asked.to_lowercase()),
                    |body| Ok(Some(body)),
                )? {
                    Some(body) => Ok(body),
                    None => Err(self.no_body(asked)?.into()),
                }
            }
        }
    }

    fn body_if_any(&self, code: &str) -> Result<Option<KnownBody>, ArchiveError> {
        let named = self.named_in_files(code)?;
        if named.is_some() {
            return Ok(named);
        }
        let register = self.register()?;
        let body = BodyCode::new(code)
            .ok()
            .and_then(|code| register.body(&code).cloned());
        Ok(body.and_then(|body| of_register(&register, &body)))
    }

    fn named_in_files(&self, code: &str) -> Result<Option<KnownBody>, ArchiveError> {
        let mut statement = self
            .connection()?
            .prepare_cached(&format!("{SELECT} WHERE code = ?1"))?;
        Ok(statement.query_row([code], known_body).optional()?)
    }

    /// Bodies whose code is `text` or whose name holds every word of it: nation and regions first,
    /// then boards, then the rest, each by name. At most `limit`.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn bodies(&self, text: &str, limit: usize) -> Result<Vec<KnownBody>, ArchiveError> {
        let words: Vec<String> = text
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let mut statement = self.connection()?.prepare_cached(SELECT)?;
        let all = statement.query_map([], known_body)?;
        let mut found = Vec::new();
        for body in all {
            let body = body?;
            let name = body.name.to_lowercase();
            let code = body.code.as_str().to_lowercase();
            if words
                .iter()
                .all(|word| name.contains(word.as_str()) || code == *word)
            {
                found.push(body);
            }
        }
        self.add_from_register(&words, &mut found)?;
        found.sort_by(|a, b| {
            let exact = |body: &KnownBody| {
                !words
                    .iter()
                    .any(|word| body.code.as_str().eq_ignore_ascii_case(word))
            };
            (exact(a), std::cmp::Reverse(a.level), &a.name).cmp(&(
                exact(b),
                std::cmp::Reverse(b.level),
                &b.name,
            ))
        });
        found.truncate(limit);
        Ok(found)
    }

    /// Adds the bodies that no file names, or not by these words: those that ended, that began since, that
    /// had another name, or that another scheme gives this code.
    fn add_from_register(
        &self,
        words: &[String],
        found: &mut Vec<KnownBody>,
    ) -> Result<(), ArchiveError> {
        if words.is_empty() {
            return Ok(());
        }
        let register = self.register()?;
        let mut known: std::collections::BTreeSet<BodyCode> =
            found.iter().map(|body| body.code.clone()).collect();
        let matches = |name: &str, code: &BodyCode| {
            let (name, code) = (name.to_lowercase(), code.as_str().to_lowercase());
            words
                .iter()
                .all(|word| name.contains(word.as_str()) || code == *word)
        };
        let of_bodies = register.bodies().map(|body| (&body.name, &body.code));
        let of_names = register
            .rows()
            .names
            .iter()
            .map(|name| (&name.name, &name.body));
        let of_codes = register
            .rows()
            .codes
            .iter()
            .map(|code| (&code.code, &code.body));
        for (name, code) in of_bodies.chain(of_names).chain(of_codes) {
            if known.contains(code) || !matches(name, code) {
                continue;
            }
            let body = match self.named_in_files(code.as_str())? {
                Some(body) => Some(body),
                None => register
                    .body(code)
                    .and_then(|body| of_register(&register, body)),
            };
            if let Some(body) = body {
                known.insert(code.clone());
                found.push(body);
            }
        }
        Ok(())
    }

    /// Whether the figures are an invented sample: invented providers carry the word in their names,
    /// and every surface that shows them says so.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn is_synthetic(&self) -> Result<bool, ArchiveError> {
        Ok(!self.bodies("synthetic", 1)?.is_empty())
    }

    /// Every body of a level, by name.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn bodies_at(&self, level: Level) -> Result<Vec<KnownBody>, ArchiveError> {
        let mut statement = self
            .connection()?
            .prepare_cached(&format!("{SELECT} WHERE level = ?1 ORDER BY name"))?;
        let all = statement.query_map([catalogue::level_number(level)], known_body)?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// The bodies that the latest file puts under `parent`, by name.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn parts(&self, parent: &BodyCode) -> Result<Vec<KnownBody>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(SELECT)?;
        let all = statement.query_map([], known_body)?;
        let mut found: Vec<KnownBody> = all.collect::<Result<_, _>>()?;
        found.retain(|body| body.parent.as_ref() == Some(parent));
        found.sort_by(|a, b| {
            (std::cmp::Reverse(a.level), &a.name).cmp(&(std::cmp::Reverse(b.level), &b.name))
        });
        Ok(found)
    }

    /// The error for a body that is not here, with the nearest that are.
    pub(crate) fn no_body(&self, asked: &str) -> Result<NotFound, ArchiveError> {
        let asked: String = asked.chars().take(60).collect();
        let mut nearest = self.bodies(&asked, 5)?;
        if nearest.is_empty() {
            // Codes that differ in one character, then names that share a word.
            let mut all = self.bodies("", usize::MAX)?;
            let register = self.register()?;
            let unnamed = register
                .bodies()
                .filter(|body| !all.iter().any(|known| known.code == body.code))
                .filter_map(|body| of_register(&register, body));
            let unnamed: Vec<KnownBody> = unnamed.collect();
            all.extend(unnamed);
            let plain = asked.to_lowercase();
            let words: Vec<&str> = plain
                .split_whitespace()
                .filter(|word| word.len() > 3)
                .collect();
            all.retain(|body| {
                let code = body.code.as_str();
                let differing = code.len().abs_diff(asked.len())
                    + code
                        .bytes()
                        .zip(asked.bytes())
                        .filter(|(a, b)| !a.eq_ignore_ascii_case(b))
                        .count();
                differing <= 1
                    || words
                        .iter()
                        .any(|word| body.name.to_lowercase().contains(word))
            });
            all.truncate(5);
            nearest = all;
        }
        Ok(NotFound::Body {
            asked,
            nearest: nearest
                .into_iter()
                .map(|body| (body.code.to_string(), body.name))
                .collect(),
        })
    }
}

const SELECT: &str = "SELECT code, name, level, parent, first, last FROM body";

/// A body that the register knows and no file names; none where it is of a kind that has no figures.
fn of_register(register: &Register, body: &candour_register::Body) -> Option<KnownBody> {
    let level = match body.kind {
        // What has no known home stands among the boards, as what is nationally commissioned does.
        candour_register::Kind::Unattributed => Level::Icb,
        kind => kind.level()?,
    };
    let parent = register
        .links_up(&body.code)
        .max_by_key(|link| link.span.from)
        .map(|link| link.parent.clone());
    Some(KnownBody {
        code: body.code.clone(),
        name: body.name.clone(),
        level,
        parent_name: parent
            .as_ref()
            .and_then(|parent| register.body(parent))
            .map(|parent| parent.name.clone()),
        parent,
        first: None,
        last: None,
    })
}

fn known_body(row: &rusqlite::Row<'_>) -> rusqlite::Result<KnownBody> {
    let register = Register::bundled();
    let code: BodyCode = parsed(row, 0)?;
    let name: String = row.get(1)?;
    // Of a body that files name by its code alone, nobody here knows another name.
    let name = if name.is_empty() {
        code.to_string()
    } else {
        readable(&name)
    };
    let parent: Option<String> = row.get(3)?;
    let parent = parent.and_then(|parent| BodyCode::new(&parent).ok());
    Ok(KnownBody {
        name: register.body(&code).map_or(name, |body| body.name.clone()),
        level: catalogue::level(row.get(2)?).unwrap_or(Level::Provider),
        parent_name: parent
            .as_ref()
            .and_then(|parent| register.body(parent))
            .map(|body| body.name.clone()),
        parent,
        first: Some(parsed(row, 4)?),
        last: Some(parsed(row, 5)?),
        code,
    })
}
