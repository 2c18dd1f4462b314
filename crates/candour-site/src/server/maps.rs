//! Maps of systems: one measure of every board in one month, on the tiles of the boards of a day.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use candour_archive::{LeagueRow, Series, ShapeRow, basis_at, has_level_on};
use candour_core::{Basis, BodyCode, Level, Month};
use candour_measures::Measure;
use candour_register::{Boundaries, Register, TileMap, TileMaps};

use super::answer::Reading;
use super::boundaries;
use super::dates;
use super::error::AppError;
use super::links;
use super::pages::measure::source_line;
use super::params::MapKind;
use super::told::Told;
use super::wording;
use crate::charts::{AreaMap, Outlines, Shape, TilePlace, Width, choropleth, dissolve, tile_map};
use crate::format;
use crate::views::{Link, Map, MapBody, MapChoice, MapOf, Prose};

/// One measure of every board in one month.
pub(super) struct Boards {
    measure: &'static Measure,
    month: Month,
    boundaries: Boundaries,
    tiles: &'static TileMap,
    /// The boards, the best first, or the largest where neither way is better.
    told: Vec<Told>,
    /// What has no known home.
    nowhere: Option<Told>,
    /// Their outlines, where they are asked for and held.
    outlined: Option<Arc<Outlined>>,
    /// Whether outlines could be asked for.
    has_outlines: bool,
}

/// Outlines of the boards for a wide and a narrow drawing.
struct Outlined {
    wide: Outlines,
    narrow: Outlines,
}

/// The outlines drawn last, under the files and the day that they are of: to simplify them takes longer
/// than all the rest of a page.
static DRAWN: Mutex<Option<(String, Arc<Outlined>)>> = Mutex::new(None);

/// The outlines of the boards of a day: none before any boundaries have been ingested.
///
/// Where the file of boards is of other boards than those of the day, each board is put together from
/// the sub-ICB locations that lie in it; one that is divided between boards stays blank.
fn shapes(reading: &Reading<'_>, tiles: &TileMap) -> Result<Option<Arc<Outlined>>, AppError> {
    let snapshot = reading.snapshot;
    let boards = snapshot.shapes(Level::Icb)?;
    let is_of_day = |boards: &[ShapeRow]| {
        tiles.tiles.iter().all(|tile| {
            boards
                .iter()
                .any(|shape| shape.body.as_ref() == Some(&tile.code))
        })
    };
    let rows = if is_of_day(&boards) {
        boards
    } else {
        snapshot.shapes(Level::SubIcb)?
    };
    let Some(source) = rows.first().map(|row| row.source) else {
        return Ok(None);
    };
    let version = format!("{source} {}", tiles.from);
    let drawn = || DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, outlined)) = &*drawn()
        && *of == version
    {
        return Ok(Some(outlined.clone()));
    }
    let register = snapshot.register()?;
    let mut rings: BTreeMap<BodyCode, Vec<Vec<(f64, f64)>>> = BTreeMap::new();
    for row in rows {
        let Some(body) = row.body else {
            continue;
        };
        if let Ok(home) = register.home(&body, Level::Icb, tiles.from)
            && let [whole] = home.as_slice()
        {
            let of_polygons = row.polygons.into_iter().flatten();
            rings
                .entry(whole.body.clone())
                .or_default()
                .extend(of_polygons.map(|ring| ring.into_iter().map(|[x, y]| (x, y)).collect()));
        }
    }
    let shapes: Vec<Shape> = rings
        .into_iter()
        .map(|(code, rings)| Shape {
            code: code.to_string(),
            rings: dissolve(&rings),
        })
        .collect();
    let outlined = Arc::new(Outlined {
        wide: Outlines::new(&shapes, Width::Wide),
        narrow: Outlines::new(&shapes, Width::Narrow),
    });
    *drawn() = Some((version, outlined.clone()));
    Ok(Some(outlined))
}

