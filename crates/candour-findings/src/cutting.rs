//! What is lost when a year's targets are cut to a few: which parts of the service nobody would be held
//! to any more, and how many of the targets that fall away are missed as it is.

use std::collections::BTreeMap;
use std::str::FromStr;

use candour_assessment::commitment::{Commitment, CommitmentId, Kind, Targets};
use candour_assessment::verdict::Outcome;
use candour_core::FinancialYear;

use crate::judging::{Judged, Tally};

/// How those that are kept are chosen. None of these is anybody's policy: the reader picks one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CutRule {
    /// One of each part of the service in turn, in the order of the rows.
    #[default]
    Areas,
    /// Those that England misses first, then the others, each in the order of the rows.
    Missed,
    /// Those that a held file counts first, then the others, each in the order of the rows.
    Counted,
    /// In the order of the rows.
    Listed,
    /// Those that the reader names, and no others.
    Chosen,
}

impl CutRule {
    /// Every rule.
    pub const ALL: [Self; 5] = [
        Self::Areas,
        Self::Missed,
        Self::Counted,
        Self::Listed,
        Self::Chosen,
    ];

    /// As addresses and commands write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Missed => "missed",
            Self::Counted => "counted",
            Self::Listed => "listed",
            Self::Chosen => "chosen",
        }
    }

    /// In a few words.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Areas => "one of each part of the service in turn",
            Self::Missed => "those that England misses first",
            Self::Counted => "those that a held file counts first",
            Self::Listed => "the first in the order of the rows",
            Self::Chosen => "those ticked below, and no others",
        }
    }
}

impl FromStr for CutRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|rule| rule.as_str() == text);
        found.ok_or_else(|| "expected areas, missed, counted, listed or chosen".to_owned())
    }
}

/// A part of the service that loses targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaLost {
    /// How many of its targets are kept.
    pub kept: usize,
    /// How many fall away.
    pub dropped: usize,
    /// Of these, how many England misses.
    pub missed: usize,
    /// Whether a standard of the constitution still binds in it.
    pub standard: bool,
}

/// A year's targets, cut.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The year.
    pub year: FinancialYear,
    /// By which rule.
    pub rule: CutRule,
    /// What is kept, with England's verdict.
    pub kept: Vec<Judged>,
    /// What falls away, with England's verdict.
    pub dropped: Vec<Judged>,
    /// What falls away, by outcome.
    pub tally: Tally,
    /// The parts of the service that lose one or more, by name.
    pub areas: BTreeMap<String, AreaLost>,
}

impl Cut {
    /// The parts of the service in which no target would be left.
    pub fn unwatched(&self) -> impl Iterator<Item = (&str, &AreaLost)> {
        let areas = self.areas.iter().filter(|(_, area)| area.kept == 0);
        areas.map(|(name, area)| (name.as_str(), area))
    }
}

/// Whether a commitment is one of the national targets that a cut chooses among: standards of the
/// constitution bind whatever a planning round picks, and what took another's place within the year stands
/// for both.
#[must_use]
pub fn is_cuttable(target: &Commitment) -> bool {
    target.kind == Kind::Target
        && target.superseded_by.is_none()
        && !Targets::bundled().is_local(target)
}

fn area(target: &Commitment) -> &'static str {
    let indicator = Targets::bundled().indicator(target);
    indicator.map_or("", |indicator| indicator.area.as_str())
}

