use crate::support::{get, page};

/// The archive of these tests is an invented sample: what is asked of its figures cannot be computed, and what
/// the program's own rows answer holds.
#[tokio::test]
async fn claims_are_listed_with_their_states_and_receipts() {
    let got = page("/claims").await;
    let text = got.text();
    assert!(
        got.title().starts_with("None of ") && got.title().contains("claims is broken"),
        "{}",
        got.title()
    );
    for words in [
        "c-claim--holds",
        "</svg> holds</span>",
        "</svg> cannot be computed</span>",
        "the figures of this archive are an invented sample",
        "</svg> recorded, not checked</span>",
        "unverified: ",
        "href=\"/pledges/hewitt-final\"",
        "href=\"/commitments/national.csv/",
        "href=\"/claims/hewitt-late\"",
        "/claims.csv",
    ] {
        assert!(text.contains(words), "{words}");
    }
    // What holds is listed before what cannot be computed, and that before what is only recorded.
    let at = |id: &str| text.find(&format!("id=\"{id}-table\"")).unwrap();
    assert!(at("verdict") < at("not-computed") && at("not-computed") < at("recorded"));
}

#[tokio::test]
async fn a_claim_has_a_page_with_what_it_rests_on() {
    let got = page("/claims/hewitt-late").await;
    let text = got.text();
    for words in [
        "The final report of the Hewitt review came 20 days late, on 4 April 2023",
        "expected 20 days, found ",
        "href=\"/pledges/hewitt-final\"",
        "It has not been asked at an ingest yet.",
        "data/claims/public-record.toml line ",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let got = get("/claims/hewitt").await;
    assert_eq!(got.status, 404);
    assert!(got.text().contains("/claims/hewitt-late"));
}

#[tokio::test]
async fn claims_and_corrections_are_had_by_api_and_as_files() {
    let all: serde_json::Value = serde_json::from_str(get("/api/v1/claims").await.text()).unwrap();
    let list = all.as_array().unwrap();
    assert!(list.len() > 100);
    let of = |state: &str| list.iter().filter(|one| one["state"] == state).count();
    assert_eq!(of("broken"), 0);
    assert!(of("holds") > 30 && of("cannot be computed") > 60);
    let one: serde_json::Value =
        serde_json::from_str(get("/api/v1/claims/hewitt-late").await.text()).unwrap();
    assert_eq!(
        (&one["expected"], &one["found"], &one["unit"]),
        (&20.0.into(), &20.0.into(), &"days".into())
    );
    assert_eq!(
        get("/claims.json").await.text(),
        get("/api/v1/claims").await.text()
    );
    assert_eq!(
        get("/claims/hewitt-late.json").await.text(),
        get("/api/v1/claims/hewitt-late").await.text()
    );
    let lines = get("/claims.csv").await.text().lines().count();
    assert!(lines > list.len(), "{lines}");
    assert_eq!(get("/api/v1/claims/none").await.status, 404);
    assert_eq!(get("/claims.xlsx").await.status, 404);

    let corrections: serde_json::Value =
        serde_json::from_str(get("/api/v1/corrections").await.text()).unwrap();
    assert_eq!(
        get("/corrections.json").await.text(),
        get("/api/v1/corrections").await.text()
    );
    let page = page("/corrections").await;
    for one in corrections.as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        assert!(page.text().contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(
        page.text()
            .contains("nobody: there were no subscribers yet")
    );
}
