use std::fmt;
use std::sync::Arc;

use candour_core::{
    Basis, Better, Level, MeasureId, PublicationId, TableSchema, TreatmentFunction, Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::lists::SubmissionList;

/// What is counted: the content of one file of `data/measures`.
///
/// A measure is a count (a sum of columns over the rows it keeps), a share (one such sum over
/// another) or a quantile of summed bands. Nothing else is needed for the statistics of this
/// field, and so small a form can be checked when loaded, summed in one pass and written as SQL.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name in commands and addresses.
    pub id: MeasureId,
    /// Its name in print.
    pub title: String,
    /// A few words, for a narrow place.
    pub short: String,
    /// What a sentence begins with, its first letter small: `the share of A&E attendances dealt with within
    /// four hours`. It stands before a verb in the past, so that one and many need no telling apart.
    pub subject: String,
    /// The part of the service that it belongs to.
    pub group: Group,
    /// Its place within the group, the lowest first.
    pub order: u16,
    /// Why it matters.
    pub why: String,
    /// What is counted, in plain words.
    pub definition: String,
    /// What is left out, in plain words.
    pub left_out: String,
    /// What a value counts.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// The family of files that it is read from.
    pub publication: PublicationId,
    /// Which rows are kept: those that meet every condition.
    pub conditions: Vec<Condition>,
    /// What becomes of the kept rows.
    pub shape: Shape,
    /// How treatment functions are told apart; none where the table has no such column.
    pub treatment_functions: Option<TreatmentFunctions>,
    /// What its sums are in.
    pub parts: Parts,
    /// At which levels it stands, by which basis.
    pub levels: Vec<(Level, Basis)>,
    /// The providers that are known not to have submitted it, though the files show a number.
    pub not_submitted: Option<Arc<SubmissionList>>,
    /// Which bodies a league table shows unless all are asked for.
    pub league: Option<League>,
    /// Other names by which it can be asked for.
    pub aliases: Vec<String>,
    /// Who wrote the definition.
    pub author: String,
    /// When it was last reviewed.
    pub reviewed: Date,
    /// Whether it is in use.
    pub stage: Stage,
    /// Where the definition comes from.
    pub source: String,
}

impl Measure {
    /// The treatment function that stands for all of them together, where the measure has any.
    #[must_use]
    pub fn total_treatment_function(&self) -> Option<&TreatmentFunction> {
        self.treatment_functions.as_ref().map(|known| &known.total)
    }

    /// By what name a query asks for one treatment function: `sector` where it is split by that.
    #[must_use]
    pub fn split_name(&self) -> &'static str {
        match self.treatment_functions.as_ref().map(|known| known.split) {
            Some(Split::Sector) => "sector",
            Some(Split::TreatmentFunction) | None => "treatment_function",
        }
    }

    /// Whether it stands at `level` by `basis`.
    #[must_use]
    pub fn has_level(&self, level: Level, basis: Basis) -> bool {
        self.levels.contains(&(level, basis))
    }

    /// Whether a file whose layout has the columns `present` (one for each column of numbers of
    /// `schema`) can give the measure at all: of each list of columns it has one at least.
    #[must_use]
    pub fn applies(&self, schema: &TableSchema, present: &[bool]) -> bool {
        let has = |place: usize| present.get(place).copied().unwrap_or(false);
        let some = |ranges: &[ColumnRange]| {
            ranges.iter().any(|range| {
                let ends = [&range.first, &range.last].map(|name| schema.count_index(name));
                let [Some(first), Some(last)] = ends else {
                    return false;
                };
                (first..=last).any(has)
            })
        };
        let sum = |sum: &Sum| some(&sum.add) && (sum.take.is_empty() || some(&sum.take));
        match &self.shape {
            Shape::Count(count) => sum(count),
            Shape::Share {
                numerator,
                denominator,
            } => sum(numerator) && sum(denominator),
            Shape::Quantile { .. } => schema
                .counts()
                .enumerate()
                .any(|(place, (_, band))| band.is_some() && has(place)),
        }
    }

    /// Whether a layout has columns of what stands above the line, and of what stands below it.
    #[must_use]
    pub fn halves(&self, schema: &TableSchema, present: &[bool]) -> (bool, bool) {
        let has = |sum: &Sum| {
            let alone = Self {
                shape: Shape::Count(sum.clone()),
                ..self.clone()
            };
            alone.applies(schema, present)
        };
        match &self.shape {
            Shape::Count(count) => (has(count), false),
            Shape::Share {
                numerator,
                denominator,
            } => (has(numerator), has(denominator)),
            Shape::Quantile { .. } => (false, self.applies(schema, present)),
        }
    }

    /// The file that it stands in, for messages.
    pub(crate) fn file(&self) -> String {
        format!("{}.toml", self.id)
    }
}

/// What becomes of the rows that a measure keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A sum of columns.
    Count(Sum),
    /// One sum over another.
    Share {
        /// The sum above the line.
        numerator: Sum,
        /// The sum below the line.
        denominator: Sum,
    },
    /// The point of a distribution by weeks, below which a given share of it lies.
    Quantile {
        /// Which share, in thousandths: 500 for the median, 920 for the 92nd percentile.
        thousandths: u16,
        /// What the bands hold, in a few words: `pathways`.
        words: String,
    },
}

