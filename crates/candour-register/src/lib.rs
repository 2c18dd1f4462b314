//! The bodies of the health service: the only crate that knows an organisation by its code.
//!
//! The curated rows come from `data/register/bodies.csv` and are part of the program. Bodies
//! that publications name and the curated rows do not (trusts, sub-ICB locations) live in the
//! archive's catalogue with the name that each file gave them.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod body;
mod load;
mod names;
mod tiles;

use std::collections::HashMap;
use std::sync::LazyLock;

use candour_core::BodyCode;

pub use body::{Body, HalfDate, HalfDateError, Kind};
pub use load::{RegisterError, RowFault};
pub use names::readable;
pub use tiles::{Tile, TileError, TileFault, TileMap, TileMaps, is_connected};

/// The curated bodies, and the ways to find one.
#[derive(Debug, Default)]
pub struct Register {
    bodies: Vec<Body>,
    by_code: HashMap<BodyCode, usize>,
    by_published_name: HashMap<String, usize>,
}

/// The rows as they stand in the project; a test proves that they load.
const BUNDLED: &str = include_str!("../../../data/register/bodies.csv");

impl Register {
    /// The rows that came with the program.
    ///
    /// A row that cannot be read is left out; a test of this crate proves that there is none.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::from_csv(BUNDLED).0);
        &REGISTER
    }

    /// Every body, in the order of the file.
    #[must_use]
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// The body with this code.
    #[must_use]
    pub fn body(&self, code: &BodyCode) -> Option<&Body> {
        self.by_code.get(code).map(|index| &self.bodies[*index])
    }

    /// The curated name of the body with this code, or the name given where it is not curated.
    #[must_use]
    pub fn name_or(&self, code: &str, given: &str) -> String {
        BodyCode::new(code)
            .ok()
            .and_then(|code| self.body(&code))
            .map_or_else(|| given.to_owned(), |body| body.name.clone())
    }

    /// The region that an integrated care board sits in.
    #[must_use]
    pub fn region_of_board(&self, board: &str) -> Option<&BodyCode> {
        let board = BodyCode::new(board).ok()?;
        self.body(&board)?.region.as_ref()
    }

    /// The body that a publication calls by this name; case and stray spaces do not matter.
    #[must_use]
    pub fn published_as(&self, name: &str) -> Option<&Body> {
        self.by_published_name
            .get(&plain(name))
            .map(|index| &self.bodies[*index])
    }

    /// The body that stands for what NHS England itself commissions.
    #[must_use]
    pub fn national_commissioner(&self) -> Option<&Body> {
        self.bodies
            .iter()
            .find(|body| body.kind == Kind::NationalCommissioner)
    }
}

/// A name without what typing varies: case, and spaces at the ends or doubled.
fn plain(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_rows_are_faultless() {
        let (register, faults) = Register::from_csv(BUNDLED);
        assert_eq!(faults, []);
        let count = |kind| {
            register
                .bodies()
                .iter()
                .filter(|body| body.kind == kind)
                .count()
        };
        assert_eq!(count(Kind::Nation), 1);
        assert_eq!(count(Kind::Region), 7 + 2);
        assert_eq!(count(Kind::Board), 42 + 6);
        assert_eq!(count(Kind::NationalCommissioner), 1);
    }

    #[test]
    fn every_board_sits_in_a_region_that_is_there() {
        let register = Register::bundled();
        for board in register
            .bodies()
            .iter()
            .filter(|body| body.kind == Kind::Board)
        {
            let region = board.region.as_ref().unwrap();
            assert_eq!(
                register.body(region).unwrap().kind,
                Kind::Region,
                "{}",
                board.code
            );
        }
    }

    #[test]
    fn a_published_name_is_found_whatever_its_spaces() {
        let register = Register::bundled();
        let region = register.published_as(" NHS England  Midlands ").unwrap();
        assert_eq!(region.name, "Midlands");
        assert!(register.published_as("NHS ENGLAND").is_none());
    }
}
