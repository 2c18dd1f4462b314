//! Phrases found in a sentence, whatever hyphens, commas and quotation marks stand between their words.

use aho_corasick::{AhoCorasick, BuildError};

use super::words::{Token, tokens};

/// Signs that part nothing within a phrase.
const PASSED_OVER: &[&str] = &["-", "‑", ",", ".", "\"", "“", "”", "'", "‘", "*", "_", "("];

/// A sentence's tokens joined by spaces, with the way back.
pub(crate) struct Joined {
    text: String,
    /// Where each joined token begins in `text`, and which token it is.
    places: Vec<(usize, usize)>,
}

impl Joined {
    pub(crate) fn new(tokens: &[Token]) -> Self {
        let mut text = String::new();
        let mut places = Vec::with_capacity(tokens.len());
        for (place, token) in tokens.iter().enumerate() {
            if token.is_any(PASSED_OVER) {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            places.push((text.len(), place));
            text.push_str(&token.norm);
        }
        Self { text, places }
    }

    /// The tokens of a stretch of the joined text, where it is made of whole tokens.
    fn tokens_of(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let first = self
            .places
            .binary_search_by_key(&start, |(at, _)| *at)
            .ok()?;
        let behind = self.places.partition_point(|(at, _)| *at < end);
        let whole = match self.places.get(behind) {
            Some((next, _)) => *next == end + 1,
            None => end == self.text.len(),
        };
        if !whole {
            return None;
        }
        let last = self.places.get(behind.checked_sub(1)?)?.1;
        Some((self.places.get(first)?.1, last + 1))
    }
}

/// A phrase as it is sought: its words, and which of them must begin with a capital.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    joined: String,
    capitals: Vec<bool>,
}

impl Phrase {
    /// A phrase that is found with its capitals only.
    pub(crate) fn named(text: &str) -> Self {
        let tokens = tokens(text);
        Self {
            joined: Joined::new(&tokens).text,
            capitals: tokens
                .iter()
                .filter(|token| !token.is_any(PASSED_OVER))
                .map(|token| token.capital)
                .collect(),
        }
    }

    /// A phrase that is found with or without capitals.
    pub(crate) fn plain(text: &str) -> Self {
        Self {
            joined: Joined::new(&tokens(text)).text,
            capitals: Vec::new(),
        }
    }

    pub(crate) fn joined(&self) -> &str {
        &self.joined
    }
}

/// A phrase found: tokens from `first` to before `end`, and its number among the phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) phrase: usize,
}

/// Many phrases that are sought at once.
#[derive(Debug)]
pub(crate) struct Phrases {
    automaton: Option<AhoCorasick>,
    capitals: Vec<Vec<bool>>,
}

impl Phrases {
    pub(crate) fn new(phrases: &[Phrase]) -> Result<Self, BuildError> {
        let automaton = if phrases.is_empty() {
            None
        } else {
            Some(AhoCorasick::new(phrases.iter().map(Phrase::joined))?)
        };
        Ok(Self {
            automaton,
            capitals: phrases
                .iter()
                .map(|phrase| phrase.capitals.clone())
                .collect(),
        })
    }

    /// No phrase at all.
    pub(crate) const fn none() -> Self {
        Self {
            automaton: None,
            capitals: Vec::new(),
        }
    }

    /// Every phrase of the sentence, those that overlap too.
    pub(crate) fn all(&self, tokens: &[Token], joined: &Joined) -> Vec<Found> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        automaton
            .find_overlapping_iter(&joined.text)
            .filter_map(|found| {
                let (first, end) = joined.tokens_of(found.start(), found.end())?;
                let phrase = found.pattern().as_usize();
                let capitals = self.capitals.get(phrase)?;
                let written = tokens[first..end]
                    .iter()
                    .filter(|token| !token.is_any(PASSED_OVER));
                let fits = capitals
                    .iter()
                    .zip(written)
                    .all(|(must, token)| !must || token.capital);
                fits.then_some(Found { first, end, phrase })
            })
            .collect()
    }

    /// The leftmost phrases, of several that begin together the longest; none overlaps another.
    pub(crate) fn longest(&self, tokens: &[Token], joined: &Joined) -> Vec<Found> {
        let mut all = self.all(tokens, joined);
        all.sort_by_key(|found| (found.first, std::cmp::Reverse(found.end)));
        let mut end = 0;
        all.retain(|found| {
            let free = found.first >= end;
            if free {
                end = found.end;
            }
            free
        });
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_and_keep_their_capitals() {
        let phrases = Phrases::new(&[
            Phrase::plain("four hours"),
            Phrase::plain("more than four hours"),
            Phrase::named("Devon"),
            Phrase::named("Bath and North East Somerset, Swindon and Wiltshire"),
        ])
        .unwrap();
        let seen = |text: &str| {
            let tokens = tokens(text);
            let joined = Joined::new(&tokens);
            phrases
                .longest(&tokens, &joined)
                .into_iter()
                .map(|found| text[tokens[found.first].start..tokens[found.end - 1].end].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            seen("more than four-hours in Devon"),
            ["more than four-hours", "Devon"]
        );
        assert_eq!(seen("thirty-four hours devon Devonshire"), ["four hours"]);
        assert_eq!(
            seen("Bath and North East Somerset Swindon and Wiltshire"),
            ["Bath and North East Somerset Swindon and Wiltshire"]
        );
    }
}
