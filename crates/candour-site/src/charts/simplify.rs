//! Fewer points for outlines that share borders, without parting neighbours.
//!
//! Rings are cut where borders meet; each piece is simplified once, in one direction, and serves both
//! its sides. Pieces lose the points that matter least by the method of Visvalingam and Whyatt: the
//! one whose triangle with its neighbours is the smallest goes first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// A point on the drawing.
pub(super) type Point = (f64, f64);

/// What identifies a point: two rings share it where it is the same to the last bit.
type Bits = (u64, u64);

fn bits(point: Point) -> Bits {
    // Adding nought makes minus nought nought.
    ((point.0 + 0.0).to_bits(), (point.1 + 0.0).to_bits())
}

/// One ring, simplified.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Simplified {
    /// Its points, the first not repeated at the end; never fewer than three.
    pub(super) points: Vec<Point>,
    /// Whether another ring runs along some part of it.
    pub(super) shared: bool,
}

/// Simplifies rings together, in their order. Points that matter less than `least` (an area) go.
/// A ring of fewer than three different points becomes none.
pub(super) fn simplify(rings: &[Vec<Point>], least: f64) -> Vec<Option<Simplified>> {
    let rings: Vec<Vec<Point>> = rings.iter().map(|ring| clean(ring)).collect();
    let (neighbours, sides) = survey(&rings);
    let mut pieces: HashMap<Vec<Bits>, Vec<Point>> = HashMap::new();
    rings
        .iter()
        .map(|ring| {
            if ring.len() < 3 {
                return None;
            }
            let shared = edges(ring).any(|edge| sides[&edge] > 1);
            let points = simplify_ring(ring, &neighbours, &mut pieces, least);
            // A ring that would shrink to a line keeps all its points: it may be all that a body has.
            let points = if points.len() < 3 {
                ring.clone()
            } else {
                points
            };
            Some(Simplified { points, shared })
        })
        .collect()
}

/// A ring without points that are no place, and without one that repeats the one before it.
fn clean(ring: &[Point]) -> Vec<Point> {
    let mut clean: Vec<Point> = Vec::with_capacity(ring.len());
    for point in ring {
        if point.0.is_finite()
            && point.1.is_finite()
            && clean.last().is_none_or(|last| bits(*last) != bits(*point))
        {
            clean.push(*point);
        }
    }
    while clean.len() > 1 && clean.first().copied().map(bits) == clean.last().copied().map(bits) {
        clean.pop();
    }
    clean
}

/// The sides of a ring, each with its ends in one order whichever way the ring runs.
fn edges(ring: &[Point]) -> impl Iterator<Item = (Bits, Bits)> + '_ {
    (0..ring.len()).map(|index| {
        let (a, b) = (bits(ring[index]), bits(ring[(index + 1) % ring.len()]));
        if a < b { (a, b) } else { (b, a) }
    })
}

/// For each point the different points beside it in any ring, up to three; and for each side how many
/// rings run along it.
type Survey = (HashMap<Bits, Vec<Bits>>, HashMap<(Bits, Bits), u32>);

fn survey(rings: &[Vec<Point>]) -> Survey {
    let mut neighbours: HashMap<Bits, Vec<Bits>> = HashMap::new();
    let mut sides: HashMap<(Bits, Bits), u32> = HashMap::new();
    for ring in rings {
        for (a, b) in edges(ring) {
            *sides.entry((a, b)).or_default() += 1;
            for (of, beside) in [(a, b), (b, a)] {
                let known = neighbours.entry(of).or_default();
                if known.len() < 3 && !known.contains(&beside) {
                    known.push(beside);
                }
            }
        }
    }
    (neighbours, sides)
}

fn simplify_ring(
    ring: &[Point],
    neighbours: &HashMap<Bits, Vec<Bits>>,
    pieces: &mut HashMap<Vec<Bits>, Vec<Point>>,
    least: f64,
) -> Vec<Point> {
    // Borders meet at a point that has other than two neighbours.
    let meets = |point: &Point| neighbours.get(&bits(*point)).is_none_or(|n| n.len() != 2);
    let start = ring.iter().position(meets).unwrap_or_else(|| {
        // None meet: an island, or an enclave. Both its sides must begin at one point.
        let lowest = (0..ring.len()).min_by_key(|index| bits(ring[*index]));
        lowest.unwrap_or(0)
    });
    let mut points = Vec::new();
    let mut piece = vec![ring[start]];
    for step in 1..=ring.len() {
        let point = ring[(start + step) % ring.len()];
        piece.push(point);
        if meets(&point) || step == ring.len() {
            let kept = simplify_piece(&piece, pieces, least);
            points.extend_from_slice(&kept[..kept.len() - 1]);
            piece = vec![point];
        }
    }
    points
}

/// A piece simplified, or the same piece as another ring had it.
fn simplify_piece(
    piece: &[Point],
    known: &mut HashMap<Vec<Bits>, Vec<Point>>,
    least: f64,
) -> Vec<Point> {
    let forth: Vec<Bits> = piece.iter().copied().map(bits).collect();
    let back: Vec<Bits> = forth.iter().rev().copied().collect();
    let turned = back < forth;
    let key = if turned { back } else { forth };
    let mut kept = known
        .entry(key)
        .or_insert_with(|| {
            let mut piece = piece.to_vec();
            if turned {
                piece.reverse();
            }
            drop_small(&piece, least)
        })
        .clone();
    if turned {
        kept.reverse();
    }
    kept
}

/// The area of the triangle of three points.
fn triangle(a: Point, b: Point, c: Point) -> f64 {
    ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs() / 2.0
}

