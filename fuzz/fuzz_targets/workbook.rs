//! Bytes in place of a workbook, `.xlsx` or `.xls`.

#![no_main]

mod support;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| support::workbook(bytes));
