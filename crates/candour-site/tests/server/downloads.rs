use crate::support::get;

#[tokio::test]
async fn each_page_has_its_figures_as_files() {
    for (path, rows) in [
        ("/bodies/ZZ1", true),
        ("/measures/ae-four-hour", true),
        ("/measures/ae-four-hour/england", true),
        ("/receipts/ae-four-hour/england/2025-06", false),
        ("/data", true),
    ] {
        for (ending, kind, start) in [
            ("csv", "text/csv; charset=utf-8", &b""[..]),
            ("json", "application/json", b""),
            (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                b"PK",
            ),
            ("parquet", "application/vnd.apache.parquet", b"PAR1"),
        ] {
            let got = get(&format!("{path}.{ending}")).await;
            assert_eq!(got.status, 200, "{path}.{ending}");
            assert_eq!(got.header("content-type"), kind, "{path}.{ending}");
            assert!(got.bytes.starts_with(start), "{path}.{ending}");
            if ending != "json" {
                assert!(
                    got.header("content-disposition")
                        .contains(&format!(".{ending}\"")),
                    "{path}.{ending}"
                );
            }
            if ending == "csv" && rows {
                assert!(
                    got.text()
                        .starts_with("measure,body,body_name,level,basis,"),
                    "{path}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_receipt_as_csv_has_its_rows() {
    let got = get("/receipts/ae-four-hour/england/2025-06.csv").await;
    let lines: Vec<&str> = got.text().lines().collect();
    assert_eq!(lines.len(), 1 + 4);
    assert!(
        lines[0].starts_with("file,sha256,from,to,about,")
            && lines[0].ends_with(",numerator,denominator")
    );
    assert!(
        lines[1].contains(",2,2,") && lines[1].ends_with(",302,1002"),
        "{}",
        lines[1]
    );
}

#[tokio::test]
async fn a_download_has_the_pages_options() {
    let got = get("/measures/ae-four-hour/ZZ1.csv?as_known=2025-06-30&from=2025-04").await;
    let lines: Vec<&str> = got.text().lines().skip(1).collect();
    assert_eq!(lines.len(), 3, "{}", got.text());
    assert!(lines[2].contains("none-held-then"), "{}", lines[2]);
}