/// Cuts a year's targets to `most`. `england` are England's verdicts on the commitments of the year;
/// `chosen` are those that the reader names, which count with [`CutRule::Chosen`] only.
#[must_use]
pub fn cut(
    england: &[Judged],
    year: FinancialYear,
    rule: CutRule,
    most: usize,
    chosen: &[CommitmentId],
) -> Cut {
    let all: Vec<&Judged> = england
        .iter()
        .filter(|judged| judged.commitment.stands_in(year) && is_cuttable(&judged.commitment))
        .collect();
    let order = ordered(&all, rule);
    let mut kept = Vec::new();
    let mut dropped = Vec::new();
    for (place, judged) in order.into_iter().enumerate() {
        let keep = match rule {
            CutRule::Chosen => chosen.contains(&judged.commitment.id),
            _ => place < most,
        };
        if keep {
            kept.push(judged.clone());
        } else {
            dropped.push(judged.clone());
        }
    }
    let mut areas: BTreeMap<String, AreaLost> = BTreeMap::new();
    for judged in &dropped {
        let name = area(&judged.commitment);
        let lost = areas.entry(name.to_owned()).or_insert_with(|| AreaLost {
            kept: kept
                .iter()
                .filter(|kept| area(&kept.commitment) == name)
                .count(),
            dropped: 0,
            missed: 0,
            standard: england.iter().any(|other| {
                other.commitment.kind == Kind::Standard
                    && other.commitment.stands_in(year)
                    && area(&other.commitment) == name
            }),
        });
        lost.dropped += 1;
        lost.missed += usize::from(judged.verdict.outcome == Outcome::Missed);
    }
    Cut {
        year,
        rule,
        tally: Tally::of(&dropped),
        kept,
        dropped,
        areas,
    }
}

/// In the order in which the rule takes them.
fn ordered<'a>(all: &[&'a Judged], rule: CutRule) -> Vec<&'a Judged> {
    let mut order = all.to_vec();
    match rule {
        CutRule::Listed | CutRule::Chosen => {}
        CutRule::Missed => order.sort_by_key(|judged| match judged.verdict.outcome {
            Outcome::Missed => 0,
            Outcome::AtRisk => 1,
            Outcome::NotYetDue | Outcome::Met | Outcome::Unknown => 2,
        }),
        CutRule::Counted => order.sort_by_key(|judged| judged.measure.is_none()),
        CutRule::Areas => {
            // The first of each part, then the second of each: in the order of the rows both times.
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            let mut turns: Vec<(usize, &Judged)> = order
                .into_iter()
                .map(|judged| {
                    let turn = seen.entry(area(&judged.commitment)).or_default();
                    *turn += 1;
                    (*turn, judged)
                })
                .collect();
            turns.sort_by_key(|(turn, _)| *turn);
            order = turns.into_iter().map(|(_, judged)| judged).collect();
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use candour_assessment::verdict::Verdict;
    use candour_core::{BodyCode, Level};
    use candour_register::Boundaries;

    /// England's verdicts of a year, every one of them missed.
    fn missed(year: FinancialYear) -> Vec<Judged> {
        let targets = Targets::bundled().all().iter();
        targets
            .filter(|target| target.stands_in(year))
            .map(|target| {
                let mut verdict = Verdict::unknown(target.id.clone(), BodyCode::england());
                verdict.outcome = Outcome::Missed;
                Judged {
                    commitment: std::borrow::Cow::Borrowed(target),
                    verdict,
                    measure: None,
                    basis: None,
                    boundaries: Boundaries::AsReported,
                    level: Level::England,
                }
            })
            .collect()
    }

    #[test]
    fn a_cut_loses_nothing_and_says_which_areas_go() {
        let year: FinancialYear = "2023-24".parse().unwrap();
        let england = missed(year);
        let all = england
            .iter()
            .filter(|judged| is_cuttable(&judged.commitment))
            .count();
        for rule in CutRule::ALL {
            let found = cut(&england, year, rule, 10, &[]);
            let kept = if rule == CutRule::Chosen { 0 } else { 10 };
            assert_eq!(found.kept.len(), kept, "{rule:?}");
            assert_eq!(found.dropped.len(), all - kept, "{rule:?}");
            assert_eq!(found.tally.missed, all - kept, "{rule:?}");
            let dropped: usize = found.areas.values().map(|area| area.dropped).sum();
            assert_eq!(dropped, all - kept, "{rule:?}");
        }
        let by_area = cut(&england, year, CutRule::Areas, 10, &[]);
        let listed = cut(&england, year, CutRule::Listed, 1, &[]);
        assert_eq!(by_area.unwatched().count(), 0, "{:?}", by_area.areas);
        assert!(listed.unwatched().count() > 3, "{:?}", listed.areas);
        let keep = listed.kept[0].commitment.id.clone();
        let chosen = cut(
            &england,
            year,
            CutRule::Chosen,
            10,
            std::slice::from_ref(&keep),
        );
        assert_eq!(chosen.kept.len(), 1);
        assert_eq!(chosen.kept[0].commitment.id, keep);
    }
}
