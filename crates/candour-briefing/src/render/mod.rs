//! The same briefing as plain text, as a mail, as Markdown and as JSON.
//!
//! A renderer chooses form and never words: every sentence stands in the [`Briefing`] already. What it adds
//! is said in `words`, so that all forms add the same.
//!
//! Addresses in a briefing are paths of the site; what leaves the site needs the site's own address before
//! them, without a slash at its end: `https://candour.example`.

mod html;
mod markdown;
mod shapes;
mod text;
mod words;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use crate::item::Item;
use crate::query::Briefing;

pub use html::{html_mail, item_html};
pub use markdown::markdown;
pub use shapes::{
    BriefingShape, HeldShape, ItemShape, KnowledgeShape, LeftOutShape, RunShape, ScopeShape,
    ScorePartShape, ScoreShape, SectionShape, SentenceShape, SubjectShape,
};
pub use text::{Links, item_text, text};
pub use words::{held_words, page_path, score_words, standing, what_it_is};

/// What is shown beside the sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Under each item why it stands where it stands, and at the end what was left out and why.
    pub why: bool,
}

/// An item's sentences after its headline, as one text.
fn detail(item: &Item) -> crate::sentence::Sentence {
    let mut said = crate::sentence::Sentence::default();
    for sentence in &item.detail {
        if !said.is_empty() {
            said = said.text(" ");
        }
        said = said.and(sentence.clone());
    }
    said
}

/// The sections with anything in them, each with its heading.
fn sections(briefing: &Briefing) -> impl Iterator<Item = (&'static str, &[Item])> {
    briefing
        .sections
        .iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(section, items)| (section.title(), items.as_slice()))
}
