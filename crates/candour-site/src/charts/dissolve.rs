//! Areas put together: the outline of several neighbours without the borders between them.

use std::collections::BTreeMap;

/// A point in millionths of a degree: borders that two areas share are alike to the last digit.
type Corner = (i64, i64);

/// The rings around several areas that share borders point for point: every stretch that two of the
/// areas have in common goes, and what is left is joined into rings again.
#[must_use]
pub fn dissolve(rings: &[Vec<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
    let mut sides: BTreeMap<(Corner, Corner), u32> = BTreeMap::new();
    for ring in rings {
        let corners: Vec<Corner> = ring.iter().map(|point| corner(*point)).collect();
        for pair in corners.windows(2).filter(|pair| pair[0] != pair[1]) {
            let side = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            *sides.entry(side).or_default() += 1;
        }
    }
    // A side that an even number of rings have has the same on both its hands: all of it, or nothing.
    let mut left: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    for ((one, other), _) in sides.into_iter().filter(|(_, times)| times % 2 == 1) {
        left.entry(one).or_default().push(other);
        left.entry(other).or_default().push(one);
    }
    let mut found = Vec::new();
    while let Some(start) = left.keys().next().copied() {
        let mut ring = vec![start];
        let mut at = start;
        while let Some(next) = step(&mut left, at) {
            ring.push(next);
            at = next;
            if at == start {
                break;
            }
        }
        if ring.len() > 3 {
            found.push(ring.into_iter().map(degrees).collect());
        }
    }
    found
}

/// Takes a side that leads away from a corner, from both of its ends.
fn step(left: &mut BTreeMap<Corner, Vec<Corner>>, at: Corner) -> Option<Corner> {
    let next = left.get_mut(&at)?.pop();
    if left.get(&at).is_some_and(Vec::is_empty) {
        left.remove(&at);
    }
    let next = next?;
    if let Some(back) = left.get_mut(&next) {
        if let Some(place) = back.iter().position(|corner| *corner == at) {
            back.swap_remove(place);
        }
        if back.is_empty() {
            left.remove(&next);
        }
    }
    Some(next)
}

const MILLIONTHS: f64 = 1e6;

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees in millionths are far below 2 to the 63rd"
)]
fn corner((x, y): (f64, f64)) -> Corner {
    (
        (x * MILLIONTHS).round() as i64,
        (y * MILLIONTHS).round() as i64,
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "degrees in millionths are far below 2 to the 53rd"
)]
fn degrees((x, y): Corner) -> (f64, f64) {
    (x as f64 / MILLIONTHS, y as f64 / MILLIONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64) -> Vec<(f64, f64)> {
        vec![
            (x, y),
            (x + 1.0, y),
            (x + 1.0, y + 1.0),
            (x, y + 1.0),
            (x, y),
        ]
    }

    /// Twice the area inside, by the shoelace rule; holes count against it or for it by their turn.
    fn size(ring: &[(f64, f64)]) -> f64 {
        ring.windows(2)
            .map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1)
            .sum::<f64>()
            .abs()
            / 2.0
    }

    #[test]
    fn neighbours_become_one_and_strangers_stay_apart() {
        let two = dissolve(&[square(0.0, 51.0), square(1.0, 51.0)]);
        assert_eq!(two.len(), 1);
        assert!((size(&two[0]) - 2.0).abs() < 1e-9);
        // The border between them is gone: six corners and the first again.
        assert_eq!(two[0].len(), 7);
        let apart = dissolve(&[square(0.0, 51.0), square(5.0, 51.0)]);
        assert_eq!(apart.len(), 2);
        assert_eq!(dissolve(&[]), Vec::<Vec<(f64, f64)>>::new());
    }

    #[test]
    fn a_ring_of_squares_has_a_hole() {
        let around: Vec<_> = (0..9)
            .filter(|place| *place != 4)
            .map(|place| square(f64::from(place % 3), f64::from(place / 3)))
            .collect();
        let mut sizes: Vec<f64> = dissolve(&around).iter().map(|ring| size(ring)).collect();
        sizes.sort_by(f64::total_cmp);
        assert_eq!(sizes.len(), 2);
        assert!((sizes[0] - 1.0).abs() < 1e-9 && (sizes[1] - 9.0).abs() < 1e-9);
    }
}
