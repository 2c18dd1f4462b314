//! The oversight framework's pages and API, on the invented trusts of `tests/cases`. Known figures are
//! those of the files: line 11 and after of the data file are the second trust's.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use candour_archive::{Archive, OutcomeStatus, Writer};
use tempfile::TempDir;

use crate::support::{Got, get, get_from, links};

struct Held {
    _folder: TempDir,
    archive: Arc<Archive>,
}

static HELD: LazyLock<Held> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut files = Vec::new();
    for (case, name) in [
        ("nof_data/two-quarters", "data.csv"),
        ("nof_league_table/with-its-quarter", "league-table.csv"),
    ] {
        let file = folder.path().join(name);
        std::fs::copy(cases.join(case).join("input.csv"), &file).unwrap();
        files.push(file);
    }
    let mut writer = Writer::open(&root).unwrap();
    for outcome in writer.ingest(&files, None, &mut |_| {}).unwrap() {
        assert_eq!(outcome.status, OutcomeStatus::Partial, "{outcome:?}");
    }
    drop(writer);
    Held {
        archive: Arc::new(Archive::open(&root).unwrap()),
        _folder: folder,
    }
});

async fn of(path: &str) -> Got {
    get_from(&HELD.archive, path).await
}

async fn page(path: &str) -> Got {
    let got = of(path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text());
    got
}

const LEAGUE: &str = "/frameworks/nof-2025-26";
const FIRST: &str = "quarter=Q1%202025/26";

#[tokio::test]
async fn the_league_of_a_quarter() {
    let latest = page(LEAGUE).await;
    assert_eq!(
        latest.title(),
        "The score alone set the segments of 3 trusts in Q4 2025/26 – Candour"
    );
    let first = page(&format!("{LEAGUE}?{FIRST}")).await;
    assert_eq!(
        first.title(),
        "The financial override set the segment of 1 of 3 trusts in Q1 2025/26 – Candour"
    );
    for words in [
        "Brambleford Community NHS Foundation Trust",
        "Held: one of three types of trust (3 of 61 of “Mental health and community trust”)",
        "2.20</a>",
        "<td>override</td>",
        "<svg",
    ] {
        assert!(first.text().contains(words), "{words}");
    }
    // The move since Q1: the override was lifted.
    assert!(
        latest
            .text()
            .contains("same average, by the override; segment was 3")
    );
    // The published range stands beside ours, with its row of the league table.
    assert!(latest.text().contains("1.20 to 1.89</a>"));
    let worst_first = page(&format!("{LEAGUE}?by=average&order=desc")).await;
    let place = |name: &str| worst_first.text().find(&format!(">{name}</a>")).unwrap();
    assert!(place("Castlemere, Dell and Elm NHS Trust") < place("Alderwick Partnership NHS Trust"));
}

#[tokio::test]
async fn the_steps_of_one_trust() {
    let got = page(&format!("{LEAGUE}/ZZ2?{FIRST}")).await;
    assert_eq!(
        got.title(),
        "Brambleford Community NHS Foundation Trust: segment 3 in Q1 2025/26, set by the financial override – Candour"
    );
    for words in [
        "The financial override is set and moved the trust",
        "Planned surplus or deficit",
        "−3.26</a>",
        "Step 1: each metric gets a score",
        "What if it were",
        "Through the quarters held",
    ] {
        assert!(got.text().contains(words), "{words}");
    }
}

#[tokio::test]
async fn every_link_leads_somewhere_and_a_figure_to_its_row() {
    for path in [
        "/frameworks".to_owned(),
        LEAGUE.to_owned(),
        format!("{LEAGUE}/ZZ2?{FIRST}"),
        format!("{LEAGUE}/ZZ2?{FIRST}&w.OF0084=median"),
        format!("{LEAGUE}/reconciliation"),
        "/frameworks/nof-2022-23".to_owned(),
        "/frameworks/nof-2026-27".to_owned(),
    ] {
        for link in links(page(&path).await.text()) {
            let got = of(&link).await;
            assert_eq!(got.status, 200, "{path} leads to {link}");
        }
    }
    let steps = page(&format!("{LEAGUE}/ZZ2?{FIRST}")).await;
    let text = steps.text();
    let figure = text.find(">−3.26</a>").unwrap();
    let start = text[..figure].rfind("href=\"").unwrap() + 6;
    let href = &text[start..start + text[start..].find('"').unwrap()];
    let row = page(href).await;
    // The line of the file, the header being line 1.
    assert!(href.ends_with("/rows/40"), "{href}");
    for words in [
        "Row 40 of data.csv",
        "<dd>-3.26</dd>",
        "2025/26 plan",
        "Value",
    ] {
        assert!(row.text().contains(words), "{words}");
    }
    assert_eq!(
        of(&href.replace("/rows/40", "/rows/9999")).await.status,
        404
    );
    assert_eq!(of(&href.replace("/rows/40", "/rows/x")).await.status, 404);
}

