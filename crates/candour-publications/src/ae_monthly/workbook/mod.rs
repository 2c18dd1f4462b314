//! The workbook by provider.

mod columns;
mod mapping;
mod month;
mod provider_sheet;

use candour_core::{Diagnostic, Diagnostics};

use self::columns::{ATTENDANCE, FURTHER, Want};
use self::month::Month;
use self::provider_sheet::{ProviderSheet, Record};
use super::checks::{Checks, Provider};
use super::layout::{FIRST_BOOKED, without_booked};
use super::table::{COUNTS, TEXTS, region_of};
use super::{Outcome, reading};
use crate::codes::check_code;
use crate::table::{Texts, Writer};
use crate::text::shown;
use crate::workbook::{Sheet, Workbook, address, date_of, month_of};
use crate::{Check, Form, ReadContext, Reading, Recognition, SaidRow, Sink};

/// The sheet that makes the family: attendances with and without a booked appointment together.
const ALL: &str = "Provider Level Data";
/// The sheet of attendances without a booked appointment.
const UNBOOKED: &str = "Non-Booked Data";
/// The sheet of attendances with a booked appointment.
const WITH_BOOKING: &str = "Booked Appointments Data";

/// How the title of every published workbook begins.
const TITLE: &str = "A&E Attendances";

/// Name of the layout.
pub(super) const LAYOUT: &str = "A&E by-provider workbook";

/// How far down a sheet is read to tell what it is.
const FRONT: u32 = 60;

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
    let sheet = match workbook.sheet(&name, FRONT) {
        Ok(sheet) => sheet,
        Err(fault) => return no(likeness, fault),
    };
    match other_title(&sheet) {
        None => Recognition::Yes {
            layout: LAYOUT,
            form: Form::Workbook,
        },
        Some(fault) => no(likeness, fault),
    }
}

/// What is wrong with the title, where it is that of another workbook.
fn other_title(sheet: &Sheet) -> Option<String> {
    let title = sheet.beside("Title:").map(|(.., cell)| cell.shown());
    let title = title.unwrap_or_default();
    (!title.starts_with(TITLE)).then(|| {
        format!(
            "the title on its sheet `{ALL}` is {}, where it should begin with `{TITLE}`",
            shown(title.as_bytes())
        )
    })
}

/// Reads a month as a workbook. The rows are those of the sheet `Provider Level Data`; what is
/// passed on is what the text of the month has: attendances without a booked appointment, and
/// those with one, apart.
pub(super) fn read(bytes: &[u8], context: &ReadContext<'_>, sink: &mut dyn Sink) -> Reading {
    let mut outcome = Outcome::default();
    match sheets(bytes) {
        Ok(sheets) => read_sheets(&sheets, context, sink, &mut outcome),
        Err(fault) => outcome.faults.push(*fault),
    }
    reading(outcome)
}

/// What the workbook says of the systems that its providers are in; nothing where it has no such sheet.
pub(super) fn said(bytes: &[u8]) -> (Vec<SaidRow>, Vec<Diagnostic>) {
    let sheet = Workbook::open(bytes).ok().and_then(|mut workbook| {
        let name = workbook.find(mapping::SHEET)?;
        workbook.sheet(&name, u32::MAX).ok()
    });
    sheet.map_or_else(Default::default, |sheet| mapping::read(&sheet))
}

/// The sheets of a month, as cells.
struct Sheets {
    all: Sheet,
    unbooked: Option<Sheet>,
    booked: Option<Sheet>,
}

fn sheets(bytes: &[u8]) -> Result<Sheets, Box<Diagnostic>> {
    let fault = |fault: String| Box::new(Diagnostic::error("workbook", fault));
    let mut workbook = Workbook::open(bytes).map_err(fault)?;
    let mut sheet = |name| match workbook.find(name) {
        Some(name) => workbook.sheet(&name, u32::MAX).map(Some).map_err(fault),
        None => Ok(None),
    };
    let all = sheet(ALL)?.ok_or_else(|| missing_sheet(ALL))?;
    if let Some(other) = other_title(&all) {
        return Err(fault(other));
    }
    Ok(Sheets {
        all,
        unbooked: sheet(UNBOOKED)?,
        booked: sheet(WITH_BOOKING)?,
    })
}

