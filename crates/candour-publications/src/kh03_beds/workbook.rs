//! The quarter's workbook by provider.

use std::collections::BTreeMap;

use candour_core::{Diagnostic, Diagnostics, MILLIONTHS, Month, Scope};

use super::layout::CADENCE;
use super::rows::{NewRow, Rows};
use super::table::Sector;
use super::{Outcome, reading};
use crate::codes::check_code;
use crate::text::{LARGEST_AMOUNT, shown, shown_amount};
use crate::workbook::{Cell, Sheet, Workbook, address, date_of};
use crate::{Check, Form, Reading, Recognition, Sink};

/// The sheet that makes the family.
const SHEET: &str = "NHS Trust by Sector";
/// The sheet that names those for whom an estimate stands.
const QUALITY: &str = "Data Quality";
/// How the title of every published workbook begins.
const TITLE: &str = "Average daily number of available and occupied beds open overnight";
/// The name of the layout.
const LAYOUT: &str = "KH03 overnight workbook by provider";
/// How far down a sheet is read to tell what it is.
const FRONT: u32 = 40;
/// A number of the sheet, and its sums, may be off by half a millionth for each row.
const HALF: i64 = 1;

/// Whether a workbook is one of the family.
pub(super) fn recognise(bytes: &[u8]) -> Recognition {
    let no = |likeness, first_difference| Recognition::No {
        likeness,
        first_difference,
    };
    let mut workbook = match Workbook::open(bytes) {
        Ok(workbook) => workbook,
        Err(fault) => return no(0, fault),
    };
    let Some(name) = workbook.find(SHEET) else {
        let likeness = u32::from(workbook.find(QUALITY).is_some());
        return no(likeness, format!("it has no sheet `{SHEET}`"));
    };
    match workbook.sheet(&name, FRONT) {
        Err(fault) => no(1, fault),
        Ok(sheet) => match other_title(&sheet) {
            Some(fault) => no(1, fault),
            None => Recognition::Yes {
                layout: LAYOUT,
                form: Form::Workbook,
            },
        },
    }
}

fn other_title(sheet: &Sheet) -> Option<String> {
    let title = sheet.beside("Title:").map(|(.., cell)| cell.shown());
    let title = title.unwrap_or_default();
    (!title.starts_with(TITLE)).then(|| {
        format!(
            "the title on its sheet `{SHEET}` is {}, where it should begin with `{TITLE}`",
            shown(title.as_bytes())
        )
    })
}

/// Reads a quarter. A row of the sheet becomes a row for each sector.
pub(super) fn read(bytes: &[u8], sink: &mut dyn Sink) -> Reading {
    let mut faults = Diagnostics::default();
    let mut outcome = Outcome {
        present: [true, true],
        ..Outcome::default()
    };
    match sheets(bytes) {
        Err(fault) => faults.push(Diagnostic::error("workbook", fault)),
        Ok((sheet, quality)) => {
            read_sheet(&sheet, sink, &mut outcome, &mut faults);
            estimated(quality.as_ref(), &mut faults);
        }
    }
    reading(outcome, faults)
}

fn sheets(bytes: &[u8]) -> Result<(Sheet, Option<Sheet>), String> {
    let mut workbook = Workbook::open(bytes)?;
    let name = workbook
        .find(SHEET)
        .ok_or_else(|| format!("expected a sheet `{SHEET}`, saw none"))?;
    let sheet = workbook.sheet(&name, u32::MAX)?;
    if let Some(other) = other_title(&sheet) {
        return Err(other);
    }
    let quality = match workbook.find(QUALITY) {
        Some(name) => Some(workbook.sheet(&name, u32::MAX)?),
        None => None,
    };
    Ok((sheet, quality))
}

/// What the columns of the sheet hold.
struct Columns {
    header: u32,
    region: u32,
    code: u32,
    name: u32,
    /// For available and occupied: the total's column, and each sector's.
    halves: [(u32, BTreeMap<Sector, u32>); 2],
}

