use std::io::{self, Read};

use candour_core::{ABSENT, Diagnostic, Diagnostics};

use super::checks::{Checks, Provider};
use super::layout::{LAYOUTS, ORG_CODE, ORG_NAME, PARENT_ORG, PERIOD};
use super::table::{COUNTS, TEXTS, region_of};
use crate::codes::check_code;
use crate::period::Period;
use crate::table::{Texts, Writer};
use crate::text::{At, Layout, Row, RowTaker, Shape, grouped, read_rows};
use crate::{Check, ReadContext, Reading, Sink};

/// Reads a month as comma-separated text.
pub(super) fn read(
    head: &[u8],
    rest: &mut dyn Read,
    context: &ReadContext<'_>,
    sink: &mut dyn Sink,
) -> Reading {
    let mut faults = Diagnostics::default();
    let shape = Shape {
        layouts: &*LAYOUTS,
        counts: COUNTS.len(),
    };
    let mut rows = Rows {
        context,
        sink: Some(sink),
        writer: None,
        layout: Vec::new(),
        tidy: Texts::new(TEXTS),
        period: Period::new("MSitAE"),
        checks: Checks::new(),
        total: None,
        unsound: 0,
    };
    let outcome = read_rows(head, rest, &shape, &mut rows, &mut faults);
    rows.end(outcome.err(), faults)
}

struct Rows<'a> {
    context: &'a ReadContext<'a>,
    sink: Option<&'a mut dyn Sink>,
    writer: Option<Writer<'a>>,
    /// The counts that the layout has.
    layout: Vec<usize>,
    /// The texts of the tidy table, which are not quite those of the file.
    tidy: Texts,
    period: Period,
    checks: Checks,
    total: Option<Total>,
    unsound: u64,
}

/// The total row.
struct Total {
    line: u32,
    /// For each count, where it stands; none where the row could not be read.
    counts: Option<Vec<(usize, u32, String, i64)>>,
}

impl RowTaker for Rows<'_> {
    fn begin(&mut self, layout: &Layout) {
        self.layout.clone_from(&layout.counts);
        self.writer = self
            .sink
            .take()
            .map(|sink| Writer::new(sink, TEXTS, layout.present(COUNTS.len())));
    }

    fn new_text(
        &mut self,
        column: usize,
        _id: u32,
        text: &str,
        at: At<'_>,
        faults: &mut Diagnostics,
    ) {
        // A total row has the word in these columns, or nothing; `row` tells it from a provider.
        if text.is_empty() || is_total_word(text) {
            return;
        }
        match column {
            PERIOD => self.period.take(text, at, faults),
            ORG_CODE => faults.extend(check_code(text).map(|fault| at.fault(fault))),
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
        let cells = [PERIOD, ORG_CODE, PARENT_ORG, ORG_NAME].map(|at| row.text(texts, at));
        if is_total(&cells) {
            self.take_total(row, faults);
            return Ok(());
        }
        if let Some(total) = &self.total {
            let message = format!(
                "expected nothing after the total row of line {}",
                total.line
            );
            faults.push(Diagnostic::error("after-total", message).at_line(row.line));
        }
        if !row.sound {
            self.unsound += 1;
            return Ok(());
        }
        let blank =
            (PERIOD..=ORG_NAME).find(|at| cells[*at].is_empty() || is_total_word(cells[*at]));
        if let Some(at) = blank {
            let heading = &row.layout.headings[at];
            let message = "expected every row but the total to have this";
            let diagnostic = Diagnostic::error("blank-text", message);
            let column = [1, 2, 3, 4][at];
            faults.push(diagnostic.at_field(row.line, column, heading));
            self.unsound += 1;
            return Ok(());
        }
        let provider = Provider {
            id: row.ids[ORG_CODE],
            code: cells[ORG_CODE],
            period: self.period.month(),
            counts: row.counts,
            layout: &self.layout,
        };
        self.checks.provider(
            provider,
            self.context,
            &|fault| fault.at_line(row.line),
            faults,
        );
        self.write(row, &cells, faults)
    }
}

