use std::sync::Arc;

use crate::Month;

/// A cell without a value. The counts of a [`Batch`] are plain numbers for speed; this one, the
/// lowest, means that the cell was blank, and never enters a sum.
pub const ABSENT: i32 = i32::MIN;

/// The same for an amount: see [`ColumnKind::Amount`].
pub const ABSENT_AMOUNT: i64 = i64::MIN;

/// How many parts of an amount make one: amounts are held exactly, in millionths, because the
/// averages that are published (beds open overnight) have up to six decimals, and a sum of binary
/// fractions depends on its order.
pub const MILLIONTHS: i64 = 1_000_000;

/// An amount in millionths as a decimal number, with no more places than it needs.
///
/// ```
/// use candour_core::decimal;
/// assert_eq!(decimal(413_549_451), "413.549451");
/// assert_eq!(decimal(-500_000), "-0.5");
/// assert_eq!(decimal(2_000_000), "2");
/// ```
#[must_use]
pub fn decimal(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let one = MILLIONTHS.unsigned_abs();
    let size = millionths.unsigned_abs();
    let text = format!("{sign}{}.{:06}", size / one, size % one);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The shape of the tidy table that a publication's files become, whatever their layout.
///
/// A layout that lacks a column leaves it absent; the superset of all layouts is the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSchema {
    /// The table's name: small letters and underscores, such as `rtt_pathways`.
    pub name: &'static str,
    /// Texts first, then counts, each in the order of the file.
    pub columns: Vec<Column>,
}

/// A column of a tidy table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The tidy name: small letters, digits and underscores; what measures and SQL speak of.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A text, and what the measures use it for.
    Text(Option<Role>),
    /// A whole number, 0 to 2,147,483,647, or absent; a band of a distribution where it is one.
    Count(Option<Band>),
    /// An amount with up to six decimals, above -1,000,000 and below 1,000,000, or absent; held as
    /// whole [`MILLIONTHS`]. Whether one may lie below nought is the publication's to say and its
    /// reader's to check: a deficit may, a number of beds may not. A table with amounts has at most
    /// 4,000,000 rows, so that no sum is too large in either direction.
    Amount,
}

/// What a text column says of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The code of who gives the care.
    Provider,
    /// Their name.
    ProviderName,
    /// The code of the board that the provider sits in.
    ProviderParent,
    /// That board's name.
    ProviderParentName,
    /// The region that the provider sits in, by name.
    ProviderRegionName,
    /// The code of who buys the care.
    Commissioner,
    /// Their name.
    CommissionerName,
    /// The code of the board that the commissioner belongs to; blank where it is nationally commissioned.
    CommissionerParent,
    /// That board's name.
    CommissionerParentName,
    /// The treatment function's code.
    TreatmentFunction,
    /// The treatment function's name.
    TreatmentFunctionName,
    /// The period of the row, as `2024-06`; only in a table whose files hold more than one.
    Period,
}

/// From how many weeks to how many a band of waiting times goes: more than `from`, up to `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band {
    /// The lower edge, in whole weeks.
    pub from: u16,
    /// The upper edge; none for the last, open band.
    pub to: Option<u16>,
}

impl TableSchema {
    /// The text columns, in order.
    pub fn texts(&self) -> impl Iterator<Item = (&Column, Option<Role>)> {
        self.columns.iter().filter_map(|column| match column.kind {
            ColumnKind::Text(role) => Some((column, role)),
            ColumnKind::Count(_) | ColumnKind::Amount => None,
        })
    }

    /// The columns of numbers, counts and amounts, in order; an amount is no band.
    pub fn counts(&self) -> impl Iterator<Item = (&Column, Option<Band>)> {
        self.columns.iter().filter_map(|column| match column.kind {
            ColumnKind::Count(band) => Some((column, band)),
            ColumnKind::Amount => Some((column, None)),
            ColumnKind::Text(_) => None,
        })
    }

    /// The place of a text column among the texts.
    #[must_use]
    pub fn text_index(&self, name: &str) -> Option<usize> {
        self.texts().position(|(column, _)| column.name == name)
    }

    /// The place of a column of numbers, a count or an amount, among them.
    #[must_use]
    pub fn count_index(&self, name: &str) -> Option<usize> {
        self.counts().position(|(column, _)| column.name == name)
    }

    /// The place among the texts of the column with this role.
    #[must_use]
    pub fn role_index(&self, role: Role) -> Option<usize> {
        self.texts().position(|(_, known)| known == Some(role))
    }
}

/// Rows on their way from a reader to the archive: a column at a time, at most a few thousand
/// rows, so that a file of any length needs the memory of a few batches.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The reporting period, the same for every row of the batch.
    pub period: Option<Month>,
    /// The physical line (row of the sheet) that each row came from; rising through the batches
    /// of one period, and the same where one line holds several rows.
    pub rows: Vec<u32>,
    /// One for each text column of the schema, in its order.
    pub texts: Vec<TextColumn>,
    /// One for each column of numbers of the schema, in its order; as long as `rows`, or empty
    /// where the file's layout has no such column or it is one of amounts. A blank cell is
    /// [`ABSENT`].
    pub counts: Vec<Vec<i32>>,
    /// The same for the columns of amounts, in millionths; a blank cell is [`ABSENT_AMOUNT`].
    /// Empty in a table of counts alone, else as long as `counts`, and of each two at one place
    /// at least one is empty.
    pub amounts: Vec<Vec<i64>>,
}

/// A text column of a batch: numbers that stand for the texts of a dictionary, which only grows
/// from batch to batch of one file, so that a number keeps its meaning throughout the file.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    /// For each row, the place of its text in `dictionary`.
    pub ids: Vec<u32>,
    /// The texts seen so far in this column of the file.
    pub dictionary: Arc<Vec<Arc<str>>>,
}

impl Batch {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The text of row `row` in text column `column`.
    #[must_use]
    pub fn text(&self, column: usize, row: usize) -> &str {
        let column = &self.texts[column];
        &column.dictionary[column.ids[row] as usize]
    }

    /// The count of row `row` in count column `column`; none where blank or not in the layout.
    #[must_use]
    pub fn count(&self, column: usize, row: usize) -> Option<i32> {
        self.counts[column]
            .get(row)
            .copied()
            .filter(|count| *count != ABSENT)
    }

    /// The amounts of column `column`, in millionths; empty where it is not one of amounts, or the
    /// layout has no such column.
    #[must_use]
    pub fn amounts(&self, column: usize) -> &[i64] {
        self.amounts.get(column).map_or(&[], Vec::as_slice)
    }

    /// Whether the layout has column `column` of numbers.
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.counts
            .get(column)
            .is_some_and(|counts| !counts.is_empty())
            || !self.amounts(column).is_empty()
    }

    /// The number of row `row` in column `column`: a count, or an amount in millionths. None where
    /// blank or not in the layout.
    #[must_use]
    pub fn number(&self, column: usize, row: usize) -> Option<i64> {
        match self.amounts(column).get(row) {
            Some(amount) => Some(*amount).filter(|amount| *amount != ABSENT_AMOUNT),
            None => self
                .counts
                .get(column)?
                .get(row)
                .copied()
                .and_then(|count| (count != ABSENT).then(|| i64::from(count))),
        }
    }
}
