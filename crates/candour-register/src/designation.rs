use std::sync::LazyLock;

use crate::origin::{Origin, origin};
use candour_curated::HalfDate;
use candour_curated::{Fault, Row, Table};

/// A wave in which partnerships became systems, or systems were reorganised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// When it was announced or took effect, as far as known.
    pub announced: HalfDate,
    /// What the wave is called: `3`, `statutory`, `mergers phase 1`.
    pub wave: String,
    /// How many systems it added; none where it is still to be decided.
    pub added: Option<u32>,
    /// How many went: absorbed or dissolved.
    pub gone: Option<u32>,
    /// How many there were after it; none where it is still to be decided.
    pub total_after: Option<u32>,
    /// Which systems, in words.
    pub systems: String,
    /// What has to be known of it.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

const DESIGNATIONS: Table = Table {
    file: "designations.csv",
    headings: &[
        "announced",
        "wave",
        "added",
        "gone",
        "total_after",
        "systems",
        "note",
        "source",
    ],
};

const BUNDLED: &str = include_str!("../../../data/register/designations.csv");

/// The waves from the first accountable care systems on, in the order of time.
#[must_use]
pub fn designations() -> &'static [Designation] {
    static ALL: LazyLock<Vec<Designation>> = LazyLock::new(|| read(BUNDLED).0);
    &ALL
}

fn read(text: &str) -> (Vec<Designation>, Vec<Fault>) {
    let mut faults = Vec::new();
    let rows = DESIGNATIONS.read(text, &mut faults, |row: &mut Row<'_>| {
        Some(Designation {
            wave: row.required("wave"),
            total_after: row.parsed("total_after"),
            systems: row.text("systems").to_owned(),
            note: row.text("note").to_owned(),
            origin: origin(row),
            announced: row.must("announced")?,
            added: row.parsed("added"),
            gone: row.parsed("gone"),
        })
    });
    (rows, faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Register;

    #[test]
    fn the_bundled_rows_are_faultless_and_add_up() {
        let (waves, faults) = read(BUNDLED);
        assert_eq!(faults, []);
        let mut systems = 0;
        for wave in &waves {
            let (Some(added), Some(gone), Some(total)) = (wave.added, wave.gone, wave.total_after)
            else {
                continue;
            };
            systems = systems + added - gone;
            assert_eq!(total, systems, "{}", wave.wave);
        }
        let mut totals: Vec<u32> = waves.iter().filter_map(|wave| wave.total_after).collect();
        assert_eq!(totals.len(), 9);
        totals.truncate(6);
        // 10, 14, 14, 18, 29, 42 by the six waves, and 36 from April 2026.
        assert_eq!(totals, [10, 14, 14, 18, 29, 42]);
    }

    #[test]
    fn the_last_totals_are_the_boards_in_law() {
        let register = Register::bundled();
        for wave in designations()
            .iter()
            .filter(|wave| wave.announced.is_exact())
        {
            let boards = register.boards_on(wave.announced.first_day()).len();
            if boards > 0 && wave.total_after.is_some() {
                assert_eq!(
                    wave.total_after,
                    u32::try_from(boards).ok(),
                    "{}",
                    wave.wave
                );
            }
        }
    }
}
