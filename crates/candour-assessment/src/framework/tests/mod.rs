//! The framework's laws, its known answers, and the published files.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod chances;
mod faults;
mod files;
mod invented;
mod laws;
mod layers;
mod rules;
mod sample;
mod what_if;
