//! Claims as JSON and rows: what the command and the API give.

use candour_findings::links;
use serde::Serialize;

use super::check::Checked;
use super::claim::{State, Value};
use super::evidence::Ground;
use super::ledger::{Ledger, Turn};
use super::words;

/// What a claim rests on.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct GroundShape {
    /// In a few words.
    #[cfg_attr(feature = "schema", schema(example = "A&E four hours, December 2022"))]
    pub words: String,
    /// The receipt, the page or the row; null where no page shows it.
    pub href: Option<String>,
    /// The published file, or the curated one with its line.
    pub file: Option<String>,
    /// When that was published, where known.
    pub published_on: Option<String>,
}

impl From<&Ground> for GroundShape {
    fn from(ground: &Ground) -> Self {
        Self {
            words: ground.words.clone(),
            href: ground.href.clone(),
            file: ground.file.clone(),
            published_on: ground.published_on.map(|day| day.to_string()),
        }
    }
}

/// A turn of a claim: it broke, or it was mended.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TurnShape {
    /// The day on which it was seen.
    #[cfg_attr(feature = "schema", schema(example = "2026-11-24"))]
    pub day: String,
    /// `broke` or `mended`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "broke"))]
    pub turn: &'static str,
    /// What was expected then, with its unit.
    pub expected: String,
    /// What was found then, with its unit.
    pub found: String,
    /// The published files that it then rested on.
    pub files: Vec<String>,
}

impl From<&Turn> for TurnShape {
    fn from(turn: &Turn) -> Self {
        Self {
            day: turn.day.to_string(),
            turn: if turn.holds { "mended" } else { "broke" },
            expected: turn.expected.clone(),
            found: turn.found.clone(),
            files: turn.files.clone(),
        }
    }
}

/// A claim, and how it stands.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClaimShape {
    /// Its name.
    #[cfg_attr(feature = "schema", schema(example = "ae-four-hour-december-2022"))]
    pub id: String,
    /// `broken`, `holds`, `cannot be computed` or `recorded, not checked`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "holds"))]
    pub state: &'static str,
    /// The sentence.
    pub text: String,
    /// What kind of sentence.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "level"))]
    pub kind: &'static str,
    /// What is expected, a number or words; null where nothing can be.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub expected: Option<serde_json::Value>,
    /// What was found, with all its digits; null where nothing was.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub found: Option<serde_json::Value>,
    /// The found less the expected, where both are numbers.
    pub off: Option<f64>,
    /// The unit of all three.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "%"))]
    pub unit: Option<&'static str>,
    /// The expected in print, with how near is near enough.
    pub expected_words: String,
    /// The found in print.
    pub found_words: String,
    /// Why it cannot be computed or is not checked.
    pub why: Option<String>,
    /// Who said it, or who published what it rests on.
    pub said_by: String,
    /// Where.
    pub source: String,
    /// When, as far as known.
    #[cfg_attr(feature = "schema", schema(example = "2023-01-12"))]
    pub date: String,
    /// Only what was published by this day counts.
    pub as_known: Option<String>,
    /// What a reader must know of it.
    pub note: Option<String>,
    /// What nobody has confirmed.
    pub unverified: Option<String>,
    /// The receipt: the first ground that has one.
    pub receipt: Option<String>,
    /// The claim's own page.
    pub page: String,
    /// What it rests on.
    pub grounds: Vec<GroundShape>,
    /// Since which day it has stood as it stands, of the days on which it was asked; null where it was
    /// never asked at an ingest.
    pub since: Option<String>,
    /// Every turn that it took, the earliest first.
    pub turns: Vec<TurnShape>,
    /// The file and line that it stands in.
    pub place: String,
}

impl ClaimShape {
    /// A claim as it stands, with what the ledger knows of it.
    #[must_use]
    pub fn new(one: &Checked<'_>, ledger: &Ledger) -> Self {
        let claim = one.claim;
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let decided = matches!(one.state, State::Holds | State::Broken);
        Self {
            id: claim.id.clone(),
            state: one.state.as_str(),
            text: claim.plain(),
            kind: claim.kind.as_str(),
            expected: one.expected().map(json),
            found: one.found.as_ref().map(json),
            off: one.off,
            unit: one.unit().map(|unit| unit.as_str()),
            expected_words: words::expected(one),
            found_words: words::found(one),
            why: one.why.clone(),
            said_by: claim.said_by.clone(),
            source: claim.source.clone(),
            date: claim.date.to_string(),
            as_known: claim.as_known.map(|day| day.to_string()),
            note: said(&claim.note),
            unverified: said(&one.unverified),
            receipt: one.href().map(str::to_owned),
            page: page(&claim.id),
            grounds: one.grounds.iter().map(GroundShape::from).collect(),
            since: ledger
                .since(&claim.id)
                .filter(|_| decided)
                .map(|day| day.to_string()),
            turns: ledger.turns_of(&claim.id).map(TurnShape::from).collect(),
            place: format!("claims/{} line {}", claim.file, claim.line),
        }
    }
}

/// The page of a claim.
#[must_use]
pub fn page(id: &str) -> String {
    format!("/claims/{}", links::encode(id))
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Number(number) => serde_json::json!(number),
        Value::Words(words) => serde_json::json!(words),
    }
}
