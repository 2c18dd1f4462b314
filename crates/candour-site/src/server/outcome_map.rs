//! A tile map of systems for any value that a page of commitments tells.

use candour_core::{BodyCode, Unit};
use candour_register::{Register, TileMaps};
use jiff::civil::Date;

use super::maps::short;
use crate::charts::TilePlace;
use crate::views::{Figure, Link, Map, MapBody, MapOf, Prose, Span};

/// What a map is of.
pub(super) struct Of<'a> {
    pub(super) id: &'a str,
    pub(super) finding: String,
    pub(super) counted: String,
    pub(super) unit: Unit,
    /// The day whose boards are drawn.
    pub(super) day: Date,
}

/// One board.
pub(super) struct Place {
    pub(super) code: BodyCode,
    pub(super) value: Option<f64>,
    /// The figure as printed, where it is one; else why there is none, in words.
    pub(super) figure: Prose,
    pub(super) href: String,
}

/// The map; none where no layout of boards is known for the day.
pub(super) fn of(of: &Of<'_>, places: Vec<Place>) -> Option<Map> {
    let tiles = TileMaps::bundled().on(of.day)?;
    let register = Register::bundled();
    let name = |code: &str| short(&register.name_or(code, code)).to_owned();
    let mut bodies: Vec<MapBody> = places
        .into_iter()
        .map(|place| MapBody {
            body: Link::new(name(place.code.as_str()), place.href),
            code: place.code.to_string(),
            value: place.value,
            figure: figure(&place.figure),
        })
        .collect();
    bodies.sort_by(|one, other| match (one.value, other.value) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (one, other) => other.is_some().cmp(&one.is_some()),
    });
    let drawn: Vec<TilePlace> = tiles
        .tiles
        .iter()
        .map(|tile| {
            let code = tile.code.as_str();
            let region = register.region_of_board(code, tiles.from);
            TilePlace::of(
                tile,
                name(code),
                region.map_or_else(String::new, |region| region.to_string()),
            )
        })
        .collect();
    let mut map = Map::of_tiles(
        &MapOf {
            id: of.id.to_owned(),
            finding: of.finding.clone(),
            counted: of.counted.clone(),
            unit: of.unit,
        },
        &bodies,
        &drawn,
    );
    map.caption = Prose::from(
        "One tile stands for each board, near where it lies. Values are cut into classes of nearly equal number.",
    );
    Some(map)
}

/// The figure of a sentence; its words where it has none.
fn figure(prose: &Prose) -> Figure {
    for span in &prose.0 {
        if let Span::Figure(figure) = span {
            return figure.clone();
        }
    }
    let words: String = prose
        .0
        .iter()
        .filter_map(|span| match span {
            Span::Text(words) => Some(words.as_str()),
            Span::Link(link) => Some(link.text.as_str()),
            Span::Figure(_) | Span::Verdict(_) | Span::Claim(_) => None,
        })
        .collect();
    Figure {
        absent: words.is_empty(),
        text: if words.is_empty() {
            "unknown".to_owned()
        } else {
            words
        },
        ..Figure::default()
    }
}
