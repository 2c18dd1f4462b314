//! `/check` and its API: the story with marks, nothing kept, nothing executed, limits kept.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

use crate::support::{page, site};

/// Of the invented June 2025: 4,948 attendances, 1,340 of them over four hours, so 72.9% within.
const STORY: &str = "In June 2025, 72.9% of patients were seen within four hours in A&E in England.\n\nIn June 2025, \
                     92.9% of patients were seen within four hours in A&E in England.";

async fn post(path: &str, body: Vec<u8>) -> (StatusCode, HeaderMap, String) {
    let request = Request::post(path)
        .header("host", "candour.example")
        .body(Body::from(body))
        .unwrap();
    let response = site().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 8_000_000).await.unwrap();
    (
        parts.status,
        parts.headers,
        String::from_utf8(bytes.to_vec()).unwrap(),
    )
}

fn form(story: &str) -> Vec<u8> {
    let story: String = story.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("story={story}&date=2025-09-01").into_bytes()
}

#[tokio::test]
async fn the_box_and_the_story_with_marks() {
    let empty = page("/check").await;
    assert!(empty.text().contains("<textarea"));
    let (status, headers, html) = post("/check", form(STORY)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["cache-control"], "no-store");
    assert!(!headers.contains_key("etag"));
    assert!(
        html.contains("2 figures: 1 holds, 1 differs, 0 cannot be checked"),
        "{html}"
    );
    assert!(html.contains("= holds") && html.contains("≠ differs"));
    assert!(html.contains("/receipts/ae-four-hour/england/2025-06"));
    assert!(html.contains("20.0 points lower"));
}

#[tokio::test]
async fn what_a_story_would_run_is_shown_and_not_run() {
    let evil = "<p>65.2% \"><img src=x onerror=alert(1)></p><script>alert(2)</script></textarea>";
    let (status, headers, html) = post("/check", form(evil)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        !html.contains("<img src=x") && !html.contains("alert(2)</script>"),
        "{html}"
    );
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'self'"));
}

#[tokio::test]
async fn the_api_says_the_same_and_refuses_by_name() {
    let (status, headers, json) = post("/api/v1/check?on=2025-09-01", STORY.into()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["cache-control"], "no-store");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["summary"]["hold"], 1);
    assert_eq!(json["summary"]["differ"], 1);
    assert_eq!(json["figures"][0]["measure"], "ae-four-hour");
    for (body, words) in [
        (b"a\0b".to_vec(), "NUL"),
        (vec![0xff, 0xfe], "UTF-8"),
        (vec![b'a'; 1_010_000], "bytes"),
        (vec![b'a'; 10_000_000], "bytes"),
        ("65.2% ".repeat(3_000).into_bytes(), "figures"),
    ] {
        let (status, _, json) = post("/api/v1/check", body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(json.contains(words), "{words}: {json}");
    }
}
