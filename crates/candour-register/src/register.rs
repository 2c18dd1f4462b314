use std::collections::HashMap;
use std::sync::LazyLock;

use candour_core::BodyCode;
use jiff::civil::Date;

use crate::body::{Body, Kind, Name, OtherCode};
use crate::link::{Link, LinkKind};
use crate::load::CuratedFiles;
use crate::rows::Rows;
use crate::succession::Succession;

/// Everything that is known of bodies, from curated rows and from the files that were taken, and the
/// ways to find it.
///
/// Rows are kept as they came, each with its origin, also where two disagree: the lookups let the
/// weightiest [`Authority`](crate::Authority) decide, and [`check`](crate::check()) lists the others.
#[derive(Debug, Default)]
pub struct Register {
    rows: Rows,
    /// A number for every code that any row names.
    numbers: HashMap<BodyCode, u32>,
    known: Vec<Known>,
    by_published_name: HashMap<String, u32>,
}

/// What is known of one code: places among the rows, the weightiest first.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) code: Option<BodyCode>,
    pub(crate) bodies: Vec<u32>,
    pub(crate) names: Vec<u32>,
    pub(crate) codes: Vec<u32>,
    pub(crate) up: Vec<u32>,
    pub(crate) down: Vec<u32>,
    pub(crate) after: Vec<u32>,
    pub(crate) before: Vec<u32>,
}

