use std::collections::BTreeMap;

use candour_core::{Diagnostic, Diagnostics};

use super::columns::{Group, Want, group_of, plain};
use crate::text::{grouped, shown};
use crate::workbook::{Cell, Sheet, address};

/// A sheet with a row for each provider, read.
#[derive(Debug)]
pub(super) struct ProviderSheet {
    pub(super) name: String,
    code_column: u32,
    columns: BTreeMap<Want, u32>,
    /// The row of England.
    pub(super) england: Option<Record>,
    pub(super) providers: Vec<Record>,
    /// Whether every row could be read.
    pub(super) sound: bool,
}

/// A row of such a sheet.
#[derive(Debug)]
pub(super) struct Record {
    /// Its row, the first being 0.
    pub(super) row: u32,
    pub(super) code: String,
    pub(super) region: String,
    pub(super) name: String,
    counts: BTreeMap<Want, i64>,
}

impl Record {
    /// A count; none where blank.
    pub(super) fn count(&self, want: Want) -> Option<i64> {
        self.counts.get(&want).copied()
    }

    /// A count as it enters a sum.
    pub(super) fn value(&self, want: Want) -> i64 {
        self.count(want).unwrap_or(0)
    }
}

/// Places of the columns that say who a row is about.
struct Who {
    header: u32,
    code: u32,
    region: u32,
    name: u32,
}

impl ProviderSheet {
    /// Reads a sheet that must have the columns `wanted`, which are found by their headings.
    pub(super) fn read(sheet: &Sheet, wanted: &[Want], faults: &mut Diagnostics) -> Option<Self> {
        let Some(who) = who(sheet) else {
            let message = "expected a row of headings with `Code`, `Region` and `Name`, saw none";
            faults.push(Diagnostic::error("headings", message).at_cell(sheet.name(), None));
            return None;
        };
        let mut read = Self {
            name: sheet.name().to_owned(),
            code_column: who.code,
            columns: BTreeMap::new(),
            england: None,
            providers: Vec::new(),
            sound: true,
        };
        for want in wanted {
            match read.find(sheet, who.header, *want) {
                Ok(column) => {
                    read.columns.insert(*want, column);
                }
                Err(fault) => {
                    read.sound = false;
                    faults.push(*fault);
                }
            }
        }
        if !read.sound {
            return None;
        }
        for (row, _) in sheet.rows().filter(|(row, _)| *row > who.header) {
            read.row(sheet, &who, row, faults);
        }
        Some(read)
    }

    fn find(&self, sheet: &Sheet, header: u32, want: Want) -> Result<u32, Box<Diagnostic>> {
        let mut found = None;
        let mut group = Group::Else;
        let headings = sheet.rows().find(|(row, _)| *row == header);
        for column in headings.into_iter().flat_map(|(_, cells)| cells.keys()) {
            // A group's heading stands over its first column.
            if let Some(above) = header
                .checked_sub(1)
                .map(|above| plain(&sheet.text(above, *column)))
                .filter(|text| !text.is_empty())
            {
                group = group_of(&above);
            }
            if !want.is(group, &plain(&sheet.text(header, *column))) {
                continue;
            }
            if found.replace(*column).is_some() {
                let message = format!("expected one column of {}, saw two", want.name());
                let fault = Diagnostic::error("headings", message);
                return Err(Box::new(
                    fault.at_cell(&self.name, address(header, *column)),
                ));
            }
        }
        found.ok_or_else(|| {
            let message = format!("expected a column of {}, saw none", want.name());
            Box::new(Diagnostic::error("headings", message).at_cell(&self.name, None))
        })
    }

