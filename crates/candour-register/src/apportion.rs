use crate::link::Share;

/// Divides a whole number by shares that sum to one, into whole numbers that sum to it: each takes
/// its quotient rounded down, and what is left goes one by one to the largest remainders, the earlier
/// of two equals first (largest remainder, Hamilton's method).
///
/// Works for totals below zero too (a deficit is divided like a surplus).
///
/// ```
/// use candour_register::{Share, apportion};
/// let shares: Vec<Share> = ["5/10", "3/10", "2/10"].iter().map(|text| text.parse().unwrap()).collect();
/// assert_eq!(apportion(7, &shares), [4, 2, 1]);
/// ```
#[must_use]
pub fn apportion(total: i64, shares: &[Share]) -> Vec<i64> {
    let size = u128::from(total.unsigned_abs());
    let mut parts: Vec<u128> = Vec::with_capacity(shares.len());
    // A remainder is a fraction of its share's whole; two are compared by cross-multiplying.
    let mut remainders: Vec<(u128, u128)> = Vec::with_capacity(shares.len());
    for share in shares {
        let whole = u128::from(share.whole.max(1));
        let product = size * u128::from(share.part);
        parts.push(product / whole);
        remainders.push((product % whole, whole));
    }
    let left = size.saturating_sub(parts.iter().sum());
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| {
        let (one, other) = (remainders[*a], remainders[*b]);
        (other.0 * one.1).cmp(&(one.0 * other.1)).then(a.cmp(b))
    });
    for place in order
        .iter()
        .cycle()
        .take(usize::try_from(left).unwrap_or(0))
    {
        parts[*place] += 1;
    }
    parts
        .into_iter()
        .map(|part| i64::try_from(part).unwrap_or(i64::MAX) * total.signum())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares(parts: &[u64]) -> Vec<Share> {
        let whole = parts.iter().sum();
        parts
            .iter()
            .map(|part| Share { part: *part, whole })
            .collect()
    }

    #[test]
    fn a_worked_example() {
        // 130 over 118, 27 and 325 of 470: 32.638…, 7.468…, 89.893…: 2 are left, to .893 and .638.
        assert_eq!(apportion(130, &shares(&[118, 27, 325])), [33, 7, 90]);
        assert_eq!(apportion(-130, &shares(&[118, 27, 325])), [-33, -7, -90]);
        assert_eq!(apportion(1, &shares(&[1, 1])), [1, 0]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nobody_is_a_unit_off(
            total in -10_000_000_000_i64..10_000_000_000,
            parts in prop::collection::vec(1_u64..5_000, 1..8),
        ) {
            let whole: u64 = parts.iter().sum();
            let found = apportion(total, &shares(&parts));
            prop_assert_eq!(found.iter().sum::<i64>(), total);
            for (found, part) in found.iter().zip(&parts) {
                let exact = total as f64 * *part as f64 / whole as f64;
                prop_assert!((*found as f64 - exact).abs() < 1.0 + 1e-6);
            }
        }

        /// By brute force: one at a time to whoever is furthest below the exact share among those
        /// that have only their quotient rounded down.
        #[test]
        fn agrees_with_dealing_out_one_by_one(total in 0_i64..500, parts in prop::collection::vec(1_u64..50, 1..6)) {
            let whole: i64 = parts.iter().map(|part| part.cast_signed()).sum();
            let mut dealt: Vec<i64> = parts.iter().map(|part| total * part.cast_signed() / whole).collect();
            let floors = dealt.clone();
            while dealt.iter().sum::<i64>() < total {
                let mut best: Option<usize> = None;
                for place in 0..parts.len() {
                    if dealt[place] > floors[place] { continue; }
                    let gap = |place: usize| total * parts[place].cast_signed() - floors[place] * whole;
                    if best.is_none_or(|best| gap(place) > gap(best)) { best = Some(place); }
                }
                dealt[best.unwrap()] += 1;
            }
            prop_assert_eq!(apportion(total, &shares(&parts)), dealt);
        }
    }
}
