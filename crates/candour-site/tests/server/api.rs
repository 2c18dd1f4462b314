use candour_archive::{SeriesQuery, SeriesRow};
use candour_core::{BodyCode, Level, MeasureId};
use candour_register::Boundaries;

use crate::support::{FILLED, get, sha_of};

#[tokio::test]
async fn the_description_is_a_contract() {
    let got = get("/api/v1/openapi.json").await;
    assert_eq!(got.header("content-type"), "application/json");
    insta::assert_json_snapshot!(got.json());
}

#[tokio::test]
async fn a_series() {
    let got = get("/api/v1/series?measure=ae-four-hour&body=ZZ1&from=2024-07&to=2024-09").await;
    insta::assert_json_snapshot!(got.json());
    let level = get("/api/v1/series?measure=ae-four-hour&level=region&from=2025-06")
        .await
        .json();
    assert_eq!(level.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_series_is_that_of_the_command_line_with_a_receipt() {
    let snapshot = FILLED.archive.snapshot().unwrap();
    let series = snapshot
        .series(&SeriesQuery::new(
            MeasureId::new("ae-four-hour").unwrap(),
            BodyCode::england(),
        ))
        .unwrap();
    let rows = serde_json::to_value(
        SeriesRow::all(&series, candour_core::Unit::Share).collect::<Vec<_>>(),
    )
    .unwrap();
    let mut answer = get("/api/v1/series?measure=ae-four-hour&body=england")
        .await
        .json();
    for row in answer.as_array_mut().unwrap() {
        let receipt = row.as_object_mut().unwrap().remove("receipt").unwrap();
        assert_eq!(receipt.is_null(), row["source"].is_null());
        if let Some(path) = receipt.as_str() {
            assert_eq!(get(path).await.status, 200, "{path}");
        }
    }
    assert_eq!(answer, rows);
}

#[tokio::test]
async fn a_receipt() {
    let got = get("/api/v1/explain?measure=ae-four-hour&body=england&period=2025-06&rows=1").await;
    insta::assert_json_snapshot!(got.json());
}

#[tokio::test]
async fn an_assessment() {
    let got = get("/api/v1/assess?measure=ae-four-hour&body=ZZ1")
        .await
        .json();
    assert_eq!(got["facets"][0]["variation"], "concern_low");
    assert_eq!(
        got["facets"][0]["points"][17]["receipt"],
        "/receipts/ae-four-hour/ZZ1/2025-06"
    );
    insta::assert_json_snapshot!(got["facets"][0]["points"][17]);
    let target = get("/api/v1/assess?measure=ae-four-hour&body=ZZ1&target=0.1")
        .await
        .json();
    assert_eq!(target["facets"][0]["assurance"], "consistent_pass");
}

#[tokio::test]
async fn bodies_measures_status_and_sources() {
    let bodies = get("/api/v1/bodies?search=zz2").await.json();
    insta::assert_json_snapshot!(bodies);
    assert_eq!(
        get("/api/v1/bodies?level=region")
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        get("/api/v1/bodies/england").await.json()["level"],
        "england"
    );
    let measures = get("/api/v1/measures").await.json();
    assert!(measures.as_array().unwrap().len() > 10);
    assert_eq!(
        get("/api/v1/measures/four-hour%20standard").await.json()["id"],
        "ae-four-hour"
    );
    let status = get("/api/v1/status").await.json();
    assert_eq!(
        status["holdings"][0]["missing"],
        serde_json::json!(["2024-08"])
    );
    let sha = sha_of("2025-06");
    let source = get(&format!("/api/v1/sources/{sha}")).await.json();
    assert_eq!(source["file_path"], format!("/sources/{sha}/file"));
}

#[tokio::test]
async fn what_is_missing_is_asked_for() {
    for path in [
        "/api/v1/series",
        "/api/v1/series?measure=ae-four-hour",
        "/api/v1/explain?measure=ae-four-hour&body=england",
        "/api/v1/assess?body=england",
    ] {
        let got = get(path).await;
        assert_eq!(got.status, 400, "{path}");
        assert!(got.json()["error"]["expected"].is_string(), "{path}");
    }
    let got = get("/api/v1/series?measure=ae-4-hour&body=england").await;
    assert_eq!(got.status, 404);
    assert_eq!(got.json()["error"]["nearest"][0]["id"], "ae-four-hour");
}

/// Many series read at once are those read one by one.
#[test]
fn series_read_together_are_those_read_alone() {
    let snapshot = FILLED.archive.snapshot().unwrap();
    for day in [
        None,
        Some(jiff::civil::date(2025, 6, 30)),
        Some(jiff::civil::date(2020, 1, 1)),
    ] {
        for (code, level) in [
            ("england", Level::England),
            ("ZZ1", Level::Provider),
            ("ZZ4", Level::Provider),
        ] {
            let body = BodyCode::new(code).unwrap();
            for together in snapshot
                .figures_of_body(&body, level, Boundaries::AsReported, day)
                .unwrap()
            {
                let query = SeriesQuery {
                    basis: Some(together.key.basis),
                    as_known: day,
                    ..SeriesQuery::new(together.key.measure.clone(), body.clone())
                };
                let alone = snapshot.series(&query).unwrap();
                assert_eq!(
                    format!("{together:?}"),
                    format!("{alone:?}"),
                    "{code} {day:?}"
                );
                let measure = snapshot.measure(together.key.measure.as_str()).unwrap();
                let side = snapshot
                    .figures_of_level(
                        measure,
                        level,
                        together.key.basis,
                        None,
                        Boundaries::AsReported,
                        day,
                    )
                    .unwrap();
                let of_level = side
                    .into_iter()
                    .find(|series| series.key.body == body)
                    .unwrap();
                assert_eq!(format!("{of_level:?}"), format!("{alone:?}"));
            }
        }
    }
}
