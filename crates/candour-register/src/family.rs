//! A body's family: those it came from, those that came after it, and who went where.

use std::collections::{HashSet, VecDeque};

use candour_core::BodyCode;

use crate::register::Register;
use crate::succession::Succession;

/// A body, those before it and those after it, as far as the register knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family<'a> {
    /// The body itself, then its relations, the nearest first.
    pub members: Vec<BodyCode>,
    /// Who came after whom; both are members.
    pub ties: Vec<&'a Succession>,
    /// How many relations are known beyond those here.
    pub more: usize,
}

/// How far a family is counted, however large a file of successions may be.
const MOST_COUNTED: usize = 1_000;

impl Register {
    /// Who came after a body: the rows of the weightiest authority that has any, each successor once.
    /// A body that is written as its own successor is left out.
    #[must_use]
    pub fn after(&self, predecessor: &BodyCode) -> Vec<&Succession> {
        let mut authority = None;
        let mut seen = HashSet::new();
        self.successions_of(predecessor)
            .take_while(|row| {
                *authority.get_or_insert(row.origin.authority) == row.origin.authority
            })
            .filter(|row| {
                row.successor.as_ref().is_some_and(|successor| {
                    successor != predecessor && seen.insert(successor.clone())
                })
            })
            .collect()
    }

    /// Who went before a body: the rows by which its predecessors say that it came after them.
    #[must_use]
    pub fn before(&self, successor: &BodyCode) -> Vec<&Succession> {
        let mut seen = HashSet::new();
        self.successions_to(successor)
            .filter(|row| seen.insert(row.predecessor.clone()))
            .filter_map(|row| {
                self.after(&row.predecessor)
                    .into_iter()
                    .find(|deciding| deciding.successor.as_ref() == Some(successor))
            })
            .collect()
    }

    /// The family of a body: its predecessors, theirs and so on, and its successors, theirs and so on.
    /// At most `most` members; bodies beside the line, such as a successor's other predecessors, are
    /// not of it.
    #[must_use]
    pub fn family(&self, of: &BodyCode, most: usize) -> Family<'_> {
        let mut family = Family {
            members: vec![of.clone()],
            ties: Vec::new(),
            more: 0,
        };
        // One generation back, one forward, and so on: the nearest are kept.
        let mut seen = HashSet::from([of.clone()]);
        let mut queue = VecDeque::from([(of.clone(), true), (of.clone(), false)]);
        while let Some((code, backwards)) = queue.pop_front() {
            let rows = if backwards {
                self.before(&code)
            } else {
                self.after(&code)
            };
            for row in rows {
                let next = if backwards {
                    Some(&row.predecessor)
                } else {
                    row.successor.as_ref()
                };
                let Some(next) = next else { continue };
                if !seen.insert(next.clone()) {
                    // Known by another line: the tie is drawn all the same.
                    if family.members.contains(next) && family.members.contains(&code) {
                        family.ties.push(row);
                    }
                    continue;
                }
                if family.members.len() < most {
                    family.members.push(next.clone());
                    family.ties.push(row);
                } else {
                    family.more += 1;
                }
                if seen.len() < MOST_COUNTED {
                    queue.push_back((next.clone(), backwards));
                }
            }
        }
        family
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Authority, HalfDate, Origin, Rows, SuccessionKind};
    use jiff::civil::date;

    fn code(text: &str) -> BodyCode {
        BodyCode::new(text).unwrap()
    }

    fn codes(rows: &[&Succession]) -> Vec<String> {
        let mut codes: Vec<String> = rows
            .iter()
            .filter_map(|row| row.successor.as_ref())
            .map(ToString::to_string)
            .collect();
        codes.sort();
        codes
    }

    #[test]
    fn two_boards_went_to_two_and_three_and_one_came_of_three() {
        let register = Register::bundled();
        assert_eq!(codes(&register.after(&code("QM7"))), ["D7T5G", "S1Y5D"]);
        assert_eq!(
            codes(&register.after(&code("QNQ"))),
            ["QRL", "S0E4D", "S9B9J"]
        );
        let mut before: Vec<&str> = register
            .before(&code("S1Y5D"))
            .iter()
            .map(|row| row.predecessor.as_str())
            .collect();
        before.sort_unstable();
        assert_eq!(before, ["QHG", "QM7", "QUE"]);
    }

    #[test]
    fn a_family_has_both_sides_and_every_tie_joins_members() {
        let family = Register::bundled().family(&code("R0A"), 40);
        for predecessor in ["RM2", "RW3", "RW6"] {
            assert!(family.members.contains(&code(predecessor)), "{predecessor}");
        }
        for tie in &family.ties {
            assert!(family.members.contains(&tie.predecessor));
            assert!(
                tie.successor
                    .as_ref()
                    .is_some_and(|code| family.members.contains(code))
            );
        }
        let few = Register::bundled().family(&code("R0A"), 2);
        assert_eq!(few.members.len(), 2);
        assert_eq!(
            few.more + few.members.len(),
            family.more + family.members.len()
        );
    }

    fn row(predecessor: &str, successor: &str, authority: Authority) -> Succession {
        Succession {
            predecessor: code(predecessor),
            successor: Some(code(successor)),
            date: HalfDate::day(date(2020, 4, 1)),
            kind: SuccessionKind::Merger,
            weight: None,
            basis: String::new(),
            note: String::new(),
            origin: Origin {
                authority,
                file: "invented.csv".into(),
                line: 2,
                source: "invented".into(),
                as_at: None,
            },
        }
    }

    #[test]
    fn rings_and_rows_that_weigh_less_do_no_harm() {
        let register = Register::new(Rows {
            successions: vec![
                row("ZZ1", "ZZ2", Authority::Curated),
                row("ZZ1", "ZZ9", Authority::Directory),
                row("ZZ2", "ZZ1", Authority::Curated),
                row("ZZ3", "ZZ2", Authority::Directory),
                row("ZZ2", "ZZ2", Authority::Curated),
            ],
            ..Rows::default()
        });
        assert_eq!(codes(&register.after(&code("ZZ1"))), ["ZZ2"]);
        assert_eq!(register.before(&code("ZZ9")), Vec::<&Succession>::new());
        assert_eq!(register.before(&code("ZZ2")).len(), 2);
        assert_eq!(register.family(&code("ZZ1"), 40).members.len(), 3);
    }
}
