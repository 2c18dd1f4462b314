//! What a briefing tells: items, and how each was scored.

use std::fmt;
use std::sync::Arc;

use candour_assessment::commitment::CommitmentId;
use candour_core::{BodyCode, Level, MeasureId, Month, SeriesKey};
use candour_curated::words;
use candour_register::PostId;
use jiff::civil::Date;
use serde::Serialize;

use crate::sentence::Sentence;

/// What an item is known by: the same for the same news, whenever the briefing is made, so that nobody is
/// told twice. `special-cause-began/ae-four-hour/england/2022-12`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(Arc<str>);

impl ItemId {
    /// Of the kind and the parts that tell it from all others.
    pub(crate) fn of<'a>(kind: ItemKind, parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut text = kind.as_str().to_owned();
        for part in parts {
            text.push('/');
            text.push_str(part);
        }
        Self(text.into())
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for ItemId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

words! {
    /// What kind of news it is.
    ItemKind, "a kind of news", {
        /// The latest figure is a special cause, and the one before was none.
        SpecialCauseBegan = "special-cause-began",
        /// The figure before was a special cause, and the latest is none.
        SpecialCauseEnded = "special-cause-ended",
        /// From one period to the next the figure moved more than it ever does by chance.
        Step = "step",
        /// A special cause that goes on set a new record of all periods held.
        Record = "record",
        /// The target came within the limits, or left them.
        AssuranceChanged = "assurance-changed",
        /// A standard that was met is missed, or the other way round.
        VerdictChanged = "verdict-changed",
        /// What was due in the latest period, or by a day gone by, was met or missed.
        DueDecided = "due-decided",
        /// A body's place among its peers moved, further than the bodies' own variation explains.
        RankMoved = "rank-moved",
        /// A published figure was published again with another value.
        Revised = "revised",
        /// Somebody took up a post.
        PostFilled = "post-filled",
        /// Somebody left a post, and who follows is not known.
        PostVacated = "post-vacated",
        /// A body began, ended or went into another.
        BodyChanged = "body-changed",
        /// What falls due within a week.
        DueSoon = "due-soon",
        /// A file that usually is out by now is not held.
        Late = "late",
    }
}

words! {
    /// Where in a briefing it stands.
    Section, "a section of a briefing", {
        /// A&E and ambulances.
        UrgentCare = "urgent-care",
        /// Waiting for planned treatment.
        Waits = "waits",
        /// Beds and what flows through them.
        Beds = "beds",
        /// Plans, outturns, support.
        Money = "money",
        /// Who came and went.
        People = "people",
        /// Bodies, frameworks, recommendations.
        Governance = "governance",
        /// What falls due within a week.
        DueThisWeek = "due-this-week",
        /// What was published again with another value.
        Revised = "revised",
        /// What is not held that usually is out by now.
        Late = "late",
    }
}

/// Written by its word.
macro_rules! serialized {
    ($($name:ident),+) => {
        $(impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        })+
    };
}

serialized!(ItemKind, Section, Criterion);

impl Section {
    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::UrgentCare => "Urgent care",
            Self::Waits => "Waits",
            Self::Beds => "Beds",
            Self::Money => "Money",
            Self::People => "People",
            Self::Governance => "Governance",
            Self::DueThisWeek => "Due this week",
            Self::Revised => "Revised",
            Self::Late => "Not here yet",
        }
    }
}

words! {
    /// What an item is scored by.
    Criterion, "a criterion", {
        /// How far from usual, or from what was promised.
        Size = "size",
        /// How sure it is that it is no chance, no slip of the file, no change of who reported.
        Certainty = "certainty",
        /// How many people it touches.
        People = "people",
        /// How lately it became known.
        Novelty = "novelty",
        /// How many bodies share it, and at which level they stand.
        Reach = "reach",
    }
}

/// One criterion of a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScorePart {
    /// Which.
    pub criterion: Criterion,
    /// How much of it there is, from 0 to 1.
    pub amount: f64,
    /// What it weighs, by the scoring file.
    pub weight: f64,
    /// What the amount was read from, in words: `3.2 limits' widths below its mean`.
    pub because: String,
}

/// Why an item stands where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// Of 100.
    pub points: f64,
    /// What a kind of news counts by itself, by the scoring file: the points are its share.
    pub kind_factor: f64,
    /// Criterion by criterion.
    pub parts: Vec<ScorePart>,
}

/// What an item is about: what an alert looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Subject {
    /// The bodies that it is told of: several where one thing happened to several.
    pub bodies: Vec<BodyCode>,
    /// Their level.
    pub level: Option<Level>,
    /// The measure.
    pub measure: Option<MeasureId>,
    /// The commitment.
    pub commitment: Option<CommitmentId>,
    /// The post.
    pub post: Option<PostId>,
    /// The period.
    pub period: Option<Month>,
    /// The day, where it is about one.
    pub day: Option<Date>,
}

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// What it is known by.
    pub id: ItemId,
    /// What kind of news.
    pub kind: ItemKind,
    /// Where it stands.
    pub section: Section,
    /// What it is about.
    pub subject: Subject,
    /// The finding: one sentence, without a full stop at its end.
    pub headline: Sentence,
    /// What it is compared with and what it rests on: whole sentences.
    pub detail: Vec<Sentence>,
    /// Why it stands where it stands.
    pub score: Score,
    /// The series that a page may draw beside it.
    #[serde(skip)]
    pub series: Option<SeriesKey>,
}
