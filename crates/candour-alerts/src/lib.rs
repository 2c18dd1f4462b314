//! x
#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]
mod follow;
mod rules;

pub use follow::{Follow, FollowError, Query, Side, number};
pub use rules::{Crossing, Evaluation, News, Rule, Rules, Standing, SubscriptionId};
