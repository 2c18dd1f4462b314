use std::sync::LazyLock;

use candour_core::Month;

use super::table::COUNTS;
use crate::text::Layout;

/// Places of the text columns of every layout.
pub(super) const PERIOD: usize = 0;
pub(super) const ORG_CODE: usize = 1;
pub(super) const PARENT_ORG: usize = 2;
pub(super) const ORG_NAME: usize = 3;

const TEXTS: [&str; 4] = ["Period", "Org Code", "Parent Org", "Org name"];

const ADMISSIONS: [&str; 6] = [
    "Patients who have waited 4-12 hs from DTA to admission",
    "Patients who have waited 12+ hrs from DTA to admission",
    "Emergency admissions via A&E - Type 1",
    "Emergency admissions via A&E - Type 2",
    "Emergency admissions via A&E - Other A&E department",
    "Other emergency admissions",
];

const TO_MARCH_2020: [&str; 6] = [
    "Number of A&E attendances Type 1",
    "Number of A&E attendances Type 2",
    "Number of A&E attendances Other A&E Department",
    "Number of attendances over 4hrs Type 1",
    "Number of attendances over 4hrs Type 2",
    "Number of attendances over 4hrs Other A&E Department",
];

const ATTENDANCES: [&str; 3] = [
    "A&E attendances Type 1",
    "A&E attendances Type 2",
    "A&E attendances Other A&E Department",
];

const BOOKED: [&str; 3] = [
    "A&E attendances Booked Appointments Type 1",
    "A&E attendances Booked Appointments Type 2",
    "A&E attendances Booked Appointments Other Department",
];

const OVER_4_HOURS: [&str; 3] = [
    "Attendances over 4hrs Type 1",
    "Attendances over 4hrs Type 2",
    "Attendances over 4hrs Other Department",
];

const BOOKED_OVER_4_HOURS: [&str; 3] = [
    "Attendances over 4hrs Booked Appointments Type 1",
    "Attendances over 4hrs Booked Appointments Type 2",
    "Attendances over 4hrs Booked Appointments Other Department",
];

/// The first month whose files tell booked appointments apart.
pub(super) const FIRST_BOOKED: Option<Month> = Month::new(2020, 8);

/// The three layouts of the text, the latest last.
pub(super) static LAYOUTS: LazyLock<[Layout; 3]> = LazyLock::new(|| {
    let unbooked = || without_booked().collect::<Vec<usize>>();
    [
        layout(
            "A&E to March 2020",
            &[&TO_MARCH_2020, &ADMISSIONS],
            unbooked(),
        ),
        layout(
            "A&E of April to July 2020",
            &[&ATTENDANCES, &OVER_4_HOURS, &ADMISSIONS],
            unbooked(),
        ),
        layout(
            "A&E from August 2020",
            &[
                &ATTENDANCES,
                &BOOKED,
                &OVER_4_HOURS,
                &BOOKED_OVER_4_HOURS,
                &ADMISSIONS,
            ],
            (0..COUNTS.len()).collect(),
        ),
    ]
});

/// The counts of the tidy table that stand in every layout.
pub(super) fn without_booked() -> impl Iterator<Item = usize> {
    (0..COUNTS.len()).filter(|index| !COUNTS[*index].starts_with("booked"))
}

fn layout(name: &'static str, headings: &[&[&str]], counts: Vec<usize>) -> Layout {
    let headings: Vec<String> = TEXTS
        .iter()
        .chain(headings.iter().copied().flatten())
        .map(|heading| (*heading).to_owned())
        .collect();
    debug_assert_eq!(headings.len(), TEXTS.len() + counts.len());
    Layout {
        name,
        headings,
        counts,
        raw: None,
    }
}
