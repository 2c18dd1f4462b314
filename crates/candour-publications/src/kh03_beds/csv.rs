use std::io::{self, Read};

use candour_core::{Diagnostic, Diagnostics, Scope};

use super::layout::{BEDS, CODE, DAY, FIRST_QUARTER, Half, LAYOUTS, SECTOR, period_of, restored};
use super::rows::{NewRow, Rows};
use super::table::Sector;
use super::{Outcome, reading};
use crate::codes::check_code;
use crate::table::Texts;
use crate::text::{
    At, Layout, Row, RowTaker, Shape, amount_of, counted, read_rows, shown, shown_amount,
};
use crate::{Check, ReadContext, Reading, Sink};

/// England's beds available overnight in the quarter ending June 2010, the first of the return as
/// it is now: 144,455, in millionths. What a file called `Occupied` has is a tenth and more below.
const AVAILABLE_JUNE_2010: i64 = 144_455_000_000;

/// Reads a text: one of the two numbers, for every period since March 2001.
pub(super) fn read(
    head: &[u8],
    rest: &mut dyn Read,
    context: &ReadContext<'_>,
    sink: &mut dyn Sink,
) -> Reading {
    let mut faults = Diagnostics::default();
    let Some(half) = Half::of_name(context.file_name) else {
        let message = format!(
            "whether its numbers are beds available or beds occupied stands in a file's name alone: \
             expected `Available` or `Occupied` in it, saw {}",
            shown(context.file_name.as_bytes())
        );
        faults.push(
            Diagnostic::error("which-half", message)
                .with_hint("load the file under the name that its publisher gave it"),
        );
        return reading(Outcome::default(), faults);
    };
    let mut taker = Taker {
        rows: Rows::new([half == Half::Available, half == Half::Occupied]),
        half,
        nulls: 0,
        first_null: None,
        unsound: 0,
    };
    let shape = Shape {
        layouts: &*LAYOUTS,
        counts: 0,
    };
    let outcome = read_rows(head, rest, &shape, &mut taker, &mut faults);
    taker.end(outcome.err(), faults, sink)
}

struct Taker {
    rows: Rows,
    half: Half,
    nulls: u64,
    first_null: Option<u32>,
    unsound: u64,
}

impl RowTaker for Taker {
    fn begin(&mut self, _: &Layout) {}

    fn new_text(
        &mut self,
        column: usize,
        _id: u32,
        text: &str,
        at: At<'_>,
        faults: &mut Diagnostics,
    ) {
        match column {
            CODE => match restored(text) {
                Some(code) => {
                    let message = format!(
                        "a spreadsheet program took the code {code} for a number and wrote {}: \
                         restored",
                        shown(text.as_bytes())
                    );
                    faults.push(at.fault(Diagnostic::warning("restored-code", message)));
                }
                None => faults.extend(check_code(text).map(|fault| at.fault(fault))),
            },
            SECTOR if Sector::published_as(text).is_none() => {
                let known = Sector::ALL.map(Sector::heading).join(", ");
                let message = format!("expected one of {known}, saw {}", shown(text.as_bytes()));
                faults.push(at.fault(Diagnostic::error("sector", message)));
            }
            DAY if period_of(text).is_none() => {
                let message = format!(
                    "expected the last day of a quarter such as `30/06/2012`, or 31 March before \
                     June 2010, saw {}",
                    shown(text.as_bytes())
                );
                faults.push(at.fault(Diagnostic::error("period", message)));
            }
            _ => {}
        }
    }

    fn broken(&mut self) {
        self.unsound += 1;
    }

