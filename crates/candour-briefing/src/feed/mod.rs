//! Atom feeds (RFC 4287): an entry for each item.
//!
//! An entry has the item's own id as a tag URI (RFC 4151), so that a reader's program shows the same news once,
//! whichever feed it came by and however often the briefing is made.

use atom_syndication::{Content, Entry, Generator, Link, Person, Text};
use candour_measures::Catalogue;
use jiff::Span;
use jiff::civil::Date;

use crate::item::{Item, ItemKind};
use crate::query::Briefing;
use crate::render::{Links, item_html, item_text};

/// The year from which a site's name is taken as its own in tag URIs: part of every id, and never changed.
const TAGGED: &str = "2026";

/// What a feed is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed<'a> {
    /// The site's address, without a slash at its end: `https://candour.example`.
    pub base_url: &'a str,
    /// Its own path: `/bodies/QOP.atom`.
    pub path: &'a str,
    /// The path of the page that it belongs to: `/bodies/QOP`.
    pub page: &'a str,
    /// What it is of, in print: `Greater Manchester`.
    pub title: &'a str,
}

/// The items of a briefing that `keep` wants, as an Atom feed; one without entries where there are none.
#[must_use]
pub fn atom(feed: &Feed<'_>, briefing: &Briefing, keep: impl Fn(&Item) -> bool) -> String {
    let entries: Vec<(Date, &Item)> = briefing
        .items()
        .filter(|item| keep(item))
        .map(|item| (known_on(item, briefing), item))
        .collect();
    // Without entries it is as old as what it was made from.
    let updated = entries.iter().map(|(day, _)| *day).max();
    let updated = updated.or_else(|| latest(briefing)).unwrap_or(briefing.on);
    let whole = |path: &str| format!("{}{path}", feed.base_url);
    let mut made = atom_syndication::Feed::default();
    made.set_id(tag(feed.base_url, feed.path));
    made.set_title(Text::plain(format!("Candour: {}", feed.title)));
    made.set_subtitle(Text::plain(
        "What changed and matters. Not an official NHS service.",
    ));
    made.set_updated(moment(updated));
    made.set_authors(vec![Person {
        name: "Candour".to_owned(),
        ..Person::default()
    }]);
    made.set_generator(Generator {
        value: "Candour".to_owned(),
        ..Generator::default()
    });
    made.set_rights(Text::plain(
        "Figures under the Open Government Licence v3.0 unless a receipt says otherwise.",
    ));
    made.set_links(vec![
        link(whole(feed.path), "self", "application/atom+xml"),
        link(whole(feed.page), "alternate", "text/html"),
    ]);
    made.set_entries(
        entries
            .into_iter()
            .map(|(day, item)| entry(item, day, feed))
            .collect::<Vec<_>>(),
    );
    made.set_lang("en-GB".to_owned());
    let mut xml = made.to_string();
    xml.push('\n');
    xml
}

fn entry(item: &Item, day: Date, feed: &Feed<'_>) -> Entry {
    let mut links = Links::default();
    let text = item_text(item, "", &mut links);
    // The first figure's receipt is where the news can be checked; without one, the page of the feed.
    let href = item
        .headline
        .figures()
        .chain(item.detail.iter().flat_map(crate::Sentence::figures))
        .find_map(|run| run.href())
        .unwrap_or(feed.page);
    let mut entry = Entry::default();
    entry.set_id(tag(feed.base_url, &format!("/items/{}", item.id)));
    entry.set_title(Text::plain(item.headline.to_string()));
    entry.set_updated(moment(day));
    entry.set_published(moment(day));
    entry.set_links(vec![link(
        format!("{}{href}", feed.base_url),
        "alternate",
        "text/html",
    )]);
    entry.set_summary(Text::plain(format!(
        "{text}\n{}",
        links.listing(feed.base_url)
    )));
    entry.set_content(Content {
        content_type: Some("html".to_owned()),
        value: Some(item_html(item, feed.base_url)),
        ..Content::default()
    });
    entry
}

/// Since when an item is known: when what it rests on was published, as far as that is held; else the day that
/// it is about. It is the same however often a briefing is made, so that no program shows old news as new.
#[must_use]
pub fn known_on(item: &Item, briefing: &Briefing) -> Date {
    let published = || {
        let measure = item.subject.measure.as_ref()?;
        let measure = Catalogue::bundled().find(measure.as_str())?;
        let facts = candour_publications::by_id(measure.publication.as_str())?.facts();
        let held = briefing
            .held
            .iter()
            .find(|held| held.publication == facts.title)?;
        held.published_on
    };
    let about = || {
        let day = item.subject.day?;
        // What falls due is news for the week before.
        match item.kind {
            ItemKind::DueSoon => day.checked_sub(Span::new().days(7)).ok(),
            _ => Some(day),
        }
    };
    let known = match item.kind {
        ItemKind::DueSoon | ItemKind::Late => about().or_else(published),
        _ => published().or_else(about),
    };
    known
        .or_else(|| latest(briefing))
        .unwrap_or(briefing.on)
        .min(briefing.on)
}

/// When the last of what is held was published.
fn latest(briefing: &Briefing) -> Option<Date> {
    briefing
        .held
        .iter()
        .filter_map(|held| held.published_on)
        .max()
}

fn link(href: String, rel: &str, mime: &str) -> Link {
    Link {
        href,
        rel: rel.to_owned(),
        mime_type: Some(mime.to_owned()),
        ..Link::default()
    }
}

/// A tag URI in the site's name. A path may hold letters that a URI may not.
fn tag(base_url: &str, path: &str) -> String {
    let authority = base_url
        .rsplit("://")
        .next()
        .unwrap_or_default()
        .split([':', '/'])
        .next()
        .filter(|host| !host.is_empty())
        .unwrap_or("candour.invalid");
    let specific: String = path
        .split('/')
        .map(candour_findings::links::encode)
        .collect::<Vec<_>>()
        .join("/");
    format!("tag:{authority},{TAGGED}:{specific}")
}

/// The beginning of a day as Atom writes it.
fn moment(day: Date) -> atom_syndication::FixedDateTime {
    atom_syndication::FixedDateTime::parse_from_rfc3339(&format!("{day}T00:00:00+00:00"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
