use crate::support::{get, links, page};

#[tokio::test]
async fn tells_first_what_changed_beyond_chance() {
    let got = page("/").await;
    let title = got.title();
    assert!(
        title.contains("A&#38;E")
            && title.contains("in England worsened beyond chance in June 2025"),
        "{title}"
    );
    let text = got.text();
    assert!(text.contains("12 March 2026"), "today");
    assert!(text.contains("1 month is missing: August 2024."));
    let musts = &text[text.find("c-musts").unwrap()..text.find("</ol>").unwrap()];
    assert!(musts.contains("/receipts/ae-four-hour/england/2025-06"));
    assert!(
        !musts.contains("A&#38;E within four hours in London"),
        "a measure once: England's tells of its regions"
    );
}

#[tokio::test]
async fn every_link_of_every_kind_of_page_leads_somewhere() {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = vec!["/".to_owned()];
    let mut walked = 0;
    while let Some(path) = open.pop() {
        // One page of each kind and its options are enough: months differ in nothing but numbers.
        let kind: String = path.chars().filter(|c| !c.is_ascii_digit()).collect();
        if !seen.insert(kind) || walked > 400 {
            continue;
        }
        walked += 1;
        let got = get(&path).await;
        assert!(got.status.is_success(), "{path}: {}", got.status);
        if got.header("content-type").starts_with("text/html") {
            open.extend(links(got.text()));
        }
    }
    assert!(walked > 50, "{walked} pages");
}

#[tokio::test]
async fn pages_ask_nothing_of_other_sites() {
    for path in [
        "/",
        "/bodies/ZZ1",
        "/measures/ae-four-hour",
        "/measures/ae-four-hour/england",
        "/data",
    ] {
        let got = page(path).await;
        let text = got.text();
        for asking in [
            "src=\"http",
            "<link rel=\"stylesheet\" href=\"http",
            "url(http",
            "@import",
            " style=\"",
            "<script>",
            " onclick",
        ] {
            assert!(!text.contains(asking), "{path} has {asking}");
        }
        assert!(
            got.header("content-security-policy")
                .starts_with("default-src 'self'")
        );
        assert!(
            got.header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(got.header("referrer-policy"), "same-origin");
    }
}

#[tokio::test]
async fn robots_and_health() {
    assert!(get("/robots.txt").await.text().contains("Disallow: /api/"));
    assert_eq!(get("/health").await.json()["status"], "ok");
}
