//! Maps drawn from whole, hostile and scant values. Every body here is invented.

use candour_core::Unit;

use super::area_map::{SHADES, ink_on, shade_of};
use super::*;

/// Eleven invented bodies in two groups, one value of each.
fn map(unit: Unit, values: &[Option<f64>]) -> AreaMap {
    let areas = values.iter().enumerate().map(|(index, value)| Area {
        code: format!("ZZ{index}"),
        name: format!("Invented board {index}"),
        value: *value,
        text: value.map_or("not submitted".to_owned(), |value| {
            crate::format::value(value, unit)
        }),
        estimate: false,
        href: None,
    });
    AreaMap {
        id: "m".to_owned(),
        stamp: String::new(),
        title: "Values rise towards the south".to_owned(),
        counted: "Seen within 4 hours, January 2026".to_owned(),
        unit,
        areas: areas.collect(),
    }
}

fn shares() -> AreaMap {
    let values: Vec<Option<f64>> = (0_u8..11)
        .map(|index| (index != 4).then(|| 0.6 + f64::from(index) * 0.0213))
        .collect();
    let mut map = map(Unit::Share, &values);
    map.areas[7].estimate = true;
    map
}

fn tiles() -> Vec<TilePlace> {
    (0_u8..11)
        .map(|index| TilePlace {
            code: format!("ZZ{index}"),
            name: format!("Invented board {index}"),
            label: format!("IB{index}"),
            column: 2 + index % 3,
            row: index / 3,
            group: if index < 6 { "north" } else { "south" }.to_owned(),
        })
        .collect()
}

/// Squares of one degree in the places of the tiles, borders shared, with a rock off the coast.
fn shapes() -> Vec<Shape> {
    let mut shapes: Vec<Shape> = tiles()
        .iter()
        .map(|tile| {
            let (west, north) = (f64::from(tile.column) - 4.0, 55.0 - f64::from(tile.row));
            let (east, south) = (west + 1.0, north - 1.0);
            Shape {
                code: tile.code.clone(),
                rings: vec![vec![
                    (west, north),
                    (east, north),
                    (east, south),
                    (west, south),
                    (west, north),
                ]],
            }
        })
        .collect();
    let rock = [(-4.0, 51.0), (-3.99, 51.0), (-3.99, 51.01), (-4.0, 51.0)];
    shapes[10].rings.push(rock.to_vec());
    shapes
}

fn all_drawings(map: &AreaMap) -> Vec<String> {
    [Width::Wide, Width::Narrow]
        .into_iter()
        .flat_map(|width| {
            [
                tile_map(map, &tiles(), width),
                choropleth(map, &Outlines::new(&shapes(), width)),
            ]
        })
        .collect()
}

/// One element a line, so that a difference can be read.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

#[test]
fn a_tile_map() {
    insta::assert_snapshot!(lines(&tile_map(&shares(), &tiles(), Width::Wide)));
}

#[test]
fn a_narrow_tile_map_of_counts() {
    let counts: Vec<Option<f64>> = (0_u32..11)
        .map(|i| Some(f64::from(3_u32.pow(i + 3))))
        .collect();
    let mut map = map(Unit::Count, &counts);
    for area in &mut map.areas {
        area.href = Some(format!("/measures/x/{}", area.code));
    }
    insta::assert_snapshot!(lines(&tile_map(&map, &tiles(), Width::Narrow)));
}

#[test]
fn a_choropleth() {
    let outlines = Outlines::new(&shapes(), Width::Wide);
    insta::assert_snapshot!(lines(&choropleth(&shares(), &outlines)));
}

/// Relative luminance and contrast by the definitions of WCAG 2.2.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| -> f64 {
        let colour = if colour == "#fff" { "#ffffff" } else { colour };
        let part = |from: usize| {
            let part = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).unwrap()) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_can_be_read_on_every_shade() {
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.01);
    for (shade, colour) in SHADES.iter().enumerate() {
        let ratio = contrast(colour, ink_on(shade));
        assert!(ratio >= 4.5, "{colour} has a contrast of {ratio:.2}");
    }
}

#[test]
fn an_outline_is_seen_on_white_and_on_the_darkest_shade() {
    assert!(contrast(choropleth::BORDER, "#fff") >= 3.0);
    assert!(contrast(choropleth::BORDER, SHADES[MOST_CLASSES - 1]) >= 3.0);
}

#[test]
fn a_darker_shade_is_always_a_higher_class() {
    for pair in SHADES.windows(2) {
        assert!(contrast(pair[0], "#fff") < contrast(pair[1], "#fff"));
    }
    for classes in 2..=MOST_CLASSES {
        let shades: Vec<usize> = (0..classes).map(|class| shade_of(class, classes)).collect();
        assert!(
            shades.windows(2).all(|pair| pair[0] < pair[1]),
            "{shades:?}"
        );
    }
}