fn read_sheet(sheet: &Sheet, sink: &mut dyn Sink, outcome: &mut Outcome, faults: &mut Diagnostics) {
    outcome.sheet = Some(sheet.name().to_owned());
    // A revised workbook keeps the first day beside the day of its revision.
    outcome.published_on = ["Revised:", "Published:"]
        .iter()
        .find_map(|label| date_of(sheet.beside(label)?.2));
    let (Some(period), Some(columns)) = (period(sheet, faults), columns(sheet, faults)) else {
        return;
    };
    let mut rows = Rows::new([true, true]);
    let mut england = None;
    let mut parts_hold = true;
    for (row, _) in sheet.rows().filter(|(row, _)| *row > columns.header) {
        let code = sheet.text(row, columns.code);
        let name = sheet.text(row, columns.name);
        // Rows without a code or name are spaces and notes.
        if code.is_empty() && name.is_empty() {
            continue;
        }
        let Some(numbers) = numbers(sheet, &columns, row, faults) else {
            continue;
        };
        parts_hold &= parts(sheet, &columns, row, &numbers, faults);
        if code.is_empty() && name.eq_ignore_ascii_case("england") {
            if england.replace((row, numbers)).is_some() {
                let message = "expected one row of England, saw another";
                let at = address(row, columns.name);
                faults.push(Diagnostic::error("total-row", message).at_cell(sheet.name(), at));
            }
            continue;
        }
        let at = |fault: Diagnostic| fault.at_cell(sheet.name(), address(row, columns.code));
        faults.extend(check_code(&code).map(at));
        for (sector, amounts) in &numbers.sectors {
            if amounts[1] > amounts[0] {
                let message = format!(
                    "{code} has more beds occupied than available: {} of {}, {}",
                    shown_amount(amounts[1]),
                    shown_amount(amounts[0]),
                    sector.in_words().to_lowercase()
                );
                faults.push(at(Diagnostic::warning("more-than-available", message)));
            }
            let new = NewRow {
                line: row + 1,
                period,
                code: &code,
                name: &name,
                region: &sheet.text(row, columns.region),
                sector: *sector,
                amounts: amounts.map(Some),
            };
            rows.push(&new, &at, faults);
        }
    }
    outcome.checks = rows.checks(faults);
    outcome.checks.push(Check {
        name: "parts",
        detail: "The sectors sum to the total, available and occupied, in every row.".to_owned(),
        passed: parts_hold,
    });
    let adds_up = check_england(sheet, &columns, england.as_ref(), &rows, period, faults);
    outcome.checks.push(Check {
        name: "total-row",
        detail: "England's row is the sum of its providers, available and occupied.".to_owned(),
        passed: adds_up,
    });
    outcome.scope = Some(if adds_up {
        let reason = "it states England's total, and its providers sum to it";
        (Scope::National, reason.to_owned())
    } else {
        let reason = "its providers do not sum to a stated total of England";
        (Scope::Partial, reason.to_owned())
    });
    outcome.periods = rows.periods();
    outcome.rows = rows.rows();
    if outcome.rows == 0 && faults.errors() == 0 {
        faults.push(Diagnostic::error("no-rows", "expected providers, saw none"));
    }
    if faults.errors() == 0 {
        outcome.io = rows.emit(sink).err();
    }
}

/// The quarter beside `Period:`: `April to June 2025`.
fn period(sheet: &Sheet, faults: &mut Diagnostics) -> Option<Month> {
    let found = sheet.beside("Period:");
    let seen = found.map_or_else(String::new, |(.., cell)| cell.shown().into_owned());
    let quarter = quarter_of(&seen);
    if quarter.is_none() {
        let message = format!(
            "expected a quarter such as `April to June 2025` beside `Period:`, saw {}",
            shown(seen.as_bytes())
        );
        let at = found.map(|(row, column, _)| address(row, column));
        faults.push(Diagnostic::error("period", message).at_cell(sheet.name(), at));
    }
    quarter
}

