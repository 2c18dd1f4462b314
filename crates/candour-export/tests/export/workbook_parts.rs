//! What makes a workbook accessible, asserted in the parts of the file itself.

use std::io::{Cursor, Read as _};

use candour_export::{Sheet, xlsx};

use crate::sample::{bytes, sheet};

/// Every part of the file, by name.
fn parts(sheet: &Sheet) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes(sheet, xlsx::write))).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    &parts
        .iter()
        .find(|(known, _)| known == name)
        .unwrap_or_else(|| panic!("no {name}"))
        .1
}

#[test]
fn every_sheet_but_the_cover_has_one_table_with_one_header_row() {
    let parts = parts(&sheet());
    for (number, columns) in [(2, 2), (3, 19), (4, 3), (5, 5)] {
        let page = part(&parts, &format!("xl/worksheets/sheet{number}.xml"));
        assert_eq!(page.matches("<tablePart ").count(), 1, "sheet {number}");
        assert!(page.contains("state=\"frozen\""), "headings stay in view");
        let table = part(&parts, &format!("xl/tables/table{}.xml", number - 1));
        assert!(!table.contains("headerRowCount=\"0\""));
        assert!(!table.contains("<autoFilter"));
        assert_eq!(table.matches("<tableColumn ").count(), columns);
    }
    assert!(!part(&parts, "xl/worksheets/sheet1.xml").contains("tablePart"));
    for name in [
        "notes_table",
        "figures_table",
        "columns_table",
        "sources_table",
    ] {
        assert!(
            parts
                .iter()
                .any(|(_, text)| text.contains(&format!("displayName=\"{name}\"")))
        );
    }
}

#[test]
fn nothing_is_merged_hidden_or_computed() {
    for (name, text) in parts(&sheet()) {
        for bad in [
            "<mergeCell",
            "hidden=\"1\"",
            "<f>",
            "<f ",
            "conditionalFormatting",
        ] {
            assert!(!text.contains(bad), "{bad} in {name}");
        }
    }
}

#[test]
fn columns_have_widths_and_text_is_wrapped() {
    let parts = parts(&sheet());
    for number in 1..=5 {
        assert!(
            part(&parts, &format!("xl/worksheets/sheet{number}.xml")).contains("customWidth=\"1\"")
        );
    }
    let styles = part(&parts, "xl/styles.xml");
    assert!(styles.contains("wrapText=\"1\""));
    assert!(styles.contains("formatCode=\"0.0%\""));
    assert!(styles.contains("formatCode=\"yyyy-mm-dd\""));
    assert!(
        !styles.contains("<fgColor rgb"),
        "nothing is said by colour"
    );
}

#[test]
fn rows_follow_each_other_without_a_gap() {
    let parts = parts(&sheet());
    for number in 1..=5 {
        let page = part(&parts, &format!("xl/worksheets/sheet{number}.xml"));
        let rows: Vec<usize> = page
            .split("<row r=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(rows, (1..=rows.len()).collect::<Vec<_>>());
    }
}

#[test]
fn the_document_says_what_it_is() {
    let parts = parts(&sheet());
    let core = part(&parts, "docProps/core.xml");
    for text in [
        "<dc:title>Nowhere: four hours</dc:title>",
        "<dc:creator>Candour</dc:creator>",
        "<dc:subject>Patients seen within four hours</dc:subject>",
        "2026-03-14T00:00:00Z",
        "Synthetic sample",
    ] {
        assert!(core.contains(text), "{text} in {core}");
    }
}

#[test]
fn editing_a_cell_does_not_make_it_a_formula() {
    let mut sheet = sheet();
    assert!(!part(&parts(&sheet), "xl/styles.xml").contains("quotePrefix"));
    sheet.rows[0].body_name = "=1+1".to_owned();
    assert!(part(&parts(&sheet), "xl/styles.xml").contains("quotePrefix=\"1\""));
}
