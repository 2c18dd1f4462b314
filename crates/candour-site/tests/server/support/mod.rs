//! An archive of eighteen invented months, and requests to the router over it.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use candour_archive::{Archive, OutcomeStatus, Writer};
use jiff::civil::{Date, date};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The day on which every test takes place.
pub(crate) const TODAY: Date = date(2026, 3, 12);
/// A bounded number of months, the last of them being June 2025.
const MONTHS: usize = 18;
const LONDON: &str = "NHS ENGLAND LONDON";
const MIDLANDS: &str = "NHS ENGLAND MIDLANDS";

const HEADER: &str = "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,A&E attendances Other A&E Department,A&E attendances Booked Appointments Type 1,A&E attendances Booked Appointments Type 2,A&E attendances Booked Appointments Other Department,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,Attendances over 4hrs Booked Appointments Type 1,Attendances over 4hrs Booked Appointments Type 2,Attendances over 4hrs Booked Appointments Other Department,Patients who have waited 4-12 hs from DTA to admission,Patients who have waited 12+ hrs from DTA to admission,Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,Emergency admissions via A&E - Other A&E department,Other emergency admissions\r\n";

/// A month of an A&E file of today's layout. Rows: code, region, attendances of type 1 and of other
/// departments, those of type 1 over four hours.
fn ae_csv(month: &str, rows: &[(&str, &str, usize, usize, usize)]) -> String {
    let mut text = HEADER.to_owned();
    let mut sums = (0, 0, 0);
    for (code, region, type1, other, over) in rows {
        sums = (sums.0 + type1, sums.1 + other, sums.2 + over);
        write!(text, "MSitAE-{month},{code},{region},SYNTHETIC {code} HOSPITALS,{type1},0,{other},0,0,0,{over},0,0,0,0,0,7,2,90,0,0,30\r\n").unwrap();
    }
    let n = rows.len();
    write!(
        text,
        "TOTAL,TOTAL,TOTAL,TOTAL,{},0,{},0,0,0,{},0,0,0,0,0,{},{},{},0,0,{}\r\n",
        sums.0,
        sums.1,
        sums.2,
        7 * n,
        2 * n,
        90 * n,
        30 * n
    )
    .unwrap();
    text
}

const NAMES: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

/// Writes the months: quiet until the last, in which one provider's waits are long. The last but one
/// came out twice, and month 8 is missing.
fn write_files(folder: &Path) {
    for place in 0..MONTHS {
        let (year, month) = (2024 + place / 12, place % 12);
        if place == 7 {
            continue;
        }
        let late = if place == MONTHS - 1 { 700 } else { 200 };
        let wobble = place % 3;
        let rows = [
            ("ZZ1", LONDON, 1_000 + wobble, 0, late),
            ("ZZ2", LONDON, 2_000, 40, 300 + 5 * wobble),
            ("ZZ3", MIDLANDS, 1_500 + 2 * wobble, 0, 330),
            ("ZZ4", MIDLANDS, 0, 400 + wobble, 0),
        ];
        let day = format!(
            "{:02}{:02}{:02}",
            12,
            (month + 1) % 12 + 1,
            (year + (month + 1) / 12) % 100
        );
        let name = format!("{}-{year}-AE-by-provider-{day}.csv", NAMES[month]);
        std::fs::write(
            folder.join(name),
            ae_csv(&format!("{}-{year}", NAMES[month]), &rows),
        )
        .unwrap();
        if place == MONTHS - 2 {
            let mut revised = rows;
            revised[0].4 += 10;
            let name = format!("{}-{year}-AE-by-provider-revised-111225.csv", NAMES[month]);
            std::fs::write(
                folder.join(name),
                ae_csv(&format!("{}-{year}", NAMES[month]), &revised),
            )
            .unwrap();
        }
    }
}

/// The archive, filled once a test run.
pub(crate) struct Filled {
    _folder: TempDir,
    pub(crate) archive: Arc<Archive>,
}

pub(crate) static FILLED: LazyLock<Filled> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    std::fs::create_dir(&files).unwrap();
    write_files(&files);
    let root = folder.path().join("archive");
    let outcomes = Writer::open(&root)
        .unwrap()
        .ingest(&[files], None, &mut |_| {})
        .unwrap();
    for outcome in &outcomes {
        assert_eq!(outcome.status, OutcomeStatus::Loaded, "{outcome:?}");
    }
    Filled {
        archive: Arc::new(Archive::open(&root).unwrap()),
        _folder: folder,
    }
});

pub(crate) fn site() -> Router {
    candour_site::server::router_on(FILLED.archive.clone(), TODAY)
}

/// What came back.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn title(&self) -> &str {
        let text = self.text();
        let start = text.find("<title>").expect("a title") + 7;
        &text[start..start + text[start..].find("</title>").expect("its end")]
    }
}

pub(crate) async fn get_with(path: &str, headers: &[(&str, &str)]) -> Got {
    ask(site(), path, headers).await
}

/// An answer as it would be on another day.
pub(crate) async fn get_on(today: Date, path: &str) -> Got {
    let site = candour_site::server::router_on(FILLED.archive.clone(), today);
    let got = ask(site, path, &[]).await;
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text());
    got
}

async fn ask(site: Router, path: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = Request::get(path).header("host", "candour.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = site
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 50_000_000)
        .await
        .unwrap()
        .to_vec();
    Got {
        status: parts.status,
        headers: parts.headers,
        bytes,
    }
}

/// An answer over another archive.
pub(crate) async fn get_from(archive: &Arc<Archive>, path: &str) -> Got {
    let site = candour_site::server::router_on(archive.clone(), TODAY);
    ask(site, path, &[]).await
}

pub(crate) async fn get(path: &str) -> Got {
    get_with(path, &[]).await
}

/// A page that must be there, every link of it leading somewhere on this site.
pub(crate) async fn page(path: &str) -> Got {
    let got = get(path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text());
    assert_eq!(
        got.header("content-type"),
        "text/html; charset=utf-8",
        "{path}"
    );
    assert!(
        got.text().contains("Synthetic sample."),
        "{path} says that its figures are invented"
    );
    got
}

/// The addresses on this site that a page leads to, without those within itself.
pub(crate) fn links(html: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with('/'))
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The SHA-256 of the file that carries a month.
pub(crate) fn sha_of(month: &str) -> String {
    let snapshot = FILLED.archive.snapshot().unwrap();
    let carriers = snapshot.carriers("ae-monthly", None).unwrap();
    carriers[&month.parse().unwrap()].asked[0]
        .sha256
        .to_string()
}
