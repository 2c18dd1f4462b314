//! `/check`: a box for a story, and the story with marks. Nothing of a story is kept.

use candour_briefing::{StoryError, check_story};
use candour_documents::story::{Checked, MOST_FIGURES, Mark, Verdict, Why, text_of};
use jiff::civil::Date;
use percent_encoding::percent_decode;

use crate::server::answer::{Answer, Reading};
use crate::server::error::AppError;
use crate::server::state::Site;
use crate::views::{CheckView, Link, Nav, StoryNote, StoryRead, StoryRun};

const LIMITS: &str = "A story may have up to a megabyte and 2,000 figures.";

/// What a form or a program asks to be checked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::server) struct AskedStory {
    pub(in crate::server) story: String,
    pub(in crate::server) date: Option<Date>,
    pub(in crate::server) as_known: Option<Date>,
}

fn refused(words: impl std::fmt::Display) -> AppError {
    AppError::bad_request("The story cannot be read", format!("{words}."))
}

fn date_of(text: &str) -> Result<Option<Date>, AppError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.trim().parse().map(Some).map_err(|_| {
        let shown: String = text.chars().take(20).collect();
        AppError::bad_request(
            "The date cannot be read",
            format!("“{shown}” is no day such as 2023-02-10."),
        )
    })
}

impl AskedStory {
    /// What a form sent: `story`, `date` and `as_known`, percent-encoded; other names are passed over.
    pub(in crate::server) fn of_form(body: &[u8]) -> Result<Self, AppError> {
        let mut asked = Self::default();
        for pair in body.split(|byte| *byte == b'&') {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = halves.next().unwrap_or_default();
            let value: Vec<u8> = halves
                .next()
                .unwrap_or_default()
                .iter()
                .map(|byte| if *byte == b'+' { b' ' } else { *byte })
                .collect();
            let bytes: Vec<u8> = percent_decode(&value).collect();
            let text = text_of(&bytes).map_err(refused)?;
            match name {
                b"story" => text.clone_into(&mut asked.story),
                b"date" => asked.date = date_of(text)?,
                b"as_known" => asked.as_known = date_of(text)?,
                _ => {}
            }
        }
        Ok(asked)
    }

    /// What a program sent: the story itself; its dates stand in the address.
    pub(in crate::server) fn of_text(
        body: &[u8],
        date: Option<Date>,
        as_known: Option<Date>,
    ) -> Result<Self, AppError> {
        Ok(Self {
            story: text_of(body).map_err(refused)?.to_owned(),
            date,
            as_known,
        })
    }
}

/// The story read and checked.
pub(in crate::server) fn checked(
    site: &Site,
    reading: &Reading<'_>,
    asked: &AskedStory,
) -> Result<Checked, AppError> {
    let reader = site.story_reader(reading.snapshot)?;
    let date = asked.date.unwrap_or(reading.today);
    check_story(
        reading.snapshot,
        &reader,
        &asked.story,
        date,
        asked.as_known,
    )
    .map_err(|error| match error {
        StoryError::Refused(why) => refused(why),
        StoryError::Archive(error) => error.into(),
    })
}

/// The page with the empty box.
pub(in crate::server) fn form(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let view = view(reading, "Check a story", &AskedStory::default(), None);
    Ok(Answer::html(view.render()?))
}

/// The page with the story and its marks.
pub(in crate::server) fn answer(
    site: &Site,
    reading: &Reading<'_>,
    asked: &AskedStory,
) -> Result<Answer, AppError> {
    let checked = checked(site, reading, asked)?;
    let read = StoryRead {
        summary: checked.summary.in_words(),
        remarks: checked.notes.clone(),
        paragraphs: paragraphs(&checked),
        notes: checked.figures.iter().map(note).collect(),
    };
    let view = view(reading, "A story, checked", asked, Some(read));
    Ok(Answer::html(view.render()?))
}

fn view(
    reading: &Reading<'_>,
    title: &str,
    asked: &AskedStory,
    read: Option<StoryRead>,
) -> CheckView {
    debug_assert_eq!(MOST_FIGURES, 2_000, "the words of the limits");
    let mut page = reading.page(title, vec![reading.root()], false);
    page.nav = Nav::Check;
    CheckView {
        page,
        story: asked.story.clone(),
        date: asked.date.unwrap_or(reading.today).to_string(),
        limits: LIMITS.to_owned(),
        read,
    }
}

const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Differs => "differs",
        Verdict::CannotCheck => "cannot-check",
    }
}

/// The text in paragraphs, parted where figures stand. A figure within another is left to its note.
fn paragraphs(checked: &Checked) -> Vec<Vec<StoryRun>> {
    let text = checked.text.as_str();
    let mut all: Vec<Vec<StoryRun>> = vec![Vec::new()];
    let plain = |stretch: &str, all: &mut Vec<Vec<StoryRun>>| {
        for (place, part) in stretch.split("\n\n").enumerate() {
            if place > 0 {
                all.push(Vec::new());
            }
            if !part.is_empty()
                && let Some(last) = all.last_mut()
            {
                last.push(StoryRun {
                    text: part.to_owned(),
                    note: None,
                    mark: "",
                });
            }
        }
    };
    let mut at = 0;
    for found in &checked.figures {
        let (Some(before), Some(words)) =
            (text.get(at..found.start), text.get(found.start..found.end))
        else {
            continue;
        };
        plain(before, &mut all);
        if let Some(last) = all.last_mut() {
            last.push(StoryRun {
                text: words.to_owned(),
                note: Some(found.number),
                mark: mark(found.verdict),
            });
        }
        at = found.end;
    }
    plain(text.get(at..).unwrap_or_default(), &mut all);
    all.retain(|paragraph| paragraph.iter().any(|run| !run.text.trim().is_empty()));
    all
}

fn note(found: &Mark) -> StoryNote {
    let about: Vec<&str> = [&found.measure, &found.body_name, &found.period]
        .into_iter()
        .filter_map(Option::as_deref)
        .collect();
    let candidates: Vec<&str> = found
        .candidates
        .iter()
        .take(6)
        .map(|one| one.name.as_str())
        .collect();
    StoryNote {
        number: found.number,
        text: found.text.clone(),
        mark: mark(found.verdict),
        verdict: found.verdict.in_words(),
        why: found.why.map_or("", Why::in_words),
        words: found.words.clone(),
        about: about.join(", "),
        ours: found
            .ours
            .clone()
            .filter(|ours| !found.words.contains(ours.as_str()))
            .unwrap_or_default(),
        said_by: found.said_by.clone().unwrap_or_default(),
        candidates: candidates.join("; or "),
        receipts: found
            .receipts
            .iter()
            .map(|receipt| Link::new(receipt.words.clone(), receipt.href.clone()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read() {
        let asked = AskedStory::of_form(b"story=A%26E+was+65%25&date=2023-02-10&other=1").unwrap();
        assert_eq!(asked.story, "A&E was 65%");
        assert_eq!(asked.date, Some(jiff::civil::date(2023, 2, 10)));
        assert_eq!(AskedStory::of_form(b"").unwrap(), AskedStory::default());
        for bad in [&b"story=%00"[..], b"story=%ff%fe", b"date=soon"] {
            assert!(AskedStory::of_form(bad).is_err());
        }
    }
}
