//! A letter as HTML for readers of mail: style in place, because many drop a style sheet.

use std::fmt::Write as _;

use candour_briefing::{Run, Sentence};

use super::{Letter, Story, absolute};

const BODY: &str = "margin:0;padding:0;background:#ffffff;color:#212b32";
const SHEET: &str = "max-width:600px;margin:0 auto;padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#212b32;background:#ffffff";
const KICKER: &str = "margin:0 0 8px;font-size:14px;color:#4c6272";
const TITLE: &str = "margin:0 0 20px;font-size:24px;line-height:1.25;font-weight:bold";
const HEADING: &str = "margin:28px 0 8px;padding-top:12px;border-top:4px solid #005eb8;font-size:18px;line-height:1.3;font-weight:bold";
const HEADLINE: &str = "margin:20px 0 4px;font-size:18px;line-height:1.35;font-weight:bold";
const WORDS: &str = "margin:0 0 8px";
const QUIET: &str = "margin:0 0 8px;font-size:14px;color:#4c6272";
const FOOT: &str = "margin:32px 0 0;padding-top:12px;border-top:1px solid #aeb7bd";
const LINK: &str = "color:#005eb8;text-decoration:underline;overflow-wrap:anywhere";
const FIGURE: &str = "color:#212b32;text-decoration:underline;text-decoration-style:dotted";

pub(super) fn letter(letter: &Letter, base: &str) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n</head>\n\
         <body style=\"{BODY}\">\n<div role=\"article\" aria-label=\"{}\" style=\"{SHEET}\">\n",
        escape(&letter.title),
        escape(if letter.kicker.is_empty() {
            &letter.title
        } else {
            &letter.kicker
        }),
    );
    if !letter.kicker.is_empty() {
        element(&mut out, "p", KICKER, &escape(&letter.kicker));
    }
    // Where there is one story, its headline is the title.
    let alone = letter
        .parts
        .iter()
        .map(|part| part.stories.len())
        .sum::<usize>()
        == 1;
    if !alone && !letter.title.is_empty() {
        element(&mut out, "h1", TITLE, &escape(&letter.title));
    }
    for part in &letter.parts {
        if !part.heading.is_empty() {
            element(&mut out, "h2", HEADING, &escape(&part.heading));
        }
        let level = match (alone, part.heading.is_empty()) {
            (true, _) => "h1",
            (false, true) => "h2",
            (false, false) => "h3",
        };
        for one in &part.stories {
            story(&mut out, one, level, base);
        }
    }
    for note in &letter.notes {
        element(&mut out, "p", QUIET, &sentence(note, base));
    }
    if !letter.foot.is_empty() {
        let _ = writeln!(out, "<div style=\"{FOOT}\">");
        for line in &letter.foot {
            element(&mut out, "p", QUIET, &sentence(line, base));
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n</body>\n</html>\n");
    out
}

fn story(out: &mut String, story: &Story, level: &str, base: &str) {
    element(out, level, HEADLINE, &sentence(&story.headline, base));
    if !story.detail.is_empty() {
        let detail: Vec<String> = story.detail.iter().map(|one| sentence(one, base)).collect();
        element(out, "p", WORDS, &detail.join(" "));
    }
}

/// Writing to a string cannot fail.
fn element(out: &mut String, name: &str, style: &str, inner: &str) {
    let _ = writeln!(out, "<{name} style=\"{style}\">{inner}</{name}>");
}

fn sentence(sentence: &Sentence, base: &str) -> String {
    let mut out = String::new();
    for run in &sentence.0 {
        let words = escape(run.text());
        let place = run.href().and_then(|href| absolute(base, href));
        match (run, place) {
            (Run::Figure { full, .. }, Some(place)) => {
                let _ = write!(
                    out,
                    "<a href=\"{}\" title=\"{}\" style=\"{FIGURE}\">{words}</a>",
                    escape(&place),
                    escape(full)
                );
            }
            (_, Some(place)) => {
                let _ = write!(
                    out,
                    "<a href=\"{}\" style=\"{LINK}\">{words}</a>",
                    escape(&place)
                );
            }
            (_, None) => out.push_str(&words),
        }
    }
    out
}

/// Text that HTML takes for nothing but text, in an element and in a quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
