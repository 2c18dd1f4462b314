//! Puts the parts together, group by group, in buffers that are kept from series to series.

use std::ops::Range;

use super::input::Rows;
use super::judged::Judged;
use super::{Assessment, Assurance, Group, Icons, Options, Point, SpcError, SpcWarning};

/// Assesses many series without allocating for each.
///
/// It carries nothing from one series to the next but its buffers.
///
/// ```
/// use candour_assessment::{Assessor, Options, Point};
/// use jiff::civil::date;
///
/// let series = [
///     Point::new(date(2025, 4, 1), 71.2),
///     Point::new(date(2025, 5, 1), 72.9),
/// ];
/// let mut assessor = Assessor::new();
/// let icons = assessor.icons(&series, &Options::default())?;
/// assert!(icons.group.is_some_and(|group| group.short));
/// # Ok::<(), candour_assessment::SpcError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Assessor {
    rows: Rows,
    judged: Judged,
}

impl Assessor {
    /// An assessor with empty buffers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The whole chart of one series.
    ///
    /// # Errors
    ///
    /// See [`SpcError`]: a value that is not finite, a date or month twice, or options that have
    /// no meaning.
    pub fn assess(&mut self, points: &[Point], options: &Options) -> Result<Assessment, SpcError> {
        let mut chart = Assessment::default();
        self.assess_into(points, options, &mut chart)?;
        Ok(chart)
    }

    /// The whole chart of one series, in place of what `chart` held.
    ///
    /// # Errors
    ///
    /// As [`assess`](Self::assess); `chart` then holds nothing of use.
    pub fn assess_into(
        &mut self,
        points: &[Point],
        options: &Options,
        chart: &mut Assessment,
    ) -> Result<(), SpcError> {
        chart.groups.clear();
        chart.points.clear();
        chart.warnings.clear();
        self.rows.load(points, options)?;
        let unused = self.rows.unused_rebase_dates();
        chart
            .warnings
            .extend(unused.map(|date| SpcWarning::RebaseDateUnused { date }));

        for (index, range) in self.rows.groups().enumerate() {
            let rows = &self.rows.points[range];
            let group = self.judged.judge(index, rows, options)?;
            chart.groups.push(group);
            self.judged
                .warn(&group, &options.profile, &mut chart.warnings);
            chart.points.extend(
                (0..rows.len()).map(|row| self.judged.point(row, rows[row], &group, options)),
            );
        }
        if let Some(Point { date, value: None }) = self.rows.points.last() {
            chart
                .warnings
                .push(SpcWarning::LatestValueAbsent { date: *date });
        }

        // The loop above has left the last group in the buffers.
        let last = self
            .rows
            .groups()
            .next_back()
            .zip(chart.groups.last().copied());
        let icons = self.icons_of(last, options);
        chart.variation = icons.variation;
        chart.assurance = icons.assurance;
        chart.as_of = icons.as_of;
        chart.trial_limits = icons.group.is_some_and(|group| group.short);
        chart.profile = options.profile;
        Ok(())
    }

    /// Only the last rebase group's limits and the two icons: what a table of many series shows.
    ///
    /// They equal those of [`assess`](Self::assess).
    ///
    /// # Errors
    ///
    /// As [`assess`](Self::assess), but a group before the last is not looked into beyond the
    /// checks of the input.
    pub fn icons(&mut self, points: &[Point], options: &Options) -> Result<Icons, SpcError> {
        self.rows.load(points, options)?;
        let count = self.rows.groups().len();
        let last = match self.rows.groups().next_back() {
            None => None,
            Some(range) => {
                let rows = &self.rows.points[range.clone()];
                Some((range, self.judged.judge(count - 1, rows, options)?))
            }
        };
        Ok(self.icons_of(last, options))
    }

    fn icons_of(&self, last: Option<(Range<usize>, Group)>, options: &Options) -> Icons {
        let mut icons = Icons {
            group: last.as_ref().map(|(_, group)| *group),
            variation: None,
            assurance: None,
            as_of: None,
        };
        let Some((range, group)) = last else {
            return icons;
        };
        if self.judged.values_present < options.profile.icons_from {
            return icons;
        }
        let rows = &self.rows.points[range];
        if let Some(row) = rows.iter().rposition(|point| point.value.is_some())
            && let Some(cause) = self.judged.special_cause(row, options)
        {
            icons.variation = Some(cause.variation(options.direction));
            icons.as_of = Some(rows[row].date);
        }
        if let (Some(lpl), Some(upl)) = (group.lpl, group.upl) {
            icons.assurance = Assurance::of(options.target, lpl, upl, options.direction);
        }
        icons
    }
}

/// The chart of one series: limits, points and icons.
///
/// ```
/// use candour_assessment::{Direction, Options, Point, Variation, assess};
/// use jiff::civil::date;
///
/// // Seven successive rises at the end of a steady series.
/// let values = [
///     50.0, 52.0, 49.0, 51.0, 48.0, 53.0, 50.0, 47.0, 52.0, 49.0, // steady
///     46.0, 47.0, 48.0, 49.0, 50.0, 51.0, 52.0, // rising
/// ];
/// let first = date(2022, 4, 1);
/// let points: Vec<Point> = (0..)
///     .zip(values)
///     .map(|(month, value)| Point::new(first.saturating_add(jiff::Span::new().months(month)), value))
///     .collect();
///
/// let options = Options { direction: Direction::Decrease, ..Options::default() };
/// let chart = assess(&points, &options)?;
/// assert_eq!(chart.variation, Some(Variation::ConcernHigh));
/// # Ok::<(), candour_assessment::SpcError>(())
/// ```
///
/// # Errors
///
/// See [`SpcError`].
pub fn assess(points: &[Point], options: &Options) -> Result<Assessment, SpcError> {
    Assessor::new().assess(points, options)
}
