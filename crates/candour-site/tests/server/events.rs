use crate::support::{get, page};

#[tokio::test]
async fn a_chart_bears_its_strikes_and_leaves_nothing_out_for_them() {
    let with = page("/measures/ae-four-hour/england").await;
    let text = with.text();
    for words in [
        "No month is left out because of an event.",
        "None of them is a reason to leave a figure out",
        "strikes on 4 days: junior doctors 27 to 30",
        "27 June to 1 July 2024, to the next morning",
        "67,034 acute rescheduled; 23,001 absent at the peak",
        "href=\"https://www.einpresswire.com/",
        "events=off",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let without = page("/measures/ae-four-hour/england?events=off").await;
    let bare = without.text();
    assert!(!bare.contains("No month is left out because of an event."));
    assert!(
        bare.contains("junior doctors 27 to 30"),
        "only the marks are hidden"
    );
    let limits = |text: &str| {
        let from = text.find("The limits in words").unwrap();
        let to = text[from..].find("</section>").unwrap();
        text[from..from + to].to_owned()
    };
    assert_eq!(limits(text), limits(bare));
    assert_eq!(
        get("/measures/ae-four-hour/england?events=x").await.status,
        400
    );
}

#[tokio::test]
async fn every_page_with_charts_has_the_marks() {
    for path in ["/", "/bodies/england", "/measures/ae-four-hour"] {
        let shown = page(path).await;
        assert!(
            shown.text().contains("with strikes or other events"),
            "{path}"
        );
        let hidden = page(&format!("{path}?events=off")).await;
        assert!(
            !hidden.text().contains("with strikes or other events"),
            "{path}"
        );
    }
    let svg = get("/measures/ae-four-hour/england.svg").await;
    assert!(
        svg.text().contains("junior doctors"),
        "an embed has them too"
    );
}

#[tokio::test]
async fn the_events_can_be_read_and_taken() {
    let all = page("/events").await;
    assert!(
        all.title()
            .starts_with("37 strikes, 35 of them known to have been held")
    );
    assert!(all.text().contains("announced, outcome not found"));
    assert!(all.text().contains("1,491,303"));
    let json = get("/events.json").await.json();
    assert_eq!(json, get("/api/v1/events").await.json());
    let strikes: Vec<_> = json
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"] == "strike")
        .collect();
    assert_eq!(strikes.len(), 37);
    let total: u64 = strikes
        .iter()
        .filter_map(|event| event["rescheduled_acute"].as_u64())
        .take(14)
        .sum();
    assert_eq!(total, 483_085);
    let one = get("/api/v1/events?from=2024-07&to=2024-07").await.json();
    assert_eq!(one.as_array().unwrap().len(), 1);
    assert_eq!(one[0]["last_day"], "2024-07-01");
    let csv = get("/events.csv?from=2025-07&to=2025-07").await;
    assert_eq!(csv.text().lines().count(), 2);
    assert!(csv.text().starts_with("id,kind,status,first_day"));
    assert_eq!(get("/events.xlsx").await.status, 404);
}
