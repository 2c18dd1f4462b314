use crate::support::get;

#[tokio::test]
async fn a_wrong_name_is_answered_with_the_nearest() {
    let got = get("/bodies/ZZ9").await;
    assert_eq!(got.status, 404);
    assert!(
        got.title()
            .starts_with("There is no body with the code “ZZ9” here")
    );
    assert!(got.text().contains("href=\"/bodies/ZZ1\""));
    let got = get("/measures/ae-4-hour").await;
    assert_eq!(got.status, 404);
    assert!(got.text().contains("/measures/ae-four-hour"));
    let got = get("/bodys/ZZ1").await;
    assert_eq!(got.status, 404);
    assert!(
        got.text().contains("href=\"/bodies/ZZ1\""),
        "{}",
        got.text()
    );
    assert_eq!(get("/measures/ae-four-hour/ZZ1.exe").await.status, 404);
    assert_eq!(
        get("/receipts/ae-four-hour/ZZ1/2025-06.svg").await.status,
        404
    );
    assert_eq!(get("/bodies/ZZ1.svg").await.status, 404);
}

#[tokio::test]
async fn a_value_that_cannot_be_says_what_was_expected() {
    let got = get("/measures/ae-four-hour?as_known=yesterday").await;
    assert_eq!(got.status, 400);
    assert!(
        got.text().contains("such as 2026-03-12")
            && got.text().contains("href=\"/measures/ae-four-hour\"")
    );
    let got = get("/measures/ae-four-hour?level=icb").await;
    assert_eq!(got.status, 400);
    assert!(got.text().contains("It is counted at these"));
    let got = get("/api/v1/series?measure=ae-four-hour&body=ZZ1&from=2025").await;
    assert_eq!(got.status, 400);
    assert_eq!(
        got.json()["error"]["expected"],
        "Write a month as a year and two digits, such as 2026-01."
    );
    assert_eq!(get("/bodies/%FF").await.status, 400);
    assert_eq!(
        get(&format!("/bodies/{}", "Z".repeat(9_000))).await.status,
        400
    );
    assert_eq!(
        get(&format!("/bodies/{}", "Z".repeat(3_000))).await.status,
        404
    );
}

#[tokio::test]
async fn faults_name_nothing_of_the_inside() {
    for path in [
        "/bodies/%3Cb%3E",
        "/measures/x%27y",
        "/nowhere",
        "/sources/xyz",
        "/api/v1/bodies/nobody",
    ] {
        let got = get(path).await;
        assert_eq!(got.status, 404, "{path}");
        let text = got.text();
        assert!(
            !text.contains("<b>") && !text.contains("sqlite") && !text.contains("/tmp"),
            "{path}: {text}"
        );
    }
}
