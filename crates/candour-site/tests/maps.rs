//! Maps on the published boundaries, which are never part of the project.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail by panicking, and says aloud that it was skipped"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use candour_core::{Status, Unit};
use candour_register::{TileMaps, is_connected};
use candour_site::charts::{Area, AreaMap, Outlines, Shape, TilePlace, Width, choropleth};
use candour_site::views::{Figure, FigureMark, Link, Map, MapBody, MapChoice, MapOf, Prose};

#[path = "../examples/preview/boundaries.rs"]
mod boundaries;

/// The published boundaries, or a loud word that a test did not run.
fn boards(test: &str) -> Option<Vec<Shape>> {
    let shapes = boundaries::boards();
    if shapes.is_none() {
        eprintln!("SKIPPED {test}: no geo/ under CANDOUR_REAL_DATA");
        assert!(
            env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_none(),
            "{test} must run where real files are required"
        );
    }
    shapes
}

#[test]
fn forty_two_boards_make_a_small_choropleth_that_loses_none() {
    let Some(shapes) = boards("forty_two_boards_make_a_small_choropleth_that_loses_none") else {
        return;
    };
    assert_eq!(shapes.len(), 42);
    let map = AreaMap {
        id: "m".to_owned(),
        stamp: String::new(),
        title: "Invented values on real boundaries".to_owned(),
        counted: "An invented share".to_owned(),
        unit: Unit::Share,
        areas: shapes
            .iter()
            .zip(0_u8..)
            .map(|(shape, index)| Area {
                code: shape.code.clone(),
                name: format!("Board {index:02}"),
                value: Some(0.6 + f64::from(index) * 0.004),
                text: format!("{:.1}%", 60.0 + f64::from(index) * 0.4),
                href: Some(format!("/measures/a-measure/{}", shape.code)),
                ..Area::default()
            })
            .collect(),
    };
    for width in [Width::Wide, Width::Narrow] {
        let outlines = Outlines::new(&shapes, width);
        assert_eq!(outlines.codes().count(), 42);
        let svg = choropleth(&map, &outlines);
        assert!(svg.len() < 60_000, "{width:?}: {} bytes", svg.len());
        for area in &map.areas {
            assert_eq!(svg.matches(&format!("<title>{}: ", area.name)).count(), 1);
        }
        assert!(!svg.contains("Not on the map"));
        assert!(!svg.contains("NaN"));
    }
}

/// The layout of 2022 against the land: which boards meet on the ground, and which of them on tiles.
#[test]
fn neighbours_on_the_ground_are_neighbours_on_the_tiles() {
    let Some(shapes) = boards("neighbours_on_the_ground_are_neighbours_on_the_tiles") else {
        return;
    };
    let bits = |point: (f64, f64)| (point.0.to_bits(), point.1.to_bits());
    let mut sides: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for shape in &shapes {
        for ends in shape.rings.iter().flat_map(|ring| ring.windows(2)) {
            let (a, b) = (bits(ends[0]), bits(ends[1]));
            let side = (a.min(b), a.max(b));
            sides.entry(side).or_default().insert(&shape.code);
        }
    }
    let meeting: BTreeSet<Vec<&str>> = sides
        .values()
        .filter(|codes| codes.len() == 2)
        .map(|codes| codes.iter().copied().collect())
        .collect();
    assert_eq!(meeting.len(), 99, "borders on land");

    let layout = &TileMaps::bundled().vintages()[0];
    let tile = |code: &str| {
        let mut tiles = layout.tiles.iter();
        tiles.find(|tile| tile.code.as_str() == code).unwrap()
    };
    let kept = meeting
        .iter()
        .filter(|pair| tile(pair[0]).touches(tile(pair[1])))
        .count();
    assert_eq!(kept, 74, "data/register/README.md says so");
    assert!(is_connected(&layout.tiles.iter().collect::<Vec<_>>()));
}

const EVIL: &str = "<script>alert(1)</script>\"'&";

fn of_invented() -> MapOf {
    MapOf {
        id: "m".to_owned(),
        finding: "Two of three invented boards have a figure".to_owned(),
        counted: "An invented share".to_owned(),
        unit: Unit::Share,
    }
}

fn invented(code: &str, name: &str, value: Option<f64>) -> MapBody {
    MapBody {
        code: code.to_owned(),
        body: Link::new(name, format!("/bodies/{code}")),
        value,
        figure: value.map_or_else(
            || Figure::absent(Status::NotSubmitted),
            |value| Figure::of(value, Unit::Share, format!("/receipts/{code}")),
        ),
    }
}

