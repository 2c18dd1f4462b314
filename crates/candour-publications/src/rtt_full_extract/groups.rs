use std::collections::{HashMap, HashSet};

use candour_core::{Diagnostic, Diagnostics};

use super::forms::{Forms, WEIGHTS, value};
use super::table::{
    BANDS, COMMISSIONER, PART, PROVIDER, TOTAL, TOTAL_ALL, TREATMENT_FUNCTION, UNKNOWN_START,
};
use crate::Check;
use crate::table::Texts;
use crate::text::{Layout, Row, counted, grouped, shown};

/// The rows of one provider, commissioner and part: one for each treatment function, and one,
/// `C_999`, for all of them together, whose every count must be the sum of the others'.
///
/// A file has some 40,000 such groups of up to 109 counts, in no order that may be relied on, so
/// a group keeps not its sums but what tells whether they are right. Each figure is a linear form
/// of the row, added for a treatment function and taken away for `C_999`, so nought at the end.
#[derive(Debug, Default)]
struct Group {
    /// Sum over the treatment functions less `C_999`: of the bands together, ...
    bands: i64,
    /// ... of each band times its number: where one band alone is wrong, this divided by `bands`
    /// is that band's number, and the message can name it, ...
    moment: i64,
    /// ... of every count times a number without a pattern, modulo 2^64: where two or more counts
    /// are wrong by amounts that hide in the sums, this still differs from nought, ...
    print: u64,
    /// ... and of the three columns after the bands.
    totals: [i64; 3],
    /// The line of `C_999`, and its total of all.
    whole: Option<(u32, i64)>,
    /// The first line of the group.
    line: u32,
    key: [u32; 3],
    /// The treatment functions that there were, by number, as bits.
    functions: u64,
}

/// Every group of a file.
#[derive(Debug, Default)]
pub(super) struct Groups {
    groups: Vec<Group>,
    by_key: HashMap<[u32; 3], usize>,
    /// The group of the row before.
    last: usize,
    /// Treatment functions whose number is too high for the bits; no published file has any.
    further: HashSet<(usize, u32)>,
    rows: u64,
    duplicates: u64,
    /// Rows that could not be read, for which the sums cannot be compared.
    pub(super) unsound: u64,
}

impl Groups {
    /// Takes a row in; `whole` where it is that of all treatment functions together.
    pub(super) fn row(
        &mut self,
        row: &Row<'_>,
        forms: &Forms,
        whole: bool,
        texts: &Texts,
        faults: &mut Diagnostics,
    ) {
        self.rows += 1;
        let key = [PROVIDER, COMMISSIONER, PART].map(|column| row.ids[column]);
        let index = self.find(key, row.line);
        let function = row.ids[TREATMENT_FUNCTION];
        if self.stood_already(index, function) {
            self.duplicates += 1;
            let message = format!(
                "expected one row for each provider, commissioner, part and treatment function, \
                 saw {}, {}, {}, {} again",
                shown(row.text(texts, PROVIDER).as_bytes()),
                shown(row.text(texts, COMMISSIONER).as_bytes()),
                shown(row.text(texts, PART).as_bytes()),
                shown(row.text(texts, TREATMENT_FUNCTION).as_bytes()),
            );
            faults.push(Diagnostic::error("duplicate", message).at_line(row.line));
            return;
        }
        let group = &mut self.groups[index];
        let sign = if whole { -1 } else { 1 };
        if whole {
            group.whole = Some((row.line, value(row.counts[TOTAL_ALL])));
            group.print = group.print.wrapping_sub(forms.print);
        } else {
            group.print = group.print.wrapping_add(forms.print);
        }
        group.bands += sign * forms.bands;
        group.moment = group.moment.wrapping_add(sign * forms.moment);
        for (sum, count) in group.totals.iter_mut().zip(&row.counts[BANDS..]) {
            *sum += sign * value(*count);
        }
    }

