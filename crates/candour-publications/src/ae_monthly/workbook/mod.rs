use std::collections::HashMap;

use candour_core::{ABSENT, Diagnostic, Diagnostics};

use super::checks::{Checks, Provider};
use super::layout::{FIRST_BOOKED, without_booked};

use super::table::{
    ADMISSIONS, ATTENDANCES, BOOKED, BOOKED_OVER_4_HOURS, COUNTS, DTA_4_12_HOURS, DTA_12_HOURS,
    OTHER_ADMISSIONS, OVER_4_HOURS, TEXTS, region_of,
};
use super::{Outcome, reading};
use crate::codes::check_code;
use crate::table::{Texts, Writer};
use crate::text::{grouped, shown};
use crate::workbook::{Sheet, Workbook, address, date_of, month_of};
use crate::{Check, Form, ReadContext, Reading, Recognition, Sink};

/// The sheet that makes the family: attendances with and without a booked appointment together.
const ALL: &str = "Provider Level Data";
/// The sheet of attendances without a booked appointment.
const UNBOOKED: &str = "Non-Booked Data";
/// The sheet of attendances with a booked appointment.
const WITH_BOOKING: &str = "Booked Appointments Data";

/// Name of the layout.
pub(super) const LAYOUT: &str = "A&E by-provider workbook";

/// How far down a sheet is read: some 220 rows are used.
const ROWS: u32 = 20_000;

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
    let likeness = [ALL, UNBOOKED, WITH_BOOKING]
        .iter()
        .filter(|name| workbook.find(name).is_some());
    let likeness = u32::try_from(likeness.count()).unwrap_or(0);
    let Some(name) = workbook.find(ALL) else {
        let sheets = workbook.sheet_names();
        let first = shown(sheets.first().map_or("", |name| name).as_bytes());
        return no(
            likeness,
            format!("it has no sheet `{ALL}`; its first sheet is {first}"),
        );
    };
    let sheet = match workbook.sheet(&name, 60) {
        Ok(sheet) => sheet,
        Err(fault) => return no(likeness, fault),
    };
    let title = sheet.beside("Title:").map(|(_, _, cell)| cell.shown());
    if title.is_some_and(|title| title.trim().starts_with("A&E Attendances")) {
        return Recognition::Yes {
            layout: LAYOUT,
            form: Form::Workbook,
        };
    }
    no(
        likeness,
        format!("the title on its sheet `{ALL}` does not begin with `A&E Attendances`"),
    )
}

/// Reads a month as a workbook. The rows are those of the sheet `Provider Level Data`; what is
/// passed on is what the text of the month has: attendances without a booked appointment, and
/// those with one, apart.
pub(super) fn read(bytes: &[u8], context: &ReadContext<'_>, sink: &mut dyn Sink) -> Reading {
    let mut outcome = Outcome::default();
    match sheets(bytes) {
        Ok(sheets) => read_sheets(&sheets, context, sink, &mut outcome),
        Err(fault) => outcome.faults.push(fault),
    }
    reading(outcome)
}

/// The sheets of a month, as cells.
struct Sheets {
    all: Sheet,
    unbooked: Option<Sheet>,
    booked: Option<Sheet>,
}

fn sheets(bytes: &[u8]) -> Result<Sheets, Diagnostic> {
    let fault = |fault: String| Diagnostic::error("workbook", fault);
    let mut workbook = Workbook::open(bytes).map_err(fault)?;
    let mut sheet = |name| match workbook.find(name) {
        Some(name) => workbook.sheet(&name, ROWS).map(Some).map_err(fault),
        None => Ok(None),
    };
    Ok(Sheets {
        all: sheet(ALL)?.ok_or_else(|| {
            Diagnostic::error(
                "missing-sheet",
                format!("expected a sheet `{ALL}`, saw none"),
            )
        })?,
        unbooked: sheet(UNBOOKED)?,
        booked: sheet(WITH_BOOKING)?,
    })
}

