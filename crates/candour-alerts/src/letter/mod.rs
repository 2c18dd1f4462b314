//! The news of an alert as a letter: plain text, and simple HTML that any reader of mail shows.
//!
//! The HTML has no image, no script, no style sheet, nothing fetched from anywhere and nothing that tells who read it:
//! headings, paragraphs and links, with their style in place, on a white ground, at most 600 pixels wide.

mod html;
mod text;

use candour_briefing::Sentence;

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// The finding: the title, and a mail's subject.
    pub title: String,
    /// What sort of letter it is, above the title; may be empty.
    pub kicker: String,
    /// The news.
    pub parts: Vec<Part>,
    /// What is to be known of it.
    pub notes: Vec<Sentence>,
    /// In small print at the end: why it was sent, and how to end that.
    pub foot: Vec<Sentence>,
}

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its heading; may be empty.
    pub heading: String,
    /// What it tells.
    pub stories: Vec<Story>,
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// The finding, without a full stop at its end.
    pub headline: Sentence,
    /// Whole sentences.
    pub detail: Vec<Sentence>,
}

impl Letter {
    /// As plain text, lines of at most 76 letters but for addresses. `base` is the site's address, which is put before
    /// every path.
    #[must_use]
    pub fn text(&self, base: &str) -> String {
        text::letter(self, base)
    }

    /// As a page of HTML by itself.
    #[must_use]
    pub fn html(&self, base: &str) -> String {
        html::letter(self, base)
    }
}

/// An address with the site's name before it. What is neither a path of the site nor an address of the web is none.
fn absolute(base: &str, href: &str) -> Option<String> {
    if href.starts_with("https://") || href.starts_with("http://") {
        return Some(href.to_owned());
    }
    (href.starts_with('/') && !href.starts_with("//")).then(|| format!("{base}{href}"))
}

#[cfg(test)]
mod tests;
