//! The centre line and the process limits of one rebase group.

use super::{Profile, SpcError};

/// What the baseline of a group gives, in the unit of its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Limits {
    /// The centre line.
    pub(crate) mean: f64,
    /// None when no two neighbours of the baseline both have a value.
    pub(crate) bounds: Option<Bounds>,
}

/// The four lines about the centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) lpl: f64,
    pub(crate) upl: f64,
    pub(crate) near_lpl: f64,
    pub(crate) near_upl: f64,
}

/// Limits from a baseline; none when it has no value.
///
/// `values` holds NaN where a value is absent, and `joined[i]` says that rows `i - 1` and `i` are
/// neighbours and both have a value. `ranges` is scratch space.
///
/// Screening drops the ranges that are not strictly below `screen_at` times their average. If that
/// leaves none (every range is 0: the reference then divides 0 by 0), the first average stands, so
/// that a constant series has limits of zero width.
pub(crate) fn limits(
    values: &[f64],
    joined: &[bool],
    profile: &Profile,
    ranges: &mut Vec<f64>,
) -> Result<Option<Limits>, SpcError> {
    let Some(mean) = mean(values.iter().copied().filter(|value| !value.is_nan())) else {
        return Ok(None);
    };

    ranges.clear();
    for (pair, joined) in values.windows(2).zip(joined.iter().skip(1)) {
        if let ([before, after], true) = (pair, joined) {
            ranges.push((after - before).abs());
        }
    }
    let bounds = average_range(ranges, profile).map(|average| {
        let far = profile.multiplier * average;
        let near = 2.0 * (profile.multiplier / 3.0) * average;
        Bounds {
            lpl: mean - far,
            upl: mean + far,
            near_lpl: mean - near,
            near_upl: mean + near,
        }
    });

    let sound = mean.is_finite() && bounds.is_none_or(|b| b.lpl.is_finite() && b.upl.is_finite());
    if sound {
        Ok(Some(Limits { mean, bounds }))
    } else {
        Err(SpcError::OutOfRange)
    }
}

fn average_range(ranges: &[f64], profile: &Profile) -> Option<f64> {
    let first = mean(ranges.iter().copied())?;
    if !profile.screen {
        return Some(first);
    }
    let below = profile.screen_at * first;
    if ranges.iter().all(|&range| range < below) {
        return Some(first);
    }
    let screened = ranges.iter().copied().filter(|&range| range < below);
    Some(mean(screened).unwrap_or(first))
}

/// The mean, as near to the real number as a double can be.
///
/// A plain sum puts the mean of thirteen times 0.1 beside 0.1, and then every point of a constant
/// series lies off its centre line and beyond its limits. R adds in extended precision; here the
/// rounding error of each addition is carried along (Knuth's two-sum), which no platform changes.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut lost, mut count) = (0.0_f64, 0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        let added = next - sum;
        lost += (sum - (next - added)) + (value - added);
        sum = next;
        count += 1.0;
    }
    if count == 0.0 {
        return None;
    }
    let quotient = sum / count;
    let remainder = (-quotient).mul_add(count, sum) + lost;
    Some(quotient + remainder / count)
}

#[cfg(test)]
mod tests {
    use super::mean;

    #[test]
    fn mean_of_equal_decimals_is_that_decimal() {
        for n in 1..200 {
            for value in [0.1, 0.7, 1.0 / 3.0, 92.4, 1e-9, 123_456.789] {
                assert_eq!(
                    mean(std::iter::repeat_n(value, n)),
                    Some(value),
                    "{n} × {value}"
                );
            }
        }
        assert_eq!(mean([0.1, 0.3, 0.2].into_iter()), Some(0.2));
        assert_eq!(mean(std::iter::empty()), None);
    }
}