    fn row(
        &mut self,
        row: &Row<'_>,
        texts: &mut Texts,
        faults: &mut Diagnostics,
    ) -> io::Result<()> {
        let code = row.text(texts, CODE);
        let sector = Sector::published_as(row.text(texts, SECTOR));
        let period = period_of(row.text(texts, DAY));
        let amount = self.amount(row, faults);
        let (true, Some(sector), Some(period), Some(amount)) = (row.sound, sector, period, amount)
        else {
            self.unsound += 1;
            return Ok(());
        };
        let restored = restored(code);
        let mut amounts = [None; 2];
        amounts[self.half.place()] = amount;
        let new = NewRow {
            line: row.line,
            period,
            code: restored.as_deref().unwrap_or(code),
            name: "",
            region: "",
            sector,
            amounts,
        };
        self.rows
            .push(&new, &|fault| fault.at_line(row.line), faults);
        Ok(())
    }
}

impl Taker {
    /// The number of a row: none inside where it reads `NULL`, which is missing and not nought; none
    /// at all where it cannot be read, which is reported.
    #[expect(clippy::option_option, reason = "not known, and not readable, differ")]
    fn amount(&mut self, row: &Row<'_>, faults: &mut Diagnostics) -> Option<Option<i64>> {
        if row.raw.trim_ascii() == b"NULL" {
            self.nulls += 1;
            self.first_null.get_or_insert(row.line);
            return Some(None);
        }
        match amount_of(row.raw) {
            Ok(amount) => Some(Some(amount)),
            Err(fault) => {
                let (code, what) = fault.in_words();
                let message = format!(
                    "expected a number of beds from 0, or `NULL`, saw {what}: {}",
                    shown(row.raw)
                );
                faults.push(row.at_text(BEDS).fault(Diagnostic::error(code, message)));
                None
            }
        }
    }

    fn end(
        self,
        hindered: Option<io::Error>,
        mut faults: Diagnostics,
        sink: &mut dyn Sink,
    ) -> Reading {
        if let Some(line) = self.first_null {
            let message = format!(
                "{} NULL, the first of them here: not known, and not counted as none",
                if self.nulls == 1 {
                    "1 number reads".to_owned()
                } else {
                    format!("{} read", counted(self.nulls, "number"))
                }
            );
            faults.push(Diagnostic::note("null", message).at_line(line));
        }
        let mut checks = self.rows.checks(&mut faults);
        let (scope, scope_reason) = self.rows.national();
        if scope == Scope::National {
            checks.extend(self.check_half(&mut faults));
        }
        let mut outcome = Outcome {
            periods: self.rows.periods(),
            rows: self.rows.rows(),
            present: [self.half == Half::Available, self.half == Half::Occupied],
            scope: Some((scope, scope_reason)),
            checks,
            ..Outcome::default()
        };
        if outcome.rows == 0 && self.unsound == 0 && faults.errors() == 0 && hindered.is_none() {
            faults.push(Diagnostic::error("no-rows", "expected rows, saw none"));
        }
        outcome.io = hindered;
        if faults.errors() == 0 && outcome.io.is_none() {
            outcome.io = self.rows.emit(sink).err();
        }
        reading(outcome, faults)
    }

    /// A file under the wrong name would turn the two numbers about. The first quarter of the return
    /// is in every national file and is known: it tells them apart.
    fn check_half(&self, faults: &mut Diagnostics) -> Option<Check> {
        let first = FIRST_QUARTER?;
        let sum = self.rows.sum(first, self.half.place());
        if sum == 0 {
            return None;
        }
        let near = (sum - AVAILABLE_JUNE_2010).abs() <= AVAILABLE_JUNE_2010 / 20;
        let passed = near == (self.half == Half::Available);
        let words = self.half.in_words();
        if !passed {
            let message = format!(
                "its name says beds {words}, its {} beds in June 2010 do not: England had 144,455 \
                 available and under nine tenths of them occupied",
                shown_amount(sum)
            );
            faults.push(
                Diagnostic::error("which-half", message)
                    .with_hint("load the file under the name that its publisher gave it"),
            );
        }
        Some(Check {
            name: "which-half",
            detail: format!(
                "England's {} beds in June 2010 are those {words}, as the file's name says.",
                shown_amount(sum)
            ),
            passed,
        })
    }
}
