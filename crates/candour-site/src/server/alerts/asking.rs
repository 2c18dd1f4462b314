//! What can be followed, and asking for it.

use std::collections::BTreeMap;

use candour_alerts::store::Wanted;
use candour_alerts::{Cadence, EmailAddress, Follow, Query, Side, WordsError, in_words, number};
use candour_core::{BodyCode, Level, MeasureId};
use candour_measures::Catalogue;

use super::{AlertsDesk, address_fault, form};
use crate::format::capital;
use crate::server::answer::{Answer, Reading};
use crate::server::error::{AppError, near_body};
use crate::views::{AlertsStepView, AlertsView, Choice, Link, Prose};

const HEADING: &str = "Be told when something real happens";

/// When somebody is told: the same words on the page and in the API.
pub(super) const WHEN: [&str; 5] = [
    "A body, a measure, a commitment: when a figure is a special cause that began or ended, a verdict changed, a published figure was revised, somebody took up or left a post, or something fell due. A month that moves within its usual variation is not news.",
    "A value: when the figure came to the other side of it, and then you are also told whether that move is within the usual variation.",
    "A briefing: its items, whole.",
    "Nobody is told of the same thing twice. Daily and weekly mails go at 7 in the morning of working days; England’s bank holidays are known.",
    "The mails need no image, fetch nothing, and do not tell us whether you read them. One click ends them.",
];

pub(super) fn page(reading: &Reading<'_>, offered: bool, query: &str) -> Result<Answer, AppError> {
    let fields = form::fields(query.as_bytes());
    let following = match fields.get("follow").filter(|word| !word.is_empty()) {
        None => Choice::default(),
        Some(word) => {
            let (follow, words) = followed(reading, &parsed(word)?)?;
            Choice {
                value: follow.to_string(),
                label: words,
                chosen: true,
            }
        }
    };
    let said = if offered {
        vec![Prose::from(
            "Follow a body, a measure, a commitment or a value, and get an e-mail only when there is something to say.",
        )]
    } else {
        vec![
            Prose::from("This copy of the site sends no alerts."),
            Prose::from(
                "Whoever runs it can: start it with --alerts, or use the command candour alerts.",
            ),
        ]
    };
    let mut whats = vec![
        choice("any", "All news of a body"),
        choice(
            "briefing",
            "The whole briefing for a body, a region or England",
        ),
    ];
    whats.extend(
        Catalogue::bundled()
            .iter()
            .map(|measure| choice(measure.id.as_str(), &measure.title)),
    );
    let cadences = Cadence::ALL.into_iter().map(|cadence| Choice {
        value: cadence.as_str().to_owned(),
        label: capital(cadence.in_words()),
        chosen: cadence == Cadence::Daily,
    });
    let view = AlertsView {
        page: reading.page(HEADING, vec![reading.root()], false),
        heading: HEADING.to_owned(),
        said,
        offered,
        following,
        whats,
        cadences: cadences.collect(),
        when: WHEN.into_iter().map(Prose::from).collect(),
    };
    Ok(Answer::html(view.render()?))
}

fn choice(value: &str, label: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: false,
    }
}

fn parsed(word: &str) -> Result<Follow, AppError> {
    word.parse().map_err(|error: candour_alerts::FollowError| {
        AppError::bad_request(
            "That cannot be followed",
            format!("{}.", capital(&error.to_string())),
        )
    })
}

/// What is followed as the archive writes it, and in words.
pub(super) fn followed(
    reading: &Reading<'_>,
    follow: &Follow,
) -> Result<(Follow, String), AppError> {
    in_words(reading.snapshot, follow).map_err(|error| match error {
        WordsError::Archive(error) => error.into(),
        WordsError::NoCommitment(_) => AppError::not_found(capital(&error.to_string())),
    })
}

