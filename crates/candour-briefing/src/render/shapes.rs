//! A briefing as it leaves Candour as JSON: the command line and the API give the same shape.

use serde::Serialize;

use crate::item::{Item, Score, Subject};
use crate::query::{Briefing, Held, Knowledge, LeftOut, Scope};
use crate::render::page_path;
use crate::sentence::{Run, Sentence};

/// What changed and matters, for somebody on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BriefingShape {
    /// The day, as year, month and day.
    #[cfg_attr(feature = "schema", schema(example = "2026-03-12"))]
    pub on: String,
    /// For whom.
    pub scope: ScopeShape,
    /// What was taken as known.
    pub knowledge: KnowledgeShape,
    /// The finding of the first item.
    pub title: String,
    /// The path of its page.
    #[cfg_attr(feature = "schema", schema(example = "/briefings/2026-03-12"))]
    pub page: String,
    /// Three to seven items, the most telling first; fewer where fewer are real.
    pub must_reads: Vec<ItemShape>,
    /// All other items.
    pub sections: Vec<SectionShape>,
    /// What is to be known of it.
    pub notes: Vec<SentenceShape>,
    /// What it rests on, a publication each.
    pub held: Vec<HeldShape>,
    /// What was found and is no news.
    pub left_out: Vec<LeftOutShape>,
}

/// For whom a briefing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScopeShape {
    /// The body's code; `england` is the nation.
    #[cfg_attr(feature = "schema", schema(example = "england"))]
    pub body: String,
    /// Its name.
    pub name: String,
    /// Its level: provider, sub-icb, icb, region or england.
    pub level: String,
}

/// What is taken as known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KnowledgeShape {
    /// `today`: all that is held; `as-known`: what was published by `day`; `up-to`: what is held of periods up
    /// to `month`, whenever it was published.
    pub knowledge: &'static str,
    /// The day, for `as-known`.
    pub day: Option<String>,
    /// The month, for `up-to`.
    pub month: Option<String>,
    /// The same in a sentence; empty for `today`.
    pub words: String,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SectionShape {
    /// Its word: `urgent-care`, `waits`, `beds`, `money`, `people`, `governance`, `due-this-week`, `revised`
    /// or `late`.
    pub section: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Its items, the most telling first.
    pub items: Vec<ItemShape>,
}

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ItemShape {
    /// The same for the same news, whenever the briefing is made.
    #[cfg_attr(
        feature = "schema",
        schema(example = "special-cause-began/ae-four-hour/england/2022-12")
    )]
    pub id: String,
    /// What kind of news: `special-cause-began`, `step`, `record`, `revised`, …
    pub kind: &'static str,
    /// The section that it belongs to.
    pub section: &'static str,
    /// What it is about.
    pub subject: SubjectShape,
    /// The finding: one sentence, without a full stop at its end.
    pub headline: SentenceShape,
    /// What it is compared with and what it rests on.
    pub detail: Vec<SentenceShape>,
    /// Why it stands where it stands.
    pub score: ScoreShape,
}

/// What an item is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SubjectShape {
    /// The codes of the bodies that it is told of.
    pub bodies: Vec<String>,
    /// Their level.
    pub level: Option<String>,
    /// The measure's id.
    pub measure: Option<String>,
    /// The commitment's id.
    pub commitment: Option<String>,
    /// The post's id.
    pub post: Option<String>,
    /// The period: its last month.
    pub period: Option<String>,
    /// The day, where it is about one.
    pub day: Option<String>,
}

/// Why an item stands where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScoreShape {
    /// Of 100.
    pub points: f64,
    /// What a kind of news counts by itself: the points are its share.
    pub kind_factor: f64,
    /// Criterion by criterion.
    pub parts: Vec<ScorePartShape>,
}

/// One criterion of a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScorePartShape {
    /// size, certainty, people, novelty or reach.
    pub criterion: &'static str,
    /// How much of it there is, from 0 to 1.
    pub amount: f64,
    /// What it weighs.
    pub weight: f64,
    /// What the amount was read from.
    pub because: String,
}

/// A sentence: as it is read, and in stretches of which each figure leads to its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SentenceShape {
    /// The words alone.
    pub text: String,
    /// The same in stretches.
    pub runs: Vec<RunShape>,
}

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RunShape {
    /// `text`, `figure` or `link`.
    pub run: &'static str,
    /// As printed.
    pub text: String,
    /// With all its digits, for a figure.
    pub full: Option<String>,
    /// A path of this site: the receipt of a figure, where a link leads to.
    pub href: Option<String>,
}

