//! Workbooks for tests, from a text: `## Name` begins a sheet, each further line is a row, its
//! cells between bars; what reads as a number becomes one, `=` and a date a day.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A sheet's name and rows.
pub type Sheets = Vec<(String, Vec<Vec<String>>)>;

pub fn parse(text: &str) -> Sheets {
    let mut sheets: Sheets = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            sheets.push((name.to_owned(), Vec::new()));
        } else if let Some((_, rows)) = sheets.last_mut() {
            rows.push(line.split('|').map(str::to_owned).collect());
        }
    }
    sheets
}

/// As `.xlsx`.
pub fn xlsx(sheets: &Sheets) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("d mmmm yyyy");
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                if let Some(date) = cell.strip_prefix('=') {
                    let date = ExcelDateTime::parse_from_str(date).unwrap();
                    sheet.write_with_format(row, column, &date, &day).unwrap();
                } else if let Ok(number) = cell.parse::<f64>() {
                    sheet.write(row, column, number).unwrap();
                } else if !cell.is_empty() {
                    sheet.write(row, column, cell).unwrap();
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// As `.xls`: the least of [MS-XLS] in the least of [MS-CFB]. Days become texts.
pub fn xls(sheets: &Sheets) -> Vec<u8> {
    compound(&biff(sheets, None))
}

/// As [`xls`], but every sheet claims to have `rows` rows and `columns` columns.
pub fn xls_that_claims(sheets: &Sheets, rows: u32, columns: u16) -> Vec<u8> {
    compound(&biff(sheets, Some((rows, columns))))
}

fn biff(sheets: &Sheets, claim: Option<(u32, u16)>) -> Vec<u8> {
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|(_, rows)| sheet(rows, claim)).collect();
    let directory: usize = sheets.iter().map(|(name, _)| 4 + 8 + name.len()).sum();
    let globals = 20 + directory + 4;
    let mut out = record(
        0x0809,
        &[0x00, 0x06, 0x05, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    );
    let mut start = globals;
    for ((name, _), body) in sheets.iter().zip(&bodies) {
        let mut data = u32::try_from(start).unwrap().to_le_bytes().to_vec();
        data.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
        data.extend(name.as_bytes());
        out.extend(record(0x0085, &data));
        start += body.len();
    }
    out.extend(record(0x000a, &[]));
    assert_eq!(out.len(), globals);
    out.extend(bodies.concat());
    out
}

fn sheet(rows: &[Vec<String>], claim: Option<(u32, u16)>) -> Vec<u8> {
    let mut out = record(
        0x0809,
        &[0x00, 0x06, 0x10, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    );
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let (height, width) = claim.unwrap_or((
        u32::try_from(rows.len()).unwrap(),
        u16::try_from(width).unwrap(),
    ));
    let mut size = vec![0; 14];
    size[4..8].copy_from_slice(&height.to_le_bytes());
    size[10..12].copy_from_slice(&width.to_le_bytes());
    out.extend(record(0x0200, &size));
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let mut data = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
            let text = cell.trim_start_matches('=');
            if let Ok(number) = cell.parse::<f64>() {
                data.extend(number.to_le_bytes());
                out.extend(record(0x0203, &data));
            } else if !text.is_empty() {
                data.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
                data.push(0);
                data.extend(text.as_bytes());
                out.extend(record(0x0204, &data));
            }
        }
    }
    out.extend(record(0x000a, &[]));
    out
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// A compound file of sectors of 512 bytes: header, table, directory, then the one stream.
fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    // A stream of less than 4,096 bytes would lie elsewhere.
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(SECTOR);
    let tables = (sectors + 1).div_ceil(127);
    let mut header = vec![0_u8; SECTOR];
    header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    header[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    let mut put = |at: usize, number: usize| {
        header[at..at + 4].copy_from_slice(&u32::try_from(number).unwrap().to_le_bytes());
    };
    put(44, tables);
    put(48, tables);
    put(56, 4096);
    put(60, 0xffff_fffe);
    put(68, 0xffff_fffe);
    for index in 0..109 {
        put(
            76 + 4 * index,
            if index < tables { index } else { 0xffff_ffff },
        );
    }
    let mut table: Vec<u32> = vec![0xffff_fffd; tables];
    table.push(0xffff_fffe);
    let first = tables + 1;
    for index in 1..sectors {
        table.push(u32::try_from(first + index).unwrap());
    }
    table.push(0xffff_fffe);
    table.resize(tables * SECTOR / 4, 0xffff_ffff);
    let mut out = header;
    out.extend(table.iter().flat_map(|number| number.to_le_bytes()));
    out.extend(entry("Root Entry", 5, 0xffff_fffe, 0, 1));
    let start = u32::try_from(first).unwrap();
    out.extend(entry(
        "Workbook",
        2,
        start,
        u32::try_from(length).unwrap(),
        u32::MAX,
    ));
    out.extend(vec![0; SECTOR - 256]);
    out.extend(stream);
    out.resize((1 + first + sectors) * SECTOR, 0);
    out
}

fn entry(name: &str, kind: u8, start: u32, length: u32, child: u32) -> Vec<u8> {
    let mut entry = vec![0_u8; 128];
    for (index, unit) in name.encode_utf16().enumerate() {
        entry[2 * index..2 * index + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64..66].copy_from_slice(&u16::try_from(2 * name.len() + 2).unwrap().to_le_bytes());
    entry[66] = kind;
    entry[67] = 1;
    entry[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
    entry[72..76].copy_from_slice(&u32::MAX.to_le_bytes());
    entry[76..80].copy_from_slice(&child.to_le_bytes());
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&length.to_le_bytes());
    entry
}
