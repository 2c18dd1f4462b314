//! What a message says of one piece of news.

use candour_briefing::{Item, Sentence};
use serde::{Deserialize, Serialize};

/// A piece of news as it is kept until it is sent: its sentences, whose figures lead to their receipts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    /// What it is known by: nobody is told of the same twice.
    pub id: String,
    /// What kind of news: an item's kind, or `query`.
    pub kind: String,
    /// The finding: one sentence, without a full stop at its end.
    pub headline: Sentence,
    /// What it rests on: whole sentences.
    pub detail: Vec<Sentence>,
}

impl From<&Item> for Told {
    fn from(item: &Item) -> Self {
        Self {
            id: item.id.to_string(),
            kind: item.kind.as_str().to_owned(),
            headline: item.headline.clone(),
            detail: item.detail.clone(),
        }
    }
}