#[tokio::test]
async fn what_if_works_without_script() {
    let got = page(&format!(
        "{LEAGUE}/ZZ2?{FIRST}&w.OF0084=median&w.OF0079=&override=off"
    ))
    .await;
    for words in [
        "The average would be",
        "Ranks move among the 3 organisations held, of 205.",
        "This answer as JSON",
        "value=\"median\"",
    ] {
        assert!(got.text().contains(words), "{words}");
    }
    let refused = of(&format!("{LEAGUE}/ZZ2?{FIRST}&w.OF0084=high")).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("METRIC=median"));
    // A metric that the framework does not have is told on the page itself.
    let got = page(&format!("{LEAGUE}/ZZ2?{FIRST}&what_if=OF9999=4")).await;
    assert!(got.text().contains("The framework has no metric `OF9999`"));
}

#[tokio::test]
async fn the_reconciliation_and_its_filters() {
    let got = page(&format!("{LEAGUE}/reconciliation")).await;
    assert!(
        got.title().contains("published figures differ"),
        "{}",
        got.title()
    );
    let filtered = page(&format!(
        "{LEAGUE}/reconciliation?cause=segment%20not%20determinable&{FIRST}"
    ))
    .await;
    assert!(filtered.text().contains("segment not determinable"));
    assert!(!filtered.text().contains("Q4 2025/26</td>"));
    let csv = page(&format!("{LEAGUE}/reconciliation.csv?all=1")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.text().starts_with("quarter,layer,figure,trust,"));
}

#[tokio::test]
async fn what_is_not_held_says_so_and_how_to_get_it() {
    // The other tests' archive has no file of the framework.
    let list = get("/frameworks").await;
    assert_eq!(list.status, 200);
    assert!(
        list.title()
            .starts_with("No scores of an oversight framework are held yet")
    );
    assert!(list.text().contains("candour ingest FILE"));
    let one = get(LEAGUE).await;
    assert!(one.text().contains("Nothing is held yet."));
    assert_eq!(get(&format!("{LEAGUE}/ZZ2")).await.status, 404);
    // And of frameworks that have no figures what is unknown is said.
    let later = page("/frameworks/nof-2026-27").await;
    assert!(
        later
            .text()
            .contains("Thresholds: Averages become segments by defined thresholds")
    );
    for (path, status) in [
        ("/frameworks/nof-1999", 404),
        ("/frameworks/nof-2025-26/ZZ9", 404),
        ("/frameworks/nof-2025-26?quarter=2024-03", 404),
        ("/frameworks/nof-2025-26?quarter=soon", 400),
        ("/frameworks/nof-2025-26.xlsx", 404),
        ("/frameworks/%3Cscript%3E/%3Cscript%3E", 404),
    ] {
        assert_eq!(of(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn found_by_the_search_and_in_the_navigation() {
    let got = page("/search?q=oversight+framework").await;
    assert!(got.text().contains("href=\"/frameworks/nof-2025-26\""));
    assert!(page("/").await.text().contains("href=\"/frameworks\""));
}

#[tokio::test]
async fn the_api_says_the_same() {
    let list = page("/api/v1/frameworks").await.json();
    let ids: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["nof-2022-23", "nof-2025-26", "nof-2026-27"]);
    let league = page(&format!("/api/v1{LEAGUE}?{FIRST}")).await.json();
    let second = &league["league"]["trusts"][1];
    assert_eq!(second["trust"], "ZZ2");
    assert_eq!(second["set_by"], "financial override");
    assert_eq!(second["segment_receipt"]["row"], 43);
    insta::assert_json_snapshot!("a_trust_of_a_league", second);
    let steps = page(&format!("/api/v1{LEAGUE}/trusts/zz2?{FIRST}"))
        .await
        .json();
    assert_eq!(steps["financial_override"]["moved"], true);
    insta::assert_json_snapshot!("the_steps_of_a_trust", steps);
    let lines = page(&format!("/api/v1{LEAGUE}/reconciliation?trust=ZZ2&{FIRST}"))
        .await
        .json();
    assert!(
        lines["lines"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["trust"] == "ZZ2")
    );
    let what_if = page(&format!(
        "/api/v1{LEAGUE}/what-if?trust=ZZ2&{FIRST}&what_if=OF0084=median"
    ))
    .await
    .json();
    assert_eq!(what_if["answer"]["before"]["average"]["best"], 2.2);
    insta::assert_json_snapshot!("a_what_if", what_if);
    let same = page(&format!("{LEAGUE}/ZZ2.json?{FIRST}")).await.json();
    assert_eq!(same, steps);
    for (path, status) in [
        ("/what-if", 400),
        ("/what-if?trust=ZZ9&what_if=OF0084=median", 404),
        ("/what-if?trust=ZZ2&what_if=OF9999=1", 400),
        ("/trusts/ZZ9", 404),
        ("/reconciliation?quarter=2020-03", 404),
    ] {
        let got = of(&format!("/api/v1{LEAGUE}{path}")).await;
        assert_eq!(got.status, status, "{path}");
        assert!(got.json()["error"]["message"].is_string(), "{path}");
    }
}
