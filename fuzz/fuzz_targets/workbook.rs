//! Bytes in place of a workbook, `.xlsx` or `.xls`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| candour_fuzz::workbook(bytes));
