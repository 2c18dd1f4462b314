use crate::support::{FILLED, get, page, sha_of};

#[tokio::test]
async fn files_and_one_file() {
    let got = page("/sources").await;
    assert_eq!(got.title(), "18 source files are held – Candour");
    assert!(got.text().contains("superseded"));
    let sha = sha_of("2025-06");
    let got = page(&format!("/sources/{sha}")).await;
    assert!(got.title().contains("June 2025"), "{}", got.title());
    for words in [
        "figures depend on this file",
        "/file",
        "Does the file add up?",
        "A&#38;E: within four hours, England",
    ] {
        assert!(got.text().contains(words), "{words}");
    }
}

#[tokio::test]
async fn the_file_comes_as_it_was_published() {
    use std::io::Read as _;
    let sha = sha_of("2025-06");
    let got = get(&format!("/sources/{sha}/file")).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.header("content-type"), "text/csv");
    assert!(
        got.header("content-disposition")
            .starts_with("attachment; filename=\"JUNE-2025-AE-by-provider-")
    );
    let snapshot = FILLED.archive.snapshot().unwrap();
    let source = snapshot.source(&sha).unwrap();
    let mut kept = Vec::new();
    snapshot
        .open_source(&source.row)
        .unwrap()
        .read_to_end(&mut kept)
        .unwrap();
    assert_eq!(got.bytes, kept);
    assert_eq!(got.header("content-length"), kept.len().to_string());
}

#[tokio::test]
async fn no_path_leads_out_of_the_archive() {
    for path in [
        "/sources/..%2F..%2F..%2Fetc%2Fpasswd",
        "/sources/..%2f..%2fcatalogue.sqlite/file",
        "/sources/%2e%2e/file",
        "/sources/0000000000000000000000000000000000000000000000000000000000000000/file",
        "/assets/..%2F..%2FCargo.toml",
        "/assets/../Cargo.toml",
        "/assets/candour.css%00",
        "/sources/catalogue.sqlite",
    ] {
        let got = get(path).await;
        assert_eq!(got.status, 404, "{path}");
        assert!(!got.text().contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn what_is_held_month_by_month() {
    let got = page("/data").await;
    assert!(
        got.text().contains("17 of 18 months are held whole"),
        "{}",
        got.text()
    );
    assert!(got.text().contains("/api/v1/openapi.json"));
}
