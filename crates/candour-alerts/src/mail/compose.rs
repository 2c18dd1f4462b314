//! What a mail says: the letter of a message.

use candour_briefing::Sentence;
use candour_curated::in_london;
use candour_findings::dates;

use super::Mail;
use crate::letter::{Letter, Part, Story};
use crate::settings::Settings;
use crate::store::{Addressee, Message, MessageKind};

const INDEPENDENT: &str = "Candour is independent of the NHS, of NHS England and of the Department of Health and Social \
                           Care. Each figure leads to its receipt: the formula, the file and the rows it came from.";

/// The mail of a message. `confirm` is the token of one that asks for a confirmation.
#[must_use]
pub fn compose(message: &Message, settings: &Settings, from: &str, confirm: Option<&str>) -> Mail {
    let (Addressee::Mail(to) | Addressee::Webhook(to, _)) = &message.to;
    let base = &settings.base_url;
    let letter = match message.kind {
        MessageKind::Confirm => asking(message, base, confirm.unwrap_or_default()),
        _ => telling(message, base),
    };
    let unsubscribe = match (message.kind, &message.why[..]) {
        (MessageKind::Confirm, _) => None,
        (_, [one]) => Some(ending(base, &one.ends)),
        _ => Some(ending(base, &message.ends_all)),
    };
    Mail {
        to: to.clone(),
        from: from.to_owned(),
        subject: letter.title.clone(),
        text: letter.text(base),
        html: letter.html(base),
        known_by: message.known_by.clone(),
        unsubscribe,
        made_at: message.made_at.as_second(),
    }
}

fn ending(base: &str, token: &str) -> String {
    format!("{base}/alerts/unsubscribe/{token}")
}

fn asking(message: &Message, base: &str, token: &str) -> Letter {
    let words = message.why.first().map_or("", |why| why.words.as_str());
    let cadence = message
        .why
        .first()
        .map_or("", |why| cadence_words(&why.cadence));
    let place = format!("{base}/alerts/confirm/{token}");
    let story = Story {
        headline: Sentence::from(format!("Confirm that you want to follow {words}")),
        detail: vec![
            Sentence::from("Somebody, you we hope, asked Candour to write to this address "),
            Sentence::from(format!("{cadence}. ")),
            Sentence::default()
                .link("Yes, I want these alerts", place)
                .text(". The link works for seven days."),
        ],
    };
    Letter {
        title: format!("Confirm: follow {words}"),
        kicker: "One step more".to_owned(),
        parts: vec![Part {
            heading: String::new(),
            stories: vec![join(story)],
        }],
        notes: Vec::new(),
        foot: vec![
            Sentence::from(
                "If you did not ask for this, do nothing: nothing will be sent, and this address is forgotten within seven days.",
            ),
            Sentence::from(INDEPENDENT),
        ],
    }
}

/// One paragraph of sentences that belong together.
fn join(story: Story) -> Story {
    let detail = story
        .detail
        .into_iter()
        .fold(Sentence::default(), Sentence::and);
    Story {
        detail: vec![detail],
        ..story
    }
}

fn telling(message: &Message, base: &str) -> Letter {
    let stories: Vec<Story> = message
        .items
        .iter()
        .map(|told| Story {
            headline: told.headline.clone(),
            detail: told.detail.clone(),
        })
        .collect();
    let first = message
        .items
        .first()
        .map(|told| told.headline.to_string())
        .unwrap_or_default();
    let title = match message.items.len() + message.more {
        0 | 1 => first,
        2 => format!("{first}, and one thing more"),
        many => format!("{first}, and {} things more", many - 1),
    };
    let what = match message.kind {
        MessageKind::Daily => "What you follow, today",
        MessageKind::Weekly => "What you follow, this week",
        MessageKind::AtOnce | MessageKind::Confirm => "Something that you follow",
    };
    let mut notes = Vec::new();
    if message.more > 0 {
        notes.push(
            Sentence::from(format!("{} more did not fit. ", message.more))
                .link("They are in the briefing", "/")
                .text("."),
        );
    }
    let mut foot: Vec<Sentence> = message
        .why
        .iter()
        .map(|why| {
            Sentence::from(format!(
                "You get this because you follow {}, {}. ",
                why.words,
                cadence_words(&why.cadence)
            ))
            .link("Stop this", ending(base, &why.ends))
            .text(".")
        })
        .collect();
    if message.why.len() > 1 {
        foot.push(
            Sentence::default()
                .link("Stop everything", ending(base, &message.ends_all))
                .text("."),
        );
    }
    foot.push(Sentence::from(INDEPENDENT));
    Letter {
        title,
        kicker: format!("{what}: {}", dates::day(in_london(message.made_at).date())),
        parts: vec![Part {
            heading: String::new(),
            stories,
        }],
        notes,
        foot,
    }
}

/// How often, in words.
fn cadence_words(cadence: &str) -> &'static str {
    cadence
        .parse::<crate::cadence::Cadence>()
        .map_or("", crate::cadence::Cadence::in_words)
}
