//! Killed at any instant, the next start finds the old state or the new.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{ae_csv, candour, json, run};

const REGION: &str = "NHS ENGLAND LONDON";
const MONTHS: [&str; 6] = [
    "JANUARY-2024",
    "FEBRUARY-2024",
    "MARCH-2024",
    "APRIL-2024",
    "MAY-2024",
    "JUNE-2024",
];

#[test]
fn an_ingest_killed_at_many_points_leaves_the_old_state_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    std::fs::create_dir(&files).unwrap();
    for (place, month) in MONTHS.iter().enumerate() {
        let seen = 1000 + u32::try_from(place).unwrap();
        std::fs::write(
            files.join(format!("{month}.csv")),
            ae_csv(month, &[("ZZ1", REGION, seen, 10)]),
        )
        .unwrap();
    }
    let whole = folder.path().join("whole");
    let started = Instant::now();
    assert!(
        run(&whole, &["ingest", files.to_str().unwrap()])
            .status
            .success()
    );
    let length = started.elapsed();

    let mut midway = 0;
    let points = 40;
    for point in 0..points {
        let archive = folder.path().join(format!("killed-{point}"));
        let mut child = candour(&archive)
            .arg("ingest")
            .arg(&files)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(
            length.mul_f64(f64::from(point) / f64::from(points) * 1.1) + Duration::from_micros(300),
        );
        let _ = child.kill();
        child.wait().unwrap();

        // Whatever there is must be whole months, each with its figure, and sound to the last byte.
        if archive.join("catalogue.sqlite").is_file() && run(&archive, &["status"]).status.success()
        {
            let rows = json(
                &archive,
                &[
                    "sql",
                    "SELECT period, value FROM figures WHERE measure = 'ae-attendances' AND body = 'england' ORDER BY period",
                ],
            );
            let rows = rows.as_array().unwrap().clone();
            for row in &rows {
                let month: u32 = row["period"].as_str().unwrap()[5..].parse().unwrap();
                assert_eq!(row["value"].as_f64().unwrap(), f64::from(999 + month));
            }
            let sources = json(&archive, &["sql", "SELECT count(*) AS n FROM sources"]);
            assert_eq!(sources[0]["n"].as_u64().unwrap(), rows.len() as u64);
            if !rows.is_empty() && rows.len() < MONTHS.len() {
                midway += 1;
            }
            assert!(run(&archive, &["verify"]).status.success());
        }

        // And the next ingest makes it what one that was never killed makes.
        let again = run(&archive, &["ingest", files.to_str().unwrap()]);
        assert!(
            again.status.success(),
            "{}",
            String::from_utf8_lossy(&again.stderr)
        );
        assert!(run(&archive, &["verify"]).status.success());
        let question = [
            "sql",
            "SELECT measure, body, period, value FROM figures ORDER BY 1, 2, 3",
        ];
        assert_eq!(json(&archive, &question), json(&whole, &question));
        let staged = std::fs::read_dir(archive.join("staging")).unwrap().count();
        assert_eq!(staged, 0, "the staging folder was not swept");
    }
    assert!(
        midway > 0,
        "no kill fell between the first file and the last: the test proves nothing"
    );
}
