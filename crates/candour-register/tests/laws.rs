//! Laws of carrying, on registers made up at random: nothing is lost, nothing is made, and nothing
//! runs for ever.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use candour_core::{BodyCode, Level};
use candour_register::{CuratedFiles, FindingKind, Lost, Register, check};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const BODIES: &str = "code,kind,name,valid_from,valid_to,published_names,source\n";
const LINKS: &str = "child,parent,kind,valid_from,valid_to,share,basis,note,source\n";
const SUCCESSION: &str = "predecessor,successor,date,kind,weight,basis,note,source\n";
const NAMES: &str = "code,name,kind,valid_from,valid_to,source\n";
const CODES: &str = "code,scheme,other_code,valid_from,valid_to,note,source\n";

/// A register of invented rows, which must be free of faults.
fn register(bodies: &str, links: &str, succession: &str) -> Register {
    let (rows, faults) = CuratedFiles {
        bodies: &format!("{BODIES}{bodies}"),
        links: &format!("{LINKS}{links}"),
        succession: &format!("{SUCCESSION}{succession}"),
        names: NAMES,
        codes: CODES,
    }
    .read();
    assert_eq!(faults, []);
    Register::new(rows)
}

fn code(text: &str) -> BodyCode {
    BodyCode::new(text).unwrap()
}

/// The whole of some parts, in 64-bit fractions.
fn sum(parts: &[candour_register::Part]) -> f64 {
    parts.iter().map(|part| part.share.as_fraction()).sum()
}

/// A generation of invented trusts that goes over into the next: each trust merges into one of the
/// next generation, or is split over some of them with weights.
fn generations() -> impl Strategy<Value = Vec<Vec<Vec<u64>>>> {
    prop::collection::vec(
        prop::collection::vec(prop::collection::vec(0_u64..5, 4), 4),
        1..4,
    )
}

proptest! {
    /// Every trust of every generation has homes on every day whose shares sum to one, and they are
    /// trusts of that day.
    #[test]
    fn shares_sum_to_one_through_any_chain(generations in generations()) {
        let (mut bodies, mut links, mut succession) = (String::new(), String::new(), String::new());
        for board in ["ZB1", "ZB2"] {
            bodies.push_str(&format!("{board},icb,Invented {board},1990-01-01,,,made up\n"));
        }
        let year = |generation: usize| 2000 + 2 * generation;
        for generation in 0..=generations.len() {
            let last = if generation < generations.len() {
                format!("{}-03-31", year(generation + 1))
            } else {
                String::new()
            };
            for place in 0..4 {
                let from = format!("{}-04-01", year(generation));
                bodies.push_str(&format!("Z{generation}{place},trust,Invented,{from},{last},,made up\n"));
                links.push_str(&format!("Z{generation}{place},ZB{},in-system,{from},{last},,,,made up\n", 1 + place % 2));
            }
        }
        for (generation, weights) in generations.iter().enumerate() {
            for (place, weights) in weights.iter().enumerate() {
                let whole: u64 = weights.iter().sum();
                let date = format!("{}-04-01", year(generation + 1));
                for (next, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0) {
                    succession.push_str(&format!(
                        "Z{generation}{place},Z{}{next},{date},split,{weight}/{whole},made up,,made up\n",
                        generation + 1
                    ));
                }
                if whole == 0 {
                    succession.push_str(&format!("Z{generation}{place},Z{}0,{date},merger,,,,made up\n", generation + 1));
                }
            }
        }
        let register = register(&bodies, &links, &succession);
        let broken: Vec<_> = check(&register).into_iter().filter(|finding| finding.kind != FindingKind::Gap).collect();
        prop_assert_eq!(broken, vec![]);
        for generation in 0..=generations.len() {
            for place in 0..4 {
                let unit = code(&format!("Z{generation}{place}"));
                for later in generation..=generations.len() {
                    let day = date(i16::try_from(year(later)).unwrap(), 6, 1);
                    for level in [Level::Provider, Level::Icb] {
                        let parts = register.home(&unit, level, day).unwrap();
                        prop_assert!((sum(&parts) - 1.0).abs() < 1e-9, "{unit} {level} {day}: {parts:?}");
                        for part in &parts {
                            prop_assert!(register.is_living(&part.body, day));
                        }
                    }
                }
            }
        }
    }

    /// Whatever the rows say, a look-up ends.
    #[test]
    fn any_tangle_of_successions_ends(pairs in prop::collection::vec((0_u8..6, 0_u8..6, 2000_i16..2010), 0..30)) {
        let mut bodies = String::new();
        for place in 0..6 {
            bodies.push_str(&format!("ZZ{place},trust,Invented,1990-01-01,1999-12-31,,made up\n"));
        }
        let succession: String = pairs
            .iter()
            .filter(|(from, to, _)| from != to)
            .map(|(from, to, year)| format!("ZZ{from},ZZ{to},{year}-01-01,merger,,,,made up\n"))
            .collect();
        let register = register(&bodies, "", &succession);
        for place in 0..6 {
            let unit = code(&format!("ZZ{place}"));
            // Everybody has ended, so nobody has a home; the reason is a ring or an end.
            prop_assert!(register.home(&unit, Level::Provider, date(2026, 1, 1)).is_err());
            let _ = register.way_home(&unit, Level::Icb, date(2026, 1, 1));
        }
        let _ = check(&register);
    }
}

