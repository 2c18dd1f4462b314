//! Webhooks to a real server.

use std::time::{Duration, Instant};

use candour_alerts::Outcome;
use candour_alerts::webhook::{Caller, CallerOptions, SIGNATURE_HEADER, verify};
use jiff::Timestamp;

use crate::hook_server::{Answer, Call, HookServer};

fn now() -> Timestamp {
    Timestamp::from_second(1_795_503_600).unwrap()
}

fn caller(loopback: bool) -> Caller {
    Caller::new(CallerOptions {
        timeout: Duration::from_secs(2),
        loopback,
    })
}

fn call(answer: Answer) -> (Outcome, Vec<Call>) {
    let server = HookServer::start(answer);
    let to = format!("http://127.0.0.1:{}/hook?x=1", server.port);
    let outcome = caller(true).post(&to, b"secret", "00aa", br#"{"a":1}"#, now());
    (outcome, server.calls())
}

#[test]
fn a_call_is_signed_and_says_what_it_is() {
    let (outcome, calls) = call(Answer::Status(204, String::new()));
    assert_eq!(outcome, Outcome::Sent);
    let [one] = &calls[..] else {
        panic!("{calls:?}")
    };
    assert_eq!(one.line, "POST /hook?x=1 HTTP/1.1");
    assert_eq!(one.header("candour-id"), "00aa");
    assert_eq!(one.header("content-type"), "application/json");
    assert_eq!(
        verify(
            b"secret",
            one.header(SIGNATURE_HEADER),
            &one.body,
            now(),
            300
        ),
        Ok(())
    );
}

#[test]
fn what_comes_back_decides_whether_it_is_tried_again() {
    for status in [408, 425, 429, 500, 503] {
        let (outcome, _) = call(Answer::Status(status, String::new()));
        assert!(
            matches!(outcome, Outcome::Later(_)),
            "{status}: {outcome:?}"
        );
    }
    for status in [400, 401, 404] {
        let (outcome, _) = call(Answer::Status(status, String::new()));
        assert!(
            matches!(outcome, Outcome::Never(_)),
            "{status}: {outcome:?}"
        );
    }
    assert!(matches!(
        call(Answer::Status(410, String::new())).0,
        Outcome::Refused(_)
    ));
    assert!(matches!(call(Answer::Noise).0, Outcome::Later(_)));
}

#[test]
fn a_redirect_is_not_followed() {
    let beyond = HookServer::start(Answer::Status(200, String::new()));
    for status in [301, 302, 307, 308] {
        let to = format!("location: http://127.0.0.1:{}/inside\r\n", beyond.port);
        let (outcome, calls) = call(Answer::Status(status, to));
        assert!(
            matches!(&outcome, Outcome::Never(why) if why.contains("redirects")),
            "{outcome:?}"
        );
        assert_eq!(calls.len(), 1);
    }
    assert_eq!(beyond.calls(), []);
}

#[test]
fn a_server_without_an_answer_and_one_without_an_end_are_left_in_time() {
    let begun = Instant::now();
    assert!(matches!(call(Answer::Nothing).0, Outcome::Later(_)));
    assert_eq!(call(Answer::Endless).0, Outcome::Sent, "its number came");
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn no_call_leads_into_a_private_network() {
    let inside = HookServer::start(Answer::Status(200, String::new()));
    let port = inside.port;
    // `localhost` is a name: what it leads to is known only when it is looked up.
    for to in [
        format!("https://localhost:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
        format!("http://127.0.0.1:{port}/"),
        format!("https://127.1:{port}/"),
        format!("https://2130706433:{port}/"),
        format!("https://0.0.0.0:{port}/"),
    ] {
        let outcome = caller(false).post(&to, b"secret", "00aa", b"{}", now());
        assert!(matches!(outcome, Outcome::Never(_)), "{to}: {outcome:?}");
    }
    assert_eq!(inside.calls(), []);
    let named = caller(false).post(
        &format!("https://localhost:{port}/"),
        b"s",
        "0",
        b"{}",
        now(),
    );
    assert_eq!(
        named,
        Outcome::Never("its name leads to a private or reserved network".to_owned())
    );
    // With loopback allowed, a name is still not enough to speak in plain.
    let plain = caller(true).post(
        &format!("http://localhost:{port}/"),
        b"s",
        "0",
        b"{}",
        now(),
    );
    assert!(matches!(plain, Outcome::Never(_)));
}
