//! A map of systems and the table beside it, for any page.

use askama::Template;
use askama::filters::HtmlSafe;
use candour_core::Unit;

use super::figure::{Figure, FigureMark, Markup};
use super::page::Link;
use super::prose::Prose;
use super::table::Column;
use crate::charts::{
    Area, AreaMap, Outlines, TilePlace, choropleth_both, class_swatch, tile_map_both,
};

/// What a map is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapOf {
    /// Begins every element id: unique on its page, letters, digits and dashes.
    pub id: String,
    /// The finding, which is the drawing's title and the table's caption.
    pub finding: String,
    /// What is counted, and when: `Seen within 4 hours, January 2026`.
    pub counted: String,
    /// The unit of every value.
    pub unit: Unit,
}

/// One body of a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapBody {
    /// Its code.
    pub code: String,
    /// Its name, linked to its chart of the measure, from the map as from the table.
    pub body: Link,
    /// The value that decides its class; none where there is no figure.
    pub value: Option<f64>,
    /// The figure as printed, with its receipt, or why there is none.
    pub figure: Figure,
}

/// One way to see the same values: another vintage of boards, or tiles and boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MapChoice {
    /// The page with that choice, in words: `36 boards, from April 2026`.
    pub link: Link,
    /// Whether it is the one shown.
    pub chosen: bool,
}

/// One row of the table beside a map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MapRow {
    pub(super) label: String,
    pub(super) body: Link,
    pub(super) code: String,
    pub(super) figure: Figure,
    pub(super) swatch: Option<Markup>,
    pub(super) class: String,
}

/// A map, its key inside it, and the table that says the same in words.
///
/// A page includes it with `{{ map }}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/map.html")]
pub struct Map {
    /// What is said under the drawing: where the values are from, what is an estimate.
    pub caption: Prose,
    /// Other ways to see the same; left out where there is only one.
    pub choices: Vec<MapChoice>,
    id: String,
    finding: String,
    chart: Markup,
    linked: bool,
    columns: Vec<Column>,
    rows: Vec<MapRow>,
    left_out: Vec<String>,
}

impl HtmlSafe for Map {}

impl Map {
    /// A tile map of the bodies. The table's rows keep the order of `bodies`.
    #[must_use]
    pub fn of_tiles(of: &MapOf, bodies: &[MapBody], tiles: &[TilePlace]) -> Self {
        let map = area_map(of, bodies);
        let chart = tile_map_both(&map, tiles);
        let place = |code: &str| tiles.iter().find(|tile| tile.code == code);
        let label = |code: &str| place(code).map(|tile| tile.label.clone());
        Self::with(of, &map, chart, bodies, true, label)
    }

    /// A choropleth of the bodies, from outlines made for a wide and a narrow drawing.
    #[must_use]
    pub fn of_outlines(of: &MapOf, bodies: &[MapBody], wide: &Outlines, narrow: &Outlines) -> Self {
        let map = area_map(of, bodies);
        let chart = choropleth_both(&map, wide, narrow);
        let drawn = |code: &str| wide.codes().any(|drawn| drawn == code);
        let label = |code: &str| drawn(code).then(String::new);
        Self::with(of, &map, chart, bodies, false, label)
    }

    /// `label` is what stands on the map for a code; none where the code has no place there.
    fn with(
        of: &MapOf,
        map: &AreaMap,
        chart: String,
        bodies: &[MapBody],
        labelled: bool,
        label: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let classes = map.classes();
        let row = |body: &MapBody| {
            let class = body.value.and_then(|value| classes.of(value));
            MapRow {
                label: label(&body.code).unwrap_or_default(),
                body: body.body.clone(),
                code: body.code.clone(),
                figure: body.figure.clone(),
                swatch: class
                    .map(|class| Markup::of_chart(class_swatch(class, classes.all().len()))),
                class: class.map_or_else(|| "none".to_owned(), |class| (class + 1).to_string()),
            }
        };
        let mut columns = vec![Column::plain("Body")];
        if labelled {
            columns.push(Column::plain("On the map"));
        }
        columns.extend([
            Column::plain("Code"),
            Column::numeric(of.counted.clone()),
            Column::plain("Class"),
        ]);
        Self {
            id: of.id.clone(),
            finding: of.finding.clone(),
            chart: Markup::of_chart(chart),
            linked: map.areas.iter().any(|area| area.href.is_some()),
            columns,
            rows: bodies.iter().map(row).collect(),
            left_out: bodies
                .iter()
                .filter(|body| label(&body.code).is_none())
                .map(|body| body.body.text.clone())
                .collect(),
            ..Self::default()
        }
    }

    /// Heads of the table, for a page that sorts it by links: body, what stands on the map (tiles
    /// only), code, value, class.
    pub fn columns_mut(&mut self) -> &mut [Column] {
        &mut self.columns
    }

    pub(super) fn labelled(&self) -> bool {
        self.columns.len() > 4
    }
}

fn area_map(of: &MapOf, bodies: &[MapBody]) -> AreaMap {
    AreaMap {
        id: of.id.clone(),
        title: of.finding.clone(),
        counted: of.counted.clone(),
        unit: of.unit,
        stamp: String::new(),
        areas: bodies
            .iter()
            .map(|body| Area {
                code: body.code.clone(),
                name: body.body.text.clone(),
                value: body.value.filter(|value| value.is_finite()),
                text: body.figure.text.clone(),
                estimate: body.figure.marks.contains(&FigureMark::Estimate),
                href: Some(body.body.href.clone()).filter(|href| !href.is_empty()),
            })
            .collect(),
    }
}
