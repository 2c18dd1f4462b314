//! Mails to a real server.

use std::time::{Duration, Instant};

use candour_alerts::mail::{Mail, Smtp};
use candour_alerts::send::{Carrier, Network, SendReport, Which, send};
use candour_alerts::store::{Asked, Wanted};
use candour_alerts::webhook::{Caller, CallerOptions};
use candour_alerts::{
    Cadence, Evaluation, MailSettings, Outcome, Random, Security, Settings, Store, Told,
};
use jiff::{SignedDuration, Timestamp};

use crate::mail_server::{MailServer, Manner, Received};

const FROM: &str = "Candour <alerts@candour.example>";

fn settings(port: u16, security: Security) -> MailSettings {
    MailSettings {
        server: "127.0.0.1".to_owned(),
        port,
        security,
        from: FROM.to_owned(),
        username: None,
        password: None,
        timeout: Duration::from_secs(1),
    }
}

fn mail() -> Mail {
    Mail {
        to: "ada@example.org".to_owned(),
        from: FROM.to_owned(),
        subject: "A&E fell".to_owned(),
        text: ".A line that begins with a dot\nand another\n".repeat(20),
        html: "<p>Words</p>".to_owned(),
        known_by: "00aa".to_owned(),
        unsubscribe: Some("https://candour.example/alerts/unsubscribe/s1-00".to_owned()),
        made_at: 1_764_000_000,
    }
}

fn try_once(manner: Manner, security: Security) -> (Outcome, Vec<Received>, Duration) {
    let server = MailServer::start(manner);
    let smtp = Smtp::new(&settings(server.port, security)).unwrap();
    let begun = Instant::now();
    let outcome = smtp.send(&mail());
    (outcome, server.received(), begun.elapsed())
}

#[test]
fn a_mail_arrives_whole() {
    let (outcome, received, _) = try_once(Manner::Good, Security::None);
    assert_eq!(outcome, Outcome::Sent);
    let [one] = &received[..] else {
        panic!("{received:?}")
    };
    assert!(
        one.from.starts_with("MAIL FROM:<alerts@candour.example>"),
        "{one:?}"
    );
    assert_eq!(one.to, ["RCPT TO:<ada@example.org>"]);
    assert!(
        one.data.contains("\r\n.A line that begins with a dot"),
        "{}",
        one.data
    );
    assert!(one.data.contains("Message-ID: <00aa@candour.example>"));
}

#[test]
fn each_way_to_fail_is_told_from_the_others() {
    let fails = |manner| {
        let (outcome, received, _) = try_once(manner, Security::None);
        assert_eq!(received, [], "{manner:?}");
        outcome
    };
    assert!(
        matches!(fails(Manner::RefusesRecipient), Outcome::Refused(why) if why.contains("no such mailbox"))
    );
    assert!(matches!(fails(Manner::PutsOffOnce), Outcome::Later(why) if why.contains("later")));
    assert!(matches!(fails(Manner::ShutsDown), Outcome::Unreachable(_)));
    assert!(matches!(
        fails(Manner::ClosesInData),
        Outcome::Unreachable(_)
    ));
}

#[test]
fn a_server_that_hangs_is_left_in_time() {
    for manner in [Manner::SaysNothing, Manner::HangsInData, Manner::Dribbles] {
        let (outcome, _, took) = try_once(manner, Security::None);
        assert!(
            matches!(outcome, Outcome::Unreachable(_)),
            "{manner:?}: {outcome:?}"
        );
        assert!(took < Duration::from_secs(6), "{manner:?} took {took:?}");
    }
}

#[test]
fn where_encryption_is_asked_for_and_not_offered_nothing_is_sent() {
    for security in [Security::Starttls, Security::Tls] {
        let (outcome, received, took) = try_once(Manner::Good, security);
        assert!(matches!(outcome, Outcome::Unreachable(_)), "{outcome:?}");
        assert_eq!(received, []);
        assert!(took < Duration::from_secs(6));
    }
}

#[test]
fn a_server_that_is_not_there_is_said_to_be_so() {
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let smtp = Smtp::new(&settings(port, Security::None)).unwrap();
    assert!(matches!(smtp.send(&mail()), Outcome::Unreachable(_)));
}

#[test]
fn our_own_wrong_password_blames_no_reader() {
    let server = MailServer::start(Manner::WantsLogin);
    let environment = [("CANDOUR_SMTP_PASSWORD".to_owned(), "wrong".to_owned())].into();
    let text = format!(
        "base-url = \"https://candour.example\"\n[smtp]\nserver = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\nfrom = \"{FROM}\"\nusername = \"candour\"\n",
        server.port
    );
    let settings = Settings::read(&text, &environment, &|_| Err(String::new())).unwrap();
    let smtp = Smtp::new(&settings.mail.unwrap()).unwrap();
    let outcome = smtp.send(&mail());
    assert!(
        matches!(&outcome, Outcome::Unreachable(why) if !why.contains("wrong")),
        "{outcome:?}"
    );
}

/// A store with `count` confirmed readers, each waiting for one item, and what sends to them.
struct Scene {
    _folder: tempfile::TempDir,
    store: Store,
    settings: Settings,
    now: Timestamp,
}

