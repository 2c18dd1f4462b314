//! A text in place of a CSV of beds. What comes in is read as it is, and again behind today's header,
//! so that the rows are reached from the first run on.

#![no_main]

use libfuzzer_sys::fuzz_target;

const CASE: &[u8] = include_bytes!("../../tests/cases/kh03_beds/occupied/input.csv");

fuzz_target!(|bytes: &[u8]| {
    candour_fuzz::text(bytes);
    candour_fuzz::text(&candour_fuzz::behind_header(CASE, bytes));
});
