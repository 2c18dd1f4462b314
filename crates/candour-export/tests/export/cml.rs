use candour_core::{Month, TreatmentFunction};
use candour_export::cml::{DIMENSION_COLUMNS, METRIC_COLUMNS, Written, write};
use candour_export::{ExportError, Sheet};

use crate::sample::sheet;

fn read(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let own = |record: &::csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let mut reader = ::csv::Reader::from_reader(bytes);
    let header = own(reader.headers().unwrap());
    (
        header,
        reader
            .records()
            .map(|record| own(&record.unwrap()))
            .collect(),
    )
}

fn written(sheet: &Sheet) -> (Written, Vec<u8>, Vec<u8>) {
    let (mut metric, mut dimensions) = (Vec::new(), Vec::new());
    let written = write(sheet, &mut metric, &mut dimensions).unwrap();
    (written, metric, dimensions)
}

#[test]
fn the_tables_have_the_published_columns_and_the_example_s_identifiers() {
    let (count, metric, dimensions) = written(&sheet());
    assert_eq!(
        count,
        Written {
            points: 4,
            left_out: 3
        }
    );
    let (header, points) = read(&metric);
    assert_eq!(header, METRIC_COLUMNS);
    // What `md5sum` says of `__ALL__` and of `treatment_function=C_110`.
    assert_eq!(points[0][2], "ae8ddb22a93f90bbe46b346a5c45e080");
    assert_eq!(points[1][2], "a211541e6e77c68b102896ab470982b9");
    assert_eq!(points[0][1], "ae-four-hour_provider");
    assert_eq!(
        points[0][0],
        format!(
            "ae-four-hour_provider_{}_monthly_ZZ1_2026-01-01 00:00:00",
            points[0][2]
        )
    );
    assert_eq!(
        points[0][3..9],
        [
            "monthly",
            "ZZ1",
            "nhs-trust",
            "2026-01-01 00:00:00",
            "2026-02-12 00:00:00",
            "0.755"
        ]
    );
    assert_eq!(points[1][5], "nhs-icb");
    assert_eq!(points[1][7], "", "no publication date is known");
    assert_eq!(points[2][4..6], ["england", "nhs-country"]);
    assert_eq!(points[2][8], "2350478");
    assert_eq!(points[3][8], "0", "a nil return is a point");
    let (header, slices) = read(&dimensions);
    assert_eq!(header, DIMENSION_COLUMNS);
    assert_eq!(
        slices,
        [
            [
                points[0][2].as_str(),
                "total",
                "0",
                "all_treatment_function"
            ],
            [points[1][2].as_str(), "treatment_function", "1", "C_110"],
        ]
    );
}

#[test]
fn what_has_no_column_travels_as_json() {
    let (_, metric, _) = written(&sheet());
    let (_, points) = read(&metric);
    let more: serde_json::Value = serde_json::from_str(&points[0][9]).unwrap();
    assert_eq!(more["numerator"], 755);
    assert_eq!(more["denominator"], 1000);
    assert_eq!(more["status"], "reported");
    assert_eq!(more["synthetic"], true);
    let mut real = sheet();
    real.synthetic = false;
    let (_, metric, _) = written(&real);
    assert!(!String::from_utf8(metric).unwrap().contains("synthetic"));
}

#[test]
fn all_functions_together_are_no_slice() {
    let mut sheet = sheet();
    sheet.rows.truncate(1);
    sheet.rows[0].treatment_function = Some(TreatmentFunction::new("C_999").unwrap());
    let (_, _, dimensions) = written(&sheet);
    assert_eq!(
        read(&dimensions).1[0][1..],
        ["total", "0", "all_treatment_function"]
    );
}

#[test]
fn what_the_shape_cannot_say_is_refused() {
    let mut twice = sheet();
    let again = twice.rows[0].clone();
    twice.rows.push(again);
    let fault = write(&twice, &mut Vec::new(), &mut Vec::new()).unwrap_err();
    assert!(matches!(fault, ExportError::SamePoint(_)));
    let mut quarter = sheet();
    quarter.rows[0].period_end = Month::new(2026, 3).unwrap();
    let fault = write(&quarter, &mut Vec::new(), &mut Vec::new()).unwrap_err();
    assert!(matches!(fault, ExportError::NotAMonth { .. }));
}
