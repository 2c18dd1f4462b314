//! Briefings: made once for a state of the archive, a day and a scope, and kept.

use std::sync::{Arc, Mutex, PoisonError};

use candour_archive::Snapshot;
use candour_briefing::{Briefing, BriefingError, BriefingQuery, Knowledge};
use candour_core::{BodyCode, Month};
use jiff::civil::Date;

use super::answer::Reading;
use super::error::AppError;
use super::links;
use crate::views::{Link, Prose};

/// How many briefings are kept; the one that was made first goes first.
const KEPT: usize = 128;

/// The briefings that were made.
#[derive(Default)]
pub(super) struct Briefings {
    kept: Mutex<Kept>,
    /// Held while one is made: a crowd that comes for the same briefing waits for it, and makes it once.
    making: Mutex<()>,
}

#[derive(Default)]
struct Kept {
    /// The state of the archive that they were made from.
    state: String,
    made: Vec<(Asked, Arc<Briefing>)>,
}

/// What a briefing is known by.
#[derive(PartialEq, Eq, Clone)]
struct Asked {
    on: Date,
    body: Option<BodyCode>,
    knowledge: Knowledge,
}

impl Briefings {
    fn find(&self, state: &str, asked: &Asked) -> Option<Arc<Briefing>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != state {
            return None;
        }
        let mut made = kept.made.iter();
        made.find(|(known, _)| known == asked)
            .map(|(_, briefing)| Arc::clone(briefing))
    }

    fn keep(&self, state: String, asked: Asked, briefing: Arc<Briefing>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != state {
            kept.made.clear();
            kept.state = state;
        }
        if kept.made.len() >= KEPT {
            kept.made.remove(0);
        }
        kept.made.push((asked, briefing));
    }

    /// The briefing that was made of this, or a new one.
    pub(super) fn get(
        &self,
        snapshot: &Snapshot<'_>,
        query: &BriefingQuery,
    ) -> Result<Arc<Briefing>, BriefingError> {
        let asked = Asked {
            on: query.on,
            body: query.body.clone(),
            knowledge: query.knowledge,
        };
        let state = snapshot.version()?;
        if let Some(known) = self.find(&state, &asked) {
            return Ok(known);
        }
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.find(&state, &asked) {
            return Ok(known);
        }
        let briefing = Arc::new(candour_briefing::briefing(snapshot, query)?);
        self.keep(state, asked, Arc::clone(&briefing));
        Ok(briefing)
    }
}

/// What is taken as known where the service is looked at on `on`, with what was published by `as_known`, or
/// with the periods up to `up_to`.
fn knowledge(as_known: Option<Date>, up_to: Option<Month>) -> Result<Knowledge, AppError> {
    match (as_known, up_to) {
        (Some(_), Some(_)) => Err(AppError::bad_request(
            "“as_known” and “up_to” cannot be asked for together",
            "Give as_known for what was published by a day, or up_to for the periods up to a month as they are \
             held now."
                .to_owned(),
        )),
        (Some(day), None) => Ok(Knowledge::AsKnown { day }),
        (None, Some(month)) => Ok(Knowledge::UpTo { month }),
        (None, None) => Ok(Knowledge::Today),
    }
}

impl Reading<'_> {
    /// The briefing of a query.
    pub(super) fn briefing(&self, query: &BriefingQuery) -> Result<Arc<Briefing>, AppError> {
        Ok(self.briefings.get(self.snapshot, query)?)
    }

    /// The body that the query's `for` names; none for England.
    pub(super) fn briefed(&self) -> Result<Option<BodyCode>, AppError> {
        let Some(asked) = &self.params.whom else {
            return Ok(None);
        };
        let body = self.snapshot.body(asked)?;
        Ok(Some(body.code).filter(|code| *code != BodyCode::england()))
    }

    /// The briefing that the query asks for: today's for England, where it asks for nothing. Of a day gone by,
    /// it is what was known on that day; the service on an earlier day, with the periods that were over by then,
    /// where only `on` is given.
    pub(super) fn briefing_asked(&self) -> Result<BriefingQuery, AppError> {
        let params = &self.params;
        let up_to = params
            .up_to
            .or_else(|| self.last_month().filter(|_| params.as_known.is_none()));
        let knowledge = knowledge(params.as_known, up_to)?;
        let on = params.on.unwrap_or(match knowledge {
            Knowledge::Today => self.today,
            Knowledge::AsKnown { day } => day.min(self.today),
            Knowledge::UpTo { month } => month.last_day(),
        });
        Ok(BriefingQuery {
            on,
            body: self.briefed()?,
            knowledge,
        })
    }

    /// How a page's subject can be followed: its feed, alerts, its briefing.
    pub(super) fn follow(&self, feed: &str, what: &str, briefing: Option<&BodyCode>) -> Prose {
        let mut said = Prose::from("Follow: ").link("feed", feed).text(", ").link(
            "alerts by e-mail",
            format!("/alerts{}", links::query([("follow", what)])),
        );
        if let Some(code) = briefing {
            said = said
                .text(", ")
                .link("its briefing today", self.briefing_path(code));
        }
        said.text(".")
    }

    /// The page of a body's briefing of today.
    pub(super) fn briefing_path(&self, code: &BodyCode) -> String {
        let whom = (*code != BodyCode::england()).then(|| ("for", code.to_string()));
        format!("/briefings/{}{}", self.frozen(), links::query(whom))
    }
}

/// A feed, for the head of a page.
pub(super) fn feed_link(title: &str, path: impl Into<String>) -> Link {
    Link::new(format!("What changed: {title}"), path)
}
