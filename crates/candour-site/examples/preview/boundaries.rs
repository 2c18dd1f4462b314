//! Boundaries of boards from a published GeoJSON file, where one is at hand.

use std::path::{Path, PathBuf};
use std::{env, fs};

use candour_register::{Kind, Register};
use candour_site::charts::Shape;
use serde_json::Value;

/// The boundaries of the boards of April 2023, with the register's codes; none where the real files
/// are not there. The file knows ONS codes only, so that boards are found by name.
pub(crate) fn boards() -> Option<Vec<Shape>> {
    let folder = env::var_os("CANDOUR_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join("geo/Integrated_Care_Boards_April_2023_EN_BSC.geojson");
    let file: Value = serde_json::from_str(&fs::read_to_string(path).ok()?).ok()?;
    let code = |name: &str| {
        Register::bundled()
            .bodies()
            .find(|body| body.kind == Kind::Board && body.name == name)
            .map(|body| body.code.to_string())
    };
    file["features"]
        .as_array()?
        .iter()
        .map(|feature| {
            Some(Shape {
                code: code(feature["properties"]["ICB23NM"].as_str()?)?,
                rings: rings(&feature["geometry"]["coordinates"]),
            })
        })
        .collect()
}

/// Every ring of a polygon or of several: a ring is a list whose first part begins with a number.
fn rings(coordinates: &Value) -> Vec<Vec<(f64, f64)>> {
    let Some(parts) = coordinates.as_array() else {
        return Vec::new();
    };
    if coordinates[0][0].is_number() {
        let point = |point: &Value| Some((point[0].as_f64()?, point[1].as_f64()?));
        return vec![parts.iter().filter_map(point).collect()];
    }
    parts.iter().flat_map(rings).collect()
}