    fn find(&mut self, key: [u32; 3], line: u32) -> usize {
        if self
            .groups
            .get(self.last)
            .is_some_and(|last| last.key == key)
        {
            return self.last;
        }
        let next = self.groups.len();
        self.last = *self.by_key.entry(key).or_insert(next);
        if self.last == next {
            self.groups.push(Group {
                key,
                line,
                ..Group::default()
            });
        }
        self.last
    }

    fn stood_already(&mut self, index: usize, function: u32) -> bool {
        if function >= u64::BITS {
            return !self.further.insert((index, function));
        }
        let bit = 1 << function;
        let group = &mut self.groups[index];
        let stood = group.functions & bit != 0;
        group.functions |= bit;
        stood
    }

    /// Compares every group's sums and says how it went.
    pub(super) fn end(
        &self,
        layout: &Layout,
        texts: &Texts,
        faults: &mut Diagnostics,
    ) -> Vec<Check> {
        let unique = Check {
            name: "duplicate",
            detail: format!(
                "One row for each provider, commissioner, part and treatment function, in {}.",
                counted(self.rows, "row")
            ),
            passed: self.duplicates == 0,
        };
        let mut sums = Check {
            name: "treatment-functions",
            detail: format!(
                "C_999 is the sum of the treatment functions in all {} columns, for each provider, \
                 commissioner and part ({}).",
                layout.counts.len(),
                grouped(i64::try_from(self.groups.len()).unwrap_or(i64::MAX))
            ),
            passed: true,
        };
        if self.unsound > 0 || self.duplicates > 0 {
            sums.passed = false;
            sums.detail =
                "C_999 was not compared with the treatment functions: a row could not be read, or \
                 stands twice."
                    .to_owned();
            return vec![unique, sums];
        }
        for group in &self.groups {
            if let Some(fault) = group.fault(layout, texts) {
                sums.passed = false;
                faults.push(fault);
            }
        }
        vec![unique, sums]
    }
}

impl Group {
    fn fault(&self, layout: &Layout, texts: &Texts) -> Option<Diagnostic> {
        let [provider, commissioner, part] = self.key;
        let who = format!(
            "provider {}, commissioner {}, {}",
            shown(texts.text(PROVIDER, provider).as_bytes()),
            shown(texts.text(COMMISSIONER, commissioner).as_bytes()),
            texts.text(PART, part),
        );
        let Some((line, whole)) = self.whole else {
            let message = format!("expected a row C_999 for {who}, saw none");
            return Some(Diagnostic::error("treatment-functions", message).at_line(self.line));
        };
        if self.bands == 0 && self.print == 0 && self.totals == [0; 3] {
            return None;
        }
        let [total, unknown, all] = self.totals;
        let (at, message) = if all != 0 {
            let message = format!(
                "expected {}, the sum of the treatment functions of {who}, saw {}",
                grouped(whole + all),
                grouped(whole)
            );
            (Some(TOTAL_ALL), message)
        } else {
            let (at, by) = match (total, unknown) {
                (0, 0) => (self.band(), self.bands),
                (0, _) => (Some(UNKNOWN_START), unknown),
                (..) => (Some(TOTAL), total),
            };
            let message = if at.is_some() {
                format!(
                    "expected {} {}, the sum of the treatment functions of {who}",
                    grouped(by.abs()),
                    if by > 0 { "more" } else { "less" }
                )
            } else {
                format!("the bands are not the sums of the treatment functions of {who}")
            };
            (at, message)
        };
        let diagnostic = Diagnostic::error("treatment-functions", message);
        Some(match at {
            Some(count) => {
                let (column, heading) = layout.column_of(count);
                diagnostic.at_field(line, column, heading)
            }
            None => diagnostic.at_line(line),
        })
    }

    /// The band that is wrong, where it is only one.
    fn band(&self) -> Option<usize> {
        if self.bands == 0 || self.moment % self.bands != 0 {
            return None;
        }
        let band = usize::try_from(self.moment / self.bands)
            .ok()?
            .checked_sub(1)?;
        let alone = self
            .bands
            .cast_unsigned()
            .wrapping_mul(u64::from(*WEIGHTS.get(band)?));
        (band < BANDS && alone == self.print).then_some(band)
    }
}
