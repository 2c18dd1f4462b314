//! Outlines of bodies, put on a drawing: projected, simplified and ready for any values.
//!
//! The projection is equirectangular with its true parallel at 53° north, the middle of England:
//! east and north are to scale there, and within 4 per cent from Cornwall to Northumberland.

use std::fmt::Write as _;

use super::simplify::{Point, area, simplify};
use super::xmr::Width;

/// Degrees north where the map is true to scale.
const TRUE_PARALLEL: f64 = 53.0;

/// Points that would move the outline by less than this area go; square units of the drawing.
const LEAST_TRIANGLE: f64 = 0.9;

/// Islands smaller than this go; square units of the drawing. About a square kilometre and a half.
const LEAST_ISLAND: f64 = 1.4;

/// How tall a band is in which the room west of the land is known; units of the drawing.
const BAND: f64 = 10.0;

/// A body's outline in degrees: EPSG:4326, each point a longitude and a latitude.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// The body's code.
    pub code: String,
    /// Its rings: of all its parts and of the holes in them. What lies in an odd number is inside.
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// Outlines ready to be drawn in one width. Making them costs more than a drawing: keep them.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlines {
    pub(super) width: Width,
    pub(super) size: (f64, f64),
    pub(super) bodies: Vec<Outline>,
    /// How far the land lies from the left edge, in bands of [`BAND`] from the top.
    west: Vec<f64>,
}

/// The outline of one body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outline {
    pub(super) code: String,
    /// The data of a path, in tenths.
    pub(super) path: String,
    /// The middle of the roomiest part.
    pub(super) middle: Point,
    /// How far the nearest border lies from there.
    pub(super) room: f64,
}

impl Outlines {
    /// Projects, simplifies and fits the shapes to a width.
    ///
    /// A border that two shapes share to the last digit stays one line. Islands too small to be seen
    /// are left out, but never the largest part of a body, nor a part that touches a neighbour. A
    /// shape without any ring of three different points is left out.
    #[must_use]
    pub fn new(shapes: &[Shape], width: Width) -> Self {
        let across = match width {
            Width::Wide => 540.0,
            Width::Narrow => 340.0,
        };
        let margin = 2.0;
        let narrowing = TRUE_PARALLEL.to_radians().cos();
        let flat = |&(east, north): &(f64, f64)| (east * narrowing, -north);
        let mut bounds = (
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        );
        let mut flattened: Vec<Vec<Point>> = Vec::new();
        let mut owners = Vec::new();
        for (owner, shape) in shapes.iter().enumerate() {
            for ring in &shape.rings {
                let ring: Vec<Point> = ring
                    .iter()
                    .map(flat)
                    .filter(|(x, y)| x.is_finite() && y.is_finite())
                    .collect();
                for (x, y) in &ring {
                    bounds.0 = bounds.0.min(*x);
                    bounds.1 = bounds.1.min(*y);
                    bounds.2 = bounds.2.max(*x);
                    bounds.3 = bounds.3.max(*y);
                }
                flattened.push(ring);
                owners.push(owner);
            }
        }
        let (wide, tall) = (bounds.2 - bounds.0, bounds.3 - bounds.1);
        if !(wide > 0.0 && tall > 0.0) {
            return Self {
                width,
                size: (across, 0.0),
                bodies: Vec::new(),
                west: Vec::new(),
            };
        }
        // No map is taller than one and a half times its width.
        let scale = ((across - 2.0 * margin) / wide).min((1.5 * across - 2.0 * margin) / tall);
        let left = (across - wide * scale) / 2.0;
        for point in flattened.iter_mut().flatten() {
            *point = (
                (point.0 - bounds.0) * scale + left,
                (point.1 - bounds.1) * scale + margin,
            );
        }
        let west = west_of(&flattened);
        let simple = simplify(&flattened, LEAST_TRIANGLE);
        let mut parts: Vec<Vec<(Vec<Point>, bool)>> = vec![Vec::new(); shapes.len()];
        for (owner, ring) in owners.into_iter().zip(simple) {
            if let Some(ring) = ring {
                parts[owner].push((ring.points, ring.shared));
            }
        }
        let bodies = shapes
            .iter()
            .zip(parts)
            .filter_map(|(shape, rings)| outline(&shape.code, rings))
            .collect();
        Self {
            width,
            size: (across, tall * scale + 2.0 * margin),
            bodies,
            west,
        }
    }

