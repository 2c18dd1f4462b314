//! Following something through the pages and the API.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use candour_alerts::mail::Mail;
use candour_alerts::send::{Carrier, Which, send};
use candour_alerts::{Outcome, Settings, Store};
use candour_site::AlertsDesk;
use jiff::Timestamp;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::support::{FILLED, Got, TODAY, get, links};

fn now() -> Timestamp {
    Timestamp::from_second(1_773_300_000).unwrap() // 12 March 2026
}

struct Scene {
    _folder: TempDir,
    path: PathBuf,
    site: Router,
}

fn scene() -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alerts.sqlite");
    let store = Store::open_or_make(&path, [1; 32], [2; 32]).unwrap();
    let desk = AlertsDesk::new(store, now);
    Scene {
        _folder: folder,
        path,
        site: candour_site::server::router_with_alerts(FILLED.archive.clone(), TODAY, desk),
    }
}

/// Keeps what it is given.
#[derive(Default)]
struct Postbox(Vec<Mail>);

impl Carrier for Postbox {
    fn takes_mail(&self) -> bool {
        true
    }
    fn mail(&mut self, mail: &Mail) -> Outcome {
        self.0.push(mail.clone());
        Outcome::Sent
    }
    fn call(&mut self, _: &str, _: &[u8], _: &str, _: &[u8], _: Timestamp) -> Outcome {
        unreachable!("the site takes no webhook")
    }
}

impl Scene {
    async fn ask(&self, request: Request<Body>) -> Got {
        let response = self.site.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1_000_000)
            .await
            .unwrap()
            .to_vec();
        Got {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    async fn get(&self, path: &str) -> Got {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    async fn post(&self, path: &str, body: &str) -> Got {
        let request =
            Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    fn store(&self) -> Store {
        Store::open(&self.path).unwrap()
    }

    fn mails(&self) -> Vec<Mail> {
        let settings = Settings {
            base_url: "https://candour.example".to_owned(),
            mail: None,
            messages_a_day: 6,
        };
        let mut postbox = Postbox::default();
        let mut seed = 0_u8;
        send(
            &mut self.store(),
            &settings,
            Which::All,
            &mut postbox,
            &mut || {
                seed += 1;
                [seed; 32]
            },
            now(),
        )
        .unwrap();
        postbox.0
    }

    fn follows(&self) -> Vec<(String, String)> {
        let all = self.store().subscriptions(false).unwrap();
        all.into_iter()
            .map(|one| (one.follow, one.state.as_str().to_owned()))
            .collect()
    }
}

/// The path of a link in a mail.
fn path<'a>(mail: &'a Mail, begins: &str) -> &'a str {
    let at = mail
        .text
        .find(begins)
        .unwrap_or_else(|| panic!("{}", mail.text));
    let rest = &mail.text[at + "https://candour.example".len()..];
    rest.split_whitespace().next().unwrap()
}

#[tokio::test]
async fn from_the_form_to_one_click() {
    let scene = scene();
    let form = scene.get("/alerts?follow=body:zz1").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(
        form.text().contains("all news of Synthetic ZZ1 Hospitals"),
        "{}",
        form.text()
    );
    assert!(form.text().contains("name=\"follow\" value=\"body:ZZ1\""));
    let asked = scene
        .post(
            "/alerts",
            "follow=body:ZZ1&email=ada%40example.org&cadence=at-once",
        )
        .await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    assert_eq!(
        scene.follows(),
        [("body:ZZ1".to_owned(), "pending".to_owned())]
    );
    let mails = scene.mails();
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "ada@example.org"));
    let confirm = path(&mails[0], "https://candour.example/alerts/confirm/");
    let looked = scene.get(confirm).await;
    assert!(
        looked.text().contains("Yes, I want these alerts"),
        "{}",
        looked.text()
    );
    assert_eq!(looked.header("cache-control"), "no-store");
    assert_eq!(looked.header("referrer-policy"), "no-referrer");
    assert_eq!(looked.header("etag"), "");
    assert_eq!(scene.follows()[0].1, "pending", "looking confirms nothing");
    assert_eq!(scene.post(confirm, "").await.status, StatusCode::OK);
    assert_eq!(scene.follows()[0].1, "confirmed");
    let before = asked.text().to_owned();
    let again = scene
        .post(
            "/alerts",
            "follow=body:ZZ1&email=ada%40example.org&cadence=at-once",
        )
        .await;
    assert_eq!(
        again.text(),
        before,
        "a stranger cannot tell who follows what"
    );
    assert_eq!(scene.mails(), []);
}