fn scene(port: u16, readers: usize) -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let mut store =
        Store::open_or_make(&folder.path().join("alerts.sqlite"), [1; 32], [2; 32]).unwrap();
    let settings = Settings {
        base_url: "https://candour.example".to_owned(),
        mail: Some(settings(port, Security::None)),
        messages_a_day: 6,
    };
    let now = Timestamp::from_second(1_795_503_600).unwrap();
    for reader in 0..readers {
        let wanted = Wanted {
            follow: "body:ZZ1".parse().unwrap(),
            words: "SYNTHETIC HOSPITALS".to_owned(),
            cadence: Cadence::AtOnce,
        };
        let to = format!("reader-{reader}@example.org").parse().unwrap();
        let asked = store.ask_by_mail(&to, &wanted, now).unwrap();
        assert!(matches!(asked, Asked::Pending(_)));
    }
    Scene {
        _folder: folder,
        store,
        settings,
        now,
    }
}

fn run(scene: &mut Scene) -> SendReport {
    let mut network = Network {
        smtp: Some(Smtp::new(scene.settings.mail.as_ref().unwrap()).unwrap()),
        caller: Caller::new(CallerOptions::default()),
    };
    let mut seed = 0_u8;
    let mut random = || -> Random {
        seed = seed.wrapping_add(1);
        [seed; 32]
    };
    send(
        &mut scene.store,
        &scene.settings,
        Which::All,
        &mut network,
        &mut random,
        scene.now,
    )
    .unwrap()
}

fn tell(scene: &mut Scene, id: &str) {
    let rules = scene.store.rules().unwrap();
    let evaluation = Evaluation {
        deliveries: rules.iter().map(|rule| (rule.subscription, 0)).collect(),
        ..Evaluation::default()
    };
    let told = Told {
        id: id.to_owned(),
        kind: "step".to_owned(),
        headline: "A&E within four hours at SYNTHETIC HOSPITALS fell".into(),
        detail: vec!["Everything here is invented.".into()],
    };
    scene
        .store
        .note(&evaluation, &[told], &|_| unreachable!(), scene.now)
        .unwrap();
}

/// The plain text of a mail, its quoted-printable undone as far as these tests need it.
fn plain(received: &Received) -> String {
    received
        .data
        .replace("=\r\n", "")
        .replace("=3D", "=")
        .replace("\r\n", "\n")
}

/// The token in the address that begins with `path`.
fn token(text: &str, path: &str) -> String {
    let at = text
        .find(path)
        .unwrap_or_else(|| panic!("no {path} in {text}"));
    text[at + path.len()..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect()
}

#[test]
fn from_asking_to_unsubscribing_by_the_mails_themselves() {
    let server = MailServer::start(Manner::Good);
    let mut scene = scene(server.port, 1);
    assert_eq!(run(&mut scene).sent, 1);
    let asking = plain(&server.received()[0]);
    assert!(
        asking.contains("Subject: Confirm: follow SYNTHETIC HOSPITALS"),
        "{asking}"
    );
    assert!(
        !asking.contains("List-Unsubscribe"),
        "there is nothing to end yet"
    );
    let confirms = token(&asking, "https://candour.example/alerts/confirm/");
    scene.store.confirm(&confirms, scene.now).unwrap();
    tell(&mut scene, "step/1");
    assert_eq!(run(&mut scene).sent, 1);
    let news = plain(&server.received()[0]);
    assert!(
        news.contains("Subject: A&E within four hours at SYNTHETIC HOSPITALS fell"),
        "{news}"
    );
    assert!(news.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    assert!(news.contains("You get this because you follow SYNTHETIC HOSPITALS"));
    let ends = token(
        &news,
        "List-Unsubscribe: <https://candour.example/alerts/unsubscribe/",
    );
    scene.store.end(&ends, scene.now).unwrap();
    tell(&mut scene, "step/2");
    assert_eq!(run(&mut scene), SendReport::default());
    assert_eq!(scene.store.overview().unwrap().addresses, 0);
}

#[test]
fn what_is_put_off_goes_later_under_the_same_id_and_once() {
    let server = MailServer::start(Manner::PutsOffOnce);
    let mut scene = scene(server.port, 1);
    let first = run(&mut scene);
    assert_eq!((first.sent, first.later), (0, 1));
    assert_eq!(
        run(&mut scene),
        SendReport::default(),
        "not before its time"
    );
    scene.now = scene.now.checked_add(SignedDuration::from_mins(2)).unwrap();
    assert_eq!(run(&mut scene).sent, 1);
    assert_eq!(run(&mut scene), SendReport::default());
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_hanging_server_costs_one_wait_and_not_one_for_each_reader() {
    let server = MailServer::start(Manner::SaysNothing);
    let mut scene = scene(server.port, 20);
    let begun = Instant::now();
    let report = run(&mut scene);
    assert_eq!((report.later, report.not_tried), (1, 19));
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn without_a_mail_server_mails_wait_and_no_try_is_counted() {
    struct Nobody;
    impl Carrier for Nobody {
        fn takes_mail(&self) -> bool {
            false
        }
        fn mail(&mut self, _: &Mail) -> Outcome {
            unreachable!("it was asked whether it takes mail")
        }
        fn call(&mut self, _: &str, _: &[u8], _: &str, _: &[u8], _: Timestamp) -> Outcome {
            unreachable!("there is no webhook")
        }
    }
    let server = MailServer::start(Manner::Good);
    let mut scene = scene(server.port, 1);
    for _ in 0..20 {
        let report = send(
            &mut scene.store,
            &scene.settings,
            Which::All,
            &mut Nobody,
            &mut || [3; 32],
            scene.now,
        )
        .unwrap();
        assert_eq!(report.not_tried, 1);
    }
    assert_eq!(run(&mut scene).sent, 1);
}
