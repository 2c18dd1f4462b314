use std::sync::LazyLock;

use candour_core::{Role, TableSchema};

use crate::table::{count, text};

/// How many text columns there are.
pub(super) const TEXTS: usize = 5;

/// The counts, in order. Attendances with a booked appointment are a set of their own, beside
/// the others and not among them.
pub(super) const COUNTS: [&str; 18] = [
    "attendances_type1",
    "attendances_type2",
    "attendances_other",
    "booked_type1",
    "booked_type2",
    "booked_other",
    "over4h_type1",
    "over4h_type2",
    "over4h_other",
    "booked_over4h_type1",
    "booked_over4h_type2",
    "booked_over4h_other",
    "dta_4_12h",
    "dta_12h",
    "admissions_type1",
    "admissions_type2",
    "admissions_other",
    "other_admissions",
];

/// Places of counts that rules speak of; each block has types 1, 2 and other, in this order.
pub(super) const ATTENDANCES: usize = 0;
pub(super) const BOOKED: usize = 3;
pub(super) const OVER_4_HOURS: usize = 6;
pub(super) const BOOKED_OVER_4_HOURS: usize = 9;
pub(super) const DTA_4_12_HOURS: usize = 12;
pub(super) const DTA_12_HOURS: usize = 13;
pub(super) const ADMISSIONS: usize = 14;
pub(super) const OTHER_ADMISSIONS: usize = 17;

/// One row a provider.
pub(super) static TABLE: LazyLock<TableSchema> = LazyLock::new(|| {
    let mut columns = vec![
        text("period", None),
        text("org_code", Some(Role::Provider)),
        text("parent_org", None),
        text("region_name", Some(Role::ProviderRegionName)),
        text("org_name", Some(Role::ProviderName)),
    ];
    columns.extend(COUNTS.map(|name| count(name, None)));
    TableSchema {
        name: "ae_attendances",
        columns,
    }
});

/// The region in the parent's name as published: the part before a bracket, which names a team
/// within the region until March 2019: `NHS ENGLAND SOUTH WEST (SOUTH WEST SOUTH)`.
pub(super) fn region_of(parent_org: &str) -> &str {
    parent_org
        .split_once('(')
        .map_or(parent_org, |(region, _)| region)
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_what_stands_before_the_bracket() {
        assert_eq!(region_of("REGION A (EAST TEAM)"), "REGION A");
        assert_eq!(region_of("REGION A "), "REGION A");
        assert_eq!(region_of(""), "");
    }
}
