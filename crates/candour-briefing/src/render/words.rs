//! What every form adds to the sentences of a briefing.

use candour_core::{Level, Month};
use candour_findings::{dates, links};

use crate::item::Score;
use crate::query::{Briefing, Held, Knowledge};

/// What every form says of its links.
pub(super) const RECEIPTS: &str = "Every figure leads to its receipt: the formula, the published file and \
                                   the rows that it comes from.";

/// Whose word it is, and whose it is not.
pub(super) const IMPRINT: &str = "This is not an official NHS service. Candour is independent of the NHS, of \
                                  NHS England and of the Department of Health and Social Care. Figures are \
                                  under the Open Government Licence v3.0 unless a receipt says otherwise.";

/// Said where nothing is news.
pub(super) const QUIET: &str =
    "Nothing changed beyond usual variation, and nothing fell due, was revised or is late.";

/// What it is, for whom and of which day: `Briefing for England, 14 May 2026`.
#[must_use]
pub fn what_it_is(briefing: &Briefing) -> String {
    let whom = &briefing.scope.name;
    match briefing.knowledge {
        Knowledge::UpTo { month } => format!("Briefing for {whom}, {}", month.in_words()),
        Knowledge::Today | Knowledge::AsKnown { .. } => {
            format!("Briefing for {whom}, {}", dates::day(briefing.on))
        }
    }
}

/// What is taken as known, in a short sentence; empty where it is all that is held. The briefing's notes say
/// the same at length.
#[must_use]
pub fn standing(briefing: &Briefing) -> String {
    match briefing.knowledge {
        Knowledge::Today => String::new(),
        Knowledge::AsKnown { day } => format!("As known on {}.", dates::day(day)),
        Knowledge::UpTo { month } => format!(
            "By period: the months up to {} as the files hold them now, not as they were known then.",
            month.in_words()
        ),
    }
}

/// The path of its page: the same day (or month) and scope give the same page.
#[must_use]
pub fn page_path(briefing: &Briefing) -> String {
    let of = match briefing.knowledge {
        Knowledge::UpTo { month } => month.to_string(),
        Knowledge::AsKnown { day } => day.to_string(),
        Knowledge::Today => briefing.on.to_string(),
    };
    let whom =
        (briefing.scope.level != Level::England).then(|| ("for", briefing.scope.body.to_string()));
    format!("/briefings/{of}{}", links::query(whom))
}

/// Why an item stands where it stands: a sentence for the whole, then one for each criterion.
#[must_use]
pub fn score_words(score: &Score) -> (String, Vec<String>) {
    let whole = format!(
        "It scores {:.0} of 100; this kind of news counts for {:.0} per cent of its points",
        score.points,
        score.kind_factor * 100.0
    );
    let parts = score
        .parts
        .iter()
        .map(|part| {
            format!(
                "{}: {:.2} of 1, weight {:.0}, since {}",
                capital(part.criterion.as_str()),
                part.amount,
                part.weight,
                part.because
            )
        })
        .collect();
    (whole, parts)
}

/// What is held of a publication: `to April 2026, published on 14 May 2026`.
#[must_use]
pub fn held_words(held: &Held) -> String {
    let latest = held.latest.map_or_else(
        || "nothing held".to_owned(),
        |month: Month| format!("to {}", month.in_words()),
    );
    match held.published_on {
        Some(day) => format!("{latest}, published on {}", dates::day(day)),
        None if held.latest.is_some() => format!("{latest}, day of publication not known"),
        None => latest,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
