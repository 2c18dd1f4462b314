//! Bodies as the register knows them, over an archive whose providers are invented. Who merged with
//! whom, and when, is from the ODS change summary of April 2026.

use candour_register::{NameKind, Register};
use jiff::civil::{Date, date};

use crate::support::{get, get_on, links, page};

/// After the boards of April 2026 began.
const LATER: Date = date(2026, 11, 2);

#[tokio::test]
async fn a_board_that_ended_says_so_first_and_leads_to_its_successors() {
    let got = get_on(LATER, "/bodies/QM7").await;
    assert_eq!(
        got.title(),
        "NHS Hertfordshire and West Essex Integrated Care Board ended on 31 March 2026 – Candour"
    );
    let text = got.text();
    let end = text.find("This body ended on 31 March 2026.").unwrap();
    let rest = &text[end..];
    for words in [
        "NHS Central East Integrated Care Board</a>, 79.2% of it (an estimate: 679&#47;857",
        "20.8% of it",
        "href=\"/bodies/S1Y5D?boundaries=2026-04-01\"",
        "href=\"/bodies/D7T5G?boundaries=2026-04-01\"",
        "<h2>In it on 31 March 2026</h2>",
        "Sub-ICB locations",
        "split, 79%",
        "Where the facts about this body come from",
    ] {
        let plain = rest.replace("&#x2F;", "/").replace("&#47;", "/");
        assert!(
            plain.contains(&words.replace("&#47;", "/")),
            "{words}: {rest}"
        );
    }
    // The day before, it had an end to come.
    let before = get_on(date(2026, 3, 31), "/bodies/QM7").await;
    assert!(!before.text().contains("This body ended"));
    assert!(before.text().contains("<dt>Until</dt>"));
}

#[tokio::test]
async fn a_board_divided_in_three_and_one_made_of_three() {
    let frimley = get_on(LATER, "/bodies/QNQ").await;
    let successors = ["QRL", "S0E4D", "S9B9J"];
    for code in successors {
        assert!(
            links(frimley.text()).contains(&format!("/bodies/{code}")),
            "{code}"
        );
    }
    let east = get_on(LATER, "/bodies/S1Y5D").await;
    for code in ["QHG", "QM7", "QUE"] {
        assert!(
            links(east.text()).contains(&format!("/bodies/{code}")),
            "{code}"
        );
    }
    // Before it began there was nothing in it.
    let early = get_on(LATER, "/bodies/S1Y5D?on=2025-01-01").await;
    assert!(early.text().contains("On 1 January 2025 it had not begun."));
}

#[tokio::test]
async fn the_nation_has_the_boards_of_the_day() {
    let boards = |text: &str| {
        let rest = text
            .split("<h3>Integrated care boards")
            .nth(1)
            .unwrap_or_default();
        rest.split("</ul>")
            .next()
            .unwrap_or_default()
            .matches("<li>")
            .count()
    };
    for (day, count) in [("2025-01-01", 42), ("2026-04-01", 36), ("2018-05-01", 0)] {
        let got = page(&format!("/bodies/england?on={day}")).await;
        assert_eq!(boards(got.text()), count, "{day}");
        for link in links(got.text())
            .iter()
            .filter(|link| link.starts_with("/bodies/") && !link.contains('.'))
        {
            assert!(link.contains(&format!("on={day}")), "{day}: {link}");
        }
    }
    let early = page("/bodies/england?on=2018-05-01").await;
    assert!(
        early
            .text()
            .contains("Before 1 July 2022 there were no integrated care boards in law")
    );
    let home = page("/?on=2025-01-01").await;
    assert!(
        home.text()
            .contains("The service as it was on 1 January 2025")
    );
    assert!(
        home.text()
            .contains("42 integrated care boards in 7 regions")
    );
}

#[tokio::test]
async fn a_trust_has_its_board_and_region_and_a_region_its_boards() {
    let trust = page("/bodies/R0A").await;
    for words in [
        "NHS Greater Manchester Integrated Care Board</a>, since 1 July 2022",
        "North West</a>",
        "<h2>Family tree</h2>",
        "/bodies/RM2",
        "/bodies/RW3",
    ] {
        assert!(trust.text().contains(words), "{words}: {}", trust.text());
    }
    let region = page("/bodies/Y62?on=2025-01-01").await;
    assert!(region.text().contains("href=\"/bodies/QOP?on=2025-01-01\""));
    assert!(!region.text().contains("href=\"/bodies/QM7"));
}

