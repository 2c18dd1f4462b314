//! What an `.xlsx` claims of itself, checked before the spreadsheet library believes it.
//!
//! An `.xlsx` is a zip. The library reserves memory for as many shared strings as
//! `xl/sharedStrings.xml` claims (`uniqueCount`), and a claim of billions ends the process where no
//! error can be caught. A shared string takes at least `<si/>` in the file, so that a claim of more
//! strings than a quarter of the part's bytes is a lie.

use std::io::{Cursor, Read as _};

/// The most that all parts of a workbook may unpack to: twenty times the largest published one.
const LARGEST_UNPACKED: u64 = 512 << 20;

/// How many times larger than the packed workbook its parts may be, above [`RATIO_FROM`].
const LARGEST_RATIO: u64 = 200;
const RATIO_FROM: u64 = 32 << 20;

/// How much of the shared strings is looked at for the claim: it stands in the first element.
const START: u64 = 4096;

/// Refuses a workbook that unpacks to more than any publication, or claims more strings than it has.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let damaged = |fault: &dyn std::fmt::Display| format!("the workbook cannot be read: {fault}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|fault| damaged(&fault))?;
    let mut unpacked: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|fault| damaged(&fault))?;
        unpacked = unpacked.saturating_add(part.size());
        let is_strings = part
            .name()
            .is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        if !is_strings {
            continue;
        }
        let size = part.size();
        let mut start = String::new();
        // What is not UTF-8 makes no claim that the library could read either.
        let _ = part.take(START).read_to_string(&mut start);
        if let Some(claimed) = claim(&start)
            && claimed > size / 4
        {
            return Err(format!(
                "the workbook claims {claimed} shared strings in a part of {size} bytes; it is damaged"
            ));
        }
    }
    let packed = bytes.len() as u64;
    if unpacked > LARGEST_UNPACKED || (unpacked > RATIO_FROM && unpacked / LARGEST_RATIO > packed) {
        return Err(format!(
            "the workbook unpacks from {packed} to {unpacked} bytes, as no publication does"
        ));
    }
    Ok(())
}

/// How many different strings the first element claims; the highest number there is where the claim
/// is no number that fits.
fn claim(start: &str) -> Option<u64> {
    let element = start.split("<sst").nth(1)?.split('>').next()?;
    let quoted = element.split("uniqueCount=").nth(1)?.get(1..)?;
    let number = quoted.split(['"', '\'']).next()?;
    Some(number.trim().parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn workbook(strings: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(
            "xl/sharedStrings.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
        zip.write_all(strings.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_claim_of_more_strings_than_bytes_is_refused() {
        let lie = workbook(
            "<?xml version=\"1.0\"?><sst count=\"1\" uniqueCount=\"100000000000\"><si/></sst>",
        );
        assert!(check(&lie).unwrap_err().contains("100000000000"));
        let huge = workbook("<sst uniqueCount='99999999999999999999999'/>");
        assert!(check(&huge).is_err());
        let sound =
            workbook("<sst count=\"9\" uniqueCount=\"2\"><si><t>a</t></si><si><t>b</t></si></sst>");
        assert_eq!(check(&sound), Ok(()));
    }
}
