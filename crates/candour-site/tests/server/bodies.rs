use crate::support::page;

#[tokio::test]
async fn a_provider_by_its_measures() {
    let got = page("/bodies/ZZ1").await;
    assert_eq!(
        got.title(),
        "Synthetic ZZ1 Hospitals: 2 measures worse than usual in June 2025 – Candour"
    );
    let text = got.text();
    for words in [
        "Urgent care",
        "A&#38;E: within four hours",
        "Region of NHS England",
        "/bodies/",
        "as_known=2026-03-12",
        "A year before",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

#[tokio::test]
async fn the_nation_has_its_regions_and_a_region_its_providers() {
    let text = page("/bodies/england").await;
    assert!(text.text().contains("<h3>Regions <span") && text.text().contains("Midlands"));
    let london = text
        .text()
        .split("href=\"/bodies/")
        .find(|part| part.contains(">London<"))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let region = page(&format!("/bodies/{london}")).await;
    assert!(
        region.text().contains("<h3>Other providers <span")
            && region.text().contains("Synthetic ZZ2")
    );
    assert!(!region.text().contains("Synthetic ZZ3"));
}

#[tokio::test]
async fn the_code_is_known_whatever_its_case() {
    assert!(
        page("/bodies/zz1")
            .await
            .title()
            .starts_with("Synthetic ZZ1")
    );
}

#[tokio::test]
async fn as_known_on_a_day_shows_what_was_out_by_then() {
    let got = page("/bodies/ZZ1?as_known=2024-06-30").await;
    assert!(
        got.text().contains("May 2024") && !got.text().contains("2025-06"),
        "{}",
        got.title()
    );
    let got = page("/bodies/ZZ1?as_known=2020-01-01").await;
    assert!(
        got.text()
            .contains("No figure of this body was out by 1 January 2020.")
    );
}

#[tokio::test]
async fn a_page_is_small() {
    let got = page("/bodies/ZZ1").await;
    assert!(
        got.bytes.len() < 100_000,
        "{} bytes before compression",
        got.bytes.len()
    );
}
