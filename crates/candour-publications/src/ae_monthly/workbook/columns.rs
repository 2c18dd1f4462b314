//! The columns of the sheets by provider, known by their headings.

/// A column that a sheet must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    /// Attendances of type 1, 2 or other (0, 1, 2).
    Attended(usize),
    /// All attendances.
    AttendedAll,
    /// Attendances of up to four hours.
    Under(usize),
    /// Attendances of more than four hours.
    Over(usize),
    /// All of these.
    OverAll,
    /// Emergency admissions through type 1, 2 or other.
    Admitted(usize),
    /// All emergency admissions through A&E.
    AdmittedAll,
    /// Other emergency admissions.
    AdmittedOther,
    /// All emergency admissions.
    AdmittedEvery,
    /// Waits of more than four hours after a decision to admit, those of more than twelve too.
    Dta4,
    /// Waits of more than twelve hours after a decision to admit.
    Dta12,
}

impl Want {
    /// What the heading says, and what the heading of its group above says; in small letters,
    /// `less than` and `greater than` as signs.
    pub(super) fn is(self, group: Group, heading: &str) -> bool {
        const TYPES: [&str; 3] = [
            "type 1 departments",
            "type 2 departments",
            "type 3 departments",
        ];
        const VIA: [&str; 3] = [
            "emergency admissions via type 1 a&e",
            "emergency admissions via type 2 a&e",
            "emergency admissions via type 3 and 4 a&e",
        ];
        match self {
            Self::Attended(kind) => group == Group::Attended && heading.starts_with(TYPES[kind]),
            Self::AttendedAll => group == Group::Attended && heading == "total attendances",
            Self::Under(kind) => group == Group::Under && heading.starts_with(TYPES[kind]),
            Self::Over(kind) => group == Group::Over && heading.starts_with(TYPES[kind]),
            Self::OverAll => group == Group::Over && heading.ends_with("attendances >4 hours"),
            Self::Admitted(kind) => heading == VIA[kind],
            Self::AdmittedAll => heading == "total emergency admissions via a&e",
            Self::AdmittedOther => heading.starts_with("other emergency admissions"),
            Self::AdmittedEvery => heading == "total emergency admissions",
            Self::Dta4 => heading.contains(">4 hours from decision to admit"),
            Self::Dta12 => heading.contains(">12 hours from decision to admit"),
        }
    }

    /// What it is called in a message.
    pub(super) fn name(self) -> String {
        let kind = |kind: usize| ["type 1", "type 2", "type 3"][kind];
        match self {
            Self::Attended(k) => format!("attendances, {}", kind(k)),
            Self::AttendedAll => "all attendances".to_owned(),
            Self::Under(k) => format!("attendances < 4 hours, {}", kind(k)),
            Self::Over(k) => format!("attendances > 4 hours, {}", kind(k)),
            Self::OverAll => "all attendances > 4 hours".to_owned(),
            Self::Admitted(k) => format!("emergency admissions via {}", kind(k)),
            Self::AdmittedAll => "all emergency admissions via A&E".to_owned(),
            Self::AdmittedOther => "other emergency admissions".to_owned(),
            Self::AdmittedEvery => "all emergency admissions".to_owned(),
            Self::Dta4 => "waits > 4 hours from decision to admit".to_owned(),
            Self::Dta12 => "waits > 12 hours from decision to admit".to_owned(),
        }
    }
}

/// The columns of attendances.
pub(super) const ATTENDANCE: [Want; 8] = [
    Want::Attended(0),
    Want::Attended(1),
    Want::Attended(2),
    Want::AttendedAll,
    Want::Over(0),
    Want::Over(1),
    Want::Over(2),
    Want::OverAll,
];

/// The further columns of the sheet of all attendances.
pub(super) const FURTHER: [Want; 11] = [
    Want::Under(0),
    Want::Under(1),
    Want::Under(2),
    Want::Admitted(0),
    Want::Admitted(1),
    Want::Admitted(2),
    Want::AdmittedAll,
    Want::AdmittedOther,
    Want::AdmittedEvery,
    Want::Dta4,
    Want::Dta12,
];

/// What the heading above a group of columns says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Attended,
    Under,
    Over,
    Else,
}

pub(super) fn group_of(above: &str) -> Group {
    if above.contains("percentage") || above.contains("performance") {
        Group::Else
    } else if above.contains("<4 hours") {
        Group::Under
    } else if above.contains(">4 hours") {
        Group::Over
    } else if above.contains("attendances") {
        Group::Attended
    } else {
        Group::Else
    }
}

/// A heading in small letters, single spaces, and with signs for `less than`, `greater than`.
pub(super) fn plain(heading: &str) -> String {
    heading
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
        .replace("less than ", "<")
        .replace("greater than ", ">")
        .replace("< ", "<")
        .replace("> ", ">")
}
