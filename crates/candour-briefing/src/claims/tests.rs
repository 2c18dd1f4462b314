//! Claims as they are written: what is read, and every fault that is told.

use super::*;

fn faults(text: &str) -> Vec<String> {
    read(&[("mine.toml", text)])
        .1
        .iter()
        .map(ToString::to_string)
        .collect()
}

const SOUND: &str = r#"
[[claim]]
id = "a"
text = "There were [three] beds."
said_by = "somebody"
source = "a page"
date = "2024-06"
kind = "level"
expected = 3
unit = "beds"
query = { ask = "figure", measure = "beds-available-overnight", body = "england", period = "2024-06" }
"#;

#[test]
fn the_bundled_claims_are_faultless_and_of_every_kind() {
    let (claims, faults) = bundled();
    assert_eq!(faults, &[]);
    assert_eq!(claim_facts().1, []);
    for kind in ClaimKind::ALL {
        let of = claims.iter().filter(|claim| claim.kind == *kind).count();
        assert!(of >= 3, "{of} claims are of the kind {kind}");
    }
    let tested = claims
        .iter()
        .filter(|claim| matches!(claim.kept, Kept::Tested(_)));
    assert!(tested.count() >= 100);
}

/// The claims of the public record that were to be carried first are there.
#[test]
fn the_public_record_is_carried() {
    let (claims, _) = bundled();
    for id in [
        "systems-missing-plan-2023-24",
        "systems-missing-plan-2022-23-hsj",
        "planned-deficit-2023-24",
        "outturn-deficit-2023-24-hsj",
        "designation-four-2018",
        "designation-first-ten",
        "cummings-six-years",
        "mental-health-director-vacancy",
        "hewitt-due",
        "hewitt-late",
        "constitutions-read",
        "constitutions-secondary-care",
        "constitutions-public-health-vote",
        "constitutions-silent",
        "nurses-short-2023-24",
        "virtual-ward-bed-day",
        "hospital-bed-day",
    ] {
        assert!(claims.iter().any(|claim| claim.id == id), "{id}");
    }
}

#[test]
fn a_sound_claim_is_read_as_it_is_written() {
    let (claims, faults) = read(&[("mine.toml", SOUND)]);
    assert_eq!(faults, []);
    let [claim] = claims.as_slice() else {
        panic!("{claims:?}")
    };
    assert_eq!(
        (claim.line, claim.plain().as_str()),
        (2, "There were three beds.")
    );
    let sentence = claim.sentence("3 beds", Some("/receipts/x"));
    assert_eq!(sentence.to_string(), "There were three beds.");
    let figure = sentence.figures().next().unwrap();
    assert_eq!(
        (figure.text(), figure.href()),
        ("three", Some("/receipts/x"))
    );
    // Without a receipt nothing is linked.
    assert_eq!(claim.sentence("", None).figures().count(), 0);
}

#[test]
fn every_fault_of_every_file_is_told_with_its_line() {
    let bad = SOUND
        .replace("[three]", "three")
        .replace("\"2024-06\"\nkind", "\"June\"\nkind")
        .replace("level", "height")
        .replace("beds\"\nquery", "beds\"\ncolour = 1\nquery")
        .replace("period = \"2024-06\"", "period = \"June\"");
    let found = faults(&bad);
    for words in [
        "line 4: text: expected the figure once in square brackets",
        "line 7",
        "line 8",
        "line 11: colour: expected no such key",
        "line 12: query.period",
    ] {
        assert!(
            found.iter().any(|fault| fault.contains(words)),
            "{words}: {found:#?}"
        );
    }
    assert_eq!(found.len(), 5, "{found:#?}");
    assert!(found.iter().all(|fault| fault.starts_with("mine.toml")));
    // A claim with a fault hides none beside it, nor in another file.
    let (claims, faults) = read(&[
        ("one.toml", &bad),
        ("two.toml", SOUND),
        ("three.toml", SOUND),
    ]);
    assert_eq!(claims.len(), 1);
    assert_eq!(faults.len(), 6);
    assert!(
        faults[5].to_string().contains("as in two.toml line 2"),
        "{}",
        faults[5]
    );
}

#[test]
fn what_cannot_be_meant_is_refused() {
    for (from, to, words) in [
        (
            "expected = 3",
            "expected = \"three\"",
            "expected a number of beds",
        ),
        (
            "unit = \"beds\"",
            "unit = \"words\"",
            "expected a text, saw a number",
        ),
        (
            "unit = \"beds\"",
            "unit = \"beds\"\ntolerance = -1",
            "from nought",
        ),
        (
            "unit = \"beds\"",
            "unit = \"beds\"\ntolerance = 1\nrounds_to = 1",
            "expected one of",
        ),
        (
            "unit = \"beds\"",
            "unit = \"beds\"\nrounds_to = 9",
            "at most 6",
        ),
        ("\"figure\"", "\"guess\"", "expected one of figure"),
        ("period = ", "periods = ", "query.from: expected a text"),
        ("id = \"a\"", "id = \"A b\"", "small letters"),
        ("[[claim]]", "[claim]", "expected only [[claim]]"),
        ("[[claim]]", "[[claims]]", "expected only [[claim]]"),
        (
            "query = {",
            "compare = \"ratio\"\nquery = {",
            "against: expected a table",
        ),
        ("query = {", "query = [", "line"),
    ] {
        let text = SOUND.replace(from, to);
        assert_ne!(text, SOUND);
        let found = faults(&text);
        assert!(
            found.iter().any(|fault| fault.contains(words)),
            "{to}: {found:#?}"
        );
    }
    assert!(!faults("\u{0}").is_empty() && faults("").is_empty());
}

#[test]
fn a_statement_says_what_it_needs() {
    let sql = |needs: &str| {
        SOUND.replace(
            "ask = \"figure\", measure = \"beds-available-overnight\", body = \"england\", period = \"2024-06\"",
            &format!("ask = \"sql\", statement = \"SELECT 3\", needs = {needs}"),
        )
    };
    assert_eq!(
        faults(&sql("[\"kh03-beds 2024-06\"]")),
        Vec::<String>::new()
    );
    for needs in ["[]", "[\"kh03-beds\"]", "[\"no-such 2024-06\"]", "3"] {
        assert!(!faults(&sql(needs)).is_empty(), "{needs}");
    }
}
