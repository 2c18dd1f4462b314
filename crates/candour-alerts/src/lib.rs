//! Who wants to be told of what, and telling them: by e-mail and webhook, once, and only of what is real.
//!
//! - [`Follow`] is what can be followed; [`Rules`] finds who is to be told of a briefing's items, by look-up. Both are
//!   pure.
//! - [`Store`] keeps subscriptions, what each was told, and the messages that wait, in a file of its own: addresses are
//!   personal data and never stand in the archive's catalogue, which is meant to be copied.
//! - [`send()`](send::send) sends what waits, by the calendar of working days, through a [`send::Carrier`]: the mail server
//!   and the callers of webhooks, or a test.
//!
//! **Invariants.** Nobody is told of anything before who has the address confirmed it. Nobody is told of the same twice,
//! but where a machine failed between sending and writing it down, and then no more than twice. Clock and randomness
//! are the caller's. No webhook leads into a private network.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod address;
mod cadence;
mod evaluate;
mod follow;
mod keys;
mod letter;
pub mod mail;
mod outcome;
mod rules;
pub mod send;
mod settings;
mod standing;
pub mod store;
mod told;
pub mod webhook;
mod words;

pub use address::{AddressError, EmailAddress, HookAddress};
pub use cadence::{Cadence, CadenceError, Moment, is_due, latest_moment};
pub use evaluate::{EvaluateError, EvaluateReport, evaluate};
pub use follow::{Follow, FollowError, Query, Side, number};
pub use keys::Random;
pub use letter::{Letter, Part, Story};
pub use outcome::{MOST_TRIES, Outcome, next_try};
pub use rules::{Crossing, Evaluation, News, Rule, Rules, Standing, SubscriptionId};
pub use settings::{
    DEFAULT_MESSAGES_A_DAY, MailSettings, Secret, Security, Settings, SettingsError,
};
pub use standing::{Look, looks};
pub use store::{Store, StoreError};
pub use told::Told;
pub use words::{WordsError, in_words};
