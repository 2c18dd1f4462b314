//! Classes for maps: values cut into five of nearly equal number.

use candour_core::Unit;

use crate::format;

/// The most classes that a map has: as many as a reader can tell apart by shade.
pub const MOST_CLASSES: usize = 5;

/// One class: the values from its lowest to its highest, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Class {
    /// The lowest value in it.
    pub lowest: f64,
    /// The highest value in it.
    pub highest: f64,
    /// How many values it holds.
    pub members: usize,
}

/// Values cut into classes by quantile, the lowest class first.
///
/// Equal values are never parted. There are [`MOST_CLASSES`] classes, or as many as there are
/// different values where these are fewer. Of all ways to cut so, the classes are the most even: the
/// sum of the squares of their sizes is the least; of ways as even, the higher classes are the larger.
///
/// ```
/// use candour_site::charts::Classes;
/// let classes = Classes::by_quantile([0.61, 0.70, 0.70, 0.70, 0.74, 0.81, 0.90]);
/// let sizes: Vec<usize> = classes.all().iter().map(|class| class.members).collect();
/// assert_eq!(sizes, [1, 3, 1, 1, 1]);
/// assert_eq!(classes.of(0.70), Some(1));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Classes(Vec<Class>);

impl Classes {
    /// Cuts the values; what is not a number is left out.
    #[must_use]
    pub fn by_quantile(values: impl IntoIterator<Item = f64>) -> Self {
        // Adding nought makes minus nought equal to nought for the total order too.
        let mut values: Vec<f64> = values
            .into_iter()
            .filter(|value| value.is_finite())
            .map(|value| value + 0.0)
            .collect();
        values.sort_by(f64::total_cmp);
        let mut ends: Vec<usize> = (1..values.len())
            .filter(|index| values[*index].total_cmp(&values[*index - 1]).is_gt())
            .collect();
        if !values.is_empty() {
            ends.push(values.len());
        }
        let mut from = 0;
        let classes = most_even(&ends, ends.len().min(MOST_CLASSES))
            .into_iter()
            .map(|to| {
                let class = Class {
                    lowest: values[from],
                    highest: values[to - 1],
                    members: to - from,
                };
                from = to;
                class
            })
            .collect();
        Self(classes)
    }

    /// The classes, the lowest first.
    #[must_use]
    pub fn all(&self) -> &[Class] {
        &self.0
    }

    /// Which class a value lies in, counted from 0; none between classes.
    #[must_use]
    pub fn of(&self, value: f64) -> Option<usize> {
        self.0
            .iter()
            .position(|class| value >= class.lowest && value <= class.highest)
    }

    /// Each class in words: `61.2% to 68.4%`, or `61.2%` for one of a single value.
    ///
    /// Where rounding would give two classes a common end, the ends have further digits.
    #[must_use]
    pub fn in_words(&self, unit: Unit) -> Vec<String> {
        let roundings = (1..=4).map(|decimals| {
            move |value: f64| match unit {
                Unit::Count if decimals == 1 => format::count(value),
                Unit::Count => format::count_in_full(value),
                Unit::Share => format::share_to(value, decimals),
                Unit::Weeks => format::weeks_to(value, decimals),
                Unit::Beds => format::value(value, unit),
            }
        });
        let mut words = Vec::new();
        for round in roundings {
            words = self
                .0
                .iter()
                .map(|class| (round(class.lowest), round(class.highest)))
                .collect();
            if words
                .windows(2)
                .all(|pair: &[(String, String)]| pair[0].1 != pair[1].0)
            {
                break;
            }
        }
        words
            .into_iter()
            .map(|(low, high)| range(&low, &high))
            .collect()
    }
}

/// From one end to the other; the unit once: `13.6 to 15.2 weeks`.
fn range(low: &str, high: &str) -> String {
    if low == high {
        return low.to_owned();
    }
    format!("{} to {high}", low.trim_end_matches(" weeks"))
}

