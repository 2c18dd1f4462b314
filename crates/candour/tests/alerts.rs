//! The command `alerts`, on an archive of invented files.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Output;

use support::{ae_csv, candour, json, run};

const LONDON: &str = "NHS ENGLAND LONDON";

/// One month of two providers; the store of alerts is made beside the archive.
fn archive(folder: &Path) -> PathBuf {
    let file = folder.join("January-2024.csv");
    let rows = [("ZZ1", LONDON, 1000, 300), ("ZZ2", LONDON, 600, 60)];
    std::fs::write(&file, ae_csv("JANUARY-2024", &rows)).unwrap();
    let archive = folder.join("archive");
    assert!(
        run(&archive, &["ingest", file.to_str().unwrap()])
            .status
            .success()
    );
    archive
}

fn alerts(archive: &Path, words: &[&str]) -> Output {
    candour(archive)
        .env_remove("CANDOUR_ALERTS")
        .env_remove("CANDOUR_ALERTS_SETTINGS")
        .env("CANDOUR_BASE_URL", "https://candour.example")
        .arg("alerts")
        .args(words)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn parsed(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(output)))
}

#[test]
fn what_cannot_be_is_refused_and_no_store_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    for (words, says) in [
        (&["add", "body:ZZ1", "--email", "ada"][..], "no @"),
        (
            &[
                "add",
                "body:ZZ1",
                "--email",
                "ada@example.org\nBcc: eve@example.org",
            ],
            "not an address",
        ),
        (&["add", "body:ZZ9", "--email", "ada@example.org"], "ZZ9"),
        (
            &["add", "measure:nothing", "--email", "ada@example.org"],
            "nothing",
        ),
        (
            &["add", "body:ZZ1", "--webhook", "http://hooks.example.org/"],
            "https://",
        ),
        (
            &[
                "add",
                "body:ZZ1",
                "--webhook",
                "https://169.254.169.254/latest",
            ],
            "private or reserved",
        ),
        (
            &["add", "body:ZZ1", "--webhook", "https://[::1]/"],
            "private or reserved",
        ),
        (
            &["add", "fish", "--email", "ada@example.org"],
            "cannot be followed",
        ),
        (&["add", "body:ZZ1"], "--email"),
        (&["list"], "no store of alerts"),
        (&["send"], "no store of alerts"),
    ] {
        let output = alerts(&archive, words);
        assert!(!output.status.success(), "{words:?}");
        assert!(said(&output).contains(says), "{words:?}: {}", said(&output));
        assert!(!said(&output).contains("panicked"));
    }
    assert!(!folder.path().join("alerts.sqlite").exists());
}

#[test]
fn from_adding_to_ending() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let added = parsed(&alerts(
        &archive,
        &[
            "add",
            "body:zz1",
            "--email",
            "ada@example.org",
            "--format",
            "json",
        ],
    ));
    assert_eq!(
        (&added["state"], &added["follow"]),
        (&"pending".into(), &"body:ZZ1".into())
    );
    assert!(
        folder.path().join("alerts.sqlite").exists(),
        "beside the archive"
    );
    assert!(!archive.join("alerts.sqlite").exists(), "not in it");
    let hook = [
        "add",
        "query:ae-four-hour@ZZ1<75%",
        "--webhook",
        "https://hooks.example.org/x",
        "--format",
        "json",
    ];
    let hook = parsed(&alerts(&archive, &hook));
    assert_eq!(hook["state"], "confirmed");
    assert_eq!(hook["secret"].as_str().unwrap().len(), 64);
    assert_eq!(
        hook["words"],
        "whether A&E within four hours at Synthetic ZZ1 Hospitals is below 75%"
    );

    let found = parsed(&alerts(&archive, &["evaluate", "--format", "json"]));
    assert_eq!(
        (&found["rules"], &found["figures"], &found["first_seen"]),
        (&1.into(), &1.into(), &1.into())
    );
    let again = parsed(&alerts(&archive, &["evaluate", "--format", "json"]));
    assert_eq!(
        (&again["first_seen"], &again["new"]),
        (&0.into(), &0.into())
    );

    // The next month the figure comes to the other side: 700 of 1000 before, 800 now.
    let file = folder.path().join("February-2024.csv");
    std::fs::write(
        &file,
        ae_csv(
            "FEBRUARY-2024",
            &[("ZZ1", LONDON, 1000, 200), ("ZZ2", LONDON, 600, 60)],
        ),
    )
    .unwrap();
    assert!(
        run(&archive, &["ingest", file.to_str().unwrap()])
            .status
            .success()
    );
    let found = parsed(&alerts(&archive, &["evaluate", "--format", "json"]));
    assert_eq!(found["new"], 1);
    assert_eq!(json_list(&archive)[1]["held"], false);

    let preview = parsed(&alerts(
        &archive,
        &["send", "--dry-run", "--format", "json"],
    ));
    let kinds: Vec<&str> = preview
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["channel"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"email"), "{preview}");
    let mail = &preview[0];
    assert_eq!(
        mail["subject"],
        "Confirm: follow all news of Synthetic ZZ1 Hospitals"
    );
    assert!(
        mail["text"]
            .as_str()
            .unwrap()
            .contains("https://candour.example/alerts/confirm/")
    );

    // No mail server is set: mails wait, which is said, and no try is counted.
    let sent = alerts(&archive, &["send", "--confirmations"]);
    assert_eq!(sent.status.code(), Some(1));
    assert!(
        said(&sent).contains("no mail server is set"),
        "{}",
        said(&sent)
    );

    assert_eq!(
        alerts(&archive, &["confirm", "guess"]).status.code(),
        Some(1)
    );
    assert!(alerts(&archive, &["remove", "1"]).status.success());
    assert_eq!(alerts(&archive, &["remove", "1"]).status.code(), Some(1));
    let status = parsed(&alerts(&archive, &["status", "--format", "json"]));
    assert_eq!(status["counts"]["addresses"], 1, "the webhook's alone");
    let everything = json(&archive, &["status"]).to_string();
    assert!(
        !everything.contains("example.org"),
        "the archive knows no address"
    );
}

fn json_list(archive: &Path) -> serde_json::Value {
    parsed(&alerts(archive, &["list", "--format", "json"]))
}

#[test]
fn settings_say_everything_that_is_wrong_and_no_password_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    assert!(
        alerts(&archive, &["add", "body:ZZ1", "--email", "ada@example.org"])
            .status
            .success()
    );
    let file = folder.path().join("alerts.toml");
    let with = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let output = alerts(&archive, &["send", "--settings", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        said(&output)
    };
    let many = with(
        "messages-a-day = 0\n[smtp]\nserver = \"mail.example\"\nsecurity = \"none\"\nfrom = \"nobody\"\n",
    );
    for part in ["messages-a-day", "on this machine", "from"] {
        assert!(many.contains(part), "{part}: {many}");
    }
    assert!(with("[smtp]\nserver = \"localhost\"\npassword = \"secret\"\n").contains("password"));
    // Nobody listens there.
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let nobody = with(&format!(
        "[smtp]\nserver = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"alerts@candour.example\"\n"
    ));
    assert!(nobody.contains("1 tried again later"), "{nobody}");
}