#[tokio::test]
async fn bodies_that_only_the_register_knows_have_pages() {
    for (path, words) in [
        ("/bodies/00C", "This body ended on 31 March 2020."),
        ("/bodies/00c", "NHS Darlington CCG"),
        (
            "/bodies/dhsc",
            "No statistics are reported under a code of this body.",
        ),
        ("/bodies/DHSC", "Department of Health and Social Care"),
        (
            "/bodies/not-attributable",
            "so that all boards together are England as reported",
        ),
    ] {
        let got = page(path).await;
        assert!(got.text().contains(words), "{path}: {words}");
    }
    let ccg = page("/bodies/00C").await;
    assert!(ccg.text().contains("Only the register knows it"));
}

#[tokio::test]
async fn what_has_no_known_home_is_listed_with_its_figures() {
    let got = page("/bodies/not-attributable").await;
    for words in [
        "Synthetic ZZ1 Hospitals",
        "What has no known home on 12 March 2026",
        "on the boundaries of 12 March 2026",
    ] {
        assert!(got.text().contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_code_that_is_none_offers_the_nearest() {
    let got = get("/bodies/QM0").await;
    assert_eq!(got.status, 404);
    assert!(
        got.text().contains("/bodies/QMF") || got.text().contains("/bodies/QM7"),
        "{}",
        got.text()
    );
}

#[tokio::test]
async fn a_search_says_what_became_of_a_body() {
    let got = get_on(LATER, "/search?q=west+essex").await;
    assert!(
        got.text().contains("Ended on 31 March 2026; now part of")
            && got
                .text()
                .contains("NHS Central East Integrated Care Board"),
        "{}",
        got.text()
    );
    let got = get_on(LATER, "/search?q=treasury").await;
    assert!(got.text().contains("/bodies/hm-treasury"));
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#[tokio::test]
async fn a_search_finds_former_names_and_other_codes() {
    let rows = Register::bundled().rows();
    let former = rows.names.iter().find(|name| {
        name.kind == NameKind::Former && Register::bundled().body(&name.body).is_some()
    });
    let code = rows.codes.first();
    let (Some(former), Some(code)) = (former, code) else {
        eprintln!("SKIPPED: the bundled register has no former names and no other codes");
        return;
    };
    let asked = former.name.replace(' ', "+").replace('&', "%26");
    let got = page(&format!("/search?q={asked}")).await;
    assert!(
        got.text().contains(&format!("/bodies/{}", former.body)),
        "{}",
        former.name
    );
    let got = page(&format!("/search?q={}", code.code.to_lowercase())).await;
    assert!(
        got.text().contains(&format!("/bodies/{}", code.body)),
        "{}",
        code.code
    );
}

#[tokio::test]
async fn the_interface_tells_a_body_in_time() {
    let got = get_on(LATER, "/api/v1/bodies/qm7").await.json();
    assert_eq!(got["code"], "QM7");
    assert_eq!(
        (&got["kind"], &got["level"]),
        (&"icb".into(), &"icb".into())
    );
    assert_eq!(
        (&got["since"], &got["until"]),
        (&"2022-07-01".into(), &"2026-03-31".into())
    );
    assert_eq!(
        (&got["ended"], &got["on"]),
        (&true.into(), &"2026-03-31".into())
    );
    assert_eq!(got["parents"][0]["code"], "Y61");
    let codes = |list: &serde_json::Value| -> Vec<String> {
        let mut codes: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect();
        codes.sort();
        codes
    };
    assert_eq!(codes(&got["successors"]), ["D7T5G", "S1Y5D"]);
    let share = got["successors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"] == "S1Y5D")
        .unwrap();
    assert_eq!(share["share"], "679/857");
    assert_eq!(share["date"], "2026-04-01");
    let england = get("/api/v1/bodies/england?on=2025-01-01").await.json();
    let boards = england["parts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["kind"] == "icb")
        .count();
    assert_eq!(boards, 42);
    let east = get_on(LATER, "/api/v1/bodies/S1Y5D").await.json();
    assert_eq!(codes(&east["predecessors"]), ["QHG", "QM7", "QUE"]);
    let national = get("/api/v1/bodies/dhsc").await.json();
    assert!(national["level"].is_null());
}
