//! National targets since 2018-19: which there were in which year, and what each asks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use candour_core::{Diagnostic, FinancialYear, MeasureId, Month};
use candour_curated::Fault;

use super::indicators::{self, Indicator};
use super::{Commitment, CommitmentId, Kind, TargetCounts, counts, target_rows};
use crate::bundled;

/// Every national target, what it counts, and how many there were by others' counts.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    targets: Vec<Commitment>,
    indicators: Vec<Indicator>,
    of: BTreeMap<CommitmentId, String>,
    local: BTreeSet<CommitmentId>,
    /// How many there were each year, by others' counts.
    pub counts: TargetCounts,
}

/// A target in one of the years in which it stands.
#[derive(Debug, Clone, Copy)]
pub struct TargetYear<'a> {
    /// The year.
    pub year: FinancialYear,
    /// The target.
    pub target: &'a Commitment,
}

impl Targets {
    /// The rows as they stand in the project. What a test has found sound is read without faults.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Targets> = OnceLock::new();
        BUNDLED.get_or_init(|| Self::read(bundled::TARGETS).0)
    }

    /// Reads the files of `data/commitments/targets`: every row that can be read, and every fault.
    #[must_use]
    pub fn read(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let text = |name: &str| {
            files
                .iter()
                .find(|(file, _)| *file == name)
                .map_or("", |(_, text)| *text)
        };
        let indicators = indicators::read(text("indicators.csv"), &mut faults);
        let rows = target_rows::read(text("targets.csv"), &indicators, &mut faults);
        let mut found = Self {
            counts: counts::read(text("counts.csv"), &mut faults),
            indicators,
            ..Self::default()
        };
        for row in rows {
            let id = row.commitment.id.clone();
            if found.of.insert(id.clone(), row.indicator).is_some() {
                faults.push(Fault {
                    file: row.commitment.place.file.clone(),
                    diagnostic: Diagnostic::error("twice", format!("`{id}` stands twice"))
                        .at_line(row.commitment.place.line),
                });
            }
            if row.local {
                found.local.insert(id);
            }
            found.targets.push(row.commitment);
        }
        for target in &found.targets {
            if let Some(next) = &target.superseded_by
                && !found.of.contains_key(next)
            {
                faults.push(Fault {
                    file: target.place.file.clone(),
                    diagnostic: Diagnostic::error(
                        "superseded-by",
                        format!(
                            "`{next}`, which took the place of `{}`, is no target",
                            target.id
                        ),
                    )
                    .at_line(target.place.line),
                });
            }
        }
        (found, faults)
    }

    /// Every target, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Commitment] {
        &self.targets
    }

    /// The target with this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Commitment> {
        self.targets.iter().find(|target| target.id.as_str() == id)
    }

    /// What targets count, in the order of the file.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// What a target counts.
    #[must_use]
    pub fn indicator(&self, target: &Commitment) -> Option<&Indicator> {
        let id = self.of.get(&target.id)?;
        self.indicators.iter().find(|indicator| indicator.id == *id)
    }

    /// Whether a target was agreed by somebody for themselves, and is none of the nation.
    #[must_use]
    pub fn is_local(&self, target: &Commitment) -> bool {
        self.local.contains(&target.id)
    }

    /// The targets of an indicator, in the order of their first year.
    pub fn of_indicator<'a>(&'a self, indicator: &'a str) -> impl Iterator<Item = &'a Commitment> {
        self.targets
            .iter()
            .filter(move |target| self.of.get(&target.id).is_some_and(|id| id == indicator))
    }

    /// The targets that a measure decides.
    pub fn of_measure<'a>(
        &'a self,
        measure: &'a MeasureId,
    ) -> impl Iterator<Item = &'a Commitment> {
        self.targets
            .iter()
            .filter(move |target| target.test.measure() == Some(measure))
    }

    /// Every target in each year in which it stands, without those that another took the place of within
    /// the year.
    pub fn by_year(&self) -> impl Iterator<Item = TargetYear<'_>> {
        self.targets
            .iter()
            .filter(|target| target.superseded_by.is_none())
            .flat_map(|target| {
                target
                    .years
                    .into_iter()
                    .flat_map(|(first, last)| first.through(last))
                    .map(move |year| TargetYear { year, target })
            })
    }

    /// The first and the last year of any target.
    #[must_use]
    pub fn years(&self) -> Option<(FinancialYear, FinancialYear)> {
        let years = || self.targets.iter().filter_map(|target| target.years);
        Some((
            years().map(|(first, _)| first).min()?,
            years().map(|(_, last)| last).max()?,
        ))
    }

    /// The standard of the constitution that a measure is judged by in `month`, where it has one: of
    /// several commitments the one that a chart's assurance speaks of.
    #[must_use]
    pub fn standard<'a>(&'a self, measure: &'a MeasureId, month: Month) -> Option<&'a Commitment> {
        self.of_measure(measure)
            .filter(|target| target.kind == Kind::Standard)
            .find(|target| target.binds_in(month))
    }
}
