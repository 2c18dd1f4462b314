//! The framework's laws, its known answers, and the published files.

mod chances;
mod faults;
mod files;
mod invented;
mod laws;
mod layers;
mod rules;
mod sample;
mod what_if;