fn missing_sheet(name: &str) -> Box<Diagnostic> {
    let message = format!("expected a sheet `{name}`, saw none");
    Box::new(Diagnostic::error("missing-sheet", message))
}

/// The sheets of a month, as rows of providers.
struct Rows {
    all: ProviderSheet,
    unbooked: Option<ProviderSheet>,
    booked: Option<ProviderSheet>,
}

impl Rows {
    /// None where a sheet that is there could not be read in full; that has been reported.
    fn read(sheets: &Sheets, faults: &mut Diagnostics) -> Option<Self> {
        let wanted: Vec<Want> = ATTENDANCE.into_iter().chain(FURTHER).collect();
        let all = ProviderSheet::read(&sheets.all, &wanted, faults);
        let mut other = |sheet: &Option<Sheet>| {
            let sheet = sheet.as_ref()?;
            Some(ProviderSheet::read(sheet, &ATTENDANCE, faults))
        };
        let unbooked = other(&sheets.unbooked);
        let booked = other(&sheets.booked);
        let rows = Self {
            all: all?,
            unbooked: transposed(unbooked)?,
            booked: transposed(booked)?,
        };
        rows.sheets()
            .iter()
            .all(|sheet| sheet.sound)
            .then_some(rows)
    }

    fn sheets(&self) -> Vec<&ProviderSheet> {
        let others = self.unbooked.iter().chain(&self.booked);
        std::iter::once(&self.all).chain(others).collect()
    }
}

fn read_sheets(
    sheets: &Sheets,
    context: &ReadContext<'_>,
    sink: &mut dyn Sink,
    outcome: &mut Outcome,
) {
    let period = front(&sheets.all, outcome);
    let faults = &mut outcome.faults;
    let Some(rows) = Rows::read(sheets, faults) else {
        return;
    };
    if rows.booked.is_none() && outcome.period >= FIRST_BOOKED {
        faults.push(*missing_sheet(WITH_BOOKING));
        return;
    }
    outcome.present = match rows.booked {
        Some(_) => (0..COUNTS.len()).collect(),
        None => without_booked().collect(),
    };
    outcome.checks.extend(check_sheets(&rows.sheets(), faults));
    let mut month = Month::new(
        &rows.all,
        rows.unbooked.as_ref(),
        rows.booked.as_ref(),
        faults,
    );
    let mut texts = Texts::new(TEXTS);
    let mut checks = Checks::new();
    let present = (0..COUNTS.len()).map(|index| outcome.present.contains(&index));
    let mut writer = Writer::new(sink, TEXTS, present.collect());
    if let Some(month) = outcome.period {
        writer.set_period(month);
    }
    for record in &rows.all.providers {
        let Some(counts) = month.counts(record, faults) else {
            continue;
        };
        let ids = intern(&rows.all, record, &period, &mut texts, faults);
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
            &|fault| rows.all.at_code(record, fault),
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

/// Takes in the texts of a provider's row.
fn intern(
    sheet: &ProviderSheet,
    record: &Record,
    period: &str,
    texts: &mut Texts,
    faults: &mut Diagnostics,
) -> [u32; TEXTS] {
    let tidy = [
        period,
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
            faults.push(sheet.at_code(record, Diagnostic::error("not-a-name", message)));
        }
    }
    faults.extend(check_code(&record.code).map(|fault| sheet.at_code(record, fault)));
    ids
}

/// Reads what stands above the table: the period and the day of publication. Gives the period as
/// it is written.
fn front(sheet: &Sheet, outcome: &mut Outcome) -> String {
    outcome.sheet = Some(sheet.name().to_owned());
    let period = sheet.beside("Period:");
    let seen = period.map_or_else(String::new, |(.., cell)| cell.shown().into_owned());
    outcome.period = period.and_then(|(.., cell)| month_of(cell));
    if outcome.period.is_none() {
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
    seen
}

/// A sheet that is not there is no fault; one that is there and cannot be read is.
#[expect(clippy::option_option, reason = "not there, and not readable, differ")]
fn transposed(sheet: Option<Option<ProviderSheet>>) -> Option<Option<ProviderSheet>> {
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
