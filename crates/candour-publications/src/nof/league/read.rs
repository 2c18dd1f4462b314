use std::io::{self, Read};

use candour_core::{Diagnostics, Month};

use super::checks::{self, off_scale};
use super::table::{
    DEFICIT_AT, LAYOUTS, NUMBERS, Places, RANK, RANK_AT, RANK_HIGH, RANK_LOW, RANK_RANGE_AT, SCORE,
    SCORE_AT, SCORE_HIGH, SCORE_LOW, SCORE_RANGE_AT, SEGMENT, SEGMENT_AT, TABLE, TEXTS, TRUST_CODE,
    TRUST_TYPE,
};
use crate::codes::check_code;
use crate::nof::cells::{Fault, number, range, whole};
use crate::nof::quarter::{quarter_of, quarter_of_reporting, written};
use crate::nof::rows::Rows;
use crate::nof::{at_fault, end, not_one, scope_reason};
use crate::table::Texts;
use crate::text::{At, Layout, Row, RowTaker, Shape, read_rows};
use crate::{Check, Reading, Sink};

/// The rows of a league table.
pub(super) type LeagueRows = Rows<TEXTS, NUMBERS>;

/// Reads a text.
pub(super) fn read(head: &[u8], rest: &mut dyn Read, sink: &mut dyn Sink) -> Reading {
    let mut faults = Diagnostics::default();
    let mut taker = Taker {
        places: Places::of(&LAYOUTS[1]),
        rows: Rows::new(&TABLE, &[TRUST_CODE]),
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
            detail: "No trust stands twice in a quarter.".to_owned(),
            passed: taker.rows.once_each(),
        },
        Check {
            name: "scale",
            detail: "Every segment is a whole number from 1 to 5, every score from 1.00 to 4.00."
                .to_owned(),
            passed: taker.beyond == 0,
        },
    ];
    // The order of a table of which a row could not be read is not known.
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
    places: Places,
    rows: LeagueRows,
    unsound: u64,
    beyond: u64,
}

impl Taker {
    fn period(&self, text: &str) -> Option<Month> {
        if self.places.has_quarter {
            quarter_of(text)
        } else {
            quarter_of_reporting(text)
        }
    }

    /// The numbers of a row; what cannot be read is reported, and then there are none.
    fn numbers(
        row: &Row<'_>,
        texts: &Texts,
        faults: &mut Diagnostics,
    ) -> Option<[Option<i64>; NUMBERS]> {
        let mut sound = true;
        let mut of = |column: usize, read: fn(&str) -> Result<Both, Fault>| {
            read(row.text(texts, column)).unwrap_or_else(|fault| {
                at_fault(row, column, *fault, faults);
                sound = false;
                (None, None)
            })
        };
        let mut numbers = [None; NUMBERS];
        (numbers[SCORE], _) = of(SCORE_AT, |text| Ok((number(text)?, None)));
        (numbers[SCORE_LOW], numbers[SCORE_HIGH]) =
            of(SCORE_RANGE_AT, |text| Ok(range(text, number)?.unzip()));
        (numbers[SEGMENT], _) = of(SEGMENT_AT, |text| Ok((whole(text)?, None)));
        (numbers[RANK], _) = of(RANK_AT, |text| Ok((whole(text)?, None)));
        (numbers[RANK_LOW], numbers[RANK_HIGH]) =
            of(RANK_RANGE_AT, |text| Ok(range(text, whole)?.unzip()));
        sound.then_some(numbers)
    }
}

/// One number, or the two of a range.
type Both = (Option<i64>, Option<i64>);

impl RowTaker for Taker {
    fn begin(&mut self, layout: &Layout) {
        self.places = Places::of(layout);
    }

    fn new_text(
        &mut self,
        column: usize,
        _id: u32,
        text: &str,
        at: At<'_>,
        faults: &mut Diagnostics,
    ) {
        let places = self.places;
        let fault = if column == places.time && self.period(text).is_none() {
            let expected = if places.has_quarter {
                "a quarter such as `Q1 2025/26`"
            } else {
                "a quarter such as `Q1 2025/26` or the month that one ends in, as nothing else tells the quarter"
            };
            Some(not_one(text, expected, "period"))
        } else if column == places.trust_code() {
            check_code(text)
        } else if column == places.trust_type() && text.is_empty() {
            Some(not_one(text, "a text", "blank-text"))
        } else if column == DEFICIT_AT && !matches!(text, "Yes" | "No" | "") {
            Some(not_one(text, "`Yes`, `No` or a blank", "yes-or-no"))
        } else {
            None
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
        let numbers = Self::numbers(row, texts, faults);
        let period = self.period(row.text(texts, self.places.time));
        let (true, Some(period), Some(numbers)) = (row.sound, period, numbers) else {
            self.unsound += 1;
            return Ok(());
        };
        for (column, fault) in off_scale(&numbers) {
            self.beyond += 1;
            at_fault(row, column, fault, faults);
        }
        let (month, quarter) = (period.to_string(), written(period));
        let places = self.places;
        let reporting = if places.has_quarter {
            ""
        } else {
            row.text(texts, places.time)
        };
        let tidy = [
            month.as_str(),
            if places.has_quarter {
                row.text(texts, places.time)
            } else {
                &quarter
            },
            row.text(texts, places.region),
            row.text(texts, places.trust_type()),
            row.text(texts, places.trust_subtype()),
            row.text(texts, places.trust_code()),
            row.text(texts, places.trust_name()),
            reporting,
            row.text(texts, DEFICIT_AT),
        ];
        self.rows.push(row.line, period, tidy, numbers, faults);
        Ok(())
    }
}
