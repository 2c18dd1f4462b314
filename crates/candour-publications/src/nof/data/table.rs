use std::sync::LazyLock;

use candour_core::{Role, TableSchema};

use crate::table::{amount, count, text};
use crate::text::Layout;

/// How many texts the tidy table has.
pub(super) const TEXTS: usize = 13;

/// Places of its texts.
pub(super) const QUARTER: usize = 1;
pub(super) const TRUST_TYPE: usize = 3;
pub(super) const TRUST_CODE: usize = 5;
pub(super) const METRIC: usize = 9;
pub(super) const DESCRIPTION: usize = 10;
pub(super) const UNITS: usize = 12;

/// How many numbers it has.
pub(super) const NUMBERS: usize = 5;

/// Places of its numbers.
pub(super) const VALUE: usize = 0;
pub(super) const RANK: usize = 4;

/// One row a quarter, trust and metric. A value is what its unit says: a percentage, a number of
/// percentage points, an answer out of 10, a score, a segment, a flag, a rate or a count.
pub(super) static TABLE: LazyLock<TableSchema> = LazyLock::new(|| TableSchema {
    name: "nof_metrics",
    columns: vec![
        text("period", Some(Role::Period)),
        text("quarter", None),
        text("region", Some(Role::ProviderRegionName)),
        text("trust_type", None),
        text("trust_subtype", None),
        text("trust_code", Some(Role::Provider)),
        text("trust_name", Some(Role::ProviderName)),
        text("domain", None),
        text("sub_domain", None),
        text("metric_id", None),
        text("metric_description", None),
        text("reporting_date", None),
        text("units", None),
        amount("value"),
        amount("median_value"),
        amount("lower_quartile"),
        amount("upper_quartile"),
        count("rank", None),
    ],
});

/// The first column of numbers in the file; before it are the texts of the tidy table but its period.
pub(super) const FIRST_NUMBER: usize = 12;

/// Its one layout. Numbers are read as texts first: they have decimals and signs, and the longest
/// column has some thousands that differ.
pub(super) static LAYOUTS: LazyLock<[Layout; 1]> = LazyLock::new(|| {
    [Layout::of_texts(
        "Oversight Framework data from 2025/26",
        &[
            "Quarter",
            "Region",
            "Trust_type",
            "Trust_subtype",
            "Trust_code",
            "Trust_name",
            "Domain",
            "Sub-domain",
            "Metric_ID",
            "Metric_description",
            "Reporting_date",
            "Units",
            "Value",
            "Median_value",
            "Lower_quartile",
            "Upper_quartile",
            "Rank",
        ],
    )]
});
