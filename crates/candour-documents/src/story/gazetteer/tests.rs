//! Tests of `gazetteer`.

use super::*;
use crate::story::words::tokens;
use jiff::civil::date;

fn seen(text: &str, day: Date) -> Vec<String> {
    let gazetteer = Gazetteer::new(Register::bundled(), People::bundled());
    let tokens = tokens(text);
    let joined = Joined::new(&tokens);
    gazetteer
        .find(&tokens, &joined, day)
        .into_iter()
        .map(|named| match named.who {
            Who::Body(code) => code.to_string(),
            Who::Several(codes) => format!("one of {}", codes.len()),
            Who::Person(person) => person.to_string(),
            Who::Post(posts) => posts
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("/"),
        })
        .collect()
}

#[test]
fn short_forms_have_no_fault() {
    let mut faults = Vec::new();
    assert!(short_forms(&mut faults).len() > 10);
    assert_eq!(faults, Vec::new());
    for (_, code, _) in short_forms(&mut faults) {
        assert!(Register::bundled().knows(&code), "{code}");
    }
}

#[test]
fn bodies_by_the_names_that_texts_give_them() {
    let day = date(2023, 2, 10);
    for (text, expected) in [
        ("in England", vec!["england"]),
        ("Across England", vec!["england"]),
        ("Public Health England", vec!["one of 1"]),
        ("NHS England said", vec!["nhs-england"]),
        ("NHSE/I", vec!["nhs-england"]),
        ("DHSC and the Department", vec!["dhsc", "dhsc"]),
        ("the department", vec![]),
        ("Greater Manchester", vec!["QOP"]),
        ("Greater Manchester ICB", vec!["QOP"]),
        ("the Lancashire ICS", vec!["QE1"]),
        ("Manchester University NHS Foundation Trust", vec!["R0A"]),
        ("Manchester University trust", vec!["R0A"]),
        ("in London", vec!["Y56"]),
        ("in South London", vec!["one of 1"]),
        ("in North West London", vec!["QRV"]),
        ("the East Midlands", vec!["one of 2"]),
        ("the Midlands region", vec!["Y60"]),
        ("Amanda Pritchard", vec!["amanda-pritchard"]),
        ("chief nursing officer", vec!["chief-nursing-officer"]),
        ("devon", vec![]),
    ] {
        let mut found = seen(text, day);
        found.retain(|found| found != "one of 0");
        if text == "NHSE/I" {
            assert_eq!(seen(text, date(2021, 1, 1)), expected, "{text}");
        } else {
            assert_eq!(found, expected, "{text}");
        }
    }
    // A place of several trusts is named with its candidates.
    let leeds = seen("in Leeds", day);
    assert!(
        leeds.len() == 1 && leeds[0].starts_with("one of"),
        "{leeds:?}"
    );
    let somerset = seen("in Somerset", day);
    assert!(somerset[0].starts_with("one of"), "{somerset:?}");
}
