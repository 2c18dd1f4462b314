use crate::support::{get, page};

#[tokio::test]
async fn every_page_that_can_be_followed_names_its_feed() {
    for (path, feed, follow) in [
        ("/", "/feeds/england.atom", "body%3Aengland"),
        ("/bodies/ZZ1", "/bodies/ZZ1.atom", "body%3AZZ1"),
        (
            "/measures/ae-four-hour",
            "/measures/ae-four-hour.atom",
            "measure%3Aae-four-hour",
        ),
        (
            "/targets/ae-4h-95-standard",
            "/targets/ae-4h-95-standard.atom",
            "commitment%3Aae-4h-95-standard",
        ),
    ] {
        let text = page_of(path).await;
        assert!(
            text.contains("<link rel=\"alternate\" type=\"application/atom+xml\"")
                && text.contains(&format!("href=\"{feed}\"")),
            "{path}"
        );
        assert!(text.contains(&format!("/alerts?follow={follow}")), "{path}");
        let got = get(feed).await;
        assert_eq!(got.status, 200, "{feed}: {}", got.text());
        assert_eq!(
            got.header("content-type"),
            "application/atom+xml; charset=utf-8"
        );
        assert!(
            got.text()
                .contains(&format!("http://candour.example{feed}\" rel=\"self\"")),
            "{feed}"
        );
    }
}

async fn page_of(path: &str) -> String {
    page(path).await.text().to_owned()
}

#[tokio::test]
async fn a_feed_of_a_measure_has_its_news_alone() {
    let all = get("/feeds/england.atom").await;
    let one = get("/measures/ae-four-hour.atom").await;
    let entries = |text: &str| text.matches("<entry>").count();
    assert!(entries(one.text()) > 0);
    assert!(entries(one.text()) < entries(all.text()));
    for id in one.text().split("<id>").skip(2) {
        assert!(id.contains("/ae-four-hour/"), "{id}");
    }
}

#[tokio::test]
async fn what_is_no_feed_is_not_found() {
    for path in [
        "/feeds/wales.atom",
        "/feeds/england",
        "/bodies/nobody.atom",
        "/measures/none.atom",
        "/targets/none.atom",
    ] {
        assert_eq!(get(path).await.status, 404, "{path}");
    }
}
