//! What changed in the national targets from one year to the next: new, gone, raised, lowered.

use candour_assessment::commitment::{Commitment, Indicator, Kind, Operator, Targets};
use candour_core::FinancialYear;

/// What became of what is asked of one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// Asked now, and not the year before.
    New,
    /// Asked the year before, and no longer.
    Gone,
    /// More is asked.
    Raised,
    /// Less is asked.
    Lowered,
    /// Another test is asked, which is neither more nor less: another unit, a level in words.
    Other,
    /// The same is asked.
    Same,
}

impl Move {
    /// In a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
            Self::Other => "put another way",
            Self::Same => "the same",
        }
    }
}

/// What changed for one indicator.
#[derive(Debug, Clone)]
pub struct Moved {
    /// What is counted.
    pub indicator: &'static Indicator,
    /// What was asked the year before.
    pub before: Vec<&'static Commitment>,
    /// What is asked now.
    pub now: Vec<&'static Commitment>,
    /// What became of it.
    pub change: Move,
}

/// The national targets of an indicator in a year: standards of the constitution, which change by law and
/// not by the year, are not among them, nor is what another took the place of within the year.
#[must_use]
pub fn asked_of(indicator: &str, year: FinancialYear) -> Vec<&'static Commitment> {
    let targets = Targets::bundled();
    targets
        .all()
        .iter()
        .filter(|target| {
            targets
                .indicator(target)
                .is_some_and(|found| found.id == indicator)
        })
        .filter(|target| target.kind == Kind::Target && target.superseded_by.is_none())
        .filter(|target| !targets.is_local(target) && target.stands_in(year))
        .collect()
}

/// What changed in `year` against the year before, indicator by indicator in the order of the rows; of an
/// indicator that neither year asks for there is none.
#[must_use]
pub fn moves(year: FinancialYear) -> Vec<Moved> {
    Targets::bundled()
        .indicators()
        .iter()
        .filter_map(|indicator| {
            let before = asked_of(&indicator.id, year.previous());
            let now = asked_of(&indicator.id, year);
            let change = match (before.is_empty(), now.is_empty()) {
                (true, true) => return None,
                (true, false) => Move::New,
                (false, true) => Move::Gone,
                (false, false) => compared(first_due(&before)?, first_due(&now)?),
            };
            Some(Moved {
                indicator,
                before,
                now,
                change,
            })
        })
        .collect()
}

/// Of several targets of one year the one that is due first: a level for the end of the decade stands
/// beside the one of the year.
fn first_due(targets: &[&'static Commitment]) -> Option<&'static Commitment> {
    let due = |target: &&&'static Commitment| target.due.last_day();
    targets
        .iter()
        .filter(|target| target.due.last_day().is_some())
        .min_by_key(due)
        .or(targets.first())
        .copied()
}

fn compared(before: &Commitment, now: &Commitment) -> Move {
    let (Some(was), Some(is)) = (&before.asked, &now.asked) else {
        return if before.test == now.test {
            Move::Same
        } else {
            Move::Other
        };
    };
    let up = |operator: Operator| matches!(operator, Operator::AtLeast | Operator::Above);
    if was.unit != is.unit || up(was.operator) != up(is.operator) {
        return Move::Other;
    }
    match is.value.total_cmp(&was.value) {
        std::cmp::Ordering::Equal => Move::Same,
        std::cmp::Ordering::Greater if up(is.operator) => Move::Raised,
        std::cmp::Ordering::Less if !up(is.operator) => Move::Raised,
        _ => Move::Lowered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(indicator: &str, year: &str) -> Option<Move> {
        let moves = moves(year.parse().unwrap());
        let found = moves.iter().find(|moved| moved.indicator.id == indicator);
        found.map(|moved| moved.change)
    }

    /// The four-hour level went from 76 to 78 and stayed; the category 2 response from 30 minutes to 25.
    #[test]
    fn what_changed_is_told_by_the_levels_asked_for() {
        assert_eq!(change("ae-4h", "2023-24"), Some(Move::New));
        assert_eq!(change("ae-4h", "2024-25"), Some(Move::Raised));
        assert_eq!(change("ae-4h", "2025-26"), Some(Move::Same));
        assert_eq!(change("ae-4h", "2026-27"), Some(Move::Raised));
        assert_eq!(change("amb-c2-mean", "2026-27"), Some(Move::Raised));
        assert_eq!(change("cancer-62d", "2025-26"), Some(Move::Raised));
        assert_eq!(change("rtt-65w", "2025-26"), Some(Move::Gone));
        // From none at all to less than one in a hundred of the list: another thing is counted.
        assert_eq!(change("rtt-52w", "2025-26"), Some(Move::Gone));
        assert_eq!(change("rtt-52w-share", "2025-26"), Some(Move::New));
        assert_eq!(change("agency-paybill", "2024-25"), Some(Move::Raised));
        assert_eq!(change("womens-hubs", "2019-20"), None);
    }
}
