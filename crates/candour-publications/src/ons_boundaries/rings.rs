//! The rings of a feature, and whether each is one.

use serde_json::Value;

use crate::directory::Polygon;
use crate::text::shown;

/// England's box, with a little room: from the Isles of Scilly (6.4 degrees west, 49.9 north) to
/// Lowestoft (1.8 east) and Berwick (55.8 north).
const WEST_TO_EAST: std::ops::RangeInclusive<f64> = -6.7..=2.1;
const SOUTH_TO_NORTH: std::ops::RangeInclusive<f64> = 49.7..=56.0;

type Faults = Vec<(&'static str, String)>;

/// The polygons of a geometry; what is wrong with it goes to `faults`, with a code and a sentence.
pub(super) fn polygons(geometry: Option<&Value>, faults: &mut Faults) -> Vec<Polygon> {
    let Some(geometry) = geometry.filter(|geometry| !geometry.is_null()) else {
        faults.push(("no-geometry", "expected a geometry, saw none".to_owned()));
        return Vec::new();
    };
    let kind = geometry
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let coordinates = geometry.get("coordinates");
    let parts: Vec<&Value> = match (kind, coordinates) {
        ("Polygon", Some(one)) => vec![one],
        ("MultiPolygon", Some(Value::Array(several))) => several.iter().collect(),
        ("Polygon" | "MultiPolygon", _) => {
            faults.push(("coordinates", "expected coordinates, saw none".to_owned()));
            return Vec::new();
        }
        _ => {
            let message = format!(
                "expected a Polygon or a MultiPolygon, saw {}",
                shown(kind.as_bytes())
            );
            faults.push(("geometry", message));
            return Vec::new();
        }
    };
    let mut number = 0;
    let polygons: Vec<Polygon> = parts
        .into_iter()
        .map(|part| {
            let rings = part.as_array().map(Vec::as_slice).unwrap_or_default();
            if rings.is_empty() {
                faults.push((
                    "no-rings",
                    "expected rings in each part, saw none".to_owned(),
                ));
            }
            rings
                .iter()
                .map(|points| {
                    number += 1;
                    ring(number, points, faults)
                })
                .collect()
        })
        .collect();
    if polygons.is_empty() {
        faults.push((
            "no-rings",
            "expected at least one part, saw none".to_owned(),
        ));
    }
    polygons
}

fn ring(number: usize, points: &Value, faults: &mut Faults) -> Vec<[f64; 2]> {
    let listed = points.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut read = Vec::with_capacity(listed.len());
    for (place, listed) in listed.iter().enumerate() {
        let pair = |at: usize| listed.get(at).and_then(Value::as_f64);
        match (pair(0), pair(1)) {
            (Some(longitude), Some(latitude)) if longitude.is_finite() && latitude.is_finite() => {
                read.push([longitude, latitude]);
            }
            _ => {
                let point = place + 1;
                let message = format!(
                    "ring {number}, point {point}: expected two numbers, saw something else"
                );
                faults.push(("broken-ring", message));
                return Vec::new();
            }
        }
    }
    if read.len() < 4 {
        let message = format!(
            "ring {number}: expected at least 4 points, the last being the first, saw {}",
            read.len()
        );
        faults.push(("broken-ring", message));
    } else if read.first() != read.last() {
        let message =
            format!("ring {number}: expected its last point to be its first, saw another");
        faults.push(("broken-ring", message));
    }
    let outside = read.iter().position(|[longitude, latitude]| {
        !WEST_TO_EAST.contains(longitude) || !SOUTH_TO_NORTH.contains(latitude)
    });
    if let Some(place) = outside {
        let [longitude, latitude] = read[place];
        let message = format!(
            "ring {number}, point {}: expected longitude and latitude in England, saw {longitude}, {latitude}",
            place + 1
        );
        faults.push(("out-of-england", message));
    }
    read
}