#[test]
fn a_map_is_a_picture_and_with_links_a_group() {
    for svg in all_drawings(&shares()) {
        assert!(svg.contains(" role=\"img\" "));
        assert!(svg.contains("<title id=\"c-m"));
        assert!(
            svg.contains("Highest: Invented board 10, 81.3%. Lowest: Invented board 0, 60.0%.")
        );
        assert!(svg.contains("No figure: Invented board 4. Estimate: Invented board 7."));
        assert!(svg.contains("Invented board 7: 74.9% (estimate)"));
        assert!(
            !svg.contains(" style="),
            "a strict policy must not spoil a map"
        );
        assert!(!svg.contains("<a "));
    }
    let mut map = shares();
    map.areas[3].href = Some("/bodies/ZZ3".to_owned());
    for svg in all_drawings(&map) {
        assert!(svg.contains(" role=\"group\" "));
        // The name of a link begins with what is written in it.
        let name = if svg.contains(">IB3</text>") {
            "IB3 66.4%, Invented board 3"
        } else {
            "Invented board 3: 66.4%"
        };
        assert!(svg.contains(&format!("<a href=\"/bodies/ZZ3\" aria-label=\"{name}\">")));
    }
}

#[test]
fn each_class_is_in_the_key_and_each_body_on_the_map() {
    let map = shares();
    for svg in all_drawings(&map) {
        for words in map.classes().in_words(Unit::Share) {
            assert!(svg.contains(&format!(">{words}</text>")), "{words}");
        }
        assert!(svg.contains(">no figure</text>"));
        for area in &map.areas {
            assert_eq!(svg.matches(&format!("<title>{}: ", area.name)).count(), 1);
        }
    }
}

#[test]
fn a_body_without_a_place_and_a_place_without_a_body_are_said() {
    let mut map = shares();
    map.areas[10].code = "ZX1".to_owned();
    map.areas[10].name = "Elsewhere".to_owned();
    for svg in all_drawings(&map) {
        assert!(svg.contains(" Not on the map: Elsewhere."));
        assert!(!svg.contains("<title>Elsewhere"));
        // Its own place is there, without a figure.
        assert_eq!(svg.matches(": no figure</title>").count(), 1);
    }
}

#[test]
fn hostile_names_are_escaped() {
    let evil = "</title><script>alert('\"&\")</script>\u{0}";
    let mut map = shares();
    map.id = evil.to_owned();
    map.title = evil.to_owned();
    map.counted = evil.to_owned();
    for area in &mut map.areas {
        area.name = evil.to_owned();
        area.text = evil.to_owned();
        area.href = Some(evil.to_owned());
    }
    for svg in all_drawings(&map) {
        assert!(!svg.contains("<script"));
        assert!(!svg.contains('\u{0}'));
        assert_eq!(
            svg.matches("<title").count(),
            svg.matches("</title>").count()
        );
    }
}

#[test]
fn nothing_one_value_and_no_number_are_drawn() {
    for values in [
        vec![],
        vec![Some(0.5)],
        vec![None, None],
        vec![Some(f64::NAN), Some(f64::INFINITY)],
    ] {
        let map = map(Unit::Share, &values);
        for svg in all_drawings(&map) {
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
        assert!(tile_map(&map, &[], Width::Wide).ends_with("</svg>"));
        assert!(choropleth(&map, &Outlines::new(&[], Width::Narrow)).ends_with("</svg>"));
    }
}

#[test]
fn ids_are_unique_in_both_drawings() {
    let outlines = |width| Outlines::new(&shapes(), width);
    let map = shares();
    for page in [
        tile_map_both(&map, &tiles()),
        choropleth_both(&map, &outlines(Width::Wide), &outlines(Width::Narrow)),
    ] {
        let mut ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        // Every pattern that is asked for is there.
        for used in page.split("url(#").skip(1) {
            let id = used.split(')').next().unwrap();
            assert!(ids.contains(&id), "{id}");
        }
    }
}

#[test]
fn an_estimate_and_a_large_count_fit_on_a_tile() {
    let values = [9_999.0, 41_234.0, 999_600.0, 2_345_678.0].map(Some);
    let mut map = map(Unit::Count, &values);
    map.areas[1].estimate = true;
    let svg = tile_map(&map, &tiles(), Width::Wide);
    for words in ["9,999", "41.2k e", "1.00m", "2.35m"] {
        assert!(svg.contains(&format!(">{words}</text>")), "{words}");
    }
}
