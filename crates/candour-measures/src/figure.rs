//! From the sums of a class to the figure of a measure.

use candour_core::Status;

use crate::plan::{Columns, Resolved};
use crate::quantile::quantile;

/// A sum into which no value has gone. Counts are never negative, so no sum is this.
pub(crate) const NOTHING: i64 = i64::MIN;

/// A figure, without what it is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    pub(crate) numerator: Option<i64>,
    pub(crate) denominator: Option<i64>,
    pub(crate) value: Option<f64>,
    pub(crate) over: bool,
    pub(crate) status: Status,
}

/// A sum went beyond what a number of 64 bits holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

impl Figure {
    /// A figure that has no value for this reason.
    pub(crate) const fn absent(status: Status) -> Self {
        Self {
            numerator: None,
            denominator: None,
            value: None,
            over: false,
            status,
        }
    }
}

/// One value more in a sum, which may have had none so far.
pub(crate) const fn plus(sum: i64, value: i64) -> i64 {
    if sum == NOTHING { value } else { sum + value }
}

/// The figure that `sums` (one for each column of the class) give; none where no cell that it
/// needs has a value. `layout` says which of the columns the file has at all.
pub(crate) fn figure(
    shape: &Resolved,
    layout: &[bool],
    sums: &[i64],
) -> Result<Option<Figure>, TooLarge> {
    if !applies(shape, layout) {
        return Ok(Some(Figure::absent(Status::NotApplicable)));
    }
    let (numerator, denominator) = parts(shape, sums)?;
    let (value, over) = match shape {
        Resolved::Count { to_one, .. } => match numerator {
            Some(count) if *to_one == 1 => (Some(float(count)), false),
            Some(parts) => (Some(float(parts) / float(*to_one)), false),
            None => return Ok(None),
        },
        Resolved::Share { .. } => match (numerator, denominator) {
            (Some(_), Some(0)) => (None, false),
            (Some(above), Some(below)) => (Some(float(above) / float(below)), false),
            _ => return Ok(None),
        },
        Resolved::Quantile { thousandths, bands } => {
            if denominator.is_none() {
                return Ok(None);
            }
            let filled = bands
                .iter()
                .map(|(place, band)| (*band, sums[*place].max(0)));
            let point = quantile(filled, *thousandths);
            (
                point.map(|point| point.value),
                point.is_some_and(|point| point.over),
            )
        }
    };
    let status = if value.is_some() {
        Status::Reported
    } else {
        Status::NotApplicable
    };
    Ok(Some(Figure {
        numerator,
        denominator,
        value,
        over,
        status,
    }))
}

/// What stands above and below the line.
pub(crate) fn parts(
    shape: &Resolved,
    sums: &[i64],
) -> Result<(Option<i64>, Option<i64>), TooLarge> {
    Ok(match shape {
        Resolved::Count { columns, .. } => (sum(columns, sums)?, None),
        Resolved::Share {
            numerator,
            denominator,
            part_of_whole,
        } => {
            let below = sum(denominator, sums)?;
            let none_of_it = below.filter(|_| *part_of_whole).map(|_| 0);
            (sum(numerator, sums)?.or(none_of_it), below)
        }
        Resolved::Quantile { bands, .. } => {
            (None, added(bands.iter().map(|(place, _)| sums[*place]))?)
        }
    })
}

/// Whether the file's layout has what the shape needs: of each list of columns at least one.
fn applies(shape: &Resolved, layout: &[bool]) -> bool {
    let some = |places: &[usize]| places.iter().any(|place| layout[*place]);
    let sum =
        |columns: &Columns| some(&columns.add) && (columns.take.is_empty() || some(&columns.take));
    match shape {
        Resolved::Count { columns, .. } => sum(columns),
        Resolved::Share {
            numerator,
            denominator,
            ..
        } => sum(numerator) && sum(denominator),
        Resolved::Quantile { bands, .. } => bands.iter().any(|(place, _)| layout[*place]),
    }
}

/// A sum is known where some of what is added is, and some of what is taken away.
fn sum(columns: &Columns, sums: &[i64]) -> Result<Option<i64>, TooLarge> {
    let of = |places: &[usize]| added(places.iter().map(|place| sums[*place]));
    let add = of(&columns.add)?;
    if columns.take.is_empty() {
        return Ok(add);
    }
    match (add, of(&columns.take)?) {
        (Some(add), Some(take)) => add.checked_sub(take).ok_or(TooLarge).map(Some),
        _ => Ok(None),
    }
}

