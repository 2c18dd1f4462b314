use crate::support::{get, page};

#[tokio::test]
async fn a_measure_tells_its_finding_for_england() {
    let got = page("/measures/ae-four-hour").await;
    assert_eq!(
        got.title(),
        "A&#38;E within four hours in England worsened beyond chance in June 2025 – Candour"
    );
    let text = got.text();
    for words in [
        "Why it matters",
        "95% interval",
        "Wilson",
        "Providers with a type 1 (major) department in June 2025.",
        "Show the other 1 too",
        "London",
        "no body is known not to have submitted",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert!(
        !text.contains("Synthetic ZZ4"),
        "a provider without a type 1 department is left out"
    );
    let all = page("/measures/ae-four-hour?all=1").await;
    assert!(all.text().contains("Synthetic ZZ4"));
}

#[tokio::test]
async fn counts_have_no_interval_and_do_not_worsen() {
    let got = page("/measures/ae-attendances").await;
    assert!(!got.text().contains("95% interval"));
    assert!(!got.title().contains("worsened"));
}

#[tokio::test]
async fn a_league_is_sorted_as_asked() {
    let order = |text: &str| {
        let table = &text[text.find("id=\"league\"").unwrap()..];
        let mut places: Vec<(usize, &str)> = ["ZZ1", "ZZ2", "ZZ3"]
            .into_iter()
            .map(|code| (table.find(&format!("Synthetic {code}")).unwrap(), code))
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, code)| code).collect::<String>()
    };
    for (query, expected) in [
        ("", "ZZ2ZZ3ZZ1"),
        ("?sort=value&order=asc", "ZZ1ZZ3ZZ2"),
        ("?sort=name&order=desc", "ZZ3ZZ2ZZ1"),
    ] {
        let got = page(&format!("/measures/ae-four-hour{query}")).await;
        assert_eq!(order(got.text()), expected, "{query}");
    }
}

#[tokio::test]
async fn six_bodies_can_be_compared() {
    let got = page("/measures/ae-four-hour?body=ZZ1&body=ZZ2&compare=ZZ3,NOBODY").await;
    let text = got.text();
    assert!(text.contains("<h2>Compared</h2>") && text.contains("There is no body NOBODY."));
    let got = page("/measures/ae-four-hour?compare=A,B,C,D,E,F,G").await;
    assert!(got.text().contains("Only 6 bodies can be compared"));
}

#[tokio::test]
async fn a_chart_has_its_points_and_their_receipts() {
    let got = page("/measures/ae-four-hour/ZZ1").await;
    assert_eq!(
        got.title(),
        "A&#38;E within four hours at Synthetic ZZ1 Hospitals worsened beyond chance in June 2025 – Candour"
    );
    let text = got.text();
    for words in [
        "/receipts/ae-four-hour/ZZ1/2025-06",
        "below the lower limit",
        "not held",
        "Profile nhsr-0.2.2",
        "http://candour.example/measures/ae-four-hour/ZZ1.svg?as_known=2026-03-12",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let again = page("/measures/ae-four-hour/ZZ1?rebase=2024-11&profile=mdc-excel").await;
    assert!(
        again.text().contains("Profile mdc-excel")
            && again.text().contains("November 2024 to June 2025")
    );
}

#[tokio::test]
async fn a_chart_alone_may_be_shown_elsewhere() {
    let got = get("/measures/ae-four-hour/england.svg").await;
    assert_eq!(got.header("content-type"), "image/svg+xml");
    assert!(got.text().starts_with("<svg") && got.text().contains("As known on 12 March 2026"));
    assert!(
        got.header("content-security-policy")
            .contains("frame-ancestors *")
    );
    assert_eq!(got.header("cross-origin-resource-policy"), "cross-origin");
}