impl Rows<'_> {
    fn write(&mut self, row: &Row<'_>, cells: &[&str; 4], faults: &Diagnostics) -> io::Result<()> {
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        let tidy = [
            cells[PERIOD],
            cells[ORG_CODE],
            cells[PARENT_ORG],
            region_of(cells[PARENT_ORG]),
            cells[ORG_NAME],
        ];
        let mut ids = [0; TEXTS];
        for (column, text) in tidy.iter().enumerate() {
            ids[column] = self.tidy.intern(column, text.as_bytes()).id;
        }
        if let Some(month) = self.period.month() {
            writer.set_period(month);
        }
        writer.row(row.line, &ids, row.counts);
        if writer.full() {
            if faults.errors() == 0 {
                writer.flush(&mut self.tidy)?;
            } else {
                writer.drop_batch();
            }
        }
        Ok(())
    }

    fn take_total(&mut self, row: &Row<'_>, faults: &mut Diagnostics) {
        if let Some(total) = &self.total {
            let message = format!(
                "expected one total row, saw another after line {}",
                total.line
            );
            faults.push(Diagnostic::error("after-total", message).at_line(row.line));
            return;
        }
        let counts = row.sound.then(|| {
            self.layout
                .iter()
                .map(|index| {
                    let at = row.at(*index);
                    let count = match row.counts[*index] {
                        ABSENT => 0,
                        count => i64::from(count),
                    };
                    (*index, at.column, at.heading.to_owned(), count)
                })
                .collect()
        });
        self.total = Some(Total {
            line: row.line,
            counts,
        });
    }

    fn end(mut self, fault: Option<io::Error>, mut faults: Diagnostics) -> Reading {
        let mut io = fault;
        let layout = std::mem::take(&mut self.layout);
        let mut checks = Vec::new();
        if !layout.is_empty() {
            checks.push(self.check_total(&mut faults));
            checks.extend(self.checks.end(&layout, &mut faults));
            checks.push(Check {
                name: "two-periods",
                detail: "One period in every row.".to_owned(),
                passed: self.period.month().is_some() && self.period.holds(),
            });
        }
        let mut rows = 0;
        if let Some(writer) = &mut self.writer {
            rows = writer.rows();
            if rows == 0 && faults.errors() == 0 {
                faults.push(Diagnostic::error(
                    "no-rows",
                    "expected rows of providers, saw none",
                ));
            }
            if io.is_none() && faults.errors() == 0 {
                io = writer.flush(&mut self.tidy).err();
            }
        }
        super::reading(super::Outcome {
            period: self.period.month(),
            published_on: None,
            sheet: None,
            rows,
            present: layout,
            checks,
            faults,
            io,
        })
    }

    fn check_total(&self, faults: &mut Diagnostics) -> Check {
        let mut passed = true;
        let mut detail = format!(
            "The total row is the sum of the providers ({}), in every column.",
            self.checks.rows()
        );
        match &self.total {
            None => {
                passed = false;
                "There is no total row that the providers could sum to.".clone_into(&mut detail);
                let message = "expected a total row at the end, saw none";
                faults.push(Diagnostic::error("no-total-row", message).with_hint(
                    "the file may have been cut short: load it again from its publisher",
                ));
            }
            Some(Total {
                counts: Some(counts),
                line,
            }) if self.unsound == 0 => {
                for (index, column, heading, total) in counts {
                    let sum = self.checks.sum(*index);
                    if sum != *total {
                        passed = false;
                        let message = format!(
                            "expected {}, the sum of the providers, saw {}",
                            grouped(sum),
                            grouped(*total)
                        );
                        faults.push(
                            Diagnostic::error("total-row", message)
                                .at_field(*line, *column, heading),
                        );
                    }
                }
            }
            Some(_) => {
                passed = false;
                detail = "The total row was not compared: a row could not be read.".to_owned();
            }
        }
        Check {
            name: "total-row",
            detail,
            passed,
        }
    }
}

fn is_total_word(text: &str) -> bool {
    text.eq_ignore_ascii_case("total")
}

/// Whether the four text cells of a row are those of the total row: the word under the name, and
/// the word or nothing before it. Published spellings are `TOTAL` or `Total` four times, some
/// with spaces behind (trimmed by now), and blank but for the last.
fn is_total(cells: &[&str; 4]) -> bool {
    is_total_word(cells[ORG_NAME])
        && cells[..ORG_NAME]
            .iter()
            .all(|cell| cell.is_empty() || is_total_word(cell))
}
