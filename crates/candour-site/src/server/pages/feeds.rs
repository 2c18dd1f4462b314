//! Atom feeds: of England, of a body, of a measure, of a target.

use candour_briefing::feed::{Feed, atom};
use candour_briefing::{BriefingQuery, Item, Knowledge};
use candour_core::BodyCode;

use super::briefings::{ATOM, feed_path};
use crate::server::answer::{Answer, Reading};
use crate::server::error::AppError;
use crate::server::links::{self, View};
use crate::server::promise_words as words;

/// `/feeds/{name}`.
pub(in crate::server) fn named(reading: &Reading<'_>, name: &str) -> Result<Answer, AppError> {
    match name {
        "england.atom" => of_body(reading, BodyCode::england().as_str()),
        _ => Err(AppError::not_found(
            "There is no such feed: /feeds/england.atom, and those of bodies, measures and targets at their own \
             addresses with .atom",
        )),
    }
}

/// `/bodies/{code}.atom`.
pub(in crate::server) fn of_body(reading: &Reading<'_>, code: &str) -> Result<Answer, AppError> {
    let body = reading.snapshot.body(code)?;
    let is_england = body.code == BodyCode::england();
    let page = if is_england {
        "/".to_owned()
    } else {
        links::body(&body.code, View::default())
    };
    let path = feed_path(&body.code);
    let whom = (!is_england).then(|| body.code.clone());
    made(reading, whom, &path, &page, &body.name, |_| true)
}

/// `/measures/{id}.atom`: what the briefing for England says of a measure.
pub(in crate::server) fn of_measure(reading: &Reading<'_>, id: &str) -> Result<Answer, AppError> {
    let measure = reading.snapshot.measure(id)?;
    let page = links::measure(&measure.id, View::default());
    let path = format!("{page}.atom");
    made(reading, None, &path, &page, &measure.title, |item| {
        item.subject.measure.as_ref() == Some(&measure.id)
    })
}

/// `/targets/{id}.atom`: what the briefing for England says of a target.
pub(in crate::server) fn of_target(reading: &Reading<'_>, id: &str) -> Result<Answer, AppError> {
    let target = super::target::find(id)?;
    let page = words::target_link(target, View::default());
    let path = format!("{page}.atom");
    made(reading, None, &path, &page, &target.title, |item| {
        item.subject.commitment.as_ref() == Some(&target.id)
    })
}

fn made(
    reading: &Reading<'_>,
    body: Option<BodyCode>,
    path: &str,
    page: &str,
    title: &str,
    keep: impl Fn(&Item) -> bool,
) -> Result<Answer, AppError> {
    let briefing = reading.briefing(&BriefingQuery {
        on: reading.today,
        body,
        knowledge: Knowledge::Today,
    })?;
    let base = reading.absolute("");
    let feed = Feed {
        base_url: &base,
        path,
        page,
        title,
    };
    Ok(Answer::new(ATOM, atom(&feed, &briefing, keep)))
}
