//! Workbooks for tests, from a text: `## Name` begins a sheet, each further line is a row, its
//! cells between bars; what reads as a number becomes one, `=` and a date a day.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A sheet's name and rows.
pub(crate) type Sheets = Vec<(String, Vec<Vec<String>>)>;

pub(crate) fn parse(text: &str) -> Sheets {
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
pub(crate) fn xlsx(sheets: &Sheets) -> Vec<u8> {
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
pub(crate) fn xls(sheets: &Sheets) -> Vec<u8> {
    compound(&biff(sheets, None))
}

/// As [`xls`], but every sheet claims to have `rows` rows and `columns` columns.
pub(crate) fn xls_that_claims(sheets: &Sheets, rows: u32, columns: u16) -> Vec<u8> {
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

/// An `.xlsx` with one sheet, `Provider Level Data`, that holds nothing but a title and claims to
/// span `claim`.
pub(crate) fn xlsx_that_claims(claim: &str, title: &str) -> Vec<u8> {
    let text = |cell: &str, text: &str| {
        format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    };
    let (label, title) = (text("B2", "Title:"), text("C2", title));
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    zip(&[
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/_rels/workbook.xml.rels",
            relation("worksheet", "worksheets/sheet1.xml"),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Provider Level Data" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"<worksheet xmlns="{MAIN}"><dimension ref="{claim}"/><sheetData><row r="2">{label}{title}</row></sheetData></worksheet>"#
            ),
        ),
    ])
}

/// A zip archive of uncompressed files.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc32(text.as_bytes()).to_le_bytes());
        common.extend([size, size].concat());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(out.len()).unwrap().to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
    }
    let start = u32::try_from(out.len()).unwrap().to_le_bytes();
    let files = u16::try_from(files.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    out.extend(directory);
    out.extend(
        [
            &b"PK\x05\x06\0\0\0\0"[..],
            &files,
            &files,
            &size,
            &start,
            &[0, 0],
        ]
        .concat(),
    );
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}
