//! Bytes in place of a workbook, `.xlsx` or `.xls`; and sheets of any content in a workbook that is
//! well made, so that the reading of cells is reached from the first run on.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"## ") {
        if let Some(made) = std::str::from_utf8(bytes)
            .ok()
            .and_then(candour_fuzz::sheets)
        {
            candour_fuzz::workbook(&made);
        }
    } else {
        candour_fuzz::workbook(bytes);
    }
});
