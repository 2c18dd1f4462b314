//! Family trees of invented bodies: halved, merged, renamed in a chain, and broken.

use super::*;

fn member(code: &str, name: &str, since: &str, until: &str) -> FamilyMember {
    FamilyMember {
        code: code.to_owned(),
        name: name.to_owned(),
        since: since.to_owned(),
        until: until.to_owned(),
        ended: !until.is_empty(),
        link: Some(format!("/bodies/{code}")),
    }
}

fn tie(from: usize, to: usize, kind: &str, share: Option<f64>) -> FamilyTie {
    FamilyTie {
        from,
        to,
        kind: kind.to_owned(),
        share,
        on: "1 April 2026".to_owned(),
    }
}

fn tree(members: Vec<FamilyMember>, ties: Vec<FamilyTie>) -> FamilyTree {
    FamilyTree {
        id: "family".to_owned(),
        title: "Synthetic West was divided on 1 April 2026".to_owned(),
        members,
        ties,
        more: 0,
    }
}

/// One of three went on as one and was then split, as boards were in April 2026.
fn family() -> FamilyTree {
    tree(
        vec![
            member(
                "ZZW",
                "Synthetic West and South Westshire Integrated Care Board",
                "1 July 2022",
                "31 March 2026",
            ),
            member("ZZ1", "Synthetic North", "1 April 2013", "30 June 2022"),
            member(
                "ZZ2",
                "Synthetic <South> & Partners",
                "1 April 2013",
                "30 June 2022",
            ),
            member("ZZE", "Synthetic East", "1 April 2026", ""),
            member("ZZF", "Synthetic Far", "", ""),
        ],
        vec![
            tie(1, 0, "merger", None),
            tie(2, 0, "merger", None),
            tie(0, 3, "split", Some(679.0 / 857.0)),
            tie(0, 4, "split", Some(178.0 / 857.0)),
        ],
    )
}

/// Five generations, each renamed.
fn chain() -> FamilyTree {
    let members = (0..5)
        .map(|n| {
            member(
                &format!("ZZ{n}"),
                &format!("Synthetic {n}"),
                "",
                if n == 4 { "" } else { "2020" },
            )
        })
        .collect();
    let mut chain = tree(
        members,
        (0..4).map(|n| tie(n, n + 1, "rename", None)).collect(),
    );
    chain.title = "A body of five names".to_owned();
    chain
}

#[test]
fn a_split_body_across_and_down() {
    insta::assert_snapshot!(family_tree(&family(), Width::Wide).replace("><", ">\n<"));
    insta::assert_snapshot!(family_tree(&family(), Width::Narrow).replace("><", ">\n<"));
}

#[test]
fn many_generations_stand_from_the_top_down() {
    insta::assert_snapshot!(family_tree(&chain(), Width::Wide).replace("><", ">\n<"));
}

#[test]
fn a_listener_hears_who_went_where() {
    let drawn = family_tree(&family(), Width::Wide);
    for words in [
        "Before it: Synthetic North, ZZ1 (merger, 1 April 2026); Synthetic &lt;South&gt; &amp; Partners, ZZ2",
        "After it: Synthetic East, ZZE (split, 79%, 1 April 2026); Synthetic Far, ZZF (split, 21%",
        "role=\"group\"",
        "href=\"/bodies/ZZE\"",
    ] {
        assert!(drawn.contains(words), "{words}: {drawn}");
    }
    assert!(!drawn.contains("<South>"));
    // Only what is no more has a broken edge: the body itself and its two predecessors.
    assert_eq!(drawn.matches("stroke-dasharray").count(), 3);
}

#[test]
fn both_drawings_have_ids_of_their_own() {
    let both = family_tree_both(&family());
    let mut ids: Vec<&str> = both
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), all), (4, 4));
}

#[test]
fn no_more_than_forty_are_drawn_and_the_rest_is_counted() {
    let members = (0..60)
        .map(|n| member(&format!("Z{n:02}"), "Synthetic", "", ""))
        .collect();
    let mut large = tree(
        members,
        (1..60).map(|n| tie(n, 0, "merger", None)).collect(),
    );
    large.more = 7;
    for width in [Width::Wide, Width::Narrow] {
        let drawn = family_tree(&large, width);
        assert_eq!(drawn.matches("<rect").count(), 40);
        assert!(drawn.contains("and 27 bodies more"), "{drawn}");
    }
}

#[test]
fn rings_and_ties_to_nobody_are_passed_over() {
    let two = || {
        vec![
            member("ZZ1", "Synthetic", "", ""),
            member("ZZ2", "Synthetic", "", ""),
        ]
    };
    for (members, ties) in [
        (vec![], vec![tie(0, 1, "merger", None)]),
        (
            two(),
            vec![tie(0, 9, "merger", None), tie(1, 1, "rename", None)],
        ),
        (
            two(),
            vec![tie(0, 1, "merger", None), tie(1, 0, "merger", None)],
        ),
        (
            chain().members,
            (0..5)
                .map(|n| tie(n, (n + 1) % 5, "rename", Some(f64::NAN)))
                .collect(),
        ),
    ] {
        for width in [Width::Wide, Width::Narrow] {
            let drawn = family_tree(&tree(members.clone(), ties.clone()), width);
            assert!(
                drawn.ends_with("</svg>") && !drawn.contains("=\"NaN"),
                "{drawn}"
            );
        }
    }
}

#[test]
fn boxes_do_not_lie_upon_one_another() {
    for (tree, width) in [
        (family(), Width::Wide),
        (family(), Width::Narrow),
        (chain(), Width::Wide),
    ] {
        let drawn = family_tree(&tree, width);
        let boxes: Vec<[f64; 4]> = drawn
            .split("<rect ")
            .skip(1)
            .map(|rect| {
                ["x", "y", "width", "height"].map(|name| {
                    let rest = rect.split(&format!("{name}=\"")).nth(1).unwrap();
                    rest.split('"').next().unwrap().parse().unwrap()
                })
            })
            .collect();
        for (place, [x, y, w, h]) in boxes.iter().enumerate() {
            assert!(*x >= 0.0 && *y >= 0.0);
            for [x2, y2, w2, h2] in &boxes[place + 1..] {
                let apart = x + w <= *x2 || x2 + w2 <= *x || y + h <= *y2 || y2 + h2 <= *y;
                assert!(apart, "{drawn}");
            }
        }
    }
}
