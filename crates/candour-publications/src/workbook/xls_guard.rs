//! Looks through an `.xls` workbook before the spreadsheet library does. The library sets memory
//! aside for whatever size a sheet claims and for the rectangle that its cells span; a few forged
//! bytes would ask for all the memory there is. Formats: [MS-CFB] for the container, [MS-XLS] 2.4
//! for the records.

/// The first bytes of a compound file.
pub(super) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Cells that the sheets of a workbook may span together; published ones span under
/// 600,000.
const CELLS: u64 = 2_000_000;

/// Sector numbers from here on have special meanings.
const SPECIAL: u32 = 0xffff_fffa;

/// Checks the sizes that a workbook claims.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let stream = workbook_stream(bytes)
        .ok_or_else(|| "the workbook is damaged: its container cannot be followed".to_owned())?;
    let mut all = 0;
    for sheet in sheets(&stream) {
        // A sheet that starts beyond the end has no cells; the library says so.
        let cells = stream.get(sheet..).map_or(Some(0), spanned);
        all += cells
            .ok_or_else(|| "the workbook is damaged: a sheet ends before it starts".to_owned())?;
        if all > CELLS {
            return Err("the workbook claims more cells than a published one has".to_owned());
        }
    }
    Ok(())
}

/// Where the sheets start, as the workbook's list of them says.
fn sheets(stream: &[u8]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut rest = stream;
    while let Some((kind, data, after)) = record(rest) {
        rest = after;
        match kind {
            0x0085 => starts.extend(u32_at(data, 0).map(|start| start as usize)),
            0x000a => break,
            _ => {}
        }
    }
    starts
}

/// How many cells a sheet spans, claimed or real; none where a claim makes no sense.
fn spanned(sheet: &[u8]) -> Option<u64> {
    let mut claimed = 0_u64;
    let (mut rows, mut columns) = (0_u64, 0_u64);
    let mut depth = 0_u32;
    let mut rest = sheet;
    while let Some((kind, data, after)) = record(rest) {
        rest = after;
        match kind {
            // The sheet begins, or a chart within it.
            0x0809 => depth += 1,
            // It ends.
            0x000a if depth <= 1 => break,
            0x000a => depth -= 1,
            // The size that it claims: first row, row after the last, the same of columns.
            0x0200 => {
                let [top, bottom] = [u32_at(data, 0)?, u32_at(data, 4)?];
                let [left, right] = [u16_at(data, 8)?, u16_at(data, 10)?];
                if top > bottom || left > right {
                    return None;
                }
                claimed += (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1);
            }
            // A cell: blank, number, label, truth value, rich text, RK, shared label, formula.
            0x0201 | 0x0203 | 0x0204 | 0x0205 | 0x00d6 | 0x027e | 0x00fd | 0x0006 => {
                rows = rows.max(u64::from(u16_at(data, 0)?) + 1);
                columns = columns.max(u64::from(u16_at(data, 2)?) + 1);
            }
            // Several cells of one row: the last column stands at the end.
            0x00bd | 0x00be => {
                rows = rows.max(u64::from(u16_at(data, 0)?) + 1);
                let last = u16_at(data, data.len().checked_sub(2)?)?;
                columns = columns.max(u64::from(last) + 1);
            }
            _ => {}
        }
        if claimed > CELLS {
            break;
        }
    }
    Some(claimed.max(rows * columns))
}

fn record(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let kind = u16_at(bytes, 0)?;
    let end = 4 + usize::from(u16_at(bytes, 2)?);
    Some((kind, bytes.get(4..end)?, &bytes[end..]))
}

/// The stream `Workbook` (`Book` before 1997) of a compound file, put together.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let sectors = Sectors { bytes, size };
    let fat = fat(&sectors)?;
    let directory = sectors.chain(&fat, u32_at(bytes, 48)?, usize::MAX)?;
    let entry = directory.chunks_exact(128).find(|entry| {
        let name: Vec<u8> = entry[..64]
            .iter()
            .copied()
            .filter(|byte| *byte != 0)
            .collect();
        entry[66] == 2
            && (name.eq_ignore_ascii_case(b"Workbook") || name.eq_ignore_ascii_case(b"Book"))
    })?;
    let (start, length) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
    if length >= 4096 {
        return sectors.chain(&fat, start, length);
    }
    // A short stream lies in the root's stream, in sectors of 64 bytes.
    let root = directory.get(..128)?;
    let ministream = sectors.chain(&fat, u32_at(root, 116)?, usize::MAX)?;
    let minifat = numbers(&sectors.chain(&fat, u32_at(bytes, 60)?, usize::MAX)?);
    let mini = Sectors {
        bytes: &ministream,
        size: 64,
    };
    mini.chain_from(&minifat, start, length, 0)
}

/// The table that says which sector follows which.
fn fat(sectors: &Sectors<'_>) -> Option<Vec<u32>> {
    let mut list = numbers(sectors.bytes.get(76..512)?);
    let mut next = u32_at(sectors.bytes, 68)?;
    let mut left = sectors.bytes.len() / sectors.size;
    while next < SPECIAL {
        let mut more = numbers(sectors.get(next)?);
        next = more.pop()?;
        list.append(&mut more);
        left = left.checked_sub(1)?;
    }
    let mut fat = Vec::new();
    for sector in list.into_iter().filter(|sector| *sector < SPECIAL) {
        fat.extend(numbers(sectors.get(sector)?));
        if fat.len() > 4 * sectors.bytes.len() {
            return None;
        }
    }
    Some(fat)
}

struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl<'a> Sectors<'a> {
    /// Sector `number` of a file, whose first follows the header.
    fn get(&self, number: u32) -> Option<&'a [u8]> {
        self.at((number as usize).checked_add(1)?)
    }

    fn at(&self, place: usize) -> Option<&'a [u8]> {
        let from = place.checked_mul(self.size)?;
        let to = from.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(from..to)
    }

    fn chain(&self, fat: &[u32], start: u32, length: usize) -> Option<Vec<u8>> {
        self.chain_from(fat, start, length, 1)
    }

    /// The sectors from `start` on, put together, at most `length` bytes.
    fn chain_from(&self, fat: &[u32], start: u32, length: usize, before: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut next = start;
        while next < SPECIAL && out.len() < length {
            out.extend_from_slice(self.at((next as usize).checked_add(before)?)?);
            // A chain that bites its own tail would never end.
            if out.len() > self.bytes.len() {
                return None;
            }
            next = *fat.get(next as usize)?;
        }
        out.truncate(length);
        Some(out)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
