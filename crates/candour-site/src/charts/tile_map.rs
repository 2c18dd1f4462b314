//! The tile map: a hexagon of one size for each body, near its place.

use std::collections::HashMap;
use std::fmt::Write as _;

use candour_core::Unit;
use candour_register::Tile;

use super::area_map::{Area, AreaMap, Drawn, Key, Shade, open_area};
use super::svg::{HALO, INK, LINE, at, text, width_of};
use super::xmr::Width;

/// Where a body stands on a tile map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TilePlace {
    /// The body's code.
    pub code: String,
    /// Its name, for a tile that has no figure.
    pub name: String,
    /// A few letters that fit on a tile: `NENC`.
    pub label: String,
    /// Counted from the west.
    pub column: u8,
    /// Counted from the north; odd rows stand half a tile further east.
    pub row: u8,
    /// What it is a part of: a thick line parts tiles of different groups. Empty for none.
    pub group: String,
}

impl TilePlace {
    /// The place that the register's layout gives a board, with its name and its region.
    #[must_use]
    pub fn of(tile: &Tile, name: impl Into<String>, region: impl Into<String>) -> Self {
        Self {
            code: tile.code.to_string(),
            name: name.into(),
            label: tile.label.clone(),
            column: tile.column,
            row: tile.row,
            group: region.into(),
        }
    }
}

/// Sizes of a drawing.
struct Space {
    width: f64,
    /// The distance across a hexagon, from side to side.
    most_across: f64,
    key_font: f64,
    margin: f64,
}

impl Space {
    const fn of(width: Width) -> Self {
        match width {
            Width::Wide => Self {
                width: 560.0,
                most_across: 62.0,
                key_font: 13.5,
                margin: 2.0,
            },
            Width::Narrow => Self {
                width: 350.0,
                most_across: 54.0,
                key_font: 12.5,
                margin: 2.0,
            },
        }
    }
}

/// Both drawings of a tile map, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn tile_map_both(map: &AreaMap, tiles: &[TilePlace]) -> String {
    let (wide, narrow) = (
        tile_map(map, tiles, Width::Wide),
        tile_map(map, tiles, Width::Narrow),
    );
    format!("<div class=\"c-both\">{wide}{narrow}</div>")
}

/// The six ways from a hexagon to its neighbours, in half columns and rows, clockwise from the north
/// east, each with the two corners of the side that they share.
const SIDES: [((i32, i32), usize, usize); 6] = [
    ((1, -1), 0, 1),
    ((2, 0), 1, 2),
    ((1, 1), 2, 3),
    ((-1, 1), 3, 4),
    ((-2, 0), 4, 5),
    ((-1, -1), 5, 0),
];

/// The row in half columns, so that odd rows stand half a tile further east.
fn half_columns(tile: &TilePlace) -> i32 {
    2 * i32::from(tile.column) + i32::from(tile.row % 2)
}

/// Draws a tile map. A tile whose body has no area is drawn without a figure; an area without a tile
/// is named in the description.
#[must_use]
pub fn tile_map(map: &AreaMap, tiles: &[TilePlace], width: Width) -> String {
    let space = Space::of(width);
    let id = match width {
        Width::Wide => map.id.clone(),
        Width::Narrow => format!("{}-n", map.id),
    };
    let codes: Vec<&str> = tiles.iter().map(|tile| tile.code.as_str()).collect();
    let drawn = Drawn::of(map, &codes, "hexagons of one size, each near its place");
    let classes = map.classes();
    let areas: HashMap<&str, &Area> = map.areas.iter().map(|a| (a.code.as_str(), a)).collect();
    let grouped = tiles.iter().any(|tile| tile.group != tiles[0].group);

    let west = tiles.iter().map(half_columns).min().unwrap_or(0);
    let east = tiles.iter().map(half_columns).max().unwrap_or(0) + 2;
    let north = tiles.iter().map(|tile| tile.row).min().unwrap_or(0);
    let south = tiles.iter().map(|tile| tile.row).max().unwrap_or(0);
    let halves = f64::from(east - west);
    let inner = space.width - 2.0 * space.margin;

    // On a wide drawing the key stands in the north west, where England has none; the tiles give way
    // by what it lacks there.
    let (key_width, columns) = match width {
        Width::Wide => (148.0, 1),
        Width::Narrow => (inner, 2),
    };
    let key = Key::of(
        map,
        &drawn,
        &id,
        space.key_font,
        (key_width, columns),
        grouped,
    );
    let mut across = (2.0 * inner / halves).min(space.most_across);
    let mut left = space.margin;
    if width == Width::Wide {
        for _ in 0..4 {
            let free = room_in_the_north_west(tiles, key.height(), across, west, north);
            let give = (key.width() + 14.0 - free).max(0.0);
            across = (2.0 * (inner - give) / halves).min(space.most_across);
            left = space.margin + give;
        }
    }
    let radius = across / 3.0_f64.sqrt();
    let middle = |tile: &TilePlace| {
        (
            left + f64::from(half_columns(tile) - west + 1) * across / 2.0,
            space.margin + radius + f64::from(tile.row - north) * radius * 1.5,
        )
    };
    let bottom = 2.0 * space.margin + radius * 2.0 + f64::from(south - north) * radius * 1.5;
    let (key_y, height) = match width {
        Width::Wide => (0.0, bottom.max(key.height())),
        Width::Narrow => (bottom + 4.0, bottom + 4.0 + key.height()),
    };

    let mut out = map.open(&id, (space.width, height), &drawn);
    key.draw(&mut out, space.margin, key_y);
    for tile in tiles {
        let area = areas.get(tile.code.as_str()).copied();
        let shade = Shade::of(area.and_then(|area| area.value), &classes, &id);
        draw_tile(&mut out, tile, area, &shade, middle(tile), radius, map.unit);
    }
    borders(&mut out, tiles, middle, radius);
    out.push_str("</svg>");
    out
}