#[tokio::test]
async fn one_click_needs_no_page_and_no_cookie() {
    let scene = scene();
    scene
        .post(
            "/alerts",
            "follow=measure:ae-four-hour&email=ada%40example.org",
        )
        .await;
    let mail = scene.mails().remove(0);
    scene
        .post(path(&mail, "https://candour.example/alerts/confirm/"), "")
        .await;
    let told = candour_alerts::Told {
        id: "x".to_owned(),
        kind: "step".to_owned(),
        headline: "Something".into(),
        detail: vec![],
    };
    let found = candour_alerts::Evaluation {
        deliveries: vec![(1, 0)],
        ..Default::default()
    };
    let early = now()
        .checked_sub(jiff::SignedDuration::from_hours(48))
        .unwrap();
    scene
        .store()
        .note(&found, &[told], &|_| unreachable!(), early)
        .unwrap();
    let mail = scene.mails().remove(0);
    let place = mail.unsubscribe.clone().unwrap();
    let place = place.strip_prefix("https://candour.example").unwrap();
    let looked = scene.get(place).await;
    assert!(
        looked.text().contains("Stop these alerts</button>"),
        "{}",
        looked.text()
    );
    assert_eq!(scene.follows().len(), 1, "looking ends nothing");
    // As RFC 8058 has it, from another site's program.
    let request = Request::post(place)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site");
    let ended = scene
        .ask(
            request
                .body(Body::from("List-Unsubscribe=One-Click"))
                .unwrap(),
        )
        .await;
    assert_eq!(ended.status, StatusCode::OK);
    assert_eq!(scene.follows(), []);
    assert_eq!(scene.store().overview().unwrap().addresses, 0);
    assert_eq!(
        scene.post(place, "").await.status,
        StatusCode::OK,
        "twice is no fault"
    );
    assert_eq!(scene.get(place).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_form_finds_what_is_meant() {
    let scene = scene();
    for (number, (fields, follow)) in [
        ("what=any&where=England", "body:england"),
        ("what=briefing&where=england", "briefing:england"),
        ("what=ae-four-hour&where=", "measure:ae-four-hour"),
        (
            "what=ae-four-hour&where=synthetic+zz2+hospitals",
            "measure:ae-four-hour@ZZ2",
        ),
        (
            "what=ae-four-hour&where=ZZ1&side=below&value=70%25",
            "query:ae-four-hour@ZZ1<0.7",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let got = scene
            .post(
                "/alerts",
                &format!("{fields}&email=reader-{number}%40example.org"),
            )
            .await;
        assert_eq!(got.status, StatusCode::OK, "{fields}: {}", got.text());
        assert_eq!(scene.follows()[number].0, follow, "{fields}");
    }
}

#[tokio::test]
async fn what_cannot_be_is_said_and_nothing_stored() {
    let scene = scene();
    for (body, status, says) in [
        ("follow=body:ZZ1&email=ada", 400, "no @"),
        (
            "follow=body:ZZ1&email=ada%40example.org%0d%0aBcc:%20eve%40example.org",
            400,
            "address",
        ),
        ("follow=body:ZZ1", 400, "address"),
        ("follow=body:ZZ9&email=ada%40example.org", 404, "ZZ9"),
        (
            "follow=measure:nothing&email=ada%40example.org",
            404,
            "nothing",
        ),
        (
            "follow=commitment:nothing&email=ada%40example.org",
            404,
            "nothing",
        ),
        ("follow=fish&email=ada%40example.org", 400, "no colon"),
        (
            "follow=body:ZZ1&email=ada%40example.org&cadence=hourly",
            400,
            "hourly",
        ),
        ("what=any&where=&email=ada%40example.org", 400, "Where"),
        (
            "what=any&where=nowhere+at+all&email=ada%40example.org",
            404,
            "nowhere at all",
        ),
        (
            "what=any&where=synthetic&email=ada%40example.org",
            404,
            "Several bodies",
        ),
        (
            "what=ae-four-hour&where=ZZ1&side=below&value=much&email=ada%40example.org",
            400,
            "much",
        ),
        (
            "what=ae-four-hour&where=&side=below&value=1&email=ada%40example.org",
            400,
            "Where",
        ),
        (
            "what=%3Cscript%3E&where=ZZ1&email=ada%40example.org",
            400,
            "measure",
        ),
    ] {
        let got = scene.post("/alerts", body).await;
        assert_eq!(got.status.as_u16(), status, "{body}: {}", got.text());
        assert!(got.text().contains(says), "{body}: {}", got.text());
        assert!(!got.text().contains("<script>"));
    }
    assert_eq!(scene.follows(), []);
    let long = scene
        .post("/alerts", &format!("follow={}", "x".repeat(9_000)))
        .await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    let elsewhere = Request::post("/alerts").header("sec-fetch-site", "cross-site");
    let got = scene
        .ask(
            elsewhere
                .body(Body::from("follow=body:ZZ1&email=ada%40example.org"))
                .unwrap(),
        )
        .await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert_eq!(scene.follows(), []);
    for place in ["/alerts/confirm/guess", "/alerts/unsubscribe/s1-00"] {
        assert_eq!(scene.get(place).await.status, StatusCode::NOT_FOUND);
        assert_eq!(scene.post(place, "").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_api_says_the_same() {
    let scene = scene();
    assert_eq!(scene.get("/api/v1/alerts").await.json()["offered"], true);
    let got = scene
        .post(
            "/api/v1/alerts",
            r#"{"email":"ada@example.org","follow":"body:ZZ1","cadence":"daily"}"#,
        )
        .await;
    assert_eq!(got.status, StatusCode::ACCEPTED);
    assert_eq!(
        got.json(),
        serde_json::json!({"state": "asked", "about": ["all news of Synthetic ZZ1 Hospitals"]})
    );
    for bad in [
        "",
        "{}",
        r#"{"email":"ada","follow":"body:ZZ1","cadence":"daily"}"#,
        r#"{"email":"a@example.org","follow":"x","cadence":"daily"}"#,
    ] {
        let got = scene.post("/api/v1/alerts", bad).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{bad}");
        assert!(got.json()["error"]["message"].is_string());
    }
    let mail = scene.mails().remove(0);
    let token = path(&mail, "https://candour.example/alerts/confirm/")
        .rsplit('/')
        .next()
        .unwrap();
    let got = scene
        .post(&format!("/api/v1/alerts/confirm/{token}"), "")
        .await;
    assert_eq!(got.json()["state"], "confirmed");
    assert_eq!(
        scene.post("/api/v1/alerts/confirm/guess", "").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        scene
            .post("/api/v1/alerts/unsubscribe/guess", "")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_site_without_a_store_says_that_it_sends_none() {
    let page = get("/alerts").await;
    assert!(
        page.text()
            .contains("This copy of the site sends no alerts.")
    );
    assert!(!page.text().contains("<form class=\"c-form\""));
    assert_eq!(get("/api/v1/alerts").await.json()["offered"], false);
    assert_eq!(get("/alerts/confirm/x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_lead_to_following_what_they_are_about() {
    for (page, word) in [
        ("/bodies/ZZ1", "body%3AZZ1"),
        ("/measures/ae-four-hour", "measure%3Aae-four-hour"),
        ("/measures/ae-four-hour/ZZ1", "measure%3Aae-four-hour%40ZZ1"),
        ("/targets/ae-4h-76-2024-03", "commitment%3Aae-4h-76-2024-03"),
    ] {
        let got = get(page).await;
        let to = format!("/alerts?follow={word}");
        assert!(
            links(got.text()).contains(&to),
            "{page}: {:?}",
            links(got.text())
        );
        assert_eq!(get(&to).await.status, StatusCode::OK, "{to}");
    }
}