    fn row(&mut self, sheet: &Sheet, who: &Who, row: u32, faults: &mut Diagnostics) {
        // Rows without a figure are spaces and notes.
        let filled = |column: &u32| sheet.get(row, *column).is_some();
        if !self.columns.values().any(filled) {
            return;
        }
        let mut record = Record {
            row,
            code: sheet.text(row, who.code),
            region: sheet.text(row, who.region),
            name: sheet.text(row, who.name),
            counts: BTreeMap::new(),
        };
        for (want, column) in &self.columns {
            match count(sheet.get(row, *column)) {
                Ok(Some(count)) => {
                    record.counts.insert(*want, count);
                }
                Ok(None) => {}
                Err((code, what)) => {
                    self.sound = false;
                    let seen = shown(sheet.text(row, *column).as_bytes());
                    let message = format!(
                        "expected a whole number from 0 or `-` for {}, saw {what}: {seen}",
                        want.name()
                    );
                    faults.push(
                        Diagnostic::error(code, message).at_cell(&self.name, address(row, *column)),
                    );
                }
            }
        }
        if record.code == "-" && record.name.eq_ignore_ascii_case("england") {
            if self.england.replace(record).is_some() {
                let message = "expected one row of England, saw another";
                faults.push(
                    Diagnostic::error("after-total", message)
                        .at_cell(&self.name, address(row, who.code)),
                );
                self.sound = false;
            }
            return;
        }
        for (text, column, what) in [
            (&record.code, who.code, "code"),
            (&record.region, who.region, "region"),
            (&record.name, who.name, "name"),
        ] {
            if text.is_empty() {
                self.sound = false;
                let message = format!("expected a provider's {what}, saw nothing");
                faults.push(
                    Diagnostic::error("blank-text", message)
                        .at_cell(&self.name, address(row, column)),
                );
            }
        }
        self.providers.push(record);
    }

    /// Checks that the providers sum to England's row, in every column.
    pub(super) fn check_england(&self, faults: &mut Diagnostics) -> bool {
        let Some(england) = &self.england else {
            let message = "expected a row of England with the code `-`, saw none";
            faults.push(Diagnostic::error("no-total-row", message).at_cell(&self.name, None));
            return false;
        };
        let mut holds = true;
        for (want, column) in &self.columns {
            let sum: i64 = self
                .providers
                .iter()
                .map(|record| record.value(*want))
                .sum();
            if sum != england.value(*want) {
                holds = false;
                let message = format!(
                    "expected {}, the sum of the providers' {}, saw {}",
                    grouped(sum),
                    want.name(),
                    grouped(england.value(*want))
                );
                faults.push(
                    Diagnostic::error("total-row", message)
                        .at_cell(&self.name, address(england.row, *column)),
                );
            }
        }
        holds
    }

    /// Checks that in every row `sum` is the sum of `parts`. Gives how often it is not.
    pub(super) fn check_sum(&self, parts: &[Want], sum: Want, faults: &mut Diagnostics) -> u64 {
        let mut broken = 0;
        for record in self.england.iter().chain(&self.providers) {
            let expected: i64 = parts.iter().map(|part| record.value(*part)).sum();
            if expected != record.value(sum) {
                broken += 1;
                let message = format!(
                    "expected {}, the sum of its parts, for {}, saw {}",
                    grouped(expected),
                    sum.name(),
                    grouped(record.value(sum))
                );
                faults.push(self.fault(record, sum, Diagnostic::error("parts", message)));
            }
        }
        broken
    }

    /// The fault `diagnostic`, at the code of a row.
    pub(super) fn at_code(&self, record: &Record, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at_cell(&self.name, address(record.row, self.code_column))
    }

    /// The fault `diagnostic`, at a count of a row.
    pub(super) fn fault(&self, record: &Record, want: Want, diagnostic: Diagnostic) -> Diagnostic {
        let column = self.columns.get(&want).copied().unwrap_or(0);
        diagnostic.at_cell(&self.name, address(record.row, column))
    }
}

fn who(sheet: &Sheet) -> Option<Who> {
    sheet.rows().take(60).find_map(|(header, cells)| {
        let at = |heading: &str| {
            cells
                .iter()
                .find(|(_, cell)| plain(&cell.shown()) == heading)
                .map(|(column, _)| *column)
        };
        Some(Who {
            header,
            code: at("code")?,
            region: at("region")?,
            name: at("name")?,
        })
    })
}

/// Reads a count. `-` is none of that type: it stands where there is no such department.
/// Spreadsheets hold numbers as binary fractions, so that a sum may be a hair off.
fn count(cell: Option<&Cell>) -> Result<Option<i64>, (&'static str, &'static str)> {
    const HAIR: f64 = 1e-6;
    match cell {
        None => Ok(None),
        Some(Cell::Text(text)) if text == "-" => Ok(Some(0)),
        Some(Cell::Number(number)) => {
            let whole = number.round();
            if *number < -HAIR {
                Err(("negative-count", "a number below nought"))
            } else if (number - whole).abs() > HAIR {
                Err(("decimal-count", "a number with decimals"))
            } else if !(0.0..f64::from(i32::MAX) + 1.0).contains(&whole) {
                Err(("count-too-large", "a number above 2,147,483,647"))
            } else {
                #[expect(clippy::cast_possible_truncation, reason = "checked just above")]
                Ok(Some(whole as i64))
            }
        }
        Some(_) => Err(("not-a-number", "no number")),
    }
}
