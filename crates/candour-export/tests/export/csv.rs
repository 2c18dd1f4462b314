use candour_export::{COLUMNS, ExportError, csv};

use crate::sample::{bytes, sheet};

#[test]
fn every_cell_reads_back() {
    let sheet = sheet();
    let out = bytes(&sheet, csv::write);
    let mut reader = ::csv::Reader::from_reader(out.as_slice());
    assert_eq!(
        reader.headers().unwrap().iter().collect::<Vec<_>>(),
        COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>()
    );
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), sheet.rows.len());
    let sha = "ab".repeat(32);
    assert_eq!(
        records[0].iter().collect::<Vec<_>>(),
        [
            "ae-four-hour",
            "ZZ1",
            "Nowhere General",
            "provider",
            "provider",
            "",
            "as-reported",
            "2026-01",
            "2026-01",
            "755",
            "1000",
            "0.755",
            "false",
            "share",
            "reported",
            "2026-02-12",
            "file-name",
            "",
            &sha,
        ]
    );
    assert_eq!(
        records[1].iter().collect::<Vec<_>>(),
        [
            "rtt-p92-wait",
            "ZZ2",
            "Nowhere, \"and\" Elsewhere",
            "icb",
            "commissioner",
            "C_110",
            "as-reported",
            "2026-01",
            "2026-01",
            "",
            "",
            "104",
            "true",
            "weeks",
            "reported",
            "",
            "unknown",
            "2026-03-01",
            &sha,
        ]
    );
    assert_eq!(&records[2][11], "2350478");
    assert_eq!(&records[3][11], "0", "a nil return is nought, not absent");
    assert_eq!(&records[4][11], "");
    assert_eq!(&records[4][14], "suppressed");
}

#[test]
fn a_value_reads_back_to_the_last_bit() {
    let mut sheet = sheet();
    for value in [2.0 / 3.0, 13.620_9, 1e-300, 1e300, -0.1] {
        sheet.rows[0].value = Some(value);
        let out = bytes(&sheet, csv::write);
        let record = ::csv::Reader::from_reader(out.as_slice())
            .into_records()
            .next()
            .unwrap()
            .unwrap();
        assert_eq!(
            record[11].parse::<f64>().unwrap().to_bits(),
            value.to_bits()
        );
    }
}

#[test]
fn what_is_no_number_is_refused_in_every_format() {
    let mut sheet = sheet();
    sheet.rows[3].value = Some(f64::NAN);
    let writers = [
        csv::write,
        candour_export::json::write,
        candour_export::json::write_with_metadata,
        candour_export::xlsx::write,
        candour_export::parquet::write,
        |sheet: &_, out: &mut dyn std::io::Write| {
            candour_export::cml::write(sheet, out, &mut std::io::sink()).map(|_| ())
        },
    ];
    for write in writers {
        let mut out = Vec::new();
        let fault = write(&sheet, &mut out).unwrap_err();
        assert!(matches!(fault, ExportError::NotFinite { .. }), "{fault}");
        assert!(out.is_empty());
    }
}

#[test]
fn a_closed_pipe_is_told_as_such() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for write in [
        csv::write,
        candour_export::json::write,
        candour_export::xlsx::write,
        candour_export::parquet::write,
    ] {
        match write(&sheet(), &mut Closed).unwrap_err() {
            ExportError::Write(fault) => assert_eq!(fault.kind(), std::io::ErrorKind::BrokenPipe),
            other => panic!("{other:?}"),
        }
    }
}
