//! Why a verdict is unknown, in words.

use candour_core::{Month, Status};

use super::Why;
use crate::commitment::Proof;

impl Why {
    /// Why a figure without a value is none: one that is missing is not held, and no more is known.
    #[must_use]
    pub const fn absent(month: Month, status: Status) -> Self {
        match status {
            Status::Missing => Self::NotHeld(month),
            _ => Self::Absent(month, status),
        }
    }

    /// As a clause: `no figure is held for March 2026`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::NotComputable(why) => why.clone(),
            Self::NoFigures => "no figure of this body on this measure is held".to_owned(),
            Self::NotHeld(month) => format!("no figure is held for {}", month.in_words()),
            Self::Absent(month, status) => {
                format!("the figure for {} {}", month.in_words(), absent(*status))
            }
            Self::BaseNotHeld(month) => format!(
                "it is measured from {}, of which no figure is held",
                month.in_words()
            ),
            Self::OnlyABound(month) => format!(
                "of {} only a bound or an approximate number is known, which does not settle it",
                month.in_words()
            ),
            Self::OutturnNotFound => "no outturn was found".to_owned(),
            Self::PlanNotFound => "no plan was found to hold the outturn against".to_owned(),
            Self::DifferentBases(how) => {
                format!("plan and outturn stand on different bases: {how}")
            }
            Self::NoSource => "no source that was read says what came of it".to_owned(),
            Self::Disputed(how) => how.clone(),
            Self::NotKnownThen => "it was not known on the day asked about".to_owned(),
            Self::NoForecast(why) => format!("no forecast: {why}"),
            Self::NoDueDate => "when it is due no source says".to_owned(),
        }
    }
}

const fn absent(status: Status) -> &'static str {
    match status {
        Status::Suppressed => "is suppressed",
        Status::NotSubmitted => "was not submitted",
        Status::NotApplicable => "does not apply to this body",
        Status::NoneHeldThen => "was not out by the day asked about",
        Status::Missing | Status::Reported | Status::Estimate | Status::Partial => "is missing",
    }
}

impl Proof {
    /// As a clause: `done 2023-04-04`.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Done(date) => format!("done {date}"),
            Self::Refused(date) => format!("refused {date}"),
            Self::Accepted => "accepted; whether it was done no source says".to_owned(),
            Self::Unknown => "no source says whether it was done".to_owned(),
        }
    }
}
