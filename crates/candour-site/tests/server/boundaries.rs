//! Figures on other boundaries: that the choice is always said, what is offered where a file names no
//! such body, and how a receipt tells of the units. The providers of the fixture are invented, so that
//! the register knows no home for any of them; the real files are read where they are at hand.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use candour_archive::{Archive, Writer};
use tower::ServiceExt as _;

use crate::support::{TODAY, get, page};

const ON: &str = "boundaries=2026-04-01";

#[tokio::test]
async fn what_has_no_known_home_is_listed_with_the_reason() {
    let path = format!("/receipts/ae-attendances/not-attributable/2025-06?{ON}");
    let got = page(&path).await;
    let text = got.text();
    for words in [
        "on the boundaries of 1 April 2026",
        "Made of",
        "4 units make up the figure",
        "No known home: no in-system link of ZZ1 is recorded for that day.",
        "/receipts/ae-attendances/ZZ1/2025-06",
        "--boundaries 2026-04-01",
    ] {
        assert!(text.contains(words), "{words}");
    }
    // Nothing is lost: the nation's 4,948 attendances of the month.
    assert!(got.title().contains("4,948"), "{}", got.title());
    let csv = get(&path.replace("2025-06?", "2025-06.csv?")).await;
    let lines: Vec<&str> = csv.text().lines().collect();
    assert!(lines[0].contains(",unit,"), "{}", lines[0]);
    assert_eq!(lines.len(), 1 + 4);
    let json = get(&path.replace("2025-06?", "2025-06.json?")).await.json();
    assert_eq!(json["boundaries"], "2026-04-01");
    assert_eq!(json["parts"].as_array().unwrap().len(), 4);
    assert!(json["parts"][0]["lost"].is_string());
}

#[tokio::test]
async fn the_api_has_the_parts_of_a_figure() {
    let got = get(&format!(
        "/api/v1/explain?measure=ae-attendances&body=not-attributable&period=2025-06&{ON}"
    ))
    .await
    .json();
    assert_eq!(got["boundaries"], "2026-04-01");
    let parts = got["parts"].as_array().unwrap();
    let sum: i64 = parts
        .iter()
        .map(|part| part["numerator"].as_i64().unwrap())
        .sum();
    assert_eq!(Some(sum), got["numerator"].as_i64());
    let plain = get("/api/v1/explain?measure=ae-attendances&body=england&period=2025-06").await;
    assert_eq!(plain.json()["parts"], serde_json::json!([]));
    let level = get(&format!(
        "/api/v1/series?measure=ae-attendances&level=icb&{ON}"
    ))
    .await;
    assert!(!level.json().as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_league_by_board_is_offered_where_figures_can_be_carried() {
    let got = page("/measures/ae-four-hour").await;
    assert!(
        got.text()
            .contains("boundaries=2022-07-01&#38;level=icb\">Show integrated care boards, on the"),
        "the boards of the last vintage by the day of the test"
    );
    let refused = get("/measures/ae-four-hour?level=icb").await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("The same on the boundaries of"));
    let odd = get("/measures/ae-four-hour?map=globe").await;
    assert_eq!(odd.status, 400);
}

/// The site over the real A&E files; none, said aloud, where they are not at hand.
#[expect(clippy::print_stderr, reason = "a test says aloud that it was skipped")]
fn real(test: &str) -> Option<Router> {
    static REAL: OnceLock<Option<(tempfile::TempDir, Arc<Archive>)>> = OnceLock::new();
    let made = REAL.get_or_init(|| {
        let given = std::env::var_os("CANDOUR_REAL_DATA").map(PathBuf::from);
        let data = given
            .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
        if !data.join("ae_monthly").is_dir() {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        Writer::open(folder.path())
            .unwrap()
            .ingest(&[data.join("ae_monthly")], None, &mut |_| {})
            .unwrap();
        let archive = Arc::new(Archive::open(folder.path()).unwrap());
        Some((folder, archive))
    });
    if made.is_none() {
        eprintln!("SKIPPED {test}: no ae_monthly/ under CANDOUR_REAL_DATA");
        assert!(
            std::env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_none(),
            "{test} must run where real files are required"
        );
    }
    let (_, archive) = made.as_ref()?;
    Some(candour_site::server::router_on(archive.clone(), TODAY))
}

async fn text(site: &Router, path: &str) -> String {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = site.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let bytes = axum::body::to_bytes(response.into_body(), 50_000_000)
        .await
        .unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_board_that_began_in_2026_has_its_history() {
    let Some(site) = real("a_board_that_began_in_2026_has_its_history") else {
        return;
    };
    let chart = text(&site, "/measures/ae-four-hour/S1Y5D?boundaries=2026-04-01").await;
    // In the heading, in the drawing's title and description, in the caption and in the citation.
    assert!(chart.matches("on the boundaries of 1 April 2026").count() >= 5);
    assert!(chart.contains("<desc id=\"c-xmr-d\">On the boundaries of 1 April 2026."));
    let svg = text(
        &site,
        "/measures/ae-four-hour/S1Y5D.svg?boundaries=2026-04-01",
    )
    .await;
    assert!(svg.contains(">On the boundaries of 1 April 2026.<"));

    // As published, December 2022: Milton Keynes 16,114 attendances, North West Anglia 18,360, West
    // Hertfordshire 16,669, East and North Hertfordshire 15,977, Hertfordshire Community 871, the walk-in
    // centre at Putnoe 3,962; Bedfordshire and Cambridge tested other standards and did not report.
    let receipt = text(
        &site,
        "/receipts/ae-four-hour/S1Y5D/2022-12?boundaries=2026-04-01",
    )
    .await;
    for words in [
        "71,953",
        "16,114",
        "18,360",
        "16,669",
        "15,977",
        "8 units make up the figure, on the boundaries of 1 April 2026; 2 did not submit",
        "/receipts/ae-four-hour/RGT/2022-12",
        "MILTON KEYNES",
    ] {
        assert!(receipt.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_board_without_figures_as_reported_is_offered_those_carried_to_it() {
    let Some(site) = real("a_board_without_figures_as_reported_is_offered_those_carried_to_it")
    else {
        return;
    };
    let offer = text(&site, "/measures/ae-four-hour/QHG").await;
    assert!(offer.contains("is not reported for"));
    assert!(offer.contains("/measures/ae-four-hour/QHG?basis=provider&#38;boundaries=2022-07-01"));
}

#[tokio::test]
async fn a_map_follows_the_boundaries() {
    let Some(site) = real("a_map_follows_the_boundaries") else {
        return;
    };
    for (boundaries, boards) in [("2022-07-01", 42), ("2026-04-01", 36)] {
        let svg = text(
            &site,
            &format!("/measures/ae-attendances/map.svg?boundaries={boundaries}"),
        )
        .await;
        assert!(
            svg.matches("<path").count() >= boards,
            "a tile for each board"
        );
        assert!(svg.contains("<title id=\"c-boards-t\">A&amp;E attendances"));
        let page = text(
            &site,
            &format!("/measures/ae-attendances?boundaries={boundaries}"),
        )
        .await;
        let map = &page[page.find("id=\"boards-table\"").unwrap()..];
        let map = &map[..map.find("</table>").unwrap()];
        assert_eq!(map.matches("<tr>").count(), 1 + boards, "{boundaries}");
    }
    let home = text(&site, "/?measure=ae-attendances").await;
    assert!(home.contains("id=\"map-measure\"") && home.contains("id=\"boards-table\""));
}