    /// How wide the room is in the north west beside a key so tall.
    pub(super) fn room_in_the_north_west(&self, height: f64) -> f64 {
        let bands = (0_u32..).map(|band| f64::from(band) * BAND);
        let beside = self.west.iter().zip(bands);
        beside
            .filter(|(_, top)| *top < height)
            .map(|(west, _)| *west)
            .fold(self.size.0, f64::min)
    }

    /// The codes of the bodies that have an outline, in the order of the shapes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.bodies.iter().map(|body| body.code.as_str())
    }
}

/// The least distance of any point from the left edge, band by band.
fn west_of(rings: &[Vec<Point>]) -> Vec<f64> {
    let mut west: Vec<f64> = Vec::new();
    for (x, y) in rings.iter().flatten() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a drawing is some hundred units tall, and nothing lies above it"
        )]
        let band = (y / BAND) as usize;
        if west.len() <= band {
            west.resize(band + 1, f64::INFINITY);
        }
        west[band] = west[band].min(*x);
    }
    west
}

fn outline(code: &str, mut rings: Vec<(Vec<Point>, bool)>) -> Option<Outline> {
    let largest = rings.iter().map(|(ring, _)| area(ring)).fold(0.0, f64::max);
    rings.retain(|(ring, shared)| {
        let size = area(ring);
        *shared || size >= LEAST_ISLAND || size >= largest
    });
    let rings: Vec<Vec<Point>> = rings.into_iter().map(|(ring, _)| ring).collect();
    if rings.is_empty() {
        return None;
    }
    let mut path = String::new();
    for ring in &rings {
        add_ring(&mut path, ring);
    }
    let (middle, room) = roomiest(&rings);
    Some(Outline {
        code: code.to_owned(),
        path,
        middle,
        room,
    })
}

/// A ring as path data in whole tenths, each point relative to the one before: the shortest form.
fn add_ring(path: &mut String, ring: &[Point]) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a drawing is a thousand units wide"
    )]
    let tenths = |value: f64| (value * 10.0).round() as i64;
    let mut last: Option<(i64, i64)> = None;
    for (x, y) in ring {
        let (x, y) = (tenths(*x), tenths(*y));
        match last {
            None => {
                let _ = write!(path, "M{x} {y}l");
            }
            Some((u, v)) => {
                let (dx, dy) = (x - u, y - v);
                if dx == 0 && dy == 0 {
                    continue;
                }
                // A minus sign parts numbers by itself.
                if dx >= 0 && !path.ends_with('l') {
                    path.push(' ');
                }
                let _ = write!(path, "{dx}");
                if dy >= 0 {
                    path.push(' ');
                }
                let _ = write!(path, "{dy}");
            }
        }
        last = Some((x, y));
    }
    path.push('z');
}

/// The point inside the rings that is the furthest from every border, and how far: found on a grid
/// over the largest ring, then on a finer one about the best place.
fn roomiest(rings: &[Vec<Point>]) -> (Point, f64) {
    let Some(largest) = rings.iter().max_by(|a, b| area(a).total_cmp(&area(b))) else {
        return ((0.0, 0.0), 0.0);
    };
    let (mut west, mut north, mut east, mut south) = (
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    );
    for (x, y) in largest {
        (west, east) = (west.min(*x), east.max(*x));
        (north, south) = (north.min(*y), south.max(*y));
    }
    let mut best = (
        (f64::midpoint(west, east), f64::midpoint(north, south)),
        0.0,
    );
    for steps in [15_u32, 6] {
        let (dx, dy) = (
            (east - west) / f64::from(steps),
            (south - north) / f64::from(steps),
        );
        for across in 0..steps {
            for down in 0..steps {
                let place = (
                    (f64::from(across) + 0.5).mul_add(dx, west),
                    (f64::from(down) + 0.5).mul_add(dy, north),
                );
                if let Some(room) = room_at(rings, place).filter(|room| *room > best.1) {
                    best = (place, room);
                }
            }
        }
        let (x, y) = best.0;
        (west, east, north, south) = (x - dx, x + dx, y - dy, y + dy);
    }
    best
}

