//! What somebody is held to, and the test that decides whether it was kept.
//!
//! A commitment is a curated row with its source: a national target, a plan, a pledge, a milestone. Who
//! owes it is a body or every body of a kind; what decides it is a [`Test`]. Several can bind one measure
//! at once, the constitutional standard beside an interim objective, and each has a verdict of its own.

mod counts;
mod curated_row;
mod indicators;
mod law;
mod pledges;
mod target_rows;
mod targets;
#[cfg(test)]
mod tests;

pub use candour_curated::RowPlace;
pub use counts::{TargetCount, TargetCounts};
pub use curated_row::{CuratedRow, curated_row};
pub use indicators::Indicator;
pub use law::{Against, Asked, Change, Comparison, Due, FactRef, Operator, Proof, Test, Threshold};
pub use pledges::{Fact, Pledges};
pub use targets::{TargetYear, Targets};

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use candour_core::{BodyCode, FinancialYear, Month};
use candour_curated::{HalfDate, Span, words};

/// The name of a commitment in commands and addresses: small letters, digits and hyphens, such as
/// `ae-4h-76-2024-03`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitmentId(Arc<str>);

/// Why a text is not the name of a commitment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the name of a commitment: expected small letters, digits and hyphens, such as ae-4h-76-2024-03"
)]
pub struct CommitmentIdError(String);

impl CommitmentId {
    /// As files and addresses write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of what a body planned of `quantity` (`surplus`, or a measure's id) for a year or one of its
    /// months: `plan-surplus-2023-24`.
    #[must_use]
    pub fn of_plan(quantity: &str, year: FinancialYear, month: Option<Month>) -> Self {
        let of = month.map_or_else(|| year.to_string(), |month| month.to_string());
        Self(format!("plan-{quantity}-{of}").into())
    }
}

impl FromStr for CommitmentId {
    type Err = CommitmentIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let sound = !text.is_empty()
            && text.len() <= 80
            && !text.starts_with('-')
            && !text.ends_with('-')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if sound {
            Ok(Self(text.into()))
        } else {
            Err(CommitmentIdError(text.chars().take(60).collect()))
        }
    }
}

impl serde::Serialize for CommitmentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for CommitmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

words! {
    /// What sort of commitment it is.
    Kind, "a kind of commitment", {
        /// A standard of the NHS Constitution or its handbook, in force until it is changed.
        Standard = "standard",
        /// An objective of a planning round, for a year or a date.
        Target = "target",
        /// What a body planned to do or to spend.
        Plan = "plan",
        /// What a review asked somebody to do.
        Recommendation = "recommendation",
        /// A step that is done or not by a date.
        Milestone = "milestone",
        /// What somebody said in public would happen.
        Pledge = "pledge",
        /// Money that was promised.
        Funding = "funding",
    }
}

words! {
    /// Every body of which kind owes it.
    Holder, "a kind of holder", {
        /// England as a whole.
        Nation = "nation",
        /// Every integrated care board; before July 2022 every clinical commissioning group.
        Board = "board",
        /// Every trust.
        Trust = "trust",
        /// Every ambulance trust.
        AmbulanceTrust = "ambulance-trust",
    }
}

/// Who owes a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwedBy {
    /// One body.
    Body(BodyCode),
    /// Every body of these kinds.
    Every(Vec<Holder>),
    /// Somebody whom the register does not hold, in words.
    Other(String),
}

words! {
    /// How far a row is confirmed.
    Evidence, "how far a row is confirmed", {
        /// A source was read that says so.
        Sourced = "sourced",
        /// A source was read that is itself second-hand or thin.
        Weak = "weak",
        /// No source that was read says so.
        Unverified = "unverified",
    }
}

/// What somebody is held to.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    /// Its name.
    pub id: CommitmentId,
    /// What sort it is.
    pub kind: Kind,
    /// In a few words: `A&E within 4 hours: at least 76% in March 2024`.
    pub title: String,
    /// What was promised, in our own words.
    pub text: String,
    /// Who owes it.
    pub owed_by: OwedBy,
    /// To whom, in words; empty where no source says.
    pub owed_to: String,
    /// The financial years in whose plans it stands, the first and the last.
    pub years: Option<(FinancialYear, FinancialYear)>,
    /// When it was made, as far as known.
    pub made_on: Option<HalfDate>,
    /// From when to when it binds.
    pub in_force: Span,
    /// When it is due.
    pub due: Due,
    /// The document and the place in it; empty where the row's source is all that is known.
    pub document: String,
    /// What level it asks for, in its own unit, where it is one number.
    pub asked: Option<Asked>,
    /// What decides it.
    pub test: Test,
    /// What took its place.
    pub superseded_by: Option<CommitmentId>,
    /// How far the row is confirmed.
    pub evidence: Evidence,
    /// What is doubtful or special about the row; empty where nothing is.
    pub note: String,
    /// Where the row stands, and its source.
    pub place: RowPlace,
}

impl Commitment {
    /// Whether it stands in the plans of `year`.
    #[must_use]
    pub fn stands_in(&self, year: FinancialYear) -> bool {
        self.years
            .is_some_and(|(first, last)| first <= year && year <= last)
    }

    /// Whether it is due in `month` or binds throughout it.
    #[must_use]
    pub fn binds_in(&self, month: candour_core::Month) -> bool {
        let (from, to) = match self.due {
            Due::EachMonth => (None, None),
            Due::In(only) => (Some(only), Some(only)),
            Due::Over(first, last) => (Some(first), Some(last)),
            Due::By(_) | Due::Unknown => return false,
        };
        let in_years = self.due != Due::EachMonth
            || self.years.is_none_or(|(first, last)| {
                first.first_month() <= month && month <= last.last_month()
            });
        in_years
            && from.is_none_or(|from| from <= month)
            && to.is_none_or(|to| month <= to)
            && self.in_force.covers(month.first_day())
    }

    /// Whether it was surely known on `day`: the last day that its date can be read as had passed, the rule
    /// by which positions are known too. One without a date counts as known from the first day on which
    /// it binds.
    #[must_use]
    pub fn known_on(&self, day: jiff::civil::Date) -> bool {
        let after = |date: &HalfDate| date.hedge() == Some(candour_curated::Hedge::After);
        let made = self.made_on.filter(|date| !after(date));
        let made = made.map(HalfDate::last_day);
        let binds = self.in_force.from.map(HalfDate::first_day);
        let stands = self.years.map(|(first, _)| first.first_day());
        let known = made.or(binds).or(stands);
        known.is_none_or(|known| known <= day)
    }
}
