use super::{Feed, atom, known_on};
use crate::render::sample::{BASE, briefing};
use crate::{Briefing, ItemKind};
use jiff::civil::date;

fn feed(base_url: &str) -> Feed<'_> {
    Feed {
        base_url,
        path: "/feeds/england.atom",
        page: "/",
        title: "England",
    }
}

#[test]
fn a_feed_of_a_briefing() {
    insta::assert_snapshot!(atom(&feed(BASE), &briefing(), |_| true));
}

#[test]
fn it_is_read_again_as_it_was_meant() {
    let xml = atom(&feed(BASE), &briefing(), |_| true);
    let read: atom_syndication::Feed = xml.parse().unwrap();
    assert_eq!(read.entries().len(), 4);
    let first = &read.entries()[0];
    assert_eq!(
        first.id(),
        "tag:candour.example,2026:/items/special-cause-began/ae-four-hour/england/2024-12"
    );
    assert_eq!(
        first.links()[0].href(),
        "https://candour.example/receipts/ae-four-hour/england/2024-12"
    );
    let html = first.content().unwrap().value().unwrap();
    assert!(
        html.contains("href=\"https://candour.example/receipts/"),
        "{html}"
    );
    assert!(first.summary().unwrap().value.contains("[1]"));
}

#[test]
fn an_entry_is_as_old_as_its_publication_however_often_the_briefing_is_made() {
    let today = briefing();
    let later = Briefing {
        on: date(2025, 1, 20),
        ..briefing()
    };
    for (one, other) in today.items().zip(later.items()) {
        assert_eq!(known_on(one, &today), known_on(other, &later), "{}", one.id);
    }
    let of = |kind: ItemKind| {
        let item = today.items().find(|item| item.kind == kind).unwrap();
        known_on(item, &today)
    };
    // The file of December's figures came out on 9 January.
    assert_eq!(of(ItemKind::SpecialCauseBegan), date(2025, 1, 9));
    assert_eq!(of(ItemKind::PostVacated), date(2024, 12, 9));
    // Due on the 17th: news from the 10th on.
    assert_eq!(of(ItemKind::DueSoon), date(2025, 1, 10));
}

#[test]
fn a_feed_may_have_no_entries() {
    let xml = atom(&feed(BASE), &briefing(), |_| false);
    let read: atom_syndication::Feed = xml.parse().unwrap();
    assert!(read.entries().is_empty());
    assert_eq!(read.updated().to_rfc3339(), "2025-01-09T00:00:00+00:00");
    // A site without a name of its own still has ids.
    let nameless = atom(&feed(""), &briefing(), |_| false);
    assert!(nameless.contains("tag:candour.invalid,2026:"));
}
