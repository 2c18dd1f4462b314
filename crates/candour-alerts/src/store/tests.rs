use std::fs;

use jiff::SignedDuration;
use tempfile::TempDir;

use super::*;
use crate::cadence::Cadence;
use crate::outcome::Outcome;
use crate::rules::{Evaluation, Rules};
use crate::told::Told;
use candour_curated::WorkingDays;

/// Tuesday 24 November 2026, 07:00 in London.
const SEVEN: i64 = 1_795_503_600;

pub(crate) fn clock(minutes: i64) -> Timestamp {
    at(SEVEN + minutes * 60)
}

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store =
        Store::open_or_make(&folder.path().join("alerts.sqlite"), [1; 32], [2; 32]).unwrap();
    (folder, store)
}

fn wanted(follow: &str, cadence: Cadence) -> Wanted {
    Wanted {
        follow: follow.parse().unwrap(),
        words: format!("the thing {follow}"),
        cadence,
    }
}

/// A confirmed subscription.
fn confirmed(store: &mut Store, to: &str, follow: &str, cadence: Cadence) -> i64 {
    let asked = store
        .ask_by_mail(&to.parse().unwrap(), &wanted(follow, cadence), clock(-600))
        .unwrap();
    let token = store
        .token(asked.id(), [asked.id() as u8; 32], clock(-600))
        .unwrap();
    assert_eq!(
        store.confirm(&token, clock(-590)).unwrap(),
        Confirmed::Yes(asked.id())
    );
    // The mail that asked has gone.
    for message in store.messages(clock(-590)).unwrap() {
        store.begin(message.id).unwrap();
        store
            .finish(message.id, &Outcome::Sent, clock(-590), 0.5)
            .unwrap();
    }
    asked.id()
}

fn told(id: &str) -> Told {
    Told {
        id: id.to_owned(),
        kind: "step".to_owned(),
        headline: format!("Headline of {id}").as_str().into(),
        detail: vec![],
    }
}

fn tell(store: &mut Store, subscription: i64, items: &[&str], now: Timestamp) -> Noted {
    let items: Vec<Told> = items.iter().map(|id| told(id)).collect();
    let evaluation = Evaluation {
        deliveries: (0..items.len()).map(|item| (subscription, item)).collect(),
        ..Evaluation::default()
    };
    store
        .note(&evaluation, &items, &|_| told("never"), now)
        .unwrap()
}

fn plan(store: &mut Store, now: Timestamp) -> Vec<Message> {
    store.plan(now, WorkingDays::bundled(), 6).unwrap();
    store.messages(now).unwrap()
}

fn send(store: &mut Store, now: Timestamp) -> Vec<Message> {
    let messages = plan(store, now);
    for message in &messages {
        store.begin(message.id).unwrap();
        store.finish(message.id, &Outcome::Sent, now, 0.5).unwrap();
    }
    messages
}

fn ids(messages: &[Message]) -> Vec<Vec<&str>> {
    messages
        .iter()
        .map(|message| message.items.iter().map(|told| told.id.as_str()).collect())
        .collect()
}

#[test]
fn the_file_is_its_owners_alone_and_another_program_s_is_refused() {
    let (folder, store) = store();
    drop(store);
    let path = folder.path().join("alerts.sqlite");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    assert_eq!(Store::open(&path).unwrap().key, [1; 32]);
    assert_eq!(
        Store::open_or_make(&path, [9; 32], [9; 32]).unwrap().key,
        [1; 32],
        "made once"
    );
    let other = folder.path().join("other");
    assert!(matches!(Store::open(&other), Err(StoreError::NotThere(_))));
    fs::write(&other, "something else that is longer than a header of SQLite, which has a hundred bytes or so, at least").unwrap();
    assert!(matches!(
        Store::open_or_make(&other, [1; 32], [2; 32]),
        Err(StoreError::NotOurs(_))
    ));
    let foreign = folder.path().join("foreign.sqlite");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE x (y)")
        .unwrap();
    assert!(matches!(
        Store::open_or_make(&foreign, [1; 32], [2; 32]),
        Err(StoreError::NotOurs(_))
    ));
}

