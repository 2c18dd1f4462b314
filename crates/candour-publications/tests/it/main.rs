//! Whole files, read as a user of the crate reads them.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod cases;
mod common;
mod directories;
mod laws;
mod real_beds;
mod real_files;
mod real_nof;
mod sheets;
