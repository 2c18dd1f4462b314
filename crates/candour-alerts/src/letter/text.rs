//! A letter as plain text.

use candour_briefing::Sentence;

use super::{Letter, Story, absolute};

/// No line is longer, but for an address that is.
const WIDTH: usize = 76;

pub(super) fn letter(letter: &Letter, base: &str) -> String {
    let mut out = Text::default();
    if !letter.kicker.is_empty() {
        out.paragraph(&letter.kicker);
        out.gap();
    }
    // Where there is one story, its headline is the title.
    let alone = letter
        .parts
        .iter()
        .map(|part| part.stories.len())
        .sum::<usize>()
        == 1;
    if !alone && !letter.title.is_empty() {
        out.paragraph(&letter.title);
        out.line(&"=".repeat(letter.title.chars().count().min(WIDTH)));
        out.gap();
    }
    for part in &letter.parts {
        if !part.heading.is_empty() {
            out.paragraph(&part.heading.to_uppercase());
            out.gap();
        }
        for story in &part.stories {
            out.story(story, base);
        }
    }
    for note in &letter.notes {
        out.paragraph(&note.to_string());
        out.links([note], base);
        out.gap();
    }
    if !letter.foot.is_empty() {
        out.line("-- ");
        for line in &letter.foot {
            out.paragraph(&line.to_string());
            out.links([line], base);
        }
    }
    out.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    fn story(&mut self, story: &Story, base: &str) {
        self.paragraph(&story.headline.to_string());
        if !story.detail.is_empty() {
            self.gap();
            let detail: Vec<String> = story.detail.iter().map(ToString::to_string).collect();
            self.paragraph(&detail.join(" "));
        }
        self.links(std::iter::once(&story.headline).chain(&story.detail), base);
        self.gap();
    }

    /// Words, broken where a line is full. Line breaks and other control characters in them are spaces.
    fn paragraph(&mut self, words: &str) {
        let mut length = 0;
        for word in words.split(|c: char| c.is_whitespace() && c != '\u{a0}' || c.is_control()) {
            let letters = word.chars().count();
            if letters == 0 {
                continue;
            }
            if length > 0 && length + 1 + letters > WIDTH {
                self.0.push('\n');
                length = 0;
            } else if length > 0 {
                self.0.push(' ');
                length += 1;
            }
            self.0.push_str(word);
            length += letters;
        }
        self.0.push('\n');
    }

    /// Where figures and words of sentences lead, each place once.
    fn links<'a>(&mut self, sentences: impl IntoIterator<Item = &'a Sentence>, base: &str) {
        let mut seen = Vec::new();
        for run in sentences.into_iter().flat_map(|sentence| &sentence.0) {
            let Some(to) = run.href().and_then(|href| absolute(base, href)) else {
                continue;
            };
            if !seen.contains(&to) {
                self.line(&format!("  {}: {to}", run.text().trim()));
                seen.push(to);
            }
        }
    }
}
