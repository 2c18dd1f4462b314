//! How long pages take at the server, uncached: `cargo run --release -p candour-site --example
//! time_pages -- ARCHIVE PATH…`. Requests go to the real router, one after another, gzip accepted. A
//! word `PATH vs OTHER` compares two.

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
        "{:>9} {:>9} {:>9} {:>9} {:>9}  path",
        "first ms", "p50 ms", "p99 ms", "bytes", "gzip"
    );
    for word in words {
        // Two paths with ` vs ` between are asked in turn, so that a busy moment is shared by both.
        let paths: Vec<&str> = word.split(" vs ").collect();
        let timed = time(&site, &paths).await;
        for (path, found) in paths.iter().zip(&timed) {
            let ms = |place: usize| found.times[place].as_secs_f64() * 1e3;
            println!(
                "{:9.2} {:9.2} {:9.2} {:9} {:9}  {path}",
                found.first.as_secs_f64() * 1e3,
                ms(REQUESTS / 2),
                ms(REQUESTS * 99 / 100),
                found.plain,
                found.packed,
            );
        }
        if let [plain, other] = &timed[..] {
            let median = |of: &Timed| of.times[REQUESTS / 2].as_secs_f64();
            println!("{:>19.2} times the first", median(other) / median(plain));
        }
    }
}

/// What was measured of one path.
struct Timed {
    /// The very first request.
    first: Duration,
    /// The others, the quickest first.
    times: Vec<Duration>,
    plain: usize,
    packed: usize,
}

async fn time(site: &axum::Router, paths: &[&str]) -> Vec<Timed> {
    let mut all = Vec::new();
    for path in paths {
        let started = Instant::now();
        let plain = send(site, path, "identity").await;
        all.push(Timed {
            first: started.elapsed(),
            times: Vec::new(),
            plain,
            packed: send(site, path, "gzip").await,
        });
    }
    for request in 0..WARMING + REQUESTS {
        for (path, of) in paths.iter().zip(&mut all) {
            let started = Instant::now();
            send(site, path, "gzip").await;
            if request >= WARMING {
                of.times.push(started.elapsed());
            }
        }
    }
    for of in &mut all {
        of.times.sort();
    }
    all
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