#[test]
fn nobody_is_told_before_saying_yes() {
    let (_folder, mut store) = store();
    let address = "ada@example.org".parse().unwrap();
    let want = wanted("body:ZZ1", Cadence::AtOnce);
    let asked = store.ask_by_mail(&address, &want, clock(0)).unwrap();
    assert!(matches!(asked, Asked::Pending(_)));
    assert_eq!(store.rules().unwrap(), []);
    assert_eq!(tell(&mut store, asked.id(), &["a"], clock(1)).new, 0);
    let messages = store.messages(clock(1)).unwrap();
    assert_eq!(
        (messages.len(), messages[0].kind),
        (1, MessageKind::Confirm)
    );
    let token = store.token(asked.id(), [5; 32], clock(1)).unwrap();
    let stored: Vec<u8> = store
        .connection
        .query_row("SELECT digest FROM confirmation", [], |row| row.get(0))
        .unwrap();
    assert_eq!(
        stored,
        crate::keys::digest(token.as_bytes()),
        "the token itself is not kept"
    );
    assert_eq!(
        store.confirm("guess", clock(2)).unwrap(),
        Confirmed::Unknown
    );
    assert_eq!(
        store.confirm(&token, clock(1 + 7 * 24 * 60)).unwrap(),
        Confirmed::Expired
    );
    assert_eq!(store.rules().unwrap(), []);
    assert_eq!(
        store.to_confirm(&token, clock(2)).unwrap(),
        Confirmed::Yes(asked.id())
    );
    assert_eq!(store.rules().unwrap(), [], "looking confirms nothing");
    assert_eq!(
        store.confirm(&token, clock(2)).unwrap(),
        Confirmed::Yes(asked.id())
    );
    assert_eq!(
        store.confirm(&token, clock(3)).unwrap(),
        Confirmed::Yes(asked.id()),
        "twice is no fault"
    );
    assert_eq!(store.rules().unwrap().len(), 1);
    assert_eq!(
        store.ask_by_mail(&address, &want, clock(4)).unwrap(),
        Asked::Already(asked.id())
    );
}

#[test]
fn what_nobody_confirms_is_forgotten_with_its_address() {
    let (_folder, mut store) = store();
    let address = "ada@example.org".parse().unwrap();
    store
        .ask_by_mail(&address, &wanted("body:ZZ1", Cadence::Daily), clock(0))
        .unwrap();
    assert_eq!(store.expire(clock(7 * 24 * 60 - 1)).unwrap(), 0);
    assert_eq!(store.expire(clock(7 * 24 * 60)).unwrap(), 1);
    assert_eq!(store.overview().unwrap().addresses, 0);
    assert!(
        !store.has_left("ada@example.org").unwrap(),
        "it was never here"
    );
    assert_eq!(store.messages(clock(8 * 24 * 60)).unwrap(), []);
}

#[test]
fn a_stranger_can_send_no_more_than_five_mails_to_an_address() {
    let (_folder, mut store) = store();
    let address = "ada@example.org".parse().unwrap();
    for number in 0..5 {
        store
            .ask_by_mail(
                &address,
                &wanted(&format!("body:ZZ{number}"), Cadence::Daily),
                clock(number),
            )
            .unwrap();
    }
    let sixth = store.ask_by_mail(&address, &wanted("body:ZZ0", Cadence::Daily), clock(6));
    assert!(matches!(sixth, Err(StoreError::TooMany(_))));
    store
        .ask_by_mail(
            &address,
            &wanted("body:ZZ0", Cadence::Daily),
            clock(24 * 60 + 6),
        )
        .unwrap();
}

