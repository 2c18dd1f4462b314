//! A text in place of an RTT full extract, as it is and behind today's header.

#![no_main]

mod support;

use libfuzzer_sys::fuzz_target;

const CASE: &[u8] =
    include_bytes!("../../tests/cases/rtt_full_extract/layout-from-april-2021/input.csv");

fuzz_target!(|bytes: &[u8]| {
    support::text(bytes);
    support::text(&support::behind_header(CASE, bytes));
});
