//! A text in place of the Oversight Framework's data file or league table. What comes in is read as it is,
//! and again behind today's header of each, so that the rows are reached from the first run on.

#![no_main]

use libfuzzer_sys::fuzz_target;

const DATA: &[u8] = include_bytes!("../../tests/cases/nof_data/two-quarters/input.csv");
const LEAGUE: &[u8] = include_bytes!("../../tests/cases/nof_league_table/with-its-quarter/input.csv");

fuzz_target!(|bytes: &[u8]| {
    candour_fuzz::text(bytes);
    for case in [DATA, LEAGUE] {
        candour_fuzz::text(&candour_fuzz::behind_header(case, bytes));
    }
});