#[test]
fn one_click_ends_it_and_the_address_goes() {
    let (folder, mut store) = store();
    let first = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::AtOnce);
    let second = confirmed(
        &mut store,
        "ada@example.org",
        "measure:m-1",
        Cadence::AtOnce,
    );
    tell(&mut store, first, &["a"], clock(0));
    tell(&mut store, second, &["b"], clock(0));
    let messages = plan(&mut store, clock(1));
    assert_eq!(ids(&messages), [["a", "b"]], "one message, not two");
    assert_eq!(messages[0].why.len(), 2);
    let ends = messages[0].why[0].ends.clone();
    assert_eq!(store.end("s1-0000", clock(2)).unwrap(), Ended::Unknown);
    assert_eq!(
        store.to_end(&ends).unwrap(),
        Ended::Yes(vec!["the thing body:ZZ1".to_owned()])
    );
    assert_eq!(
        store.overview().unwrap().confirmed,
        2,
        "looking ends nothing"
    );
    store.end(&ends, clock(2)).unwrap();
    assert_eq!(
        store.end(&ends, clock(3)).unwrap(),
        Ended::Yes(vec![]),
        "twice is no fault"
    );
    assert_eq!(
        ids(&store.messages(clock(3)).unwrap()),
        [["b"]],
        "what it waited for is not sent"
    );
    assert_eq!(store.overview().unwrap().addresses, 1);
    store.end(&messages[0].ends_all, clock(4)).unwrap();
    assert_eq!(store.overview().unwrap().addresses, 0);
    assert!(!store.still_open(messages[0].id).unwrap());
    assert_eq!(store.messages(clock(5)).unwrap(), []);
    assert!(store.has_left("ada@example.org").unwrap());
    assert!(!store.has_left("eve@example.org").unwrap());
    drop(store);
    let bytes = fs::read(folder.path().join("alerts.sqlite")).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        !text.contains("ada@example.org"),
        "the address is still in the file"
    );
}

#[test]
fn nobody_is_told_the_same_twice() {
    let (_folder, mut store) = store();
    let id = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::AtOnce);
    assert_eq!(tell(&mut store, id, &["a", "b"], clock(0)).new, 2);
    assert_eq!(ids(&send(&mut store, clock(1))), [["a", "b"]]);
    let again = tell(&mut store, id, &["b", "c"], clock(2));
    assert_eq!((again.new, again.before), (1, 1));
    assert_eq!(ids(&send(&mut store, clock(3))), [["c"]]);
    assert_eq!(send(&mut store, clock(4)), []);
    let kept: i64 = store
        .connection
        .query_row("SELECT count(*) FROM item", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 0, "what nobody waits for is not kept");
}

#[test]
fn a_run_that_is_cut_off_sends_no_more_than_twice() {
    let (_folder, mut store) = store();
    let id = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::AtOnce);
    tell(&mut store, id, &["a"], clock(0));
    let first = plan(&mut store, clock(1));
    store.begin(first[0].id).unwrap(); // sent, and the machine stops before it is written down
    let second = plan(&mut store, clock(2));
    assert_eq!(second.len(), 1);
    assert_eq!(
        second[0].known_by, first[0].known_by,
        "a reader's program can tell"
    );
    store.begin(second[0].id).unwrap(); // and stops again
    assert_eq!(plan(&mut store, clock(3)), []);
    assert_eq!(plan(&mut store, clock(30_000)), []);
    let overview = store.overview().unwrap();
    assert_eq!((overview.uncertain, overview.waiting), (1, 0));
    assert_eq!(store.faults(9).unwrap().len(), 1);
}

#[test]
fn a_digest_waits_for_seven_of_a_working_day() {
    let (_folder, mut store) = store();
    let daily = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::Daily);
    let weekly = confirmed(&mut store, "bea@example.org", "body:ZZ1", Cadence::Weekly);
    // Tuesday afternoon.
    tell(&mut store, daily, &["a"], clock(8 * 60));
    tell(&mut store, weekly, &["a"], clock(8 * 60));
    assert_eq!(plan(&mut store, clock(8 * 60)), []);
    assert_eq!(plan(&mut store, clock(24 * 60 - 1)), []);
    let wednesday = send(&mut store, clock(24 * 60));
    assert_eq!(wednesday.len(), 1);
    assert_eq!(
        wednesday[0].to,
        Addressee::Mail("ada@example.org".to_owned())
    );
    assert_eq!(wednesday[0].kind, MessageKind::Daily);
    // Saturday finds something; Sunday nothing goes, Monday both.
    tell(&mut store, daily, &["b"], clock(4 * 24 * 60));
    assert_eq!(plan(&mut store, clock(5 * 24 * 60)), []);
    let monday = send(&mut store, clock(6 * 24 * 60));
    assert_eq!(ids(&monday), [["b"], ["a"]]);
    assert_eq!(monday[1].kind, MessageKind::Weekly);
}

