//! How far chance alone could move a share.

/// The standard normal's point that 95 per cent of it lies within, on either side.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 per cent score interval of a share (Wilson 1927), the one that Public Health England's
/// technical guidance on confidence intervals recommends for proportions.
///
/// It holds every true share that the count seen would not contradict: those `p` for which
/// `|share − p| ≤ 1.96 √(p (1 − p) / denominator)`. None where there is no denominator or the count
/// is no part of it.
///
/// ```
/// let (low, high) = candour_site::server::share_interval(81, 263).expect("a share");
/// assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("0.2553".into(), "0.3662".into()));
/// ```
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of people are far below 2 to the 53rd"
)]
pub fn share_interval(numerator: i64, denominator: i64) -> Option<(f64, f64)> {
    if denominator <= 0 || !(0..=denominator).contains(&numerator) {
        return None;
    }
    let n = denominator as f64;
    let share = numerator as f64 / n;
    let scale = 1.0 + Z * Z / n;
    let centre = (share + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    // None and all are edges of the range itself, which rounding must not miss.
    let low = if numerator == 0 { 0.0 } else { centre - half };
    let high = if numerator == denominator {
        1.0
    } else {
        centre + half
    };
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second way: halves the range until the definition's inequality turns.
    fn edge(share: f64, n: f64, mut inside: f64, mut outside: f64) -> f64 {
        for _ in 0..200 {
            let middle = f64::midpoint(inside, outside);
            if (share - middle).abs() <= Z * (middle * (1.0 - middle) / n).sqrt() {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    }

    #[test]
    fn the_formula_gives_the_edges_of_the_definition() {
        for (numerator, denominator) in [
            (1, 2),
            (81, 263),
            (15, 148),
            (1_333_914, 2_045_795),
            (999, 1000),
        ] {
            let (share, n) = (
                f64::from(numerator) / f64::from(denominator),
                f64::from(denominator),
            );
            let (low, high) =
                share_interval(numerator.into(), denominator.into()).expect("a share");
            assert!(
                (low - edge(share, n, share, 0.0)).abs() < 1e-12,
                "{numerator}/{denominator}"
            );
            assert!(
                (high - edge(share, n, share, 1.0)).abs() < 1e-12,
                "{numerator}/{denominator}"
            );
        }
    }

    #[test]
    fn none_and_all_are_shares_too() {
        let (low, high) = share_interval(0, 10).expect("a share");
        assert!(low == 0.0 && (high - 0.2775).abs() < 1e-4, "{low} {high}");
        let (low, high) = share_interval(10, 10).expect("a share");
        assert!((low - 0.7225).abs() < 1e-4 && high == 1.0, "{low} {high}");
        assert_eq!(share_interval(0, 0), None);
        assert_eq!(share_interval(3, 2), None);
        assert_eq!(share_interval(-1, 2), None);
    }
}