/// How far the tiles beside a key of this height stand from the west-most tile.
fn room_in_the_north_west(
    tiles: &[TilePlace],
    height: f64,
    across: f64,
    west: i32,
    north: u8,
) -> f64 {
    let radius = across / 3.0_f64.sqrt();
    tiles
        .iter()
        .filter(|tile| f64::from(tile.row - north) * radius * 1.5 < height)
        .map(|tile| f64::from(half_columns(tile) - west) * across / 2.0)
        .fold(f64::INFINITY, f64::min)
}

/// The corner of a hexagon, clockwise from the top.
fn corner((x, y): (f64, f64), radius: f64, number: usize) -> (f64, f64) {
    let half = radius * 3.0_f64.sqrt() / 2.0;
    let (dx, dy) = [
        (0.0, -radius),
        (half, -radius / 2.0),
        (half, radius / 2.0),
        (0.0, radius),
        (-half, radius / 2.0),
        (-half, -radius / 2.0),
    ][number % 6];
    (x + dx, y + dy)
}

fn draw_tile(
    out: &mut String,
    tile: &TilePlace,
    area: Option<&Area>,
    shade: &Shade,
    middle: (f64, f64),
    radius: f64,
    unit: Unit,
) {
    let name = area.map_or(tile.name.as_str(), |area| area.name.as_str());
    let value = on_tile(area, unit);
    let close = open_area(out, name, &format!("{} {value}", tile.label), area);
    let mut d = String::new();
    for number in 0..6 {
        let (x, y) = corner(middle, radius, number);
        let _ = write!(
            d,
            "{}{} {}",
            if number == 0 { "M" } else { "L" },
            at(x),
            at(y)
        );
    }
    let _ = write!(
        out,
        "<path d=\"{d}Z\" fill=\"{}\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
        shade.fill
    );
    let room = radius * 3.0_f64.sqrt() * 0.9;
    // The hatching of a tile without a figure must not cut its words up.
    let halo = if shade.class.is_none() { HALO } else { "" };
    let mut word = |words: &str, size: f64, bold: bool, dy: f64| {
        let wide = width_of(words, size) * if bold { 1.1 } else { 1.0 };
        let size = (size * (room / wide).min(1.0)).max(6.0);
        let weight = if bold { "font-weight=\"bold\" " } else { "" };
        let style = format!(
            "{weight}text-anchor=\"middle\" fill=\"{}\" {halo}",
            shade.ink
        );
        out.push_str(&text(middle.0, middle.1 + dy, size, &style, words));
        // What is read out of the tile is two words, not one.
        out.push(' ');
    };
    let size = radius * 0.44;
    word(&tile.label, size, true, -radius * 0.06);
    word(&value, size * 0.95, false, radius * 0.46);
    out.push_str(close);
}

/// A value as short as a tile needs it; the whole stands in the tool tip and the table.
fn on_tile(area: Option<&Area>, unit: Unit) -> String {
    let Some(area) = area else {
        return "–".to_owned();
    };
    let Some(value) = area.value.filter(|value| value.is_finite()) else {
        return "–".to_owned();
    };
    let mut words = match unit {
        Unit::Count if value.abs() >= 999_500.0 => format!("{}m", three_figures(value / 1e6)),
        Unit::Count if value.abs() >= 10_000.0 => format!("{}k", three_figures(value / 1e3)),
        Unit::Weeks => area.text.trim_end_matches(" weeks").to_owned(),
        Unit::Beds => area.text.trim_end_matches(" beds").to_owned(),
        Unit::Count | Unit::Share => area.text.clone(),
    };
    if area.estimate {
        words.push_str(" e");
    }
    words
}

fn three_figures(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}")
}

/// The coast as a thin line, and a thick one between tiles of different groups.
fn borders(
    out: &mut String,
    tiles: &[TilePlace],
    middle: impl Fn(&TilePlace) -> (f64, f64),
    radius: f64,
) {
    let at_place: HashMap<(i32, i32), &TilePlace> = tiles
        .iter()
        .map(|tile| ((half_columns(tile), i32::from(tile.row)), tile))
        .collect();
    let (mut coast, mut border) = (String::new(), String::new());
    for tile in tiles {
        let place = (half_columns(tile), i32::from(tile.row));
        for (number, ((dx, dy), from, to)) in SIDES.into_iter().enumerate() {
            let path = match at_place.get(&(place.0 + dx, place.1 + dy)) {
                None => &mut coast,
                // Each border once: from the tile that lies to its west.
                Some(other) if other.group != tile.group && number < 3 => &mut border,
                Some(_) => continue,
            };
            let (a, b) = (
                corner(middle(tile), radius, from),
                corner(middle(tile), radius, to),
            );
            let _ = write!(path, "M{} {}L{} {}", at(a.0), at(a.1), at(b.0), at(b.1));
        }
    }
    // A border lies on white, so that it is seen between dark tiles too.
    for (path, colour, thick) in [
        (&coast, LINE, "1.2"),
        (&border, "#fff", "5.5"),
        (&border, INK, "2.2"),
    ] {
        if !path.is_empty() {
            let _ = write!(
                out,
                "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thick}\" stroke-linecap=\"round\" pointer-events=\"none\"/>"
            );
        }
    }
}