fn read_sheets(
    sheets: &Sheets,
    context: &ReadContext<'_>,
    sink: &mut dyn Sink,
    outcome: &mut Outcome,
) {
    front(&sheets.all, outcome);
    let faults = &mut outcome.faults;
    let wanted: Vec<Want> = ATTENDANCE.into_iter().chain(FURTHER).collect();
    let all = ProviderSheet::read(&sheets.all, &wanted, faults);
    let read =
        |sheet: &Sheet, faults: &mut Diagnostics| ProviderSheet::read(sheet, &ATTENDANCE, faults);
    let booked = sheets.booked.as_ref().map(|sheet| read(sheet, faults));
    let unbooked = sheets.unbooked.as_ref().map(|sheet| read(sheet, faults));
    // A sheet that is there and cannot be read has been reported.
    let (Some(all), Some(booked), Some(unbooked)) = (all, flat(booked), flat(unbooked)) else {
        return;
    };
    if booked.is_none() && outcome.period >= FIRST_BOOKED {
        let message = format!("expected a sheet `{WITH_BOOKING}`, saw none");
        faults.push(Diagnostic::error("missing-sheet", message));
        return;
    }
    outcome.present = match booked {
        Some(_) => (0..COUNTS.len()).collect(),
        None => without_booked().collect(),
    };
    let every: Vec<&ProviderSheet> = [Some(&all), booked.as_ref(), unbooked.as_ref()]
        .into_iter()
        .flatten()
        .collect();
    if every.iter().all(|sheet| sheet.sound) {
        outcome.checks.extend(check_sheets(&every, faults));
    }
    let mut month = MonthOfRows {
        all: &all,
        booked: booked.as_ref().map(|sheet| by_code(sheet, faults)),
        unbooked: unbooked.as_ref().map(|sheet| by_code(sheet, faults)),
        apart: 0,
    };
    let period = sheets.all.beside("Period:");
    let period = period.map_or_else(String::new, |(.., cell)| cell.shown().into_owned());
    let mut texts = Texts::new(TEXTS);
    let mut checks = Checks::new();
    let present = (0..COUNTS.len()).map(|index| outcome.present.contains(&index));
    let mut writer = Writer::new(sink, TEXTS, present.collect());
    if let Some(month) = outcome.period {
        writer.set_period(month);
    }
    for record in &all.providers {
        let Some(counts) = month.counts(record, faults) else {
            continue;
        };
        let tidy = [
            &*period,
            &record.code,
            &record.region,
            region_of(&record.region),
            &record.name,
        ];
        let mut ids = [0; TEXTS];
        for (column, text) in tidy.iter().enumerate() {
            let interned = texts.intern(column, text.as_bytes());
            ids[column] = interned.id;
            if interned.refusal.is_some() {
                let message = format!("expected a code or name, saw {}", shown(text.as_bytes()));
                faults.push(all.at_code(record, Diagnostic::error("not-a-name", message)));
            }
        }
        if let Some(fault) = check_code(&record.code) {
            faults.push(all.at_code(record, fault));
        }
        let provider = Provider {
            id: ids[1],
            code: &record.code,
            period: outcome.period,
            counts: &counts,
            layout: &outcome.present,
        };
        checks.provider(
            provider,
            context,
            &|fault| all.at_code(record, fault),
            faults,
        );
        writer.row(record.row + 1, &ids, &counts);
    }
    outcome.rows = writer.rows();
    outcome.checks.extend(month.check());
    outcome.checks.extend(checks.end(&outcome.present, faults));
    if faults.errors() == 0 {
        outcome.io = writer.flush(&mut texts).err();
    }
}

/// What stands above the table: the period and the day of publication.
fn front(sheet: &Sheet, outcome: &mut Outcome) {
    outcome.sheet = Some(sheet.name().to_owned());
    let period = sheet.beside("Period:");
    outcome.period = period.and_then(|(.., cell)| month_of(cell));
    if outcome.period.is_none() {
        let seen = period.map_or_else(String::new, |(.., cell)| cell.shown().into_owned());
        let message = format!(
            "expected a month such as `June 2025` beside `Period:`, saw {}",
            shown(seen.as_bytes())
        );
        let at = period.map(|(row, column, _)| address(row, column));
        let fault = Diagnostic::error("period", message).at_cell(sheet.name(), at);
        outcome.faults.push(fault);
    }
    // A revised workbook keeps the first day beside the day of its revision.
    outcome.published_on = ["Revised:", "Published:"]
        .iter()
        .find_map(|label| date_of(sheet.beside(label)?.2));
}

/// None where a sheet could not be read; a sheet that is not there is no fault.
#[expect(clippy::option_option, reason = "not there, and not readable, differ")]
fn flat(sheet: Option<Option<ProviderSheet>>) -> Option<Option<ProviderSheet>> {
    match sheet {
        None => Some(None),
        Some(sheet) => sheet.map(Some),
    }
}

fn check_sheets(sheets: &[&ProviderSheet], faults: &mut Diagnostics) -> Vec<Check> {
    let mut england = true;
    let mut broken = 0;
    for sheet in sheets {
        england &= sheet.check_england(faults);
        for (parts, sum) in [
            (
                [Want::Attended(0), Want::Attended(1), Want::Attended(2)],
                Want::AttendedAll,
            ),
            ([Want::Over(0), Want::Over(1), Want::Over(2)], Want::OverAll),
        ] {
            broken += sheet.check_sum(&parts, sum, faults);
        }
    }
    let all = sheets[0];
    broken += all.check_sum(
        &[Want::Admitted(0), Want::Admitted(1), Want::Admitted(2)],
        Want::AdmittedAll,
        faults,
    );
    let every = [Want::AdmittedAll, Want::AdmittedOther];
    broken += all.check_sum(&every, Want::AdmittedEvery, faults);
    for kind in 0..3 {
        let parts = [Want::Under(kind), Want::Over(kind)];
        broken += all.check_sum(&parts, Want::Attended(kind), faults);
    }
    let names: Vec<&str> = sheets.iter().map(|sheet| &*sheet.name).collect();
    let names = names.join(", ");
    vec![
        Check {
            name: "total-row",
            detail: format!(
                "England's row is the sum of its providers, in every column of {names}."
            ),
            passed: england,
        },
        Check {
            name: "parts",
            detail: "Types sum to all, within and over four hours to attendances, and the ways of \
                     admission to all admissions, in every row."
                .to_owned(),
            passed: broken == 0,
        },
    ]
}
