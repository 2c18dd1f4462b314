use std::collections::HashSet;

use candour_core::{ABSENT, Diagnostic, Diagnostics, Month};

use super::table::{
    ATTENDANCES, BOOKED, BOOKED_OVER_4_HOURS, COUNTS, DTA_4_12_HOURS, OVER_4_HOURS,
};
use crate::text::{counted, grouped, shown};
use crate::{Check, ReadContext};

/// A place in a file, whichever its form: puts a fault where it belongs.
pub(super) type Place<'a> = &'a dyn Fn(Diagnostic) -> Diagnostic;

/// The arithmetic of the publication and what is odd in it, whichever the form of the file.
#[derive(Debug)]
pub(super) struct Checks {
    sums: [i64; COUNTS.len()],
    rows: u64,
    codes: HashSet<u32>,
    duplicates: u64,
    blanks: u64,
    field_test: u64,
    above_attendances: u64,
}

impl Checks {
    pub(super) fn new() -> Self {
        Self {
            sums: [0; COUNTS.len()],
            rows: 0,
            codes: HashSet::new(),
            duplicates: 0,
            blanks: 0,
            field_test: 0,
            above_attendances: 0,
        }
    }

    /// Takes a provider's row in.
    pub(super) fn provider(
        &mut self,
        provider: Provider<'_>,
        context: &ReadContext<'_>,
        place: Place<'_>,
        faults: &mut Diagnostics,
    ) {
        self.rows += 1;
        for (sum, count) in self.sums.iter_mut().zip(provider.counts) {
            if *count == ABSENT {
                continue;
            }
            *sum += i64::from(*count);
        }
        self.blanks += provider
            .layout
            .iter()
            .filter(|index| provider.counts[**index] == ABSENT)
            .count() as u64;
        if !self.codes.insert(provider.id) {
            self.duplicates += 1;
            let message = format!(
                "expected one row for each provider, saw {} again",
                shown(provider.code.as_bytes())
            );
            faults.push(place(Diagnostic::error("duplicate", message)));
        }
        self.four_hours(&provider, context, place, faults);
    }

    fn four_hours(
        &mut self,
        provider: &Provider<'_>,
        context: &ReadContext<'_>,
        place: Place<'_>,
        faults: &mut Diagnostics,
    ) {
        let value = |index: usize| match provider.counts[index] {
            ABSENT => 0,
            count => i64::from(count),
        };
        for kind in 0..3 {
            let blocks = [(ATTENDANCES, OVER_4_HOURS), (BOOKED, BOOKED_OVER_4_HOURS)];
            for (attended, over) in blocks {
                if value(over + kind) > value(attended + kind) {
                    self.above_attendances += 1;
                    let message = format!(
                        "{} has more in {} ({}) than in {} ({})",
                        shown(provider.code.as_bytes()),
                        COUNTS[over + kind],
                        grouped(value(over + kind)),
                        COUNTS[attended + kind],
                        grouped(value(attended + kind)),
                    );
                    faults.push(place(Diagnostic::warning("over-attendances", message)));
                }
            }
        }
        let attendances = value(ATTENDANCES) + value(BOOKED);
        let breaches = value(OVER_4_HOURS) + value(BOOKED_OVER_4_HOURS);
        if attendances == 0 || breaches > 0 || value(DTA_4_12_HOURS) == 0 {
            return;
        }
        if provider
            .period
            .is_some_and(|month| (context.known_not_submitting)(provider.code, month))
        {
            self.field_test += 1;
            return;
        }
        let message = format!(
            "{} has {} type 1 attendances, none over four hours, and {} waits of 4 to 12 hours \
             after a decision to admit",
            shown(provider.code.as_bytes()),
            grouped(attendances),
            grouped(value(DTA_4_12_HOURS)),
        );
        faults.push(
            place(Diagnostic::warning("no-breaches-reported", message))
                .with_hint("its four-hour figures may not have been submitted"),
        );
    }

    /// The sum over the providers of count `index`.
    pub(super) const fn sum(&self, index: usize) -> i64 {
        self.sums[index]
    }

    /// How many providers there were.
    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether no provider stands twice.
    pub(super) const fn unique(&self) -> bool {
        self.duplicates == 0
    }

    /// Ends the checks of the rows and says how they went.
    pub(super) fn end(&self, layout: &[usize], faults: &mut Diagnostics) -> Vec<Check> {
        if self.blanks > 0 {
            let message = format!(
                "{} blank, and kept so: nothing is added to a sum",
                counted(self.blanks, "count")
            );
            faults.push(Diagnostic::warning("blank-counts", message));
        }
        if self.field_test > 0 {
            let message = format!(
                "{} in a test of new standards did not submit four-hour figures: the noughts in \
                 their place are none",
                counted(self.field_test, "provider")
            );
            faults.push(Diagnostic::note("field-test", message));
        }
        let rows = self.rows;
        let kinds = if layout.contains(&BOOKED) { 6 } else { 3 };
        vec![
            Check {
                name: "duplicate",
                detail: format!("One row for each provider ({rows})."),
                passed: self.unique(),
            },
            Check {
                name: "over-attendances",
                detail: format!(
                    "No more attendances over four hours than attendances, in {kinds} kinds of \
                     attendance, for each provider ({rows})."
                ),
                passed: self.above_attendances == 0,
            },
        ]
    }
}

/// A provider's row.
pub(super) struct Provider<'a> {
    /// The number of its code among the codes of the file.
    pub(super) id: u32,
    pub(super) code: &'a str,
    pub(super) period: Option<Month>,
    pub(super) counts: &'a [i32],
    /// The counts that the layout has.
    pub(super) layout: &'a [usize],
}
