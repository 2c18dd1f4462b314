//! `/alerts`: following something by e-mail.

use askama::Template;

use super::control::Choice;
use super::page::{Banner, Nav, Page};
use super::prose::Prose;

/// What can be followed, and the form that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "alerts.html")]
pub struct AlertsView {
    /// Title, trail and banners.
    pub page: Page,
    /// What the page is for.
    pub heading: String,
    /// What is to be known first.
    pub said: Vec<Prose>,
    /// Whether this copy of the site sends any; else there is no form.
    pub offered: bool,
    /// What was chosen on the page that led here; with an empty value the form asks for it.
    pub following: Choice,
    /// Measures, the whole briefing, all news of a body.
    pub whats: Vec<Choice>,
    /// How often.
    pub cadences: Vec<Choice>,
    /// When somebody is told, in sentences.
    pub when: Vec<Prose>,
}

/// A step of asking, confirming or ending: what it is, and a button where one is to be pressed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "alerts_step.html")]
pub struct AlertsStepView {
    /// Title, trail and banners.
    pub page: Page,
    /// What became of it.
    pub heading: String,
    /// More of it.
    pub said: Vec<Prose>,
    /// What it is about, one a line.
    pub lines: Vec<String>,
    /// Where the button sends to.
    pub action: String,
    /// What the button says; empty for none.
    pub button: String,
}
