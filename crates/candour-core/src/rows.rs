use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Rows `from` to `to` of a file, both included. Row 1 is the first physical line, the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRange {
    /// The first row.
    pub from: u32,
    /// The last row.
    pub to: u32,
}

/// The rows behind a figure, as ranges in rising order that never touch.
///
/// ```
/// use candour_core::RowSet;
/// let rows: RowSet = [2, 3, 4, 9].into_iter().collect();
/// assert_eq!(rows.to_string(), "2-4 9");
/// assert_eq!(rows.len(), 4);
/// assert!(rows.contains(3) && !rows.contains(5));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct RowSet {
    ranges: Vec<RowRange>,
}

/// Why a text is not a set of rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{seen}` is not a set of rows: expected rising numbers and ranges such as `2-4 9`")]
pub struct RowSetError {
    seen: String,
}

impl RowSet {
    /// Adds `row`, which must be higher than every row already in the set; a row that is not is
    /// put in its place all the same, only more slowly.
    pub fn push(&mut self, row: u32) {
        match self.ranges.last_mut() {
            Some(last) if row == last.to.saturating_add(1) => last.to = row,
            Some(last) if row <= last.to => self.insert(row),
            _ => self.ranges.push(RowRange { from: row, to: row }),
        }
    }

    /// Adds a range of rows, which must lie above every row already in the set; one that does not is
    /// put in its place all the same, only more slowly.
    pub fn push_range(&mut self, range: RowRange) {
        match self.ranges.last_mut() {
            Some(last) if range.from == last.to.saturating_add(1) => last.to = range.to,
            Some(last) if range.from <= last.to => {
                (range.from..=range.to).for_each(|row| self.push(row))
            }
            _ => self.ranges.push(range),
        }
    }

    fn insert(&mut self, row: u32) {
        if self.contains(row) {
            return;
        }
        let mut rows: Vec<u32> = self.iter().collect();
        rows.push(row);
        rows.sort_unstable();
        *self = rows.into_iter().collect();
    }

    /// The ranges in rising order.
    #[must_use]
    pub fn ranges(&self) -> &[RowRange] {
        &self.ranges
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranges
            .iter()
            .map(|range| (range.to - range.from) as usize + 1)
            .sum()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether `row` is one of them.
    #[must_use]
    pub fn contains(&self, row: u32) -> bool {
        self.ranges
            .binary_search_by(|range| {
                if range.to < row {
                    std::cmp::Ordering::Less
                } else if range.from > row {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
    }

    /// Each row in rising order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.ranges.iter().flat_map(|range| range.from..=range.to)
    }
}

impl FromIterator<u32> for RowSet {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Self {
        let mut set = Self::default();
        rows.into_iter().for_each(|row| set.push(row));
        set
    }
}

impl fmt::Display for RowSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, range) in self.ranges.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            if range.from == range.to {
                write!(f, "{gap}{}", range.from)?;
            } else {
                write!(f, "{gap}{}-{}", range.from, range.to)?;
            }
        }
        Ok(())
    }
}

impl FromStr for RowSet {
    type Err = RowSetError;

    fn from_str(text: &str) -> Result<Self, RowSetError> {
        let fault = || RowSetError {
            seen: text.chars().take(60).collect(),
        };
        let mut ranges: Vec<RowRange> = Vec::new();
        for part in text.split_ascii_whitespace() {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let from: u32 = from.parse().map_err(|_| fault())?;
            let to: u32 = to.parse().map_err(|_| fault())?;
            if to < from || ranges.last().is_some_and(|last| from <= last.to) {
                return Err(fault());
            }
            ranges.push(RowRange { from, to });
        }
        Ok(Self { ranges })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_neighbours_and_reads_what_it_writes() {
        let rows: RowSet = [5, 2, 3, 3, 9, 4].into_iter().collect();
        assert_eq!(rows.to_string(), "2-5 9");
        assert_eq!("2-5 9".parse::<RowSet>().unwrap(), rows);
        assert!("5 2".parse::<RowSet>().is_err());
        assert!("x".parse::<RowSet>().is_err());
        assert!("".parse::<RowSet>().unwrap().is_empty());
    }
}
