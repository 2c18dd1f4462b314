//! How long pages take at the server, uncached: `cargo run --release -p candour-site --example
//! time_pages -- ARCHIVE PATH…`. Requests go to the real router, one after another, gzip accepted.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for the terminal"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use candour_archive::Archive;
use tower::ServiceExt as _;

/// How many requests a path gets, after some that warm the archive's pages.
const REQUESTS: usize = 200;
const WARMING: usize = 5;

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1);
    let root = words.next().expect("an archive's folder");
    let site = candour_site::router(Arc::new(Archive::open(Path::new(&root)).unwrap()));
    println!(
        "{:>9} {:>9} {:>9} {:>9}  path",
        "p50 ms", "p99 ms", "bytes", "gzip"
    );
    for path in words {
        let mut times: Vec<Duration> = Vec::new();
        let (plain, packed) = (
            send(&site, &path, "identity").await,
            send(&site, &path, "gzip").await,
        );
        for _ in 0..WARMING + REQUESTS {
            let started = Instant::now();
            send(&site, &path, "gzip").await;
            times.push(started.elapsed());
        }
        times.drain(..WARMING);
        times.sort();
        let ms = |place: usize| times[place].as_secs_f64() * 1e3;
        println!(
            "{:9.2} {:9.2} {plain:9} {packed:9}  {path}",
            ms(REQUESTS / 2),
            ms(REQUESTS * 99 / 100)
        );
    }
}

async fn send(site: &axum::Router, path: &str, encoding: &str) -> usize {
    let request = Request::get(path)
        .header("accept-encoding", encoding)
        .body(Body::empty())
        .unwrap();
    let response = site.clone().oneshot(request).await.unwrap();
    assert!(
        response.status().is_success(),
        "{path}: {}",
        response.status()
    );
    axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap()
        .len()
}
