//! Where each board stands on the tile map: hexagons in rows, one a board, a layout a vintage.
//!
//! The layout is data (`data/register/tiles.csv`) and our own design. Rows are counted from the
//! north, columns from the west; every odd row stands half a tile further east, so that a tile has
//! six neighbours.

use std::collections::HashSet;
use std::sync::LazyLock;

use candour_core::BodyCode;
use jiff::civil::Date;

/// The layouts as they stand in the project; a test proves that they load.
const BUNDLED: &str = include_str!("../../../data/register/tiles.csv");

/// The headings of `tiles.csv`, in their order.
const HEADINGS: [&str; 5] = ["vintage_from", "code", "label", "column", "row"];

/// The furthest column or row: ten times what England needs, and small enough to be drawn.
const FURTHEST: u8 = 99;

/// One board's place on a tile map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The board.
    pub code: BodyCode,
    /// A few letters that fit on the tile, no two alike on one map: `NENC`.
    pub label: String,
    /// Counted from the west, from 0.
    pub column: u8,
    /// Counted from the north, from 0; odd rows stand half a tile further east.
    pub row: u8,
}

impl Tile {
    /// Whether the two tiles share a side.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        let across = |tile: &Self| 2 * i32::from(tile.column) + i32::from(tile.row % 2);
        let east = (across(self) - across(other)).abs();
        match self.row.abs_diff(other.row) {
            0 => east == 2,
            1 => east == 1,
            _ => false,
        }
    }
}

/// The layout that serves from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileMap {
    /// The first day of the boards that it shows.
    pub from: Date,
    /// Its tiles, in the order of the file.
    pub tiles: Vec<Tile>,
}

impl TileMap {
    /// The tile of a board.
    #[must_use]
    pub fn tile(&self, code: &BodyCode) -> Option<&Tile> {
        self.tiles.iter().find(|tile| tile.code == *code)
    }
}

/// Every layout, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TileMaps {
    vintages: Vec<TileMap>,
}

/// A row of the layouts that could not be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("tiles.csv line {line}: {fault}")]
pub struct TileError {
    /// The line, the header being 1.
    pub line: u64,
    /// What is wrong with it.
    pub fault: TileFault,
}

/// What can be wrong with a row of the layouts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileFault {
    /// The row is not CSV, or has another number of fields.
    #[error("{0}")]
    Csv(String),
    /// A heading is missing or stands elsewhere.
    #[error("expected the headings `{headings}`, saw `{seen}`", headings = HEADINGS.join(","))]
    Headings {
        /// What stands there.
        seen: String,
    },
    /// A field does not hold what it should.
    #[error("{column}: {reason}")]
    Field {
        /// The column's heading.
        column: &'static str,
        /// What was expected.
        reason: String,
    },
    /// The board has a tile on this vintage's map already.
    #[error("code: `{0}` has a tile of this vintage on an earlier row")]
    Repeated(BodyCode),
    /// The label stands on another tile of this vintage.
    #[error("label: `{label}` is the label of `{by}` too")]
    SameLabel {
        /// The label.
        label: String,
        /// The board that has it.
        by: BodyCode,
    },
    /// The place holds another tile of this vintage.
    #[error("column, row: the place {column}, {row} holds `{by}` already")]
    Taken {
        /// The column.
        column: u8,
        /// The row.
        row: u8,
        /// The board whose tile is there.
        by: BodyCode,
    },
}

impl TileMaps {
    /// The layouts that came with the program.
    ///
    /// A row that cannot be read is left out; a test of this crate proves that there is none.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static MAPS: LazyLock<TileMaps> = LazyLock::new(|| TileMaps::from_csv(BUNDLED).0);
        &MAPS
    }

    /// Every layout, the earliest first.
    #[must_use]
    pub fn vintages(&self) -> &[TileMap] {
        &self.vintages
    }

    /// The layout in force on a day; none before the first.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&TileMap> {
        self.vintages.iter().rev().find(|map| map.from <= day)
    }

    /// Reads the rows of `data/register/tiles.csv`: all that can be taken, and every fault.
    #[must_use]
    pub fn from_csv(text: &str) -> (Self, Vec<TileError>) {
        let mut maps = Self::default();
        let mut faults = Vec::new();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        if let Some(fault) = headings(&mut reader) {
            faults.push(TileError { line: 1, fault });
            return (maps, faults);
        }
        for (index, record) in reader.records().enumerate() {
            let line = match &record {
                Ok(record) => record.position().map(csv::Position::line),
                Err(error) => error.position().map(csv::Position::line),
            };
            let line = line.unwrap_or(index as u64 + 2);
            let row = record
                .map_err(|error| vec![TileFault::Csv(error.to_string())])
                .and_then(|record| row(&record));
            let found = match row {
                Ok((from, tile)) => maps.add(from, tile),
                Err(found) => found,
            };
            faults.extend(found.into_iter().map(|fault| TileError { line, fault }));
        }
        maps.vintages.sort_by_key(|map| map.from);
        (maps, faults)
    }

    /// Adds a tile that clashes with none; else says what it clashes with.
    fn add(&mut self, from: Date, tile: Tile) -> Vec<TileFault> {
        let place = self.vintages.iter().position(|map| map.from == from);
        let Some(place) = place else {
            let tiles = vec![tile];
            self.vintages.push(TileMap { from, tiles });
            return Vec::new();
        };
        let map = &mut self.vintages[place];
        let mut faults = Vec::new();
        for other in &map.tiles {
            let by = || other.code.clone();
            if other.code == tile.code {
                faults.push(TileFault::Repeated(by()));
            }
            if other.label == tile.label {
                let label = tile.label.clone();
                faults.push(TileFault::SameLabel { label, by: by() });
            }
            if (other.column, other.row) == (tile.column, tile.row) {
                let (column, row) = (tile.column, tile.row);
                faults.push(TileFault::Taken {
                    column,
                    row,
                    by: by(),
                });
            }
        }
        if faults.is_empty() {
            map.tiles.push(tile);
        }
        faults
    }
}

