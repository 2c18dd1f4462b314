//! Checks a series, puts it in order of date and cuts it at the rebase dates.

use std::ops::Range;

use jiff::civil::Date;

use super::{Adjacency, Options, Point, SpcError};

/// A series that passed the checks. Buffers are kept from one series to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// In order of date, no date twice.
    pub(crate) points: Vec<Point>,
    /// Rebase dates in order, each once.
    rebase: Vec<Date>,
    /// First row of each group.
    starts: Vec<usize>,
    /// Of a series that came unsorted: for each row, where it stood.
    order: Vec<usize>,
}

impl Rows {
    /// Takes in a series, or says what is wrong with it or with the options.
    pub(crate) fn load(&mut self, points: &[Point], options: &Options) -> Result<(), SpcError> {
        check_options(options)?;
        check_values(points)?;

        self.points.clear();
        self.order.clear();
        if points.is_sorted_by(|a, b| a.date < b.date) {
            self.points.extend_from_slice(points);
        } else {
            self.order.extend(0..points.len());
            // By place too, so that the earlier of two equal dates is named first.
            self.order
                .sort_unstable_by_key(|&row| (points[row].date, row));
            self.points
                .extend(self.order.iter().map(|&row| points[row]));
        }
        self.check_dates(options.adjacency)?;

        self.rebase.clear();
        self.rebase.extend_from_slice(&options.rebase);
        self.rebase.sort_unstable();
        self.rebase.dedup();
        self.cut();
        Ok(())
    }

    /// The rows of each rebase group; none for a series without rows.
    pub(crate) fn groups(
        &self,
    ) -> impl DoubleEndedIterator<Item = Range<usize>> + ExactSizeIterator {
        (0..self.starts.len()).map(|group| {
            let end = self.starts.get(group + 1).copied();
            self.starts[group]..end.unwrap_or(self.points.len())
        })
    }

    /// The rebase dates that are the date of no row.
    pub(crate) fn unused_rebase_dates(&self) -> impl Iterator<Item = Date> {
        let is_row = |date: &Date| self.points.binary_search_by_key(date, |p| p.date).is_ok();
        self.rebase
            .iter()
            .copied()
            .filter(move |date| !is_row(date))
    }

    fn cut(&mut self) {
        self.starts.clear();
        if !self.points.is_empty() {
            self.starts.push(0);
        }
        for date in &self.rebase {
            match self.points.binary_search_by_key(date, |point| point.date) {
                // The first row opens the first group anyway.
                Ok(0) | Err(_) => {}
                Ok(row) => self.starts.push(row),
            }
        }
    }

    fn check_dates(&self, adjacency: Adjacency) -> Result<(), SpcError> {
        for (at, pair) in self.points.windows(2).enumerate() {
            let (first, second) = (pair[0].date, pair[1].date);
            if first == second {
                return Err(SpcError::DuplicateDate {
                    first: self.row_number(at),
                    second: self.row_number(at + 1),
                    date: first,
                });
            }
            if adjacency != Adjacency::Rows && month_number(first) == month_number(second) {
                return Err(SpcError::DuplicateMonth {
                    first: self.row_number(at),
                    first_date: first,
                    second: self.row_number(at + 1),
                    second_date: second,
                });
            }
        }
        Ok(())
    }

    /// Where a row stood in the input, counted from 1.
    fn row_number(&self, row: usize) -> usize {
        self.order.get(row).copied().unwrap_or(row) + 1
    }
}

/// Whether two successive rows are neighbours that both have a value.
pub(crate) fn are_joined(before: &Point, after: &Point, adjacency: Adjacency) -> bool {
    before.value.is_some()
        && after.value.is_some()
        && match adjacency {
            Adjacency::Rows => true,
            Adjacency::Months => month_number(before.date) + 1 == month_number(after.date),
            Adjacency::Quarters => month_number(before.date) + 3 == month_number(after.date),
        }
}

/// Months since the year 0, to tell how far apart two are.
fn month_number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

fn check_options(options: &Options) -> Result<(), SpcError> {
    options.profile.check()?;
    if let Some(target) = options.target
        && !target.is_finite()
    {
        return Err(SpcError::TargetNotFinite {
            value: target.to_string(),
        });
    }
    match options.fix_after {
        Some(given @ ..12) => Err(SpcError::FixAfterTooSmall { given }),
        _ => Ok(()),
    }
}

fn check_values(points: &[Point]) -> Result<(), SpcError> {
    let not_finite = |point: &Point| point.value.is_some_and(|value| !value.is_finite());
    match points.iter().position(not_finite) {
        None => Ok(()),
        Some(at) => Err(SpcError::ValueNotFinite {
            row: at + 1,
            date: points[at].date,
            value: points[at].value.unwrap_or_default().to_string(),
        }),
    }
}
