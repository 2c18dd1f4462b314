//! Maps of invented values: the boards are real, no figure here is.

use candour_core::{Status, Unit};
use candour_register::{Register, TileMaps};
use candour_site::charts::{Outlines, TilePlace, Width};
use candour_site::views::{
    Figure, FigureMark, Link, Map, MapBody, MapChoice, MapOf, NotFoundView, Prose,
};

use super::boundaries;
use super::sample::{noise, page};

fn of(id: &str, finding: &str, counted: &str, unit: Unit) -> MapOf {
    MapOf {
        id: id.to_owned(),
        finding: finding.to_owned(),
        counted: counted.to_owned(),
        unit,
    }
}

/// The tiles of a vintage, with what the register says of their boards.
fn tiles(vintage: usize) -> Vec<TilePlace> {
    let register = Register::bundled();
    let map = &TileMaps::bundled().vintages()[vintage];
    map.tiles
        .iter()
        .map(|tile| {
            let board = register.body(&tile.code);
            let region = register.region_of_board(tile.code.as_str(), map.from);
            TilePlace::of(
                tile,
                board.map_or("", |body| body.name.as_str()),
                region.map_or_else(String::new, |region| region.to_string()),
            )
        })
        .collect()
}

/// An invented value for each tile, from `low` to about `high`; one board has none.
fn bodies(tiles: &[TilePlace], (low, high): (f64, f64), unit: Unit) -> Vec<MapBody> {
    let mut bodies: Vec<MapBody> = tiles
        .iter()
        .zip(3_u32..)
        .map(|(tile, seed)| {
            let slope = f64::from(tile.row) / 12.0 + 0.2 * noise(seed * 31);
            let value = (high - low).mul_add(slope.clamp(0.0, 1.0), low);
            let value = (seed != 24).then_some(match unit {
                Unit::Count | Unit::Beds => value.round(),
                Unit::Share | Unit::Weeks => value,
            });
            let figure = value.map_or_else(
                || Figure::absent(Status::NotSubmitted),
                |value| Figure::of(value, unit, "receipt.html"),
            );
            let name = tile.name.trim_start_matches("NHS ");
            let name = name.trim_end_matches(" Integrated Care Board");
            MapBody {
                code: tile.code.clone(),
                body: Link::new(name, "chart.html"),
                value,
                figure: if seed == 30 {
                    figure.marked(FigureMark::Estimate)
                } else {
                    figure
                },
            }
        })
        .collect();
    bodies.sort_by(|a, b| {
        b.value
            .unwrap_or(f64::NEG_INFINITY)
            .total_cmp(&a.value.unwrap_or(f64::NEG_INFINITY))
    });
    bodies
}

fn choices(chosen: usize) -> Vec<MapChoice> {
    ["42 boards, to March 2026", "36 boards, from April 2026"]
        .into_iter()
        .enumerate()
        .map(|(index, words)| MapChoice {
            link: Link::new(words, "maps.html"),
            chosen: index == chosen,
        })
        .collect()
}

/// Every map, each once.
fn maps() -> Vec<Map> {
    let source = "Source: none; these values are invented.";
    let (old, new) = (tiles(0), tiles(1));
    let mut maps = Vec::new();
    let share = of(
        "waits",
        "Four-hour waits are longest in the south west",
        "Seen within 4 hours, January 2026",
        Unit::Share,
    );
    let shares = bodies(&old, (0.58, 0.86), Unit::Share);
    let mut map = Map::of_tiles(&share, &shares, &old);
    (map.caption, map.choices) = (Prose::from(source), choices(0));
    maps.push(map);

    let count = of(
        "list",
        "Eleven boards have more than 200,000 people waiting",
        "People waiting, January 2026",
        Unit::Count,
    );
    let counts = bodies(&new, (41_000.0, 320_000.0), Unit::Count);
    let mut map = Map::of_tiles(&count, &counts, &new);
    (map.caption, map.choices) = (Prose::from(source), choices(1));
    maps.push(map);

    if let Some(shapes) = boundaries::boards() {
        let weeks = of(
            "median",
            "Half of those waiting in the north have waited under 12 weeks",
            "Median wait, January 2026",
            Unit::Weeks,
        );
        let (wide, narrow) = (
            Outlines::new(&shapes, Width::Wide),
            Outlines::new(&shapes, Width::Narrow),
        );
        let values = bodies(&old, (10.0, 17.0), Unit::Weeks);
        let mut map = Map::of_outlines(&weeks, &values, &wide, &narrow);
        map.caption = Prose::from(source);
        maps.push(map);
    }
    maps
}

/// A page with every map, whatever page a map will stand on.
pub(crate) fn page_of_maps() -> Result<String, Box<dyn std::error::Error>> {
    let frame = NotFoundView {
        page: page("Maps", &[]),
        ..NotFoundView::default()
    };
    let mut sections = String::new();
    for map in maps() {
        let map = askama::Template::render(&map)?;
        sections.push_str(&format!("<section><h2>Map</h2>{map}</section>"));
    }
    let frame = frame.render()?;
    Ok(frame.replace("</main>", &format!("{sections}</main>")))
}