/// How far a place inside the rings is from the nearest border; none outside.
fn room_at(rings: &[Vec<Point>], (x, y): Point) -> Option<f64> {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for ring in rings {
        for index in 0..ring.len() {
            let (a, b) = (ring[index], ring[(index + 1) % ring.len()]);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            if (a.1 > y) != (b.1 > y) && x < dx * (y - a.1) / dy + a.0 {
                inside = !inside;
            }
            let long = dx * dx + dy * dy;
            let along = if long > 0.0 {
                (((x - a.0) * dx + (y - a.1) * dy) / long).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let (u, v) = (a.0 + along * dx - x, a.1 + along * dy - y);
            nearest = nearest.min(u * u + v * v);
        }
    }
    inside.then(|| nearest.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(code: &str, west: f64, south: f64, side: f64) -> Shape {
        let (east, north) = (west + side, south + side);
        Shape {
            code: code.to_owned(),
            rings: vec![vec![
                (west, south),
                (east, south),
                (east, north),
                (west, north),
                (west, south),
            ]],
        }
    }

    #[test]
    fn north_is_up_and_a_degree_east_is_shorter() {
        let outlines = Outlines::new(
            &[
                square("ZZ1", -1.0, 53.0, 1.0),
                square("ZZ2", 1.0, 52.0, 1.0),
            ],
            Width::Wide,
        );
        let [first, second] = outlines.bodies.as_slice() else {
            panic!("two outlines")
        };
        assert!(
            first.middle.1 < second.middle.1,
            "the northern one is above"
        );
        assert!(first.middle.0 < second.middle.0, "the western one is left");
        // cos 53° = 0.6018: three degrees by two.
        let (wide, tall) = (outlines.size.0 - 4.0, outlines.size.1 - 4.0);
        assert!((wide / tall - 0.6018 * 1.5).abs() < 0.001, "{wide} {tall}");
    }

    #[test]
    fn tiny_islands_go_but_no_body_does() {
        let mut main = square("ZZ1", 0.0, 50.0, 5.0);
        main.rings.extend(square("", 6.0, 50.0, 0.001).rings);
        main.rings.extend(square("", 6.0, 51.0, 0.2).rings);
        let rock = square("ZZ2", -1.0, 50.0, 0.001);
        let touching = square("ZZ3", 5.0, 50.0, 0.001);
        let outlines = Outlines::new(&[main, rock, touching], Width::Wide);
        let rings: Vec<usize> = outlines
            .bodies
            .iter()
            .map(|body| body.path.matches('M').count())
            .collect();
        assert_eq!(rings, [2, 1, 1]);
    }

    #[test]
    fn a_number_stands_inside_and_not_in_a_hole() {
        let square = |from: f64, to: f64| vec![(from, from), (to, from), (to, to), (from, to)];
        let ((x, y), room) = roomiest(&[square(0.0, 60.0), square(10.0, 50.0)]);
        let inside = |from: f64, to: f64| x > from && x < to && y > from && y < to;
        assert!(inside(0.0, 60.0) && !inside(10.0, 50.0), "{x} {y}");
        // In a corner, 10 across: the furthest from both sides and the hole's corner is
        // 10 × √2 ÷ (1 + √2) = 5.86 from each.
        assert!(room > 5.0 && room < 5.86, "{room}");
        let alone = roomiest(&[square(0.0, 60.0)]);
        assert_eq!(alone, ((30.0, 30.0), 30.0));
    }

    #[test]
    fn nothing_and_nonsense_are_survived() {
        let nonsense = Shape {
            code: "ZZ1".to_owned(),
            rings: vec![vec![(f64::NAN, 1.0); 4], vec![], vec![(1.0, 1.0); 4]],
        };
        for shapes in [
            vec![],
            vec![nonsense.clone()],
            vec![nonsense, square("ZZ2", 0.0, 0.0, 1.0)],
        ] {
            let outlines = Outlines::new(&shapes, Width::Narrow);
            assert!(outlines.codes().all(|code| code == "ZZ2"));
        }
    }
}