/// Reads a measure of every board in the latest month that has one; none where it cannot be had.
///
/// As reported where the files name boards; else on the boundaries of the month.
pub(super) fn read(
    reading: &Reading<'_>,
    measure: &'static Measure,
) -> Result<Option<Boards>, AppError> {
    let asked = reading.boundaries();
    let basis = |boundaries: Boundaries| {
        let basis = reading
            .params
            .basis
            .unwrap_or(basis_at(measure, Level::Icb));
        has_level_on(measure, Level::Icb, basis, boundaries).then_some((boundaries, basis))
    };
    let Some((boundaries, basis)) = basis(asked).or_else(|| basis(Boundaries::Then)) else {
        return Ok(None);
    };
    let as_known = reading.params.as_known;
    let months = reading
        .snapshot
        .carriers(measure.publication.as_str(), as_known)?;
    let last = reading.last_month();
    let latest = months
        .iter()
        .rev()
        .filter(|(month, _)| last.is_none_or(|last| **month <= last))
        .find(|(_, carriers)| !carriers.asked.is_empty());
    let Some((month, _)) = latest else {
        return Ok(None);
    };
    let day = boundaries.day(*month).unwrap_or_else(|| month.last_day());
    let Some(tiles) = TileMaps::bundled().on(day) else {
        return Ok(None);
    };
    let rows = reading.snapshot.league(
        measure,
        Level::Icb,
        basis,
        reading.params.treatment_function.as_ref(),
        *month,
        boundaries,
        as_known,
    )?;
    let mut boards = Boards {
        measure,
        month: *month,
        boundaries,
        tiles,
        told: Vec::new(),
        nowhere: None,
        outlined: match reading.params.map {
            MapKind::Areas => shapes(reading, tiles)?,
            MapKind::Tiles => None,
        },
        has_outlines: reading.snapshot.has_shapes()?,
    };
    boards.take(reading, basis, rows)?;
    Ok(boards.has_values().then_some(boards))
}

impl Boards {
    fn take(
        &mut self,
        reading: &Reading<'_>,
        basis: Basis,
        rows: Vec<LeagueRow>,
    ) -> Result<(), AppError> {
        let unattributed = Register::bundled().unattributed().map(|body| &body.code);
        for row in rows {
            let series = Series {
                key: candour_core::SeriesKey {
                    measure: self.measure.id.clone(),
                    body: row.body.clone(),
                    level: Level::Icb,
                    basis,
                    treatment_function: reading
                        .params
                        .treatment_function
                        .clone()
                        .or_else(|| self.measure.total_treatment_function().cloned()),
                },
                as_known: reading.params.as_known,
                boundaries: self.boundaries,
                figures: vec![row.figure],
                undated: 0,
            };
            let name = Register::bundled().name_or(row.body.as_str(), &row.name);
            let told = Told::new(reading.snapshot, series, &name)?;
            if unattributed == Some(&row.body) {
                self.nowhere = Some(told);
            } else {
                self.told.push(told);
            }
        }
        let lower_is_better = self.measure.better == candour_core::Better::Lower;
        self.told
            .sort_by(|one, other| match (value(one), value(other)) {
                (Some(a), Some(b)) if lower_is_better => a.total_cmp(&b),
                (Some(a), Some(b)) => b.total_cmp(&a),
                (one, other) => other.is_some().cmp(&one.is_some()),
            });
        Ok(())
    }

    fn has_values(&self) -> bool {
        self.told
            .iter()
            .filter(|told| value(told).is_some())
            .count()
            > 1
    }

    /// What the map shows, in a sentence: how many met the standard, or from where to where it ranges.
    pub(super) fn finding(&self) -> String {
        let valued: Vec<(&Told, f64)> = self
            .told
            .iter()
            .filter_map(|told| Some((told, value(told)?)))
            .collect();
        let (Some((first, best)), Some((last, worst))) = (valued.first(), valued.last()) else {
            return format!("{}: no figures are held", self.measure.title);
        };
        let unit = self.measure.unit;
        let on = match self.boundaries {
            Boundaries::Then => ", on the boundaries of that month".to_owned(),
            other => boundaries::suffix(other),
        };
        let when = format!("in {}{on}", self.month.in_words());
        let subject = wording::subject(&self.measure.title);
        let from_to = format!(
            "{} in {} to {} in {}",
            format::value(*best, unit),
            short(&first.name),
            format::value(*worst, unit),
            short(&last.name)
        );
        match candour_findings::standard_in(self.measure, self.month) {
            Some(standard) => {
                let met = valued
                    .iter()
                    .filter(|(_, value)| standard.met_by(*value))
                    .count();
                let met = match met {
                    0 => "none".to_owned(),
                    some => some.to_string(),
                };
                format!(
                    "{subject}: {met} of {} boards met the standard of {} {when}; from {from_to}",
                    valued.len(),
                    format::target(standard.value, unit)
                )
            }
            None => format!("{subject} {when}: from {from_to}"),
        }
    }

    fn counted(&self) -> String {
        format!("{}, {}", self.measure.short, self.month.in_words())
    }

    fn bodies(&self) -> Vec<MapBody> {
        self.told
            .iter()
            .map(|told| MapBody {
                code: told.series.key.body.to_string(),
                body: Link::new(short(&told.name), told.chart_path()),
                value: value(told),
                figure: told.figure_at(self.month),
            })
            .collect()
    }

    fn places(&self, day: jiff::civil::Date) -> Vec<TilePlace> {
        let register = Register::bundled();
        self.tiles
            .tiles
            .iter()
            .map(|tile| {
                let code = tile.code.as_str();
                let region = register.region_of_board(code, day);
                TilePlace::of(
                    tile,
                    short(&register.name_or(code, code)),
                    region.map_or_else(String::new, |region| region.to_string()),
                )
            })
            .collect()
    }