fn quarter_of(text: &str) -> Option<Month> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [first, "to", last, year] = words[..] else {
        return None;
    };
    let last = Month::from_name(last, year)?;
    let whole = Month::from_name(first, year)? == last.plus(-2);
    (whole && CADENCE.has(last)).then_some(last)
}

fn columns(sheet: &Sheet, faults: &mut Diagnostics) -> Option<Columns> {
    let found = sheet.rows().take(60).find_map(|(header, cells)| {
        let at = |heading: &str| {
            cells
                .iter()
                .find(|(_, cell)| plain(&cell.shown()) == heading)
                .map(|(column, _)| *column)
        };
        Some((header, at("region code")?, at("org code")?, at("org name")?))
    });
    let Some((header, region, code, name)) = found else {
        let message =
            "expected a row of headings with `Region Code`, `Org Code` and `Org Name`, saw none";
        faults.push(Diagnostic::error("headings", message).at_cell(sheet.name(), None));
        return None;
    };
    let mut half = |group: &str| {
        let columns = group_of(sheet, header, group)?;
        let mut column = |heading: &str| {
            let found = columns
                .iter()
                .find(|(_, known)| *known == plain(heading))
                .map(|(column, _)| *column);
            if found.is_none() {
                let message = format!("expected a column `{heading}` under `{group}`, saw none");
                faults.push(Diagnostic::error("headings", message).at_cell(sheet.name(), None));
            }
            found
        };
        let total = column("Total");
        let sectors = Sector::ALL.map(|sector| Some((sector, column(sector.heading())?)));
        let sectors: Option<BTreeMap<Sector, u32>> = sectors.into_iter().collect();
        Some((total?, sectors?))
    };
    let (available, occupied) = (half("Available"), half("Occupied"));
    match (available, occupied) {
        (Some(available), Some(occupied)) => Some(Columns {
            header,
            region,
            code,
            name,
            halves: [available, occupied],
        }),
        _ => {
            if faults.errors() == 0 {
                let message = "expected the groups `Available` and `Occupied` over the headings";
                faults.push(Diagnostic::error("headings", message).at_cell(sheet.name(), None));
            }
            None
        }
    }
}

/// The headings of a group, whose own heading stands over its first column.
fn group_of(sheet: &Sheet, header: u32, group: &str) -> Option<Vec<(u32, String)>> {
    let above = header.checked_sub(1)?;
    let (_, groups) = sheet.rows().find(|(row, _)| *row == above)?;
    let (_, headings) = sheet.rows().find(|(row, _)| *row == header)?;
    let (first, _) = groups
        .iter()
        .find(|(_, cell)| plain(&cell.shown()) == plain(group))?;
    let next = groups.range(first + 1..).next().map(|(column, _)| *column);
    let last = next.unwrap_or(u32::MAX);
    Some(
        headings
            .range(first..&last)
            .map(|(column, cell)| (*column, plain(&cell.shown())))
            .collect(),
    )
}

fn plain(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// The numbers of a row, in millionths.
struct Numbers {
    totals: [i64; 2],
    sectors: BTreeMap<Sector, [i64; 2]>,
}

fn numbers(
    sheet: &Sheet,
    columns: &Columns,
    row: u32,
    faults: &mut Diagnostics,
) -> Option<Numbers> {
    let mut sound = true;
    let mut number = |column: u32| {
        amount(sheet.get(row, column)).unwrap_or_else(|(code, what)| {
            sound = false;
            let seen = shown(sheet.text(row, column).as_bytes());
            let message = format!("expected a number of beds from 0, saw {what}: {seen}");
            faults
                .push(Diagnostic::error(code, message).at_cell(sheet.name(), address(row, column)));
            0
        })
    };
    let totals = [0, 1].map(|half| number(columns.halves[half].0));
    let sectors = Sector::ALL.map(|sector| {
        (
            sector,
            [0, 1].map(|half| number(columns.halves[half].1[&sector])),
        )
    });
    sound.then(|| Numbers {
        totals,
        sectors: sectors.into_iter().collect(),
    })
}

/// A number of the sheet, to the nearest millionth: it is a quotient of whole bed days and days, held
/// as a binary fraction. No cell of the workbooks held is blank, so one that is is a fault.
fn amount(cell: Option<&Cell>) -> Result<i64, (&'static str, &'static str)> {
    #[expect(clippy::cast_precision_loss, reason = "both are far below 2^53")]
    const LIMIT: f64 = LARGEST_AMOUNT as f64;
    match cell {
        None => Err(("blank-amount", "a blank cell")),
        Some(Cell::Number(number)) if *number < 0.0 => {
            Err(("negative-amount", "a number below nought"))
        }
        Some(Cell::Number(number)) if *number < LIMIT =>
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "checked just above"
            )]
            Ok((number * MILLIONTHS as f64).round() as i64)
        }
        Some(Cell::Number(_)) => Err(("amount-too-large", "a number of 1,000,000 or more")),
        Some(_) => Err(("not-a-number", "no number")),
    }
}