/// Where to cut: `ends` are the places where a class may end (each run of equal values ends at one),
/// of which the last must; `classes` of them are chosen so that the sizes are the most even.
fn most_even(ends: &[usize], classes: usize) -> Vec<usize> {
    if classes == 0 {
        return Vec::new();
    }
    let start = |run: usize| if run == 0 { 0 } else { ends[run - 1] };
    let square = |from: usize, to: usize| {
        let size = (start(to) - start(from)) as u128;
        size * size
    };
    // best[k][to]: the least sum of squares of the first `to` runs in k + 1 classes, and where the
    // last of them begins. No class is empty, so that there are at least as many runs as classes.
    let runs = ends.len();
    let mut best: Vec<Vec<Option<(u128, usize)>>> = Vec::with_capacity(classes);
    best.push((0..=runs).map(|to| Some((square(0, to), 0))).collect());
    for k in 1..classes {
        let before = &best[k - 1];
        let row = (0..=runs)
            .map(|to| {
                (k..to)
                    .filter_map(|from| Some((before[from]?.0 + square(from, to), from)))
                    .min()
            })
            .collect();
        best.push(row);
    }
    let mut cuts = Vec::with_capacity(classes);
    let mut to = runs;
    for row in best.iter().rev() {
        cuts.push(start(to));
        to = row[to].map_or(0, |(_, from)| from);
    }
    cuts.reverse();
    cuts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sizes(values: &[f64]) -> Vec<usize> {
        let classes = Classes::by_quantile(values.iter().copied());
        classes.all().iter().map(|class| class.members).collect()
    }

    #[test]
    fn forty_two_different_values_make_five_classes_of_eight_or_nine() {
        let values: Vec<f64> = (0..42).map(f64::from).collect();
        assert_eq!(sizes(&values), [8, 8, 8, 9, 9]);
    }

    #[test]
    fn fewer_values_make_fewer_classes() {
        assert_eq!(sizes(&[]), [0; 0]);
        assert_eq!(sizes(&[f64::NAN, f64::INFINITY]), [0; 0]);
        assert_eq!(sizes(&[3.0, 3.0, 3.0]), [3]);
        assert_eq!(sizes(&[3.0, 0.0, -0.0, 3.0]), [2, 2]);
        assert_eq!(sizes(&[1.0, 2.0, 3.0]), [1, 1, 1]);
    }

    #[test]
    fn ties_stay_together() {
        let mut values = vec![0.0; 30];
        values.extend([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(sizes(&values), [30, 1, 1, 2, 2]);
    }

    #[test]
    fn words_do_not_overlap() {
        let words =
            |values: &[f64], unit| Classes::by_quantile(values.iter().copied()).in_words(unit);
        assert_eq!(
            words(&[0.5, 0.61, 0.611, 0.7, 0.8, 0.9, 0.95], Unit::Share),
            [
                "50.0%",
                "61.0%",
                "61.1%",
                "70.0% to 80.0%",
                "90.0% to 95.0%"
            ]
        );
        assert_eq!(
            words(&[12.04, 12.06, 13.5], Unit::Weeks),
            ["12.0 weeks", "12.1 weeks", "13.5 weeks"]
        );
        let close = words(&[0.610_01, 0.610_02], Unit::Share);
        assert_ne!(close[0], close[1]);
        assert_eq!(
            words(&[1.0, 2.0, 3.0, 4.0, 5.0, 12.3, 18.5], Unit::Weeks)[4],
            "12.3 to 18.5 weeks"
        );
    }

    /// Every way to cut the runs of equal values into classes, one by one.
    fn every_way(runs: &[usize], classes: usize) -> Vec<Vec<usize>> {
        if classes == 1 {
            return vec![vec![runs.iter().sum()]];
        }
        let mut ways = Vec::new();
        for first in 1..=runs.len() - (classes - 1) {
            for mut rest in every_way(&runs[first..], classes - 1) {
                rest.insert(0, runs[..first].iter().sum());
                ways.push(rest);
            }
        }
        ways
    }

    proptest! {
        #[test]
        fn no_other_cut_is_more_even(values in prop::collection::vec(0_u8..14, 1..40)) {
            let numbers: Vec<f64> = values.iter().map(|v| f64::from(*v) / 7.0).collect();
            let classes = Classes::by_quantile(numbers.iter().copied());
            let sizes: Vec<usize> = classes.all().iter().map(|class| class.members).collect();

            let mut counts = [0_usize; 14];
            for value in &values {
                counts[usize::from(*value)] += 1;
            }
            let runs: Vec<usize> = counts.into_iter().filter(|count| *count > 0).collect();
            let ways = every_way(&runs, runs.len().min(MOST_CLASSES));
            let squares = |sizes: &[usize]| sizes.iter().map(|size| size * size).sum::<usize>();
            let least = ways.iter().map(|way| squares(way)).min().unwrap();
            prop_assert!(ways.contains(&sizes));
            prop_assert_eq!(squares(&sizes), least);

            // Each value lies in one class, equal values in the same, and classes do not overlap.
            for (index, class) in classes.all().iter().enumerate() {
                let inside = numbers
                    .iter()
                    .filter(|value| classes.of(**value) == Some(index))
                    .count();
                prop_assert_eq!(inside, class.members);
                prop_assert!(class.lowest <= class.highest);
            }
            for pair in classes.all().windows(2) {
                prop_assert!(pair[0].highest < pair[1].lowest);
            }
        }
    }
}
