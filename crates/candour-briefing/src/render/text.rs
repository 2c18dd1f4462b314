//! Plain text of 72 columns: what a reader of mail without HTML gets, and a terminal.

use std::fmt::Write as _;

use super::words::{IMPRINT, QUIET, RECEIPTS, held_words, score_words, standing, what_it_is};
use super::{Options, detail, page_path, sections};
use crate::item::Item;
use crate::query::Briefing;
use crate::sentence::{Run, Sentence};

/// How many letters a line has at the most; only an address may be longer.
pub(super) const WIDTH: usize = 72;
/// Holds a figure and the number of its link together until lines are broken.
const TIE: char = '\u{a0}';

/// The addresses of a text, numbered as they come: the same address has the same number.
#[derive(Debug, Clone, Default)]
pub struct Links {
    hrefs: Vec<String>,
}

impl Links {
    /// The number of an address, from 1.
    pub fn number(&mut self, href: &str) -> usize {
        if let Some(place) = self.hrefs.iter().position(|known| known == href) {
            return place + 1;
        }
        self.hrefs.push(href.to_owned());
        self.hrefs.len()
    }

    /// The list for the end of the text, a line each, with the site's address before each path.
    #[must_use]
    pub fn listing(&self, base_url: &str) -> String {
        let widest = self.hrefs.len().to_string().len();
        let mut text = String::new();
        for (place, href) in self.hrefs.iter().enumerate() {
            let _ = writeln!(text, "{:>widest$}. {}", place + 1, absolute(base_url, href));
        }
        text
    }
}

/// A path of the site with the site's address before it; any other address as it is.
pub(super) fn absolute(base_url: &str, href: &str) -> String {
    if href.starts_with('/') {
        format!("{}{href}", base_url.trim_end_matches('/'))
    } else {
        href.to_owned()
    }
}

/// A briefing as plain text: figures carry the numbers of their receipts, which stand at the end.
///
/// The same briefing gives the same text, to the last letter. Lines end with a line feed.
#[must_use]
pub fn text(briefing: &Briefing, base_url: &str, options: Options) -> String {
    let mut links = Links::default();
    let mut out = String::new();
    let title = what_it_is(briefing);
    heading(&mut out, &title, '=');
    let standing = standing(briefing);
    if !standing.is_empty() {
        paragraph(&mut out, &standing, "", "");
        out.push('\n');
    }
    if briefing.items().next().is_none() {
        paragraph(&mut out, QUIET, "", "");
        out.push('\n');
    }
    for (place, item) in briefing.must_reads.iter().enumerate() {
        out.push_str(&item_text(item, &format!("{}. ", place + 1), &mut links));
        why(&mut out, item, "   ", options);
        out.push('\n');
    }
    for (title, items) in sections(briefing) {
        heading(&mut out, title, '-');
        for item in items {
            out.push_str(&item_text(item, "* ", &mut links));
            why(&mut out, item, "  ", options);
            out.push('\n');
        }
    }
    if options.why && !briefing.left_out.is_empty() {
        heading(&mut out, "Left out, and why", '-');
        for left in &briefing.left_out {
            let said = format!(
                "{}: {}.",
                sentence(&left.headline, &mut links),
                left.because
            );
            paragraph(&mut out, &said, "* ", "  ");
        }
        out.push('\n');
    }
    heading(&mut out, "What this rests on", '-');
    for note in &briefing.notes {
        paragraph(&mut out, &sentence(note, &mut links), "", "");
    }
    for one in &briefing.held {
        let said = format!("{}: {}.", one.publication, held_words(one));
        paragraph(&mut out, &said, "* ", "  ");
    }
    out.push('\n');
    paragraph(&mut out, RECEIPTS, "", "");
    out.push('\n');
    let page = absolute(base_url, &page_path(briefing));
    let _ = writeln!(out, "This briefing as a page:\n{page}\n");
    if !links.hrefs.is_empty() {
        heading(&mut out, "Receipts and pages", '-');
        out.push_str(&links.listing(base_url));
        out.push('\n');
    }
    paragraph(&mut out, IMPRINT, "", "");
    out
}

/// An item as plain text: its headline behind a mark (`* `, `1. `), what it rests on under it.
///
/// ```
/// # use candour_briefing::{Sentence, render::Links};
/// let mut links = Links::default();
/// assert_eq!(links.number("/receipts/a"), 1);
/// assert_eq!(links.number("/receipts/b"), 2);
/// assert_eq!(links.number("/receipts/a"), 1);
/// assert!(links.listing("https://candour.example").starts_with("1. https://candour.example/receipts/a\n"));
/// ```
#[must_use]
pub fn item_text(item: &Item, mark: &str, links: &mut Links) -> String {
    let indent = " ".repeat(mark.chars().count());
    let mut out = String::new();
    let headline = format!("{}.", sentence(&item.headline, links));
    paragraph(&mut out, &headline, mark, &indent);
    let more = sentence(&detail(item), links);
    if !more.is_empty() {
        paragraph(&mut out, &more, &indent, &indent);
    }
    out
}

fn why(out: &mut String, item: &Item, indent: &str, options: Options) {
    if !options.why {
        return;
    }
    let (whole, parts) = score_words(&item.score);
    paragraph(out, &format!("Why it is here: {whole}."), indent, indent);
    let (mark, under) = (format!("{indent}- "), format!("{indent}  "));
    for part in parts {
        paragraph(out, &format!("{part}."), &mark, &under);
    }
}

/// A sentence with the numbers of its links.
fn sentence(said: &Sentence, links: &mut Links) -> String {
    let mut text = String::new();
    for run in &said.0 {
        let words = run.text();
        match run {
            Run::Text { .. } => text.push_str(words),
            // A figure of several words (2.05 million) is not torn from its number.
            Run::Figure { href, .. } | Run::Link { href, .. } => {
                let figure = matches!(run, Run::Figure { .. });
                text.extend(
                    words
                        .chars()
                        .map(|c| if figure && c == ' ' { TIE } else { c }),
                );
                let _ = write!(text, "{TIE}[{}]", links.number(href));
            }
        }
    }
    text
}

fn heading(out: &mut String, title: &str, rule: char) {
    paragraph(out, title, "", "");
    let width = title.chars().count().min(WIDTH);
    out.extend(std::iter::repeat_n(rule, width));
    out.push_str("\n\n");
}

/// Words broken into lines: `first` begins the first line, `rest` the others.
fn paragraph(out: &mut String, words: &str, first: &str, rest: &str) {
    let mut line = first.to_owned();
    let mut used = first.chars().count();
    let mut empty = true;
    for word in words.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let long = word.chars().count();
        if !empty && used + 1 + long > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = rest.to_owned();
            used = rest.chars().count();
            empty = true;
        }
        if !empty {
            line.push(' ');
            used += 1;
        }
        line.extend(word.chars().map(|c| if c == TIE { ' ' } else { c }));
        used += long;
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
