use crate::support::{get, links, page};

#[tokio::test]
async fn a_vacant_post_has_its_clock_and_its_line_of_reporting() {
    let got = page("/posts/medical-director-mental-health?on=2024-03-01").await;
    assert_eq!(
        got.title(),
        "Medical director for mental health and neurodiversity: vacant – Candour"
    );
    let text = got.text();
    // From 1 January to 1 March 2024: 31 and 29 days.
    for words in [
        "<strong>about 60 days</strong>",
        "It was filled on 3 June 2024, after about 154 days.",
        "Professor Tim Kendall",
        "National clinical director for mental health",
        "<title id=\"c-holders-chart-t\">",
        "<desc id=\"c-holders-chart-d\">",
        "Dr Adrian James",
        "href=\"https://rethink.org/",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let line: Vec<usize> = [
        ">National medical director</a>",
        ">Chief executive of NHS England</a>",
        ">Secretary of State for Health and Social Care</a>",
    ]
    .iter()
    .map(|words| text.find(words).unwrap())
    .collect();
    assert!(line.is_sorted(), "{line:?}");
    let held = page("/posts/medical-director-mental-health?on=2024-06-04").await;
    assert!(held.title().contains("Dr Adrian James"), "{}", held.title());
    assert!(!held.text().contains("c-clock"));
}

#[tokio::test]
async fn a_shared_post_names_both_bodies_and_a_former_one_says_so() {
    let joint = page("/posts/chief-nursing-officer?on=2020-01-01").await;
    assert!(
        joint
            .text()
            .contains("Post of NHS England and NHS Improvement")
    );
    let after = page("/posts/chief-nursing-officer?on=2022-07-01").await;
    assert!(after.text().contains("Post of NHS England<"));
    let ended = page("/posts/nhsi-chief-people-officer").await;
    assert!(
        ended
            .text()
            .contains("There was no such post on 12 March 2026.")
    );
}

#[tokio::test]
async fn posts_by_body_and_what_changed() {
    let all = page("/posts").await;
    assert!(all.text().contains("No post is known to be vacant."));
    let body = page("/posts?body=nhs-improvement&on=2019-06-01").await;
    for words in [
        "NHS Improvement: ",
        "Post created: ",
        "Sir Stephen Powis",
        "The body ended",
        "no holder known",
    ] {
        assert!(body.text().contains(words), "{words}");
    }
    let vacant = page("/posts?on=2024-03-01&vacant=1").await;
    assert!(vacant.text().contains("1 post is known to be vacant"));
    assert!(!vacant.text().contains("Amanda Pritchard"));
}

#[tokio::test]
async fn people_and_one_of_them() {
    let all = page("/people?on=2019-06-01").await;
    assert!(all.text().contains("Dame Ruth May") && all.text().contains("Ian Dalton"));
    let one = page("/people/ruth-may?on=2019-06-01").await;
    assert_eq!(one.title(), "Dame Ruth May – Candour");
    assert!(one.text().contains("Executive director of nursing"));
    assert!(one.text().contains("Chief nursing officer"));
    let nobody = page("/people?on=1990-01-01").await;
    assert!(nobody.title().starts_with("Nobody is known"));
}

#[tokio::test]
async fn every_link_of_these_pages_leads_somewhere() {
    for path in [
        "/people",
        "/posts",
        "/posts?body=nhs-england&on=2019-06-01",
        "/posts/national-medical-director?on=2020-01-01",
        "/people/elizabeth-omahony?on=2020-01-01",
    ] {
        for link in links(page(path).await.text()) {
            assert_eq!(get(&link).await.status, 200, "{path} leads to {link}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_names_the_nearest() {
    let got = get("/posts/chief-nursing").await;
    assert_eq!(got.status, 404);
    assert!(got.text().contains("/posts/chief-nursing-officer"));
    let got = get("/people/stephen").await;
    assert_eq!(got.status, 404);
    assert!(got.text().contains("/people/stephen-powis"));
    assert_eq!(get("/posts?body=XX").await.status, 404);
    let got = get("/people?on=soon").await;
    assert_eq!(got.status, 400);
    assert!(got.text().contains("such as 2026-03-12"));
    assert_eq!(get("/posts/%3Cscript%3E").await.status, 404);
}

#[tokio::test]
async fn a_name_is_found_by_the_search() {
    let got = page("/search?q=powis").await;
    assert!(got.text().contains("/people/stephen-powis"));
    let got = page("/search?q=nursing+officer").await;
    assert!(got.text().contains("/posts/chief-nursing-officer"));
}

#[tokio::test]
async fn the_api_says_the_same() {
    let vacant = get("/api/v1/posts?vacant=1&on=2024-03-01").await.json();
    assert_eq!(vacant.as_array().unwrap().len(), 1);
    insta::assert_json_snapshot!("a_vacant_post", vacant[0]);
    let person = get("/api/v1/people/tim-kendall?on=2020-01-01").await.json();
    insta::assert_json_snapshot!("a_person", person);
    let of_body = get("/api/v1/people?body=nhs-improvement&on=2020-01-01")
        .await
        .json();
    let names: Vec<&str> = of_body
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"Sir Stephen Powis") && !names.contains(&"Sir Simon Stevens"));
    let found = get("/api/v1/people?search=kendall").await.json();
    assert_eq!(found[0]["id"], "tim-kendall");
    let posts = get("/api/v1/posts?body=nhs-england&on=2019-06-01")
        .await
        .json();
    assert_eq!(posts[0]["id"], "nhse-chief-executive");
    assert_eq!(
        get("/api/v1/posts/national-medical-director").await.json()["standing"],
        "none-known"
    );
    let changes = get("/api/v1/bodies/nhs-improvement/changes").await.json();
    assert_eq!(
        changes.as_array().unwrap().last().unwrap()["kind"],
        "went-into"
    );
    assert_eq!(get("/api/v1/posts/nope").await.status, 404);
    assert_eq!(get("/api/v1/people?body=XX").await.status, 404);
}
