//! What is taken as a story: its limits, its markup, and where each of its characters came from.

use super::html;

/// The most bytes that are read.
pub const MOST_BYTES: usize = 1_000_000;
/// The most sentences that are read.
pub const MOST_SENTENCES: usize = 10_000;
/// The most figures that are read.
pub const MOST_FIGURES: usize = 2_000;

/// How a story is written down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// By its first character: a `<` begins HTML; all else is read as plain text or Markdown.
    #[default]
    Guess,
    /// Plain text or Markdown, whose marks are few enough to be read as punctuation.
    Plain,
    /// HTML: its text is read, its scripts and styles are not, and nothing is executed.
    Html,
}

/// Why a text is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is too long.
    #[error("the story has more than {MOST_BYTES} bytes, which is the most that is read")]
    TooLong,
    /// It is not text.
    #[error("this is not text: {0}")]
    NotText(&'static str),
    /// It has too many sentences.
    #[error("the story has more than {MOST_SENTENCES} sentences, which is the most that are read")]
    TooManySentences,
    /// It has too many figures.
    #[error("the story has more than {MOST_FIGURES} figures, which is the most that are read")]
    TooManyFigures,
}

/// A stretch of the text as read, and of the text as given that it came from.
#[derive(Debug, Clone, Copy)]
struct Run {
    read: usize,
    given: usize,
    /// Bytes of the text as given; as many as of the text as read, unless the run is one character
    /// that was written otherwise.
    given_len: usize,
    read_len: usize,
}

/// A story as it is read: without markup, with the way back to the text as given.
#[derive(Debug, Clone)]
pub struct Plain {
    text: String,
    runs: Vec<Run>,
    /// Characters that change the direction or the look of the text, which were passed over.
    pub(crate) hidden: Vec<&'static str>,
}

impl Plain {
    /// The text as read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a stretch of the text as read stands in the text as given, in bytes.
    #[must_use]
    pub fn given(&self, start: usize, end: usize) -> (usize, usize) {
        let at = |offset: usize, is_end: bool| {
            let found = self.runs.partition_point(|run| {
                if is_end {
                    run.read < offset
                } else {
                    run.read <= offset
                }
            });
            let Some(run) = found.checked_sub(1).and_then(|place| self.runs.get(place)) else {
                return 0;
            };
            let within = offset - run.read;
            if run.read_len == run.given_len {
                run.given + within.min(run.given_len)
            } else if within == 0 {
                run.given
            } else {
                run.given + run.given_len
            }
        };
        let first = at(start, false);
        (first, at(end, true).max(first))
    }
}

/// Puts the text as read together, run by run.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    text: String,
    runs: Vec<Run>,
    hidden: Vec<&'static str>,
}

impl Builder {
    /// A character that stands in the text as given at `given` with `given_len` bytes.
    pub(crate) fn push(&mut self, character: char, given: usize, given_len: usize) {
        if let Some(name) = hidden_name(character) {
            if !self.hidden.contains(&name) {
                self.hidden.push(name);
            }
            return;
        }
        // A control character says nothing, and separates what it stands between.
        let character = match character {
            '\n' | '\t' => character,
            '\r' => ' ',
            other if other.is_control() => ' ',
            other => other,
        };
        let read = self.text.len();
        self.text.push(character);
        let read_len = character.len_utf8();
        if let Some(last) = self.runs.last_mut() {
            let plain = last.read_len == last.given_len && read_len == given_len;
            if plain && last.given + last.given_len == given {
                last.read_len += read_len;
                last.given_len += given_len;
                return;
            }
        }
        self.runs.push(Run {
            read,
            given,
            given_len,
            read_len,
        });
    }

    /// A break between paragraphs that no character of the text as given stands for.
    pub(crate) fn break_at(&mut self, given: usize) {
        if !self.text.ends_with("\n\n") {
            self.push('\n', given, 0);
            self.push('\n', given, 0);
        }
    }

    fn finish(self) -> Plain {
        Plain {
            text: self.text,
            runs: self.runs,
            hidden: self.hidden,
        }
    }
}

/// The name of a character that is not seen and could mislead about what is.
const fn hidden_name(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{200e}' | '\u{200f}' | '\u{061c}' => "a mark of direction",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a control that turns the direction of the text"
        }
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => "a character without width",
        '\u{00ad}' => "a soft hyphen",
        _ => return None,
    })
}

/// The text of these bytes.
///
/// # Errors
/// Where they are too many, or not text.
pub fn text_of(bytes: &[u8]) -> Result<&str, Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(Refused::TooLong);
    }
    if bytes.contains(&0) {
        return Err(Refused::NotText("it holds a NUL byte"));
    }
    std::str::from_utf8(bytes).map_err(|_| Refused::NotText("it is not UTF-8"))
}

/// The story as it is read.
///
/// # Errors
/// Where the text is too long, or holds what no text holds.
pub fn plain(text: &str, format: Format) -> Result<Plain, Refused> {
    text_of(text.as_bytes())?;
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        .count();
    if controls > 32 && controls * 20 > text.len() {
        return Err(Refused::NotText("it is full of control characters"));
    }
    let is_html = match format {
        Format::Html => true,
        Format::Plain => false,
        Format::Guess => {
            let mut letters = text.trim_start().chars();
            letters.next() == Some('<')
                && letters
                    .next()
                    .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '!' | '?'))
        }
    };
    let mut builder = Builder::default();
    if is_html {
        html::strip(text, &mut builder);
    } else {
        for (place, character) in text.char_indices() {
            builder.push(character, place, character.len_utf8());
        }
    }
    Ok(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_refused_by_name() {
        assert_eq!(
            text_of(&vec![b'a'; MOST_BYTES + 1])
                .unwrap_err()
                .to_string(),
            "the story has more than 1000000 bytes, which is the most that is read"
        );
        assert!(matches!(text_of(b"a\0b"), Err(Refused::NotText(_))));
        assert!(matches!(text_of(b"\xff\xfe"), Err(Refused::NotText(_))));
        let controls = "\u{1}\u{2}".repeat(100);
        assert!(plain(&controls, Format::Guess).is_err());
    }

    #[test]
    fn a_mark_in_html_points_at_the_text_as_given() {
        let given = "<p>A&amp;E was <b>65.2</b>&nbsp;per cent</p>";
        let read = plain(given, Format::Guess).unwrap();
        assert_eq!(read.text().trim(), "A&E was 65.2\u{a0}per cent");
        let place = read.text().find("A&E").unwrap();
        let (start, end) = read.given(place, place + 3);
        assert_eq!(&given[start..end], "A&amp;E");
        let place = read.text().find("65.2").unwrap();
        let (start, end) = read.given(place, place + 4);
        assert_eq!(&given[start..end], "65.2");
    }

    #[test]
    fn hidden_characters_are_passed_over_and_named() {
        let read = plain("65\u{202e}.2\u{200b}%", Format::Guess).unwrap();
        assert_eq!(read.text(), "65.2%");
        assert_eq!(read.hidden.len(), 2);
        assert_eq!(read.given(0, 5), (0, 11));
    }
}