const DAY: Date = date(2026, 4, 1);

#[test]
fn a_ring_is_found_and_named() {
    let register = register(
        "ZZ1,trust,One,,2001-12-31,,made up\nZZ2,trust,Two,,2001-12-31,,made up\n",
        "",
        "ZZ1,ZZ2,2002-01-01,rename,,,,made up\nZZ2,ZZ1,2002-01-01,rename,,,,made up\n",
    );
    assert!(matches!(
        register.home(&code("ZZ1"), Level::Provider, DAY),
        Err(Lost::Ring(_))
    ));
    let found: Vec<_> = check(&register)
        .into_iter()
        .filter(|finding| finding.kind == FindingKind::Ring)
        .map(|finding| (finding.body.to_string(), finding.origin.to_string()))
        .collect();
    assert_eq!(
        found,
        [
            ("ZZ1".to_owned(), "succession.csv line 3".to_owned()),
            ("ZZ2".to_owned(), "succession.csv line 2".to_owned())
        ]
    );
}

#[test]
fn what_does_not_fit_is_found_with_its_rows() {
    let register = register(
        "ZB1,icb,Board,2022-07-01,,,made up\nZB2,icb,Other,2022-07-01,,,made up\nZR1,region,Region,,,,made up\n\
         ZZ1,trust,Two parents,2020-01-01,,,made up\nZZ2,trust,No parent,2020-01-01,,,made up\n\
         ZZ3,trust,Bad shares,2020-01-01,,,made up\nZZ4,trust,Too early,2023-01-01,,,made up\n",
        "ZB1,ZR1,in-region,2022-07-01,,,,,made up\nZB2,ZR1,in-region,2022-07-01,,,,,made up\n\
         ZZ1,ZB1,in-system,2022-07-01,,,,,made up\nZZ1,ZB2,in-system,2023-01-01,,,,,made up\n\
         ZZ3,ZB1,in-system,2022-07-01,,1/3,made up,,made up\nZZ3,ZB2,in-system,2022-07-01,,1/3,made up,,made up\n\
         ZZ4,ZB1,in-system,2022-07-01,,,,unverified: nobody has looked,made up\n",
        "ZZ9,ZZ8,2001-01-01,merger,,,,made up\n",
    );
    let found: Vec<(FindingKind, String)> = check(&register)
        .into_iter()
        .map(|finding| (finding.kind, finding.body.to_string()))
        .collect();
    for expected in [
        (FindingKind::Overlap, "ZZ1"),
        (FindingKind::Gap, "ZZ2"),
        (FindingKind::Shares, "ZZ3"),
        (FindingKind::Backwards, "ZZ4"),
        (FindingKind::Unverified, "ZZ4"),
        (FindingKind::Orphan, "ZZ8"),
    ] {
        assert!(
            found.contains(&(expected.0, expected.1.to_owned())),
            "{expected:?} is not in {found:?}"
        );
    }
}

#[test]
fn a_division_without_weights_has_no_home_unless_all_of_it_comes_to_one() {
    let register = register(
        "ZB1,icb,Board,1990-01-01,,,made up\nZZ1,trust,Old,,2001-12-31,,made up\nZZ2,trust,A,2002-01-01,,,made up\nZZ3,trust,B,2002-01-01,,,made up\n",
        "ZZ2,ZB1,in-system,2002-01-01,,,,,made up\nZZ3,ZB1,in-system,2002-01-01,,,,,made up\n",
        "ZZ1,ZZ2,2002-01-01,split,,,,made up\nZZ1,ZZ3,2002-01-01,split,,,,made up\n",
    );
    let lost = register
        .home(&code("ZZ1"), Level::Provider, DAY)
        .unwrap_err();
    assert_eq!(
        lost.to_string(),
        "ZZ1 is divided between ZZ2, ZZ3, and no weights are stated"
    );
    let board = register.home(&code("ZZ1"), Level::Icb, DAY).unwrap();
    assert_eq!((board.len(), board[0].share.is_whole()), (1, true));
}

#[test]
fn a_body_that_had_not_begun_goes_back_to_who_was_there() {
    let register = register(
        "ZZ1,trust,Old,,2023-03-31,,made up\nZZ2,trust,New,2023-04-01,,,made up\n",
        "",
        "ZZ1,ZZ2,2023-04-01,rename,,,,made up\n",
    );
    let then = register
        .home(&code("ZZ2"), Level::Provider, date(2020, 1, 1))
        .unwrap();
    assert_eq!(then[0].body.as_str(), "ZZ1");
}
