use crate::support::{get, page};

#[tokio::test]
async fn finds_bodies_and_measures() {
    let got = page("/search?q=synthetic+zz2").await;
    assert_eq!(got.title(), "1 result for “synthetic zz2” – Candour");
    let got = page("/search?q=four+hours").await;
    assert!(got.text().contains("/measures/ae-four-hour"));
    assert_eq!(page("/search").await.title(), "Search – Candour");
}

#[tokio::test]
async fn what_was_typed_is_shown_and_never_run() {
    for (typed, shown) in [
        (
            "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
            "&#60;script&#62;alert(1)&#60;/script&#62;",
        ),
        ("%22%20onfocus%3D%22alert(1)", "&#34; onfocus=&#34;alert(1)"),
        ("'%20OR%201%3D1%20--", "&#39; OR 1=1 --"),
    ] {
        let got = page(&format!("/search?q={typed}")).await;
        assert!(got.text().contains(shown), "{typed}");
        assert!(!got.text().contains("<script>alert"), "{typed}");
        assert!(got.title().starts_with("Nothing found"), "{}", got.title());
    }
}

#[tokio::test]
async fn a_search_without_results_offers_the_nearest() {
    let got = page("/search?q=ae-4-hour").await;
    assert!(
        got.text().contains("/measures/ae-four-hour"),
        "{}",
        got.text()
    );
    assert_eq!(
        get(&format!("/search?q={}", "x".repeat(5_000)))
            .await
            .status,
        400
    );
    assert_eq!(
        get(&format!("/search?q={}", "x".repeat(1_500)))
            .await
            .status,
        200
    );
}