/// What a briefing rests on, of one publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HeldShape {
    /// Its title in print.
    pub publication: String,
    /// The latest period held.
    pub latest: Option<String>,
    /// When that was published, where known.
    pub published_on: Option<String>,
}

/// What was found and is no news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeftOutShape {
    /// What it would have said.
    pub headline: SentenceShape,
    /// Why it is no news.
    pub because: String,
}

/// A word or a date as text, where there is one.
fn text(value: Option<impl std::fmt::Display>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn all<'a, T: 'a, S: From<&'a T>>(values: &'a [T]) -> Vec<S> {
    values.iter().map(S::from).collect()
}

impl From<&Briefing> for BriefingShape {
    fn from(briefing: &Briefing) -> Self {
        Self {
            on: briefing.on.to_string(),
            scope: ScopeShape::from(&briefing.scope),
            knowledge: KnowledgeShape {
                words: super::standing(briefing),
                ..KnowledgeShape::from(&briefing.knowledge)
            },
            title: briefing.title.clone(),
            page: page_path(briefing),
            must_reads: all(&briefing.must_reads),
            sections: briefing
                .sections
                .iter()
                .map(|(section, items)| SectionShape {
                    section: section.as_str(),
                    title: section.title(),
                    items: all(items),
                })
                .collect(),
            notes: all(&briefing.notes),
            held: all(&briefing.held),
            left_out: all(&briefing.left_out),
        }
    }
}

impl From<&Scope> for ScopeShape {
    fn from(scope: &Scope) -> Self {
        Self {
            body: scope.body.to_string(),
            name: scope.name.clone(),
            level: scope.level.to_string(),
        }
    }
}

impl From<&Knowledge> for KnowledgeShape {
    fn from(knowledge: &Knowledge) -> Self {
        let (word, day, month) = match knowledge {
            Knowledge::Today => ("today", None, None),
            Knowledge::AsKnown { day } => ("as-known", Some(day), None),
            Knowledge::UpTo { month } => ("up-to", None, Some(month)),
        };
        Self {
            knowledge: word,
            day: text(day),
            month: text(month),
            words: String::new(),
        }
    }
}

impl From<&Item> for ItemShape {
    fn from(item: &Item) -> Self {
        Self {
            id: item.id.to_string(),
            kind: item.kind.as_str(),
            section: item.section.as_str(),
            subject: SubjectShape::from(&item.subject),
            headline: SentenceShape::from(&item.headline),
            detail: all(&item.detail),
            score: ScoreShape::from(&item.score),
        }
    }
}

impl From<&Subject> for SubjectShape {
    fn from(subject: &Subject) -> Self {
        Self {
            bodies: subject.bodies.iter().map(ToString::to_string).collect(),
            level: text(subject.level),
            measure: text(subject.measure.as_ref()),
            commitment: text(subject.commitment.as_ref()),
            post: text(subject.post.as_ref()),
            period: text(subject.period),
            day: text(subject.day),
        }
    }
}

impl From<&Score> for ScoreShape {
    fn from(score: &Score) -> Self {
        Self {
            points: score.points,
            kind_factor: score.kind_factor,
            parts: score
                .parts
                .iter()
                .map(|part| ScorePartShape {
                    criterion: part.criterion.as_str(),
                    amount: part.amount,
                    weight: part.weight,
                    because: part.because.clone(),
                })
                .collect(),
        }
    }
}

impl From<&Sentence> for SentenceShape {
    fn from(sentence: &Sentence) -> Self {
        Self {
            text: sentence.to_string(),
            runs: sentence
                .0
                .iter()
                .map(|run| RunShape {
                    run: match run {
                        Run::Text { .. } => "text",
                        Run::Figure { .. } => "figure",
                        Run::Link { .. } => "link",
                    },
                    text: run.text().to_owned(),
                    full: match run {
                        Run::Figure { full, .. } => Some(full.clone()),
                        Run::Text { .. } | Run::Link { .. } => None,
                    },
                    href: run.href().map(str::to_owned),
                })
                .collect(),
        }
    }
}

impl From<&Held> for HeldShape {
    fn from(held: &Held) -> Self {
        Self {
            publication: held.publication.clone(),
            latest: text(held.latest),
            published_on: text(held.published_on),
        }
    }
}

impl From<&LeftOut> for LeftOutShape {
    fn from(left: &LeftOut) -> Self {
        Self {
            headline: SentenceShape::from(&left.headline),
            because: left.because.clone(),
        }
    }
}
