use std::sync::LazyLock;

use candour_core::{Role, TableSchema};

use crate::table::{amount, count, text};
use crate::text::Layout;

/// How many texts the tidy table has.
pub(super) const TEXTS: usize = 9;

/// Places of its texts.
pub(super) const TRUST_TYPE: usize = 3;
pub(super) const TRUST_CODE: usize = 5;

/// How many numbers it has.
pub(super) const NUMBERS: usize = 7;

/// Places of its numbers.
pub(super) const SCORE: usize = 0;
pub(super) const SCORE_LOW: usize = 1;
pub(super) const SCORE_HIGH: usize = 2;
pub(super) const SEGMENT: usize = 3;
pub(super) const RANK: usize = 4;
pub(super) const RANK_LOW: usize = 5;
pub(super) const RANK_HIGH: usize = 6;

/// One row a quarter and trust.
pub(super) static TABLE: LazyLock<TableSchema> = LazyLock::new(|| TableSchema {
    name: "nof_league_table",
    columns: vec![
        text("period", Some(Role::Period)),
        text("quarter", None),
        text("region", Some(Role::ProviderRegionName)),
        text("trust_type", None),
        text("trust_subtype", None),
        text("trust_code", Some(Role::Provider)),
        text("trust_name", Some(Role::ProviderName)),
        text("reporting_date", None),
        text("trust_in_financial_deficit", None),
        amount("average_score"),
        amount("average_score_low"),
        amount("average_score_high"),
        count("segment", None),
        count("rank", None),
        count("rank_low", None),
        count("rank_high", None),
    ],
});

/// Places of the columns that both layouts have at one place.
pub(super) const SCORE_AT: usize = 6;
pub(super) const SCORE_RANGE_AT: usize = 7;
pub(super) const SEGMENT_AT: usize = 8;
pub(super) const DEFICIT_AT: usize = 9;
pub(super) const RANK_AT: usize = 10;
pub(super) const RANK_RANGE_AT: usize = 11;

/// Where a layout has what the other has elsewhere or not at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// The quarter, or the day of reporting that tells it.
    pub(super) time: usize,
    /// Whether it is the quarter.
    pub(super) has_quarter: bool,
    /// The region; type, subtype, code and name of the trust come after it.
    pub(super) region: usize,
}

impl Places {
    /// Of a layout of [`LAYOUTS`].
    pub(super) fn of(layout: &Layout) -> Self {
        let has_quarter = layout
            .headings
            .first()
            .is_some_and(|first| first == "Quarter");
        Self {
            time: if has_quarter { 0 } else { 5 },
            has_quarter,
            region: usize::from(has_quarter),
        }
    }

    pub(super) const fn trust_type(self) -> usize {
        self.region + 1
    }

    pub(super) const fn trust_subtype(self) -> usize {
        self.region + 2
    }

    pub(super) const fn trust_code(self) -> usize {
        self.region + 3
    }

    pub(super) const fn trust_name(self) -> usize {
        self.region + 4
    }
}

/// The first release had the day of reporting where the later ones have the quarter. None of the first
/// is held: its columns are as the rule book lists them.
pub(super) static LAYOUTS: LazyLock<[Layout; 2]> = LazyLock::new(|| {
    [
        Layout::of_texts(
            "Oversight Framework league table, first release",
            &[
                "Region",
                "Trust_type",
                "Trust_subtype",
                "Trust_code",
                "Trust_name",
                "Reporting_date",
                "Average_score",
                "Likely_range_of_average_score",
                "Segment",
                "Trust_in_financial_deficit",
                "Rank",
                "Likely_range_of_rank",
            ],
        ),
        Layout::of_texts(
            "Oversight Framework league table with its quarter",
            &[
                "Quarter",
                "Region",
                "Trust_type",
                "Trust_subtype",
                "Trust_code",
                "Trust_name",
                "Average_score",
                "Likely_range_of_average_score",
                "Segment",
                "Trust_in_financial_deficit",
                "Rank",
                "Likely_range_of_rank",
            ],
        ),
    ]
});
