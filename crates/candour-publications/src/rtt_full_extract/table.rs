use std::sync::LazyLock;

use candour_core::{Band, Role, TableSchema};

use crate::table::{count, text};

/// Places of the texts that rules speak of, in the file and in the tidy table alike.
pub(super) const PERIOD: usize = 0;
pub(super) const PROVIDER_PARENT: usize = 1;
pub(super) const PROVIDER: usize = 3;
pub(super) const COMMISSIONER_PARENT: usize = 5;
pub(super) const COMMISSIONER: usize = 7;
pub(super) const PART: usize = 9;
pub(super) const TREATMENT_FUNCTION: usize = 11;
/// How many texts there are.
pub(super) const TEXTS: usize = 13;

/// Bands of one week before the open band of today's layout.
pub(super) const WEEKS: usize = 104;
/// Bands of one week before the open band of the layout before April 2021.
pub(super) const WEEKS_TO_52: usize = 52;

/// Places of the counts after the bands of one week.
pub(super) const GT_104: usize = 104;
pub(super) const GT_52_OPEN: usize = 105;
/// How many bands there are, the open ones included; they are the first counts.
pub(super) const BANDS: usize = 106;
pub(super) const TOTAL: usize = 106;
pub(super) const UNKNOWN_START: usize = 107;
pub(super) const TOTAL_ALL: usize = 108;
/// How many counts there are.
pub(super) const COUNTS: usize = 109;

/// One row a provider, commissioner, part and treatment function.
pub(super) static TABLE: LazyLock<TableSchema> = LazyLock::new(|| {
    let mut columns = vec![
        text("period", None),
        text("provider_parent", Some(Role::ProviderParent)),
        text("provider_parent_name", Some(Role::ProviderParentName)),
        text("provider", Some(Role::Provider)),
        text("provider_name", Some(Role::ProviderName)),
        text("commissioner_parent", Some(Role::CommissionerParent)),
        text(
            "commissioner_parent_name",
            Some(Role::CommissionerParentName),
        ),
        text("commissioner", Some(Role::Commissioner)),
        text("commissioner_name", Some(Role::CommissionerName)),
        text("part", None),
        text("part_description", None),
        text("treatment_function", Some(Role::TreatmentFunction)),
        text("treatment_function_name", Some(Role::TreatmentFunctionName)),
    ];
    columns.extend((0..104).map(|from| {
        let to = Some(from + 1);
        count(&format!("gt_{from:02}"), Some(Band { from, to }))
    }));
    columns.push(count(
        "gt_104",
        Some(Band {
            from: 104,
            to: None,
        }),
    ));
    columns.push(count("gt_52_open", Some(Band { from: 52, to: None })));
    columns.extend(["total", "unknown_start", "total_all"].map(|name| count(name, None)));
    TableSchema {
        name: "rtt_pathways",
        columns,
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_table() {
        assert_eq!(TABLE.texts().count(), TEXTS);
        assert_eq!(TABLE.counts().count(), COUNTS);
        for (name, place) in [
            ("gt_104", GT_104),
            ("gt_52_open", GT_52_OPEN),
            ("total", TOTAL),
            ("unknown_start", UNKNOWN_START),
            ("total_all", TOTAL_ALL),
        ] {
            assert_eq!(TABLE.count_index(name), Some(place), "{name}");
        }
        assert_eq!(
            TABLE.counts().filter(|(_, band)| band.is_some()).count(),
            BANDS
        );
        for (name, place) in [
            ("period", PERIOD),
            ("provider_parent", PROVIDER_PARENT),
            ("provider", PROVIDER),
            ("commissioner_parent", COMMISSIONER_PARENT),
            ("commissioner", COMMISSIONER),
            ("part", PART),
            ("treatment_function", TREATMENT_FUNCTION),
        ] {
            assert_eq!(TABLE.text_index(name), Some(place), "{name}");
        }
    }
}
