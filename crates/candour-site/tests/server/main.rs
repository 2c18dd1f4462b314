//! The real router over a small archive of invented files. The modules mirror the routes.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail by panicking"
)]

mod alerts;
mod api;
mod bodies;
mod bodies_in_time;
mod boundaries;
mod briefings;
mod caching;
mod check;
mod claims;
mod commitments;
mod downloads;
mod embeds;
mod errors;
mod events;
mod feeds;
mod frameworks;
mod home;
mod measures;
mod people;
mod receipts;
mod search;
mod sources;
mod support;
