//! Confirming and ending.

use candour_alerts::store::{Confirmed, Ended};

use super::AlertsDesk;
use super::asking::link;
use crate::server::answer::{Answer, Reading};
use crate::server::error::AppError;
use crate::server::links;
use crate::views::{AlertsStepView, Prose};

fn view(
    reading: &Reading<'_>,
    heading: &str,
    said: &str,
    lines: Vec<String>,
    button: &str,
    action: String,
) -> Result<Answer, AppError> {
    let view = AlertsStepView {
        page: reading.page(heading, vec![reading.root(), link()], false),
        heading: heading.to_owned(),
        said: vec![Prose::from(said)],
        lines,
        action,
        button: button.to_owned(),
    };
    Ok(Answer::html(view.render()?))
}

/// What a token would confirm or did confirm.
pub(super) fn words(desk: &AlertsDesk, id: i64) -> Result<Vec<String>, AppError> {
    Ok(desk
        .store()
        .subscription(id)?
        .map(|one| one.words)
        .into_iter()
        .collect())
}

pub(super) fn not_confirmed(found: &Confirmed) -> AppError {
    match found {
        Confirmed::Expired => {
            AppError::not_found("This link is more than seven days old: ask for the alerts again")
        }
        _ => AppError::not_found(
            "This link confirms nothing: it is not whole, or what it was for has ended",
        ),
    }
}

pub(super) fn to_confirm(
    reading: &Reading<'_>,
    desk: &AlertsDesk,
    token: &str,
) -> Result<Answer, AppError> {
    let found = desk.store().to_confirm(token, desk.now())?;
    let Confirmed::Yes(id) = found else {
        return Err(not_confirmed(&found));
    };
    let action = format!("/alerts/confirm/{}", links::encode(token));
    view(
        reading,
        "Confirm that you want these alerts",
        "You will be told of:",
        words(desk, id)?,
        "Yes, I want these alerts",
        action,
    )
}

pub(super) fn confirm(
    reading: &Reading<'_>,
    desk: &AlertsDesk,
    token: &str,
) -> Result<Answer, AppError> {
    let found = desk.store().confirm(token, desk.now())?;
    let Confirmed::Yes(id) = found else {
        return Err(not_confirmed(&found));
    };
    view(
        reading,
        "It is confirmed",
        "You are told, from now on, of:",
        words(desk, id)?,
        "",
        String::new(),
    )
}

pub(super) fn unknown() -> AppError {
    AppError::not_found("This link ends nothing: it is not whole, or another site gave it")
}

pub(super) fn to_end(
    reading: &Reading<'_>,
    desk: &AlertsDesk,
    token: &str,
) -> Result<Answer, AppError> {
    let Ended::Yes(lines) = desk.store().to_end(token)? else {
        return Err(unknown());
    };
    if lines.is_empty() {
        return ended(reading);
    }
    let action = format!("/alerts/unsubscribe/{}", links::encode(token));
    view(
        reading,
        "Stop these alerts",
        "You will no longer be told of:",
        lines,
        "Stop these alerts",
        action,
    )
}

pub(super) fn end(
    reading: &Reading<'_>,
    desk: &AlertsDesk,
    token: &str,
) -> Result<Answer, AppError> {
    match desk.store().end(token, desk.now())? {
        Ended::Yes(_) => ended(reading),
        Ended::Unknown => Err(unknown()),
    }
}

fn ended(reading: &Reading<'_>) -> Result<Answer, AppError> {
    view(
        reading,
        "These alerts have ended",
        "Nothing more of them is sent. If nothing else is followed from your address, it has been deleted.",
        Vec::new(),
        "",
        String::new(),
    )
}