impl Register {
    /// The curated rows that came with the program.
    ///
    /// A row that cannot be read is left out; a test of this crate proves that there is none.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static REGISTER: LazyLock<Register> =
            LazyLock::new(|| Register::new(CuratedFiles::BUNDLED.read().0));
        &REGISTER
    }

    /// The register of these rows.
    #[must_use]
    pub fn new(rows: Rows) -> Self {
        let mut register = Self {
            rows: Rows::default(),
            ..Self::default()
        };
        register.index(&rows);
        register.rows = rows;
        register.weigh();
        register
    }

    /// The curated rows, and `more` from files that were taken.
    #[must_use]
    pub fn bundled_with(more: Rows) -> Self {
        let mut rows = Self::bundled().rows.clone();
        rows.extend(more);
        Self::new(rows)
    }

    fn index(&mut self, rows: &Rows) {
        let places = || 0_u32..;
        for (body, place) in rows.bodies.iter().zip(places()) {
            let number = self.number_of(&body.code);
            self.known[number as usize].bodies.push(place);
            for name in &body.published_names {
                self.by_published_name.insert(plain(name), number);
            }
        }
        for (name, place) in rows.names.iter().zip(places()) {
            self.known_mut(&name.body).names.push(place);
        }
        for (code, place) in rows.codes.iter().zip(places()) {
            self.known_mut(&code.body).codes.push(place);
        }
        for (link, place) in rows.links.iter().zip(places()) {
            self.known_mut(&link.child).up.push(place);
            self.known_mut(&link.parent).down.push(place);
        }
        for (succession, place) in rows.successions.iter().zip(places()) {
            self.known_mut(&succession.predecessor).after.push(place);
            if let Some(successor) = &succession.successor {
                self.known_mut(successor).before.push(place);
            }
        }
    }

    /// Sorts what is known of each code by the authority of its origin, the weightiest first, and
    /// within one authority the latest statement first.
    fn weigh(&mut self) {
        let rows = &self.rows;
        let order = |origin: &crate::Origin| (origin.authority, std::cmp::Reverse(origin.as_at));
        for known in &mut self.known {
            known
                .bodies
                .sort_by_key(|place| order(&rows.bodies[*place as usize].origin));
            known
                .up
                .sort_by_key(|place| order(&rows.links[*place as usize].origin));
            known
                .down
                .sort_by_key(|place| order(&rows.links[*place as usize].origin));
            for successions in [&mut known.after, &mut known.before] {
                successions.sort_by_key(|place| order(&rows.successions[*place as usize].origin));
            }
        }
    }

    fn number_of(&mut self, code: &BodyCode) -> u32 {
        if let Some(number) = self.numbers.get(code) {
            return *number;
        }
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.numbers.insert(code.clone(), number);
        self.known.push(Known {
            code: Some(code.clone()),
            ..Known::default()
        });
        number
    }

    fn known_mut(&mut self, code: &BodyCode) -> &mut Known {
        let number = self.number_of(code);
        &mut self.known[number as usize]
    }

    pub(crate) fn number(&self, code: &BodyCode) -> Option<u32> {
        self.numbers.get(code).copied()
    }

    pub(crate) fn known(&self, number: u32) -> &Known {
        &self.known[number as usize]
    }

    pub(crate) fn code(&self, number: u32) -> BodyCode {
        self.known(number)
            .code
            .clone()
            .unwrap_or_else(BodyCode::england)
    }

    /// Every row, as it came.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Every body once, in the order of the rows.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.rows
            .bodies
            .iter()
            .enumerate()
            .filter_map(|(place, body)| {
                let first = self.known(self.number(&body.code)?).bodies.first()?;
                (*first as usize == place).then_some(body)
            })
    }

    /// The body with this code, as the weightiest row has it.
    #[must_use]
    pub fn body(&self, code: &BodyCode) -> Option<&Body> {
        let first = self.known(self.number(code)?).bodies.first()?;
        self.rows.bodies.get(*first as usize)
    }

    /// Whether any row names the code.
    #[must_use]
    pub fn knows(&self, code: &BodyCode) -> bool {
        self.numbers.contains_key(code)
    }

    /// Every row that describes the body with this code, the weightiest first.
    pub fn bodies_of(&self, code: &BodyCode) -> impl Iterator<Item = &Body> {
        self.places(code, |known| &known.bodies)
            .map(|place| &self.rows.bodies[place])
    }

    /// The name of the body with this code, or the name given where it has none.
    #[must_use]
    pub fn name_or(&self, code: &str, given: &str) -> String {
        BodyCode::new(code)
            .ok()
            .and_then(|code| self.body(&code))
            .map_or_else(|| given.to_owned(), |body| body.name.clone())
    }

    /// The body that a publication calls by this name; case and stray spaces do not matter.
    #[must_use]
    pub fn published_as(&self, name: &str) -> Option<&Body> {
        let number = self.by_published_name.get(&plain(name))?;
        let first = self.known(*number).bodies.first()?;
        self.rows.bodies.get(*first as usize)
    }

    /// The body that stands for what NHS England itself commissions.
    #[must_use]
    pub fn national_commissioner(&self) -> Option<&Body> {
        self.of_kind(Kind::NationalCommissioner)
    }

    /// The body that stands for what has no known home on the boundaries asked for.
    #[must_use]
    pub fn unattributed(&self) -> Option<&Body> {
        self.of_kind(Kind::Unattributed)
    }

    fn of_kind(&self, kind: Kind) -> Option<&Body> {
        self.rows.bodies.iter().find(|body| body.kind == kind)
    }

    /// The links of a body to those above it, the weightiest first.
    pub fn links_up(&self, child: &BodyCode) -> impl Iterator<Item = &Link> {
        self.places(child, |known| &known.up)
            .map(|place| &self.rows.links[place])
    }

    /// The links of a body to those below it, the weightiest first.
    pub fn links_down(&self, parent: &BodyCode) -> impl Iterator<Item = &Link> {
        self.places(parent, |known| &known.down)
            .map(|place| &self.rows.links[place])
    }

    /// Who came after a body, the weightiest row first.
    pub fn successions_of(&self, predecessor: &BodyCode) -> impl Iterator<Item = &Succession> {
        self.places(predecessor, |known| &known.after)
            .map(|place| &self.rows.successions[place])
    }

    /// Who came before a body, the weightiest row first.
    pub fn successions_to(&self, successor: &BodyCode) -> impl Iterator<Item = &Succession> {
        self.places(successor, |known| &known.before)
            .map(|place| &self.rows.successions[place])
    }

    /// The names that a body had or goes by.
    pub fn names_of(&self, body: &BodyCode) -> impl Iterator<Item = &Name> {
        self.places(body, |known| &known.names)
            .map(|place| &self.rows.names[place])
    }

    /// The codes of a body in other schemes.
    pub fn codes_of(&self, body: &BodyCode) -> impl Iterator<Item = &OtherCode> {
        self.places(body, |known| &known.codes)
            .map(|place| &self.rows.codes[place])
    }

    fn places<'a>(
        &'a self,
        code: &BodyCode,
        of: fn(&Known) -> &Vec<u32>,
    ) -> impl Iterator<Item = usize> + use<'a> {
        self.number(code)
            .map(|number| of(self.known(number)).as_slice())
            .unwrap_or_default()
            .iter()
            .map(|place| *place as usize)
    }

    /// The boards in law on a day, in the order of their codes.
    #[must_use]
    pub fn boards_on(&self, day: Date) -> Vec<&Body> {
        let mut boards: Vec<&Body> = self
            .bodies()
            .filter(|body| body.kind == Kind::Board && body.span.covers(day))
            .collect();
        boards.sort_by(|a, b| a.code.cmp(&b.code));
        boards
    }

    /// The region that a board sits in on a day.
    #[must_use]
    pub fn region_of_board(&self, board: &str, day: Date) -> Option<BodyCode> {
        let board = BodyCode::new(board).ok()?;
        let mut regions = self.parents_on(&board, LinkKind::InRegion, day).ok()?;
        let only = regions.len() == 1;
        regions.pop().filter(|_| only).map(|part| part.body)
    }

    /// The days on which a board began: the vintages of boundaries that one can ask for.
    #[must_use]
    pub fn board_days(&self) -> Vec<Date> {
        let mut days: Vec<Date> = self
            .bodies()
            .filter(|body| body.kind == Kind::Board)
            .filter_map(|body| body.span.from)
            .filter(|from| from.is_exact())
            .map(crate::HalfDate::first_day)
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The bodies that stand under `parent` on a day by links of this kind.
    #[must_use]
    pub fn children_on(&self, parent: &BodyCode, kind: LinkKind, day: Date) -> Vec<BodyCode> {
        let mut found: Vec<BodyCode> = self
            .links_down(parent)
            .filter(|link| link.kind == kind)
            .map(|link| link.child.clone())
            .collect();
        found.sort();
        found.dedup();
        found.retain(|child| {
            self.is_living(child, day)
                && self
                    .parents_on(child, kind, day)
                    .is_ok_and(|parents| parents.iter().any(|part| part.body == *parent))
        });
        found
    }
}

/// A name without what typing varies: case, and spaces at the ends or doubled.
pub(crate) fn plain(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_bundled_rows_are_faultless() {
        let (_, faults) = CuratedFiles::BUNDLED.read();
        assert_eq!(faults, []);
    }

    #[test]
    fn forty_two_boards_and_then_thirty_six_in_seven_regions() {
        let register = Register::bundled();
        for (day, boards) in [
            (date(2022, 6, 30), 0),
            (date(2022, 7, 1), 42),
            (date(2026, 3, 31), 42),
            (date(2026, 4, 1), 36),
        ] {
            let on_day = register.boards_on(day);
            assert_eq!(on_day.len(), boards, "{day}");
            let mut regions: Vec<_> = on_day
                .iter()
                .map(|board| register.region_of_board(board.code.as_str(), day).unwrap())
                .collect();
            regions.sort();
            regions.dedup();
            assert_eq!(regions.len(), if boards == 0 { 0 } else { 7 }, "{day}");
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
