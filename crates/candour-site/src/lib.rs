//! The web site: pages, charts and the words that figures take.
//!
//! Three pure layers, and one that reads:
//! - [`format`](mod@format) turns numbers into words,
//! - [`charts`] turns a plain value into an SVG string that is whole by itself,
//! - [`views`] turns a plain view model into a page,
//! - [`server`] reads the archive once a request, fills a view model or a JSON shape, and sends it.
//!
//! **Invariant.** No business fact is computed in a view or a template: what a figure is, whether it
//! is a signal and where it came from is decided before a view model is filled.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

pub mod assets;
pub mod charts;
pub mod server;
pub mod views;

pub use candour_findings::format;
pub use server::{AlertsDesk, router, serve, serve_with_alerts};