/// Columns to add and columns to take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// What the sum is, in a few words: `attendances`.
    pub words: String,
    /// What is added.
    pub add: Vec<ColumnRange>,
    /// What is taken away.
    pub take: Vec<ColumnRange>,
}

/// A column, or all columns from one to another in the order of the table: `gt_00..gt_17`, both
/// included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRange {
    /// The first.
    pub first: String,
    /// The last; the same as the first for a single column.
    pub last: String,
}

impl fmt::Display for ColumnRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            f.write_str(&self.first)
        } else {
            write!(f, "{}..{}", self.first, self.last)
        }
    }
}

/// A condition on a text column of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// Whether the row is kept where the text is one of the values, or where it is none of them.
    pub keep: bool,
    /// The values.
    pub values: Vec<String>,
}

impl Condition {
    /// Whether a row with this text is kept.
    #[must_use]
    pub fn admits(&self, text: &str) -> bool {
        self.values.iter().any(|value| value == text) == self.keep
    }
}

/// How a measure tells treatment functions, or the sectors of beds, apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatmentFunctions {
    /// What the codes are codes of.
    pub split: Split,
    /// The code of all together. Without `parts` it is read from rows of its own, never summed up
    /// from the others.
    pub total: TreatmentFunction,
    /// Where the files state no total: the codes that sum to it. A provider has a total where it has
    /// a number for each of them; where one of them stands in no row of the period, because it was not
    /// collected, the total is not applicable.
    pub parts: Vec<TreatmentFunction>,
}

/// What a measure is split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    /// Treatment functions.
    TreatmentFunction,
    /// The sectors of the beds return: general and acute, learning disabilities, maternity and
    /// mental illness.
    Sector,
}

impl Split {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::TreatmentFunction, Self::Sector];

    /// As a definition writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TreatmentFunction => "treatment-function",
            Self::Sector => "sector",
        }
    }

    /// One of them in words.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::TreatmentFunction => "treatment function",
            Self::Sector => "sector",
        }
    }

    /// All of them together, in words.
    #[must_use]
    pub const fn all_in_words(self) -> &'static str {
        match self {
            Self::TreatmentFunction => "all treatment functions",
            Self::Sector => "all sectors",
        }
    }
}

/// What the sums of a measure are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parts {
    /// Whole things: its columns are counts.
    Whole,
    /// Millionths: its columns are amounts, which have decimals.
    Millionths,
}

impl Parts {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Whole, Self::Millionths];

    /// As a definition writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Millionths => "millionths",
        }
    }

    /// How many make one.
    #[must_use]
    pub const fn to_one(self) -> i64 {
        match self {
            Self::Whole => 1,
            Self::Millionths => candour_core::MILLIONTHS,
        }
    }
}

/// Which bodies a league table shows unless all are asked for: those for which another measure of
/// the same month is above nought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct League {
    /// The other measure, a count.
    pub measure: MeasureId,
    /// Whom that leaves, in words: `providers with a type 1 department`.
    pub words: String,
}

/// The part of the service that a measure belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Urgent and emergency care.
    UrgentCare,
    /// Beds and how full they are.
    Beds,
    /// Waiting for planned care.
    Waiting,
    /// Cancer.
    Cancer,
    /// Diagnostic tests.
    Diagnostics,
    /// Mental health.
    MentalHealth,
    /// Care outside hospital.
    Community,
    /// Staff.
    Workforce,
    /// Money.
    Money,
}

impl Group {
    /// Every group, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::UrgentCare,
        Self::Beds,
        Self::Waiting,
        Self::Cancer,
        Self::Diagnostics,
        Self::MentalHealth,
        Self::Community,
        Self::Workforce,
        Self::Money,
    ];

    /// As a definition writes it: `urgent-care`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UrgentCare => "urgent-care",
            Self::Beds => "beds",
            Self::Waiting => "waiting",
            Self::Cancer => "cancer",
            Self::Diagnostics => "diagnostics",
            Self::MentalHealth => "mental-health",
            Self::Community => "community",
            Self::Workforce => "workforce",
            Self::Money => "money",
        }
    }

    /// As a page heads it: `Urgent care`.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::UrgentCare => "Urgent care",
            Self::Beds => "Beds",
            Self::Waiting => "Waiting times",
            Self::Cancer => "Cancer",
            Self::Diagnostics => "Diagnostics",
            Self::MentalHealth => "Mental health",
            Self::Community => "Community",
            Self::Workforce => "Workforce",
            Self::Money => "Money",
        }
    }
}

/// Whether a definition is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Being worked on; shown as such.
    Draft,
    /// In use.
    Live,
    /// No longer published; its history stays.
    Retired,
}

impl Stage {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::Live, Self::Retired];

    /// As a definition writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Live => "live",
            Self::Retired => "retired",
        }
    }
}