/// Whether the boards' tiles hang together, side by side.
#[must_use]
pub fn is_connected(tiles: &[&Tile]) -> bool {
    let mut reached = HashSet::new();
    let mut open: Vec<usize> = tiles.iter().take(1).map(|_| 0).collect();
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            let touching = |other: &usize| tiles[index].touches(tiles[*other]);
            open.extend((0..tiles.len()).filter(touching));
        }
    }
    reached.len() == tiles.len()
}

fn headings(reader: &mut csv::Reader<&[u8]>) -> Option<TileFault> {
    match reader.headers() {
        Ok(headings) if headings.iter().map(str::trim).eq(HEADINGS) => None,
        Ok(headings) => {
            let seen: Vec<&str> = headings.iter().collect();
            let seen = seen.join(",");
            Some(TileFault::Headings { seen })
        }
        Err(error) => Some(TileFault::Csv(error.to_string())),
    }
}

/// The tile of a row, or all that is wrong with the row.
fn row(record: &csv::StringRecord) -> Result<(Date, Tile), Vec<TileFault>> {
    let mut faults = Vec::new();
    let field = |index: usize| record.get(index).unwrap_or_default().trim();
    let mut fault = |index: usize, reason: String| {
        faults.push(TileFault::Field {
            column: HEADINGS[index],
            reason,
        });
    };
    let from = field(0).parse::<Date>();
    if from.is_err() {
        fault(0, format!("`{}` is not a day such as 2022-07-01", field(0)));
    }
    let code = BodyCode::new(field(1)).map_err(|error| fault(1, error.to_string()));
    let label = field(2).to_owned();
    if label.is_empty() {
        fault(2, "expected a few letters, saw nothing".to_owned());
    }
    let mut place = |index: usize| {
        let number = field(index).parse().ok().filter(|n| *n <= FURTHEST);
        if number.is_none() {
            let seen = field(index);
            fault(
                index,
                format!("expected a whole number from 0 to {FURTHEST}, saw `{seen}`"),
            );
        }
        number
    };
    let (column, row) = (place(3), place(4));
    if !faults.is_empty() {
        return Err(faults);
    }
    match (from, code, column, row) {
        (Ok(from), Ok(code), Some(column), Some(row)) => Ok((
            from,
            Tile {
                code,
                label,
                column,
                row,
            },
        )),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Body, Register};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The boards in force on a day, by the curated rows.
    fn boards(on: Date) -> Vec<&'static Body> {
        Register::bundled().boards_on(on)
    }

    #[test]
    fn the_bundled_layouts_are_faultless() {
        let (maps, faults) = TileMaps::from_csv(BUNDLED);
        assert_eq!(faults, []);
        let sizes: Vec<_> = maps
            .vintages()
            .iter()
            .map(|map| (map.from, map.tiles.len()))
            .collect();
        // 42 boards from July 2022; of these twelve ended and six began on 1 April 2026.
        assert_eq!(
            sizes,
            [(day("2022-07-01"), 42), (day("2026-04-01"), 42 - 12 + 6)]
        );
    }

    #[test]
    fn every_board_in_force_has_one_tile_and_no_other_body_has_any() {
        for map in TileMaps::bundled().vintages() {
            let mut in_force: Vec<_> = boards(map.from).iter().map(|b| b.code.clone()).collect();
            let mut drawn: Vec<_> = map.tiles.iter().map(|tile| tile.code.clone()).collect();
            in_force.sort_unstable();
            drawn.sort_unstable();
            assert_eq!(drawn, in_force, "from {}", map.from);
        }
    }

    #[test]
    fn the_tiles_of_a_region_and_of_england_hang_together() {
        for map in TileMaps::bundled().vintages() {
            let mut regions: BTreeMap<_, Vec<&Tile>> = BTreeMap::new();
            for board in boards(map.from) {
                let tile = map.tile(&board.code).unwrap();
                let region = Register::bundled().region_of_board(board.code.as_str(), map.from);
                regions.entry(region).or_default().push(tile);
            }
            assert_eq!(regions.len(), 7);
            for (region, tiles) in regions {
                assert!(is_connected(&tiles), "{region:?} from {}", map.from);
            }
            assert!(is_connected(&map.tiles.iter().collect::<Vec<_>>()));
        }
    }

    #[test]
    fn the_shape_reads_as_england() {
        for map in TileMaps::bundled().vintages() {
            let at = |name: &str| {
                let body = boards(map.from)
                    .into_iter()
                    .find(|body| body.name.contains(name))
                    .unwrap();
                map.tile(&body.code).unwrap()
            };
            let north = at("North East and North Cumbria");
            let cornwall = at("Cornwall");
            let kent = at("Kent and Medway");
            for tile in &map.tiles {
                assert!(tile.row > north.row || tile == north, "{}", tile.label);
                assert!(tile.row < cornwall.row || tile == cornwall);
                assert!(tile.column > cornwall.column || tile.row < 8 || tile == cornwall);
                assert!(tile.column <= kent.column || tile.row < kent.row);
            }
            assert!(at("South East London").column > at("Gloucestershire").column);
        }
    }

    #[test]
    fn the_layout_of_a_day() {
        let maps = TileMaps::bundled();
        assert_eq!(maps.on(day("2022-06-30")), None);
        for (on, from) in [
            ("2022-07-01", "2022-07-01"),
            ("2026-03-31", "2022-07-01"),
            ("2026-04-01", "2026-04-01"),
            ("2030-01-01", "2026-04-01"),
        ] {
            assert_eq!(maps.on(day(on)).unwrap().from, day(from));
        }
    }

    #[test]
    fn a_tile_in_the_middle_has_six_neighbours() {
        for row in [4, 5] {
            let tile = |column, row| Tile {
                code: BodyCode::new("ZZ1").unwrap(),
                label: "Z".to_owned(),
                column,
                row,
            };
            let middle = tile(4, row);
            let touching: Vec<(u8, u8)> = (0..9)
                .flat_map(|column| (0..9).map(move |row| (column, row)))
                .filter(|(column, row)| tile(*column, *row).touches(&middle))
                .collect();
            let east = row % 2;
            assert_eq!(
                touching,
                // By column, then by row.
                if east == 0 {
                    vec![(3, 3), (3, 4), (3, 5), (4, 3), (4, 5), (5, 4)]
                } else {
                    vec![(3, 5), (4, 4), (4, 6), (5, 4), (5, 5), (5, 6)]
                }
            );
        }
    }

    #[test]
    fn tiles_apart_do_not_hang_together() {
        let (maps, _) = TileMaps::from_csv(
            "vintage_from,code,label,column,row\n2000-01-01,ZZ1,A,0,0\n2000-01-01,ZZ2,B,1,0\n2000-01-01,ZZ3,C,3,0\n",
        );
        let tiles: Vec<&Tile> = maps.vintages()[0].tiles.iter().collect();
        assert!(is_connected(&tiles[..2]));
        assert!(!is_connected(&tiles));
        assert!(is_connected(&[]));
    }

    #[test]
    fn every_fault_has_its_line_and_sound_rows_are_kept() {
        let text = "vintage_from,code,label,column,row\n\
            2000-01-01,ZZ1,A,0,0\n\
            soon,ZZ2,,x,100\n\
            2000-01-01,ZZ1,B,1,0\n\
            2000-01-01,ZZ3,A,0,0\n\
            2000-01-01,ZZ4\n\
            2000-01-01,ZZ5,E,2,0\n\
            1999-01-01,ZZ1,A,0,0\n";
        let (maps, faults) = TileMaps::from_csv(text);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults[..7],
            [
                "tiles.csv line 3: vintage_from: `soon` is not a day such as 2022-07-01",
                "tiles.csv line 3: label: expected a few letters, saw nothing",
                "tiles.csv line 3: column: expected a whole number from 0 to 99, saw `x`",
                "tiles.csv line 3: row: expected a whole number from 0 to 99, saw `100`",
                "tiles.csv line 4: code: `ZZ1` has a tile of this vintage on an earlier row",
                "tiles.csv line 5: label: `A` is the label of `ZZ1` too",
                "tiles.csv line 5: column, row: the place 0, 0 holds `ZZ1` already",
            ]
        );
        assert!(faults[7].starts_with("tiles.csv line 6: "), "{}", faults[7]);
        assert_eq!(faults.len(), 8);
        let kept: Vec<_> = maps
            .vintages()
            .iter()
            .map(|map| (map.from.year(), map.tiles.len()))
            .collect();
        assert_eq!(kept, [(1999, 1), (2000, 2)]);
    }

    #[test]
    fn other_headings_are_a_fault() {
        let (maps, faults) = TileMaps::from_csv("code,label\nZZ1,A\n");
        assert_eq!(maps, TileMaps::default());
        assert_eq!(
            faults[0].to_string(),
            "tiles.csv line 1: expected the headings `vintage_from,code,label,column,row`, saw `code,label`"
        );
    }
}