#[test]
fn an_address_gets_so_many_messages_a_day_and_the_rest_together() {
    let (_folder, mut store) = store();
    let id = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::AtOnce);
    let mut sent = 0;
    for number in 0..20 {
        let now = clock(3 * 60 + number * 10);
        tell(&mut store, id, &[&format!("item-{number:02}")], now);
        sent += send(&mut store, now).len();
    }
    assert_eq!(sent, 5, "six a day, of which one is kept for the digest");
    let digest = send(&mut store, clock(24 * 60));
    assert_eq!(digest.len(), 1);
    assert_eq!(
        (digest[0].kind, digest[0].items.len()),
        (MessageKind::Daily, 15)
    );
    assert_eq!(send(&mut store, clock(24 * 60 + 1)), []);
}

#[test]
fn a_failure_is_tried_again_and_given_up_at_last() {
    let (_folder, mut store) = store();
    let id = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::AtOnce);
    tell(&mut store, id, &["a"], clock(0));
    let mut now = clock(0);
    let mut tries = 0;
    for _ in 0..10_000 {
        for message in plan(&mut store, now) {
            store.begin(message.id).unwrap();
            store
                .finish(
                    message.id,
                    &Outcome::Later("451 later".to_owned()),
                    now,
                    1.0,
                )
                .unwrap();
            tries += 1;
        }
        now = now.checked_add(SignedDuration::from_secs(30)).unwrap();
    }
    assert_eq!(tries, crate::MOST_TRIES);
    let faults = store.faults(9).unwrap();
    assert!(
        faults[0].3.contains("given up after 8 tries: 451 later"),
        "{faults:?}"
    );
    assert_eq!(store.overview().unwrap().waiting, 0);
}

#[test]
fn an_address_that_refuses_gets_nothing_more_until_it_is_asked_for_again() {
    let (_folder, mut store) = store();
    let id = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::AtOnce);
    tell(&mut store, id, &["a"], clock(0));
    let message = plan(&mut store, clock(1)).remove(0);
    store.begin(message.id).unwrap();
    store
        .finish(
            message.id,
            &Outcome::Refused("550 no such mailbox".to_owned()),
            clock(1),
            0.0,
        )
        .unwrap();
    assert_eq!(store.rules().unwrap(), []);
    assert_eq!(
        store.subscription(id).unwrap().unwrap().refused.as_deref(),
        Some("550 no such mailbox")
    );
}

#[test]
fn a_preview_changes_nothing() {
    let (_folder, mut store) = store();
    let id = confirmed(&mut store, "ada@example.org", "body:ZZ1", Cadence::AtOnce);
    tell(&mut store, id, &["a"], clock(0));
    let (seen, _) = store.preview(clock(1), WorkingDays::bundled(), 6).unwrap();
    assert_eq!(ids(&seen), [["a"]]);
    assert_eq!(store.messages(clock(1)).unwrap(), []);
    assert_eq!(ids(&plan(&mut store, clock(1))), [["a"]]);
}

#[test]
fn one_run_sends_at_a_time() {
    let (_folder, store) = store();
    let held = store.lock().unwrap();
    assert!(matches!(store.lock(), Err(StoreError::Locked(_))));
    drop(held);
    assert!(store.lock().is_ok());
}

#[test]
fn where_a_query_stands_is_kept() {
    let (_folder, mut store) = store();
    let id = confirmed(
        &mut store,
        "ada@example.org",
        "query:m-1@ZZ1<0.7",
        Cadence::AtOnce,
    );
    let look = |store: &mut Store, value: f64, now| {
        let rules: Rules = store.rules().unwrap().into_iter().collect();
        let standing = crate::Standing {
            measure: "m-1".parse().unwrap(),
            body: "ZZ1".parse().unwrap(),
            value,
        };
        let found = rules.evaluate(crate::News {
            standings: &[standing],
            ..Default::default()
        });
        store
            .note(
                &found,
                &[],
                &|crossing| told(&format!("q/{value}/{}", crossing.holds)),
                now,
            )
            .unwrap()
    };
    assert_eq!(look(&mut store, 0.75, clock(0)).first_seen, 1);
    assert_eq!(look(&mut store, 0.75, clock(1)), Noted::default());
    assert_eq!(look(&mut store, 0.65, clock(2)).new, 1);
    assert_eq!(look(&mut store, 0.66, clock(3)), Noted::default());
    assert_eq!(store.subscription(id).unwrap().unwrap().held, Some(true));
    assert_eq!(ids(&send(&mut store, clock(4))), [["q/0.65/true"]]);
}