fn tile(code: &str, column: u8) -> TilePlace {
    TilePlace {
        code: code.to_owned(),
        label: format!("L{column}"),
        column,
        ..TilePlace::default()
    }
}

/// The words of a table's cells, row by row.
fn cells(html: &str) -> Vec<Vec<String>> {
    let body = html.split("<tbody>").nth(1).unwrap();
    let words = |cell: &str| {
        let mut words = String::new();
        for part in cell.split('<').skip(1) {
            words.push_str(part.split_once('>').unwrap().1);
        }
        words.trim().to_owned()
    };
    body.split("<tr>")
        .skip(1)
        .map(|row| {
            row.split_inclusive("</td>")
                .flat_map(|part| part.split_inclusive("</th>"))
                .filter(|cell| cell.contains("</t") && !cell.trim_start().starts_with("</t"))
                .map(words)
                .collect()
        })
        .collect()
}

#[test]
fn the_table_says_what_the_map_shows() -> Result<(), askama::Error> {
    let mut bodies = [
        invented("ZZ1", "First", Some(0.9)),
        invented("ZZ2", "Second", Some(0.7)),
        invented("ZZ3", "Third", None),
    ];
    bodies[1].figure = bodies[1].figure.clone().marked(FigureMark::Estimate);
    let tiles = [tile("ZZ1", 0), tile("ZZ2", 1)];
    let mut map = Map::of_tiles(&of_invented(), &bodies, &tiles);
    map.caption = Prose::from("Source: invented.");
    let html = askama::Template::render(&map)?;
    assert_eq!(
        cells(&html),
        [
            ["First", "L0", "ZZ1", "90.0%", "2"],
            ["Second", "L1", "ZZ2", "70.0% estimate", "1"],
            ["Third", "", "ZZ3", "not submitted", "none"],
        ]
    );
    assert!(html.contains("Source: invented. Not on the map: Third."));
    assert!(html.contains("aria-label=\"L1 70.0% e, Second: 70.0% (estimate)\""));
    assert!(html.contains("href=\"#m-table\"") && html.contains("id=\"m-table\""));
    assert!(html.contains("aria-labelledby=\"m-caption\"") && html.contains("id=\"m-caption\""));
    Ok(())
}

#[test]
fn a_map_of_outlines_has_the_same_table_without_labels() -> Result<(), askama::Error> {
    let corners = [(0.0, 52.0), (1.0, 52.0), (1.0, 53.0), (0.0, 53.0)];
    let shapes = [Shape {
        code: "ZZ1".to_owned(),
        rings: vec![corners.to_vec()],
    }];
    let bodies = [
        invented("ZZ1", "First", Some(0.9)),
        invented("ZZ2", "Second", Some(0.7)),
    ];
    let outlines = |width| Outlines::new(&shapes, width);
    let (wide, narrow) = (outlines(Width::Wide), outlines(Width::Narrow));
    let map = Map::of_outlines(&of_invented(), &bodies, &wide, &narrow);
    let html = askama::Template::render(&map)?;
    assert_eq!(
        cells(&html),
        [
            ["First", "ZZ1", "90.0%", "2"],
            ["Second", "ZZ2", "70.0%", "1"],
        ]
    );
    assert!(html.contains("Not on the map: Second."));
    Ok(())
}

#[test]
fn a_map_of_hostile_names_is_safe() -> Result<(), askama::Error> {
    let mut of = of_invented();
    EVIL.clone_into(&mut of.finding);
    EVIL.clone_into(&mut of.counted);
    let mut map = Map::of_tiles(
        &of,
        &[invented(EVIL, EVIL, Some(0.5)), invented("ZZ2", EVIL, None)],
        &[TilePlace {
            label: EVIL.to_owned(),
            ..tile(EVIL, 0)
        }],
    );
    map.caption = Prose::from(EVIL);
    let choice = MapChoice {
        link: Link::new(EVIL, EVIL),
        chosen: false,
    };
    map.choices = vec![choice.clone(), choice];
    let html = askama::Template::render(&map)?;
    assert!(!html.contains("<script"));
    assert!(html.contains("&#60;script&#62;") && html.contains("&lt;script&gt;"));
    Ok(())
}
