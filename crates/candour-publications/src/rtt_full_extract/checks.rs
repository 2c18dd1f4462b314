use candour_core::{Diagnostic, Diagnostics};

use super::forms::{Forms, value};
use super::groups::Groups;
use super::table::{TOTAL, TOTAL_ALL, UNKNOWN_START};
use crate::Check;
use crate::text::{Row, counted, grouped};

/// The parts of the return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// 1A and 1B: completed pathways, admitted and not.
    Completed,
    /// 2 and 2A: incomplete pathways, and those of them with a decision to admit.
    Incomplete,
    /// 3: new periods, which have no waiting time yet.
    New,
}

impl Part {
    /// The part that a cell names.
    pub(super) fn named(text: &str) -> Option<Self> {
        match text {
            "Part_1A" | "Part_1B" => Some(Self::Completed),
            "Part_2" | "Part_2A" => Some(Self::Incomplete),
            "Part_3" => Some(Self::New),
            _ => None,
        }
    }
}

/// The publication's own arithmetic.
#[derive(Debug, Default)]
pub(super) struct Checks {
    completed: Tally,
    incomplete: Tally,
    new: Tally,
    pub(super) groups: Groups,
}

/// How many rows a rule was held against, and how many broke it.
#[derive(Debug, Default)]
struct Tally {
    rows: u64,
    broken: u64,
}

impl Checks {
    /// Holds a row against the rules of its part.
    pub(super) fn row(
        &mut self,
        part: Part,
        row: &Row<'_>,
        forms: &Forms,
        faults: &mut Diagnostics,
    ) {
        let bands = forms.bands;
        let [total, unknown, all] =
            [TOTAL, UNKNOWN_START, TOTAL_ALL].map(|index| value(row.counts[index]));
        let tally = match part {
            Part::Completed => &mut self.completed,
            Part::Incomplete => &mut self.incomplete,
            Part::New => &mut self.new,
        };
        tally.rows += 1;
        let holds = match part {
            Part::Completed => bands == total && total + unknown == all,
            Part::Incomplete => bands == all,
            Part::New => bands == 0,
        };
        if holds {
            return;
        }
        tally.broken += 1;
        let mut report = |code, count, message: String| {
            faults.push(row.at(count).fault(Diagnostic::error(code, message)));
        };
        let (bands, seen_total, seen_all) = (grouped(bands), grouped(total), grouped(all));
        match part {
            Part::Incomplete => report(
                "bands-incomplete",
                TOTAL_ALL,
                format!("expected {bands}, the sum of the bands, saw {seen_all}"),
            ),
            Part::New => report(
                "bands-new",
                0,
                format!("expected no waiting times in Part_3, saw {bands} in the bands"),
            ),
            Part::Completed if total + unknown == all => report(
                "bands-completed",
                TOTAL,
                format!("expected {bands}, the sum of the bands, saw {seen_total}"),
            ),
            Part::Completed => report(
                "bands-completed",
                TOTAL_ALL,
                format!(
                    "expected {}, the total and those with an unknown start, saw {seen_all}; the \
                     bands sum to {bands} and the total is {seen_total}",
                    grouped(total + unknown)
                ),
            ),
        }
    }

    /// What was checked and how it went.
    pub(super) fn end(&self) -> Vec<Check> {
        let rows = |tally: &Tally| counted(tally.rows, "row");
        vec![
            Check {
                name: "bands-completed",
                detail: format!(
                    "The bands sum to Total, and Total and the unknown starts to Total All, in {} \
                     of Parts 1A and 1B.",
                    rows(&self.completed)
                ),
                passed: self.completed.broken == 0,
            },
            Check {
                name: "bands-incomplete",
                detail: format!(
                    "The bands sum to Total All in {} of Parts 2 and 2A.",
                    rows(&self.incomplete)
                ),
                passed: self.incomplete.broken == 0,
            },
            Check {
                name: "bands-new",
                detail: format!("No band has a pathway in {} of Part 3.", rows(&self.new)),
                passed: self.new.broken == 0,
            },
        ]
    }
}