/// A line without the points that matter least; its ends stay. A line that ends where it begins keeps
/// two points between, so that it still holds an area.
fn drop_small(line: &[Point], least: f64) -> Vec<Point> {
    let last = line.len() - 1;
    let most = if bits(line[0]) == bits(line[last]) {
        line.len().saturating_sub(4)
    } else {
        line.len()
    };
    let mut before: Vec<usize> = (0..line.len()).map(|i| i.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (1..=line.len()).collect();
    let mut gone = vec![false; line.len()];
    let weigh = |i: usize, before: &[usize], after: &[usize]| {
        // No area is negative, so that the order of the bits is that of the numbers.
        triangle(line[before[i]], line[i], line[after[i]]).to_bits()
    };
    let mut weights = vec![0_u64; line.len()];
    let mut heap = BinaryHeap::new();
    for (index, weight) in weights.iter_mut().enumerate().take(last).skip(1) {
        *weight = weigh(index, &before, &after);
        heap.push(Reverse((*weight, index)));
    }
    let mut dropped = 0;
    while let Some(Reverse((weight, index))) = heap.pop() {
        if gone[index] || weights[index] != weight {
            continue;
        }
        if f64::from_bits(weight) >= least || dropped >= most {
            break;
        }
        gone[index] = true;
        dropped += 1;
        let (left, right) = (before[index], after[index]);
        (after[left], before[right]) = (right, left);
        for beside in [left, right] {
            if beside > 0 && beside < last {
                // A neighbour never weighs less than what went before it: the order is that of need.
                weights[beside] = weigh(beside, &before, &after).max(weight);
                heap.push(Reverse((weights[beside], beside)));
            }
        }
    }
    line.iter()
        .zip(gone)
        .filter_map(|(point, gone)| (!gone).then_some(*point))
        .collect()
}

/// The area inside a ring, whichever way it runs.
pub(super) fn area(ring: &[Point]) -> f64 {
    let doubled: f64 = (0..ring.len())
        .map(|index| {
            let (a, b) = (ring[index], ring[(index + 1) % ring.len()]);
            a.0 * b.1 - b.0 * a.1
        })
        .sum();
    doubled.abs() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two bodies side by side with a ragged border, an island, and an enclave in the first body.
    fn rings() -> Vec<Vec<Point>> {
        let border: Vec<Point> = (0..=40)
            .map(|step| {
                let ragged = f64::from(step * 7 % 5) / 10.0;
                (50.0 + ragged, f64::from(step) * 2.5)
            })
            .collect();
        let mut west = vec![(0.0, 0.0)];
        west.extend(&border);
        west.push((0.0, 100.0));
        let mut east = vec![(100.0, 100.0)];
        east.extend(border.iter().rev());
        east.push((100.0, 0.0));
        let enclave = vec![
            (20.0, 20.0),
            (25.0, 20.1),
            (30.0, 20.0),
            (30.0, 30.0),
            (20.0, 30.0),
        ];
        let mut hole: Vec<Point> = enclave.clone();
        hole.rotate_left(2);
        hole.reverse();
        let island = vec![
            (200.0, 0.0),
            (201.0, 0.0),
            (201.0, 1.0),
            (200.0, 1.0),
            (200.0, 0.0),
        ];
        vec![west, east, hole, enclave, island]
    }

    fn inside(ring: &[Point], (x, y): Point) -> bool {
        (0..ring.len())
            .filter(|index| {
                let (a, b) = (ring[*index], ring[(index + 1) % ring.len()]);
                (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0
            })
            .count()
            % 2
            == 1
    }

    #[test]
    fn neighbours_keep_one_border() {
        let simple: Vec<Simplified> = simplify(&rings(), 20.0).into_iter().flatten().collect();
        let [west, east, hole, enclave, island] = simple.as_slice() else {
            panic!("five rings")
        };
        assert!(west.points.len() < 10, "{:?}", west.points);
        // Every place of the land lies in one of the two, and never in both.
        for column in 1..200 {
            for row in 1..200 {
                let place = (f64::from(column) * 0.5, f64::from(row) * 0.5);
                assert_ne!(
                    inside(&west.points, place),
                    inside(&east.points, place),
                    "{place:?}"
                );
                assert_eq!(inside(&hole.points, place), inside(&enclave.points, place));
            }
        }
        assert!(west.shared && east.shared && hole.shared && enclave.shared);
        assert!(!island.shared);
    }

    #[test]
    fn a_small_ring_keeps_an_area() {
        let tiny = vec![(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.05, 0.12), (0.0, 0.1)];
        let simple = simplify(&[tiny], 1_000.0);
        let ring = simple[0].as_ref().unwrap();
        assert_eq!(ring.points.len(), 3);
        assert!(area(&ring.points) > 0.0);
    }

    #[test]
    fn what_is_no_ring_is_none() {
        let none = (f64::NAN, 0.0);
        let rings = [
            vec![],
            vec![(1.0, 1.0)],
            vec![(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)],
            vec![none, none, none],
        ];
        assert!(simplify(&rings, 1.0).iter().all(Option::is_none));
    }

    #[test]
    fn the_least_point_goes_first() {
        // Triangles of 0.5, 4 and 0.05: by hand.
        let line = [
            (0.0, 0.0),
            (1.0, 0.5),
            (2.0, 0.0),
            (3.0, 4.0),
            (4.0, 8.1),
            (5.0, 12.0),
        ];
        assert_eq!(
            drop_small(&line, 0.4),
            [(0.0, 0.0), (1.0, 0.5), (2.0, 0.0), (5.0, 12.0)]
        );
        assert_eq!(drop_small(&line, 0.0), line);
    }

    #[test]
    fn an_area_by_hand() {
        assert_eq!(
            area(&[(0.0, 0.0), (4.0, 0.0), (4.0, 3.0)]).to_bits(),
            6.0_f64.to_bits()
        );
    }
}
