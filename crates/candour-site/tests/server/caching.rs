use candour_site::assets;

use crate::support::{get, get_with};

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    for path in [
        "/",
        "/bodies/ZZ1",
        "/measures/ae-four-hour.csv",
        "/api/v1/measures",
        "/api/v1/openapi.json",
    ] {
        let got = get(path).await;
        let tag = got.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}");
        let again = get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!(
            (again.status.as_u16(), again.bytes.len()),
            (304, 0),
            "{path}"
        );
        assert_eq!(again.header("etag"), tag);
        let other = get_with(path, &[("if-none-match", "W/\"0\"")]).await;
        assert_eq!(other.status, 200, "{path}");
    }
    let with = get("/bodies/ZZ1?as_known=2025-06-30").await;
    assert_ne!(with.header("etag"), get("/bodies/ZZ1").await.header("etag"));
    assert_eq!(get("/bodies/ZZ9").await.header("etag"), "");
}

#[tokio::test]
async fn assets_are_kept_for_ever() {
    for (path, kind) in [
        (assets::CSS_PATH, "text/css; charset=utf-8"),
        (assets::JS_PATH, "text/javascript; charset=utf-8"),
    ] {
        let got = get(path).await;
        assert_eq!(got.status, 200);
        assert_eq!(got.header("content-type"), kind);
        assert!(got.header("cache-control").contains("immutable"));
    }
    assert_eq!(get("/assets/candour-0.css").await.status, 404);
}

#[tokio::test]
async fn pages_are_sent_small() {
    let got = get_with("/bodies/ZZ1", &[("accept-encoding", "gzip")]).await;
    assert_eq!(got.header("content-encoding"), "gzip");
    let css = get_with(assets::CSS_PATH, &[("accept-encoding", "gzip")]).await;
    assert!(
        got.bytes.len() + css.bytes.len() < 100_000,
        "{} + {}",
        got.bytes.len(),
        css.bytes.len()
    );
}
