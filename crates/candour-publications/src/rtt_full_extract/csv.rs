use std::collections::BTreeMap;
use std::io::{self, Read};

use candour_core::{Diagnostic, Diagnostics, Scope, TreatmentFunction};

use super::checks::{Checks, Part};
use super::forms::Forms;
use super::layout::LAYOUTS;
use super::national;
use super::table::{
    COMMISSIONER, COMMISSIONER_PARENT, COUNTS, PART, PERIOD, PROVIDER, PROVIDER_PARENT, TEXTS,
    TREATMENT_FUNCTION,
};
use crate::codes::check_code;
use crate::period::Period;
use crate::table::{Texts, Writer};
use crate::text::{At, Layout, Row, RowTaker, Shape, read_rows, shown};
use crate::{Check, Reading, Sink};

/// All treatment functions together.
const ALL_FUNCTIONS: &str = "C_999";

/// Reads a month as comma-separated text.
pub(super) fn read(head: &[u8], rest: &mut dyn Read, sink: &mut dyn Sink) -> Reading {
    let mut faults = Diagnostics::default();
    let shape = Shape {
        layouts: &*LAYOUTS,
        counts: COUNTS,
    };
    let mut rows = Rows {
        sink: Some(sink),
        writer: None,
        layout: None,
        period: Period::new("RTT"),
        parts: Vec::new(),
        all_functions: None,
        checks: Checks::default(),
    };
    match read_rows(head, rest, &shape, &mut rows, &mut faults) {
        Ok(texts) => rows.end(texts, None, faults),
        Err(io) => rows.end(Texts::new(TEXTS), Some(io), faults),
    }
}

struct Rows<'a> {
    sink: Option<&'a mut dyn Sink>,
    writer: Option<Writer<'a>>,
    layout: Option<&'static Layout>,
    period: Period,
    /// The part that each text of the part column names.
    parts: Vec<Option<Part>>,
    /// The number of the text `C_999`.
    all_functions: Option<u32>,
    checks: Checks,
}

impl RowTaker for Rows<'_> {
    fn begin(&mut self, layout: &Layout) {
        self.layout = LAYOUTS.iter().find(|known| known.name == layout.name);
        self.writer = self
            .sink
            .take()
            .map(|sink| Writer::new(sink, TEXTS, layout.present(COUNTS)));
    }

    fn new_text(
        &mut self,
        column: usize,
        id: u32,
        text: &str,
        at: At<'_>,
        faults: &mut Diagnostics,
    ) {
        match column {
            PERIOD => self.period.take(text, at, faults),
            PROVIDER | COMMISSIONER => {
                faults.extend(check_code(text).map(|fault| at.fault(fault)));
            }
            // Nationally commissioned care has no parent board.
            PROVIDER_PARENT | COMMISSIONER_PARENT if !text.is_empty() => {
                faults.extend(check_code(text).map(|fault| at.fault(fault)));
            }
            PART => {
                let part = Part::named(text);
                let place = id as usize;
                self.parts.resize(self.parts.len().max(place + 1), None);
                self.parts[place] = part;
                if part.is_none() {
                    let message = format!(
                        "expected Part_1A, Part_1B, Part_2, Part_2A or Part_3, saw {}",
                        shown(text.as_bytes())
                    );
                    faults.push(at.fault(Diagnostic::error("unknown-part", message)));
                }
            }
            TREATMENT_FUNCTION => {
                if text == ALL_FUNCTIONS {
                    self.all_functions = Some(id);
                } else if TreatmentFunction::new(text).is_err() {
                    let seen = shown(text.as_bytes());
                    let message =
                        format!("expected a treatment function such as C_110, saw {seen}");
                    faults.push(at.fault(Diagnostic::error("treatment-function", message)));
                }
            }
            _ => {}
        }
    }

    fn broken(&mut self) {
        self.checks.groups.unsound += 1;
    }

    fn row(
        &mut self,
        row: &Row<'_>,
        texts: &mut Texts,
        faults: &mut Diagnostics,
    ) -> io::Result<()> {
        let part = self.parts.get(row.ids[PART] as usize).copied().flatten();
        let (true, Some(part)) = (row.sound, part) else {
            self.broken();
            return Ok(());
        };
        let forms = Forms::of(row.counts);
        self.checks.row(part, row, &forms, faults);
        let whole = Some(row.ids[TREATMENT_FUNCTION]) == self.all_functions;
        self.checks.groups.row(row, &forms, whole, texts, faults);
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        if let Some(month) = self.period.month() {
            writer.set_period(month);
        }
        writer.row(row.line, row.ids, row.counts);
        if writer.full() {
            if faults.errors() == 0 {
                writer.flush(texts)?;
            } else {
                writer.drop_batch();
            }
        }
        Ok(())
    }
}

impl Rows<'_> {
    fn end(
        mut self,
        mut texts: Texts,
        fault: Option<io::Error>,
        mut faults: Diagnostics,
    ) -> Reading {
        let mut reading = Reading {
            periods: BTreeMap::new(),
            scope: Scope::Partial,
            scope_reason: "nothing could be read".to_owned(),
            published_on: None,
            sheet: None,
            rows: 0,
            present: vec![false; COUNTS],
            checks: Vec::new(),
            diagnostics: Vec::new(),
            io: fault,
        };
        if let (Some(layout), Some(writer), None) = (self.layout, &mut self.writer, &reading.io) {
            reading.present = layout.present(COUNTS);
            reading.rows = writer.rows();
            let period = self.period.month();
            reading.periods = period
                .map(|month| (month, writer.rows()))
                .into_iter()
                .collect();
            (reading.scope, reading.scope_reason) = national::test(&texts);
            reading.checks = self.checks.end();
            reading
                .checks
                .extend(self.checks.groups.end(layout, &texts, &mut faults));
            reading.checks.push(Check {
                name: "two-periods",
                detail: "One period in every row.".to_owned(),
                passed: self.period.month().is_some() && self.period.holds(),
            });
            if reading.rows == 0 && faults.errors() == 0 {
                faults.push(Diagnostic::error("no-rows", "expected rows, saw none"));
            }
            if faults.errors() == 0 {
                reading.io = writer.flush(&mut texts).err();
            }
        }
        reading.diagnostics = faults.into_vec();
        reading
    }
}
