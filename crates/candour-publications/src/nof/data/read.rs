use std::io::{self, Read};

use candour_core::{Diagnostic, Diagnostics, MILLIONTHS, decimal};

use super::checks;
use super::table::{
    DESCRIPTION, FIRST_NUMBER, LAYOUTS, METRIC, NUMBERS, QUARTER, RANK, TABLE, TEXTS, TRUST_CODE,
    TRUST_TYPE, UNITS, VALUE,
};
use crate::codes::check_code;
use crate::nof::cells::{number, whole};
use crate::nof::quarter::quarter_of;
use crate::nof::rows::Rows;
use crate::nof::{at_fault, end, not_one, scope_reason};
use crate::table::Texts;
use crate::text::{At, Layout, Row, RowTaker, Shape, read_rows};
use crate::{Check, Reading, Sink};

/// The rows of a data file.
pub(super) type DataRows = Rows<TEXTS, NUMBERS>;

/// Reads a text.
pub(super) fn read(head: &[u8], rest: &mut dyn Read, sink: &mut dyn Sink) -> Reading {
    let mut faults = Diagnostics::default();
    let mut taker = Taker {
        rows: Rows::new(&TABLE, &[TRUST_CODE, METRIC]),
        unsound: 0,
        beyond: 0,
    };
    let shape = Shape {
        layouts: &*LAYOUTS,
        counts: 0,
    };
    let hindered = read_rows(head, rest, &shape, &mut taker, &mut faults).err();
    let mut checks = vec![
        Check {
            name: "duplicate",
            detail: "No trust has a metric twice in a quarter.".to_owned(),
            passed: taker.rows.once_each(),
        },
        Check {
            name: "scale",
            detail: "Every segment is a whole number from 1 to 5, every flag 0 or 1, every score \
                     from 1.00 to 4.00."
                .to_owned(),
            passed: taker.beyond == 0,
        },
    ];
    // What a row that could not be read would have told is not to be missed as well.
    if taker.unsound == 0 {
        checks.extend(checks::all(&taker.rows, &mut faults));
    }
    let why = scope_reason(
        &taker.rows.known(TRUST_TYPE),
        taker.rows.distinct(TRUST_CODE),
    );
    end(
        taker.rows,
        why,
        taker.unsound,
        checks,
        hindered,
        faults,
        sink,
    )
}

struct Taker {
    rows: DataRows,
    unsound: u64,
    /// Values outside the scale of their unit.
    beyond: u64,
}

/// The place in the file of a text of the tidy table, whose first is the period.
const fn in_file(text: usize) -> usize {
    text - 1
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
        const QUARTER_AT: usize = in_file(QUARTER);
        const CODE_AT: usize = in_file(TRUST_CODE);
        const TYPE_AT: usize = in_file(TRUST_TYPE);
        const METRIC_AT: usize = in_file(METRIC);
        const DESCRIPTION_AT: usize = in_file(DESCRIPTION);
        const UNITS_AT: usize = in_file(UNITS);
        let fault = match column {
            QUARTER_AT if quarter_of(text).is_none() => {
                Some(not_one(text, "a quarter such as `Q1 2025/26`", "period"))
            }
            CODE_AT => check_code(text),
            METRIC_AT if !is_metric(text) => {
                Some(not_one(text, "a metric's id such as `OF0023`", "metric-id"))
            }
            TYPE_AT | DESCRIPTION_AT | UNITS_AT if text.is_empty() => {
                Some(not_one(text, "a text", "blank-text"))
            }
            _ => None,
        };
        faults.extend(fault.map(|fault| at.fault(fault)));
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
        let mut numbers = [None; NUMBERS];
        let mut sound = row.sound;
        for (place, found) in numbers.iter_mut().enumerate() {
            let column = FIRST_NUMBER + place;
            let text = row.text(texts, column);
            let read = if place == RANK {
                whole(text)
            } else {
                number(text)
            };
            match read {
                Ok(number) => *found = number,
                Err(fault) => {
                    sound = false;
                    at_fault(row, column, *fault, faults);
                }
            }
        }
        let unit = row.text(texts, in_file(UNITS));
        if let Some(fault) = numbers[VALUE].and_then(|value| off_scale(value, unit)) {
            self.beyond += 1;
            at_fault(row, FIRST_NUMBER + VALUE, fault, faults);
        }
        let period = quarter_of(row.text(texts, in_file(QUARTER)));
        let (true, Some(period)) = (sound, period) else {
            self.unsound += 1;
            return Ok(());
        };
        let written = period.to_string();
        let tidy = std::array::from_fn(|text| match text {
            0 => written.as_str(),
            text => row.text(texts, in_file(text)),
        });
        self.rows.push(row.line, period, tidy, numbers, faults);
        Ok(())
    }
}

/// `OF` and four digits.
fn is_metric(text: &str) -> bool {
    text.strip_prefix("OF")
        .is_some_and(|rest| rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What is wrong with a value that cannot be what its unit says. Segments go to 5, the Provider
/// Improvement Programme, and scores from 1.00, the best, to 4.00 (methodology manual 2025/26). Units
/// that are not known here have no scale to be held to.
fn off_scale(value: i64, unit: &str) -> Option<Diagnostic> {
    let whole = value % MILLIONTHS == 0;
    let (holds, expected) = match unit {
        "segment" => (
            whole && (MILLIONTHS..=5 * MILLIONTHS).contains(&value),
            "a segment, a whole number from 1 to 5",
        ),
        "flag" => (value == 0 || value == MILLIONTHS, "a flag, which is 0 or 1"),
        "score" => (
            (MILLIONTHS..=4 * MILLIONTHS).contains(&value),
            "a score from 1.00 to 4.00",
        ),
        _ => return None,
    };
    (!holds).then(|| {
        let message = format!("expected {expected}, saw {}", decimal(value));
        Diagnostic::error("scale", message)
    })
}