/// Checks that the sectors of a row sum to its totals.
fn parts(
    sheet: &Sheet,
    columns: &Columns,
    row: u32,
    numbers: &Numbers,
    faults: &mut Diagnostics,
) -> bool {
    let mut holds = true;
    for half in [0, 1] {
        let sum: i64 = numbers.sectors.values().map(|amounts| amounts[half]).sum();
        let total = numbers.totals[half];
        if (sum - total).abs() > HALF * 5 {
            holds = false;
            let message = format!(
                "expected {}, the sum of the sectors, saw {}",
                shown_amount(sum),
                shown_amount(total)
            );
            let at = address(row, columns.halves[half].0);
            faults.push(Diagnostic::error("parts", message).at_cell(sheet.name(), at));
        }
    }
    holds
}

/// Checks that the providers sum to England's row.
fn check_england(
    sheet: &Sheet,
    columns: &Columns,
    england: Option<&(u32, Numbers)>,
    rows: &Rows,
    period: Month,
    faults: &mut Diagnostics,
) -> bool {
    let Some((row, england)) = england else {
        let message = "expected a row of England without a code, saw none";
        faults.push(Diagnostic::error("no-total-row", message).at_cell(sheet.name(), None));
        return false;
    };
    let mut holds = true;
    // Each row is rounded to the millionth, and so is England's.
    let slack = HALF * (i64::try_from(rows.rows()).unwrap_or(i64::MAX - 1) + 1);
    for half in [0, 1] {
        for sector in Sector::ALL {
            let sum = rows.sum_of(period, half, sector);
            let stated = england.sectors[&sector][half];
            if (sum - stated).abs() > slack {
                holds = false;
                let message = format!(
                    "expected {}, the sum of the providers, saw {}",
                    shown_amount(sum),
                    shown_amount(stated)
                );
                let at = address(*row, columns.halves[half].1[&sector]);
                faults.push(Diagnostic::error("total-row", message).at_cell(sheet.name(), at));
            }
        }
    }
    holds
}

/// Who did not submit: the publisher put an estimate in their place, and names them on a sheet.
fn estimated(sheet: Option<&Sheet>, faults: &mut Diagnostics) {
    let Some(sheet) = sheet else {
        return;
    };
    for (row, _) in sheet.rows() {
        let (code, name) = (sheet.text(row, 0), sheet.text(row, 1));
        if name.is_empty() || check_code(&code).is_some() {
            continue;
        }
        let message = format!(
            "{code} did not submit, or submitted an estimate: an estimate of it stands in the file"
        );
        faults
            .push(Diagnostic::warning("estimated", message).at_cell(sheet.name(), address(row, 0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_quarter() {
        let month = |text| quarter_of(text).map(|month| month.to_string());
        assert_eq!(month("April to June 2025").as_deref(), Some("2025-06"));
        assert_eq!(month("January to March 2025").as_deref(), Some("2025-03"));
        for bad in [
            "",
            "June 2025",
            "May to July 2025",
            "April to July 2025",
            "April to June",
        ] {
            assert_eq!(month(bad), None, "{bad}");
        }
    }
}
