//! What is asked, and what a briefing is.

use candour_core::{BodyCode, Level, Month};
use jiff::civil::Date;
use serde::Serialize;

use crate::item::{Item, Section};
use crate::sentence::Sentence;

/// For whom a briefing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// The body: England, a region, a board, a provider.
    pub body: BodyCode,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: Level,
}

/// What is taken as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "knowledge")]
pub enum Knowledge {
    /// All that is held.
    Today,
    /// What was published by a day.
    AsKnown {
        /// The day.
        day: Date,
    },
    /// What is held of periods up to a month, whenever it was published: revised figures stand where they
    /// were later revised, and every briefing of this kind says so.
    UpTo {
        /// The last month.
        month: Month,
    },
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct BriefingQuery {
    /// The day of the briefing.
    pub on: Date,
    /// For whom: a code; England where none is given.
    pub body: Option<BodyCode>,
    /// What is taken as known.
    pub knowledge: Knowledge,
}

/// What could have been told and was not, and why: shown by `--why`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// What it would have said.
    pub headline: Sentence,
    /// Why it is no news.
    pub because: String,
}

/// What a briefing rests on, of one publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Its title in print.
    pub publication: String,
    /// The latest period held.
    pub latest: Option<Month>,
    /// When that was published, where known.
    pub published_on: Option<Date>,
}

/// What changed and matters, for somebody on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Briefing {
    /// The day.
    pub on: Date,
    /// For whom.
    pub scope: Scope,
    /// What was taken as known.
    pub knowledge: Knowledge,
    /// Its title: the finding of the first item.
    pub title: String,
    /// Three to seven items, the most telling first; fewer where fewer are real.
    pub must_reads: Vec<Item>,
    /// All other items, by section, the most telling first.
    pub sections: Vec<(Section, Vec<Item>)>,
    /// What is to be known of it: what it rests on, what is taken as known, how old the latest figures are.
    pub notes: Vec<Sentence>,
    /// What it rests on.
    pub held: Vec<Held>,
    /// What was found and is no news.
    pub left_out: Vec<LeftOut>,
}

impl Briefing {
    /// Every item, the must-reads first.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.must_reads
            .iter()
            .chain(self.sections.iter().flat_map(|(_, items)| items))
    }
}
