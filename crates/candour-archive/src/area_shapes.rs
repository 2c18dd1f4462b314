//! The boundaries of areas, as a map draws them.

use std::collections::HashMap;

use candour_core::{BodyCode, Digest, Level};
use candour_publications::Polygon;
use candour_register::Scheme;
use jiff::civil::Date;

use crate::catalogue;
use crate::error::ArchiveError;
use crate::snapshot::{Snapshot, parsed};

/// The area of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapeRow {
    /// Its code by the Office for National Statistics.
    pub ons: String,
    /// The body whose area it is, by its code or, where no file held has that, by its name; none where
    /// the register knows neither.
    pub body: Option<BodyCode>,
    /// Its name as published.
    pub name: String,
    /// The level of the body.
    pub level: Level,
    /// Its parts, each an outer ring and its holes; points are longitude and latitude in degrees.
    pub polygons: Vec<Polygon>,
    /// The day as at which its file speaks.
    pub as_at: Date,
    /// The file.
    pub source: Digest,
}

impl Snapshot<'_> {
    /// Whether the outlines of any boards or sub-ICB locations are held.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn has_shapes(&self) -> Result<bool, ArchiveError> {
        Ok(self
            .connection()?
            .prepare_cached("SELECT 1 FROM area_shape WHERE level IN (?1, ?2)")?
            .exists([
                catalogue::level_number(Level::SubIcb),
                catalogue::level_number(Level::Icb),
            ])?)
    }

    /// The areas of a level, from the latest file that has them, in the order of their codes; none
    /// where no boundaries have been taken.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn shapes(&self, level: Level) -> Result<Vec<ShapeRow>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT a.ons, a.name, a.rings, v.as_at, s.sha256 FROM area_shape a
             JOIN source s ON s.id = a.source_id JOIN vintage v ON v.source_id = a.source_id
             WHERE a.level = ?1 AND a.source_id = (
                 SELECT w.source_id FROM vintage w JOIN area_shape b ON b.source_id = w.source_id
                 WHERE b.level = ?1 ORDER BY w.as_at DESC, w.source_id DESC LIMIT 1)
             ORDER BY a.ons",
        )?;
        let mut found = Vec::new();
        for row in statement.query_map([catalogue::level_number(level)], |row| {
            let rings = row.get_ref(2)?.as_blob()?;
            Ok(ShapeRow {
                ons: row.get(0)?,
                body: None,
                name: row.get(1)?,
                level,
                polygons: unpacked(rings).unwrap_or_default(),
                as_at: parsed(row, 3)?,
                source: parsed(row, 4)?,
            })
        })? {
            found.push(row?);
        }
        if found.is_empty() {
            return Ok(found);
        }
        let register = self.register()?;
        let codes: HashMap<&str, &BodyCode> = register
            .rows()
            .codes
            .iter()
            .filter(|code| code.scheme == Scheme::Ons)
            .map(|code| (code.code.as_str(), &code.body))
            .collect();
        // The office gives an area another code whenever its boundary moves, so that a map can be of
        // a code that no lookup held has; its name then tells the body of that level.
        let names: HashMap<String, &BodyCode> = register
            .bodies()
            .filter(|body| body.kind.level() == Some(level))
            .map(|body| (body.name.to_lowercase(), &body.code))
            .collect();
        for shape in &mut found {
            shape.body = codes
                .get(shape.ons.as_str())
                .or_else(|| names.get(&shape.name.to_lowercase()))
                .map(|body| (*body).clone());
        }
        Ok(found)
    }
}

/// Millionths of a degree in one: 11 centimetres north to south.
const MILLIONTHS: f64 = 1e6;

/// Polygons as bytes: how many; for each how many rings; for each how many points; for each point its
/// longitude and latitude in millionths of a degree. All are four bytes, the lowest first.
pub(crate) fn packed(polygons: &[Polygon]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let count = |bytes: &mut Vec<u8>, number: usize| {
        bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    };
    count(&mut bytes, polygons.len());
    for rings in polygons {
        count(&mut bytes, rings.len());
        for points in rings {
            count(&mut bytes, points.len());
            for degrees in points.iter().flatten() {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "180 degrees in millionths fit; beyond is held at the limit"
                )]
                let number = (degrees * MILLIONTHS).round() as i32;
                bytes.extend(number.to_le_bytes());
            }
        }
    }
    bytes
}

/// The same the other way; none where the bytes are no such thing.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Vec<Polygon>> {
    let mut words = bytes
        .chunks_exact(4)
        .map(|word| <[u8; 4]>::try_from(word).unwrap_or_default());
    // A count is never believed beyond what the bytes can hold.
    let most = bytes.len() / 4;
    let mut polygons = Vec::new();
    for _ in 0..count(&mut words, most)? {
        let mut rings = Vec::new();
        for _ in 0..count(&mut words, most)? {
            let mut points = Vec::new();
            for _ in 0..count(&mut words, most)? {
                let mut degrees =
                    || Some(f64::from(i32::from_le_bytes(words.next()?)) / MILLIONTHS);
                points.push([degrees()?, degrees()?]);
            }
            rings.push(points);
        }
        polygons.push(rings);
    }
    Some(polygons)
}

fn count(words: &mut impl Iterator<Item = [u8; 4]>, most: usize) -> Option<usize> {
    let number = usize::try_from(u32::from_le_bytes(words.next()?)).ok()?;
    (number <= most).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_as_it_went_to_a_millionth_of_a_degree() {
        let polygons = vec![
            vec![vec![
                [-1.5, 53.25],
                [-1.25, 53.5],
                [-1.0, 53.0],
                [-1.5, 53.25],
            ]],
            vec![
                vec![
                    [0.000_001, 51.0],
                    [1.0, 52.0],
                    [1.0, 51.0],
                    [0.000_001, 51.0],
                ],
                vec![],
            ],
        ];
        assert_eq!(unpacked(&packed(&polygons)), Some(polygons));
    }

    #[test]
    fn bytes_that_are_no_polygons_are_none() {
        for bytes in [
            &[][..],
            &[1, 0, 0, 0],
            &[255; 12],
            &[1, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0],
        ] {
            assert_eq!(unpacked(bytes), None, "{bytes:?}");
        }
    }
}