fn added(sums: impl Iterator<Item = i64>) -> Result<Option<i64>, TooLarge> {
    let mut all = None;
    for sum in sums.filter(|sum| *sum != NOTHING) {
        all = Some(sum.checked_add(all.unwrap_or(0)).ok_or(TooLarge)?);
    }
    Ok(all)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no count of people, and no sum of millionths of beds, reaches 2 to the 53rd"
)]
const fn float(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use candour_core::Band;

    fn columns(add: &[usize], take: &[usize]) -> Columns {
        Columns {
            add: add.to_vec(),
            take: take.to_vec(),
        }
    }

    fn whole(columns: Columns) -> Resolved {
        Resolved::Count { columns, to_one: 1 }
    }

    #[test]
    fn millionths_make_one() {
        let beds = Resolved::Count {
            columns: columns(&[0], &[]),
            to_one: 1_000_000,
        };
        let found = figure(&beds, &[true], &[413_549_451]).unwrap().unwrap();
        assert_eq!(
            (found.numerator, found.value),
            (Some(413_549_451), Some(413.549_451))
        );
    }

    #[test]
    fn nought_is_not_nothing() {
        let count = whole(columns(&[0, 1], &[]));
        let value = |sums: &[i64]| {
            figure(&count, &[true, true], sums)
                .unwrap()
                .map(|figure| figure.value)
        };
        assert_eq!(value(&[NOTHING, NOTHING]), None);
        assert_eq!(value(&[0, NOTHING]), Some(Some(0.0)));
        assert_eq!(value(&[2, 3]), Some(Some(5.0)));
    }

    #[test]
    fn what_is_taken_away_must_be_known() {
        let count = whole(columns(&[0], &[1]));
        assert_eq!(figure(&count, &[true, true], &[5, NOTHING]), Ok(None));
        let absent = Figure::absent(Status::NotApplicable);
        assert_eq!(
            figure(&count, &[true, false], &[5, NOTHING]),
            Ok(Some(absent))
        );
    }

    #[test]
    fn a_blank_part_of_a_known_whole_is_none_of_it() {
        let share = |part_of_whole| Resolved::Share {
            numerator: columns(&[0], &[]),
            denominator: columns(&[0, 1], &[]),
            part_of_whole,
        };
        let found = figure(&share(true), &[true, true], &[NOTHING, 4])
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.numerator, found.denominator, found.value),
            (Some(0), Some(4), Some(0.0))
        );
        assert_eq!(
            figure(&share(false), &[true, true], &[NOTHING, 4]),
            Ok(None)
        );
    }

    #[test]
    fn nought_of_nought_has_no_value() {
        let share = Resolved::Share {
            numerator: columns(&[0], &[]),
            denominator: columns(&[0], &[]),
            part_of_whole: true,
        };
        let found = figure(&share, &[true], &[0]).unwrap().unwrap();
        assert_eq!(
            (found.denominator, found.value, found.status),
            (Some(0), None, Status::NotApplicable)
        );
    }

    #[test]
    fn a_quantile_says_how_many_it_rests_on() {
        let median = Resolved::Quantile {
            thousandths: 500,
            bands: vec![
                (
                    0,
                    Band {
                        from: 0,
                        to: Some(1),
                    },
                ),
                (1, Band { from: 1, to: None }),
            ],
        };
        let found = figure(&median, &[true, true], &[1, 4]).unwrap().unwrap();
        assert_eq!(
            (found.denominator, found.value, found.over),
            (Some(5), Some(1.0), true)
        );
        let empty = figure(&median, &[true, true], &[0, NOTHING])
            .unwrap()
            .unwrap();
        assert_eq!((empty.value, empty.status), (None, Status::NotApplicable));
    }

    #[test]
    fn a_sum_beyond_64_bits_is_said_and_not_wrapped() {
        let count = whole(columns(&[0, 1], &[]));
        assert_eq!(figure(&count, &[true, true], &[i64::MAX, 1]), Err(TooLarge));
    }
}
