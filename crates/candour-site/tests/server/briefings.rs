use crate::support::{get, get_from, get_on, page};
use jiff::civil::date;

/// The must-reads of a page.
fn must_reads(html: &str) -> &str {
    let from = html.find("<ol class=\"c-musts\">").expect("must-reads");
    &html[from..from + html[from..].find("</ol>").expect("their end")]
}

#[tokio::test]
async fn the_home_page_is_todays_briefing() {
    let home = page("/").await;
    let musts = must_reads(home.text());
    // The last month of the files, in which one provider's waits were long.
    assert!(
        musts.contains("/receipts/ae-four-hour/england/2025-06"),
        "{musts}"
    );
    assert!(musts.contains("<svg"), "a small chart beside it");
    assert!(musts.contains("Why is this here?"));
    assert!(musts.contains("of 100"), "the score is told");
    for form in ["txt", "html", "md", "json", "atom"] {
        let address = format!("/briefings/2026-03-12.{form}");
        assert!(home.text().contains(&address), "{address}");
        assert_eq!(get(&address).await.status, 200, "{address}");
    }
    let whole = page("/briefings/2026-03-12").await;
    assert_eq!(
        must_reads(whole.text()).matches("<li id=").count(),
        musts.matches("<li id=").count()
    );
}

#[tokio::test]
async fn a_day_gone_by_knows_nothing_of_what_came_later() {
    // May's file of 12 June 2025 was followed by one of 11 December with another figure; June's came on 12 July.
    let then = get_on(date(2026, 3, 12), "/briefings/2025-07-01.json")
        .await
        .json();
    assert_eq!(then["knowledge"]["knowledge"], "as-known");
    assert_eq!(then["on"], "2025-07-01");
    let text = then.to_string();
    assert!(!text.contains("2025-06\""), "June was not out: {text}");
    // The same on whatever day it is asked for.
    let later = get_on(date(2026, 3, 20), "/briefings/2025-07-01.json")
        .await
        .json();
    assert_eq!(then, later);
    let now = get("/briefings/2025-06.json").await.json();
    assert_eq!(now["knowledge"]["month"], "2025-06");
    assert!(
        now["knowledge"]["words"]
            .as_str()
            .unwrap()
            .contains("not as they were known then")
    );
    assert!(now.to_string().contains("2025-06\""));
}

#[tokio::test]
async fn briefings_lead_to_one_another() {
    let all = page("/briefings").await;
    assert!(
        all.text().contains("href=\"/briefings/2025-12-11\""),
        "a day of publication"
    );
    assert!(
        all.text().contains("href=\"/briefings/2024-01\""),
        "a month"
    );
    assert!(
        !all.text().contains("href=\"/briefings/2024-08\""),
        "a month that is not held"
    );
    let one = page("/briefings/2025-05").await;
    for (words, path) in [
        ("Before: April 2025", "/briefings/2025-04"),
        ("After: June 2025", "/briefings/2025-06"),
    ] {
        assert!(
            one.text().contains(&format!("href=\"{path}\">{words}")),
            "{words}"
        );
    }
    assert!(one.text().contains("By period"));
    let region = page("/briefings/2025-06?for=Y56").await;
    assert!(region.text().contains("<h1>What changed: London</h1>"));
    assert!(region.text().contains("/briefings/2025-05?for=Y56"));
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_words() {
    for (path, status, words) in [
        ("/briefings/soon", 400, "neither a day nor a month"),
        ("/briefings/2025-06.pdf", 404, ".txt, .html"),
        ("/briefings/2027-01-01", 404, "to come"),
        ("/briefings/2027-01", 404, "to come"),
        ("/briefings/2025-06?for=nobody", 404, "nobody"),
        (
            "/api/v1/briefing?as_known=2025-07-01&up_to=2025-06",
            400,
            "cannot be asked for together",
        ),
        ("/api/v1/briefing?up_to=June", 400, "such as 2026-01"),
    ] {
        let got = get(path).await;
        assert_eq!(got.status, status, "{path}");
        assert!(got.text().contains(words), "{path}: {}", got.text());
    }
}

#[tokio::test]
async fn the_api_has_what_the_page_says() {
    let api = get("/api/v1/briefing").await.json();
    let home = page("/").await;
    let first = &api["must_reads"][0];
    let figure = first["headline"]["runs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|run| run["run"] == "figure")
        .expect("a figure");
    assert!(home.text().contains(figure["href"].as_str().unwrap()));
    assert!(first["score"]["points"].as_f64().unwrap() > 0.0);
    assert_eq!(get(figure["href"].as_str().unwrap()).await.status, 200);
    let body = get("/api/v1/briefing?for=ZZ1").await.json();
    assert_eq!(body["scope"]["body"], "ZZ1");
    assert_eq!(body["page"], "/briefings/2026-03-12?for=ZZ1");
}

#[tokio::test]
async fn every_figure_of_every_form_leads_to_a_receipt() {
    let text = get("/briefings/2025-06.txt").await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    let mut receipts = 0;
    for line in text.text().lines() {
        let Some((_, address)) = line.split_once("http://candour.example") else {
            continue;
        };
        receipts += usize::from(address.starts_with("/receipts/"));
        assert_eq!(get(address).await.status, 200, "{address}");
    }
    assert!(receipts > 0);
    let mail = get("/briefings/2025-06.html").await;
    assert!(
        mail.header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert!(!mail.text().contains("<img") && !mail.text().contains("<link"));
}

#[tokio::test]
async fn an_archive_of_nothing_has_a_home_page() {
    let folder = tempfile::tempdir().unwrap();
    drop(candour_archive::Writer::open(folder.path()).unwrap());
    let archive = std::sync::Arc::new(candour_archive::Archive::open(folder.path()).unwrap());
    for path in ["/", "/briefings"] {
        let got = get_from(&archive, path).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text());
    }
    assert!(
        get_from(&archive, "/")
            .await
            .text()
            .contains("Nothing is held yet.")
    );
}
