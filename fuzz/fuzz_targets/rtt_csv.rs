//! A text in place of an RTT full extract, as it is and behind today's header.

#![no_main]

use libfuzzer_sys::fuzz_target;

const CASE: &[u8] =
    include_bytes!("../../tests/cases/rtt_full_extract/layout-from-april-2021/input.csv");

fuzz_target!(|bytes: &[u8]| {
    candour_fuzz::text(bytes);
    candour_fuzz::text(&candour_fuzz::behind_header(CASE, bytes));
});
