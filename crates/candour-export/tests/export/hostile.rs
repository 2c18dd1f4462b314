//! Texts that are no formula, whatever they look like; and the same bytes twice.

use calamine::{Data, Reader as _};
use candour_core::BodyCode;
use candour_export::{csv, guard, is_formula_like, json, parquet, xlsx};
use proptest::prelude::*;

use crate::sample::{bytes, sheet};
use crate::workbook::open;

const HOSTILE: [&str; 10] = [
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "＝1+1",
    "<script>alert(1)</script>",
];

#[test]
fn csv_has_an_apostrophe_before_what_a_spreadsheet_could_run() {
    for text in HOSTILE {
        let mut sheet = sheet();
        sheet.rows[0].body_name = text.to_owned();
        sheet.rows[0].boundaries = text.to_owned();
        let out = bytes(&sheet, csv::write);
        let record = ::csv::Reader::from_reader(out.as_slice())
            .into_records()
            .next()
            .unwrap()
            .unwrap();
        for cell in [&record[2], &record[6]] {
            if text.starts_with('<') {
                assert_eq!(cell, text);
            } else {
                assert_eq!(cell, format!("'{text}"));
            }
        }
    }
}

#[test]
fn a_code_may_begin_with_a_hyphen_and_a_number_with_a_minus() {
    let mut sheet = sheet();
    sheet.rows[0].body = BodyCode::new("-1").unwrap();
    sheet.rows[0].value = Some(-0.5);
    sheet.rows[0].numerator = Some(-5);
    let out = bytes(&sheet, csv::write);
    let record = ::csv::Reader::from_reader(out.as_slice())
        .into_records()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(&record[1], "'-1");
    assert_eq!(&record[9], "-5");
    assert_eq!(&record[11], "-0.5");
}

#[test]
fn a_workbook_has_hostile_texts_as_texts_everywhere() {
    for text in HOSTILE {
        let mut sheet = sheet();
        sheet.title = text.to_owned();
        sheet.measure_title = text.to_owned();
        sheet.notes = vec![text.to_owned()];
        sheet.rows[0].body_name = text.to_owned();
        sheet.sources[0].file = text.to_owned();
        sheet.sources[0].licence = text.to_owned();
        let mut workbook = open(bytes(&sheet, xlsx::write));
        for tab in workbook.sheet_names() {
            assert_eq!(
                workbook
                    .worksheet_formula(&tab)
                    .unwrap()
                    .used_cells()
                    .count(),
                0
            );
        }
        let cover = workbook.worksheet_range("Cover").unwrap();
        assert_eq!(
            cover.get_value((0, 0)).unwrap(),
            &Data::String(text.to_owned())
        );
        let notes = workbook.worksheet_range("Notes").unwrap();
        assert!(
            notes
                .rows()
                .any(|row| row[1] == Data::String(text.to_owned()))
        );
        let figures = workbook.worksheet_range("Figures").unwrap();
        assert!(
            figures
                .rows()
                .any(|row| row[2] == Data::String(text.to_owned())),
            "{text:?}"
        );
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    for write in [
        csv::write,
        json::write,
        json::write_with_metadata,
        xlsx::write,
        parquet::write,
    ] {
        assert_eq!(bytes(&sheet(), write), bytes(&sheet(), write));
    }
}

proptest! {
    #[test]
    fn no_csv_cell_begins_as_a_formula(text in "[=+@'\\-\t\r\n ]{0,3}.{0,8}") {
        let guarded = guard(&text);
        prop_assert!(!is_formula_like(&guarded));
        prop_assert!(guarded == text || guarded.strip_prefix('\'') == Some(text.as_str()));
    }

    #[test]
    fn any_name_reads_back_from_a_csv(name in ".{0,40}") {
        let mut sheet = sheet();
        sheet.rows[0].body_name.clone_from(&name);
        let out = bytes(&sheet, csv::write);
        let record = ::csv::Reader::from_reader(out.as_slice()).into_records().next().unwrap().unwrap();
        let guarded = guard(&name);
        prop_assert_eq!(&record[2], guarded.as_ref());
    }
}
