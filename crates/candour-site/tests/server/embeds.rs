use crate::support::{get, page};

#[tokio::test]
async fn an_embed_may_be_framed_and_nothing_else() {
    for path in [
        "/embed/chart/ae-four-hour/england?as_known=2025-12-12",
        "/embed/figure/ae-four-hour/england/2025-06?as_known=2025-12-12",
    ] {
        let got = page(path).await;
        let policy = got.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"),
            "{policy}"
        );
        let text = got.text();
        assert!(!text.contains("<script"), "{path}");
        assert!(text.contains("As known on 12 December 2025, made on 12 March 2026."));
        assert!(text.contains("Open Government Licence"));
        assert!(text.contains("/receipts/ae-four-hour/england/2025-06?as_known=2025-12-12"));
        assert_eq!(text.matches("<h1").count(), 1);
    }
    for path in [
        "/",
        "/briefings",
        "/briefings/2025-06",
        "/briefings/2025-06.html",
        "/measures/ae-four-hour/england",
    ] {
        let got = get(path).await;
        assert!(
            got.header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_code_that_is_offered_is_pinned_to_the_day() {
    let chart = page("/measures/ae-four-hour/england").await;
    let address =
        "src=&#38;quot;http://candour.example/embed/chart/ae-four-hour/england?as_known=2026-03-12";
    let plain = chart
        .text()
        .replace("&#34;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">");
    assert!(
        plain.contains("<iframe src=\"http://candour.example/embed/chart/ae-four-hour/england?as_known=2026-03-12\""),
        "{address}: {}",
        &plain[plain.find("Show this chart").unwrap()..][..600]
    );
    let receipt = page("/receipts/ae-four-hour/england/2025-06").await;
    assert!(
        receipt
            .text()
            .contains("/embed/figure/ae-four-hour/england/2025-06?as_known=2026-03-12")
    );
}

#[tokio::test]
async fn a_figure_under_an_article_does_not_change_when_it_is_revised() {
    // May 2025 came out on 12 June and, with ten more over four hours, on 11 December.
    let before = page("/embed/figure/ae-four-hour/england/2025-05?as_known=2025-12-10").await;
    let after = page("/embed/figure/ae-four-hour/england/2025-05?as_known=2025-12-11").await;
    let figure = |text: &str| {
        let from = text.find("c-embed__figure").unwrap();
        let title = text[from..].find("title=\"").unwrap() + from + 7;
        text[title..title + text[title..].find('"').unwrap()].to_owned()
    };
    assert_ne!(figure(before.text()), figure(after.text()));
    let today = page("/embed/figure/ae-four-hour/england/2025-05").await;
    assert_eq!(figure(after.text()), figure(today.text()));
}

#[tokio::test]
async fn what_is_not_held_cannot_be_embedded() {
    for (path, status) in [
        ("/embed/figure/ae-four-hour/england/2024-08", 404),
        ("/embed/figure/ae-four-hour/england/soon", 400),
        ("/embed/figure/ae-four-hour/nobody/2025-05", 404),
        ("/embed/chart/none/england", 404),
        ("/embed/chart/ae-four-hour/nobody", 404),
    ] {
        assert_eq!(get(path).await.status, status, "{path}");
    }
}
