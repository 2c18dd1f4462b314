use std::collections::HashMap;
use std::fs::File;

use ::parquet::basic::Compression;
use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
use ::parquet::record::Field;
use candour_export::{COLUMNS, Sheet, parquet};

use crate::sample::{row, sheet};

/// Opens what is written for `sheet`, from a file: the reader takes no slice.
fn open(sheet: &Sheet) -> SerializedFileReader<File> {
    let mut file = tempfile::tempfile().unwrap();
    parquet::write(sheet, &mut file).unwrap();
    SerializedFileReader::new(file).unwrap()
}

#[test]
fn every_cell_reads_back() {
    let sheet = sheet();
    let reader = open(&sheet);
    let rows: Vec<Vec<(String, Field)>> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().into_columns())
        .collect();
    assert_eq!(rows.len(), sheet.rows.len());
    let text = |text: &str| Field::Str(text.to_owned());
    // Days since 1970.
    let published = Field::Date(20_496);
    let expected = [
        text("ae-four-hour"),
        text("ZZ1"),
        text("Nowhere General"),
        text("provider"),
        text("provider"),
        Field::Null,
        text("as-reported"),
        text("2026-01"),
        text("2026-01"),
        Field::Long(755),
        Field::Long(1000),
        Field::Double(0.755),
        Field::Bool(false),
        text("share"),
        text("reported"),
        published,
        text("file-name"),
        Field::Null,
        text(&"ab".repeat(32)),
    ];
    for (index, (name, field)) in rows[0].iter().enumerate() {
        assert_eq!(name, COLUMNS[index].name);
        assert_eq!(field, &expected[index], "{name}");
    }
    assert_eq!(rows[1][5].1, text("C_110"));
    assert_eq!(rows[1][12].1, Field::Bool(true));
    assert_eq!(rows[4][11].1, Field::Null);
    assert_eq!(rows[4][18].1, Field::Null);
}

#[test]
fn the_file_says_what_it_is() {
    let reader = open(&sheet());
    let metadata = reader.metadata();
    let entries: HashMap<_, _> = metadata
        .file_metadata()
        .key_value_metadata()
        .unwrap()
        .iter()
        .map(|entry| (entry.key.as_str(), entry.value.as_deref().unwrap()))
        .collect();
    assert_eq!(entries["candour.title"], "Nowhere: four hours");
    assert_eq!(
        entries["candour.notes"],
        r#"["All types.","Not adjusted."]"#
    );
    assert_eq!(entries["candour.synthetic"], "true");
    let sources: serde_json::Value = serde_json::from_str(entries["candour.sources"]).unwrap();
    assert_eq!(sources[0]["licence"], "Open Government Licence v3.0");
    assert!(matches!(
        metadata.row_group(0).column(0).compression(),
        Compression::ZSTD(_)
    ));
}

#[test]
fn many_rows_are_several_groups_and_none_is_lost() {
    let mut sheet = sheet();
    sheet.rows = vec![row(); 100_001];
    let reader = open(&sheet);
    assert_eq!(reader.num_row_groups(), 2);
    assert_eq!(reader.metadata().file_metadata().num_rows(), 100_001);
    sheet.rows.clear();
    let reader = open(&sheet);
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    assert_eq!(
        reader
            .metadata()
            .file_metadata()
            .schema_descr()
            .num_columns(),
        COLUMNS.len()
    );
}
