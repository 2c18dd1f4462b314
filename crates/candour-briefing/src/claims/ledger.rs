//! How claims stood when they were last asked, and every turn since: the day on which a revision breaks
//! one, it says so.
//!
//! It is `claims.json` in the archive's folder, beside the catalogue and no part of it: it can be thrown
//! away, and then knows nothing of what was before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use candour_archive::Snapshot;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::check::{Checked, check_bundled};
use super::claim::{Kept, State};
use super::words;

/// The form of the file.
const FORM: u32 = 1;

/// How claims stood, and the turns that they took, the earliest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    form: u32,
    claims: BTreeMap<String, Entry>,
    turns: Vec<Turn>,
}

/// How a claim stood when it could last be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// Whether it held.
    holds: bool,
    /// What was asked and expected: a claim that was written anew has no past.
    asked: String,
    /// Since which day it has stood so, of the days on which it was asked.
    since: Date,
}

/// A turn of a claim: it broke, or it was mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// The day on which it was seen.
    pub day: Date,
    /// The state of the archive, as a text that changes whenever a file is taken.
    pub archive: String,
    /// The claim.
    pub claim: String,
    /// Whether it held before.
    pub held_before: bool,
    /// Whether it holds now.
    pub holds: bool,
    /// What is expected, with its unit.
    pub expected: String,
    /// What was found, with its unit.
    pub found: String,
    /// The published files that it now rests on.
    pub files: Vec<String>,
    /// When the latest of them was published, where known.
    pub published_on: Option<Date>,
}

impl Turn {
    /// The turn as a sentence without a full stop: what `candour ingest` tells.
    #[must_use]
    pub fn in_words(&self) -> String {
        let verb = if self.holds { "holds again" } else { "broke" };
        let mut words = format!(
            "claim {} {verb} on {}: expected {}, found {}",
            self.claim, self.day, self.expected, self.found
        );
        if !self.files.is_empty() {
            words.push_str(&format!(", since {}", self.files.join(", ")));
            if let Some(day) = self.published_on {
                words.push_str(&format!(" (published {day})"));
            }
        }
        words
    }
}

/// Why a ledger cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file cannot be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// What stands in it is no ledger.
    #[error("{path} is no ledger of claims ({cause}); it may be thrown away")]
    Content {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] candour_archive::ArchiveError),
}

impl Ledger {
    /// Takes what was found, as seen on a day in a state of the archive; gives the turns that it makes.
    ///
    /// A claim that cannot be computed keeps how it stood; one that was never asked before makes no turn,
    /// nor does one whose question or expected answer was written anew.
    pub fn take(&mut self, checked: &[Checked<'_>], day: Date, archive: &str) -> Vec<Turn> {
        self.form = FORM;
        let mut turns = Vec::new();
        for one in checked {
            let holds = match one.state {
                State::Holds => true,
                State::Broken => false,
                State::CannotBeComputed | State::RecordedNotChecked => continue,
            };
            let asked = asked(one);
            let known = self
                .claims
                .get(&one.claim.id)
                .filter(|entry| entry.asked == asked);
            if let Some(entry) = known {
                if entry.holds == holds {
                    continue;
                }
                let mut files: Vec<String> = one
                    .grounds
                    .iter()
                    .filter_map(|ground| ground.file.clone())
                    .collect();
                files.sort();
                files.dedup();
                turns.push(Turn {
                    day,
                    archive: archive.to_owned(),
                    claim: one.claim.id.clone(),
                    held_before: entry.holds,
                    holds,
                    expected: words::expected(one),
                    found: words::found(one),
                    files,
                    published_on: one
                        .grounds
                        .iter()
                        .filter_map(|ground| ground.published_on)
                        .max(),
                });
            }
            let entry = Entry {
                holds,
                asked,
                since: day,
            };
            self.claims.insert(one.claim.id.clone(), entry);
        }
        self.turns.extend(turns.iter().cloned());
        turns
    }

    /// Every turn, the earliest first.
    #[must_use]
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// The turns of one claim, the earliest first.
    pub fn turns_of<'a>(&'a self, claim: &'a str) -> impl Iterator<Item = &'a Turn> {
        self.turns.iter().filter(move |turn| turn.claim == claim)
    }

    /// Since which day a claim has stood as it stands, of the days on which it was asked.
    #[must_use]
    pub fn since(&self, claim: &str) -> Option<Date> {
        self.claims.get(claim).map(|entry| entry.since)
    }

    /// The claims that broke on a day or later and are still broken, each with the turn that broke it: what
    /// a briefing tells.
    #[must_use]
    pub fn broken_since(&self, day: Date) -> Vec<&Turn> {
        let mut last: BTreeMap<&str, &Turn> = BTreeMap::new();
        for turn in &self.turns {
            last.insert(&turn.claim, turn);
        }
        let mut broken: Vec<&Turn> = last
            .into_values()
            .filter(|turn| !turn.holds && turn.day >= day)
            .collect();
        broken.sort_by(|a, b| (a.day, &a.claim).cmp(&(b.day, &b.claim)));
        broken
    }

    /// Reads the ledger of an archive; an empty one where there is none yet.
    ///
    /// # Errors
    /// Where the file cannot be read, or is no ledger.
    pub fn open(root: &Path) -> Result<Self, LedgerError> {
        let path = path(root);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(cause) => return Err(LedgerError::File { path, cause }),
        };
        match serde_json::from_str::<Self>(&text) {
            Ok(ledger) if ledger.form <= FORM => Ok(ledger),
            Ok(ledger) => Err(LedgerError::Content {
                path,
                cause: format!("it has the form {}, made by a later version", ledger.form),
            }),
            Err(error) => Err(LedgerError::Content {
                path,
                cause: error.to_string(),
            }),
        }
    }

    /// Writes the ledger of an archive: beside its place first, then put there in one step.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self, root: &Path) -> Result<(), LedgerError> {
        let path = path(root);
        let beside = path.with_extension("json.new");
        let fault = |cause| LedgerError::File {
            path: path.clone(),
            cause,
        };
        let mut text =
            serde_json::to_string_pretty(self).map_err(|error| LedgerError::Content {
                path: path.clone(),
                cause: error.to_string(),
            })?;
        text.push('\n');
        std::fs::write(&beside, text).map_err(fault)?;
        std::fs::rename(&beside, &path).map_err(fault)
    }
}

/// Asks every claim that came with the program and keeps how it stands; gives the turns.
///
/// # Errors
/// Where the archive or its ledger cannot be read or written.
pub fn keep(snapshot: &Snapshot<'_>, day: Date) -> Result<Vec<Turn>, LedgerError> {
    let checked = check_bundled(snapshot)?;
    let root = snapshot.root();
    let before = Ledger::open(root)?;
    let mut ledger = before.clone();
    let turns = ledger.take(&checked, day, &snapshot.version()?);
    if ledger != before {
        ledger.save(root)?;
    }
    Ok(turns)
}

fn path(root: &Path) -> PathBuf {
    root.join("claims.json")
}

/// What was asked and expected, as a text that is another when the claim is written anew.
fn asked(one: &Checked<'_>) -> String {
    match &one.claim.kept {
        Kept::Recorded(_) => String::new(),
        Kept::Tested(test) => format!("{test:?} {:?}", one.claim.as_known),
    }
}
