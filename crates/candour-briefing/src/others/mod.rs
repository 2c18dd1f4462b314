//! News that is not the latest value of a series: what fell due, who came and went, which plans were decided,
//! what was revised, what is not here yet, and what has long been so.

use std::collections::BTreeMap;

use candour_archive::{ArchiveError, KnownBody, Snapshot};
use candour_core::{Level, Month};
use jiff::Span;
use jiff::civil::Date;

use crate::gather::Gathered;
use crate::item::{Criterion, Item};
use crate::query::{BriefingQuery, Knowledge};
use crate::scoring::{Amounts, Scoring};

mod bodies;
mod claims;
mod due;
mod late;
mod money;
mod people;
mod ranks;
mod revised;
mod standing;

/// What every source of news looks at.
pub(crate) struct Asked<'a> {
    pub(crate) snapshot: &'a Snapshot<'a>,
    pub(crate) query: &'a BriefingQuery,
    pub(crate) body: &'a KnownBody,
    pub(crate) latest: &'a BTreeMap<String, Month>,
    pub(crate) scoring: &'a Scoring,
}

/// All of it, in no order.
pub(crate) fn all(asked: &Asked<'_>, gathered: &Gathered) -> Result<Vec<Item>, ArchiveError> {
    let mut items = standing::of(gathered, asked.scoring);
    items.extend(ranks::of(gathered, asked));
    items.extend(due::of(asked)?);
    items.extend(money::of(asked)?);
    items.extend(people::of(asked)?);
    items.extend(bodies::of(asked)?);
    items.extend(revised::of(asked)?);
    items.extend(claims::of(asked));
    items.extend(late::of(asked));
    Ok(items)
}

impl Asked<'_> {
    /// The day on which the briefing stands: of one up to a month, that month's last.
    pub(crate) fn day(&self) -> Date {
        match self.query.knowledge {
            Knowledge::UpTo { month } => month.last_day(),
            Knowledge::AsKnown { day } => day.min(self.query.on),
            Knowledge::Today => self.query.on,
        }
    }

    /// Whether it is as the files hold periods up to a month: what is known of days is then that month's.
    pub(crate) const fn is_by_period(&self) -> bool {
        matches!(self.query.knowledge, Knowledge::UpTo { .. })
    }

    /// The days that count as lately: so many up to the day of the briefing; of one up to a month, that month.
    pub(crate) fn lately(&self, days: i32) -> (Date, Date) {
        let to = self.day();
        let from = match self.query.knowledge {
            Knowledge::UpTo { month } => month.first_day(),
            Knowledge::AsKnown { .. } | Knowledge::Today => {
                to.checked_sub(Span::new().days(days)).unwrap_or(to)
            }
        };
        (from, to)
    }

    pub(crate) fn is_england(&self) -> bool {
        self.body.level == Level::England
    }

    /// What something that stands on a day is scored by: sure, and as new as it is.
    pub(crate) fn amounts_of_day(
        &self,
        day: Date,
        size: (f64, &str),
        certainty: (f64, &str),
    ) -> Amounts {
        let days = (self.day() - day).get_days().abs();
        vec![
            (Criterion::Size, size.0, size.1.to_owned()),
            (Criterion::Certainty, certainty.0, certainty.1.to_owned()),
            (
                Criterion::Novelty,
                self.scoring.novelty(days),
                format!("{days} days from the day of the briefing"),
            ),
            crate::score_line::reach(self.body.level, None, self.scoring),
        ]
    }
}
