//! What changed and matters: from figures to sentences.
//!
//! A briefing is made in four steps, each a folder or file of its own:
//!
//! 1. **Candidates**: everything of the archive, the commitments and the register that could be news.
//! 2. **Scoring**: a candidate becomes an [`Item`] with a [`Score`], by weights that are data.
//! 3. **Sentences**: an item is told in words and figures; each figure leads to its receipt.
//! 4. **Rendering**: the same [`Briefing`] as a page's prose, plain text, a mail, a feed, JSON.
//!
//! The same archive, day and scoring give the same text, to the last letter: nothing here reads a clock.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

pub mod claims;
pub mod corrections;
mod coverage;
pub mod feed;
mod gather;
mod item;
mod join;
mod make;
mod others;
mod query;
mod reading;
pub mod render;
mod score_line;
mod scoring;
mod sentence;
mod signal;
mod story;
mod tell;

pub use item::{Criterion, Item, ItemId, ItemKind, Score, ScorePart, Section, Subject};
pub use make::{BriefingError, briefing, briefing_by, news};
pub use query::{Briefing, BriefingQuery, Held, Knowledge, LeftOut, Scope};
pub use scoring::{Choice, Coverage, Days, Peers, Scoring, Signal as SignalRules, Weights};
pub use sentence::{Run, Sentence};
pub use story::{StoryError, check_story, story_reader};
