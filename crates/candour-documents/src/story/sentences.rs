//! Where sentences and paragraphs end, and what stands between quotation marks.

use super::words::{Kind, Token};

/// Words after which a full stop ends no sentence, whatever follows.
const NEVER_END: &[&str] = &[
    "st", "dr", "mr", "mrs", "ms", "prof", "sir", "rt", "hon", "gen", "cllr", "no", "nos", "vs",
    "approx", "dept", "fig", "para", "vol", "eg", "ie",
];
/// Words after which a full stop ends no sentence where a number follows.
const BEFORE_NUMBER: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "p", "pp",
    "c", "ca",
];
/// The longest line, in bytes, that is taken for a heading where nothing ends it.
const HEADING: usize = 70;

/// A sentence: its tokens, and the paragraph that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// The first token.
    pub(crate) first: usize,
    /// The token behind the last.
    pub(crate) end: usize,
    /// The number of the paragraph.
    pub(crate) paragraph: usize,
    /// Whether it ends in a question mark.
    pub(crate) asks: bool,
}

/// The sentences of the tokens, in order. Lines' ends are in none.
pub(crate) fn sentences(tokens: &[Token]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut first = 0;
    let mut paragraph = 0;
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if token.kind == Kind::Line {
            if ends_line(tokens, first, at) {
                close(&mut found, tokens, first, at, paragraph);
                first = at + 1;
                paragraph += 1;
            }
            at += 1;
            continue;
        }
        if ends_sentence(tokens, at) {
            let mut end = at + 1;
            // What closes a quotation or a bracket belongs to the sentence.
            while tokens
                .get(end)
                .is_some_and(|next| next.glued && is_closing(next))
            {
                end += 1;
            }
            close(&mut found, tokens, first, end, paragraph);
            first = end;
            at = end;
            continue;
        }
        at += 1;
    }
    close(&mut found, tokens, first, tokens.len(), paragraph);
    found
}

fn close(found: &mut Vec<Sentence>, tokens: &[Token], first: usize, end: usize, paragraph: usize) {
    let Some(within) = tokens.get(first..end) else {
        return;
    };
    let said = within
        .iter()
        .any(|token| matches!(token.kind, Kind::Word | Kind::Number));
    if said {
        found.push(Sentence {
            first,
            end,
            paragraph,
            asks: within.iter().rev().take(3).any(|token| token.is("?")),
        });
    }
}

fn is_closing(token: &Token) -> bool {
    token.is_any(&["\"", "”", ")", "]", "'", "»"])
}

/// Whether the line's end at `at` ends what is said: an empty line, a list, a table or a heading.
fn ends_line(tokens: &[Token], first: usize, at: usize) -> bool {
    let next = tokens.get(at + 1);
    let Some(next) = next else { return true };
    if next.kind == Kind::Line || next.is_any(&["-", "*", "•", "#", "|", "–", ">", "·"]) {
        return true;
    }
    let Some(last) = at.checked_sub(1).and_then(|place| tokens.get(place)) else {
        return true;
    };
    let begin = tokens.get(first).map_or(last.start, |token| token.start);
    let short = last.end.saturating_sub(begin) <= HEADING;
    let is_open = last.is_any(&[",", ";", ":", "-", "–", "—", "("]);
    short && !is_open && next.capital && last.kind != Kind::Line
}

fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.is_any(&["!", "?", "…"]) {
        return !tokens
            .get(at + 1)
            .is_some_and(|next| next.glued && next.is_any(&["!", "?"]));
    }
    if !token.is(".") {
        return false;
    }
    let mut next_at = at + 1;
    while tokens
        .get(next_at)
        .is_some_and(|next| next.glued && is_closing(next))
    {
        next_at += 1;
    }
    let Some(next) = tokens.get(next_at) else {
        return true;
    };
    if next.kind == Kind::Line {
        // Judged by what stands behind the line's end, as on one line.
        return !tokens
            .get(next_at + 1)
            .is_some_and(|after| after.kind == Kind::Word && !after.capital);
    }
    if next.glued {
        return false;
    }
    let before = at.checked_sub(1).and_then(|place| tokens.get(place));
    if let Some(before) = before.filter(|before| before.kind == Kind::Word && token.glued) {
        let initial = before.norm.chars().count() == 1 && before.capital;
        if initial || before.is_any(NEVER_END) {
            return false;
        }
        if next.kind == Kind::Number && before.is_any(BEFORE_NUMBER) {
            return false;
        }
        // `per cent. of`: a stop that only marks a word cut short.
    }
    next.capital || next.kind != Kind::Word
}

/// A stretch between quotation marks: the tokens within, and who said it, where the text tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The opening mark.
    pub(crate) first: usize,
    /// The token behind the closing mark.
    pub(crate) end: usize,
    /// Who is said to have said it, as the text has it: its tokens.
    pub(crate) speaker: Option<(usize, usize)>,
}

/// The most tokens of a quotation: an opening mark without a closing one quotes nothing.
const LONGEST_QUOTATION: usize = 600;

