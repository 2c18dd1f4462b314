//! A total that no row states, summed up again from the rows of its parts.

use std::collections::{BTreeMap, BTreeSet};

use candour_core::{Basis, Batch, SeriesKey};

use crate::plan::Plan;

/// The parts of a total as their rows pass. Which of them count is known only at the end: a unit
/// counts if it has a number for every part, and the total applies if the period has every part.
#[derive(Debug)]
pub(crate) struct TotalParts {
    unit: usize,
    function: usize,
    parts: Vec<String>,
    /// The parts that any row of the period is about.
    seen: BTreeSet<usize>,
    /// By the code of the unit: the rows kept.
    units: BTreeMap<String, Vec<Part>>,
}

/// A row that may count.
#[derive(Debug)]
pub(crate) struct Part {
    part: usize,
    given: bool,
    pub(crate) row: u32,
    /// The numbers that it gives, by place among the class's columns.
    pub(crate) numbers: Vec<(usize, i64)>,
}

impl TotalParts {
    /// None where the figure of `key` is no summed total.
    pub(crate) fn new(plan: &Plan, key: &SeriesKey) -> Option<Self> {
        let summed = plan.summed.as_ref()?;
        if key.treatment_function.as_ref() != Some(&summed.total) {
            return None;
        }
        let unit = match key.basis {
            Basis::Provider => plan.roles.provider,
            Basis::Commissioner => plan.roles.commissioner,
        };
        Some(Self {
            unit: unit?,
            function: plan.roles.treatment_function?,
            parts: summed.parts.iter().map(ToString::to_string).collect(),
            seen: BTreeSet::new(),
            units: BTreeMap::new(),
        })
    }

    /// Takes the rows `kept` of a batch, and notes which parts all of its rows are about.
    pub(crate) fn add(
        &mut self,
        batch: &Batch,
        kept: &[usize],
        needed: &[(usize, usize)],
        layout: &[bool],
    ) {
        let functions = &batch.texts[self.function];
        let part_of: Vec<Option<usize>> = functions
            .dictionary
            .iter()
            .map(|text| self.parts.iter().position(|part| **part == **text))
            .collect();
        let of_row = |row: usize| part_of[functions.ids[row] as usize];
        self.seen.extend((0..batch.len()).filter_map(of_row));
        for row in kept {
            let Some(part) = of_row(*row) else {
                continue;
            };
            let numbers: Vec<(usize, i64)> = needed
                .iter()
                .filter_map(|(place, column)| Some((*place, batch.number(*column, *row)?)))
                .collect();
            let expected = needed.iter().filter(|(place, _)| layout[*place]).count();
            self.units
                .entry(batch.text(self.unit, *row).to_owned())
                .or_default()
                .push(Part {
                    part,
                    given: numbers.len() == expected,
                    row: batch.rows[*row],
                    numbers,
                });
        }
    }

    /// Whether the period has a row of every part.
    pub(crate) fn has_every_part(&self) -> bool {
        self.seen.len() == self.parts.len()
    }

    /// The rows that count.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Part> {
        let every_part = self.has_every_part();
        self.units
            .values()
            .filter(move |rows| !every_part || self.complete(rows))
            .flatten()
    }

    fn complete(&self, rows: &[Part]) -> bool {
        let given: BTreeSet<usize> = rows
            .iter()
            .filter(|row| row.given)
            .map(|row| row.part)
            .collect();
        given.len() == self.parts.len()
    }
}