    fn of(&self) -> MapOf {
        MapOf {
            id: "boards".to_owned(),
            finding: self.finding(),
            counted: self.counted(),
            unit: self.measure.unit,
        }
    }

    /// The map with the table beside it.
    pub(super) fn map(&self, reading: &Reading<'_>) -> Map {
        let mut map = match &self.outlined {
            Some(outlined) => {
                Map::of_outlines(&self.of(), &self.bodies(), &outlined.wide, &outlined.narrow)
            }
            None => Map::of_tiles(&self.of(), &self.bodies(), &self.places(self.tiles.from)),
        };
        map.choices = self.choices(reading);
        map.caption = self.caption(reading, self.outlined.is_some());
        map
    }

    fn caption(&self, reading: &Reading<'_>, has_outlines: bool) -> Prose {
        let mut caption = Prose::from(format!("{}.", source_line(self.measure)));
        if reading.params.map == MapKind::Areas && !has_outlines {
            caption = caption.text(
                " No boundaries of these boards have been ingested: one tile stands for each board.",
            );
        }
        let estimates = self.told.iter().any(|told| {
            let figure = told.at(self.month);
            figure.is_some_and(|figure| figure.status == candour_core::Status::Estimate)
        });
        if estimates {
            caption = caption.text(
                " Figures marked as estimates hold a part of a unit that is divided on these boundaries.",
            );
        }
        let nowhere = self
            .nowhere
            .as_ref()
            .and_then(|told| Some((told, told.at(self.month)?)));
        if let Some((told, figure)) = nowhere {
            caption = caption
                .text(" What has no known home stands apart: ")
                .figure(told.figure(figure))
                .text(", ")
                .link("not attributable", told.chart_path())
                .text(".");
        }
        caption
    }

    /// The other layouts, each on the boundaries of its first day, and how else the map can be drawn.
    fn choices(&self, reading: &Reading<'_>) -> Vec<MapChoice> {
        let vintages = TileMaps::bundled().vintages();
        let mut choices: Vec<MapChoice> = vintages
            .iter()
            .filter(|map| map.from <= reading.today || map.from == self.tiles.from)
            .map(|map| MapChoice {
                link: Link::new(
                    format!("{} boards, from {}", map.tiles.len(), dates::day(map.from)),
                    format!("{}#map", reading.on_other(Boundaries::On(map.from), &[])),
                ),
                chosen: map.from == self.tiles.from,
            })
            .collect();
        if self.has_outlines {
            let path = |with: &[(&str, &str)]| {
                format!("{}{}#map", reading.path, reading.params.but(&["map"], with))
            };
            let areas = reading.params.map == MapKind::Areas;
            choices.push(MapChoice {
                link: Link::new("As tiles", path(&[])),
                chosen: !areas,
            });
            choices.push(MapChoice {
                link: Link::new("As areas", path(&[("map", "areas")])),
                chosen: areas,
            });
        }
        choices
    }

    /// The drawing alone, which can travel: without links, the boundaries in its title.
    pub(super) fn svg(&self, reading: &Reading<'_>) -> String {
        let of = self.of();
        let map = AreaMap {
            id: of.id,
            stamp: format!(
                "{}. {}. As known on {}. Candour.{}",
                of.finding,
                source_line(self.measure),
                dates::day(reading.frozen()),
                if reading.synthetic {
                    " Synthetic sample: invented figures."
                } else {
                    ""
                }
            ),
            title: of.finding,
            counted: of.counted,
            unit: of.unit,
            areas: self
                .bodies()
                .into_iter()
                .map(|body| crate::charts::Area {
                    estimate: body
                        .figure
                        .marks
                        .contains(&crate::views::FigureMark::Estimate),
                    code: body.code,
                    name: body.body.text,
                    value: body.value,
                    text: body.figure.text,
                    href: None,
                })
                .collect(),
        };
        match &self.outlined {
            Some(outlined) => choropleth(&map, &outlined.wide),
            None => tile_map(&map, &self.places(self.tiles.from), Width::Wide),
        }
    }
}

fn value(told: &Told) -> Option<f64> {
    told.series.figures.first()?.value
}

/// A board's name without what all of them share.
pub(super) fn short(name: &str) -> &str {
    let name = name.strip_prefix("NHS ").unwrap_or(name);
    name.strip_suffix(" Integrated Care Board").unwrap_or(name)
}

/// Where the drawing alone is.
pub(super) fn path(reading: &Reading<'_>, measure: &Measure) -> String {
    format!(
        "/measures/{}/map.svg{}",
        links::encode(measure.id.as_str()),
        reading.params.but(
            &[
                "measure", "level", "sort", "order", "all", "compare", "body"
            ],
            &[]
        )
    )
}