/// Takes what a form asks, and says the same whether or not the address was known before: a stranger learns nothing.
pub(super) fn ask(
    reading: &Reading<'_>,
    desk: &AlertsDesk,
    body: &[u8],
) -> Result<Answer, AppError> {
    let fields = form::fields(body);
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let email: EmailAddress = text("email")
        .parse()
        .map_err(|error| address_fault(&error))?;
    let cadence = match text("cadence") {
        "" => Cadence::Daily,
        word => word
            .parse()
            .map_err(|error: candour_alerts::CadenceError| {
                AppError::bad_request(
                    "How often is not said",
                    format!("{}.", capital(&error.to_string())),
                )
            })?,
    };
    let asked = match text("follow") {
        "" => chosen(reading, &fields)?,
        word => parsed(word)?,
    };
    let words = take(reading, desk, &email, &asked, cadence)?;
    let view = AlertsStepView {
        page: reading.page("Look at your mail", vec![reading.root(), link()], false),
        heading: "Look at your mail".to_owned(),
        said: vec![
            Prose::from(format!(
                "You asked to follow {words}, {}.",
                cadence.in_words()
            )),
            Prose::from(
                "If you do not follow it yet, a mail comes within some minutes with a link that confirms it. Until you press its button nothing else is sent; after seven days without that, the address is forgotten.",
            ),
        ],
        ..AlertsStepView::default()
    };
    Ok(Answer::html(view.render()?))
}

/// Takes a wish into the store; what it is, in words.
pub(super) fn take(
    reading: &Reading<'_>,
    desk: &AlertsDesk,
    email: &EmailAddress,
    follow: &Follow,
    cadence: Cadence,
) -> Result<String, AppError> {
    let (follow, words) = followed(reading, follow)?;
    let wanted = Wanted {
        follow,
        words: words.clone(),
        cadence,
    };
    desk.store().ask_by_mail(email, &wanted, desk.now())?;
    Ok(words)
}

pub(super) fn link() -> Link {
    Link::new("Alerts", "/alerts")
}

/// What the fields of the form choose together.
fn chosen(reading: &Reading<'_>, fields: &BTreeMap<String, String>) -> Result<Follow, AppError> {
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let place = match text("where") {
        "" => None,
        words => Some(body(reading, words)?),
    };
    let here = || {
        place.clone().ok_or_else(|| {
            AppError::bad_request(
                "Where is not said",
                "Give the name or the code of England, a region, a board or a trust.".to_owned(),
            )
        })
    };
    let measure = match text("what") {
        "any" | "" => return Ok(Follow::Body(here()?)),
        "briefing" => return Ok(Follow::Briefing(here()?)),
        id => MeasureId::new(id).map_err(|error| {
            AppError::bad_request("There is no such measure", format!("{error}."))
        })?,
    };
    let side = match (text("side"), text("value")) {
        ("", _) => return Ok(Follow::Measure(measure, place)),
        ("below", _) => Side::Below,
        ("above", _) => Side::Above,
        _ => {
            return Err(AppError::bad_request(
                "That is no side of a value",
                "Choose below or above, or leave it alone.".to_owned(),
            ));
        }
    };
    let value = number(text("value")).map_err(|error| {
        AppError::bad_request("The value cannot be read", format!("{}.", capital(&error)))
    })?;
    Ok(Follow::Query(Query {
        measure,
        body: here()?,
        side,
        value,
    }))
}

/// A body by its code or its name; where several have such a name, they are offered.
fn body(reading: &Reading<'_>, words: &str) -> Result<BodyCode, AppError> {
    if let Ok(known) = reading.snapshot.body(words) {
        return Ok(known.code);
    }
    let found = reading.snapshot.bodies(words, 6)?;
    let lower = words.to_lowercase();
    let exact: Vec<_> = found
        .iter()
        .filter(|body| {
            body.name.to_lowercase() == lower || body.level == Level::England && lower == "england"
        })
        .collect();
    match (&exact[..], &found[..]) {
        ([one], _) => Ok(one.code.clone()),
        ([], [one]) => Ok(one.code.clone()),
        ([], []) => Err(AppError::not_found(format!(
            "No body here is called “{}”",
            words.chars().take(60).collect::<String>()
        ))),
        _ => Err(AppError::NotFound {
            heading: format!(
                "Several bodies are called like “{}”: give the code of one",
                words.chars().take(60).collect::<String>()
            ),
            nearest: found
                .iter()
                .map(|body| {
                    near_body(
                        body.code.as_str(),
                        &format!("{} ({})", body.name, body.code),
                    )
                })
                .collect(),
        }),
    }
}