/// The quotations of a text. Straight single marks are not read: they are apostrophes too often.
pub(crate) fn quotations(tokens: &[Token]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let close = match tokens[at].norm.as_str() {
            "“" => "”",
            "\"" => "\"",
            "«" => "»",
            _ => {
                at += 1;
                continue;
            }
        };
        let end = tokens[at + 1..]
            .iter()
            .take(LONGEST_QUOTATION)
            .position(|token| token.is(close));
        let Some(end) = end.map(|end| at + 1 + end + 1) else {
            at += 1;
            continue;
        };
        found.push(Quotation {
            first: at,
            end,
            speaker: speaker(tokens, at, end),
        });
        at = end;
    }
    found
}

const SAYING: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "adds",
    "warned",
    "warns",
    "insisted",
    "argued",
    "claimed",
    "stated",
    "wrote",
    "explained",
    "admitted",
    "conceded",
    "replied",
    "commented",
];

/// Who said a quotation: the name that stands beside a verb of saying, behind it or before it.
fn speaker(tokens: &[Token], first: usize, end: usize) -> Option<(usize, usize)> {
    let behind = tokens.get(end..tokens.len().min(end + 14))?;
    for (place, token) in behind.iter().enumerate() {
        if token.is_any(&[".", "“", "\""]) || token.kind == Kind::Line {
            break;
        }
        if token.is_any(SAYING) {
            // `said Jane Roe` or `Jane Roe said`.
            return name_from(tokens, end + place + 1).or_else(|| name_until(tokens, end + place));
        }
    }
    let before = first.saturating_sub(14);
    let said = (before..first)
        .rev()
        .take_while(|place| {
            !tokens[*place].is_any(&["”", "\""]) && tokens[*place].kind != Kind::Line
        })
        .find(|place| tokens[*place].is_any(SAYING))?;
    name_until(tokens, said).or_else(|| name_from(tokens, said + 1))
}

/// The name that begins at `at`: words with capitals, in a row.
fn name_from(tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let is_name = |token: &Token| token.kind == Kind::Word && token.capital;
    let begin = if tokens.get(at).is_some_and(|token| token.is("the")) {
        at + 1
    } else {
        at
    };
    let length = tokens
        .get(begin..)?
        .iter()
        .take(6)
        .take_while(|token| is_name(token))
        .count();
    (length > 0).then_some((begin, begin + length))
}

/// The name that ends before `at`, apart from what is put in between by commas.
fn name_until(tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let is_name = |place: usize| {
        tokens
            .get(place)
            .is_some_and(|token| token.kind == Kind::Word && token.capital)
    };
    let mut end = at;
    // `Jane Roe, chief executive of the trust, said`.
    if at >= 1 && tokens[at - 1].is(",") {
        let earlier = (at.saturating_sub(14)..at - 1).rev().find(|place| {
            tokens[*place].is(",") || tokens[*place].is(".") || tokens[*place].kind == Kind::Line
        });
        end = earlier
            .filter(|place| tokens[*place].is(","))
            .unwrap_or(at - 1);
    }
    let mut begin = end;
    while begin > 0 && end - begin < 6 && is_name(begin - 1) {
        begin -= 1;
    }
    (begin < end).then_some((begin, end))
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let tokens = tokens(text);
        sentences(&tokens)
            .iter()
            .map(|found| text[tokens[found.first].start..tokens[found.end - 1].end].to_owned())
            .collect()
    }

    #[test]
    fn sentences_end_where_they_end() {
        for (text, expected) in [
            (
                "St. Helens saw 65.2 per cent. It rose by 1.2m. Dr. Roe left.",
                vec![
                    "St. Helens saw 65.2 per cent.",
                    "It rose by 1.2m.",
                    "Dr. Roe left.",
                ],
            ),
            (
                "“It was 65%. It is 70%.” Nobody asked.",
                vec!["“It was 65%.", "It is 70%.”", "Nobody asked."],
            ),
            ("in Dec. 2022 it fell", vec!["in Dec. 2022 it fell"]),
            (
                "about 65 per cent. of them",
                vec!["about 65 per cent. of them"],
            ),
            (
                "Waiting times\nThe list grew\nagain in May.\n\n- one\n- two",
                vec![
                    "Waiting times",
                    "The list grew\nagain in May.",
                    "- one",
                    "- two",
                ],
            ),
            ("Really?! Yes.", vec!["Really?!", "Yes."]),
            ("J. Smith said so.", vec!["J. Smith said so."]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn who_said_a_quotation() {
        for (text, who) in [
            (
                "“It was 65%,” said Jane Roe of the trust.",
                Some("Jane Roe"),
            ),
            (
                "Jane Roe, its chief executive, said: “It was 65%.”",
                Some("Jane Roe"),
            ),
            (
                "\"It was 65%,\" Cllr Roe told the meeting.",
                Some("Cllr Roe"),
            ),
            ("The “new” standard.", None),
        ] {
            let tokens = tokens(text);
            let found = quotations(&tokens);
            let said = found[0]
                .speaker
                .map(|(first, end)| &text[tokens[first].start..tokens[end - 1].end]);
            assert_eq!(said, who, "{text}");
        }
    }
}
