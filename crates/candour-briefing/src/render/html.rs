//! HTML for mail: one file that asks for nothing else.
//!
//! Mail is shown by programs of twenty years. So: styles stand on the elements, one column of 600 pixels in a
//! table, no image, no script, nothing fetched, links that say where they lead by their words. Dark on white,
//! and a reader who sees no style at all reads the same text in the same order.

use std::fmt::Write as _;

use super::text::absolute;
use super::words::{IMPRINT, QUIET, RECEIPTS, held_words, standing, what_it_is};
use super::{detail, page_path, sections};
use crate::item::Item;
use crate::query::Briefing;
use crate::sentence::{Run, Sentence};

const FONT: &str = "font-family:Arial,Helvetica,sans-serif;color:#212b32;";
const WORDS: &str = "margin:0 0 6px;font-size:16px;line-height:24px;";
const SMALL: &str = "margin:0 0 8px;font-size:14px;line-height:20px;color:#4c5a64;";
const LINK: &str = "color:#0b4f4a;text-decoration:underline;";

/// A briefing as an HTML mail of 600 pixels at the most.
#[must_use]
pub fn html_mail(briefing: &Briefing, base_url: &str) -> String {
    let kicker = what_it_is(briefing);
    let whom = escape(&briefing.scope.name);
    let mut body = format!(
        "<p style=\"{FONT}{SMALL}\">Candour: independent oversight of the health service in England</p>\n\
         <h1 style=\"{FONT}margin:0 0 4px;font-size:26px;line-height:32px;font-weight:bold;\">What changed and \
         matters: {whom}</h1>\n<p style=\"{FONT}{SMALL}padding-bottom:10px;\">{}</p>\n",
        escape(&kicker)
    );
    let standing = standing(briefing);
    if !standing.is_empty() {
        let _ = writeln!(
            body,
            "<p style=\"{FONT}{WORDS}padding:10px 12px;border-left:4px solid #0b4f4a;\">{}</p>",
            escape(&standing)
        );
    }
    if briefing.items().next().is_none() {
        let _ = writeln!(body, "<p style=\"{FONT}{WORDS}\">{QUIET}</p>");
    }
    // Each must-read under a line of its own, its number in the words: lists are indented differently by
    // every program.
    for (place, item) in briefing.must_reads.iter().enumerate() {
        let _ = writeln!(
            body,
            "<div style=\"border-top:1px solid #d3d9dd;padding:12px 0 6px;\">{}</div>",
            numbered(item, &format!("{}. ", place + 1), base_url, "18px", "25px")
        );
    }
    for (title, items) in sections(briefing) {
        let _ = writeln!(
            body,
            "<h2 style=\"{FONT}margin:18px 0 0;padding-top:12px;border-top:3px solid #0b4f4a;font-size:20px;\
             line-height:26px;\">{}</h2>",
            escape(title)
        );
        for item in items {
            let _ = writeln!(
                body,
                "<div style=\"padding:8px 0 2px;\">{}</div>",
                item_html(item, base_url)
            );
        }
    }
    let _ = writeln!(
        body,
        "<h2 style=\"{FONT}margin:18px 0 6px;padding-top:12px;border-top:3px solid #0b4f4a;font-size:20px;\
         line-height:26px;\">What this rests on</h2>"
    );
    for note in &briefing.notes {
        let _ = writeln!(
            body,
            "<p style=\"{FONT}{SMALL}\">{}</p>",
            sentence(note, base_url)
        );
    }
    for one in &briefing.held {
        let _ = writeln!(
            body,
            "<p style=\"{FONT}{SMALL}\">{}: {}.</p>",
            escape(&one.publication),
            escape(&held_words(one))
        );
    }
    let page = escape(&absolute(base_url, &page_path(briefing)));
    let _ = write!(
        body,
        "<p style=\"{FONT}{WORDS}padding-top:6px;\">{RECEIPTS} <a href=\"{page}\" style=\"{LINK}\">This briefing as \
         a page</a>.</p>\n<p style=\"{FONT}{SMALL}\">{IMPRINT}</p>\n"
    );
    whole(&format!("{}: {}", kicker, briefing.title), &body)
}

/// An item for a mail: its headline in bold, what it rests on under it. Styles stand on its elements, and
/// addresses are whole.
#[must_use]
pub fn item_html(item: &Item, base_url: &str) -> String {
    numbered(item, "", base_url, "16px", "24px")
}

fn numbered(item: &Item, number: &str, base_url: &str, size: &str, line: &str) -> String {
    let mut out = format!(
        "<p style=\"{FONT}margin:0 0 4px;font-size:{size};line-height:{line};font-weight:bold;\">{number}{}.</p>",
        sentence(&item.headline, base_url)
    );
    let more = sentence(&detail(item), base_url);
    if !more.is_empty() {
        let _ = write!(out, "<p style=\"{FONT}{WORDS}\">{more}</p>");
    }
    out
}

/// The frame. Outlook knows no greatest width, so that it alone is given a table of 600 pixels.
fn whole(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light\">\n<title>{}</title>\n</head>\n\
         <body style=\"margin:0;padding:0;background-color:#ffffff;\">\n\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\
         <tr><td align=\"center\" style=\"padding:20px 16px;\">\n\
         <!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n\
         <div style=\"max-width:600px;margin:0 auto;text-align:left;\">\n{body}</div>\n\
         <!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n",
        escape(title)
    )
}

fn sentence(said: &Sentence, base_url: &str) -> String {
    said.0
        .iter()
        .map(|run| match run {
            Run::Text { text } => escape(text),
            Run::Figure { text, full, href } => format!(
                "<a href=\"{}\" title=\"{}\" style=\"{LINK}\">{}</a>",
                escape(&absolute(base_url, href)),
                escape(full),
                escape(text)
            ),
            Run::Link { text, href } => format!(
                "<a href=\"{}\" style=\"{LINK}\">{}</a>",
                escape(&absolute(base_url, href)),
                escape(text)
            ),
        })
        .collect()
}

/// Words that HTML shall not read as its own marks.
pub(crate) fn escape(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            letter => text.push(letter),
        }
    }
    text
}
