use std::collections::HashMap;

use candour_core::{ABSENT, Diagnostic, Diagnostics};

use super::WITH_BOOKING;
use super::columns::Want;
use super::provider_sheet::{ProviderSheet, Record};
use crate::Check;
use crate::ae_monthly::table::{
    ADMISSIONS, ATTENDANCES, BOOKED, BOOKED_OVER_4_HOURS, COUNTS, DTA_4_12_HOURS, DTA_12_HOURS,
    OTHER_ADMISSIONS, OVER_4_HOURS,
};
use crate::text::{grouped, shown};

/// A sheet's rows by the provider's code.
type ByCode<'a> = (&'a ProviderSheet, HashMap<&'a str, &'a Record>);

/// The rows of the sheets, brought together by the provider's code.
pub(super) struct Month<'a> {
    all: &'a ProviderSheet,
    booked: Option<ByCode<'a>>,
    unbooked: Option<ByCode<'a>>,
    /// How many figures of the sheets do not agree.
    apart: u64,
}

impl<'a> Month<'a> {
    pub(super) fn new(
        all: &'a ProviderSheet,
        unbooked: Option<&'a ProviderSheet>,
        booked: Option<&'a ProviderSheet>,
        faults: &mut Diagnostics,
    ) -> Self {
        Self {
            all,
            booked: booked.map(|sheet| by_code(sheet, faults)),
            unbooked: unbooked.map(|sheet| by_code(sheet, faults)),
            apart: 0,
        }
    }

    /// A provider's counts as the tidy table has them; none where the sheets do not allow it.
    pub(super) fn counts(
        &mut self,
        record: &Record,
        faults: &mut Diagnostics,
    ) -> Option<[i32; COUNTS.len()]> {
        let booked = match &self.booked {
            None => None,
            Some((sheet, records)) => match records.get(&*record.code) {
                Some(booked) => Some(*booked),
                None => {
                    self.apart += 1;
                    faults.push(self.not_on(record, &sheet.name));
                    return None;
                }
            },
        };
        let mut counts = [ABSENT; COUNTS.len()];
        for kind in 0..3 {
            for (want, unbooked_at, booked_at) in [
                (Want::Attended(kind), ATTENDANCES + kind, BOOKED + kind),
                (
                    Want::Over(kind),
                    OVER_4_HOURS + kind,
                    BOOKED_OVER_4_HOURS + kind,
                ),
            ] {
                let with = booked.map(|booked| booked.count(want));
                counts[unbooked_at] = match with {
                    None => tidy(record.count(want)),
                    Some(with) => {
                        counts[booked_at] = tidy(with);
                        self.without(record, want, with, faults)
                    }
                };
            }
            counts[ADMISSIONS + kind] = tidy(record.count(Want::Admitted(kind)));
        }
        counts[OTHER_ADMISSIONS] = tidy(record.count(Want::AdmittedOther));
        // The sheet's column of more than four hours holds those of more than twelve too.
        counts[DTA_12_HOURS] = tidy(record.count(Want::Dta12));
        let twelve = record.count(Want::Dta12);
        counts[DTA_4_12_HOURS] = self.less(record, Want::Dta4, twelve, faults);
        Some(counts)
    }

    /// The count without those that had a booking, checked against the sheet that states it.
    fn without(
        &mut self,
        record: &Record,
        want: Want,
        with: Option<i64>,
        faults: &mut Diagnostics,
    ) -> i32 {
        let stated = match &self.unbooked {
            None => None,
            Some((sheet, records)) => match records.get(&*record.code) {
                Some(unbooked) => Some((&sheet.name, unbooked.value(want))),
                None => {
                    self.apart += 1;
                    faults.push(self.not_on(record, &sheet.name));
                    None
                }
            },
        };
        let expected = record.value(want) - with.unwrap_or(0);
        if let Some((name, stated)) = stated
            && stated != expected
        {
            self.apart += 1;
            let message = format!(
                "expected {}, the sum of the sheets `{name}` and `{WITH_BOOKING}`, saw {}",
                grouped(stated + with.unwrap_or(0)),
                grouped(record.value(want))
            );
            faults.push(
                self.all
                    .fault(record, want, Diagnostic::error("booked", message)),
            );
        }
        self.less(record, want, with, faults)
    }

    /// A count less a part of it.
    fn less(
        &mut self,
        record: &Record,
        want: Want,
        part: Option<i64>,
        faults: &mut Diagnostics,
    ) -> i32 {
        let (Some(whole), Some(part)) = (record.count(want), part) else {
            return ABSENT;
        };
        if part > whole {
            self.apart += 1;
            let message = format!(
                "expected at least {}, which are a part of it, saw {}",
                grouped(part),
                grouped(whole)
            );
            faults.push(
                self.all
                    .fault(record, want, Diagnostic::error("booked", message)),
            );
            return ABSENT;
        }
        tidy(Some(whole - part))
    }

    fn not_on(&self, record: &Record, sheet: &str) -> Diagnostic {
        let message = format!(
            "expected {} on the sheet `{sheet}` too, saw no row of it",
            shown(record.code.as_bytes())
        );
        self.all
            .at_code(record, Diagnostic::error("booked", message))
    }

    pub(super) fn check(&self) -> Option<Check> {
        let (booked, _) = self.booked.as_ref()?;
        let (unbooked, _) = self.unbooked.as_ref()?;
        Some(Check {
            name: "booked",
            detail: format!(
                "`{}` is the sum of `{}` and `{}`, provider by provider.",
                self.all.name, unbooked.name, booked.name
            ),
            passed: self.apart == 0,
        })
    }
}

/// A count as the tidy table has it. That it fits is seen to when a sheet is read.
fn tidy(count: Option<i64>) -> i32 {
    count.map_or(ABSENT, |count| i32::try_from(count).unwrap_or(ABSENT))
}

fn by_code<'a>(sheet: &'a ProviderSheet, faults: &mut Diagnostics) -> ByCode<'a> {
    let mut records = HashMap::new();
    for record in &sheet.providers {
        if records.insert(&*record.code, record).is_some() {
            let message = format!(
                "expected one row for each provider, saw {} again",
                shown(record.code.as_bytes())
            );
            faults.push(sheet.at_code(record, Diagnostic::error("duplicate", message)));
        }
    }
    (sheet, records)
}
