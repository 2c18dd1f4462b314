//! Quantiles of a distribution of which only the counts by band are known.

use candour_core::Band;

/// A point of a distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Where it lies, in the bands' unit.
    pub value: f64,
    /// Whether it lies in a band without an upper edge: the value is then its lower edge, and the
    /// true one is more.
    pub over: bool,
}

/// The point below which `thousandths` of what the bands hold lies; none where they hold nothing.
///
/// The bands come in rising order. Of N, the `p × N`th is sought, and within the band that holds it
/// the value rises in proportion to the band's count; where `p × N` is reached exactly at the end of
/// a band, the value is the band's upper edge. This is the publisher's own rule: it gives every
/// median and 95th percentile that NHS England printed in its workbook of admitted pathways by
/// commissioner, December 2024. Counts stay whole until the last division.
///
/// ```
/// use candour_core::Band;
/// use candour_measures::quantile;
/// let week = |from| Band { from, to: Some(from + 1) };
/// let median = quantile([(week(0), 10), (week(1), 30), (week(2), 20)], 500).unwrap();
/// assert_eq!(median.value, 1.0 + 20.0 / 30.0);
/// ```
#[must_use]
pub fn quantile<I>(bands: I, thousandths: u16) -> Option<Point>
where
    I: IntoIterator<Item = (Band, i64), IntoIter: Clone>,
{
    let bands = bands.into_iter();
    let all: i128 = bands.clone().map(|(_, count)| i128::from(count)).sum();
    let sought = all * i128::from(thousandths);
    let mut below: i128 = 0;
    for (band, count) in bands.filter(|(_, count)| *count > 0) {
        let up_to = below + i128::from(count);
        if up_to * 1000 >= sought {
            let from = f64::from(band.from);
            let Some(to) = band.to else {
                return Some(Point {
                    value: from,
                    over: true,
                });
            };
            let part = ratio(sought - below * 1000, i128::from(count) * 1000);
            let value = from + (f64::from(to) - from) * part;
            return Some(Point { value, over: false });
        }
        below = up_to;
    }
    None
}

#[expect(clippy::cast_precision_loss, reason = "the one division, at the end")]
fn ratio(above: i128, below: i128) -> f64 {
    above as f64 / below as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weeks(counts: &[i64], open: i64) -> Vec<(Band, i64)> {
        let last = u16::try_from(counts.len()).unwrap();
        (0..last)
            .map(|from| Band {
                from,
                to: Some(from + 1),
            })
            .chain([Band {
                from: last,
                to: None,
            }])
            .zip(counts.iter().copied().chain([open]))
            .collect()
    }

    #[test]
    fn nothing_has_no_point() {
        assert_eq!(quantile(weeks(&[0, 0], 0), 500), None);
        assert_eq!(quantile([], 500), None);
    }

    #[test]
    fn the_end_of_a_band_is_its_upper_edge_though_the_next_is_empty() {
        let point = quantile(weeks(&[5, 0, 0, 5], 0), 500).unwrap();
        assert_eq!(
            point,
            Point {
                value: 1.0,
                over: false
            }
        );
    }

    #[test]
    fn the_open_band_gives_a_lower_bound() {
        let point = quantile(weeks(&[1, 1], 3), 500).unwrap();
        assert_eq!(
            point,
            Point {
                value: 2.0,
                over: true
            }
        );
    }

    proptest! {
        /// By brute force: everybody in a band of n stands at equal steps from its lower edge, the
        /// last at its upper edge, and the sought one lies between the two neighbours.
        #[test]
        fn agrees_with_a_line_of_everybody(
            counts in prop::collection::vec(0_i64..12, 1..20),
            thousandths in 1_u16..1000,
        ) {
            let bands = weeks(&counts, 0);
            let mut line = vec![];
            for (band, count) in &bands {
                for nth in 1..=*count {
                    line.push((f64::from(band.from), f64::from(band.from) + nth as f64 / *count as f64));
                }
            }
            match quantile(bands, thousandths) {
                None => prop_assert!(line.is_empty()),
                Some(point) => {
                    let sought = line.len() as f64 * f64::from(thousandths) / 1000.0;
                    let nth = (sought - 1e-9).floor() as usize;
                    let (edge, after) = line[nth];
                    let before = if nth > 0 && line[nth - 1].0 == edge { line[nth - 1].1 } else { edge };
                    let expected = before + (sought - nth as f64) * (after - before);
                    prop_assert!((point.value - expected).abs() < 1e-9, "{} {expected}", point.value);
                }
            }
        }

        #[test]
        fn rises_with_the_share(counts in prop::collection::vec(0_i64..12, 1..20), one in 1_u16..1000, other in 1_u16..1000) {
            let value = |p| quantile(weeks(&counts, 2), p).unwrap().value;
            prop_assert!(value(one.min(other)) <= value(one.max(other)));
        }
    }
}
