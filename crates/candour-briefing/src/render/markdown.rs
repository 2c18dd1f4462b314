//! Markdown: for a sample among the documents, and for whoever writes on from it.

use std::fmt::Write as _;

use super::text::absolute;
use super::words::{IMPRINT, QUIET, RECEIPTS, held_words, standing, what_it_is};
use super::{detail, page_path, sections};
use crate::item::Item;
use crate::query::Briefing;
use crate::sentence::{Run, Sentence};

/// A briefing as Markdown (CommonMark), each figure a link to its receipt.
#[must_use]
pub fn markdown(briefing: &Briefing, base_url: &str) -> String {
    let mut out = format!("# {}\n\n", escaped(&what_it_is(briefing)));
    let standing = standing(briefing);
    if !standing.is_empty() {
        let _ = writeln!(out, "{}\n", escaped(&standing));
    }
    if briefing.items().next().is_none() {
        let _ = writeln!(out, "{QUIET}\n");
    }
    for (place, item) in briefing.must_reads.iter().enumerate() {
        let mark = format!("{}. ", place + 1);
        item_lines(&mut out, item, &mark, base_url);
    }
    for (title, items) in sections(briefing) {
        let _ = writeln!(out, "## {}\n", escaped(title));
        for item in items {
            item_lines(&mut out, item, "- ", base_url);
        }
    }
    out.push_str("## What this rests on\n\n");
    for note in &briefing.notes {
        let _ = writeln!(out, "{}\n", sentence(note, base_url));
    }
    for one in &briefing.held {
        let _ = writeln!(
            out,
            "- {}: {}.",
            escaped(&one.publication),
            escaped(&held_words(one))
        );
    }
    let page = absolute(base_url, &page_path(briefing));
    let _ = writeln!(
        out,
        "\n{RECEIPTS} [This briefing as a page](<{page}>).\n\n{IMPRINT}"
    );
    out
}

fn item_lines(out: &mut String, item: &Item, mark: &str, base_url: &str) {
    let _ = write!(out, "{mark}**{}.**", sentence(&item.headline, base_url));
    let more = sentence(&detail(item), base_url);
    if !more.is_empty() {
        let _ = write!(out, " {more}");
    }
    out.push_str("\n\n");
}

fn sentence(said: &Sentence, base_url: &str) -> String {
    said.0
        .iter()
        .map(|run| match run {
            Run::Text { text } => escaped(text),
            Run::Figure { text, href, .. } | Run::Link { text, href } => {
                format!("[{}](<{}>)", escaped(text), absolute(base_url, href))
            }
        })
        .collect()
}

/// Words that Markdown shall not read as its own marks.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#'
        ) {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}
